/* The relay's transaction and what feeds it: tail, numbers, counters, reading afterwards. A real replica set. */
#include "base/buf.h"
#include "base/civil.h"
#include "base/clock.h"
#include "store/counters.h"
#include "store/events.h"
#include "store/outbox.h"
#include "store/stamp.h"
#include "store/testing.h"
#include "store/txn.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#define AT_MS INT64_C(1767275000000) /* 1 January 2026, some minute of the morning */

static struct store *store;

/* ---- events, leases, sums ---- */

struct writing {
	int count;
	const char *channel;
	struct id agent_id;
};

static enum rc write_events(struct conn *conn, void *context, struct fault *fault)
{
	const struct writing *writing = context;
	BSON(data);
	struct event event = {.type = "call.abandoned",
	                      .at_ms = AT_MS,
	                      .agent_id = writing->agent_id,
	                      .channels = {writing->channel},
	                      .data = &data};

	wire_put_text(&data, "kind", "dialed");
	for (int i = 0; i < writing->count; i++)
		TRY(event_append(conn, &event, fault));
	return RC_OK;
}

static void write_some(int count, const char *channel, const struct id *agent_id)
{
	struct writing writing = {count, channel, *agent_id};
	struct fault fault;

	testing_must(txn_run(store, write_events, &writing, &fault), &fault);
}

static struct lease take(void)
{
	struct lease lease = {.name = "relay", .holder = id_new(clock_real_ms()), .ttl_ms = 60000};
	struct fault fault;
	bool held = false;
	CONN(conn);

	testing_must(conn_open(store, STORE_BRISK, &conn, &fault), &fault);
	testing_must(lease_take(&conn, &lease, &held, &fault), &fault);
	assert_true(held);
	return lease;
}

static void give_back(const struct lease *lease)
{
	struct fault fault;
	CONN(conn);

	testing_must(conn_open(store, STORE_BRISK, &conn, &fault), &fault);
	testing_must(lease_release(&conn, lease, &fault), &fault);
}

static struct stamp_position position_now(struct arena *arena)
{
	struct stamp_position position;
	struct fault fault;
	CONN(conn);

	testing_must(conn_open(store, STORE_BRISK, &conn, &fault), &fault);
	testing_must(stamp_load(&conn, arena, &position, &fault), &fault);
	return position;
}

static void unstamped(struct arena *arena, struct event_batch *batch)
{
	struct fault fault;
	CONN(conn);

	testing_must(conn_open(store, STORE_BRISK, &conn, &fault), &fault);
	testing_must(events_unstamped(&conn, arena, batch, &fault), &fault);
}

struct sum {
	struct id agent_id;
	int64_t abandoned;
};

static void add_row(void *context, const struct tally_row *row)
{
	struct sum *sum = context;

	if (id_equal(&row->key.agent_id, &sum->agent_id))
		sum->abandoned += row->sums.value[KPI_CALLS_ABANDONED];
}

/* What the stored counters of a period say of an agent. */
static int64_t abandoned(const struct id *agent_id, enum tally_period period, int64_t at_ms)
{
	const struct counters_filter filter = {.period = period, .at_ms = at_ms};
	struct sum sum = {.agent_id = *agent_id};
	struct fault fault;
	CONN(conn);

	testing_must(conn_open(store, STORE_BRISK, &conn, &fault), &fault);
	testing_must(counters_each(&conn, &filter, add_row, &sum, &fault), &fault);
	return sum.abandoned;
}

static int64_t abandoned_today(const struct id *agent_id)
{
	return abandoned(agent_id, TALLY_DAY, civil_day_start(AT_MS));
}

/* ---- stamping ---- */

static void numbers_are_dense_and_each_event_counts_once(void **state)
{
	ARENA(arena, 4096, SIZE_MAX);
	struct id agent_id = id_new(clock_real_ms());
	struct tally *tally = tally_new();
	struct lease lease = take();
	struct stamp_position position = position_now(arena);
	int64_t before = position.seq;
	struct event_batch batch;
	struct stamped stamped;
	struct fault fault;

	(void)state;
	write_some(3, "all", &agent_id);
	unstamped(arena, &batch);
	assert_int_equal(batch.count, 3);
	testing_must(stamp_batch(store, &lease, &batch, &position, tally, &stamped, &fault), &fault);
	assert_int_equal(stamped.count, 3);
	assert_int_equal(stamped.first_seq, before + 1);
	assert_int_equal(position.seq, before + 3);
	assert_int_equal(position_now(arena).seq, before + 3);
	assert_int_equal(abandoned_today(&agent_id), 3);
	assert_int_equal(abandoned(&agent_id, TALLY_HOUR, civil_hour_start(AT_MS)), 3);
	assert_int_equal(abandoned(&agent_id, TALLY_MONTH, civil_month_start(AT_MS)), 3);

	/* Told once more, as after a restart from an older position: nothing happens. */
	testing_must(stamp_batch(store, &lease, &batch, &position, tally, &stamped, &fault), &fault);
	assert_int_equal(stamped.count, 0);
	assert_int_equal(tally_count(tally), 0);
	assert_int_equal(position.seq, before + 3);
	assert_int_equal(abandoned_today(&agent_id), 3);
	give_back(&lease);
	tally_free(tally);
}

