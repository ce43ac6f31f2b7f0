/*
 * floor — the live page in one reading: agents and today's figures.
 *
 * Promises: agents' states, today's counters and the number up to which they are folded are of one instant, so a page
 * that adds later `kpi.changed` counts nothing twice and misses nothing. It reads one row per agent and one per
 * agent × campaign of today, whatever the history.
 * Refuses: nothing.
 * Owns: nothing. Threads: any.
 */
#pragma once

#include "base/buf.h"
#include "store/conn.h"

struct floor_query {
	const struct id *team_ids; /* NULL: all teams */
	size_t teams_count;
	struct id campaign_id; /* none: all */
	int64_t now_ms;        /* service time */
};

/* Appends the Floor of the API description. */
enum rc floor_json(struct store *store, const struct floor_query *query, struct buf *out,
                   struct fault *fault) MUST_CHECK;
