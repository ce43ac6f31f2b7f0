#include "store/presence.h"

#include "store/outbox.h"

#include <string.h>

/* One change of presence in its transaction. */
struct change {
	const struct presence *presence;
	bool opened;
};

/* The agent's own row; for an end, only while no newer stream is open and the loss is not yet known. */
static void put_filter(bson_t *filter, const struct change *change)
{
	bson_oid_t stream;

	memcpy(stream.bytes, change->presence->stream_id.bytes, ID_BYTES);
	wire_put_id(filter, "_id", &change->presence->user_id);
	if (change->opened)
		return;
	/* Opened before the row was made, it is not written down: then this one is it. */
	BCON_APPEND(filter, "stream", "{", "$in", "[", BCON_NULL, BCON_OID(&stream), "]", "}");
	wire_put_null(filter, "stream_lost_at");
}

static void put_update(bson_t *update, const struct change *change)
{
	BSON(set);
	BSON(unset);

	wire_put_id(&set, "stream", &change->presence->stream_id);
	if (change->opened)
		wire_put_int(&unset, "stream_lost_at", 1);
	else
		wire_put_ms(&set, "stream_lost_at", change->presence->real_ms);
	wire_put_document(update, "$set", &set);
	if (change->opened)
		wire_put_document(update, "$unset", &unset);
}

static enum rc tell(struct conn *conn, const struct change *change, const bson_t *row, struct fault *fault)
{
	BSON(data);
	const struct event event = {
		.type = "agent.presence",
		.at_ms = change->presence->now_ms,
		.campaign_id = wire_get_id(row, "campaign_id"),
		.team_id = wire_get_id(row, "team_id"),
		.agent_id = change->presence->user_id,
		.subject_kind = "agent",
		.subject_id = change->presence->user_id,
		.channels = {"floor"},
		.data = &data,
	};

	if (change->opened)
		wire_put_null(&data, "lost_at");
	else
		wire_put_ms(&data, "lost_at", change->presence->real_ms);
	return event_append(conn, &event, fault);
}

static enum rc apply(struct conn *conn, void *context, struct fault *fault)
{
	const struct change *change = context;
	ARENA(arena, 2048, 1 << 20);
	BSON(filter);
	BSON(update);
	const bson_t *before;
	struct conn_modify modify = {
		.collection = "agent_states", .filter = &filter, .update = &update, .before = true};

	put_filter(&filter, change);
	put_update(&update, change);
	TRY(conn_modify(conn, &modify, arena, &before, fault));
	if (!before || (change->opened && !wire_has(before, "stream_lost_at")))
		return RC_OK;
	return tell(conn, change, before, fault);
}

enum rc presence_opened(struct store *store, const struct presence *presence, struct fault *fault)
{
	struct change change = {.presence = presence, .opened = true};

	return txn_run(store, apply, &change, fault);
}

enum rc presence_closed(struct store *store, const struct presence *presence, struct fault *fault)
{
	struct change change = {.presence = presence};

	return txn_run(store, apply, &change, fault);
}
