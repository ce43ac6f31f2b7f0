#include "store/tasks.h"

#include "store/agents.h"
#include "store/notifications.h"
#include "store/outbox.h"
#include "store/sale_warnings.h"

#include <string.h>

#define TASKS "tasks"

static const char *const task_kind_names[] = {
	[TASK_DATA_REQUEST] = "data_request",
	[TASK_RERECORD] = "rerecord",
	[TASK_CALLBACK] = "callback",
};

NAMES_DEFINE(task_kind);

/* Who works at the sale's open task. */
static struct id worker_of(const struct sale *sale)
{
	return id_is_none(&sale->task_agent_id) ? sale->agent_id : sale->task_agent_id;
}

static const char *channel_of(struct arena *arena, const char *kind, const struct id *id)
{
	return id_is_none(id) ? NULL : event_channel(arena, kind, id);
}

enum rc task_tell(struct conn *conn, const struct sale_case *work, const struct task_fact *fact, struct fault *fault)
{
	BSON(data);
	const struct sale *sale = &work->sale;
	const struct event event = {
		.type = "task.changed",
		.at_ms = work->actor->now_ms,
		.campaign_id = sale->campaign_id,
		.team_id = sale->team_id,
		.agent_id = sale->agent_id,
		.subject_kind = "task",
		.subject_id = fact->task_id,
		.channels = {"backoffice", "floor", channel_of(work->arena, "team", &sale->team_id),
	                     channel_of(work->arena, "user", &fact->worker_id),
	                     channel_of(work->arena, "user", &fact->former_id)},
		.data = &data,
	};

	wire_put_id(&data, "task_id", &fact->task_id);
	wire_put_id(&data, "sale_id", &sale->id);
	wire_put_text(&data, "kind", fact->kind);
	wire_put_text(&data, "state", fact->state);
	wire_put_bool(&data, "pool", fact->pool);
	return event_append(conn, &event, fault);
}

enum rc task_notify(struct conn *conn, const struct sale_case *work, const struct id *user_id, const char *kind,
                    const struct id *task_id, struct fault *fault)
{
	const struct notification notification = {.user_id = *user_id,
	                                          .kind = kind,
	                                          .task_id = *task_id,
	                                          .sale_id = work->sale.id,
	                                          .sale_number = work->sale.number,
	                                          .at_ms = work->actor->now_ms};

	return notification_append(conn, &notification, fault);
}

/* ---- asking ---- */

static void put_item(bson_t *fields, const char *key, const struct data_request_item *item)
{
	BSON(row);

	wire_put_text(&row, "name", sale_field_name(item->field));
	wire_put_text(&row, "reason", data_request_reason_name(item->reason));
	wire_put_text(&row, "note", item->note);
	wire_put_document(fields, key, &row);
}

static void put_fault(bson_t *document, const struct task_fault *why)
{
	BSON(row);

	wire_put_text(&row, "why", review_fault_name(why->why));
	if (why->has_clause) {
		wire_put_int(&row, "clause", why->clause);
		wire_put_text(&row, "kind", review_exception_name(why->kind));
	}
	wire_put_int(&row, "at_ms", why->at_ms);
	wire_put_text(&row, "note", why->note);
	if (!id_is_none(&why->reading_id))
		wire_put_id(&row, "reading_id", &why->reading_id);
	wire_put_document(document, "fault", &row);
}

static void put_asker(bson_t *document, const struct sale_actor *actor)
{
	if (!id_is_none(&actor->user_id))
		wire_put_id(document, "asked_by", &actor->user_id);
	wire_put_text(document, "asked_by_name", actor->name);
	wire_put_ms(document, "asked_at", actor->now_ms);
}

static void put_items(bson_t *fields, const struct task_ask *ask)
{
	for (size_t i = 0; i < ask->items_count; i++) {
		char key[16];
		const char *name;

		(void)bson_uint32_to_string((uint32_t)i, &name, key, sizeof key);
		put_item(fields, name, &ask->items[i]);
	}
}

/* Offline: nobody is there to see it. */
static enum rc is_away(struct conn *conn, const struct id *agent_id, struct arena *arena, bool *away,
                       struct fault *fault)
{
	struct agent_row row;
	bool found;

	TRY(agent_look(conn, agent_id, arena, &row, &found, fault));
	*away = !found || row.agent.state == AGENT_OFFLINE;
	return RC_OK;
}

