#include "store/leads.h"

#include "base/civil.h"

#define LEADS "leads"

static const char *const dialable[] = {"line_back", "callback", "retry", "new"};

enum { DIALABLE_COUNT = sizeof dialable / sizeof *dialable };

static const bson_t *keep_list(const bson_t *row, const char *path, struct arena *arena)
{
	bson_t list;

	return wire_get_document(row, path, &list) ? wire_bson_keep(arena, &list) : NULL;
}

static bool is_today(const bson_t *row, const char *path, int64_t now_ms)
{
	return wire_get_ms(row, path, 0) == civil_day_start(now_ms);
}

static void read_lead(const bson_t *row, int64_t now_ms, struct arena *arena, struct lead *lead)
{
	const char *state = wire_get_text(row, "state");

	*lead = (struct lead){.id = wire_get_id(row, "_id"),
	                      .campaign_id = wire_get_id(row, "campaign_id"),
	                      .lead_list_id = wire_get_id(row, "lead_list_id"),
	                      .name = wire_keep_text(row, "name", arena),
	                      .city = wire_keep_text(row, "city", arena),
	                      .phone = wire_keep_text(row, "phone", arena),
	                      .next_ms = wire_get_ms(row, "next_at", 0),
	                      .attempts_total = wire_get_int(row, "attempts_total", 0),
	                      .closed_until_ms = wire_get_ms(row, "closed_until", 0),
	                      .agreed = wire_has(row, "callback"),
	                      .same_contact = is_today(row, "fell_day", now_ms),
	                      .callback_agent_id = wire_get_id(row, "callback.agent_id"),
	                      .rejections = wire_get_int(row, "rejections", 0),
	                      .note = wire_keep_text(row, "note", arena),
	                      .ladder = keep_list(row, "ladder", arena),
	                      .rebuttals = keep_list(row, "rebuttals", arena),
	                      .sale_id = wire_get_id(row, "sale_id"),
	                      .callbacks_since_rejection = wire_get_int(row, "callbacks_since_rejection", 0),
	                      .hung_up_after_offer = wire_get_int(row, "hung_up_after_offer", 0),
	                      .phones = keep_list(row, "phones", arena)};
	if (is_today(row, "attempts_day", now_ms))
		lead->attempts_today = wire_get_int(row, "attempts_today", 0);
	if (state)
		(void)lead_state_parse(state, &lead->state);
}

/* ---- picking ---- */

/* In this order; within a tier the dearer priority, then the longest due. What was taken and never called goes back
 * to the tier's own state. */
static const struct tier {
	const char *states[2];
	size_t states_count;
	enum lead_state own;
} tiers[] = {
	{{"line_back"}, 1, LEAD_LINE_BACK},
	{{"callback"}, 1, LEAD_CALLBACK},
	{{"retry", "new"}, 2, LEAD_RETRY},
};

enum { TIER_COUNT = sizeof tiers / sizeof *tiers };

/* A callback is its own agent's until its time is over. */
static void put_free(bson_t *filter, int64_t until_ms)
{
	BSON(either);
	BSON(nobodys);
	BSON(waited);

	wire_put_null(&nobodys, "callback.agent_id");
	wire_put_op_ms(&waited, "next_at", "$lte", until_ms);
	wire_put_document(&either, "0", &nobodys);
	wire_put_document(&either, "1", &waited);
	wire_put_array(filter, "$or", &either);
}

static void put_due(bson_t *filter, const struct lead_pick *pick, const struct tier *tier)
{
	wire_put_id(filter, "campaign_id", &pick->campaign_id);
	wire_put_in_texts(filter, "state", tier->states, tier->states_count);
	wire_put_op_ms(filter, "next_at", "$lte", pick->now_ms);
	if (pick->owner)
		wire_put_id(filter, "callback.agent_id", pick->owner);
	else
		put_free(filter, pick->now_ms - pick->owner_ms);
}

