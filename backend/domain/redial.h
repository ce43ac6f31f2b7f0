/*
 * redial — a call that fell after an acceptance: how often it is redialed, and what is booked then.
 *
 * Promises: says how many redials are left, of the same contact, until the contact hours of the day end; and when the
 * callback is that follows them: not right after the last try, in the contact hours, within the life of the approval
 * when there is such a minute. Pure; safe from any thread.
 * Refuses: a redial more than the policy gives.
 * Source: process.md 2, "A call that drops after an acceptance"; the distance of 4 h is that of an unanswered call.
 */
#pragma once

#include "domain/agent_state.h"
#include "domain/disposition.h"

struct redial {
	int64_t fell_ms;         /* when the talk fell; 0: it never did */
	int made;                /* redials of the day since it was dialed */
	int64_t usable_until_ms; /* of the identity approval; 0: none yet */
};

/* Whether a call now goes on with the talk that fell: the same contact. */
bool redial_is_same_contact(const struct redial *redial, int64_t now_ms);

/* Redials left now; none once the hours of its day are over. */
int redial_left(const struct agent_policy *policy, const struct contact_hours *hours, const struct redial *redial,
                int64_t now_ms);

/* When the hours end that redials of a talk that fell then have; false when no hours lie ahead. */
bool redial_until(const struct contact_hours *hours, int64_t fell_ms, int64_t *until_ms);

/* When the callback is due; false when no contact minute lies ahead. */
bool redial_callback_at(const struct disposition_policy *policy, const struct contact_hours *hours,
                        const struct redial *redial, int64_t now_ms, int64_t *at_ms);
