/* Read each row as a sentence: after a call of which this is true, this disposition is allowed or refused. */
#include "domain/disposition.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define MINUTE CIVIL_MINUTE_MS
#define HOUR   CIVIL_HOUR_MS
#define DAY    CIVIL_DAY_MS
#define T0     INT64_C(1795532400000) /* 2026-11-24, a Tuesday, 10:00 in Bogotá */

static const struct disposition_policy policy = {
	.rebuttals_least = 3,
	.closed_ms = 90 * DAY,
	.callback_within_ms = 7 * DAY,
	.callbacks_after_rejection = 2,
	.someone_else_ms = 4 * HOUR,
	.minor_ms = 4 * HOUR,
	.no_answer_ms = 4 * HOUR,
	.busy_ms = 15 * MINUTE,
	.technical_ms = 15 * MINUTE,
	.undo_ms = 5000,
	.correct_ms = 10 * MINUTE,
};

static enum disposition_verdict check(enum disposition disposition, struct disposition_facts facts, int *missing)
{
	struct contact_hours hours = contact_hours_legal(NULL);

	return disposition_check(&policy, &hours, disposition, &facts, T0, missing);
}

static struct lead_next next(enum disposition disposition, struct disposition_facts facts, int64_t now_ms)
{
	struct contact_hours hours = contact_hours_legal(NULL);

	return disposition_lead_next(&policy, &hours, disposition, &facts, now_ms);
}

#define FACTS(...) ((struct disposition_facts){__VA_ARGS__})

