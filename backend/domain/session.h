/*
 * session — a log-in: from the password to the log-out, with the generations of its refresh token.
 *
 * Promises: the one record of a session that auth/ decides on and store/ keeps. Pure.
 * Refuses: to hold a token: only its hash is kept. Times are real time, UTC milliseconds: the service clock's jumps
 * do not log anybody out.
 */
#pragma once

#include "base/id.h"
#include "domain/names.h"

#include <stdint.h>

enum { SESSION_HASH_BYTES = 32 };

/* Why a session ended. */
enum session_end {
	SESSION_END_LOGGED_OUT,
	SESSION_END_LOGGED_OUT_EVERYWHERE,
	SESSION_END_PASSWORD_CHANGED,
	SESSION_END_USER_CHANGED, /* deactivated */
	SESSION_END_REUSED,       /* an old refresh token came back */
};

NAMES_DECLARE(session_end);

struct session {
	struct id id;
	struct id user_id;
	int64_t generation;                     /* of its refresh token, from 0 */
	uint8_t token_hash[SESSION_HASH_BYTES]; /* of the latest generation's token */
	int64_t created_at_ms;
	int64_t rotated_at_ms; /* when the latest generation began */
	int64_t expires_at_ms;
	int64_t revoked_at_ms; /* 0 while it lives */
};
