#include "store/users.h"

#include "store/refresh_tokens.h"
#include "store/txn.h"
#include "wire/user.h"

#include <string.h>

#define USERS "users"

static enum rc no_such_user(struct fault *fault)
{
	return fault_set(fault, RC_NOT_FOUND, "not_found", "no such user");
}

static enum rc get_by(struct conn *conn, const bson_t *filter, struct arena *arena, struct user *user,
                      struct fault *fault)
{
	const bson_t *row;

	TRY(conn_find_one(conn, USERS, filter, NULL, arena, &row, fault));
	return row ? wire_user_read(row, arena, user, fault) : no_such_user(fault);
}

enum rc users_get(struct conn *conn, const struct id *user_id, struct arena *arena, struct user *user,
                  struct fault *fault)
{
	BSON(filter);

	wire_put_id(&filter, "_id", user_id);
	return get_by(conn, &filter, arena, user, fault);
}

enum rc users_find(struct conn *conn, const char *username, struct arena *arena, struct user *user,
                   struct fault *fault)
{
	BSON(filter);

	wire_put_text(&filter, "username", username);
	return get_by(conn, &filter, arena, user, fault);
}

enum rc users_each(struct conn *conn, struct arena *scratch, void (*on_user)(void *context, const struct user *user),
                   void *context, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	BSON(sort);
	const bson_t *row;
	enum rc rc;

	/* A range over all names, so that the index on them serves filter and order. */
	wire_put_int(&sort, "username", 1);
	wire_put_document(&opts, "sort", &sort);
	BSON(any);
	wire_put_text(&any, "$gt", "");
	wire_put_document(&filter, "username", &any);
	CURSOR(cursor) = conn_find(conn, USERS, &filter, &opts);
	while (conn_next(conn, cursor, &row, &rc, fault)) {
		struct user user;

		TRY(wire_user_read(row, scratch, &user, fault));
		on_user(context, &user);
		arena_reset(scratch);
	}
	return rc;
}

struct insertion {
	const struct user *user;
	const struct audit_entry *audit;
};

enum rc users_add(struct conn *conn, const struct user *user, const struct audit_entry *audit, struct fault *fault)
{
	BSON(document);
	struct user complete = *user;

	complete.version = 1;
	complete.session_epoch = 1;
	wire_user_write(&document, &complete);
	TRY(conn_insert(conn, USERS, &document, fault));
	return audit_append(conn, audit, fault);
}

static enum rc insert_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct insertion *insertion = context;

	return users_add(conn, insertion->user, insertion->audit, fault);
}

enum rc users_insert(struct store *store, const struct user *user, const struct audit_entry *audit,
                     struct fault *fault)
{
	struct insertion insertion = {.user = user, .audit = audit};
	enum rc rc;

	rc = txn_run(store, insert_body, &insertion, fault);
	if (rc == RC_CONFLICT && strcmp(fault->code, "duplicate") == 0)
		return fault_set(fault, RC_CONFLICT, "username_taken", "a user of that name exists");
	return rc;
}

/* {$inc: {version: 1, …}} */
static void put_increments(bson_t *update, bool with_epoch)
{
	BSON(more);

	wire_put_int(&more, "version", 1);
	if (with_epoch)
		wire_put_int(&more, "session_epoch", 1);
	wire_put_document(update, "$inc", &more);
}

enum rc users_set_preferences(struct conn *conn, const struct id *user_id, const struct user_preferences *preferences,
                              struct arena *arena, struct user *user, struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(set);
	BSON(inner);
	struct conn_modify modify = {.collection = USERS, .filter = &filter, .update = &update};
	const bson_t *row;

	wire_put_id(&filter, "_id", user_id);
	wire_bson_write(&inner, "", &wire_preferences_shape, preferences);
	wire_put_document(&set, "preferences", &inner);
	wire_put_document(&update, "$set", &set);
	put_increments(&update, false);
	TRY(conn_modify(conn, &modify, arena, &row, fault));
	return row ? wire_user_read(row, arena, user, fault) : no_such_user(fault);
}

/* Sessions first, so that whoever hears of the user's change knows that of the sessions came before it. */
enum rc users_apply(struct conn *conn, const struct users_change *change, struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(set);
	int64_t matched = 0;

	TRY(refresh_tokens_revoke_of(conn, &change->user_id, &change->keep_session_id, change->why, change->real_ms,
	                             change->now_ms, fault));
	if (change->password_hash) {
		wire_put_text(&set, "password_hash", change->password_hash);
		wire_put_ms(&set, "password_changed_at", change->real_ms);
		wire_put_bool(&set, "password_is_temporary", change->temporary);
	}
	if (change->deactivate)
		wire_put_bool(&set, "active", false);
	wire_put_id(&filter, "_id", &change->user_id);
	if (!bson_empty(&set))
		wire_put_document(&update, "$set", &set);
	put_increments(&update, id_is_none(&change->keep_session_id));
	TRY(conn_update(conn, USERS, &filter, &update, false, &matched, fault));
	if (!matched)
		return no_such_user(fault);
	return audit_append(conn, change->audit, fault);
}

static enum rc change_body(struct conn *conn, void *context, struct fault *fault)
{
	return users_apply(conn, context, fault);
}

enum rc users_change(struct store *store, const struct users_change *change, struct fault *fault)
{
	struct users_change copy = *change;

	return txn_run(store, change_body, &copy, fault);
}
