/* Read each row as a sentence: this fact counts so, and from these counters a figure comes out so. */
#include "domain/kpi.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define T0 INT64_C(1795532400000) /* 2026-11-24, a Tuesday, 10:00 in Bogotá */

static void fold(struct kpi_counters *counters, struct kpi_fact fact)
{
	struct kpi_delta deltas[KPI_DELTAS_MAX];
	size_t count = kpi_fold(&fact, deltas);

	for (size_t i = 0; i < count; i++) {
		assert_true(deltas[i].counter < KPI_ALL_COUNTERS);
		assert_int_not_equal(deltas[i].add, 0);
		for (size_t j = 0; j < i; j++)
			assert_int_not_equal(deltas[i].counter, deltas[j].counter);
	}
	kpi_add(counters, deltas, count);
}

/* A day's facts folded: two answered calls, one of which sells two products, one abandoned, one line failure. */
static struct kpi_counters a_day(void)
{
	struct kpi_counters day = {{0}};

	fold(&day, (struct kpi_fact){.event = KPI_EVENT_CALL_DIALED});
	fold(&day, (struct kpi_fact){.event = KPI_EVENT_CALL_DIALED});
	fold(&day, (struct kpi_fact){.event = KPI_EVENT_CALL_DIALED});
	fold(&day, (struct kpi_fact){.event = KPI_EVENT_CALL_LINE_FAILED});
	fold(&day, (struct kpi_fact){.event = KPI_EVENT_CALL_ANSWERED});
	fold(&day, (struct kpi_fact){.event = KPI_EVENT_CALL_ANSWERED});
	fold(&day, (struct kpi_fact){.event = KPI_EVENT_CALL_ABANDONED});
	fold(&day, (struct kpi_fact){.event = KPI_EVENT_SALE_SUBMITTED, .products = 2});
	fold(&day, (struct kpi_fact){.event = KPI_EVENT_CALL_DISPOSED,
	                             .disposition = DISPOSITION_SALE,
	                             .answered = true,
	                             .talk_ms = 300000,
	                             .wrap_up_ms = 40000});
	fold(&day, (struct kpi_fact){.event = KPI_EVENT_CALL_DISPOSED,
	                             .disposition = DISPOSITION_NOT_INTERESTED,
	                             .answered = true,
	                             .talk_ms = 100000,
	                             .wrap_up_ms = 10000});
	fold(&day, (struct kpi_fact){.event = KPI_EVENT_CALL_DISPOSED, .disposition = DISPOSITION_NO_ANSWER});
	fold(&day, (struct kpi_fact){.event = KPI_EVENT_AGENT_STATE_ENDED,
	                             .agent_state = AGENT_TALKING,
	                             .duration_ms = 400000});
	fold(&day, (struct kpi_fact){
			   .event = KPI_EVENT_AGENT_STATE_ENDED, .agent_state = AGENT_WRAP_UP, .duration_ms = 50000});
	fold(&day, (struct kpi_fact){.event = KPI_EVENT_AGENT_STATE_ENDED,
	                             .agent_state = AGENT_AVAILABLE,
	                             .duration_ms = 200000});
	fold(&day, (struct kpi_fact){
			   .event = KPI_EVENT_AGENT_STATE_ENDED, .agent_state = AGENT_TASK, .duration_ms = 70000});
	fold(&day, (struct kpi_fact){
			   .event = KPI_EVENT_AGENT_STATE_ENDED, .agent_state = AGENT_BREAK, .duration_ms = 999000});
	fold(&day, (struct kpi_fact){.event = KPI_EVENT_AGENT_STATE_ENDED,
	                             .agent_state = AGENT_NO_LINE,
	                             .duration_ms = 999000});
	fold(&day, (struct kpi_fact){.event = KPI_EVENT_CLAIM_ENDED, .step = KPI_STEP_REVIEW, .duration_ms = 90000});
	fold(&day,
	     (struct kpi_fact){.event = KPI_EVENT_CLAIM_ENDED, .step = KPI_STEP_DISPATCH, .duration_ms = 30000});
	fold(&day, (struct kpi_fact){.event = KPI_EVENT_IDENTITY_FAILED});
	fold(&day, (struct kpi_fact){.event = KPI_EVENT_IDENTITY_APPROVED});
	fold(&day, (struct kpi_fact){.event = KPI_EVENT_IDENTITY_VOID});
	return day;
}

