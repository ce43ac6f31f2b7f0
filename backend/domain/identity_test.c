/* Read each row as a sentence: a person in this state, asked at this time, gets this answer. */
#include "domain/identity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define MINUTE INT64_C(60000)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)
#define T0     INT64_C(1767225600000) /* 2026-01-01T00:00Z */

static const struct identity_policy policy = {.wait_before_last_ms = DAY,
                                              .reservation_ms = 10 * MINUTE,
                                              .closed_ms = 90 * DAY,
                                              .approval_life_ms = DAY,
                                              .callback_within_ms = 7 * DAY,
                                              .code_wait_ms = MINUTE};

static void test_ask(void **state)
{
	static const struct {
		const char *when;
		struct identity_person person;
		int64_t now_ms;
		enum identity_verdict verdict;
		int64_t from_ms;
	} rows[] = {
		{"never seen", {0}, T0, IDENTITY_MAY_TRY, 0},
		{"failed once, a moment ago", {1, T0, 0}, T0 + 1, IDENTITY_MAY_TRY, 0},
		{"failed twice, a moment ago", {2, T0, 0}, T0 + 1, IDENTITY_TOO_SOON, T0 + DAY},
		{"failed twice, a millisecond short of 24 h", {2, T0, 0}, T0 + DAY - 1, IDENTITY_TOO_SOON, T0 + DAY},
		{"failed twice, 24 h ago to the millisecond", {2, T0, 0}, T0 + DAY, IDENTITY_MAY_TRY, 0},
		{"failed thrice", {3, T0, 0}, T0 + DAY, IDENTITY_CLOSED, T0 + 90 * DAY},
		{"failed thrice, closing period over", {3, T0, 0}, T0 + 90 * DAY, IDENTITY_MAY_TRY, 0},
		{"attempt under way", {0, 0, T0 + MINUTE}, T0, IDENTITY_BUSY, T0 + MINUTE},
		{"attempt abandoned", {1, T0 - HOUR, T0}, T0, IDENTITY_MAY_TRY, 0},
		{"third attempt under way", {2, T0 - DAY, T0 + MINUTE}, T0, IDENTITY_BUSY, T0 + MINUTE},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t from_ms = 0;
		print_message("  %s\n", rows[i].when);
		assert_int_equal(identity_ask(&policy, &rows[i].person, rows[i].now_ms, &from_ms), rows[i].verdict);
		assert_int_equal(from_ms, rows[i].from_ms);
	}
}

/* Whatever the order of outcomes, no person gets a fourth attempt within the closing period. */
static void test_no_fourth_attempt(void **state)
{
	struct identity_person person = {0};
	int64_t now_ms = T0, from_ms = 0;
	int attempts = 0;

	(void)state;
	while (identity_ask(&policy, &person, now_ms, &from_ms) != IDENTITY_CLOSED) {
		if (identity_ask(&policy, &person, now_ms, &from_ms) != IDENTITY_MAY_TRY) {
			now_ms = from_ms;
			continue;
		}
		identity_reserve(&policy, &person, now_ms);
		identity_record(&person, IDENTITY_VOID, now_ms); /* a time-out costs nothing */
		identity_reserve(&policy, &person, now_ms);
		identity_record(&person, IDENTITY_FAILED, now_ms);
		attempts++;
	}
	assert_int_equal(attempts, 3);
	assert_int_equal(now_ms, T0 + DAY);
}

static void test_approval_forgets_failures(void **state)
{
	struct identity_person person = {.failures = 2, .failed_at_ms = T0};
	int64_t from_ms = 0;

	(void)state;
	identity_reserve(&policy, &person, T0 + DAY);
	identity_record(&person, IDENTITY_APPROVED, T0 + DAY);
	assert_int_equal(identity_ask(&policy, &person, T0 + DAY, &from_ms), IDENTITY_MAY_TRY);
	assert_int_equal(person.failures, 0);
}

