/* What has run out of time: dispositions become final, wrap-up and presence end. */
#include "daemons/dialer_state.h"

#include "store/agents.h"
#include "store/dispositions.h"
#include "store/redials.h"

struct one {
	struct id id;
	int64_t now_ms;
	enum agent_event event;
	enum agent_break reason;
};

static enum rc finalise_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct one *one = context;

	return call_finalise(conn, &one->id, one->now_ms, fault);
}

static enum rc move_body(struct conn *conn, void *context, struct fault *fault)
{
	ARENA(arena, 1024, 1 << 16);
	const struct one *one = context;
	const struct agent_move move = {.agent_id = one->id,
	                                .event = one->event,
	                                .reason = one->reason,
	                                .now_ms = one->now_ms,
	                                .may_be_refused = true};

	return agent_move(conn, &move, arena, NULL, fault);
}

static enum rc give_up_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct one *one = context;

	return redial_give_up(conn, &one->id, one->now_ms, fault);
}

/* One thing that becomes due: how to list it, and what to do with each. */
struct due {
	const char *name;
	enum rc (*list)(struct conn *conn, int64_t now_ms, struct id *ids, size_t max, size_t *count,
	                int64_t *next_ms, struct fault *fault);
	txn_body *body;
	enum agent_event event;
	enum agent_break reason;
};

static const struct due dues[] = {
	{"disposition", calls_to_finalise, finalise_body, AGENT_DISPOSES, AGENT_BREAK_START},
	{"redial", redials_over, give_up_body, AGENT_DISPOSES, AGENT_BREAK_START},
	{"wrap_up", agents_overrun, move_body, AGENT_OVERRUNS_WRAP_UP, AGENT_BREAK_OVERRUN},
};

static enum rc list_due(struct dialer *dialer, const struct due *due, int64_t until_ms, struct id *ids, size_t *count,
                        int64_t *next_ms, struct fault *fault)
{
	CONN(conn);

	TRY(conn_open(dialer->store, STORE_BRISK, &conn, fault));
	return due->list(&conn, until_ms, ids, DUE_MAX, count, next_ms, fault);
}

static enum rc do_due(struct dialer *dialer, const struct due *due, struct fault *fault)
{
	struct id *ids = arena_array(dialer->scratch, DUE_MAX, sizeof *ids);
	struct one one = {.now_ms = dialer_now(dialer), .event = due->event, .reason = due->reason};
	int64_t next_ms;
	size_t count;

	TRY(list_due(dialer, due, one.now_ms, ids, &count, &next_ms, fault));
	for (size_t i = 0; i < count; i++) {
		one.id = ids[i];
		(void)dialer_note(due->name, dialer_txn(dialer, due->body, &one, fault), fault);
	}
	if (next_ms != INT64_MAX)
		dialer_look_in(dialer, next_ms - one.now_ms);
	return RC_OK;
}

/* ---- whose page is gone ---- */

struct gone {
	struct agent_gone agent;
	int64_t wait_ms; /* more, until they count as gone */
};

static enum rc gone_body(struct conn *conn, void *context, struct fault *fault)
{
	struct gone *gone = context;

	return call_agent_gone(conn, &gone->agent, &gone->wait_ms, fault);
}

/* A lost stream is real time, and how long it may be lost is each campaign's own: the shortest allowed is looked at.
 */
static enum rc do_presence(struct dialer *dialer, struct fault *fault)
{
	CONN(conn);
	struct id *ids = arena_array(dialer->scratch, DUE_MAX, sizeof *ids);
	struct gone gone = {.agent = {.now_ms = dialer_now(dialer), .real_ms = clock_real_ms()}};
	int64_t least_ms = policy_find("agent.presence_ms")->least, next_ms;
	size_t count;

	TRY(conn_open(dialer->store, STORE_BRISK, &conn, fault));
	TRY(agents_lost(&conn, gone.agent.real_ms - least_ms, ids, DUE_MAX, &count, &next_ms, fault));
	conn_close(&conn);
	if (next_ms != INT64_MAX)
		dialer_look_in(dialer, next_ms + least_ms - gone.agent.real_ms);
	for (size_t i = 0; i < count; i++) {
		gone.agent.agent_id = ids[i];
		gone.wait_ms = 0;
		(void)dialer_note("presence", dialer_txn(dialer, gone_body, &gone, fault), fault);
		if (gone.wait_ms)
			dialer_look_in(dialer, gone.wait_ms);
	}
	return RC_OK;
}

enum rc due_all(struct dialer *dialer, struct fault *fault)
{
	for (size_t i = 0; i < sizeof dues / sizeof *dues; i++)
		TRY(do_due(dialer, &dues[i], fault));
	return do_presence(dialer, fault);
}
