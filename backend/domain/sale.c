#include "domain/sale.h"

#include <assert.h>

static const char *const sale_action_names[] = {
	[SALE_SUBMIT] = "submit",
	[SALE_START_REVIEW] = "start_review",
	[SALE_REQUEST_DATA] = "request_data",
	[SALE_ANSWER_DATA] = "answer_data",
	[SALE_REQUEST_RECORDING] = "request_recording",
	[SALE_RELEASE_RECORDING] = "release_recording",
	[SALE_FAULT_RECORDING] = "fault_recording",
	[SALE_REQUIRE_RERECORD] = "require_rerecord",
	[SALE_RERECORD] = "rerecord",
	[SALE_CONFIRM] = "confirm",
	[SALE_START_ACTIVATION] = "start_activation",
	[SALE_ACTIVATE] = "activate",
	[SALE_DISPATCH] = "dispatch",
	[SALE_RETURN] = "return",
	[SALE_DELIVER] = "deliver",
	[SALE_FINISH] = "finish",
	[SALE_GIVE_UP] = "give_up",
	[SALE_CANCEL] = "cancel",
	[SALE_REJECT] = "reject",
	[SALE_EXPIRE] = "expire",
	[SALE_EXTEND] = "extend",
	[SALE_REVERSE] = "reverse",
	[SALE_WITHDRAW] = "withdraw",
	[SALE_AMEND] = "amend",
};

static const char *const sale_verdict_names[] = {
	[SALE_ALLOWED] = "allowed",
	[SALE_WRONG_ROLE] = "wrong_role",
	[SALE_WRONG_STATE] = "wrong_state",
	[SALE_NOT_OWNER] = "not_owner",
	[SALE_NOT_CLAIMED] = "not_claimed",
	[SALE_REASON_MISSING] = "reason_missing",
	[SALE_TIME_OVER] = "sale_expired",
	[SALE_FROZEN] = "sale_frozen",
	[SALE_NOT_OVER] = "not_expired",
	[SALE_NOT_HALF_LOADED] = "not_half_loaded",
	[SALE_EXTENDED_ALREADY] = "extended_already",
	[SALE_REVERSING] = "reversing",
	[SALE_FORM_INCOMPLETE] = "form_incomplete",
	[SALE_IDENTITY_MISSING] = "identity_missing",
	[SALE_READING_MISSING] = "reading_missing",
	[SALE_OPEN_ELSEWHERE] = "open_sale_exists",
	[SALE_RECORDING_NOT_PASSED] = "recording_not_passed",
	[SALE_ADDRESSES_MISSING] = "addresses_missing",
	[SALE_DOCUMENTS_MISSING] = "documents_missing",
	[SALE_LINES_INCOMPLETE] = "lines_incomplete",
	[SALE_SERVICES_OPEN] = "services_open",
	[SALE_NOTHING_LOADED] = "nothing_loaded",
	[SALE_SERVICE_CONFIRMED] = "service_confirmed",
	[SALE_SIMS_MISSING] = "sims_missing",
	[SALE_SIMS_TO_SEND] = "sims_to_send",
	[SALE_RETURNS_SPENT] = "returns_spent",
	[SALE_RETURNS_LEFT] = "returns_left",
	[SALE_WITHDRAWAL_OVER] = "withdrawal_over",
};

static const char *const sale_validity_names[] = {
	[SALE_VALIDITY_NONE] = "none",     [SALE_VALIDITY_FINE] = "fine", [SALE_VALIDITY_WARN] = "warn",
	[SALE_VALIDITY_URGENT] = "urgent", [SALE_VALIDITY_OVER] = "over", [SALE_VALIDITY_FROZEN] = "frozen",
};

NAMES_DEFINE(sale_action);
NAMES_DEFINE(sale_verdict);
NAMES_DEFINE(sale_validity);

#define IN(state) (1U << (state))

enum {
	AGENT = 1 << ROLE_AGENT,
	BACKOFFICE = 1 << ROLE_BACKOFFICE,
	QUALITY = 1 << ROLE_QUALITY,
	SUPERVISOR = 1 << ROLE_SUPERVISOR,
	SYSTEM = SALE_BY_SYSTEM,

	BEFORE_ACTIVATION = IN(SALE_SUBMITTED) | IN(SALE_IN_REVIEW) | IN(SALE_DATA_REQUESTED) |
	                    IN(SALE_RECORDING_REQUESTED) | IN(SALE_RERECORD_REQUESTED) | IN(SALE_CONFIRMING) |
	                    IN(SALE_DOCUMENTS_PENDING) | IN(SALE_ACTIVATING),
	AFTER_ACTIVATION = IN(SALE_ACTIVATED) | IN(SALE_DISPATCHED) | IN(SALE_RETURNED) | IN(SALE_DELIVERED),
};

