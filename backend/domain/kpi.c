#include "domain/kpi.h"

#include <assert.h>

static const char *const kpi_counter_names[] = {
	[KPI_CALLS_DIALED] = "calls_dialed",
	[KPI_CALLS_ANSWERED] = "calls_answered",
	[KPI_CALLS_ABANDONED] = "calls_abandoned",
	[KPI_CALLS_LIVE] = "calls_live",
	[KPI_LINE_FAILURES] = "line_failures",
	[KPI_SALES_EFFECTIVE] = "sales_effective",
	[KPI_SALES_NON_EFFECTIVE] = "sales_non_effective",
	[KPI_SALES_FALLEN] = "sales_fallen",
	[KPI_PRODUCTS_SUBMITTED] = "products_submitted",
	[KPI_PRODUCTS_FALLEN] = "products_fallen",
	[KPI_HANDLED_CALLS] = "handled_calls",
	[KPI_TALK_MS] = "talk_ms",
	[KPI_WRAP_UP_MS] = "wrap_up_ms",
	[KPI_EFFECTIVE_CALLS] = "effective_calls",
	[KPI_EFFECTIVE_TALK_MS] = "effective_talk_ms",
	[KPI_EFFECTIVE_WRAP_UP_MS] = "effective_wrap_up_ms",
	[KPI_STATE_OFFLINE_MS] = "state_offline_ms",
	[KPI_STATE_AVAILABLE_MS] = "state_available_ms",
	[KPI_STATE_RINGING_MS] = "state_ringing_ms",
	[KPI_STATE_TALKING_MS] = "state_talking_ms",
	[KPI_STATE_WRAP_UP_MS] = "state_wrap_up_ms",
	[KPI_STATE_TASK_MS] = "state_task_ms",
	[KPI_STATE_BREAK_MS] = "state_break_ms",
	[KPI_STATE_NO_LINE_MS] = "state_no_line_ms",
	[KPI_BACKOFFICE_CLAIMED_MS] = "backoffice_claimed_ms",
	[KPI_BACKOFFICE_CLAIMS] = "backoffice_claims",
	[KPI_BACKOFFICE_SALES] = "backoffice_sales",
	[KPI_CLAIMS_REVIEW] = "claims_review",
	[KPI_CLAIMS_RECORDING] = "claims_recording",
	[KPI_CLAIMS_CONFIRMATION] = "claims_confirmation",
	[KPI_CLAIMS_DOCUMENTS] = "claims_documents",
	[KPI_CLAIMS_ACTIVATION] = "claims_activation",
	[KPI_CLAIMS_DISPATCH] = "claims_dispatch",
	[KPI_CLAIMED_REVIEW_MS] = "claimed_review_ms",
	[KPI_CLAIMED_RECORDING_MS] = "claimed_recording_ms",
	[KPI_CLAIMED_CONFIRMATION_MS] = "claimed_confirmation_ms",
	[KPI_CLAIMED_DOCUMENTS_MS] = "claimed_documents_ms",
	[KPI_CLAIMED_ACTIVATION_MS] = "claimed_activation_ms",
	[KPI_CLAIMED_DISPATCH_MS] = "claimed_dispatch_ms",
	[KPI_IDENTITY_APPROVED] = "identity_approved",
	[KPI_IDENTITY_FAILED] = "identity_failed",
	[KPI_IDENTITY_VOID] = "identity_void",
	[KPI_READINGS_ACCEPTED] = "readings_accepted",
	[KPI_READINGS_VOID] = "readings_void",
	[KPI_READINGS_INTERRUPTED] = "readings_interrupted",
	[KPI_READINGS_UNACCEPTED] = "readings_unaccepted",
	[KPI_REVIEWS_PASSED] = "reviews_passed",
	[KPI_REVIEWS_FAULTY] = "reviews_faulty",
	[KPI_SALES_CONFIRMED] = "sales_confirmed",
	[KPI_SALES_ACTIVATED] = "sales_activated",
	[KPI_SALES_DISPATCHED] = "sales_dispatched",
	[KPI_SALES_DELIVERED] = "sales_delivered",
	[KPI_SALES_RETURNED] = "sales_returned",
	[KPI_SALES_EXPIRED] = "sales_expired",
	[KPI_SALES_CANCELLED] = "sales_cancelled",
	[KPI_SALES_REJECTED] = "sales_rejected",
	[KPI_SALES_UNDELIVERED] = "sales_undelivered",
	[KPI_SALES_WITHDRAWN] = "sales_withdrawn",
	[KPI_DATA_REQUESTS] = "data_requests",
	[KPI_LEADS_IMPORTED] = "leads_imported",
};

