/* What may be entered of each step of an activation by hand. */
#include "domain/activation_entry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#define LINE(by, reference)                                                                                          \
	{                                                                                                            \
		ACTIVATION_LINE, by, reference, 0, NULL                                                              \
	}
#define RATE(reference)                                                                                              \
	{                                                                                                            \
		ACTIVATION_RATE, NULL, reference, 0, NULL                                                            \
	}
#define SERVICE(reference, n, state)                                                                                 \
	{                                                                                                            \
		ACTIVATION_SERVICES, NULL, reference, n, state                                                       \
	}

static void test_every_field_of_every_step(void **state)
{
	static const struct {
		const char *name;
		struct activation_entry entry;
		enum field_verdict by, reference, n, state;
	} rows[] = {
		{"a line", LINE("phone", "L-1"), 0, 0, 0, 0},
		{"a line without anything", LINE(NULL, NULL), FIELD_REQUIRED, FIELD_REQUIRED, 0, 0},
		{"a line with a service's fields",
	         {ACTIVATION_LINE, "phone", "L-1", 1, "loaded"},
	         0,
	         0,
	         FIELD_NOT_ALLOWED,
	         FIELD_NOT_ALLOWED},
		{"a rate", RATE("T-1"), 0, 0, 0, 0},
		{"a rate without its code", RATE(NULL), 0, FIELD_REQUIRED, 0, 0},
		{"personal data", {ACTIVATION_PERSONAL, NULL, NULL, 0, NULL}, 0, 0, 0, 0},
		{"personal data with a reference",
	         {ACTIVATION_PERSONAL, NULL, "P-1", 0, NULL},
	         0,
	         FIELD_NOT_ALLOWED,
	         0,
	         0},
		{"loaded", SERVICE("A-1", 1, "loaded"), 0, 0, 0, 0},
		{"loaded without a reference", SERVICE(NULL, 1, "loaded"), 0, FIELD_REQUIRED, 0, 0},
		{"refused", SERVICE(NULL, 1, "not_loaded"), 0, 0, 0, 0},
		{"refused with a reference", SERVICE("R-1", 1, "not_loaded"), 0, 0, 0, 0},
		{"nobody knows", SERVICE(NULL, 2, "unconfirmed"), 0, 0, 0, 0},
		{"a state nobody sees", SERVICE(NULL, 1, "loading"), 0, 0, 0, FIELD_UNKNOWN},
		{"no service, no state", SERVICE(NULL, 0, NULL), 0, 0, FIELD_REQUIRED, FIELD_REQUIRED},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		enum field_verdict verdicts[ACTIVATION_ENTRY_FIELD_COUNT];
		int wrong = (rows[i].by != 0) + (rows[i].reference != 0) + (rows[i].n != 0) + (rows[i].state != 0);

		print_message("  %s\n", rows[i].name);
		assert_int_equal(activation_entry_check(&rows[i].entry, verdicts), wrong);
		assert_int_equal(verdicts[ACTIVATION_ENTRY_BY], rows[i].by);
		assert_int_equal(verdicts[ACTIVATION_ENTRY_REFERENCE], rows[i].reference);
		assert_int_equal(verdicts[ACTIVATION_ENTRY_N], rows[i].n);
		assert_int_equal(verdicts[ACTIVATION_ENTRY_STATE], rows[i].state);
	}
}

static void test_what_the_operator_said(void **state)
{
	static const struct {
		struct activation_entry entry;
		enum activation_answer answer;
	} rows[] = {
		{SERVICE("A-1", 1, "loaded"), ACTIVATION_SAID_LOADED},
		{SERVICE(NULL, 1, "not_loaded"), ACTIVATION_SAID_NOT_LOADED},
		{SERVICE(NULL, 1, "unconfirmed"), ACTIVATION_TIMED_OUT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(activation_entry_answer(&rows[i].entry), rows[i].answer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_field_of_every_step),
		cmocka_unit_test(test_what_the_operator_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
