/*
 * sale_state — the states of a sale, their order and their kinds.
 *
 * Promises: the names, and the questions lists and queries ask of a state. What leads from one to another is sale.h.
 * Pure; safe from any thread.
 * Source: process.md 6, "States".
 */
#pragma once

#include "domain/names.h"

#include <stdbool.h>

enum sale_state {
	SALE_DRAFT,
	SALE_SUBMITTED,
	SALE_IN_REVIEW,
	SALE_DATA_REQUESTED,
	SALE_RECORDING_REQUESTED,
	SALE_RERECORD_REQUESTED,
	SALE_CONFIRMING,
	SALE_DOCUMENTS_PENDING,
	SALE_ACTIVATING,
	SALE_ACTIVATED,
	SALE_DISPATCHED,
	SALE_RETURNED,
	SALE_DELIVERED,
	SALE_CANCELLED,   /* by the customer */
	SALE_REJECTED,    /* by the back office */
	SALE_EXPIRED,     /* not activated in time */
	SALE_UNDELIVERED, /* came back once too often */
	SALE_WITHDRAWN,   /* retracto */
};

enum { SALE_STATE_COUNT = SALE_WITHDRAWN + 1 };

NAMES_DECLARE(sale_state);

bool sale_state_is_end(enum sale_state state);          /* nothing follows but a withdrawal */
bool sale_state_is_open(enum sale_state state);         /* submitted and before activated: holds document and line */
bool sale_state_expires(enum sale_state state);         /* the validity runs: the same states */
bool sale_state_is_fallen(enum sale_state state);       /* counted as submitted once, and lost since */
bool sale_state_waits_for_agent(enum sale_state state); /* a task of the agent's or the team's */
bool sale_state_waits_for_quality(enum sale_state state); /* a reading to review */