enum rc task_put_pool_at(struct conn *conn, const struct sale_case *work, const struct id *worker_id, bson_t *set,
                         struct fault *fault)
{
	int64_t pool_ms;
	bool away;

	TRY(is_away(conn, worker_id, work->arena, &away, fault));
	if (data_request_pool_at(work->campaign.policy.task.unseen_ms, &work->campaign.hours, work->actor->now_ms,
	                         away, &pool_ms))
		wire_put_ms(set, "pool_at", pool_ms);
	return RC_OK;
}

static enum rc insert_task(struct conn *conn, const struct sale_case *work, const struct task_ask *ask,
                           const struct id *task_id, struct fault *fault)
{
	const struct sale *sale = &work->sale;
	BSON(document);
	BSON(fields);

	wire_put_id(&document, "_id", task_id);
	wire_put_int(&document, "version", 1);
	wire_put_id(&document, "sale_id", &sale->id);
	wire_put_text(&document, "sale_number", sale->number);
	wire_put_text(&document, "kind", task_kind_name(ask->kind));
	wire_put_id(&document, "agent_id", &sale->agent_id);
	wire_put_text(&document, "agent_name", wire_get_text(sale->document, "agent_name"));
	wire_put_id(&document, "team_id", &sale->team_id);
	wire_put_id(&document, "campaign_id", &sale->campaign_id);
	wire_put_text(&document, "state", "open");
	put_items(&fields, ask);
	wire_put_array(&document, "fields", &fields);
	if (ask->fault)
		put_fault(&document, ask->fault);
	put_asker(&document, work->actor);
	wire_put_ms(&document, "sale_expires_at", sale->expires_ms);
	TRY(task_put_pool_at(conn, work, &sale->agent_id, &document, fault));
	return conn_insert(conn, TASKS, &document, fault);
}

/* One call for all: what is new is added, and the whole is to be seen again. */
static enum rc add_to_task(struct conn *conn, const struct sale_case *work, const struct task_ask *ask,
                           const struct id *task_id, struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(set);
	BSON(unset);
	BSON(inc);
	BSON(push);
	BSON(each);
	BSON(fields);
	const struct id worker_id = worker_of(&work->sale);

	wire_put_id(&filter, "_id", task_id);
	wire_put_text(&filter, "state", "open");
	put_asker(&set, work->actor);
	TRY(task_put_pool_at(conn, work, &worker_id, &set, fault));
	if (ask->kind == TASK_RERECORD)
		wire_put_text(&set, "kind", task_kind_name(TASK_RERECORD));
	if (ask->fault)
		put_fault(&set, ask->fault);
	wire_put_document(&update, "$set", &set);
	wire_put_int(&unset, "acknowledged_at", 1);
	wire_put_int(&unset, "answered_at", 1);
	wire_put_document(&update, "$unset", &unset);
	put_items(&fields, ask);
	wire_put_array(&each, "$each", &fields);
	wire_put_document(&push, "fields", &each);
	wire_put_document(&update, "$push", &push);
	wire_put_int(&inc, "version", 1);
	wire_put_document(&update, "$inc", &inc);
	return conn_update(conn, TASKS, &filter, &update, false, NULL, fault);
}

enum rc task_open(struct conn *conn, struct sale_case *work, const struct task_ask *ask, bson_t *set,
                  struct fault *fault)
{
	bool is_new = id_is_none(&work->sale.task_id);
	struct id id = is_new ? id_new(work->actor->real_ms) : work->sale.task_id;
	const struct task_fact fact = {.task_id = id,
	                               .kind = task_kind_name(ask->kind),
	                               .state = "open",
	                               .worker_id = worker_of(&work->sale),
	                               .asker_id = work->actor->user_id};

	if (is_new)
		TRY(insert_task(conn, work, ask, &id, fault));
	else
		TRY(add_to_task(conn, work, ask, &id, fault));
	TRY(task_tell(conn, work, &fact, fault));
	TRY(task_notify(conn, work, &fact.worker_id, fact.kind, &id, fault));
	work->sale.task_id = id;
	work->sale.task_agent_id = fact.worker_id;
	wire_put_id(set, "task_id", &id);
	wire_put_id(set, "task_agent_id", &fact.worker_id);
	return RC_OK;
}

