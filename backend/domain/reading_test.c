/* Read each row as a sentence: a take in which this was marked, then this mark, is now so. */
#include "domain/reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const struct reading_policy policy = {
	.times_asked_max = 3, .takes_per_call_max = 3, .mark_tolerance_ms = 3000};

/* Identification, question, price, question. */
static const enum reading_clause_kind clauses[] = {READING_STATEMENT, READING_QUESTION, READING_STATEMENT,
                                                   READING_QUESTION};
enum { CLAUSES = 4 };

static enum reading_verdict begin(struct reading_take *take, size_t clause)
{
	return reading_begin_clause(&policy, clauses, CLAUSES, take, clause);
}

/* Begins the clause, if it may be begun, and ends it. */
static enum reading_verdict mark(struct reading_take *take, size_t clause, enum reading_answer answer)
{
	(void)begin(take, clause);
	return reading_mark(&policy, clauses, CLAUSES, take, clause, answer);
}

/* r read, y yes, u unclear, n no: marks of the clause being read, in order. */
static enum reading_verdict play(struct reading_take *take, const char *marks)
{
	enum reading_verdict verdict = READING_ALLOWED;

	for (; *marks != '\0'; marks++) {
		verdict = mark(take, take->clause, (enum reading_answer)(strchr("ryun", *marks) - "ryun"));
	}
	return verdict;
}

static void test_marks(void **state)
{
	static const struct {
		const char *marks;
		enum reading_verdict last;
		enum reading_state state;
		int clause, times_asked, repeats_left;
	} rows[] = {
		{"", READING_ALLOWED, READING_OPEN, 0, 0, 2},
		{"r", READING_ALLOWED, READING_OPEN, 1, 0, 2},
		{"y", READING_NO_QUESTION, READING_OPEN, 0, 0, 2},
		{"rr", READING_ANSWER_DUE, READING_OPEN, 1, 0, 2},
		{"ry", READING_ALLOWED, READING_OPEN, 2, 0, 2},
		{"ru", READING_ALLOWED, READING_OPEN, 1, 1, 1},
		{"run", READING_ALLOWED, READING_OPEN, 1, 2, 0},
		{"runy", READING_ALLOWED, READING_OPEN, 2, 0, 2},
		{"ruuu", READING_ALLOWED, READING_VOID, 1, 3, 0},
		{"rnnn", READING_ALLOWED, READING_VOID, 1, 3, 0},
		{"ruuuy", READING_ENDED, READING_VOID, 1, 3, 0},
		{"ryry", READING_ALLOWED, READING_ACCEPTED, 4, 0, 0},
		{"ruuyruuy", READING_ALLOWED, READING_ACCEPTED, 4, 0, 0},
		{"ryryr", READING_ENDED, READING_ACCEPTED, 4, 0, 0},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct reading_take take = {0};

		print_message("  \"%s\" is %s\n", rows[i].marks, reading_state_name(rows[i].state));
		assert_int_equal(play(&take, rows[i].marks), rows[i].last);
		assert_int_equal(take.state, rows[i].state);
		assert_int_equal(take.clause, rows[i].clause);
		assert_int_equal(take.times_asked, rows[i].times_asked);
		assert_int_equal(reading_repeats_left(&policy, &take), rows[i].repeats_left);
	}
}

/* No clause is skipped and none is read twice: only the one being read takes a mark. */
static void test_only_in_order(void **state)
{
	(void)state;
	for (size_t clause = 0; clause <= CLAUSES; clause++) {
		struct reading_take take = {0}, before;

		play(&take, "ry");
		before = take;
		if (clause == 2)
			continue;
		assert_int_equal(mark(&take, clause, READING_READ), READING_OUT_OF_ORDER);
		assert_memory_equal(&take, &before, sizeof take);
	}
}

/* Every clause has a mark where it begins, each repeat of a question too. */
static void test_begun(void **state)
{
	struct reading_take take = {0};

	(void)state;
	assert_int_equal(reading_mark(&policy, clauses, CLAUSES, &take, 0, READING_READ), READING_NOT_BEGUN);
	assert_int_equal(begin(&take, 1), READING_OUT_OF_ORDER);
	assert_int_equal(begin(&take, 0), READING_ALLOWED);
	assert_int_equal(begin(&take, 2), READING_OUT_OF_ORDER);
	assert_int_equal(begin(&take, 1), READING_ALLOWED); /* the statement before it was read to its end */
	assert_int_equal(take.clause, 1);
	assert_int_equal(begin(&take, 2), READING_OUT_OF_ORDER); /* a question ends with an answer alone */
	assert_int_equal(reading_mark(&policy, clauses, CLAUSES, &take, 1, READING_UNCLEAR), READING_ALLOWED);
	assert_int_equal(reading_mark(&policy, clauses, CLAUSES, &take, 1, READING_YES), READING_NOT_BEGUN);
	assert_int_equal(begin(&take, 1), READING_ALLOWED);
	assert_int_equal(take.times_asked, 1);
	assert_int_equal(reading_mark(&policy, clauses, CLAUSES, &take, 1, READING_YES), READING_ALLOWED);
	assert_int_equal(begin(&take, 4), READING_OUT_OF_ORDER);
	play(&take, "ry");
	assert_int_equal(take.state, READING_ACCEPTED);
	assert_int_equal(begin(&take, 4), READING_ENDED);
}

