#include "domain/person.h"

#include "domain/phone.h"

#include <string.h>

enum { NAME_MIN = 5, NAME_MAX = 120, PLACE_MIN = 2, PLACE_MAX = 80, OLDEST_ISSUE_YEAR = 1935 };

static const char *const document_type_names[] = {
	[DOCUMENT_CC] = "cc",
	[DOCUMENT_CE] = "ce",
	[DOCUMENT_PPT] = "ppt",
	[DOCUMENT_PA] = "pa",
};

static const char *const person_field_names[] = {
	[PERSON_FULL_NAME] = "full_name",
	[PERSON_DOCUMENT_TYPE] = "document_type",
	[PERSON_DOCUMENT_NUMBER] = "document_number",
	[PERSON_PHONE] = "phone",
	[PERSON_ISSUE_DATE] = "issue_date",
	[PERSON_PLACE_OF_ISSUE] = "place_of_issue",
	[PERSON_BIRTHPLACE] = "birthplace",
};

NAMES_DEFINE(document_type);
NAMES_DEFINE(person_field);

struct number_format {
	size_t min, max; /* characters, without leading zeros */
	bool letters;
};

static const struct number_format number_formats[] = {
	[DOCUMENT_CC] = {.min = 6, .max = 10},
	[DOCUMENT_CE] = {.min = 6, .max = 7},
	[DOCUMENT_PPT] = {.min = 6, .max = 10},
	[DOCUMENT_PA] = {.min = 5, .max = 12, .letters = true},
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

enum field_verdict person_normalise_number(enum document_type type, const char *text,
                                           char number[DOCUMENT_NUMBER_SIZE])
{
	const struct number_format *format = &number_formats[type];
	char kept[DOCUMENT_NUMBER_SIZE];
	size_t count = 0;

	if (text == NULL)
		return FIELD_REQUIRED;
	for (; *text != '\0'; text++) {
		if (strchr(" .-", *text) != NULL || (!format->letters && count == 0 && *text == '0'))
			continue;
		if (!is_digit(*text) && !(format->letters && is_letter(*text)))
			return FIELD_BAD_CHARACTER;
		if (count == format->max)
			return FIELD_TOO_LONG;
		kept[count++] = (char)(is_letter(*text) ? *text & ~0x20 : *text);
	}
	if (count == 0)
		return FIELD_REQUIRED;
	if (count < format->min)
		return FIELD_TOO_SHORT;
	memcpy(number, kept, count);
	number[count] = '\0';
	return FIELD_OK;
}

/* Letters of any alphabet are bytes from 0x80 on or ASCII letters; of the rest only what stands in names. */
static bool is_name_character(char c)
{
	return is_letter(c) || (unsigned char)c >= 0x80 || strchr(" '-.", c) != NULL;
}

static int count_words(const char *text)
{
	int words = 0;

	for (const char *at = text; *at != '\0'; at++)
		words += *at != ' ' && (at == text || at[-1] == ' ');
	return words;
}

enum field_verdict person_check_name(const char *text)
{
	enum field_verdict verdict = field_check_text(text, NAME_MIN, NAME_MAX);

	if (verdict != FIELD_OK)
		return verdict;
	for (const char *at = text; *at != '\0'; at++) {
		if (!is_name_character(*at))
			return FIELD_BAD_CHARACTER;
	}
	return count_words(text) >= 2 ? FIELD_OK : FIELD_BAD_FORMAT;
}

enum field_verdict person_check_place(const char *text)
{
	enum field_verdict verdict = field_check_text(text, PLACE_MIN, PLACE_MAX);

	if (verdict != FIELD_OK)
		return verdict;
	if (!is_letter(*text) && (unsigned char)*text < 0x80)
		return FIELD_BAD_FORMAT;
	for (const char *at = text; *at != '\0'; at++) {
		if (!is_name_character(*at) && !is_digit(*at) && strchr(",()/", *at) == NULL)
			return FIELD_BAD_CHARACTER;
	}
	return FIELD_OK;
}

enum field_verdict person_check_issue_date(const char *text, struct civil_date today)
{
	struct civil_date date;

	if (text == NULL || *text == '\0')
		return FIELD_REQUIRED;
	if (!civil_date_parse(text, &date))
		return FIELD_BAD_FORMAT;
	if (civil_date_compare(date, today) > 0)
		return FIELD_IN_FUTURE;
	return date.year < OLDEST_ISSUE_YEAR ? FIELD_TOO_OLD : FIELD_OK;
}

static enum field_verdict check_phone(const char *text)
{
	if (text == NULL || *text == '\0')
		return FIELD_REQUIRED;
	return phone_is_valid(text) ? FIELD_OK : FIELD_BAD_FORMAT;
}

static void check_document(const struct person *person, enum field_verdict *type_verdict,
                           enum field_verdict *number_verdict)
{
	char number[DOCUMENT_NUMBER_SIZE];
	enum document_type type = DOCUMENT_CC;

	*type_verdict = FIELD_OK;
	if (person->document_type == NULL || *person->document_type == '\0')
		*type_verdict = FIELD_REQUIRED;
	else if (!document_type_parse(person->document_type, &type))
		*type_verdict = FIELD_UNKNOWN;
	*number_verdict = person_normalise_number(type, person->document_number, number);
	if (*number_verdict == FIELD_OK && strcmp(number, person->document_number) != 0)
		*number_verdict = FIELD_BAD_FORMAT; /* not the one written form */
	if (*type_verdict != FIELD_OK && *number_verdict != FIELD_REQUIRED)
		*number_verdict = FIELD_OK; /* without its type nothing can be said of it */
}

int person_check(const struct person *person, struct civil_date today,
                 enum field_verdict verdicts[PERSON_FIELD_COUNT])
{
	int wrong = 0;

	verdicts[PERSON_FULL_NAME] = person_check_name(person->full_name);
	check_document(person, &verdicts[PERSON_DOCUMENT_TYPE], &verdicts[PERSON_DOCUMENT_NUMBER]);
	verdicts[PERSON_PHONE] = check_phone(person->phone);
	verdicts[PERSON_ISSUE_DATE] = person_check_issue_date(person->issue_date, today);
	verdicts[PERSON_PLACE_OF_ISSUE] = person_check_place(person->place_of_issue);
	verdicts[PERSON_BIRTHPLACE] = person_check_place(person->birthplace);
	for (int i = 0; i < PERSON_FIELD_COUNT; i++)
		wrong += verdicts[i] != FIELD_OK;
	return wrong;
}
