#include "store/sale_edits.h"

#include "domain/phone.h"
#include "store/call_facts.h"
#include "store/calls.h"

#include <stdio.h>
#include <string.h>

static bool is_empty(const char *text)
{
	return !text || !*text;
}

static bool is_same(const char *left, const char *right)
{
	return is_empty(left) ? is_empty(right) : !is_empty(right) && strcmp(left, right) == 0;
}

enum rc sale_open_draft(struct conn *conn, const struct sale_edit *edit, struct arena *arena, struct sale *sale,
                        struct fault *fault)
{
	TRY(sale_get(conn, &edit->sale_id, edit->scope, arena, sale, fault));
	TRY(sale_check_version(sale, edit->version, fault));
	if (sale->state != SALE_DRAFT)
		return fault_set(fault, RC_CONFLICT, "sale_state", "sales: the sale is no draft any more");
	return RC_OK;
}

/* A text that is set, or taken away when it is empty. */
static void put_or_drop(bson_t *set, bson_t *unset, const char *path, const char *text)
{
	if (is_empty(text))
		wire_put_int(unset, path, 1);
	else
		wire_put_text(set, path, text);
}

/* The edit's own fields, and the step that follows. */
static enum rc write_edit(struct conn *conn, const struct sale_edit *edit, struct sale *sale, bson_t *set,
                          const bson_t *unset, struct arena *arena, struct fault *fault)
{
	const struct sale_write write = {.set = set, .unset = unset};
	enum sale_step step = sale_step_of(sale, edit->actor->now_ms);

	wire_put_text(set, "step", sale_step_name(step));
	TRY(sale_write(conn, sale, edit->actor, &write, fault));
	return sale_show_step(conn, sale, step, arena, fault);
}

/* The reading was of other words: it no longer counts. */
static void drop_reading(struct sale *sale, bson_t *unset)
{
	if (id_is_none(&sale->reading_id))
		return;
	wire_put_int(unset, "reading_id", 1);
	sale->reading_id = (struct id){0};
}

static void drop_approval(struct sale *sale, bson_t *unset)
{
	if (!sale->approval_number)
		return;
	wire_put_int(unset, "identity", 1);
	sale->approval_number = NULL;
	sale->usable_until_ms = 0;
}

/* ---- lines ---- */

static enum rc name_wrong(const char *(*name)(int), const enum field_verdict *verdicts, int count,
                          struct fault *fault)
{
	bool wrong = false;

	for (int i = 0; i < count; i++) {
		if (verdicts[i] == FIELD_OK)
			continue;
		(void)fault_field(fault, name(i), field_verdict_name(verdicts[i]));
		wrong = true;
	}
	return wrong ? RC_INVALID : RC_OK;
}

static const char *name_of_line_field(int field)
{
	return line_field_name((enum line_field)field);
}

static const char *name_of_person_field(int field)
{
	return person_field_name((enum person_field)field);
}

/* In its written form, in the arena; a text that is no number stays, for the check to name it. */
static enum field_verdict normalise_phone(const char **text, struct arena *arena)
{
	char e164[PHONE_SIZE];
	enum field_verdict verdict;

	if (is_empty(*text))
		return FIELD_OK;
	verdict = phone_normalise(*text, e164);
	if (verdict == FIELD_OK)
		*text = arena_strdup(arena, e164);
	return verdict;
}

static enum rc find_product(struct sale *sale, int64_t n, size_t *index, struct fault *fault)
{
	for (size_t i = 0; i < sale->products_count; i++) {
		if (sale->products[i].n != n)
			continue;
		*index = i;
		return RC_OK;
	}
	return fault_set(fault, RC_NOT_FOUND, "not_found", "sales: no such product in this sale");
}

static bool is_taken(const struct sale *sale, size_t index, const struct line *line)
{
	for (size_t i = 0; i < sale->products_count; i++)
		if (i != index && sale->products[i].has_line && line_conflicts(&sale->products[i].line, line))
			return true;
	return false;
}

static enum rc check_line(struct conn *conn, const struct sale *sale, size_t index, struct line *line,
                          struct arena *arena, struct fault *fault)
{
	enum field_verdict verdicts[LINE_FIELD_COUNT], number = normalise_phone(&line->number, arena);
	struct call call;

