/*
 * cas — compare-and-set of one document: the way rows are changed.
 *
 * Promises: the row changes only when id, version, scope and the extra condition all hold, in one atomic step, and
 * its version grows by one. Otherwise nothing changes and the fault tells apart: no such row for this caller
 * (RC_NOT_FOUND "not_found"), another version (RC_STALE "stale"), a condition that does not hold (RC_CONFLICT with
 * the code given).
 * Refuses: nothing else.
 * Owns: nothing; bson arguments are borrowed for the call.
 * Threads: any. In a transaction a row that changed since its snapshot is redone by txn_run().
 */
#pragma once

#include "store/conn.h"
#include "store/scope.h"

struct cas {
	const char *collection;
	struct id id;
	int64_t version;      /* the If-Match; 0: whatever it is (programs, and changes that only add) */
	const bson_t *when;   /* further condition, e.g. {state: "draft"}; NULL: none */
	const bson_t *update; /* {$set: …, $push: …}; the version is added here */
	const struct scope *scope;
	const struct scope_rule *rule;
	const char *conflict; /* fault code when `when` does not hold: "state", "claimed", … */
	const bson_t *fields; /* projection of *after; NULL: whole */
};

/* *after (may be NULL) is the row as it became, kept in the arena. */
enum rc cas_update(struct conn *conn, const struct cas *cas, struct arena *arena, const bson_t **after,
                   struct fault *fault) MUST_CHECK;
