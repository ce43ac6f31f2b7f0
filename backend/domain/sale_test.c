/* Read each row as a sentence: a sale in this state, this act by this role, then leads there or is refused. */
#include "domain/sale.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define T0  INT64_C(1795532400000) /* 2026-11-24T15:00Z, 10:00 in Bogotá, a Tuesday */
#define END (T0 + 72 * CIVIL_HOUR_MS)

enum {
	A = SALE_BY(ROLE_AGENT),
	B = SALE_BY(ROLE_BACKOFFICE),
	Q = SALE_BY(ROLE_QUALITY),
	S = SALE_BY(ROLE_SUPERVISOR),
	D = SALE_BY(ROLE_ADMIN),
	SYS = SALE_BY_SYSTEM,
};

static const struct sale_policy policy = {
	.validity_ms = 72 * CIVIL_HOUR_MS,
	.warn_first_ms = 24 * CIVIL_HOUR_MS,
	.warn_last_ms = 4 * CIVIL_HOUR_MS,
	.extension_ms = 24 * CIVIL_HOUR_MS,
	.returns_max = 2,
	.withdrawal_days = 5,
};

/* A sale for which everything is as it should be. */
static struct sale_facts good(enum sale_state state)
{
	bool loaded = state >= SALE_ACTIVATED && state <= SALE_DELIVERED;

	return (struct sale_facts){
		.state = state,
		.return_state = SALE_IN_REVIEW,
		.expires_ms = state == SALE_DRAFT ? 0 : END,
		.services = 2,
		.services_confirmed = loaded ? 2 : 0,
		.services_settled = loaded ? 2 : 0,
		.sims_needed = 1,
		.sims_assigned = 1,
		.form_complete = true,
		.identity_approved = true,
		.reading_accepted = true,
		.recording_passed = true,
		.addresses_complete = true,
		.documents_accepted = true,
		.lines_complete = true,
		.is_owner = true,
		.holds_claim = true,
	};
}

static enum sale_verdict ask(const struct sale_facts *facts, enum sale_action action, unsigned by, int64_t now_ms,
                             enum sale_state *to)
{
	return sale_ask(&policy, facts, action, by, true, now_ms, to);
}

static void test_main_line(void **state)
{
	static const struct {
		enum sale_state from;
		enum sale_action action;
		unsigned by;
		enum sale_state to;
	} rows[] = {
		{SALE_DRAFT, SALE_SUBMIT, A, SALE_SUBMITTED},
		{SALE_SUBMITTED, SALE_START_REVIEW, B, SALE_IN_REVIEW},
		{SALE_IN_REVIEW, SALE_REQUEST_DATA, B, SALE_DATA_REQUESTED},
		{SALE_DATA_REQUESTED, SALE_ANSWER_DATA, A, SALE_IN_REVIEW},
		{SALE_IN_REVIEW, SALE_REQUEST_RECORDING, B, SALE_RECORDING_REQUESTED},
		{SALE_RECORDING_REQUESTED, SALE_FAULT_RECORDING, Q, SALE_RERECORD_REQUESTED},
		{SALE_RERECORD_REQUESTED, SALE_RERECORD, A, SALE_RECORDING_REQUESTED},
		{SALE_RECORDING_REQUESTED, SALE_RELEASE_RECORDING, Q, SALE_CONFIRMING},
		{SALE_RECORDING_REQUESTED, SALE_RELEASE_RECORDING, SYS, SALE_CONFIRMING},
		{SALE_CONFIRMING, SALE_CONFIRM, B, SALE_DOCUMENTS_PENDING},
		{SALE_CONFIRMING, SALE_CANCEL, B, SALE_CANCELLED},
		{SALE_DOCUMENTS_PENDING, SALE_START_ACTIVATION, B, SALE_ACTIVATING},
		{SALE_DOCUMENTS_PENDING, SALE_START_ACTIVATION, SYS, SALE_ACTIVATING},
		{SALE_ACTIVATED, SALE_DISPATCH, B, SALE_DISPATCHED},
		{SALE_ACTIVATED, SALE_DISPATCH, SYS, SALE_DISPATCHED},
		{SALE_DISPATCHED, SALE_DELIVER, B, SALE_DELIVERED},
		{SALE_DISPATCHED, SALE_DELIVER, SYS, SALE_DELIVERED},
		{SALE_DISPATCHED, SALE_RETURN, B, SALE_RETURNED},
		{SALE_RETURNED, SALE_DISPATCH, B, SALE_DISPATCHED},
		{SALE_DELIVERED, SALE_WITHDRAW, B, SALE_WITHDRAWN},
		{SALE_DELIVERED, SALE_AMEND, B, SALE_DELIVERED},
		{SALE_ACTIVATED, SALE_AMEND, B, SALE_ACTIVATED},
		{SALE_IN_REVIEW, SALE_REJECT, B, SALE_REJECTED},
		{SALE_DOCUMENTS_PENDING, SALE_REQUIRE_RERECORD, B, SALE_RERECORD_REQUESTED},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sale_facts facts = good(rows[i].from);
		enum sale_state to = SALE_DRAFT; /* where nothing leads */

		print_message("  %s: %s leads to %s\n", sale_state_name(rows[i].from),
		              sale_action_name(rows[i].action), sale_state_name(rows[i].to));
		assert_int_equal(ask(&facts, rows[i].action, rows[i].by, T0, &to), SALE_ALLOWED);
		assert_int_equal(to, rows[i].to);
	}
}

