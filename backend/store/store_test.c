/* Transactions, idempotency, compare-and-set, pages, outbox, leases: against a real replica set. */
#include "base/clock.h"
#include "base/buf.h"
#include "store/audit.h"
#include "store/cas.h"
#include "store/idempotency.h"
#include "store/lease.h"
#include "store/outbox.h"
#include "store/rows.h"
#include "store/settings.h"
#include "store/testing.h"
#include "store/txn.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static struct store *store;

static struct id new_id(void)
{
	return id_new(clock_real_ms());
}

/* teams stand for any collection: small, versioned, owned. */
static void put_team(bson_t *document, const struct id *id, const char *name, const struct id *supervisor)
{
	wire_put_id(document, "_id", id);
	wire_put_int(document, "version", 1);
	wire_put_text(document, "name", name);
	wire_put_ids(document, "supervisor_ids", supervisor, 1);
}

static struct id add_team(const char *name, const struct id *supervisor)
{
	struct id id = new_id();
	struct fault fault;
	CONN(conn);
	BSON(document);

	testing_must(conn_open(store, STORE_BRISK, &conn, &fault), &fault);
	put_team(&document, &id, name, supervisor);
	testing_must(conn_insert(&conn, "teams", &document, &fault), &fault);
	return id;
}

static int64_t count_rows(const char *collection, const char *key, const struct id *id)
{
	struct fault fault;
	enum rc rc;
	int64_t count = 0;
	const bson_t *row;
	CONN(conn);
	BSON(filter);

	testing_must(conn_open(store, STORE_BRISK, &conn, &fault), &fault);
	wire_put_id(&filter, key, id);
	CURSOR(cursor) = conn_find(&conn, collection, &filter, NULL);
	while (conn_next(&conn, cursor, &row, &rc, &fault))
		count++;
	testing_must(rc, &fault);
	return count;
}

static const struct scope_rule team_rule = {.own = "supervisor_ids"};

/* --- one document --- */

static void a_duplicate_names_its_index_and_no_value(void **state)
{
	struct id supervisor = new_id(), id = new_id();
	struct fault fault = {0};
	CONN(conn);
	BSON(document);

	(void)state;
	add_team("Equipo Duplicado", &supervisor);
	put_team(&document, &id, "Equipo Duplicado", &supervisor);
	assert_int_equal(conn_open(store, STORE_BRISK, &conn, &fault), RC_OK);
	assert_int_equal(conn_insert(&conn, "teams", &document, &fault), RC_CONFLICT);
	assert_string_equal(fault.code, "duplicate");
	assert_string_equal(conn.duplicate, "name");
	assert_null(strstr(fault.detail, "Equipo"));
}

static void a_document_its_validator_refuses_is_our_mistake(void **state)
{
	struct id id = new_id();
	struct fault fault = {0};
	CONN(conn);
	BSON(document);

	(void)state;
	wire_put_id(&document, "_id", &id);
	wire_put_int(&document, "name", 5);
	assert_int_equal(conn_open(store, STORE_BRISK, &conn, &fault), RC_OK);
	assert_int_equal(conn_insert(&conn, "teams", &document, &fault), RC_BROKEN);
	assert_string_equal(fault.code, "validation");
	assert_non_null(strstr(fault.detail, "version"));
}

static void a_query_without_an_index_is_refused(void **state)
{
	ARENA(arena, 1024, 1 << 16);
	struct fault fault = {0};
	const bson_t *row;
	CONN(conn);
	BSON(filter);

	(void)state;
	wire_put_text(&filter, "nowhere", "x");
	assert_int_equal(conn_open(store, STORE_BRISK, &conn, &fault), RC_OK);
	assert_int_equal(conn_find_one(&conn, "teams", &filter, NULL, arena, &row, &fault), RC_BROKEN);
	assert_string_equal(fault.code, "no_index");
}

static enum rc rename_team(const struct id *id, int64_t version, const struct scope *scope, const char *when_name,
                           struct fault *fault)
{
	ARENA(arena, 1024, 1 << 16);
	BSON(when);
	BSON(set);
	BSON(update);
	const struct cas cas = {.collection = "teams",
	                        .id = *id,
	                        .version = version,
	                        .when = &when,
	                        .update = &update,
	                        .scope = scope,
	                        .rule = &team_rule,
	                        .conflict = "name"};
	const bson_t *after;
	char name[ID_HEX + 16];
	CONN(conn);

