/* Read each row as a sentence: a form with this in it, handed in at this moment, has that wrong with it. */
#include "domain/sale_form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const struct civil_date today = {2026, 11, 24};

static struct sale_form good(void)
{
	return (struct sale_form){
		.person = {"Marina Ejemplo", "cc", "1000000101", "+573000000101", "2006-05-04", "Ejemplópolis",
	                   "Villa Ejemplo"},
		.identity_approval = "EV-000-7782",
		.products = 2,
		.cost_cop = 109800,
		.other_operator = "Operador Muestra",
		.other_operator_answered = true,
		.other_operator_kind = OTHER_OPERATOR_PLAN,
		.other_operator_value = 54900,
		.residence_address = "Calle 1 # 2-3",
		.delivery_address = "Calle 1 # 2-3",
		.city = "Bogotá",
	};
}

/* Checks a form in which one thing is wrong, and that nothing else is. */
static void assert_only(const struct sale_form *form, enum sale_form_moment moment, enum sale_field field,
                        enum field_verdict verdict)
{
	enum field_verdict verdicts[SALE_FIELD_COUNT];
	int wrong = sale_form_check(form, moment, today, verdicts);

	assert_int_equal(verdicts[field], verdict);
	assert_int_equal(wrong, verdict != FIELD_OK);
}

static void test_good_form(void **state)
{
	struct sale_form form = good();

	(void)state;
	for (int moment = SALE_FORM_SUBMISSION; moment <= SALE_FORM_ACTIVATION; moment++)
		assert_only(&form, (enum sale_form_moment)moment, SALE_FIELD_SERVICE, FIELD_OK);
}

static void test_other_operator(void **state)
{
	static const struct {
		const char *what;
		bool answered;
		const char *name;
		enum other_operator_kind kind;
		int64_t value;
		enum sale_form_moment moment;
		enum sale_field field;
		enum field_verdict verdict;
	} rows[] = {
		{"none", true, "", OTHER_OPERATOR_NONE, 0, SALE_FORM_SUBMISSION, SALE_FIELD_OTHER_OPERATOR, FIELD_OK},
		{"none, with a name", true, "Operador", OTHER_OPERATOR_NONE, 0, SALE_FORM_SUBMISSION,
	         SALE_FIELD_OTHER_OPERATOR, FIELD_NOT_ALLOWED},
		{"none, with a value", true, "", OTHER_OPERATOR_NONE, 5, SALE_FORM_SUBMISSION,
	         SALE_FIELD_OTHER_OPERATOR_VALUE, FIELD_NOT_ALLOWED},
		{"a value of nobody", true, "", OTHER_OPERATOR_PLAN, 54900, SALE_FORM_SUBMISSION,
	         SALE_FIELD_OTHER_OPERATOR, FIELD_REQUIRED},
		{"pending at submission", true, "Operador", OTHER_OPERATOR_PENDING, 0, SALE_FORM_SUBMISSION,
	         SALE_FIELD_OTHER_OPERATOR_VALUE, FIELD_OK},
		{"pending at review", true, "Operador", OTHER_OPERATOR_PENDING, 0, SALE_FORM_REVIEW,
	         SALE_FIELD_OTHER_OPERATOR_VALUE, FIELD_REQUIRED},
		{"no top-ups", true, "Operador", OTHER_OPERATOR_TOP_UPS, 0, SALE_FORM_SUBMISSION,
	         SALE_FIELD_OTHER_OPERATOR_VALUE, FIELD_TOO_SMALL},
		{"one top-up", true, "Operador", OTHER_OPERATOR_TOP_UPS, 1, SALE_FORM_SUBMISSION,
	         SALE_FIELD_OTHER_OPERATOR_VALUE, FIELD_OK},
		{"pesos taken for top-ups", true, "Operador", OTHER_OPERATOR_TOP_UPS, 15000, SALE_FORM_SUBMISSION,
	         SALE_FIELD_OTHER_OPERATOR_VALUE, FIELD_TOO_LARGE},
		{"a plan of four pesos", true, "Operador", OTHER_OPERATOR_PLAN, 4, SALE_FORM_SUBMISSION,
	         SALE_FIELD_OTHER_OPERATOR_VALUE, FIELD_TOO_SMALL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sale_form form = good();

		print_message("  %s\n", rows[i].what);
		form.other_operator_answered = rows[i].answered;
		form.other_operator = rows[i].name;
		form.other_operator_kind = rows[i].kind;
		form.other_operator_value = rows[i].value;
		assert_only(&form, rows[i].moment, rows[i].field, rows[i].verdict);
	}
}

static void test_optional_fields(void **state)
{
	static const struct {
		const char *hour;
		enum field_verdict verdict;
	} rows[] = {
		{NULL, FIELD_OK},
		{"", FIELD_OK},
		{"00:00", FIELD_OK},
		{"23:59", FIELD_OK},
		{"24:00", FIELD_BAD_FORMAT},
		{"12:60", FIELD_BAD_FORMAT},
		{"9:00", FIELD_BAD_FORMAT},
		{"12.30", FIELD_BAD_FORMAT},
		{"12:3x", FIELD_BAD_FORMAT},
	};
	struct sale_form form = good();

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		form.best_hour = rows[i].hour;
		assert_only(&form, SALE_FORM_SUBMISSION, SALE_FIELD_BEST_HOUR, rows[i].verdict);
	}
	form = good();
	form.alternate_phone = "+573000000102";
	assert_only(&form, SALE_FORM_SUBMISSION, SALE_FIELD_ALTERNATE_PHONE, FIELD_OK);
	form.alternate_phone = "+573000000101";
	assert_only(&form, SALE_FORM_SUBMISSION, SALE_FIELD_ALTERNATE_PHONE, FIELD_DUPLICATE);
	form.alternate_phone = "12";
	assert_only(&form, SALE_FORM_SUBMISSION, SALE_FIELD_ALTERNATE_PHONE, FIELD_BAD_FORMAT);
}