/* Each condition, broken alone, has its own answer. */
static void test_conditions(void **state)
{
	static const struct {
		const char *without;
		size_t offset;
		enum sale_state from;
		enum sale_action action;
		enum sale_verdict verdict;
	} rows[] = {
		{"identity", offsetof(struct sale_facts, identity_approved), SALE_DRAFT, SALE_SUBMIT,
	         SALE_IDENTITY_MISSING},
		{"reading", offsetof(struct sale_facts, reading_accepted), SALE_DRAFT, SALE_SUBMIT,
	         SALE_READING_MISSING},
		{"form", offsetof(struct sale_facts, form_complete), SALE_DRAFT, SALE_SUBMIT, SALE_FORM_INCOMPLETE},
		{"form", offsetof(struct sale_facts, form_complete), SALE_IN_REVIEW, SALE_REQUEST_RECORDING,
	         SALE_FORM_INCOMPLETE},
		{"review", offsetof(struct sale_facts, recording_passed), SALE_RECORDING_REQUESTED,
	         SALE_RELEASE_RECORDING, SALE_RECORDING_NOT_PASSED},
		{"new reading", offsetof(struct sale_facts, reading_accepted), SALE_RERECORD_REQUESTED, SALE_RERECORD,
	         SALE_READING_MISSING},
		{"review", offsetof(struct sale_facts, recording_passed), SALE_CONFIRMING, SALE_CONFIRM,
	         SALE_RECORDING_NOT_PASSED},
		{"papers", offsetof(struct sale_facts, documents_accepted), SALE_DOCUMENTS_PENDING,
	         SALE_START_ACTIVATION, SALE_DOCUMENTS_MISSING},
		{"addresses", offsetof(struct sale_facts, addresses_complete), SALE_DOCUMENTS_PENDING,
	         SALE_START_ACTIVATION, SALE_ADDRESSES_MISSING},
		{"a NIP", offsetof(struct sale_facts, lines_complete), SALE_DOCUMENTS_PENDING, SALE_START_ACTIVATION,
	         SALE_LINES_INCOMPLETE},
		{"address", offsetof(struct sale_facts, addresses_complete), SALE_ACTIVATED, SALE_DISPATCH,
	         SALE_ADDRESSES_MISSING},
		{"claim", offsetof(struct sale_facts, holds_claim), SALE_CONFIRMING, SALE_CONFIRM, SALE_NOT_CLAIMED},
		{"claim", offsetof(struct sale_facts, holds_claim), SALE_IN_REVIEW, SALE_CANCEL, SALE_NOT_CLAIMED},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sale_facts facts = good(rows[i].from);
		enum sale_state to = SALE_DRAFT; /* where nothing leads */
		unsigned by = rows[i].action == SALE_SUBMIT || rows[i].action == SALE_RERECORD ? A
		              : rows[i].action == SALE_RELEASE_RECORDING                       ? Q
		                                                                               : B;

		print_message("  %s without %s: %s\n", sale_action_name(rows[i].action), rows[i].without,
		              sale_verdict_name(rows[i].verdict));
		assert_int_equal(ask(&facts, rows[i].action, by, T0, &to), SALE_ALLOWED);
		to = SALE_DRAFT; /* where nothing leads */
		*((bool *)((char *)&facts + rows[i].offset)) = false;
		assert_int_equal(ask(&facts, rows[i].action, by, T0, &to), rows[i].verdict);
		assert_int_equal(to, SALE_DRAFT);
	}
}

