#include "api/access.h"

#include "base/log.h"
#include "store/follow.h"
#include "store/refresh_tokens.h"
#include "store/users.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SESSION_SLOTS = 1024, SCRATCH_BYTES = 8192, SCRATCH_CEILING = 1 << 20 };

struct access_follower {
	struct store *store;
	struct session_cache *sessions;
	pthread_t thread;
	atomic_bool stop;
	bool is_live; /* the follower's own */
};

/* The key that was replaced lately; *is_there says whether there is one. */
static enum rc read_previous(const struct config *config, uint8_t key[TOKEN_KEY_BYTES], bool *is_there,
                             struct fault *fault)
{
	char path[512];

	(void)snprintf(path, sizeof path, "%s/jwt.previous.key", config->keys_dir);
	*is_there = access(path, F_OK) == 0;
	return *is_there ? config_key_read(config, "jwt.previous.key", key, TOKEN_KEY_BYTES, fault) : RC_OK;
}

static enum rc read_keys(const struct config *config, struct access *access, struct fault *fault)
{
	uint8_t current[TOKEN_KEY_BYTES], previous[TOKEN_KEY_BYTES];
	bool is_replaced;
	enum rc rc;

	TRY(config_key_read(config, "jwt.key", current, sizeof current, fault));
	TRY(read_previous(config, previous, &is_replaced, fault));
	rc = token_gate_init(&access->gate, current, sizeof current, is_replaced ? previous : NULL, sizeof previous,
	                     fault);
	explicit_bzero(current, sizeof current);
	explicit_bzero(previous, sizeof previous);
	TRY(rc);
	return config_key_read(config, "refresh.key", access->refresh.bytes, REFRESH_KEY_BYTES, fault);
}

enum rc access_open(const struct config *config, struct access **access, struct fault *fault)
{
	struct access *opened = calloc(1, sizeof *opened);
	enum rc rc;

	if (!opened)
		abort();
	rc = read_keys(config, opened, fault);
	if (rc != RC_OK) {
		free(opened);
		return rc;
	}
	refresh_derive(&opened->refresh, "throttle", opened->throttle_secret);
	/* Half of the threads at most hash passwords, so that a shift's log-ins leave the others to all else. */
	passwords_init(&opened->passwords, (unsigned)(config->api_threads + 1) / 2);
	opened->sessions = session_cache_new(SESSION_SLOTS);
	(void)snprintf(opened->cookie, sizeof opened->cookie, "__Host-cierre-%lld", (long long)config->http_port);
	*access = opened;
	return RC_OK;
}

/* After a loss the stream goes on where it was, without on_join: what it tells next, or its quiet, shows it is back.
 */
static void set_live(struct access_follower *follower, bool is_live)
{
	if (follower->is_live == is_live)
		return;
	follower->is_live = is_live;
	session_cache_live(follower->sessions, is_live);
}

static enum rc on_join(void *context, struct fault *fault)
{
	struct access_follower *follower = context;

	(void)fault;
	set_live(follower, false); /* a new beginning: forget what was known */
	set_live(follower, true);
	return RC_OK;
}

static void on_quiet(void *context)
{
	set_live(context, true);
}

static void on_error(void *context, const struct fault *fault)
{
	set_live(context, false);
	log_event(LOG_WARN, "sessions_unfollowed", LOG_STR("code", fault->code), LOG_STR("detail", fault->detail));
}

static enum rc on_change(void *context, const struct follow_change *change, struct fault *fault)
{
	struct access_follower *follower = context;

	(void)fault;
	set_live(follower, true);
	if (strcmp(change->collection, "users") == 0)
		session_cache_forget_user(follower->sessions, &change->id);
	else if (change->kind == FOLLOW_DELETE || (change->set && wire_has(change->set, "revoked_at")))
		session_cache_forget_session(follower->sessions, &change->id);
	return RC_OK;
}

static void *run_follower(void *context)
{
	static const char *const collections[] = {"users", "refresh_tokens", NULL};
	struct access_follower *follower = context;
	const struct follow follow = {.collections = collections,
	                              .on_change = on_change,
	                              .on_join = on_join,
	                              .on_error = on_error,
	                              .on_quiet = on_quiet,
	                              .context = follower,
	                              .stop = &follower->stop};

	follow_run(follower->store, &follow);
	return NULL;
}

