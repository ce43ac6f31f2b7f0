/*
 * presence — whether an agent's page is there: the live stream itself tells.
 *
 * Promises: each stream that opens becomes the agent's present one; when that one closes,
 * `agent_states.stream_lost_at` says since when (real time), until another opens. A reloaded page opens its new
 * stream before the old one is noticed to be gone, so the end of an older stream changes nothing. Each change is told
 * as `agent.presence`. Going offline after it is the dialer's work. Refuses: nothing; who is no agent has no
 * presence, which is RC_OK. Owns: `stream` and `stream_lost_at` of `agent_states` (agent_log_in() renews a loss of
 * before). Threads: any.
 */
#pragma once

#include "store/txn.h"

struct presence {
	struct id user_id;
	struct id stream_id; /* of this one stream */
	int64_t now_ms;      /* service time, of the event */
	int64_t real_ms;
};

enum rc presence_opened(struct store *store, const struct presence *presence, struct fault *fault) MUST_CHECK;
enum rc presence_closed(struct store *store, const struct presence *presence, struct fault *fault) MUST_CHECK;
