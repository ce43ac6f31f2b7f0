/* Read each row as a sentence: at this instant calling is allowed or not, and opens and closes then. */
#include "domain/contact_hours.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

/* Local instants of November 2026: Mon 16 is a holiday, Sat 21, Sun 22. */
static int64_t at(int month, int day, int hour, int minute)
{
	struct civil_date date = {2026, (uint8_t)month, (uint8_t)day};

	return civil_instant(date, hour * CIVIL_HOUR_MS + minute * CIVIL_MINUTE_MS);
}

static void test_open(void **state)
{
	static const struct {
		const char *when;
		int month, day, hour, minute;
		int64_t shift_ms;
		bool open;
		int next_day, next_hour; /* of the same month, when closed */
	} rows[] = {
		{"a Tuesday at seven", 11, 24, 7, 0, 0, true, 0, 0},
		{"a millisecond before", 11, 24, 7, 0, -1, false, 24, 7},
		{"a millisecond before the end", 11, 24, 19, 0, -1, true, 0, 0},
		{"the end itself", 11, 24, 19, 0, 0, false, 25, 7},
		{"midnight", 11, 24, 0, 0, 0, false, 24, 7},
		{"a Saturday at eight", 11, 21, 8, 0, 0, true, 0, 0},
		{"a Saturday at seven", 11, 21, 7, 0, 0, false, 21, 8},
		{"a Saturday a millisecond before three", 11, 21, 15, 0, -1, true, 0, 0},
		{"a Saturday at three", 11, 21, 15, 0, 0, false, 23, 7},
		{"a Sunday at noon", 11, 22, 12, 0, 0, false, 23, 7},
		{"a holiday Monday at noon", 11, 16, 12, 0, 0, false, 17, 7},
		{"the Friday evening before a long weekend", 11, 13, 19, 0, 0, false, 14, 8},
		{"the Saturday afternoon of a long weekend", 11, 14, 15, 0, 0, false, 17, 7},
		{"Maundy Thursday", 4, 2, 12, 0, 0, false, 4, 8},
	};
	struct contact_hours hours = contact_hours_legal(NULL);

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t at_ms = at(rows[i].month, rows[i].day, rows[i].hour, rows[i].minute) + rows[i].shift_ms;
		int64_t open_ms = 0;

		print_message("  %s\n", rows[i].when);
		assert_int_equal(contact_hours_is_open(&hours, at_ms), rows[i].open);
		assert_true(contact_hours_next(&hours, at_ms, &open_ms));
		assert_int_equal(open_ms,
		                 rows[i].open ? at_ms : at(rows[i].month, rows[i].next_day, rows[i].next_hour, 0));
	}
}

static void test_narrower_never_wider(void **state)
{
	struct contact_hours hours = contact_hours_legal(NULL);

	(void)state;
	hours.week[CIVIL_TUESDAY] = (struct contact_window){9 * 60, 12 * 60};
	hours.week[CIVIL_WEDNESDAY] = (struct contact_window){0, 24 * 60}; /* got past the check somehow */
	hours.week[CIVIL_SUNDAY] = (struct contact_window){10 * 60, 12 * 60};
	assert_false(contact_hours_is_open(&hours, at(11, 24, 8, 59)));
	assert_true(contact_hours_is_open(&hours, at(11, 24, 9, 0)));
	assert_false(contact_hours_is_open(&hours, at(11, 24, 12, 0)));
	assert_false(contact_hours_is_open(&hours, at(11, 25, 6, 59)));
	assert_false(contact_hours_is_open(&hours, at(11, 25, 19, 0)));
	assert_false(contact_hours_is_open(&hours, at(11, 22, 11, 0)));
	assert_true(contact_hours_narrows(CIVIL_TUESDAY, (struct contact_window){9 * 60, 12 * 60}));
	assert_true(contact_hours_narrows(CIVIL_TUESDAY, (struct contact_window){7 * 60, 19 * 60}));
	assert_false(contact_hours_narrows(CIVIL_TUESDAY, (struct contact_window){7 * 60 - 1, 19 * 60}));
	assert_false(contact_hours_narrows(CIVIL_TUESDAY, (struct contact_window){7 * 60, 19 * 60 + 1}));
	assert_false(contact_hours_narrows(CIVIL_SATURDAY, (struct contact_window){7 * 60, 12 * 60}));
	assert_false(contact_hours_narrows(CIVIL_SUNDAY, (struct contact_window){10 * 60, 12 * 60}));
	assert_true(contact_hours_narrows(CIVIL_SUNDAY, (struct contact_window){0, 0}));
	assert_false(contact_hours_narrows(CIVIL_MONDAY, (struct contact_window){-1, -1}));
}

