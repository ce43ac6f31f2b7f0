/*
 * access — what log-in and the guard work with: keys, password hashing, and what is known of those who ask.
 *
 * Promises: made once per process from the configuration's key files; complete before the first request. Once the
 * store is open, access_follow() keeps the session cache at the database's state in a thread of its own; until then,
 * and whenever the change stream is lost, every request reads.
 * Refuses: to start without jwt.key and refresh.key. jwt.previous.key is read when it is there: while a key is
 * replaced (mv jwt.key jwt.previous.key, a new jwt.key, reload), tokens of both are good.
 * Owns: keys, cache and thread, until access_close().
 * Threads: any, after access_open().
 */
#pragma once

#include "auth/password.h"
#include "auth/refresh.h"
#include "auth/session_cache.h"
#include "auth/token.h"
#include "base/config.h"
#include "http/request.h"
#include "store/store.h"

struct access_follower;

struct access {
	struct token_gate gate;
	struct refresh_key refresh;
	uint8_t throttle_secret[REFRESH_KEY_BYTES];
	struct passwords passwords;
	struct session_cache *sessions;
	char cookie[32]; /* name of the refresh cookie; holds the port, since ports of one host share cookies */
	struct access_follower *follower;
};

enum rc access_open(const struct config *config, struct access **access, struct fault *fault) MUST_CHECK;

/* Begins to follow the changes of users and sessions. */
void access_follow(struct access *access, struct store *store);

/* Stops following; before store_close(). NULL is allowed. */
void access_close(struct access *access);

/* Sessions as auth/ wants to see them, in the database. now_ms: service time, for events. */
struct access_sessions {
	struct store *store;
	int64_t now_ms;
};
struct token_store access_token_store(struct access_sessions *sessions);
struct session_source access_session_source(struct access_sessions *sessions);
