#include "api/sessions.h"

#include "api/access.h"
#include "api/app.h"
#include "api/body.h"
#include "api/command.h"
#include "api/reply.h"
#include "store/throttle.h"
#include "store/users.h"
#include "wire/user.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>

enum { AWAIT_MS = 500, PASSWORD_CHARACTERS_MAX = 200 };

/* † A person mistypes; a program guesses. A centre of 300 people shares one address, so only failures count there. */
static const struct throttle account_throttle = {.kind = "login_account", .limit = 10, .window_ms = 15 * 60000};
static const struct throttle address_throttle = {.kind = "login_address", .limit = 60, .window_ms = 5 * 60000};

struct login {
	const char *username;
	const char *password;
};

static const struct wire_field login_fields[] = {
	{.name = "username",
         .type = WIRE_TEXT,
         .offset = offsetof(struct login, username),
         .required = true,
         .min = 1,
         .max = USER_NAME_MAX},
	{.name = "password",
         .type = WIRE_TEXT,
         .offset = offsetof(struct login, password),
         .required = true,
         .verbatim = true,
         .min = 1,
         .max = PASSWORD_CHARACTERS_MAX},
};
static const struct wire_shape login_shape = WIRE_SHAPE(struct login, login_fields);

/* Names are stored in lower case, and a phone's keyboard begins with a capital. */
static const char *lower(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	for (char *at = copy; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	return copy;
}

/* Who is counted: an IPv4 address, or the network that an IPv6 host may choose its addresses from. */
static const char *network_of(struct request *request)
{
	struct in6_addr address;
	char *text = arena_alloc(request->arena, INET6_ADDRSTRLEN);

	if (inet_pton(AF_INET6, request->remote_address, &address) != 1 || IN6_IS_ADDR_V4MAPPED(&address))
		return request->remote_address;
	memset(address.s6_addr + 8, 0, 8);
	(void)inet_ntop(AF_INET6, &address, text, INET6_ADDRSTRLEN);
	return text;
}

static void account_key(struct request *request, const char *username, char key[THROTTLE_KEY_SIZE])
{
	throttle_key(&account_throttle, app_of(request)->access->throttle_secret, username, key);
}

static void address_key(struct request *request, char key[THROTTLE_KEY_SIZE])
{
	throttle_key(&address_throttle, app_of(request)->access->throttle_secret, network_of(request), key);
}

enum rc sessions_count_try(struct request *request, const char *username)
{
	char key[THROTTLE_KEY_SIZE];
	CONN(conn);

	account_key(request, username, key);
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	return throttle_hit(&conn, &account_throttle, key, request->real_ms, request->fault);
}

enum rc sessions_forget_tries(struct request *request, const char *username)
{
	char key[THROTTLE_KEY_SIZE];
	CONN(conn);

	account_key(request, username, key);
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	return throttle_clear(&conn, key, request->fault);
}

/* Before the password is looked at: may this address try, and who is it? An unknown user has no password_hash. */
static enum rc look_up(struct request *request, const char *username, struct user *user)
{
	char key[THROTTLE_KEY_SIZE];
	enum rc rc;
	CONN(conn);

	*user = (struct user){0};
	address_key(request, key);
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(throttle_check(&conn, &address_throttle, key, request->real_ms, request->fault));
	rc = users_find(&conn, username, request->arena, user, request->fault);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Counts the failure at the address; the next one may be refused, this one is answered as what it was. */
static enum rc refuse_login(struct request *request)
{
	char key[THROTTLE_KEY_SIZE];
	enum rc rc;
	CONN(conn);

	address_key(request, key);
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	rc = throttle_hit(&conn, &address_throttle, key, request->real_ms, request->fault);
	if (rc != RC_OK && rc != RC_THROTTLED)
		return rc;
	return fault_set(request->fault, RC_UNAUTHENTICATED, "credentials", "user name and password do not match");
}

static void put_session(struct request *request, const struct user *user, const struct session *session)
{
	struct token_claims claims = {
		.user_id = user->id, .session_id = session->id, .role = user->role, .epoch = user->session_epoch};
	struct buf *out = reply_buf(request);
	char token[TOKEN_SIZE];

	token_issue(&app_of(request)->access->gate, &claims, request->real_ms, token);
	buf_printf(out, "{\"access_token\":\"%s\",\"expires_at\":%lld,\"service_now\":%lld,\"user\":", token,
	           (long long)claims.expires_at_ms, (long long)request->now_ms);
	wire_user_json(out, user);
	buf_char(out, '}');
}

static void put_cookie(struct request *request, const char *token, int64_t expires_at_ms)
{
	response_cookie(request, app_of(request)->access->cookie, token, (expires_at_ms - request->real_ms) / 1000);
}

static enum rc begin(struct request *request, const struct user *user)
{
	struct access_sessions sessions = {.store = store_of(request), .now_ms = request->now_ms};
	struct token_store store = access_token_store(&sessions);
	char token[REFRESH_TOKEN_SIZE];
	struct session session;

	TRY(refresh_begin(&store, &app_of(request)->access->refresh, &user->id, request->real_ms, &session, token,
	                  request->fault));
	put_session(request, user, &session);
	put_cookie(request, token, session.expires_at_ms);
	request->caller.user_id = user->id; /* for the log */
	return reply_json(request, HTTP_CREATED);
}

/* No connection is held while the password is hashed: that takes long, and may wait its turn. */
enum rc session_create(struct request *request)
{
	struct access *access = app_of(request)->access;
	struct login login;
	struct user user;

	TRY(body_read(request, &login_shape, &login));
	login.username = lower(request->arena, login.username);
	TRY(look_up(request, login.username, &user));
	TRY(sessions_count_try(request, login.username));
	if (!password_matches(&access->passwords, login.password, user.password_hash) || !user.active)
		return refuse_login(request);
	TRY(sessions_forget_tries(request, login.username));
	return begin(request, &user);
}

/* SameSite keeps other sites out; other ports and names of this host are the same site, so the origin is compared. */
static enum rc check_origin(struct request *request)
{
	const char *site, *origin, *host, *authority;

	TRY(request_header(request, "SEC_FETCH_SITE", &site));
	TRY(request_header(request, "ORIGIN", &origin));
	TRY(request_header(request, "HOST", &host));
	authority = origin ? strstr(origin, "://") : NULL;
	if ((site && strcmp(site, "same-origin") != 0) ||
	    (origin && (!authority || !host || strcmp(authority + 3, host) != 0)))
		return fault_set(request->fault, RC_FORBIDDEN, "origin", "only the page itself may ask this");
	return RC_OK;
}

static enum rc read_user(struct request *request, const struct id *user_id, struct user *user)
{
	enum rc rc;
	CONN(conn);

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	rc = users_get(&conn, user_id, request->arena, user, request->fault);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && !user->active))
		return fault_set(request->fault, RC_UNAUTHENTICATED, "session_ended", "the session has ended");
	return rc;
}

