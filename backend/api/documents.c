#include "api/documents.h"

#include "api/app.h"
#include "api/back_office.h"
#include "api/body.h"
#include "api/command.h"
#include "api/reply.h"
#include "api/sales.h"
#include "ports/filetype.h"
#include "store/documents.h"
#include "store/txn.h"

#include <string.h>

#define V1_DOCUMENTS "/api/v1/documents"

WIRE_WORDS(document_kind);
WIRE_WORDS(document_refusal);

enum { SIZE_MAX_BYTES = 15000000, NOTE_MAX = 300 };

static enum rc answer(struct request *request, int status, const struct id *id)
{
	CONN(conn);
	int64_t version;

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(document_json(&conn, id, reply_buf(request), &version, request->fault));
	if (status == HTTP_CREATED)
		return reply_created(request, V1_DOCUMENTS, id, version);
	return reply_document(request, status, version);
}

enum rc documents_list(struct request *request)
{
	CONN(conn);
	const struct scope scope = command_scope(request);
	struct id sale_id;

	TRY(path_id(request, "id", &sale_id));
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(documents_json(&conn, &sale_id, &scope, reply_buf(request), request->fault));
	return reply_json(request, HTTP_OK);
}

/* ---- uploading ---- */

struct announced {
	enum document_kind kind;
	int64_t size;
	const char *sha256;
};

static const struct wire_field announced_fields[] = {
	{.name = "kind",
         .type = WIRE_ENUM,
         .offset = offsetof(struct announced, kind),
         .required = true,
         .words = &document_kind_words},
	{.name = "size",
         .type = WIRE_INT,
         .offset = offsetof(struct announced, size),
         .required = true,
         .min = 1,
         .max = SIZE_MAX_BYTES},
	{.name = "sha256",
         .type = WIRE_TEXT,
         .offset = offsetof(struct announced, sha256),
         .required = true,
         .max = BODY_SHA256_HEX,
         .check = body_check_sha256},
};
static const struct wire_shape announced_shape = WIRE_SHAPE(struct announced, announced_fields);

static uint8_t digit_of(char c)
{
	return (uint8_t)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static void read_hex(const char *text, uint8_t bytes[BLOB_SHA256_BYTES])
{
	for (size_t i = 0; i < BLOB_SHA256_BYTES; i++)
		bytes[i] = (uint8_t)(digit_of(text[2 * i]) << 4 | digit_of(text[2 * i + 1]));
}

struct create_run {
	struct sale_command command;
	struct document_new document;
	const struct blob_vault *vault;
};

static enum rc create_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct create_run *create = context;

	return document_announce(conn, create->vault, &create->command.target, &create->document, fault);
}

enum rc documents_create(struct request *request)
{
	struct create_run create = {.vault = app_of(request)->vault};
	struct announced announced = {0};
	struct idempotency_answer answered;

	TRY(sale_command_read(request, &create.command));
	TRY(body_read(request, &announced_shape, &announced));
	create.document.document_id = id_new(request->real_ms);
	create.document.kind = announced.kind;
	create.document.size = announced.size;
	read_hex(announced.sha256, create.document.sha256);
	TRY(command_run(request, HTTP_CREATED, &create.document.document_id, create_body, &create, &answered));
	return answer(request, HTTP_CREATED, &answered.resource_id);
}

static enum rc find_document(struct request *request, struct conn *conn, struct document *document)
{
	const struct scope scope = command_scope(request);
	struct id id;

	TRY(path_id(request, "id", &id));
	TRY(conn_open(store_of(request), STORE_BRISK, conn, request->fault));
	return document_get(conn, &id, &scope, request->arena, document, request->fault);
}

enum rc documents_piece(struct request *request)
{
	CONN(conn);
	struct document document;
	struct bytes bytes;
	int64_t n;

