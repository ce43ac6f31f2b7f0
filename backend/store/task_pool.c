#include "store/task_pool.h"

#include "store/rows.h"
#include "store/users.h"

#include <stdio.h>
#include <string.h>

#define TASKS "tasks"

enum { ASSIGNED_MAX = 100 };

/* ---- what time does ---- */

enum rc tasks_due(struct conn *conn, int64_t now_ms, struct id *ids, size_t max, size_t *count, int64_t *next_ms,
                  struct fault *fault)
{
	const struct rows_due due = {.collection = TASKS, .field = "pool_at", .until_ms = now_ms};

	return rows_due(conn, &due, ids, max, count, next_ms, fault);
}

enum rc tasks_let_go(struct conn *conn, const struct id *agent_id, int64_t now_ms, struct fault *fault)
{
	BSON(filter);
	BSON(not_pool);
	BSON(update);
	BSON(set);

	wire_put_id(&filter, "agent_id", agent_id);
	wire_put_text(&filter, "state", "open");
	BSON_APPEND_BOOL(&not_pool, "$ne", true);
	wire_put_document(&filter, "pool", &not_pool);
	wire_put_ms(&set, "pool_at", now_ms);
	wire_put_document(&update, "$set", &set);
	return conn_update_many(conn, TASKS, &filter, &update, NULL, fault);
}

/* ---- a task and its sale ---- */

struct held {
	const bson_t *task;
	struct sale_case work;
};

static bool is_open(const bson_t *task)
{
	const char *state = wire_get_text(task, "state");

	return state && strcmp(state, "open") == 0;
}

static enum rc open_sale(struct conn *conn, struct held *held, const struct sale_actor *actor, struct arena *arena,
                         struct fault *fault)
{
	const struct sale_target target = {
		.sale_id = wire_get_id(held->task, "sale_id"), .scope = &scope_all, .actor = actor};

	return sale_case_open(conn, &target, arena, &held->work, fault);
}

static enum rc open_task(struct conn *conn, const struct id *task_id, const struct scope *scope,
                         const struct sale_actor *actor, struct arena *arena, struct held *held, struct fault *fault)
{
	TRY(task_find(conn, scope, task_id, arena, &held->task, fault));
	if (!is_open(held->task))
		return fault_set(fault, RC_CONFLICT, "task_state", "tasks: it is not open any more");
	return open_sale(conn, held, actor, arena, fault);
}

static enum rc tell_moved(struct conn *conn, const struct held *held, const struct id *worker_id, bool pool,
                          struct fault *fault)
{
	const struct task_fact fact = {.task_id = wire_get_id(held->task, "_id"),
	                               .kind = wire_get_text(held->task, "kind"),
	                               .state = "open",
	                               .worker_id = *worker_id,
	                               .former_id = wire_get_id(held->task, "agent_id"),
	                               .pool = pool};

	return task_tell(conn, &held->work, &fact, fault);
}

static enum rc put_in_pool(struct conn *conn, const struct held *held, struct fault *fault)
{
	BSON(set);
	BSON(unset);
	const struct id worker_id = wire_get_id(held->task, "agent_id");

	wire_put_bool(&set, "pool", true);
	wire_put_int(&unset, "pool_at", 1);
	wire_put_int(&unset, "acknowledged_at", 1);
	TRY(task_write(conn, held->task, &set, &unset, fault));
	return tell_moved(conn, held, &worker_id, true, fault);
}

enum rc task_fall_due(struct conn *conn, const struct id *task_id, const struct sale_actor *actor,
                      struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	struct held held;
	int64_t at_ms;
	BSON(set);
	BSON(unset);

	TRY(task_find(conn, &scope_all, task_id, arena, &held.task, fault));
	at_ms = wire_get_ms(held.task, "pool_at", 0);
	if (at_ms == 0 || at_ms > actor->now_ms)
		return RC_OK;
	if (!is_open(held.task)) {
		wire_put_bool(&set, "pool", false);
		wire_put_int(&unset, "pool_at", 1);
		return task_write(conn, held.task, &set, &unset, fault);
	}
	TRY(open_sale(conn, &held, actor, arena, fault));
	return put_in_pool(conn, &held, fault);
}

