/* A line at a time: what the simulated network reports, what its customers say, and that it repeats. */
#include "ports/telephony.h"

#include "ports/simulator/customers.h"
#include "ports/simulator/voice.h"
#include "ports/simulator/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static const struct config config = {.telephony = "simulator", .simulator_seed = 1};

struct story {
	struct telephony *line;
	int64_t now_ms;
	struct telephony_call call;
	size_t count;
	struct telephony_event events[64];
};

static void note(void *context, const struct telephony_event *event)
{
	struct story *story = context;

	assert_true(story->count < 64);
	story->events[story->count++] = *event;
}

/* Lets time pass until nothing more is planned. */
static void run(struct story *story)
{
	int64_t due_ms;

	while ((due_ms = telephony_due(story->line)) != INT64_MAX) {
		assert_true(due_ms > story->now_ms);
		story->now_ms = due_ms;
		telephony_step(story->line, story->now_ms, note, story);
	}
}

static void dial(struct story *story, const char *phone, int64_t attempt)
{
	struct fault fault;

	*story = (struct story){.now_ms = 1000};
	assert_int_equal(telephony_open(&config, &story->line, &fault), RC_OK);
	story->call = (struct telephony_call){.call_id = {{7}}, .phone = phone, .attempt = attempt};
	assert_int_equal(telephony_originate(story->line, &story->call, story->now_ms, &fault), RC_OK);
	run(story);
}

static void hear(struct story *story, enum call_fact fact, int64_t n, int64_t text_length)
{
	struct telephony_heard heard = {
		.call_id = story->call.call_id, .fact = fact, .n = n, .text_length = text_length};

	telephony_hear(story->line, &heard, story->now_ms);
	run(story);
}

/* The first clip of the latest utterance. */
static const char *last_words(struct story *story, char clip[CLIP_ID_SIZE])
{
	const struct telephony_event *last = &story->events[story->count - 1];
	struct voice_script script;

	assert_int_equal(last->report, TELEPHONY_SPOKE);
	voice_script(config.simulator_seed, &story->call, &last->said, &script);
	snprintf(clip, CLIP_ID_SIZE, "%s", script.parts[0].clip);
	return clip;
}

static enum telephony_report last_report(const struct story *story)
{
	return story->events[story->count - 1].report;
}

static void test_pinned_lines(void **state)
{
	static const struct {
		const char *phone;
		int64_t attempt;
		enum telephony_report report;
	} rows[] = {
		{"+573000000101", 1, TELEPHONY_ANSWERED}, {"+573000000108", 1, TELEPHONY_BUSY},
		{"+573000000108", 2, TELEPHONY_ANSWERED}, {"+573000000109", 1, TELEPHONY_NO_ANSWER},
		{"+573000000110", 1, TELEPHONY_MACHINE},
	};
	struct story story;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		dial(&story, rows[i].phone, rows[i].attempt);
		assert_int_equal(last_report(&story), rows[i].report);
		telephony_close(story.line);
	}
}

static void test_accepts_the_second_offer(void **state)
{
	struct story story;
	char clip[CLIP_ID_SIZE];

	(void)state;
	dial(&story, "+573000000101", 1);
	hear(&story, CALL_FACT_ANSWERED, 0, 0);
	assert_string_equal(last_words(&story, clip), "hello");
	hear(&story, CALL_FACT_OFFER, 1, 100);
	assert_string_equal(last_words(&story, clip), "too_expensive");
	hear(&story, CALL_FACT_OFFER, 2, 100);
	assert_string_equal(last_words(&story, clip), "accept_offer");
	hear(&story, CALL_FACT_ACCEPTED, 2, 0);
	assert_string_equal(last_words(&story, clip), "this_number");
	hear(&story, CALL_FACT_LINE, 1, 0);
	assert_string_equal(last_words(&story, clip), "my_name");
	telephony_close(story.line);
}

static void test_gives_in_after_three_rebuttals(void **state)
{
	struct story story;
	char clip[CLIP_ID_SIZE];

	(void)state;
	dial(&story, "+573000000102", 1);
	hear(&story, CALL_FACT_OFFER, 1, 0);
	hear(&story, CALL_FACT_REBUTTAL, 2, 0);
	assert_string_equal(last_words(&story, clip), "will_think");
	hear(&story, CALL_FACT_REBUTTAL, 3, 0);
	assert_string_equal(last_words(&story, clip), "accept_rebuttal");
	telephony_close(story.line);
}

