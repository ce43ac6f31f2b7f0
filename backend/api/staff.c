#include "api/staff.h"

#include "api/access.h"
#include "api/app.h"
#include "api/body.h"
#include "api/campaigns.h"
#include "api/command.h"
#include "api/editing.h"
#include "api/reply.h"
#include "api/sales.h"
#include "api/sessions.h"
#include "store/staff.h"
#include "store/users.h"

#include <string.h>

enum { ROLE_WORD_BYTES = 16 };

/* ---- reading ---- */

enum rc staff_list(struct request *request)
{
	CONN(conn);
	const struct scope scope = campaigns_scope(request);
	struct staff_query query = {.scope = &scope};
	struct page page;
	enum role role;

	TRY(query_page(request, &page));
	TRY(query_text(request, "role", ROLE_WORD_BYTES, &query.role));
	TRY(query_id(request, "team_id", &query.team_id));
	if (query.role && !role_parse(query.role, &role))
		return fault_field(request->fault, "role", field_verdict_name(FIELD_UNKNOWN));
	query.after = page.after;
	query.limit = page.limit;
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(staff_page_json(&conn, &query, reply_buf(request), request->fault));
	return reply_page(request);
}

/* One person; password (NULL: none) stands in this answer alone. */
static enum rc answer(struct request *request, const struct id *id, bool made, const char *password)
{
	CONN(conn);
	struct buf *out = reply_buf(request);
	int64_t version;

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	buf_char(out, '{');
	TRY(staff_members_json(&conn, id, out, &version, request->fault));
	if (password)
		buf_printf(out, ",\"temporary_password\":\"%s\"", password);
	buf_char(out, '}');
	return made ? reply_created(request, "/api/v1/users", id, version)
	            : reply_document(request, HTTP_OK, version);
}

enum rc staff_get(struct request *request)
{
	struct id id;

	TRY(path_id(request, "id", &id));
	return answer(request, &id, false, NULL);
}

/* ---- changing ---- */

typedef enum rc staff_act(struct conn *conn, const struct staff_command *command, struct fault *fault);

struct work {
	staff_act *act;
	struct sale_actor actor;
	struct audit_entry audit;
	struct staff_command command;
	struct user user; /* a new one */
};

static void begin(struct work *work, struct request *request, const struct id *id)
{
	work->actor = sales_actor(request);
	work->audit = command_audit(request, "user", id);
	work->command.id = *id;
	work->command.actor = &work->actor;
	work->command.audit = &work->audit;
}

static enum rc run_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct work *work = context;

	return work->act(conn, &work->command, fault);
}

/* A POST about the person in the path; *repeated: it was done before. */
static enum rc run_once(struct request *request, struct work *work, int status, bool *repeated)
{
	uint64_t mark = session_cache_mark(app_of(request)->access->sessions);
	struct idempotency_answer done;
	struct id id;

	TRY(path_id(request, "id", &id));
	begin(work, request, &id);
	TRY(command_run(request, status, &id, run_body, work, &done));
	if (!done.repeated)
		sessions_await(request, mark, &id);
	*repeated = done.repeated;
	return RC_OK;
}

static enum rc create_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct work *work = context;

	TRY(staff_check(conn, work->command.edit, fault));
	return users_add(conn, &work->user, work->command.audit, fault);
}

static void fill_user(struct request *request, const struct staff_edit *edit, const char *hash, struct user *user)
{
	*user = (struct user){.id = id_new(request->real_ms),
	                      .username = edit->username,
	                      .name = edit->name,
	                      .role = edit->role,
	                      .team_ids = edit->team_ids.items,
	                      .teams_count = edit->team_ids.count,
	                      .active = true,
	                      .password_hash = hash,
	                      .password_is_temporary = true,
	                      .password_changed_at_ms = request->real_ms,
	                      .created_at_ms = request->real_ms};
}