static const char *const kpi_event_names[] = {
	[KPI_EVENT_CALL_DIALED] = "call.dialed",
	[KPI_EVENT_CALL_ANSWERED] = "call.answered",
	[KPI_EVENT_CALL_ABANDONED] = "call.abandoned",
	[KPI_EVENT_CALL_LINE_FAILED] = "call.line_failed",
	[KPI_EVENT_CALL_DISPOSED] = "call.disposed",
	[KPI_EVENT_CALL_CORRECTED] = "call.corrected",
	[KPI_EVENT_AGENT_STATE_ENDED] = "agent.state_ended",
	[KPI_EVENT_IDENTITY_APPROVED] = "identity.approved",
	[KPI_EVENT_IDENTITY_FAILED] = "identity.failed",
	[KPI_EVENT_IDENTITY_VOID] = "identity.void",
	[KPI_EVENT_READING_ACCEPTED] = "reading.accepted",
	[KPI_EVENT_READING_VOID] = "reading.void",
	[KPI_EVENT_READING_INTERRUPTED] = "reading.interrupted",
	[KPI_EVENT_READING_UNACCEPTED] = "reading.unaccepted",
	[KPI_EVENT_REVIEW_PASSED] = "review.passed",
	[KPI_EVENT_REVIEW_FAULTY] = "review.faulty",
	[KPI_EVENT_SALE_SUBMITTED] = "sale.submitted",
	[KPI_EVENT_SALE_CONFIRMED] = "sale.confirmed",
	[KPI_EVENT_SALE_ACTIVATED] = "sale.activated",
	[KPI_EVENT_SALE_DISPATCHED] = "sale.dispatched",
	[KPI_EVENT_SALE_DELIVERED] = "sale.delivered",
	[KPI_EVENT_SALE_RETURNED] = "sale.returned",
	[KPI_EVENT_SALE_CANCELLED] = "sale.cancelled",
	[KPI_EVENT_SALE_REJECTED] = "sale.rejected",
	[KPI_EVENT_SALE_EXPIRED] = "sale.expired",
	[KPI_EVENT_SALE_UNDELIVERED] = "sale.undelivered",
	[KPI_EVENT_SALE_WITHDRAWN] = "sale.withdrawn",
	[KPI_EVENT_SALE_DATA_REQUESTED] = "sale.data_requested",
	[KPI_EVENT_CLAIM_ENDED] = "claim.ended",
	[KPI_EVENT_LEADS_IMPORTED] = "leads.imported",
};

static const char *const kpi_step_names[] = {
	[KPI_STEP_REVIEW] = "review",
	[KPI_STEP_RECORDING] = "recording",
	[KPI_STEP_CONFIRMATION] = "confirmation",
	[KPI_STEP_DOCUMENTS] = "documents",
	[KPI_STEP_ACTIVATION] = "activation",
	[KPI_STEP_DISPATCH] = "dispatch",
};

static const char *const kpi_unit_names[] = {
	[KPI_UNIT_COUNT] = "count", [KPI_UNIT_PER_HOUR] = "per_hour",       [KPI_UNIT_MS] = "ms",
	[KPI_UNIT_RATIO] = "ratio", [KPI_UNIT_PER_HUNDRED] = "per_hundred",
};