static void test_check(void **state)
{
	static const struct {
		const char *when;
		enum disposition disposition;
		struct disposition_facts facts;
		enum disposition_verdict verdict;
		int missing;
	} rows[] = {
		{"no rebuttal yet", DISPOSITION_NOT_INTERESTED, {.rebuttals = 0}, DISPOSITION_REBUTTALS_MISSING, 3},
		{"two rebuttals", DISPOSITION_NOT_INTERESTED, {.rebuttals = 2}, DISPOSITION_REBUTTALS_MISSING, 1},
		{"three rebuttals", DISPOSITION_NOT_INTERESTED, {.rebuttals = 3}, DISPOSITION_ALLOWED, 0},
		{"four rebuttals", DISPOSITION_NOT_INTERESTED, {.rebuttals = 4}, DISPOSITION_ALLOWED, 0},
		{"no sale was submitted", DISPOSITION_SALE, {0}, DISPOSITION_NO_SALE, 0},
		{"a sale was submitted", DISPOSITION_SALE, {.sale_submitted = true}, DISPOSITION_ALLOWED, 0},
		{"a sale, but said to be none",
	         DISPOSITION_NOT_INTERESTED,
	         {.sale_submitted = true, .rebuttals = 3},
	         DISPOSITION_SALE_SUBMITTED,
	         0},
		{"a callback without a time", DISPOSITION_CALLBACK, {0}, DISPOSITION_TIME_MISSING, 0},
		{"a callback now", DISPOSITION_CALLBACK, {.callback_ms = T0}, DISPOSITION_TIME_PAST, 0},
		{"tomorrow at ten", DISPOSITION_CALLBACK, {.callback_ms = T0 + DAY}, DISPOSITION_ALLOWED, 0},
		{"tonight at nine",
	         DISPOSITION_CALLBACK,
	         {.callback_ms = T0 + 11 * HOUR},
	         DISPOSITION_TIME_CLOSED,
	         0},
		{"on Sunday", DISPOSITION_CALLBACK, {.callback_ms = T0 + 5 * DAY}, DISPOSITION_TIME_CLOSED, 0},
		{"in seven days", DISPOSITION_CALLBACK, {.callback_ms = T0 + 7 * DAY}, DISPOSITION_ALLOWED, 0},
		{"a millisecond later",
	         DISPOSITION_CALLBACK,
	         {.callback_ms = T0 + 7 * DAY + 1},
	         DISPOSITION_TIME_TOO_FAR,
	         0},
		{"refused, called back once",
	         DISPOSITION_CALLBACK,
	         {.callback_ms = T0 + DAY, .rejected = true, .callbacks_since_rejection = 1},
	         DISPOSITION_ALLOWED,
	         0},
		{"refused, called back twice",
	         DISPOSITION_CALLBACK,
	         {.callback_ms = T0 + DAY, .rejected = true, .callbacks_since_rejection = 2},
	         DISPOSITION_CALLBACKS_SPENT,
	         0},
		{"never refused, called back often",
	         DISPOSITION_CALLBACK,
	         {.callback_ms = T0 + DAY, .callbacks_since_rejection = 5},
	         DISPOSITION_ALLOWED,
	         0},
		{"asked not to be called", DISPOSITION_DO_NOT_CALL, {0}, DISPOSITION_ALLOWED, 0},
		{"identity never failed", DISPOSITION_IDENTITY_RETRY, {0}, DISPOSITION_IDENTITY_DIFFERS, 0},
		{"identity failed", DISPOSITION_IDENTITY_RETRY, {.identity_failed = true}, DISPOSITION_ALLOWED, 0},
		{"identity failed, an hour before 24 h are over",
	         DISPOSITION_IDENTITY_RETRY,
	         {.identity_failed = true, .identity_from_ms = T0 + DAY, .callback_ms = T0 + DAY - HOUR},
	         DISPOSITION_TIME_PAST,
	         0},
		{"identity failed, agreed for later",
	         DISPOSITION_IDENTITY_RETRY,
	         {.identity_failed = true, .identity_from_ms = T0 + DAY, .callback_ms = T0 + DAY + HOUR},
	         DISPOSITION_ALLOWED,
	         0},
		{"identity closed",
	         DISPOSITION_IDENTITY_RETRY,
	         {.identity_failed = true, .identity_closed = true},
	         DISPOSITION_IDENTITY_DIFFERS,
	         0},
		{"said closed, was not",
	         DISPOSITION_IDENTITY_CLOSED,
	         {.identity_failed = true},
	         DISPOSITION_IDENTITY_DIFFERS,
	         0},
		{"closed by the third failure",
	         DISPOSITION_IDENTITY_CLOSED,
	         {.identity_closed = true},
	         DISPOSITION_ALLOWED,
	         0},
		{"no reading at all", DISPOSITION_CONTRACT_NOT_ACCEPTED, {0}, DISPOSITION_READING_DIFFERS, 0},
		{"a void reading",
	         DISPOSITION_CONTRACT_NOT_ACCEPTED,
	         {.reading_not_accepted = true},
	         DISPOSITION_ALLOWED,
	         0},
		{"the line says busy", DISPOSITION_BUSY, {.line = LINE_REPORT_BUSY}, DISPOSITION_ALLOWED, 0},
		{"the line says busy, not no answer",
	         DISPOSITION_NO_ANSWER,
	         {.line = LINE_REPORT_BUSY},
	         DISPOSITION_LINE_DIFFERS,
	         0},
		{"the agent hears a machine",
	         DISPOSITION_MACHINE,
	         {.line = LINE_REPORT_NONE},
	         DISPOSITION_ALLOWED,
	         0},
		{"the agent hung up on a machine",
	         DISPOSITION_MACHINE,
	         {.line = LINE_REPORT_AGENT_HUNG_UP},
	         DISPOSITION_ALLOWED,
	         0},
		{"a machine that was offered a plan",
	         DISPOSITION_MACHINE,
	         {.offer_made = true},
	         DISPOSITION_OFFER_MADE,
	         0},
		{"a machine that spoke for itself",
	         DISPOSITION_MACHINE,
	         {.direct_contact = true},
	         DISPOSITION_LINE_DIFFERS,
	         0},
		{"hung up before the offer",
	         DISPOSITION_HUNG_UP_BEFORE_OFFER,
	         {.line = LINE_REPORT_CUSTOMER_HUNG_UP},
	         DISPOSITION_ALLOWED,
	         0},
		{"hung up, but there was an offer",
	         DISPOSITION_HUNG_UP_BEFORE_OFFER,
	         {.line = LINE_REPORT_CUSTOMER_HUNG_UP, .offer_made = true},
	         DISPOSITION_OFFER_MADE,
	         0},
		{"hung up after the offer",
	         DISPOSITION_HUNG_UP_AFTER_OFFER,
	         {.line = LINE_REPORT_CUSTOMER_HUNG_UP, .offer_made = true},
	         DISPOSITION_ALLOWED,
	         0},
		{"hung up after no offer",
	         DISPOSITION_HUNG_UP_AFTER_OFFER,
	         {.line = LINE_REPORT_CUSTOMER_HUNG_UP},
	         DISPOSITION_NO_OFFER,
	         0},
		{"said to have hung up, line open",
	         DISPOSITION_HUNG_UP_AFTER_OFFER,
	         {.offer_made = true},
	         DISPOSITION_LINE_DIFFERS,
	         0},
		{"the agent hung up, not the customer",
	         DISPOSITION_HUNG_UP_AFTER_OFFER,
	         {.line = LINE_REPORT_AGENT_HUNG_UP, .offer_made = true},
	         DISPOSITION_LINE_DIFFERS,
	         0},
		{"dropped, the line agrees",
	         DISPOSITION_DROPPED,
	         {.line = LINE_REPORT_DROPPED},
	         DISPOSITION_ALLOWED,
	         0},
		{"dropped, the line is open", DISPOSITION_DROPPED, {0}, DISPOSITION_LINE_DIFFERS, 0},
		{"technical, by the agent's word", DISPOSITION_TECHNICAL, {0}, DISPOSITION_ALLOWED, 0},
		{"our line failed", DISPOSITION_LINE_FAILURE, {.line = LINE_REPORT_FAILURE}, DISPOSITION_ALLOWED, 0},
		{"our line did not fail",
	         DISPOSITION_LINE_FAILURE,
	         {.line = LINE_REPORT_DROPPED},
	         DISPOSITION_LINE_DIFFERS,
	         0},
		{"a wrong number", DISPOSITION_WRONG_NUMBER, {0}, DISPOSITION_ALLOWED, 0},
		{"somebody else, no hour named", DISPOSITION_SOMEONE_ELSE, {0}, DISPOSITION_ALLOWED, 0},
		{"somebody else, in an hour",
	         DISPOSITION_SOMEONE_ELSE,
	         {.named_ms = T0 + HOUR},
	         DISPOSITION_ALLOWED,
	         0},
		{"somebody else, an hour ago",
	         DISPOSITION_SOMEONE_ELSE,
	         {.named_ms = T0 - HOUR},
	         DISPOSITION_TIME_PAST,
	         0},
		{"somebody else, in eight days",
	         DISPOSITION_SOMEONE_ELSE,
	         {.named_ms = T0 + 8 * DAY},
	         DISPOSITION_TIME_TOO_FAR,
	         0},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int missing = -1;

		print_message("  %s: %s is %s\n", rows[i].when, disposition_name(rows[i].disposition),
		              disposition_verdict_name(rows[i].verdict));
		assert_int_equal(check(rows[i].disposition, rows[i].facts, &missing), rows[i].verdict);
		assert_int_equal(missing, rows[i].missing);
	}
}

