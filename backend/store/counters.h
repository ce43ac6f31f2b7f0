/*
 * counters — collection `counters`: the KPI sums per hour, day and month × campaign × team × agent.
 *
 * Promises: only the relay adds to them, in the transaction that stamps the events it folds; so a figure is read from
 * a few hundred rows whatever the history. counters_compare() finds every difference to a tally made from the facts;
 * counters_replace() makes them anew.
 * Refuses: nothing.
 * Owns: nothing. Threads: any.
 */
#pragma once

#include "store/conn.h"
#include "store/tally.h"

/* In the relay's transaction: adds the tally's rows. */
enum rc counters_add(struct conn *conn, const struct tally *tally, struct fault *fault) MUST_CHECK;

/* Rows of one period that began at at_ms. The ids of the key narrow when they are not none; teams when given. */
struct counters_filter {
	enum tally_period period;
	int64_t at_ms;
	struct id campaign_id;
	const struct id *team_ids;
	size_t teams_count; /* with team_ids NULL: all teams, and rows of no team */
};

enum rc counters_each(struct conn *conn, const struct counters_filter *filter,
                      void (*on_row)(void *context, const struct tally_row *row), void *context,
                      struct fault *fault) MUST_CHECK;

/* One counter that is stored otherwise than it should be. */
struct counters_difference {
	struct tally_key key;
	size_t counter;
	int64_t stored, right;
};

/* Reads all rows; *differences counts what on_difference was told. */
enum rc counters_compare(struct conn *conn, const struct tally *right,
                         void (*on_difference)(void *context, const struct counters_difference *difference),
                         void *context, int64_t *differences, struct fault *fault) MUST_CHECK;

/* Deletes all rows and writes the tally's. Not for a running relay: it would add in between. */
enum rc counters_replace(struct conn *conn, const struct tally *right, struct fault *fault) MUST_CHECK;
