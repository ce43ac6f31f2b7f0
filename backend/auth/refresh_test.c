/* Refresh tokens against a store in memory: who presents what, when, and what comes of it. */
#include "auth/refresh.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define T0 INT64_C(1767225600000)

static const struct refresh_key key = {"the key of refresh tokens, 32 b!"};
static const struct refresh_key other_key = {"another key of tokens, 32 bytes!"};

/* One family, with the store's compare-and-set under a lock. */
struct memory {
	pthread_mutex_t lock;
	struct session family;
	enum session_end why;
	int inserts, rotations, revocations;
	bool is_down;
};

static enum rc memory_fault(struct memory *memory, struct fault *fault)
{
	return memory->is_down ? fault_set(fault, RC_UNAVAILABLE, "store", "down") : RC_OK;
}

static enum rc memory_read(void *context, const struct id *family_id, struct session *family, struct fault *fault)
{
	struct memory *memory = context;
	bool found;

	TRY(memory_fault(memory, fault));
	(void)pthread_mutex_lock(&memory->lock);
	found = id_equal(&memory->family.id, family_id);
	if (found)
		*family = memory->family;
	(void)pthread_mutex_unlock(&memory->lock);
	return found ? RC_OK : fault_set(fault, RC_NOT_FOUND, "not_found", "no such family");
}

static enum rc memory_insert(void *context, const struct session *family, struct fault *fault)
{
	struct memory *memory = context;

	TRY(memory_fault(memory, fault));
	memory->family = *family;
	memory->inserts++;
	return RC_OK;
}

static enum rc memory_rotate(void *context, const struct session *next, struct fault *fault)
{
	struct memory *memory = context;
	bool fits;

	(void)pthread_mutex_lock(&memory->lock);
	fits = memory->family.generation + 1 == next->generation && !memory->family.revoked_at_ms;
	if (fits) {
		memory->family = *next;
		memory->rotations++;
	}
	(void)pthread_mutex_unlock(&memory->lock);
	return fits ? RC_OK : fault_set(fault, RC_STALE, "stale", "another was faster");
}

static enum rc memory_revoke(void *context, const struct session *family, enum session_end why, int64_t now_ms,
                             struct fault *fault)
{
	struct memory *memory = context;

	(void)fault;
	(void)pthread_mutex_lock(&memory->lock);
	assert_true(id_equal(&memory->family.id, &family->id));
	if (!memory->family.revoked_at_ms) {
		memory->family.revoked_at_ms = now_ms;
		memory->why = why;
		memory->revocations++;
	}
	(void)pthread_mutex_unlock(&memory->lock);
	return RC_OK;
}

/* A session that began at T0, and its first token. */
struct play {
	struct memory memory;
	struct token_store store;
	char first[REFRESH_TOKEN_SIZE];
};

static void play_begin(struct play *play)
{
	struct id user_id = {{1, 2, 3}};
	struct session family;
	struct fault fault;

	*play = (struct play){.memory = {.lock = PTHREAD_MUTEX_INITIALIZER}};
	play->store = (struct token_store){.context = &play->memory,
	                                   .read = memory_read,
	                                   .insert = memory_insert,
	                                   .rotate = memory_rotate,
	                                   .revoke = memory_revoke};
	assert_int_equal(refresh_begin(&play->store, &key, &user_id, T0, &family, play->first, &fault), RC_OK);
	assert_int_equal(play->memory.inserts, 1);
	assert_true(id_equal(&family.user_id, &user_id));
	assert_int_equal(family.expires_at_ms, T0 + REFRESH_LIFE_MS);
}

static enum rc play_present(struct play *play, const char *token, int64_t now_ms, char next[REFRESH_TOKEN_SIZE],
                            struct fault *fault)
{
	struct session family;

	return refresh_continue(&play->store, &key, token, now_ms, &family, next, fault);
}

