#include "api/reviews.h"

#include "api/app.h"
#include "api/body.h"
#include "api/command.h"
#include "api/reply.h"
#include "api/sales.h"
#include "store/reviews.h"
#include "store/txn.h"

WIRE_WORDS(review_exception);
WIRE_WORDS(review_state);

enum { PLACE_MAX_MS = 36000000 };

static enum rc answer(struct request *request, int status, const struct id *id)
{
	CONN(conn);
	int64_t version;

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(review_json(&conn, id, reply_buf(request), &version, request->fault));
	return reply_document(request, status, version);
}

enum rc reviews_queue(struct request *request)
{
	CONN(conn);
	struct page page;

	TRY(query_page(request, &page));
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(reviews_queue_json(&conn, page.after, page.limit, reply_buf(request), request->fault));
	return reply_page(request);
}

enum rc reviews_get(struct request *request)
{
	struct id id;

	TRY(path_id(request, "id", &id));
	return answer(request, HTTP_OK, &id);
}

/* ---- opening ---- */

struct open_run {
	struct sale_actor actor;
	struct review_opening opening;
	struct idempotency once;
};

static enum rc open_body(struct conn *conn, void *context, struct fault *fault)
{
	struct open_run *run = context;
	struct id review_id;

	TRY(review_open(conn, &run->opening, &review_id, fault));
	return idempotency_settle(conn, &run->once, HTTP_CREATED, &review_id, fault);
}

enum rc reviews_open(struct request *request)
{
	struct open_run run = {.actor = sales_actor(request)};
	struct idempotency_answer answered;

	run.opening = (struct review_opening){.review_id = id_new(request->real_ms), .actor = &run.actor};
	TRY(path_id(request, "id", &run.opening.reading_id));
	TRY(command_once(request, HTTP_CREATED, &run.opening.review_id, &run.once));
	TRY(idempotency_run(store_of(request), &run.once, open_body, &run, &answered, request->fault));
	return answer(request, HTTP_CREATED, &answered.resource_id);
}

/* ---- an open one ---- */

/* What `command` points to lives as long as this does. */
struct review_run {
	struct scope scope;
	struct sale_actor actor;
	struct review_command command;
	struct review_saving saving;
	bool passed;
};

static enum rc read_command(struct request *request, struct review_run *run)
{
	*run = (struct review_run){.scope = command_scope(request), .actor = sales_actor(request)};
	run->command = (struct review_command){.scope = &run->scope, .actor = &run->actor};
	return path_id(request, "id", &run->command.review_id);
}

static const struct wire_field span_fields[] = {
	{.name = "from_ms",
         .type = WIRE_INT,
         .offset = offsetof(struct review_span, from_ms),
         .required = true,
         .min = 0,
         .max = PLACE_MAX_MS},
	{.name = "to_ms",
         .type = WIRE_INT,
         .offset = offsetof(struct review_span, to_ms),
         .required = true,
         .min = 0,
         .max = PLACE_MAX_MS},
};
static const struct wire_shape span_shape = WIRE_SHAPE(struct review_span, span_fields);

static const struct wire_field mark_fields[] = {
	{.name = "clause",
         .type = WIRE_INT,
         .offset = offsetof(struct review_mark, clause),
         .required = true,
         .min = 0,
         .max = REVIEW_CLAUSES_MAX},
	{.name = "kind",
         .type = WIRE_ENUM,
         .offset = offsetof(struct review_mark, kind),
         .required = true,
         .words = &review_exception_words},
	{.name = "at_ms",
         .type = WIRE_INT,
         .offset = offsetof(struct review_mark, at_ms),
         .required = true,
         .min = 0,
         .max = PLACE_MAX_MS},
	{.name = "note", .type = WIRE_TEXT, .offset = offsetof(struct review_mark, note), .max = REVIEW_NOTE_MAX},
};
static const struct wire_shape mark_shape = WIRE_SHAPE(struct review_mark, mark_fields);

