#include "store/sale_claims.h"

#include "store/activations.h"
#include "store/notifications.h"
#include "store/sale_submission.h"

#include <stdio.h>
#include <string.h>

/* domain/claim's view of it. */
static struct claim claim_of(const struct sale_case *work)
{
	return (struct claim){.is_held = !id_is_none(&work->claim.by),
	                      .active_ms = work->claim.until_ms - work->campaign.policy.claim.idle_ms,
	                      .has_owner = !id_is_none(&work->sale.owner_id),
	                      .returned_ms = work->returned_ms};
}

static enum claim_verdict ask(const struct sale_case *work, int64_t *from_ms)
{
	const struct claim claim = claim_of(work);
	const struct id *user_id = &work->actor->user_id;

	return claim_ask(&work->campaign.policy.claim, &work->campaign.hours, &claim,
	                 id_equal(&work->claim.by, user_id), id_equal(&work->sale.owner_id, user_id),
	                 work->actor->now_ms, from_ms);
}

static enum rc refuse_preferred(const struct sale_case *work, int64_t from_ms, struct fault *fault)
{
	const char *name = wire_get_text(work->sale.document, "owner_name");
	enum rc rc = fault_set(fault, RC_CONFLICT, claim_verdict_name(CLAIM_PREFERRED),
	                       "sales: it is kept for its owner for a while");

	fault->until_ms = from_ms;
	(void)snprintf(fault->by_name, sizeof fault->by_name, "%s", name ? name : "");
	return rc;
}

static enum rc end_claim(struct conn *conn, struct sale_case *work, const char *word, struct fault *fault)
{
	const struct sale_note note = {.action = word, .claiming = SALE_CLAIM_DROP, .late = true};

	return sale_case_note(conn, work, &note, fault);
}

/* ---- on the line ---- */

enum { KEPT_AHEAD_MS = 60000 };

static enum rc is_on_line(struct conn *conn, const struct id *sale_id, const struct id *user_id, bool *on_line,
                          struct fault *fault)
{
	static const char *const open_states[] = {"dialing", "offered", "talking"};
	ARENA(arena, 4096, 1 << 20);
	BSON(filter);
	BSON(fields);
	const bson_t *call;

	wire_put_id(&filter, "sale_id", sale_id);
	wire_put_id(&filter, "agent_id", user_id);
	wire_put_in_texts(&filter, "state", open_states, 3);
	wire_put_int(&fields, "_id", 1);
	TRY(conn_find_one(conn, "calls", &filter, &fields, arena, &call, fault));
	*on_line = call != NULL;
	return RC_OK;
}

enum rc sale_claim_keep(struct conn *conn, const struct id *sale_id, int64_t now_ms, bool *kept, struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	BSON(filter);
	BSON(set);
	BSON(update);
	struct campaign campaign;
	struct sale sale;
	struct id holder_id;
	int64_t until_ms, matched;

	*kept = false;
	TRY(sale_get(conn, sale_id, &scope_all, arena, &sale, fault));
	holder_id = wire_get_id(sale.document, "claim.by");
	until_ms = wire_get_ms(sale.document, "claim.until", 0);
	if (id_is_none(&holder_id))
		return RC_OK;
	TRY(is_on_line(conn, sale_id, &holder_id, kept, fault));
	if (!*kept)
		return RC_OK;
	TRY(campaign_get(conn, &sale.campaign_id, arena, &campaign, fault));
	wire_put_id(&filter, "_id", sale_id);
	wire_put_id(&filter, "claim.by", &holder_id);
	wire_put_ms(&filter, "claim.until", until_ms);
	wire_put_ms(&set, "claim.until", now_ms + campaign.policy.claim.idle_ms);
	wire_put_document(&update, "$set", &set);
	TRY(conn_update(conn, "sales", &filter, &update, false, &matched, fault));
	*kept = matched == 1;
	return RC_OK;
}

