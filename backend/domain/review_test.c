/* Read each row as a sentence: a reading heard so far and marked so may be passed, may be faulty, or neither yet. */
#include "domain/review.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

enum {
	LITERAL = 1 << REVIEW_NOT_LITERAL,
	CLEAR = 1 << REVIEW_NOT_CLEAR,
	YES = 1 << REVIEW_NO_EXPLICIT_YES,
};

/* A statement, a question, and a price of which every word counts. */
static void test_verdicts(void **state)
{
	static const struct {
		const char *what;
		bool heard[3];
		uint8_t marks[3];
		enum review_verdict pass, pass_with_marks, fault;
		size_t clause;
	} rows[] = {
		{"nothing heard",
	         {0, 0, 0},
	         {0, 0, 0},
	         REVIEW_NOT_ALL_HEARD,
	         REVIEW_NOT_ALL_HEARD,
	         REVIEW_NOTHING_MARKED,
	         99},
		{"all heard, none marked",
	         {1, 1, 1},
	         {0, 0, 0},
	         REVIEW_ALLOWED,
	         REVIEW_ALLOWED,
	         REVIEW_NOTHING_MARKED,
	         99},
		{"the last not heard",
	         {1, 1, 0},
	         {0, 0, 0},
	         REVIEW_NOT_ALL_HEARD,
	         REVIEW_NOT_ALL_HEARD,
	         REVIEW_NOTHING_MARKED,
	         99},
		{"no explicit yes, at once", {1, 0, 0}, {0, YES, 0}, REVIEW_MARKED, REVIEW_MARKED, REVIEW_ALLOWED, 1},
		{"a price not literal, at once",
	         {1, 1, 0},
	         {0, 0, LITERAL},
	         REVIEW_MARKED,
	         REVIEW_MARKED,
	         REVIEW_ALLOWED,
	         2},
		{"a statement not literal, not all heard",
	         {1, 0, 0},
	         {LITERAL, 0, 0},
	         REVIEW_MARKED,
	         REVIEW_NOT_ALL_HEARD,
	         REVIEW_NOT_ALL_HEARD,
	         99},
		{"a statement not literal, all heard",
	         {1, 1, 1},
	         {LITERAL, 0, 0},
	         REVIEW_MARKED,
	         REVIEW_ALLOWED,
	         REVIEW_ALLOWED,
	         0},
		{"not clear, all heard", {1, 1, 1}, {0, CLEAR, 0}, REVIEW_MARKED, REVIEW_ALLOWED, REVIEW_ALLOWED, 1},
		{"a slight mark and then a fatal one",
	         {1, 1, 0},
	         {CLEAR, YES, 0},
	         REVIEW_MARKED,
	         REVIEW_MARKED,
	         REVIEW_ALLOWED,
	         1},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct review_clause clauses[3] = {{0}, {.is_question = true}, {.fatal_when_not_literal = true}};
		size_t clause = 99;

		for (int c = 0; c < 3; c++) {
			clauses[c].heard = rows[i].heard[c];
			clauses[c].exceptions = rows[i].marks[c];
		}
		print_message("  %s\n", rows[i].what);
		assert_int_equal(review_check_pass(clauses, 3, false), rows[i].pass);
		assert_int_equal(review_check_pass(clauses, 3, true), rows[i].pass_with_marks);
		assert_int_equal(review_check_fault(clauses, 3, &clause), rows[i].fault);
		assert_int_equal(clause, rows[i].clause);
	}
}

static void test_marks(void **state)
{
	struct review_clause statement = {0}, question = {.is_question = true},
			     price = {.fatal_when_not_literal = true};

	(void)state;
	assert_int_equal(review_check_mark(&statement, REVIEW_NO_EXPLICIT_YES), REVIEW_NOT_A_QUESTION);
	assert_int_equal(review_check_mark(&question, REVIEW_NO_EXPLICIT_YES), REVIEW_ALLOWED);
	assert_int_equal(review_check_mark(&statement, REVIEW_NOT_LITERAL), REVIEW_ALLOWED);
	assert_true(review_exception_is_fatal(&question, REVIEW_NO_EXPLICIT_YES));
	assert_false(review_exception_is_fatal(&question, REVIEW_NOT_LITERAL));
	assert_true(review_exception_is_fatal(&price, REVIEW_NOT_LITERAL));
	assert_false(review_exception_is_fatal(&price, REVIEW_NOT_CLEAR));
}

