/* Read each row as a sentence: such a document, name, date or place is right, or is refused for this reason. */
#include "domain/person.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const struct civil_date today = {2026, 11, 24};

static void test_number(void **state)
{
	static const struct {
		enum document_type type;
		const char *text;
		enum field_verdict verdict;
		const char *number;
	} rows[] = {
		{DOCUMENT_CC, "1000000101", FIELD_OK, "1000000101"},
		{DOCUMENT_CC, "1.000.000.101", FIELD_OK, "1000000101"},
		{DOCUMENT_CC, "0001000000", FIELD_OK, "1000000"},
		{DOCUMENT_CC, "123456", FIELD_OK, "123456"},
		{DOCUMENT_CC, "12345", FIELD_TOO_SHORT, NULL},
		{DOCUMENT_CC, "10000001011", FIELD_TOO_LONG, NULL},
		{DOCUMENT_CC, "1000A00101", FIELD_BAD_CHARACTER, NULL},
		{DOCUMENT_CC, "", FIELD_REQUIRED, NULL},
		{DOCUMENT_CC, "000", FIELD_REQUIRED, NULL},
		{DOCUMENT_CC, NULL, FIELD_REQUIRED, NULL},
		{DOCUMENT_CE, "100010", FIELD_OK, "100010"},
		{DOCUMENT_CE, "10001010", FIELD_TOO_LONG, NULL},
		{DOCUMENT_PPT, "1000010", FIELD_OK, "1000010"},
		{DOCUMENT_PPT, "10000000101", FIELD_TOO_LONG, NULL},
		{DOCUMENT_PA, "ab 000101", FIELD_OK, "AB000101"},
		{DOCUMENT_PA, "0AB0101", FIELD_OK, "0AB0101"},
		{DOCUMENT_PA, "AB01", FIELD_TOO_SHORT, NULL},
		{DOCUMENT_PA, "AB0001010101X", FIELD_TOO_LONG, NULL},
		{DOCUMENT_PA, "AB_00101", FIELD_BAD_CHARACTER, NULL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char number[DOCUMENT_NUMBER_SIZE] = "untouched";

		print_message("  %s \"%s\" is %s\n", document_type_name(rows[i].type),
		              rows[i].text ? rows[i].text : "nothing", field_verdict_name(rows[i].verdict));
		assert_int_equal(person_normalise_number(rows[i].type, rows[i].text, number), rows[i].verdict);
		assert_string_equal(number, rows[i].number ? rows[i].number : "untouched");
	}
}

static void test_name(void **state)
{
	static const struct {
		const char *text;
		enum field_verdict verdict;
	} rows[] = {
		{"Marina Ejemplo Prueba", FIELD_OK},
		{"Óscar Ñáñez", FIELD_OK},
		{"Ana M. D'Ejemplo-Prueba", FIELD_OK},
		{"Marina", FIELD_BAD_FORMAT},
		{"Ana", FIELD_TOO_SHORT},
		{"", FIELD_REQUIRED},
		{"      ", FIELD_REQUIRED},
		{NULL, FIELD_REQUIRED},
		{"Marina 3jemplo", FIELD_BAD_CHARACTER},
		{"Marina\tEjemplo", FIELD_BAD_CHARACTER},
		{"Marina \xC3", FIELD_BAD_CHARACTER},
		{"Marina \xED\xA0\x80 Ejemplo", FIELD_BAD_CHARACTER},
	};
	char longest[] = "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa "
			 "BbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbX";

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(person_check_name(rows[i].text), rows[i].verdict);
	assert_int_equal(person_check_name(longest), FIELD_OK);
	assert_int_equal(sizeof longest - 1, 120);
	assert_int_equal(person_check_name("Ooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo "
	                                   "Ooooooooooooooooooooooooooooooooooooooooooooooooooo"),
	                 FIELD_TOO_LONG);
}

static void test_place(void **state)
{
	(void)state;
	assert_int_equal(person_check_place("Villa Ejemplo"), FIELD_OK);
	assert_int_equal(person_check_place("Bogotá, D.C."), FIELD_OK);
	assert_int_equal(person_check_place("Ébano"), FIELD_OK);
	assert_int_equal(person_check_place("B"), FIELD_TOO_SHORT);
	assert_int_equal(person_check_place("123"), FIELD_BAD_FORMAT);
	assert_int_equal(person_check_place("Villa <b>"), FIELD_BAD_CHARACTER);
	assert_int_equal(person_check_place(NULL), FIELD_REQUIRED);
}

static void test_issue_date(void **state)
{
	static const struct {
		const char *text;
		enum field_verdict verdict;
	} rows[] = {
		{"2006-05-04", FIELD_OK},         {"2026-11-24", FIELD_OK}, {"2026-11-25", FIELD_IN_FUTURE},
		{"1934-12-31", FIELD_TOO_OLD},    {"1935-01-01", FIELD_OK}, {"2006-02-30", FIELD_BAD_FORMAT},
		{"04/05/2006", FIELD_BAD_FORMAT}, {"", FIELD_REQUIRED},     {NULL, FIELD_REQUIRED},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(person_check_issue_date(rows[i].text, today), rows[i].verdict);
}

/* Every wrong field is named at once, and only those. */
static void test_person(void **state)
{
	struct person person = {"Marina Ejemplo", "cc",           "1000000101",   "+573000000101",
	                        "2006-05-04",     "Ejemplópolis", "Villa Ejemplo"};
	enum field_verdict verdicts[PERSON_FIELD_COUNT];

	(void)state;
	assert_int_equal(person_check(&person, today, verdicts), 0);
	person.document_type = "nit";
	person.document_number = "?";
	person.phone = "3000000101";
	person.issue_date = "2027-01-01";
	assert_int_equal(person_check(&person, today, verdicts), 3);
	assert_int_equal(verdicts[PERSON_DOCUMENT_TYPE], FIELD_UNKNOWN);
	assert_int_equal(verdicts[PERSON_DOCUMENT_NUMBER], FIELD_OK);
	assert_int_equal(verdicts[PERSON_PHONE], FIELD_BAD_FORMAT);
	assert_int_equal(verdicts[PERSON_ISSUE_DATE], FIELD_IN_FUTURE);
	person = (struct person){.document_type = "cc", .document_number = "1.000.000.101"};
	assert_int_equal(person_check(&person, today, verdicts), 6);
	assert_int_equal(verdicts[PERSON_DOCUMENT_NUMBER], FIELD_BAD_FORMAT);
	assert_int_equal(verdicts[PERSON_BIRTHPLACE], FIELD_REQUIRED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_number),     cmocka_unit_test(test_name),   cmocka_unit_test(test_place),
		cmocka_unit_test(test_issue_date), cmocka_unit_test(test_person),
	};
	return cmocka_run_group_tests_name("person", tests, NULL, NULL);
}