static void put_take(bson_t *update, int64_t epoch, enum lead_state from)
{
	BSON(set);
	BSON(inc);
	BSON(lease);

	wire_put_int(&lease, "epoch", epoch);
	wire_put_text(&lease, "from", lead_state_name(from));
	wire_put_text(&set, "state", lead_state_name(LEAD_CALLING));
	wire_put_document(&set, "lease", &lease);
	wire_put_document(update, "$set", &set);
	wire_put_int(&inc, "version", 1);
	wire_put_document(update, "$inc", &inc);
}

static enum rc pick_in(struct conn *conn, const struct lead_pick *pick, const struct tier *tier, struct arena *arena,
                       struct lead *lead, bool *found, struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(sort);
	const struct conn_modify modify = {
		.collection = LEADS, .filter = &filter, .update = &update, .sort = &sort, .before = true};
	const bson_t *row;

	put_due(&filter, pick, tier);
	put_take(&update, pick->epoch, tier->own);
	wire_put_int(&sort, "priority", -1);
	wire_put_int(&sort, "next_at", 1);
	wire_put_int(&sort, "_id", 1);
	TRY(conn_modify(conn, &modify, arena, &row, fault));
	*found = row != NULL;
	if (row)
		read_lead(row, pick->now_ms, arena, lead);
	return RC_OK;
}

enum rc lead_pick(struct conn *conn, const struct lead_pick *pick, struct arena *arena, struct lead *lead,
                  bool *found, struct fault *fault)
{
	*found = false;
	for (size_t i = 0; i < TIER_COUNT && !*found; i++)
		TRY(pick_in(conn, pick, &tiers[i], arena, lead, found, fault));
	return RC_OK;
}

enum rc leads_reclaim(struct conn *conn, int64_t epoch, bool own, struct fault *fault)
{
	for (size_t i = 0; i < TIER_COUNT; i++) {
		BSON(filter);
		BSON(update);
		BSON(set);
		BSON(unset);

		wire_put_op_int(&filter, "lease.epoch", own ? "$lte" : "$lt", epoch);
		wire_put_text(&filter, "lease.from", lead_state_name(tiers[i].own));
		wire_put_text(&set, "state", lead_state_name(tiers[i].own));
		wire_put_int(&unset, "lease", 1);
		wire_put_document(&update, "$set", &set);
		wire_put_document(&update, "$unset", &unset);
		TRY(conn_update_many(conn, LEADS, &filter, &update, NULL, fault));
	}
	return RC_OK;
}

/* ---- looking ---- */

enum rc lead_find(struct conn *conn, const struct id *campaign_id, const char *phone, int64_t now_ms,
                  struct arena *arena, struct lead *lead, bool *found, struct fault *fault)
{
	BSON(filter);
	const bson_t *row;

	wire_put_id(&filter, "campaign_id", campaign_id);
	wire_put_text(&filter, "phone", phone);
	TRY(conn_find_one(conn, LEADS, &filter, NULL, arena, &row, fault));
	*found = row != NULL;
	if (row)
		read_lead(row, now_ms, arena, lead);
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

static enum rc is_free_phone(struct conn *conn, const struct lead *lead, const char *phone, struct arena *arena,
                             bool *is_free, struct fault *fault)
{
	BSON(filter);
	const bson_t *other;

	wire_put_id(&filter, "campaign_id", &lead->campaign_id);
	wire_put_text(&filter, "phone", phone);
	TRY(conn_find_one(conn, LEADS, &filter, NULL, arena, &other, fault));
	*is_free = other == NULL;
	return RC_OK;
}

enum rc lead_further_phone(struct conn *conn, const struct lead *lead, struct arena *arena, const char **phone,
                           struct fault *fault)
{
	bson_iter_t iter;

