/*
 * call_offers — the ladder of a call: products offered, rejected, answered with rebuttals, accepted.
 *
 * Promises: the server serves the next product; each command writes the answer, what is served next, and what the
 * line hears, in one transaction. An acceptance opens the sale's draft or adds a product to it.
 * Refuses: what domain/offer refuses, under its own words; an offer that is not the one being offered: RC_CONFLICT
 * "not_current".
 * Owns: nothing.
 * Threads: any.
 */
#pragma once

#include "domain/offer.h"
#include "store/calls.h"

struct call_answer {
	struct call_command command;
	int64_t offer;            /* its number in the call */
	enum offer_reason reason; /* of a rejection */
	struct id rebuttal_id;    /* none: free text */
	const char *text;
	const char *family; /* call_begin_family() */
};

enum rc call_reject(struct conn *conn, const struct call_answer *answer, struct fault *fault) MUST_CHECK;
enum rc call_rebut(struct conn *conn, const struct call_answer *answer, struct fault *fault) MUST_CHECK;
enum rc call_reconsider(struct conn *conn, const struct call_answer *answer, struct fault *fault) MUST_CHECK;
enum rc call_accept(struct conn *conn, const struct call_answer *answer, struct fault *fault) MUST_CHECK;

/* Another line of the same family, or another family, from its dearest. */
enum rc call_begin_family(struct conn *conn, const struct call_answer *answer, struct fault *fault) MUST_CHECK;

/* At the connection: adds the first offer to what is being set on the call. */
enum rc call_serve_first(struct conn *conn, const struct call *call, int64_t now_ms, struct arena *arena, bson_t *set,
                         struct fault *fault) MUST_CHECK;

/* Whether a rejection was recorded in this talk; and whether an offer was answered since then. */
bool call_was_rejected(const struct call *call);
bool call_offer_was_made(const struct call *call, int64_t since_ms);
