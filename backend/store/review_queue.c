/* The queue: what stands in it, in which order, from when on. */
#include "store/cas.h"
#include "store/reviews.h"
#include "store/rows.h"
#include "store/sale_warnings.h"

#include <stdio.h>
#include <string.h>

#define READINGS "readings"

void review_put_rank(bson_t *set, bool requested, int64_t expires_ms)
{
	wire_put_int(set, "queue_rank", review_queue_rank(requested, expires_ms));
}

/* Members that stand in the reply under other names. */
static void put_queue_members(struct buf *out, const bson_t *row, void *context)
{
	int64_t requested_ms = wire_get_ms(row, "review_requested_at", 0);
	int64_t warn_ms = wire_get_ms(row, "review_warn_at", 0);
	bool ready = wire_get_bool(row, "audio_ready", false);
	struct id campaign_id = wire_get_id(row, "campaign_id");

	sale_warnings_put(context, &campaign_id, SALE_RECORDING_REQUESTED, wire_get_ms(row, "sale_expires_at", 0),
	                  out);
	buf_printf(out, ",\"state\":\"%s\"", wire_get_text(row, "review_state"));
	if (requested_ms)
		buf_printf(out, ",\"requested_at\":%lld", (long long)requested_ms);
	if (warn_ms)
		buf_printf(out, ",\"warn_at\":%lld", (long long)warn_ms);
	if (ready)
		buf_printf(out, ",\"duration_ms\":%lld",
		           (long long)(wire_get_int(row, "span.to_ms", 0) - wire_get_int(row, "span.from_ms", 0)));
	buf_printf(out, ",\"recording_ready\":%s", ready ? "true" : "false");
}

enum rc reviews_queue_json(struct conn *conn, const char *after, int64_t limit, struct buf *out, struct fault *fault)
{
	static const char *const shown[] = {"sale_id",         "sale_number", "agent_name",   "analyst_name",
	                                    "ended_at",        "queue_rank",  "review_state", "review_requested_at",
	                                    "sale_expires_at", "audio_ready", "span",         "review_warn_at",
	                                    "campaign_id"};
	static const char *const hidden[] = {"queue_rank", "review_state",   "review_requested_at", "audio_ready",
	                                     "span",       "review_warn_at", "campaign_id",         NULL};
	static const struct wire_view view = {.hidden = hidden};
	BSON(filter);
	BSON(fields);
	ARENA(arena, 65536, 1 << 20);
	struct sale_warnings warnings = {.conn = conn, .arena = arena};
	const struct rows_query query = {.collection = READINGS,
	                                 .context = &warnings,
	                                 .filter = &filter,
	                                 .fields = &fields,
	                                 .scope = &scope_all,
	                                 .view = &view,
	                                 .sort = "queue_rank",
	                                 .limit = limit,
	                                 .after = after,
	                                 .extra = put_queue_members};

	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
		wire_put_int(&fields, shown[i], 1);
	wire_put_bool(&filter, "queued", true);
	return rows_page_json(conn, &query, out, fault);
}

static enum rc unqueue(struct conn *conn, const struct id *sale_id, const struct id *but, struct fault *fault)
{
	BSON(filter);
	BSON(unset);
	BSON(inc);
	BSON(update);

	wire_put_id(&filter, "sale_id", sale_id);
	wire_put_bool(&filter, "queued", true);
	if (but) {
		BSON(other);
		wire_put_id(&other, "$ne", but);
		wire_put_document(&filter, "_id", &other);
	}
	wire_put_int(&unset, "queued", 1);
	wire_put_int(&inc, "version", 1);
	wire_put_document(&update, "$unset", &unset);
	wire_put_document(&update, "$inc", &inc);
	return conn_update_many(conn, READINGS, &filter, &update, NULL, fault);
}

enum rc reviews_withdraw(struct conn *conn, const struct id *sale_id, struct fault *fault)
{
	return unqueue(conn, sale_id, NULL, fault);
}

