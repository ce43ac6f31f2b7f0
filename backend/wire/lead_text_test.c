/* Bytes as files have them; beside them the UTF-8 that comes out. */
#include "wire/lead_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void test_copies(void **state)
{
	static const struct {
		const char *what;
		const char *text;
		enum lead_encoding encoding;
		const char *copy;
	} rows[] = {
		{"plain", "Ana Prueba", LEAD_ENCODING_UTF8, "Ana Prueba"},
		{"blanks are folded and cut off", " \tAna \r\n  Prueba\v ", LEAD_ENCODING_UTF8, "Ana Prueba"},
		{"control characters are blanks", "Ana\x01\x7fPrueba", LEAD_ENCODING_UTF8, "Ana Prueba"},
		{"UTF-8 of two, three and four bytes", "ñ € 😀", LEAD_ENCODING_UTF8, "ñ € 😀"},
		{"UTF-8 that was announced as Latin-1", "ñ", LEAD_ENCODING_LATIN1, "Ã±"},
		{"Latin-1 that was not announced", "Mu\xf1oz", LEAD_ENCODING_UTF8, "Muñoz"},
		{"an overlong form is no UTF-8", "\xe0\x81\x81", LEAD_ENCODING_UTF8, "à"},
		{"half a surrogate is none", "\xed\xa0\x41", LEAD_ENCODING_UTF8,
	         "í\xc2\xa0"
	         "A"},
		{"a character cut off at the end is none", "Jos\xc3", LEAD_ENCODING_UTF8, "JosÃ"},
		{"Windows' quotes",
	         "\x93"
	         "a\x94",
	         LEAD_ENCODING_LATIN1, "“a”"},
		{"nothing", "", LEAD_ENCODING_UTF8, ""},
		{"nothing but blanks", "  \t ", LEAD_ENCODING_UTF8, ""},
	};
	char out[64];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		print_message("  %s\n", rows[i].what);
		assert_int_equal(lead_text_copy(out, sizeof out, (const unsigned char *)rows[i].text,
		                                strlen(rows[i].text), rows[i].encoding),
		                 strlen(rows[i].copy));
		assert_string_equal(out, rows[i].copy);
		assert_true(lead_text_is_utf8((const unsigned char *)out, strlen(out)));
	}
}

static void test_what_does_not_fit_is_cut_at_a_character(void **state)
{
	char out[5];

	(void)state;
	assert_int_equal(lead_text_copy(out, sizeof out, (const unsigned char *)"añññ", 7, LEAD_ENCODING_UTF8), 3);
	assert_string_equal(out, "añ");
}

static void test_words(void **state)
{
	static const char *const rows[][2] = {
		{"Teléfono 1", "telefono"},
		{"NOMBRE COMPLETO", "nombrecompleto"},
		{"AÑO", "ano"},
		{"Número de línea", "numerodelinea"},
		{"€", ""},
		{"Ü_ó", "uo"},
	};
	char word[LEAD_WORD_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		lead_text_word(word, rows[i][0]);
		assert_string_equal(word, rows[i][1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_copies),
		cmocka_unit_test(test_what_does_not_fit_is_cut_at_a_character),
		cmocka_unit_test(test_words),
	};
	return cmocka_run_group_tests_name("lead_text", tests, NULL, NULL);
}