enum rc session_refresh(struct request *request)
{
	struct access *access = app_of(request)->access;
	struct access_sessions sessions = {.store = store_of(request), .now_ms = request->now_ms};
	struct token_store store = access_token_store(&sessions);
	const char *cookie = request_cookie(request, access->cookie);
	char token[REFRESH_TOKEN_SIZE];
	struct session session;
	struct user user;

	TRY(check_origin(request));
	TRY(refresh_continue(&store, &access->refresh, cookie ? cookie : "", request->real_ms, &session, token,
	                     request->fault));
	TRY(read_user(request, &session.user_id, &user));
	put_session(request, &user, &session);
	put_cookie(request, token, session.expires_at_ms);
	request->caller.user_id = user.id;
	return reply_json(request, HTTP_OK);
}

void sessions_await(struct request *request, uint64_t mark, const struct id *id)
{
	(void)session_cache_await(app_of(request)->access->sessions, mark, id, AWAIT_MS);
}

enum rc session_end(struct request *request)
{
	struct access *access = app_of(request)->access;
	struct access_sessions sessions = {.store = store_of(request), .now_ms = request->now_ms};
	struct token_store store = access_token_store(&sessions);
	struct session session = {.id = request->caller.session_id, .user_id = request->caller.user_id};
	uint64_t mark = session_cache_mark(access->sessions);

	TRY(store.revoke(store.context, &session, SESSION_END_LOGGED_OUT, request->real_ms, request->fault));
	sessions_await(request, mark, &session.id);
	response_cookie(request, access->cookie, "", 0);
	return reply_nothing(request);
}

enum rc session_end_all(struct request *request)
{
	struct access *access = app_of(request)->access;
	const struct audit_entry audit = command_audit(request, "user", &request->caller.user_id);
	const struct users_change change = {.user_id = request->caller.user_id,
	                                    .why = SESSION_END_LOGGED_OUT_EVERYWHERE,
	                                    .real_ms = request->real_ms,
	                                    .now_ms = request->now_ms,
	                                    .audit = &audit};
	uint64_t mark = session_cache_mark(access->sessions);

	TRY(users_change(store_of(request), &change, request->fault));
	sessions_await(request, mark, &change.user_id);
	response_cookie(request, access->cookie, "", 0);
	return reply_nothing(request);
}