static const struct wire_field note_fields[] = {
	{.name = "at_ms",
         .type = WIRE_INT,
         .offset = offsetof(struct review_note, at_ms),
         .required = true,
         .min = 0,
         .max = PLACE_MAX_MS},
	{.name = "text",
         .type = WIRE_TEXT,
         .offset = offsetof(struct review_note, text),
         .required = true,
         .min = 1,
         .max = REVIEW_NOTE_MAX},
};
static const struct wire_shape note_shape = WIRE_SHAPE(struct review_note, note_fields);

struct save_body {
	struct wire_list heard, exceptions, notes;
};

static const struct wire_field save_fields[] = {
	{.name = "heard",
         .type = WIRE_OBJECTS,
         .offset = offsetof(struct save_body, heard),
         .required = true,
         .min = 0,
         .max = REVIEW_SPANS_MAX,
         .shape = &span_shape},
	{.name = "exceptions",
         .type = WIRE_OBJECTS,
         .offset = offsetof(struct save_body, exceptions),
         .required = true,
         .min = 0,
         .max = REVIEW_MARKS_MAX,
         .shape = &mark_shape},
	{.name = "notes",
         .type = WIRE_OBJECTS,
         .offset = offsetof(struct save_body, notes),
         .min = 0,
         .max = REVIEW_NOTES_MAX,
         .shape = &note_shape},
};
static const struct wire_shape save_shape = WIRE_SHAPE(struct save_body, save_fields);

static enum rc save_run(struct conn *conn, void *context, struct fault *fault)
{
	const struct review_run *run = context;

	return review_save(conn, &run->command, &run->saving, fault);
}

enum rc reviews_save(struct request *request)
{
	struct save_body body = {0};
	struct review_run run;

	TRY(read_command(request, &run));
	TRY(if_match(request, &run.command.version));
	TRY(body_read(request, &save_shape, &body));
	run.saving = (struct review_saving){.spans = body.heard.items,
	                                    .spans_count = body.heard.count,
	                                    .marks = body.exceptions.items,
	                                    .marks_count = body.exceptions.count,
	                                    .notes = body.notes.items,
	                                    .notes_count = body.notes.count,
	                                    .arena = request->arena};
	TRY(txn_run(store_of(request), save_run, &run, request->fault));
	return answer(request, HTTP_OK, &run.command.review_id);
}

static enum rc release_run(struct conn *conn, void *context, struct fault *fault)
{
	const struct review_run *run = context;

	return review_release(conn, &run->command, fault);
}

enum rc reviews_release(struct request *request)
{
	struct review_run run;

	TRY(read_command(request, &run));
	TRY(txn_run(store_of(request), release_run, &run, request->fault));
	return reply_nothing(request);
}

/* ---- the verdict ---- */

struct verdict_body {
	enum review_state verdict;
};

static const struct wire_field verdict_fields[] = {
	{.name = "verdict",
         .type = WIRE_ENUM,
         .offset = offsetof(struct verdict_body, verdict),
         .required = true,
         .words = &review_state_words},
};
static const struct wire_shape verdict_shape = WIRE_SHAPE(struct verdict_body, verdict_fields);

static enum rc decide_run(struct conn *conn, void *context, struct fault *fault)
{
	const struct review_run *run = context;

	return review_decide(conn, &run->command, run->passed, fault);
}

enum rc reviews_decide(struct request *request)
{
	struct verdict_body body;
	struct review_run run;

	TRY(read_command(request, &run));
	TRY(if_match(request, &run.command.version));
	TRY(body_read(request, &verdict_shape, &body));
	if (body.verdict != REVIEW_PASSED && body.verdict != REVIEW_FAULTY)
		return fault_field(request->fault, "verdict", field_verdict_name(FIELD_UNKNOWN));
	run.passed = body.verdict == REVIEW_PASSED;
	TRY(command_run(request, HTTP_OK, &run.command.review_id, decide_run, &run, NULL));
	return answer(request, HTTP_OK, &run.command.review_id);
}
