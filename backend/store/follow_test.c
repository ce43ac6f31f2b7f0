/* Change streams and the service clock, against a real replica set. */
#include "store/follow.h"
#include "store/service_clock.h"
#include "store/settings.h"
#include "store/testing.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

enum { NAMES_MAX = 16 };

static struct store *store;

/* A follower of `sequences` and what it has told. */
struct listener {
	pthread_mutex_t lock;
	pthread_cond_t told;
	atomic_bool stop;
	pthread_t thread;
	struct follow follow;
	int joins;
	int quiets;
	int count;
	char names[NAMES_MAX][32];
	int64_t values[NAMES_MAX];
	int refusals; /* changes to refuse before taking one */
};

static const char *const collections[] = {"sequences", NULL};

static enum rc on_change(void *context, const struct follow_change *change, struct fault *fault)
{
	struct listener *listener = context;
	enum rc rc = RC_OK;

	(void)pthread_mutex_lock(&listener->lock);
	if (listener->refusals > 0) {
		listener->refusals--;
		rc = fault_set(fault, RC_UNAVAILABLE, "test", "not now");
	} else if (listener->count < NAMES_MAX) {
		(void)snprintf(listener->names[listener->count], sizeof *listener->names, "%s", change->key);
		listener->values[listener->count++] = change->row ? wire_get_int(change->row, "value", -1) : -1;
	}
	(void)pthread_cond_broadcast(&listener->told);
	(void)pthread_mutex_unlock(&listener->lock);
	return rc;
}

static enum rc on_join(void *context, struct fault *fault)
{
	struct listener *listener = context;

	(void)fault;
	(void)pthread_mutex_lock(&listener->lock);
	listener->joins++;
	(void)pthread_cond_broadcast(&listener->told);
	(void)pthread_mutex_unlock(&listener->lock);
	return RC_OK;
}

static void on_quiet(void *context)
{
	struct listener *listener = context;

	(void)pthread_mutex_lock(&listener->lock);
	listener->quiets++;
	(void)pthread_cond_broadcast(&listener->told);
	(void)pthread_mutex_unlock(&listener->lock);
}

static void *run_listener(void *context)
{
	struct listener *listener = context;

	follow_run(store, &listener->follow);
	return NULL;
}

static void listener_start(struct listener *listener, const char *token_key)
{
	*listener = (struct listener){.lock = PTHREAD_MUTEX_INITIALIZER, .told = PTHREAD_COND_INITIALIZER};
	listener->follow = (struct follow){.collections = collections,
	                                   .full = true,
	                                   .token_key = token_key,
	                                   .on_change = on_change,
	                                   .on_join = on_join,
	                                   .on_quiet = on_quiet,
	                                   .context = listener,
	                                   .stop = &listener->stop};
	assert_int_equal(pthread_create(&listener->thread, NULL, run_listener, listener), 0);
}

static void listener_stop(struct listener *listener)
{
	atomic_store(&listener->stop, true);
	assert_int_equal(pthread_join(listener->thread, NULL), 0);
}

/* Waits until *what has reached n; fails after ten seconds. */
static void await(struct listener *listener, const int *what, int n)
{
	struct timespec until;
	int late = 0;

	(void)clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += 10;
	(void)pthread_mutex_lock(&listener->lock);
	while (*what < n && late == 0)
		late = pthread_cond_timedwait(&listener->told, &listener->lock, &until);
	(void)pthread_mutex_unlock(&listener->lock);
	assert_int_equal(late, 0);
}

static void count_up(const char *name)
{
	struct fault fault;
	int64_t number;
	CONN(conn);

	testing_must(conn_open(store, STORE_BRISK, &conn, &fault), &fault);
	testing_must(sequence_next(&conn, name, &number, &fault), &fault);
}

