#include "domain/redial.h"

bool redial_is_same_contact(const struct redial *redial, int64_t now_ms)
{
	return redial->fell_ms != 0 && civil_day_start(redial->fell_ms) == civil_day_start(now_ms);
}

bool redial_until(const struct contact_hours *hours, int64_t fell_ms, int64_t *until_ms)
{
	return contact_hours_close(hours, civil_day_start(fell_ms), until_ms);
}

int redial_left(const struct agent_policy *policy, const struct contact_hours *hours, const struct redial *redial,
                int64_t now_ms)
{
	if (!contact_hours_is_open(hours, now_ms) || redial->made >= policy->redials_max)
		return 0;
	return (int)policy->redials_max - redial->made;
}

bool redial_callback_at(const struct disposition_policy *policy, const struct contact_hours *hours,
                        const struct redial *redial, int64_t now_ms, int64_t *at_ms)
{
	int64_t soon_ms;

	if (!contact_hours_next(hours, now_ms + policy->no_answer_ms, at_ms))
		return false;
	if (redial->usable_until_ms <= now_ms || *at_ms < redial->usable_until_ms)
		return true;
	/* Too late for the approval: sooner, if that saves it. */
	if (contact_hours_next(hours, now_ms + policy->busy_ms, &soon_ms) && soon_ms < redial->usable_until_ms)
		*at_ms = soon_ms;
	return true;
}