static void test_lead_next(void **state)
{
	static const struct {
		enum disposition disposition;
		enum lead_state next;
		int64_t after_ms; /* T0 */
	} rows[] = {
		{DISPOSITION_SALE, LEAD_CLOSED, -T0},
		{DISPOSITION_NOT_INTERESTED, LEAD_CLOSED, 90 * DAY},
		{DISPOSITION_DO_NOT_CALL, LEAD_SUPPRESSED, -T0},
		{DISPOSITION_IDENTITY_CLOSED, LEAD_CLOSED, 90 * DAY},
		{DISPOSITION_CONTRACT_NOT_ACCEPTED, LEAD_CLOSED, 90 * DAY},
		{DISPOSITION_EXISTING_CUSTOMER, LEAD_CLOSED, -T0},
		{DISPOSITION_DECEASED, LEAD_CLOSED, -T0},
		{DISPOSITION_SOMEONE_ELSE, LEAD_RETRY, 4 * HOUR},
		{DISPOSITION_MINOR, LEAD_RETRY, 4 * HOUR},
		{DISPOSITION_NO_ANSWER, LEAD_RETRY, 4 * HOUR},
		{DISPOSITION_BUSY, LEAD_RETRY, 15 * MINUTE},
		{DISPOSITION_MACHINE, LEAD_RETRY, 21 * HOUR},
		{DISPOSITION_HUNG_UP_BEFORE_OFFER, LEAD_RETRY, 21 * HOUR},
		{DISPOSITION_HUNG_UP_AFTER_OFFER, LEAD_CLOSED, 90 * DAY},
		{DISPOSITION_DROPPED, LEAD_RETRY, 0},
		{DISPOSITION_TECHNICAL, LEAD_RETRY, 15 * MINUTE},
		{DISPOSITION_LINE_FAILURE, LEAD_LINE_BACK, -T0},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct lead_next lead = next(rows[i].disposition, FACTS(0), T0);

		print_message("  %s: %s\n", disposition_name(rows[i].disposition), lead_state_name(rows[i].next));
		assert_int_equal(lead.state, rows[i].next);
		assert_int_equal(lead.at_ms, T0 + rows[i].after_ms);
		assert_int_equal(lead.suppresses, rows[i].disposition == DISPOSITION_DO_NOT_CALL);
		assert_false(lead.closes_number);
	}
}