static void assert_figure(const struct kpi_counters *counters, enum kpi_figure figure, int64_t expected)
{
	int64_t value = -1;

	print_message("  %s is %lld: %s\n", kpi_figure_name(figure), (long long)expected,
	              kpi_definition_of(figure)->text);
	assert_true(kpi_value(figure, counters, &value));
	assert_int_equal(value, expected);
}

static void test_figures(void **state)
{
	struct kpi_counters day = a_day();

	(void)state;
	assert_figure(&day, KPI_ANSWERED, 2);
	assert_figure(&day, KPI_EFFECTIVE, 1);
	assert_figure(&day, KPI_NON_EFFECTIVE, 1);
	assert_figure(&day, KPI_PRODUCTS, 2);
	assert_figure(&day, KPI_PRODUCTIVE_TIME, 720000);
	assert_figure(&day, KPI_PRODUCTIVITY, 10000); /* 2 in 0.2 h: 10 per hour */
	assert_figure(&day, KPI_AHT_EFFECTIVE, 340000);
	assert_figure(&day, KPI_AHT_ALL, 225000);
	assert_figure(&day, KPI_AHT_BACKOFFICE, 60000);
	assert_figure(&day, KPI_AHT_REVIEW, 90000);
	assert_figure(&day, KPI_AHT_DISPATCH, 30000);
	assert_figure(&day, KPI_ABANDONMENT, 333333);
	assert_figure(&day, KPI_IDENTITY_APPROVAL_RATE, 500000);
	assert_figure(&day, KPI_PRODUCTS_PER_HUNDRED, 100000);
	assert_int_equal(day.value[KPI_CALLS_DIALED], 3);
	assert_int_equal(day.value[KPI_LINE_FAILURES], 1);
	assert_int_equal(day.value[kpi_disposition_counter(DISPOSITION_NO_ANSWER)], 1);
	assert_int_equal(day.value[KPI_HANDLED_CALLS], 2);
}

/* Each way to fall takes sale and products off the net, and nothing off what was submitted. */
static void test_fallen_sales(void **state)
{
	static const enum kpi_event falls[] = {KPI_EVENT_SALE_CANCELLED, KPI_EVENT_SALE_REJECTED,
	                                       KPI_EVENT_SALE_EXPIRED, KPI_EVENT_SALE_UNDELIVERED,
	                                       KPI_EVENT_SALE_WITHDRAWN};

	(void)state;
	for (size_t i = 0; i < sizeof falls / sizeof *falls; i++) {
		struct kpi_counters day = a_day();

		fold(&day, (struct kpi_fact){.event = falls[i], .products = 2});
		assert_figure(&day, KPI_PRODUCTS, 2);
		assert_figure(&day, KPI_PRODUCTS_NET, 0);
		assert_figure(&day, KPI_EFFECTIVE, 1);
		assert_figure(&day, KPI_EFFECTIVE_NET, 0);
		assert_figure(&day, KPI_EXPIRIES, falls[i] == KPI_EVENT_SALE_EXPIRED);
	}
}

/* A correction ends with the counters the right disposition would have made at once, whichever the two are. */
static void test_correction(void **state)
{
	(void)state;
	for (int wrong = 0; wrong < DISPOSITION_COUNT; wrong++) {
		for (int right = 0; right < DISPOSITION_COUNT; right++) {
			struct kpi_counters corrected = {{0}}, at_once = {{0}};
			struct kpi_fact fact = {.event = KPI_EVENT_CALL_DISPOSED,
			                        .answered = right % 2 == 0,
			                        .talk_ms = 1000,
			                        .wrap_up_ms = 100,
			                        .disposition = (enum disposition)wrong};

			fold(&corrected, fact);
			fact.event = KPI_EVENT_CALL_CORRECTED;
			fact.old_disposition = fact.disposition;
			fact.disposition = (enum disposition)right;
			fold(&corrected, fact);
			fact.event = KPI_EVENT_CALL_DISPOSED;
			fold(&at_once, fact);
			assert_memory_equal(&corrected, &at_once, sizeof at_once);
		}
	}
}

