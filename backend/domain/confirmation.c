#include "domain/confirmation.h"

static const char *const confirmation_outcome_names[] = {
	[CONFIRMATION_AGREES] = "agrees",
	[CONFIRMATION_DISAGREES] = "disagrees",
	[CONFIRMATION_VALUE_WRONG] = "value_wrong",
	[CONFIRMATION_OTHER_HOUR] = "other_hour",
	[CONFIRMATION_SOMEONE_ELSE] = "someone_else",
	[CONFIRMATION_NOT_REACHED] = "not_reached",
};

static const char *const confirmation_disagreement_names[] = {
	[CONFIRMATION_PRICE_DIFFERS] = "price_differs", [CONFIRMATION_OTHER_PLAN] = "other_plan",
	[CONFIRMATION_CHANGED_MIND] = "changed_mind",   [CONFIRMATION_SALE_UNKNOWN] = "sale_unknown",
	[CONFIRMATION_OTHER_REASON] = "other",
};

NAMES_DEFINE(confirmation_outcome);
NAMES_DEFINE(confirmation_disagreement);

static const struct confirmation_rule rules[CONFIRMATION_OUTCOME_COUNT] = {
	[CONFIRMATION_AGREES] = {.action = SALE_CONFIRM, .acts = true, .needs_connection = true},
	[CONFIRMATION_DISAGREES] = {.action = SALE_CANCEL, .acts = true, .needs_connection = true},
	[CONFIRMATION_VALUE_WRONG] = {.action = SALE_REQUEST_DATA, .acts = true, .needs_connection = true},
	[CONFIRMATION_OTHER_HOUR] = {.books = true, .needs_connection = true},
	[CONFIRMATION_SOMEONE_ELSE] = {.costs_try = true, .needs_connection = true},
	[CONFIRMATION_NOT_REACHED] = {.costs_try = true},
};

const struct confirmation_rule *confirmation_rule_of(enum confirmation_outcome outcome)
{
	return &rules[outcome];
}

static bool is_of_today(const struct confirmation_tries *tries, int64_t now_ms)
{
	return tries->last_ms != 0 && civil_day_start(tries->last_ms) == civil_day_start(now_ms);
}

/* The first instant the tries allow; the contact hours are asked afterwards. */
static int64_t allowed_at(const struct confirmation_policy *policy, const struct confirmation_tries *tries,
                          int64_t now_ms)
{
	int64_t at_ms = now_ms;

	if (tries->booked_ms != 0)
		return tries->booked_ms > now_ms ? tries->booked_ms : now_ms;
	if (is_of_today(tries, now_ms) && tries->today >= policy->tries_per_day)
		return civil_day_start(now_ms) + CIVIL_DAY_MS;
	if (tries->last_ms != 0 && tries->last_ms + policy->apart_ms > at_ms)
		at_ms = tries->last_ms + policy->apart_ms;
	return at_ms;
}

bool confirmation_may_try(const struct confirmation_policy *policy, const struct contact_hours *hours,
                          const struct confirmation_tries *tries, int64_t now_ms, int64_t *from_ms)
{
	int64_t at_ms;

	if (!contact_hours_next(hours, allowed_at(policy, tries, now_ms), &at_ms))
		at_ms = 0;
	if (at_ms == now_ms)
		return true;
	*from_ms = at_ms;
	return false;
}

void confirmation_record(struct confirmation_tries *tries, enum confirmation_outcome outcome, int64_t booked_ms,
                         int64_t now_ms)
{
	tries->booked_ms = rules[outcome].books ? booked_ms : 0;
	if (!rules[outcome].costs_try)
		return;
	tries->today = is_of_today(tries, now_ms) ? tries->today + 1 : 1;
	tries->last_ms = now_ms;
}