static void test_unclear_the_first_time(void **state)
{
	struct story story;
	char clip[CLIP_ID_SIZE];
	int64_t before_ms;

	(void)state;
	dial(&story, "+573000000104", 1);
	hear(&story, CALL_FACT_CLAUSE, 3, 100);
	assert_string_equal(last_words(&story, clip), "yes_of_course");
	before_ms = story.now_ms;
	hear(&story, CALL_FACT_CLAUSE, 5, 100);
	assert_string_equal(last_words(&story, clip), "aha");
	assert_int_equal(story.now_ms - before_ms, 5500);
	hear(&story, CALL_FACT_CLAUSE, 5, 100);
	assert_string_equal(last_words(&story, clip), "yes_accept");
	telephony_close(story.line);
}

static void test_leaves_after_the_offer(void **state)
{
	struct story story;

	(void)state;
	dial(&story, "+573000000105", 1);
	hear(&story, CALL_FACT_OFFER, 1, 0);
	assert_int_equal(last_report(&story), TELEPHONY_HUNG_UP);
	hear(&story, CALL_FACT_OFFER, 2, 0);
	assert_int_equal(last_report(&story), TELEPHONY_HUNG_UP); /* nobody is there any more */
	telephony_close(story.line);
}

static void test_reads_out_the_bureaus_code(void **state)
{
	char sent[WORLD_CODE_SIZE], said[WORLD_CODE_SIZE];

	(void)state;
	world_code(1, "1000000101", 1, sent);
	assert_int_equal(strlen(sent), WORLD_CODE_DIGITS);
	assert_string_equal(world_code_said(1, "+573000000101", 1, said), sent);
	world_code(1, "1000000107", 1, sent);
	assert_string_not_equal(world_code_said(1, "+573000000107", 1, said), sent);
	world_code(1, "1000000107", 2, sent);
	assert_string_equal(world_code_said(1, "+573000000107", 2, said), sent);
	assert_false(world_bureau_knows(1, "+573000000103"));
}

/* Every sentence of a thousand people fits and names clips that exist. */
static void test_everyone_can_speak(void **state)
{
	struct voice_script script;
	char phone[PHONE_SIZE];

	(void)state;
	for (unsigned i = 0; i < 1000; i++) {
		snprintf(phone, sizeof phone, "+5730000%05u", i);
		for (int fact = 0; fact < CALL_FACT_COUNT; fact++) {
			struct telephony_call call = {.phone = phone, .attempt = 1};
			struct telephony_utterance said = {.fact = (enum call_fact)fact, .n = 101, .take = 1};

			voice_script(1, &call, &said, &script);
			assert_true(fact == CALL_FACT_OBJECTION || script.count > 0);
		}
	}
}

static void test_adopted_calls_go_on(void **state)
{
	struct story story = {.now_ms = 1000};
	struct telephony_heard heard[] = {{.call_id = {{7}}, .fact = CALL_FACT_CLAUSE, .n = 2},
	                                  {.call_id = {{7}}, .fact = CALL_FACT_CLAUSE, .n = 4}};
	struct fault fault;
	char clip[CLIP_ID_SIZE];

	(void)state;
	assert_int_equal(telephony_open(&config, &story.line, &fault), RC_OK);
	story.call = (struct telephony_call){.call_id = {{7}}, .phone = "+573000000104", .attempt = 1};
	assert_true(telephony_adopt(story.line, &story.call, heard, 2, story.now_ms));
	hear(&story, CALL_FACT_CLAUSE, 4, 0);
	assert_string_equal(last_words(&story, clip), "yes_accept"); /* the «ajá» was before */
	telephony_close(story.line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pinned_lines),
		cmocka_unit_test(test_accepts_the_second_offer),
		cmocka_unit_test(test_gives_in_after_three_rebuttals),
		cmocka_unit_test(test_unclear_the_first_time),
		cmocka_unit_test(test_leaves_after_the_offer),
		cmocka_unit_test(test_reads_out_the_bureaus_code),
		cmocka_unit_test(test_everyone_can_speak),
		cmocka_unit_test(test_adopted_calls_go_on),
	};
	return cmocka_run_group_tests_name("telephony simulator", tests, NULL, NULL);
}