static void test_lead_next_by_facts(void **state)
{
	struct lead_next lead;

	(void)state;
	lead = next(DISPOSITION_CALLBACK, FACTS(.callback_ms = T0 + DAY), T0);
	assert_int_equal(lead.state, LEAD_CALLBACK);
	assert_int_equal(lead.at_ms, T0 + DAY);
	lead = next(DISPOSITION_SOMEONE_ELSE, FACTS(.named_ms = T0 + HOUR), T0);
	assert_int_equal(lead.at_ms, T0 + HOUR);
	lead = next(DISPOSITION_IDENTITY_RETRY, FACTS(.identity_from_ms = T0 + DAY), T0);
	assert_int_equal(lead.state, LEAD_CALLBACK);
	assert_int_equal(lead.at_ms, T0 + DAY);
	lead = next(DISPOSITION_IDENTITY_RETRY, FACTS(.identity_from_ms = T0 + DAY, .callback_ms = T0 + 2 * DAY), T0);
	assert_int_equal(lead.at_ms, T0 + 2 * DAY);
	lead = next(DISPOSITION_WRONG_NUMBER, FACTS(0), T0);
	assert_int_equal(lead.state, LEAD_CLOSED);
	assert_true(lead.closes_number);
	lead = next(DISPOSITION_WRONG_NUMBER, FACTS(.has_other_number = true), T0);
	assert_int_equal(lead.state, LEAD_RETRY);
	assert_int_equal(lead.at_ms, T0);
	assert_true(lead.closes_number);
	lead = next(DISPOSITION_HUNG_UP_AFTER_OFFER, FACTS(.hung_up_after_offer = 1), T0);
	assert_int_equal(lead.state, LEAD_CLOSED);
	assert_int_equal(lead.at_ms, 0);
}

/* The second failed identity check stops other retries; the third closes the lead, whatever is said of the call. */
static void test_identity_stops_retries(void **state)
{
	static const enum disposition comes_back[] = {DISPOSITION_CALLBACK, DISPOSITION_DROPPED,
	                                              DISPOSITION_TECHNICAL, DISPOSITION_LINE_FAILURE};
	struct lead_next lead;

	(void)state;
	for (size_t i = 0; i < sizeof comes_back / sizeof *comes_back; i++) {
		lead = next(comes_back[i], FACTS(.callback_ms = T0 + HOUR, .identity_from_ms = T0 + DAY), T0);
		assert_int_equal(lead.state, LEAD_CALLBACK);
		assert_int_equal(lead.at_ms, T0 + DAY);
		lead = next(
			comes_back[i],
			FACTS(.callback_ms = T0 + HOUR, .identity_closed = true, .identity_from_ms = T0 + 90 * DAY),
			T0);
		assert_int_equal(lead.state, LEAD_CLOSED);
		assert_int_equal(lead.at_ms, T0 + 90 * DAY);
	}
	lead = next(DISPOSITION_CALLBACK, FACTS(.callback_ms = T0 + 2 * DAY, .identity_from_ms = T0 + DAY), T0);
	assert_int_equal(lead.at_ms, T0 + 2 * DAY);
	lead = next(DISPOSITION_NOT_INTERESTED, FACTS(.identity_from_ms = T0 + DAY), T0);
	assert_int_equal(lead.state, LEAD_CLOSED);
	lead = next(DISPOSITION_DO_NOT_CALL, FACTS(.identity_from_ms = T0 + DAY), T0);
	assert_int_equal(lead.state, LEAD_SUPPRESSED);
}

