/* An event and the fact that it tells of must count alike: each row is both, and what comes of them. */
#include "base/buf.h"
#include "store/tally.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#define OWNER                                                                                                        \
	"\"campaign_id\":{\"$oid\":\"00000000000000000000000c\"},"                                                   \
	"\"team_id\":{\"$oid\":\"000000000000000000000007\"},"                                                       \
	"\"agent_id\":{\"$oid\":\"00000000000000000000000a\"}"
#define DATE(ms) "{\"$date\":{\"$numberLong\":\"" #ms "\"}}"

static bson_t *parse(const char *json)
{
	bson_error_t error;
	bson_t *document = bson_new_from_json((const uint8_t *)json, -1, &error);

	if (!document)
		fail_msg("%s in %s", error.message, json);
	return document;
}

/* Facts that need no owner beside them. */
typedef size_t of_fact(const bson_t *fact, struct counted entries[COUNTED_MAX]);

static size_t of_attempt(const bson_t *row, struct counted entries[COUNTED_MAX])
{
	bson_t call;

	assert_true(wire_get_document(row, "owner", &call));
	return counted_of_attempt(row, &call, entries);
}

static size_t of_review(const bson_t *row, struct counted entries[COUNTED_MAX])
{
	bson_t reading;

	assert_true(wire_get_document(row, "owner", &reading));
	return counted_of_review(row, &reading, entries);
}

static size_t of_history(const bson_t *sale, struct counted entries[COUNTED_MAX])
{
	bson_t entry;

	assert_true(wire_get_document(sale, "entry", &entry));
	return counted_of_history(sale, &entry, entries);
}

