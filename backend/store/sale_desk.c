#include "store/sale_desk.h"

#include "store/outbox.h"
#include "store/reviews.h"
#include "store/sale_edits.h"

#include <string.h>

/* ---- data requests ---- */

static bool is_named_before(const struct sale_request *request, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (request->items[i].field == request->items[index].field)
			return true;
	return false;
}

static enum rc check_items(const struct sale_request *request, struct fault *fault)
{
	enum rc rc = RC_OK;
	size_t at;

	if (request->count == 0)
		return fault_field(fault, "fields", field_verdict_name(FIELD_REQUIRED));
	for (size_t i = 0; i < request->count; i++) {
		enum data_request_verdict verdict = data_request_check(&request->items[i], 1, &at);

		if (verdict == DATA_REQUEST_ALLOWED && is_named_before(request, i))
			verdict = DATA_REQUEST_TWICE;
		if (verdict != DATA_REQUEST_ALLOWED)
			rc = fault_field(fault, sale_field_name(request->items[i].field),
			                 data_request_verdict_name(verdict));
	}
	return rc;
}

enum rc sale_ask_agent(struct conn *conn, struct sale_case *work, const struct sale_request *request,
                       struct fault *fault)
{
	BSON(set);
	const char *fields[DATA_REQUEST_FIELDS_MAX];
	const struct task_ask ask = {
		.kind = TASK_DATA_REQUEST, .items = request->items, .items_count = request->count};
	struct sale_act act = {
		.action = SALE_REQUEST_DATA, .fields = fields, .fields_count = request->count, .set = &set};

	TRY(check_items(request, fault));
	for (size_t i = 0; i < request->count; i++)
		fields[i] = sale_field_name(request->items[i].field);
	act.reason = data_request_reason_name(request->items[0].reason);
	TRY(task_open(conn, work, &ask, &set, fault));
	return sale_case_apply(conn, work, &act, fault);
}

enum rc sale_request_data(struct conn *conn, const struct sale_target *target, const struct sale_request *request,
                          struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	struct sale_case work;

	TRY(sale_case_open(conn, target, arena, &work, fault));
	return sale_ask_agent(conn, &work, request, fault);
}

/* ---- the recording ---- */

static enum rc name_missing(const struct sale_case *work, struct fault *fault)
{
	const struct sale_form form = sale_form_of(&work->sale);
	enum field_verdict verdicts[SALE_FIELD_COUNT];

	(void)sale_form_check(&form, SALE_FORM_REVIEW, civil_date_at(work->actor->now_ms), verdicts);
	return sale_name_wrong_fields(verdicts, fault);
}

static enum rc read_reading(struct conn *conn, struct sale_case *work, const bson_t **reading, struct fault *fault)
{
	BSON(filter);
	BSON(fields);

	wire_put_id(&filter, "_id", &work->sale.reading_id);
	wire_put_int(&fields, "review_state", 1);
	wire_put_int(&fields, "review_fault", 1);
	TRY(conn_find_one(conn, "readings", &filter, &fields, work->arena, reading, fault));
	if (*reading)
		return RC_OK;
	return fault_set(fault, RC_CONFLICT, sale_verdict_name(SALE_READING_MISSING), "sales: it has no reading");
}

static enum rc tell_quality(struct conn *conn, const struct sale_case *work, const char *state, struct fault *fault)
{
	BSON(data);
	const struct sale *sale = &work->sale;
	const struct event event = {.type = "review.changed",
	                            .at_ms = work->actor->now_ms,
	                            .campaign_id = sale->campaign_id,
	                            .team_id = sale->team_id,
	                            .agent_id = sale->agent_id,
	                            .subject_kind = "reading",
	                            .subject_id = sale->reading_id,
	                            .channels = {"quality"},
	                            .data = &data};

	wire_put_id(&data, "reading_id", &sale->reading_id);
	wire_put_id(&data, "sale_id", &sale->id);
	wire_put_text(&data, "state", state);
	return event_append(conn, &event, fault);
}

/* Quality hears it first now. */
static enum rc put_first(struct conn *conn, const struct sale_case *work, const char *state, struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(set);
	BSON(inc);

	wire_put_id(&filter, "_id", &work->sale.reading_id);
	wire_put_ms(&set, "review_requested_at", work->actor->now_ms);
	wire_put_ms(&set, "sale_expires_at", work->sale.expires_ms);
	review_put_rank(&set, true, work->sale.expires_ms);
	if (!state)
		wire_put_text(&set, "review_state", review_state_name(REVIEW_WAITING));
	wire_put_document(&update, "$set", &set);
	wire_put_int(&inc, "version", 1);
	wire_put_document(&update, "$inc", &inc);
	TRY(conn_update(conn, "readings", &filter, &update, false, NULL, fault));
	return tell_quality(conn, work, state ? state : review_state_name(REVIEW_WAITING), fault);
}

enum rc sale_request_recording(struct conn *conn, const struct sale_target *target, struct fault *fault)
{
	static const struct sale_act release = {.action = SALE_RELEASE_RECORDING, .by_system = true};
	ARENA(arena, 65536, 1 << 20);
	struct sale_act request = {.action = SALE_REQUEST_RECORDING};
	struct sale_case work;
	const bson_t *reading;
	const char *state;
	bool is_faulty;

	TRY(sale_case_open(conn, target, arena, &work, fault));
	if (work.sale.state == SALE_IN_REVIEW && !work.facts.form_complete)
		return name_missing(&work, fault);
	TRY(read_reading(conn, &work, &reading, fault));
	state = wire_get_text(reading, "review_state");
	work.facts.recording_passed = state && strcmp(state, review_state_name(REVIEW_PASSED)) == 0;
	is_faulty = state && strcmp(state, review_state_name(REVIEW_FAULTY)) == 0;
	request.passes = work.facts.recording_passed;
	TRY(sale_case_apply(conn, &work, &request, fault));
	if (work.facts.recording_passed)
		return sale_case_apply(conn, &work, &release, fault);
	if (is_faulty)
		return review_send_back(conn, &work, reading, fault);
	return put_first(conn, &work, state, fault);
}

/* ---- the end ---- */

enum rc sale_end(struct conn *conn, const struct sale_target *target, bool by_customer, const char *reason,
                 struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	const struct sale_act act = {.action = by_customer ? SALE_CANCEL : SALE_REJECT, .reason = reason};
	struct sale_case work;

	TRY(sale_case_open(conn, target, arena, &work, fault));
	return sale_case_apply(conn, &work, &act, fault);
}