/* Where an action leads. */
enum target {
	TO_STATE,
	TO_SAME,   /* the sale stays, the act is recorded */
	TO_RETURN, /* to where it was before data was requested */
};

struct transition {
	unsigned from;
	enum target target;
	enum sale_state to;
	unsigned who;
	bool reason;
	bool claim;
	enum sale_verdict (*condition)(const struct sale_policy *policy, const struct sale_facts *facts,
	                               int64_t now_ms);
};

static enum sale_verdict may_submit(const struct sale_policy *policy, const struct sale_facts *facts, int64_t now_ms)
{
	(void)policy, (void)now_ms;
	if (!facts->identity_approved)
		return SALE_IDENTITY_MISSING;
	if (!facts->reading_accepted)
		return SALE_READING_MISSING;
	if (!facts->form_complete)
		return SALE_FORM_INCOMPLETE;
	return facts->open_elsewhere ? SALE_OPEN_ELSEWHERE : SALE_ALLOWED;
}

static enum sale_verdict is_complete(const struct sale_policy *policy, const struct sale_facts *facts, int64_t now_ms)
{
	(void)policy, (void)now_ms;
	return facts->form_complete ? SALE_ALLOWED : SALE_FORM_INCOMPLETE;
}

static enum sale_verdict has_passed(const struct sale_policy *policy, const struct sale_facts *facts, int64_t now_ms)
{
	(void)policy, (void)now_ms;
	return facts->recording_passed ? SALE_ALLOWED : SALE_RECORDING_NOT_PASSED;
}

static enum sale_verdict has_reading(const struct sale_policy *policy, const struct sale_facts *facts, int64_t now_ms)
{
	(void)policy, (void)now_ms;
	return facts->reading_accepted ? SALE_ALLOWED : SALE_READING_MISSING;
}

static enum sale_verdict may_activate(const struct sale_policy *policy, const struct sale_facts *facts,
                                      int64_t now_ms)
{
	(void)policy, (void)now_ms;
	if (!facts->recording_passed)
		return SALE_RECORDING_NOT_PASSED;
	if (!facts->documents_accepted)
		return SALE_DOCUMENTS_MISSING;
	if (!facts->addresses_complete)
		return SALE_ADDRESSES_MISSING;
	return facts->lines_complete ? SALE_ALLOWED : SALE_LINES_INCOMPLETE;
}

static enum sale_verdict is_settled(const struct sale_policy *policy, const struct sale_facts *facts, int64_t now_ms)
{
	(void)policy, (void)now_ms;
	if (facts->services_settled < facts->services)
		return SALE_SERVICES_OPEN;
	return facts->services_confirmed > 0 ? SALE_ALLOWED : SALE_NOTHING_LOADED;
}

static enum sale_verdict has_sims(const struct sale_policy *policy, const struct sale_facts *facts, int64_t now_ms)
{
	(void)policy, (void)now_ms;
	if (!facts->addresses_complete)
		return SALE_ADDRESSES_MISSING;
	return facts->sims_needed > 0 && facts->sims_assigned >= facts->sims_needed ? SALE_ALLOWED
	                                                                            : SALE_SIMS_MISSING;
}

static enum sale_verdict sends_nothing(const struct sale_policy *policy, const struct sale_facts *facts,
                                       int64_t now_ms)
{
	(void)policy, (void)now_ms;
	return facts->sims_needed > 0 ? SALE_SIMS_TO_SEND : SALE_ALLOWED;
}

static enum sale_verdict returns_left(const struct sale_policy *policy, const struct sale_facts *facts,
                                      int64_t now_ms)
{
	(void)now_ms;
	return facts->returns < policy->returns_max ? SALE_ALLOWED : SALE_RETURNS_SPENT;
}

static enum sale_verdict returns_spent(const struct sale_policy *policy, const struct sale_facts *facts,
                                       int64_t now_ms)
{
	(void)now_ms;
	return facts->returns >= policy->returns_max ? SALE_ALLOWED : SALE_RETURNS_LEFT;
}

/* A service that may or may not be loaded is asked for before the sale is given up. */
static enum sale_verdict nothing_loaded(const struct sale_policy *policy, const struct sale_facts *facts,
                                        int64_t now_ms)
{
	(void)policy, (void)now_ms;
	if (facts->services_confirmed > 0)
		return SALE_SERVICE_CONFIRMED;
	return facts->services_unknown > 0 ? SALE_SERVICES_OPEN : SALE_ALLOWED;
}

