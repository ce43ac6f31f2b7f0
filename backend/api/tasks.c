#include "api/tasks.h"

#include "api/app.h"
#include "api/body.h"
#include "api/command.h"
#include "api/reply.h"
#include "api/sales.h"
#include "store/task_pool.h"

WIRE_WORDS(sale_field);
WIRE_WORDS(data_request_answer);
WIRE_WORDS(other_operator_kind);

enum {
	REASON_MIN = 3,
	REASON_MAX = 300,
	ANSWERS_MAX = 12,
	VALUE_TEXT_MAX = 120,
	OPERATOR_TEXT_MAX = 40,
	OPERATOR_VALUE_MAX = 100000000
};

enum rc tasks_list(struct request *request)
{
	CONN(conn);
	const struct scope scope = command_scope(request);
	struct task_list list = {.scope = &scope};
	struct page page;

	TRY(query_id(request, "agent_id", &list.agent_id));
	TRY(query_page(request, &page));
	list.after = page.after;
	list.limit = page.limit;
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(tasks_page_json(&conn, &list, reply_buf(request), request->fault));
	return reply_page(request);
}

/* ---- the answer ---- */

struct operator_body {
	enum other_operator_kind kind;
	const char *name;
	int64_t value;
};

static const struct wire_field operator_fields[] = {
	{.name = "kind",
         .type = WIRE_ENUM,
         .offset = offsetof(struct operator_body, kind),
         .required = true,
         .words = &other_operator_kind_words},
	{.name = "name", .type = WIRE_TEXT, .offset = offsetof(struct operator_body, name), .max = OPERATOR_TEXT_MAX},
	{.name = "value",
         .type = WIRE_INT,
         .offset = offsetof(struct operator_body, value),
         .max = OPERATOR_VALUE_MAX},
};
static const struct wire_shape operator_shape = WIRE_SHAPE(struct operator_body, operator_fields);

struct answer_item {
	enum sale_field field;
	enum data_request_answer answer;
	const char *value;
	struct operator_body other;
	struct wire_given given;
};

static const struct wire_field item_fields[] = {
	{.name = "name",
         .type = WIRE_ENUM,
         .offset = offsetof(struct answer_item, field),
         .required = true,
         .words = &sale_field_words},
	{.name = "answer",
         .type = WIRE_ENUM,
         .offset = offsetof(struct answer_item, answer),
         .required = true,
         .words = &data_request_answer_words},
	{.name = "value", .type = WIRE_TEXT, .offset = offsetof(struct answer_item, value), .max = VALUE_TEXT_MAX},
	{.name = "other_operator",
         .type = WIRE_OBJECT,
         .offset = offsetof(struct answer_item, other),
         .shape = &operator_shape},
};
static const struct wire_shape item_shape = WIRE_SHAPE_GIVEN(struct answer_item, item_fields, given);

struct answer_body {
	struct wire_list items;
};

static const struct wire_field answer_fields[] = {
	{.name = "answers",
         .type = WIRE_OBJECTS,
         .offset = offsetof(struct answer_body, items),
         .required = true,
         .min = 1,
         .max = ANSWERS_MAX,
         .shape = &item_shape},
};
static const struct wire_shape answer_shape = WIRE_SHAPE(struct answer_body, answer_fields);

struct answer_run {
	struct scope scope;
	struct sale_actor actor;
	struct task_answer answers[ANSWERS_MAX];
	struct task_answering answering;
};

/* Each field once. */
static enum rc take_answers(struct answer_run *run, const struct answer_body *body, struct fault *fault)
{
	const struct answer_item *items = body->items.items;
	bool seen[SALE_FIELD_COUNT] = {false};
	enum rc rc = RC_OK;

	for (size_t i = 0; i < body->items.count; i++) {
		const struct answer_item *item = &items[i];

		if (seen[item->field])
			rc = fault_field(fault, sale_field_name(item->field), field_verdict_name(FIELD_DUPLICATE));
		seen[item->field] = true;
		run->answers[i] =
			(struct task_answer){.field = item->field,
		                             .answer = item->answer,
		                             .value = item->value,
		                             .other_given = wire_was_given(&item_shape, item, "other_operator"),
		                             .other_kind = item->other.kind,
		                             .other_name = item->other.name,
		                             .other_value = item->other.value};
	}
	run->answering.answers = run->answers;
	run->answering.answers_count = body->items.count;
	return rc;
}

