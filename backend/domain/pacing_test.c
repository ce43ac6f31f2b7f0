/* Read each row as a sentence: with these agents and these answers, so many calls are placed now. */
#include "domain/pacing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define T0     INT64_C(1795532400000)
#define MINUTE INT64_C(60000)

static const struct pacing_policy policy = {
	.abandon_ceiling_bp = 300,
	.judged_after = 200,
	.abandon_after_ms = 2000,
	.failures_stop = 5,
	.lines_max = 3,
	.dropped_rest_ms = 72 * 60 * MINUTE,
	.callback_lead_ms = 3 * MINUTE,
	.callback_owner_ms = 10 * MINUTE,
};

static void test_calls(void **state)
{
	static const struct {
		const char *when;
		struct pacing_facts facts;
		enum pacing_mode mode;
		int calls;
	} rows[] = {
		{"nobody is free", {PACING_PROGRESSIVE, 0, 0, 0, 0, 0, 0, 0}, PACING_PROGRESSIVE, 0},
		{"four are free", {PACING_PROGRESSIVE, 4, 0, 0, 0, 0, 0, 0}, PACING_PROGRESSIVE, 4},
		{"four are free, three calls under way",
	         {PACING_PROGRESSIVE, 4, 0, 3, 0, 0, 0, 0},
	         PACING_PROGRESSIVE,
	         1},
		{"more calls than free agents", {PACING_PROGRESSIVE, 1, 0, 3, 0, 0, 0, 0}, PACING_PROGRESSIVE, 0},
		{"progressive counts nobody who is still busy",
	         {PACING_PROGRESSIVE, 1, 5, 0, 0, 0, 0, 0},
	         PACING_PROGRESSIVE,
	         1},
		{"predictive before 200 answers",
	         {PACING_PREDICTIVE, 4, 4, 0, 199, 0, 2500, 0},
	         PACING_PROGRESSIVE,
	         4},
		{"predictive from 200 answers", {PACING_PREDICTIVE, 4, 0, 0, 200, 0, 5000, 0}, PACING_PREDICTIVE, 8},
		{"never over three calls per agent",
	         {PACING_PREDICTIVE, 4, 0, 0, 200, 0, 1000, 0},
	         PACING_PREDICTIVE,
	         12},
		{"half way to the ceiling, half as bold",
	         {PACING_PREDICTIVE, 4, 0, 0, 1000, 15, 5000, 0},
	         PACING_PREDICTIVE,
	         6},
		{"just under the ceiling", {PACING_PREDICTIVE, 4, 0, 0, 1000, 29, 5000, 0}, PACING_PREDICTIVE, 4},
		{"at the ceiling", {PACING_PREDICTIVE, 4, 4, 0, 1000, 30, 5000, 0}, PACING_PROGRESSIVE, 4},
		{"no answer rate known", {PACING_PREDICTIVE, 4, 4, 0, 1000, 0, 0, 0}, PACING_PROGRESSIVE, 4},
		{"the line failed four times", {PACING_PROGRESSIVE, 4, 0, 0, 0, 0, 0, 4}, PACING_PROGRESSIVE, 4},
		{"the line failed five times", {PACING_PROGRESSIVE, 4, 0, 0, 0, 0, 0, 5}, PACING_PROGRESSIVE, 0},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		print_message("  %s: %d\n", rows[i].when, rows[i].calls);
		assert_int_equal(pacing_effective_mode(&policy, &rows[i].facts), rows[i].mode);
		assert_int_equal(pacing_calls(&policy, &rows[i].facts), rows[i].calls);
	}
}

/* The nearer the ceiling, the fewer calls; never fewer than one per free agent, never more than three. */
static void test_bolder_with_room(void **state)
{
	(void)state;
	for (int64_t rate_bp = 100; rate_bp <= 10000; rate_bp += 300) {
		int last = 100;

		for (int64_t abandoned = 0; abandoned <= 40; abandoned++) {
			struct pacing_facts facts = {PACING_PREDICTIVE, 10, 0, 0, 1000, abandoned, rate_bp, 0};
			int calls = pacing_calls(&policy, &facts);

			assert_true(calls <= last);
			assert_true(calls >= 10 && calls <= 30);
			last = calls;
		}
		assert_int_equal(last, 10);
	}
}

static void test_abandoned(void **state)
{
	(void)state;
	assert_false(pacing_is_abandoned(&policy, T0, T0 + 1999));
	assert_true(pacing_is_abandoned(&policy, T0, T0 + 2000));
	assert_int_equal(pacing_abandon_rate_bp(1000, 26), 260);
	assert_int_equal(pacing_abandon_rate_bp(0, 0), 0);
}

static void test_callback(void **state)
{
	static const struct {
		int64_t shift_ms;
		bool kept, owners;
	} rows[] = {
		{-3 * MINUTE - 1, false, true}, {-3 * MINUTE, true, true},   {0, true, true},
		{10 * MINUTE - 1, true, true},  {10 * MINUTE, false, false},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(pacing_is_kept_for_callback(&policy, T0, T0 + rows[i].shift_ms), rows[i].kept);
		assert_int_equal(pacing_is_owners_callback(&policy, T0, T0 + rows[i].shift_ms), rows[i].owners);
	}
}

static void test_dropped_numbers_rest(void **state)
{
	(void)state;
	assert_true(pacing_may_dial_predictively(&policy, 0, T0));
	assert_false(pacing_may_dial_predictively(&policy, T0, T0 + 72 * 60 * MINUTE - 1));
	assert_true(pacing_may_dial_predictively(&policy, T0, T0 + 72 * 60 * MINUTE));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_calls),
		cmocka_unit_test(test_bolder_with_room),
		cmocka_unit_test(test_abandoned),
		cmocka_unit_test(test_callback),
		cmocka_unit_test(test_dropped_numbers_rest),
	};
	return cmocka_run_group_tests_name("pacing", tests, NULL, NULL);
}
