#include "store/counted.h"

#include "domain/agent_state.h"
#include "domain/disposition.h"
#include "domain/identity.h"
#include "domain/reading.h"
#include "domain/review.h"
#include "domain/sale_state.h"

#include <string.h>

/* A list of entries being written. */
struct sheet {
	struct counted *entries;
	size_t count;
	struct counted owner; /* ids that each entry begins with */
};

static struct sheet sheet_for(const bson_t *owner, struct counted *entries)
{
	return (struct sheet){
		.entries = entries,
		.owner = {.campaign_id = wire_get_id(owner, "campaign_id"),
	                  .team_id = wire_get_id(owner, "team_id"),
	                  .agent_id = wire_get_id(owner, "agent_id")},
	};
}

static void enter(struct sheet *sheet, int64_t at_ms, struct kpi_fact fact)
{
	struct counted *entry = &sheet->entries[sheet->count];

	if (at_ms == 0 || sheet->count == COUNTED_MAX)
		return;
	*entry = sheet->owner;
	entry->from_ms = entry->at_ms = at_ms;
	entry->fact = fact;
	sheet->count++;
}

static bool is_word(const char *word, const char *wanted)
{
	return word && strcmp(word, wanted) == 0;
}

static int64_t at_least_zero(int64_t number)
{
	return number > 0 ? number : 0;
}

static bool is_dialed(const char *kind)
{
	return is_word(kind, "dialed");
}

/* ---- the parts that events and facts share ---- */

static void enter_ended_call(struct sheet *sheet, int64_t at_ms, const char *end_reason)
{
	bool failed = is_word(end_reason, line_report_name(LINE_REPORT_FAILURE));

	enter(sheet, at_ms, (struct kpi_fact){.event = failed ? KPI_EVENT_CALL_LINE_FAILED : KPI_EVENT_CALL_DIALED});
}

static void enter_interval(struct sheet *sheet, const char *state, int64_t from_ms, int64_t to_ms)
{
	struct kpi_fact fact = {.event = KPI_EVENT_AGENT_STATE_ENDED};

	if (!state || !agent_state_parse(state, &fact.agent_state) || from_ms == 0 || to_ms <= from_ms)
		return;
	fact.duration_ms = to_ms - from_ms;
	enter(sheet, to_ms, fact);
	if (sheet->count)
		sheet->entries[sheet->count - 1].from_ms = from_ms;
}

static void enter_identity(struct sheet *sheet, int64_t at_ms, const char *outcome)
{
	static const struct {
		const char *outcome;
		enum kpi_event event;
	} rows[] = {
		{"approved", KPI_EVENT_IDENTITY_APPROVED},
		{"failed", KPI_EVENT_IDENTITY_FAILED},
		{"void", KPI_EVENT_IDENTITY_VOID},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (is_word(outcome, rows[i].outcome))
			enter(sheet, at_ms, (struct kpi_fact){.event = rows[i].event});
}

static void enter_reading(struct sheet *sheet, int64_t at_ms, const char *word)
{
	static const enum kpi_event events[READING_STATE_COUNT] = {
		[READING_ACCEPTED] = KPI_EVENT_READING_ACCEPTED,
		[READING_VOID] = KPI_EVENT_READING_VOID,
		[READING_INTERRUPTED] = KPI_EVENT_READING_INTERRUPTED,
		[READING_UNACCEPTED] = KPI_EVENT_READING_UNACCEPTED,
	};
	enum reading_state state;

	if (word && reading_state_parse(word, &state) && state != READING_OPEN)
		enter(sheet, at_ms, (struct kpi_fact){.event = events[state]});
}

static void enter_review(struct sheet *sheet, int64_t at_ms, const char *word)
{
	if (is_word(word, review_state_name(REVIEW_PASSED)))
		enter(sheet, at_ms, (struct kpi_fact){.event = KPI_EVENT_REVIEW_PASSED});
	if (is_word(word, review_state_name(REVIEW_FAULTY)))
		enter(sheet, at_ms, (struct kpi_fact){.event = KPI_EVENT_REVIEW_FAULTY});
}

/* A step of the funnel; each sale takes each step once, so a second dispatch after a return is none. */
static void enter_step(struct sheet *sheet, int64_t at_ms, const char *from_word, const char *to_word)
{
	static const struct {
		enum sale_state from, to;
		enum kpi_event event;
	} rows[] = {
		{SALE_CONFIRMING, SALE_DOCUMENTS_PENDING, KPI_EVENT_SALE_CONFIRMED},
		{SALE_CONFIRMING, SALE_ACTIVATING, KPI_EVENT_SALE_CONFIRMED},
		{SALE_ACTIVATING, SALE_ACTIVATED, KPI_EVENT_SALE_ACTIVATED},
		{SALE_ACTIVATED, SALE_DISPATCHED, KPI_EVENT_SALE_DISPATCHED},
		{SALE_ACTIVATED, SALE_DELIVERED, KPI_EVENT_SALE_DELIVERED},
		{SALE_DISPATCHED, SALE_DELIVERED, KPI_EVENT_SALE_DELIVERED},
		{SALE_DISPATCHED, SALE_RETURNED, KPI_EVENT_SALE_RETURNED},
	};
	enum sale_state from, to;

	if (!from_word || !to_word || !sale_state_parse(from_word, &from) || !sale_state_parse(to_word, &to))
		return;
	if (to == SALE_DATA_REQUESTED && from != to)
		enter(sheet, at_ms, (struct kpi_fact){.event = KPI_EVENT_SALE_DATA_REQUESTED});
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].from == from && rows[i].to == to)
			enter(sheet, at_ms, (struct kpi_fact){.event = rows[i].event});
}

