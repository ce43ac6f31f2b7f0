/*
 * event_tail — new events of the outbox in the order they were committed, as many at a time as are there.
 *
 * Promises: event_tail_next() returns as soon as one event is committed, with all that wait, at most
 * EVENT_BATCH_MAX; nothing polls: the server answers when there is something. Each batch carries the position after
 * it. Where the position given is too old for the server's history, the tail begins with the present and says so:
 * what lies before must then be read from the collection.
 * Refuses: nothing.
 * Owns: one patient connection with a session of its own. Rows live in the arena given.
 * Threads: one thread at a time.
 * Why not a change stream of the driver's: it does not tell which events are there already and which it would wait
 * for, and a batch must not wait.
 */
#pragma once

#include "store/conn.h"

enum { EVENT_BATCH_MAX = 200 };

/* rows[0] … rows[count − 1] are whole events; token is the position after the last of them. */
struct event_batch {
	size_t count;
	const bson_t *rows[EVENT_BATCH_MAX];
	const bson_t *token;
};

struct event_tail;

/* token NULL: from now on. *from_now says that the tail begins with the present. */
enum rc event_tail_open(struct store *store, const bson_t *token, struct event_tail **tail, bool *from_now,
                        struct fault *fault) MUST_CHECK;

/* Waits for an event at most wait_ms; an empty batch is RC_OK. After another rc the tail must be opened anew. */
enum rc event_tail_next(struct event_tail *tail, int64_t wait_ms, struct arena *arena, struct event_batch *batch,
                        struct fault *fault) MUST_CHECK;

/* NULL is allowed. */
void event_tail_close(struct event_tail *tail);