static void test_no_data_is_no_figure(void **state)
{
	struct kpi_counters none = {{0}};
	int64_t value = 42;

	(void)state;
	assert_false(kpi_value(KPI_PRODUCTIVITY, &none, &value));
	assert_false(kpi_value(KPI_AHT_EFFECTIVE, &none, &value));
	assert_false(kpi_value(KPI_ABANDONMENT, &none, &value));
	assert_int_equal(value, 42);
	assert_figure(&none, KPI_ANSWERED, 0);
}

/* Every figure is defined and every event counts something, each under its own name. */
static void test_tables_are_whole(void **state)
{
	(void)state;
	for (int figure = 0; figure < KPI_FIGURE_COUNT; figure++) {
		assert_non_null(kpi_definition_of((enum kpi_figure)figure)->text);
		assert_int_not_equal(kpi_definition_of((enum kpi_figure)figure)->numerator[0].weight, 0);
	}
	for (int event = 0; event < KPI_EVENT_COUNT; event++) {
		struct kpi_fact fact = {.event = (enum kpi_event)event,
		                        .products = 1,
		                        .count = 1,
		                        .duration_ms = 1,
		                        .old_disposition = DISPOSITION_BUSY};
		struct kpi_delta deltas[KPI_DELTAS_MAX];

		assert_true(kpi_fold(&fact, deltas) > 0);
	}
	for (size_t i = 0; i < KPI_ALL_COUNTERS; i++) {
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(kpi_counter_field(i), kpi_counter_field(j));
	}
	for (int i = 0; i < DISPOSITION_COUNT; i++) {
		const char *field = kpi_counter_field(kpi_disposition_counter((enum disposition)i));

		assert_memory_equal(field, "disposition_", 12);
		assert_string_equal(field + 12, disposition_name((enum disposition)i));
	}
	for (int i = 0; i < AGENT_STATE_COUNT; i++) {
		const char *field = kpi_counter_field(kpi_state_counter((enum agent_state)i));

		assert_memory_equal(field, "state_", 6);
		assert_memory_equal(field + 6, agent_state_name((enum agent_state)i),
		                    strlen(agent_state_name((enum agent_state)i)));
	}
}

static void test_target(void **state)
{
	struct kpi_policy policy = {.products_per_day = 4, .aht_ms = 350000};
	struct contact_hours hours = contact_hours_legal(NULL);
	int64_t seven_ms = T0 - 3 * CIVIL_HOUR_MS;

	(void)state;
	assert_int_equal(kpi_target_products(&policy, &hours, 30, seven_ms), 0);
	assert_int_equal(kpi_target_products(&policy, &hours, 30, seven_ms + 6 * CIVIL_HOUR_MS), 60);
	assert_int_equal(kpi_target_products(&policy, &hours, 30, seven_ms + 12 * CIVIL_HOUR_MS - 1), 119);
	assert_int_equal(kpi_target_products(&policy, &hours, 30, seven_ms + 12 * CIVIL_HOUR_MS), 120);
	assert_int_equal(kpi_target_products(&policy, &hours, 30, seven_ms + 15 * CIVIL_HOUR_MS), 120);
	assert_int_equal(kpi_target_products(&policy, &hours, 30, T0 + 5 * CIVIL_DAY_MS), 0); /* a Sunday */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_figures),          cmocka_unit_test(test_fallen_sales),
		cmocka_unit_test(test_correction),       cmocka_unit_test(test_no_data_is_no_figure),
		cmocka_unit_test(test_tables_are_whole), cmocka_unit_test(test_target),
	};
	return cmocka_run_group_tests_name("kpi", tests, NULL, NULL);
}
