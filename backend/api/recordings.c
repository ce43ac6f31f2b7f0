#include "api/recordings.h"

#include "api/app.h"
#include "api/body.h"
#include "api/command.h"
#include "api/reply.h"
#include "api/sales.h"
#include "store/recordings.h"

#include <string.h>

enum { MIME_MAX = 60, POSITION_MAX_MS = 36000000 };

static enum rc answer(struct request *request, int status, const struct id *id)
{
	CONN(conn);
	const struct scope scope = command_scope(request);
	struct recording recording;

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(recording_get(&conn, id, &scope, request->arena, &recording, request->fault));
	TRY(recording_json(&conn, &recording, app_of(request)->vault, status == HTTP_OK, reply_buf(request),
	                   request->fault));
	return reply_json(request, status);
}

enum rc recordings_get(struct request *request)
{
	struct id id;

	TRY(path_id(request, "id", &id));
	return answer(request, HTTP_OK, &id);
}

/* ---- a session ---- */

struct starting {
	struct recording_start start;
	struct id recording_id; /* the call's */
	const char *mime;
	struct idempotency *once;
	struct audit_entry audit;
};

static enum rc start_body(struct conn *conn, void *context, struct fault *fault)
{
	struct starting *starting = context;

	TRY(recording_start(conn, &starting->start, &starting->recording_id, fault));
	starting->audit.subject_id = starting->recording_id;
	TRY(audit_append(conn, &starting->audit, fault));
	return idempotency_settle(conn, starting->once, HTTP_CREATED, &starting->recording_id, fault);
}

/* What MediaRecorder gives and ffmpeg takes. */
static enum field_verdict check_mime(const char *text)
{
	static const char *const known[] = {"audio/webm", "audio/ogg"};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strncmp(text, known[i], strlen(known[i])) == 0)
			return FIELD_OK;
	return FIELD_NOT_ALLOWED;
}

static const struct wire_field start_fields[] = {
	{.name = "mime",
         .type = WIRE_TEXT,
         .offset = offsetof(struct starting, mime),
         .required = true,
         .max = MIME_MAX,
         .check = check_mime},
};
static const struct wire_shape start_shape = WIRE_SHAPE(struct starting, start_fields);

enum rc recordings_start(struct request *request)
{
	struct starting body = {0}, starting;
	struct idempotency once;
	struct idempotency_answer answered;
	struct id call_id;

	TRY(path_id(request, "id", &call_id));
	TRY(body_read(request, &start_shape, &body));
	starting = (struct starting){.start = {.call_id = call_id,
	                                       .user_id = request->caller.user_id,
	                                       .mime = body.mime,
	                                       .recording_id = id_new(request->real_ms),
	                                       .now_ms = request->now_ms,
	                                       .real_ms = request->real_ms,
	                                       .vault = app_of(request)->vault},
	                             .once = &once,
	                             .audit = command_audit(request, "recording", NULL)};
	TRY(command_once(request, HTTP_CREATED, &starting.start.recording_id, &once));
	TRY(idempotency_run(store_of(request), &once, start_body, &starting, &answered, request->fault));
	return answer(request, HTTP_CREATED, &answered.resource_id);
}

enum rc recordings_piece(struct request *request)
{
	CONN(conn);
	const struct scope scope = command_scope(request);
	struct recording_piece piece = {.scope = &scope, .vault = app_of(request)->vault};
	struct bytes bytes;

	TRY(path_id(request, "id", &piece.recording_id));
	TRY(path_int(request, "s", 1, RECORDING_SESSIONS_MAX, &piece.session));
	TRY(path_int(request, "n", 0, BLOB_PIECES_MAX - 1, &piece.n));
	TRY(body_raw(request, "application/octet-stream", &bytes));
	piece.bytes = bytes.data;
	piece.length = bytes.length;
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(recording_put(&conn, &piece, request->arena, request->fault));
	return reply_nothing(request);
}

struct pieces_body {
	int64_t pieces;
};