enum rc claim_calls_due(struct conn *conn, int64_t now_ms, struct id *ids, size_t max, size_t *count,
                        int64_t *next_ms, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	BSON(sort);
	BSON(fields);
	const bson_t *row;
	enum rc rc;

	*count = 0;
	*next_ms = INT64_MAX;
	wire_put_op_ms(&filter, "claim.until", "$gt", now_ms);
	wire_put_int(&sort, "claim.until", 1);
	wire_put_document(&opts, "sort", &sort);
	wire_put_int(&fields, "claim", 1);
	wire_put_document(&opts, "projection", &fields);
	CURSOR(cursor) = conn_find(conn, "sales", &filter, &opts);
	while (*count < max && conn_next(conn, cursor, &row, &rc, fault)) {
		const struct id sale_id = wire_get_id(row, "_id"), holder_id = wire_get_id(row, "claim.by");
		int64_t until_ms = wire_get_ms(row, "claim.until", 0);
		bool on_line;

		if (until_ms > now_ms + KEPT_AHEAD_MS) {
			*next_ms = until_ms - KEPT_AHEAD_MS;
			return RC_OK;
		}
		TRY(is_on_line(conn, &sale_id, &holder_id, &on_line, fault));
		if (on_line)
			ids[(*count)++] = sale_id;
	}
	return *count == max ? RC_OK : rc;
}

/* ---- taking ---- */

/* What another left idle ends first, with its own time; who is on the line has left nothing. */
static enum rc end_left(struct conn *conn, struct sale_case *work, struct fault *fault)
{
	bool kept = false;

	if (id_is_none(&work->claim.by))
		return RC_OK;
	TRY(sale_claim_keep(conn, &work->sale.id, work->actor->now_ms, &kept, fault));
	if (kept)
		return sale_case_held(work, work->actor->now_ms + work->campaign.policy.claim.idle_ms, fault);
	return end_claim(conn, work, "claim_lapse", fault);
}

static enum rc take(struct conn *conn, struct sale_case *work, struct fault *fault)
{
	const struct sale_note note = {.action = "claim", .claiming = SALE_CLAIM_TAKE};

	TRY(end_left(conn, work, fault));
	if (work->sale.state == SALE_SUBMITTED)
		return sale_case_take(conn, work, SALE_START_REVIEW, fault);
	return sale_case_note(conn, work, &note, fault);
}

static enum rc renew(struct conn *conn, struct sale_case *work, struct fault *fault)
{
	const struct sale_note note = {.action = NULL};

	return sale_case_note(conn, work, &note, fault);
}

enum rc sale_claim_take(struct conn *conn, const struct sale_target *target, struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	struct sale_case work;
	int64_t from_ms = 0;

	TRY(sale_case_open(conn, target, arena, &work, fault));
	if (!sale_state_in_hand(work.sale.state) || !wire_has(work.sale.document, "ready"))
		return sale_refuse(SALE_WRONG_STATE, fault);
	TRY(sale_case_in_time(&work, fault));
	switch (ask(&work, &from_ms)) {
	case CLAIM_MINE:
		return renew(conn, &work, fault);
	case CLAIM_HELD:
		return sale_case_held(&work, from_ms, fault);
	case CLAIM_PREFERRED:
		return refuse_preferred(&work, from_ms, fault);
	case CLAIM_FREE:
		break;
	}
	return take(conn, &work, fault);
}

enum rc sale_claim_release(struct conn *conn, const struct sale_target *target, struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	struct sale_case work;

	TRY(sale_case_open(conn, target, arena, &work, fault));
	return end_claim(conn, &work, "claim_release", fault);
}

enum rc sale_claim_free(struct conn *conn, const struct sale_target *target, const char *reason, struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	const struct sale_note note = {
		.action = "claim_freed", .reason = reason, .claiming = SALE_CLAIM_DROP, .late = true};
	struct sale_case work;
	struct notification told = {.kind = "claim_freed", .at_ms = target->actor->now_ms};

	TRY(sale_case_open(conn, target, arena, &work, fault));
	if (id_is_none(&work.claim.by))
		return sale_refuse(SALE_NOT_CLAIMED, fault);
	told.user_id = work.claim.by;
	told.sale_id = work.sale.id;
	told.sale_number = work.sale.number;
	TRY(sale_case_note(conn, &work, &note, fault));
	return notification_append(conn, &told, fault);
}