void access_follow(struct access *access, struct store *store)
{
	struct access_follower *follower = calloc(1, sizeof *follower);

	if (!follower)
		abort();
	follower->store = store;
	follower->sessions = access->sessions;
	if (pthread_create(&follower->thread, NULL, run_follower, follower) != 0)
		abort();
	access->follower = follower;
}

void access_close(struct access *access)
{
	if (!access)
		return;
	if (access->follower) {
		atomic_store(&access->follower->stop, true);
		(void)pthread_join(access->follower->thread, NULL);
		free(access->follower);
	}
	session_cache_free(access->sessions);
	passwords_destroy(&access->passwords);
	token_gate_wipe(&access->gate);
	explicit_bzero(access, sizeof *access);
	free(access);
}

static enum rc token_read(void *context, const struct id *family_id, struct session *family, struct fault *fault)
{
	const struct access_sessions *sessions = context;
	CONN(conn);

	TRY(conn_open(sessions->store, STORE_BRISK, &conn, fault));
	return refresh_tokens_read(&conn, family_id, family, fault);
}

static enum rc token_insert(void *context, const struct session *family, struct fault *fault)
{
	const struct access_sessions *sessions = context;
	CONN(conn);

	TRY(conn_open(sessions->store, STORE_BRISK, &conn, fault));
	return refresh_tokens_insert(&conn, family, fault);
}

static enum rc token_rotate(void *context, const struct session *next, struct fault *fault)
{
	const struct access_sessions *sessions = context;
	CONN(conn);

	TRY(conn_open(sessions->store, STORE_BRISK, &conn, fault));
	return refresh_tokens_rotate(&conn, next, fault);
}

static enum rc token_revoke(void *context, const struct session *family, enum session_end why, int64_t now_ms,
                            struct fault *fault)
{
	const struct access_sessions *sessions = context;

	return refresh_tokens_revoke(sessions->store, &family->id, why, now_ms, sessions->now_ms, fault);
}

struct token_store access_token_store(struct access_sessions *sessions)
{
	return (struct token_store){.context = sessions,
	                            .read = token_read,
	                            .insert = token_insert,
	                            .rotate = token_rotate,
	                            .revoke = token_revoke};
}

static void copy_name(char name[SESSION_NAME_SIZE], const char *from)
{
	size_t length = strnlen(from, SESSION_NAME_SIZE);

	if (length == SESSION_NAME_SIZE) {
		length--;
		while (length > 0 && ((unsigned char)from[length] & 0xC0) == 0x80)
			length--; /* never half a character */
	}
	memcpy(name, from, length);
	name[length] = '\0';
}

static enum rc view_of(const struct session *session, const struct user *user, struct session_view *view,
                       struct fault *fault)
{
	if (user->teams_count > SESSION_TEAMS_MAX)
		return fault_set(fault, RC_BROKEN, "too_many_teams", "a user has more than %d teams",
		                 SESSION_TEAMS_MAX);
	*view = (struct session_view){.session_id = session->id,
	                              .user_id = user->id,
	                              .has_ended = session->revoked_at_ms != 0,
	                              .expires_at_ms = session->expires_at_ms,
	                              .is_active = user->active,
	                              .must_change_password = user->password_is_temporary,
	                              .role = user->role,
	                              .epoch = user->session_epoch,
	                              .teams_count = user->teams_count};
	if (user->teams_count)
		memcpy(view->team_ids, user->team_ids, user->teams_count * sizeof *user->team_ids);
	copy_name(view->name, user->name);
	return RC_OK;
}

static enum rc session_read(void *context, const struct id *session_id, struct session_view *view,
                            struct fault *fault)
{
	const struct access_sessions *sessions = context;
	ARENA(scratch, SCRATCH_BYTES, SCRATCH_CEILING);
	CONN(conn);
	struct session session;
	struct user user;

	TRY(conn_open(sessions->store, STORE_BRISK, &conn, fault));
	TRY(refresh_tokens_read(&conn, session_id, &session, fault));
	TRY(users_get(&conn, &session.user_id, scratch, &user, fault));
	return view_of(&session, &user, view, fault);
}

struct session_source access_session_source(struct access_sessions *sessions)
{
	return (struct session_source){.context = sessions, .read = session_read};
}
