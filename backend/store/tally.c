#include "store/tally.h"

#include "base/civil.h"
#include "domain/names.h"

#include <stdlib.h>
#include <string.h>

struct tally {
	struct tally_row *rows;
	size_t count, room;
	uint32_t *slots; /* number of a row + 1; 0: free. A power of two of them, at most half full. */
	size_t slots_count;
};

enum { FIRST_ROOM = 64 };

static const char *const period_names[] = {"hour", "day", "month"};

const char *tally_period_name(enum tally_period period)
{
	return names_of(period_names, TALLY_PERIODS, (size_t)period);
}

bool tally_period_parse(const char *word, enum tally_period *period)
{
	size_t found = names_find(period_names, TALLY_PERIODS, word);

	if (found == NAMES_NONE)
		return false;
	*period = (enum tally_period)found;
	return true;
}

static void *or_abort(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

static size_t hash_bytes(size_t hash, const void *bytes, size_t length)
{
	const uint8_t *byte = bytes;

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ byte[i]) * UINT64_C(1099511628211);
	return hash;
}

/* FNV-1a over the members, since the struct has gaps. */
static size_t hash_of(const struct tally_key *key)
{
	size_t hash = UINT64_C(14695981039346656037) ^ (size_t)key->period;

	hash = hash_bytes(hash, &key->at_ms, sizeof key->at_ms);
	hash = hash_bytes(hash, &key->campaign_id, sizeof key->campaign_id);
	hash = hash_bytes(hash, &key->team_id, sizeof key->team_id);
	hash = hash_bytes(hash, &key->agent_id, sizeof key->agent_id);
	return hash ^ hash >> 29;
}

static bool same_id(const struct id *left, const struct id *right)
{
	return memcmp(left, right, sizeof *left) == 0;
}

static bool same_key(const struct tally_key *left, const struct tally_key *right)
{
	return left->period == right->period && left->at_ms == right->at_ms &&
	       same_id(&left->campaign_id, &right->campaign_id) && same_id(&left->team_id, &right->team_id) &&
	       same_id(&left->agent_id, &right->agent_id);
}

/* The slot that holds the key, or the free one where it belongs. */
static size_t slot_of(const struct tally *tally, const struct tally_key *key)
{
	size_t slot = hash_of(key) & (tally->slots_count - 1);

	while (tally->slots[slot] && !same_key(&tally->rows[tally->slots[slot] - 1].key, key))
		slot = (slot + 1) & (tally->slots_count - 1);
	return slot;
}

static void grow(struct tally *tally)
{
	tally->room *= 2;
	tally->rows = or_abort(reallocarray(tally->rows, tally->room, sizeof *tally->rows));
	free(tally->slots);
	tally->slots_count = tally->room * 2;
	tally->slots = or_abort(calloc(tally->slots_count, sizeof *tally->slots));
	for (size_t i = 0; i < tally->count; i++)
		tally->slots[slot_of(tally, &tally->rows[i].key)] = (uint32_t)(i + 1);
}

struct tally *tally_new(void)
{
	struct tally *tally = or_abort(calloc(1, sizeof *tally));

	tally->room = FIRST_ROOM / 2;
	grow(tally);
	return tally;
}

void tally_free(struct tally *tally)
{
	if (!tally)
		return;
	free(tally->rows);
	free(tally->slots);
	free(tally);
}

void tally_reset(struct tally *tally)
{
	tally->count = 0;
	memset(tally->slots, 0, tally->slots_count * sizeof *tally->slots);
}

static struct tally_row *row_for(struct tally *tally, const struct tally_key *key)
{
	size_t slot;

	if (tally->count == tally->room)
		grow(tally);
	slot = slot_of(tally, key);
	if (!tally->slots[slot]) {
		tally->rows[tally->count] = (struct tally_row){.key = *key};
		tally->slots[slot] = (uint32_t)++tally->count;
	}
	return &tally->rows[tally->slots[slot] - 1];
}

static int64_t period_start(enum tally_period period, int64_t at_ms)
{
	switch (period) {
	case TALLY_HOUR:
		return civil_hour_start(at_ms);
	case TALLY_DAY:
		return civil_day_start(at_ms);
	case TALLY_MONTH:
		break;
	}
	return civil_month_start(at_ms);
}

/* Into hour, day and month of an instant. */
static void add_at(struct tally *tally, const struct counted *entry, int64_t at_ms, const struct kpi_fact *fact)
{
	struct kpi_delta deltas[KPI_DELTAS_MAX];
	size_t count = kpi_fold(fact, deltas);

	for (int period = 0; period < TALLY_PERIODS && count; period++) {
		struct tally_key key = {
			.period = (enum tally_period)period,
			.at_ms = period_start((enum tally_period)period, at_ms),
			.campaign_id = entry->campaign_id,
			.team_id = entry->team_id,
			.agent_id = entry->agent_id,
		};

		kpi_add(&row_for(tally, &key)->sums, deltas, count);
	}
}

void tally_add(struct tally *tally, const struct counted *entry)
{
	struct kpi_fact part = entry->fact;
	int64_t from_ms = entry->from_ms;

	while (from_ms < entry->at_ms) {
		int64_t next_ms = civil_hour_start(from_ms) + CIVIL_HOUR_MS;
		int64_t until_ms = next_ms < entry->at_ms ? next_ms : entry->at_ms;

		part.duration_ms = until_ms - from_ms;
		add_at(tally, entry, from_ms, &part);
		from_ms = until_ms;
	}
	if (entry->from_ms == entry->at_ms)
		add_at(tally, entry, entry->at_ms, &part);
}

void tally_mark(struct tally *tally, const struct tally_key *key)
{
	(void)row_for(tally, key);
}

size_t tally_count(const struct tally *tally)
{
	return tally->count;
}

const struct tally_row *tally_row(const struct tally *tally, size_t n)
{
	return &tally->rows[n];
}

const struct tally_row *tally_find(const struct tally *tally, const struct tally_key *key)
{
	uint32_t number = tally->slots[slot_of(tally, key)];

	return number ? &tally->rows[number - 1] : NULL;
}