static void test_another_open_sale(void **state)
{
	struct sale_facts facts = good(SALE_DRAFT);
	enum sale_state to;

	(void)state;
	facts.open_elsewhere = true;
	assert_int_equal(ask(&facts, SALE_SUBMIT, A, T0, &to), SALE_OPEN_ELSEWHERE);
	facts.open_elsewhere = false;
	facts.is_owner = false;
	assert_int_equal(ask(&facts, SALE_SUBMIT, A, T0, &to), SALE_NOT_OWNER);
}

static void test_activate(void **state)
{
	struct sale_facts facts = good(SALE_ACTIVATING);
	enum sale_state to;

	(void)state;
	facts.services_settled = 1;
	facts.services_confirmed = 1;
	assert_int_equal(ask(&facts, SALE_ACTIVATE, B, T0, &to), SALE_SERVICES_OPEN);
	facts.services_settled = 2;
	assert_int_equal(ask(&facts, SALE_ACTIVATE, B, T0, &to), SALE_ALLOWED);
	facts.services_confirmed = 0;
	assert_int_equal(ask(&facts, SALE_ACTIVATE, B, T0, &to), SALE_NOTHING_LOADED);
}

static void test_no_cancel_of_what_is_loaded(void **state)
{
	struct sale_facts facts = good(SALE_ACTIVATING);
	enum sale_state to;

	(void)state;
	assert_int_equal(ask(&facts, SALE_CANCEL, B, T0, &to), SALE_ALLOWED);
	facts.services_unknown = 1;
	assert_int_equal(ask(&facts, SALE_CANCEL, B, T0, &to), SALE_SERVICES_OPEN);
	facts.services_confirmed = 1;
	assert_int_equal(ask(&facts, SALE_CANCEL, B, T0, &to), SALE_SERVICE_CONFIRMED);
	assert_int_equal(ask(&facts, SALE_REJECT, B, T0, &to), SALE_SERVICE_CONFIRMED);
}

static void test_returns(void **state)
{
	struct sale_facts facts = good(SALE_DISPATCHED);
	enum sale_state to;

	(void)state;
	for (facts.returns = 0; facts.returns < 2; facts.returns++) {
		assert_int_equal(ask(&facts, SALE_RETURN, B, T0, &to), SALE_ALLOWED);
		assert_int_equal(ask(&facts, SALE_GIVE_UP, B, T0, &to), SALE_RETURNS_LEFT);
	}
	assert_int_equal(ask(&facts, SALE_RETURN, B, T0, &to), SALE_RETURNS_SPENT);
	assert_int_equal(ask(&facts, SALE_GIVE_UP, B, T0, &to), SALE_ALLOWED);
	assert_int_equal(to, SALE_UNDELIVERED);
}

static void test_nothing_to_send(void **state)
{
	struct sale_facts facts = good(SALE_ACTIVATED);
	enum sale_state to;

	(void)state;
	assert_int_equal(ask(&facts, SALE_FINISH, B, T0, &to), SALE_SIMS_TO_SEND);
	facts.sims_assigned = 0;
	assert_int_equal(ask(&facts, SALE_DISPATCH, B, T0, &to), SALE_SIMS_MISSING);
	facts.sims_needed = 0;
	assert_int_equal(ask(&facts, SALE_DISPATCH, B, T0, &to), SALE_SIMS_MISSING);
	assert_int_equal(ask(&facts, SALE_FINISH, B, T0, &to), SALE_ALLOWED);
	assert_int_equal(to, SALE_DELIVERED);
}

