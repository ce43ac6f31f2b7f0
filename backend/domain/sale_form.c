#include "domain/sale_form.h"

#include "domain/identity.h"
#include "domain/offer.h"
#include "domain/phone.h"

#include <string.h>

enum {
	OPERATOR_MIN = 2,
	OPERATOR_MAX = 60,
	ADDRESS_MIN = 5,
	ADDRESS_MAX = 160,
	TOP_UPS_MAX = 60, /* a month */
	PLAN_MIN_COP = 1000,
	PLAN_MAX_COP = 2000000, /* a month */
	HOUR_LENGTH = 5,        /* HH:MM */
};

static const char *const sale_field_names[] = {
	[SALE_FIELD_FULL_NAME] = "full_name",
	[SALE_FIELD_DOCUMENT_TYPE] = "document_type",
	[SALE_FIELD_DOCUMENT_NUMBER] = "document_number",
	[SALE_FIELD_PHONE] = "phone",
	[SALE_FIELD_ISSUE_DATE] = "issue_date",
	[SALE_FIELD_PLACE_OF_ISSUE] = "place_of_issue",
	[SALE_FIELD_BIRTHPLACE] = "birthplace",
	[SALE_FIELD_IDENTITY_APPROVAL] = "identity_approval",
	[SALE_FIELD_SERVICE] = "service",
	[SALE_FIELD_LINE] = "line",
	[SALE_FIELD_COST] = "cost",
	[SALE_FIELD_OTHER_OPERATOR] = "other_operator",
	[SALE_FIELD_OTHER_OPERATOR_VALUE] = "other_operator_value",
	[SALE_FIELD_ALTERNATE_PHONE] = "alternate_phone",
	[SALE_FIELD_BEST_HOUR] = "best_hour",
	[SALE_FIELD_RESIDENCE_ADDRESS] = "residence_address",
	[SALE_FIELD_DELIVERY_ADDRESS] = "delivery_address",
	[SALE_FIELD_CITY] = "city",
};

static const char *const sale_change_names[] = {
	[SALE_CHANGE_FREE] = "free",
	[SALE_CHANGE_NEW_READING] = "new_reading",
	[SALE_CHANGE_NEW_OFFER] = "new_offer",
	[SALE_CHANGE_NEVER] = "never",
};

static const char *const other_operator_kind_names[] = {
	[OTHER_OPERATOR_NONE] = "none",
	[OTHER_OPERATOR_TOP_UPS] = "top_ups",
	[OTHER_OPERATOR_PLAN] = "plan",
	[OTHER_OPERATOR_PENDING] = "pending",
};

NAMES_DEFINE(sale_field);
NAMES_DEFINE(sale_change);
NAMES_DEFINE(other_operator_kind);

