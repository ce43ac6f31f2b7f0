/* Each row reads: this query string has these pairs, or is none. */
#include "http/query.h"

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
		const char *name, *value; /* the first pair */
		size_t count;
	} rows[] = {
		{"", true, NULL, NULL, 0},
		{"a=1", true, "a", "1", 1},
		{"a=1&b=2", true, "a", "1", 2},
		{"a", true, "a", "", 1},
		{"a=", true, "a", "", 1},
		{"&&a=1&", true, "a", "1", 1},
		{"a=b=c", true, "a", "b=c", 1},
		{"q=caf%C3%A9+uno", true, "q", "caf\xc3\xa9 uno", 1},
		{"a%3Db=%26", true, "a=b", "&", 1},
		{"a=1&a=2", true, "a", "1", 2},
		{"a=%", false, NULL, NULL, 0},
		{"a=%4", false, NULL, NULL, 0},
		{"a=%zz", false, NULL, NULL, 0},
		{"a=%4&b=1", false, NULL, NULL, 0}, /* an escape does not reach into the next pair */
		{"a=%00", false, NULL, NULL, 0},
		{"a=%0d%0aX: y", false, NULL, NULL, 0},
		{"a=1&b=%7f", false, NULL, NULL, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ARENA(arena, 4096, 1 << 20);
		struct query query;
		print_message("  \"%s\"\n", rows[i].text);
		assert_int_equal(query_parse(rows[i].text, arena, &query), rows[i].good);
		assert_int_equal(query.count, rows[i].count);
		if (rows[i].name)
			assert_string_equal(query_find(&query, rows[i].name), rows[i].value);
		assert_null(query_find(&query, "absent"));
	}
}

static void test_too_many_pairs(void **state)
{
	char text[2 * QUERY_PAIRS_MAX + 3] = "";
	ARENA(arena, 4096, 1 << 20);
	struct query query;

	(void)state;
	for (int i = 0; i < QUERY_PAIRS_MAX; i++)
		(void)strcat(text, "a&");
	assert_true(query_parse(text, arena, &query));
	assert_int_equal(query.count, QUERY_PAIRS_MAX);
	(void)strcat(text, "a");
	assert_false(query_parse(text, arena, &query));
}

static void test_what_is_escaped_comes_back(void **state)
{
	static const char all[] = "a Z-9._~&=+%/\"<>\xc3\xb1";
	ARENA(arena, 4096, 1 << 20);
	BUF(text, 1000);
	struct query query;

	(void)state;
	buf_text(&text, "q=");
	query_escape(&text, all);
	assert_null(strpbrk(text.data + 2, "&=+/ \"<>"));
	assert_true(query_parse(text.data, arena, &query));
	assert_string_equal(query_find(&query, "q"), all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_too_many_pairs),
		cmocka_unit_test(test_what_is_escaped_comes_back),
	};
	return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
