#include "domain/phone.h"

#include <assert.h>
#include <string.h>

enum { NATIONAL_DIGITS = 10, MOST_DIGITS = 18 };

/* What people put between the digits. A no-break space comes from spreadsheets. */
static size_t separator_bytes(const char *at)
{
	if (strchr(" -.()/_\t'", *at) != NULL)
		return 1;
	return strncmp(at, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

/* A spreadsheet's number read as text: "3000000101.0". */
static size_t length_without_decimal(const char *text)
{
	size_t length = strlen(text);

	if (length > 2 && strcmp(text + length - 2, ".0") == 0 && strspn(text, "0123456789") == length - 2)
		return length - 2;
	return length;
}

static enum field_verdict collect_digits(const char *text, char digits[MOST_DIGITS + 1], size_t *count, bool *plus)
{
	const char *end = text + length_without_decimal(text);

	*count = 0;
	*plus = false;
	while (text < end) {
		size_t skip = separator_bytes(text);

		if (skip > 0) {
			text += skip;
		} else if (*text == '+' && *count == 0 && !*plus) {
			*plus = true;
			text++;
		} else if (*text < '0' || *text > '9') {
			return FIELD_BAD_CHARACTER;
		} else if (*count == MOST_DIGITS) {
			return FIELD_TOO_LONG;
		} else {
			digits[(*count)++] = *text++;
		}
	}
	digits[*count] = '\0';
	return *count == 0 ? FIELD_REQUIRED : FIELD_OK;
}

static bool is_national(const char *digits)
{
	return strspn(digits, "0123456789") == NATIONAL_DIGITS && digits[NATIONAL_DIGITS] == '\0' &&
	       (digits[0] == '3' || (digits[0] == '6' && digits[1] == '0' && digits[2] >= '1' && digits[2] <= '8'));
}

/* Takes the country's code, an international or a trunk prefix off; false when it is another country's. */
static bool strip_prefix(const char **digits, size_t *count, bool plus)
{
	size_t skip = 0;

	if (!plus && strncmp(*digits, "00", 2) == 0) {
		skip = 2;
		plus = true;
	}
	if (strncmp(*digits + skip, "57", 2) == 0 && (plus || *count >= NATIONAL_DIGITS))
		skip += 2;
	else if (plus)
		return false;
	else if (*count == 12 && strncmp(*digits, "03", 2) == 0)
		skip = 2; /* from a landline to a mobile number, as dialed until 2021 */
	*digits += skip;
	*count -= skip;
	return true;
}

enum field_verdict phone_normalise(const char *text, char e164[PHONE_SIZE])
{
	char digits[MOST_DIGITS + 1], landline[NATIONAL_DIGITS + 1] = "60";
	const char *national = digits;
	size_t count;
	bool plus;
	enum field_verdict verdict;

	if (text == NULL)
		return FIELD_REQUIRED;
	verdict = collect_digits(text, digits, &count, &plus);
	if (verdict != FIELD_OK)
		return verdict;
	if (!strip_prefix(&national, &count, plus))
		return FIELD_FOREIGN;
	if (count == NATIONAL_DIGITS - 2 && national[0] >= '1' && national[0] <= '8') {
		memcpy(landline + 2, national, count + 1);
		national = landline;
		count = NATIONAL_DIGITS;
	}
	if (count != NATIONAL_DIGITS)
		return count < NATIONAL_DIGITS ? FIELD_TOO_SHORT : FIELD_TOO_LONG;
	if (!is_national(national))
		return FIELD_BAD_FORMAT;
	memcpy(e164, "+57", 3);
	memcpy(e164 + 3, national, NATIONAL_DIGITS + 1);
	return FIELD_OK;
}

bool phone_is_valid(const char *e164)
{
	return e164 != NULL && strncmp(e164, "+57", 3) == 0 && is_national(e164 + 3);
}

bool phone_is_mobile(const char *e164)
{
	return phone_national(e164)[0] == '3';
}

bool phone_is_demo(const char *e164)
{
	return strncmp(phone_national(e164), "3000000", 7) == 0;
}

const char *phone_national(const char *e164)
{
	assert(phone_is_valid(e164));
	return e164 + 3;
}
