/* The operator answers the same to the same load, and tells the truth when it is asked. */
#include "ports/simulator/activation_simulator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define FAILS_FIRST "+573000000101"
#define ANSWER_LOST "+573000000102"
#define ORDER_LOST  "+573000000103"
#define SILENT      "+573000000115"

static const struct config config = {.activation = "simulator", .simulator_seed = 1};

static struct activation_order order_of(const char *phone, const char *document)
{
	return (struct activation_order){.number = "V-000001",
	                                 .applicant = {.phone = phone, .document_number = document}};
}

static enum activation_answer loads(const char *phone, int64_t n, int64_t load)
{
	ARENA(arena, 256, 1 << 14);
	const struct activation_order order = order_of(phone, "1000000101");
	const struct activation_load one = {.n = n, .load = load};
	struct activation_report told = activation_simulator.load(&config, &order, &one, arena);

	assert_int_equal(told.reference != NULL, told.answer == ACTIVATION_SAID_LOADED);
	assert_int_equal(told.reason != NULL, told.answer != ACTIVATION_SAID_LOADED);
	return told.answer;
}

static enum activation_answer says(const char *phone, int64_t load, int64_t asks)
{
	ARENA(arena, 256, 1 << 14);
	const struct activation_order order = order_of(phone, "1000000101");
	const struct activation_load one = {.n = 1, .load = load, .asks = asks};

	return activation_simulator.ask(&config, &order, &one, arena).answer;
}

static void the_setting_names_an_adapter(void **state)
{
	static const struct config wrong = {.activation = "none"};
	const struct activation_adapter *adapter;
	struct fault fault;

	(void)state;
	assert_int_equal(activation_adapter_find(&config, &adapter, &fault), RC_OK);
	assert_ptr_equal(adapter, &activation_simulator);
	assert_int_equal(activation_adapter_find(&wrong, &adapter, &fault), RC_INVALID);
}

static void pinned_courses(void **state)
{
	(void)state;
	assert_int_equal(loads(FAILS_FIRST, 1, 1), ACTIVATION_SAID_NOT_LOADED);
	assert_int_equal(loads(FAILS_FIRST, 1, 2), ACTIVATION_SAID_LOADED);
	assert_int_equal(loads(FAILS_FIRST, 2, 1), ACTIVATION_SAID_LOADED);
	assert_int_equal(loads(ANSWER_LOST, 1, 1), ACTIVATION_TIMED_OUT);
	assert_int_equal(says(ANSWER_LOST, 1, 1), ACTIVATION_SAID_LOADED);
	assert_int_equal(loads(ORDER_LOST, 1, 1), ACTIVATION_TIMED_OUT);
	assert_int_equal(says(ORDER_LOST, 1, 1), ACTIVATION_SAID_NOT_LOADED);
	assert_int_equal(loads(ORDER_LOST, 1, 2), ACTIVATION_SAID_LOADED);
	assert_int_equal(says(SILENT, 1, 2), ACTIVATION_TIMED_OUT);
	assert_int_equal(says(SILENT, 1, 3), ACTIVATION_SAID_NOT_LOADED);
	assert_int_equal(says(SILENT, 2, 1), ACTIVATION_SAID_LOADED);
	assert_int_equal(loads("+573000000105", 1, 1), ACTIVATION_SAID_LOADED);
}

static void the_crowd_mostly_loads_and_always_the_same(void **state)
{
	int seen[ACTIVATION_ERRED + 1] = {0};

	(void)state;
	for (int i = 0; i < 500; i++) {
		ARENA(arena, 256, 1 << 14);
		const struct activation_load one = {.n = 1, .load = 1};
		struct activation_order order;
		struct activation_report first, again;
		char document[24];

		(void)snprintf(document, sizeof document, "10001%05d", i);
		order = order_of("+573000000500", document);
		first = activation_simulator.load(&config, &order, &one, arena);
		again = activation_simulator.load(&config, &order, &one, arena);
		assert_int_equal(first.answer, again.answer);
		seen[first.answer]++;
	}
	assert_in_range(seen[ACTIVATION_SAID_LOADED], 400, 460);
	assert_in_range(seen[ACTIVATION_SAID_NOT_LOADED], 15, 60);
	assert_in_range(seen[ACTIVATION_TIMED_OUT], 15, 70);
}

static void a_line_is_found_by_what_is_known_of_it(void **state)
{
	ARENA(arena, 256, 1 << 14);
	struct activation_order order = order_of(FAILS_FIRST, "1000000101");
	const char *found = NULL, *again = NULL;
	struct fault fault;

	(void)state;
	order.line_number = FAILS_FIRST;
	assert_int_equal(activation_simulator.find_line(&config, &order, ACTIVATION_BY_PHONE, arena, &found, &fault),
	                 RC_OK);
	assert_int_equal(activation_simulator.find_line(&config, &order, ACTIVATION_BY_PHONE, arena, &again, &fault),
	                 RC_OK);
	assert_string_equal(found, again);
	assert_int_equal(
		activation_simulator.find_line(&config, &order, ACTIVATION_BY_ADDRESS, arena, &found, &fault),
		RC_NOT_FOUND);
	assert_string_equal(fault.code, "line_not_found");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_setting_names_an_adapter),
		cmocka_unit_test(pinned_courses),
		cmocka_unit_test(the_crowd_mostly_loads_and_always_the_same),
		cmocka_unit_test(a_line_is_found_by_what_is_known_of_it),
	};
	return cmocka_run_group_tests_name("activation_simulator", tests, NULL, NULL);
}
