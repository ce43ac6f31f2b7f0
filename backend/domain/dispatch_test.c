/* Read each row as a sentence: this serial, date or result is right, or is refused for this reason. */
#include "domain/dispatch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static void test_iccid(void **state)
{
	static const struct {
		const char *text;
		enum field_verdict verdict;
		const char *iccid;
	} rows[] = {
		{"8957000000000000011", FIELD_OK, "8957000000000000011"},
		{"8957 0000 0000 0000 011", FIELD_OK, "8957000000000000011"},
		{"89570-00000-00000-00014", FIELD_OK, "89570000000000000014"},
		{"8957000000000000015", FIELD_BAD_FORMAT, NULL},
		{"8857000000000000013", FIELD_BAD_FORMAT, NULL},
		{"895700000000000001", FIELD_TOO_SHORT, NULL},
		{"895700000000000000140", FIELD_TOO_LONG, NULL},
		{"895700000000000001F", FIELD_BAD_CHARACTER, NULL},
		{"", FIELD_REQUIRED, NULL},
		{NULL, FIELD_REQUIRED, NULL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char iccid[ICCID_SIZE] = "untouched";

		print_message("  \"%s\" is %s\n", rows[i].text ? rows[i].text : "nothing",
		              field_verdict_name(rows[i].verdict));
		assert_int_equal(dispatch_normalise_iccid(rows[i].text, iccid), rows[i].verdict);
		assert_string_equal(iccid, rows[i].iccid ? rows[i].iccid : "untouched");
	}
}

/* Of the ten last digits just one is right, and any single digit mistyped is found. */
static void test_check_digit(void **state)
{
	char text[ICCID_SIZE], iccid[ICCID_SIZE];

	(void)state;
	assert_int_equal(dispatch_iccid_check_digit("7992739871", 10), '3'); /* the usual example of Luhn's */
	for (int serial = 0; serial < 2000; serial += 37) {
		int length = snprintf(text, sizeof text, "8957%015d", serial);

		text[length] = dispatch_iccid_check_digit(text, length);
		text[length + 1] = '\0';
		assert_int_equal(dispatch_normalise_iccid(text, iccid), FIELD_OK);
		for (int at = 2; at <= length; at++) {
			char right = text[at];

			text[at] = (char)('0' + (right - '0' + 1 + serial % 9) % 10);
			assert_int_equal(dispatch_normalise_iccid(text, iccid), FIELD_BAD_FORMAT);
			text[at] = right;
		}
	}
}

static void test_date(void **state)
{
	struct civil_date today = {2026, 11, 13}; /* a Friday before a holiday Monday */

	(void)state;
	assert_int_equal(dispatch_check_date(NULL, today, today), FIELD_OK);
	assert_int_equal(dispatch_check_date(NULL, (struct civil_date){2026, 11, 12}, today), FIELD_TOO_SMALL);
	assert_int_equal(dispatch_check_date(NULL, (struct civil_date){2026, 11, 14}, today), FIELD_OK);
	assert_int_equal(dispatch_check_date(NULL, (struct civil_date){2026, 11, 15}, today), FIELD_NOT_ALLOWED);
	assert_int_equal(dispatch_check_date(NULL, (struct civil_date){2026, 11, 16}, today), FIELD_NOT_ALLOWED);
	assert_int_equal(dispatch_check_date(NULL, (struct civil_date){2026, 12, 12}, today), FIELD_OK);
	assert_int_equal(dispatch_check_date(NULL, (struct civil_date){2026, 12, 14}, today), FIELD_TOO_LARGE);
}

static void test_tracking(void **state)
{
	(void)state;
	assert_int_equal(dispatch_check_tracking("EE-000123"), FIELD_OK);
	assert_int_equal(dispatch_check_tracking("E12"), FIELD_TOO_SHORT);
	assert_int_equal(dispatch_check_tracking("EE 000123"), FIELD_BAD_CHARACTER);
	assert_int_equal(dispatch_check_tracking("0123456789012345678901234567890123456789"), FIELD_OK);
	assert_int_equal(dispatch_check_tracking("01234567890123456789012345678901234567890"), FIELD_TOO_LONG);
	assert_int_equal(dispatch_check_tracking(""), FIELD_REQUIRED);
}

/* Twice it may come back and go out again; the third return is the end. */
static void test_results(void **state)
{
	struct sale_policy policy = {.returns_max = 2};
	enum sale_action action = SALE_SUBMIT;

	(void)state;
	assert_false(dispatch_action(&policy, DISPATCH_IN_TRANSIT, 0, &action));
	assert_int_equal(action, SALE_SUBMIT);
	for (int returns = 0; returns < 4; returns++) {
		assert_true(dispatch_action(&policy, DISPATCH_RETURNED, returns, &action));
		assert_int_equal(action, returns < 2 ? SALE_RETURN : SALE_GIVE_UP);
		assert_true(dispatch_action(&policy, DISPATCH_DELIVERED, returns, &action));
		assert_int_equal(action, SALE_DELIVER);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_iccid),    cmocka_unit_test(test_check_digit), cmocka_unit_test(test_date),
		cmocka_unit_test(test_tracking), cmocka_unit_test(test_results),
	};
	return cmocka_run_group_tests_name("dispatch", tests, NULL, NULL);
}
