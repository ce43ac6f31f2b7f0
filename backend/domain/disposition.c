#include "domain/disposition.h"

#include "domain/rebuttal.h"

static const char *const disposition_names[] = {
	[DISPOSITION_SALE] = "sale",
	[DISPOSITION_NOT_INTERESTED] = "not_interested",
	[DISPOSITION_CALLBACK] = "callback",
	[DISPOSITION_DO_NOT_CALL] = "do_not_call",
	[DISPOSITION_IDENTITY_RETRY] = "identity_retry",
	[DISPOSITION_IDENTITY_CLOSED] = "identity_closed",
	[DISPOSITION_CONTRACT_NOT_ACCEPTED] = "contract_not_accepted",
	[DISPOSITION_EXISTING_CUSTOMER] = "existing_customer",
	[DISPOSITION_DECEASED] = "deceased",
	[DISPOSITION_SOMEONE_ELSE] = "someone_else",
	[DISPOSITION_MINOR] = "minor",
	[DISPOSITION_WRONG_NUMBER] = "wrong_number",
	[DISPOSITION_NO_ANSWER] = "no_answer",
	[DISPOSITION_BUSY] = "busy",
	[DISPOSITION_MACHINE] = "machine",
	[DISPOSITION_HUNG_UP_BEFORE_OFFER] = "hung_up_before_offer",
	[DISPOSITION_HUNG_UP_AFTER_OFFER] = "hung_up_after_offer",
	[DISPOSITION_DROPPED] = "dropped",
	[DISPOSITION_TECHNICAL] = "technical",
	[DISPOSITION_LINE_FAILURE] = "line_failure",
};

static const char *const disposition_group_names[] = {
	[DISPOSITION_GROUP_NO_CONTACT] = "no_contact",   [DISPOSITION_GROUP_OTHER_PERSON] = "other_person",
	[DISPOSITION_GROUP_INTERRUPTED] = "interrupted", [DISPOSITION_GROUP_CALL_AGAIN] = "call_again",
	[DISPOSITION_GROUP_EFFECTIVE] = "effective",     [DISPOSITION_GROUP_NON_EFFECTIVE] = "non_effective",
};

static const char *const line_report_names[] = {
	[LINE_REPORT_NONE] = "none",
	[LINE_REPORT_NO_ANSWER] = "no_answer",
	[LINE_REPORT_BUSY] = "busy",
	[LINE_REPORT_MACHINE] = "machine",
	[LINE_REPORT_CUSTOMER_HUNG_UP] = "customer_hung_up",
	[LINE_REPORT_AGENT_HUNG_UP] = "agent_hung_up",
	[LINE_REPORT_DROPPED] = "dropped",
	[LINE_REPORT_FAILURE] = "failure",
};

static const char *const disposition_verdict_names[] = {
	[DISPOSITION_ALLOWED] = "allowed",
	[DISPOSITION_REBUTTALS_MISSING] = "rebuttals_missing",
	[DISPOSITION_NO_SALE] = "no_sale",
	[DISPOSITION_SALE_SUBMITTED] = "sale_submitted",
	[DISPOSITION_TIME_MISSING] = "callback_time_missing",
	[DISPOSITION_TIME_PAST] = "callback_time_past",
	[DISPOSITION_TIME_TOO_FAR] = "callback_time_too_far",
	[DISPOSITION_TIME_CLOSED] = "callback_outside_hours",
	[DISPOSITION_CALLBACKS_SPENT] = "callbacks_spent",
	[DISPOSITION_IDENTITY_DIFFERS] = "identity_differs",
	[DISPOSITION_READING_DIFFERS] = "reading_differs",
	[DISPOSITION_LINE_DIFFERS] = "line_differs",
	[DISPOSITION_OFFER_MADE] = "offer_made",
	[DISPOSITION_NO_OFFER] = "no_offer",
};

NAMES_DEFINE(disposition);
NAMES_DEFINE(disposition_group);
NAMES_DEFINE(line_report);
NAMES_DEFINE(disposition_verdict);

