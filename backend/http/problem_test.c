/* Every rc has its status; a few codes have one of their own. */
#include "http/problem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void test_status(void **state)
{
	static const struct {
		enum rc rc;
		const char *code;
		int status;
	} rows[] = {
		{RC_OK, NULL, 500}, /* a fault nobody filled */
		{RC_MALFORMED, "query", 400},
		{RC_UNAUTHENTICATED, "token", 401},
		{RC_FORBIDDEN, "role", 403},
		{RC_NOT_FOUND, "not_found", 404},
		{RC_CONFLICT, "claimed", 409},
		{RC_STALE, "stale", 412},
		{RC_TOO_LARGE, "body_too_large", 413},
		{RC_INVALID, "invalid", 422},
		{RC_THROTTLED, "throttled", 429},
		{RC_UNAVAILABLE, "store", 503},
		{RC_BROKEN, "bug", 500},
		{RC_MALFORMED, "method_not_allowed", 405},
		{RC_MALFORMED, "length_required", 411},
		{RC_MALFORMED, "media_type", 415},
		{RC_MALFORMED, "range", 416},
		{RC_MALFORMED, "version_required", 428},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct fault fault = {.rc = rows[i].rc, .code = rows[i].code};
		assert_int_equal(problem_status(&fault), rows[i].status);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_status)};
	return cmocka_run_group_tests_name("problem", tests, NULL, NULL);
}