static const char *const kpi_figure_names[] = {
	[KPI_PRODUCTIVITY] = "productivity",
	[KPI_PRODUCTS] = "products",
	[KPI_PRODUCTS_NET] = "products_net",
	[KPI_ANSWERED] = "answered",
	[KPI_EFFECTIVE] = "effective",
	[KPI_EFFECTIVE_NET] = "effective_net",
	[KPI_NON_EFFECTIVE] = "non_effective",
	[KPI_AHT_EFFECTIVE] = "aht_effective",
	[KPI_AHT_ALL] = "aht_all",
	[KPI_AHT_BACKOFFICE] = "aht_backoffice",
	[KPI_AHT_BACKOFFICE_SALE] = "aht_backoffice_sale",
	[KPI_AHT_REVIEW] = "aht_review",
	[KPI_AHT_RECORDING] = "aht_recording",
	[KPI_AHT_CONFIRMATION] = "aht_confirmation",
	[KPI_AHT_DOCUMENTS] = "aht_documents",
	[KPI_AHT_ACTIVATION] = "aht_activation",
	[KPI_AHT_DISPATCH] = "aht_dispatch",
	[KPI_ABANDONMENT] = "abandonment",
	[KPI_PRODUCTIVE_TIME] = "productive_time",
	[KPI_PRODUCTS_PER_HUNDRED] = "products_per_hundred",
	[KPI_IDENTITY_APPROVAL_RATE] = "identity_approval_rate",
	[KPI_REVIEW_PASS_RATE] = "review_pass_rate",
	[KPI_EXPIRIES] = "expiries",
};

NAMES_DEFINE(kpi_counter);
NAMES_DEFINE(kpi_event);
NAMES_DEFINE(kpi_step);
NAMES_DEFINE(kpi_unit);
NAMES_DEFINE(kpi_figure);

static const char *const disposition_fields[] = {
	[DISPOSITION_SALE] = "disposition_sale",
	[DISPOSITION_NOT_INTERESTED] = "disposition_not_interested",
	[DISPOSITION_CALLBACK] = "disposition_callback",
	[DISPOSITION_DO_NOT_CALL] = "disposition_do_not_call",
	[DISPOSITION_IDENTITY_RETRY] = "disposition_identity_retry",
	[DISPOSITION_IDENTITY_CLOSED] = "disposition_identity_closed",
	[DISPOSITION_CONTRACT_NOT_ACCEPTED] = "disposition_contract_not_accepted",
	[DISPOSITION_EXISTING_CUSTOMER] = "disposition_existing_customer",
	[DISPOSITION_DECEASED] = "disposition_deceased",
	[DISPOSITION_SOMEONE_ELSE] = "disposition_someone_else",
	[DISPOSITION_MINOR] = "disposition_minor",
	[DISPOSITION_WRONG_NUMBER] = "disposition_wrong_number",
	[DISPOSITION_NO_ANSWER] = "disposition_no_answer",
	[DISPOSITION_BUSY] = "disposition_busy",
	[DISPOSITION_MACHINE] = "disposition_machine",
	[DISPOSITION_HUNG_UP_BEFORE_OFFER] = "disposition_hung_up_before_offer",
	[DISPOSITION_HUNG_UP_AFTER_OFFER] = "disposition_hung_up_after_offer",
	[DISPOSITION_DROPPED] = "disposition_dropped",
	[DISPOSITION_TECHNICAL] = "disposition_technical",
	[DISPOSITION_LINE_FAILURE] = "disposition_line_failure",
};

size_t kpi_disposition_counter(enum disposition disposition)
{
	return KPI_COUNTER_COUNT + (size_t)disposition;
}

enum kpi_counter kpi_state_counter(enum agent_state state)
{
	static const enum kpi_counter counters[AGENT_STATE_COUNT] = {
		[AGENT_OFFLINE] = KPI_STATE_OFFLINE_MS, [AGENT_AVAILABLE] = KPI_STATE_AVAILABLE_MS,
		[AGENT_RINGING] = KPI_STATE_RINGING_MS, [AGENT_TALKING] = KPI_STATE_TALKING_MS,
		[AGENT_WRAP_UP] = KPI_STATE_WRAP_UP_MS, [AGENT_TASK] = KPI_STATE_TASK_MS,
		[AGENT_BREAK] = KPI_STATE_BREAK_MS,     [AGENT_NO_LINE] = KPI_STATE_NO_LINE_MS,
	};

	return counters[state];
}

const char *kpi_counter_field(size_t counter)
{
	assert(counter < KPI_ALL_COUNTERS);
	return counter < KPI_COUNTER_COUNT ? kpi_counter_names[counter]
	                                   : disposition_fields[counter - KPI_COUNTER_COUNT];
}