	TRY(call_get(conn, &sale->call_id, arena, &call, fault));
	if (line->purpose == LINE_THIS_NUMBER && is_empty(line->number))
		line->number = call.phone;
	(void)line_check(line, sale->products[index].kind, call.phone, false, verdicts);
	if (number != FIELD_OK && verdicts[LINE_FIELD_NUMBER] != FIELD_NOT_ALLOWED)
		verdicts[LINE_FIELD_NUMBER] = number;
	if (verdicts[LINE_FIELD_NUMBER] == FIELD_OK && is_taken(sale, index, line))
		verdicts[LINE_FIELD_NUMBER] = FIELD_DUPLICATE;
	return name_wrong(name_of_line_field, verdicts, LINE_FIELD_COUNT, fault);
}

static void put_line(bson_t *set, size_t index, const struct sale_product *product)
{
	const struct line *line = &product->line;
	BSON(document);
	char path[40];

	wire_put_text(&document, "purpose", line_purpose_name(line->purpose));
	wire_put_text(&document, "number", is_empty(line->number) ? NULL : line->number);
	wire_put_text(&document, "operator", is_empty(line->operator_name) ? NULL : line->operator_name);
	wire_put_text(&document, "nip", is_empty(line->nip) ? NULL : line->nip);
	wire_put_text(&document, "address", is_empty(line->address) ? NULL : line->address);
	wire_put_text(&document, "city", is_empty(line->city) ? NULL : line->city);
	(void)snprintf(path, sizeof path, "products.%zu.line", index);
	wire_put_document(set, path, &document);
	(void)snprintf(path, sizeof path, "products.%zu.needs_sim", index);
	wire_put_bool(set, path, line_needs_sim(line->purpose, product->sim));
}

/* The keys of all numbers of the sale, by which an open sale of a line is found. */
void sale_put_line_keys(bson_t *set, bson_t *unset, const struct person_key *key, const struct sale *sale)
{
	BSON(keys);
	uint32_t count = 0;
	char at[12];

	for (size_t i = 0; i < sale->products_count; i++) {
		struct keyed_hash hash;

		if (is_empty(sale->products[i].line.number))
			continue;
		hash = person_key_line(key, sale->products[i].line.number);
		(void)snprintf(at, sizeof at, "%u", count++);
		wire_put_binary(&keys, at, hash.bytes, sizeof hash.bytes);
	}
	if (count)
		wire_put_array(set, "line_keys", &keys);
	else
		wire_put_int(unset, "line_keys", 1);
}

static bool is_same_line(const struct sale_product *product, const struct line *line)
{
	const struct line *old = &product->line;

	return product->has_line && old->purpose == line->purpose && is_same(old->number, line->number) &&
	       is_same(old->operator_name, line->operator_name) && is_same(old->address, line->address) &&
	       is_same(old->city, line->city);
}

static enum rc ask_identity(struct conn *conn, const struct sale *sale, int64_t n, int64_t now_ms,
                            struct arena *arena, struct fault *fault)
{
	struct call_fact_note note = {.fact = CALL_FACT_LINE, .n = n, .now_ms = now_ms};

	TRY(sale_live_call(conn, sale, arena, &note.call_id, fault));
	return call_fact_append(conn, &note, fault);
}

enum rc sale_set_line(struct conn *conn, const struct sale_edit *edit, const struct sale_line_given *given,
                      struct fault *fault)
{
	ARENA(arena, 16384, 1 << 20);
	BSON(set);
	BSON(unset);
	struct line line = given->line;
	int64_t now_ms = edit->actor->now_ms;
	struct sale sale;
	enum sale_step before;
	size_t index = 0;

	TRY(sale_open_draft(conn, edit, arena, &sale, fault));
	TRY(find_product(&sale, given->n, &index, fault));
	TRY(check_line(conn, &sale, index, &line, arena, fault));
	before = sale_step_of(&sale, now_ms);
	if (!is_same_line(&sale.products[index], &line))
		drop_reading(&sale, &unset);
	sale.products[index].line = line;
	sale.products[index].has_line = true;
	put_line(&set, index, &sale.products[index]);
	sale_put_line_keys(&set, &unset, edit->key, &sale);
	TRY(write_edit(conn, edit, &sale, &set, &unset, arena, fault));
	if (before != SALE_STEP_LINE || sale_step_of(&sale, now_ms) != SALE_STEP_IDENTITY)
		return RC_OK;
	return ask_identity(conn, &sale, given->n, now_ms, arena, fault);
}

/* ---- the applicant ---- */