static const struct {
	const char *what;
	const char *events[3]; /* all that the fact's transactions write */
	of_fact *count;
	const char *fact;
	const char *counters; /* "name=sum …" in the order of domain/kpi */
} rows[] = {
	{"a dialed call, answered and sold",
         {"{\"type\":\"call.answered\",\"at\":" DATE(1000) "," OWNER ",\"data\":{\"kind\":\"dialed\"}}",
          "{\"type\":\"call.ended\",\"at\":" DATE(
		  61000) "," OWNER ",\"data\":{\"kind\":\"dialed\",\"end_reason\":\"agent_hung_up\"}}",
          "{\"type\":\"call.disposition\",\"at\":" DATE(
		  86000) "," OWNER
                         ",\"data\":{\"kind\":\"dialed\",\"code\":\"sale\",\"answered\":true,\"talk_ms\":60000,"
                         "\"wrap_up_ms\":20000}}"},
         counted_of_call,
         "{" OWNER
         ",\"kind\":\"dialed\",\"answered_at\":" DATE(500) ",\"connected_at\":" DATE(1000) ",\"ended_at\":" DATE(
		 61000) ",\"end_reason\":\"agent_hung_up\",\"disposition\":{\"code\":\"sale\","
                        "\"at\":" DATE(81000) ",\"final_at\":" DATE(86000) "}}",
         "calls_dialed=1 calls_answered=1 calls_live=1 handled_calls=1 talk_ms=60000 wrap_up_ms=20000 "
         "effective_calls=1 effective_talk_ms=60000 effective_wrap_up_ms=20000 disposition_sale=1 "},
	{"a call that nobody answered",
         {"{\"type\":\"call.ended\",\"at\":" DATE(
		  9000) "," OWNER ",\"data\":{\"kind\":\"dialed\",\"end_reason\":\"no_answer\"}}",
          "{\"type\":\"call.disposition\",\"at\":" DATE(
		  9000) "," OWNER ",\"data\":{\"kind\":\"dialed\",\"code\":\"no_answer\",\"answered\":false}}"},
         counted_of_call,
         "{" OWNER ",\"kind\":\"dialed\",\"ended_at\":" DATE(
		 9000) ",\"end_reason\":\"no_answer\","
                       "\"disposition\":{\"code\":\"no_answer\",\"at\":" DATE(9000) ",\"final_at\":" DATE(9000) "}}",
         "calls_dialed=1 disposition_no_answer=1 "},
	{"an answered call that no agent took",
         {"{\"type\":\"call.abandoned\",\"at\":" DATE(5000) "," OWNER ",\"data\":{\"kind\":\"dialed\"}}",
          "{\"type\":\"call.ended\",\"at\":" DATE(
		  5000) "," OWNER ",\"data\":{\"kind\":\"dialed\",\"end_reason\":\"abandoned\"}}"},
         counted_of_call,
         "{" OWNER ",\"kind\":\"dialed\",\"answered_at\":" DATE(3000) ",\"ended_at\":" DATE(
		 5000) ",\"end_reason\":\"abandoned\"}",
         "calls_dialed=1 calls_abandoned=1 calls_live=1 "},
	{"an answered call whose dialer died before an agent took it",
         {"{\"type\":\"call.ended\",\"at\":" DATE(
		 5000) "," OWNER ",\"data\":{\"kind\":\"dialed\",\"end_reason\":\"failure\"}}"},
         counted_of_call,
         "{" OWNER ",\"kind\":\"dialed\",\"answered_at\":" DATE(3000) ",\"ended_at\":" DATE(
		 5000) ",\"end_reason\":\"failure\"}",
         "line_failures=1 "},
	{"a call that the agent hung up while it rang",
         {"{\"type\":\"call.ended\",\"at\":" DATE(
		 5000) "," OWNER ",\"data\":{\"kind\":\"dialed\",\"end_reason\":\"agent_hung_up\"}}"},
         counted_of_call,
         "{" OWNER ",\"kind\":\"dialed\",\"answered_at\":" DATE(3000) ",\"ended_at\":" DATE(
		 5000) ",\"end_reason\":\"agent_hung_up\"}",
         "calls_dialed=1 "},
	{"a call of a task that its agent did not take",
         {"{\"type\":\"call.abandoned\",\"at\":" DATE(5000) "," OWNER ",\"data\":{\"kind\":\"task\"}}"},
         counted_of_call,
         "{" OWNER ",\"kind\":\"task\",\"answered_at\":" DATE(3000) ",\"ended_at\":" DATE(
		 5000) ",\"end_reason\":\"abandoned\"}",
         ""},
	{"a failure of our own line",
         {"{\"type\":\"call.ended\",\"at\":" DATE(
		 5000) "," OWNER ",\"data\":{\"kind\":\"dialed\",\"end_reason\":\"failure\"}}"},
         counted_of_call,
         "{" OWNER ",\"kind\":\"dialed\",\"ended_at\":" DATE(5000) ",\"end_reason\":\"failure\"}",
         "line_failures=1 "},
	{"a call of a task is none of the dialer's",
         {"{\"type\":\"call.answered\",\"at\":" DATE(1000) "," OWNER ",\"data\":{\"kind\":\"task\"}}"},
         counted_of_call,
         "{" OWNER ",\"kind\":\"task\",\"connected_at\":" DATE(1000) ",\"ended_at\":" DATE(2000) "}",
         ""},
	{"an agent's interval",
         {"{\"type\":\"agent.state\",\"at\":" DATE(
		 70000) "," OWNER
                        ",\"data\":{\"state\":\"talking\",\"since\":" DATE(
				70000) ",\"from_state\":\"available\",\"from_since\":" DATE(10000) "}}"},
         counted_of_interval,
         "{" OWNER ",\"state\":\"available\",\"from\":" DATE(10000) ",\"to\":" DATE(70000) "}",
         "state_available_ms=60000 "},
	{"an identity attempt, owned by its call",
         {"{\"type\":\"identity.ended\",\"at\":" DATE(7000) "," OWNER ",\"data\":{\"outcome\":\"failed\"}}"},
         of_attempt,
         "{\"state\":\"failed\",\"ended_at\":" DATE(7000) ",\"owner\":{" OWNER "}}",
         "identity_failed=1 "},
	{"a reading that was accepted",
         {"{\"type\":\"reading.ended\",\"at\":" DATE(7000) "," OWNER ",\"data\":{\"state\":\"accepted\"}}"},
         counted_of_reading,
         "{" OWNER ",\"state\":\"accepted\",\"ended_at\":" DATE(7000) "}",
         "readings_accepted=1 "},
	{"a void reading that the customer then refused counts as void",
         {"{\"type\":\"reading.ended\",\"at\":" DATE(7000) "," OWNER ",\"data\":{\"state\":\"void\"}}",
          "{\"type\":\"reading.ended\",\"at\":" DATE(8000) "," OWNER
                                                           ",\"data\":{\"state\":\"unaccepted\",\"from\":\"void\"}}"},
         counted_of_reading,
         "{" OWNER ",\"state\":\"unaccepted\",\"voided_at\":" DATE(7000) ",\"ended_at\":" DATE(8000) "}",
         "readings_void=1 "},
	{"a review, owned by its reading",
         {"{\"type\":\"review.changed\",\"at\":" DATE(7000) "," OWNER ",\"data\":{\"state\":\"faulty\"}}"},
         of_review,
         "{\"state\":\"faulty\",\"decided_at\":" DATE(7000) ",\"owner\":{" OWNER "}}",
         "reviews_faulty=1 "},
	{"a submitted sale of two products",
         {"{\"type\":\"sale.submitted\",\"at\":" DATE(7000) "," OWNER ",\"data\":{\"products\":2}}"},
         counted_of_submission,
         "{" OWNER ",\"submitted_at\":" DATE(7000) ",\"products\":[{\"n\":0},{\"n\":1}]}",
         "sales_effective=1 products_submitted=2 "},
	{"an activation, which ends a claim",
         {"{\"type\":\"sale.changed\",\"at\":" DATE(
		 7000) "," OWNER ",\"data\":{\"state\":\"activated\",\"from\":\"activating\",\"claimed_ms\":5000,"
                       "\"step\":\"activation\"}}"},
         of_history,
         "{" OWNER ",\"products\":[{}],\"entry\":{\"at\":" DATE(
		 7000) ",\"from\":\"activating\",\"to\":\"activated\",\"claimed_ms\":5000,\"step\":\"activation\"}}",
         "backoffice_claimed_ms=5000 backoffice_claims=1 backoffice_sales=1 claims_activation=1 "
         "claimed_activation_ms=5000 sales_activated=1 "},
	{"a second dispatch is none of the funnel",
         {"{\"type\":\"sale.changed\",\"at\":" DATE(
		 7000) "," OWNER ",\"data\":{\"state\":\"dispatched\",\"from\":\"returned\"}}"},
         of_history,
         "{" OWNER ",\"entry\":{\"at\":" DATE(7000) ",\"from\":\"returned\",\"to\":\"dispatched\"}}",
         ""},
	{"an expired sale",
         {"{\"type\":\"sale.changed\",\"at\":" DATE(
		  7000) "," OWNER ",\"data\":{\"state\":\"expired\",\"from\":\"confirming\"}}",
          "{\"type\":\"sale.fallen\",\"at\":" DATE(
		  7000) "," OWNER ",\"data\":{\"state\":\"expired\",\"from\":\"confirming\",\"products\":2}}"},
         of_history,
         "{" OWNER
         ",\"products\":[{},{}],\"entry\":{\"at\":" DATE(7000) ",\"from\":\"confirming\",\"to\":\"expired\"}}",
         "sales_fallen=1 products_fallen=2 backoffice_sales=1 sales_expired=1 "},
	{"a dropped draft falls from nowhere",
         {"{\"type\":\"sale.fallen\",\"at\":" DATE(
		 7000) "," OWNER ",\"data\":{\"state\":\"cancelled\",\"from\":\"draft\",\"products\":1}}"},
         of_history,
         "{" OWNER ",\"products\":[{}],\"entry\":{\"at\":" DATE(7000) ",\"from\":\"draft\",\"to\":\"cancelled\"}}",
         ""},
	{"an imported list",
         {"{\"type\":\"lead_list.progress\",\"at\":" DATE(
		  6000) "," OWNER ",\"data\":{\"state\":\"importing\",\"accepted\":40}}",
          "{\"type\":\"lead_list.progress\",\"at\":" DATE(7000) "," OWNER
                                                                ",\"data\":{\"state\":\"ready\",\"accepted\":90}}"},
         counted_of_lead_list,
         "{" OWNER ",\"state\":\"ready\",\"accepted\":90,\"finished_at\":" DATE(7000) "}",
         "leads_imported=90 "},
	{"an event that nothing is known of", {"{\"type\":\"surprise\",\"at\":" DATE(7000) "}"}, NULL, NULL, ""},
	{"an event without its time", {"{\"type\":\"call.abandoned\"}"}, NULL, NULL, ""},
	{"an event of wrong types",
         {"{\"type\":\"agent.state\",\"at\":" DATE(7000) ",\"data\":{\"from_state\":7,\"from_since\":\"x\"}}"},
         NULL,
         NULL,
         ""},
};

