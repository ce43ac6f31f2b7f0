/* Ids are 24 lower-case hex digits, sort by second, and do not repeat. */
#include "base/id.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static void test_parse(void **state)
{
	static const struct {
		const char *text;
		bool good;
	} rows[] = {
		{"00112233445566778899aabb", true},
		{"00112233445566778899aab", false},
		{"00112233445566778899aabb0", false},
		{"00112233445566778899AABB", false},
		{"00112233445566778899aabg", false},
		{" 0112233445566778899aabb", false},
		{"", false},
		{NULL, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct id id = {{0}};
		assert_int_equal(id_parse(rows[i].text, &id), rows[i].good);
		assert_int_equal(id_is_none(&id), !rows[i].good);
		if (rows[i].good)
			assert_string_equal(ID_TEXT(&id), rows[i].text);
	}
}

static void test_new(void **state)
{
	struct id early = id_new(INT64_C(1767225599999)), late = id_new(INT64_C(1767225600000));
	struct id again = id_new(INT64_C(1767225600000));

	(void)state;
	assert_true(memcmp(early.bytes, late.bytes, ID_BYTES) < 0);
	assert_memory_equal(ID_TEXT(&late), "6955b900", 8);
	assert_false(id_equal(&late, &again));
	assert_true(id_equal(&late, &late));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_parse), cmocka_unit_test(test_new)};

	id_init();
	return cmocka_run_group_tests_name("id", tests, NULL, NULL);
}
