/*
 * agents — the agent's desk in one reading, and the agent's own state.
 *
 * GET /agents/me is also how an agent comes to work: from offline into the break of the start, or back into the
 * wrap-up of a call that was left open.
 */
#pragma once

#include "http/request.h"

enum rc agents_me(struct request *request);
enum rc agents_set_state(struct request *request);
