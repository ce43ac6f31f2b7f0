/* Read each row as a sentence: a product for this line has this wrong with it. */
#include "domain/line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define CALL  "+573000000101"
#define OTHER "+573000000102"

static void test_check(void **state)
{
	static const struct {
		const char *what;
		struct line line;
		enum line_kind kind;
		bool with_nip;
		enum line_field field;
		enum field_verdict verdict;
	} rows[] = {
		{"this number",
	         {LINE_THIS_NUMBER, CALL, 0, 0, 0, 0},
	         LINE_KIND_MOBILE,
	         false,
	         LINE_FIELD_NUMBER,
	         FIELD_OK},
		{"this number, but another",
	         {LINE_THIS_NUMBER, OTHER, 0, 0, 0, 0},
	         LINE_KIND_MOBILE,
	         false,
	         LINE_FIELD_NUMBER,
	         FIELD_NOT_ALLOWED},
		{"another number",
	         {LINE_OTHER_NUMBER, OTHER, 0, 0, 0, 0},
	         LINE_KIND_MOBILE,
	         false,
	         LINE_FIELD_NUMBER,
	         FIELD_OK},
		{"another number that is this one",
	         {LINE_OTHER_NUMBER, CALL, 0, 0, 0, 0},
	         LINE_KIND_MOBILE,
	         false,
	         LINE_FIELD_NUMBER,
	         FIELD_DUPLICATE},
		{"another number, not said",
	         {LINE_OTHER_NUMBER, 0, 0, 0, 0, 0},
	         LINE_KIND_MOBILE,
	         false,
	         LINE_FIELD_NUMBER,
	         FIELD_REQUIRED},
		{"a landline for a mobile plan",
	         {LINE_OTHER_NUMBER, "+576012345678", 0, 0, 0, 0},
	         LINE_KIND_MOBILE,
	         false,
	         LINE_FIELD_NUMBER,
	         FIELD_BAD_FORMAT},
		{"a new line", {LINE_NEW_LINE, 0, 0, 0, 0, 0}, LINE_KIND_MOBILE, false, LINE_FIELD_NUMBER, FIELD_OK},
		{"a new line that has a number",
	         {LINE_NEW_LINE, OTHER, 0, 0, 0, 0},
	         LINE_KIND_MOBILE,
	         false,
	         LINE_FIELD_NUMBER,
	         FIELD_NOT_ALLOWED},
		{"ported, the NIP to follow",
	         {LINE_PORTED, CALL, "Operador Muestra", 0, 0, 0},
	         LINE_KIND_MOBILE,
	         false,
	         LINE_FIELD_NIP,
	         FIELD_OK},
		{"ported, no NIP at activation",
	         {LINE_PORTED, CALL, "Operador Muestra", "", 0, 0},
	         LINE_KIND_MOBILE,
	         true,
	         LINE_FIELD_NIP,
	         FIELD_REQUIRED},
		{"ported with its NIP",
	         {LINE_PORTED, OTHER, "Operador Muestra", "01234", 0, 0},
	         LINE_KIND_MOBILE,
	         true,
	         LINE_FIELD_NIP,
	         FIELD_OK},
		{"a NIP of four digits",
	         {LINE_PORTED, OTHER, "Operador Muestra", "0123", 0, 0},
	         LINE_KIND_MOBILE,
	         false,
	         LINE_FIELD_NIP,
	         FIELD_TOO_SHORT},
		{"a NIP of six digits",
	         {LINE_PORTED, OTHER, "Operador Muestra", "012345", 0, 0},
	         LINE_KIND_MOBILE,
	         false,
	         LINE_FIELD_NIP,
	         FIELD_TOO_LONG},
		{"a NIP with a letter",
	         {LINE_PORTED, OTHER, "Operador Muestra", "0123O", 0, 0},
	         LINE_KIND_MOBILE,
	         false,
	         LINE_FIELD_NIP,
	         FIELD_BAD_CHARACTER},
		{"ported from nobody",
	         {LINE_PORTED, OTHER, 0, 0, 0, 0},
	         LINE_KIND_MOBILE,
	         false,
	         LINE_FIELD_OPERATOR,
	         FIELD_REQUIRED},
		{"a NIP for a new line",
	         {LINE_NEW_LINE, 0, 0, "01234", 0, 0},
	         LINE_KIND_MOBILE,
	         false,
	         LINE_FIELD_NIP,
	         FIELD_NOT_ALLOWED},
		{"home at an address",
	         {LINE_HOME_ADDRESS, 0, 0, 0, "Calle 1 # 2-3", "Bogotá"},
	         LINE_KIND_HOME,
	         false,
	         LINE_FIELD_ADDRESS,
	         FIELD_OK},
		{"home without a city",
	         {LINE_HOME_ADDRESS, 0, 0, 0, "Calle 1 # 2-3", 0},
	         LINE_KIND_HOME,
	         false,
	         LINE_FIELD_CITY,
	         FIELD_REQUIRED},
		{"home on a number",
	         {LINE_THIS_NUMBER, CALL, 0, 0, 0, 0},
	         LINE_KIND_HOME,
	         false,
	         LINE_FIELD_PURPOSE,
	         FIELD_NOT_ALLOWED},
		{"a mobile plan at an address",
	         {LINE_HOME_ADDRESS, 0, 0, 0, "Calle 1 # 2-3", "Bogotá"},
	         LINE_KIND_MOBILE,
	         false,
	         LINE_FIELD_PURPOSE,
	         FIELD_NOT_ALLOWED},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		enum field_verdict verdicts[LINE_FIELD_COUNT];
		int wrong = line_check(&rows[i].line, rows[i].kind, CALL, rows[i].with_nip, verdicts);

		print_message("  %s: %s\n", rows[i].what, field_verdict_name(rows[i].verdict));
		assert_int_equal(verdicts[rows[i].field], rows[i].verdict);
		assert_int_equal(wrong, rows[i].verdict != FIELD_OK);
	}
}

static void test_conflicts(void **state)
{
	struct line ported = {.purpose = LINE_PORTED, .number = OTHER}, fresh = {.purpose = LINE_NEW_LINE};
	struct line here = {.purpose = LINE_THIS_NUMBER, .number = CALL};

	(void)state;
	assert_false(line_conflicts(&ported, &here));
	assert_true(line_conflicts(&ported, &ported));
	assert_false(line_conflicts(&fresh, &fresh)); /* two new lines are two numbers */
}

static void test_sim(void **state)
{
	(void)state;
	assert_false(line_needs_sim(LINE_NEW_LINE, LINE_SIM_NEVER));
	assert_true(line_needs_sim(LINE_NEW_LINE, LINE_SIM_NEW_NUMBER));
	assert_true(line_needs_sim(LINE_PORTED, LINE_SIM_NEW_NUMBER));
	assert_false(line_needs_sim(LINE_THIS_NUMBER, LINE_SIM_NEW_NUMBER));
	assert_false(line_needs_sim(LINE_OTHER_NUMBER, LINE_SIM_NEW_NUMBER));
	assert_true(line_needs_sim(LINE_THIS_NUMBER, LINE_SIM_ALWAYS));
	assert_false(line_needs_sim(LINE_HOME_ADDRESS, LINE_SIM_ALWAYS));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_conflicts),
		cmocka_unit_test(test_sim),
	};
	return cmocka_run_group_tests_name("line", tests, NULL, NULL);
}