/* Whatever the agent marks, no take is accepted without an explicit yes to every question. */
static void test_no_acceptance_without_yes(void **state)
{
	(void)state;
	for (int code = 0; code < 4 * 4 * 4 * 4 * 4 * 4 * 4; code++) {
		struct reading_take take = {0};
		int yes[CLAUSES] = {0};

		for (int i = 0, rest = code; i < 7; i++, rest /= 4) {
			size_t clause = take.clause;
			enum reading_answer answer = (enum reading_answer)(rest % 4);

			if (mark(&take, clause, answer) == READING_ALLOWED && answer == READING_YES)
				yes[clause]++;
		}
		if (take.state == READING_ACCEPTED)
			assert_true(yes[1] == 1 && yes[3] == 1);
	}
}

static void test_interrupted_and_refused(void **state)
{
	struct reading_take take = {0};

	(void)state;
	play(&take, "ryr");
	assert_int_equal(reading_interrupt(&take), READING_ALLOWED);
	assert_int_equal(take.state, READING_INTERRUPTED);
	assert_int_equal(mark(&take, take.clause, READING_YES), READING_ENDED);
	assert_int_equal(reading_interrupt(&take), READING_ENDED);
	assert_int_equal(reading_refuse(&take), READING_ENDED);

	take = (struct reading_take){0};
	play(&take, "ruuu");
	assert_int_equal(reading_interrupt(&take), READING_ENDED);
	assert_int_equal(reading_refuse(&take), READING_ALLOWED);
	assert_int_equal(take.state, READING_UNACCEPTED);

	take = (struct reading_take){0};
	play(&take, "rn");
	assert_true(take.refused);
	assert_int_equal(reading_refuse(&take), READING_ALLOWED);

	take = (struct reading_take){0};
	play(&take, "ryry");
	assert_int_equal(reading_refuse(&take), READING_ENDED);
	assert_int_equal(take.state, READING_ACCEPTED);
}

static void test_start(void **state)
{
	const struct reading_start good = {true, true, true, 1, 0, false, false};
	struct reading_start start = good;

	(void)state;
	assert_int_equal(reading_start_check(&policy, &start), READING_ALLOWED);
	start.recording = false;
	assert_int_equal(reading_start_check(&policy, &start), READING_NOT_RECORDED);
	start = good;
	start.identity_approved = false;
	assert_int_equal(reading_start_check(&policy, &start), READING_NO_IDENTITY);
	start = good;
	start.lines_complete = false;
	assert_int_equal(reading_start_check(&policy, &start), READING_LINE_MISSING);
	start = good;
	start.products = 0;
	assert_int_equal(reading_start_check(&policy, &start), READING_NO_PRODUCT);
	start = good;
	start.takes = 2;
	assert_int_equal(reading_start_check(&policy, &start), READING_ALLOWED);
	start.takes = 3;
	assert_int_equal(reading_start_check(&policy, &start), READING_TAKES_SPENT);
	start = good;
	start.accepted = true;
	assert_int_equal(reading_start_check(&policy, &start), READING_ALREADY_ACCEPTED);
	start = good;
	start.open = true;
	assert_int_equal(reading_start_check(&policy, &start), READING_OPEN_ALREADY);
}

static void test_time(void **state)
{
	static const struct {
		const char *when;
		bool has_previous;
		struct reading_time previous, mark;
		bool possible;
	} rows[] = {
		{"the first mark in step", false, {0, 0}, {10000, 1010000}, true},
		{"the first mark, sent late", false, {0, 0}, {10000, 1060000}, true},
		{"3 s ahead of the clock", false, {0, 0}, {13000, 1010000}, true},
		{"a millisecond more", false, {0, 0}, {13001, 1010000}, false},
		{"before the beginning", false, {0, 0}, {-1, 1010000}, false},
		{"the next in step", true, {10000, 1010000}, {15000, 1015000}, true},
		{"the next in step, the one before was late", true, {10000, 1022000}, {23000, 1023000}, true},
		{"more audio than time", true, {10000, 1010000}, {23001, 1020000}, false},
		{"arrived before the one before it", true, {10000, 1020000}, {11000, 1019999}, false},
		{"back in time", true, {10000, 1010000}, {9999, 1015000}, false},
		{"at the same place", true, {10000, 1010000}, {10000, 1010000}, true},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		print_message("  %s\n", rows[i].when);
		assert_int_equal(reading_time_is_possible(&policy, 1000000,
		                                          rows[i].has_previous ? &rows[i].previous : NULL,
		                                          &rows[i].mark),
		                 rows[i].possible);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_only_in_order),
		cmocka_unit_test(test_begun),
		cmocka_unit_test(test_no_acceptance_without_yes),
		cmocka_unit_test(test_interrupted_and_refused),
		cmocka_unit_test(test_start),
		cmocka_unit_test(test_time),
	};
	return cmocka_run_group_tests_name("reading", tests, NULL, NULL);
}
