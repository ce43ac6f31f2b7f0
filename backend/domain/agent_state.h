/*
 * agent_state — what an agent is doing, and what may follow.
 *
 * Promises: one table of transitions with who causes them; the limits after which a state is ended by the system;
 * which states are productive; and whose turn the next call is. Pure; safe from any thread.
 * Refuses: whatever the table does not name; a break without its reason; leaving wrap-up for a call before the
 * disposition.
 * Source: process.md 2 and 8 ("productive = talking, wrap-up, available or task").
 */
#pragma once

#include "domain/names.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum agent_state {
	AGENT_OFFLINE,
	AGENT_AVAILABLE,
	AGENT_RINGING, /* a call is being connected */
	AGENT_TALKING,
	AGENT_WRAP_UP,
	AGENT_TASK, /* own work on sales; no dialing */
	AGENT_BREAK,
	AGENT_NO_LINE, /* would be available, but our line is down: no break */
};

enum { AGENT_STATE_COUNT = AGENT_NO_LINE + 1 };

NAMES_DECLARE(agent_state);

enum agent_break {
	AGENT_BREAK_START, /* just logged in */
	AGENT_BREAK_REST,
	AGENT_BREAK_LUNCH,
	AGENT_BREAK_RESTROOM,
	AGENT_BREAK_TRAINING,
	AGENT_BREAK_MEETING,
	AGENT_BREAK_MISSED_CALL, /* did not connect within 5 s */
	AGENT_BREAK_OVERRUN,     /* wrap-up over its limit */
};

enum { AGENT_BREAK_COUNT = AGENT_BREAK_OVERRUN + 1 };

NAMES_DECLARE(agent_break);

/* What happens to an agent. */
enum agent_event {
	AGENT_LOG_IN,
	AGENT_LOG_OUT,
	AGENT_GO_AVAILABLE,
	AGENT_GO_BREAK, /* asked for; from a call it waits for the end of wrap-up */
	AGENT_GO_TASK,
	AGENT_CALL_RINGS,
	AGENT_CALL_CONNECTS,
	AGENT_CALL_WITHDRAWN, /* the customer left while it rang */
	AGENT_CALL_ENDS,
	AGENT_CALL_DROPS_ACCEPTED, /* after an acceptance: task, without wrap-up limit */
	AGENT_DISPOSES,            /* the disposition is final: next call, or the break asked for */
	AGENT_MISSES_CALL,
	AGENT_OVERRUNS_WRAP_UP,
	AGENT_PRESENCE_LOST,
	AGENT_LINE_LOST,
	AGENT_LINE_BACK,
};

enum { AGENT_EVENT_COUNT = AGENT_LINE_BACK + 1 };

NAMES_DECLARE(agent_event);

struct agent_policy {
	int64_t wrap_up_ms;        /* † 60 s */
	int64_t wrap_up_sale_ms;   /* † 180 s, with a sale */
	int64_t connect_ms;        /* † 5 s */
	int64_t presence_ms;       /* † 30 s without a stream: offline */
	int64_t long_call_ms;      /* † 600 s: pointed out on the floor */
	int64_t target_ms;         /* 350 s: the agent's own timer */
	int64_t redials_max;       /* † 4 after a drop following an acceptance */
	int64_t break_rest_ms;     /* † 15 min: overrun is shown past these */
	int64_t break_lunch_ms;    /* † 60 min */
	int64_t break_restroom_ms; /* † 10 min */
};

struct agent {
	enum agent_state state;
	enum agent_break break_reason; /* meaningless outside AGENT_BREAK */
	int64_t since_ms;
	bool has_open_call; /* a call without its disposition */
	bool break_asked;   /* a break waits for the end of the call */
	bool task_asked;    /* so does going to own work */
	enum agent_break asked_reason;
};

enum agent_verdict {
	AGENT_ALLOWED,
	AGENT_LATER,           /* noted: starts after wrap-up */
	AGENT_NOT_NOW,         /* the table has no such transition */
	AGENT_DISPOSITION_DUE, /* a call waits for its disposition */
	AGENT_REASON_UNKNOWN,  /* a break reason only the system gives */
};

NAMES_DECLARE(agent_verdict);

/*
 * Folds the event into the agent, which stays untouched unless AGENT_ALLOWED or AGENT_LATER. reason: of a break asked
 * for, else ignored. line_is_up: whether "available" means available, or no line.
 */
enum agent_verdict agent_state_fold(struct agent *agent, enum agent_event event, enum agent_break reason,
                                    bool line_is_up, int64_t now_ms);

/* When the system must end the state (wrap-up, ringing); 0 when it lasts as long as it lasts. */
int64_t agent_state_ends_at(const struct agent_policy *policy, const struct agent *agent, bool has_sale);

/* The allowed length of a break; 0 when it has none. */
int64_t agent_break_limit_ms(const struct agent_policy *policy, enum agent_break reason);
bool agent_break_may_be_asked(enum agent_break reason);

bool agent_state_is_productive(enum agent_state state);
bool agent_state_takes_calls(enum agent_state state); /* available only */

/* Whose turn it is: the index of the agent available longest, ties to the earlier index; count when none is. */
size_t agent_longest_idle(const struct agent *agents, size_t count);
