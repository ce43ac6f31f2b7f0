/*
 * idempotency — a POST that creates is done once, however often it arrives.
 *
 * Promises: the key (user, operation, Idempotency-Key) is written in body's own transaction, with status and
 * resource id; of several simultaneous repeats one runs body, the others answer from what it stored. A request that
 * failed stores nothing, so it may be tried again with the same key.
 * Refuses: the same key with another body: RC_CONFLICT "idempotency_key_reused".
 * Owns: collection `idempotency`; entries leave by TTL after 48 h.
 * Threads: any.
 * Source: of 32 inserts that "failed" in a failover, 18 were stored.
 */
#pragma once

#include "store/txn.h"

struct idempotency {
	struct id user_id;     /* who asks; for a customer's link, the link's id */
	const char *operation; /* operationId of the API description */
	const char *key;       /* the header; 8 to 64 visible ASCII characters, checked by http/ */
	const void *body;      /* the request's bytes: their hash tells a repeat from a reuse */
	size_t body_length;
	int64_t real_ms;
	int64_t status;        /* of the answer when body succeeds; body may change both by idempotency_settle() */
	struct id resource_id; /* made beforehand by id_new() */
};

struct idempotency_answer {
	int64_t status;
	struct id resource_id;
	bool repeated; /* body did not run: render the answer from the resource */
};

/* Runs body in a transaction unless the key is known. */
enum rc idempotency_run(struct store *store, struct idempotency *once, txn_body *body, void *context,
                        struct idempotency_answer *answer, struct fault *fault) MUST_CHECK;

/* Inside body: the resource turned out to be another one (the next free sale, …). */
enum rc idempotency_settle(struct conn *conn, struct idempotency *once, int64_t status, const struct id *resource_id,
                           struct fault *fault) MUST_CHECK;
