/* Each row reads: in this Cookie header, the cookie "sid" has this value, or counts as absent. */
#include "http/cookie.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static void test_find(void **state)
{
	static const struct {
		const char *header, *value;
	} rows[] = {
		{"sid=abc", "abc"},
		{"sid=", ""},
		{"a=1; sid=abc; b=2", "abc"},
		{"a=1;sid=abc ;b=2", "abc"},
		{";; sid=a=b", "a=b"},
		{"sid=\"abc\"", "abc"},
		{"xsid=1; sidx=2", NULL},
		{"a=sid=1", NULL},
		{"sid", NULL},
		{"", NULL},
		{"SID=abc", NULL},
		{"sid=a; sid=b", NULL},
		{"sid=a; sid=a", NULL},
		{"sid=a b", NULL},
		{"sid=a\"b", NULL},
		{"sid=a\\b", NULL},
		{"sid=\x01", NULL},
		{"sid=\xc3\xb1", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *value = NULL;
		size_t length = 99;
		print_message("  %s\n", rows[i].header);
		assert_int_equal(cookie_find(rows[i].header, "sid", &value, &length), rows[i].value != NULL);
		if (!rows[i].value) {
			assert_null(value);
			assert_int_equal(length, 99);
			continue;
		}
		assert_int_equal(length, strlen(rows[i].value));
		assert_memory_equal(value, rows[i].value, length);
	}
}

static void test_write(void **state)
{
	BUF(buf, 1000);

	(void)state;
	cookie_write(&buf, "__Host-refresh-8480", "abc", 60);
	assert_string_equal(buf.data,
	                    "__Host-refresh-8480=abc; Max-Age=60; Path=/; Secure; HttpOnly; SameSite=Strict");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_write),
	};
	return cmocka_run_group_tests_name("cookie", tests, NULL, NULL);
}