static bool is_over(const struct sale_facts *facts, int64_t now_ms)
{
	return sale_state_expires(facts->state) && now_ms >= facts->expires_ms;
}

/* What is being reversed counts as loaded until the operator has said that it is not. */
static bool is_half_loaded(const struct sale_facts *facts)
{
	return facts->services_confirmed > 0 || (facts->reversing && facts->services_unknown > 0);
}

static enum sale_verdict may_expire(const struct sale_policy *policy, const struct sale_facts *facts, int64_t now_ms)
{
	(void)policy;
	if (!is_over(facts, now_ms))
		return SALE_NOT_OVER;
	return is_half_loaded(facts) ? SALE_FROZEN : SALE_ALLOWED;
}

static enum sale_verdict is_frozen(const struct sale_policy *policy, const struct sale_facts *facts, int64_t now_ms)
{
	(void)policy;
	if (!is_half_loaded(facts))
		return SALE_NOT_HALF_LOADED;
	return is_over(facts, now_ms) ? SALE_ALLOWED : SALE_NOT_OVER;
}

static enum sale_verdict may_extend(const struct sale_policy *policy, const struct sale_facts *facts, int64_t now_ms)
{
	enum sale_verdict verdict = is_frozen(policy, facts, now_ms);

	if (verdict != SALE_ALLOWED)
		return verdict;
	if (facts->reversing)
		return SALE_REVERSING;
	return facts->extended_until_ms != 0 ? SALE_EXTENDED_ALREADY : SALE_ALLOWED;
}

static enum sale_verdict may_reverse(const struct sale_policy *policy, const struct sale_facts *facts, int64_t now_ms)
{
	enum sale_verdict verdict = is_frozen(policy, facts, now_ms);

	return verdict == SALE_ALLOWED && facts->reversing ? SALE_REVERSING : verdict;
}

static enum sale_verdict may_withdraw(const struct sale_policy *policy, const struct sale_facts *facts,
                                      int64_t now_ms)
{
	(void)policy;
	if (facts->withdrawal_until_ms == 0 || now_ms < facts->withdrawal_until_ms)
		return SALE_ALLOWED;
	return SALE_WITHDRAWAL_OVER;
}

