/* Presence by streams, and notifications with their tasks. A real replica set. */
#include "base/buf.h"
#include "base/clock.h"
#include "store/agents.h"
#include "store/notifications.h"
#include "store/presence.h"
#include "store/txn.h"
#include "store/testing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#define AT_MS INT64_C(1767275000000)

static struct store *store;

static struct id new_id(void)
{
	return id_new(clock_real_ms());
}

static void insert(const char *collection, const bson_t *document)
{
	struct fault fault;
	CONN(conn);

	testing_must(conn_open(store, STORE_BRISK, &conn, &fault), &fault);
	testing_must(conn_insert(&conn, collection, document, &fault), &fault);
}

static const bson_t *read_row(const char *collection, const struct id *id, struct arena *arena)
{
	const bson_t *row;
	struct fault fault;
	CONN(conn);
	BSON(filter);

	wire_put_id(&filter, "_id", id);
	testing_must(conn_open(store, STORE_BRISK, &conn, &fault), &fault);
	testing_must(conn_find_one(&conn, collection, &filter, NULL, arena, &row, &fault), &fault);
	return row;
}

static int64_t events_of(const char *type, const char *field, const struct id *id)
{
	int64_t count = 0;
	const bson_t *row;
	struct fault fault;
	enum rc rc;
	CONN(conn);
	BSON(filter);

	wire_put_text(&filter, "type", type);
	wire_put_id(&filter, field, id);
	testing_must(conn_open(store, STORE_BRISK, &conn, &fault), &fault);
	CURSOR(cursor) = conn_find(&conn, "events", &filter, NULL);
	while (conn_next(&conn, cursor, &row, &rc, &fault))
		count++;
	testing_must(rc, &fault);
	return count;
}

/* ---- presence ---- */

static struct id add_agent_in(const char *state)
{
	struct id id = new_id(), team_id = new_id();
	BSON(row);

	wire_put_id(&row, "_id", &id);
	wire_put_int(&row, "version", 1);
	wire_put_id(&row, "team_id", &team_id);
	wire_put_text(&row, "state", state);
	wire_put_ms(&row, "since", AT_MS);
	insert("agent_states", &row);
	return id;
}

static struct id add_agent(void)
{
	return add_agent_in("available");
}

static void opened(const struct id *user_id, const struct id *stream_id)
{
	const struct presence presence = {*user_id, *stream_id, AT_MS, AT_MS};
	struct fault fault;

	testing_must(presence_opened(store, &presence, &fault), &fault);
}

static void closed(const struct id *user_id, const struct id *stream_id, int64_t real_ms)
{
	const struct presence presence = {*user_id, *stream_id, AT_MS, real_ms};
	struct fault fault;

	testing_must(presence_closed(store, &presence, &fault), &fault);
}

static int64_t lost_ms(const struct id *user_id)
{
	ARENA(arena, 2048, SIZE_MAX);

	return wire_get_ms(read_row("agent_states", user_id, arena), "stream_lost_at", 0);
}

static void the_last_stream_that_closes_is_a_loss_until_another_opens(void **state)
{
	struct id agent = add_agent(), first = new_id(), second = new_id();

	(void)state;
	opened(&agent, &first);
	assert_int_equal(lost_ms(&agent), 0);
	closed(&agent, &first, AT_MS + 5);
	assert_int_equal(lost_ms(&agent), AT_MS + 5);
	closed(&agent, &first, AT_MS + 900); /* told twice: the first time stands */
	assert_int_equal(lost_ms(&agent), AT_MS + 5);
	opened(&agent, &second);
	assert_int_equal(lost_ms(&agent), 0);
	assert_int_equal(events_of("agent.presence", "agent_id", &agent), 2);
}

static void the_end_of_an_older_stream_is_no_loss(void **state)
{
	struct id agent = add_agent(), old = new_id(), reloaded = new_id();

	(void)state;
	opened(&agent, &old);
	opened(&agent, &reloaded);
	closed(&agent, &old, AT_MS + 5);
	assert_int_equal(lost_ms(&agent), 0);
	closed(&agent, &reloaded, AT_MS + 6);
	assert_int_equal(lost_ms(&agent), AT_MS + 6);
}

static void a_stream_older_than_the_agents_row_counts_when_it_ends(void **state)
{
	struct id agent = add_agent(), stream = new_id();

	(void)state;
	closed(&agent, &stream, AT_MS + 7);
	assert_int_equal(lost_ms(&agent), AT_MS + 7);
}

static void log_in(const struct id *user_id, int64_t real_ms)
{
	const struct agent_log_in log_in = {.user_id = *user_id, .now_ms = AT_MS, .real_ms = real_ms};
	struct agent_row row;
	struct fault fault;
	ARENA(arena, 4096, SIZE_MAX);

	testing_must(agent_log_in(store, &log_in, arena, &row, &fault), &fault);
	assert_int_equal(row.agent.state, AGENT_BREAK);
}

static void who_comes_back_to_work_has_time_to_open_a_stream(void **state)
{
	struct id agent = add_agent_in("offline"), fresh = add_agent_in("offline"), stream = new_id();

	(void)state;
	closed(&agent, &stream, AT_MS + 7);
	log_in(&agent, AT_MS + 900);
	assert_int_equal(lost_ms(&agent), AT_MS + 900);
	log_in(&agent, AT_MS + 1800); /* at work already: the loss goes on */
	assert_int_equal(lost_ms(&agent), AT_MS + 900);
	log_in(&fresh, AT_MS + 900);
	assert_int_equal(lost_ms(&fresh), 0);
}

