#include "api/readings.h"

#include "api/app.h"
#include "api/body.h"
#include "api/command.h"
#include "api/reply.h"
#include "api/sales.h"
#include "store/readings.h"
#include "store/recordings.h"

#include <string.h>

enum { POSITION_MAX_MS = 36000000, REASON_MAX = 20 };

static enum rc answer(struct request *request, int status, const struct id *id)
{
	CONN(conn);
	const struct scope scope = command_scope(request);

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(reading_json(&conn, id, &scope, reply_buf(request), request->fault));
	return reply_json(request, status);
}

enum rc readings_get(struct request *request)
{
	struct id id;

	TRY(path_id(request, "id", &id));
	return answer(request, HTTP_OK, &id);
}

static enum rc begin_body(struct conn *conn, void *context, struct fault *fault)
{
	return reading_begin(conn, context, fault);
}

enum rc readings_start(struct request *request)
{
	const struct scope scope = command_scope(request);
	const struct sale_actor actor = sales_actor(request);
	struct reading_begin begin = {.reading_id = id_new(request->real_ms), .scope = &scope, .actor = &actor};
	struct idempotency_answer answered;

	TRY(path_id(request, "id", &begin.sale_id));
	TRY(command_run(request, HTTP_CREATED, &begin.reading_id, begin_body, &begin, &answered));
	return answer(request, HTTP_CREATED, &answered.resource_id);
}

/* ---- marks ---- */

WIRE_WORDS(reading_mark_kind);
WIRE_WORDS(reading_answer);

struct mark_body {
	int64_t clause, session, position_ms;
	enum reading_mark_kind kind;
	enum reading_answer answer;
	struct wire_given given;
};

static const struct wire_field mark_fields[] = {
	{.name = "clause",
         .type = WIRE_INT,
         .offset = offsetof(struct mark_body, clause),
         .required = true,
         .min = 0,
         .max = READING_CLAUSES_MAX},
	{.name = "kind",
         .type = WIRE_ENUM,
         .offset = offsetof(struct mark_body, kind),
         .required = true,
         .words = &reading_mark_kind_words},
	{.name = "answer",
         .type = WIRE_ENUM,
         .offset = offsetof(struct mark_body, answer),
         .words = &reading_answer_words},
	{.name = "session",
         .type = WIRE_INT,
         .offset = offsetof(struct mark_body, session),
         .required = true,
         .min = 1,
         .max = RECORDING_SESSIONS_MAX},
	{.name = "position_ms",
         .type = WIRE_INT,
         .offset = offsetof(struct mark_body, position_ms),
         .required = true,
         .min = 0,
         .max = POSITION_MAX_MS},
};
static const struct wire_shape mark_shape = WIRE_SHAPE_GIVEN(struct mark_body, mark_fields, given);

/* An answer belongs to a question's mark, and to no other. */
static enum rc check_answer(const struct mark_body *body, bool given, struct fault *fault)
{
	if (body->kind == READING_MARK_ANSWER && !given)
		return fault_field(fault, "answer", "required");
	if (given && (body->kind != READING_MARK_ANSWER || body->answer == READING_READ))
		return fault_field(fault, "answer", "not_allowed");
	return RC_OK;
}

static enum rc mark_body(struct conn *conn, void *context, struct fault *fault)
{
	return reading_add_mark(conn, context, fault);
}

enum rc readings_mark(struct request *request)
{
	const struct scope scope = command_scope(request);
	const struct sale_actor actor = sales_actor(request);
	struct reading_mark_new mark = {.scope = &scope, .actor = &actor};
	struct mark_body body = {0};

	TRY(path_id(request, "id", &mark.reading_id));
	TRY(body_read(request, &mark_shape, &body));
	mark.has_answer = wire_was_given(&mark_shape, &body, "answer");
	TRY(check_answer(&body, mark.has_answer, request->fault));
	mark.clause = body.clause;
	mark.kind = body.kind;
	mark.answer = body.answer;
	mark.session = body.session;
	mark.position_ms = body.position_ms;
	TRY(command_run(request, HTTP_OK, &mark.reading_id, mark_body, &mark, NULL));
	return answer(request, HTTP_OK, &mark.reading_id);
}

/* ---- stop and explain ---- */

struct stop_body {
	const char *reason;
};

static enum field_verdict check_reason(const char *text)
{
	static const char *const reasons[] = {"question", "noise", "misread"};

	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (strcmp(text, reasons[i]) == 0)
			return FIELD_OK;
	return FIELD_NOT_ALLOWED;
}

static const struct wire_field stop_fields[] = {
	{.name = "reason",
         .type = WIRE_TEXT,
         .offset = offsetof(struct stop_body, reason),
         .required = true,
         .max = REASON_MAX,
         .check = check_reason},
};
static const struct wire_shape stop_shape = WIRE_SHAPE(struct stop_body, stop_fields);

static enum rc stop_body(struct conn *conn, void *context, struct fault *fault)
{
	return reading_stop(conn, context, fault);
}

enum rc readings_stop(struct request *request)
{
	const struct scope scope = command_scope(request);
	const struct sale_actor actor = sales_actor(request);
	struct reading_stop stop = {.scope = &scope, .actor = &actor};
	struct stop_body body = {0};

	TRY(path_id(request, "id", &stop.reading_id));
	TRY(body_read(request, &stop_shape, &body));
	stop.reason = body.reason;
	TRY(command_run(request, HTTP_OK, &stop.reading_id, stop_body, &stop, NULL));
	return answer(request, HTTP_OK, &stop.reading_id);
}