	(void)snprintf(name, sizeof name, "renamed %s", ID_TEXT(id));
	wire_put_text(&when, "name", when_name);
	wire_put_text(&set, "name", name);
	wire_put_document(&update, "$set", &set);
	TRY(conn_open(store, STORE_BRISK, &conn, fault));
	TRY(cas_update(&conn, &cas, arena, &after, fault));
	assert_int_equal(wire_get_int(after, "version", 0), version ? version + 1 : 2);
	return RC_OK;
}

static void compare_and_set_tells_its_refusals_apart(void **state)
{
	struct id supervisor = new_id(), other = new_id(), nobody = new_id();
	struct id id = add_team("cas", &supervisor);
	struct scope own = {.kind = SCOPE_OWN, .user_id = supervisor},
		     foreign = {.kind = SCOPE_OWN, .user_id = other};
	struct scope unset = {0}, team = {.kind = SCOPE_TEAM};
	struct fault fault;

	(void)state;
	assert_int_equal(rename_team(&nobody, 1, &own, "cas", &fault), RC_NOT_FOUND);
	assert_int_equal(rename_team(&id, 1, &foreign, "cas", &fault), RC_NOT_FOUND);
	assert_int_equal(rename_team(&id, 9, &own, "cas", &fault), RC_STALE);
	assert_int_equal(rename_team(&id, 1, &own, "else", &fault), RC_CONFLICT);
	assert_string_equal(fault.code, "name");
	assert_int_equal(rename_team(&id, 1, &unset, "cas", &fault), RC_BROKEN);
	assert_int_equal(rename_team(&id, 1, &team, "cas", &fault), RC_BROKEN);
	assert_int_equal(rename_team(&id, 1, &own, "cas", &fault), RC_OK);
	assert_int_equal(rename_team(&id, 1, &own, "cas", &fault), RC_STALE);
}

/* --- pages --- */

/* Reads all pages; returns how many items there were and leaves the names, in order, in `names`. */
static int read_pages(struct rows_query *query, struct buf *names)
{
	ARENA(arena, 4096, 1 << 20);
	struct fault fault;
	int items = 0;
	CONN(conn);

	testing_must(conn_open(store, STORE_BRISK, &conn, &fault), &fault);
	for (;;) {
		BUF(out, 1 << 20);
		const char *at, *next;

		testing_must(rows_page_json(&conn, query, &out, &fault), &fault);
		for (at = out.data; (at = strstr(at, "\"name\":\"")); items++) {
			at += strlen("\"name\":\"");
			buf_append(names, at, strcspn(at, "\""));
			buf_char(names, ' ');
		}
		next = strstr(out.data, "\"next\":\"");
		if (!next)
			return items;
		next += strlen("\"next\":\"");
		query->after = arena_strndup(arena, next, strcspn(next, "\""));
	}
}

static void pages_neither_repeat_nor_skip(void **state)
{
	struct id supervisor = new_id();
	const struct scope own = {.kind = SCOPE_OWN, .user_id = supervisor};
	static const char *const sorts[] = {NULL, "name"};
	BSON(fields);

	(void)state;
	for (int i = 0; i < 7; i++) {
		char name[16];
		(void)snprintf(name, sizeof name, "p%d", i);
		add_team(name, &supervisor);
	}
	wire_put_int(&fields, "name", 1);
	for (int64_t limit = 1; limit <= 8; limit++) {
		for (size_t i = 0; i < 4; i++) {
			struct rows_query query = {.collection = "teams",
			                           .fields = &fields,
			                           .scope = &own,
			                           .rule = &team_rule,
			                           .sort = sorts[i % 2],
			                           .descending = i / 2,
			                           .limit = limit};
			BUF(names, 4096);

			assert_int_equal(read_pages(&query, &names), 7);
			if (query.sort)
				assert_string_equal(names.data, query.descending ? "p6 p5 p4 p3 p2 p1 p0 "
				                                                 : "p0 p1 p2 p3 p4 p5 p6 ");
		}
	}
}

static void a_list_of_all_needs_no_filter(void **state)
{
	struct rows_query query = {.collection = "teams", .scope = &scope_all, .limit = 200};
	BUF(names, 1 << 16);
	struct id supervisor = new_id();

	(void)state;
	add_team("all", &supervisor);
	assert_true(read_pages(&query, &names) >= 1);
}

