/* A buffer grows up to its ceiling and says when something did not fit; JSON strings are always valid. */
#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static void test_appending(void **state)
{
	BUF(buf, 100);

	(void)state;
	buf_text(&buf, "a");
	buf_char(&buf, 'b');
	buf_int(&buf, INT64_MIN);
	buf_int(&buf, 0);
	buf_printf(&buf, "<%s>", "c");
	buf_append(&buf, "d\0e", 3);
	assert_memory_equal(buf.data, "ab-92233720368547758080<c>d\0e", 29);
	assert_int_equal(buf.length, 29);
	assert_int_equal(buf.data[buf.length], '\0');
	buf_reset(&buf);
	assert_int_equal(buf.length, 0);
	assert_string_equal(buf.data, "");
}

static void test_ceiling(void **state)
{
	BUF(buf, 10);

	(void)state;
	buf_text(&buf, "1234567");
	assert_false(buf.overflowed);
	buf_printf(&buf, "%s", "89012345");
	assert_true(buf.overflowed);
	assert_string_equal(buf.data, "1234567");
	buf_char(&buf, 'x'); /* nothing more gets in, so that no reply has a hole */
	assert_string_equal(buf.data, "1234567");
	assert_null(buf_reserve(&buf, SIZE_MAX));
	buf_reset(&buf);
	assert_false(buf.overflowed);
}

static void test_on_an_array(void **state)
{
	char memory[8];
	struct buf buf = BUF_ON(memory);

	(void)state;
	buf_text(&buf, "123456");
	assert_ptr_equal(buf.data, memory);
	assert_false(buf.overflowed);
	buf_text(&buf, "78");
	assert_true(buf.overflowed);
	assert_string_equal(memory, "123456");
}

static void test_json_strings(void **state)
{
	static const struct {
		const char *text, *json;
	} rows[] = {
		{"", "\"\""},
		{"plain", "\"plain\""},
		{"a\"b\\c", "\"a\\\"b\\\\c\""},
		{"\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\""},
		{"\x01\x1f\x7f", "\"\\u0001\\u001f\x7f\""},
		{"Bogot\xc3\xa1 \xe2\x82\xac \xf0\x9f\x98\x80", "\"Bogot\xc3\xa1 \xe2\x82\xac \xf0\x9f\x98\x80\""},
		{"a\xff"
	         "b",
	         "\"a\xef\xbf\xbd"
	         "b\""},
		{"\xc0\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\""},                 /* overlong */
		{"\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""}, /* half a surrogate pair */
		{"\xf4\x90\x80\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
		{"x\xe2\x82", "\"x\xef\xbf\xbd\xef\xbf\xbd\""}, /* cut */
		{"\xc3\"", "\"\xef\xbf\xbd\\\"\""},             /* does not swallow the quote */
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		BUF(buf, 100);
		buf_json_string(&buf, rows[i].text, strlen(rows[i].text));
		assert_string_equal(buf.data, rows[i].json);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_appending),
		cmocka_unit_test(test_ceiling),
		cmocka_unit_test(test_on_an_array),
		cmocka_unit_test(test_json_strings),
	};
	return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
