/* task_answers — what the agent brings back from the customer, into the form (tasks.h). */
#include "store/tasks.h"

#include "domain/phone.h"

#include <string.h>

/* The form as it becomes, and what is written of it. */
struct taking {
	struct sale sale; /* a copy */
	bson_t *set;
	struct arena *arena;
	enum field_verdict verdicts[SALE_FIELD_COUNT]; /* of the answered fields */
	const char *changed[SALE_FIELD_COUNT];
	size_t changed_count;
	bool reread; /* a changed value was read out in the contract */
};

static bool is_same(const char *left, const char *right)
{
	return !left || !right ? left == right : strcmp(left, right) == 0;
}

/* Texts of the form that an answer replaces: where they stand in the sale, and in the document. */
static const char **text_in(struct sale *sale, enum sale_field field, const char **path)
{
	struct {
		const char **text;
		const char *path;
	} rows[SALE_FIELD_COUNT] = {
		[SALE_FIELD_FULL_NAME] = {&sale->person.full_name, "customer.full_name"},
		[SALE_FIELD_PHONE] = {&sale->person.phone, "customer.phone"},
		[SALE_FIELD_ISSUE_DATE] = {&sale->person.issue_date, "customer.issue_date"},
		[SALE_FIELD_PLACE_OF_ISSUE] = {&sale->person.place_of_issue, "customer.place_of_issue"},
		[SALE_FIELD_BIRTHPLACE] = {&sale->person.birthplace, "customer.birthplace"},
		[SALE_FIELD_ALTERNATE_PHONE] = {&sale->alternate_phone, "customer.alternate_phone"},
		[SALE_FIELD_BEST_HOUR] = {&sale->best_hour, "customer.best_hour"},
		[SALE_FIELD_RESIDENCE_ADDRESS] = {&sale->residence_address, "customer.residence_address"},
		[SALE_FIELD_DELIVERY_ADDRESS] = {&sale->delivery_address, "customer.delivery_address"},
		[SALE_FIELD_CITY] = {&sale->city, "customer.city"},
	};

	*path = rows[field].path;
	return rows[field].text;
}

static void note_change(struct taking *taking, enum sale_field field)
{
	taking->changed[taking->changed_count++] = sale_field_name(field);
	if (sale_field_rule_of(field)->change == SALE_CHANGE_NEW_READING && field != SALE_FIELD_LINE)
		taking->reread = true;
}

static enum field_verdict take_text(struct taking *taking, enum sale_field field, const char *value)
{
	const char *path;
	const char **text = text_in(&taking->sale, field, &path);
	char e164[PHONE_SIZE];

	if (!text)
		return FIELD_NOT_ALLOWED; /* the identity check, the offer or the reading stands on it */
	if (field == SALE_FIELD_PHONE || field == SALE_FIELD_ALTERNATE_PHONE) {
		enum field_verdict verdict = phone_normalise(value, e164);

		if (verdict != FIELD_OK)
			return verdict;
		value = e164;
	}
	if (is_same(*text, value))
		return FIELD_OK;
	*text = arena_strdup(taking->arena, value);
	wire_put_text(taking->set, path, *text);
	note_change(taking, field);
	return FIELD_OK;
}

/* Of a line only the NIP may follow, as the number to be ported stays the same. */
static enum field_verdict take_nip(struct taking *taking, const char *value)
{
	struct sale *sale = &taking->sale;

	if (strlen(value) != LINE_NIP_DIGITS || strspn(value, "0123456789") != LINE_NIP_DIGITS)
		return FIELD_BAD_FORMAT;
	for (size_t i = 0; i < sale->products_count; i++) {
		struct line *line = &sale->products[i].line;

		if (!sale->products[i].has_line || line->purpose != LINE_PORTED || line->nip)
			continue;
		line->nip = arena_strdup(taking->arena, value);
		wire_put_text(taking->set, arena_printf(taking->arena, "products.%zu.line.nip", i), line->nip);
		note_change(taking, SALE_FIELD_LINE);
		return FIELD_OK;
	}
	return FIELD_NOT_ALLOWED;
}