static void changes_come_in_order_after_the_join(void **state)
{
	struct listener listener;

	(void)state;
	listener_start(&listener, NULL);
	await(&listener, &listener.joins, 1);
	count_up("a");
	count_up("a");
	count_up("b");
	await(&listener, &listener.count, 3);
	listener_stop(&listener);
	assert_string_equal(listener.names[0], "a");
	assert_int_equal(listener.values[1], 2);
	assert_string_equal(listener.names[2], "b");
	assert_int_equal(listener.joins, 1);
}

static void a_refused_change_comes_again(void **state)
{
	struct listener listener;

	(void)state;
	listener_start(&listener, NULL);
	await(&listener, &listener.joins, 1);
	await(&listener, &listener.quiets, 1); /* now there is a position to come back to */
	(void)pthread_mutex_lock(&listener.lock);
	listener.refusals = 1;
	(void)pthread_mutex_unlock(&listener.lock);
	count_up("again");
	await(&listener, &listener.count, 1);
	listener_stop(&listener);
	assert_string_equal(listener.names[0], "again");
	assert_int_equal(listener.joins, 1);
}

static void a_kept_position_goes_on_after_a_restart(void **state)
{
	struct listener first, second;

	(void)state;
	listener_start(&first, "test");
	await(&first, &first.joins, 1);
	count_up("before");
	await(&first, &first.count, 1);
	listener_stop(&first);
	count_up("between");
	listener_start(&second, "test");
	await(&second, &second.count, 1);
	listener_stop(&second);
	assert_string_equal(second.names[0], "between");
	assert_int_equal(second.joins, 0);
}

/* --- the service clock --- */

struct clock_watch {
	struct listener listener; /* for its lock and await() */
	struct config config;
	struct clock clock;
	int moves;
};

static void on_move(void *context)
{
	struct clock_watch *watch = context;

	(void)pthread_mutex_lock(&watch->listener.lock);
	watch->moves++;
	(void)pthread_cond_broadcast(&watch->listener.told);
	(void)pthread_mutex_unlock(&watch->listener.lock);
}

static void *run_clock(void *context)
{
	struct clock_watch *watch = context;

	service_clock_follow(store, &watch->config, &watch->clock, &watch->listener.stop, on_move, watch);
	return NULL;
}

static void every_process_follows_the_clock(void **state)
{
	struct clock_watch watch = {.config = {.clock = "movable"}};
	struct clock loaded = {0};
	struct fault fault;

	(void)state;
	watch.listener.lock = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
	watch.listener.told = (pthread_cond_t)PTHREAD_COND_INITIALIZER;
	assert_int_equal(service_clock_set(store, &watch.config, 5000, &fault), RC_OK);
	assert_int_equal(service_clock_load(store, &watch.config, &loaded, &fault), RC_OK);
	assert_int_equal(atomic_load(&loaded.offset_ms), 5000);
	assert_int_equal(pthread_create(&watch.listener.thread, NULL, run_clock, &watch), 0);
	await(&watch.listener, &watch.moves, 1);
	assert_int_equal(atomic_load(&watch.clock.offset_ms), 5000);
	assert_int_equal(service_clock_set(store, &watch.config, -7000, &fault), RC_OK);
	await(&watch.listener, &watch.moves, 2);
	assert_int_equal(atomic_load(&watch.clock.offset_ms), -7000);
	listener_stop(&watch.listener);
}

static void a_real_clock_does_not_move(void **state)
{
	struct config config = {.clock = "real"};
	struct clock clock = {0};
	struct fault fault;

	(void)state;
	assert_int_equal(service_clock_set(store, &config, 5000, &fault), RC_CONFLICT);
	assert_string_equal(fault.code, "clock_not_movable");
	assert_int_equal(service_clock_load(store, &config, &clock, &fault), RC_OK);
	assert_int_equal(atomic_load(&clock.offset_ms), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_come_in_order_after_the_join),
		cmocka_unit_test(a_refused_change_comes_again),
		cmocka_unit_test(a_kept_position_goes_on_after_a_restart),
		cmocka_unit_test(every_process_follows_the_clock),
		cmocka_unit_test(a_real_clock_does_not_move),
	};
	int failed;

	store = testing_open("follow_test");
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	testing_close(store);
	return failed;
}
