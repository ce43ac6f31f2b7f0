/* Read each row as a sentence: an agent in this state, to whom this happens, is then in that state. */
#include "domain/agent_state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define T0 INT64_C(1795532400000)

static const struct agent_policy policy = {
	.wrap_up_ms = 60000,
	.wrap_up_sale_ms = 180000,
	.connect_ms = 5000,
	.redials_max = 4,
	.break_rest_ms = 900000,
	.break_lunch_ms = 3600000,
	.break_restroom_ms = 600000,
};

static enum agent_verdict happens(struct agent *agent, enum agent_event event)
{
	return agent_state_fold(agent, event, AGENT_BREAK_REST, true, T0);
}

static void test_transitions(void **state)
{
	static const struct {
		enum agent_state from;
		bool open_call;
		enum agent_event event;
		enum agent_verdict verdict;
		enum agent_state to;
	} rows[] = {
		{AGENT_OFFLINE, false, AGENT_LOG_IN, AGENT_ALLOWED, AGENT_BREAK},
		{AGENT_OFFLINE, true, AGENT_LOG_IN, AGENT_ALLOWED, AGENT_WRAP_UP},
		{AGENT_BREAK, false, AGENT_GO_AVAILABLE, AGENT_ALLOWED, AGENT_AVAILABLE},
		{AGENT_BREAK, true, AGENT_GO_AVAILABLE, AGENT_DISPOSITION_DUE, AGENT_BREAK},
		{AGENT_BREAK, true, AGENT_LOG_OUT, AGENT_DISPOSITION_DUE, AGENT_BREAK},
		{AGENT_BREAK, true, AGENT_DISPOSES, AGENT_ALLOWED, AGENT_BREAK},
		{AGENT_BREAK, false, AGENT_DISPOSES, AGENT_NOT_NOW, AGENT_BREAK},
		{AGENT_AVAILABLE, false, AGENT_CALL_RINGS, AGENT_ALLOWED, AGENT_RINGING},
		{AGENT_AVAILABLE, false, AGENT_GO_BREAK, AGENT_ALLOWED, AGENT_BREAK},
		{AGENT_AVAILABLE, false, AGENT_GO_TASK, AGENT_ALLOWED, AGENT_TASK},
		{AGENT_AVAILABLE, false, AGENT_LOG_OUT, AGENT_ALLOWED, AGENT_OFFLINE},
		{AGENT_AVAILABLE, false, AGENT_CALL_CONNECTS, AGENT_NOT_NOW, AGENT_AVAILABLE},
		{AGENT_RINGING, false, AGENT_CALL_CONNECTS, AGENT_ALLOWED, AGENT_TALKING},
		{AGENT_RINGING, false, AGENT_MISSES_CALL, AGENT_ALLOWED, AGENT_BREAK},
		{AGENT_RINGING, false, AGENT_GO_BREAK, AGENT_LATER, AGENT_RINGING},
		{AGENT_TALKING, true, AGENT_CALL_ENDS, AGENT_ALLOWED, AGENT_WRAP_UP},
		{AGENT_TALKING, true, AGENT_CALL_DROPS_ACCEPTED, AGENT_ALLOWED, AGENT_TASK},
		{AGENT_TALKING, true, AGENT_GO_BREAK, AGENT_LATER, AGENT_TALKING},
		{AGENT_TALKING, true, AGENT_GO_AVAILABLE, AGENT_NOT_NOW, AGENT_TALKING},
		{AGENT_TALKING, true, AGENT_LOG_OUT, AGENT_NOT_NOW, AGENT_TALKING},
		{AGENT_TALKING, true, AGENT_CALL_RINGS, AGENT_NOT_NOW, AGENT_TALKING},
		{AGENT_TALKING, true, AGENT_DISPOSES, AGENT_ALLOWED, AGENT_AVAILABLE},
		{AGENT_WRAP_UP, true, AGENT_DISPOSES, AGENT_ALLOWED, AGENT_AVAILABLE},
		{AGENT_WRAP_UP, true, AGENT_CALL_RINGS, AGENT_NOT_NOW, AGENT_WRAP_UP},
		{AGENT_WRAP_UP, true, AGENT_OVERRUNS_WRAP_UP, AGENT_ALLOWED, AGENT_BREAK},
		{AGENT_TASK, true, AGENT_CALL_RINGS, AGENT_ALLOWED, AGENT_RINGING},
		{AGENT_TASK, true, AGENT_GO_AVAILABLE, AGENT_DISPOSITION_DUE, AGENT_TASK},
		{AGENT_TASK, true, AGENT_DISPOSES, AGENT_ALLOWED, AGENT_TASK},
		{AGENT_TASK, false, AGENT_GO_AVAILABLE, AGENT_ALLOWED, AGENT_AVAILABLE},
		{AGENT_TASK, false, AGENT_CALL_RINGS, AGENT_ALLOWED, AGENT_RINGING},
		{AGENT_TALKING, true, AGENT_PRESENCE_LOST, AGENT_ALLOWED, AGENT_OFFLINE},
		{AGENT_OFFLINE, false, AGENT_PRESENCE_LOST, AGENT_NOT_NOW, AGENT_OFFLINE},
		{AGENT_OFFLINE, false, AGENT_CALL_RINGS, AGENT_NOT_NOW, AGENT_OFFLINE},
		{AGENT_BREAK, false, AGENT_CALL_RINGS, AGENT_NOT_NOW, AGENT_BREAK},
		{AGENT_NO_LINE, false, AGENT_CALL_RINGS, AGENT_NOT_NOW, AGENT_NO_LINE},
		{AGENT_NO_LINE, false, AGENT_LINE_BACK, AGENT_ALLOWED, AGENT_AVAILABLE},
		{AGENT_BREAK, false, AGENT_LINE_BACK, AGENT_NOT_NOW, AGENT_BREAK},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct agent agent = {.state = rows[i].from, .has_open_call = rows[i].open_call, .since_ms = T0 - 1};

		print_message("  %s, %s: %s\n", agent_state_name(rows[i].from), agent_event_name(rows[i].event),
		              agent_state_name(rows[i].to));
		assert_int_equal(happens(&agent, rows[i].event), rows[i].verdict);
		assert_int_equal(agent.state, rows[i].to);
		if (agent.state != rows[i].from)
			assert_int_equal(agent.since_ms, T0);
	}
}