static const struct wire_field finish_fields[] = {
	{.name = "pieces",
         .type = WIRE_INT,
         .offset = offsetof(struct pieces_body, pieces),
         .required = true,
         .min = 0,
         .max = BLOB_PIECES_MAX},
};
static const struct wire_shape finish_shape = WIRE_SHAPE(struct pieces_body, finish_fields);

static enum rc finish_body(struct conn *conn, void *context, struct fault *fault)
{
	return recording_finish(conn, context, fault);
}

enum rc recordings_finish(struct request *request)
{
	const struct scope scope = command_scope(request);
	struct pieces_body body = {0};
	struct recording_finish finish = {.scope = &scope, .now_ms = request->now_ms, .real_ms = request->real_ms};
	struct audit_entry audit;

	TRY(path_id(request, "id", &finish.recording_id));
	TRY(path_int(request, "s", 1, RECORDING_SESSIONS_MAX, &finish.session));
	TRY(body_read(request, &finish_shape, &body));
	finish.pieces = body.pieces;
	audit = command_audit(request, "recording", &finish.recording_id);
	TRY(command_run_audited(request, &audit, HTTP_OK, finish_body, &finish, NULL));
	return answer(request, HTTP_OK, &finish.recording_id);
}

struct silence_body {
	int64_t session, from_ms, to_ms;
};

#define POSITION(member, least, most)                                                                                \
	{                                                                                                            \
		.name = #member, .type = WIRE_INT, .offset = offsetof(struct silence_body, member),                  \
		.required = true, .min = (least), .max = (most)                                                      \
	}
static const struct wire_field silence_fields[] = {
	POSITION(session, 1, RECORDING_SESSIONS_MAX),
	POSITION(from_ms, 0, POSITION_MAX_MS),
	POSITION(to_ms, 0, POSITION_MAX_MS),
};
static const struct wire_shape silence_shape = WIRE_SHAPE(struct silence_body, silence_fields);

static enum rc silence_body(struct conn *conn, void *context, struct fault *fault)
{
	return recording_add_silence(conn, context, fault);
}

enum rc recordings_silence(struct request *request)
{
	const struct scope scope = command_scope(request);
	struct silence_body body = {0};
	struct recording_silence silence = {.scope = &scope};
	struct audit_entry audit;

	TRY(path_id(request, "id", &silence.recording_id));
	TRY(body_read(request, &silence_shape, &body));
	silence.session = body.session;
	silence.from_ms = body.from_ms;
	silence.to_ms = body.to_ms;
	audit = command_audit(request, "recording", &silence.recording_id);
	TRY(command_run_audited(request, &audit, HTTP_OK, silence_body, &silence, NULL));
	return answer(request, HTTP_OK, &silence.recording_id);
}

/* ---- the finished file ---- */

static enum rc find_file(struct request *request, const struct id *id, struct recording *recording)
{
	CONN(conn);
	const struct scope scope = command_scope(request);
	const struct sale_actor actor = sales_actor(request);

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(recording_get(&conn, id, &scope, request->arena, recording, request->fault));
	if (id_is_none(&recording->file_id))
		return fault_set(request->fault, RC_CONFLICT, "recording_not_ready", "the file is not finished yet");
	return sale_audit(&conn, &actor, "recording", id, request->fault);
}

enum rc recordings_content(struct request *request)
{
	struct recording recording;
	struct blob_stream *stream;
	struct download download = {.content_type = "audio/webm", .pull = blob_pull};
	struct id id;

	TRY(path_id(request, "id", &id));
	TRY(find_file(request, &id, &recording));
	TRY(blob_stream_open(store_of(request), app_of(request)->vault, &recording.file_id, &stream, request->fault));
	arena_defer(request->arena, blob_stream_close, stream);
	download.size = blob_stream_blob(stream)->size;
	download.source = stream;
	download.etag = arena_printf(request->arena, "\"%s\"", ID_TEXT(&recording.file_id));
	return response_download(request, &download);
}
