/* The cache against a source that counts how often it is asked, and changes that come in at the worst moment. */
#include "auth/session_cache.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define T0 INT64_C(1767225600000)

static const struct id session = {{[4] = 1}}, other_session = {{[4] = 2}}, gone = {{[4] = 3}};
static const struct id user = {{[4] = 0x71}}, other_user = {{[4] = 0x72}};

struct database {
	struct session_cache *cache;
	struct session_view row;
	int reads;
	bool changes_during_read;
	bool is_down;
};

static enum rc database_read(void *context, const struct id *session_id, struct session_view *view,
                             struct fault *fault)
{
	struct database *database = context;

	database->reads++;
	if (database->is_down)
		return fault_set(fault, RC_UNAVAILABLE, "store", "down");
	if (id_equal(session_id, &gone))
		return fault_set(fault, RC_NOT_FOUND, "not_found", "none");
	*view = database->row;
	view->session_id = *session_id;
	if (id_equal(session_id, &other_session))
		view->user_id = other_user;
	if (database->changes_during_read) {
		database->row.epoch++;
		session_cache_forget_user(database->cache, &user);
	}
	return RC_OK;
}

struct play {
	struct database database;
	struct session_source source;
	struct session_cache *cache;
};

static int play_begin(void **state)
{
	static struct play play;

	play = (struct play){.database.row = {.user_id = user, .is_active = true, .epoch = 1, .expires_at_ms = T0}};
	play.cache = play.database.cache = session_cache_new(64);
	play.source = (struct session_source){.context = &play.database, .read = database_read};
	session_cache_live(play.cache, true);
	*state = &play;
	return 0;
}

static int play_end(void **state)
{
	struct play *play = *state;

	session_cache_free(play->cache);
	return 0;
}

static int64_t epoch_of(struct play *play, const struct id *session_id)
{
	struct session_view view;
	struct fault fault;

	assert_int_equal(session_cache_get(play->cache, &play->source, session_id, &view, &fault), RC_OK);
	assert_true(id_equal(&view.session_id, session_id));
	return view.epoch;
}

static void test_asks_once(void **state)
{
	struct play *play = *state;

	for (int i = 0; i < 5; i++)
		assert_int_equal(epoch_of(play, &session), 1);
	assert_int_equal(play->database.reads, 1);
}

static void test_a_change_of_the_user_is_seen(void **state)
{
	struct play *play = *state;

	(void)epoch_of(play, &session);
	(void)epoch_of(play, &other_session);
	play->database.row.epoch = 2;
	session_cache_forget_user(play->cache, &user);
	assert_int_equal(epoch_of(play, &session), 2);
	assert_int_equal(epoch_of(play, &other_session), 1); /* another user's: still known */
	assert_int_equal(play->database.reads, 3);
}

static void test_the_end_of_a_session_is_seen(void **state)
{
	struct play *play = *state;
	struct session_view view;
	struct fault fault;

	(void)epoch_of(play, &session);
	play->database.row.has_ended = true;
	session_cache_forget_session(play->cache, &session);
	assert_int_equal(session_cache_get(play->cache, &play->source, &session, &view, &fault), RC_OK);
	assert_true(view.has_ended);
}

static void test_what_changed_while_it_was_read_is_not_kept(void **state)
{
	struct play *play = *state;

	play->database.changes_during_read = true;
	assert_int_equal(epoch_of(play, &session), 1);
	play->database.changes_during_read = false;
	assert_int_equal(epoch_of(play, &session), 2);
	assert_int_equal(epoch_of(play, &session), 2);
	assert_int_equal(play->database.reads, 2);
}

static void test_without_the_stream_every_request_reads(void **state)
{
	struct play *play = *state;

	(void)epoch_of(play, &session);
	session_cache_live(play->cache, false);
	play->database.row.epoch = 2; /* nobody tells */
	assert_int_equal(epoch_of(play, &session), 2);
	assert_int_equal(epoch_of(play, &session), 2);
	assert_int_equal(play->database.reads, 3);
	play->database.row.epoch = 3;
	session_cache_live(play->cache, true);
	assert_int_equal(epoch_of(play, &session), 3);
	assert_int_equal(epoch_of(play, &session), 3);
	assert_int_equal(play->database.reads, 4);
}

static void test_failures_are_not_kept(void **state)
{
	struct play *play = *state;
	struct session_view view;
	struct fault fault;

	assert_int_equal(session_cache_get(play->cache, &play->source, &gone, &view, &fault), RC_UNAUTHENTICATED);
	assert_string_equal(fault.code, "session_ended");
	play->database.is_down = true;
	assert_int_equal(session_cache_get(play->cache, &play->source, &session, &view, &fault), RC_UNAVAILABLE);
	play->database.is_down = false;
	assert_int_equal(epoch_of(play, &session), 1);
}

