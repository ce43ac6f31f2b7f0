/* Read each row as a sentence: this part of a campaign holds, or what is wrong with it. */
#include "domain/campaign.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void test_slugs(void **state)
{
	static const struct {
		const char *slug;
		enum field_verdict verdict;
	} rows[] = {
		{"movil_2026", FIELD_OK},
		{"a", FIELD_TOO_SHORT},
		{"", FIELD_TOO_SHORT},
		{"a2345678901234567890123456789012345678901", FIELD_TOO_LONG},
		{"Movil", FIELD_BAD_CHARACTER},
		{"móvil", FIELD_BAD_CHARACTER},
		{"movil hogar", FIELD_BAD_CHARACTER},
		{"2026_movil", FIELD_BAD_FORMAT},
		{"_movil", FIELD_BAD_FORMAT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(campaign_slug_check(rows[i].slug), rows[i].verdict);
}

static void test_windows(void **state)
{
	static const struct {
		const char *when;
		struct campaign_window windows[2];
		enum field_verdict second;
	} rows[] = {
		{"the law's own Tuesday", {{0, 480, 1020}, {1, 420, 1140}}, FIELD_OK},
		{"closed on Saturday", {{0, 480, 1020}, {5, 0, 0}}, FIELD_OK},
		{"a minute before the law opens", {{0, 480, 1020}, {1, 419, 1140}}, FIELD_NOT_ALLOWED},
		{"open on Sunday", {{0, 480, 1020}, {6, 600, 700}}, FIELD_NOT_ALLOWED},
		{"Monday twice", {{0, 480, 1020}, {0, 480, 900}}, FIELD_DUPLICATE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(campaign_window_check(rows[i].windows, 1), rows[i].second);
}

static void test_days_on_sale(void **state)
{
	static const struct {
		const char *from, *until;
		bool within;
	} rows[] = {
		{NULL, NULL, true},          {"2026-11-24", "2026-11-24", true}, {"2026-11-25", NULL, false},
		{NULL, "2026-11-23", false}, {"2026-01-01", "2026-12-31", true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(campaign_day_is_within("2026-11-24", rows[i].from, rows[i].until), rows[i].within);
}

static void test_only_the_served_mode_may_be_chosen(void **state)
{
	(void)state;
	assert_int_equal(campaign_mode_check(PACING_PROGRESSIVE), FIELD_OK);
	assert_int_equal(campaign_mode_check(PACING_PREVIEW), FIELD_NOT_ALLOWED);
	assert_int_equal(campaign_mode_check(PACING_PREDICTIVE), FIELD_NOT_ALLOWED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_slugs),
		cmocka_unit_test(test_windows),
		cmocka_unit_test(test_days_on_sale),
		cmocka_unit_test(test_only_the_served_mode_may_be_chosen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
