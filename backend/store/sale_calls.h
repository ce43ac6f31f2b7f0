/*
 * sale_calls — calls that a person places from a sale: an agent's redial or task, the back office's confirmation.
 *
 * Promises: the call is written with its person fixed and in state dialing; the dialer finds it by its change stream
 * and passes it through the one gate. An agent calls from their own sales, the back office from
 * those handed in that it holds.
 * Refuses: the back office without a claim that runs (RC_CONFLICT "not_claimed"), outside the contact hours
 * ("outside_hours", with until), a second call at a time ("call_open"), an agent who is not in own work
 * ("agent_state"), more redials than the policy gives
 * ("redials_spent"), a customer whom the dialer is calling ("call_open"). Owns: nothing. Threads: any.
 */
#pragma once

#include "store/calls.h"

struct sale_call {
	struct id sale_id;
	struct id call_id; /* made by id_new() */
	struct id user_id;
	bool is_agent; /* not back office */
	int64_t now_ms;
};

/* In a transaction. */
enum rc sale_call_place(struct conn *conn, const struct sale_call *place, struct fault *fault) MUST_CHECK;