/* What of a call's facts a disposition must match. */
enum match {
	MATCH_NOTHING,
	MATCH_SALE,
	MATCH_REBUTTALS,
	MATCH_CALLBACK_TIME,
	MATCH_NAMED_HOUR,
	MATCH_IDENTITY_RETRY,
	MATCH_IDENTITY_CLOSED,
	MATCH_READING,
	MATCH_NO_CONTACT, /* the line's report, or the agent's ear: not when the customer was spoken to */
	MATCH_HUNG_UP_BEFORE,
	MATCH_HUNG_UP_AFTER,
	MATCH_DROPPED,
	MATCH_LINE_FAILURE,
};

/* What follows for the lead. */
enum follow {
	FOLLOW_CLOSED,         /* for good */
	FOLLOW_CLOSED_A_WHILE, /* 90 days */
	FOLLOW_HUNG_UP,        /* a while, and for good the second time */
	FOLLOW_CALLBACK,
	FOLLOW_IDENTITY,
	FOLLOW_SUPPRESSED,
	FOLLOW_NAMED_HOUR,
	FOLLOW_LATER_TODAY,
	FOLLOW_NUMBER_CLOSED,
	FOLLOW_NO_ANSWER,
	FOLLOW_BUSY,
	FOLLOW_NEXT_DAY,
	FOLLOW_AT_ONCE,
	FOLLOW_TECHNICAL,
	FOLLOW_LINE_BACK,
};

