#include "api/users.h"

#include "api/access.h"
#include "api/app.h"
#include "api/body.h"
#include "api/command.h"
#include "api/reply.h"
#include "api/sessions.h"
#include "store/users.h"
#include "wire/user.h"

#include <string.h>

enum { PASSWORD_CHARACTERS_MAX = 200 };

struct password_change {
	const char *current_password;
	const char *new_password;
};

#define PASSWORD(member_)                                                                                            \
	{                                                                                                            \
		.name = #member_, .type = WIRE_TEXT, .offset = offsetof(struct password_change, member_),            \
		.required = true, .verbatim = true, .min = 1, .max = PASSWORD_CHARACTERS_MAX                         \
	}
static const struct wire_field password_fields[] = {PASSWORD(current_password), PASSWORD(new_password)};
static const struct wire_shape password_shape = WIRE_SHAPE(struct password_change, password_fields);

static enum rc read_me(struct request *request, struct user *user)
{
	CONN(conn);

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	return users_get(&conn, &request->caller.user_id, request->arena, user, request->fault);
}

static enum rc reply_me(struct request *request, const struct user *user)
{
	wire_user_json(reply_buf(request), user);
	return reply_json(request, HTTP_OK);
}

enum rc user_me(struct request *request)
{
	struct user user;

	TRY(read_me(request, &user));
	return reply_me(request, &user);
}

/* Whoever sits at an unlocked screen must not find the password by trying, so tries are counted. */
static enum rc check_current(struct request *request, const struct user *user, const char *password)
{
	TRY(sessions_count_try(request, user->username));
	if (!password_matches(&app_of(request)->access->passwords, password, user->password_hash))
		return fault_field(request->fault, "current_password", "wrong");
	return sessions_forget_tries(request, user->username);
}

static enum rc check_new(struct request *request, const struct user *user, const struct password_change *change)
{
	const char *problem = password_check_policy(change->new_password, user->username);

	if (!problem && strcmp(change->new_password, change->current_password) == 0)
		problem = "unchanged";
	return problem ? fault_field(request->fault, "new_password", problem) : RC_OK;
}

static enum rc store_password(struct request *request, const char *hash)
{
	const struct audit_entry audit = command_audit(request, "user", &request->caller.user_id);
	const struct users_change change = {.user_id = request->caller.user_id,
	                                    .password_hash = hash,
	                                    .keep_session_id = request->caller.session_id,
	                                    .why = SESSION_END_PASSWORD_CHANGED,
	                                    .real_ms = request->real_ms,
	                                    .now_ms = request->now_ms,
	                                    .audit = &audit};
	uint64_t mark = session_cache_mark(app_of(request)->access->sessions);

	TRY(users_change(store_of(request), &change, request->fault));
	sessions_await(request, mark, &change.user_id);
	return RC_OK;
}

enum rc user_password(struct request *request)
{
	struct password_change change;
	struct user user;
	char hash[PASSWORD_HASH_SIZE];

	TRY(body_read(request, &password_shape, &change));
	TRY(read_me(request, &user));
	TRY(check_new(request, &user, &change));
	TRY(check_current(request, &user, change.current_password));
	password_hash(&app_of(request)->access->passwords, change.new_password, hash);
	TRY(store_password(request, hash));
	return reply_nothing(request);
}

enum rc user_preferences(struct request *request)
{
	struct user_preferences preferences;
	struct user user;
	CONN(conn);

	TRY(body_read(request, &wire_preferences_shape, &preferences));
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(users_set_preferences(&conn, &request->caller.user_id, &preferences, request->arena, &user,
	                          request->fault));
	return reply_me(request, &user);
}
