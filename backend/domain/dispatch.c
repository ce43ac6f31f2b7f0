#include "domain/dispatch.h"

#include <string.h>

enum { ICCID_MIN = 19, ICCID_MAX = 20, DATE_AHEAD_DAYS = 30, TRACKING_MIN = 4, TRACKING_MAX = 40 };

static const char *const dispatch_result_names[] = {
	[DISPATCH_DELIVERED] = "delivered",
	[DISPATCH_RETURNED] = "returned",
	[DISPATCH_IN_TRANSIT] = "in_transit",
};

static const char *const dispatch_return_reason_names[] = {
	[DISPATCH_NOBODY_HOME] = "nobody_home", [DISPATCH_ADDRESS_WRONG] = "address_wrong",
	[DISPATCH_REFUSED] = "refused",         [DISPATCH_UNKNOWN_THERE] = "unknown_there",
	[DISPATCH_OTHER_REASON] = "other",
};

NAMES_DEFINE(dispatch_result);
NAMES_DEFINE(dispatch_return_reason);

char dispatch_iccid_check_digit(const char *digits, int count)
{
	int sum = 0;

	for (int i = 0; i < count; i++) {
		int digit = digits[count - 1 - i] - '0';

		if (i % 2 == 0)
			digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
		sum += digit;
	}
	return (char)('0' + (10 - sum % 10) % 10);
}

enum field_verdict dispatch_normalise_iccid(const char *text, char iccid[ICCID_SIZE])
{
	char digits[ICCID_SIZE];
	int count = 0;

	if (text == NULL)
		return FIELD_REQUIRED;
	for (; *text != '\0'; text++) {
		if (*text == ' ' || *text == '-')
			continue;
		if (*text < '0' || *text > '9')
			return FIELD_BAD_CHARACTER;
		if (count == ICCID_MAX)
			return FIELD_TOO_LONG;
		digits[count++] = *text;
	}
	if (count == 0)
		return FIELD_REQUIRED;
	if (count < ICCID_MIN)
		return FIELD_TOO_SHORT;
	if (strncmp(digits, "89", 2) != 0 || digits[count - 1] != dispatch_iccid_check_digit(digits, count - 1))
		return FIELD_BAD_FORMAT;
	memcpy(iccid, digits, (size_t)count);
	iccid[count] = '\0';
	return FIELD_OK;
}

enum field_verdict dispatch_check_date(const struct holidays *holidays, struct civil_date date,
                                       struct civil_date today)
{
	if (civil_date_compare(date, today) < 0)
		return FIELD_TOO_SMALL;
	if (civil_date_compare(date, civil_date_add_days(today, DATE_AHEAD_DAYS)) > 0)
		return FIELD_TOO_LARGE;
	if (civil_weekday_of(date) == CIVIL_SUNDAY || holidays_include(holidays, date))
		return FIELD_NOT_ALLOWED;
	return FIELD_OK;
}

enum field_verdict dispatch_check_tracking(const char *text)
{
	size_t length;

	if (text == NULL || *text == '\0')
		return FIELD_REQUIRED;
	length = strlen(text);
	if (strspn(text, "0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") != length)
		return FIELD_BAD_CHARACTER;
	return length < TRACKING_MIN ? FIELD_TOO_SHORT : length > TRACKING_MAX ? FIELD_TOO_LONG : FIELD_OK;
}

bool dispatch_action(const struct sale_policy *policy, enum dispatch_result result, int returns,
                     enum sale_action *action)
{
	switch (result) {
	case DISPATCH_DELIVERED:
		*action = SALE_DELIVER;
		return true;
	case DISPATCH_RETURNED:
		*action = returns < policy->returns_max ? SALE_RETURN : SALE_GIVE_UP;
		return true;
	case DISPATCH_IN_TRANSIT:
		return false;
	}
	return false;
}
