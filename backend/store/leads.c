#include "store/leads.h"

#include "base/civil.h"

#define LEADS "leads"

static const char *const dialable[] = {"new", "retry", "callback", "line_back"};

enum { DIALABLE_COUNT = sizeof dialable / sizeof *dialable };

static const char *keep_text(const bson_t *row, const char *path, struct arena *arena)
{
	const char *text = wire_get_text(row, path);

	return text ? arena_strdup(arena, text) : NULL;
}

static void read_lead(const bson_t *row, int64_t now_ms, struct arena *arena, struct lead *lead)
{
	const char *state = wire_get_text(row, "state");
	bson_t ladder;
	bool is_today = wire_get_ms(row, "attempts_day", 0) == civil_day_start(now_ms);

	*lead = (struct lead){.id = wire_get_id(row, "_id"),
	                      .campaign_id = wire_get_id(row, "campaign_id"),
	                      .lead_list_id = wire_get_id(row, "lead_list_id"),
	                      .name = keep_text(row, "name", arena),
	                      .city = keep_text(row, "city", arena),
	                      .phone = keep_text(row, "phone", arena),
	                      .attempts_today = is_today ? wire_get_int(row, "attempts_today", 0) : 0,
	                      .attempts_total = wire_get_int(row, "attempts_total", 0),
	                      .closed_until_ms = wire_get_ms(row, "closed_until", 0),
	                      .callback_agent_id = wire_get_id(row, "callback.agent_id"),
	                      .rejections = wire_get_int(row, "rejections", 0),
	                      .callbacks_since_rejection = wire_get_int(row, "callbacks_since_rejection", 0),
	                      .hung_up_after_offer = wire_get_int(row, "hung_up_after_offer", 0)};
	if (state)
		(void)lead_state_parse(state, &lead->state);
	lead->note = keep_text(row, "note", arena);
	if (wire_get_document(row, "ladder", &ladder))
		lead->ladder = wire_bson_keep(arena, &ladder);
}

static void put_due(bson_t *filter, const struct id *campaign_id)
{
	wire_put_id(filter, "campaign_id", campaign_id);
	wire_put_in_texts(filter, "state", dialable, DIALABLE_COUNT);
}

static void put_lease(bson_t *update, int64_t lease_ms)
{
	BSON(set);
	BSON(inc);
	BSON(lease);

	wire_put_text(&set, "state", lead_state_name(LEAD_CALLING));
	wire_put_ms(&lease, "until", lease_ms);
	wire_put_document(&set, "lease", &lease);
	wire_put_document(update, "$set", &set);
	wire_put_int(&inc, "version", 1);
	wire_put_document(update, "$inc", &inc);
}

enum rc lead_pick(struct conn *conn, const struct lead_pick *pick, struct arena *arena, struct lead *lead,
                  bool *found, struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(sort);
	const struct conn_modify modify = {
		.collection = LEADS, .filter = &filter, .update = &update, .sort = &sort, .before = true};
	const bson_t *row;

	put_due(&filter, &pick->campaign_id);
	wire_put_op_ms(&filter, "next_at", "$lte", pick->now_ms);
	wire_put_int(&sort, "priority", -1);
	wire_put_int(&sort, "next_at", 1);
	wire_put_int(&sort, "_id", 1);
	put_lease(&update, pick->lease_ms);
	TRY(conn_modify(conn, &modify, arena, &row, fault));
	*found = row != NULL;
	if (row)
		read_lead(row, pick->now_ms, arena, lead);
	return RC_OK;
}

enum rc lead_get(struct conn *conn, const struct id *id, int64_t now_ms, struct arena *arena, struct lead *lead,
                 struct fault *fault)
{
	BSON(filter);
	const bson_t *row;

	wire_put_id(&filter, "_id", id);
	TRY(conn_find_one(conn, LEADS, &filter, NULL, arena, &row, fault));
	if (!row)
		return fault_set(fault, RC_NOT_FOUND, "not_found", "leads: no such lead");
	read_lead(row, now_ms, arena, lead);
	return RC_OK;
}