/* A break asked for on a call starts after wrap-up, with the reason asked for. */
static void test_break_after_the_call(void **state)
{
	struct agent agent = {.state = AGENT_TALKING, .has_open_call = true};

	(void)state;
	assert_int_equal(agent_state_fold(&agent, AGENT_GO_BREAK, AGENT_BREAK_LUNCH, true, T0), AGENT_LATER);
	assert_int_equal(happens(&agent, AGENT_CALL_ENDS), AGENT_ALLOWED);
	assert_int_equal(agent.state, AGENT_WRAP_UP);
	assert_int_equal(happens(&agent, AGENT_DISPOSES), AGENT_ALLOWED);
	assert_int_equal(agent.state, AGENT_BREAK);
	assert_int_equal(agent.break_reason, AGENT_BREAK_LUNCH);
	assert_false(agent.break_asked);
	assert_false(agent.has_open_call);

	agent = (struct agent){.state = AGENT_TALKING, .has_open_call = true};
	happens(&agent, AGENT_GO_BREAK);
	assert_int_equal(happens(&agent, AGENT_GO_AVAILABLE), AGENT_LATER);
	happens(&agent, AGENT_DISPOSES);
	assert_int_equal(agent.state, AGENT_AVAILABLE);
}

static void test_forced_breaks_have_their_reason(void **state)
{
	struct agent agent = {.state = AGENT_RINGING};

	(void)state;
	happens(&agent, AGENT_MISSES_CALL);
	assert_int_equal(agent.break_reason, AGENT_BREAK_MISSED_CALL);
	agent = (struct agent){.state = AGENT_WRAP_UP, .has_open_call = true};
	happens(&agent, AGENT_OVERRUNS_WRAP_UP);
	assert_int_equal(agent.break_reason, AGENT_BREAK_OVERRUN);
	assert_true(agent.has_open_call);
	agent = (struct agent){.state = AGENT_AVAILABLE};
	assert_int_equal(agent_state_fold(&agent, AGENT_GO_BREAK, AGENT_BREAK_OVERRUN, true, T0),
	                 AGENT_REASON_UNKNOWN);
	assert_int_equal(agent.state, AGENT_AVAILABLE);
}