static void a_forged_cursor_is_refused(void **state)
{
	static const char *const forged[] = {"x", "AAAA", "BQAAAAA", "FAAAAAdpAAECAwQFBgcICQoLDAA=", "!!!"};
	struct fault fault = {0};
	CONN(conn);

	(void)state;
	assert_int_equal(conn_open(store, STORE_BRISK, &conn, &fault), RC_OK);
	for (size_t i = 0; i < sizeof forged / sizeof *forged; i++) {
		const struct rows_query query = {
			.collection = "teams", .scope = &scope_all, .sort = "name", .after = forged[i]};
		BUF(out, 1 << 16);

		assert_int_equal(rows_page_json(&conn, &query, &out, &fault), RC_MALFORMED);
	}
}

static void a_page_without_scope_is_refused(void **state)
{
	const struct rows_query query = {.collection = "teams"};
	struct fault fault = {0};
	BUF(out, 1 << 16);
	CONN(conn);

	(void)state;
	assert_int_equal(conn_open(store, STORE_BRISK, &conn, &fault), RC_OK);
	assert_int_equal(rows_page_json(&conn, &query, &out, &fault), RC_BROKEN);
}

static void one_row_comes_as_json_with_its_version(void **state)
{
	struct id supervisor = new_id(), id = add_team("one", &supervisor), nobody = new_id();
	const struct rows_query query = {.collection = "teams", .scope = &scope_all};
	struct fault fault = {0};
	int64_t version = 0;
	BUF(out, 1 << 16);
	CONN(conn);

	(void)state;
	assert_int_equal(conn_open(store, STORE_BRISK, &conn, &fault), RC_OK);
	assert_int_equal(rows_one_json(&conn, &query, &id, &out, &version, &fault), RC_OK);
	assert_int_equal(version, 1);
	assert_int_equal(strncmp(out.data + 7, ID_TEXT(&id), ID_HEX), 0);
	assert_int_equal(rows_one_json(&conn, &query, &nobody, &out, &version, &fault), RC_NOT_FOUND);
}

/* --- transactions --- */

struct fact {
	struct id team, supervisor;
	enum rc fails; /* after everything was written */
	int runs;
	int64_t number;
};

static enum rc write_fact(struct conn *conn, void *context, struct fault *fault)
{
	struct fact *fact = context;
	struct event event = {.type = "team.made", .at_ms = 1, .subject_kind = "team", .channels = {"admin"}};
	struct audit_entry entry = {.at_ms = 1, .real_ms = 1, .role = "admin", .operation = "team_create"};
	BSON(document);
	char name[ID_HEX + 8];

	fact->runs++;
	event.subject_id = entry.subject_id = fact->team;
	entry.subject_kind = "team";
	(void)snprintf(name, sizeof name, "t %s", ID_TEXT(&fact->team));
	put_team(&document, &fact->team, name, &fact->supervisor);
	TRY(conn_insert(conn, "teams", &document, fault));
	TRY(event_append(conn, &event, fault));
	TRY(audit_append(conn, &entry, fault));
	TRY(sequence_next(conn, "fact", &fact->number, fault));
	if (fact->fails != RC_OK)
		return fault_set(fault, fact->fails, "test", "as asked");
	return RC_OK;
}

static void a_fact_its_event_and_its_audit_appear_together(void **state)
{
	struct fact fact = {.team = new_id(), .supervisor = new_id()};
	struct fault fault;

	(void)state;
	assert_int_equal(txn_run(store, write_fact, &fact, &fault), RC_OK);
	assert_int_equal(count_rows("teams", "_id", &fact.team), 1);
	assert_int_equal(count_rows("events", "subject.id", &fact.team), 1);
	assert_int_equal(count_rows("audit", "subject.id", &fact.team), 1);
}

