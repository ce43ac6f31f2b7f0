/* Each row reads: this header on so many bytes asks for these. */
#include "http/range.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void test_parse(void **state)
{
	static const struct {
		const char *header;
		int64_t size;
		enum range_verdict verdict;
		int64_t first, last;
	} rows[] = {
		{NULL, 100, RANGE_WHOLE, -1, -1},
		{"bytes=0-", 100, RANGE_PART, 0, 99},
		{"bytes=0-0", 100, RANGE_PART, 0, 0},
		{"bytes=10-19", 100, RANGE_PART, 10, 19},
		{"bytes=90-199", 100, RANGE_PART, 90, 99},
		{"bytes=99-", 100, RANGE_PART, 99, 99},
		{"bytes=100-", 100, RANGE_UNSATISFIABLE, -1, -1},
		{"bytes=-10", 100, RANGE_PART, 90, 99},
		{"bytes=-100", 100, RANGE_PART, 0, 99},
		{"bytes=-1000", 100, RANGE_PART, 0, 99},
		{"bytes=-0", 100, RANGE_UNSATISFIABLE, -1, -1},
		{"bytes=0-", 0, RANGE_UNSATISFIABLE, -1, -1},
		{"bytes=-5", 0, RANGE_UNSATISFIABLE, -1, -1},
		{"bytes=0-99999999999999999999999", 100, RANGE_PART, 0, 99},
		{"bytes=99999999999999999999999-", 100, RANGE_UNSATISFIABLE, -1, -1},
		{"bytes=-99999999999999999999999", 100, RANGE_PART, 0, 99},
		{"bytes=20-10", 100, RANGE_WHOLE, -1, -1},
		{"bytes=0-1,3-4", 100, RANGE_WHOLE, -1, -1},
		{"bytes=", 100, RANGE_WHOLE, -1, -1},
		{"bytes=-", 100, RANGE_WHOLE, -1, -1},
		{"bytes=a-b", 100, RANGE_WHOLE, -1, -1},
		{"bytes= 0-1", 100, RANGE_WHOLE, -1, -1},
		{"bytes=0-1x", 100, RANGE_WHOLE, -1, -1},
		{"items=0-1", 100, RANGE_WHOLE, -1, -1},
		{"", 100, RANGE_WHOLE, -1, -1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t first = -1, last = -1;
		print_message("  %s of %d\n", rows[i].header ? rows[i].header : "(none)", (int)rows[i].size);
		assert_int_equal(range_parse(rows[i].header, rows[i].size, &first, &last), rows[i].verdict);
		assert_int_equal(first, rows[i].first);
		assert_int_equal(last, rows[i].last);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_parse)};
	return cmocka_run_group_tests_name("range", tests, NULL, NULL);
}