/* What of a fact an addition takes. */
enum amount {
	ONE = 1,
	PRODUCTS,
	DURATION,
	COUNT,
};

struct addition {
	enum kpi_counter counter;
	enum amount amount; /* 0 ends the list */
};

enum { ADDITIONS_MAX = 5 };

/* Facts whose counters do not depend on what they say; the others are folded below. */
static const struct addition additions[KPI_EVENT_COUNT][ADDITIONS_MAX] = {
	[KPI_EVENT_CALL_DIALED] = {{KPI_CALLS_DIALED, ONE}},
	[KPI_EVENT_CALL_ANSWERED] = {{KPI_CALLS_ANSWERED, ONE}, {KPI_CALLS_LIVE, ONE}},
	[KPI_EVENT_CALL_ABANDONED] = {{KPI_CALLS_ABANDONED, ONE}, {KPI_CALLS_LIVE, ONE}},
	[KPI_EVENT_CALL_LINE_FAILED] = {{KPI_LINE_FAILURES, ONE}},
	[KPI_EVENT_IDENTITY_APPROVED] = {{KPI_IDENTITY_APPROVED, ONE}},
	[KPI_EVENT_IDENTITY_FAILED] = {{KPI_IDENTITY_FAILED, ONE}},
	[KPI_EVENT_IDENTITY_VOID] = {{KPI_IDENTITY_VOID, ONE}},
	[KPI_EVENT_READING_ACCEPTED] = {{KPI_READINGS_ACCEPTED, ONE}},
	[KPI_EVENT_READING_VOID] = {{KPI_READINGS_VOID, ONE}},
	[KPI_EVENT_READING_INTERRUPTED] = {{KPI_READINGS_INTERRUPTED, ONE}},
	[KPI_EVENT_READING_UNACCEPTED] = {{KPI_READINGS_UNACCEPTED, ONE}},
	[KPI_EVENT_REVIEW_PASSED] = {{KPI_REVIEWS_PASSED, ONE}},
	[KPI_EVENT_REVIEW_FAULTY] = {{KPI_REVIEWS_FAULTY, ONE}},
	[KPI_EVENT_SALE_SUBMITTED] = {{KPI_SALES_EFFECTIVE, ONE}, {KPI_PRODUCTS_SUBMITTED, PRODUCTS}},
	[KPI_EVENT_SALE_CONFIRMED] = {{KPI_SALES_CONFIRMED, ONE}},
	[KPI_EVENT_SALE_ACTIVATED] = {{KPI_SALES_ACTIVATED, ONE}, {KPI_BACKOFFICE_SALES, ONE}},
	[KPI_EVENT_SALE_DISPATCHED] = {{KPI_SALES_DISPATCHED, ONE}},
	[KPI_EVENT_SALE_DELIVERED] = {{KPI_SALES_DELIVERED, ONE}},
	[KPI_EVENT_SALE_RETURNED] = {{KPI_SALES_RETURNED, ONE}},
	[KPI_EVENT_SALE_CANCELLED] = {{KPI_SALES_CANCELLED, ONE},
                                      {KPI_SALES_FALLEN, ONE},
                                      {KPI_PRODUCTS_FALLEN, PRODUCTS},
                                      {KPI_BACKOFFICE_SALES, ONE}},
	[KPI_EVENT_SALE_REJECTED] = {{KPI_SALES_REJECTED, ONE},
                                     {KPI_SALES_FALLEN, ONE},
                                     {KPI_PRODUCTS_FALLEN, PRODUCTS},
                                     {KPI_BACKOFFICE_SALES, ONE}},
	[KPI_EVENT_SALE_EXPIRED] = {{KPI_SALES_EXPIRED, ONE},
                                    {KPI_SALES_FALLEN, ONE},
                                    {KPI_PRODUCTS_FALLEN, PRODUCTS},
                                    {KPI_BACKOFFICE_SALES, ONE}},
	[KPI_EVENT_SALE_UNDELIVERED] = {{KPI_SALES_UNDELIVERED, ONE},
                                        {KPI_SALES_FALLEN, ONE},
                                        {KPI_PRODUCTS_FALLEN, PRODUCTS}},
	[KPI_EVENT_SALE_WITHDRAWN] = {{KPI_SALES_WITHDRAWN, ONE},
                                      {KPI_SALES_FALLEN, ONE},
                                      {KPI_PRODUCTS_FALLEN, PRODUCTS}},
	[KPI_EVENT_SALE_DATA_REQUESTED] = {{KPI_DATA_REQUESTS, ONE}},
	[KPI_EVENT_CLAIM_ENDED] = {{KPI_BACKOFFICE_CLAIMED_MS, DURATION}, {KPI_BACKOFFICE_CLAIMS, ONE}},
	[KPI_EVENT_LEADS_IMPORTED] = {{KPI_LEADS_IMPORTED, COUNT}},
};