/* Whenever the call ended, the lead is called again only within the contact hours. */
static void test_retries_keep_the_hours(void **state)
{
	struct contact_hours hours = contact_hours_legal(NULL);

	(void)state;
	for (int64_t now_ms = T0; now_ms < T0 + 8 * DAY; now_ms += 97 * MINUTE) {
		for (int i = 0; i < DISPOSITION_COUNT; i++) {
			struct lead_next lead = next((enum disposition)i, FACTS(.callback_ms = now_ms + DAY), now_ms);

			if (lead.state == LEAD_RETRY || lead.state == LEAD_CALLBACK) {
				assert_true(contact_hours_is_open(&hours, lead.at_ms));
				assert_true(lead.at_ms >= now_ms);
			}
		}
	}
	assert_int_equal(next(DISPOSITION_NO_ANSWER, FACTS(0), T0 + 6 * HOUR).at_ms, T0 + 21 * HOUR);
}

static void test_undo_and_correction(void **state)
{
	struct disposition_facts contact = {.direct_contact = true}, none = {0};
	int64_t final_at_ms = disposition_final_at(&policy, DISPOSITION_NOT_INTERESTED, &contact, T0);

	(void)state;
	assert_int_equal(final_at_ms, T0 + 5000);
	assert_true(disposition_may_undo(final_at_ms, T0 + 4999));
	assert_false(disposition_may_undo(final_at_ms, T0 + 5000));
	assert_int_equal(disposition_final_at(&policy, DISPOSITION_NO_ANSWER, &contact, T0), T0);
	assert_int_equal(disposition_final_at(&policy, DISPOSITION_DROPPED, &contact, T0), T0 + 5000);
	assert_int_equal(disposition_final_at(&policy, DISPOSITION_DROPPED, &none, T0), T0);
	assert_int_equal(disposition_final_at(&policy, DISPOSITION_DO_NOT_CALL, &contact, T0), T0);
	assert_true(disposition_may_correct(&policy, DISPOSITION_NO_ANSWER, T0, T0 + 10 * MINUTE - 1));
	assert_false(disposition_may_correct(&policy, DISPOSITION_NO_ANSWER, T0, T0 + 10 * MINUTE));
	assert_false(disposition_may_correct(&policy, DISPOSITION_DO_NOT_CALL, T0, T0));
	assert_false(disposition_may_correct(&policy, DISPOSITION_SALE, T0, T0));
	assert_int_equal(disposition_correct_until(&policy, DISPOSITION_CALLBACK, T0), T0 + 10 * MINUTE);
	assert_int_equal(disposition_correct_until(&policy, DISPOSITION_SALE, T0), 0);
}

static void test_one_is_effective(void **state)
{
	int effective = 0;

	(void)state;
	for (int i = 0; i < DISPOSITION_COUNT; i++)
		effective += disposition_rule_of((enum disposition)i)->is_effective;
	assert_int_equal(effective, 1);
	assert_true(disposition_rule_of(DISPOSITION_SALE)->is_effective);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_lead_next),
		cmocka_unit_test(test_lead_next_by_facts),
		cmocka_unit_test(test_identity_stops_retries),
		cmocka_unit_test(test_retries_keep_the_hours),
		cmocka_unit_test(test_undo_and_correction),
		cmocka_unit_test(test_one_is_effective),
	};
	return cmocka_run_group_tests_name("disposition", tests, NULL, NULL);
}