static void a_failed_body_leaves_nothing_and_no_gap(void **state)
{
	struct fact fact = {.team = new_id(), .supervisor = new_id(), .fails = RC_CONFLICT};
	struct fault fault;
	int64_t number;

	(void)state;
	assert_int_equal(txn_run(store, write_fact, &fact, &fault), RC_CONFLICT);
	assert_int_equal(fact.runs, 1);
	assert_int_equal(count_rows("teams", "_id", &fact.team), 0);
	assert_int_equal(count_rows("events", "subject.id", &fact.team), 0);
	assert_int_equal(count_rows("audit", "subject.id", &fact.team), 0);
	number = fact.number;
	fact.fails = RC_OK;
	assert_int_equal(txn_run(store, write_fact, &fact, &fault), RC_OK);
	assert_int_equal(fact.number, number);
}

enum { WRITERS = 6, WRITES = 5 };

static void *write_facts(void *context)
{
	struct fault fault;

	for (int i = 0; i < WRITES; i++) {
		struct fact fact = {.team = new_id(), .supervisor = *(struct id *)context};
		testing_must(txn_run(store, write_fact, &fact, &fault), &fault);
	}
	return NULL;
}

/* All of them touch one hot document (the sequence): without redoing, most would fail. */
static void conflicting_transactions_are_redone(void **state)
{
	struct id supervisor = new_id();
	pthread_t threads[WRITERS];

	(void)state;
	for (int i = 0; i < WRITERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, write_facts, &supervisor), 0);
	for (int i = 0; i < WRITERS; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	assert_int_equal(count_rows("teams", "supervisor_ids", &supervisor), WRITERS * WRITES);
}

/* --- idempotency --- */

struct post {
	struct idempotency once;
	struct fact fact;
	struct idempotency_answer answer;
};

static void *post(void *context)
{
	struct post *post = context;
	struct fault fault;

	testing_must(idempotency_run(store, &post->once, write_fact, &post->fact, &post->answer, &fault), &fault);
	return NULL;
}

static struct idempotency key_of(const struct id *user, const char *body, const struct id *resource)
{
	return (struct idempotency){.user_id = *user,
	                            .operation = "team_create",
	                            .key = "key-0001",
	                            .body = body,
	                            .body_length = strlen(body),
	                            .real_ms = clock_real_ms(),
	                            .status = 201,
	                            .resource_id = *resource};
}

static void simultaneous_repeats_are_done_once(void **state)
{
	struct id user = new_id(), supervisor = new_id();
	struct post posts[WRITERS];
	pthread_t threads[WRITERS];
	int first = 0;

	(void)state;
	for (int i = 0; i < WRITERS; i++) {
		posts[i] = (struct post){.fact = {.team = new_id(), .supervisor = supervisor}};
		posts[i].once = key_of(&user, "{}", &posts[i].fact.team);
		assert_int_equal(pthread_create(&threads[i], NULL, post, &posts[i]), 0);
	}
	for (int i = 0; i < WRITERS; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	assert_int_equal(count_rows("teams", "supervisor_ids", &supervisor), 1);
	for (int i = 0; i < WRITERS; i++) {
		assert_int_equal(posts[i].answer.status, 201);
		assert_true(id_equal(&posts[i].answer.resource_id, &posts[0].answer.resource_id));
		first += !posts[i].answer.repeated;
	}
	assert_int_equal(first, 1);
}

static void a_failed_request_may_be_tried_again_with_its_key(void **state)
{
	struct id user = new_id();
	struct post p = {.fact = {.team = new_id(), .supervisor = user, .fails = RC_CONFLICT}};
	struct fault fault;

	(void)state;
	p.once = key_of(&user, "{}", &p.fact.team);
	assert_int_equal(idempotency_run(store, &p.once, write_fact, &p.fact, &p.answer, &fault), RC_CONFLICT);
	assert_string_equal(fault.code, "test");
	p.fact.fails = RC_OK;
	assert_int_equal(idempotency_run(store, &p.once, write_fact, &p.fact, &p.answer, &fault), RC_OK);
	assert_false(p.answer.repeated);
}

static void a_key_for_another_body_is_refused(void **state)
{
	struct id user = new_id();
	struct post p = {.fact = {.team = new_id(), .supervisor = user}};
	struct fault fault;

	(void)state;
	p.once = key_of(&user, "{\"a\":1}", &p.fact.team);
	(void)post(&p);
	p.once = key_of(&user, "{\"a\":2}", &p.fact.team);
	assert_int_equal(idempotency_run(store, &p.once, write_fact, &p.fact, &p.answer, &fault), RC_CONFLICT);
	assert_string_equal(fault.code, "idempotency_key_reused");
}

struct settling {
	struct idempotency *once;
	struct id other;
};

static enum rc settle(struct conn *conn, void *context, struct fault *fault)
{
	struct settling *settling = context;

	return idempotency_settle(conn, settling->once, 200, &settling->other, fault);
}

static void body_may_name_another_resource(void **state)
{
	struct id user = new_id(), resource = new_id();
	struct idempotency once = key_of(&user, "{}", &resource);
	struct settling settling = {.once = &once, .other = new_id()};
	struct idempotency_answer answer;
	struct fault fault;

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(idempotency_run(store, &once, settle, &settling, &answer, &fault), RC_OK);
		assert_int_equal(answer.status, 200);
		assert_true(id_equal(&answer.resource_id, &settling.other));
		assert_int_equal(answer.repeated, i);
	}
}

