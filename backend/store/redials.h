/*
 * redials — a sale's draft whose talk fell: its lead waits for the redial, and for the callback when none is left.
 *
 * Promises: redial_talk() reads how far the talk came. While redials are left the lead is held, so that no dialer
 * calls it; the last one without an answer, or the end of the day's hours, books the callback of domain/redial: the
 * agent's own, with ladder, rebuttals and draft.
 * Refuses: to hold a lead that is being called: RC_CONFLICT "call_open".
 * Owns: `held_until` of a lead.
 * Threads: any. All but redial_talk() in a transaction.
 */
#pragma once

#include "domain/redial.h"
#include "store/calls.h"
#include "store/campaigns.h"

struct redial_talk {
	bool found;
	struct call latest;   /* the latest call about the sale */
	struct redial redial; /* as the rule wants it */
};
enum rc redial_talk(struct conn *conn, const struct id *sale_id, int64_t now_ms, struct arena *arena,
                    struct redial_talk *talk, struct fault *fault) MUST_CHECK;

/* The talk fell after an acceptance: the lead is held until the hours of its day end. */
enum rc redial_hold(struct conn *conn, const struct call *fell, const struct campaign *campaign,
                    struct fault *fault) MUST_CHECK;

/* Takes the lead from the dialer for a redial. */
enum rc redial_take_lead(struct conn *conn, const struct id *lead_id, struct fault *fault) MUST_CHECK;

/* A redial that reached nobody: the lead waits on, or the callback is booked. */
enum rc redial_missed(struct conn *conn, const struct call *call, const struct campaign *campaign, int64_t now_ms,
                      struct fault *fault) MUST_CHECK;

/* Held leads whose time is over by now_ms, first first; *next_ms when the next one's is, INT64_MAX: none. */
enum rc redials_over(struct conn *conn, int64_t now_ms, struct id *lead_ids, size_t max, size_t *count,
                     int64_t *next_ms, struct fault *fault) MUST_CHECK;

/* Nobody redialed in time: the talk that fell ends as dropped and the callback is booked. A call under way is left
 * alone, its own end decides. */
enum rc redial_give_up(struct conn *conn, const struct id *lead_id, int64_t now_ms, struct fault *fault) MUST_CHECK;