/* From the 72nd hour on, to the millisecond, no act by anyone moves a sale that is not activated but its expiry. */
static void test_nothing_moves_after_the_end(void **state)
{
	(void)state;
	for (int sale = SALE_SUBMITTED; sale <= SALE_ACTIVATING; sale++) {
		for (int action = 0; action < SALE_ACTION_COUNT; action++) {
			for (unsigned by = A; by <= SYS; by <<= 1) {
				struct sale_facts facts = good((enum sale_state)sale);
				enum sale_state to;
				enum sale_verdict before = ask(&facts, (enum sale_action)action, by, END - 1, &to);
				enum sale_verdict after = ask(&facts, (enum sale_action)action, by, END, &to);

				if (action == SALE_EXPIRE && by == SYS) {
					assert_int_equal(before, SALE_NOT_OVER);
					assert_int_equal(after, SALE_ALLOWED);
					assert_int_equal(to, SALE_EXPIRED);
				} else {
					assert_int_not_equal(after, SALE_ALLOWED);
					if (before == SALE_ALLOWED)
						assert_int_equal(after, SALE_TIME_OVER);
				}
			}
		}
	}
}

static void test_later_states_never_expire(void **state)
{
	struct sale_facts facts = good(SALE_DISPATCHED);
	enum sale_state to;

	(void)state;
	assert_int_equal(ask(&facts, SALE_DELIVER, B, END + 1, &to), SALE_ALLOWED);
	assert_int_equal(ask(&facts, SALE_EXPIRE, SYS, END + 1, &to), SALE_WRONG_STATE);
	assert_int_equal(sale_validity_at(&policy, &facts, END + 1), SALE_VALIDITY_NONE);
}

/* Half loaded: frozen for all but a supervisor, who extends once or has it reversed. */
static void test_half_loaded(void **state)
{
	struct sale_facts facts = good(SALE_ACTIVATING);
	enum sale_state to;

	(void)state;
	facts.services_confirmed = 1;
	facts.services_settled = 2;
	assert_int_equal(ask(&facts, SALE_EXTEND, S, END - 1, &to), SALE_NOT_OVER);
	assert_int_equal(ask(&facts, SALE_EXPIRE, SYS, END, &to), SALE_FROZEN);
	assert_int_equal(ask(&facts, SALE_ACTIVATE, B, END, &to), SALE_FROZEN);
	assert_int_equal(ask(&facts, SALE_EXTEND, B, END, &to), SALE_WRONG_ROLE);
	assert_int_equal(ask(&facts, SALE_EXTEND, S, END, &to), SALE_ALLOWED);
	assert_int_equal(to, SALE_ACTIVATING);
	facts.extended_until_ms = END + policy.extension_ms;
	assert_int_equal(ask(&facts, SALE_EXTEND, S, END + 1, &to), SALE_EXTENDED_ALREADY);
	assert_int_equal(ask(&facts, SALE_ACTIVATE, B, facts.extended_until_ms - 1, &to), SALE_ALLOWED);
	assert_int_equal(ask(&facts, SALE_ACTIVATE, B, facts.extended_until_ms, &to), SALE_FROZEN);
	assert_int_equal(sale_validity_at(&policy, &facts, facts.extended_until_ms), SALE_VALIDITY_FROZEN);
	assert_int_equal(ask(&facts, SALE_REVERSE, S, facts.extended_until_ms, &to), SALE_ALLOWED);
	facts.extended_until_ms = 0;
	facts.reversing = true; /* one way out or the other, once */
	assert_int_equal(ask(&facts, SALE_REVERSE, S, END, &to), SALE_REVERSING);
	assert_int_equal(ask(&facts, SALE_EXTEND, S, END, &to), SALE_REVERSING);
	assert_int_equal(ask(&facts, SALE_ACTIVATE, B, END, &to), SALE_FROZEN);
	facts.services_confirmed = 0;
	facts.services_unknown = 1; /* the operator has not said that it is gone */
	assert_int_equal(ask(&facts, SALE_EXPIRE, SYS, END, &to), SALE_FROZEN);
	facts.services_unknown = 0;
	assert_int_equal(ask(&facts, SALE_EXPIRE, SYS, END, &to), SALE_ALLOWED);
	facts.reversing = false;
	assert_int_equal(ask(&facts, SALE_REVERSE, S, END, &to), SALE_NOT_HALF_LOADED);
	assert_int_equal(ask(&facts, SALE_EXPIRE, SYS, END, &to), SALE_ALLOWED);
}