static void enter_fall(struct sheet *sheet, int64_t at_ms, const char *from_word, const char *to_word,
                       int64_t products)
{
	static const struct {
		enum sale_state to;
		enum kpi_event event;
	} rows[] = {
		{SALE_CANCELLED, KPI_EVENT_SALE_CANCELLED}, {SALE_REJECTED, KPI_EVENT_SALE_REJECTED},
		{SALE_EXPIRED, KPI_EVENT_SALE_EXPIRED},     {SALE_UNDELIVERED, KPI_EVENT_SALE_UNDELIVERED},
		{SALE_WITHDRAWN, KPI_EVENT_SALE_WITHDRAWN},
	};
	enum sale_state from, to;

	if (!from_word || !to_word || !sale_state_parse(from_word, &from) || !sale_state_parse(to_word, &to))
		return;
	for (size_t i = 0; i < sizeof rows / sizeof *rows && from != SALE_DRAFT; i++)
		if (rows[i].to == to && from != to)
			enter(sheet, at_ms, (struct kpi_fact){.event = rows[i].event, .products = products});
}

static void enter_claim(struct sheet *sheet, int64_t at_ms, const bson_t *document, const char *ms_path,
                        const char *step_path)
{
	struct kpi_fact fact = {.event = KPI_EVENT_CLAIM_ENDED, .duration_ms = wire_get_int(document, ms_path, -1)};
	const char *step = wire_get_text(document, step_path);

	if (fact.duration_ms >= 0 && step && kpi_step_parse(step, &fact.step))
		enter(sheet, at_ms, fact);
}

/* ---- events ---- */

/* A number that the event says in its data, or among its amounts. */
static int64_t number_of(const bson_t *event, const char *in_data, const char *in_amounts)
{
	return wire_get_int(event, in_data, wire_get_int(event, in_amounts, 0));
}

static void of_call_answered(struct sheet *sheet, const bson_t *event, int64_t at_ms)
{
	if (is_dialed(wire_get_text(event, "data.kind")))
		enter(sheet, at_ms, (struct kpi_fact){.event = KPI_EVENT_CALL_ANSWERED});
}

static void of_call_abandoned(struct sheet *sheet, const bson_t *event, int64_t at_ms)
{
	if (is_dialed(wire_get_text(event, "data.kind")))
		enter(sheet, at_ms, (struct kpi_fact){.event = KPI_EVENT_CALL_ABANDONED});
}

static void of_call_ended(struct sheet *sheet, const bson_t *event, int64_t at_ms)
{
	if (is_dialed(wire_get_text(event, "data.kind")))
		enter_ended_call(sheet, at_ms, wire_get_text(event, "data.end_reason"));
}