int64_t review_place_of(const bson_t *recording, const bson_t *mark)
{
	char path[48];

	(void)snprintf(path, sizeof path, "sessions.%lld.offset_ms", (long long)wire_get_int(mark, "session", 1) - 1);
	return wire_get_int(recording, path, 0) + wire_get_int(mark, "position_ms", 0);
}

/* From the first mark to the last. */
static void put_span(bson_t *set, const bson_t *recording, const bson_t *reading)
{
	BSON(span);
	bson_t marks, mark;
	bson_iter_t at;
	int64_t from_ms = -1, to_ms = 0;

	if (wire_get_document(reading, "marks", &marks) && bson_iter_init(&at, &marks))
		while (bson_iter_next(&at)) {
			if (!wire_bson_inner(&at, &mark))
				continue;
			to_ms = review_place_of(recording, &mark);
			from_ms = from_ms < 0 ? to_ms : from_ms;
		}
	wire_put_int(&span, "from_ms", from_ms < 0 ? 0 : from_ms);
	wire_put_int(&span, "to_ms", to_ms);
	wire_put_document(set, "span", &span);
}

/* From then on it has waited too long. */
static enum rc put_warning(struct conn *conn, bson_t *set, const bson_t *reading, struct arena *arena,
                           struct fault *fault)
{
	const struct id campaign_id = wire_get_id(reading, "campaign_id");
	struct campaign campaign;
	int64_t warn_ms;

	TRY(campaign_get(conn, &campaign_id, arena, &campaign, fault));
	if (contact_hours_add(&campaign.hours, wire_get_ms(reading, "ended_at", 0), campaign.policy.review.warn_ms,
	                      &warn_ms))
		wire_put_ms(set, "review_warn_at", warn_ms);
	return RC_OK;
}

static enum rc take_up(struct conn *conn, const bson_t *recording, const bson_t *reading, struct arena *arena,
                       struct fault *fault)
{
	const struct id id = wire_get_id(reading, "_id"), sale_id = wire_get_id(reading, "sale_id");
	const char *state = wire_get_text(recording, "state");
	bool ready = state && strcmp(state, "ready") == 0;
	BSON(filter);
	BSON(set);
	BSON(inc);
	BSON(update);

	wire_put_id(&filter, "_id", &id);
	wire_put_bool(&set, "queued", true);
	wire_put_bool(&set, "audio_ready", ready);
	if (ready)
		put_span(&set, recording, reading);
	review_put_rank(&set, wire_has(reading, "review_requested_at"), wire_get_ms(reading, "sale_expires_at", 0));
	TRY(put_warning(conn, &set, reading, arena, fault));
	wire_put_int(&inc, "version", 1);
	wire_put_document(&update, "$set", &set);
	wire_put_document(&update, "$inc", &inc);
	TRY(conn_update(conn, READINGS, &filter, &update, false, NULL, fault));
	return unqueue(conn, &sale_id, &id, fault);
}

enum rc reviews_take_up(struct conn *conn, const bson_t *recording, struct fault *fault)
{
	enum { IN_ONE_CALL = 8 };
	ARENA(arena, 64 * 1024, 8 << 20);
	const struct id recording_id = wire_get_id(recording, "_id");
	const bson_t *row, *readings[IN_ONE_CALL];
	size_t count = 0;
	BSON(filter);
	enum rc rc;

	wire_put_id(&filter, "recording_id", &recording_id);
	wire_put_text(&filter, "review_state", review_state_name(REVIEW_WAITING));
	CURSOR(cursor) = conn_find(conn, READINGS, &filter, NULL);
	while (count < IN_ONE_CALL && conn_next(conn, cursor, &row, &rc, fault))
		readings[count++] = wire_bson_keep(arena, row);
	for (size_t i = 0; i < count; i++)
		TRY(take_up(conn, recording, readings[i], arena, fault));
	return count == IN_ONE_CALL ? RC_OK : rc;
}
