#include "domain/agent_state.h"

static const char *const agent_state_names[] = {
	[AGENT_OFFLINE] = "offline", [AGENT_AVAILABLE] = "available", [AGENT_RINGING] = "ringing",
	[AGENT_TALKING] = "talking", [AGENT_WRAP_UP] = "wrap_up",     [AGENT_TASK] = "task",
	[AGENT_BREAK] = "break",     [AGENT_NO_LINE] = "no_line",
};

static const char *const agent_break_names[] = {
	[AGENT_BREAK_START] = "start",
	[AGENT_BREAK_REST] = "rest",
	[AGENT_BREAK_LUNCH] = "lunch",
	[AGENT_BREAK_RESTROOM] = "restroom",
	[AGENT_BREAK_TRAINING] = "training",
	[AGENT_BREAK_MEETING] = "meeting",
	[AGENT_BREAK_MISSED_CALL] = "missed_call",
	[AGENT_BREAK_OVERRUN] = "overrun",
};

static const char *const agent_event_names[] = {
	[AGENT_LOG_IN] = "log_in",
	[AGENT_LOG_OUT] = "log_out",
	[AGENT_GO_AVAILABLE] = "go_available",
	[AGENT_GO_BREAK] = "go_break",
	[AGENT_GO_TASK] = "go_task",
	[AGENT_CALL_RINGS] = "call_rings",
	[AGENT_CALL_CONNECTS] = "call_connects",
	[AGENT_CALL_WITHDRAWN] = "call_withdrawn",
	[AGENT_CALL_ENDS] = "call_ends",
	[AGENT_CALL_DROPS_ACCEPTED] = "call_drops_accepted",
	[AGENT_DISPOSES] = "disposes",
	[AGENT_MISSES_CALL] = "misses_call",
	[AGENT_OVERRUNS_WRAP_UP] = "overruns_wrap_up",
	[AGENT_PRESENCE_LOST] = "presence_lost",
	[AGENT_LINE_LOST] = "line_lost",
	[AGENT_LINE_BACK] = "line_back",
};

static const char *const agent_verdict_names[] = {
	[AGENT_ALLOWED] = "allowed",
	[AGENT_LATER] = "later",
	[AGENT_NOT_NOW] = "not_now",
	[AGENT_DISPOSITION_DUE] = "disposition_due",
	[AGENT_REASON_UNKNOWN] = "reason_unknown",
};

NAMES_DEFINE(agent_state);
NAMES_DEFINE(agent_break);
NAMES_DEFINE(agent_event);
NAMES_DEFINE(agent_verdict);

#define IN(state) (1U << (state))

/* Where an event leads. */
enum goal {
	GOAL_OFFLINE,
	GOAL_FREE, /* available, or no line */
	GOAL_RINGING,
	GOAL_TALKING,
	GOAL_WRAP_UP,
	GOAL_TASK,
	GOAL_BREAK,
	GOAL_RETURN,    /* logged in: to wrap-up when a call is open, else to a break */
	GOAL_ASKED_FOR, /* after the disposition: the break or task asked for, else free */
};

enum { ANYWHERE = ~0U >> 1 };

