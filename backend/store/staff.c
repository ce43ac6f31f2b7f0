#include "store/staff.h"

#include "store/agents.h"
#include "store/cas.h"
#include "store/reviews.h"
#include "store/sale_claims.h"
#include "store/task_pool.h"
#include "store/users.h"

#include <string.h>

#define USERS "users"

enum { HELD_MAX = 64 };

static const char *const team_shown[] = {"name", "version", NULL};

const struct catalogue_kind catalogue_teams = {
	.collection = "teams", .subject = "team", .shape = &wire_team_shape, .shown = team_shown, .unique = "name"};

static const struct scope_rule by_team = {.team = "team_ids"};
static const struct scope_rule by_id = {.team = "_id"};

/* ---- reading ---- */

static void put_person_fields(bson_t *fields)
{
	static const char *const shown[] = {"username",   "name",    "role",
	                                    "team_ids",   "active",  "password_is_temporary",
	                                    "created_at", "version", NULL};

	for (size_t i = 0; shown[i]; i++)
		wire_put_int(fields, shown[i], 1);
}

enum rc staff_page_json(struct conn *conn, const struct staff_query *query, struct buf *out, struct fault *fault)
{
	BSON(filter);
	BSON(any);
	BSON(fields);
	const struct rows_query rows = {.collection = USERS,
	                                .filter = &filter,
	                                .fields = &fields,
	                                .scope = query->scope,
	                                .rule = &by_team,
	                                .sort = "username",
	                                .limit = query->limit,
	                                .after = query->after};

	put_person_fields(&fields);
	wire_put_text(&any, "$gt", ""); /* a range over all names, so that their index serves */
	wire_put_document(&filter, "username", &any);
	wire_put_text(&filter, "role", query->role);
	if (!id_is_none(&query->team_id))
		wire_put_id(&filter, "team_ids", &query->team_id);
	return rows_page_json(conn, &rows, out, fault);
}

enum rc staff_members_json(struct conn *conn, const struct id *id, struct buf *out, int64_t *version,
                           struct fault *fault)
{
	ARENA(arena, 2048, 1 << 16);
	BSON(fields);
	const struct rows_query query = {.collection = USERS, .fields = &fields, .scope = &scope_all};
	const bson_t *row;
	bool first = true;

	put_person_fields(&fields);
	TRY(rows_one(conn, &query, id, arena, &row, fault));
	*version = wire_get_int(row, "version", 0);
	return wire_json_members(out, row, NULL, &first)
	               ? RC_OK
	               : fault_set(fault, RC_BROKEN, "stored_document", "users: a stored one is corrupt");
}

enum rc teams_json(struct conn *conn, const struct scope *scope, struct buf *out, struct fault *fault)
{
	BSON(filter);
	BSON(any);
	BSON(fields);
	const struct rows_query query = {.collection = "teams",
	                                 .filter = &filter,
	                                 .fields = &fields,
	                                 .scope = scope,
	                                 .rule = &by_id,
	                                 .sort = "name",
	                                 .limit = ROWS_LIMIT_MAX};

	for (size_t i = 0; team_shown[i]; i++)
		wire_put_int(&fields, team_shown[i], 1);
	wire_put_text(&any, "$gt", "");
	wire_put_document(&filter, "name", &any);
	return rows_page_json(conn, &query, out, fault);
}

/* ---- what must fit ---- */

enum rc staff_check(struct conn *conn, const struct staff_edit *edit, struct fault *fault)
{
	size_t teams = edit->team_ids.count;

	if (!role_teams_are_valid(edit->role, teams))
		return fault_field(fault, "team_ids", field_verdict_name(teams ? FIELD_NOT_ALLOWED : FIELD_REQUIRED));
	return catalogue_check_teams(conn, &edit->team_ids, fault);
}

static enum rc refuse_own(const struct staff_command *command, struct fault *fault)
{
	return id_equal(&command->id, &command->actor->user_id)
	               ? fault_set(fault, RC_CONFLICT, "own_account", "users: not the caller's own account")
	               : RC_OK;
}

/* ---- what they leave behind ---- */

/* The ids of the rows of this person's; at most HELD_MAX at a time. */
static enum rc find_held(struct conn *conn, const char *collection, const bson_t *filter, struct id *ids,
                         size_t *count, struct fault *fault)
{
	BSON(opts);
	BSON(fields);
	const bson_t *row;
	enum rc rc;

	wire_put_int(&fields, "_id", 1);
	wire_put_document(&opts, "projection", &fields);
	wire_put_int(&opts, "limit", HELD_MAX);
	CURSOR(cursor) = conn_find(conn, collection, filter, &opts);
	for (*count = 0; conn_next(conn, cursor, &row, &rc, fault);)
		ids[(*count)++] = wire_get_id(row, "_id");
	return rc;
}

static enum rc release_claims(struct conn *conn, const struct staff_command *command, struct fault *fault)
{
	struct id ids[HELD_MAX];
	size_t count;
	BSON(filter);

