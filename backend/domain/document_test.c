/* Read each row as a sentence: with the papers in these states, the sale may go on or not. */
#include "domain/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void test_all_accepted(void **state)
{
	static const struct {
		enum document_type type;
		enum document_state states[DOCUMENT_KIND_COUNT];
		bool all, to_judge;
	} rows[] = {
		{DOCUMENT_CC, {DOCUMENT_MISSING, DOCUMENT_MISSING, DOCUMENT_MISSING}, false, false},
		{DOCUMENT_CC, {DOCUMENT_ACCEPTED, DOCUMENT_ACCEPTED, DOCUMENT_ACCEPTED}, true, false},
		{DOCUMENT_CC, {DOCUMENT_ACCEPTED, DOCUMENT_ACCEPTED, DOCUMENT_UPLOADED}, false, true},
		{DOCUMENT_CC, {DOCUMENT_ACCEPTED, DOCUMENT_REFUSED, DOCUMENT_ACCEPTED}, false, false},
		{DOCUMENT_CC, {DOCUMENT_ACCEPTED, DOCUMENT_MISSING, DOCUMENT_ACCEPTED}, false, false},
		{DOCUMENT_PPT, {DOCUMENT_ACCEPTED, DOCUMENT_MISSING, DOCUMENT_ACCEPTED}, false, false},
		{DOCUMENT_PA, {DOCUMENT_ACCEPTED, DOCUMENT_MISSING, DOCUMENT_ACCEPTED}, true, false},
		{DOCUMENT_PA, {DOCUMENT_ACCEPTED, DOCUMENT_MISSING, DOCUMENT_MISSING}, false, false},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(document_all_accepted(rows[i].type, rows[i].states), rows[i].all);
		assert_int_equal(document_any_to_judge(rows[i].states), rows[i].to_judge);
	}
}

static void test_judging(void **state)
{
	(void)state;
	for (int i = 0; i < DOCUMENT_STATE_COUNT; i++)
		assert_int_equal(document_may_judge((enum document_state)i), i == DOCUMENT_UPLOADED);
}

static void test_media(void **state)
{
	(void)state;
	assert_true(document_media_is_allowed("image/jpeg"));
	assert_true(document_media_is_allowed("application/pdf"));
	assert_false(document_media_is_allowed("image/svg+xml"));
	assert_false(document_media_is_allowed("text/html"));
	assert_false(document_media_is_allowed("image/jpeg; charset=binary"));
	assert_false(document_media_is_allowed(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_accepted),
		cmocka_unit_test(test_judging),
		cmocka_unit_test(test_media),
	};
	return cmocka_run_group_tests_name("document", tests, NULL, NULL);
}
