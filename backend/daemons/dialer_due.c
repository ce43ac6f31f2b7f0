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

/* One thing that becomes due: how to list it, what to do with each, and by which clock it counts. */
struct due {
	const char *name;
	enum rc (*list)(struct conn *conn, int64_t now_ms, struct id *ids, size_t max, size_t *count,
	                int64_t *next_ms, struct fault *fault);
	txn_body *body;
	enum agent_event event;
	enum agent_break reason;
	bool real_time;
	int64_t grace_ms; /* after the time that is stored */
};

enum { PRESENCE_MS = 30000 };

static const struct due dues[] = {
	{"disposition", calls_to_finalise, finalise_body, AGENT_DISPOSES, AGENT_BREAK_START, false, 0},
	{"redial", redials_over, give_up_body, AGENT_DISPOSES, AGENT_BREAK_START, false, 0},
	{"wrap_up", agents_overrun, move_body, AGENT_OVERRUNS_WRAP_UP, AGENT_BREAK_OVERRUN, false, 0},
	{"presence", agents_lost, move_body, AGENT_PRESENCE_LOST, AGENT_BREAK_START, true, PRESENCE_MS},
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
	int64_t clock_ms = due->real_time ? clock_real_ms() : dialer_now(dialer), next_ms;
	struct one one = {.now_ms = dialer_now(dialer), .event = due->event, .reason = due->reason};
	size_t count;

	TRY(list_due(dialer, due, clock_ms - due->grace_ms, ids, &count, &next_ms, fault));
	for (size_t i = 0; i < count; i++) {
		one.id = ids[i];
		(void)dialer_note(due->name, dialer_txn(dialer, due->body, &one, fault), fault);
	}
	if (next_ms != INT64_MAX)
		dialer_look_in(dialer, next_ms + due->grace_ms - clock_ms);
	return RC_OK;
}

enum rc due_all(struct dialer *dialer, struct fault *fault)
{
	for (size_t i = 0; i < sizeof dues / sizeof *dues; i++)
		TRY(do_due(dialer, &dues[i], fault));
	return RC_OK;
}
