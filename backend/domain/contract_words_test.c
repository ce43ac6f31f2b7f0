/* Read each row as a sentence: this value is read aloud like that. */
#include "domain/contract_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define NBSP "\u00a0"

static void test_money(void **state)
{
	static const struct {
		int64_t pesos;
		const char *words;
	} rows[] = {{0, "$" NBSP "0"},
	            {900, "$" NBSP "900"},
	            {64900, "$" NBSP "64.900"},
	            {100000000, "$" NBSP "100.000.000"}};
	char out[CONTRACT_WORD_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(contract_words_cop(rows[i].pesos, out), rows[i].words);
}

static void test_dates(void **state)
{
	char out[CONTRACT_WORD_SIZE];

	(void)state;
	assert_string_equal(contract_words_date((struct civil_date){2026, 11, 24}, out), "24 de noviembre de 2026");
	assert_string_equal(contract_words_date((struct civil_date){2026, 1, 1}, out), "1 de enero de 2026");
}

static void test_documents(void **state)
{
	static const struct {
		enum document_type type;
		const char *number;
		const char *words;
	} rows[] = {{DOCUMENT_CC, "1000000101", "1.000.000.101"},
	            {DOCUMENT_CC, "52000", "52.000"},
	            {DOCUMENT_PA, "1234567", "1234567"},
	            {DOCUMENT_PA, "AB12345", "AB12345"}};
	char out[CONTRACT_WORD_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(contract_words_document_number(rows[i].type, rows[i].number, out), rows[i].words);
	assert_string_equal(contract_words_document_type(DOCUMENT_PPT), "permiso por protección temporal");
}

static void test_phones(void **state)
{
	char out[CONTRACT_WORD_SIZE];

	(void)state;
	assert_string_equal(contract_words_phone("+573000000101", out), "300" NBSP "000" NBSP "0101");
	assert_string_equal(contract_words_phone("113", out), "113");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_money),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_documents),
		cmocka_unit_test(test_phones),
	};
	return cmocka_run_group_tests_name("contract_words", tests, NULL, NULL);
}
