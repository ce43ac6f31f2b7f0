/* Counters against the facts: what is right, what differs, what is made anew. A real replica set. */
#include "base/civil.h"
#include "base/clock.h"
#include "store/counters.h"
#include "store/recount.h"
#include "store/testing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#define AT_MS INT64_C(1767275000000)

static struct store *store;

static struct id new_id(void)
{
	return id_new(clock_real_ms());
}

static void insert_interval(const struct id *agent_id)
{
	struct id id = new_id();
	struct fault fault;
	CONN(conn);
	BSON(row);

	wire_put_id(&row, "_id", &id);
	wire_put_id(&row, "agent_id", agent_id);
	wire_put_text(&row, "state", "talking");
	wire_put_ms(&row, "from", civil_hour_start(AT_MS) - CIVIL_MINUTE_MS);
	wire_put_ms(&row, "to", civil_hour_start(AT_MS) + CIVIL_MINUTE_MS);
	testing_must(conn_open(store, STORE_BRISK, &conn, &fault), &fault);
	testing_must(conn_insert(&conn, "agent_state_changes", &row, &fault), &fault);
}

struct seen {
	int64_t count;
	struct counters_difference last;
};

static void note(void *context, const struct counters_difference *difference)
{
	struct seen *seen = context;

	seen->count++;
	seen->last = *difference;
}

static struct tally *from_facts(void)
{
	struct tally *tally = tally_new();
	struct fault fault;
	CONN(conn);

	testing_must(conn_open(store, STORE_PATIENT, &conn, &fault), &fault);
	testing_must(recount(&conn, tally, &fault), &fault);
	return tally;
}

static struct seen differences(const struct tally *right)
{
	struct seen seen = {0};
	struct fault fault;
	int64_t count = -1;
	CONN(conn);

	testing_must(conn_open(store, STORE_PATIENT, &conn, &fault), &fault);
	testing_must(counters_compare(&conn, right, note, &seen, &count, &fault), &fault);
	assert_int_equal(count, seen.count);
	return seen;
}

static void replace(const struct tally *right)
{
	struct fault fault;
	CONN(conn);

	testing_must(conn_open(store, STORE_PATIENT, &conn, &fault), &fault);
	testing_must(counters_replace(&conn, right, &fault), &fault);
}

static void add_stored(const struct id *agent_id, int64_t duration_ms)
{
	const struct counted entry = {.agent_id = *agent_id,
	                              .from_ms = AT_MS,
	                              .at_ms = AT_MS + duration_ms,
	                              .fact = {.event = KPI_EVENT_AGENT_STATE_ENDED, .agent_state = AGENT_TALKING}};
	struct tally *tally = tally_new();
	struct fault fault;
	CONN(conn);

	tally_add(tally, &entry);
	testing_must(conn_open(store, STORE_BRISK, &conn, &fault), &fault);
	testing_must(counters_add(&conn, tally, &fault), &fault);
	tally_free(tally);
}

static void differences_are_found_and_mended(void **state)
{
	struct id agent_id = new_id(), ghost_id = new_id();
	struct tally *right;
	struct seen seen;

	(void)state;
	insert_interval(&agent_id);
	right = from_facts();
	assert_int_equal(tally_count(right), 4); /* two hours, a day, a month */
	seen = differences(right);
	assert_int_equal(seen.count, 4); /* nothing is stored yet */
	assert_int_equal(seen.last.counter, KPI_STATE_TALKING_MS);
	assert_int_equal(seen.last.stored, 0);

	replace(right);
	assert_int_equal(differences(right).count, 0);

	add_stored(&agent_id, 5); /* too much in hour, day and month */
	seen = differences(right);
	assert_int_equal(seen.count, 3);
	assert_int_equal(seen.last.stored - seen.last.right, 5);
	add_stored(&ghost_id, 7); /* rows that no fact knows */
	assert_int_equal(differences(right).count, 6);

	replace(right);
	assert_int_equal(differences(right).count, 0);
	tally_free(right);
}

static int open_store(void **state)
{
	(void)state;
	store = testing_open("counters_test");
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
	const struct CMUnitTest tests[] = {cmocka_unit_test(differences_are_found_and_mended)};

	return cmocka_run_group_tests(tests, open_store, close_store);
}
