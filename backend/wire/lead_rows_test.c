/* Each file reads as a clerk would type it; beside it stand the rows that come out, as `line phone name|city` or
 * `line refusal`. */
#include "wire/lead_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

struct collected {
	char text[2048];
};

static enum rc collect(void *context, const struct lead_row *row, struct fault *fault)
{
	struct collected *collected = context;
	size_t used = strlen(collected->text);

	(void)fault;
	if (row->refusal)
		(void)snprintf(collected->text + used, sizeof collected->text - used, "%lld %s;",
		               (long long)row->line, row->refusal);
	else
		(void)snprintf(collected->text + used, sizeof collected->text - used, "%lld %s%s%s %s|%s;",
		               (long long)row->line, row->phones[0], row->phones_count > 1 ? " " : "",
		               row->phones_count > 1 ? row->phones[1] : "", row->name, row->city);
	return RC_OK;
}

/* Feeds the file in pieces of that size. */
static enum rc read_file(const char *file, size_t length, size_t piece, struct collected *collected,
                         struct fault *fault)
{
	struct lead_rows *rows = lead_rows_new(collect, collected);
	enum rc rc = RC_OK;

	collected->text[0] = '\0';
	for (size_t at = 0; at < length && rc == RC_OK; at += piece)
		rc = lead_rows_feed(rows, file + at, length - at < piece ? length - at : piece, fault);
	if (rc == RC_OK)
		rc = lead_rows_end(rows, fault);
	lead_rows_free(rows);
	return rc;
}

static void test_files(void **state)
{
	static const struct {
		const char *what;
		const char *file;
		const char *rows;
	} rows[] = {
		{"comma, the plain case", "telefono,nombre,ciudad\n3000000101,Marina Ejemplo,Bogotá\n",
	         "2 +573000000101 Marina Ejemplo|Bogotá;"},
		{"semicolon, other order, no last line break",
	         "Ciudad;Nombre completo;Celular\nCali;Luis Prueba;300 000 0102",
	         "2 +573000000102 Luis Prueba|Cali;"},
		{"tab", "name\tphone\nAna Ficticia\t300-000-0103\n", "2 +573000000103 Ana Ficticia|;"},
		{"byte order mark and DOS line ends",
	         "\xef\xbb\xbf"
	         "TELÉFONO,NOMBRE\r\n3000000104,Eva Muestra\r\n",
	         "2 +573000000104 Eva Muestra|;"},
		{"Latin-1",
	         "tel\xe9"
	         "fono;nombre\n3000000105;Jos\xe9 Mu\xf1oz Ejemplo\n",
	         "2 +573000000105 José Muñoz Ejemplo|;"},
		{"quotes, doubled quotes and a line break inside",
	         "telefono,nombre\n3000000106,\"Ana \"\"La\"\"\nPrueba\"\n"
	         "3000000107,Eva\n",
	         "2 +573000000106 Ana \"La\" Prueba|;4 +573000000107 Eva|;"},
		{"a quoted field before a DOS line end",
	         "nombre,telefono\r\nAna,\"3000000108\"\r\nEva,3000000109\r\n",
	         "2 +573000000108 Ana|;3 +573000000109 Eva|;"},
		{"two names, two phones, one of them twice",
	         "nombres,apellidos,telefono 1,telefono 2,fijo\n"
	         "Ana,Prueba,3000000110,3000000111,300 000 0110\n",
	         "2 +573000000110 +573000000111 Ana Prueba|;"},
		{"a wrong first phone beside a good second", "telefono,celular\nno tiene,3000000112\n",
	         "2 +573000000112 |;"},
		{"refusals keep their line", "telefono\n\n123\n3000000113\n+1 305 000 0101\nno tiene\n,\n",
	         "3 phone_too_short;4 +573000000113 |;5 phone_foreign;6 phone_bad_character;"},
		{"fewer and more fields than the header", "telefono,nombre\n3000000114\n3000000115,Eva,de más\n",
	         "2 +573000000114 |;3 +573000000115 Eva|;"},
		{"nothing but a header", "telefono,nombre", ""},
	};
	static const size_t pieces[] = {4096, 7, 1};
	struct collected collected;
	struct fault fault = {0};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		print_message("  %s\n", rows[i].what);
		for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
			assert_int_equal(read_file(rows[i].file, strlen(rows[i].file), pieces[k], &collected, &fault),
			                 RC_OK);
			assert_string_equal(collected.text, rows[i].rows);
		}
	}
}

static void test_header_without_phone(void **state)
{
	static const char file[] = "nombre,ciudad\nAna,Cali\n";
	struct collected collected;
	struct fault fault = {0};

	(void)state;
	assert_int_equal(read_file(file, sizeof file - 1, 4096, &collected, &fault), RC_INVALID);
	assert_string_equal(fault.code, "header");
	assert_string_equal(collected.text, "");
}

static void test_endless_header(void **state)
{
	static char file[20000];
	struct collected collected;
	struct fault fault = {0};

	(void)state;
	memset(file, 'a', sizeof file);
	assert_int_equal(read_file(file, sizeof file, 4096, &collected, &fault), RC_INVALID);
	assert_string_equal(fault.code, "header");
}

static void test_long_field(void **state)
{
	char file[4096] = "telefono,nombre\n3000000101,";
	struct collected collected;
	struct fault fault = {0};
	size_t length = strlen(file);

	(void)state;
	memset(file + length, 'x', 1500);
	(void)strcpy(file + length + 1500, "\n3000000102,Eva\n");
	assert_int_equal(read_file(file, strlen(file), 100, &collected, &fault), RC_OK);
	assert_string_equal(collected.text, "2 row_too_long;3 +573000000102 Eva|;");
}

/* A quote that is never closed would swallow the rest of the file. */
static void test_open_quote(void **state)
{
	static char file[600 * 1024];
	struct collected collected;
	struct fault fault = {0};

	(void)state;
	memset(file, 'x', sizeof file);
	(void)memcpy(file, "telefono\n\"", 10);
	assert_int_equal(read_file(file, sizeof file, 64 * 1024, &collected, &fault), RC_INVALID);
	assert_string_equal(fault.code, "csv");
}

static enum rc refuse(void *context, const struct lead_row *row, struct fault *fault)
{
	(void)context;
	(void)row;
	return fault_set(fault, RC_UNAVAILABLE, "enough", "the sink has had enough");
}

static void test_the_sinks_refusal_ends_the_reading(void **state)
{
	struct lead_rows *rows = lead_rows_new(refuse, NULL);
	struct fault fault = {0};
	static const char file[] = "telefono\n3000000101\n3000000102\n";

	(void)state;
	assert_int_equal(lead_rows_feed(rows, file, sizeof file - 1, &fault), RC_UNAVAILABLE);
	assert_string_equal(fault.code, "enough");
	lead_rows_free(rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),          cmocka_unit_test(test_header_without_phone),
		cmocka_unit_test(test_endless_header), cmocka_unit_test(test_long_field),
		cmocka_unit_test(test_open_quote),     cmocka_unit_test(test_the_sinks_refusal_ends_the_reading),
	};
	return cmocka_run_group_tests_name("lead_rows", tests, NULL, NULL);
}