/* The fields of a person in one place: where each stands in the record and in the sale. */
static const struct person_member {
	size_t offset;
	const char *path;
	enum sale_field field;
} members[PERSON_FIELD_COUNT] = {
	[PERSON_FULL_NAME] = {offsetof(struct person, full_name), "customer.full_name", SALE_FIELD_FULL_NAME},
	[PERSON_DOCUMENT_TYPE] = {offsetof(struct person, document_type), "customer.document_type",
                                  SALE_FIELD_DOCUMENT_TYPE},
	[PERSON_DOCUMENT_NUMBER] = {offsetof(struct person, document_number), "customer.document_number",
                                    SALE_FIELD_DOCUMENT_NUMBER},
	[PERSON_PHONE] = {offsetof(struct person, phone), "customer.phone", SALE_FIELD_PHONE},
	[PERSON_ISSUE_DATE] = {offsetof(struct person, issue_date), "customer.issue_date", SALE_FIELD_ISSUE_DATE},
	[PERSON_PLACE_OF_ISSUE] = {offsetof(struct person, place_of_issue), "customer.place_of_issue",
                                   SALE_FIELD_PLACE_OF_ISSUE},
	[PERSON_BIRTHPLACE] = {offsetof(struct person, birthplace), "customer.birthplace", SALE_FIELD_BIRTHPLACE},
};

static const char **member_of(struct person *person, int field)
{
	return (const char **)(void *)((char *)person + members[field].offset);
}

static const char *text_of(const struct person *person, int field)
{
	return *(const char *const *)(const void *)((const char *)person + members[field].offset);
}

/* What was given, over what stands there, in the written forms. Verdicts are of what was given alone. */
static enum rc merge_person(const struct person *given, struct civil_date today, struct person *person,
                            struct arena *arena, struct fault *fault)
{
	enum field_verdict verdicts[PERSON_FIELD_COUNT], phone = FIELD_OK, number = FIELD_OK;
	char written[DOCUMENT_NUMBER_SIZE];
	enum document_type type;

	for (int i = 0; i < PERSON_FIELD_COUNT; i++)
		if (text_of(given, i))
			*member_of(person, i) = text_of(given, i);
	if (given->phone)
		phone = normalise_phone(&person->phone, arena);
	if (!is_empty(person->document_number) && person->document_type &&
	    document_type_parse(person->document_type, &type)) {
		number = person_normalise_number(type, person->document_number, written);
		if (number == FIELD_OK)
			person->document_number = arena_strdup(arena, written);
	}
	(void)person_check(person, today, verdicts);
	if (phone != FIELD_OK)
		verdicts[PERSON_PHONE] = phone;
	if (number != FIELD_OK)
		verdicts[PERSON_DOCUMENT_NUMBER] = number;
	for (int i = 0; i < PERSON_FIELD_COUNT; i++) {
		bool judged = !is_empty(text_of(given, i)) || (i == PERSON_DOCUMENT_NUMBER && given->document_type);

		if (!judged || verdicts[i] == FIELD_REQUIRED)
			verdicts[i] = FIELD_OK;
	}
	return name_wrong(name_of_person_field, verdicts, PERSON_FIELD_COUNT, fault);
}

/* What the change of a field takes with it: domain/sale_form says which wants a new reading. */
static void drop_what_depends(struct sale *sale, int field, bson_t *unset)
{
	if (field != PERSON_PHONE)
		drop_approval(sale, unset);
	if (sale_field_rule_of(members[field].field)->change == SALE_CHANGE_NEW_READING)
		drop_reading(sale, unset);
}

void sale_put_document_key(bson_t *set, bson_t *unset, const struct person_key *key, const struct person *person)
{
	enum document_type type;
	struct keyed_hash hash;

	if (is_empty(person->document_number) || !person->document_type ||
	    !document_type_parse(person->document_type, &type)) {
		wire_put_int(unset, "document_key", 1);
		return;
	}
	hash = person_key_document(key, type, person->document_number);
	wire_put_binary(set, "document_key", hash.bytes, sizeof hash.bytes);
}

enum rc sale_set_applicant(struct conn *conn, const struct sale_edit *edit, const struct person *given,
                           struct fault *fault)
{
	ARENA(arena, 16384, 1 << 20);
	BSON(set);
	BSON(unset);
	struct sale sale;
	struct person person;

