/* Each row reads: this method on this path is answered by that operation, with these parameters. */
#include "http/router.h"

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

#define ROW(method_, pattern_, id_)                                                                                  \
	{                                                                                                            \
		.method = (method_), .pattern = (pattern_), .operation_id = (id_), .handler = never_called           \
	}

static const struct route rows[] = {
	ROW("GET", "/sales", "list"),
	ROW("POST", "/sales", "create"),
	ROW("GET", "/sales/{id}", "get"),
	ROW("POST", "/sales/next", "next"),
	ROW("POST", "/sales/{id}/claim", "claim"),
	ROW("DELETE", "/sales/{id}/claim", "release"),
	ROW("PUT", "/calls/{id}/line/{n}", "line"),
};

static struct router *build(struct arena *arena)
{
	struct router *router = NULL;
	struct fault fault = {0};

	assert_int_equal(router_new(arena, rows, sizeof rows / sizeof *rows, &router, &fault), RC_OK);
	return router;
}

static void test_find(void **state)
{
	static const struct {
		const char *method, *path, *operation;
		const char *params[2];
	} cases[] = {
		{"GET", "/sales", "list", {0}},
		{"HEAD", "/sales", "list", {0}},
		{"POST", "/sales", "create", {0}},
		{"GET", "/sales/7", "get", {"7"}},
		{"POST", "/sales/next", "next", {0}},
		{"POST", "/sales/7/claim", "claim", {"7"}},
		{"POST", "/sales/next/claim", "claim", {"next"}}, /* the literal is tried first, then the parameter */
		{"DELETE", "/sales/%2e/claim", "release", {"%2e"}}, /* nginx has decoded; nothing is decoded twice */
		{"PUT", "/calls/abc/line/0", "line", {"abc", "0"}},
		{"GET", "/sales/", NULL, {0}},
		{"GET", "/sales//claim", NULL, {0}},
		{"GET", "//sales", NULL, {0}},
		{"GET", "/sale", NULL, {0}},
		{"GET", "/salesx", NULL, {0}},
		{"GET", "/calls/abc", NULL, {0}},
		{"GET", "/calls/abc/line/0/more", NULL, {0}},
		{"GET", "sales", NULL, {0}},
		{"GET", "", NULL, {0}},
		{"GET", "/", NULL, {0}},
	};
	ARENA(arena, 4096, 1 << 20);
	struct router *router = build(arena);
	struct route_match match;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		bool found = router_find(router, cases[i].method, cases[i].path, &match);
		print_message("  %s %s\n", cases[i].method, cases[i].path);
		assert_int_equal(found, cases[i].operation != NULL);
		if (!found) {
			assert_int_equal(match.allowed, 0);
			continue;
		}
		assert_string_equal(match.route->operation_id, cases[i].operation);
		for (size_t p = 0; p < 2 && cases[i].params[p]; p++) {
			assert_int_equal(match.params[p].length, strlen(cases[i].params[p]));
			assert_memory_equal(match.params[p].text, cases[i].params[p], match.params[p].length);
		}
	}
}

static void test_other_methods_are_named(void **state)
{
	ARENA(arena, 4096, 1 << 20);
	struct router *router = build(arena);
	char allow[ROUTER_ALLOW_SIZE];
	struct route_match match;

	(void)state;
	assert_false(router_find(router, "PATCH", "/sales", &match));
	assert_string_equal(router_allow(match.allowed, allow), "GET, HEAD, POST");
	assert_false(router_find(router, "BREW", "/sales/7/claim", &match));
	assert_string_equal(router_allow(match.allowed, allow), "POST, DELETE");
	assert_string_equal(router_allow(~0u, allow), "GET, HEAD, POST, PUT, PATCH, DELETE");
}

static void test_parameters_are_found_by_name(void **state)
{
	ARENA(arena, 4096, 1 << 20);
	struct router *router = build(arena);
	struct route_match match;

	(void)state;
	assert_true(router_find(router, "PUT", "/calls/abc/line/12", &match));
	assert_memory_equal(route_param(&match, "id")->text, "abc", 3);
	assert_int_equal(route_param(&match, "n")->length, 2);
	assert_null(route_param(&match, "i"));
	assert_null(route_param(&match, "line"));
}

static void test_wrong_tables_are_refused(void **state)
{
	static const struct {
		const char *why;
		struct route rows[2];
	} cases[] = {
		{"is there twice", {ROW("GET", "/a/{x}", "one"), ROW("GET", "/a/{y}", "two")}},
		{"has the operation id of another row", {ROW("GET", "/a", "one"), ROW("GET", "/b", "one")}},
		{"has no known method", {ROW("BREW", "/a", "one"), ROW("GET", "/b", "two")}},
		{"has no known method", {ROW("HEAD", "/a", "one"), ROW("GET", "/b", "two")}},
		{"has no known method", {ROW(NULL, "/a", "one"), ROW("GET", "/b", "two")}},
		{"has no pattern", {ROW("GET", "a", "one"), ROW("GET", "/b", "two")}},
		{"has no pattern", {ROW("GET", "/a?b", "one"), ROW("GET", "/b", "two")}},
		{"has an empty segment", {ROW("GET", "/a/", "one"), ROW("GET", "/b", "two")}},
		{"has an empty segment", {ROW("GET", "/a//b", "one"), ROW("GET", "/b", "two")}},
		{"neither literal nor", {ROW("GET", "/a/{}", "one"), ROW("GET", "/b", "two")}},
		{"neither literal nor", {ROW("GET", "/a/x{id}", "one"), ROW("GET", "/b", "two")}},
		{"too many parameters", {ROW("GET", "/{a}/{b}/{c}/{d}/{e}", "one"), ROW("GET", "/b", "two")}},
		{"has no operation id", {ROW("GET", "/a", ""), ROW("GET", "/b", "two")}},
		{"has no handler",
	         {{.method = "GET", .pattern = "/a", .operation_id = "one"}, ROW("GET", "/b", "two")}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ARENA(arena, 4096, 1 << 20);
		struct router *router = NULL;
		struct fault fault = {0};
		print_message("  %s\n", cases[i].why);
		assert_int_equal(router_new(arena, cases[i].rows, 2, &router, &fault), RC_INVALID);
		assert_non_null(strstr(fault.detail, cases[i].why));
		assert_null(router);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_other_methods_are_named),
		cmocka_unit_test(test_parameters_are_found_by_name),
		cmocka_unit_test(test_wrong_tables_are_refused),
	};
	return cmocka_run_group_tests_name("router", tests, NULL, NULL);
}