static void of_call_disposition(struct sheet *sheet, const bson_t *event, int64_t at_ms)
{
	const char *code = wire_get_text(event, "data.code"), *old = wire_get_text(event, "data.old_code");
	struct kpi_fact fact = {
		.event = old ? KPI_EVENT_CALL_CORRECTED : KPI_EVENT_CALL_DISPOSED,
		.answered = wire_get_bool(event, "data.answered", false),
		.talk_ms = number_of(event, "data.talk_ms", "amounts.talk_ms"),
		.wrap_up_ms = number_of(event, "data.wrap_up_ms", "amounts.wrap_up_ms"),
	};

	if (!is_dialed(wire_get_text(event, "data.kind")) || !code || !disposition_parse(code, &fact.disposition) ||
	    (old && !disposition_parse(old, &fact.old_disposition)))
		return;
	enter(sheet, at_ms, fact);
}

static void of_agent_state(struct sheet *sheet, const bson_t *event, int64_t at_ms)
{
	enter_interval(sheet, wire_get_text(event, "data.from_state"), wire_get_ms(event, "data.from_since", 0),
	               wire_get_ms(event, "data.since", at_ms));
}

static void of_identity_ended(struct sheet *sheet, const bson_t *event, int64_t at_ms)
{
	enter_identity(sheet, at_ms, wire_get_text(event, "data.outcome"));
}

static void of_reading_ended(struct sheet *sheet, const bson_t *event, int64_t at_ms)
{
	if (!is_word(wire_get_text(event, "data.from"), reading_state_name(READING_VOID)))
		enter_reading(sheet, at_ms, wire_get_text(event, "data.state"));
}

static void of_review_changed(struct sheet *sheet, const bson_t *event, int64_t at_ms)
{
	enter_review(sheet, at_ms, wire_get_text(event, "data.state"));
}

static void of_sale_submitted(struct sheet *sheet, const bson_t *event, int64_t at_ms)
{
	enter(sheet, at_ms,
	      (struct kpi_fact){.event = KPI_EVENT_SALE_SUBMITTED,
	                        .products = number_of(event, "data.products", "amounts.products")});
}

static void of_sale_changed(struct sheet *sheet, const bson_t *event, int64_t at_ms)
{
	enter_step(sheet, at_ms, wire_get_text(event, "data.from"), wire_get_text(event, "data.state"));
	enter_claim(sheet, at_ms, event, "data.claimed_ms", "data.step");
}

static void of_sale_fallen(struct sheet *sheet, const bson_t *event, int64_t at_ms)
{
	enter_fall(sheet, at_ms, wire_get_text(event, "data.from"), wire_get_text(event, "data.state"),
	           number_of(event, "data.products", "amounts.products"));
}

static void of_lead_list_progress(struct sheet *sheet, const bson_t *event, int64_t at_ms)
{
	if (is_word(wire_get_text(event, "data.state"), "ready"))
		enter(sheet, at_ms,
		      (struct kpi_fact){.event = KPI_EVENT_LEADS_IMPORTED,
		                        .count = number_of(event, "data.accepted", "amounts.accepted")});
}

size_t counted_of_event(const bson_t *event, struct counted entries[COUNTED_MAX])
{
	static const struct {
		const char *type;
		void (*count)(struct sheet *sheet, const bson_t *event, int64_t at_ms);
	} rows[] = {
		{"agent.state", of_agent_state},
		{"call.abandoned", of_call_abandoned},
		{"call.answered", of_call_answered},
		{"call.disposition", of_call_disposition},
		{"call.ended", of_call_ended},
		{"identity.ended", of_identity_ended},
		{"lead_list.progress", of_lead_list_progress},
		{"reading.ended", of_reading_ended},
		{"review.changed", of_review_changed},
		{"sale.changed", of_sale_changed},
		{"sale.fallen", of_sale_fallen},
		{"sale.submitted", of_sale_submitted},
	};
	struct sheet sheet = sheet_for(event, entries);
	const char *type = wire_get_text(event, "type");

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (is_word(type, rows[i].type))
			rows[i].count(&sheet, event, wire_get_ms(event, "at", 0));
	return sheet.count;
}

/* ---- facts ---- */

static void enter_disposition(struct sheet *sheet, const bson_t *call)
{
	int64_t connected_ms = wire_get_ms(call, "connected_at", 0), ended_ms = wire_get_ms(call, "ended_at", 0);
	const char *code = wire_get_text(call, "disposition.code");
	struct kpi_fact fact = {.event = KPI_EVENT_CALL_DISPOSED, .answered = connected_ms != 0};

	if (!code || !disposition_parse(code, &fact.disposition))
		return;
	if (fact.answered) {
		fact.talk_ms = at_least_zero(ended_ms - connected_ms);
		fact.wrap_up_ms = at_least_zero(wire_get_ms(call, "disposition.at", 0) - ended_ms);
	}
	enter(sheet, wire_get_ms(call, "disposition.final_at", 0), fact);
}

