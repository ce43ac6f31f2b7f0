#include "store/sale_corrections.h"

#include "domain/correction.h"
#include "store/sale_submission.h"

static enum document_state on_file(const struct sale_case *work, enum document_kind kind)
{
	enum document_state state = DOCUMENT_MISSING;
	const char *word = wire_get_text(work->sale.document,
	                                 arena_printf(work->arena, "documents.%s", document_kind_name(kind)));

	if (word)
		(void)document_state_parse(word, &state);
	return state;
}

static bool is_of_operator(enum sale_field field)
{
	return field == SALE_FIELD_OTHER_OPERATOR || field == SALE_FIELD_OTHER_OPERATOR_VALUE;
}

static enum field_verdict take(struct sale_values *values, const struct sale_correction *correction)
{
	if (is_of_operator(correction->field))
		return correction->other_given
		               ? sale_values_take_operator(values, correction->field, &correction->other)
		               : FIELD_REQUIRED;
	if (correction->other_given)
		return FIELD_NOT_ALLOWED;
	if (!correction->value || !*correction->value)
		return FIELD_REQUIRED;
	return sale_values_take_text(values, correction->field, correction->value);
}

/* Into *values; the field is named when it is wrong, or already so. */
static enum rc take_value(const struct sale_case *work, const struct sale_correction *correction,
                          struct sale_values *values, struct fault *fault)
{
	enum field_verdict all[SALE_FIELD_COUNT], verdict = take(values, correction);

	if (verdict == FIELD_OK) {
		sale_values_check(values, work->actor->now_ms, all);
		verdict = all[correction->field];
	}
	if (verdict != FIELD_OK)
		return fault_field(fault, sale_field_name(correction->field), field_verdict_name(verdict));
	if (values->changed_count == 0)
		return fault_field(fault, sale_field_name(correction->field), "unchanged");
	return RC_OK;
}

enum rc sale_correct(struct conn *conn, const struct sale_target *target, const struct sale_correction *correction,
                     struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	BSON(set);
	struct sale_values values = {.set = &set, .arena = arena};
	struct sale_case work;
	struct sale_note note = {.action = "correct",
	                         .reason = document_kind_name(correction->proof),
	                         .fields = values.changed,
	                         .set = &set};
	enum correction_verdict verdict;

	TRY(sale_case_open(conn, target, arena, &work, fault));
	if (!sale_state_is_open(work.sale.state))
		return sale_refuse(SALE_WRONG_STATE, fault);
	TRY(sale_case_in_time(&work, fault));
	verdict = correction_ask(correction->field, correction->proof, on_file(&work, correction->proof));
	if (verdict != CORRECTION_ALLOWED)
		return fault_field(fault, sale_field_name(correction->field), correction_verdict_name(verdict));
	values.sale = work.sale;
	TRY(take_value(&work, correction, &values, fault));
	note.fields_count = values.changed_count;
	return sale_case_note(conn, &work, &note, fault);
}

/* ---- after activation ---- */

static void put_amendment(bson_t *rows, uint32_t at, const struct sale_case *work, const struct sale_value *value,
                          const char *reason)
{
	BSON(row);
	char key[16];
	const char *name;

	wire_put_ms(&row, "at", work->actor->now_ms);
	wire_put_id(&row, "by", &work->actor->user_id);
	wire_put_text(&row, "by_name", work->actor->name);
	wire_put_text(&row, "field", sale_field_name(value->field));
	wire_put_text(&row, "old", value->old_text);
	wire_put_text(&row, "new", value->new_text);
	wire_put_text(&row, "reason", reason);
	(void)bson_uint32_to_string(at, &name, key, sizeof key);
	wire_put_document(rows, name, &row);
}

void sale_put_amendments(bson_t *set, const struct sale_case *work, const struct sale_values *values,
                         const char *reason)
{
	BSON(rows);
	bson_t before;
	uint32_t count = 0;

	if (wire_get_document(work->sale.document, "amendments", &before)) {
		(void)bson_concat(&rows, &before);
		count = bson_count_keys(&before);
	}
	for (size_t i = 0; i < values->changed_count; i++)
		put_amendment(&rows, count++, work, &values->values[i], reason);
	wire_put_array(set, "amendments", &rows);
}

enum rc sale_amend(struct conn *conn, const struct sale_target *target, const struct sale_correction *correction,
                   struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	BSON(set);
	struct sale_values values = {.set = &set, .arena = arena};
	struct sale_case work;
	struct sale_note note = {.action = sale_action_name(SALE_AMEND),
	                         .reason = correction->reason,
	                         .fields = values.changed,
	                         .set = &set};
	enum sale_verdict verdict;
	enum sale_state to;

	TRY(sale_case_open(conn, target, arena, &work, fault));
	verdict = sale_ask(&work.campaign.policy.sale, &work.facts, SALE_AMEND, SALE_BY(target->actor->role),
	                   correction->reason != NULL, target->actor->now_ms, &to);
	if (verdict != SALE_ALLOWED)
		return sale_refuse(verdict, fault);
	values.sale = work.sale;
	TRY(take_value(&work, correction, &values, fault));
	sale_put_amendments(&set, &work, &values, correction->reason);
	note.fields_count = values.changed_count;
	return sale_case_note(conn, &work, &note, fault);
}