static const struct transition transitions[SALE_ACTION_COUNT] = {
	[SALE_SUBMIT] = {IN(SALE_DRAFT), TO_STATE, SALE_SUBMITTED, AGENT, .condition = may_submit},
	[SALE_START_REVIEW] = {IN(SALE_SUBMITTED), TO_STATE, SALE_IN_REVIEW, BACKOFFICE, .claim = true},
	[SALE_REQUEST_DATA] = {BEFORE_ACTIVATION, TO_STATE, SALE_DATA_REQUESTED, BACKOFFICE, .reason = true,
                               .claim = true},
	[SALE_ANSWER_DATA] = {IN(SALE_DATA_REQUESTED) | IN(SALE_RERECORD_REQUESTED), TO_RETURN, SALE_IN_REVIEW, AGENT,
                              .reason = false},
	[SALE_REQUEST_RECORDING] = {IN(SALE_IN_REVIEW), TO_STATE, SALE_RECORDING_REQUESTED, BACKOFFICE, .claim = true,
                                    .condition = is_complete},
	[SALE_RELEASE_RECORDING] = {IN(SALE_RECORDING_REQUESTED) | IN(SALE_DATA_REQUESTED), TO_STATE, SALE_CONFIRMING,
                                    QUALITY | SYSTEM, .condition = has_passed},
	[SALE_FAULT_RECORDING] = {IN(SALE_RECORDING_REQUESTED) | IN(SALE_DATA_REQUESTED), TO_STATE,
                                  SALE_RERECORD_REQUESTED, QUALITY | SYSTEM, .reason = true},
	[SALE_REQUIRE_RERECORD] = {BEFORE_ACTIVATION & ~IN(SALE_RERECORD_REQUESTED), TO_STATE,
                                   SALE_RERECORD_REQUESTED, BACKOFFICE | SYSTEM, .reason = true,
                                   .condition = nothing_loaded},
	[SALE_RERECORD] = {IN(SALE_RERECORD_REQUESTED) | IN(SALE_DATA_REQUESTED), TO_STATE, SALE_RECORDING_REQUESTED,
                           AGENT, .condition = has_reading},
	[SALE_CONFIRM] = {IN(SALE_CONFIRMING), TO_STATE, SALE_DOCUMENTS_PENDING, BACKOFFICE, .claim = true,
                          .condition = has_passed},
	[SALE_START_ACTIVATION] = {IN(SALE_DOCUMENTS_PENDING), TO_STATE, SALE_ACTIVATING, BACKOFFICE | SYSTEM,
                                   .claim = true, .condition = may_activate},
	[SALE_ACTIVATE] = {IN(SALE_ACTIVATING), TO_STATE, SALE_ACTIVATED, BACKOFFICE | SYSTEM, .claim = true,
                           .condition = is_settled},
	[SALE_DISPATCH] = {IN(SALE_ACTIVATED) | IN(SALE_RETURNED), TO_STATE, SALE_DISPATCHED, BACKOFFICE | SYSTEM,
                           .claim = true, .condition = has_sims},
	[SALE_RETURN] = {IN(SALE_DISPATCHED), TO_STATE, SALE_RETURNED, BACKOFFICE | SYSTEM, .reason = true,
                         .condition = returns_left},
	[SALE_DELIVER] = {IN(SALE_DISPATCHED), TO_STATE, SALE_DELIVERED, BACKOFFICE | SYSTEM, .reason = false},
	[SALE_FINISH] = {IN(SALE_ACTIVATED), TO_STATE, SALE_DELIVERED, BACKOFFICE | SYSTEM, .claim = true,
                         .condition = sends_nothing},
	[SALE_GIVE_UP] = {IN(SALE_DISPATCHED), TO_STATE, SALE_UNDELIVERED, BACKOFFICE | SYSTEM, .reason = true,
                          .condition = returns_spent},
	[SALE_CANCEL] = {BEFORE_ACTIVATION, TO_STATE, SALE_CANCELLED, BACKOFFICE, .reason = true, .claim = true,
                         .condition = nothing_loaded},
	[SALE_REJECT] = {BEFORE_ACTIVATION, TO_STATE, SALE_REJECTED, BACKOFFICE, .reason = true, .claim = true,
                         .condition = nothing_loaded},
	[SALE_EXPIRE] = {BEFORE_ACTIVATION, TO_STATE, SALE_EXPIRED, SYSTEM, .condition = may_expire},
	[SALE_EXTEND] = {BEFORE_ACTIVATION, TO_SAME, SALE_ACTIVATING, SUPERVISOR, .reason = true,
                         .condition = may_extend},
	[SALE_REVERSE] = {BEFORE_ACTIVATION, TO_SAME, SALE_ACTIVATING, SUPERVISOR, .reason = true,
                          .condition = may_reverse},
	[SALE_WITHDRAW] = {AFTER_ACTIVATION | IN(SALE_UNDELIVERED), TO_STATE, SALE_WITHDRAWN, BACKOFFICE,
                           .condition = may_withdraw},
	[SALE_AMEND] = {AFTER_ACTIVATION, TO_SAME, SALE_ACTIVATED, BACKOFFICE, .reason = true},
};

/* While data is requested, these move the state the sale returns to, if that is the one they start from. */
static bool is_of_the_reading(enum sale_action action)
{
	return action == SALE_RELEASE_RECORDING || action == SALE_FAULT_RECORDING ||
	       action == SALE_REQUIRE_RERECORD || action == SALE_RERECORD;
}

static enum sale_state target_of(const struct sale_facts *facts, enum sale_action action)
{
	const struct transition *transition = &transitions[action];

	if (facts->state == SALE_DATA_REQUESTED && is_of_the_reading(action))
		return SALE_DATA_REQUESTED; /* one open task: it stays with the agent */
	if (facts->state == SALE_RERECORD_REQUESTED && (action == SALE_REQUEST_DATA || action == SALE_ANSWER_DATA))
		return SALE_RERECORD_REQUESTED;
	switch (transition->target) {
	case TO_STATE:
		return transition->to;
	case TO_SAME:
		return facts->state;
	case TO_RETURN:
		return facts->return_state;
	}
	assert(false); /* a transition without a target */
	return facts->state;
}

static bool starts_here(const struct sale_facts *facts, enum sale_action action)
{
	const struct transition *transition = &transitions[action];

	if (!(transition->from & IN(facts->state)))
		return false;
	if (facts->state == SALE_DATA_REQUESTED && is_of_the_reading(action) && action != SALE_REQUIRE_RERECORD)
		return (transition->from & ~IN(SALE_DATA_REQUESTED) & IN(facts->return_state)) != 0;
	return true;
}

