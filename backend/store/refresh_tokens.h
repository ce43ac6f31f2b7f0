/*
 * refresh_tokens — collection `refresh_tokens`: one document per log-in; its _id is the session's id.
 *
 * Promises: a rotation is one compare-and-set on the generation, so of those who race one wins. The end of a session
 * and its event `session.ended` on the session's and the user's channel appear together, once.
 * Refuses: to change a session that has ended.
 * Owns: nothing. Documents leave by TTL when the session would have expired.
 * Threads: any.
 */
#pragma once

#include "domain/session.h"
#include "store/conn.h"

enum rc refresh_tokens_insert(struct conn *conn, const struct session *session, struct fault *fault) MUST_CHECK;

/* RC_NOT_FOUND "not_found" when there is none. */
enum rc refresh_tokens_read(struct conn *conn, const struct id *session_id, struct session *session,
                            struct fault *fault) MUST_CHECK;

/* Stores generation, hash and rotated_at where the stored generation is one less; else RC_STALE. */
enum rc refresh_tokens_rotate(struct conn *conn, const struct session *next, struct fault *fault) MUST_CHECK;

/* Ends one session; nothing happens when it has ended. real_ms: when; now_ms: service time, for the event. */
enum rc refresh_tokens_revoke(struct store *store, const struct id *session_id, enum session_end why, int64_t real_ms,
                              int64_t now_ms, struct fault *fault) MUST_CHECK;

/* In a transaction: ends all sessions of a user but `keep` (none: all). */
enum rc refresh_tokens_revoke_of(struct conn *conn, const struct id *user_id, const struct id *keep,
                                 enum session_end why, int64_t real_ms, int64_t now_ms,
                                 struct fault *fault) MUST_CHECK;