/* --- leases --- */

static enum rc fence(struct conn *conn, void *context, struct fault *fault)
{
	return lease_fence(conn, context, fault);
}

static void one_holds_a_lease_and_who_lost_it_cannot_write(void **state)
{
	struct lease first = {.name = "test", .holder = new_id(), .ttl_ms = 3600000};
	struct lease second = {.name = "test", .holder = new_id(), .ttl_ms = 3600000};
	struct fault fault;
	bool held;
	CONN(conn);

	(void)state;
	assert_int_equal(conn_open(store, STORE_BRISK, &conn, &fault), RC_OK);
	assert_int_equal(lease_take(&conn, &first, &held, &fault), RC_OK);
	assert_true(held);
	assert_int_equal(first.epoch, 1);
	assert_int_equal(lease_take(&conn, &second, &held, &fault), RC_OK);
	assert_false(held);
	assert_int_equal(lease_take(&conn, &first, &held, &fault), RC_OK);
	assert_true(held);
	assert_int_equal(first.epoch, 1);
	assert_int_equal(txn_run(store, fence, &first, &fault), RC_OK);
	assert_int_equal(lease_release(&conn, &first, &fault), RC_OK);
	assert_int_equal(lease_take(&conn, &second, &held, &fault), RC_OK);
	assert_true(held);
	assert_int_equal(second.epoch, 2);
	assert_int_equal(txn_run(store, fence, &first, &fault), RC_STALE);
	assert_int_equal(txn_run(store, fence, &second, &fault), RC_OK);
	assert_int_equal(lease_release(&conn, &first, &fault), RC_OK);
	assert_int_equal(lease_take(&conn, &second, &held, &fault), RC_OK);
	assert_true(held);
}

/* --- migrations, connecting --- */

static void a_second_migration_does_nothing(void **state)
{
	struct fault fault;
	int changes = -1;

	(void)state;
	assert_int_equal(migrate_run(store, NULL, NULL, &changes, &fault), RC_OK);
	assert_int_equal(changes, 0);
	assert_int_equal(migrate_check(store, &fault), RC_OK);
}

static void run_json(struct conn *conn, struct arena *arena, const char *json, const bson_t **reply)
{
	struct fault fault;
	bson_error_t error;
	bson_t *command = bson_new_from_json((const uint8_t *)json, -1, &error);

	assert_non_null(command);
	testing_must(conn_command(conn, command, arena, reply, &fault), &fault);
	bson_destroy(command);
}

/* As after an older program: an index in another form, one too many, and no record of this form. */
static void a_migration_makes_indexes_what_the_file_says(void **state)
{
	ARENA(arena, 1 << 14, 1 << 20);
	BUF(out, 1 << 16);
	struct fault fault;
	const bson_t *reply;
	int changes = 0;
	CONN(conn);

	(void)state;
	assert_int_equal(conn_open(store, STORE_BRISK, &conn, &fault), RC_OK);
	run_json(&conn, arena, "{\"dropIndexes\":\"teams\",\"index\":\"supervisor\"}", &reply);
	run_json(&conn, arena,
	         "{\"createIndexes\":\"teams\",\"indexes\":[{\"name\":\"supervisor\",\"key\":{\"created_at\":1}},"
	         "{\"name\":\"stale\",\"key\":{\"version\":1}}]}",
	         &reply);
	run_json(&conn, arena,
	         "{\"delete\":\"migrations\",\"deletes\":[{\"q\":{\"_id\":\"collections/teams\"},\"limit\":1}]}",
	         &reply);
	assert_int_equal(migrate_check(store, &fault), RC_CONFLICT);
	assert_string_equal(fault.code, "not_migrated");
	assert_int_equal(migrate_run(store, NULL, NULL, &changes, &fault), RC_OK);
	assert_true(changes > 0);
	run_json(&conn, arena, "{\"listIndexes\":\"teams\"}", &reply);
	assert_true(wire_json_document(&out, reply, NULL));
	assert_non_null(strstr(out.data, "\"key\":{\"supervisor_ids\":1},\"name\":\"supervisor\""));
	assert_null(strstr(out.data, "stale"));
	assert_int_equal(migrate_check(store, &fault), RC_OK);
}

