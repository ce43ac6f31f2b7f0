/* A fault is filled once, names every wrong field, and TRY hands it up. */
#include "base/fault.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static enum rc tries(enum rc rc, bool *went_on)
{
	TRY(rc);
	*went_on = true;
	return RC_OK;
}

static void test_try(void **state)
{
	bool went_on = false;

	(void)state;
	assert_int_equal(tries(RC_STALE, &went_on), RC_STALE);
	assert_false(went_on);
	assert_int_equal(tries(RC_OK, &went_on), RC_OK);
	assert_true(went_on);
}

static void test_set(void **state)
{
	struct fault fault = {.rc = RC_INVALID, .fields_count = 3, .until_ms = 7};

	(void)state;
	assert_int_equal(fault_set(&fault, RC_CONFLICT, "claimed", "held for %d s", 5), RC_CONFLICT);
	assert_int_equal(fault.rc, RC_CONFLICT);
	assert_string_equal(fault.code, "claimed");
	assert_string_equal(fault.detail, "held for 5 s");
	assert_int_equal(fault.fields_count, 0);
	assert_int_equal(fault.until_ms, 0);
	(void)fault_set(&fault, RC_BROKEN, "long", "%500d", 1);
	assert_int_equal(strlen(fault.detail), sizeof fault.detail - 1);
}

static void test_fields(void **state)
{
	struct fault fault = {0};

	(void)state;
	assert_int_equal(fault_field(&fault, "phone", "format"), RC_INVALID);
	assert_int_equal(fault_field(&fault, "email", "required"), RC_INVALID);
	assert_string_equal(fault.code, "invalid");
	assert_int_equal(fault.fields_count, 2);
	assert_string_equal(fault.fields[1].name, "email");
	assert_string_equal(fault.fields[1].code, "required");
	for (int i = 0; i < 2 * FAULT_FIELDS_MAX; i++)
		(void)fault_field(&fault, "more", "unknown");
	assert_int_equal(fault.fields_count, FAULT_FIELDS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_try),
		cmocka_unit_test(test_set),
		cmocka_unit_test(test_fields),
	};
	return cmocka_run_group_tests_name("fault", tests, NULL, NULL);
}
