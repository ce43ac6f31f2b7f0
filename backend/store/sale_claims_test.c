/* Claims under a race, and where the back office's time goes: against a real replica set. */
#include "base/clock.h"
#include "store/sale_claims.h"
#include "store/testing.h"
#include "store/txn.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#define NOW INT64_C(1795532400000) /* 2026-11-24 10:00 in Bogota */

enum { PEOPLE = 6, SALES = 6 };

static struct store *store;
static struct id campaign_id, team_id, agent_id;

static struct id new_id(void)
{
	return id_new(clock_real_ms());
}

static void insert(const char *collection, const bson_t *document)
{
	struct fault fault = {0};
	CONN(conn);

	testing_must(conn_open(store, STORE_BRISK, &conn, &fault), &fault);
	testing_must(conn_insert(&conn, collection, document, &fault), &fault);
}

static void add_campaign(void)
{
	BSON(document);

	wire_put_id(&document, "_id", &campaign_id);
	wire_put_int(&document, "version", 1);
	wire_put_text(&document, "code", "prueba");
	wire_put_text(&document, "name", "Prueba");
	wire_put_text(&document, "state", "running");
	wire_put_ids(&document, "team_ids", &team_id, 1);
	insert("campaigns", &document);
}

/* A submitted sale that expires so many minutes from now. */
static struct id add_sale(int64_t minutes)
{
	struct id id = new_id();
	BSON(document);
	BSON(none);

	wire_put_id(&document, "_id", &id);
	wire_put_int(&document, "version", 1);
	wire_put_id(&document, "campaign_id", &campaign_id);
	wire_put_id(&document, "agent_id", &agent_id);
	wire_put_id(&document, "team_id", &team_id);
	wire_put_text(&document, "state", "submitted");
	wire_put_bool(&document, "ready", true);
	wire_put_ms(&document, "submitted_at", NOW);
	wire_put_ms(&document, "expires_at", NOW + minutes * CIVIL_MINUTE_MS);
	wire_put_array(&document, "history", &none);
	insert("sales", &document);
	return id;
}

/* One person of the back office, and what they got. */
struct colleague {
	struct id user_id, sale_id; /* sale_id none: asks for the next */
	struct scope scope;
	struct sale_actor actor;
	enum rc rc;
	struct fault fault;
	struct id got;
	pthread_barrier_t *start;
};

static enum rc claim_body(struct conn *conn, void *context, struct fault *fault)
{
	struct colleague *colleague = context;
	const struct sale_target target = {
		.sale_id = colleague->sale_id, .scope = &colleague->scope, .actor = &colleague->actor};

	if (id_is_none(&colleague->sale_id))
		return sale_claim_next(conn, &colleague->scope, &colleague->actor, &colleague->got, fault);
	colleague->got = colleague->sale_id;
	return sale_claim_take(conn, &target, fault);
}

static void *claim(void *context)
{
	struct colleague *colleague = context;

	(void)pthread_barrier_wait(colleague->start);
	colleague->rc = txn_run(store, claim_body, colleague, &colleague->fault);
	return NULL;
}

/* All of them at once. */
static void race(struct colleague people[PEOPLE], const struct id *sale_id)
{
	pthread_t threads[PEOPLE];
	pthread_barrier_t start;

	(void)pthread_barrier_init(&start, NULL, PEOPLE);
	for (int i = 0; i < PEOPLE; i++) {
		people[i] = (struct colleague){.user_id = new_id(), .start = &start};
		if (sale_id)
			people[i].sale_id = *sale_id;
		people[i].scope = (struct scope){
			.kind = SCOPE_REACHED, .user_id = people[i].user_id, .role = "backoffice", .now_ms = NOW};
		people[i].actor = (struct sale_actor){.user_id = people[i].user_id,
		                                      .name = "Prueba",
		                                      .role = ROLE_BACKOFFICE,
		                                      .operation = "sale_claim",
		                                      .now_ms = NOW,
		                                      .real_ms = NOW};
		assert_int_equal(pthread_create(&threads[i], NULL, claim, &people[i]), 0);
	}
	for (int i = 0; i < PEOPLE; i++)
		(void)pthread_join(threads[i], NULL);
	(void)pthread_barrier_destroy(&start);
}

static const bson_t *read_sale(const struct id *id, struct arena *arena)
{
	struct fault fault = {0};
	const bson_t *row;
	CONN(conn);
	BSON(filter);

	wire_put_id(&filter, "_id", id);
	testing_must(conn_open(store, STORE_BRISK, &conn, &fault), &fault);
	testing_must(conn_find_one(&conn, "sales", &filter, NULL, arena, &row, &fault), &fault);
	return row;
}