static void who_is_no_agent_has_no_presence(void **state)
{
	struct id user = new_id(), stream = new_id();
	ARENA(arena, 512, SIZE_MAX);

	(void)state;
	opened(&user, &stream);
	closed(&user, &stream, AT_MS);
	assert_null(read_row("agent_states", &user, arena));
	assert_int_equal(events_of("agent.presence", "agent_id", &user), 0);
}

/* ---- notifications ---- */

static struct id add_task(const struct id *agent_id)
{
	struct id id = new_id(), sale_id = new_id(), team_id = new_id(), asker_id = new_id();
	BSON(row);

	wire_put_id(&row, "_id", &id);
	wire_put_int(&row, "version", 1);
	wire_put_id(&row, "sale_id", &sale_id);
	wire_put_text(&row, "kind", "data_request");
	wire_put_id(&row, "agent_id", agent_id);
	wire_put_id(&row, "team_id", &team_id);
	wire_put_text(&row, "state", "open");
	wire_put_id(&row, "asked_by", &asker_id);
	wire_put_ms(&row, "asked_at", AT_MS);
	insert("tasks", &row);
	return id;
}

static enum rc append(struct conn *conn, void *context, struct fault *fault)
{
	return notification_append(conn, context, fault);
}

static void notify(const struct id *user_id, const struct id *task_id, int64_t at_ms)
{
	struct notification notification = {
		.user_id = *user_id, .kind = "data_request", .task_id = *task_id, .at_ms = at_ms};
	struct fault fault;

	testing_must(txn_run(store, append, &notification, &fault), &fault);
}

/* The page as it is answered, and the id of its first item. */
static struct id first_of(const struct id *user_id, struct buf *page)
{
	struct id id = {{0}};
	struct fault fault;
	const char *at;
	char text[ID_HEX + 1] = {0};
	CONN(conn);

	buf_reset(page);
	testing_must(conn_open(store, STORE_BRISK, &conn, &fault), &fault);
	testing_must(notifications_page_json(&conn, user_id, NULL, 10, page, &fault), &fault);
	at = strstr(page->data, "\"id\":\"");
	if (at)
		memcpy(text, at + strlen("\"id\":\""), ID_HEX);
	(void)id_parse(text, &id);
	return id;
}

struct acknowledging {
	struct id user_id, id;
};

static enum rc acknowledge(struct conn *conn, void *context, struct fault *fault)
{
	const struct acknowledging *acknowledging = context;

	return notification_acknowledge(conn, &acknowledging->user_id, &acknowledging->id, AT_MS + 1000, fault);
}

static void acknowledging_is_ones_own_and_reaches_the_task(void **state)
{
	ARENA(arena, 4096, SIZE_MAX);
	struct id agent = new_id(), task = add_task(&agent);
	struct acknowledging acknowledging = {.user_id = new_id()};
	struct fault fault = {0};
	BUF(page, 1 << 16);

	(void)state;
	notify(&agent, &task, AT_MS);
	notify(&agent, &task, AT_MS + 1);
	acknowledging.id = first_of(&agent, &page);
	assert_false(id_is_none(&acknowledging.id));
	assert_int_equal(wire_get_ms(read_row("notifications", &acknowledging.id, arena), "at", 0), AT_MS + 1);

	assert_int_equal(txn_run(store, acknowledge, &acknowledging, &fault), RC_NOT_FOUND); /* somebody else */
	acknowledging.user_id = agent;
	testing_must(txn_run(store, acknowledge, &acknowledging, &fault), &fault);
	testing_must(txn_run(store, acknowledge, &acknowledging, &fault), &fault);
	assert_int_equal(wire_get_ms(read_row("tasks", &task, arena), "acknowledged_at", 0), AT_MS + 1000);
	assert_int_equal(events_of("task.changed", "data.task_id", &task), 1);
	assert_int_equal(events_of("notification", "user_id", &agent), 2);

	acknowledging.id = first_of(&agent, &page); /* the older one is left */
	assert_int_equal(wire_get_ms(read_row("notifications", &acknowledging.id, arena), "at", 0), AT_MS);
	testing_must(txn_run(store, acknowledge, &acknowledging, &fault), &fault);
	acknowledging.id = first_of(&agent, &page);
	assert_true(id_is_none(&acknowledging.id));
	assert_string_equal(page.data, "{\"items\":[],\"next\":null}");
}

static int open_store(void **state)
{
	(void)state;
	store = testing_open("presence_test");
	return 0;
}

static int close_store(void **state)
{
	(void)state;
	testing_close(store);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_last_stream_that_closes_is_a_loss_until_another_opens),
		cmocka_unit_test(the_end_of_an_older_stream_is_no_loss),
		cmocka_unit_test(a_stream_older_than_the_agents_row_counts_when_it_ends),
		cmocka_unit_test(who_comes_back_to_work_has_time_to_open_a_stream),
		cmocka_unit_test(who_is_no_agent_has_no_presence),
		cmocka_unit_test(acknowledging_is_ones_own_and_reaches_the_task),
	};
	return cmocka_run_group_tests(tests, open_store, close_store);
}
