/*
 * session_cache — what a process remembers of the sessions that ask it, so that a request need not ask the database
 * whether its token still holds.
 *
 * An access token says who was who when it was issued. Since then the session may have ended, or the user's role,
 * password or teams may have changed. The cache holds the present state per session, read on first use through
 * struct session_source and forgotten when the database's change stream reports a change (who follows it calls
 * session_cache_forget_…), so a change holds from the next request, in every process.
 *
 * Promises: what session_cache_get() gives is at most as old as the change stream's delay. A state that was read
 * while a change came in is used once and not kept. While the stream is not connected nothing is kept and every
 * request reads. session_cache_await() lets who made a change answer only when this process has heard of it.
 * Refuses: nothing; session_check() judges.
 * Owns: its slots, a fixed number: a session that shares a slot with another displaces it.
 * Threads: any. The source is called outside the lock.
 */
#pragma once

#include "auth/token.h"
#include "base/fault.h"
#include "base/id.h"
#include "domain/role.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SESSION_TEAMS_MAX = 32, SESSION_NAME_SIZE = 192 };

/* The present state of a session and its user. */
struct session_view {
	struct id session_id;
	struct id user_id;
	bool has_ended;
	int64_t expires_at_ms;
	bool is_active; /* the user */
	bool must_change_password;
	enum role role;
	int64_t epoch; /* grows when tokens given out before must no longer hold */
	size_t teams_count;
	struct id team_ids[SESSION_TEAMS_MAX];
	char name[SESSION_NAME_SIZE]; /* cut at a character when longer */
};

struct session_source {
	void *context;
	/* RC_NOT_FOUND when there is no such session. */
	enum rc (*read)(void *context, const struct id *session_id, struct session_view *view, struct fault *fault);
};

struct session_cache;

struct session_cache *session_cache_new(size_t slots);
void session_cache_free(struct session_cache *cache);

/* Fills *view. RC_UNAUTHENTICATED, "session_ended", when there is no such session. */
enum rc session_cache_get(struct session_cache *cache, const struct session_source *source,
                          const struct id *session_id, struct session_view *view, struct fault *fault) MUST_CHECK;

/* The change stream has begun anew (true: everything before is forgotten) or is lost (false). Begins lost. */
void session_cache_live(struct session_cache *cache, bool is_live);

/* A session, or anything of a user, has changed. */
void session_cache_forget_session(struct session_cache *cache, const struct id *session_id);
void session_cache_forget_user(struct session_cache *cache, const struct id *user_id);

/*
 * Before writing a change: mark = session_cache_mark(). After it: waits until the change stream has told of this id
 * since the mark, at most wait_ms (false). Of a cache whose stream is lost nothing need be waited for: true.
 */
uint64_t session_cache_mark(struct session_cache *cache);
bool session_cache_await(struct session_cache *cache, uint64_t mark, const struct id *id, int64_t wait_ms);

/*
 * Whether a token still holds. RC_UNAUTHENTICATED: "session_ended" when the session has ended or the user may no
 * longer log in; "token" when the user's rights have changed since, so that a new token must be fetched.
 */
enum rc session_check(const struct session_view *view, const struct token_claims *claims, int64_t now_ms,
                      struct fault *fault) MUST_CHECK;
