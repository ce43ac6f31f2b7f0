/* Sums per hour, day and month; each row says what is added and what stands where afterwards. */
#include "store/tally.h"

#include "base/civil.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

#define MINUTE CIVIL_MINUTE_MS
#define HOUR   CIVIL_HOUR_MS

/* Local times of America/Bogota, as instants. */
static int64_t local(int month, int day, int hour, int minute)
{
	const struct civil_date date = {.year = 2026, .month = (uint8_t)month, .day = (uint8_t)day};

	return civil_instant(date, hour * HOUR + minute * MINUTE);
}

static struct id id_of(int n)
{
	struct id id = {{0}};

	snprintf((char *)id.bytes, sizeof id.bytes, "%d", n);
	return id;
}

static struct counted state_entry(enum agent_state state, int64_t from_ms, int64_t to_ms)
{
	return (struct counted){
		.agent_id = id_of(1),
		.from_ms = from_ms,
		.at_ms = to_ms,
		.fact = {.event = KPI_EVENT_AGENT_STATE_ENDED, .agent_state = state, .duration_ms = to_ms - from_ms},
	};
}

static int64_t sum_at(const struct tally *tally, enum tally_period period, int64_t at_ms, size_t counter)
{
	const struct tally_key key = {.period = period, .at_ms = at_ms, .agent_id = id_of(1)};
	const struct tally_row *row = tally_find(tally, &key);

	return row ? row->sums.value[counter] : 0;
}

static void test_an_interval_is_cut_at_the_hours(void **state)
{
	static const struct {
		const char *when;
		int from_hour, from_minute, to_hour, to_minute; /* 1 June; 24: midnight */
		int64_t minutes[4];                             /* in the hours 22, 23, 0 and 1 */
	} rows[] = {
		{"within an hour", 22, 10, 22, 40, {30, 0, 0, 0}},
		{"up to the hour", 22, 30, 23, 0, {30, 0, 0, 0}},
		{"from the hour on", 23, 0, 23, 1, {0, 1, 0, 0}},
		{"over one border", 22, 50, 23, 20, {10, 20, 0, 0}},
		{"over midnight and two borders more", 22, 50, 25, 30, {10, 60, 60, 30}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct tally *tally = tally_new();
		const struct counted entry =
			state_entry(AGENT_TALKING, local(5, 31, rows[i].from_hour, rows[i].from_minute),
		                    local(5, 31, rows[i].to_hour, rows[i].to_minute));
		int64_t days[2] = {rows[i].minutes[0] + rows[i].minutes[1], rows[i].minutes[2] + rows[i].minutes[3]};

		print_message("  %s\n", rows[i].when);
		tally_add(tally, &entry);
		for (int hour = 0; hour < 4; hour++)
			assert_int_equal(sum_at(tally, TALLY_HOUR, local(5, 31, 22 + hour, 0), KPI_STATE_TALKING_MS),
			                 rows[i].minutes[hour] * MINUTE);
		assert_int_equal(sum_at(tally, TALLY_DAY, local(5, 31, 0, 0), KPI_STATE_TALKING_MS),
		                 days[0] * MINUTE);
		assert_int_equal(sum_at(tally, TALLY_DAY, local(6, 1, 0, 0), KPI_STATE_TALKING_MS), days[1] * MINUTE);
		assert_int_equal(sum_at(tally, TALLY_MONTH, local(5, 1, 0, 0), KPI_STATE_TALKING_MS),
		                 days[0] * MINUTE);
		assert_int_equal(sum_at(tally, TALLY_MONTH, local(6, 1, 0, 0), KPI_STATE_TALKING_MS),
		                 days[1] * MINUTE);
		tally_free(tally);
	}
}

static void test_a_moment_counts_in_its_hour_day_and_month(void **state)
{
	struct tally *tally = tally_new();
	const struct counted entry = {
		.agent_id = id_of(1),
		.from_ms = local(5, 31, 23, 59),
		.at_ms = local(5, 31, 23, 59),
		.fact = {.event = KPI_EVENT_SALE_SUBMITTED, .products = 2},
	};

	(void)state;
	tally_add(tally, &entry);
	tally_add(tally, &entry);
	assert_int_equal(tally_count(tally), 3);
	assert_int_equal(sum_at(tally, TALLY_HOUR, local(5, 31, 23, 0), KPI_PRODUCTS_SUBMITTED), 4);
	assert_int_equal(sum_at(tally, TALLY_DAY, local(5, 31, 0, 0), KPI_SALES_EFFECTIVE), 2);
	assert_int_equal(sum_at(tally, TALLY_MONTH, local(5, 1, 0, 0), KPI_SALES_EFFECTIVE), 2);
	assert_int_equal(sum_at(tally, TALLY_DAY, local(6, 1, 0, 0), KPI_SALES_EFFECTIVE), 0);
	tally_free(tally);
}

static void test_owners_are_kept_apart_and_found_again(void **state)
{
	struct tally *tally = tally_new();
	struct counted entry = {
		.from_ms = local(6, 1, 9, 0), .at_ms = local(6, 1, 9, 0), .fact = {.event = KPI_EVENT_CALL_ANSWERED}};
	enum { OWNERS = 1000 };

	(void)state;
	for (int i = 0; i < OWNERS * 2; i++) {
		entry.agent_id = id_of(i % OWNERS);
		entry.team_id = id_of(i % 7);
		tally_add(tally, &entry);
	}
	for (int i = 0; i < OWNERS * 2; i++) {
		const struct tally_key key = {.period = TALLY_DAY,
		                              .at_ms = local(6, 1, 0, 0),
		                              .agent_id = id_of(i % OWNERS),
		                              .team_id = id_of(i % 7)};
		const struct tally_row *row = tally_find(tally, &key);

		assert_non_null(row);
		assert_int_equal(row->sums.value[KPI_CALLS_ANSWERED], 1);
	}
	tally_reset(tally);
	assert_int_equal(tally_count(tally), 0);
	tally_free(tally);
}

static void test_what_counts_nothing_leaves_no_row(void **state)
{
	struct tally *tally = tally_new();
	const struct counted entry = {.from_ms = local(6, 1, 9, 0),
	                              .at_ms = local(6, 1, 9, 0),
	                              .fact = {.event = KPI_EVENT_LEADS_IMPORTED, .count = 0}};

	(void)state;
	tally_add(tally, &entry);
	assert_int_equal(tally_count(tally), 0);
	tally_free(tally);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_interval_is_cut_at_the_hours),
		cmocka_unit_test(test_a_moment_counts_in_its_hour_day_and_month),
		cmocka_unit_test(test_owners_are_kept_apart_and_found_again),
		cmocka_unit_test(test_what_counts_nothing_leaves_no_row),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
