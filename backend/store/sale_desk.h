/*
 * sale_desk — what the back office does with a sale it has claimed, from the review to the customer's confirmation.
 *
 * Promises: each act is one transition of domain/sale or leaves the state, through store/sale_changes.h. A data
 * request opens the agent's task; a recording request puts the reading first in quality's queue, and goes on to the
 * confirmation at once when it has passed already; an outcome of the confirmation does what domain/confirmation says,
 * and a try that failed lets the sale wait until the next one may be made.
 * Refuses: what the sale's rules refuse; a form that is not complete (RC_INVALID, all fields named); an outcome
 * without the call it is about (RC_CONFLICT "no_call", "no_connection"); a try too soon ("too_soon", with until).
 * Owns: nothing.
 * Threads: any. All in a transaction; target->scope: claimed.
 */
#pragma once

#include "store/tasks.h"

struct sale_request {
	const struct data_request_item *items;
	size_t count;
};
enum rc sale_request_data(struct conn *conn, const struct sale_target *target, const struct sale_request *request,
                          struct fault *fault) MUST_CHECK;

enum rc sale_request_recording(struct conn *conn, const struct sale_target *target, struct fault *fault) MUST_CHECK;

/* Cancels (the customer) or rejects (the back office). */
enum rc sale_end(struct conn *conn, const struct sale_target *target, bool by_customer, const char *reason,
                 struct fault *fault) MUST_CHECK;

/* Within an act that has opened the sale. */
enum rc sale_ask_agent(struct conn *conn, struct sale_case *work, const struct sale_request *request,
                       struct fault *fault) MUST_CHECK;

/* ---- sale_confirmations.c ---- */

/* Texts are NULL where nothing was given. */
struct sale_confirmation {
	enum confirmation_outcome outcome;
	const char *residence_address, *delivery_address, *city, *alternate_phone; /* agrees */
	int64_t at_ms;                                                             /* other_hour */
	const char *reason;                                                        /* disagrees */
	struct sale_request wrong;                                                 /* value_wrong */
};
enum rc sale_confirm(struct conn *conn, const struct sale_target *target, const struct sale_confirmation *given,
                     struct fault *fault) MUST_CHECK;
