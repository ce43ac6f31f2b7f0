#include "domain/sale_state.h"

static const char *const sale_state_names[] = {
	[SALE_DRAFT] = "draft",
	[SALE_SUBMITTED] = "submitted",
	[SALE_IN_REVIEW] = "in_review",
	[SALE_DATA_REQUESTED] = "data_requested",
	[SALE_RECORDING_REQUESTED] = "recording_requested",
	[SALE_RERECORD_REQUESTED] = "rerecord_requested",
	[SALE_CONFIRMING] = "confirming",
	[SALE_DOCUMENTS_PENDING] = "documents_pending",
	[SALE_ACTIVATING] = "activating",
	[SALE_ACTIVATED] = "activated",
	[SALE_DISPATCHED] = "dispatched",
	[SALE_RETURNED] = "returned",
	[SALE_DELIVERED] = "delivered",
	[SALE_CANCELLED] = "cancelled",
	[SALE_REJECTED] = "rejected",
	[SALE_EXPIRED] = "expired",
	[SALE_UNDELIVERED] = "undelivered",
	[SALE_WITHDRAWN] = "withdrawn",
};

NAMES_DEFINE(sale_state);

bool sale_state_is_end(enum sale_state state)
{
	return state >= SALE_DELIVERED;
}

bool sale_state_is_open(enum sale_state state)
{
	return state >= SALE_SUBMITTED && state <= SALE_ACTIVATING;
}

bool sale_state_expires(enum sale_state state)
{
	return sale_state_is_open(state);
}

bool sale_state_is_fallen(enum sale_state state)
{
	return state >= SALE_CANCELLED;
}

bool sale_state_waits_for_agent(enum sale_state state)
{
	return state == SALE_DATA_REQUESTED || state == SALE_RERECORD_REQUESTED;
}

bool sale_state_waits_for_quality(enum sale_state state)
{
	return state == SALE_RECORDING_REQUESTED;
}
