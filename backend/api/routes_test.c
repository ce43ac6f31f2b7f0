/* The table of the API holds, and what contradicts itself is refused with the row's name. */
#include "api/routes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static enum rc never_called(struct request *request)
{
	(void)request;
	return RC_BROKEN;
}

static void test_the_table_holds(void **state)
{
	ARENA(arena, 64 << 10, 1 << 20);
	struct router *router = NULL;
	struct route_match match;
	struct fault fault = {0};

	(void)state;
	if (routes_build(arena, &router, &fault) != RC_OK)
		fail_msg("%s", fault.detail);
	assert_true(router_find(router, "GET", "/healthz", &match));
	assert_true(router_find(router, "GET", "/readyz", &match));
}

static void test_contradictions(void **state)
{
	static const struct {
		const char *said; /* NULL: all is well */
		struct route row;
	} cases[] = {
		{NULL, {"GET", "/api/v1/a", "a", AGENT, OWNERSHIP_OWN, 0, 0, never_called}},
		{NULL, {"POST", "/api/v1/a", "a", AGENT | ADMIN, OWNERSHIP_NONE, ROUTE_CREATES, 9, never_called}},
		{NULL, {"PUT", "/api/v1/a", "a", EVERY_ROLE, OWNERSHIP_OWN, ROUTE_EDITS, 9, never_called}},
		{NULL, {"POST", "/api/v1/a", "a", NO_ROLE, OWNERSHIP_PUBLIC, 0, 9, never_called}},
		{NULL, {"GET", "/a", "a", NO_ROLE, OWNERSHIP_INTERNAL, 0, 0, never_called}},
		{"has no ownership", {"GET", "/api/v1/a", "a", AGENT, 0, 0, 0, never_called}},
		{"has no ownership", {"GET", "/api/v1/a", "a", AGENT, 99, 0, 0, never_called}},
		{"has no roles", {"GET", "/api/v1/a", "a", NO_ROLE, OWNERSHIP_NONE, 0, 0, never_called}},
		{"has no roles", {"GET", "/api/v1/a", "a", 1u << 9, OWNERSHIP_NONE, 0, 0, never_called}},
		{"names roles", {"GET", "/api/v1/a", "a", AGENT, OWNERSHIP_PUBLIC, 0, 0, never_called}},
		{"must be under", {"GET", "/a", "a", AGENT, OWNERSHIP_OWN, 0, 0, never_called}},
		{"must be under", {"GET", "/a", "a", NO_ROLE, OWNERSHIP_PUBLIC, 0, 0, never_called}},
		{"must be under", {"GET", "/api/v1/a", "a", NO_ROLE, OWNERSHIP_INTERNAL, 0, 0, never_called}},
		{"reads, and yet", {"GET", "/api/v1/a", "a", AGENT, OWNERSHIP_OWN, 0, 9, never_called}},
		{"reads, and yet", {"GET", "/api/v1/a", "a", AGENT, OWNERSHIP_OWN, ROUTE_EDITS, 0, never_called}},
		{"creates without", {"PUT", "/api/v1/a", "a", AGENT, OWNERSHIP_OWN, ROUTE_CREATES, 0, never_called}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fault fault = {0};
		enum rc rc = routes_check(&cases[i].row, 1, &fault);
		print_message("  %s\n", cases[i].said ? cases[i].said : "all is well");
		assert_int_equal(rc, cases[i].said ? RC_INVALID : RC_OK);
		if (cases[i].said)
			assert_non_null(strstr(fault.detail, cases[i].said));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_table_holds),
		cmocka_unit_test(test_contradictions),
	};
	return cmocka_run_group_tests_name("routes", tests, NULL, NULL);
}