static enum rc refuse_taken(enum rc rc, struct fault *fault)
{
	if (rc != RC_CONFLICT || strcmp(fault->code, "duplicate") != 0)
		return rc;
	*fault = (struct fault){0};
	return fault_field(fault, "username", field_verdict_name(FIELD_DUPLICATE));
}

enum rc staff_create(struct request *request)
{
	char password[PASSWORD_TEMPORARY_SIZE], hash[PASSWORD_HASH_SIZE];
	struct work work = {0};
	struct staff_edit edit;
	struct idempotency_answer made;

	TRY(body_read(request, &wire_staff_new_shape, &edit));
	password_make_temporary(password);
	password_hash(&app_of(request)->access->passwords, password, hash);
	fill_user(request, &edit, hash, &work.user);
	begin(&work, request, &work.user.id);
	work.command.edit = &edit;
	TRY(refuse_taken(command_run(request, HTTP_CREATED, &work.user.id, create_body, &work, &made),
	                 request->fault));
	return answer(request, &made.resource_id, true, made.repeated ? NULL : password);
}

enum rc staff_put(struct request *request)
{
	uint64_t mark = session_cache_mark(app_of(request)->access->sessions);
	struct work work = {.act = staff_change};
	struct staff_edit edit;
	struct id id;

	TRY(path_id(request, "id", &id));
	TRY(if_match(request, &work.command.version));
	TRY(body_read(request, &wire_staff_shape, &edit));
	begin(&work, request, &id);
	work.command.edit = &edit;
	TRY(txn_run(store_of(request), run_body, &work, request->fault));
	sessions_await(request, mark, &id);
	return answer(request, &id, false, NULL);
}

enum rc staff_end(struct request *request)
{
	struct work work = {.act = staff_deactivate};
	bool repeated;

	TRY(run_once(request, &work, HTTP_OK, &repeated));
	return answer(request, &work.command.id, false, NULL);
}

enum rc staff_begin_again(struct request *request)
{
	struct work work = {.act = staff_reactivate};
	bool repeated;

	TRY(run_once(request, &work, HTTP_OK, &repeated));
	return answer(request, &work.command.id, false, NULL);
}

enum rc staff_reset_password(struct request *request)
{
	char password[PASSWORD_TEMPORARY_SIZE], hash[PASSWORD_HASH_SIZE];
	struct work work = {.act = staff_reset, .command = {.password_hash = hash}};
	bool repeated;

	password_make_temporary(password);
	password_hash(&app_of(request)->access->passwords, password, hash);
	TRY(run_once(request, &work, HTTP_OK, &repeated));
	return answer(request, &work.command.id, false, repeated ? NULL : password);
}

enum rc staff_end_sessions(struct request *request)
{
	uint64_t mark = session_cache_mark(app_of(request)->access->sessions);
	struct work work = {.act = staff_log_out};
	struct id id;

	TRY(path_id(request, "id", &id));
	begin(&work, request, &id);
	TRY(txn_run(store_of(request), run_body, &work, request->fault));
	sessions_await(request, mark, &id);
	return reply_nothing(request);
}

/* ---- teams ---- */

enum rc staff_teams(struct request *request)
{
	CONN(conn);
	const struct scope scope = campaigns_scope(request);

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(teams_json(&conn, &scope, reply_buf(request), request->fault));
	return reply_json(request, HTTP_OK);
}

enum rc staff_team_create(struct request *request)
{
	struct team_edit edit;
	struct editing editing;

	TRY(body_read(request, &wire_team_shape, &edit));
	editing_begin(&editing, request, &catalogue_teams, &edit);
	return editing_create(&editing, "/api/v1/teams");
}

enum rc staff_team_put(struct request *request)
{
	struct team_edit edit;
	struct editing editing;

	TRY(body_read(request, &wire_team_shape, &edit));
	editing_begin(&editing, request, &catalogue_teams, &edit);
	return editing_replace(&editing);
}