static enum rc answer_run_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct answer_run *run = context;

	return task_answer(conn, &run->answering, fault);
}

static enum rc reply_task(struct request *request, const struct scope *scope, const struct id *task_id)
{
	CONN(conn);
	int64_t version;

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(task_json(&conn, scope, task_id, reply_buf(request), &version, request->fault));
	return reply_document(request, HTTP_OK, version);
}

enum rc tasks_answer(struct request *request)
{
	struct answer_run run = {.scope = command_scope(request), .actor = sales_actor(request)};
	struct answer_body body = {0};

	run.answering.scope = &run.scope;
	run.answering.actor = &run.actor;
	run.answering.key = sales_key(request);
	TRY(path_id(request, "id", &run.answering.task_id));
	TRY(body_read(request, &answer_shape, &body));
	TRY(take_answers(&run, &body, request->fault));
	TRY(command_run(request, HTTP_OK, &run.answering.task_id, answer_run_body, &run, NULL));
	return reply_task(request, &run.scope, &run.answering.task_id);
}

/* ---- whose it is ---- */

struct take_run {
	struct scope scope;
	struct sale_actor actor;
	struct id task_id;
};

static enum rc take_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct take_run *run = context;

	return task_take(conn, &run->task_id, &run->scope, &run->actor, fault);
}

enum rc tasks_take(struct request *request)
{
	struct take_run run = {.scope = command_scope(request), .actor = sales_actor(request)};

	TRY(path_id(request, "id", &run.task_id));
	TRY(command_run(request, HTTP_OK, &run.task_id, take_body, &run, NULL));
	return reply_task(request, &run.scope, &run.task_id);
}

struct assign_body {
	struct id agent_id;
	const char *reason;
};

static const struct wire_field assign_fields[] = {
	{.name = "agent_id", .type = WIRE_ID, .offset = offsetof(struct assign_body, agent_id)},
	{.name = "reason",
         .type = WIRE_TEXT,
         .offset = offsetof(struct assign_body, reason),
         .required = true,
         .min = REASON_MIN,
         .max = REASON_MAX},
};
static const struct wire_shape assign_shape = WIRE_SHAPE(struct assign_body, assign_fields);

struct assign_run {
	struct scope scope;
	struct sale_actor actor;
	struct id id; /* of the task, or of whoever has them */
	struct task_assignment to;
	int64_t count;
};

static enum rc begin_assigning(struct request *request, struct assign_run *run)
{
	struct assign_body body = {0};

	*run = (struct assign_run){.scope = command_scope(request), .actor = sales_actor(request)};
	TRY(path_id(request, "id", &run->id));
	TRY(body_read(request, &assign_shape, &body));
	run->to = (struct task_assignment){
		.worker_id = body.agent_id, .reason = body.reason, .scope = &run->scope, .actor = &run->actor};
	return RC_OK;
}

static enum rc assign_run_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct assign_run *run = context;

	return task_assign(conn, &run->id, &run->to, fault);
}

enum rc tasks_assign(struct request *request)
{
	struct assign_run run;

	TRY(begin_assigning(request, &run));
	TRY(command_run(request, HTTP_OK, &run.id, assign_run_body, &run, NULL));
	return reply_task(request, &run.scope, &run.id);
}

static enum rc assign_all_body(struct conn *conn, void *context, struct fault *fault)
{
	struct assign_run *run = context;

	return tasks_assign_all(conn, &run->id, &run->to, &run->count, fault);
}

enum rc tasks_reassign_all(struct request *request)
{
	struct assign_run run;

	TRY(begin_assigning(request, &run));
	TRY(command_run(request, HTTP_NO_CONTENT, &run.id, assign_all_body, &run, NULL));
	return reply_nothing(request);
}
