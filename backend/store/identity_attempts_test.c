/* Attempts of one person on a real replica set: what the clock and a race do to them. Flow tests show the rest. */
#include "store/identity_attempts.h"

#include "base/clock.h"
#include "store/testing.h"
#include "store/txn.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#define MINUTE INT64_C(60000)
#define AT_MS  INT64_C(1767704400000) /* 2026-01-06 08:00 in Bogota */
#define PHONE  "+573000000101"

enum { RACERS = 6 };

static struct store *store;
static const struct person_key key = {{7}};
static struct id campaign_id;

/* An agent with a call and a draft that lacks only the approval. */
struct desk {
	struct id agent_id, sale_id, call_id;
	struct scope scope;
	struct sale_actor actor;
	struct sale_edit edit;
};

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

static void insert_json(const char *collection, const char *format, ...)
{
	char text[2000];
	va_list args;
	bson_error_t error;
	bson_t document;

	va_start(args, format);
	(void)vsnprintf(text, sizeof text, format, args);
	va_end(args);
	assert_true(bson_init_from_json(&document, text, -1, &error));
	insert(collection, &document);
	bson_destroy(&document);
}

#define OID "{\"$oid\":\"%s\"}"

static void make_draft(const struct desk *desk, const char *document_number)
{
	insert_json("calls",
	            "{\"_id\":" OID ",\"version\":1,\"campaign_id\":" OID ",\"sale_id\":" OID ",\"agent_id\":" OID
	            ",\"team_id\":" OID ",\"kind\":\"dialed\",\"purpose\":\"commercial\",\"phone\":\"" PHONE
	            "\",\"state\":\"talking\"}",
	            ID_TEXT(&desk->call_id), ID_TEXT(&campaign_id), ID_TEXT(&desk->sale_id), ID_TEXT(&desk->agent_id),
	            ID_TEXT(&campaign_id));
	insert_json("sales",
	            "{\"_id\":" OID ",\"version\":1,\"campaign_id\":" OID ",\"call_id\":" OID ",\"agent_id\":" OID
	            ",\"team_id\":" OID ",\"state\":\"draft\",\"history\":[],\"customer\":{\"full_name\":\"Ana "
	            "Ejemplo\",\"document_type\":\"cc\",\"document_number\":\"%s\",\"phone\":\"" PHONE
	            "\",\"issue_date\":\"2015-03-09\",\"place_of_issue\":\"Cali\",\"birthplace\":\"Cali\"},"
	            "\"products\":[{\"n\":1,\"product_id\":" OID ",\"family\":\"mobile_line\",\"name\":\"Plan\","
	            "\"price_cop\":1000,\"kind\":\"mobile\",\"line\":{\"purpose\":\"new_line\"}}]}",
	            ID_TEXT(&desk->sale_id), ID_TEXT(&campaign_id), ID_TEXT(&desk->call_id), ID_TEXT(&desk->agent_id),
	            ID_TEXT(&campaign_id), document_number, ID_TEXT(&campaign_id));
}

static void sit_down(struct desk *desk, const char *document_number)
{
	*desk = (struct desk){.agent_id = new_id(), .sale_id = new_id(), .call_id = new_id()};
	desk->scope = (struct scope){.kind = SCOPE_OWN, .user_id = desk->agent_id, .role = "agent"};
	desk->actor = (struct sale_actor){.user_id = desk->agent_id,
	                                  .name = "Laura Ejemplo",
	                                  .role = ROLE_AGENT,
	                                  .operation = "identity_start",
	                                  .now_ms = AT_MS,
	                                  .real_ms = AT_MS};
	desk->edit = (struct sale_edit){
		.sale_id = desk->sale_id, .scope = &desk->scope, .actor = &desk->actor, .key = &key};
	make_draft(desk, document_number);
}

/* One transaction of any kind. */
struct step {
	struct desk *desk;
	struct id attempt_id;
	enum rc (*run)(struct conn *conn, const struct step *step, struct fault *fault);
	struct identity_settlement settlement;
};

static enum rc step_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct step *step = context;

	return step->run(conn, step, fault);
}

static enum rc take_step(struct desk *desk, const struct id *attempt_id,
                         enum rc (*run)(struct conn *, const struct step *, struct fault *),
                         struct identity_settlement settlement, struct fault *fault)
{
	struct step step = {.desk = desk, .attempt_id = *attempt_id, .run = run, .settlement = settlement};

	return txn_run(store, step_body, &step, fault);
}

static enum rc reserve(struct conn *conn, const struct step *step, struct fault *fault)
{
	return identity_attempt_reserve(conn, &step->desk->edit, &step->attempt_id, fault);
}

static enum rc begin_by_code(struct conn *conn, const struct step *step, struct fault *fault)
{
	const struct identity_command command = {.attempt_id = step->attempt_id, .actor = &step->desk->actor};

	return identity_attempt_begin(conn, &command, IDENTITY_SMS, NULL, fault);
}

static enum rc take_code(struct conn *conn, const struct step *step, struct fault *fault)
{
	const struct identity_command command = {.attempt_id = step->attempt_id, .actor = &step->desk->actor};

	return identity_attempt_take(conn, &command, IDENTITY_SMS, 1, fault);
}

static enum rc settle(struct conn *conn, const struct step *step, struct fault *fault)
{
	const struct identity_command command = {.attempt_id = step->attempt_id, .actor = &step->desk->actor};

	return identity_attempt_settle(conn, &command, &step->settlement, fault);
}

