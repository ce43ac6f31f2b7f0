/* Read each row as a sentence: this draft may be published, or has this problem first. */
#include "domain/contract.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define SAYS                                                                                                         \
	{                                                                                                            \
		"Servicio", "Usted contrata {{services}}.", READING_STATEMENT, 0                                     \
	}
#define ASKS                                                                                                         \
	{                                                                                                            \
		"Aceptación", "¿Acepta usted?", READING_QUESTION, 2                                                  \
	}

static void test_what_may_be_published(void **state)
{
	static const struct {
		const char *when;
		struct contract_clause clauses[2];
		size_t count, found;
		struct contract_problem first;
	} rows[] = {
		{"a statement and a question", {SAYS, ASKS}, 2, 0, {0}},
		{"nothing", {{0}}, 0, 1, {0, CONTRACT_CLAUSES, "required", 0}},
		{"no question", {SAYS}, 1, 1, {0, CONTRACT_CLAUSES, "no_question", 0}},
		{"a clause without a title",
	         {ASKS, {"", "Texto", READING_STATEMENT, 0}},
	         2,
	         1,
	         {1, CONTRACT_TITLE, "required", 0}},
		{"a clause without text",
	         {ASKS, {"Título", NULL, READING_STATEMENT, 0}},
	         2,
	         1,
	         {1, CONTRACT_TEXT, "required", 0}},
		{"a field that is none",
	         {ASKS, {"Plan", "El {{plan}}", READING_STATEMENT, 0}},
	         2,
	         1,
	         {1, CONTRACT_TEXT, "unknown_field", 3}},
		{"a field left open",
	         {ASKS, {"Plan", "El {{services", READING_STATEMENT, 0}},
	         2,
	         1,
	         {1, CONTRACT_TEXT, "unclosed_field", 3}},
		{"a question that nothing answers",
	         {SAYS, {"Aceptación", "¿Acepta?", READING_QUESTION, 0}},
	         2,
	         1,
	         {1, CONTRACT_ACCEPTS, "required", 0}},
		{"a statement that is answered",
	         {ASKS, {"Plan", "Texto", READING_STATEMENT, 1}},
	         2,
	         1,
	         {1, CONTRACT_ACCEPTS, "not_allowed", 0}},
		{"everything wrong at once",
	         {{"", "{{plan}}", READING_QUESTION, 0}},
	         1,
	         3,
	         {0, CONTRACT_TITLE, "required", 0}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct contract_problem problems[CONTRACT_PROBLEMS_MAX];

		assert_int_equal(contract_check(rows[i].clauses, rows[i].count, problems), rows[i].found);
		if (rows[i].found == 0)
			continue;
		assert_int_equal(problems[0].clause, rows[i].first.clause);
		assert_int_equal(problems[0].member, rows[i].first.member);
		assert_string_equal(problems[0].code, rows[i].first.code);
		assert_int_equal(problems[0].at, rows[i].first.at);
	}
}

static void test_problems_never_pass_the_room(void **state)
{
	struct contract_clause clauses[READING_CLAUSES_MAX + 1] = {0};
	struct contract_problem problems[CONTRACT_PROBLEMS_MAX];

	(void)state;
	assert_int_equal(contract_check(clauses, READING_CLAUSES_MAX + 1, problems),
	                 2 * (READING_CLAUSES_MAX + 1) + 1);
	for (size_t i = 0; i <= READING_CLAUSES_MAX; i++)
		clauses[i].kind = READING_QUESTION;
	assert_int_equal(contract_check(clauses, READING_CLAUSES_MAX + 1, problems), CONTRACT_PROBLEMS_MAX);
}

static void test_every_field_has_a_sample(void **state)
{
	(void)state;
	for (int field = 0; field < MERGE_FIELD_COUNT; field++)
		assert_true(strlen(contract_sample((enum merge_field)field)) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_may_be_published),
		cmocka_unit_test(test_problems_never_pass_the_room),
		cmocka_unit_test(test_every_field_has_a_sample),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
