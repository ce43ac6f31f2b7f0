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
	struct lead_rows *rows = lead_rows_new(NULL, collect, collected);
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
		{"what looks like a phone by its title, and is a document",
	         "numero de documento,celular\n1000000101,3000000116\n", "2 +573000000116 |;"},
		{"a spreadsheet that threw the digits away", "celular\n\"3,00E+09\"\n3.0e+9\n3E\n",
	         "2 phone_scientific;3 phone_scientific;4 phone_bad_character;"},
		{"Windows' own signs",
	         "telefono;nombre\n3000000117;\x93"
	         "Ana\x94 \x80\n",
	         "2 +573000000117 “Ana” €|;"},
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

struct seen {
	struct lead_rows *rows;
	char text[2048];
};

static enum rc see_fields(void *context, const struct lead_row *row, struct fault *fault)
{
	struct seen *seen = context;

	(void)fault;
	(void)snprintf(seen->text + strlen(seen->text), sizeof seen->text - strlen(seen->text),
	               "%s:", row->refusal ? row->refusal : row->phones[0]);
	for (size_t i = 0; i < lead_rows_fields(seen->rows); i++)
		(void)snprintf(seen->text + strlen(seen->text), sizeof seen->text - strlen(seen->text), "[%s]",
		               lead_rows_field(seen->rows, i));
	return RC_OK;
}

static struct lead_format look_at(const char *file, const struct lead_format *format, struct seen *seen)
{
	struct lead_format found;
	struct fault fault = {0};

	*seen = (struct seen){.rows = lead_rows_new(format, see_fields, seen)};
	lead_rows_keep_fields(seen->rows);
	assert_int_equal(lead_rows_feed(seen->rows, file, strlen(file), &fault), RC_OK);
	assert_int_equal(lead_rows_end(seen->rows, &fault), RC_OK);
	found = lead_rows_format(seen->rows);
	lead_rows_free(seen->rows);
	return found;
}

/* What the preview shows: the guess, and each row as the file has it. */
static void test_what_is_guessed(void **state)
{
	struct lead_format found;
	struct seen seen;

	(void)state;
	found = look_at("obs;Tel\xe9"
	                "fono;Nombre\n x ;300 000 0101;Jos\xe9\n",
	                NULL, &seen);
	assert_string_equal(seen.text, "+573000000101:[x][300 000 0101][José]");
	assert_int_equal(found.encoding, LEAD_ENCODING_LATIN1);
	assert_int_equal(found.delimiter, LEAD_DELIMITER_SEMICOLON);
	assert_int_equal(found.columns_count, 3);
	assert_int_equal(found.columns[0], LEAD_COLUMN_OTHER);
	assert_int_equal(found.columns[1], LEAD_COLUMN_PHONE);
	assert_int_equal(found.columns[2], LEAD_COLUMN_NAME);
	found = look_at("a\tb\n3000000101\tJosé\n", NULL, &seen);
	assert_string_equal(seen.text, "phone_missing:[3000000101][José]");
	assert_int_equal(found.encoding, LEAD_ENCODING_UTF8);
	assert_int_equal(found.delimiter, LEAD_DELIMITER_TAB);
}

/* What a person says goes before every guess. */
static void test_a_format_that_is_given(void **state)
{
	const struct lead_format given = {.is_given = true,
	                                  .encoding = LEAD_ENCODING_LATIN1,
	                                  .delimiter = LEAD_DELIMITER_COMMA,
	                                  .columns_count = 2,
	                                  .columns = {LEAD_COLUMN_NAME, LEAD_COLUMN_PHONE}};
	struct seen seen;

	(void)state;
	(void)look_at("telefono,b;c,telefono\nAna\xc3\xb1,3000000101,123\n", &given, &seen);
	assert_string_equal(seen.text, "+573000000101:[AnaÃ±][3000000101][123]");
}

static void test_utf16_is_told(void **state)
{
	struct collected collected;
	struct fault fault = {0};

	(void)state;
	assert_int_equal(read_file("\xff\xfet\0e\0\n\0", 8, 8, &collected, &fault), RC_INVALID);
	assert_string_equal(fault.code, "utf16");
}

static void test_header_without_phone(void **state)
{
	static const char file[] = "nombre,ciudad\nAna,Cali\n";
	struct collected collected;
	struct fault fault = {0};

	(void)state;
	assert_int_equal(read_file(file, sizeof file - 1, 4096, &collected, &fault), RC_INVALID);
	assert_string_equal(fault.code, "no_phone_column");
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
	struct lead_rows *rows = lead_rows_new(NULL, refuse, NULL);
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
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_what_is_guessed),
		cmocka_unit_test(test_a_format_that_is_given),
		cmocka_unit_test(test_utf16_is_told),
		cmocka_unit_test(test_header_without_phone),
		cmocka_unit_test(test_endless_header),
		cmocka_unit_test(test_long_field),
		cmocka_unit_test(test_open_quote),
		cmocka_unit_test(test_the_sinks_refusal_ends_the_reading),
	};
	return cmocka_run_group_tests_name("lead_rows", tests, NULL, NULL);
}