	*phone = NULL;
	if (!lead->phones || !bson_iter_init(&iter, lead->phones))
		return RC_OK;
	while (bson_iter_next(&iter)) {
		const char *further = BSON_ITER_HOLDS_UTF8(&iter) ? bson_iter_utf8(&iter, NULL) : NULL;
		bool is_free = false;

		if (further)
			TRY(is_free_phone(conn, lead, further, arena, &is_free, fault));
		if (is_free) {
			*phone = arena_strdup(arena, further);
			return RC_OK;
		}
	}
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
	wire_put_id(&filter, "campaign_id", campaign_id);
	wire_put_in_texts(&filter, "state", dialable, DIALABLE_COUNT);
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

static void put_between(bson_t *filter, const char *key, int64_t after_ms, int64_t until_ms)
{
	BSON(range);

	wire_put_ms(&range, "$gt", after_ms);
	wire_put_ms(&range, "$lte", until_ms);
	wire_put_document(filter, key, &range);
}

enum rc leads_owed(struct conn *conn, const struct id *campaign_id, int64_t from_ms, int64_t until_ms,
                   struct lead_owed *owed, size_t max, size_t *count, struct fault *fault)
{
	static const char *const states[] = {"line_back", "callback"};
	BSON(filter);
	BSON(opts);
	BSON(sort);
	BSON(somebodys);
	const bson_t *row;
	enum rc rc;

	*count = 0;
	wire_put_id(&filter, "campaign_id", campaign_id);
	wire_put_in_texts(&filter, "state", states, 2);
	put_between(&filter, "next_at", from_ms, until_ms);
	wire_put_null(&somebodys, "$ne");
	wire_put_document(&filter, "callback.agent_id", &somebodys);
	wire_put_int(&sort, "next_at", 1);
	wire_put_document(&opts, "sort", &sort);
	wire_put_int(&opts, "limit", (int64_t)max);
	CURSOR(cursor) = conn_find(conn, LEADS, &filter, &opts);
	while (conn_next(conn, cursor, &row, &rc, fault))
		owed[(*count)++] =
			(struct lead_owed){wire_get_id(row, "callback.agent_id"), wire_get_ms(row, "next_at", 0)};
	return rc;
}

/* ---- before the call ---- */

enum rc lead_put_back(struct conn *conn, const struct id *id, enum lead_state state, int64_t next_ms,
                      struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(set);
	BSON(inc);
	BSON(unset);

	wire_put_id(&filter, "_id", id);
	wire_put_text(&set, "state", lead_state_name(state));
	if (next_ms)
		wire_put_ms(&set, "next_at", next_ms);
	wire_put_document(&update, "$set", &set);
	wire_put_int(&inc, "version", 1);
	wire_put_document(&update, "$inc", &inc);
	wire_put_int(&unset, "lease", 1);
	wire_put_document(&update, "$unset", &unset);
	return conn_update(conn, LEADS, &filter, &update, false, NULL, fault);
}

enum rc lead_count_attempt(struct conn *conn, const struct lead *lead, int64_t epoch, int64_t now_ms,
                           struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(set);
	BSON(inc);
	BSON(unset);
	int64_t matched;

	wire_put_id(&filter, "_id", &lead->id);
	wire_put_int(&filter, "lease.epoch", epoch);
	wire_put_int(&set, "attempts_today", lead->attempts_today + 1);
	wire_put_ms(&set, "attempts_day", civil_day_start(now_ms));
	wire_put_document(&update, "$set", &set);
	wire_put_int(&inc, "attempts_total", 1);
	wire_put_int(&inc, "version", 1);
	wire_put_document(&update, "$inc", &inc);
	wire_put_int(&unset, "lease", 1);
	wire_put_document(&update, "$unset", &unset);
	TRY(conn_update(conn, LEADS, &filter, &update, false, &matched, fault));
	if (matched == 1)
		return RC_OK;
	return fault_set(fault, RC_STALE, "lease_lost", "leads: another dialer has this lead");
}

enum rc leads_line_back(struct conn *conn, const struct id *campaign_id, int64_t now_ms, struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(set);

	wire_put_id(&filter, "campaign_id", campaign_id);
	wire_put_text(&filter, "state", lead_state_name(LEAD_LINE_BACK));
	wire_put_ms(&set, "next_at", now_ms);
	wire_put_document(&update, "$set", &set);
	return conn_update_many(conn, LEADS, &filter, &update, NULL, fault);
}
