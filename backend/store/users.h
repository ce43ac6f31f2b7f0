/*
 * users — collection `users`: who may log in.
 *
 * Promises: user names are unique. A change that takes rights away (password set by another, deactivation, log-out
 * everywhere) and the end of the sessions it concerns are one transaction with their events and the audit entry.
 * Refuses: a taken user name: RC_CONFLICT "username_taken".
 * Owns: nothing; what is read lives in the arena given.
 * Threads: any.
 */
#pragma once

#include "domain/session.h"
#include "domain/user.h"
#include "store/audit.h"
#include "store/conn.h"

/* RC_NOT_FOUND "not_found" when there is none. */
enum rc users_get(struct conn *conn, const struct id *user_id, struct arena *arena, struct user *user,
                  struct fault *fault) MUST_CHECK;
enum rc users_find(struct conn *conn, const char *username, struct arena *arena, struct user *user,
                   struct fault *fault) MUST_CHECK;

/* All of them, by user name; on_user gets each once. scratch is reset after each. */
enum rc users_each(struct conn *conn, struct arena *scratch, void (*on_user)(void *context, const struct user *user),
                   void *context, struct fault *fault) MUST_CHECK;

/* The user complete, with id and hash; version and epoch begin with 1. */
enum rc users_insert(struct store *store, const struct user *user, const struct audit_entry *audit,
                     struct fault *fault) MUST_CHECK;

/* The same in a transaction. RC_CONFLICT "duplicate" when the name is taken. */
enum rc users_add(struct conn *conn, const struct user *user, const struct audit_entry *audit,
                  struct fault *fault) MUST_CHECK;

/* Preferences alone; no session notices. *user is as it became. */
enum rc users_set_preferences(struct conn *conn, const struct id *user_id, const struct user_preferences *preferences,
                              struct arena *arena, struct user *user, struct fault *fault) MUST_CHECK;

/* A change that ends sessions of a user. */
struct users_change {
	struct id user_id;
	const char *password_hash; /* new one; NULL: stays */
	bool temporary;            /* the new one must be changed before anything else */
	bool deactivate;
	struct id keep_session_id; /* this one goes on; none: all end, and tokens given out before no longer hold */
	enum session_end why;
	int64_t real_ms;
	int64_t now_ms; /* service time, for the events */
	const struct audit_entry *audit;
};

/* RC_NOT_FOUND when there is no such user. */
enum rc users_change(struct store *store, const struct users_change *change, struct fault *fault) MUST_CHECK;
enum rc users_apply(struct conn *conn, const struct users_change *change, struct fault *fault) MUST_CHECK;