static void test_no_line_is_no_break(void **state)
{
	struct agent agent = {.state = AGENT_AVAILABLE};

	(void)state;
	assert_int_equal(agent_state_fold(&agent, AGENT_LINE_LOST, AGENT_BREAK_REST, false, T0), AGENT_ALLOWED);
	assert_int_equal(agent.state, AGENT_NO_LINE);
	agent = (struct agent){.state = AGENT_WRAP_UP, .has_open_call = true};
	agent_state_fold(&agent, AGENT_DISPOSES, AGENT_BREAK_REST, false, T0);
	assert_int_equal(agent.state, AGENT_NO_LINE);
	agent = (struct agent){.state = AGENT_BREAK};
	agent_state_fold(&agent, AGENT_GO_AVAILABLE, AGENT_BREAK_REST, false, T0);
	assert_int_equal(agent.state, AGENT_NO_LINE);
}

/* Whatever happens in whatever order, nobody with an undisposed call gets a new one but as a redial from a task. */
static void test_no_call_before_the_disposition(void **state)
{
	uint32_t random = 1;
	struct agent agent = {.state = AGENT_OFFLINE};

	(void)state;
	for (int i = 0; i < 200000; i++) {
		enum agent_event event;
		struct agent before = agent;

		random = random * 1664525 + 1013904223;
		event = (enum agent_event)((random >> 16) % AGENT_EVENT_COUNT);
		if (agent_state_fold(&agent, event, AGENT_BREAK_REST, (random & 0x8000) != 0, T0 + i) > AGENT_LATER)
			assert_memory_equal(&agent, &before, sizeof agent);
		if (agent.state == AGENT_RINGING && before.state != AGENT_RINGING && before.has_open_call)
			assert_int_equal(before.state, AGENT_TASK);
		if (agent.state == AGENT_TALKING || agent.state == AGENT_WRAP_UP)
			assert_true(agent.has_open_call);
		if (agent.state == AGENT_AVAILABLE || agent.state == AGENT_NO_LINE)
			assert_false(agent.has_open_call);
	}
}

static void test_limits(void **state)
{
	struct agent agent = {.state = AGENT_WRAP_UP, .since_ms = T0};

	(void)state;
	assert_int_equal(agent_state_ends_at(&policy, &agent, false), T0 + 60000);
	assert_int_equal(agent_state_ends_at(&policy, &agent, true), T0 + 180000);
	agent.state = AGENT_RINGING;
	assert_int_equal(agent_state_ends_at(&policy, &agent, false), T0 + 5000);
	agent.state = AGENT_TASK;
	assert_int_equal(agent_state_ends_at(&policy, &agent, false), 0);
	assert_int_equal(agent_break_limit_ms(&policy, AGENT_BREAK_LUNCH), 3600000);
	assert_int_equal(agent_break_limit_ms(&policy, AGENT_BREAK_TRAINING), 0);
}

static void test_productive(void **state)
{
	static const bool productive[AGENT_STATE_COUNT] = {
		[AGENT_TALKING] = true, [AGENT_WRAP_UP] = true, [AGENT_AVAILABLE] = true, [AGENT_TASK] = true};

	(void)state;
	for (int i = 0; i < AGENT_STATE_COUNT; i++) {
		assert_int_equal(agent_state_is_productive((enum agent_state)i), productive[i]);
		assert_int_equal(agent_state_takes_calls((enum agent_state)i), i == AGENT_AVAILABLE);
	}
}

static void test_longest_idle(void **state)
{
	const struct agent agents[] = {
		{.state = AGENT_BREAK, .since_ms = T0 - 9000},     {.state = AGENT_AVAILABLE, .since_ms = T0 - 1000},
		{.state = AGENT_AVAILABLE, .since_ms = T0 - 5000}, {.state = AGENT_AVAILABLE, .since_ms = T0 - 5000},
		{.state = AGENT_TALKING, .since_ms = T0 - 7000},
	};

	(void)state;
	assert_int_equal(agent_longest_idle(agents, 5), 2);
	assert_int_equal(agent_longest_idle(agents, 2), 1);
	assert_int_equal(agent_longest_idle(agents, 1), 1); /* nobody */
	assert_int_equal(agent_longest_idle(agents, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_transitions),
		cmocka_unit_test(test_break_after_the_call),
		cmocka_unit_test(test_forced_breaks_have_their_reason),
		cmocka_unit_test(test_no_line_is_no_break),
		cmocka_unit_test(test_no_call_before_the_disposition),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_productive),
		cmocka_unit_test(test_longest_idle),
	};
	return cmocka_run_group_tests_name("agent_state", tests, NULL, NULL);
}