static const struct identity_settlement nothing, failed = {.outcome = IDENTITY_FAILED},
						 approved = {.outcome = IDENTITY_APPROVED, .approval_number = "EV-1"};

static void must(struct desk *desk, const struct id *attempt_id,
                 enum rc (*run)(struct conn *, const struct step *, struct fault *),
                 struct identity_settlement settlement)
{
	struct fault fault;

	testing_must(take_step(desk, attempt_id, run, settlement, &fault), &fault);
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
	assert_non_null(row);
	return row;
}

/* An attempt whose agent never reported back gives way, and its late outcome counts for nobody. */
static void a_reservation_lapses(void **state)
{
	ARENA(arena, 4096, 1 << 20);
	struct desk slow, quick;
	const struct id late = new_id(), early = new_id(), next = new_id();
	struct fault fault;

	(void)state;
	sit_down(&slow, "1000000201");
	sit_down(&quick, "1000000201");
	must(&slow, &late, reserve, nothing);
	must(&slow, &late, begin_by_code, nothing);
	must(&slow, &late, take_code, nothing);
	quick.actor.now_ms = AT_MS + 9 * MINUTE;
	assert_int_equal(take_step(&quick, &early, reserve, nothing, &fault), RC_CONFLICT);
	assert_string_equal(fault.code, "identity_busy");
	assert_int_equal(fault.until_ms, AT_MS + 10 * MINUTE);
	quick.actor.now_ms = AT_MS + 10 * MINUTE;
	must(&quick, &next, reserve, nothing);
	must(&slow, &late, settle, approved);
	assert_string_equal(wire_get_text(read_row("identity_attempts", &late, arena), "state"), "void");
	assert_string_equal(wire_get_text(read_row("identity_attempts", &late, arena), "void_reason"), "lapsed");
	assert_false(wire_has(read_row("sales", &slow.sale_id, arena), "identity"));
	assert_string_equal(wire_get_text(read_row("identity_attempts", &next, arena), "state"), "reserved");
}

/* Nobody else took the person meanwhile: a late outcome still is this attempt's. */
static void a_late_outcome_counts_when_nobody_else_came(void **state)
{
	ARENA(arena, 4096, 1 << 20);
	struct desk desk;
	const struct id attempt_id = new_id();

	(void)state;
	sit_down(&desk, "1000000202");
	must(&desk, &attempt_id, reserve, nothing);
	must(&desk, &attempt_id, begin_by_code, nothing);
	must(&desk, &attempt_id, take_code, nothing);
	desk.actor.now_ms += 11 * MINUTE;
	must(&desk, &attempt_id, settle, approved);
	assert_string_equal(wire_get_text(read_row("sales", &desk.sale_id, arena), "identity.approval_number"),
	                    "EV-1");
}

/* A settlement that is written twice counts once. */
static void an_outcome_counts_once(void **state)
{
	ARENA(arena, 4096, 1 << 20);
	struct desk desk;
	const struct id first = new_id(), second = new_id();

	(void)state;
	sit_down(&desk, "1000000203");
	must(&desk, &first, reserve, nothing);
	must(&desk, &first, begin_by_code, nothing);
	must(&desk, &first, take_code, nothing);
	must(&desk, &first, settle, failed);
	must(&desk, &first, settle, failed);
	must(&desk, &second, reserve, nothing);
	assert_int_equal(wire_get_int(read_row("identity_attempts", &second, arena), "number", 0), 2);
}

struct racer {
	pthread_t thread;
	struct desk desk;
	struct id attempt_id;
	enum rc rc;
	struct fault fault;
};

static void *race(void *context)
{
	struct racer *racer = context;

	racer->rc = take_step(&racer->desk, &racer->attempt_id, reserve, nothing, &racer->fault);
	return NULL;
}

/* The person's row does not even exist yet. */
static void one_of_many_racers_reserves(void **state)
{
	struct racer racers[RACERS];
	int won = 0;

	(void)state;
	for (int i = 0; i < RACERS; i++) {
		racers[i] = (struct racer){.attempt_id = new_id()};
		sit_down(&racers[i].desk, "1000000204");
	}
	for (int i = 0; i < RACERS; i++) {
		racers[i].desk.edit.scope = &racers[i].desk.scope;
		racers[i].desk.edit.actor = &racers[i].desk.actor;
		assert_int_equal(pthread_create(&racers[i].thread, NULL, race, &racers[i]), 0);
	}
	for (int i = 0; i < RACERS; i++) {
		(void)pthread_join(racers[i].thread, NULL);
		won += racers[i].rc == RC_OK;
		if (racers[i].rc != RC_OK)
			assert_string_equal(racers[i].fault.code, "identity_busy");
	}
	assert_int_equal(won, 1);
}

static int open_store(void **state)
{
	(void)state;
	store = testing_open("identity_attempts_test");
	campaign_id = new_id();
	insert_json("campaigns",
	            "{\"_id\":" OID
	            ",\"version\":1,\"code\":\"t\",\"name\":\"T\",\"state\":\"running\",\"team_ids\":[]}",
	            ID_TEXT(&campaign_id));
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
		cmocka_unit_test(a_reservation_lapses),
		cmocka_unit_test(a_late_outcome_counts_when_nobody_else_came),
		cmocka_unit_test(an_outcome_counts_once),
		cmocka_unit_test(one_of_many_racers_reserves),
	};
	return cmocka_run_group_tests_name("identity attempts", tests, open_store, close_store);
}
