/* Read each row as a sentence: a contact of which this is true is allowed, or refused by this rule for this reason.
 */
#include "domain/contact_gate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define HOUR  CIVIL_HOUR_MS
#define DAY   CIVIL_DAY_MS
#define T0    INT64_C(1795532400000) /* 2026-11-24, a Tuesday, 10:00 in Bogotá */
#define SEVEN (T0 - 3 * HOUR)        /* when that day's contact hours begin */

static const struct contact_policy policy = {
	.attempts_per_day = 3, .attempts_total = 10, .one_channel_ms = 7 * DAY, .dropped_ms = 3 * DAY};

/* Nothing stands against calling this person. */
static struct contact_facts good(void)
{
	return (struct contact_facts){
		.registry = {.answered = true, .good_until_ms = T0 + 30 * DAY},
		.campaign_runs = true,
	};
}

static struct contact_verdict ask(const struct contact_facts *facts, int64_t now_ms)
{
	struct contact_hours hours = contact_hours_legal(NULL);

	return contact_gate_ask(&policy, &hours, facts, now_ms);
}

/* The same under a campaign that lets customers be called back on the day they asked for it. */
static struct contact_verdict ask_switched(const struct contact_facts *facts, int64_t now_ms)
{
	struct contact_hours hours = contact_hours_legal(NULL);
	struct contact_policy switched = policy;

	switched.same_day_callback = 1;
	return contact_gate_ask(&switched, &hours, facts, now_ms);
}

/* One rule refuses, for this reason and until then; all the others allow. */
static void assert_refused(const struct contact_facts *facts, int64_t now_ms, enum contact_rule by,
                           enum contact_reason reason, int64_t from_ms)
{
	struct contact_verdict verdict = ask(facts, now_ms);

	assert_false(verdict.allowed);
	assert_int_equal(verdict.from_ms, from_ms);
	for (int rule = 0; rule < CONTACT_RULE_COUNT; rule++) {
		assert_int_equal(verdict.lines[rule].reason, rule == (int)by ? reason : CONTACT_ALLOWED);
		assert_int_equal(verdict.lines[rule].from_ms, rule == (int)by ? from_ms : 0);
	}
}

static void test_nothing_against_it(void **state)
{
	struct contact_facts facts = good();

	(void)state;
	assert_true(ask(&facts, T0).allowed);
	assert_int_equal(ask(&facts, T0).from_ms, 0);
}

static void test_hours(void **state)
{
	struct contact_facts facts = good();

	(void)state;
	for (int purpose = 0; purpose < CONTACT_PURPOSE_COUNT; purpose++) {
		facts.purpose = (enum contact_purpose)purpose;
		assert_refused(&facts, SEVEN - 1, CONTACT_RULE_HOURS, CONTACT_OUTSIDE_HOURS, SEVEN);
		assert_true(ask(&facts, SEVEN).allowed);
		assert_refused(&facts, SEVEN + 12 * HOUR, CONTACT_RULE_HOURS, CONTACT_OUTSIDE_HOURS, SEVEN + DAY);
	}
}

static void test_registry(void **state)
{
	struct contact_facts facts = good();

	(void)state;
	facts.registry.excluded = true;
	assert_refused(&facts, T0, CONTACT_RULE_REGISTRY, CONTACT_EXCLUDED, 0);
	facts = good();
	facts.registry.answered = false;
	assert_refused(&facts, T0, CONTACT_RULE_REGISTRY, CONTACT_REGISTRY_SILENT, 0);
	facts = good();
	facts.registry.good_until_ms = T0;
	assert_refused(&facts, T0, CONTACT_RULE_REGISTRY, CONTACT_REGISTRY_SILENT, 0);
	assert_true(ask(&facts, T0 - 1).allowed);
}

/* An answer is good until three in the morning of the next day, local time. */
static void test_registry_answer_lasts(void **state)
{
	int64_t midnight_ms = SEVEN - 7 * HOUR;

	(void)state;
	assert_int_equal(contact_registry_good_until(T0), midnight_ms + DAY + 3 * HOUR);
	assert_int_equal(contact_registry_good_until(midnight_ms), midnight_ms + DAY + 3 * HOUR);
	assert_int_equal(contact_registry_good_until(midnight_ms - 1), midnight_ms + 3 * HOUR);
}

static void test_opt_out(void **state)
{
	struct contact_facts facts = good();

	(void)state;
	facts.opted_out = true;
	assert_refused(&facts, T0, CONTACT_RULE_OPT_OUT, CONTACT_OPTED_OUT, 0);
	facts.purpose = CONTACT_CUSTOMER_REQUESTED;
	assert_refused(&facts, T0, CONTACT_RULE_OPT_OUT, CONTACT_OPTED_OUT, 0);
}