static const struct tally_row *only_day(const struct tally *tally)
{
	const struct tally_row *found = NULL;

	for (size_t i = 0; i < tally_count(tally); i++) {
		if (tally_row(tally, i)->key.period != TALLY_DAY)
			continue;
		assert_null(found);
		found = tally_row(tally, i);
	}
	return found;
}

static void expect(const struct tally *tally, const char *counters)
{
	static const struct id campaign = {{[11] = 0x0c}}, team = {{[11] = 0x07}}, agent = {{[11] = 0x0a}};
	const struct tally_row *day = only_day(tally);
	BUF(text, 4096);

	for (size_t i = 0; day && i < KPI_ALL_COUNTERS; i++)
		if (day->sums.value[i])
			buf_printf(&text, "%s=%lld ", kpi_counter_field(i), (long long)day->sums.value[i]);
	assert_string_equal(text.data ? text.data : "", counters);
	if (!day)
		return;
	assert_true(id_equal(&day->key.campaign_id, &campaign));
	assert_true(id_equal(&day->key.team_id, &team));
	assert_true(id_equal(&day->key.agent_id, &agent));
}

static void add_all(struct tally *tally, const struct counted *entries, size_t count)
{
	for (size_t i = 0; i < count; i++)
		tally_add(tally, &entries[i]);
}