	TRY(sale_open_draft(conn, edit, arena, &sale, fault));
	person = sale.person;
	TRY(merge_person(given, civil_date_at(edit->actor->now_ms), &person, arena, fault));
	for (int i = 0; i < PERSON_FIELD_COUNT; i++) {
		if (is_same(text_of(&person, i), text_of(&sale.person, i)))
			continue;
		put_or_drop(&set, &unset, members[i].path, text_of(&person, i));
		drop_what_depends(&sale, i, &unset);
	}
	sale.person = person;
	sale_put_document_key(&set, &unset, edit->key, &person);
	return write_edit(conn, edit, &sale, &set, &unset, arena, fault);
}

/* ---- the form ---- */

static const char *const form_names[SALE_FIELD_COUNT] = {
	[SALE_FIELD_OTHER_OPERATOR] = "other_operator.name",
	[SALE_FIELD_OTHER_OPERATOR_VALUE] = "other_operator.value",
};

static const char *name_of_sale_field(int field)
{
	return form_names[field] ? form_names[field] : sale_field_name((enum sale_field)field);
}

enum rc sale_name_wrong_fields(const enum field_verdict verdicts[SALE_FIELD_COUNT], struct fault *fault)
{
	return name_wrong(name_of_sale_field, verdicts, SALE_FIELD_COUNT, fault);
}

/* Verdicts of what was given alone; what is still to be typed is not wrong yet. */
static enum rc check_form(const struct sale *sale, const struct sale_form_given *given, enum field_verdict phone,
                          struct civil_date today, struct fault *fault)
{
	const struct sale_form form = sale_form_of(sale);
	enum field_verdict all[SALE_FIELD_COUNT], verdicts[SALE_FIELD_COUNT] = {FIELD_OK};

	(void)sale_form_check(&form, SALE_FORM_SUBMISSION, today, all);
	if (given->other_given && all[SALE_FIELD_OTHER_OPERATOR] != FIELD_REQUIRED)
		verdicts[SALE_FIELD_OTHER_OPERATOR] = all[SALE_FIELD_OTHER_OPERATOR];
	if (given->other_given && given->other_value_given)
		verdicts[SALE_FIELD_OTHER_OPERATOR_VALUE] = all[SALE_FIELD_OTHER_OPERATOR_VALUE];
	if (given->alternate_phone)
		verdicts[SALE_FIELD_ALTERNATE_PHONE] = phone != FIELD_OK ? phone : all[SALE_FIELD_ALTERNATE_PHONE];
	if (given->best_hour)
		verdicts[SALE_FIELD_BEST_HOUR] = all[SALE_FIELD_BEST_HOUR];
	return sale_name_wrong_fields(verdicts, fault);
}

static void put_other_operator(bson_t *set, const struct sale_form_given *given)
{
	BSON(document);

	wire_put_text(&document, "kind", other_operator_kind_name(given->other_kind));
	wire_put_text(&document, "name", is_empty(given->other_name) ? NULL : given->other_name);
	if (given->other_value_given)
		wire_put_int(&document, "value", given->other_value);
	wire_put_document(set, "other_operator", &document);
}

static void take_form(struct sale *sale, const struct sale_form_given *given)
{
	if (given->other_given) {
		sale->other_answered = true;
		sale->other_kind = given->other_kind;
		sale->other_name = given->other_name;
		sale->other_value = given->other_value;
	}
	if (given->alternate_phone)
		sale->alternate_phone = given->alternate_phone;
	if (given->best_hour)
		sale->best_hour = given->best_hour;
}

enum rc sale_set_form(struct conn *conn, const struct sale_edit *edit, const struct sale_form_given *form_given,
                      struct fault *fault)
{
	ARENA(arena, 16384, 1 << 20);
	BSON(set);
	BSON(unset);
	struct sale_form_given given = *form_given;
	enum field_verdict phone = normalise_phone(&given.alternate_phone, arena);
	struct sale sale;

	TRY(sale_open_draft(conn, edit, arena, &sale, fault));
	take_form(&sale, &given);
	TRY(check_form(&sale, &given, phone, civil_date_at(edit->actor->now_ms), fault));
	if (given.other_given)
		put_other_operator(&set, &given);
	if (given.alternate_phone)
		put_or_drop(&set, &unset, "customer.alternate_phone", given.alternate_phone);
	if (given.best_hour)
		put_or_drop(&set, &unset, "customer.best_hour", given.best_hour);
	return write_edit(conn, edit, &sale, &set, &unset, arena, fault);
}