/* source, change, required, may_be_pending, backoffice_corrects */
static const struct sale_field_rule rules[SALE_FIELD_COUNT] = {
	[SALE_FIELD_FULL_NAME] = {SALE_FROM_IDENTITY, SALE_CHANGE_NEW_READING, true, false, false},
	[SALE_FIELD_DOCUMENT_TYPE] = {SALE_FROM_IDENTITY, SALE_CHANGE_NEW_READING, true, false, false},
	[SALE_FIELD_DOCUMENT_NUMBER] = {SALE_FROM_IDENTITY, SALE_CHANGE_NEW_READING, true, false, false},
	[SALE_FIELD_PHONE] = {SALE_FROM_IDENTITY, SALE_CHANGE_FREE, true, false, false},
	[SALE_FIELD_ISSUE_DATE] = {SALE_FROM_IDENTITY, SALE_CHANGE_FREE, true, false, false},
	[SALE_FIELD_PLACE_OF_ISSUE] = {SALE_FROM_IDENTITY, SALE_CHANGE_FREE, true, false, true},
	[SALE_FIELD_BIRTHPLACE] = {SALE_FROM_IDENTITY, SALE_CHANGE_FREE, true, false, true},
	[SALE_FIELD_IDENTITY_APPROVAL] = {SALE_FROM_IDENTITY, SALE_CHANGE_NEVER, true, false, false},
	[SALE_FIELD_SERVICE] = {SALE_FROM_OFFER, SALE_CHANGE_NEW_OFFER, true, false, false},
	[SALE_FIELD_LINE] = {SALE_FROM_OFFER, SALE_CHANGE_NEW_READING, true, false, false},
	[SALE_FIELD_COST] = {SALE_FROM_OFFER, SALE_CHANGE_NEW_READING, true, false, false},
	[SALE_FIELD_OTHER_OPERATOR] = {SALE_FROM_AGENT, SALE_CHANGE_FREE, true, false, false},
	[SALE_FIELD_OTHER_OPERATOR_VALUE] = {SALE_FROM_AGENT, SALE_CHANGE_FREE, true, true, true},
	[SALE_FIELD_ALTERNATE_PHONE] = {SALE_FROM_AGENT, SALE_CHANGE_FREE, false, false, true},
	[SALE_FIELD_BEST_HOUR] = {SALE_FROM_AGENT, SALE_CHANGE_FREE, false, false, true},
	[SALE_FIELD_RESIDENCE_ADDRESS] = {SALE_FROM_CONFIRMATION, SALE_CHANGE_FREE, true, false, true},
	[SALE_FIELD_DELIVERY_ADDRESS] = {SALE_FROM_CONFIRMATION, SALE_CHANGE_FREE, true, false, true},
	[SALE_FIELD_CITY] = {SALE_FROM_CONFIRMATION, SALE_CHANGE_FREE, true, false, true},
};

const struct sale_field_rule *sale_field_rule_of(enum sale_field field)
{
	return &rules[field];
}

static bool is_empty(const char *text)
{
	return text == NULL || *text == '\0';
}

static enum field_verdict check_operator(const struct sale_form *form)
{
	if (!form->other_operator_answered)
		return FIELD_REQUIRED;
	if (form->other_operator_kind == OTHER_OPERATOR_NONE)
		return is_empty(form->other_operator) ? FIELD_OK : FIELD_NOT_ALLOWED;
	return field_check_text(form->other_operator, OPERATOR_MIN, OPERATOR_MAX);
}

static enum field_verdict check_range(int64_t value, int64_t least, int64_t most)
{
	return value < least ? FIELD_TOO_SMALL : value > most ? FIELD_TOO_LARGE : FIELD_OK;
}

static enum field_verdict check_operator_value(const struct sale_form *form, enum sale_form_moment moment)
{
	if (!form->other_operator_answered)
		return FIELD_REQUIRED;
	switch (form->other_operator_kind) {
	case OTHER_OPERATOR_NONE:
		return form->other_operator_value == 0 ? FIELD_OK : FIELD_NOT_ALLOWED;
	case OTHER_OPERATOR_PENDING:
		return moment == SALE_FORM_SUBMISSION ? FIELD_OK : FIELD_REQUIRED;
	case OTHER_OPERATOR_TOP_UPS:
		return check_range(form->other_operator_value, 1, TOP_UPS_MAX);
	case OTHER_OPERATOR_PLAN:
		return check_range(form->other_operator_value, PLAN_MIN_COP, PLAN_MAX_COP);
	}
	return FIELD_UNKNOWN;
}

static enum field_verdict check_alternate(const struct sale_form *form)
{
	if (is_empty(form->alternate_phone))
		return FIELD_OK;
	if (!phone_is_valid(form->alternate_phone))
		return FIELD_BAD_FORMAT;
	if (!is_empty(form->person.phone) && strcmp(form->alternate_phone, form->person.phone) == 0)
		return FIELD_DUPLICATE;
	return FIELD_OK;
}

static enum field_verdict check_hour(const char *text)
{
	if (is_empty(text))
		return FIELD_OK;
	if (strlen(text) != HOUR_LENGTH || text[2] != ':' || strspn(text, "0123456789") != 2 ||
	    strspn(text + 3, "0123456789") != 2)
		return FIELD_BAD_FORMAT;
	return strncmp(text, "24", 2) < 0 && text[3] < '6' ? FIELD_OK : FIELD_BAD_FORMAT;
}

