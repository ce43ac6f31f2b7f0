/*
 * pacing — how many calls the dialer may place now.
 *
 * Promises: one call per free agent (progressive, preview), or as many as keep abandoned calls under the campaign's
 * ceiling (predictive), judged only after 200 answers and progressive before; how an attempt's outcome counts against
 * ceiling and attempts; when our line is considered down. Pure: no clock, no randomness; safe from any thread.
 * Refuses: more than the ceiling allows; any call while the line is down.
 * Source: process.md 1, "Modes", "Retry rules"; rules-co.md 9 and 10.
 */
#pragma once

#include "domain/names.h"

#include <stdbool.h>
#include <stdint.h>

enum pacing_mode {
	PACING_PREVIEW,
	PACING_PROGRESSIVE,
	PACING_PREDICTIVE,
};

enum { PACING_MODE_COUNT = PACING_PREDICTIVE + 1 };

NAMES_DECLARE(pacing_mode);

struct pacing_policy {
	int64_t abandon_ceiling_bp; /* † 300: 3 % of answered calls, in 1/100 % */
	int64_t judged_after;       /* † 200 answers */
	int64_t abandon_after_ms;   /* † 2 s from the answer without an agent */
	int64_t failures_stop;      /* † 5 of our own line in a row */
	int64_t probe_ms;           /* † 15 s between calls that try a line that is down */
	int64_t lines_max;          /* † 3 calls per free agent at most */
	int64_t dropped_rest_ms;    /* 72 h: a number dropped by us is not dialed predictively */
	int64_t callback_lead_ms;   /* † 3 min before a callback its owner gets no call */
	int64_t callback_owner_ms;  /* † 10 min a callback waits for its own agent */
};

/* The campaign now, and its answers over 30 days. */
struct pacing_facts {
	enum pacing_mode mode;
	int agents_available;
	int agents_freeing;  /* in wrap-up or talking, expected free within a ring's time (predictive) */
	int calls_under_way; /* dialed or ringing, not yet with an agent */
	int64_t answered;    /* live answers */
	int64_t abandoned;
	int64_t answer_rate_bp; /* of recent attempts, in 1/100 %; 0 when unknown */
	int line_failures;      /* in a row */
};

/* Calls to place now, never negative. */
int pacing_calls(const struct pacing_policy *policy, const struct pacing_facts *facts);

/* The mode it really works in: predictive only once judged and under the ceiling. */
enum pacing_mode pacing_effective_mode(const struct pacing_policy *policy, const struct pacing_facts *facts);

bool pacing_line_is_down(const struct pacing_policy *policy, int failures_in_a_row);

/* Whether an answered call without an agent since answered_ms is abandoned by now. */
bool pacing_is_abandoned(const struct pacing_policy *policy, int64_t answered_ms, int64_t now_ms);

/* abandoned of answered, in 1/100 %; 0 when nothing was answered. */
int64_t pacing_abandon_rate_bp(int64_t answered, int64_t abandoned);

/* An agent with a callback due at callback_ms gets no other call from 3 min before it until it is theirs no more. */
bool pacing_is_kept_for_callback(const struct pacing_policy *policy, int64_t callback_ms, int64_t now_ms);
/* Whether a callback due then is still its owner's alone. */
bool pacing_is_owners_callback(const struct pacing_policy *policy, int64_t callback_ms, int64_t now_ms);

/* Whether a number the dialer dropped at dropped_ms (0: never) may be dialed by a predictive campaign again. */
bool pacing_may_dial_predictively(const struct pacing_policy *policy, int64_t dropped_ms, int64_t now_ms);
