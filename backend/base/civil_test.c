/* Read each row as a sentence: this instant is this date on the wall in Bogotá; this text is this instant. */
#include "base/civil.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define T0 INT64_C(1767225600000) /* 2026-01-01T00:00Z, 19:00 of the day before in Bogotá */

static const struct civil_date never = {0};

static void assert_date(struct civil_date date, int year, int month, int day)
{
	assert_int_equal(date.year, year);
	assert_int_equal(date.month, month);
	assert_int_equal(date.day, day);
}

static void test_local_date(void **state)
{
	static const struct {
		const char *when;
		int64_t at_ms;
		int year, month, day, hour, minute, second, millisecond;
	} rows[] = {
		{"the epoch is the evening before", 0, 1969, 12, 31, 19, 0, 0, 0},
		{"UTC's new year is still the old year", T0, 2025, 12, 31, 19, 0, 0, 0},
		{"a millisecond before local midnight", T0 + 5 * CIVIL_HOUR_MS - 1, 2025, 12, 31, 23, 59, 59, 999},
		{"local midnight", T0 + 5 * CIVIL_HOUR_MS, 2026, 1, 1, 0, 0, 0, 0},
		{"a leap day", INT64_C(1709229600000), 2024, 2, 29, 13, 0, 0, 0},
		{"a millisecond before the epoch", -1, 1969, 12, 31, 18, 59, 59, 999},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct civil_time time = civil_time_at(rows[i].at_ms);

		print_message("  %s\n", rows[i].when);
		assert_date(time.date, rows[i].year, rows[i].month, rows[i].day);
		assert_int_equal(time.hour, rows[i].hour);
		assert_int_equal(time.minute, rows[i].minute);
		assert_int_equal(time.second, rows[i].second);
		assert_int_equal(time.millisecond, rows[i].millisecond);
		assert_int_equal(civil_instant(time.date, civil_ms_of_day_at(rows[i].at_ms)), rows[i].at_ms);
	}
}

/* Every day from 1900 to 2100 follows the one before, turns into a number and back, and has the next weekday. */
static void test_every_day_follows(void **state)
{
	struct civil_date date = {.year = 1900, .month = 1, .day = 1};
	int64_t days = civil_days_from_date(date);
	enum civil_weekday weekday = CIVIL_MONDAY; /* 1 January 1900 was one */

	(void)state;
	assert_int_equal(days, -25567);
	while (date.year <= 2100) {
		struct civil_date next = civil_date_add_days(date, 1);

		assert_int_equal(civil_days_from_date(date), days++);
		assert_int_equal(civil_weekday_of(date), weekday);
		assert_true(civil_date_compare(date, next) < 0 && civil_date_compare(next, date) > 0);
		assert_true(next.day == date.day + 1 || next.day == 1);
		weekday = (enum civil_weekday)((weekday + 1) % 7);
		date = next;
	}
	assert_date(date, 2101, 1, 1);
	assert_int_equal(civil_date_compare(date, date), 0);
}

static void test_starts(void **state)
{
	int64_t noon_ms = civil_instant((struct civil_date){2026, 3, 15}, 12 * CIVIL_HOUR_MS);
	int64_t new_year_ms = T0 + 5 * CIVIL_HOUR_MS;

	(void)state;
	assert_int_equal(civil_hour_start(noon_ms + 59 * CIVIL_MINUTE_MS), noon_ms);
	assert_int_equal(civil_hour_start(noon_ms - 1), noon_ms - CIVIL_HOUR_MS);
	assert_int_equal(civil_hour_start(-1), -CIVIL_HOUR_MS);
	assert_int_equal(civil_day_start(noon_ms), noon_ms - 12 * CIVIL_HOUR_MS);
	assert_int_equal(civil_day_start(new_year_ms), new_year_ms);
	assert_int_equal(civil_day_start(new_year_ms - 1), new_year_ms - CIVIL_DAY_MS);
	assert_int_equal(civil_month_start(new_year_ms - 1), new_year_ms - 31 * CIVIL_DAY_MS);
	assert_int_equal(civil_month_start(noon_ms), noon_ms - 12 * CIVIL_HOUR_MS - 14 * CIVIL_DAY_MS);
}

