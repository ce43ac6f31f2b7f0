/* task_answers — what the agent brings back from the customer, into the form (tasks.h). */
#include "store/tasks.h"

#include "store/sale_corrections.h"
#include "store/sale_submission.h"

#include <string.h>

/* The values as they become, and what is to be said of each answer. */
struct taking {
	struct sale_values values;
	enum field_verdict verdicts[SALE_FIELD_COUNT]; /* of the answered fields */
};

static bool is_same(const char *left, const char *right)
{
	return !left || !right ? left == right : strcmp(left, right) == 0;
}

static bool is_of_operator(enum sale_field field)
{
	return field == SALE_FIELD_OTHER_OPERATOR || field == SALE_FIELD_OTHER_OPERATOR_VALUE;
}

static enum field_verdict take(struct taking *taking, const struct task_answer *answer)
{
	const struct sale_other_operator other = {answer->other_kind, answer->other_name, answer->other_value};

	if (answer->answer != DATA_REQUEST_VALUE)
		return answer->value || answer->other_given ? FIELD_NOT_ALLOWED : FIELD_OK;
	if (is_of_operator(answer->field))
		return answer->other_given ? sale_values_take_operator(&taking->values, answer->field, &other)
		                           : FIELD_REQUIRED;
	if (data_request_answer_check(answer->answer, answer->value) != DATA_REQUEST_ALLOWED)
		return FIELD_REQUIRED;
	return answer->field == SALE_FIELD_LINE
	               ? sale_values_take_line(&taking->values, answer->value)
	               : sale_values_take_text(&taking->values, answer->field, answer->value);
}

static const struct task_answer *find_answer(const struct task_answering *answering, enum sale_field field)
{
	for (size_t i = 0; i < answering->answers_count; i++)
		if (answering->answers[i].field == field)
			return &answering->answers[i];
	return NULL;
}

static bool is_asked(const bson_t *task, enum sale_field field)
{
	bson_t fields, row;
	bson_iter_t iter;

	if (!wire_get_document(task, "fields", &fields) || !bson_iter_init(&iter, &fields))
		return false;
	while (bson_iter_next(&iter)) {
		const char *name = wire_bson_inner(&iter, &row) ? wire_get_text(&row, "name") : NULL;

		if (name && is_same(name, sale_field_name(field)))
			return true;
	}
	return false;
}

/* Every field asked has its answer, and nothing else is answered. */
static void match_answers(struct taking *taking, const struct task_answering *answering, const bson_t *task)
{
	for (int field = 0; field < SALE_FIELD_COUNT; field++) {
		bool answered = find_answer(answering, (enum sale_field)field) != NULL;
		bool asked = is_asked(task, (enum sale_field)field);

		if (asked != answered)
			taking->verdicts[field] = asked ? FIELD_REQUIRED : FIELD_NOT_ALLOWED;
	}
}

static enum rc name_wrong(const struct taking *taking, struct fault *fault)
{
	enum rc rc = RC_OK;

	for (int field = 0; field < SALE_FIELD_COUNT; field++)
		if (taking->verdicts[field] != FIELD_OK)
			rc = fault_field(fault, sale_field_name((enum sale_field)field),
			                 field_verdict_name(taking->verdicts[field]));
	return rc;
}

/* New values, as the form's own rules see them. */
static void check_values(struct taking *taking, const struct task_answering *answering)
{
	enum field_verdict all[SALE_FIELD_COUNT];

	sale_values_check(&taking->values, answering->actor->now_ms, all);
	for (size_t i = 0; i < answering->answers_count; i++) {
		enum sale_field field = answering->answers[i].field;

		if (answering->answers[i].answer == DATA_REQUEST_VALUE && taking->verdicts[field] == FIELD_OK)
			taking->verdicts[field] = all[field];
	}
}

static enum rc take_all(struct taking *taking, const struct task_answering *answering, const bson_t *task,
                        struct fault *fault)
{
	match_answers(taking, answering, task);
	for (size_t i = 0; i < answering->answers_count; i++) {
		const struct task_answer *answer = &answering->answers[i];

		if (taking->verdicts[answer->field] == FIELD_OK)
			taking->verdicts[answer->field] = take(taking, answer);
	}
	check_values(taking, answering);
	return name_wrong(taking, fault);
}