static enum field_verdict check_products(const struct sale_form *form)
{
	if (form->products < OFFER_PRODUCTS_MIN)
		return FIELD_REQUIRED;
	return form->products > OFFER_PRODUCTS_MAX ? FIELD_TOO_LARGE : FIELD_OK;
}

static enum field_verdict check_approval(const char *number)
{
	if (is_empty(number))
		return FIELD_REQUIRED;
	return identity_approval_is_valid(number) ? FIELD_OK : FIELD_BAD_FORMAT;
}

static void check_person(const struct sale_form *form, struct civil_date today,
                         enum field_verdict verdicts[SALE_FIELD_COUNT])
{
	static const enum sale_field field_of[PERSON_FIELD_COUNT] = {
		[PERSON_FULL_NAME] = SALE_FIELD_FULL_NAME,
		[PERSON_DOCUMENT_TYPE] = SALE_FIELD_DOCUMENT_TYPE,
		[PERSON_DOCUMENT_NUMBER] = SALE_FIELD_DOCUMENT_NUMBER,
		[PERSON_PHONE] = SALE_FIELD_PHONE,
		[PERSON_ISSUE_DATE] = SALE_FIELD_ISSUE_DATE,
		[PERSON_PLACE_OF_ISSUE] = SALE_FIELD_PLACE_OF_ISSUE,
		[PERSON_BIRTHPLACE] = SALE_FIELD_BIRTHPLACE,
	};
	enum field_verdict persons[PERSON_FIELD_COUNT];

	person_check(&form->person, today, persons);
	for (int i = 0; i < PERSON_FIELD_COUNT; i++)
		verdicts[field_of[i]] = persons[i];
}

static void check_addresses(const struct sale_form *form, enum sale_form_moment moment,
                            enum field_verdict verdicts[SALE_FIELD_COUNT])
{
	const char *const texts[] = {form->residence_address, form->delivery_address};

	for (int i = 0; i < 2; i++) {
		enum field_verdict *verdict = &verdicts[SALE_FIELD_RESIDENCE_ADDRESS + i];

		*verdict = is_empty(texts[i]) && moment != SALE_FORM_ACTIVATION
		                   ? FIELD_OK
		                   : field_check_text(texts[i], ADDRESS_MIN, ADDRESS_MAX);
	}
	verdicts[SALE_FIELD_CITY] =
		is_empty(form->city) && moment != SALE_FORM_ACTIVATION ? FIELD_OK : person_check_place(form->city);
}

int sale_form_check(const struct sale_form *form, enum sale_form_moment moment, struct civil_date today,
                    enum field_verdict verdicts[SALE_FIELD_COUNT])
{
	int wrong = 0;

	check_person(form, today, verdicts);
	verdicts[SALE_FIELD_IDENTITY_APPROVAL] = check_approval(form->identity_approval);
	verdicts[SALE_FIELD_SERVICE] = check_products(form);
	verdicts[SALE_FIELD_LINE] = form->products_without_line > 0 ? FIELD_REQUIRED : FIELD_OK;
	verdicts[SALE_FIELD_COST] = form->cost_cop > 0 ? FIELD_OK : FIELD_REQUIRED;
	verdicts[SALE_FIELD_OTHER_OPERATOR] = check_operator(form);
	verdicts[SALE_FIELD_OTHER_OPERATOR_VALUE] = check_operator_value(form, moment);
	verdicts[SALE_FIELD_ALTERNATE_PHONE] = check_alternate(form);
	verdicts[SALE_FIELD_BEST_HOUR] = check_hour(form->best_hour);
	check_addresses(form, moment, verdicts);
	for (int i = 0; i < SALE_FIELD_COUNT; i++)
		wrong += verdicts[i] != FIELD_OK;
	return wrong;
}
