#include "domain/line.h"

#include "domain/phone.h"

#include <string.h>

enum { OPERATOR_MIN = 2, OPERATOR_MAX = 60, ADDRESS_MIN = 5, ADDRESS_MAX = 160, CITY_MIN = 2, CITY_MAX = 80 };

static const char *const line_purpose_names[] = {
	[LINE_THIS_NUMBER] = "this_number", [LINE_OTHER_NUMBER] = "other_number", [LINE_NEW_LINE] = "new_line",
	[LINE_PORTED] = "ported",           [LINE_HOME_ADDRESS] = "home_address",
};

static const char *const line_kind_names[] = {
	[LINE_KIND_MOBILE] = "mobile",
	[LINE_KIND_HOME] = "home",
};

static const char *const line_sim_names[] = {
	[LINE_SIM_NEVER] = "never",
	[LINE_SIM_NEW_NUMBER] = "new_number",
	[LINE_SIM_ALWAYS] = "always",
};

static const char *const line_field_names[] = {
	[LINE_FIELD_PURPOSE] = "purpose", [LINE_FIELD_NUMBER] = "number",   [LINE_FIELD_OPERATOR] = "operator",
	[LINE_FIELD_NIP] = "nip",         [LINE_FIELD_ADDRESS] = "address", [LINE_FIELD_CITY] = "city",
};

NAMES_DEFINE(line_purpose);
NAMES_DEFINE(line_kind);
NAMES_DEFINE(line_sim);
NAMES_DEFINE(line_field);

static bool is_empty(const char *text)
{
	return text == NULL || *text == '\0';
}

bool line_purpose_fits(enum line_purpose purpose, enum line_kind kind)
{
	return (purpose == LINE_HOME_ADDRESS) == (kind == LINE_KIND_HOME);
}

static enum field_verdict check_number(const struct line *line, const char *call_number)
{
	if (line->purpose == LINE_NEW_LINE || line->purpose == LINE_HOME_ADDRESS)
		return is_empty(line->number) ? FIELD_OK : FIELD_NOT_ALLOWED;
	if (is_empty(line->number))
		return FIELD_REQUIRED;
	if (!phone_is_valid(line->number) || !phone_is_mobile(line->number))
		return FIELD_BAD_FORMAT;
	if (line->purpose == LINE_THIS_NUMBER)
		return strcmp(line->number, call_number) == 0 ? FIELD_OK : FIELD_NOT_ALLOWED;
	if (line->purpose == LINE_OTHER_NUMBER && strcmp(line->number, call_number) == 0)
		return FIELD_DUPLICATE;
	return FIELD_OK;
}

static enum field_verdict check_nip(const struct line *line, bool with_nip)
{
	size_t digits;

	if (line->purpose != LINE_PORTED)
		return is_empty(line->nip) ? FIELD_OK : FIELD_NOT_ALLOWED;
	if (is_empty(line->nip))
		return with_nip ? FIELD_REQUIRED : FIELD_OK;
	digits = strspn(line->nip, "0123456789");
	if (line->nip[digits] != '\0')
		return FIELD_BAD_CHARACTER;
	return digits < LINE_NIP_DIGITS ? FIELD_TOO_SHORT : digits > LINE_NIP_DIGITS ? FIELD_TOO_LONG : FIELD_OK;
}

/* A text that belongs to one purpose and must be empty for the others. */
static enum field_verdict check_text_of(bool belongs, const char *text, size_t min, size_t max)
{
	if (belongs)
		return field_check_text(text, min, max);
	return is_empty(text) ? FIELD_OK : FIELD_NOT_ALLOWED;
}

int line_check(const struct line *line, enum line_kind kind, const char *call_number, bool with_nip,
               enum field_verdict verdicts[LINE_FIELD_COUNT])
{
	bool ported = line->purpose == LINE_PORTED, home = line->purpose == LINE_HOME_ADDRESS;
	int wrong = 0;

	verdicts[LINE_FIELD_PURPOSE] = line_purpose_fits(line->purpose, kind) ? FIELD_OK : FIELD_NOT_ALLOWED;
	verdicts[LINE_FIELD_NUMBER] = check_number(line, call_number);
	verdicts[LINE_FIELD_OPERATOR] = check_text_of(ported, line->operator_name, OPERATOR_MIN, OPERATOR_MAX);
	verdicts[LINE_FIELD_NIP] = check_nip(line, with_nip);
	verdicts[LINE_FIELD_ADDRESS] = check_text_of(home, line->address, ADDRESS_MIN, ADDRESS_MAX);
	verdicts[LINE_FIELD_CITY] = check_text_of(home, line->city, CITY_MIN, CITY_MAX);
	for (int i = 0; i < LINE_FIELD_COUNT; i++)
		wrong += verdicts[i] != FIELD_OK;
	return wrong;
}

bool line_conflicts(const struct line *left, const struct line *right)
{
	return !is_empty(left->number) && !is_empty(right->number) && strcmp(left->number, right->number) == 0;
}

bool line_needs_sim(enum line_purpose purpose, enum line_sim sim)
{
	switch (sim) {
	case LINE_SIM_NEVER:
		return false;
	case LINE_SIM_NEW_NUMBER:
		return purpose == LINE_NEW_LINE || purpose == LINE_PORTED;
	case LINE_SIM_ALWAYS:
		return purpose != LINE_HOME_ADDRESS;
	}
	return false;
}