size_t counted_of_call(const bson_t *call, struct counted entries[COUNTED_MAX])
{
	struct sheet sheet = sheet_for(call, entries);
	int64_t ended_ms = wire_get_ms(call, "ended_at", 0);
	const char *end_reason = wire_get_text(call, "end_reason");

	if (!is_dialed(wire_get_text(call, "kind")))
		return 0;
	enter(&sheet, wire_get_ms(call, "connected_at", 0), (struct kpi_fact){.event = KPI_EVENT_CALL_ANSWERED});
	if (ended_ms) {
		if (is_word(end_reason, "abandoned"))
			enter(&sheet, ended_ms, (struct kpi_fact){.event = KPI_EVENT_CALL_ABANDONED});
		enter_ended_call(&sheet, ended_ms, end_reason);
	}
	enter_disposition(&sheet, call);
	return sheet.count;
}

size_t counted_of_interval(const bson_t *change, struct counted entries[COUNTED_MAX])
{
	struct sheet sheet = sheet_for(change, entries);

	enter_interval(&sheet, wire_get_text(change, "state"), wire_get_ms(change, "from", 0),
	               wire_get_ms(change, "to", 0));
	return sheet.count;
}

size_t counted_of_attempt(const bson_t *attempt, const bson_t *call, struct counted entries[COUNTED_MAX])
{
	struct sheet sheet = sheet_for(call, entries);

	enter_identity(&sheet, wire_get_ms(attempt, "ended_at", 0), wire_get_text(attempt, "state"));
	return sheet.count;
}

size_t counted_of_reading(const bson_t *reading, struct counted entries[COUNTED_MAX])
{
	struct sheet sheet = sheet_for(reading, entries);
	int64_t voided_ms = wire_get_ms(reading, "voided_at", 0);

	if (voided_ms)
		enter_reading(&sheet, voided_ms, reading_state_name(READING_VOID));
	else
		enter_reading(&sheet, wire_get_ms(reading, "ended_at", 0), wire_get_text(reading, "state"));
	return sheet.count;
}

size_t counted_of_review(const bson_t *review, const bson_t *reading, struct counted entries[COUNTED_MAX])
{
	struct sheet sheet = sheet_for(reading, entries);

	enter_review(&sheet, wire_get_ms(review, "decided_at", 0), wire_get_text(review, "state"));
	return sheet.count;
}

static int64_t products_of(const bson_t *sale)
{
	bson_t products;

	return wire_get_document(sale, "products", &products) ? (int64_t)bson_count_keys(&products) : 0;
}

size_t counted_of_submission(const bson_t *sale, struct counted entries[COUNTED_MAX])
{
	struct sheet sheet = sheet_for(sale, entries);

	enter(&sheet, wire_get_ms(sale, "submitted_at", 0),
	      (struct kpi_fact){.event = KPI_EVENT_SALE_SUBMITTED, .products = products_of(sale)});
	return sheet.count;
}

size_t counted_of_history(const bson_t *sale, const bson_t *entry, struct counted entries[COUNTED_MAX])
{
	struct sheet sheet = sheet_for(sale, entries);
	int64_t at_ms = wire_get_ms(entry, "at", 0);
	const char *from = wire_get_text(entry, "from"), *to = wire_get_text(entry, "to");

	enter_step(&sheet, at_ms, from, to);
	enter_fall(&sheet, at_ms, from, to, products_of(sale));
	enter_claim(&sheet, at_ms, entry, "claimed_ms", "step");
	return sheet.count;
}

size_t counted_of_lead_list(const bson_t *list, struct counted entries[COUNTED_MAX])
{
	struct sheet sheet = sheet_for(list, entries);

	if (is_word(wire_get_text(list, "state"), "ready"))
		enter(&sheet, wire_get_ms(list, "finished_at", 0),
		      (struct kpi_fact){.event = KPI_EVENT_LEADS_IMPORTED,
		                        .count = wire_get_int(list, "accepted", 0)});
	return sheet.count;
}
