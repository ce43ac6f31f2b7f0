/*
 * refresh — the token that a browser keeps in its cookie to get new access tokens, and the session behind it.
 *
 * A log-in begins a family, which is the session. Its token names the family and a generation and carries an HMAC of
 * both, so a generation's token is always the same and anybody who holds the key can write the next one: tabs that
 * race with one cookie all get one successor, without a lock. At rest only its hash is kept.
 *
 * Promises: presenting the latest token gives its successor and a new generation. Presenting the one before it again
 * within REFRESH_GRACE_MS gives the same successor once more, a hundred times if need be. Presenting anything older,
 * or later, is theft or a broken client: the family ends. A family lives at most REFRESH_LIFE_MS.
 * Refuses: RC_UNAUTHENTICATED, "token" for what we never wrote; "session_ended" for a family that has ended.
 * Owns: nothing. Families are kept through the interface struct token_store, which api/ binds to the database; its
 * rotate and revoke are compare-and-set, so the decision holds whoever races.
 * Threads: any; as the store that is given.
 */
#pragma once

#include "base/fault.h"
#include "base/id.h"
#include "domain/session.h"

#include <stdbool.h>
#include <stdint.h>

#define REFRESH_GRACE_MS (INT64_C(10) * 1000)
#define REFRESH_LIFE_MS  (INT64_C(30) * 24 * 3600 * 1000)

enum {
	REFRESH_KEY_BYTES = 32,
	REFRESH_TOKEN_SIZE = 65, /* base64url of 12 + 4 + 32 bytes, and its NUL */
};

struct refresh_key {
	uint8_t bytes[REFRESH_KEY_BYTES];
};

struct token_store {
	void *context;
	/* RC_NOT_FOUND when there is none. */
	enum rc (*read)(void *context, const struct id *family_id, struct session *family, struct fault *fault);
	enum rc (*insert)(void *context, const struct session *family, struct fault *fault);
	/* Sets generation, hash and rotated_at of *next where the stored generation is one less and the family lives;
	 * otherwise RC_STALE and nothing changed. */
	enum rc (*rotate)(void *context, const struct session *next, struct fault *fault);
	/* Ends the family and publishes that it ended, once; one that has ended stays as it is. */
	enum rc (*revoke)(void *context, const struct session *family, enum session_end why, int64_t now_ms,
	                  struct fault *fault);
};

/* Begins a session for a user: fills *family and the token for the cookie. */
enum rc refresh_begin(const struct token_store *store, const struct refresh_key *key, const struct id *user_id,
                      int64_t now_ms, struct session *family, char token[REFRESH_TOKEN_SIZE],
                      struct fault *fault) MUST_CHECK;

/*
 * Exchanges the token from a cookie for its successor. On success *family is as stored now and `next` holds the token
 * for the cookie. now_ms is real time.
 */
enum rc refresh_continue(const struct token_store *store, const struct refresh_key *key, const char *token,
                         int64_t now_ms, struct session *family, char next[REFRESH_TOKEN_SIZE],
                         struct fault *fault) MUST_CHECK;

/* The family that a token of ours names, without asking the store: for log-out. False when it is not ours. */
bool refresh_read(const struct refresh_key *key, const char *token, struct id *family_id, int64_t *generation);

/* Writes the token of a generation. */
void refresh_write(const struct refresh_key *key, const struct id *family_id, int64_t generation,
                   char token[REFRESH_TOKEN_SIZE]);

/* Another secret out of the same key, for another purpose; so one key file is enough. */
void refresh_derive(const struct refresh_key *key, const char *purpose, uint8_t secret[REFRESH_KEY_BYTES]);
