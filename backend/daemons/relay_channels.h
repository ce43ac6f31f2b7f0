/*
 * relay_channels — the last number that each channel carried, so that a message can name the one before it.
 *
 * Promises: a look-up costs the same however many channels there are.
 * Refuses: to grow beyond RELAY_CHANNELS_MAX: then it forgets all, and who asks looks the number up in the database.
 * Owns: its table.
 * Threads: one thread at a time.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { RELAY_CHANNELS_MAX = 50000, RELAY_CHANNEL_SIZE = 64 };

struct relay_channels;

struct relay_channels *relay_channels_new(void);
void relay_channels_free(struct relay_channels *channels);
void relay_channels_reset(struct relay_channels *channels);

/* True and *seq when it is known. */
bool relay_channels_find(const struct relay_channels *channels, const char *channel, int64_t *seq);

/* Names of RELAY_CHANNEL_SIZE and more are not kept. */
void relay_channels_set(struct relay_channels *channels, const char *channel, int64_t seq);
