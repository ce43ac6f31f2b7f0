/* Read each row as a sentence: this user name is judged so. */
#include "domain/user.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void test_usernames(void **state)
{
	static const struct {
		const char *username;
		enum field_verdict verdict;
	} rows[] = {
		{"laura.ejemplo", FIELD_OK},
		{"ana", FIELD_OK},
		{"backoffice-2", FIELD_OK},
		{"a_b.c-d", FIELD_OK},
		{NULL, FIELD_REQUIRED},
		{"", FIELD_REQUIRED},
		{"ab", FIELD_TOO_SHORT},
		{"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklm", FIELD_TOO_LONG},
		{"Laura", FIELD_BAD_CHARACTER},
		{"laura ejemplo", FIELD_BAD_CHARACTER},
		{"niño", FIELD_BAD_CHARACTER},
		{"laura@cierre", FIELD_BAD_CHARACTER},
		{"$ne", FIELD_BAD_CHARACTER},
		{".laura", FIELD_BAD_FORMAT},
		{"laura.", FIELD_BAD_FORMAT},
		{"laura..ejemplo", FIELD_BAD_FORMAT},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		print_message("  %s\n", rows[i].username ? rows[i].username : "none");
		assert_int_equal(user_check_username(rows[i].username), rows[i].verdict);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_usernames)};

	return cmocka_run_group_tests_name("user", tests, NULL, NULL);
}