static void a_database_of_a_newer_program_is_refused(void **state)
{
	static const uint8_t hash[32];
	struct fault fault;
	int changes;
	CONN(conn);
	BSON(document);
	BSON(filter);

	(void)state;
	wire_put_text(&document, "_id", "migrations/9999-later");
	wire_put_binary(&document, "hash", hash, sizeof hash);
	wire_put_ms(&document, "applied_at", 1);
	wire_put_text(&filter, "_id", "migrations/9999-later");
	assert_int_equal(conn_open(store, STORE_BRISK, &conn, &fault), RC_OK);
	assert_int_equal(conn_insert(&conn, "migrations", &document, &fault), RC_OK);
	assert_int_equal(migrate_run(store, NULL, NULL, &changes, &fault), RC_CONFLICT);
	assert_int_equal(migrate_check(store, &fault), RC_CONFLICT);
	assert_string_equal(fault.code, "newer_database");
	assert_int_equal(conn_delete_many(&conn, "migrations", &filter, NULL, &fault), RC_OK);
}

static void a_server_that_is_not_there_is_told_in_one_sentence(void **state)
{
	struct store_options options = {.mongodb_uri = "mongodb://127.0.0.1:1/?replicaSet=rs0",
	                                .database = "x",
	                                .program = "x",
	                                .threads = 1};
	struct store *none = NULL;
	struct fault fault;

	(void)state;
	assert_int_equal(store_open(&options, &none, &fault), RC_UNAVAILABLE);
	assert_non_null(strstr(fault.detail, "127.0.0.1:1 does not answer"));
	assert_null(none);
	options.mongodb_uri = "http://nowhere";
	assert_int_equal(store_open(&options, &none, &fault), RC_INVALID);
}

static void the_server_answers(void **state)
{
	struct fault fault;

	(void)state;
	assert_int_equal(store_ping(store, &fault), RC_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_server_answers),
		cmocka_unit_test(a_server_that_is_not_there_is_told_in_one_sentence),
		cmocka_unit_test(a_duplicate_names_its_index_and_no_value),
		cmocka_unit_test(a_document_its_validator_refuses_is_our_mistake),
		cmocka_unit_test(a_query_without_an_index_is_refused),
		cmocka_unit_test(compare_and_set_tells_its_refusals_apart),
		cmocka_unit_test(pages_neither_repeat_nor_skip),
		cmocka_unit_test(a_list_of_all_needs_no_filter),
		cmocka_unit_test(a_forged_cursor_is_refused),
		cmocka_unit_test(a_page_without_scope_is_refused),
		cmocka_unit_test(one_row_comes_as_json_with_its_version),
		cmocka_unit_test(a_fact_its_event_and_its_audit_appear_together),
		cmocka_unit_test(a_failed_body_leaves_nothing_and_no_gap),
		cmocka_unit_test(conflicting_transactions_are_redone),
		cmocka_unit_test(simultaneous_repeats_are_done_once),
		cmocka_unit_test(a_failed_request_may_be_tried_again_with_its_key),
		cmocka_unit_test(a_key_for_another_body_is_refused),
		cmocka_unit_test(body_may_name_another_resource),
		cmocka_unit_test(one_holds_a_lease_and_who_lost_it_cannot_write),
		cmocka_unit_test(a_second_migration_does_nothing),
		cmocka_unit_test(a_migration_makes_indexes_what_the_file_says),
		cmocka_unit_test(a_database_of_a_newer_program_is_refused),
	};
	int failed;

	store = testing_open("store_test");
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	testing_close(store);
	return failed;
}
