/* Read each row as a sentence: a request for this, or such an answer, is allowed or refused. */
#include "domain/data_request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define T0 INT64_C(1795532400000) /* 2026-11-24, a Tuesday, 10:00 in Bogotá */

static void test_check(void **state)
{
	static char long_note[DATA_REQUEST_NOTE_MAX + 2];
	const struct {
		const char *what;
		size_t count;
		struct data_request_item items[2];
		enum data_request_verdict verdict;
		size_t at;
	} rows[] = {
		{"nothing", 0, {{0}}, DATA_REQUEST_NO_FIELD, 0},
		{"one field", 1, {{SALE_FIELD_BIRTHPLACE, DATA_REQUEST_MISSING, NULL}}, DATA_REQUEST_ALLOWED, 1},
		{"two fields",
	         2,
	         {{SALE_FIELD_BIRTHPLACE, DATA_REQUEST_MISSING, NULL},
	          {SALE_FIELD_FULL_NAME, DATA_REQUEST_WRONG, "María"}},
	         DATA_REQUEST_ALLOWED,
	         2},
		{"the same field twice",
	         2,
	         {{SALE_FIELD_PHONE, DATA_REQUEST_WRONG, NULL}, {SALE_FIELD_PHONE, DATA_REQUEST_MISSING, NULL}},
	         DATA_REQUEST_TWICE,
	         1},
		{"other, without a note",
	         1,
	         {{SALE_FIELD_PHONE, DATA_REQUEST_OTHER, ""}},
	         DATA_REQUEST_NOTE_MISSING,
	         0},
		{"a note too long",
	         1,
	         {{SALE_FIELD_PHONE, DATA_REQUEST_WRONG, long_note}},
	         DATA_REQUEST_NOTE_TOO_LONG,
	         0},
		{"the approval number",
	         1,
	         {{SALE_FIELD_IDENTITY_APPROVAL, DATA_REQUEST_WRONG, NULL}},
	         DATA_REQUEST_NOT_ASKABLE,
	         0},
	};

	(void)state;
	memset(long_note, 'x', sizeof long_note - 1);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t at = 99;

		print_message("  %s\n", rows[i].what);
		assert_int_equal(data_request_check(rows[i].items, rows[i].count, &at), rows[i].verdict);
		assert_int_equal(at, rows[i].at);
	}
	long_note[DATA_REQUEST_NOTE_MAX] = '\0';
	assert_int_equal(
		data_request_check(&(struct data_request_item){SALE_FIELD_PHONE, DATA_REQUEST_WRONG, long_note}, 1,
	                           &(size_t){0}),
		DATA_REQUEST_ALLOWED);
}

static void test_answers(void **state)
{
	(void)state;
	assert_int_equal(data_request_answer_check(DATA_REQUEST_VALUE, "Villa Ejemplo"), DATA_REQUEST_ALLOWED);
	assert_int_equal(data_request_answer_check(DATA_REQUEST_VALUE, ""), DATA_REQUEST_VALUE_MISSING);
	assert_int_equal(data_request_answer_check(DATA_REQUEST_CORRECT, NULL), DATA_REQUEST_ALLOWED);
	assert_int_equal(data_request_answer_check(DATA_REQUEST_CORRECT, "x"), DATA_REQUEST_VALUE_UNWANTED);
	assert_int_equal(data_request_answer_check(DATA_REQUEST_NOT_REACHED, NULL), DATA_REQUEST_ALLOWED);
	assert_true(data_request_answer_closes(DATA_REQUEST_CORRECT));
	assert_false(data_request_answer_closes(DATA_REQUEST_NOT_REACHED));
}

static void test_pool(void **state)
{
	struct contact_hours hours = contact_hours_legal(NULL);
	int64_t pool_ms = 0, quarter_ms = 15 * CIVIL_MINUTE_MS;

	(void)state;
	assert_true(data_request_pool_at(quarter_ms, &hours, T0, false, &pool_ms));
	assert_int_equal(pool_ms, T0 + quarter_ms);
	assert_true(data_request_pool_at(quarter_ms, &hours, T0, true, &pool_ms));
	assert_int_equal(pool_ms, T0);
	assert_true(data_request_pool_at(quarter_ms, &hours, T0 + 10 * CIVIL_HOUR_MS, false, &pool_ms));
	assert_int_equal(pool_ms, T0 + 21 * CIVIL_HOUR_MS + quarter_ms);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_pool),
	};
	return cmocka_run_group_tests_name("data_request", tests, NULL, NULL);
}