static const struct row {
	struct disposition_rule rule;
	enum match match;
	enum follow follow;
} rows[DISPOSITION_COUNT] = {
#define ROW(group, contact, effective, line, match, follow)                                                          \
	{                                                                                                            \
		{DISPOSITION_GROUP_##group, DISPOSITION_CONTACT_##contact, effective, line}, MATCH_##match,          \
			FOLLOW_##follow                                                                              \
	}
	[DISPOSITION_SALE] = ROW(EFFECTIVE, YES, true, false, SALE, CLOSED),
	[DISPOSITION_NOT_INTERESTED] = ROW(NON_EFFECTIVE, YES, false, false, REBUTTALS, CLOSED_A_WHILE),
	[DISPOSITION_CALLBACK] = ROW(CALL_AGAIN, YES, false, false, CALLBACK_TIME, CALLBACK),
	[DISPOSITION_DO_NOT_CALL] = ROW(NON_EFFECTIVE, YES, false, false, NOTHING, SUPPRESSED),
	[DISPOSITION_IDENTITY_RETRY] = ROW(CALL_AGAIN, YES, false, false, IDENTITY_RETRY, IDENTITY),
	[DISPOSITION_IDENTITY_CLOSED] = ROW(NON_EFFECTIVE, YES, false, false, IDENTITY_CLOSED, CLOSED_A_WHILE),
	[DISPOSITION_CONTRACT_NOT_ACCEPTED] = ROW(NON_EFFECTIVE, YES, false, false, READING, CLOSED_A_WHILE),
	[DISPOSITION_EXISTING_CUSTOMER] = ROW(NON_EFFECTIVE, YES, false, false, NOTHING, CLOSED),
	[DISPOSITION_DECEASED] = ROW(OTHER_PERSON, NO, false, false, NOTHING, CLOSED),
	[DISPOSITION_SOMEONE_ELSE] = ROW(OTHER_PERSON, NO, false, false, NAMED_HOUR, NAMED_HOUR),
	[DISPOSITION_MINOR] = ROW(OTHER_PERSON, NO, false, false, NOTHING, LATER_TODAY),
	[DISPOSITION_WRONG_NUMBER] = ROW(OTHER_PERSON, NO, false, false, NOTHING, NUMBER_CLOSED),
	[DISPOSITION_NO_ANSWER] = ROW(NO_CONTACT, NO, false, true, NO_CONTACT, NO_ANSWER),
	[DISPOSITION_BUSY] = ROW(NO_CONTACT, NO, false, true, NO_CONTACT, BUSY),
	[DISPOSITION_MACHINE] = ROW(NO_CONTACT, NO, false, true, NO_CONTACT, NEXT_DAY),
	[DISPOSITION_HUNG_UP_BEFORE_OFFER] = ROW(NO_CONTACT, NO, false, false, HUNG_UP_BEFORE, NEXT_DAY),
	[DISPOSITION_HUNG_UP_AFTER_OFFER] = ROW(INTERRUPTED, YES, false, false, HUNG_UP_AFTER, HUNG_UP),
	[DISPOSITION_DROPPED] = ROW(INTERRUPTED, AS_IT_WAS, false, false, DROPPED, AT_ONCE),
	[DISPOSITION_TECHNICAL] = ROW(INTERRUPTED, AS_IT_WAS, false, false, NOTHING, TECHNICAL),
	[DISPOSITION_LINE_FAILURE] = ROW(INTERRUPTED, AS_IT_WAS, false, true, LINE_FAILURE, LINE_BACK),
#undef ROW
};

const struct disposition_rule *disposition_rule_of(enum disposition disposition)
{
	return &rows[disposition].rule;
}

bool disposition_is_contact(enum disposition disposition, const struct disposition_facts *facts)
{
	switch (rows[disposition].rule.contact) {
	case DISPOSITION_CONTACT_NO:
		return false;
	case DISPOSITION_CONTACT_YES:
		return true;
	case DISPOSITION_CONTACT_AS_IT_WAS:
		return facts->direct_contact;
	}
	return false;
}

static enum disposition_verdict check_ahead(const struct disposition_policy *policy, int64_t at_ms, int64_t now_ms)
{
	if (at_ms <= now_ms)
		return DISPOSITION_TIME_PAST;
	return at_ms > now_ms + policy->callback_within_ms ? DISPOSITION_TIME_TOO_FAR : DISPOSITION_ALLOWED;
}

static enum disposition_verdict check_time(const struct disposition_policy *policy, const struct contact_hours *hours,
                                           const struct disposition_facts *facts, int64_t now_ms)
{
	if (facts->callback_ms == 0)
		return DISPOSITION_TIME_MISSING;
	enum disposition_verdict verdict = check_ahead(policy, facts->callback_ms, now_ms);

	if (verdict != DISPOSITION_ALLOWED)
		return verdict;
	return contact_hours_is_open(hours, facts->callback_ms) ? DISPOSITION_ALLOWED : DISPOSITION_TIME_CLOSED;
}

static enum disposition_verdict check_callback(const struct disposition_policy *policy,
                                               const struct contact_hours *hours,
                                               const struct disposition_facts *facts, int64_t now_ms)
{
	if (facts->rejected && facts->callbacks_since_rejection >= policy->callbacks_after_rejection)
		return DISPOSITION_CALLBACKS_SPENT;
	return check_time(policy, hours, facts, now_ms);
}

/* Booked by the server unless the customer agreed another time, which may not come before the attempt is allowed. */
static enum disposition_verdict check_identity_retry(const struct disposition_policy *policy,
                                                     const struct contact_hours *hours,
                                                     const struct disposition_facts *facts, int64_t now_ms)
{
	if (!facts->identity_failed || facts->identity_closed)
		return DISPOSITION_IDENTITY_DIFFERS;
	if (facts->callback_ms == 0)
		return DISPOSITION_ALLOWED;
	if (facts->callback_ms < facts->identity_from_ms)
		return DISPOSITION_TIME_PAST;
	return check_time(policy, hours, facts, now_ms);
}

/* The line's word where there is one; the agent's ear while the call was answered and nobody was spoken to. */
static enum disposition_verdict check_no_contact(enum disposition disposition, const struct disposition_facts *facts)
{
	static const enum line_report reports[DISPOSITION_COUNT] = {
		[DISPOSITION_NO_ANSWER] = LINE_REPORT_NO_ANSWER,
		[DISPOSITION_BUSY] = LINE_REPORT_BUSY,
		[DISPOSITION_MACHINE] = LINE_REPORT_MACHINE,
	};

	if (facts->offer_made)
		return DISPOSITION_OFFER_MADE;
	if (facts->direct_contact)
		return DISPOSITION_LINE_DIFFERS;
	switch (facts->line) {
	case LINE_REPORT_NONE:
	case LINE_REPORT_AGENT_HUNG_UP:
		return DISPOSITION_ALLOWED;
	default:
		return facts->line == reports[disposition] ? DISPOSITION_ALLOWED : DISPOSITION_LINE_DIFFERS;
	}
}

static enum disposition_verdict check_line(const struct disposition_facts *facts, enum line_report report)
{
	return facts->line == report ? DISPOSITION_ALLOWED : DISPOSITION_LINE_DIFFERS;
}

static enum disposition_verdict check_hung_up(const struct disposition_facts *facts, bool after)
{
	if (facts->line != LINE_REPORT_CUSTOMER_HUNG_UP)
		return DISPOSITION_LINE_DIFFERS;
	if (facts->offer_made == after)
		return DISPOSITION_ALLOWED;
	return after ? DISPOSITION_NO_OFFER : DISPOSITION_OFFER_MADE;
}

enum disposition_verdict disposition_check(const struct disposition_policy *policy, const struct contact_hours *hours,
                                           enum disposition disposition, const struct disposition_facts *facts,
                                           int64_t now_ms, int *missing)
{
	*missing = 0;
	if (facts->sale_submitted && disposition != DISPOSITION_SALE)
		return DISPOSITION_SALE_SUBMITTED;
	switch (rows[disposition].match) {
	case MATCH_NOTHING:
		return DISPOSITION_ALLOWED;
	case MATCH_SALE:
		return facts->sale_submitted ? DISPOSITION_ALLOWED : DISPOSITION_NO_SALE;
	case MATCH_REBUTTALS:
		*missing = rebuttal_missing(policy->rebuttals_least, facts->rebuttals);
		return *missing == 0 ? DISPOSITION_ALLOWED : DISPOSITION_REBUTTALS_MISSING;
	case MATCH_CALLBACK_TIME:
		return check_callback(policy, hours, facts, now_ms);
	case MATCH_NAMED_HOUR:
		return facts->named_ms == 0 ? DISPOSITION_ALLOWED : check_ahead(policy, facts->named_ms, now_ms);
	case MATCH_IDENTITY_RETRY:
		return check_identity_retry(policy, hours, facts, now_ms);
	case MATCH_IDENTITY_CLOSED:
		return facts->identity_closed ? DISPOSITION_ALLOWED : DISPOSITION_IDENTITY_DIFFERS;
	case MATCH_READING:
		return facts->reading_not_accepted ? DISPOSITION_ALLOWED : DISPOSITION_READING_DIFFERS;
	case MATCH_NO_CONTACT:
		return check_no_contact(disposition, facts);
	case MATCH_HUNG_UP_BEFORE:
		return check_hung_up(facts, false);
	case MATCH_HUNG_UP_AFTER:
		return check_hung_up(facts, true);
	case MATCH_DROPPED:
		return check_line(facts, LINE_REPORT_DROPPED);
	case MATCH_LINE_FAILURE:
		return check_line(facts, LINE_REPORT_FAILURE);
	}
	return DISPOSITION_LINE_DIFFERS;
}

/* Without a contact minute ahead there is nothing to wait for: the lead is closed. */
static struct lead_next lead_at(const struct contact_hours *hours, enum lead_state state, int64_t at_ms)
{
	struct lead_next next = {.state = state};

	if (!contact_hours_next(hours, at_ms, &next.at_ms))
		return (struct lead_next){.state = LEAD_CLOSED};
	return next;
}

static int64_t next_day_ms(int64_t now_ms)
{
	return civil_day_start(now_ms) + CIVIL_DAY_MS;
}

static struct lead_next after_identity(const struct contact_hours *hours, const struct disposition_facts *facts,
                                       int64_t now_ms)
{
	int64_t at_ms = facts->callback_ms != 0 ? facts->callback_ms : facts->identity_from_ms;

	return lead_at(hours, LEAD_CALLBACK, at_ms > now_ms ? at_ms : now_ms);
}

static struct lead_next after_wrong_number(const struct contact_hours *hours, const struct disposition_facts *facts,
                                           int64_t now_ms)
{
	struct lead_next next = {.state = LEAD_CLOSED};

	if (facts->has_other_number)
		next = lead_at(hours, LEAD_RETRY, now_ms);
	next.closes_number = true;
	return next;
}

static struct lead_next by_disposition(const struct disposition_policy *policy, const struct contact_hours *hours,
                                       enum disposition disposition, const struct disposition_facts *facts,
                                       int64_t now_ms)
{
	struct lead_next a_while = {.state = LEAD_CLOSED, .at_ms = now_ms + policy->closed_ms};

	switch (rows[disposition].follow) {
	case FOLLOW_CLOSED:
		return (struct lead_next){.state = LEAD_CLOSED};
	case FOLLOW_CLOSED_A_WHILE:
		return a_while;
	case FOLLOW_HUNG_UP:
		return facts->hung_up_after_offer > 0 ? (struct lead_next){.state = LEAD_CLOSED} : a_while;
	case FOLLOW_CALLBACK:
		return lead_at(hours, LEAD_CALLBACK, facts->callback_ms);
	case FOLLOW_IDENTITY:
		return after_identity(hours, facts, now_ms);
	case FOLLOW_SUPPRESSED:
		return (struct lead_next){.state = LEAD_SUPPRESSED, .suppresses = true};
	case FOLLOW_NAMED_HOUR:
		return lead_at(hours, LEAD_RETRY,
		               facts->named_ms > now_ms ? facts->named_ms : now_ms + policy->someone_else_ms);
	case FOLLOW_LATER_TODAY:
		return lead_at(hours, LEAD_RETRY, now_ms + policy->minor_ms);
	case FOLLOW_NUMBER_CLOSED:
		return after_wrong_number(hours, facts, now_ms);
	case FOLLOW_NO_ANSWER:
		return lead_at(hours, LEAD_RETRY, now_ms + policy->no_answer_ms);
	case FOLLOW_BUSY:
		return lead_at(hours, LEAD_RETRY, now_ms + policy->busy_ms);
	case FOLLOW_NEXT_DAY:
		return lead_at(hours, LEAD_RETRY, next_day_ms(now_ms));
	case FOLLOW_AT_ONCE:
		return lead_at(hours, LEAD_RETRY, now_ms);
	case FOLLOW_TECHNICAL:
		return lead_at(hours, LEAD_RETRY, now_ms + policy->technical_ms);
	case FOLLOW_LINE_BACK:
		return (struct lead_next){.state = LEAD_LINE_BACK};
	}
	return a_while;
}

/* After the second failed identity check nothing brings the lead back before the last; after the third, nothing. */
struct lead_next disposition_lead_next(const struct disposition_policy *policy, const struct contact_hours *hours,
                                       enum disposition disposition, const struct disposition_facts *facts,
                                       int64_t now_ms)
{
	struct lead_next next = by_disposition(policy, hours, disposition, facts, now_ms);
	bool comes_back = next.state == LEAD_RETRY || next.state == LEAD_CALLBACK || next.state == LEAD_LINE_BACK;

	if (!comes_back || next.closes_number || next.at_ms >= facts->identity_from_ms)
		return next;
	if (facts->identity_closed)
		return (struct lead_next){.state = LEAD_CLOSED, .at_ms = facts->identity_from_ms};
	return lead_at(hours, LEAD_CALLBACK, facts->identity_from_ms);
}

int64_t disposition_final_at(const struct disposition_policy *policy, enum disposition disposition,
                             const struct disposition_facts *facts, int64_t now_ms)
{
	bool may_undo = disposition_is_contact(disposition, facts) && disposition != DISPOSITION_DO_NOT_CALL;

	return may_undo ? now_ms + policy->undo_ms : now_ms;
}

bool disposition_may_undo(int64_t final_at_ms, int64_t now_ms)
{
	return now_ms < final_at_ms;
}

int64_t disposition_correct_until(const struct disposition_policy *policy, enum disposition disposition,
                                  int64_t recorded_ms)
{
	bool stands = disposition == DISPOSITION_DO_NOT_CALL || disposition == DISPOSITION_SALE;

	return stands ? 0 : recorded_ms + policy->correct_ms;
}

bool disposition_may_correct(const struct disposition_policy *policy, enum disposition disposition,
                             int64_t recorded_ms, int64_t now_ms)
{
	return now_ms < disposition_correct_until(policy, disposition, recorded_ms);
}