/* A fault and a data request become one task: whichever comes first, the sale leads on rightly. */
static void test_one_open_task(void **state)
{
	struct sale_facts facts = good(SALE_RERECORD_REQUESTED);
	enum sale_state to;

	(void)state;
	assert_int_equal(ask(&facts, SALE_REQUEST_DATA, B, T0, &to), SALE_ALLOWED);
	assert_int_equal(to, SALE_RERECORD_REQUESTED);
	assert_int_equal(ask(&facts, SALE_ANSWER_DATA, A, T0, &to), SALE_ALLOWED);
	assert_int_equal(to, SALE_RERECORD_REQUESTED);

	facts = good(SALE_RECORDING_REQUESTED);
	assert_int_equal(ask(&facts, SALE_REQUEST_DATA, B, T0, &to), SALE_ALLOWED);
	facts.return_state = sale_return_state(&facts, SALE_REQUEST_DATA);
	facts.state = to;
	assert_int_equal(facts.return_state, SALE_RECORDING_REQUESTED);
	assert_int_equal(ask(&facts, SALE_RERECORD, A, T0, &to), SALE_WRONG_STATE);
	assert_int_equal(ask(&facts, SALE_FAULT_RECORDING, Q, T0, &to), SALE_ALLOWED);
	assert_int_equal(to, SALE_DATA_REQUESTED);
	facts.return_state = sale_return_state(&facts, SALE_FAULT_RECORDING);
	assert_int_equal(facts.return_state, SALE_RERECORD_REQUESTED);
	assert_int_equal(ask(&facts, SALE_FAULT_RECORDING, Q, T0, &to), SALE_WRONG_STATE);
	assert_int_equal(ask(&facts, SALE_ANSWER_DATA, A, T0, &to), SALE_ALLOWED);
	assert_int_equal(to, SALE_RERECORD_REQUESTED);
	assert_int_equal(ask(&facts, SALE_RERECORD, A, T0, &to), SALE_ALLOWED);
	assert_int_equal(to, SALE_DATA_REQUESTED);
	assert_int_equal(sale_return_state(&facts, SALE_RERECORD), SALE_RECORDING_REQUESTED);
	assert_int_equal(sale_return_state(&facts, SALE_REQUEST_DATA), SALE_RERECORD_REQUESTED);
}

/* Ends are ends, no act needs what it does not get, and supervisors and admins change no facts of a sale. */
static void test_table(void **state)
{
	(void)state;
	for (int action = 0; action < SALE_ACTION_COUNT; action++) {
		for (int sale = 0; sale < SALE_STATE_COUNT; sale++) {
			struct sale_facts facts = good((enum sale_state)sale);
			enum sale_state to;

			assert_int_equal(ask(&facts, (enum sale_action)action, D, T0, &to), SALE_WRONG_ROLE);
			if (sale_state_is_fallen((enum sale_state)sale) && sale != SALE_UNDELIVERED)
				assert_int_not_equal(ask(&facts, (enum sale_action)action, B, T0, &to), SALE_ALLOWED);
			if (sale_action_needs_reason((enum sale_action)action))
				assert_int_not_equal(sale_ask(&policy, &facts, (enum sale_action)action,
				                              B | A | Q | S | SYS, false, T0, &to),
				                     SALE_ALLOWED);
		}
	}
	assert_true(sale_action_needs_reason(SALE_REJECT) && sale_action_needs_reason(SALE_REQUEST_DATA));
	assert_false(sale_action_needs_reason(SALE_CONFIRM));
	assert_true(sale_action_needs_claim(SALE_CONFIRM));
	assert_false(sale_action_needs_claim(SALE_DELIVER));
}

