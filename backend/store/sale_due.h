/*
 * sale_due — what time does to sales: the end of the validity, idle claims, hours that were waited for, papers whose
 * verdicts are final.
 *
 * Promises: sales_due() finds what is due and when the next one will be; sale_fall_due() does for one sale whatever
 * is due for it, and nothing when nothing is, so that it may be run twice. A sale that is half loaded at the operator
 * does not expire: it is marked as frozen, its claim ends, and a supervisor decides. Refuses: nothing. No rule waits
 * for it: the rules look at the time themselves. Owns: nothing. Threads: any. sale_fall_due() in a transaction.
 */
#pragma once

#include "store/sale_changes.h"

/* The first `max` sales that are due at now_ms; *next_ms: when the next will be, INT64_MAX when none. */
enum rc sales_due(struct conn *conn, int64_t now_ms, struct id *ids, size_t max, size_t *count, int64_t *next_ms,
                  struct fault *fault) MUST_CHECK;

enum rc sale_fall_due(struct conn *conn, const struct id *sale_id, const struct sale_actor *actor,
                      struct fault *fault) MUST_CHECK;

/* The same for verdicts on papers, whose event follows when they are final: document_finalise(). */
enum rc documents_due(struct conn *conn, int64_t now_ms, struct id *ids, size_t max, size_t *count, int64_t *next_ms,
                      struct fault *fault) MUST_CHECK;
