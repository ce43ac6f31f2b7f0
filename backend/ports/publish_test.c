/* What the publishing port refuses, and how fast it gives up. That it publishes is shown in tests/flow/test_live.py.
 */
#include "ports/publish.h"

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

/* Port 9 of loopback: nobody listens there. */
#define NOBODY "http://127.0.0.1:9/publish"

static void test_addresses(void **state)
{
	static const struct {
		const char *url;
		enum rc rc;
	} rows[] = {
		{NOBODY, RC_OK},
		{"unix:/run/nginx.sock:/publish", RC_OK},
		{"unix:/run/nginx.sock", RC_INVALID},
		{"unix:/run/nginx.sock:publish", RC_INVALID},
		{"https://example.org/publish", RC_INVALID},
		{"/publish", RC_INVALID},
		{"", RC_INVALID},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct publisher *publisher = NULL;
		struct fault fault = {0};

		print_message("  %s\n", rows[i].url);
		assert_int_equal(publisher_open(rows[i].url, &publisher, &fault), rows[i].rc);
		publisher_close(publisher);
	}
}

static void test_an_address_too_long(void **state)
{
	struct publisher *publisher = NULL;
	struct fault fault = {0};
	char url[1000];

	(void)state;
	memset(url, 'x', sizeof url);
	memcpy(url, "http://", strlen("http://"));
	url[sizeof url - 1] = '\0';
	assert_int_equal(publisher_open(url, &publisher, &fault), RC_INVALID);
}

static void test_channels_that_are_none(void **state)
{
	static const char *const names[] = {"", "a/b", "a,b", "a?b", "a b", "a%2f", "\303\261"};
	struct publisher *publisher;
	struct fault fault = {0};

	(void)state;
	assert_int_equal(publisher_open(NOBODY, &publisher, &fault), RC_OK);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		assert_int_equal(publish_message(publisher, names[i], "{}", 2, &fault), RC_BROKEN);
		assert_int_equal(publish_end(publisher, names[i], &fault), RC_BROKEN);
	}
	publisher_close(publisher);
}

static void test_nobody_there_holds_nobody_up(void **state)
{
	struct publisher *publisher;
	struct fault fault = {0};
	int64_t began_ms = clock_steady_ms();

	(void)state;
	assert_int_equal(publisher_open(NOBODY, &publisher, &fault), RC_OK);
	for (int i = 0; i < 10000; i++)
		assert_int_equal(publish_message(publisher, "floor", "{}", 2, &fault), RC_UNAVAILABLE);
	assert_string_equal(fault.code, "publish");
	assert_true(clock_steady_ms() - began_ms <
	            PUBLISH_TIMEOUT_MS * 5); /* ten thousand tries would take far longer */
	publisher_close(publisher);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_an_address_too_long),
		cmocka_unit_test(test_channels_that_are_none),
		cmocka_unit_test(test_nobody_there_holds_nobody_up),
	};

	publish_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