static void test_expiry(void **state)
{
	struct contact_hours hours = contact_hours_legal(NULL);
	struct sale_policy by_days = policy;
	int64_t expires_ms = 0;

	(void)state;
	assert_true(sale_expires_at(&policy, &hours, T0, &expires_ms));
	assert_int_equal(expires_ms, END);
	by_days.validity_days = 3;
	assert_true(sale_expires_at(&by_days, &hours, T0, &expires_ms));
	assert_int_equal(expires_ms, civil_instant((struct civil_date){2026, 11, 27}, 19 * CIVIL_HOUR_MS));
}

static void test_validity(void **state)
{
	static const struct {
		int64_t now_ms;
		enum sale_validity validity;
		int64_t changes_ms;
	} rows[] = {
		{T0, SALE_VALIDITY_FINE, END - 24 * CIVIL_HOUR_MS},
		{END - 24 * CIVIL_HOUR_MS - 1, SALE_VALIDITY_FINE, END - 24 * CIVIL_HOUR_MS},
		{END - 24 * CIVIL_HOUR_MS, SALE_VALIDITY_WARN, END - 4 * CIVIL_HOUR_MS},
		{END - 4 * CIVIL_HOUR_MS - 1, SALE_VALIDITY_WARN, END - 4 * CIVIL_HOUR_MS},
		{END - 4 * CIVIL_HOUR_MS, SALE_VALIDITY_URGENT, END},
		{END - 1, SALE_VALIDITY_URGENT, END},
		{END, SALE_VALIDITY_OVER, 0},
	};
	struct sale_facts facts = good(SALE_CONFIRMING), draft = good(SALE_DRAFT);

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(sale_validity_at(&policy, &facts, rows[i].now_ms), rows[i].validity);
		assert_int_equal(sale_validity_changes_at(&policy, &facts, rows[i].now_ms), rows[i].changes_ms);
	}
	assert_int_equal(sale_validity_at(&policy, &draft, T0), SALE_VALIDITY_NONE);
}

static void test_withdrawal(void **state)
{
	struct sale_facts facts = good(SALE_DELIVERED);
	int64_t until_ms = civil_instant((struct civil_date){2026, 12, 2}, 0); /* Tue 24 + 5 business days: Tue 1 */
	enum sale_state to;

	(void)state;
	assert_int_equal(sale_withdrawal_until(&policy, NULL, T0 - 5 * CIVIL_DAY_MS, T0), until_ms);
	assert_int_equal(sale_withdrawal_until(&policy, NULL, T0, 0), until_ms);
	facts.withdrawal_until_ms = until_ms;
	assert_int_equal(ask(&facts, SALE_WITHDRAW, B, until_ms - 1, &to), SALE_ALLOWED);
	assert_int_equal(ask(&facts, SALE_WITHDRAW, B, until_ms, &to), SALE_WITHDRAWAL_OVER);
	facts.withdrawal_until_ms = 0; /* not delivered yet: it does not run */
	assert_int_equal(ask(&facts, SALE_WITHDRAW, B, until_ms, &to), SALE_ALLOWED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_main_line),
		cmocka_unit_test(test_conditions),
		cmocka_unit_test(test_another_open_sale),
		cmocka_unit_test(test_activate),
		cmocka_unit_test(test_no_cancel_of_what_is_loaded),
		cmocka_unit_test(test_returns),
		cmocka_unit_test(test_nothing_to_send),
		cmocka_unit_test(test_nothing_moves_after_the_end),
		cmocka_unit_test(test_later_states_never_expire),
		cmocka_unit_test(test_half_loaded),
		cmocka_unit_test(test_one_open_task),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_expiry),
		cmocka_unit_test(test_validity),
		cmocka_unit_test(test_withdrawal),
	};
	return cmocka_run_group_tests_name("sale", tests, NULL, NULL);
}
