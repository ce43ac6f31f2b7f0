/*
 * counted — what counts: the one rule that turns an event, or the fact that it tells of, into entries for the KPI
 * counters.
 *
 * Promises: an event and its stored fact give the same entries: same ids, same time, same amounts. So the relay,
 * which reads events, and `cierre-admin verify`, which reads facts, must come to the same sums. The table stands in
 * db/EVENTS.md.
 * Refuses: nothing: what is incomplete or unknown counts nothing, so that no event can stop the relay.
 * Owns: nothing. Pure; safe from any thread.
 */
#pragma once

#include "base/id.h"
#include "domain/kpi.h"
#include "wire/bson.h"

enum { COUNTED_MAX = 4 };

/* One entry: a fact of domain/kpi, whose it is and when. */
struct counted {
	struct id campaign_id, team_id, agent_id; /* none: of nobody */
	int64_t from_ms;                          /* KPI_EVENT_AGENT_STATE_ENDED: since when; else at_ms */
	int64_t at_ms;                            /* service time */
	struct kpi_fact fact;
};

/* An event of the outbox. Answers how many entries were written. */
size_t counted_of_event(const bson_t *event, struct counted entries[COUNTED_MAX]);

/* The facts; each takes the stored document. */
size_t counted_of_call(const bson_t *call, struct counted entries[COUNTED_MAX]);
size_t counted_of_interval(const bson_t *change, struct counted entries[COUNTED_MAX]); /* agent_state_changes */
size_t counted_of_attempt(const bson_t *attempt, const bson_t *call, struct counted entries[COUNTED_MAX]);
size_t counted_of_reading(const bson_t *reading, struct counted entries[COUNTED_MAX]);
size_t counted_of_review(const bson_t *review, const bson_t *reading, struct counted entries[COUNTED_MAX]);
size_t counted_of_submission(const bson_t *sale, struct counted entries[COUNTED_MAX]);
size_t counted_of_history(const bson_t *sale, const bson_t *entry, struct counted entries[COUNTED_MAX]);
size_t counted_of_lead_list(const bson_t *list, struct counted entries[COUNTED_MAX]);
