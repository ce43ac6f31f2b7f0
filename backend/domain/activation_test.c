/* Read each row as a sentence: a service in this state, this act, is allowed or refused, and then becomes that. */
#include "domain/activation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define T0 INT64_C(1795532400000)

static const struct activation_policy policy = {
	.timeouts_down = 3, .probe_after_ms = 60000, .tries_max = 5, .timeout_ms = 20000};
static const struct activation_operator up = {0};

static enum activation_verdict ask(enum activation_service service, enum activation_act act)
{
	return activation_ask(&policy, &up, ACTIVATION_SERVICES, service, act, 0, false);
}

static void test_ask(void **state)
{
	static const struct {
		enum activation_service service;
		enum activation_verdict load, ask, settle, take_off;
	} rows[] = {
		{ACTIVATION_TO_LOAD, ACTIVATION_ALLOWED, ACTIVATION_NOTHING_TO_DO, ACTIVATION_NOTHING_TO_DO,
	         ACTIVATION_NOTHING_TO_DO},
		{ACTIVATION_LOADING, ACTIVATION_IN_PROGRESS, ACTIVATION_IN_PROGRESS, ACTIVATION_IN_PROGRESS,
	         ACTIVATION_IN_PROGRESS},
		{ACTIVATION_LOADED, ACTIVATION_ALREADY_THERE, ACTIVATION_NOTHING_TO_DO, ACTIVATION_NOTHING_TO_DO,
	         ACTIVATION_ALLOWED},
		{ACTIVATION_NOT_LOADED, ACTIVATION_ALLOWED, ACTIVATION_NOTHING_TO_DO, ACTIVATION_ALLOWED,
	         ACTIVATION_NOTHING_TO_DO},
		{ACTIVATION_REFUSED, ACTIVATION_NOTHING_TO_DO, ACTIVATION_NOTHING_TO_DO, ACTIVATION_NOTHING_TO_DO,
	         ACTIVATION_NOTHING_TO_DO},
		{ACTIVATION_UNCONFIRMED, ACTIVATION_ASK_FIRST, ACTIVATION_ALLOWED, ACTIVATION_ASK_FIRST,
	         ACTIVATION_ASK_FIRST},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		print_message("  a service %s\n", activation_service_name(rows[i].service));
		assert_int_equal(ask(rows[i].service, ACTIVATION_LOAD), rows[i].load);
		assert_int_equal(ask(rows[i].service, ACTIVATION_ASK), rows[i].ask);
		assert_int_equal(ask(rows[i].service, ACTIVATION_SETTLE), rows[i].settle);
		assert_int_equal(ask(rows[i].service, ACTIVATION_TAKE_OFF), rows[i].take_off);
	}
}

/*
 * The operator loads what it is asked to and loses any of its answers. Whatever it loses, whatever we then do that is
 * allowed, a service is never loaded twice.
 */
static void test_nothing_is_loaded_twice(void **state)
{
	uint32_t random = 7;

	(void)state;
	for (int run = 0; run < 20000; run++) {
		enum activation_service service = ACTIVATION_TO_LOAD;
		int loads = 0;
		bool there = false;

		for (int i = 0; i < 12; i++) {
			enum activation_act act;
			bool lost, takes;

			random = random * 1664525 + 1013904223;
			act = (random >> 16) % 2 ? ACTIVATION_LOAD : ACTIVATION_ASK;
			lost = (random >> 18) % 2;
			takes = (random >> 20) % 2;
			if (ask(service, act) != ACTIVATION_ALLOWED)
				continue;
			if (act == ACTIVATION_LOAD && takes) {
				there = true;
				loads++;
			}
			service = activation_fold(service, act,
			                          lost    ? ACTIVATION_TIMED_OUT
			                          : there ? ACTIVATION_SAID_LOADED
			                                  : ACTIVATION_SAID_NOT_LOADED);
		}
		assert_true(loads <= 1);
		if (service == ACTIVATION_LOADED)
			assert_int_equal(loads, 1);
	}
}

static void test_fold(void **state)
{
	(void)state;
	assert_int_equal(activation_fold(ACTIVATION_LOADED, ACTIVATION_TAKE_OFF, ACTIVATION_SAID_REVERSED),
	                 ACTIVATION_REVERSED);
	assert_int_equal(activation_fold(ACTIVATION_LOADED, ACTIVATION_TAKE_OFF, ACTIVATION_TIMED_OUT),
	                 ACTIVATION_UNCONFIRMED);
	assert_int_equal(activation_fold(ACTIVATION_NOT_LOADED, ACTIVATION_SETTLE, ACTIVATION_SAID_NOT_LOADED),
	                 ACTIVATION_REFUSED);
	assert_int_equal(activation_fold(ACTIVATION_LOADING, ACTIVATION_LOAD, ACTIVATION_ERRED),
	                 ACTIVATION_UNCONFIRMED);
	assert_true(activation_costs_try(ACTIVATION_LOAD, ACTIVATION_SAID_NOT_LOADED));
	assert_false(activation_costs_try(ACTIVATION_LOAD, ACTIVATION_TIMED_OUT));
	assert_false(activation_costs_try(ACTIVATION_ASK, ACTIVATION_SAID_NOT_LOADED));
}

