/*
 * agents — collections `agent_states` and `agent_state_changes`: what each agent is doing, and was.
 *
 * Promises: every change goes through agent_move(): the domain's table decides, the row changes by compare-and-set,
 * the interval that ended is kept, and the event `agent.state` follows, all in the caller's transaction. Two programs
 * that move an agent at once are put in order by the transaction's retry.
 * Refuses: a move the table does not name: RC_CONFLICT "agent_state".
 * Owns: nothing; texts live in the arena given.
 * Threads: any.
 */
#pragma once

#include "base/buf.h"
#include "domain/agent_state.h"
#include "store/conn.h"

struct agent_row {
	struct id id; /* the user's */
	const char *name;
	struct id team_id;
	struct id campaign_id;
	struct agent agent; /* as the domain sees it */
	struct id call_id;
	struct id sale_id;
	int64_t wrap_up_until_ms; /* service time; 0: no limit runs */
	int64_t break_until_ms;   /* service time: a longer break is an overrun; 0: it has no length, or there is none
	                           */
	int64_t stream_lost_ms;   /* real time; 0: present */
	int64_t version;
};

/* RC_NOT_FOUND when the user was never at work. */
enum rc agent_get(struct conn *conn, const struct id *agent_id, struct arena *arena, struct agent_row *row,
                  struct fault *fault) MUST_CHECK;

/* *found is false when there is no row (back office has none). */
enum rc agent_look(struct conn *conn, const struct id *agent_id, struct arena *arena, struct agent_row *row,
                   bool *found, struct fault *fault) MUST_CHECK;

/* A row read from a cursor or a change. */
void agent_row_read(const bson_t *document, struct arena *arena, struct agent_row *row);

struct agent_move {
	struct id agent_id;
	enum agent_event event;
	enum agent_break reason;  /* of a break asked for, or given by the system */
	struct id call_id;        /* AGENT_CALL_RINGS: the call; else as it was until the agent disposes */
	struct id campaign_id;    /* AGENT_LOG_IN, or a change of campaign with AGENT_GO_AVAILABLE; none: as it was */
	struct id sale_id;        /* shown on the desk; none: as it was */
	int64_t wrap_up_until_ms; /* AGENT_CALL_ENDS */
	int64_t now_ms;           /* service time */
	bool may_be_refused;      /* a refusal is RC_OK and changes nothing (timers that came too late) */
};

/* In a transaction. row (may be NULL) is the agent as it became. */
enum rc agent_move(struct conn *conn, const struct agent_move *move, struct arena *arena, struct agent_row *row,
                   struct fault *fault) MUST_CHECK;

/*
 * Brings the user to work: makes the row when there is none, and from offline into the break of the start. A stream
 * that was lost before counts as lost from then on, so that the new page has its time to open another.
 */
struct agent_log_in {
	struct id user_id;
	int64_t now_ms;  /* service time */
	int64_t real_ms; /* of a lost stream */
};
enum rc agent_log_in(struct store *store, const struct agent_log_in *log_in, struct arena *arena,
                     struct agent_row *row, struct fault *fault) MUST_CHECK;

/* The sale on the agent's desk, none to clear it; in a transaction. No row: nothing happens. */
enum rc agent_show_sale(struct conn *conn, const struct id *agent_id, const struct id *sale_id,
                        struct fault *fault) MUST_CHECK;

/* The agents of a campaign in that state, longest in it first, at most `max`. */
enum rc agents_in_state(struct conn *conn, const struct id *campaign_id, enum agent_state state, struct arena *arena,
                        struct agent_row *rows, size_t max, size_t *count, struct fault *fault) MUST_CHECK;

/* Agents whose wrap-up limit is over, or whose stream was lost before lost_ms (real time); at most `max`. *next_ms is
 * when the next one will be due, INT64_MAX when none. */
enum rc agents_overrun(struct conn *conn, int64_t now_ms, struct id *ids, size_t max, size_t *count, int64_t *next_ms,
                       struct fault *fault) MUST_CHECK;
enum rc agents_lost(struct conn *conn, int64_t lost_ms, struct id *ids, size_t max, size_t *count, int64_t *first_ms,
                    struct fault *fault) MUST_CHECK;

/* {"id":…} of GET /agents/me. */
enum rc agent_json(struct conn *conn, const struct id *agent_id, struct buf *out, int64_t *version,
                   struct fault *fault) MUST_CHECK;
