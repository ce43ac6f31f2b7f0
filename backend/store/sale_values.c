#include "store/sale_values.h"

#include "domain/phone.h"
#include "store/sale_edits.h"

#include <string.h>

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

/* What stood there, for who keeps it. */
static void note_change(struct sale_values *values, enum sale_field field, const char *old, const char *new_text)
{
	struct sale_value *value = &values->values[values->changed_count];

	*value = (struct sale_value){.field = field, .old_text = old, .new_text = new_text};
	values->changed[values->changed_count++] = sale_field_name(field);
}

static void note_read_out(struct sale_values *values, enum sale_field field)
{
	values->reread = values->reread || sale_field_rule_of(field)->change == SALE_CHANGE_NEW_READING;
}

/* Another document of the same person: whom the bureau approved is the approval's; who has another sale is looked
 * for. */
static enum field_verdict take_document(struct sale_values *values, const char *value)
{
	struct person *person = &values->sale.person;
	const char *old = person->document_number;
	char number[DOCUMENT_NUMBER_SIZE];
	enum field_verdict verdict;
	enum document_type type;
	BSON(unset);

	if (!values->key || !person->document_type || !document_type_parse(person->document_type, &type))
		return FIELD_NOT_ALLOWED;
	verdict = person_normalise_number(type, value, number);
	if (verdict != FIELD_OK || is_same(old, number))
		return verdict;
	person->document_number = arena_strdup(values->arena, number);
	wire_put_text(values->set, "customer.document_number", person->document_number);
	sale_put_document_key(values->set, &unset, values->key, person);
	note_change(values, SALE_FIELD_DOCUMENT_NUMBER, old, person->document_number);
	note_read_out(values, SALE_FIELD_DOCUMENT_NUMBER);
	return FIELD_OK;
}

enum field_verdict sale_values_take_text(struct sale_values *values, enum sale_field field, const char *value)
{
	const char *path;
	const char **text = text_in(&values->sale, field, &path);
	const char *old;
	char e164[PHONE_SIZE];

	if (field == SALE_FIELD_DOCUMENT_NUMBER)
		return take_document(values, value);
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
	old = *text;
	*text = arena_strdup(values->arena, value);
	wire_put_text(values->set, path, *text);
	note_change(values, field, old, *text);
	note_read_out(values, field);
	return FIELD_OK;
}

static bool is_nip(const char *value)
{
	return strlen(value) == LINE_NIP_DIGITS && strspn(value, "0123456789") == LINE_NIP_DIGITS;
}

static enum field_verdict take_nip(struct sale_values *values, const char *value)
{
	struct sale *sale = &values->sale;

	for (size_t i = 0; i < sale->products_count; i++) {
		struct line *line = &sale->products[i].line;

		if (!sale->products[i].has_line || line->purpose != LINE_PORTED || line->nip)
			continue;
		line->nip = arena_strdup(values->arena, value);
		wire_put_text(values->set, arena_printf(values->arena, "products.%zu.line.nip", i), line->nip);
		note_change(values, SALE_FIELD_LINE, NULL, NULL);
		return FIELD_OK;
	}
	return FIELD_NOT_ALLOWED;
}

/* The one product that has a number; products_count when none or several have. */
static size_t only_number(const struct sale *sale)
{
	size_t found = sale->products_count;

	for (size_t i = 0; i < sale->products_count; i++) {
		if (!sale->products[i].has_line || !sale->products[i].line.number)
			continue;
		if (found < sale->products_count)
			return sale->products_count;
		found = i;
	}
	return found;
}

enum field_verdict sale_values_take_line(struct sale_values *values, const char *value)
{
	struct sale *sale = &values->sale;
	size_t at = only_number(sale);
	char e164[PHONE_SIZE];
	enum field_verdict verdict;
	const char *old;
	BSON(unset);

	if (is_nip(value))
		return take_nip(values, value);
	if (!values->key || at == sale->products_count)
		return FIELD_NOT_ALLOWED;
	verdict = phone_normalise(value, e164);
	old = sale->products[at].line.number;
	if (verdict != FIELD_OK || is_same(old, e164))
		return verdict;
	sale->products[at].line.number = arena_strdup(values->arena, e164);
	wire_put_text(values->set, arena_printf(values->arena, "products.%zu.line.number", at),
	              sale->products[at].line.number);
	sale_put_line_keys(values->set, &unset, values->key, sale);
	note_change(values, SALE_FIELD_LINE, old, sale->products[at].line.number);
	note_read_out(values, SALE_FIELD_LINE);
	return FIELD_OK;
}

/* "plan, Operador Ejemplo, 45000", as an amendment keeps it. */
static const char *operator_text(struct arena *arena, const struct sale_other_operator *other)
{
	if (other->kind == OTHER_OPERATOR_NONE || !other->name)
		return other_operator_kind_name(other->kind);
	return arena_printf(arena, "%s, %s, %lld", other_operator_kind_name(other->kind), other->name,
	                    (long long)other->value);
}

/* The operator is one document of two fields, and written once. */
enum field_verdict sale_values_take_operator(struct sale_values *values, enum sale_field field,
                                             const struct sale_other_operator *other)
{
	struct sale *sale = &values->sale;
	const struct sale_other_operator before = {sale->other_kind, sale->other_name, sale->other_value};
	BSON(document);

	if (bson_has_field(values->set, "other_operator"))
		return FIELD_OK;
	sale->other_answered = true;
	sale->other_kind = other->kind;
	sale->other_name = other->name;
	sale->other_value = other->value;
	wire_put_text(&document, "kind", other_operator_kind_name(other->kind));
	wire_put_text(&document, "name", other->name);
	if (other->kind == OTHER_OPERATOR_TOP_UPS || other->kind == OTHER_OPERATOR_PLAN)
		wire_put_int(&document, "value", other->value);
	wire_put_document(values->set, "other_operator", &document);
	note_change(values, field, operator_text(values->arena, &before), operator_text(values->arena, other));
	return FIELD_OK;
}

void sale_values_check(const struct sale_values *values, int64_t now_ms,
                       enum field_verdict verdicts[SALE_FIELD_COUNT])
{
	const struct sale_form form = sale_form_of(&values->sale);

	(void)sale_form_check(&form, SALE_FORM_REVIEW, civil_date_at(now_ms), verdicts);
}