/* ---- taking ---- */

static enum rc refuse_taken(const bson_t *task, struct fault *fault)
{
	const char *name = wire_get_text(task, "agent_name");
	enum rc rc = fault_set(fault, RC_CONFLICT, "task_taken", "tasks: another person works at it");

	(void)snprintf(fault->by_name, sizeof fault->by_name, "%s", name ? name : "");
	return rc;
}

struct worker {
	struct id id;
	const char *name;
};

/* The sale follows, so that its new worker may read it and call from it. */
static enum rc write_worker(struct conn *conn, struct held *held, const struct worker *worker, const char *action,
                            const char *reason, struct fault *fault)
{
	BSON(set);
	const struct sale_note note = {.action = action, .reason = reason, .set = &set};

	wire_put_id(&set, "task_agent_id", &worker->id);
	return sale_case_note(conn, &held->work, &note, fault);
}

static enum rc take_up(struct conn *conn, struct held *held, struct fault *fault)
{
	const struct sale_actor *actor = held->work.actor;
	const struct worker worker = {actor->user_id, actor->name};
	const struct id former_id = wire_get_id(held->task, "agent_id");
	BSON(set);
	BSON(unset);

	wire_put_id(&set, "agent_id", &worker.id);
	wire_put_text(&set, "agent_name", worker.name);
	wire_put_bool(&set, "pool", false);
	wire_put_ms(&set, "acknowledged_at", actor->now_ms);
	wire_put_int(&unset, "pool_at", 1);
	TRY(task_write(conn, held->task, &set, &unset, fault));
	TRY(tell_moved(conn, held, &worker.id, false, fault));
	return id_equal(&former_id, &worker.id) ? RC_OK : write_worker(conn, held, &worker, "take_task", NULL, fault);
}

enum rc task_take(struct conn *conn, const struct id *task_id, const struct scope *scope,
                  const struct sale_actor *actor, struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	struct scope team = *scope;
	struct held held;
	struct id worker_id;

	team.kind = SCOPE_TEAM; /* what a colleague took is told apart from what is not there */
	TRY(open_task(conn, task_id, &team, actor, arena, &held, fault));
	worker_id = wire_get_id(held.task, "agent_id");
	if (!id_equal(&worker_id, &actor->user_id) && !wire_get_bool(held.task, "pool", false))
		return refuse_taken(held.task, fault);
	TRY(sale_case_in_time(&held.work, fault));
	TRY(take_up(conn, &held, fault));
	return sale_audit(conn, actor, "task", task_id, fault);
}

/* ---- a supervisor gives it to another ---- */

static bool is_of_team(const struct user *user, const struct id *team_id)
{
	for (size_t i = 0; i < user->teams_count; i++)
		if (id_equal(&user->team_ids[i], team_id))
			return true;
	return false;
}

static enum rc find_worker(struct conn *conn, const struct held *held, const struct id *id, struct worker *worker,
                           struct fault *fault)
{
	const struct id team_id = wire_get_id(held->task, "team_id");
	struct user user;
	enum rc rc = users_get(conn, id, held->work.arena, &user, fault);

	if (rc == RC_NOT_FOUND)
		return fault_field(fault, "agent_id", field_verdict_name(FIELD_UNKNOWN));
	TRY(rc);
	if (user.role != ROLE_AGENT || !user.active || !is_of_team(&user, &team_id))
		return fault_field(fault, "agent_id", field_verdict_name(FIELD_NOT_ALLOWED));
	*worker = (struct worker){*id, user.name};
	return RC_OK;
}

static enum rc give_to(struct conn *conn, struct held *held, const struct task_assignment *to, struct fault *fault)
{
	const struct id task_id = wire_get_id(held->task, "_id");
	struct worker worker;
	BSON(set);
	BSON(unset);