static void of_all_who_claim_one_sale_one_holds_it(void **state)
{
	ARENA(arena, 4096, 1 << 20);
	struct id sale_id = add_sale(60), holder;
	struct colleague people[PEOPLE];
	const bson_t *sale;
	int won = 0;

	(void)state;
	race(people, &sale_id);
	sale = read_sale(&sale_id, arena);
	holder = wire_get_id(sale, "claim.by");
	for (int i = 0; i < PEOPLE; i++) {
		if (people[i].rc == RC_OK) {
			won++;
			assert_true(id_equal(&people[i].user_id, &holder));
			continue;
		}
		assert_int_equal(people[i].rc, RC_CONFLICT);
		assert_string_equal(people[i].fault.code, "claim_held");
		assert_string_equal(people[i].fault.by_name, "Prueba");
		assert_int_equal(people[i].fault.until_ms, NOW + 15 * CIVIL_MINUTE_MS);
	}
	assert_int_equal(won, 1);
	assert_string_equal(wire_get_text(sale, "state"), "in_review");
	assert_int_equal(wire_get_int(sale, "version", 0), 2);
	assert_false(wire_has(sale, "history.1"));
}

static void all_who_ask_for_the_next_get_one_each(void **state)
{
	struct id sales[SALES];
	struct colleague people[PEOPLE];

	(void)state;
	for (int i = 0; i < SALES; i++)
		sales[i] = add_sale(10 + i);
	race(people, NULL);
	for (int sale = 0; sale < SALES; sale++) {
		int holders = 0;

		for (int i = 0; i < PEOPLE; i++)
			holders += people[i].rc == RC_OK && id_equal(&people[i].got, &sales[sale]);
		assert_int_equal(holders, 1);
	}
	race(people, NULL);
	for (int i = 0; i < PEOPLE; i++) {
		assert_int_equal(people[i].rc, RC_NOT_FOUND);
		assert_string_equal(people[i].fault.code, "none_ready");
	}
}

static void states_have_their_step_and_say_who_may_move(void **state)
{
	static const struct {
		enum sale_state state;
		bool in_hand, can_move;
		enum kpi_step step;
	} rows[] = {
		{SALE_DRAFT, false, false, KPI_STEP_REVIEW},
		{SALE_SUBMITTED, true, true, KPI_STEP_REVIEW},
		{SALE_IN_REVIEW, true, true, KPI_STEP_REVIEW},
		{SALE_DATA_REQUESTED, true, false, KPI_STEP_REVIEW},
		{SALE_RECORDING_REQUESTED, true, false, KPI_STEP_RECORDING},
		{SALE_RERECORD_REQUESTED, true, false, KPI_STEP_RECORDING},
		{SALE_CONFIRMING, true, true, KPI_STEP_CONFIRMATION},
		{SALE_DOCUMENTS_PENDING, true, true, KPI_STEP_DOCUMENTS},
		{SALE_ACTIVATING, true, true, KPI_STEP_ACTIVATION},
		{SALE_ACTIVATED, true, true, KPI_STEP_DISPATCH},
		{SALE_DISPATCHED, true, false, KPI_STEP_DISPATCH},
		{SALE_RETURNED, true, true, KPI_STEP_DISPATCH},
		{SALE_DELIVERED, false, false, KPI_STEP_REVIEW},
		{SALE_EXPIRED, false, false, KPI_STEP_REVIEW},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		print_message("  %s\n", sale_state_name(rows[i].state));
		assert_int_equal(sale_state_in_hand(rows[i].state), rows[i].in_hand);
		assert_int_equal(sale_state_can_move(rows[i].state), rows[i].can_move);
		if (rows[i].in_hand)
			assert_int_equal(sale_claim_step(rows[i].state), rows[i].step);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(states_have_their_step_and_say_who_may_move),
		cmocka_unit_test(of_all_who_claim_one_sale_one_holds_it),
		cmocka_unit_test(all_who_ask_for_the_next_get_one_each),
	};
	int failed;

	store = testing_open("sale_claims_test");
	campaign_id = new_id();
	team_id = new_id();
	agent_id = new_id();
	add_campaign();
	failed = cmocka_run_group_tests_name("sale_claims", tests, NULL, NULL);
	testing_close(store);
	return failed;
}