static void expect_ended(struct play *play, const char *token, int64_t now_ms)
{
	char next[REFRESH_TOKEN_SIZE] = "untouched";
	struct fault fault;

	assert_int_equal(play_present(play, token, now_ms, next, &fault), RC_UNAUTHENTICATED);
	assert_string_equal(fault.code, "session_ended");
	assert_string_equal(next, "untouched");
}

static void test_each_token_gives_the_next(void **state)
{
	char token[REFRESH_TOKEN_SIZE], next[REFRESH_TOKEN_SIZE];
	struct play play;
	struct fault fault;

	(void)state;
	play_begin(&play);
	memcpy(token, play.first, sizeof token);
	for (int i = 1; i <= 5; i++) {
		assert_int_equal(play_present(&play, token, T0 + i * 600000, next, &fault), RC_OK);
		assert_string_not_equal(next, token);
		assert_int_equal(play.memory.family.generation, i);
		assert_int_equal(play.memory.family.rotated_at_ms, T0 + i * 600000);
		memcpy(token, next, sizeof token);
	}
}

static void test_the_store_never_sees_a_token(void **state)
{
	struct play play;

	(void)state;
	play_begin(&play);
	assert_null(memmem(&play.memory.family, sizeof play.memory.family, play.first, 20));
}

static void test_replays(void **state)
{
	static const struct {
		const char *when;
		int64_t after_ms; /* the first use */
		bool is_served;
	} rows[] = {
		{"at the same moment", 0, true},
		{"after 9.999 s", 9999, true},
		{"after 10 s", 10000, false},
		{"after a day", 86400000, false},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char next[REFRESH_TOKEN_SIZE], again[REFRESH_TOKEN_SIZE] = "";
		struct play play;
		struct fault fault;

		print_message("  %s\n", rows[i].when);
		play_begin(&play);
		assert_int_equal(play_present(&play, play.first, T0 + 60000, next, &fault), RC_OK);
		if (rows[i].is_served) {
			assert_int_equal(
				play_present(&play, play.first, T0 + 60000 + rows[i].after_ms, again, &fault), RC_OK);
			assert_string_equal(again, next);
			assert_int_equal(play.memory.rotations, 1);
			assert_int_equal(play.memory.revocations, 0);
			continue;
		}
		expect_ended(&play, play.first, T0 + 60000 + rows[i].after_ms);
		assert_int_equal(play.memory.why, SESSION_END_REUSED);
		expect_ended(&play, next, T0 + 60000 + rows[i].after_ms + 1); /* the thief's and the owner's alike */
		assert_int_equal(play.memory.revocations, 1);
	}
}

/* Two generations back is theft even within the ten seconds. */
static void test_older_than_the_last_ends_the_family(void **state)
{
	char second[REFRESH_TOKEN_SIZE], third[REFRESH_TOKEN_SIZE];
	struct play play;
	struct fault fault;

	(void)state;
	play_begin(&play);
	assert_int_equal(play_present(&play, play.first, T0 + 1, second, &fault), RC_OK);
	assert_int_equal(play_present(&play, second, T0 + 2, third, &fault), RC_OK);
	expect_ended(&play, play.first, T0 + 3);
	expect_ended(&play, third, T0 + 4);
}

/* A generation that was never given out, as after a restored backup: nobody can say who holds it. */
static void test_a_later_generation_ends_the_family(void **state)
{
	char later[REFRESH_TOKEN_SIZE];
	struct play play;

	(void)state;
	play_begin(&play);
	refresh_write(&key, &play.memory.family.id, 9, later);
	expect_ended(&play, later, T0 + 1);
	assert_int_equal(play.memory.revocations, 1);
}

static void test_thirty_days(void **state)
{
	char next[REFRESH_TOKEN_SIZE];
	struct play play;
	struct fault fault;

	(void)state;
	play_begin(&play);
	expect_ended(&play, play.first, T0 + REFRESH_LIFE_MS);
	assert_int_equal(play_present(&play, play.first, T0 + REFRESH_LIFE_MS - 1, next, &fault), RC_OK);
	expect_ended(&play, next, T0 + REFRESH_LIFE_MS);
	assert_int_equal(play.memory.revocations, 0); /* it ended by itself */
}

