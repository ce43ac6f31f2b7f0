/* Read each row as a sentence: after these tries, another one may be made now or only then. */
#include "domain/confirmation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define HOUR CIVIL_HOUR_MS
#define DAY  CIVIL_DAY_MS
#define T0   INT64_C(1795532400000) /* 2026-11-24, a Tuesday, 10:00 in Bogotá */

static const struct confirmation_policy policy = {.tries_per_day = 3, .apart_ms = 2 * HOUR};

static void test_may_try(void **state)
{
	static const struct {
		const char *when;
		struct confirmation_tries tries;
		int64_t now_ms;
		int64_t from_ms; /* 0: now */
	} rows[] = {
		{"never tried", {0, 0, 0}, T0, 0},
		{"never tried, in the evening", {0, 0, 0}, T0 + 10 * HOUR, T0 + 21 * HOUR},
		{"tried two hours ago", {1, T0 - 2 * HOUR, 0}, T0, 0},
		{"tried a millisecond less ago", {1, T0 - 2 * HOUR + 1, 0}, T0, T0 + 1},
		{"the third try of the day", {2, T0 - 2 * HOUR, 0}, T0, 0},
		{"after the third try", {3, T0 - 2 * HOUR, 0}, T0, T0 + 21 * HOUR},
		{"three tries yesterday", {3, T0 - DAY, 0}, T0, 0},
		{"tried shortly before closing", {1, T0 + 8 * HOUR, 0}, T0 + 9 * HOUR - 1, T0 + 21 * HOUR},
		{"an hour was agreed", {3, T0 - HOUR, T0 + HOUR}, T0, T0 + HOUR},
		{"the agreed hour has come", {3, T0 - HOUR, T0}, T0, 0},
	};
	struct contact_hours hours = contact_hours_legal(NULL);

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t from_ms = 0;

		print_message("  %s\n", rows[i].when);
		assert_int_equal(confirmation_may_try(&policy, &hours, &rows[i].tries, rows[i].now_ms, &from_ms),
		                 rows[i].from_ms == 0);
		assert_int_equal(from_ms, rows[i].from_ms);
	}
}

/* However often nobody answers, no day sees more than three tries, nor two within two hours. */
static void test_three_a_day(void **state)
{
	struct contact_hours hours = contact_hours_legal(NULL);
	struct confirmation_tries tries = {0};
	int64_t now_ms = T0 - 3 * HOUR, last_ms = 0, from_ms = 0;
	int made = 0;

	(void)state;
	while (now_ms < T0 + 2 * DAY) {
		if (!confirmation_may_try(&policy, &hours, &tries, now_ms, &from_ms)) {
			now_ms = from_ms;
			continue;
		}
		assert_true(last_ms == 0 || now_ms - last_ms >= 2 * HOUR);
		last_ms = now_ms;
		confirmation_record(&tries, CONFIRMATION_NOT_REACHED, 0, now_ms);
		assert_true(tries.today <= 3);
		made++;
	}
	assert_int_equal(made, 8); /* 3, 3, and on the third day by ten o'clock 2 */
}

static void test_outcomes(void **state)
{
	struct confirmation_tries tries = {1, T0, 0};

	(void)state;
	confirmation_record(&tries, CONFIRMATION_OTHER_HOUR, T0 + 8 * HOUR, T0 + 3 * HOUR);
	assert_int_equal(tries.today, 1);
	assert_int_equal(tries.booked_ms, T0 + 8 * HOUR);
	confirmation_record(&tries, CONFIRMATION_SOMEONE_ELSE, 0, T0 + 8 * HOUR);
	assert_int_equal(tries.today, 2);
	assert_int_equal(tries.booked_ms, 0);
	assert_int_equal(confirmation_rule_of(CONFIRMATION_AGREES)->action, SALE_CONFIRM);
	assert_int_equal(confirmation_rule_of(CONFIRMATION_DISAGREES)->action, SALE_CANCEL);
	assert_int_equal(confirmation_rule_of(CONFIRMATION_VALUE_WRONG)->action, SALE_REQUEST_DATA);
	for (int i = 0; i < CONFIRMATION_OUTCOME_COUNT; i++) {
		const struct confirmation_rule *rule = confirmation_rule_of((enum confirmation_outcome)i);

		assert_int_equal(rule->acts + rule->costs_try + rule->books, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_may_try),
		cmocka_unit_test(test_three_a_day),
		cmocka_unit_test(test_outcomes),
	};
	return cmocka_run_group_tests_name("confirmation", tests, NULL, NULL);
}
