/* Read each row as a sentence: what was written is this number, or is refused for this reason. */
#include "domain/phone.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static void test_normalise(void **state)
{
	static const struct {
		const char *text;
		enum field_verdict verdict;
		const char *e164;
	} rows[] = {
		{"3000000101", FIELD_OK, "+573000000101"},
		{"300 000 0101", FIELD_OK, "+573000000101"},
		{" 300-000-0101 ", FIELD_OK, "+573000000101"},
		{"(300) 000.01.01", FIELD_OK, "+573000000101"},
		{"300\xC2\xA0"
	         "000\xC2\xA0"
	         "0101",
	         FIELD_OK, "+573000000101"},
		{"+57 300 000 0101", FIELD_OK, "+573000000101"},
		{"(+57) 300 000 0101", FIELD_OK, "+573000000101"},
		{"573000000101", FIELD_OK, "+573000000101"},
		{"0057 300 000 0101", FIELD_OK, "+573000000101"},
		{"03 300 000 0101", FIELD_OK, "+573000000101"},
		{"'3000000101", FIELD_OK, "+573000000101"},
		{"3000000101.0", FIELD_OK, "+573000000101"},
		{"601 234 5678", FIELD_OK, "+576012345678"},
		{"(1) 234 5678", FIELD_OK, "+576012345678"},
		{"57 4 234 5678", FIELD_OK, "+576042345678"},
		{"+576082345678", FIELD_OK, "+576082345678"},
		{"5712345678", FIELD_OK, "+576012345678"},
		{"", FIELD_REQUIRED, NULL},
		{"  -  ", FIELD_REQUIRED, NULL},
		{"+", FIELD_REQUIRED, NULL},
		{NULL, FIELD_REQUIRED, NULL},
		{"300000010", FIELD_TOO_SHORT, NULL},
		{"123", FIELD_TOO_SHORT, NULL},
		{"2345678", FIELD_TOO_SHORT, NULL},
		{"30000001011", FIELD_TOO_LONG, NULL},
		{"3000000101 3000000102", FIELD_TOO_LONG, NULL},
		{"2000000101", FIELD_BAD_FORMAT, NULL},
		{"6000000101", FIELD_BAD_FORMAT, NULL},
		{"6090000101", FIELD_BAD_FORMAT, NULL},
		{"9000000101", FIELD_BAD_FORMAT, NULL},
		{"+1 305 000 0101", FIELD_FOREIGN, NULL},
		{"0034 600 000 101", FIELD_FOREIGN, NULL},
		{"300 000 0101 ext 3", FIELD_BAD_CHARACTER, NULL},
		{"3.00E+09", FIELD_BAD_CHARACTER, NULL},
		{"300+0000101", FIELD_BAD_CHARACTER, NULL},
		{"no tiene", FIELD_BAD_CHARACTER, NULL},
		{"3000000101\n", FIELD_BAD_CHARACTER, NULL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char e164[PHONE_SIZE] = "untouched";

		print_message("  \"%s\" is %s\n", rows[i].text ? rows[i].text : "nothing",
		              field_verdict_name(rows[i].verdict));
		assert_int_equal(phone_normalise(rows[i].text, e164), rows[i].verdict);
		assert_string_equal(e164, rows[i].e164 ? rows[i].e164 : "untouched");
	}
}

/* What was normalised once stays as it is, and only what is normalised is valid. */
static void test_normalised_is_stable(void **state)
{
	char text[PHONE_SIZE], e164[PHONE_SIZE];

	(void)state;
	for (int i = 0; i < 100000; i += 7) {
		snprintf(text, sizeof text, "3%09d", i * 9973 % 1000000000);
		assert_int_equal(phone_normalise(text, e164), FIELD_OK);
		assert_true(phone_is_valid(e164));
		assert_false(phone_is_valid(text));
		assert_string_equal(phone_national(e164), text);
		strcpy(text, e164);
		assert_int_equal(phone_normalise(text, e164), FIELD_OK);
		assert_string_equal(e164, text);
	}
}

static void test_kinds(void **state)
{
	(void)state;
	assert_true(phone_is_mobile("+573000000101"));
	assert_false(phone_is_mobile("+576012345678"));
	assert_true(phone_is_demo("+573000000000"));
	assert_true(phone_is_demo("+573000000999"));
	assert_false(phone_is_demo("+573000001000"));
	assert_false(phone_is_demo("+573010000000"));
	assert_false(phone_is_valid(NULL));
	assert_false(phone_is_valid("+57300000010"));
	assert_false(phone_is_valid("+5730000001011"));
	assert_false(phone_is_valid("+513000000101"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_normalise),
		cmocka_unit_test(test_normalised_is_stable),
		cmocka_unit_test(test_kinds),
	};
	return cmocka_run_group_tests_name("phone", tests, NULL, NULL);
}
