/*
 * follow — a change stream that stays connected: how programs learn of commands and facts without polling.
 *
 * Promises: runs in the caller's thread until *stop; on_change gets each change in order, at least once, so handling
 * must be idempotent. Errors are told apart from quiet and lead to a new connection from the last token, with
 * back-off 100 ms to 5 s. With token_key the position is kept in `settings` after handling, so a restart goes on
 * where it stopped. on_join is called after each connection that does not continue an older one: what happened
 * before is not told, so read the present state there (the stream is already open: nothing falls in between).
 * Refuses: nothing; when the history is gone (token too old) it joins anew.
 * Owns: one patient connection.
 * Threads: one follower per thread; *stop may be set from any; it ends within 1 s, at once after a change.
 */
#pragma once

#include "base/fault.h"
#include "store/conn.h"

#include <stdatomic.h>

enum follow_kind { FOLLOW_INSERT, FOLLOW_UPDATE, FOLLOW_REPLACE, FOLLOW_DELETE };

struct follow_change {
	enum follow_kind kind;
	const char *collection;
	struct id id;        /* of the row; none when its _id is a text */
	const char *key;     /* the row's _id when that is a text, else NULL */
	const bson_t *row;   /* as it is now (insert, replace, and update with full); NULL otherwise */
	const bson_t *set;   /* updated fields of FOLLOW_UPDATE, dotted names; NULL otherwise */
	const bson_t *token; /* resume position after this change */
};

struct follow {
	const char *const *collections; /* ends with NULL */
	const bson_t *match;   /* further $match on the change document (e.g. updateDescription…); NULL: all */
	bool full;             /* read the row for updates as well */
	const char *token_key; /* keep the position under this name; NULL: begin with now */
	const bson_t *token;   /* begin after this position instead (a caller that keeps it itself); NULL: not */
	/* Called for each change; an rc other than RC_OK makes the follower reconnect and give the change again. */
	enum rc (*on_change)(void *context, const struct follow_change *change, struct fault *fault);
	enum rc (*on_join)(void *context, struct fault *fault);     /* NULL: not needed */
	void (*on_error)(void *context, const struct fault *fault); /* for the log; NULL: silent */
	void (*on_quiet)(void *context);                            /* about once a second without changes; NULL */
	void *context;
	atomic_bool *stop;
};

/* Follows until *stop. */
void follow_run(struct store *store, const struct follow *follow);