static void test_steps_before_services(void **state)
{
	(void)state;
	for (int step = ACTIVATION_LINE; step < ACTIVATION_SERVICES; step++)
		assert_int_equal(activation_ask(&policy, &up, (enum activation_step)step, ACTIVATION_TO_LOAD,
		                                ACTIVATION_LOAD, 0, false),
		                 ACTIVATION_STEP_BEFORE);
}

static void test_tries(void **state)
{
	(void)state;
	assert_int_equal(
		activation_ask(&policy, &up, ACTIVATION_SERVICES, ACTIVATION_NOT_LOADED, ACTIVATION_LOAD, 4, false),
		ACTIVATION_ALLOWED);
	assert_int_equal(
		activation_ask(&policy, &up, ACTIVATION_SERVICES, ACTIVATION_NOT_LOADED, ACTIVATION_LOAD, 5, false),
		ACTIVATION_TRIES_SPENT);
	assert_int_equal(
		activation_ask(&policy, &up, ACTIVATION_SERVICES, ACTIVATION_UNCONFIRMED, ACTIVATION_ASK, 5, false),
		ACTIVATION_ALLOWED);
}

/* Three time-outs in a row and the operator is down; one probe that is answered brings it back. */
static void test_operator_down(void **state)
{
	struct activation_operator operator_state = {0};

	(void)state;
	for (int i = 1; i <= 3; i++) {
		assert_false(activation_operator_is_down(&operator_state));
		activation_operator_fold(&policy, &operator_state, ACTIVATION_TIMED_OUT, T0 + i);
	}
	assert_true(activation_operator_is_down(&operator_state));
	assert_int_equal(activation_probe_at(&policy, &operator_state), T0 + 3 + 60000);
	assert_int_equal(activation_ask(&policy, &operator_state, ACTIVATION_SERVICES, ACTIVATION_TO_LOAD,
	                                ACTIVATION_LOAD, 0, false),
	                 ACTIVATION_OPERATOR_DOWN);
	assert_int_equal(activation_ask(&policy, &operator_state, ACTIVATION_SERVICES, ACTIVATION_UNCONFIRMED,
	                                ACTIVATION_ASK, 0, true),
	                 ACTIVATION_ALLOWED);
	activation_operator_fold(&policy, &operator_state, ACTIVATION_TIMED_OUT, T0 + 60003);
	assert_int_equal(activation_probe_at(&policy, &operator_state), T0 + 120003);
	activation_operator_fold(&policy, &operator_state, ACTIVATION_SAID_NOT_LOADED, T0 + 120003);
	assert_false(activation_operator_is_down(&operator_state));
	activation_operator_fold(&policy, &operator_state, ACTIVATION_TIMED_OUT, T0);
	activation_operator_fold(&policy, &operator_state, ACTIVATION_TIMED_OUT, T0);
	activation_operator_fold(&policy, &operator_state, ACTIVATION_SAID_LOADED, T0);
	activation_operator_fold(&policy, &operator_state, ACTIVATION_TIMED_OUT, T0);
	assert_false(activation_operator_is_down(&operator_state)); /* not in a row */
}

static void test_next_step(void **state)
{
	static const enum activation_service open[] = {ACTIVATION_LOADED, ACTIVATION_NOT_LOADED};
	static const enum activation_service settled[] = {ACTIVATION_LOADED, ACTIVATION_REFUSED};

	(void)state;
	assert_int_equal(activation_next_step(ACTIVATION_LINE, open, 2), ACTIVATION_RATE);
	assert_int_equal(activation_next_step(ACTIVATION_RATE, open, 2), ACTIVATION_PERSONAL);
	assert_int_equal(activation_next_step(ACTIVATION_PERSONAL, open, 2), ACTIVATION_SERVICES);
	assert_int_equal(activation_next_step(ACTIVATION_SERVICES, open, 2), ACTIVATION_SERVICES);
	assert_int_equal(activation_next_step(ACTIVATION_SERVICES, settled, 2), ACTIVATION_DONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ask),       cmocka_unit_test(test_nothing_is_loaded_twice),
		cmocka_unit_test(test_fold),      cmocka_unit_test(test_steps_before_services),
		cmocka_unit_test(test_tries),     cmocka_unit_test(test_operator_down),
		cmocka_unit_test(test_next_step),
	};
	return cmocka_run_group_tests_name("activation", tests, NULL, NULL);
}
