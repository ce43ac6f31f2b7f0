/*
 * tally — sums of the KPI counters in memory: per hour, day and month × campaign × team × agent.
 *
 * Promises: tally_add() folds an entry by domain/kpi into its three rows; an agent's interval is cut at the hours, so
 * that each hour has its own part. Rows keep the order in which they appeared. Emptied, it keeps its memory.
 * Refuses: nothing. Out of memory aborts.
 * Owns: its rows, which move when it grows: a row is borrowed until the next tally_add().
 * Threads: one thread at a time.
 */
#pragma once

#include "store/counted.h"

enum tally_period { TALLY_HOUR, TALLY_DAY, TALLY_MONTH };

enum { TALLY_PERIODS = TALLY_MONTH + 1 };

/* "hour", "day", "month". */
const char *tally_period_name(enum tally_period period);
bool tally_period_parse(const char *word, enum tally_period *period);

struct tally_key {
	enum tally_period period;
	int64_t at_ms; /* when the hour, day or month began */
	struct id campaign_id, team_id, agent_id;
};

struct tally_row {
	struct tally_key key;
	struct kpi_counters sums;
};

struct tally;

struct tally *tally_new(void);
void tally_free(struct tally *tally);
void tally_reset(struct tally *tally);

void tally_add(struct tally *tally, const struct counted *entry);

/* A row without sums, when there is none. */
void tally_mark(struct tally *tally, const struct tally_key *key);

size_t tally_count(const struct tally *tally);
const struct tally_row *tally_row(const struct tally *tally, size_t n);

/* NULL when nothing counted there. */
const struct tally_row *tally_find(const struct tally *tally, const struct tally_key *key);