static void who_lost_the_lease_writes_nothing(void **state)
{
	ARENA(arena, 4096, SIZE_MAX);
	struct id agent_id = id_new(clock_real_ms());
	struct tally *tally = tally_new();
	struct lease old = take();
	struct stamp_position position = position_now(arena);
	struct event_batch batch;
	struct stamped stamped;
	struct fault fault = {0};
	struct lease other;

	(void)state;
	write_some(2, "all", &agent_id);
	unstamped(arena, &batch);
	give_back(&old);
	other = take();
	assert_true(other.epoch > old.epoch);
	assert_int_equal(stamp_batch(store, &old, &batch, &position, tally, &stamped, &fault), RC_STALE);
	assert_string_equal(fault.code, "lease_lost");
	assert_int_equal(abandoned_today(&agent_id), 0);
	testing_must(stamp_batch(store, &other, &batch, &position, tally, &stamped, &fault), &fault);
	assert_int_equal(abandoned_today(&agent_id), 2);
	give_back(&other);
	tally_free(tally);
}

static void a_position_that_moved_is_not_written_onto(void **state)
{
	ARENA(arena, 4096, SIZE_MAX);
	struct id agent_id = id_new(clock_real_ms());
	struct tally *tally = tally_new();
	struct lease lease = take();
	struct stamp_position position = position_now(arena), stale = position;
	struct event_batch first, second;
	struct stamped stamped;
	struct fault fault = {0};

	(void)state;
	write_some(1, "all", &agent_id);
	unstamped(arena, &first);
	testing_must(stamp_batch(store, &lease, &first, &position, tally, &stamped, &fault), &fault);
	write_some(1, "all", &agent_id);
	unstamped(arena, &second);
	assert_int_equal(stamp_batch(store, &lease, &second, &stale, tally, &stamped, &fault), RC_STALE);
	assert_string_equal(fault.code, "position_moved");
	assert_int_equal(abandoned_today(&agent_id), 1);
	testing_must(stamp_batch(store, &lease, &second, &position, tally, &stamped, &fault), &fault);
	assert_int_equal(abandoned_today(&agent_id), 2);
	give_back(&lease);
	tally_free(tally);
}

/* Two that both believe to be active, onto the same batch, at once. */
struct racer {
	struct lease lease;
	struct event_batch batch;
	enum rc rc;
	size_t count;
};

static void *race(void *context)
{
	ARENA(arena, 4096, SIZE_MAX);
	struct racer *racer = context;
	struct stamp_position position = position_now(arena);
	struct tally *tally = tally_new();
	struct stamped stamped = {0};
	struct fault fault;

	racer->rc = stamp_batch(store, &racer->lease, &racer->batch, &position, tally, &stamped, &fault);
	racer->count = racer->rc == RC_OK ? stamped.count : 0;
	tally_free(tally);
	return NULL;
}

static void two_at_once_count_nothing_twice(void **state)
{
	enum { ROUNDS = 10, EACH = 5 };
	ARENA(arena, 4096, SIZE_MAX);
	struct id agent_id = id_new(clock_real_ms());
	struct lease lease = take();

	(void)state;
	for (int i = 1; i <= ROUNDS; i++) {
		struct racer racers[2] = {{.lease = lease}, {.lease = lease}};
		pthread_t threads[2];

		write_some(EACH, "all", &agent_id);
		unstamped(arena, &racers[0].batch);
		racers[1].batch = racers[0].batch;
		for (int j = 0; j < 2; j++)
			assert_int_equal(pthread_create(&threads[j], NULL, race, &racers[j]), 0);
		for (int j = 0; j < 2; j++)
			assert_int_equal(pthread_join(threads[j], NULL), 0);
		assert_int_equal(racers[0].count + racers[1].count, EACH);
		assert_int_equal(abandoned_today(&agent_id), i * EACH);
	}
	give_back(&lease);
}

/* ---- the tail ---- */

static void the_tail_gives_what_is_there_and_goes_on_where_it_stopped(void **state)
{
	ARENA(arena, 4096, SIZE_MAX);
	struct id agent_id = id_new(clock_real_ms());
	struct event_batch batch;
	struct event_tail *tail;
	struct fault fault;
	const bson_t *token;
	size_t seen = 0;
	bool from_now = false;

	(void)state;
	testing_must(event_tail_open(store, NULL, &tail, &from_now, &fault), &fault);
	assert_true(from_now);
	write_some(3, "all", &agent_id);
	do {
		testing_must(event_tail_next(tail, 5000, arena, &batch, &fault), &fault);
		seen += batch.count;
	} while (seen == 0);
	assert_int_equal(seen, 3); /* of one transaction: all at once */
	assert_string_equal(wire_get_text(batch.rows[0], "type"), "call.abandoned");
	assert_non_null(token = batch.token);
	event_tail_close(tail);

	write_some(2, "all", &agent_id);
	testing_must(event_tail_open(store, token, &tail, &from_now, &fault), &fault);
	assert_false(from_now);
	for (seen = 0; seen < 2; seen += batch.count)
		testing_must(event_tail_next(tail, 5000, arena, &batch, &fault), &fault);
	assert_int_equal(seen, 2);
	event_tail_close(tail);
}

