/* Read each row as a sentence: a talk that fell then, redialed so often, and what is left now. */
#include "domain/redial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define MINUTE CIVIL_MINUTE_MS
#define HOUR   CIVIL_HOUR_MS
#define DAY    CIVIL_DAY_MS
#define T0     INT64_C(1795532400000) /* 2026-11-24, a Tuesday, 10:00 in Bogotá; the hours end at 19:00 */

static const struct agent_policy agents = {.redials_max = 4};
static const struct disposition_policy policy = {.no_answer_ms = 4 * HOUR, .busy_ms = 15 * MINUTE};

static void test_left(void **state)
{
	static const struct {
		const char *when;
		struct redial redial;
		int64_t now_ms;
		bool same_contact;
		int left;
	} rows[] = {
		{"it just fell", {.fell_ms = T0}, T0, true, 4},
		{"three were made", {.fell_ms = T0, .made = 3}, T0 + HOUR, true, 1},
		{"four were made", {.fell_ms = T0, .made = 4}, T0 + HOUR, true, 0},
		{"more were made", {.fell_ms = T0, .made = 5}, T0 + HOUR, true, 0},
		{"a minute before the hours end", {.fell_ms = T0}, T0 + 9 * HOUR - MINUTE, true, 4},
		{"the hours are over", {.fell_ms = T0}, T0 + 9 * HOUR, true, 0},
		{"the next day is another contact", {.fell_ms = T0}, T0 + DAY, false, 4},
		{"nothing fell", {0}, T0, false, 4},
	};
	struct contact_hours hours = contact_hours_legal(NULL);

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (redial_left(&agents, &hours, &rows[i].redial, rows[i].now_ms) != rows[i].left ||
		    redial_is_same_contact(&rows[i].redial, rows[i].now_ms) != rows[i].same_contact)
			fail_msg("%s", rows[i].when);
	}
}

static void test_callback(void **state)
{
	static const struct {
		const char *when;
		int64_t now_ms, usable_until_ms, at_ms;
	} rows[] = {
		{"without an approval, 4 hours later", T0, 0, T0 + 4 * HOUR},
		{"with time enough, 4 hours later", T0, T0 + 5 * HOUR, T0 + 4 * HOUR},
		{"the approval ends before: sooner", T0, T0 + 3 * HOUR, T0 + 15 * MINUTE},
		{"the approval ends within the quarter: it cannot be saved", T0, T0 + 10 * MINUTE, T0 + 4 * HOUR},
		{"the approval has ended", T0, T0 - HOUR, T0 + 4 * HOUR},
		{"in the evening: the next morning", T0 + 9 * HOUR, T0 + 23 * HOUR, T0 + 21 * HOUR},
		{"in the evening, and the approval ends in the night", T0 + 9 * HOUR, T0 + 15 * HOUR, T0 + 21 * HOUR},
	};
	struct contact_hours hours = contact_hours_legal(NULL);

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct redial redial = {.fell_ms = T0, .made = 4, .usable_until_ms = rows[i].usable_until_ms};
		int64_t at_ms = 0;

		if (!redial_callback_at(&policy, &hours, &redial, rows[i].now_ms, &at_ms) || at_ms != rows[i].at_ms)
			fail_msg("%s: %lld", rows[i].when, (long long)(at_ms - T0) / MINUTE);
	}
}

static void test_until(void **state)
{
	struct contact_hours hours = contact_hours_legal(NULL);
	int64_t until_ms = 0;

	(void)state;
	assert_true(redial_until(&hours, T0, &until_ms));
	assert_int_equal(until_ms, T0 + 9 * HOUR);
	/* It fell after the hours, in a talk that had begun within: they are over. */
	assert_true(redial_until(&hours, T0 + 10 * HOUR, &until_ms));
	assert_int_equal(until_ms, T0 + 9 * HOUR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_left),
		cmocka_unit_test(test_callback),
		cmocka_unit_test(test_until),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
