#include "store/notifications.h"

#include "base/clock.h"
#include "store/outbox.h"
#include "store/rows.h"

#include <assert.h>

#define NOTIFICATIONS "notifications"

static const struct scope_rule notification_rule = {.own = "user_id"};

static void put_known_id(bson_t *document, const char *key, const struct id *id)
{
	if (!id_is_none(id))
		wire_put_id(document, key, id);
}

static enum rc tell(struct conn *conn, const struct notification *notification, const struct id *id,
                    struct fault *fault)
{
	ARENA(arena, 512, 1 << 16);
	BSON(data);
	const struct event event = {
		.type = "notification",
		.at_ms = notification->at_ms,
		.user_id = notification->user_id,
		.subject_kind = "notification",
		.subject_id = *id,
		.channels = {event_channel(arena, "user", &notification->user_id)},
		.data = &data,
	};

	wire_put_id(&data, "notification_id", id);
	wire_put_text(&data, "kind", notification->kind);
	put_known_id(&data, "sale_id", &notification->sale_id);
	put_known_id(&data, "task_id", &notification->task_id);
	return event_append(conn, &event, fault);
}

enum rc notification_append(struct conn *conn, const struct notification *notification, struct fault *fault)
{
	BSON(document);
	struct id id = id_new(clock_real_ms());

	assert(conn->session); /* it appears with its fact */
	wire_put_id(&document, "_id", &id);
	wire_put_int(&document, "version", 1);
	wire_put_id(&document, "user_id", &notification->user_id);
	wire_put_text(&document, "kind", notification->kind);
	wire_put_ms(&document, "at", notification->at_ms);
	put_known_id(&document, "task_id", &notification->task_id);
	put_known_id(&document, "sale_id", &notification->sale_id);
	wire_put_text(&document, "sale_number", notification->sale_number);
	TRY(conn_insert(conn, NOTIFICATIONS, &document, fault));
	return tell(conn, notification, &id, fault);
}

static void put_fields(bson_t *fields)
{
	static const char *const names[] = {"kind", "at", "sale_id", "sale_number", "task_id", "acknowledged_at"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		wire_put_int(fields, names[i], 1);
}

enum rc notifications_page_json(struct conn *conn, const struct id *user_id, const char *after, int64_t limit,
                                struct buf *out, struct fault *fault)
{
	const struct scope scope = {.kind = SCOPE_OWN, .user_id = *user_id};
	BSON(filter);
	BSON(fields);
	struct rows_query query = {.collection = NOTIFICATIONS,
	                           .filter = &filter,
	                           .fields = &fields,
	                           .scope = &scope,
	                           .rule = &notification_rule,
	                           .sort = "at",
	                           .descending = true,
	                           .limit = limit,
	                           .after = after};

	wire_put_null(&filter, "acknowledged_at");
	put_fields(&fields);
	return rows_page_json(conn, &query, out, fault);
}

enum rc notification_json(struct conn *conn, const struct id *user_id, const struct id *id, struct buf *out,
                          struct fault *fault)
{
	const struct scope scope = {.kind = SCOPE_OWN, .user_id = *user_id};
	BSON(fields);
	struct rows_query query = {
		.collection = NOTIFICATIONS, .fields = &fields, .scope = &scope, .rule = &notification_rule};

	put_fields(&fields);
	return rows_one_json(conn, &query, id, out, NULL, fault);
}

/* ---- acknowledging ---- */

/* {$set: {acknowledged_at}, $inc: {version: 1}} */
static void put_acknowledged(bson_t *update, int64_t now_ms)
{
	BSON(unset);
	BSON(set);
	BSON(increment);

	wire_put_ms(&set, "acknowledged_at", now_ms);
	wire_put_int(&increment, "version", 1);
	wire_put_int(&unset, "pool_at", 1); /* of a task: seen, it stays with who saw it */
	wire_put_document(update, "$set", &set);
	wire_put_document(update, "$unset", &unset);
	wire_put_document(update, "$inc", &increment);
}

static enum rc tell_task(struct conn *conn, const bson_t *task, int64_t now_ms, struct fault *fault)
{
	ARENA(arena, 512, 1 << 16);
	BSON(data);
	struct id agent_id = wire_get_id(task, "agent_id"), team_id = wire_get_id(task, "team_id");
	struct id task_id = wire_get_id(task, "_id"), sale_id = wire_get_id(task, "sale_id");
	const struct event event = {
		.type = "task.changed",
		.at_ms = now_ms,
		.team_id = team_id,
		.agent_id = agent_id,
		.subject_kind = "task",
		.subject_id = task_id,
		.channels = {"backoffice", "floor", event_channel(arena, "team", &team_id),
	                     event_channel(arena, "user", &agent_id)},
		.data = &data,
	};

	wire_put_id(&data, "task_id", &task_id);
	wire_put_id(&data, "sale_id", &sale_id);
	wire_put_text(&data, "kind", wire_get_text(task, "kind"));
	wire_put_text(&data, "state", wire_get_text(task, "state"));
	wire_put_ms(&data, "acknowledged_at", now_ms);
	return event_append(conn, &event, fault);
}

/* The task itself counts as seen when its own agent has seen the notification. */
static enum rc acknowledge_task(struct conn *conn, const struct id *task_id, const struct id *user_id, int64_t now_ms,
                                struct fault *fault)
{
	ARENA(arena, 4096, 1 << 20);
	BSON(filter);
	BSON(update);
	const bson_t *task;
	struct conn_modify modify = {.collection = "tasks", .filter = &filter, .update = &update};

	wire_put_id(&filter, "_id", task_id);
	wire_put_id(&filter, "agent_id", user_id);
	wire_put_null(&filter, "acknowledged_at");
	put_acknowledged(&update, now_ms);
	TRY(conn_modify(conn, &modify, arena, &task, fault));
	return task ? tell_task(conn, task, now_ms, fault) : RC_OK;
}

enum rc notification_acknowledge(struct conn *conn, const struct id *user_id, const struct id *id, int64_t now_ms,
                                 struct fault *fault)
{
	const struct scope scope = {.kind = SCOPE_OWN, .user_id = *user_id};
	struct rows_query query = {.collection = NOTIFICATIONS, .scope = &scope, .rule = &notification_rule};
	ARENA(arena, 2048, 1 << 20);
	BSON(filter);
	BSON(update);
	const bson_t *row;
	struct id task_id;

	TRY(rows_one(conn, &query, id, arena, &row, fault));
	if (wire_has(row, "acknowledged_at"))
		return RC_OK;
	wire_put_id(&filter, "_id", id);
	put_acknowledged(&update, now_ms);
	TRY(conn_update(conn, NOTIFICATIONS, &filter, &update, false, NULL, fault));
	task_id = wire_get_id(row, "task_id");
	return id_is_none(&task_id) ? RC_OK : acknowledge_task(conn, &task_id, user_id, now_ms, fault);
}
