#include "domain/pacing.h"

enum { WHOLE_BP = 10000 }; /* 100 %, or one call per agent */

static const char *const pacing_mode_names[] = {
	[PACING_PREVIEW] = "preview",
	[PACING_PROGRESSIVE] = "progressive",
	[PACING_PREDICTIVE] = "predictive",
};

NAMES_DEFINE(pacing_mode);

int64_t pacing_abandon_rate_bp(int64_t answered, int64_t abandoned)
{
	return answered > 0 ? abandoned * WHOLE_BP / answered : 0;
}

/* As a product, not as a rounded rate: a ceiling is not reached a little. */
static bool is_under_ceiling(const struct pacing_policy *policy, const struct pacing_facts *facts)
{
	return facts->abandoned * WHOLE_BP < policy->abandon_ceiling_bp * facts->answered;
}

enum pacing_mode pacing_effective_mode(const struct pacing_policy *policy, const struct pacing_facts *facts)
{
	if (facts->mode != PACING_PREDICTIVE)
		return facts->mode;
	if (facts->answered < policy->judged_after || facts->answer_rate_bp <= 0 || !is_under_ceiling(policy, facts))
		return PACING_PROGRESSIVE;
	return PACING_PREDICTIVE;
}

/*
 * Calls per free agent, × WHOLE_BP: as many as let one be answered, shrunk to one as abandoned calls near the
 * ceiling, so that the rate settles below it instead of bouncing off it.
 */
static int64_t calls_per_agent_bp(const struct pacing_policy *policy, const struct pacing_facts *facts)
{
	int64_t needed_bp = WHOLE_BP * (int64_t)WHOLE_BP / facts->answer_rate_bp;
	int64_t rate_bp = pacing_abandon_rate_bp(facts->answered, facts->abandoned);
	int64_t room_bp = (policy->abandon_ceiling_bp - rate_bp) * WHOLE_BP / policy->abandon_ceiling_bp;
	int64_t calls_bp = WHOLE_BP + (needed_bp - WHOLE_BP) * room_bp / WHOLE_BP;

	if (calls_bp < WHOLE_BP)
		return WHOLE_BP;
	return calls_bp > policy->lines_max * WHOLE_BP ? policy->lines_max * WHOLE_BP : calls_bp;
}

int pacing_calls(const struct pacing_policy *policy, const struct pacing_facts *facts)
{
	int64_t wanted = facts->agents_available;

	if (pacing_line_is_down(policy, facts->line_failures))
		return 0;
	if (pacing_effective_mode(policy, facts) == PACING_PREDICTIVE)
		wanted = (facts->agents_available + facts->agents_freeing) * calls_per_agent_bp(policy, facts) /
		         WHOLE_BP;
	wanted -= facts->calls_under_way;
	return wanted > 0 ? (int)wanted : 0;
}

bool pacing_line_is_down(const struct pacing_policy *policy, int failures_in_a_row)
{
	return failures_in_a_row >= policy->failures_stop;
}

bool pacing_is_abandoned(const struct pacing_policy *policy, int64_t answered_ms, int64_t now_ms)
{
	return now_ms >= answered_ms + policy->abandon_after_ms;
}

bool pacing_is_kept_for_callback(const struct pacing_policy *policy, int64_t callback_ms, int64_t now_ms)
{
	return now_ms >= callback_ms - policy->callback_lead_ms && now_ms < callback_ms + policy->callback_owner_ms;
}

bool pacing_is_owners_callback(const struct pacing_policy *policy, int64_t callback_ms, int64_t now_ms)
{
	return now_ms < callback_ms + policy->callback_owner_ms;
}

bool pacing_may_dial_predictively(const struct pacing_policy *policy, int64_t dropped_ms, int64_t now_ms)
{
	return dropped_ms == 0 || now_ms >= dropped_ms + policy->dropped_rest_ms;
}