static void test_products(void **state)
{
	struct sale_form form = good();

	(void)state;
	form.products = 0;
	assert_only(&form, SALE_FORM_SUBMISSION, SALE_FIELD_SERVICE, FIELD_REQUIRED);
	form.products = 10;
	assert_only(&form, SALE_FORM_SUBMISSION, SALE_FIELD_SERVICE, FIELD_OK);
	form.products = 11;
	assert_only(&form, SALE_FORM_SUBMISSION, SALE_FIELD_SERVICE, FIELD_TOO_LARGE);
	form = good();
	form.products_without_line = 1;
	assert_only(&form, SALE_FORM_SUBMISSION, SALE_FIELD_LINE, FIELD_REQUIRED);
	form = good();
	form.identity_approval = NULL;
	assert_only(&form, SALE_FORM_SUBMISSION, SALE_FIELD_IDENTITY_APPROVAL, FIELD_REQUIRED);
}

/* Addresses are the confirmation's: needed at activation, and right whenever they are there. */
static void test_addresses(void **state)
{
	struct sale_form form = good();

	(void)state;
	form.delivery_address = NULL;
	assert_only(&form, SALE_FORM_SUBMISSION, SALE_FIELD_DELIVERY_ADDRESS, FIELD_OK);
	assert_only(&form, SALE_FORM_REVIEW, SALE_FIELD_DELIVERY_ADDRESS, FIELD_OK);
	assert_only(&form, SALE_FORM_ACTIVATION, SALE_FIELD_DELIVERY_ADDRESS, FIELD_REQUIRED);
	form.delivery_address = "C 1";
	assert_only(&form, SALE_FORM_SUBMISSION, SALE_FIELD_DELIVERY_ADDRESS, FIELD_TOO_SHORT);
}

/* An empty form names every required field at once, and no optional one. */
static void test_empty_form(void **state)
{
	struct sale_form form = {0};
	enum field_verdict verdicts[SALE_FIELD_COUNT];

	(void)state;
	sale_form_check(&form, SALE_FORM_ACTIVATION, today, verdicts);
	for (int field = 0; field < SALE_FIELD_COUNT; field++) {
		bool must = sale_field_rule_of((enum sale_field)field)->required && field != SALE_FIELD_LINE;

		assert_int_equal(verdicts[field], must ? FIELD_REQUIRED : FIELD_OK);
	}
}

static void test_rules(void **state)
{
	int pending = 0;

	(void)state;
	for (int field = 0; field < SALE_FIELD_COUNT; field++) {
		const struct sale_field_rule *rule = sale_field_rule_of((enum sale_field)field);

		pending += rule->may_be_pending;
		if (rule->source ==
		    SALE_FROM_OFFER) /* name, document, service, line, price: the contract says them */
			assert_true(rule->change == SALE_CHANGE_NEW_READING || rule->change == SALE_CHANGE_NEW_OFFER);
		if (rule->change != SALE_CHANGE_FREE)
			assert_false(rule->backoffice_corrects);
	}
	assert_int_equal(pending, 1);
	assert_true(sale_field_rule_of(SALE_FIELD_OTHER_OPERATOR_VALUE)->may_be_pending);
	assert_int_equal(sale_field_rule_of(SALE_FIELD_SERVICE)->change, SALE_CHANGE_NEW_OFFER);
	assert_int_equal(sale_field_rule_of(SALE_FIELD_FULL_NAME)->change, SALE_CHANGE_NEW_READING);
	assert_true(sale_field_rule_of(SALE_FIELD_BIRTHPLACE)->backoffice_corrects);
	assert_true(sale_field_rule_of(SALE_FIELD_PLACE_OF_ISSUE)->backoffice_corrects);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good_form),       cmocka_unit_test(test_other_operator),
		cmocka_unit_test(test_optional_fields), cmocka_unit_test(test_products),
		cmocka_unit_test(test_addresses),       cmocka_unit_test(test_empty_form),
		cmocka_unit_test(test_rules),
	};
	return cmocka_run_group_tests_name("sale_form", tests, NULL, NULL);
}
