/*
 * stamp — gives events their numbers and folds them into the counters: the relay's one transaction.
 *
 * Promises: numbers are dense over all events, in the order given. Number, counters and position are written together
 * or not at all, only by who holds the lease and only onto the position last read; and an event that has a number is
 * passed over. So each event counts exactly once, whoever runs, however often it is told.
 * Refuses: to write when another has taken over: RC_STALE "lease_lost" or "position_moved".
 * Owns: the document {_id: "relay"} in `relay`; `seq` of events.
 * Threads: one thread at a time.
 */
#pragma once

#include "store/event_tail.h"
#include "store/lease.h"
#include "store/tally.h"

struct stamp_position {
	int64_t seq;         /* the last number given */
	int64_t published;   /* the last number that was published, as far as is written down */
	int64_t epoch;       /* of the lease under which it was written */
	const bson_t *token; /* where the tail goes on; NULL: nothing is known */
};

/* All zeros when there is none yet. The token lives in the arena. */
enum rc stamp_load(struct conn *conn, struct arena *arena, struct stamp_position *position,
                   struct fault *fault) MUST_CHECK;

/* What became of a batch. */
struct stamped {
	size_t count;                        /* events that got a number now */
	const bson_t *rows[EVENT_BATCH_MAX]; /* those, in order */
	int64_t first_seq;                   /* of rows[0]; the others follow densely */
};

/*
 * One batch. position goes on to its end (and writes position->published down). tally is emptied and then holds what
 * these events added.
 */
enum rc stamp_batch(struct store *store, const struct lease *lease, const struct event_batch *batch,
                    struct stamp_position *position, struct tally *tally, struct stamped *stamped,
                    struct fault *fault) MUST_CHECK;

/* Writes token and published down without events, so that a quiet time does not grow too old. */
enum rc stamp_rest(struct conn *conn, const struct lease *lease, const struct stamp_position *position,
                   struct fault *fault) MUST_CHECK;
