/*
 * relay — follows the outbox: numbers each event, folds it into the KPI counters, sends it to the live streams.
 *
 * Promises: one of several relays is active, by the lease "relay"; when it ends or loses the lease another goes on
 * from the stored position. What is there is taken as one batch and folded in one transaction (store/stamp.h), so
 * each event counts exactly once; then it is sent, at least once. Events are read by the server's change stream:
 * nothing polls. Where that history is lost, the events without a number are read from the collection. Every
 * RELAY_HEARTBEAT_MS all streams get the latest number and the service time.
 * Refuses: nothing: what the database refuses is tried again, after a log line.
 * Owns: its lease, given back when it stops.
 * Threads: relay_run() blocks its thread; relay_stop() from any, also from a signal's.
 */
#pragma once

#include "base/clock.h"
#include "ports/publish.h"
#include "store/store.h"

enum {
	RELAY_HEARTBEAT_MS = 15000, /* pages take 20 s of silence for a cut line */
	RELAY_LEASE_MS = 5000,
	RELAY_WAIT_MS = 1000, /* for an event, between two looks at lease and heartbeat */
};

struct relay;

/* clock: the service clock, followed by the caller. All are borrowed. */
struct relay *relay_new(struct store *store, struct publisher *publisher, const struct clock *clock);
void relay_free(struct relay *relay);

void relay_run(struct relay *relay);
void relay_stop(struct relay *relay);