/* The deltas of one fact being written. */
struct sheet {
	struct kpi_delta *deltas;
	size_t count;
};

static void add(struct sheet *sheet, size_t counter, int64_t amount)
{
	if (amount == 0)
		return;
	assert(sheet->count < KPI_DELTAS_MAX);
	sheet->deltas[sheet->count++] = (struct kpi_delta){counter, amount};
}

static int64_t amount_of(const struct kpi_fact *fact, enum amount amount)
{
	switch (amount) {
	case ONE:
		return 1;
	case PRODUCTS:
		return fact->products;
	case DURATION:
		return fact->duration_ms;
	case COUNT:
		return fact->count;
	}
	return 0;
}

static bool is_effective(enum disposition disposition)
{
	return disposition_rule_of(disposition)->is_effective;
}

static void add_effective(struct sheet *sheet, const struct kpi_fact *fact, int64_t times)
{
	add(sheet, KPI_EFFECTIVE_CALLS, times);
	add(sheet, KPI_EFFECTIVE_TALK_MS, times * fact->talk_ms);
	add(sheet, KPI_EFFECTIVE_WRAP_UP_MS, times * fact->wrap_up_ms);
}

static void fold_disposed(struct sheet *sheet, const struct kpi_fact *fact)
{
	add(sheet, kpi_disposition_counter(fact->disposition), 1);
	if (!fact->answered)
		return;
	add(sheet, KPI_HANDLED_CALLS, 1);
	add(sheet, KPI_TALK_MS, fact->talk_ms);
	add(sheet, KPI_WRAP_UP_MS, fact->wrap_up_ms);
	if (is_effective(fact->disposition))
		add_effective(sheet, fact, 1);
	else
		add(sheet, KPI_SALES_NON_EFFECTIVE, 1);
}

/* The call was handled once and stays so: only what it was changes. */
static void fold_corrected(struct sheet *sheet, const struct kpi_fact *fact)
{
	int64_t gained = (int64_t)is_effective(fact->disposition) - (int64_t)is_effective(fact->old_disposition);

	if (fact->disposition == fact->old_disposition)
		return;
	add(sheet, kpi_disposition_counter(fact->disposition), 1);
	add(sheet, kpi_disposition_counter(fact->old_disposition), -1);
	if (!fact->answered)
		return;
	add_effective(sheet, fact, gained);
	add(sheet, KPI_SALES_NON_EFFECTIVE, -gained);
}

static void fold_claim(struct sheet *sheet, const struct kpi_fact *fact)
{
	add(sheet, (size_t)KPI_CLAIMS_REVIEW + (size_t)fact->step, 1);
	add(sheet, (size_t)KPI_CLAIMED_REVIEW_MS + (size_t)fact->step, fact->duration_ms);
}

size_t kpi_fold(const struct kpi_fact *fact, struct kpi_delta deltas[KPI_DELTAS_MAX])
{
	struct sheet sheet = {.deltas = deltas};

	assert((size_t)fact->event < KPI_EVENT_COUNT);
	for (int i = 0; i < ADDITIONS_MAX && additions[fact->event][i].amount; i++)
		add(&sheet, additions[fact->event][i].counter, amount_of(fact, additions[fact->event][i].amount));
	switch (fact->event) {
	case KPI_EVENT_CALL_DISPOSED:
		fold_disposed(&sheet, fact);
		break;
	case KPI_EVENT_CALL_CORRECTED:
		fold_corrected(&sheet, fact);
		break;
	case KPI_EVENT_AGENT_STATE_ENDED:
		add(&sheet, kpi_state_counter(fact->agent_state), fact->duration_ms);
		break;
	case KPI_EVENT_CLAIM_ENDED:
		fold_claim(&sheet, fact);
		break;
	default:
		break;
	}
	return sheet.count;
}

