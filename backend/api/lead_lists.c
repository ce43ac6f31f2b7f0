#include "api/lead_lists.h"

#include "api/app.h"
#include "api/body.h"
#include "api/command.h"
#include "api/reply.h"
#include "domain/role.h"
#include "store/audit.h"
#include "store/blob.h"
#include "store/lead_lists.h"

#include <string.h>

enum { LIST_TEXT_MIN = 3, LIST_NAME_MAX = 80, LIST_TEXT_MAX = 200, LIST_FILE_MAX = 200000000, REASON_MAX = 40 };

struct announced {
	struct id campaign_id;
	const char *name;
	const char *origin;
	const char *consent_basis;
	int64_t size;
	const char *sha256;
};

#define OFFSET(member) .offset = offsetof(struct announced, member), .required = true
static const struct wire_field announced_fields[] = {
	{.name = "campaign_id", .type = WIRE_ID, OFFSET(campaign_id)},
	{.name = "name", .type = WIRE_TEXT, OFFSET(name), .min = LIST_TEXT_MIN, .max = LIST_NAME_MAX},
	{.name = "origin", .type = WIRE_TEXT, OFFSET(origin), .min = LIST_TEXT_MIN, .max = LIST_TEXT_MAX},
	{.name = "consent_basis",
         .type = WIRE_TEXT,
         OFFSET(consent_basis),
         .min = LIST_TEXT_MIN,
         .max = LIST_TEXT_MAX},
	{.name = "size", .type = WIRE_INT, OFFSET(size), .min = 1, .max = LIST_FILE_MAX},
	{.name = "sha256", .type = WIRE_TEXT, OFFSET(sha256), .max = BODY_SHA256_HEX, .check = body_check_sha256},
};
#undef OFFSET
static const struct wire_shape announced_shape = WIRE_SHAPE(struct announced, announced_fields);

/* What a command of this file is about. */
struct work {
	struct request *request;
	const struct announced *announced;
	struct id list_id;
};

static enum rc audit(struct conn *conn, const struct work *work, struct fault *fault)
{
	const struct audit_entry entry = command_audit(work->request, "lead_list", &work->list_id);

	return audit_append(conn, &entry, fault);
}

static enum rc answer_list(struct request *request, int status, const struct id *id)
{
	CONN(conn);
	int64_t version;

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(lead_list_json(&conn, id, reply_buf(request), &version, request->fault));
	if (status == HTTP_CREATED)
		return reply_created(request, "/api/v1/lead-lists", id, version);
	return reply_document(request, status, version);
}

enum rc lead_lists_list(struct request *request)
{
	CONN(conn);
	struct page page;

	TRY(query_page(request, &page));
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(lead_lists_json(&conn, page.after, page.limit, reply_buf(request), request->fault));
	return reply_page(request);
}

enum rc lead_lists_get(struct request *request)
{
	struct id id;

	TRY(path_id(request, "id", &id));
	return answer_list(request, HTTP_OK, &id);
}

enum rc lead_lists_refusals(struct request *request)
{
	CONN(conn);
	const char *reason;
	struct page page;
	struct id id;

	TRY(path_id(request, "id", &id));
	TRY(query_text(request, "reason", REASON_MAX, &reason));
	TRY(query_page(request, &page));
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(lead_list_refusals_json(&conn, &id, reason, page.after, page.limit, reply_buf(request), request->fault));
	return reply_page(request);
}

static enum rc find_refused_file(struct request *request, struct work *work, struct lead_list *list)
{
	CONN(conn);

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(lead_list_get(&conn, &work->list_id, request->arena, list, request->fault));
	if (id_is_none(&list->refused_id))
		return fault_set(request->fault, RC_NOT_FOUND, "not_found", "the list has no file of refused rows");
	return audit(&conn, work, request->fault);
}

enum rc lead_lists_refused_file(struct request *request)
{
	struct work work = {.request = request};
	struct download download = {
		.content_type = "text/csv; charset=utf-8", .filename = "filas-rechazadas.csv", .pull = blob_pull};
	struct lead_list list;
	struct blob_stream *stream;