void task_put_none(bson_t *unset)
{
	wire_put_int(unset, "task_id", 1);
	wire_put_int(unset, "task_agent_id", 1);
}

/* ---- ending ---- */

static enum rc find_open(struct conn *conn, const struct sale_case *work, const bson_t **task, struct fault *fault)
{
	BSON(filter);

	wire_put_id(&filter, "_id", &work->sale.task_id);
	wire_put_text(&filter, "state", "open");
	return conn_find_one(conn, TASKS, &filter, NULL, work->arena, task, fault);
}

enum rc task_write(struct conn *conn, const bson_t *task, const bson_t *set, const bson_t *unset, struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(inc);
	struct id id = wire_get_id(task, "_id");
	int64_t matched;

	wire_put_id(&filter, "_id", &id);
	wire_put_int(&filter, "version", wire_get_int(task, "version", 0));
	wire_put_document(&update, "$set", set);
	if (unset)
		wire_put_document(&update, "$unset", unset);
	wire_put_int(&inc, "version", 1);
	wire_put_document(&update, "$inc", &inc);
	TRY(conn_update(conn, TASKS, &filter, &update, false, &matched, fault));
	if (matched == 1)
		return RC_OK;
	conn->redo = true;
	return fault_set(fault, RC_STALE, "stale", "tasks: the row changed meanwhile");
}

static enum rc end_task(struct conn *conn, const struct sale_case *work, const bson_t *task, const char *state,
                        struct fault *fault)
{
	BSON(set);
	BSON(unset);
	const struct task_fact fact = {.task_id = wire_get_id(task, "_id"),
	                               .kind = wire_get_text(task, "kind"),
	                               .state = state,
	                               .worker_id = wire_get_id(task, "agent_id"),
	                               .asker_id = wire_get_id(task, "asked_by")};

	wire_put_text(&set, "state", state);
	wire_put_int(&unset, "pool", 1);
	wire_put_int(&unset, "pool_at", 1);
	TRY(task_write(conn, task, &set, &unset, fault));
	return task_tell(conn, work, &fact, fault);
}

static bool has_open_fields(const bson_t *task)
{
	bson_t fields;

	return !wire_has(task, "answered_at") && wire_get_document(task, "fields", &fields) && !bson_empty(&fields);
}

enum rc task_reread(struct conn *conn, struct sale_case *work, bool *done, struct fault *fault)
{
	BSON(set);
	BSON(unset);
	const bson_t *task;

	TRY(find_open(conn, work, &task, fault));
	*done = !task || !has_open_fields(task);
	if (!task)
		return RC_OK;
	if (*done)
		return end_task(conn, work, task, "done", fault);
	wire_put_text(&set, "kind", task_kind_name(TASK_DATA_REQUEST));
	wire_put_int(&unset, "fault", 1);
	return task_write(conn, task, &set, &unset, fault);
}

enum rc task_cancel(struct conn *conn, struct sale_case *work, struct fault *fault)
{
	const bson_t *task;

	TRY(find_open(conn, work, &task, fault));
	return task ? end_task(conn, work, task, "cancelled", fault) : RC_OK;
}

/* ---- whose ---- */

/* The agent's own, and what nobody of their teams has taken up in time. A supervisor: the teams'. */
static void put_reached(const struct scope *scope, bson_t *filter)
{
	BSON(either);
	BSON(own);
	BSON(pool);

	if (strcmp(scope->role, role_name(ROLE_AGENT)) != 0) {
		wire_put_in_ids(filter, "team_id", scope->team_ids, scope->teams_count);
		return;
	}
	wire_put_id(&own, "agent_id", &scope->user_id);
	wire_put_bool(&pool, "pool", true);
	wire_put_in_ids(&pool, "team_id", scope->team_ids, scope->teams_count);
	wire_put_document(&either, "0", &own);
	wire_put_document(&either, "1", &pool);
	wire_put_array(filter, "$or", &either);
}

const struct scope_rule task_rule = {.own = "agent_id", .team = "team_id", .reached = put_reached};

enum rc task_find(struct conn *conn, const struct scope *scope, const struct id *id, struct arena *arena,
                  const bson_t **task, struct fault *fault)
{
	const struct rows_query query = {.collection = TASKS, .scope = scope, .rule = &task_rule};

	return rows_one(conn, &query, id, arena, task, fault);
}