	wire_put_id(&filter, "claim.by", &command->id);
	do {
		TRY(find_held(conn, "sales", &filter, ids, &count, fault));
		for (size_t i = 0; i < count; i++) {
			const struct sale_target target = {
				.sale_id = ids[i], .scope = &scope_all, .actor = command->actor};

			TRY(sale_claim_release(conn, &target, fault));
		}
	} while (count == HELD_MAX);
	return RC_OK;
}

static enum rc release_hearings(struct conn *conn, const struct staff_command *command, struct fault *fault)
{
	struct id ids[HELD_MAX];
	size_t count;
	BSON(filter);

	wire_put_id(&filter, "analyst_id", &command->id);
	wire_put_text(&filter, "state", "hearing");
	do {
		TRY(find_held(conn, "reviews", &filter, ids, &count, fault));
		for (size_t i = 0; i < count; i++) {
			const struct review_command review = {
				.review_id = ids[i], .scope = &scope_all, .actor = command->actor};

			TRY(review_release(conn, &review, fault));
		}
	} while (count == HELD_MAX);
	return RC_OK;
}

/* Who is on a call ends it first: their stream is cut with their session, and the line's time-outs do the rest. */
static enum rc send_home(struct conn *conn, const struct staff_command *command, struct fault *fault)
{
	ARENA(arena, 4096, 1 << 16);
	const struct agent_move move = {.agent_id = command->id,
	                                .event = AGENT_LOG_OUT,
	                                .now_ms = command->actor->now_ms,
	                                .may_be_refused = true};
	struct agent_row agent;
	bool found;

	TRY(agent_look(conn, &command->id, arena, &agent, &found, fault));
	return found ? agent_move(conn, &move, arena, NULL, fault) : RC_OK;
}

static enum rc let_go(struct conn *conn, const struct staff_command *command, struct fault *fault)
{
	TRY(release_claims(conn, command, fault));
	TRY(release_hearings(conn, command, fault));
	TRY(send_home(conn, command, fault));
	return tasks_let_go(conn, &command->id, command->actor->now_ms, fault);
}

/* ---- changing ---- */

static enum rc update(struct conn *conn, const struct staff_command *command, const bson_t *set, bool new_epoch,
                      struct fault *fault)
{
	ARENA(arena, 2048, 1 << 16);
	BSON(update);
	BSON(more);
	const struct cas cas = {.collection = USERS,
	                        .id = command->id,
	                        .version = command->version,
	                        .update = &update,
	                        .scope = &scope_all};

	wire_put_document(&update, "$set", set);
	if (new_epoch) {
		wire_put_int(&more, "session_epoch", 1);
		wire_put_document(&update, "$inc", &more);
	}
	TRY(cas_update(conn, &cas, arena, NULL, fault));
	return audit_append(conn, command->audit, fault);
}

static bool same_teams(const struct user *user, const struct wire_list *team_ids)
{
	return user->teams_count == team_ids->count &&
	       (team_ids->count == 0 ||
	        memcmp(user->team_ids, team_ids->items, team_ids->count * sizeof *user->team_ids) == 0);
}

enum rc staff_change(struct conn *conn, const struct staff_command *command, struct fault *fault)
{
	ARENA(arena, 2048, 1 << 16);
	BSON(set);
	const struct staff_edit *edit = command->edit;
	struct user user;
	bool moves;

	TRY(users_get(conn, &command->id, arena, &user, fault));
	TRY(staff_check(conn, edit, fault));
	moves = user.role != edit->role || !same_teams(&user, &edit->team_ids);
	if (user.role != edit->role)
		TRY(refuse_own(command, fault));
	wire_bson_write(&set, "", &wire_staff_shape, edit);
	TRY(update(conn, command, &set, moves, fault));
	return moves ? let_go(conn, command, fault) : RC_OK;
}

static struct users_change change_of(const struct staff_command *command, enum session_end why)
{
	return (struct users_change){.user_id = command->id,
	                             .why = why,
	                             .real_ms = command->actor->real_ms,
	                             .now_ms = command->actor->now_ms,
	                             .audit = command->audit};
}

enum rc staff_deactivate(struct conn *conn, const struct staff_command *command, struct fault *fault)
{
	struct users_change change = change_of(command, SESSION_END_USER_CHANGED);

	TRY(refuse_own(command, fault));
	change.deactivate = true;
	TRY(users_apply(conn, &change, fault));
	return let_go(conn, command, fault);
}

enum rc staff_reactivate(struct conn *conn, const struct staff_command *command, struct fault *fault)
{
	BSON(set);

	wire_put_bool(&set, "active", true);
	return update(conn, command, &set, false, fault);
}

enum rc staff_reset(struct conn *conn, const struct staff_command *command, struct fault *fault)
{
	struct users_change change = change_of(command, SESSION_END_PASSWORD_CHANGED);

	TRY(refuse_own(command, fault));
	change.password_hash = command->password_hash;
	change.temporary = true;
	return users_apply(conn, &change, fault);
}

enum rc staff_log_out(struct conn *conn, const struct staff_command *command, struct fault *fault)
{
	const struct users_change change = change_of(command, SESSION_END_LOGGED_OUT_EVERYWHERE);

	return users_apply(conn, &change, fault);
}
