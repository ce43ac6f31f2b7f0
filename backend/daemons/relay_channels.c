#include "daemons/relay_channels.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct slot {
	char name[RELAY_CHANNEL_SIZE]; /* "": free */
	int64_t seq;
};

struct relay_channels {
	struct slot *slots; /* a power of two of them, at most half full */
	size_t slots_count, count;
};

enum { FIRST_SLOTS = 256 };

static struct slot *slots_new(size_t count)
{
	struct slot *slots = calloc(count, sizeof *slots);

	if (!slots)
		abort();
	return slots;
}

/* FNV-1a. */
static size_t hash_of(const char *name)
{
	size_t hash = UINT64_C(14695981039346656037);

	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * UINT64_C(1099511628211);
	return hash ^ hash >> 29;
}

/* The slot of that name, or the free one where it belongs. */
static struct slot *slot_of(struct slot *slots, size_t count, const char *name)
{
	size_t at = hash_of(name) & (count - 1);

	while (*slots[at].name && strcmp(slots[at].name, name) != 0)
		at = (at + 1) & (count - 1);
	return &slots[at];
}

struct relay_channels *relay_channels_new(void)
{
	struct relay_channels *channels = calloc(1, sizeof *channels);

	if (!channels)
		abort();
	channels->slots_count = FIRST_SLOTS;
	channels->slots = slots_new(FIRST_SLOTS);
	return channels;
}

void relay_channels_free(struct relay_channels *channels)
{
	if (!channels)
		return;
	free(channels->slots);
	free(channels);
}

void relay_channels_reset(struct relay_channels *channels)
{
	memset(channels->slots, 0, channels->slots_count * sizeof *channels->slots);
	channels->count = 0;
}

bool relay_channels_find(const struct relay_channels *channels, const char *channel, int64_t *seq)
{
	const struct slot *slot = slot_of(channels->slots, channels->slots_count, channel);

	if (!*slot->name)
		return false;
	*seq = slot->seq;
	return true;
}

static void grow(struct relay_channels *channels)
{
	size_t count = channels->slots_count * 2;
	struct slot *slots = slots_new(count);

	for (size_t i = 0; i < channels->slots_count; i++)
		if (*channels->slots[i].name)
			*slot_of(slots, count, channels->slots[i].name) = channels->slots[i];
	free(channels->slots);
	channels->slots = slots;
	channels->slots_count = count;
}

void relay_channels_set(struct relay_channels *channels, const char *channel, int64_t seq)
{
	struct slot *slot;

	if (!*channel || strlen(channel) >= RELAY_CHANNEL_SIZE)
		return;
	if (channels->count == RELAY_CHANNELS_MAX)
		relay_channels_reset(channels);
	if (channels->count * 2 >= channels->slots_count)
		grow(channels);
	slot = slot_of(channels->slots, channels->slots_count, channel);
	if (!*slot->name) {
		strcpy(slot->name, channel);
		channels->count++;
	}
	slot->seq = seq;
}