static const struct transition {
	unsigned from;
	enum goal goal;
} transitions[AGENT_EVENT_COUNT] = {
	[AGENT_LOG_IN] = {IN(AGENT_OFFLINE), GOAL_RETURN},
	[AGENT_LOG_OUT] = {IN(AGENT_AVAILABLE) | IN(AGENT_TASK) | IN(AGENT_BREAK) | IN(AGENT_NO_LINE), GOAL_OFFLINE},
	[AGENT_GO_AVAILABLE] = {IN(AGENT_BREAK) | IN(AGENT_TASK), GOAL_FREE},
	[AGENT_GO_BREAK] = {IN(AGENT_AVAILABLE) | IN(AGENT_TASK) | IN(AGENT_BREAK) | IN(AGENT_NO_LINE), GOAL_BREAK},
	[AGENT_GO_TASK] = {IN(AGENT_AVAILABLE) | IN(AGENT_BREAK) | IN(AGENT_NO_LINE), GOAL_TASK},
	[AGENT_CALL_RINGS] = {IN(AGENT_AVAILABLE) | IN(AGENT_TASK), GOAL_RINGING},
	[AGENT_CALL_CONNECTS] = {IN(AGENT_RINGING), GOAL_TALKING},
	[AGENT_CALL_WITHDRAWN] = {IN(AGENT_RINGING), GOAL_ASKED_FOR},
	[AGENT_CALL_ENDS] = {IN(AGENT_TALKING), GOAL_WRAP_UP},
	[AGENT_CALL_DROPS_ACCEPTED] = {IN(AGENT_TALKING), GOAL_TASK},
	[AGENT_DISPOSES] = {IN(AGENT_TALKING) | IN(AGENT_WRAP_UP) | IN(AGENT_TASK) | IN(AGENT_BREAK), GOAL_ASKED_FOR},
	[AGENT_MISSES_CALL] = {IN(AGENT_RINGING), GOAL_BREAK},
	[AGENT_OVERRUNS_WRAP_UP] = {IN(AGENT_WRAP_UP), GOAL_BREAK},
	[AGENT_PRESENCE_LOST] = {ANYWHERE & ~IN(AGENT_OFFLINE), GOAL_OFFLINE},
	[AGENT_LINE_LOST] = {IN(AGENT_AVAILABLE), GOAL_FREE},
	[AGENT_LINE_BACK] = {IN(AGENT_NO_LINE), GOAL_FREE},
};

static bool is_on_call(const struct agent *agent)
{
	return agent->state == AGENT_RINGING || agent->state == AGENT_TALKING || agent->state == AGENT_WRAP_UP;
}

bool agent_break_may_be_asked(enum agent_break reason)
{
	return reason != AGENT_BREAK_START && reason != AGENT_BREAK_MISSED_CALL && reason != AGENT_BREAK_OVERRUN;
}

/* A break or a task asked for on a call is noted for the end of wrap-up; the last one asked for holds. */
static enum agent_verdict note_request(struct agent *agent, enum agent_event event, enum agent_break reason)
{
	if (event == AGENT_GO_BREAK) {
		agent->break_asked = true;
		agent->task_asked = false;
		agent->asked_reason = reason;
		return AGENT_LATER;
	}
	if (event == AGENT_GO_TASK) {
		agent->task_asked = true;
		agent->break_asked = false;
		return AGENT_LATER;
	}
	if (event == AGENT_GO_AVAILABLE && (agent->break_asked || agent->task_asked)) {
		agent->break_asked = agent->task_asked = false; /* thought better of it */
		return AGENT_LATER;
	}
	return AGENT_NOT_NOW;
}

static void enter(struct agent *agent, enum agent_state state, int64_t now_ms)
{
	agent->state = state;
	agent->since_ms = now_ms;
}

static void enter_break(struct agent *agent, enum agent_break reason, int64_t now_ms)
{
	enter(agent, AGENT_BREAK, now_ms);
	agent->break_reason = reason;
}

static void enter_what_was_asked(struct agent *agent, bool line_is_up, int64_t now_ms)
{
	bool was_in_break = agent->state == AGENT_BREAK, was_in_task = agent->state == AGENT_TASK;

	agent->has_open_call = false;
	if (agent->break_asked)
		enter_break(agent, agent->asked_reason, now_ms);
	else if (agent->task_asked)
		enter(agent, AGENT_TASK, now_ms);
	else if (!was_in_break && !was_in_task)
		enter(agent, line_is_up ? AGENT_AVAILABLE : AGENT_NO_LINE, now_ms);
	agent->break_asked = agent->task_asked = false;
}

static enum agent_break reason_of(enum agent_event event, enum agent_break asked)
{
	return event == AGENT_MISSES_CALL        ? AGENT_BREAK_MISSED_CALL
	       : event == AGENT_OVERRUNS_WRAP_UP ? AGENT_BREAK_OVERRUN
	                                         : asked;
}