	TRY(path_int(request, "n", 0, BLOB_PIECES_MAX - 1, &n));
	TRY(body_raw(request, "application/octet-stream", &bytes));
	TRY(find_document(request, &conn, &document));
	TRY(document_takes_pieces(&document, request->fault));
	TRY(blob_put(&conn, app_of(request)->vault, &document.blob_id, n, bytes.data, bytes.length, request->fault));
	return reply_nothing(request);
}

/* ---- is it what it should be? ---- */

static enum rc pull_all(struct blob_stream *stream, int64_t from, uint8_t *out, size_t room, size_t *length,
                        struct fault *fault)
{
	size_t got = 1;

	for (*length = 0; *length < room && got > 0; *length += got)
		TRY(blob_pull(stream, from + (int64_t)*length, out + *length, room - *length, &got, fault));
	return RC_OK;
}

static enum rc read_sample(struct request *request, struct blob_stream *stream, struct filetype_sample *sample)
{
	int64_t size = blob_stream_blob(stream)->size;
	uint8_t *head = arena_alloc(request->arena, FILETYPE_HEAD_BYTES);
	uint8_t *tail = arena_alloc(request->arena, FILETYPE_TAIL_BYTES);
	int64_t from = size > FILETYPE_TAIL_BYTES ? size - FILETYPE_TAIL_BYTES : 0;

	*sample = (struct filetype_sample){.head = head, .tail = tail, .size = size};
	TRY(pull_all(stream, 0, head, FILETYPE_HEAD_BYTES, &sample->head_length, request->fault));
	return pull_all(stream, from, tail, FILETYPE_TAIL_BYTES, &sample->tail_length, request->fault);
}

static enum rc check_type(struct request *request, const struct document *document, const char **mime)
{
	struct filetype_sample sample;
	struct blob_stream *stream;
	char name[FILETYPE_NAME_SIZE];

	TRY(blob_stream_open(store_of(request), app_of(request)->vault, &document->blob_id, &stream, request->fault));
	arena_defer(request->arena, blob_stream_close, stream);
	TRY(read_sample(request, stream, &sample));
	TRY(filetype_name(&sample, name, request->fault));
	if (!document_media_is_allowed(name))
		return fault_set(request->fault, RC_CONFLICT, "file_type", "documents: neither an image nor a PDF");
	if (!filetype_is_whole(name, &sample))
		return fault_set(request->fault, RC_CONFLICT, "file_structure",
		                 "documents: the file does not begin and end as such a file does");
	*mime = arena_strdup(request->arena, name);
	return RC_OK;
}

static enum rc complete_file(struct request *request, const struct document *document)
{
	int64_t pieces = (document->size + BLOB_PIECE_BYTES - 1) / BLOB_PIECE_BYTES;
	struct blob blob;
	CONN(conn);

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(blob_complete(&conn, app_of(request)->vault, &document->blob_id, pieces, document->sha256, request->arena,
	                  &blob, request->fault));
	if (blob.size == document->size)
		return RC_OK;
	return fault_set(request->fault, RC_CONFLICT, "size_differs", "documents: not as many bytes as announced");
}

struct complete_run {
	struct scope scope;
	struct sale_actor actor;
	struct id document_id;
	const char *mime;
};

static enum rc complete_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct complete_run *complete = context;

	return document_arrived(conn, &complete->document_id, &complete->scope, &complete->actor, complete->mime,
	                        fault);
}

static enum rc read_document(struct request *request, struct document *document)
{
	CONN(conn);

	return find_document(request, &conn, document);
}

enum rc documents_complete(struct request *request)
{
	struct complete_run complete = {.scope = command_scope(request), .actor = sales_actor(request)};
	struct document document;

	TRY(read_document(request, &document));
	complete.document_id = document.id;
	if (document.state == DOCUMENT_MISSING) { /* else a repeat, or too late: the key knows */
		TRY(complete_file(request, &document));
		TRY(check_type(request, &document, &complete.mime));
	}
	TRY(command_run(request, HTTP_OK, &document.id, complete_body, &complete, NULL));
	return answer(request, HTTP_OK, &document.id);
}

