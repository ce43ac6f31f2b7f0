/* The bureau and the customer agree: what the customer says is right, anything else is wrong. */
#include "ports/simulator/identity_simulator.h"

#include "ports/simulator/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#define KNOWN   "+573000000101"
#define UNKNOWN "+573000000103"
#define CLUMSY  "+573000000107" /* says the code wrong in the first attempt */

static const struct config config = {.identity = "simulator", .simulator_seed = 1};

static struct identity_case about(const char *phone, const char *document, int64_t number)
{
	return (struct identity_case){
		.applicant = {.phone = phone, .document_type = "cc", .document_number = document},
		.number = number,
		.questions = 5};
}

static void the_phone_decides_how(void **state)
{
	ARENA(arena, 1024, 1 << 16);
	const struct identity_case known = about(KNOWN, "1000000101", 1), unknown = about(UNKNOWN, "1000000103", 1);
	struct identity_beginning begun;
	struct fault fault;

	(void)state;
	assert_int_equal(identity_provider_begin(&config, &known, arena, &begun, &fault), RC_OK);
	assert_int_equal(begun.method, IDENTITY_SMS);
	assert_int_equal(identity_provider_begin(&config, &unknown, arena, &begun, &fault), RC_OK);
	assert_int_equal(begun.method, IDENTITY_QUESTIONS);
}

static enum identity_outcome outcome_of(const char *phone, const char *document, int64_t number)
{
	ARENA(arena, 1024, 1 << 16);
	const struct identity_case one = about(phone, document, number);
	struct identity_finding finding;
	struct fault fault;
	char said[WORLD_CODE_SIZE];

	world_code_said(config.simulator_seed, phone, number, said);
	assert_int_equal(identity_provider_check_code(&config, &one, said, arena, &finding, &fault), RC_OK);
	assert_int_equal(finding.approval_number != NULL, finding.outcome == IDENTITY_APPROVED);
	assert_true(!finding.approval_number || identity_approval_is_valid(finding.approval_number));
	return finding.outcome;
}

static void the_code_the_customer_says_is_right(void **state)
{
	(void)state;
	assert_int_equal(outcome_of(KNOWN, "1000000101", 1), IDENTITY_APPROVED);
	assert_int_equal(outcome_of(CLUMSY, "1000000107", 1), IDENTITY_FAILED);
	assert_int_equal(outcome_of(CLUMSY, "1000000107", 2), IDENTITY_APPROVED);
	assert_int_equal(outcome_of(KNOWN, "1000000555", 1), IDENTITY_FAILED); /* somebody else's document */
}

static void all_answers_must_be_right(void **state)
{
	ARENA(arena, 4096, 1 << 16);
	const struct identity_case one = about(UNKNOWN, "1000000103", 1);
	struct identity_questionnaire first, again;
	struct identity_finding finding;
	int64_t options[5];
	struct fault fault;

	(void)state;
	assert_int_equal(identity_provider_ask(&config, &one, arena, &first, &fault), RC_OK);
	assert_int_equal(identity_provider_ask(&config, &one, arena, &again, &fault), RC_OK);
	assert_int_equal(first.count, 5);
	for (size_t i = 0; i < first.count; i++) {
		assert_string_equal(first.questions[i].text, again.questions[i].text);
		assert_int_equal(first.questions[i].options_count, WORLD_OPTIONS);
		for (size_t before = 0; before < i; before++)
			assert_string_not_equal(first.questions[i].text, first.questions[before].text);
		options[i] = world_option(config.simulator_seed, "1000000103", 1, (int)i + 1);
	}
	assert_int_equal(identity_provider_check_answers(&config, &one, options, 5, arena, &finding, &fault), RC_OK);
	assert_int_equal(finding.outcome, IDENTITY_APPROVED);
	assert_int_equal(identity_provider_check_answers(&config, &one, options, 4, arena, &finding, &fault), RC_OK);
	assert_int_equal(finding.outcome, IDENTITY_FAILED);
	options[4] = options[4] % WORLD_OPTIONS + 1;
	assert_int_equal(identity_provider_check_answers(&config, &one, options, 5, arena, &finding, &fault), RC_OK);
	assert_int_equal(finding.outcome, IDENTITY_FAILED);
}

static void two_documents_show_a_bureau_in_trouble(void **state)
{
	ARENA(arena, 1024, 1 << 16);
	const struct identity_case silent = about(KNOWN, IDENTITY_SIMULATOR_SILENT, 1);
	const struct identity_case limited = about(KNOWN, IDENTITY_SIMULATOR_LIMITED, 1);
	struct identity_beginning begun;
	struct identity_finding finding;
	struct fault fault;

	(void)state;
	assert_int_equal(identity_provider_begin(&config, &silent, arena, &begun, &fault), RC_UNAVAILABLE);
	assert_string_equal(fault.code, "identity_provider");
	assert_int_equal(identity_provider_check_code(&config, &limited, "00000", arena, &finding, &fault), RC_OK);
	assert_int_equal(finding.outcome, IDENTITY_VOID);
	assert_string_equal(finding.reason, "provider_limit");
}

static void an_unknown_adapter_is_refused(void **state)
{
	const struct config other = {.identity = "evidente"};
	const struct identity_adapter *adapter;
	struct fault fault;

	(void)state;
	assert_int_equal(identity_provider_find(&other, &adapter, &fault), RC_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_phone_decides_how),
		cmocka_unit_test(the_code_the_customer_says_is_right),
		cmocka_unit_test(all_answers_must_be_right),
		cmocka_unit_test(two_documents_show_a_bureau_in_trouble),
		cmocka_unit_test(an_unknown_adapter_is_refused),
	};
	return cmocka_run_group_tests_name("identity simulator", tests, NULL, NULL);
}
