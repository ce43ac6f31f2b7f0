#include "domain/contact_gate.h"

#include <assert.h>

enum { REGISTRY_FRESH_HOUR = 3 };

static const char *const contact_purpose_names[] = {
	[CONTACT_COMMERCIAL] = "commercial",
	[CONTACT_CONTRACT_EXECUTION] = "contract_execution",
	[CONTACT_CUSTOMER_REQUESTED] = "customer_requested",
};

static const char *const contact_channel_names[] = {
	[CONTACT_CALL] = "call",
	[CONTACT_SMS] = "sms",
	[CONTACT_EMAIL] = "email",
	[CONTACT_CHAT] = "chat",
};

static const char *const contact_rule_names[] = {
	[CONTACT_RULE_HOURS] = "hours",       [CONTACT_RULE_REGISTRY] = "registry",
	[CONTACT_RULE_OPT_OUT] = "opt_out",   [CONTACT_RULE_FREQUENCY] = "frequency",
	[CONTACT_RULE_CAMPAIGN] = "campaign",
};

static const char *const contact_reason_names[] = {
	[CONTACT_ALLOWED] = "allowed",
	[CONTACT_OUTSIDE_HOURS] = "outside_hours",
	[CONTACT_EXCLUDED] = "excluded",
	[CONTACT_REGISTRY_SILENT] = "registry_silent",
	[CONTACT_OPTED_OUT] = "opted_out",
	[CONTACT_ALREADY_TODAY] = "already_today",
	[CONTACT_OTHER_CHANNEL] = "other_channel",
	[CONTACT_DROPPED] = "dropped_before",
	[CONTACT_CAMPAIGN_PAUSED] = "campaign_paused",
	[CONTACT_ATTEMPTS_TODAY] = "attempts_today",
	[CONTACT_ATTEMPTS_SPENT] = "attempts_spent",
	[CONTACT_LEAD_CLOSED] = "lead_closed",
};

NAMES_DEFINE(contact_purpose);
NAMES_DEFINE(contact_channel);
NAMES_DEFINE(contact_rule);
NAMES_DEFINE(contact_reason);

/* What every rule is asked with. */
struct question {
	const struct contact_policy *policy;
	const struct contact_hours *hours;
	const struct contact_facts *facts;
	int64_t now_ms;
};

static struct contact_line refuse(enum contact_reason reason)
{
	return (struct contact_line){.reason = reason};
}

/* Refused until the first contact minute at or after at_ms. */
static struct contact_line refuse_until(const struct question *question, enum contact_reason reason, int64_t at_ms)
{
	struct contact_line line = {.reason = reason};

	if (!contact_hours_next(question->hours, at_ms, &line.from_ms))
		line.from_ms = 0;
	return line;
}

static int64_t tomorrow_ms(int64_t now_ms)
{
	return civil_day_start(now_ms) + CIVIL_DAY_MS;
}

static struct contact_line ask_hours(const struct question *question)
{
	if (contact_hours_is_open(question->hours, question->now_ms))
		return refuse(CONTACT_ALLOWED);
	return refuse_until(question, CONTACT_OUTSIDE_HOURS, question->now_ms);
}

static struct contact_line ask_registry(const struct question *question)
{
	const struct contact_registry *registry = &question->facts->registry;

	if (!registry->answered || question->now_ms >= registry->good_until_ms)
		return refuse(CONTACT_REGISTRY_SILENT);
	return refuse(registry->excluded ? CONTACT_EXCLUDED : CONTACT_ALLOWED);
}

static struct contact_line ask_opt_out(const struct question *question)
{
	return refuse(question->facts->opted_out ? CONTACT_OPTED_OUT : CONTACT_ALLOWED);
}

static struct contact_line ask_frequency(const struct question *question)
{
	const struct contact_facts *facts = question->facts;
	bool asked_for = facts->purpose == CONTACT_CUSTOMER_REQUESTED && question->policy->same_day_callback;
	int64_t week_over_ms = facts->last_direct_ms + question->policy->one_channel_ms;
	int64_t rested_ms = facts->last_dropped_ms + question->policy->dropped_ms;

	if (facts->predictive && facts->last_dropped_ms && question->now_ms < rested_ms)
		return refuse_until(question, CONTACT_DROPPED, rested_ms);
	if (facts->last_direct_ms == 0 || facts->same_contact)
		return refuse(CONTACT_ALLOWED);
	if (facts->channel != facts->last_channel && question->now_ms < week_over_ms)
		return refuse_until(question, CONTACT_OTHER_CHANNEL, week_over_ms);
	if (civil_day_start(facts->last_direct_ms) == civil_day_start(question->now_ms) && !asked_for)
		return refuse_until(question, CONTACT_ALREADY_TODAY, tomorrow_ms(question->now_ms));
	return refuse(CONTACT_ALLOWED);
}

static struct contact_line ask_campaign(const struct question *question)
{
	const struct contact_facts *facts = question->facts;

	if (!facts->campaign_runs)
		return refuse(CONTACT_CAMPAIGN_PAUSED);
	if (facts->lead_closed)
		return refuse(CONTACT_LEAD_CLOSED);
	if (facts->same_contact)
		return refuse(CONTACT_ALLOWED);
	if (facts->attempts_total >= question->policy->attempts_total)
		return refuse(CONTACT_ATTEMPTS_SPENT);
	if (facts->attempts_today >= question->policy->attempts_per_day)
		return refuse_until(question, CONTACT_ATTEMPTS_TODAY, tomorrow_ms(question->now_ms));
	return refuse(CONTACT_ALLOWED);
}

struct contact_verdict contact_gate_ask(const struct contact_policy *policy, const struct contact_hours *hours,
                                        const struct contact_facts *facts, int64_t now_ms)
{
	static struct contact_line (*const rules[CONTACT_RULE_COUNT])(const struct question *question) = {
		[CONTACT_RULE_HOURS] = ask_hours,       [CONTACT_RULE_REGISTRY] = ask_registry,
		[CONTACT_RULE_OPT_OUT] = ask_opt_out,   [CONTACT_RULE_FREQUENCY] = ask_frequency,
		[CONTACT_RULE_CAMPAIGN] = ask_campaign,
	};
	struct question question = {policy, hours, facts, now_ms};
	struct contact_verdict verdict = {.allowed = true};
	bool waiting_helps = true;

	for (int rule = 0; rule < CONTACT_RULE_COUNT; rule++) {
		struct contact_line *line = &verdict.lines[rule];

		/* What the customer already signed for keeps the hours only. */
		if (facts->purpose != CONTACT_CONTRACT_EXECUTION || rule == CONTACT_RULE_HOURS)
			*line = rules[rule](&question);
		if (line->reason == CONTACT_ALLOWED)
			continue;
		verdict.allowed = false;
		waiting_helps = waiting_helps && line->from_ms != 0;
		if (line->from_ms > verdict.from_ms)
			verdict.from_ms = line->from_ms;
	}
	if (!waiting_helps)
		verdict.from_ms = 0;
	return verdict;
}

int64_t contact_registry_good_until(int64_t answered_ms)
{
	return tomorrow_ms(answered_ms) + REGISTRY_FRESH_HOUR * CIVIL_HOUR_MS;
}
