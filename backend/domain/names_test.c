/* Every enum of the domain has one word per value, in snake_case, and finds its way back from it. */
#include "domain/activation.h"
#include "domain/activation_entry.h"
#include "domain/agent_state.h"
#include "domain/claim.h"
#include "domain/confirmation.h"
#include "domain/contact_gate.h"
#include "domain/data_request.h"
#include "domain/dispatch.h"
#include "domain/disposition.h"
#include "domain/document.h"
#include "domain/field.h"
#include "domain/identity.h"
#include "domain/kpi.h"
#include "domain/lead.h"
#include "domain/line.h"
#include "domain/merge.h"
#include "domain/offer.h"
#include "domain/pacing.h"
#include "domain/person.h"
#include "domain/policy.h"
#include "domain/reading.h"
#include "domain/review.h"
#include "domain/role.h"
#include "domain/sale.h"
#include "domain/sale_form.h"
#include "domain/sale_state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void assert_snake_case(const char *word)
{
	assert_true(*word != '\0' && strlen(word) < 40);
	assert_int_equal(strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789_."), strlen(word));
}

/* All values up to the last one. */
#define ASSERT_NAMES(tag, last)                                                                                      \
	for (int i = 0; i <= (int)(last); i++) {                                                                     \
		enum tag value = (enum tag)0;                                                                        \
		assert_snake_case(tag##_name((enum tag)i));                                                          \
		assert_true(tag##_parse(tag##_name((enum tag)i), &value));                                           \
		assert_int_equal(value, i);                                                                          \
	}                                                                                                            \
	{                                                                                                            \
		enum tag value = (last);                                                                             \
		assert_false(tag##_parse("no such word", &value));                                                   \
		assert_false(tag##_parse("", &value));                                                               \
		assert_int_equal(value, (last));                                                                     \
	}

static void test_names(void **state)
{
	(void)state;
	ASSERT_NAMES(activation_step, ACTIVATION_DONE)
	ASSERT_NAMES(activation_entry_field, ACTIVATION_ENTRY_STATE)
	ASSERT_NAMES(activation_service, ACTIVATION_REVERSED)
	ASSERT_NAMES(activation_act, ACTIVATION_TAKE_OFF)
	ASSERT_NAMES(activation_answer, ACTIVATION_ERRED)
	ASSERT_NAMES(activation_verdict, ACTIVATION_TRIES_SPENT)
	ASSERT_NAMES(agent_state, AGENT_NO_LINE)
	ASSERT_NAMES(agent_break, AGENT_BREAK_OVERRUN)
	ASSERT_NAMES(agent_event, AGENT_LINE_BACK)
	ASSERT_NAMES(agent_verdict, AGENT_REASON_UNKNOWN)
	ASSERT_NAMES(claim_verdict, CLAIM_PREFERRED)
	ASSERT_NAMES(confirmation_outcome, CONFIRMATION_NOT_REACHED)
	ASSERT_NAMES(confirmation_disagreement, CONFIRMATION_OTHER_REASON)
	ASSERT_NAMES(contact_purpose, CONTACT_CUSTOMER_REQUESTED)
	ASSERT_NAMES(contact_channel, CONTACT_CHAT)
	ASSERT_NAMES(contact_rule, CONTACT_RULE_CAMPAIGN)
	ASSERT_NAMES(contact_reason, CONTACT_LEAD_CLOSED)
	ASSERT_NAMES(data_request_reason, DATA_REQUEST_OTHER)
	ASSERT_NAMES(data_request_answer, DATA_REQUEST_NOT_REACHED)
	ASSERT_NAMES(data_request_verdict, DATA_REQUEST_VALUE_UNWANTED)
	ASSERT_NAMES(dispatch_result, DISPATCH_IN_TRANSIT)
	ASSERT_NAMES(dispatch_return_reason, DISPATCH_OTHER_REASON)
	ASSERT_NAMES(disposition, DISPOSITION_LINE_FAILURE)
	ASSERT_NAMES(disposition_group, DISPOSITION_GROUP_NON_EFFECTIVE)
	ASSERT_NAMES(line_report, LINE_REPORT_FAILURE)
	ASSERT_NAMES(disposition_verdict, DISPOSITION_NO_OFFER)
	ASSERT_NAMES(document_kind, DOCUMENT_UTILITY_BILL)
	ASSERT_NAMES(document_state, DOCUMENT_REFUSED)
	ASSERT_NAMES(document_refusal, DOCUMENT_OTHER_REASON)
	ASSERT_NAMES(field_verdict, FIELD_UNKNOWN)
	ASSERT_NAMES(identity_verdict, IDENTITY_CLOSED)
	ASSERT_NAMES(identity_method, IDENTITY_BY_HAND)
	ASSERT_NAMES(identity_outcome, IDENTITY_VOID)
	ASSERT_NAMES(identity_state, IDENTITY_STATE_VOID)
	ASSERT_NAMES(identity_next, IDENTITY_NEXT_CLOSED)
	ASSERT_NAMES(kpi_counter, KPI_LEADS_IMPORTED)
	ASSERT_NAMES(kpi_event, KPI_EVENT_LEADS_IMPORTED)
	ASSERT_NAMES(kpi_step, KPI_STEP_DISPATCH)
	ASSERT_NAMES(kpi_unit, KPI_UNIT_PER_HUNDRED)
	ASSERT_NAMES(kpi_figure, KPI_EXPIRIES)
	ASSERT_NAMES(lead_state, LEAD_SUPPRESSED)
	ASSERT_NAMES(suppression_reason, SUPPRESSION_OTHER)
	ASSERT_NAMES(lead_column, LEAD_COLUMN_CITY)
	ASSERT_NAMES(lead_delimiter, LEAD_DELIMITER_TAB)
	ASSERT_NAMES(lead_encoding, LEAD_ENCODING_LATIN1)
	ASSERT_NAMES(line_purpose, LINE_HOME_ADDRESS)
	ASSERT_NAMES(line_kind, LINE_KIND_HOME)
	ASSERT_NAMES(line_sim, LINE_SIM_ALWAYS)
	ASSERT_NAMES(line_field, LINE_FIELD_CITY)
	ASSERT_NAMES(merge_field, MERGE_CONTRACT_VERSION)
	ASSERT_NAMES(merge_verdict, MERGE_NO_ROOM)
	ASSERT_NAMES(offer_event, OFFER_TAKEN_BACK)
	ASSERT_NAMES(offer_reason, OFFER_OTHER_REASON)
	ASSERT_NAMES(offer_verdict, OFFER_TOO_MANY_PRODUCTS)
	ASSERT_NAMES(offer_standing, OFFER_PAST)
	ASSERT_NAMES(pacing_mode, PACING_PREDICTIVE)
	ASSERT_NAMES(document_type, DOCUMENT_PA)
	ASSERT_NAMES(person_field, PERSON_BIRTHPLACE)
	ASSERT_NAMES(policy_unit, POLICY_SWITCH)
	ASSERT_NAMES(policy_verdict, POLICY_TOO_LARGE)
	ASSERT_NAMES(reading_clause_kind, READING_QUESTION)
	ASSERT_NAMES(reading_answer, READING_NO)
	ASSERT_NAMES(reading_state, READING_UNACCEPTED)
	ASSERT_NAMES(reading_verdict, READING_MARK_IMPOSSIBLE)
	ASSERT_NAMES(review_exception, REVIEW_NO_EXPLICIT_YES)
	ASSERT_NAMES(review_state, REVIEW_FAULTY)
	ASSERT_NAMES(review_fault, REVIEW_FAULT_SILENT)
	ASSERT_NAMES(review_verdict, REVIEW_NOT_A_QUESTION)
	ASSERT_NAMES(role, ROLE_ADMIN)
	ASSERT_NAMES(role_subject, SUBJECT_CONFIGURATION)
	ASSERT_NAMES(role_reach, REACH_ALL)
	ASSERT_NAMES(sale_action, SALE_AMEND)
	ASSERT_NAMES(sale_verdict, SALE_WITHDRAWAL_OVER)
	ASSERT_NAMES(sale_validity, SALE_VALIDITY_FROZEN)
	ASSERT_NAMES(sale_field, SALE_FIELD_CITY)
	ASSERT_NAMES(sale_change, SALE_CHANGE_NEVER)
	ASSERT_NAMES(other_operator_kind, OTHER_OPERATOR_PENDING)
	ASSERT_NAMES(sale_state, SALE_WITHDRAWN)
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
	};
	return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