static void test_audio(void **state)
{
	static const struct review_policy policy = {.silence_cdb = -5000, .duration_slack_ms = 2000};
	const struct review_audio good = {true, 144000, 130000, -2000, -2300};
	struct review_audio audio = good;
	enum review_fault fault = REVIEW_FAULT_CLAUSE;

	(void)state;
	assert_true(review_audio_is_good(&policy, &audio, &fault));
	assert_int_equal(fault, REVIEW_FAULT_CLAUSE);
	audio.duration_ms = 128000;
	assert_true(review_audio_is_good(&policy, &audio, &fault));
	audio.duration_ms = 127999;
	assert_false(review_audio_is_good(&policy, &audio, &fault));
	assert_int_equal(fault, REVIEW_FAULT_MISSING);
	audio = good;
	audio.customer_cdb = -5000;
	assert_true(review_audio_is_good(&policy, &audio, &fault));
	audio.customer_cdb = -5001;
	assert_false(review_audio_is_good(&policy, &audio, &fault));
	assert_int_equal(fault, REVIEW_FAULT_SILENT);
	audio = good;
	audio.agent_cdb = -9000;
	assert_false(review_audio_is_good(&policy, &audio, &fault));
	audio.exists = false;
	assert_false(review_audio_is_good(&policy, &audio, &fault));
	assert_int_equal(fault, REVIEW_FAULT_MISSING);
}

static void test_queue(void **state)
{
	static const struct review_rank in_order[] = {
		{true, 10, 5}, {true, 20, 1}, {false, 5, 1}, {false, 5, 2}, {false, 6, 0}};

	(void)state;
	for (int i = 0; i < 5; i++) {
		for (int j = 0; j < 5; j++) {
			int order = review_compare(&in_order[i], &in_order[j]);

			assert_true(i == j ? order == 0 : i < j ? order < 0 : order > 0);
		}
	}
}

static void test_hearing(void **state)
{
	static const struct review_span spans[] = {{5000, 9000}, {1000, 3000}, {2500, 5400}, {20000, 21000}};

	(void)state;
	assert_true(review_is_heard(spans, 4, 1000, 9000));
	assert_true(review_is_heard(spans, 4, 600, 9500)); /* within the slack of a player's reports */
	assert_false(review_is_heard(spans, 4, 499, 9000));
	assert_false(review_is_heard(spans, 4, 1000, 9501));
	assert_false(review_is_heard(spans, 4, 1000, 21000)); /* a hole */
	assert_true(review_is_heard(spans, 4, 20200, 20900));
	assert_false(review_is_heard(spans, 0, 1000, 1000));
}

static void test_rank(void **state)
{
	static const struct review_rank in_order[] = {{true, 10, 0}, {true, 20, 0}, {false, 5, 0}, {false, 6, 0}};

	(void)state;
	for (int i = 1; i < 4; i++)
		assert_true(review_queue_rank(in_order[i - 1].requested, in_order[i - 1].expires_ms) <
		            review_queue_rank(in_order[i].requested, in_order[i].expires_ms));
	assert_true(review_queue_rank(false, INT64_C(4102444800000)) < review_queue_rank(false, 0));
	assert_true(review_queue_rank(true, INT64_C(4102444800000)) < review_queue_rank(false, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdicts), cmocka_unit_test(test_marks),   cmocka_unit_test(test_audio),
		cmocka_unit_test(test_queue),    cmocka_unit_test(test_hearing), cmocka_unit_test(test_rank),
	};
	return cmocka_run_group_tests_name("review", tests, NULL, NULL);
}
