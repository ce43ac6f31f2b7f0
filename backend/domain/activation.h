/*
 * activation — loading the services of a sale at the operator.
 *
 * Promises: the steps of a product in order (line, rate, personal data) and then its services, one by one, each with
 * its own result; what may be done with a service now; and the breaker that shows the operator as down after 3
 * time-outs in a row. Pure; safe from any thread.
 * Refuses: loading what is unconfirmed before the operator was asked, and anything already loaded: nothing is loaded
 * twice.
 * Source: process.md 6, "Activation"; proceso-de-venta, "buscara los servicios individualmente para subirlos".
 */
#pragma once

#include "domain/names.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum activation_step {
	ACTIVATION_LINE,     /* found by phone number or address */
	ACTIVATION_RATE,     /* the offered one */
	ACTIVATION_PERSONAL, /* carried over */
	ACTIVATION_SERVICES, /* one by one */
	ACTIVATION_DONE,
};

enum { ACTIVATION_STEP_COUNT = ACTIVATION_DONE + 1 };

NAMES_DECLARE(activation_step);

enum activation_service {
	ACTIVATION_TO_LOAD,
	ACTIVATION_LOADING,     /* sent; no answer yet */
	ACTIVATION_LOADED,      /* confirmed */
	ACTIVATION_NOT_LOADED,  /* refused or asked: it is not there; may be tried again */
	ACTIVATION_REFUSED,     /* for good */
	ACTIVATION_UNCONFIRMED, /* timed out: ask first */
	ACTIVATION_REVERSED,    /* loaded once and taken back */
};

enum { ACTIVATION_SERVICE_COUNT = ACTIVATION_REVERSED + 1 };

NAMES_DECLARE(activation_service);

enum activation_act {
	ACTIVATION_LOAD,
	ACTIVATION_ASK,      /* is it loaded? */
	ACTIVATION_SETTLE,   /* refused for good: go on without it */
	ACTIVATION_TAKE_OFF, /* reverse a loaded one (supervisor's decision) */
};

NAMES_DECLARE(activation_act);

/* What the operator answered to a load, an ask or a reversal. */
enum activation_answer {
	ACTIVATION_SAID_LOADED,
	ACTIVATION_SAID_NOT_LOADED,
	ACTIVATION_SAID_REVERSED,
	ACTIVATION_TIMED_OUT,
	ACTIVATION_ERRED, /* an answer that says nothing: the line was bad, the message was not taken */
};

NAMES_DECLARE(activation_answer);

enum activation_verdict {
	ACTIVATION_ALLOWED,
	ACTIVATION_STEP_BEFORE, /* an earlier step is not done */
	ACTIVATION_ASK_FIRST,   /* unconfirmed */
	ACTIVATION_ALREADY_THERE,
	ACTIVATION_IN_PROGRESS,
	ACTIVATION_NOTHING_TO_DO, /* nothing to ask, settle or take off */
	ACTIVATION_OPERATOR_DOWN,
	ACTIVATION_TRIES_SPENT,
};

enum { ACTIVATION_VERDICT_COUNT = ACTIVATION_TRIES_SPENT + 1 };

NAMES_DECLARE(activation_verdict);

struct activation_policy {
	int64_t timeouts_down;  /* † 3 in a row */
	int64_t probe_after_ms; /* † 60 s */
	int64_t tries_max;      /* † 5 loads of a service */
	int64_t timeout_ms;     /* † 20 s */
	int64_t by_hand;        /* † 1: back office works in the operator's own program and enters what it says */
};

/* The operator as seen from here; one per operator. All zeros: up. */
struct activation_operator {
	int timeouts;      /* in a row */
	int64_t down_ms;   /* since when it is shown as down; 0 when up */
	int64_t probed_ms; /* the last probe; 0 when none */
};

/* Whether the act may be done. tries: loads of this service that cost one. is_probe: the one call a down operator
 * gets. */
enum activation_verdict activation_ask(const struct activation_policy *policy,
                                       const struct activation_operator *operator_state, enum activation_step step,
                                       enum activation_service service, enum activation_act act, int tries,
                                       bool is_probe);

/* The service after the answer. */
enum activation_service activation_fold(enum activation_service service, enum activation_act act,
                                        enum activation_answer answer);

/* A time-out or an error costs no try. */
bool activation_costs_try(enum activation_act act, enum activation_answer answer);

/* Folds any answer of the operator's in. */
void activation_operator_fold(const struct activation_policy *policy, struct activation_operator *operator_state,
                              enum activation_answer answer, int64_t now_ms);
bool activation_operator_is_down(const struct activation_operator *operator_state);
/* When a down operator gets its next probe. */
int64_t activation_probe_at(const struct activation_policy *policy, const struct activation_operator *operator_state);

/* The step that follows; ACTIVATION_DONE once every service is settled. */
enum activation_step activation_next_step(enum activation_step done, const enum activation_service *services,
                                          size_t count);

bool activation_is_settled(enum activation_service service); /* loaded, refused or reversed */