	TRY(path_id(request, "id", &work.list_id));
	TRY(find_refused_file(request, &work, &list));
	TRY(blob_stream_open(store_of(request), app_of(request)->vault, &list.refused_id, &stream, request->fault));
	arena_defer(request->arena, blob_stream_close, stream);
	download.size = blob_stream_blob(stream)->size;
	download.source = stream;
	download.etag = arena_printf(request->arena, "\"%s\"", ID_TEXT(&list.refused_id));
	return response_download(request, &download);
}

static enum rc create_body(struct conn *conn, void *context, struct fault *fault)
{
	struct work *work = context;
	const struct request *request = work->request;
	const struct announced *announced = work->announced;
	const struct lead_list_new list = {.id = work->list_id,
	                                   .campaign_id = announced->campaign_id,
	                                   .name = announced->name,
	                                   .origin = announced->origin,
	                                   .consent_basis = announced->consent_basis,
	                                   .blob_id = work->list_id,
	                                   .size = announced->size,
	                                   .sha256 = announced->sha256,
	                                   .created_by = request->caller.user_id,
	                                   .now_ms = request->now_ms};
	const struct blob_new blob = {.id = work->list_id,
	                              .kind = "lead_list",
	                              .owner_id = request->caller.user_id,
	                              .now_ms = request->real_ms};

	TRY(lead_list_insert(conn, &list, fault));
	TRY(blob_begin(conn, app_of(request)->vault, &blob, fault));
	return audit(conn, work, fault);
}

enum rc lead_lists_create(struct request *request)
{
	struct announced announced;
	struct work work = {.request = request, .announced = &announced, .list_id = id_new(request->real_ms)};
	struct idempotency_answer answer;

	TRY(body_read(request, &announced_shape, &announced));
	TRY(command_run(request, HTTP_CREATED, &work.list_id, create_body, &work, &answer));
	return answer_list(request, HTTP_CREATED, &answer.resource_id);
}

enum rc lead_lists_piece(struct request *request)
{
	CONN(conn);
	struct lead_list list;
	struct bytes bytes;
	struct id id;
	int64_t n;

	TRY(path_id(request, "id", &id));
	TRY(path_int(request, "n", 0, BLOB_PIECES_MAX - 1, &n));
	TRY(body_raw(request, "application/octet-stream", &bytes));
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(lead_list_get(&conn, &id, request->arena, &list, request->fault));
	if (strcmp(list.state, "uploading") != 0)
		return fault_set(request->fault, RC_CONFLICT, "state", "the list takes no more pieces");
	TRY(blob_put(&conn, app_of(request)->vault, &list.blob_id, n, bytes.data, bytes.length, request->fault));
	return reply_nothing(request);
}

static enum rc import_body(struct conn *conn, void *context, struct fault *fault)
{
	struct work *work = context;

	TRY(lead_list_begin_import(conn, &work->list_id, 0, work->request->now_ms, fault));
	return audit(conn, work, fault);
}

enum rc lead_list_file_is_whole(struct request *request, const struct lead_list *list)
{
	CONN(conn);

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	return lead_list_complete_file(&conn, app_of(request)->vault, list, request->arena, request->fault);
}

static enum rc find_list(struct request *request, const struct id *id, struct lead_list *list)
{
	CONN(conn);

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	return lead_list_get(&conn, id, request->arena, list, request->fault);
}

enum rc lead_lists_import(struct request *request)
{
	struct work work = {.request = request};
	struct idempotency_answer answer;
	struct lead_list list;

	TRY(path_id(request, "id", &work.list_id));
	TRY(find_list(request, &work.list_id, &list));
	TRY(lead_list_file_is_whole(request, &list));
	TRY(command_run(request, HTTP_ACCEPTED, &work.list_id, import_body, &work, &answer));
	return answer_list(request, HTTP_ACCEPTED, &answer.resource_id);
}

static enum rc cancel_body(struct conn *conn, void *context, struct fault *fault)
{
	struct work *work = context;

	TRY(lead_list_cancel(conn, &work->list_id, work->request->now_ms, fault));
	return audit(conn, work, fault);
}

enum rc lead_lists_cancel(struct request *request)
{
	struct work work = {.request = request};
	struct idempotency_answer answer;

	TRY(path_id(request, "id", &work.list_id));
	TRY(command_run(request, HTTP_OK, &work.list_id, cancel_body, &work, &answer));
	return answer_list(request, HTTP_OK, &answer.resource_id);
}
