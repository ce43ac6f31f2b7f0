/* Which agents: free ones, and those whose time is over. */
#include "store/agents.h"
#include "store/rows.h"

#define AGENTS "agent_states"

static void put_sort(bson_t *opts, const char *key, size_t limit)
{
	BSON(sort);

	wire_put_int(&sort, key, 1);
	wire_put_int(&sort, "_id", 1);
	wire_put_document(opts, "sort", &sort);
	wire_put_int(opts, "limit", (int64_t)limit);
}

enum rc agents_in_state(struct conn *conn, const struct id *campaign_id, enum agent_state state, struct arena *arena,
                        struct agent_row *rows, size_t max, size_t *count, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	const bson_t *document;
	enum rc rc;

	*count = 0;
	wire_put_id(&filter, "campaign_id", campaign_id);
	wire_put_text(&filter, "state", agent_state_name(state));
	put_sort(&opts, "since", max);
	CURSOR(cursor) = conn_find(conn, AGENTS, &filter, &opts);
	while (conn_next(conn, cursor, &document, &rc, fault))
		agent_row_read(document, arena, &rows[(*count)++]);
	return rc;
}

enum rc agents_overrun(struct conn *conn, int64_t now_ms, struct id *ids, size_t max, size_t *count, int64_t *next_ms,
                       struct fault *fault)
{
	BSON(filter);
	const struct rows_due due = {
		.collection = AGENTS, .field = "wrap_up_until", .filter = &filter, .until_ms = now_ms};

	wire_put_text(&filter, "state", agent_state_name(AGENT_WRAP_UP));
	return rows_due(conn, &due, ids, max, count, next_ms, fault);
}

enum rc agents_lost(struct conn *conn, int64_t lost_ms, struct id *ids, size_t max, size_t *count, int64_t *first_ms,
                    struct fault *fault)
{
	BSON(filter);
	BSON(online);
	const struct rows_due due = {
		.collection = AGENTS, .field = "stream_lost_at", .filter = &filter, .until_ms = lost_ms};

	wire_put_text(&online, "$ne", agent_state_name(AGENT_OFFLINE));
	wire_put_document(&filter, "state", &online);
	return rows_due(conn, &due, ids, max, count, first_ms, fault);
}

static void put_fields(bson_t *fields)
{
	static const char *const shown[] = {
		"name",         "team_id",       "campaign_id", "state",   "reason",      "since",   "pending_break",
		"pending_task", "wrap_up_until", "call_id",     "sale_id", "break_until", "version", NULL};

	for (size_t i = 0; shown[i]; i++)
		wire_put_int(fields, shown[i], 1);
}

enum rc agent_json(struct conn *conn, const struct id *agent_id, struct buf *out, int64_t *version,
                   struct fault *fault)
{
	BSON(fields);
	const struct rows_query query = {.collection = AGENTS, .fields = &fields, .scope = &scope_all};

	put_fields(&fields);
	return rows_one_json(conn, &query, agent_id, out, version, fault);
}