static void test_events_and_facts_count_alike(void **state)
{
	struct tally *tally = tally_new();
	struct counted entries[COUNTED_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		print_message("  %s\n", rows[i].what);
		tally_reset(tally);
		for (size_t j = 0; j < 3 && rows[i].events[j]; j++) {
			bson_t *event = parse(rows[i].events[j]);

			add_all(tally, entries, counted_of_event(event, entries));
			bson_destroy(event);
		}
		expect(tally, rows[i].counters);
		if (!rows[i].fact)
			continue;
		bson_t *fact = parse(rows[i].fact);

		tally_reset(tally);
		add_all(tally, entries, rows[i].count(fact, entries));
		expect(tally, rows[i].counters);
		bson_destroy(fact);
	}
	tally_free(tally);
}

/* The correction's event stands at the first one's time, so the fact as corrected gives the same sums. */
static void test_a_correction_leaves_what_the_corrected_fact_says(void **state)
{
	static const char *const events[] = {
		"{\"type\":\"call.disposition\",\"at\":" DATE(
			86000) "," OWNER ",\"data\":{\"kind\":\"dialed\",\"code\":\"not_interested\",\"answered\":"
			       "true,\"talk_ms\":60000,"
			       "\"wrap_up_ms\":20000}}",
		"{\"type\":\"call.disposition\",\"at\":" DATE(
			86000) "," OWNER
			       ",\"data\":{\"kind\":\"dialed\",\"code\":\"callback\",\"old_code\":\"not_interested\","
			       "\"answered\":true,\"talk_ms\":60000,\"wrap_up_ms\":20000}}",
	};
	struct tally *tally = tally_new();
	struct counted entries[COUNTED_MAX];

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		bson_t *event = parse(events[i]);

		add_all(tally, entries, counted_of_event(event, entries));
		bson_destroy(event);
	}
	expect(tally, "sales_non_effective=1 handled_calls=1 talk_ms=60000 wrap_up_ms=20000 disposition_callback=1 ");
	tally_free(tally);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_events_and_facts_count_alike),
		cmocka_unit_test(test_a_correction_leaves_what_the_corrected_fact_says),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
