/* Each row reads: this header is that version, or none; this list names the tag "7", or not. */
#include "http/etag.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void test_parse(void **state)
{
	static const struct {
		const char *text;
		bool good;
		int64_t version;
	} rows[] = {
		{"\"7\"", true, 7},
		{"\"9223372036854775807\"", true, INT64_MAX},
		{"\"9223372036854775808\"", false, 0},
		{"\"99999999999999999999\"", false, 0},
		{"\"0\"", false, 0},
		{"\"07\"", false, 0},
		{"\"-7\"", false, 0},
		{"\"7", false, 0},
		{"7", false, 0},
		{"\"\"", false, 0},
		{"", false, 0},
		{"*", false, 0},
		{"W/\"7\"", false, 0},
		{"\"7\", \"8\"", false, 0},
		{"\"7\" ", false, 0},
		{"\"7a\"", false, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t version = -1;
		print_message("  %s\n", rows[i].text);
		assert_int_equal(etag_parse(rows[i].text, &version), rows[i].good);
		assert_int_equal(version, rows[i].good ? rows[i].version : -1);
	}
}

static void test_format_comes_back(void **state)
{
	char tag[ETAG_SIZE];
	int64_t version = 0;

	(void)state;
	assert_string_equal(etag_format(7, tag), "\"7\"");
	assert_true(etag_parse(etag_format(INT64_MAX, tag), &version));
	assert_int_equal(version, INT64_MAX);
}

static void test_listed(void **state)
{
	static const struct {
		const char *header;
		bool listed;
	} rows[] = {
		{"\"7\"", true},
		{"*", true},
		{"\"6\", \"7\"", true},
		{"W/\"7\"", true},
		{"\"6\",W/\"7\",", true},
		{"\"77\"", false},
		{"", false},
		{"\"6\"", false},
		{"7", false},
		{"\"6, \"7\"", false},
		{"\"a,\"7\"", false},
		{"\"unclosed", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		print_message("  %s\n", rows[i].header);
		assert_int_equal(etag_listed(rows[i].header, "\"7\""), rows[i].listed);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_format_comes_back),
		cmocka_unit_test(test_listed),
	};
	return cmocka_run_group_tests_name("etag", tests, NULL, NULL);
}
