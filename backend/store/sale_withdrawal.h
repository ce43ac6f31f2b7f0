/*
 * sale_withdrawal — what follows a contract that does not hold: a half-loaded sale that ran out, and retracto.
 *
 * Promises: a half-loaded sale that ran out is frozen; a supervisor lets the back office finish it within 24 h, once,
 * or reverse what is loaded, after which it expires. A withdrawal within its days ends the sale and opens two things
 * to do: each loaded service is taken off (activations.h), and the SIM comes back, unless none was sent; until both
 * are done the sale stands in the back office's queue. Refuses: what domain/sale refuses, under its words; a SIM that
 * is not awaited (RC_CONFLICT "wrong_state"). Owns: field `withdrawal` of `sales`. Threads: any. In a transaction.
 */
#pragma once

#include "store/sale_changes.h"

/* target: team. */
enum rc sale_extend(struct conn *conn, const struct sale_target *target, const char *reason,
                    struct fault *fault) MUST_CHECK;
enum rc sale_reverse(struct conn *conn, const struct sale_target *target, const char *reason,
                     struct fault *fault) MUST_CHECK;

/* target: reached. reason: NULL, or the customer's own words. */
enum rc sale_withdraw(struct conn *conn, const struct sale_target *target, const char *reason,
                      struct fault *fault) MUST_CHECK;

/* The SIM is back. target: claimed. */
enum rc sale_withdrawal_sim_back(struct conn *conn, const struct sale_target *target, struct fault *fault) MUST_CHECK;

/* Nothing is loaded any more. Within an act that has opened the sale. */
enum rc sale_withdrawal_off(struct conn *conn, struct sale_case *work, struct fault *fault) MUST_CHECK;