/* ---- reading ---- */

static enum rc open_audited(struct request *request, struct document *document)
{
	const struct sale_actor actor = sales_actor(request);
	CONN(conn);

	TRY(find_document(request, &conn, document));
	if (document->state == DOCUMENT_MISSING)
		return fault_set(request->fault, RC_NOT_FOUND, "not_found", "documents: it has not arrived yet");
	return sale_audit(&conn, &actor, "document", &document->id, request->fault);
}

enum rc documents_content(struct request *request)
{
	struct document document;
	struct blob_stream *stream;
	struct download download = {.pull = blob_pull};

	TRY(open_audited(request, &document));
	TRY(blob_stream_open(store_of(request), app_of(request)->vault, &document.blob_id, &stream, request->fault));
	arena_defer(request->arena, blob_stream_close, stream);
	download.content_type = document.mime;
	download.size = blob_stream_blob(stream)->size;
	download.source = stream;
	download.etag = arena_printf(request->arena, "\"%s\"", ID_TEXT(&document.blob_id));
	return response_download(request, &download);
}

/* ---- judging ---- */

struct verdict_body {
	bool accepted;
	enum document_refusal refusal;
	const char *note;
	struct wire_given given;
};

static const struct wire_field verdict_fields[] = {
	{.name = "accepted", .type = WIRE_BOOL, .offset = offsetof(struct verdict_body, accepted), .required = true},
	{.name = "reason",
         .type = WIRE_ENUM,
         .offset = offsetof(struct verdict_body, refusal),
         .words = &document_refusal_words},
	{.name = "note", .type = WIRE_TEXT, .offset = offsetof(struct verdict_body, note), .max = NOTE_MAX},
};
static const struct wire_shape verdict_shape = WIRE_SHAPE_GIVEN(struct verdict_body, verdict_fields, given);

struct verdict_run {
	struct scope scope;
	struct sale_actor actor;
	struct document_verdict verdict;
};

static enum rc verdict_run_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct verdict_run *judging = context;

	return document_judge(conn, &judging->verdict, &judging->scope, &judging->actor, fault);
}

/* A refusal has a reason, an acceptance none. */
static enum rc check_reason(const struct verdict_body *body, struct fault *fault)
{
	bool given = wire_was_given(&verdict_shape, body, "reason");

	if (given != body->accepted)
		return RC_OK;
	return fault_field(fault, "reason", field_verdict_name(given ? FIELD_NOT_ALLOWED : FIELD_REQUIRED));
}

enum rc documents_judge(struct request *request)
{
	struct verdict_run judging = {.scope = command_scope(request), .actor = sales_actor(request)};
	struct document_verdict *verdict = &judging.verdict;
	struct verdict_body body = {0};

	TRY(path_id(request, "id", &verdict->document_id));
	TRY(if_match(request, &verdict->version));
	TRY(body_read(request, &verdict_shape, &body));
	TRY(check_reason(&body, request->fault));
	verdict->accepted = body.accepted;
	verdict->refusal = body.refusal;
	verdict->note = body.note;
	TRY(command_run(request, HTTP_OK, &verdict->document_id, verdict_run_body, &judging, NULL));
	return answer(request, HTTP_OK, &verdict->document_id);
}

static enum rc undo_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct verdict_run *judging = context;

	return document_undo(conn, &judging->verdict.document_id, &judging->scope, &judging->actor, fault);
}

enum rc documents_undo(struct request *request)
{
	struct verdict_run judging = {.scope = command_scope(request), .actor = sales_actor(request)};

	TRY(path_id(request, "id", &judging.verdict.document_id));
	TRY(txn_run(store_of(request), undo_body, &judging, request->fault));
	return answer(request, HTTP_OK, &judging.verdict.document_id);
}
