/*
 * relay_message — what goes over the live streams, as JSON.
 *
 * Promises: {"seq","channel","prev","type","at","subject","data"}; prev is the number of the channel's event before,
 * 0 when there was none. Changed figures carry no seq of their own (they are no stored facts), but say in their data
 * up to which number they are folded.
 * Refuses: personal values, which events do not hold.
 * Owns: nothing; writes into the buffer given, which it empties first. Pure.
 */
#pragma once

#include "base/buf.h"
#include "store/tally.h"

/* False when the event's bytes are corrupt; then nothing must be sent. */
bool relay_message_event(struct buf *out, const bson_t *event, int64_t seq, const char *channel, int64_t prev);

/* kpi.changed: what a row of today's tally adds. */
void relay_message_figures(struct buf *out, const struct tally_row *row, int64_t seq, const char *channel,
                           int64_t now_ms);

/* The pulse of a quiet stream: the latest number and the service time. */
void relay_message_heartbeat(struct buf *out, int64_t seq, const char *channel, int64_t now_ms);