/* ---- next ---- */

/* What has not run out, and what has and is being reversed. */
static void put_in_time(bson_t *filter, int64_t now_ms)
{
	BSON(either);
	BSON(in_time);
	BSON(reversing);

	wire_put_op_ms(&in_time, "expires_at", "$gt", now_ms);
	wire_put_op_ms(&reversing, "reversing_at", "$gt", 0);
	wire_put_document(&either, "0", &in_time);
	wire_put_document(&either, "1", &reversing);
	wire_put_array(filter, "$or", &either);
}

/* What can move now and nobody holds; before activation only what has not run out. */
static void put_movable(bson_t *filter, bool before_activation, int64_t now_ms)
{
	const char *states[SALE_STATE_COUNT];
	size_t count = 0;
	BSON(held);
	BSON(not_held);

	for (int i = 0; i < SALE_STATE_COUNT; i++) {
		enum sale_state state = (enum sale_state)i;

		if (sale_state_can_move(state) && sale_state_expires(state) == before_activation)
			states[count++] = sale_state_name(state);
	}
	wire_put_in_texts(filter, "state", states, count);
	wire_put_bool(filter, "ready", true);
	if (before_activation)
		put_in_time(filter, now_ms);
	wire_put_ms(&held, "$gt", now_ms);
	wire_put_document(&not_held, "$not", &held);
	wire_put_document(filter, "claim.until", &not_held);
}

/* The operator is down: its queue waits. */
static enum rc waits_for_operator(struct conn *conn, const bson_t *row, int64_t now_ms, bool *waits,
                                  struct fault *fault)
{
	const struct id campaign_id = wire_get_id(row, "campaign_id");
	const char *state = wire_get_text(row, "state");

	*waits = false;
	if (!state || strcmp(state, sale_state_name(SALE_ACTIVATING)) != 0)
		return RC_OK;
	return activation_waits(conn, &campaign_id, now_ms, waits, fault);
}

/* The first row that is free for the caller; sale->id none when there is none. */
static enum rc claim_first(struct conn *conn, const struct scope *scope, const struct sale_actor *actor,
                           const bson_t *filter, struct id *sale_id, struct fault *fault)
{
	BSON(opts);
	BSON(sort);
	BSON(fields);
	const bson_t *row;
	enum rc rc;

	wire_put_int(&sort, "expires_at", 1);
	wire_put_int(&sort, "_id", 1);
	wire_put_document(&opts, "sort", &sort);
	wire_put_int(&fields, "state", 1);
	wire_put_int(&fields, "campaign_id", 1);
	wire_put_document(&opts, "projection", &fields);
	CURSOR(cursor) = conn_find(conn, "sales", filter, &opts);
	while (conn_next(conn, cursor, &row, &rc, fault)) {
		const struct sale_target target = {
			.sale_id = wire_get_id(row, "_id"), .scope = scope, .actor = actor};
		bool waits;

		TRY(waits_for_operator(conn, row, actor->now_ms, &waits, fault));
		if (waits)
			continue;
		rc = sale_claim_take(conn, &target, fault);
		if (rc == RC_CONFLICT && !conn->redo && strcmp(fault->code, claim_verdict_name(CLAIM_PREFERRED)) == 0)
			continue;
		if (rc == RC_OK)
			*sale_id = target.sale_id;
		return rc;
	}
	return rc;
}

enum rc sale_claim_next(struct conn *conn, const struct scope *scope, const struct sale_actor *actor,
                        struct id *sale_id, struct fault *fault)
{
	struct id found = {0};

	for (int pass = 0; pass < 2 && id_is_none(&found); pass++) {
		BSON(filter);

		put_movable(&filter, pass == 0, actor->now_ms);
		TRY(claim_first(conn, scope, actor, &filter, &found, fault));
	}
	if (id_is_none(&found))
		return fault_set(fault, RC_NOT_FOUND, "none_ready", "sales: none can be worked now");
	*sale_id = found;
	return RC_OK;
}