enum rc task_end_answered(struct conn *conn, const struct sale_case *work, const bson_t *task,
                          const struct task_answer *answers, size_t count, bool reread, struct fault *fault)
{
	BSON(set);
	BSON(unset);
	BSON(rows);
	bool stays = reread || wire_has(task, "fault");
	const char *kind = stays ? task_kind_name(TASK_RERECORD) : wire_get_text(task, "kind");
	const struct task_fact fact = {.task_id = wire_get_id(task, "_id"),
	                               .kind = kind,
	                               .state = stays ? "open" : "answered",
	                               .worker_id = wire_get_id(task, "agent_id"),
	                               .asker_id = wire_get_id(task, "asked_by")};
	struct id whom = id_is_none(&work->sale.owner_id) ? fact.asker_id : work->sale.owner_id;

	for (size_t i = 0; i < count; i++) {
		char key[16];
		const char *name;
		BSON(row);

		(void)bson_uint32_to_string((uint32_t)i, &name, key, sizeof key);
		wire_put_text(&row, "name", sale_field_name(answers[i].field));
		wire_put_text(&row, "answer", data_request_answer_name(answers[i].answer));
		wire_put_document(&rows, name, &row);
	}
	wire_put_text(&set, "kind", kind);
	wire_put_text(&set, "state", fact.state);
	wire_put_array(&set, "answers", &rows);
	wire_put_ms(&set, "answered_at", work->actor->now_ms);
	if (!wire_has(task, "acknowledged_at"))
		wire_put_ms(&set, "acknowledged_at", work->actor->now_ms);
	wire_put_int(&unset, "pool", 1);
	wire_put_int(&unset, "pool_at", 1);
	TRY(task_write(conn, task, &set, &unset, fault));
	TRY(task_tell(conn, work, &fact, fault));
	return id_is_none(&whom) ? RC_OK : task_notify(conn, work, &whom, "answered", &fact.task_id, fault);
}

/* ---- reading ---- */

/* What stands in the form now; NULL when nothing does. */
static const char *value_of(const struct sale *sale, enum sale_field field, struct arena *arena)
{
	switch (field) {
	case SALE_FIELD_FULL_NAME:
		return sale->person.full_name;
	case SALE_FIELD_DOCUMENT_TYPE:
		return sale->person.document_type;
	case SALE_FIELD_DOCUMENT_NUMBER:
		return sale->person.document_number;
	case SALE_FIELD_PHONE:
		return sale->person.phone;
	case SALE_FIELD_ISSUE_DATE:
		return sale->person.issue_date;
	case SALE_FIELD_PLACE_OF_ISSUE:
		return sale->person.place_of_issue;
	case SALE_FIELD_BIRTHPLACE:
		return sale->person.birthplace;
	case SALE_FIELD_OTHER_OPERATOR:
		return sale->other_name;
	case SALE_FIELD_OTHER_OPERATOR_VALUE:
		return sale->other_value ? arena_printf(arena, "%lld", (long long)sale->other_value) : NULL;
	case SALE_FIELD_ALTERNATE_PHONE:
		return sale->alternate_phone;
	case SALE_FIELD_BEST_HOUR:
		return sale->best_hour;
	case SALE_FIELD_RESIDENCE_ADDRESS:
		return sale->residence_address;
	case SALE_FIELD_DELIVERY_ADDRESS:
		return sale->delivery_address;
	case SALE_FIELD_CITY:
		return sale->city;
	default:
		return NULL;
	}
}

static void write_text(struct buf *out, const char *name, const char *text)
{
	if (!text)
		return;
	buf_printf(out, ",\"%s\":", name);
	buf_json_string(out, text, strlen(text));
}

static void write_field(struct buf *out, const bson_t *row, const struct sale *sale, struct arena *arena)
{
	const char *name = wire_get_text(row, "name"), *reason = wire_get_text(row, "reason");
	enum sale_field field;

	buf_text(out, "{\"name\":");
	buf_json_string(out, name ? name : "", name ? strlen(name) : 0);
	write_text(out, "reason", reason);
	write_text(out, "note", wire_get_text(row, "note"));
	if (sale && name && sale_field_parse(name, &field))
		write_text(out, "value", value_of(sale, field, arena));
	buf_char(out, '}');
}

/* The sale beside the task: whom to call, and what stands in the asked fields. */
struct beside {
	struct conn *conn;
	struct sale_warnings warnings;
	struct arena *arena;
	struct fault fault;
	enum rc rc;
};

