#include "store/redials.h"

#include "store/dispositions.h"
#include "store/rows.h"
#include "store/sales.h"

#define LEADS "leads"

/* ---- how far the talk came ---- */

/* The calls about a sale, latest first: redials count back to the call that the dialer placed, on this day. */
static bool goes_further_back(struct redial_talk *talk, const struct call *call, int64_t now_ms)
{
	bool today = civil_day_start(call->dialed_ms) == civil_day_start(now_ms);

	if (!talk->found)
		talk->latest = *call;
	talk->found = true;
	if (!talk->redial.fell_ms && call->connected_ms)
		talk->redial.fell_ms = call->ended_ms;
	talk->redial.made += today && call->kind == CALL_REDIAL;
	return call->kind != CALL_DIALED;
}

enum rc redial_talk(struct conn *conn, const struct id *sale_id, int64_t now_ms, struct arena *arena,
                    struct redial_talk *talk, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	BSON(sort);
	const bson_t *row;
	struct sale sale;
	bool more = true;
	enum rc rc = RC_OK;

	*talk = (struct redial_talk){0};
	TRY(sale_get(conn, sale_id, &scope_all, arena, &sale, fault));
	talk->redial.usable_until_ms = sale.usable_until_ms;
	wire_put_id(&filter, "sale_id", sale_id);
	wire_put_int(&sort, "dialed_at", -1);
	wire_put_document(&opts, "sort", &sort);
	CURSOR(cursor) = conn_find(conn, "calls", &filter, &opts);
	while (more && conn_next(conn, cursor, &row, &rc, fault)) {
		struct call call;

		call_read(row, arena, &call);
		more = goes_further_back(talk, &call, now_ms);
	}
	return rc;
}

/* ---- the lead that waits ---- */

static enum rc hold(struct conn *conn, const struct id *lead_id, int64_t until_ms, struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(set);
	BSON(inc);
	BSON(unset);

	wire_put_id(&filter, "_id", lead_id);
	wire_put_text(&set, "state", lead_state_name(LEAD_CALLING));
	if (until_ms)
		wire_put_ms(&set, "held_until", until_ms);
	wire_put_document(&update, "$set", &set);
	wire_put_int(&inc, "version", 1);
	wire_put_document(&update, "$inc", &inc);
	wire_put_int(&unset, until_ms ? "lease" : "held_until", 1);
	wire_put_document(&update, "$unset", &unset);
	return conn_update(conn, LEADS, &filter, &update, false, NULL, fault);
}

enum rc redial_hold(struct conn *conn, const struct call *fell, const struct campaign *campaign, struct fault *fault)
{
	int64_t until_ms;

	if (id_is_none(&fell->lead_id) || !redial_until(&campaign->hours, fell->ended_ms, &until_ms))
		return RC_OK;
	return hold(conn, &fell->lead_id, until_ms, fault);
}

static enum rc find_open_call(struct conn *conn, const struct id *lead_id, struct arena *arena, bool *is_open,
                              struct fault *fault)
{
	static const char *const open_states[] = {"dialing", "offered", "talking"};
	BSON(filter);
	const bson_t *call;

	wire_put_id(&filter, "lead_id", lead_id);
	wire_put_in_texts(&filter, "state", open_states, 3);
	TRY(conn_find_one(conn, "calls", &filter, NULL, arena, &call, fault));
	*is_open = call != NULL;
	return RC_OK;
}

enum rc redial_take_lead(struct conn *conn, const struct id *lead_id, struct fault *fault)
{
	ARENA(arena, 16384, 1 << 20);
	BSON(filter);
	BSON(taken);
	const bson_t *lead;
	bool is_open;

	if (id_is_none(lead_id))
		return RC_OK;
	TRY(find_open_call(conn, lead_id, arena, &is_open, fault));
	wire_put_id(&filter, "_id", lead_id);
	wire_put_null(&taken, "$ne");
	wire_put_document(&filter, "lease", &taken);
	TRY(conn_find_one(conn, LEADS, &filter, NULL, arena, &lead, fault));
	if (is_open || lead)
		return fault_set(fault, RC_CONFLICT, "call_open", "the customer is being called already");
	return hold(conn, lead_id, 0, fault);
}

