#include "store/sale_due.h"

#include "store/documents.h"
#include "store/sale_claims.h"

/* One reason to be due: a date of the row, and what else must hold. */
struct reason {
	const char *collection;
	const char *field;
	void (*put)(bson_t *filter);
};

static void put_open(bson_t *filter)
{
	const char *states[SALE_STATE_COUNT];
	size_t count = 0;

	for (int state = 0; state < SALE_STATE_COUNT; state++)
		if (sale_state_expires((enum sale_state)state))
			states[count++] = sale_state_name((enum sale_state)state);
	wire_put_in_texts(filter, "state", states, count);
	wire_put_null(filter, "frozen_at");
}

static const struct reason sale_reasons[] = {
	{"sales", "expires_at", put_open},
	{"sales", "claim.until", NULL},
	{"sales", "wait_until", NULL},
	{"sales", "papers_final_at", NULL},
};

static const struct reason document_reason = {"documents", "final_due_at", NULL};

/* What a search for due rows has found so far. */
struct found {
	int64_t now_ms;
	struct id *ids;
	size_t max, count;
	int64_t next_ms;
};

static mongoc_cursor_t *open_cursor(struct conn *conn, const struct reason *reason, const char *op,
                                    const struct found *found, int64_t limit)
{
	BSON(filter);
	BSON(opts);
	BSON(sort);
	BSON(fields);

	if (reason->put)
		reason->put(&filter);
	wire_put_op_ms(&filter, reason->field, op, found->now_ms);
	wire_put_int(&sort, reason->field, 1);
	wire_put_document(&opts, "sort", &sort);
	wire_put_int(&opts, "limit", limit);
	wire_put_int(&fields, reason->field, 1);
	wire_put_document(&opts, "projection", &fields);
	return conn_find(conn, reason->collection, &filter, &opts);
}

static void add_id(struct found *found, const struct id *id)
{
	for (size_t i = 0; i < found->count; i++)
		if (id_equal(&found->ids[i], id))
			return;
	if (found->count < found->max)
		found->ids[found->count++] = *id;
}

static enum rc find_due(struct conn *conn, const struct reason *reason, struct found *found, struct fault *fault)
{
	const bson_t *row;
	enum rc rc;

	CURSOR(cursor) = open_cursor(conn, reason, "$lte", found, (int64_t)found->max);
	while (conn_next(conn, cursor, &row, &rc, fault)) {
		struct id id = wire_get_id(row, "_id");

		add_id(found, &id);
	}
	return rc;
}

static enum rc find_next(struct conn *conn, const struct reason *reason, struct found *found, struct fault *fault)
{
	const bson_t *row;
	enum rc rc;

	CURSOR(cursor) = open_cursor(conn, reason, "$gt", found, 1);
	while (conn_next(conn, cursor, &row, &rc, fault)) {
		int64_t at_ms = wire_get_ms(row, reason->field, INT64_MAX);

		if (at_ms < found->next_ms)
			found->next_ms = at_ms;
	}
	return rc;
}

static enum rc search(struct conn *conn, const struct reason *reasons, size_t count, struct found *found,
                      struct fault *fault)
{
	for (size_t i = 0; i < count; i++) {
		TRY(find_due(conn, &reasons[i], found, fault));
		TRY(find_next(conn, &reasons[i], found, fault));
	}
	return RC_OK;
}

enum rc sales_due(struct conn *conn, int64_t now_ms, struct id *ids, size_t max, size_t *count, int64_t *next_ms,
                  struct fault *fault)
{
	struct found found = {.now_ms = now_ms, .ids = ids, .max = max, .next_ms = INT64_MAX};

	TRY(search(conn, sale_reasons, sizeof sale_reasons / sizeof *sale_reasons, &found, fault));
	*count = found.count;
	*next_ms = found.next_ms;
	return RC_OK;
}

enum rc documents_due(struct conn *conn, int64_t now_ms, struct id *ids, size_t max, size_t *count, int64_t *next_ms,
                      struct fault *fault)
{
	struct found found = {.now_ms = now_ms, .ids = ids, .max = max, .next_ms = INT64_MAX};

	TRY(search(conn, &document_reason, 1, &found, fault));
	*count = found.count;
	*next_ms = found.next_ms;
	return RC_OK;
}

/* ---- one sale ---- */

static enum rc freeze(struct conn *conn, struct sale_case *work, struct fault *fault)
{
	BSON(set);
	const struct sale_note note = {.action = "freeze", .set = &set, .claiming = SALE_CLAIM_DROP, .late = true};

	wire_put_ms(&set, "frozen_at", work->actor->now_ms);
	return sale_case_note(conn, work, &note, fault);
}

/* *over: nothing else is due for it. */
static enum rc expire(struct conn *conn, struct sale_case *work, bool *over, struct fault *fault)
{
	static const struct sale_act act = {.action = SALE_EXPIRE, .by_system = true};
	enum sale_state to;
	enum sale_verdict verdict = sale_ask(&work->campaign.policy.sale, &work->facts, SALE_EXPIRE, SALE_BY_SYSTEM,
	                                     false, work->actor->now_ms, &to);

	*over = verdict == SALE_ALLOWED || verdict == SALE_FROZEN;
	if (verdict == SALE_ALLOWED)
		return sale_case_apply(conn, work, &act, fault);
	if (verdict == SALE_FROZEN && !wire_has(work->sale.document, "frozen_at"))
		return freeze(conn, work, fault);
	return RC_OK;
}

static enum rc lapse(struct conn *conn, struct sale_case *work, struct fault *fault)
{
	static const struct sale_note note = {.action = "claim_lapse", .claiming = SALE_CLAIM_DROP, .late = true};

	bool kept;

	if (id_is_none(&work->claim.by) || work->actor->now_ms < work->claim.until_ms)
		return RC_OK;
	TRY(sale_claim_keep(conn, &work->sale.id, work->actor->now_ms, &kept, fault));
	if (kept)
		return RC_OK;
	return sale_case_note(conn, work, &note, fault);
}

static enum rc wake(struct conn *conn, struct sale_case *work, struct fault *fault)
{
	static const struct sale_note note = {.action = "wake", .wait = SALE_WAIT_WAKES, .late = true};
	int64_t until_ms = wire_get_ms(work->sale.document, "wait_until", 0);

	if (until_ms == 0 || work->actor->now_ms < until_ms)
		return RC_OK;
	return sale_case_note(conn, work, &note, fault);
}

enum rc sale_fall_due(struct conn *conn, const struct id *sale_id, const struct sale_actor *actor,
                      struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	const struct sale_target target = {.sale_id = *sale_id, .scope = &scope_all, .actor = actor};
	struct sale_case work;
	bool over;

	TRY(sale_case_open(conn, &target, arena, &work, fault));
	TRY(expire(conn, &work, &over, fault));
	if (over)
		return RC_OK;
	TRY(lapse(conn, &work, fault));
	TRY(wake(conn, &work, fault));
	return documents_settle_case(conn, &work, fault);
}
