/*
 * sale_claims — who of the back office works at a sale: next, claim, release, and what becomes of idle claims.
 *
 * Promises: two people never hold the same sale: each claim is written onto the version that was read. A claim lasts
 * 15 idle minutes and is renewed by each act of its holder (sale_changes.h); the owner is preferred for a while when
 * the sale comes back; `next` gives what expires first among what can move now and is free for this caller. The first
 * claim of a submitted sale begins its review. The end of a claim is an entry of the history with the time under it.
 * Refuses: a sale held by another (RC_CONFLICT "claim_held", with who and until), kept for its owner
 * ("claim_preferred", likewise), over ("sale_expired"), or not in the back office's hands ("wrong_state"); `next`
 * with nothing to give: RC_NOT_FOUND "none_ready".
 * Owns: nothing.
 * Threads: any. All in a transaction.
 */
#pragma once

#include "store/sale_changes.h"

/* Also renews the caller's own. */
enum rc sale_claim_take(struct conn *conn, const struct sale_target *target, struct fault *fault) MUST_CHECK;

/* *sale_id is the one that was claimed. */
enum rc sale_claim_next(struct conn *conn, const struct scope *scope, const struct sale_actor *actor,
                        struct id *sale_id, struct fault *fault) MUST_CHECK;

/* target->scope: claimed. */
enum rc sale_claim_release(struct conn *conn, const struct sale_target *target, struct fault *fault) MUST_CHECK;

/* A supervisor ends another's claim, with a reason; its holder is told. target->scope: team. RC_CONFLICT
 * "not_claimed" when nobody holds it. */
enum rc sale_claim_free(struct conn *conn, const struct sale_target *target, const char *reason,
                        struct fault *fault) MUST_CHECK;

/*
 * Whoever is on the line about the sale works at it: their claim goes on, however long they talk. *kept: whether it
 * did. Nothing else of the sale changes, nor its version. claim_calls_due() finds those that would run out within a
 * minute; *next_ms is when to look again, INT64_MAX when nobody holds any.
 */
enum rc sale_claim_keep(struct conn *conn, const struct id *sale_id, int64_t now_ms, bool *kept,
                        struct fault *fault) MUST_CHECK;
enum rc claim_calls_due(struct conn *conn, int64_t now_ms, struct id *ids, size_t max, size_t *count,
                        int64_t *next_ms, struct fault *fault) MUST_CHECK;