static void put_sale(struct buf *out, struct beside *beside, const struct sale *sale)
{
	write_text(out, "customer_name", sale->person.full_name);
	sale_warnings_put(&beside->warnings, &sale->campaign_id, sale->state, sale->expires_ms, out);
}

static void put_extra(struct buf *out, const bson_t *row, void *context)
{
	struct beside *beside = context;
	struct id sale_id = wire_get_id(row, "sale_id");
	struct sale sale;
	enum rc rc = sale_get(beside->conn, &sale_id, &scope_all, beside->arena, &sale, &beside->fault);
	bson_t fields, field;
	bson_iter_t iter;
	const char *comma = "";

	if (rc != RC_OK)
		beside->rc = rc;
	else
		put_sale(out, beside, &sale);
	buf_text(out, ",\"fields\":[");
	if (wire_get_document(row, "fields", &fields) && bson_iter_init(&iter, &fields))
		while (bson_iter_next(&iter)) {
			if (!wire_bson_inner(&iter, &field))
				continue;
			buf_text(out, comma);
			write_field(out, &field, rc == RC_OK ? &sale : NULL, beside->arena);
			comma = ",";
		}
	buf_char(out, ']');
}

static void put_fields(bson_t *fields)
{
	static const char *const shown[] = {
		"sale_id",         "sale_number", "kind",
		"state",           "agent_id",    "fields",
		"agent_name",      "pool",        "answers",
		"fault",           "asked_at",    "asked_by_name",
		"acknowledged_at", "answered_at", "sale_expires_at",
		"version",
	};

	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
		wire_put_int(fields, shown[i], 1);
}

static const char *const hidden[] = {"fields", NULL};
static const struct wire_view view = {.hidden = hidden};

enum rc tasks_page_json(struct conn *conn, const struct task_list *list, struct buf *out, struct fault *fault)
{
	ARENA(arena, 65536, 8 << 20);
	struct beside beside = {.conn = conn, .warnings = {.conn = conn, .arena = arena}, .arena = arena};
	BSON(filter);
	BSON(fields);
	const struct rows_query query = {.collection = TASKS,
	                                 .filter = &filter,
	                                 .fields = &fields,
	                                 .scope = list->scope,
	                                 .rule = &task_rule,
	                                 .view = &view,
	                                 .sort = "sale_expires_at",
	                                 .limit = list->limit,
	                                 .after = list->after,
	                                 .extra = put_extra,
	                                 .context = &beside};

	wire_put_text(&filter, "state", "open");
	if (!id_is_none(&list->agent_id))
		wire_put_id(&filter, "agent_id", &list->agent_id);
	put_fields(&fields);
	TRY(rows_page_json(conn, &query, out, fault));
	if (beside.rc != RC_OK)
		*fault = beside.fault;
	return beside.rc;
}

enum rc task_json(struct conn *conn, const struct scope *scope, const struct id *id, struct buf *out,
                  int64_t *version, struct fault *fault)
{
	ARENA(arena, 16384, 1 << 20);
	struct beside beside = {.conn = conn, .warnings = {.conn = conn, .arena = arena}, .arena = arena};
	BSON(fields);
	const struct rows_query query = {.collection = TASKS,
	                                 .fields = &fields,
	                                 .scope = scope,
	                                 .rule = &task_rule,
	                                 .view = &view,
	                                 .extra = put_extra,
	                                 .context = &beside};

	put_fields(&fields);
	TRY(rows_one_json(conn, &query, id, out, version, fault));
	if (beside.rc != RC_OK)
		*fault = beside.fault;
	return beside.rc;
}

enum rc task_latest_json(struct conn *conn, const struct id *sale_id, struct buf *out, struct fault *fault)
{
	BUF(task, 64 * 1024);
	BSON(filter);
	BSON(fields);
	const struct rows_query query = {.collection = TASKS,
	                                 .filter = &filter,
	                                 .fields = &fields,
	                                 .scope = &scope_all,
	                                 .sort = "asked_at",
	                                 .descending = true};
	enum rc rc;

	wire_put_id(&filter, "sale_id", sale_id);
	put_fields(&fields);
	rc = rows_first_json(conn, &query, &task, NULL, fault);
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	TRY(rc);
	buf_text(out, ",\"task\":");
	buf_append(out, task.data, task.length);
	return RC_OK;
}
