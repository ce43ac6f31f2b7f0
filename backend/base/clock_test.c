/* Service time is real time and the offset, nothing else. */
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void test_offset(void **state)
{
	struct clock clock = {0};
	int64_t before_ms, after_ms, service_ms;

	(void)state;
	for (int64_t offset_ms = -86400000; offset_ms <= 86400000; offset_ms += 86400000) {
		clock_set_offset(&clock, offset_ms);
		before_ms = clock_real_ms();
		service_ms = clock_service_ms(&clock);
		after_ms = clock_real_ms();
		assert_true(service_ms >= before_ms + offset_ms && service_ms <= after_ms + offset_ms);
	}
}

static void test_steady_does_not_go_back(void **state)
{
	int64_t last_ms = clock_steady_ms();

	(void)state;
	for (int i = 0; i < 1000; i++) {
		int64_t now_ms = clock_steady_ms();
		assert_true(now_ms >= last_ms);
		last_ms = now_ms;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_offset),
	                                   cmocka_unit_test(test_steady_does_not_go_back)};

	return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
