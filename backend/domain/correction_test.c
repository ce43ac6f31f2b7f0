/* Read each row as a sentence: this field may be put right by that paper in such a state, or why not. */
#include "domain/correction.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void test_ask(void **state)
{
	static const struct {
		enum sale_field field;
		enum document_kind proof;
		enum document_state on_file;
		enum correction_verdict verdict;
	} rows[] = {
		{SALE_FIELD_PLACE_OF_ISSUE, DOCUMENT_ID_FRONT, DOCUMENT_ACCEPTED, CORRECTION_ALLOWED},
		{SALE_FIELD_PLACE_OF_ISSUE, DOCUMENT_ID_BACK, DOCUMENT_UPLOADED, CORRECTION_ALLOWED},
		{SALE_FIELD_BIRTHPLACE, DOCUMENT_ID_FRONT, DOCUMENT_UPLOADED, CORRECTION_ALLOWED},
		{SALE_FIELD_BIRTHPLACE, DOCUMENT_ID_FRONT, DOCUMENT_REFUSED, CORRECTION_NOT_ON_FILE},
		{SALE_FIELD_BIRTHPLACE, DOCUMENT_ID_FRONT, DOCUMENT_MISSING, CORRECTION_NOT_ON_FILE},
		{SALE_FIELD_BIRTHPLACE, DOCUMENT_UTILITY_BILL, DOCUMENT_ACCEPTED, CORRECTION_NOT_PROVED},
		{SALE_FIELD_OTHER_OPERATOR_VALUE, DOCUMENT_UTILITY_BILL, DOCUMENT_ACCEPTED, CORRECTION_ALLOWED},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		print_message("  %s by %s, %s\n", sale_field_name(rows[i].field), document_kind_name(rows[i].proof),
		              document_state_name(rows[i].on_file));
		assert_int_equal(correction_ask(rows[i].field, rows[i].proof, rows[i].on_file), rows[i].verdict);
	}
}

/* Three fields and no more, and none that was read out in the contract. */
static void test_no_other_field(void **state)
{
	int correctable = 0;

	(void)state;
	for (int field = 0; field < SALE_FIELD_COUNT; field++) {
		enum correction_verdict verdict =
			correction_ask((enum sale_field)field, DOCUMENT_ID_FRONT, DOCUMENT_ACCEPTED);

		if (verdict == CORRECTION_NOT_CORRECTABLE)
			continue;
		correctable++;
		assert_int_equal(sale_field_rule_of((enum sale_field)field)->change, SALE_CHANGE_FREE);
		assert_true(sale_field_rule_of((enum sale_field)field)->backoffice_corrects);
	}
	assert_int_equal(correctable, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ask),
		cmocka_unit_test(test_no_other_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