static enum field_verdict take_operator(struct taking *taking, const struct task_answer *answer)
{
	struct sale *sale = &taking->sale;
	BSON(document);

	if (!answer->other_given)
		return FIELD_REQUIRED;
	sale->other_answered = true;
	sale->other_kind = answer->other_kind;
	sale->other_name = answer->other_name;
	sale->other_value = answer->other_value;
	wire_put_text(&document, "kind", other_operator_kind_name(answer->other_kind));
	wire_put_text(&document, "name", answer->other_name);
	if (answer->other_kind == OTHER_OPERATOR_TOP_UPS || answer->other_kind == OTHER_OPERATOR_PLAN)
		wire_put_int(&document, "value", answer->other_value);
	wire_put_document(taking->set, "other_operator", &document);
	note_change(taking, answer->field);
	return FIELD_OK;
}

static bool is_of_operator(enum sale_field field)
{
	return field == SALE_FIELD_OTHER_OPERATOR || field == SALE_FIELD_OTHER_OPERATOR_VALUE;
}

/* bson keeps both of two equal keys, and the server refuses them: the operator is one document of two fields. */
static bool has_operator(const struct taking *taking)
{
	return bson_has_field(taking->set, "other_operator");
}

static enum field_verdict take(struct taking *taking, const struct task_answer *answer)
{
	if (answer->answer != DATA_REQUEST_VALUE)
		return answer->value || answer->other_given ? FIELD_NOT_ALLOWED : FIELD_OK;
	if (is_of_operator(answer->field))
		return has_operator(taking) ? FIELD_OK : take_operator(taking, answer);
	if (data_request_answer_check(answer->answer, answer->value) != DATA_REQUEST_ALLOWED)
		return FIELD_REQUIRED;
	return answer->field == SALE_FIELD_LINE ? take_nip(taking, answer->value)
	                                        : take_text(taking, answer->field, answer->value);
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
	const struct sale_form form = sale_form_of(&taking->sale);
	enum field_verdict all[SALE_FIELD_COUNT];

	(void)sale_form_check(&form, SALE_FORM_REVIEW, civil_date_at(answering->actor->now_ms), all);
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
	                                  .fields = taking->changed,
	                                  .fields_count = taking->changed_count,
	                                  .set = taking->set,
	                                  .unset = &unset};
	const struct sale_act reread = {.action = SALE_REQUIRE_RERECORD, .by_system = true, .reason = reread_reason};

	if (!stays)
		task_put_none(&unset);
	if (work->sale.return_state == SALE_DOCUMENTS_PENDING)
		wire_put_ms(taking->set, "papers_final_at",
		            papers_final_at(work)); /* the answer may be what kept it */
	TRY(sale_case_apply(conn, work, &answered, fault));
	if (!stays)
		work->sale.task_id = (struct id){0};
	if (!taking->reread || work->sale.state == SALE_RERECORD_REQUESTED)
		return RC_OK;
	return sale_case_apply(conn, work, &reread, fault);
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
	struct taking taking = {.set = &set, .arena = arena};
	struct sale_case work;
	const bson_t *task;
	const char *state;
	bool stays;

	TRY(task_find(conn, answering->scope, &answering->task_id, arena, &task, fault));
	state = wire_get_text(task, "state");
	if (!is_same(state, "open") || wire_has(task, "answered_at"))
		return fault_set(fault, RC_CONFLICT, "task_state", "tasks: it is not open any more");
	TRY(open_sale(conn, answering, task, arena, &work, fault));
	taking.sale = work.sale;
	TRY(take_all(&taking, answering, task, fault));
	stays = taking.reread || wire_has(task, "fault");
	TRY(task_end_answered(conn, &work, task, answering->answers, answering->answers_count, taking.reread, fault));
	return move_sale(conn, &work, &taking, stays, fault);
}
