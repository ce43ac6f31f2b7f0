/*
 * lease — which of several equal daemons is the active one, and which row a worker holds.
 *
 * Promises: at most one holder at a time by the database server's own clock (real time; no other machine's clock
 * counts). Each take-over raises the epoch: a fencing token. Whoever lost the lease without noticing cannot write in
 * a transaction that calls lease_fence().
 * Refuses: nothing.
 * Owns: one document per name in `leases` {_id: name, holder, epoch, until}.
 * Threads: any.
 */
#pragma once

#include "store/conn.h"

struct lease {
	const char *name; /* "dialer", "relay", "jobs" */
	struct id holder; /* this process: id_new() at its start */
	int64_t ttl_ms;   /* renew at a third of it */
	int64_t epoch;    /* filled by lease_take() */
	int64_t until_ms; /* by the server's clock */
};

/* Takes a free or run-out lease, or renews the own one. *held is false when another holds it: RC_OK all the same. */
enum rc lease_take(struct conn *conn, struct lease *lease, bool *held, struct fault *fault) MUST_CHECK;

/* Gives it back at once, so that a standby need not wait. */
enum rc lease_release(struct conn *conn, const struct lease *lease, struct fault *fault) MUST_CHECK;

/* In a transaction: RC_STALE "lease_lost" unless this holder and epoch still have it; conflicts with a take-over. */
enum rc lease_fence(struct conn *conn, const struct lease *lease, struct fault *fault) MUST_CHECK;