	TRY(find_worker(conn, held, &to->worker_id, &worker, fault));
	wire_put_id(&set, "agent_id", &worker.id);
	wire_put_text(&set, "agent_name", worker.name);
	wire_put_bool(&set, "pool", false);
	TRY(task_put_pool_at(conn, &held->work, &worker.id, &set, fault));
	wire_put_int(&unset, "acknowledged_at", 1);
	TRY(task_write(conn, held->task, &set, &unset, fault));
	TRY(tell_moved(conn, held, &worker.id, false, fault));
	TRY(task_notify(conn, &held->work, &worker.id, wire_get_text(held->task, "kind"), &task_id, fault));
	return write_worker(conn, held, &worker, "reassign_task", to->reason, fault);
}

static enum rc give_to_pool(struct conn *conn, struct held *held, const struct task_assignment *to,
                            struct fault *fault)
{
	const struct sale_note note = {.action = "pool_task", .reason = to->reason};

	TRY(put_in_pool(conn, held, fault));
	return sale_case_note(conn, &held->work, &note, fault);
}

static enum rc give(struct conn *conn, struct held *held, const struct task_assignment *to, struct fault *fault)
{
	TRY(sale_case_in_time(&held->work, fault));
	return id_is_none(&to->worker_id) ? give_to_pool(conn, held, to, fault) : give_to(conn, held, to, fault);
}

enum rc task_assign(struct conn *conn, const struct id *task_id, const struct task_assignment *to,
                    struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	struct held held;

	TRY(open_task(conn, task_id, to->scope, to->actor, arena, &held, fault));
	TRY(give(conn, &held, to, fault));
	return sale_audit(conn, to->actor, "task", task_id, fault);
}

/* Somebody of the caller's teams. */
static enum rc check_person(struct conn *conn, const struct id *agent_id, const struct scope *scope,
                            struct fault *fault)
{
	ARENA(arena, 4096, 1 << 20);
	struct user user;

	TRY(users_get(conn, agent_id, arena, &user, fault));
	for (size_t i = 0; i < scope->teams_count; i++)
		if (is_of_team(&user, &scope->team_ids[i]))
			return RC_OK;
	return fault_set(fault, RC_NOT_FOUND, "not_found", "users: no such user for this caller");
}

/* The ids first: what is written meanwhile would move the cursor. */
static enum rc find_all(struct conn *conn, const struct id *agent_id, const struct scope *scope, struct id *ids,
                        size_t *count, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	BSON(fields);
	const bson_t *row;
	enum rc rc;

	wire_put_id(&filter, "agent_id", agent_id);
	wire_put_text(&filter, "state", "open");
	TRY(scope_apply(scope, &task_rule, &filter, fault));
	wire_put_int(&fields, "_id", 1);
	wire_put_document(&opts, "projection", &fields);
	wire_put_int(&opts, "limit", ASSIGNED_MAX);
	CURSOR(cursor) = conn_find(conn, TASKS, &filter, &opts);
	while (conn_next(conn, cursor, &row, &rc, fault))
		ids[(*count)++] = wire_get_id(row, "_id");
	return rc;
}

enum rc tasks_assign_all(struct conn *conn, const struct id *agent_id, const struct task_assignment *to,
                         int64_t *count, struct fault *fault)
{
	struct id ids[ASSIGNED_MAX];
	size_t found = 0;

	*count = 0;
	TRY(check_person(conn, agent_id, to->scope, fault));
	TRY(find_all(conn, agent_id, to->scope, ids, &found, fault));
	for (size_t i = 0; i < found; i++) {
		ARENA(arena, 65536, 1 << 20);
		struct fault over;
		struct held held;

		TRY(open_task(conn, &ids[i], to->scope, to->actor, arena, &held, fault));
		if (sale_case_in_time(&held.work, &over) != RC_OK)
			continue; /* it falls with its sale */
		TRY(give(conn, &held, to, fault));
		++*count;
	}
	return sale_audit(conn, to->actor, "user", agent_id, fault);
}