static void go(struct agent *agent, enum agent_event event, enum agent_break reason, bool line_is_up, int64_t now_ms)
{
	switch (transitions[event].goal) {
	case GOAL_OFFLINE:
		agent->break_asked = agent->task_asked = false;
		enter(agent, AGENT_OFFLINE, now_ms);
		break;
	case GOAL_FREE:
		enter(agent, line_is_up ? AGENT_AVAILABLE : AGENT_NO_LINE, now_ms);
		break;
	case GOAL_RINGING:
		enter(agent, AGENT_RINGING, now_ms);
		break;
	case GOAL_TALKING:
		agent->has_open_call = true;
		enter(agent, AGENT_TALKING, now_ms);
		break;
	case GOAL_WRAP_UP:
		enter(agent, AGENT_WRAP_UP, now_ms);
		break;
	case GOAL_TASK:
		enter(agent, AGENT_TASK, now_ms);
		break;
	case GOAL_BREAK:
		enter_break(agent, reason_of(event, reason), now_ms);
		break;
	case GOAL_RETURN:
		if (agent->has_open_call)
			enter(agent, AGENT_WRAP_UP, now_ms);
		else
			enter_break(agent, AGENT_BREAK_START, now_ms);
		break;
	case GOAL_ASKED_FOR:
		enter_what_was_asked(agent, line_is_up, now_ms);
		break;
	}
}

enum agent_verdict agent_state_fold(struct agent *agent, enum agent_event event, enum agent_break reason,
                                    bool line_is_up, int64_t now_ms)
{
	bool wants_out = event == AGENT_GO_AVAILABLE || event == AGENT_LOG_OUT || event == AGENT_CALL_RINGS;

	if (event == AGENT_GO_BREAK && !agent_break_may_be_asked(reason))
		return AGENT_REASON_UNKNOWN;
	if (!(transitions[event].from & IN(agent->state)))
		return is_on_call(agent) ? note_request(agent, event, reason) : AGENT_NOT_NOW;
	if (event == AGENT_DISPOSES && !agent->has_open_call)
		return AGENT_NOT_NOW;
	/* After a drop the redial rings in the task; no other call before the disposition. */
	if (agent->has_open_call && wants_out && !(event == AGENT_CALL_RINGS && agent->state == AGENT_TASK))
		return AGENT_DISPOSITION_DUE;
	if (event == AGENT_LINE_LOST && line_is_up)
		return AGENT_NOT_NOW;
	go(agent, event, reason, line_is_up, now_ms);
	return AGENT_ALLOWED;
}

int64_t agent_state_ends_at(const struct agent_policy *policy, const struct agent *agent, bool has_sale)
{
	switch (agent->state) {
	case AGENT_RINGING:
		return agent->since_ms + policy->connect_ms;
	case AGENT_WRAP_UP:
		return agent->since_ms + (has_sale ? policy->wrap_up_sale_ms : policy->wrap_up_ms);
	default:
		return 0;
	}
}

int64_t agent_break_limit_ms(const struct agent_policy *policy, enum agent_break reason)
{
	switch (reason) {
	case AGENT_BREAK_REST:
		return policy->break_rest_ms;
	case AGENT_BREAK_LUNCH:
		return policy->break_lunch_ms;
	case AGENT_BREAK_RESTROOM:
		return policy->break_restroom_ms;
	default:
		return 0;
	}
}

bool agent_state_is_productive(enum agent_state state)
{
	return state == AGENT_TALKING || state == AGENT_WRAP_UP || state == AGENT_AVAILABLE || state == AGENT_TASK;
}

bool agent_state_takes_calls(enum agent_state state)
{
	return state == AGENT_AVAILABLE;
}

size_t agent_longest_idle(const struct agent *agents, size_t count)
{
	size_t best = count;

	for (size_t i = 0; i < count; i++) {
		if (agent_state_takes_calls(agents[i].state) &&
		    (best == count || agents[i].since_ms < agents[best].since_ms))
			best = i;
	}
	return best;
}
