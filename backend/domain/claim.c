#include "domain/claim.h"

static const char *const claim_verdict_names[] = {
	[CLAIM_FREE] = "free",
	[CLAIM_MINE] = "mine",
	[CLAIM_HELD] = "claim_held",
	[CLAIM_PREFERRED] = "claim_preferred",
};

NAMES_DEFINE(claim_verdict);

int64_t claim_ends_at(const struct claim_policy *policy, const struct claim *claim)
{
	return claim->active_ms + policy->idle_ms;
}

bool claim_is_held(const struct claim_policy *policy, const struct claim *claim, int64_t now_ms)
{
	return claim->is_held && now_ms < claim_ends_at(policy, claim);
}

enum claim_verdict claim_ask(const struct claim_policy *policy, const struct contact_hours *hours,
                             const struct claim *claim, bool by_holder, bool by_owner, int64_t now_ms,
                             int64_t *from_ms)
{
	int64_t preferred_ms;

	if (claim_is_held(policy, claim, now_ms)) {
		if (by_holder)
			return CLAIM_MINE;
		*from_ms = claim_ends_at(policy, claim);
		return CLAIM_HELD;
	}
	if (!claim->has_owner || claim->returned_ms == 0 || by_owner)
		return CLAIM_FREE;
	if (!contact_hours_add(hours, claim->returned_ms, policy->preferred_ms, &preferred_ms) ||
	    now_ms >= preferred_ms)
		return CLAIM_FREE;
	*from_ms = preferred_ms;
	return CLAIM_PREFERRED;
}