static void test_two_sessions_in_one_slot(void **state)
{
	struct play *play = *state;
	struct session_cache *one = session_cache_new(1);

	session_cache_live(one, true);
	for (int i = 0; i < 3; i++) {
		struct session_view view;
		struct fault fault;

		assert_int_equal(session_cache_get(one, &play->source, &session, &view, &fault), RC_OK);
		assert_true(id_equal(&view.user_id, &user));
		assert_int_equal(session_cache_get(one, &play->source, &other_session, &view, &fault), RC_OK);
		assert_true(id_equal(&view.user_id, &other_user));
	}
	session_cache_free(one);
}

static void *tell_later(void *argument)
{
	struct play *play = argument;

	session_cache_forget_session(play->cache, &other_session);
	session_cache_forget_user(play->cache, &user);
	return NULL;
}

static void test_awaiting_a_change(void **state)
{
	struct play *play = *state;
	uint64_t mark = session_cache_mark(play->cache);
	pthread_t thread;

	assert_false(session_cache_await(play->cache, mark, &user, 0));
	assert_int_equal(pthread_create(&thread, NULL, tell_later, play), 0);
	assert_true(session_cache_await(play->cache, mark, &user, 60000));
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_false(
		session_cache_await(play->cache, session_cache_mark(play->cache), &user, 0)); /* that was before */
	assert_false(session_cache_await(play->cache, mark, &other_user, 0));
	for (int i = 0; i < 300; i++) /* so many that the ring has forgotten which */
		session_cache_forget_user(play->cache, &user);
	assert_true(session_cache_await(play->cache, mark, &other_user, 0));
	mark = session_cache_mark(play->cache);
	session_cache_live(play->cache, false);
	assert_true(session_cache_await(play->cache, mark, &other_user, 0));
}

static void test_check(void **state)
{
	const struct {
		const char *when;
		struct session_view view;
		const char *code;
	} rows[] = {
#define VIEW(ended, until_ms, active, role_, epoch_)                                                                 \
	{.session_id = session,                                                                                      \
	 .user_id = user,                                                                                            \
	 .has_ended = (ended),                                                                                       \
	 .expires_at_ms = (until_ms),                                                                                \
	 .is_active = (active),                                                                                      \
	 .role = (role_),                                                                                            \
	 .epoch = (epoch_)}
		{"all is as it was", VIEW(false, T0 + 1, true, ROLE_QUALITY, 4), NULL},
		{"logged out", VIEW(true, T0 + 1, true, ROLE_QUALITY, 4), "session_ended"},
		{"thirty days are over", VIEW(false, T0, true, ROLE_QUALITY, 4), "session_ended"},
		{"deactivated", VIEW(false, T0 + 1, false, ROLE_QUALITY, 4), "session_ended"},
		{"another role", VIEW(false, T0 + 1, true, ROLE_AGENT, 4), "token"},
		{"a later epoch", VIEW(false, T0 + 1, true, ROLE_QUALITY, 5), "token"},
		{"an earlier epoch", VIEW(false, T0 + 1, true, ROLE_QUALITY, 3), "token"},
#undef VIEW
		{"another user's session",
	         {.session_id = session,
	          .user_id = other_user,
	          .expires_at_ms = T0 + 1,
	          .is_active = true,
	          .role = ROLE_QUALITY,
	          .epoch = 4},
	         "token"},
	};
	const struct token_claims claims = {.user_id = user, .session_id = session, .role = ROLE_QUALITY, .epoch = 4};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fault fault = {0};

		print_message("  %s\n", rows[i].when);
		if (!rows[i].code) {
			assert_int_equal(session_check(&rows[i].view, &claims, T0, &fault), RC_OK);
			continue;
		}
		assert_int_equal(session_check(&rows[i].view, &claims, T0, &fault), RC_UNAUTHENTICATED);
		assert_string_equal(fault.code, rows[i].code);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_asks_once, play_begin, play_end),
		cmocka_unit_test_setup_teardown(test_a_change_of_the_user_is_seen, play_begin, play_end),
		cmocka_unit_test_setup_teardown(test_the_end_of_a_session_is_seen, play_begin, play_end),
		cmocka_unit_test_setup_teardown(test_what_changed_while_it_was_read_is_not_kept, play_begin,
	                                        play_end),
		cmocka_unit_test_setup_teardown(test_without_the_stream_every_request_reads, play_begin, play_end),
		cmocka_unit_test_setup_teardown(test_failures_are_not_kept, play_begin, play_end),
		cmocka_unit_test_setup_teardown(test_two_sessions_in_one_slot, play_begin, play_end),
		cmocka_unit_test_setup_teardown(test_awaiting_a_change, play_begin, play_end),
		cmocka_unit_test(test_check),
	};
	return cmocka_run_group_tests_name("session_cache", tests, NULL, NULL);
}