static void a_position_the_server_does_not_know_begins_with_the_present(void **state)
{
	struct event_tail *tail;
	struct fault fault;
	bool from_now = false;
	BSON(token);

	(void)state;
	wire_put_text(&token, "_data", "82FF");
	testing_must(event_tail_open(store, &token, &tail, &from_now, &fault), &fault);
	assert_true(from_now);
	event_tail_close(tail);
}

/* ---- reading ---- */

static void stamp_all(void)
{
	ARENA(arena, 4096, SIZE_MAX);
	struct tally *tally = tally_new();
	struct lease lease = take();
	struct stamp_position position = position_now(arena);
	struct event_batch batch;
	struct stamped stamped;
	struct fault fault;

	for (unstamped(arena, &batch); batch.count; unstamped(arena, &batch))
		testing_must(stamp_batch(store, &lease, &batch, &position, tally, &stamped, &fault), &fault);
	give_back(&lease);
	tally_free(tally);
}

static void only_ones_own_channels_are_read_in_order(void **state)
{
	static const char *const mine[] = {"user.mine", "quality"};
	ARENA(arena, 4096, SIZE_MAX);
	struct id agent_id = id_new(clock_real_ms());
	int64_t from = position_now(arena).seq, before = -1;
	struct fault fault;
	CONN(conn);
	BUF(out, 1 << 20);

	(void)state;
	stamp_all();
	from = position_now(arena).seq;
	write_some(1, "user.mine", &agent_id);
	stamp_all();
	write_some(1, "user.other", &agent_id);
	stamp_all();
	write_some(1, "quality", &agent_id);
	stamp_all();
	testing_must(conn_open(store, STORE_BRISK, &conn, &fault), &fault);
	testing_must(events_after_json(&conn, mine, 2, from, &out, &fault), &fault);

	BUF(wanted, 4096);
	buf_printf(&wanted, "{\"items\":[{\"seq\":%lld,\"type\":\"call.abandoned\",\"at\":%lld,", (long long)from + 1,
	           (long long)AT_MS);
	buf_printf(&wanted, "\"data\":{\"kind\":\"dialed\",\"agent_id\":\"%s\"}},", ID_TEXT(&agent_id));
	buf_printf(&wanted, "{\"seq\":%lld,\"type\":\"call.abandoned\",\"at\":%lld,", (long long)from + 3,
	           (long long)AT_MS);
	buf_printf(&wanted, "\"data\":{\"kind\":\"dialed\",\"agent_id\":\"%s\"}}],\"latest\":%lld}",
	           ID_TEXT(&agent_id), (long long)from + 3);
	assert_string_equal(out.data, wanted.data);

	testing_must(events_before(&conn, "quality", from + 3, &before, &fault), &fault);
	assert_int_equal(before, 0);
	testing_must(events_before(&conn, "quality", from + 4, &before, &fault), &fault);
	assert_int_equal(before, from + 3);
}

static void what_is_no_longer_kept_is_too_old(void **state)
{
	static const char *const mine[] = {"all"};
	struct id agent_id = id_new(clock_real_ms());
	struct fault fault = {0};
	int64_t latest = 0;
	CONN(conn);
	BUF(out, 1 << 20);
	BSON(filter);
	BSON(range);

	(void)state;
	write_some(3, "all", &agent_id);
	stamp_all();
	testing_must(conn_open(store, STORE_BRISK, &conn, &fault), &fault);
	testing_must(events_latest(&conn, &latest, &fault), &fault);
	wire_put_int(&range, "$lt", latest);
	wire_put_document(&filter, "seq", &range);
	testing_must(conn_delete_many(&conn, "events", &filter, NULL, &fault), &fault);
	assert_int_equal(events_after_json(&conn, mine, 1, latest - 2, &out, &fault), RC_CONFLICT);
	assert_string_equal(fault.code, "events_too_old");
	testing_must(events_after_json(&conn, mine, 1, latest - 1, &out, &fault), &fault);
	assert_non_null(strstr(out.data, "\"seq\""));
}

static int open_store(void **state)
{
	(void)state;
	store = testing_open("stamp_test");
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
		cmocka_unit_test(numbers_are_dense_and_each_event_counts_once),
		cmocka_unit_test(who_lost_the_lease_writes_nothing),
		cmocka_unit_test(a_position_that_moved_is_not_written_onto),
		cmocka_unit_test(two_at_once_count_nothing_twice),
		cmocka_unit_test(the_tail_gives_what_is_there_and_goes_on_where_it_stopped),
		cmocka_unit_test(a_position_the_server_does_not_know_begins_with_the_present),
		cmocka_unit_test(only_ones_own_channels_are_read_in_order),
		cmocka_unit_test(what_is_no_longer_kept_is_too_old),
	};
	return cmocka_run_group_tests(tests, open_store, close_store);
}