void kpi_add(struct kpi_counters *sum, const struct kpi_delta *deltas, size_t count)
{
	for (size_t i = 0; i < count; i++)
		sum->value[deltas[i].counter] += deltas[i].add;
}

#define AHT(step, name)                                                                                              \
	{                                                                                                            \
		KPI_UNIT_MS, "Time claimed by the back office in " name " / claims of that step ended",              \
			{{KPI_CLAIMED_##step##_MS, 1}},                                                              \
		{                                                                                                    \
			{                                                                                            \
				KPI_CLAIMS_##step, 1                                                                 \
			}                                                                                            \
		}                                                                                                    \
	}

static const struct kpi_definition definitions[KPI_FIGURE_COUNT] = {
	[KPI_PRODUCTIVITY] = {KPI_UNIT_PER_HOUR,
                              "Products of submitted sales / hours talking, in wrap-up, available or in task",
                              {{KPI_PRODUCTS_SUBMITTED, 1}},
                              {{KPI_STATE_TALKING_MS, 1},
                               {KPI_STATE_WRAP_UP_MS, 1},
                               {KPI_STATE_AVAILABLE_MS, 1},
                               {KPI_STATE_TASK_MS, 1}}},
	[KPI_PRODUCTS] = {KPI_UNIT_COUNT,
                          "Products of submitted sales; a sale of two counts two",
                          {{KPI_PRODUCTS_SUBMITTED, 1}},
                          {{0}}},
	[KPI_PRODUCTS_NET] = {KPI_UNIT_COUNT,
                              "Products of submitted sales less those of sales that fell",
                              {{KPI_PRODUCTS_SUBMITTED, 1}, {KPI_PRODUCTS_FALLEN, -1}},
                              {{0}}},
	[KPI_ANSWERED] = {KPI_UNIT_COUNT, "Calls connected to an agent", {{KPI_CALLS_ANSWERED, 1}}, {{0}}},
	[KPI_EFFECTIVE] = {KPI_UNIT_COUNT, "Sales submitted", {{KPI_SALES_EFFECTIVE, 1}}, {{0}}},
	[KPI_EFFECTIVE_NET] = {KPI_UNIT_COUNT,
                               "Sales submitted less those cancelled, rejected, expired, undelivered or withdrawn",
                               {{KPI_SALES_EFFECTIVE, 1}, {KPI_SALES_FALLEN, -1}},
                               {{0}}},
	[KPI_NON_EFFECTIVE] = {KPI_UNIT_COUNT,
                               "Answered calls whose final disposition is no sale",
                               {{KPI_SALES_NON_EFFECTIVE, 1}},
                               {{0}}},
	[KPI_AHT_EFFECTIVE] = {KPI_UNIT_MS,
                               "Talk and wrap-up of answered calls that ended in a sale / those calls",
                               {{KPI_EFFECTIVE_TALK_MS, 1}, {KPI_EFFECTIVE_WRAP_UP_MS, 1}},
                               {{KPI_EFFECTIVE_CALLS, 1}}},
	[KPI_AHT_ALL] = {KPI_UNIT_MS,
                         "Talk and wrap-up of answered calls with a final disposition / those calls",
                         {{KPI_TALK_MS, 1}, {KPI_WRAP_UP_MS, 1}},
                         {{KPI_HANDLED_CALLS, 1}}},
	[KPI_AHT_BACKOFFICE] = {KPI_UNIT_MS,
                                "Time claimed by the back office / claims ended",
                                {{KPI_BACKOFFICE_CLAIMED_MS, 1}},
                                {{KPI_BACKOFFICE_CLAIMS, 1}}},
	[KPI_AHT_BACKOFFICE_SALE] =
		{KPI_UNIT_MS,
                 "Time claimed by the back office / sales activated, cancelled, rejected or expired",
                 {{KPI_BACKOFFICE_CLAIMED_MS, 1}},
                 {{KPI_BACKOFFICE_SALES, 1}}},
	[KPI_AHT_REVIEW] = AHT(REVIEW, "review"),
	[KPI_AHT_RECORDING] = AHT(RECORDING, "recording"),
	[KPI_AHT_CONFIRMATION] = AHT(CONFIRMATION, "confirmation"),
	[KPI_AHT_DOCUMENTS] = AHT(DOCUMENTS, "documents"),
	[KPI_AHT_ACTIVATION] = AHT(ACTIVATION, "activation"),
	[KPI_AHT_DISPATCH] = AHT(DISPATCH, "dispatch"),
	[KPI_ABANDONMENT] = {KPI_UNIT_RATIO,
                             "Calls answered by a person without an agent within 2 s / calls answered by a person",
                             {{KPI_CALLS_ABANDONED, 1}},
                             {{KPI_CALLS_LIVE, 1}}},
	[KPI_PRODUCTIVE_TIME] = {KPI_UNIT_MS,
                                 "Time talking, in wrap-up, available or in task",
                                 {{KPI_STATE_TALKING_MS, 1},
                                  {KPI_STATE_WRAP_UP_MS, 1},
                                  {KPI_STATE_AVAILABLE_MS, 1},
                                  {KPI_STATE_TASK_MS, 1}},
                                 {{0}}},
	[KPI_PRODUCTS_PER_HUNDRED] = {KPI_UNIT_PER_HUNDRED,
                                      "Products of submitted sales per hundred answered calls",
                                      {{KPI_PRODUCTS_SUBMITTED, 1}},
                                      {{KPI_CALLS_ANSWERED, 1}}},
	[KPI_IDENTITY_APPROVAL_RATE] = {KPI_UNIT_RATIO,
                                        "Identity attempts approved / approved or failed",
                                        {{KPI_IDENTITY_APPROVED, 1}},
                                        {{KPI_IDENTITY_APPROVED, 1}, {KPI_IDENTITY_FAILED, 1}}},
	[KPI_REVIEW_PASS_RATE] = {KPI_UNIT_RATIO,
                                  "Readings passed / passed or faulty",
                                  {{KPI_REVIEWS_PASSED, 1}},
                                  {{KPI_REVIEWS_PASSED, 1}, {KPI_REVIEWS_FAULTY, 1}}},
	[KPI_EXPIRIES] = {KPI_UNIT_COUNT, "Sales that expired before activation", {{KPI_SALES_EXPIRED, 1}}, {{0}}},
};

#undef AHT

const struct kpi_definition *kpi_definition_of(enum kpi_figure figure)
{
	return &definitions[figure];
}

static int64_t sum_of(const struct kpi_term terms[KPI_TERMS_MAX], const struct kpi_counters *counters)
{
	int64_t sum = 0;

	for (int i = 0; i < KPI_TERMS_MAX && terms[i].weight != 0; i++)
		sum += terms[i].weight * counters->value[terms[i].counter];
	return sum;
}

static int64_t scale_of(enum kpi_unit unit)
{
	switch (unit) {
	case KPI_UNIT_COUNT:
	case KPI_UNIT_MS:
		return 1;
	case KPI_UNIT_PER_HOUR:
		return 1000 * CIVIL_HOUR_MS;
	case KPI_UNIT_PER_HUNDRED:
		return 1000 * 100;
	case KPI_UNIT_RATIO:
		return 1000000;
	}
	return 1;
}

bool kpi_value(enum kpi_figure figure, const struct kpi_counters *counters, int64_t *value)
{
	const struct kpi_definition *definition = &definitions[figure];
	int64_t numerator = sum_of(definition->numerator, counters) * scale_of(definition->unit);
	int64_t denominator = sum_of(definition->denominator, counters);

	if (definition->denominator[0].weight == 0) {
		*value = numerator;
		return true;
	}
	if (denominator == 0)
		return false;
	*value = numerator / denominator;
	return true;
}

int64_t kpi_target_products(const struct kpi_policy *policy, const struct contact_hours *hours, int agents,
                            int64_t now_ms)
{
	int64_t start_ms = civil_day_start(now_ms);
	int64_t day_ms = contact_hours_between(hours, start_ms, start_ms + CIVIL_DAY_MS);

	if (day_ms == 0)
		return 0;
	return policy->products_per_day * agents * contact_hours_between(hours, start_ms, now_ms) / day_ms;
}
