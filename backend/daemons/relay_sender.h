/*
 * relay_sender — sends what was folded to the live streams.
 *
 * Promises: every stamped event goes to each of its channels, in the order of the numbers, with the channel's number
 * before it; the end of a session ends its channel. Changed figures of today go to the floor and to the agent whose
 * they are. A message that cannot be sent is dropped: the page sees the gap by `prev` and asks the API.
 * Refuses: nothing. The first of several failures in a row is logged, and their end.
 * Owns: its channels' numbers, which relay_sender_reset() forgets when another relay may have sent meanwhile.
 * Threads: one thread at a time.
 */
#pragma once

#include "ports/publish.h"
#include "store/stamp.h"

struct relay_sender;

struct relay_sender *relay_sender_new(struct store *store, struct publisher *publisher);
void relay_sender_free(struct relay_sender *sender);
void relay_sender_reset(struct relay_sender *sender);

void relay_send_event(struct relay_sender *sender, const bson_t *event, int64_t seq);

/* now_ms: service time. Rows of another day are passed over. */
void relay_send_figures(struct relay_sender *sender, const struct tally *tally, int64_t seq, int64_t now_ms);

void relay_send_heartbeat(struct relay_sender *sender, int64_t seq, int64_t now_ms);
