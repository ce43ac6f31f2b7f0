/* Read each row as a sentence: this role sees so far of this subject, and may change so far of it. */
#include "domain/role.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void test_reach(void **state)
{
	static const struct {
		enum role role;
		enum role_subject subject;
		enum role_reach sees, changes;
	} rows[] = {
		{ROLE_AGENT, SUBJECT_CALLS, REACH_OWN, REACH_OWN},
		{ROLE_AGENT, SUBJECT_SALES, REACH_OWN, REACH_OWN},
		{ROLE_AGENT, SUBJECT_DOCUMENTS, REACH_NONE, REACH_NONE},
		{ROLE_AGENT, SUBJECT_FLOOR, REACH_NONE, REACH_NONE},
		{ROLE_BACKOFFICE, SUBJECT_SALES, REACH_REACHED, REACH_REACHED},
		{ROLE_BACKOFFICE, SUBJECT_DOCUMENTS, REACH_REACHED, REACH_REACHED},
		{ROLE_BACKOFFICE, SUBJECT_REVIEWS, REACH_REACHED, REACH_NONE},
		{ROLE_QUALITY, SUBJECT_REVIEWS, REACH_REACHED, REACH_REACHED},
		{ROLE_QUALITY, SUBJECT_SALES, REACH_REACHED, REACH_NONE},
		{ROLE_QUALITY, SUBJECT_DOCUMENTS, REACH_NONE, REACH_NONE},
		{ROLE_SUPERVISOR, SUBJECT_SALES, REACH_TEAM, REACH_NONE},
		{ROLE_SUPERVISOR, SUBJECT_FLOOR, REACH_TEAM, REACH_TEAM},
		{ROLE_ADMIN, SUBJECT_CONFIGURATION, REACH_ALL, REACH_ALL},
		{ROLE_ADMIN, SUBJECT_DOCUMENTS, REACH_NONE, REACH_NONE},
		{ROLE_ADMIN, SUBJECT_RECORDINGS, REACH_NONE, REACH_NONE},
		{ROLE_ADMIN, SUBJECT_SALES, REACH_NONE, REACH_NONE},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		print_message("  %s sees %s of %s\n", role_name(rows[i].role), role_reach_name(rows[i].sees),
		              role_subject_name(rows[i].subject));
		assert_int_equal(role_may_see(rows[i].role, rows[i].subject), rows[i].sees);
		assert_int_equal(role_may_change(rows[i].role, rows[i].subject), rows[i].changes);
	}
}

/* Nobody changes what they do not see, and only the admin touches the configuration. */
static void test_no_change_without_sight(void **state)
{
	(void)state;
	for (int role = 0; role < ROLE_COUNT; role++) {
		for (int subject = 0; subject < SUBJECT_COUNT; subject++) {
			enum role_reach sees = role_may_see((enum role)role, (enum role_subject)subject);
			enum role_reach changes = role_may_change((enum role)role, (enum role_subject)subject);

			assert_true(changes == REACH_NONE || changes == sees);
		}
		assert_int_equal(role_may_change((enum role)role, SUBJECT_CONFIGURATION) != REACH_NONE,
		                 role == ROLE_ADMIN);
	}
}

static void test_reached(void **state)
{
	(void)state;
	assert_false(role_is_reached(ROLE_BACKOFFICE, SALE_DRAFT));
	assert_false(role_is_reached(ROLE_QUALITY, SALE_DRAFT));
	assert_true(role_is_reached(ROLE_SUPERVISOR, SALE_DRAFT));
	for (int sale = SALE_SUBMITTED; sale < SALE_STATE_COUNT; sale++) {
		assert_true(role_is_reached(ROLE_BACKOFFICE, (enum sale_state)sale));
		assert_true(role_is_reached(ROLE_QUALITY, (enum sale_state)sale));
		assert_false(role_is_reached(ROLE_AGENT, (enum sale_state)sale));
		assert_false(role_is_reached(ROLE_ADMIN, (enum sale_state)sale));
	}
}

static void test_teams(void **state)
{
	(void)state;
	assert_false(role_teams_are_valid(ROLE_AGENT, 0));
	assert_true(role_teams_are_valid(ROLE_AGENT, 1));
	assert_false(role_teams_are_valid(ROLE_AGENT, 2));
	assert_false(role_teams_are_valid(ROLE_SUPERVISOR, 0));
	assert_true(role_teams_are_valid(ROLE_SUPERVISOR, 3));
	assert_true(role_teams_are_valid(ROLE_BACKOFFICE, 0));
	assert_false(role_teams_are_valid(ROLE_BACKOFFICE, 1));
	assert_true(role_teams_are_valid(ROLE_QUALITY, 0));
	assert_true(role_teams_are_valid(ROLE_ADMIN, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reach),
		cmocka_unit_test(test_no_change_without_sight),
		cmocka_unit_test(test_reached),
		cmocka_unit_test(test_teams),
	};
	return cmocka_run_group_tests_name("role", tests, NULL, NULL);
}
