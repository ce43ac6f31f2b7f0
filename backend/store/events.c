#include "store/events.h"

#include "wire/event.h"

static void put_range(bson_t *filter, int64_t after, int64_t upto)
{
	BSON(range);

	wire_put_int(&range, "$gt", after);
	if (upto >= 0)
		wire_put_int(&range, "$lte", upto);
	wire_put_document(filter, "seq", &range);
}

static void put_sort(bson_t *opts, const char *field, int64_t direction, int64_t limit)
{
	BSON(sort);

	wire_put_int(&sort, field, direction);
	wire_put_document(opts, "sort", &sort);
	wire_put_int(opts, "limit", limit);
}

enum rc events_latest(struct conn *conn, int64_t *seq, struct fault *fault)
{
	ARENA(arena, 512, 1 << 16);
	BSON(filter);
	BSON(fields);
	const bson_t *row;

	wire_put_text(&filter, "_id", "relay");
	wire_put_int(&fields, "seq", 1);
	TRY(conn_find_one(conn, "relay", &filter, &fields, arena, &row, fault));
	*seq = row ? wire_get_int(row, "seq", 0) : 0;
	return RC_OK;
}

/* The first number that is kept; INT64_MAX when there is none. */
static enum rc oldest(struct conn *conn, int64_t *seq, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	const bson_t *row;
	enum rc rc;

	put_range(&filter, 0, -1);
	put_sort(&opts, "seq", 1, 1);
	CURSOR(cursor) = conn_find(conn, "events", &filter, &opts);
	*seq = conn_next(conn, cursor, &row, &rc, fault) ? wire_get_int(row, "seq", 0) : INT64_MAX;
	return rc;
}

static enum rc check_age(struct conn *conn, int64_t after, int64_t latest, struct fault *fault)
{
	int64_t first = 0;

	if (after >= latest)
		return RC_OK;
	TRY(oldest(conn, &first, fault));
	if (after + 1 < first || latest - after > EVENTS_DISTANCE_MAX)
		return fault_set(fault, RC_CONFLICT, "events_too_old",
		                 "events since then are no longer told one by one: read everything anew");
	return RC_OK;
}

static enum rc write_items(struct conn *conn, mongoc_cursor_t *cursor, struct buf *out, struct fault *fault)
{
	const bson_t *row;
	enum rc rc;

	for (bool first = true; conn_next(conn, cursor, &row, &rc, fault); first = false) {
		buf_printf(out, "%s{\"seq\":%lld,", first ? "" : ",", (long long)wire_get_int(row, "seq", 0));
		if (!wire_event_members(out, row))
			return fault_set(fault, RC_BROKEN, "corrupt", "an event's bytes are corrupt");
		buf_char(out, '}');
	}
	return rc;
}

enum rc events_after_json(struct conn *conn, const char *const *channels, size_t count, int64_t after,
                          struct buf *out, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	int64_t latest = 0;

	TRY(events_latest(conn, &latest, fault));
	TRY(check_age(conn, after, latest, fault));
	wire_put_in_texts(&filter, "channels", channels, count);
	put_range(&filter, after, -1);
	put_sort(&opts, "seq", 1, EVENTS_PAGE_MAX);
	CURSOR(cursor) = conn_find(conn, "events", &filter, &opts);
	buf_text(out, "{\"items\":[");
	TRY(write_items(conn, cursor, out, fault));
	buf_printf(out, "],\"latest\":%lld}", (long long)latest);
	return RC_OK;
}

enum rc events_before(struct conn *conn, const char *channel, int64_t seq, int64_t *before, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	const bson_t *row;
	enum rc rc;

	wire_put_text(&filter, "channels", channel);
	put_range(&filter, 0, seq - 1);
	put_sort(&opts, "seq", -1, 1);
	CURSOR(cursor) = conn_find(conn, "events", &filter, &opts);
	if (conn_next(conn, cursor, &row, &rc, fault))
		*before = wire_get_int(row, "seq", 0);
	else if (rc == RC_OK)
		*before = 0;
	return rc;
}

static enum rc read_batch(struct conn *conn, const bson_t *filter, const bson_t *sort, struct arena *arena,
                          struct event_batch *batch, struct fault *fault)
{
	BSON(opts);
	const bson_t *row;
	enum rc rc;

	wire_put_document(&opts, "sort", sort);
	wire_put_int(&opts, "limit", EVENT_BATCH_MAX);
	CURSOR(cursor) = conn_find(conn, "events", filter, &opts);
	*batch = (struct event_batch){0};
	while (batch->count < EVENT_BATCH_MAX && conn_next(conn, cursor, &row, &rc, fault))
		batch->rows[batch->count++] = wire_bson_keep(arena, row);
	return batch->count == EVENT_BATCH_MAX ? RC_OK : rc;
}

enum rc events_between(struct conn *conn, int64_t after, int64_t upto, struct arena *arena, struct event_batch *batch,
                       struct fault *fault)
{
	BSON(filter);
	BSON(sort);

	put_range(&filter, after, upto);
	wire_put_int(&sort, "seq", 1);
	return read_batch(conn, &filter, &sort, arena, batch, fault);
}

enum rc events_unstamped(struct conn *conn, struct arena *arena, struct event_batch *batch, struct fault *fault)
{
	BSON(filter);
	BSON(sort);

	wire_put_null(&filter, "seq");
	wire_put_int(&sort, "at", 1);
	wire_put_int(&sort, "_id", 1);
	return read_batch(conn, &filter, &sort, arena, batch, fault);
}