static void test_approval_lasts_a_day(void **state)
{
	(void)state;
	assert_true(identity_approval_is_usable(&policy, T0, T0));
	assert_true(identity_approval_is_usable(&policy, T0, T0 + DAY - 1));
	assert_false(identity_approval_is_usable(&policy, T0, T0 + DAY));
	assert_false(identity_approval_is_usable(&policy, T0, T0 - 1));
}

static void test_approval_number(void **state)
{
	(void)state;
	assert_true(identity_approval_is_valid("EV-000-7782"));
	assert_true(identity_approval_is_valid("0123456789012345678901234567890123456789"));
	assert_false(identity_approval_is_valid("01234567890123456789012345678901234567890"));
	assert_false(identity_approval_is_valid(""));
	assert_false(identity_approval_is_valid("EV 000"));
	assert_false(identity_approval_is_valid("EV-000<"));
}

static void test_questions_after_the_code(void **state)
{
	(void)state;
	assert_false(identity_may_ask_questions(&policy, T0, T0 + MINUTE - 1));
	assert_true(identity_may_ask_questions(&policy, T0, T0 + MINUTE));
}

/* The callback after the second failure is the first contact minute that is at least 24 h later. */
static void test_callback(void **state)
{
	static const struct {
		const char *failed;
		struct civil_date date;
		int hour;
		struct civil_date then;
		int then_hour;
	} rows[] = {
		{"on a Tuesday at ten", {2026, 11, 24}, 10, {2026, 11, 25}, 10},
		{"on a Friday at ten", {2026, 11, 20}, 10, {2026, 11, 21}, 10},
		{"on a Friday at four, so Saturday is closed by then", {2026, 11, 20}, 16, {2026, 11, 23}, 7},
		{"on a Saturday", {2026, 11, 21}, 9, {2026, 11, 23}, 7},
		{"before a holiday Monday", {2026, 11, 14}, 9, {2026, 11, 17}, 7},
	};
	struct contact_hours hours = contact_hours_legal(NULL);

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct identity_person person = {2, civil_instant(rows[i].date, rows[i].hour * HOUR), 0};
		int64_t callback_ms = 0;

		print_message("  failed %s\n", rows[i].failed);
		assert_true(identity_book_callback(&policy, &hours, &person, &callback_ms));
		assert_int_equal(callback_ms, civil_instant(rows[i].then, rows[i].then_hour * HOUR));
		assert_true(identity_callback_fits(&policy, &hours, &person, callback_ms));
		assert_false(identity_callback_fits(&policy, &hours, &person, person.failed_at_ms + DAY - 1));
		assert_false(identity_callback_fits(&policy, &hours, &person, person.failed_at_ms + 7 * DAY + 1));
		person.failures = 1;
		assert_false(identity_book_callback(&policy, &hours, &person, &callback_ms));
		assert_false(identity_callback_fits(&policy, &hours, &person, callback_ms));
	}
}

static void test_what_follows_a_failure(void **state)
{
	static const struct {
		uint8_t failures;
		enum identity_next next;
		int64_t from_ms;
	} rows[] = {
		{1, IDENTITY_NEXT_AGAIN, T0},
		{2, IDENTITY_NEXT_WAIT, T0 + DAY},
		{3, IDENTITY_NEXT_CLOSED, T0 + 90 * DAY},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct identity_person person = {.failures = rows[i].failures, .failed_at_ms = T0};
		int64_t from_ms = 0;

		assert_int_equal(identity_after_failure(&policy, &person, T0, &from_ms), rows[i].next);
		assert_int_equal(from_ms, rows[i].from_ms);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ask),
		cmocka_unit_test(test_no_fourth_attempt),
		cmocka_unit_test(test_approval_forgets_failures),
		cmocka_unit_test(test_approval_lasts_a_day),
		cmocka_unit_test(test_approval_number),
		cmocka_unit_test(test_questions_after_the_code),
		cmocka_unit_test(test_callback),
		cmocka_unit_test(test_what_follows_a_failure),
	};
	return cmocka_run_group_tests_name("identity", tests, NULL, NULL);
}
