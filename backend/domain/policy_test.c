/* The table names every number of the rules once, and its defaults are those of the process. */
#include "domain/policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

/* The structs hold int64_t alone; each is named by just one entry, so nothing is left without a default. */
static void test_every_number_has_its_entry(void **state)
{
	bool named[sizeof(struct policy) / sizeof(int64_t)] = {0};

	(void)state;
	for (size_t i = 0; i < policy_entry_count; i++) {
		size_t slot = policy_entries[i].offset / sizeof(int64_t);

		print_message("  %s\n", policy_entries[i].name);
		assert_false(named[slot]);
		named[slot] = true;
		assert_ptr_equal(policy_find(policy_entries[i].name), &policy_entries[i]);
		assert_true(policy_entries[i].least <= policy_entries[i].value);
		assert_true(policy_entries[i].value <= policy_entries[i].most);
	}
	for (size_t slot = 0; slot < sizeof named / sizeof *named; slot++)
		assert_true(named[slot]);
}

static void test_what_the_customer_said(void **state)
{
	struct policy policy = policy_defaults();

	(void)state;
	assert_int_equal(policy.disposition.rebuttals_least, 3);
	assert_int_equal(policy.identity.wait_before_last_ms, INT64_C(86400000));
	assert_int_equal(policy.identity.code_digits, 5);
	assert_int_equal(policy.identity.questions, 5);
	assert_int_equal(policy.reading.times_asked_max, 3);
	assert_int_equal(policy.sale.validity_ms, INT64_C(259200000));
	assert_int_equal(policy.kpi.products_per_day, 4);
	assert_int_equal(policy.kpi.aht_ms, 350000);
	assert_int_equal(policy.agent.target_ms, 350000);
}

static void test_set(void **state)
{
	struct policy policy = policy_defaults();

	(void)state;
	assert_int_equal(policy_set(&policy, "agent.wrap_up_ms", 90000), POLICY_OK);
	assert_int_equal(policy.agent.wrap_up_ms, 90000);
	assert_int_equal(policy_get(&policy, policy_find("agent.wrap_up_ms")), 90000);
	assert_int_equal(policy_set(&policy, "agent.wrap_up_ms", 4999), POLICY_TOO_SMALL);
	assert_int_equal(policy_set(&policy, "agent.wrap_up_ms", 1800001), POLICY_TOO_LARGE);
	assert_int_equal(policy_set(&policy, "agent.wrapup_ms", 90000), POLICY_UNKNOWN);
	assert_int_equal(policy.agent.wrap_up_ms, 90000);
}

/* What the law or the customer sets is never made laxer. */
static void test_never_laxer(void **state)
{
	struct policy policy = policy_defaults();

	(void)state;
	assert_int_equal(policy_set(&policy, "disposition.rebuttals_least", 2), POLICY_TOO_SMALL);
	assert_int_equal(policy_set(&policy, "identity.wait_before_last_ms", INT64_C(86399999)), POLICY_TOO_SMALL);
	assert_int_equal(policy_set(&policy, "reading.times_asked_max", 4), POLICY_TOO_LARGE);
	assert_int_equal(policy_set(&policy, "sale.validity_ms", INT64_C(259200001)), POLICY_TOO_LARGE);
	assert_int_equal(policy_set(&policy, "sale.withdrawal_days", 4), POLICY_TOO_SMALL);
	assert_int_equal(policy_set(&policy, "contact.one_channel_ms", INT64_C(604799999)), POLICY_TOO_SMALL);
	assert_int_equal(policy_set(&policy, "pacing.abandon_ceiling_bp", 301), POLICY_TOO_LARGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_number_has_its_entry),
		cmocka_unit_test(test_what_the_customer_said),
		cmocka_unit_test(test_set),
		cmocka_unit_test(test_never_laxer),
	};
	return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
