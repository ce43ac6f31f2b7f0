/* A good request is looked at at every length, then bent in one place at a time. */
#include "http/frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#define BEGIN     1, 1, 0, 1, 0, 8, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0
#define PARAMS(n) 1, 4, 0, 1, 0, (n), 0, 0

/* begin; A=b and, with a four-byte length, CD="" across two records, the first with 3 bytes of padding; end; stdin */
static const uint8_t good[] = {BEGIN, 1,         4, 0, 1, 0,   6,   3,         0, 1, 1, 'A', 'b', 0x80, 0, 9, 9,
                               9,     PARAMS(5), 0, 2, 0, 'C', 'D', PARAMS(0), 1, 5, 0, 1,   0,   0,    0, 0};
enum { WHOLE = sizeof good - 8 };

static void test_every_length(void **state)
{
	(void)state;
	for (size_t length = 0; length <= sizeof good; length++)
		assert_int_equal(frame_inspect(good, length), length < WHOLE ? FRAME_PARTIAL : FRAME_COMPLETE);
}

static void test_bent(void **state)
{
	static const struct {
		const char *what;
		size_t at;
		uint8_t byte;
	} rows[] = {
		{"another version", 0, 2},
		{"begins with stdin", 1, 5},
		{"a management record", 1, 9},
		{"request id 0", 3, 0},
		{"a begin body of another length", 5, 7},
		{"role authorizer", 9, 2},
		{"role 257", 8, 1},
		{"a second begin", 17, 1},
		{"stdin before the end of parameters", 17, 5},
		{"abort before the end of parameters", 17, 2},
		{"another request's parameters", 19, 2},
		{"a name without letters", 24, 0},
		{"a value longer than the parameters", 25, 0x7f},
		{"another version in the middle", 16, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		uint8_t bent[sizeof good];
		print_message("  %s\n", rows[i].what);
		(void)memcpy(bent, good, sizeof good);
		bent[rows[i].at] = rows[i].byte;
		assert_int_equal(frame_inspect(bent, sizeof bent), FRAME_BAD);
	}
}

/* The lengths that make libfcgi allocate 4 GiB, or overflow. */
static void test_absurd_lengths(void **state)
{
	static const uint8_t rows[][8] = {
		{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
		{0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xfe},
		{0x80, 0x01, 0x00, 0x01, 0x80, 0x00, 0x00, 0x00},
		{0x80, 0x00, 0x00, 0x01, 0x80, 0x01, 0x00, 0x01},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		uint8_t bytes[] = {BEGIN, PARAMS(8), 0, 0, 0, 0, 0, 0, 0, 0};
		(void)memcpy(bytes + 24, rows[i], 8);
		assert_int_equal(frame_inspect(bytes, sizeof bytes), FRAME_BAD);
	}
}

static void test_ceiling(void **state)
{
	static uint8_t bytes[FRAME_MAX_BYTES];
	const uint8_t head[] = {BEGIN, 1, 4, 0, 1, 0xff, 0xff, 0xff, 0, 0x80, 0, 0, 1, 0x80, 0, 0xff, 0xf0, 'A'};

	(void)state;
	(void)memcpy(bytes, head, sizeof head);
	assert_int_equal(frame_inspect(bytes, sizeof bytes - 1), FRAME_PARTIAL);
	assert_int_equal(frame_inspect(bytes, sizeof bytes), FRAME_BAD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_length),
		cmocka_unit_test(test_bent),
		cmocka_unit_test(test_absurd_lengths),
		cmocka_unit_test(test_ceiling),
	};
	return cmocka_run_group_tests_name("frame", tests, NULL, NULL);
}
