/*
 * outbox — every fact leaves one event, written in the fact's own transaction.
 *
 * Promises: one small document per fact in `events`, without `seq`: the relay stamps a dense one when it folds it.
 * channels are where it is published (`user.ID`, `backoffice`, …: db/EVENTS.md); amounts are what it adds to the KPI
 * counters, by the names of the KPI definitions.
 * Refuses: to be written outside a transaction (asserted); personal data: data holds ids, codes and field names.
 * Owns: nothing.
 * Threads: any.
 */
#pragma once

#include "store/conn.h"

enum { EVENT_CHANNELS_MAX = 12 };

struct event_amount {
	const char *name; /* of the KPI definition */
	int64_t amount;
};

struct event {
	const char *type;                                                /* "sale.submitted" */
	int64_t at_ms;                                                   /* service time */
	struct id campaign_id, lead_list_id, team_id, agent_id, user_id; /* none: left out */
	const char *subject_kind;                                        /* "sale", "call", … */
	struct id subject_id;
	const char *channels[EVENT_CHANNELS_MAX]; /* ends at the first NULL */
	const struct event_amount *amounts;
	size_t amounts_count;
	const bson_t *data; /* NULL: none */
};

enum rc event_append(struct conn *conn, const struct event *event, struct fault *fault) MUST_CHECK;

/* "user.<id>", in the arena. */
const char *event_channel(struct arena *arena, const char *kind, const struct id *id);
