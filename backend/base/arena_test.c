/* An arena gives zeroed, aligned memory, keeps its first block, and lets go of everything in reverse order. */
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static void test_memory_is_zeroed_and_aligned(void **state)
{
	ARENA(arena, 64, 1 << 20);

	(void)state;
	for (int round = 0; round < 3; round++) {
		for (size_t bytes = 0; bytes < 300; bytes++) {
			unsigned char *memory = arena_alloc(arena, bytes);
			assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
			for (size_t i = 0; i < bytes; i++)
				assert_int_equal(memory[i], 0);
			(void)memset(memory, 0xff, bytes);
		}
		arena_reset(arena);
	}
}

static void test_first_block_is_kept(void **state)
{
	ARENA(arena, 1024, 1 << 20);
	void *first = arena_alloc(arena, 100);

	(void)state;
	(void)arena_alloc(arena, 100000);
	arena_reset(arena);
	assert_ptr_equal(arena_alloc(arena, 100), first);
}

static void test_ceiling_is_told_and_allocations_go_on(void **state)
{
	ARENA(arena, 64, 1000);

	(void)state;
	(void)arena_alloc(arena, 992);
	assert_false(arena_spent(arena));
	assert_non_null(arena_alloc(arena, 100));
	assert_true(arena_spent(arena));
	arena_reset(arena);
	assert_false(arena_spent(arena));
}

static void test_texts(void **state)
{
	ARENA(arena, 64, 1 << 20);

	(void)state;
	assert_string_equal(arena_strdup(arena, "uno"), "uno");
	assert_string_equal(arena_strndup(arena, "unodos", 3), "uno");
	assert_string_equal(arena_printf(arena, "%d-%s", 7, "x"), "7-x");
	assert_int_equal(strlen(arena_printf(arena, "%500d", 1)), 500);
}

static char released[4];

static void note(void *object)
{
	(void)strncat(released, object, 1);
}

static void test_cleanups_run_in_reverse(void **state)
{
	(void)state;
	{
		ARENA(arena, 64, 1 << 20);
		released[0] = '\0';
		arena_defer(arena, note, "a");
		arena_defer(arena, note, "b");
		arena_reset(arena);
		assert_string_equal(released, "ba");
		arena_reset(arena);
		assert_string_equal(released, "ba");
		arena_defer(arena, note, "c");
	}
	assert_string_equal(released, "bac");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_memory_is_zeroed_and_aligned),
		cmocka_unit_test(test_first_block_is_kept),
		cmocka_unit_test(test_ceiling_is_told_and_allocations_go_on),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_cleanups_run_in_reverse),
	};
	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