/* ---- the callback ---- */

static enum rc book(struct conn *conn, const struct call *call, const struct campaign *campaign,
                    const struct redial *redial, int64_t now_ms, struct fault *fault)
{
	struct lead_outcome outcome = {.lead_id = call->lead_id,
	                               .disposition = DISPOSITION_DROPPED,
	                               .next = {.state = LEAD_CALLBACK},
	                               .talked = true,
	                               .interrupted = true,
	                               .agent_id = call->agent_id,
	                               .sale_id = call->sale_id,
	                               .now_ms = now_ms};
	bson_t ladder, rebuttals;

	if (!redial_callback_at(&campaign->policy.disposition, &campaign->hours, redial, now_ms, &outcome.next.at_ms))
		outcome.next.state = LEAD_CLOSED;
	if (wire_get_document(call->document, "offers", &ladder))
		outcome.ladder = &ladder;
	if (wire_get_document(call->document, "rebuttals", &rebuttals))
		outcome.rebuttals = &rebuttals;
	return lead_apply(conn, &outcome, fault);
}

enum rc redial_missed(struct conn *conn, const struct call *call, const struct campaign *campaign, int64_t now_ms,
                      struct fault *fault)
{
	ARENA(arena, 65536, 4 << 20);
	struct redial_talk talk;
	int64_t until_ms;

	if (id_is_none(&call->lead_id))
		return RC_OK;
	TRY(redial_talk(conn, &call->sale_id, now_ms, arena, &talk, fault));
	if (redial_left(&campaign->policy.agent, &campaign->hours, &talk.redial, now_ms) > 0 &&
	    redial_until(&campaign->hours, now_ms, &until_ms))
		return hold(conn, &call->lead_id, until_ms, fault);
	return book(conn, call, campaign, &talk.redial, now_ms, fault);
}

/* ---- the hours are over ---- */

enum rc redials_over(struct conn *conn, int64_t now_ms, struct id *lead_ids, size_t max, size_t *count,
                     int64_t *next_ms, struct fault *fault)
{
	const struct rows_due due = {.collection = LEADS, .field = "held_until", .until_ms = now_ms};

	return rows_due(conn, &due, lead_ids, max, count, next_ms, fault);
}

/* The latest call of the lead that somebody talked in. */
static enum rc find_fallen(struct conn *conn, const struct id *lead_id, struct arena *arena, struct call *call,
                           bool *found, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	BSON(sort);
	const bson_t *row;
	enum rc rc;

	wire_put_id(&filter, "lead_id", lead_id);
	wire_put_op_ms(&filter, "connected_at", "$gt", 0);
	wire_put_int(&sort, "dialed_at", -1);
	wire_put_document(&opts, "sort", &sort);
	wire_put_int(&opts, "limit", 1);
	CURSOR(cursor) = conn_find(conn, "calls", &filter, &opts);
	*found = conn_next(conn, cursor, &row, &rc, fault);
	if (*found)
		call_read(row, arena, call);
	return *found ? RC_OK : rc;
}

enum rc redial_give_up(struct conn *conn, const struct id *lead_id, int64_t now_ms, struct fault *fault)
{
	ARENA(arena, 65536, 4 << 20);
	struct redial_talk talk;
	struct campaign campaign;
	struct call call;
	bool is_open, found;

	TRY(hold(conn, lead_id, 0, fault));
	TRY(find_open_call(conn, lead_id, arena, &is_open, fault));
	if (is_open)
		return RC_OK;
	TRY(find_fallen(conn, lead_id, arena, &call, &found, fault));
	if (!found || id_is_none(&call.sale_id))
		return RC_OK;
	TRY(campaign_get(conn, &call.campaign_id, arena, &campaign, fault));
	TRY(redial_talk(conn, &call.sale_id, now_ms, arena, &talk, fault));
	if (!call.has_disposition)
		TRY(call_dispose_by_line(conn, &call.id, DISPOSITION_DROPPED, now_ms, fault));
	return book(conn, &call, &campaign, &talk.redial, now_ms, fault);
}