/* Not before a verdict on them is final. */
static int64_t papers_final_at(const struct sale_case *work)
{
	int64_t final_ms = wire_get_ms(work->sale.document, "papers_final_at", 0), now_ms = work->actor->now_ms;

	return final_ms > now_ms ? final_ms : now_ms;
}

static enum rc move_sale(struct conn *conn, struct sale_case *work, const struct taking *taking, bool stays,
                         struct fault *fault)
{
	static const char *const reread_reason = "new_reading";
	BSON(unset);
	const struct sale_act answered = {.action = SALE_ANSWER_DATA,
	                                  .fields = taking->values.changed,
	                                  .fields_count = taking->values.changed_count,
	                                  .set = taking->values.set,
	                                  .unset = &unset};
	const struct sale_act reread = {.action = SALE_REQUIRE_RERECORD, .by_system = true, .reason = reread_reason};

	enum rc rc;

	if (!stays)
		task_put_none(&unset);
	if (work->sale.return_state == SALE_DOCUMENTS_PENDING)
		wire_put_ms(taking->values.set, "papers_final_at",
		            papers_final_at(work)); /* the answer may be what kept it */
	rc = sale_case_apply(conn, work, &answered, fault);
	if (rc == RC_CONFLICT && is_same(fault->code, "duplicate")) /* by its document or its line */
		return sale_refuse(SALE_OPEN_ELSEWHERE, fault);
	TRY(rc);
	if (!stays)
		work->sale.task_id = (struct id){0};
	if (!taking->values.reread || work->sale.state == SALE_RERECORD_REQUESTED)
		return RC_OK;
	return sale_case_apply(conn, work, &reread, fault);
}

/* After activation nothing is asked but where the SIM goes: what the customer says amends the sale. */
static enum rc amend_sale(struct conn *conn, struct sale_case *work, struct taking *taking, struct fault *fault)
{
	static const char *const reason = "callback";
	BSON(unset);
	const struct sale_note note = {.action = "answer_callback",
	                               .fields = taking->values.changed,
	                               .fields_count = taking->values.changed_count,
	                               .set = taking->values.set,
	                               .unset = &unset};

	task_put_none(&unset);
	if (taking->values.changed_count > 0)
		sale_put_amendments(taking->values.set, work, &taking->values, reason);
	return sale_case_note(conn, work, &note, fault);
}

static enum rc open_sale(struct conn *conn, const struct task_answering *answering, const bson_t *task,
                         struct arena *arena, struct sale_case *work, struct fault *fault)
{
	const struct sale_target target = {
		.sale_id = wire_get_id(task, "sale_id"), .scope = &scope_all, .actor = answering->actor};

	TRY(sale_case_open(conn, &target, arena, work, fault));
	work->facts.is_owner = true; /* the task is theirs, or the pool's */
	return RC_OK;
}

enum rc task_answer(struct conn *conn, const struct task_answering *answering, struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	BSON(set);
	struct taking taking = {.values = {.set = &set, .arena = arena, .key = answering->key}};
	struct sale_case work;
	const bson_t *task;
	const char *state;
	bool stays;

	TRY(task_find(conn, answering->scope, &answering->task_id, arena, &task, fault));
	state = wire_get_text(task, "state");
	if (!is_same(state, "open") || wire_has(task, "answered_at"))
		return fault_set(fault, RC_CONFLICT, "task_state", "tasks: it is not open any more");
	TRY(open_sale(conn, answering, task, arena, &work, fault));
	taking.values.sale = work.sale;
	TRY(take_all(&taking, answering, task, fault));
	stays = taking.values.reread || wire_has(task, "fault");
	TRY(task_end_answered(conn, &work, task, answering->answers, answering->answers_count, taking.values.reread,
	                      fault));
	if (!sale_state_is_open(work.sale.state))
		return amend_sale(conn, &work, &taking, fault);
	return move_sale(conn, &work, &taking, stays, fault);
}