static void test_date_text(void **state)
{
	static const struct {
		const char *text;
		bool is_date;
	} rows[] = {
		{"2026-01-31", true},   {"2024-02-29", true},  {"0001-01-01", true},
		{"9999-12-31", true},   {"2026-02-29", false}, {"2026-02-30", false},
		{"2026-13-01", false},  {"2026-00-10", false}, {"2026-01-00", false},
		{"0000-01-01", false},  {"2026-1-31", false},  {"2026-01-31 ", false},
		{" 2026-01-31", false}, {"2026/01/31", false}, {"31-01-2026", false},
		{"2026-01-3", false},   {"", false},           {"2026-01", false},
		{"20a6-01-31", false},  {"1900-02-29", false},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct civil_date date = never;
		char text[CIVIL_DATE_SIZE];

		print_message("  \"%s\" %s\n", rows[i].text, rows[i].is_date ? "is a date" : "is refused");
		assert_int_equal(civil_date_parse(rows[i].text, &date), rows[i].is_date);
		if (rows[i].is_date) {
			civil_date_format(date, text);
			assert_string_equal(text, rows[i].text);
		} else {
			assert_int_equal(civil_date_compare(date, never), 0);
		}
	}
}

static void test_rfc3339(void **state)
{
	static const struct {
		const char *text;
		bool is_instant;
		int64_t at_ms;
	} rows[] = {
		{"2026-01-01T00:00:00Z", true, T0},
		{"2025-12-31T19:00:00-05:00", true, T0},
		{"2026-01-01T05:30:00+05:30", true, T0},
		{"2026-01-01t00:00:00.5z", true, T0 + 500},
		{"2026-01-01 00:00:00.0019Z", true, T0 + 1},
		{"2026-01-01T00:00:00.123456789Z", true, T0 + 123},
		{"1969-12-31T23:59:59.999Z", true, -1},
		{"2026-01-01T24:00:00Z", false, 0},
		{"2026-01-01T00:60:00Z", false, 0},
		{"2026-12-31T23:59:60Z", false, 0},
		{"2026-01-01T00:00:00", false, 0},
		{"2026-01-01T00:00:00.Z", false, 0},
		{"2026-01-01T00:00:00+0500", false, 0},
		{"2026-01-01T00:00:00+24:00", false, 0},
		{"2026-01-01T00:00:00Zx", false, 0},
		{"2026-01-01", false, 0},
		{"", false, 0},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t at_ms = 42;

		print_message("  \"%s\"\n", rows[i].text);
		assert_int_equal(civil_rfc3339_parse(rows[i].text, &at_ms), rows[i].is_instant);
		assert_int_equal(at_ms, rows[i].is_instant ? rows[i].at_ms : 42);
	}
}

/* Whatever the instant, written and read back it is the same one. */
static void test_rfc3339_round_trip(void **state)
{
	char text[CIVIL_RFC3339_SIZE];

	(void)state;
	for (int64_t at_ms = -1000 * CIVIL_DAY_MS; at_ms < 40000 * CIVIL_DAY_MS;
	     at_ms += 7 * CIVIL_DAY_MS + 12345677) {
		int64_t read_ms = 0;

		civil_rfc3339_format(at_ms, text);
		assert_true(civil_rfc3339_parse(text, &read_ms));
		assert_int_equal(read_ms, at_ms);
	}
	civil_rfc3339_format(T0 + 1, text);
	assert_string_equal(text, "2026-01-01T00:00:00.001Z");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_local_date), cmocka_unit_test(test_every_day_follows),
		cmocka_unit_test(test_starts),     cmocka_unit_test(test_date_text),
		cmocka_unit_test(test_rfc3339),    cmocka_unit_test(test_rfc3339_round_trip),
	};
	return cmocka_run_group_tests_name("civil", tests, NULL, NULL);
}