/* From its end on nothing moves a sale but what the end itself allows. */
static enum sale_verdict check_time(const struct sale_facts *facts, enum sale_action action, int64_t now_ms)
{
	if (!is_over(facts, now_ms) || action == SALE_EXPIRE || action == SALE_EXTEND || action == SALE_REVERSE)
		return SALE_ALLOWED;
	if (!is_half_loaded(facts))
		return SALE_TIME_OVER;
	return now_ms < facts->extended_until_ms ? SALE_ALLOWED : SALE_FROZEN;
}

enum sale_verdict sale_ask(const struct sale_policy *policy, const struct sale_facts *facts, enum sale_action action,
                           unsigned by, bool has_reason, int64_t now_ms, enum sale_state *to)
{
	const struct transition *transition = &transitions[action];
	enum sale_verdict verdict;

	if (!(transition->who & by))
		return SALE_WRONG_ROLE;
	if (by == AGENT && !facts->is_owner)
		return SALE_NOT_OWNER;
	if (!starts_here(facts, action))
		return SALE_WRONG_STATE;
	verdict = check_time(facts, action, now_ms);
	if (verdict != SALE_ALLOWED)
		return verdict;
	if (transition->claim && by != SYSTEM && !facts->holds_claim)
		return SALE_NOT_CLAIMED;
	if (transition->reason && !has_reason)
		return SALE_REASON_MISSING;
	if (transition->condition != NULL)
		verdict = transition->condition(policy, facts, now_ms);
	if (verdict == SALE_ALLOWED)
		*to = target_of(facts, action);
	return verdict;
}

enum sale_state sale_return_state(const struct sale_facts *facts, enum sale_action action)
{
	if (facts->state == SALE_DATA_REQUESTED)
		return is_of_the_reading(action) ? transitions[action].to : facts->return_state;
	return action == SALE_REQUEST_DATA ? facts->state : facts->return_state;
}

bool sale_action_needs_reason(enum sale_action action)
{
	return transitions[action].reason;
}

bool sale_action_needs_claim(enum sale_action action)
{
	return transitions[action].claim;
}

bool sale_expires_at(const struct sale_policy *policy, const struct contact_hours *hours, int64_t submitted_ms,
                     int64_t *expires_ms)
{
	if (policy->validity_days > 0)
		return contact_hours_nth_close(hours, submitted_ms, (int)policy->validity_days, expires_ms);
	*expires_ms = submitted_ms + policy->validity_ms;
	return true;
}

enum sale_validity sale_validity_at(const struct sale_policy *policy, const struct sale_facts *facts, int64_t now_ms)
{
	int64_t end_ms = facts->expires_ms;

	if (!sale_state_expires(facts->state))
		return SALE_VALIDITY_NONE;
	if (is_half_loaded(facts) && facts->extended_until_ms > end_ms)
		end_ms = facts->extended_until_ms;
	if (now_ms >= end_ms)
		return is_half_loaded(facts) ? SALE_VALIDITY_FROZEN : SALE_VALIDITY_OVER;
	if (now_ms >= end_ms - policy->warn_last_ms)
		return SALE_VALIDITY_URGENT;
	return now_ms >= end_ms - policy->warn_first_ms ? SALE_VALIDITY_WARN : SALE_VALIDITY_FINE;
}

int64_t sale_validity_changes_at(const struct sale_policy *policy, const struct sale_facts *facts, int64_t now_ms)
{
	int64_t end_ms = facts->expires_ms;

	switch (sale_validity_at(policy, facts, now_ms)) {
	case SALE_VALIDITY_NONE:
	case SALE_VALIDITY_OVER:
	case SALE_VALIDITY_FROZEN:
		return 0;
	default:
		break;
	}
	if (is_half_loaded(facts) && facts->extended_until_ms > end_ms)
		end_ms = facts->extended_until_ms;
	if (now_ms < end_ms - policy->warn_first_ms)
		return end_ms - policy->warn_first_ms;
	return now_ms < end_ms - policy->warn_last_ms ? end_ms - policy->warn_last_ms : end_ms;
}

int64_t sale_withdrawal_until(const struct sale_policy *policy, const struct holidays *holidays, int64_t contract_ms,
                              int64_t delivered_ms)
{
	struct civil_date date = civil_date_at(delivered_ms > contract_ms ? delivered_ms : contract_ms);

	date = holidays_add_business_days(holidays, date, (int)policy->withdrawal_days);
	return civil_instant(date, CIVIL_DAY_MS);
}