static void test_frequency(void **state)
{
	struct contact_facts facts = good();

	(void)state;
	facts.last_direct_ms = SEVEN;
	assert_refused(&facts, T0, CONTACT_RULE_FREQUENCY, CONTACT_ALREADY_TODAY, SEVEN + DAY);
	facts.same_contact = true;
	assert_true(ask(&facts, T0).allowed);
	facts.same_contact = false;
	facts.last_direct_ms = SEVEN - 7 * HOUR - 1; /* last night, a millisecond before midnight */
	assert_true(ask(&facts, T0).allowed);

	facts.last_direct_ms = SEVEN;
	facts.purpose = CONTACT_CUSTOMER_REQUESTED;
	assert_refused(&facts, T0, CONTACT_RULE_FREQUENCY, CONTACT_ALREADY_TODAY, SEVEN + DAY);
	assert_true(ask_switched(&facts, T0).allowed);
	facts.purpose = CONTACT_COMMERCIAL;
	assert_false(ask_switched(&facts, T0).allowed);

	facts = good();
	facts.channel = CONTACT_SMS;
	facts.last_direct_ms = T0 - 7 * DAY + 1;
	assert_refused(&facts, T0, CONTACT_RULE_FREQUENCY, CONTACT_OTHER_CHANNEL, T0 + 1);
	facts.last_direct_ms = T0 - 7 * DAY;
	assert_true(ask(&facts, T0).allowed);
	facts.channel = CONTACT_CALL;
	facts.last_direct_ms = T0 - 2 * DAY;
	assert_true(ask(&facts, T0).allowed);
}

/* A number that our dialer dropped rests 72 h, but only from predictive dialing. */
static void test_dropped(void **state)
{
	struct contact_facts facts = good();

	(void)state;
	facts.last_dropped_ms = T0 - 3 * DAY + 1;
	assert_true(ask(&facts, T0).allowed);
	facts.predictive = true;
	assert_refused(&facts, T0, CONTACT_RULE_FREQUENCY, CONTACT_DROPPED, T0 + 1);
	facts.last_dropped_ms = T0 - 3 * DAY;
	assert_true(ask(&facts, T0).allowed);
	facts.last_dropped_ms = 0;
	assert_true(ask(&facts, T0).allowed);
}

static void test_campaign(void **state)
{
	struct contact_facts facts = good();

	(void)state;
	facts.campaign_runs = false;
	assert_refused(&facts, T0, CONTACT_RULE_CAMPAIGN, CONTACT_CAMPAIGN_PAUSED, 0);
	facts = good();
	facts.lead_closed = true;
	assert_refused(&facts, T0, CONTACT_RULE_CAMPAIGN, CONTACT_LEAD_CLOSED, 0);
	facts = good();
	facts.attempts_today = 2;
	facts.attempts_total = 9;
	assert_true(ask(&facts, T0).allowed);
	facts.attempts_today = 3;
	assert_refused(&facts, T0, CONTACT_RULE_CAMPAIGN, CONTACT_ATTEMPTS_TODAY, SEVEN + DAY);
	facts.attempts_total = 10;
	assert_refused(&facts, T0, CONTACT_RULE_CAMPAIGN, CONTACT_ATTEMPTS_SPENT, 0);
}

/* What a contract needs is stopped by the hours alone, whatever else is against it. */
static void test_contract_execution(void **state)
{
	struct contact_facts facts = {
		.purpose = CONTACT_CONTRACT_EXECUTION,
		.registry = {.excluded = true},
		.opted_out = true,
		.last_direct_ms = T0 - 1,
		.lead_closed = true,
		.attempts_today = 99,
		.attempts_total = 99,
	};

	(void)state;
	assert_true(ask(&facts, T0).allowed);
	facts.purpose = CONTACT_COMMERCIAL;
	assert_false(ask(&facts, T0).allowed);
}

/* When several rules refuse, the latest time counts, and none if one of them does not end by waiting. */
static void test_several_refuse(void **state)
{
	struct contact_facts facts = good();

	(void)state;
	facts.last_direct_ms = SEVEN + HOUR;
	assert_int_equal(ask(&facts, SEVEN + 13 * HOUR).from_ms, SEVEN + DAY);
	facts.channel = CONTACT_SMS;
	assert_int_equal(ask(&facts, SEVEN + 13 * HOUR).from_ms, SEVEN + HOUR + 7 * DAY);
	facts.opted_out = true;
	assert_int_equal(ask(&facts, SEVEN + 13 * HOUR).from_ms, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_against_it),
		cmocka_unit_test(test_hours),
		cmocka_unit_test(test_registry),
		cmocka_unit_test(test_registry_answer_lasts),
		cmocka_unit_test(test_opt_out),
		cmocka_unit_test(test_frequency),
		cmocka_unit_test(test_dropped),
		cmocka_unit_test(test_campaign),
		cmocka_unit_test(test_contract_execution),
		cmocka_unit_test(test_several_refuse),
	};
	return cmocka_run_group_tests_name("contact_gate", tests, NULL, NULL);
}