enum rc lead_next_due(struct conn *conn, const struct id *campaign_id, int64_t *due_ms, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	BSON(sort);
	const bson_t *row;
	enum rc rc;

	*due_ms = INT64_MAX;
	put_due(&filter, campaign_id);
	wire_put_int(&sort, "next_at", 1);
	wire_put_document(&opts, "sort", &sort);
	wire_put_int(&opts, "limit", 1);
	CURSOR(cursor) = conn_find(conn, LEADS, &filter, &opts);
	if (conn_next(conn, cursor, &row, &rc, fault)) {
		*due_ms = wire_get_ms(row, "next_at", 0);
		return RC_OK;
	}
	return rc;
}

static enum rc update_lead(struct conn *conn, const struct id *id, bson_t *set, bson_t *inc, bson_t *unset,
                           struct fault *fault)
{
	BSON(filter);
	BSON(update);

	wire_put_id(&filter, "_id", id);
	wire_put_document(&update, "$set", set);
	wire_put_int(inc, "version", 1);
	wire_put_document(&update, "$inc", inc);
	wire_put_int(unset, "lease", 1);
	wire_put_document(&update, "$unset", unset);
	return conn_update(conn, LEADS, &filter, &update, false, NULL, fault);
}

enum rc lead_put_back(struct conn *conn, const struct id *id, enum lead_state state, int64_t next_ms,
                      struct fault *fault)
{
	BSON(set);
	BSON(inc);
	BSON(unset);

	wire_put_text(&set, "state", lead_state_name(state));
	if (next_ms)
		wire_put_ms(&set, "next_at", next_ms);
	return update_lead(conn, id, &set, &inc, &unset, fault);
}

enum rc lead_count_attempt(struct conn *conn, const struct lead *lead, int64_t now_ms, struct fault *fault)
{
	BSON(set);
	BSON(inc);
	BSON(unset);

	wire_put_int(&set, "attempts_today", lead->attempts_today + 1);
	wire_put_ms(&set, "attempts_day", civil_day_start(now_ms));
	wire_put_int(&inc, "attempts_total", 1);
	return update_lead(conn, &lead->id, &set, &inc, &unset, fault);
}

static void put_next(const struct lead_next *next, bson_t *set, bson_t *unset)
{
	wire_put_text(set, "state", lead_state_name(next->state));
	if (next->state != LEAD_CLOSED)
		wire_put_ms(set, "next_at", next->at_ms);
	else if (next->at_ms)
		wire_put_ms(set, "closed_until", next->at_ms);
	else
		wire_put_int(unset, "closed_until", 1);
}

static void put_callback(const struct lead_outcome *outcome, bson_t *set, bson_t *inc, bson_t *unset)
{
	BSON(callback);

	if (outcome->next.state != LEAD_CALLBACK) {
		wire_put_int(unset, "callback", 1);
		return;
	}
	wire_put_ms(&callback, "at", outcome->next.at_ms);
	if (!id_is_none(&outcome->callback_agent_id))
		wire_put_id(&callback, "agent_id", &outcome->callback_agent_id);
	wire_put_document(set, "callback", &callback);
	if (outcome->ladder)
		wire_put_array(set, "ladder", outcome->ladder);
	wire_put_int(inc, "callbacks_since_rejection", 1);
}

enum rc lead_apply(struct conn *conn, const struct lead_outcome *outcome, struct fault *fault)
{
	BSON(set);
	BSON(inc);
	BSON(unset);

	put_next(&outcome->next, &set, &unset);
	put_callback(outcome, &set, &inc, &unset);
	wire_put_text(&set, "last_disposition", disposition_name(outcome->disposition));
	if (outcome->note)
		wire_put_text(&set, "note", outcome->note);
	if (outcome->rejected)
		wire_put_int(&inc, "rejections", 1);
	if (outcome->disposition == DISPOSITION_HUNG_UP_AFTER_OFFER)
		wire_put_int(&inc, "hung_up_after_offer", 1);
	return update_lead(conn, &outcome->lead_id, &set, &inc, &unset, fault);
}

enum rc leads_reclaim(struct conn *conn, int64_t real_ms, struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(set);
	BSON(unset);

	wire_put_text(&filter, "state", lead_state_name(LEAD_CALLING));
	wire_put_op_ms(&filter, "lease.until", "$lt", real_ms);
	wire_put_text(&set, "state", lead_state_name(LEAD_RETRY));
	wire_put_int(&unset, "lease", 1);
	wire_put_document(&update, "$set", &set);
	wire_put_document(&update, "$unset", &unset);
	return conn_update_many(conn, LEADS, &filter, &update, NULL, fault);
}
