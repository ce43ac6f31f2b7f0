/* The holidays of 2026 as the rules list them, the law's rules for every other year, and the override table. */
#include "domain/holidays.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void test_2026(void **state)
{
	static const struct civil_date listed[] = {
		{2026, 1, 1},  {2026, 1, 12},  {2026, 3, 23}, {2026, 4, 2},   {2026, 4, 3},
		{2026, 5, 1},  {2026, 5, 18},  {2026, 6, 8},  {2026, 6, 15},  {2026, 6, 29},
		{2026, 7, 13}, {2026, 7, 20},  {2026, 8, 7},  {2026, 8, 17},  {2026, 10, 12},
		{2026, 11, 2}, {2026, 11, 16}, {2026, 12, 8}, {2026, 12, 25},
	};
	size_t next = 0;

	(void)state;
	for (struct civil_date day = {2026, 1, 1}; day.year == 2026; day = civil_date_add_days(day, 1)) {
		bool expected = next < sizeof listed / sizeof *listed && civil_date_compare(day, listed[next]) == 0;

		assert_int_equal(holidays_include(NULL, day), expected);
		next += expected;
	}
	assert_int_equal(next, sizeof listed / sizeof *listed);
}

static void test_easter(void **state)
{
	static const struct civil_date sundays[] = {
		{2000, 4, 23}, {2008, 3, 23}, {2024, 3, 31}, {2025, 4, 20},
		{2026, 4, 5},  {2038, 4, 25}, {2285, 3, 22},
	};
	(void)state;
	for (size_t i = 0; i < sizeof sundays / sizeof *sundays; i++)
		assert_int_equal(civil_date_compare(holidays_easter(sundays[i].year), sundays[i]), 0);
	for (int32_t year = 1984; year < 2300; year++) {
		assert_int_equal(civil_weekday_of(holidays_easter(year)), CIVIL_SUNDAY);
		assert_true(civil_date_compare(holidays_easter(year), (struct civil_date){year, 3, 22}) >= 0);
		assert_true(civil_date_compare(holidays_easter(year), (struct civil_date){year, 4, 25}) <= 0);
	}
}

/* Holidays per year, as the independent list (Python's `holidays`, country CO) counts distinct days. */
static void test_days_per_year(void **state)
{
	static const int days[] = {
		/* 2024 */ 18, 17, 19, 19, 19, 19, 18, 19, 19, 19, 19, 19, 19, 19, 18, 19, /* 2040 */ 19};

	(void)state;
	for (int i = 0; i < (int)(sizeof days / sizeof *days); i++) {
		int count = 0;

		for (struct civil_date day = {2024 + i, 1, 1}; day.year == 2024 + i;
		     day = civil_date_add_days(day, 1))
			count += holidays_include(NULL, day);
		print_message("  %d has %d\n", 2024 + i, count);
		assert_int_equal(count, days[i]);
	}
}

static void test_july_9_from_2026(void **state)
{
	(void)state;
	assert_false(holidays_include(NULL, (struct civil_date){2025, 7, 14}));
	assert_true(holidays_include(NULL, (struct civil_date){2026, 7, 13}));
}

static void test_overrides(void **state)
{
	static const struct holiday_override overrides[] = {{{2026, 2, 3}, true}, {{2026, 12, 25}, false}};
	static const struct holidays holidays = {overrides, 2};

	(void)state;
	assert_true(holidays_include(&holidays, (struct civil_date){2026, 2, 3}));
	assert_false(holidays_include(&holidays, (struct civil_date){2026, 12, 25}));
	assert_true(holidays_include(&holidays, (struct civil_date){2026, 12, 8}));
	assert_false(holidays_include(NULL, (struct civil_date){2026, 2, 3}));
}

static void test_business_days(void **state)
{
	static const struct {
		const char *from;
		struct civil_date date;
		int n;
		struct civil_date reached;
	} rows[] = {
		{"a Monday, five days on", {2026, 11, 23}, 5, {2026, 11, 30}},
		{"a Friday, one day on", {2026, 11, 20}, 1, {2026, 11, 23}},
		{"over a holiday Monday", {2026, 11, 13}, 1, {2026, 11, 17}},
		{"from a Saturday", {2026, 11, 21}, 1, {2026, 11, 23}},
		{"over Easter", {2026, 4, 1}, 1, {2026, 4, 6}},
		{"none at all", {2026, 4, 5}, 0, {2026, 4, 5}},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		print_message("  %s\n", rows[i].from);
		assert_int_equal(civil_date_compare(holidays_add_business_days(NULL, rows[i].date, rows[i].n),
		                                    rows[i].reached),
		                 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_2026),          cmocka_unit_test(test_easter),
		cmocka_unit_test(test_days_per_year), cmocka_unit_test(test_july_9_from_2026),
		cmocka_unit_test(test_overrides),     cmocka_unit_test(test_business_days),
	};
	return cmocka_run_group_tests_name("holidays", tests, NULL, NULL);
}
