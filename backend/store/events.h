/*
 * events — reading the outbox: what the relay has stamped, in order.
 *
 * Promises: events after a number, of given channels, as JSON; the number of a channel's event before another; what
 * is not stamped yet. Every reading is bounded and goes through an index ({seq, at, _id}, {channels, seq}).
 * Refuses: a number that is older than what is kept, or further than EVENTS_DISTANCE_MAX from the latest:
 * RC_CONFLICT "events_too_old": who asks reads everything anew instead.
 * Owns: nothing. Threads: any.
 */
#pragma once

#include "base/buf.h"
#include "store/event_tail.h"

enum { EVENTS_PAGE_MAX = 500, EVENTS_DISTANCE_MAX = 100000 };

/* Appends {"items":[…],"latest":N}: at most EVENTS_PAGE_MAX events of any of the channels, in order, each once. */
enum rc events_after_json(struct conn *conn, const char *const *channels, size_t count, int64_t after,
                          struct buf *out, struct fault *fault) MUST_CHECK;

/* The number of the channel's last event before seq; 0 when there is none. */
enum rc events_before(struct conn *conn, const char *channel, int64_t seq, int64_t *before,
                      struct fault *fault) MUST_CHECK;

/* Stamped events after `after` up to `upto`, in order; at most EVENT_BATCH_MAX. Rows live in the arena. */
enum rc events_between(struct conn *conn, int64_t after, int64_t upto, struct arena *arena, struct event_batch *batch,
                       struct fault *fault) MUST_CHECK;

/* Events without a number, by their time; at most EVENT_BATCH_MAX, without token. */
enum rc events_unstamped(struct conn *conn, struct arena *arena, struct event_batch *batch,
                         struct fault *fault) MUST_CHECK;

/* The last number given; 0 when there is none yet. */
enum rc events_latest(struct conn *conn, int64_t *seq, struct fault *fault) MUST_CHECK;
