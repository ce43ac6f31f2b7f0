/* Read each row as a sentence: a sale held and owned so, asked for by this person, is free or not. */
#include "domain/claim.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define T0      INT64_C(1795532400000) /* 2026-11-24, a Tuesday, 10:00 in Bogotá */
#define QUARTER (15 * CIVIL_MINUTE_MS)

static const struct claim_policy policy = {.idle_ms = QUARTER, .preferred_ms = QUARTER};

static void test_ask(void **state)
{
	enum { STRANGER, HOLDER, OWNER };
	static const struct {
		const char *when;
		struct claim claim;
		int by;
		int64_t now_ms;
		enum claim_verdict verdict;
		int64_t from_ms;
	} rows[] = {
		{"nobody ever took it", {0}, STRANGER, T0, CLAIM_FREE, 0},
		{"held by another", {true, T0, true, 0}, STRANGER, T0 + 1, CLAIM_HELD, T0 + QUARTER},
		{"held by another, its owner asks", {true, T0, true, 0}, OWNER, T0 + 1, CLAIM_HELD, T0 + QUARTER},
		{"held by the one who asks", {true, T0, true, 0}, HOLDER, T0 + 1, CLAIM_MINE, 0},
		{"idle a millisecond short",
	         {true, T0, true, 0},
	         STRANGER,
	         T0 + QUARTER - 1,
	         CLAIM_HELD,
	         T0 + QUARTER},
		{"idle for a quarter of an hour", {true, T0, true, 0}, STRANGER, T0 + QUARTER, CLAIM_FREE, 0},
		{"back to its owner", {false, 0, true, T0}, STRANGER, T0 + 1, CLAIM_PREFERRED, T0 + QUARTER},
		{"back to its owner, who asks", {false, 0, true, T0}, OWNER, T0 + 1, CLAIM_FREE, 0},
		{"back for a quarter of an hour", {false, 0, true, T0}, STRANGER, T0 + QUARTER, CLAIM_FREE, 0},
		{"back, but without an owner", {false, 0, false, T0}, STRANGER, T0, CLAIM_FREE, 0},
		{"back five minutes before closing",
	         {false, 0, true, T0 + 9 * CIVIL_HOUR_MS - 5 * CIVIL_MINUTE_MS},
	         STRANGER,
	         T0 + 20 * CIVIL_HOUR_MS,
	         CLAIM_PREFERRED,
	         T0 + 21 * CIVIL_HOUR_MS + 10 * CIVIL_MINUTE_MS},
	};
	struct contact_hours hours = contact_hours_legal(NULL);

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t from_ms = 0;

		print_message("  %s\n", rows[i].when);
		assert_int_equal(claim_ask(&policy, &hours, &rows[i].claim, rows[i].by == HOLDER, rows[i].by == OWNER,
		                           rows[i].now_ms, &from_ms),
		                 rows[i].verdict);
		assert_int_equal(from_ms, rows[i].from_ms);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ask),
	};
	return cmocka_run_group_tests_name("claim", tests, NULL, NULL);
}
