#include "domain/activation.h"

#include <assert.h>

static const char *const activation_step_names[] = {
	[ACTIVATION_LINE] = "line",         [ACTIVATION_RATE] = "rate", [ACTIVATION_PERSONAL] = "personal",
	[ACTIVATION_SERVICES] = "services", [ACTIVATION_DONE] = "done",
};

static const char *const activation_service_names[] = {
	[ACTIVATION_TO_LOAD] = "to_load",   [ACTIVATION_LOADING] = "loading",
	[ACTIVATION_LOADED] = "loaded",     [ACTIVATION_NOT_LOADED] = "not_loaded",
	[ACTIVATION_REFUSED] = "refused",   [ACTIVATION_UNCONFIRMED] = "unconfirmed",
	[ACTIVATION_REVERSED] = "reversed",
};

static const char *const activation_act_names[] = {
	[ACTIVATION_LOAD] = "load",
	[ACTIVATION_ASK] = "ask",
	[ACTIVATION_SETTLE] = "settle",
	[ACTIVATION_TAKE_OFF] = "take_off",
};

static const char *const activation_answer_names[] = {
	[ACTIVATION_SAID_LOADED] = "loaded",
	[ACTIVATION_SAID_NOT_LOADED] = "not_loaded",
	[ACTIVATION_SAID_REVERSED] = "reversed",
	[ACTIVATION_TIMED_OUT] = "timed_out",
	[ACTIVATION_ERRED] = "erred",
};

static const char *const activation_verdict_names[] = {
	[ACTIVATION_ALLOWED] = "allowed",
	[ACTIVATION_STEP_BEFORE] = "step_before",
	[ACTIVATION_ASK_FIRST] = "ask_first",
	[ACTIVATION_ALREADY_THERE] = "already_loaded",
	[ACTIVATION_IN_PROGRESS] = "in_progress",
	[ACTIVATION_NOTHING_TO_DO] = "nothing_to_do",
	[ACTIVATION_OPERATOR_DOWN] = "operator_down",
	[ACTIVATION_TRIES_SPENT] = "tries_spent",
};

NAMES_DEFINE(activation_step);
NAMES_DEFINE(activation_service);
NAMES_DEFINE(activation_act);
NAMES_DEFINE(activation_answer);
NAMES_DEFINE(activation_verdict);

static enum activation_verdict check_load(enum activation_service service)
{
	switch (service) {
	case ACTIVATION_TO_LOAD:
	case ACTIVATION_NOT_LOADED:
		return ACTIVATION_ALLOWED;
	case ACTIVATION_LOADING:
		return ACTIVATION_IN_PROGRESS;
	case ACTIVATION_UNCONFIRMED:
		return ACTIVATION_ASK_FIRST;
	case ACTIVATION_LOADED:
		return ACTIVATION_ALREADY_THERE;
	case ACTIVATION_REFUSED:
	case ACTIVATION_REVERSED:
		return ACTIVATION_NOTHING_TO_DO;
	}
	return ACTIVATION_NOTHING_TO_DO;
}

static enum activation_verdict check_act(enum activation_service service, enum activation_act act)
{
	static const enum activation_service from[] = {
		[ACTIVATION_ASK] = ACTIVATION_UNCONFIRMED,
		[ACTIVATION_SETTLE] = ACTIVATION_NOT_LOADED,
		[ACTIVATION_TAKE_OFF] = ACTIVATION_LOADED,
	};

	if (act == ACTIVATION_LOAD)
		return check_load(service);
	if (service == from[act])
		return ACTIVATION_ALLOWED;
	if (service == ACTIVATION_LOADING)
		return ACTIVATION_IN_PROGRESS;
	return service == ACTIVATION_UNCONFIRMED ? ACTIVATION_ASK_FIRST : ACTIVATION_NOTHING_TO_DO;
}

enum activation_verdict activation_ask(const struct activation_policy *policy,
                                       const struct activation_operator *operator_state, enum activation_step step,
                                       enum activation_service service, enum activation_act act, int tries,
                                       bool is_probe)
{
	enum activation_verdict verdict = check_act(service, act);

	if (step < ACTIVATION_SERVICES)
		return ACTIVATION_STEP_BEFORE;
	if (verdict != ACTIVATION_ALLOWED || act == ACTIVATION_SETTLE) /* settling asks nobody */
		return verdict;
	if (activation_operator_is_down(operator_state) && !is_probe)
		return ACTIVATION_OPERATOR_DOWN;
	return act == ACTIVATION_LOAD && tries >= policy->tries_max ? ACTIVATION_TRIES_SPENT : ACTIVATION_ALLOWED;
}

enum activation_service activation_fold(enum activation_service service, enum activation_act act,
                                        enum activation_answer answer)
{
	if (act == ACTIVATION_SETTLE)
		return ACTIVATION_REFUSED;
	switch (answer) {
	case ACTIVATION_SAID_LOADED:
		return ACTIVATION_LOADED;
	case ACTIVATION_SAID_REVERSED:
		return ACTIVATION_REVERSED;
	case ACTIVATION_SAID_NOT_LOADED:
		return act == ACTIVATION_TAKE_OFF ? ACTIVATION_REVERSED : ACTIVATION_NOT_LOADED;
	case ACTIVATION_TIMED_OUT:
	case ACTIVATION_ERRED:
		return ACTIVATION_UNCONFIRMED;
	}
	return service;
}

bool activation_costs_try(enum activation_act act, enum activation_answer answer)
{
	return act == ACTIVATION_LOAD && answer == ACTIVATION_SAID_NOT_LOADED;
}

void activation_operator_fold(const struct activation_policy *policy, struct activation_operator *operator_state,
                              enum activation_answer answer, int64_t now_ms)
{
	bool was_down = activation_operator_is_down(operator_state);

	if (answer == ACTIVATION_ERRED) {
		operator_state->probed_ms = was_down ? now_ms : 0; /* says nothing of the operator */
		return;
	}
	if (answer != ACTIVATION_TIMED_OUT) {
		*operator_state = (struct activation_operator){0};
		return;
	}
	operator_state->timeouts++;
	if (was_down)
		operator_state->probed_ms = now_ms;
	else if (operator_state->timeouts >= policy->timeouts_down)
		operator_state->down_ms = now_ms;
}

bool activation_operator_is_down(const struct activation_operator *operator_state)
{
	return operator_state->down_ms != 0;
}

int64_t activation_probe_at(const struct activation_policy *policy, const struct activation_operator *operator_state)
{
	int64_t last_ms = operator_state->probed_ms > operator_state->down_ms ? operator_state->probed_ms
	                                                                      : operator_state->down_ms;

	assert(activation_operator_is_down(operator_state));
	return last_ms + policy->probe_after_ms;
}

enum activation_step activation_next_step(enum activation_step done, const enum activation_service *services,
                                          size_t count)
{
	if (done < ACTIVATION_PERSONAL)
		return (enum activation_step)(done + 1);
	for (size_t i = 0; i < count; i++) {
		if (!activation_is_settled(services[i]))
			return ACTIVATION_SERVICES;
	}
	return ACTIVATION_DONE;
}

bool activation_is_settled(enum activation_service service)
{
	return service == ACTIVATION_LOADED || service == ACTIVATION_REFUSED || service == ACTIVATION_REVERSED;
}
