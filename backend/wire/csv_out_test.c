/* Beside each text the cell a spreadsheet gets. */
#include "wire/csv_out.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void test_cells(void **state)
{
	static const char *const rows[][2] = {
		{"Ana Prueba", "Ana Prueba"},
		{"", ""},
		{"a;b", "\"a;b\""},
		{"a,b", "\"a,b\""},
		{"la \"otra\"", "\"la \"\"otra\"\"\""},
		{"dos\nlíneas", "\"dos\nlíneas\""},
		{"=1+2", "'=1+2"},
		{"+573000000101", "'+573000000101"},
		{"-5", "'-5"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"\t=cmd|' /C calc'!A0", "\"'\t=cmd|' /C calc'!A0\""},
		{"  =1", "'  =1"},
		{"\"=1\"", "\"\"\"=1\"\"\""},
		{"a=b", "a=b"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		BUF(buf, 256);
		struct csv_out out = {.buf = &buf, .delimiter = ';'};

		csv_text(&out, rows[i][0]);
		assert_string_equal(buf.length ? buf.data : "", rows[i][1]);
	}
}

static void test_a_table(void **state)
{
	BUF(buf, 256);
	struct csv_out out = {.buf = &buf, .delimiter = '\t'};

	(void)state;
	csv_text(&out, "fila");
	csv_text(&out, "motivo");
	csv_end_row(&out);
	csv_number(&out, -7);
	csv_text(&out, "");
	csv_end_row(&out);
	assert_string_equal(buf.data, "fila\tmotivo\r\n-7\t\r\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_cells), cmocka_unit_test(test_a_table)};

	return cmocka_run_group_tests_name("csv_out", tests, NULL, NULL);
}
