/* Read each row as a sentence: this text, where min to max characters may stand, is right or refused. */
#include "domain/field.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void test_text(void **state)
{
	static const struct {
		const char *text;
		enum field_verdict verdict; /* with 3 to 5 characters */
	} rows[] = {
		{"abc", FIELD_OK},
		{"ñandú", FIELD_OK},
		{"ab", FIELD_TOO_SHORT},
		{"ñú", FIELD_TOO_SHORT},
		{"abcdef", FIELD_TOO_LONG},
		{"ñandúes", FIELD_TOO_LONG},
		{"", FIELD_REQUIRED},
		{NULL, FIELD_REQUIRED},
		{"    ", FIELD_REQUIRED},
		{"a\nbc", FIELD_BAD_CHARACTER},
		{"ab\x7F"
	         "c",
	         FIELD_BAD_CHARACTER},
		{"abc\xFF", FIELD_BAD_CHARACTER},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(field_check_text(rows[i].text, 3, 5), rows[i].verdict);
}

/* The edges of UTF-8: shortest and longest of each length, and what only looks like it. */
static void test_characters(void **state)
{
	static const struct {
		const char *text;
		size_t characters;
	} rows[] = {
		{"", 0},
		{"\x7F", 1},
		{"\xC2\x80", 1},
		{"\xDF\xBF", 1},
		{"\xE0\xA0\x80", 1},
		{"\xEF\xBF\xBF", 1},
		{"\xF0\x90\x80\x80", 1},
		{"\xF4\x8F\xBF\xBF", 1},
		{"\x80", NAMES_NONE},             /* a continuation alone */
		{"\xC1\xBF", NAMES_NONE},         /* overlong */
		{"\xE0\x9F\xBF", NAMES_NONE},     /* overlong */
		{"\xF0\x8F\xBF\xBF", NAMES_NONE}, /* overlong */
		{"\xED\xA0\x80", NAMES_NONE},     /* a surrogate */
		{"\xF4\x90\x80\x80", NAMES_NONE}, /* beyond Unicode */
		{"\xC2", NAMES_NONE},             /* cut off */
		{"\xE2\x82", NAMES_NONE},         /* cut off */
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(field_characters(rows[i].text), rows[i].characters);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_characters),
	};
	return cmocka_run_group_tests_name("field", tests, NULL, NULL);
}