static void test_between(void **state)
{
	struct contact_hours hours = contact_hours_legal(NULL);

	(void)state;
	assert_int_equal(contact_hours_between(&hours, at(11, 24, 10, 0), at(11, 24, 10, 15)), 15 * CIVIL_MINUTE_MS);
	assert_int_equal(contact_hours_between(&hours, at(11, 24, 18, 50), at(11, 25, 7, 5)), 15 * CIVIL_MINUTE_MS);
	assert_int_equal(contact_hours_between(&hours, at(11, 24, 0, 0), at(11, 25, 0, 0)), 12 * CIVIL_HOUR_MS);
	assert_int_equal(contact_hours_between(&hours, at(11, 23, 0, 0), at(11, 30, 0, 0)), 67 * CIVIL_HOUR_MS);
	assert_int_equal(contact_hours_between(&hours, at(11, 22, 0, 0), at(11, 23, 7, 0)), 0);
	assert_int_equal(contact_hours_between(&hours, at(11, 24, 12, 0), at(11, 24, 11, 0)), 0);
}

/* Adding contact time and measuring it agree, wherever one starts. */
static void test_add_agrees_with_between(void **state)
{
	struct contact_hours hours = contact_hours_legal(NULL);
	int64_t reached_ms = 0;

	(void)state;
	for (int64_t at_ms = at(11, 12, 0, 0); at_ms < at(11, 20, 0, 0); at_ms += 53 * CIVIL_MINUTE_MS) {
		for (int64_t open_ms = 1; open_ms < 40 * CIVIL_HOUR_MS; open_ms += 7 * CIVIL_HOUR_MS + 1) {
			assert_true(contact_hours_add(&hours, at_ms, open_ms, &reached_ms));
			assert_int_equal(contact_hours_between(&hours, at_ms, reached_ms), open_ms);
			assert_true(contact_hours_is_open(&hours, reached_ms - 1));
		}
	}
	assert_true(contact_hours_add(&hours, at(11, 24, 18, 50), 15 * CIVIL_MINUTE_MS, &reached_ms));
	assert_int_equal(reached_ms, at(11, 25, 7, 5));
}

static void test_days_and_closes(void **state)
{
	struct contact_hours hours = contact_hours_legal(NULL);
	int64_t close_ms = 0;

	(void)state;
	assert_true(contact_hours_close(&hours, at(11, 24, 10, 0), &close_ms));
	assert_int_equal(close_ms, at(11, 24, 19, 0));
	assert_true(contact_hours_close(&hours, at(11, 24, 19, 0), &close_ms));
	assert_int_equal(close_ms, at(11, 25, 19, 0));
	assert_true(contact_hours_nth_close(&hours, at(11, 23, 10, 0), 3, &close_ms));
	assert_int_equal(close_ms, at(11, 26, 19, 0));
	assert_true(contact_hours_nth_close(&hours, at(11, 13, 10, 0), 1, &close_ms));
	assert_int_equal(close_ms, at(11, 14, 15, 0));
	assert_true(contact_hours_nth_close(&hours, at(11, 13, 10, 0), 3, &close_ms));
	assert_int_equal(close_ms, at(11, 18, 19, 0)); /* Saturday, and over the holiday Tuesday and Wednesday */
	assert_int_equal(contact_hours_days_between(&hours, at(11, 23, 10, 0), at(11, 26, 19, 0)), 4);
	assert_int_equal(contact_hours_days_between(&hours, at(11, 23, 10, 0), at(11, 26, 19, 0) - 1), 3);
	assert_false(contact_hours_is_day(&hours, (struct civil_date){2026, 11, 16}));
	assert_true(contact_hours_is_day(&hours, (struct civil_date){2026, 11, 21}));
}

static void test_never_open(void **state)
{
	struct contact_hours hours = {.holidays = NULL};
	int64_t open_ms = 42;

	(void)state;
	assert_false(contact_hours_next(&hours, at(11, 24, 10, 0), &open_ms));
	assert_false(contact_hours_close(&hours, at(11, 24, 10, 0), &open_ms));
	assert_false(contact_hours_add(&hours, at(11, 24, 10, 0), 1, &open_ms));
	assert_false(contact_hours_nth_close(&hours, at(11, 24, 10, 0), 1, &open_ms));
	assert_int_equal(open_ms, 42);
	assert_int_equal(contact_hours_between(&hours, at(11, 1, 0, 0), at(11, 30, 0, 0)), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_open),
		cmocka_unit_test(test_narrower_never_wider),
		cmocka_unit_test(test_between),
		cmocka_unit_test(test_add_agrees_with_between),
		cmocka_unit_test(test_days_and_closes),
		cmocka_unit_test(test_never_open),
	};
	return cmocka_run_group_tests_name("contact_hours", tests, NULL, NULL);
}