static void test_what_we_never_wrote(void **state)
{
	char token[REFRESH_TOKEN_SIZE], next[REFRESH_TOKEN_SIZE];
	const char *others[] = {"", "x", token, "../../../../etc/passwd", "\xff\xff\xff"};
	struct play play;
	struct fault fault;

	(void)state;
	play_begin(&play);
	refresh_write(&other_key, &play.memory.family.id, 0, token); /* rightly formed, another key */
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		assert_int_equal(play_present(&play, others[i], T0, next, &fault), RC_UNAUTHENTICATED);
		assert_string_equal(fault.code, "token");
	}
	for (size_t i = 0; i < REFRESH_TOKEN_SIZE - 1; i++) {
		memcpy(token, play.first, sizeof token);
		token[i] = token[i] == 'A' ? 'B' : 'A';
		assert_int_equal(play_present(&play, token, T0, next, &fault), RC_UNAUTHENTICATED);
		assert_string_equal(fault.code, "token");
	}
	assert_int_equal(play.memory.revocations, 0); /* a guess ends nobody's session */
}

static void test_a_family_that_is_gone(void **state)
{
	struct id unknown = {{9}};
	char token[REFRESH_TOKEN_SIZE];
	struct play play;

	(void)state;
	play_begin(&play);
	refresh_write(&key, &unknown, 0, token);
	expect_ended(&play, token, T0);
}

static void test_store_down(void **state)
{
	char next[REFRESH_TOKEN_SIZE];
	struct play play;
	struct fault fault;

	(void)state;
	play_begin(&play);
	play.memory.is_down = true;
	assert_int_equal(play_present(&play, play.first, T0, next, &fault), RC_UNAVAILABLE);
	assert_string_equal(fault.code, "store");
}

struct tab {
	struct play *play;
	pthread_barrier_t *start;
	char next[REFRESH_TOKEN_SIZE];
	enum rc rc;
};

static void *tab_refresh(void *argument)
{
	struct tab *tab = argument;
	struct fault fault;

	(void)pthread_barrier_wait(tab->start);
	tab->rc = play_present(tab->play, tab->play->first, T0 + 1, tab->next, &fault);
	return NULL;
}

/* A hundred tabs race with one cookie: one rotation, one successor. */
static void test_hundred_at_once(void **state)
{
	enum { TABS = 100 };
	static struct tab tabs[TABS];
	pthread_t threads[TABS];
	pthread_barrier_t start;
	struct play play;

	(void)state;
	play_begin(&play);
	assert_int_equal(pthread_barrier_init(&start, NULL, TABS), 0);
	for (size_t i = 0; i < TABS; i++) {
		tabs[i] = (struct tab){.play = &play, .start = &start};
		assert_int_equal(pthread_create(&threads[i], NULL, tab_refresh, &tabs[i]), 0);
	}
	for (size_t i = 0; i < TABS; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	for (size_t i = 0; i < TABS; i++) {
		assert_int_equal(tabs[i].rc, RC_OK);
		assert_string_equal(tabs[i].next, tabs[0].next);
	}
	assert_string_not_equal(tabs[0].next, play.first);
	assert_int_equal(play.memory.rotations, 1);
	assert_int_equal(play.memory.revocations, 0);
	(void)pthread_barrier_destroy(&start);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_token_gives_the_next),
		cmocka_unit_test(test_the_store_never_sees_a_token),
		cmocka_unit_test(test_replays),
		cmocka_unit_test(test_older_than_the_last_ends_the_family),
		cmocka_unit_test(test_a_later_generation_ends_the_family),
		cmocka_unit_test(test_thirty_days),
		cmocka_unit_test(test_what_we_never_wrote),
		cmocka_unit_test(test_a_family_that_is_gone),
		cmocka_unit_test(test_store_down),
		cmocka_unit_test(test_hundred_at_once),
	};
	id_init();
	return cmocka_run_group_tests_name("refresh", tests, NULL, NULL);
}
