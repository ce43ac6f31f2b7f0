#include "store/stamp.h"

#include "store/bulk.h"
#include "store/counters.h"
#include "store/txn.h"

#include <string.h>

enum rc stamp_load(struct conn *conn, struct arena *arena, struct stamp_position *position, struct fault *fault)
{
	BSON(filter);
	const bson_t *row;
	bson_t token;

	wire_put_text(&filter, "_id", "relay");
	TRY(conn_find_one(conn, "relay", &filter, NULL, arena, &row, fault));
	*position = (struct stamp_position){0};
	if (!row)
		return RC_OK;
	position->seq = wire_get_int(row, "seq", 0);
	position->published = wire_get_int(row, "published", 0);
	position->epoch = wire_get_int(row, "epoch", 0);
	if (wire_get_document(row, "token", &token))
		position->token = wire_bson_keep(arena, &token);
	return RC_OK;
}

/* What one run of the transaction works on. */
struct stamping {
	const struct lease *lease;
	const struct event_batch *batch;
	const struct stamp_position *position;
	struct tally *tally;
	struct stamped *stamped;
};

static bool is_among(const struct id *ids, size_t count, const struct id *id)
{
	for (size_t i = 0; i < count; i++)
		if (id_equal(&ids[i], id))
			return true;
	return false;
}

/* Which events of the batch have a number already: after a restart some are told again. */
static enum rc find_known(struct conn *conn, const struct event_batch *batch, struct id *known, size_t *count,
                          struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	BSON(fields);
	struct id ids[EVENT_BATCH_MAX];
	const bson_t *row;
	enum rc rc;

	for (size_t i = 0; i < batch->count; i++)
		ids[i] = wire_get_id(batch->rows[i], "_id");
	wire_put_in_ids(&filter, "_id", ids, batch->count);
	wire_put_int(&fields, "seq", 1);
	wire_put_document(&opts, "projection", &fields);
	CURSOR(cursor) = conn_find(conn, "events", &filter, &opts);
	while (conn_next(conn, cursor, &row, &rc, fault))
		if (wire_has(row, "seq"))
			known[(*count)++] = wire_get_id(row, "_id");
	return rc;
}

static enum rc choose(struct conn *conn, struct stamping *stamping, struct fault *fault)
{
	struct id known[EVENT_BATCH_MAX];
	size_t count = 0;

	TRY(find_known(conn, stamping->batch, known, &count, fault));
	*stamping->stamped = (struct stamped){.first_seq = stamping->position->seq + 1};
	for (size_t i = 0; i < stamping->batch->count; i++) {
		struct id id = wire_get_id(stamping->batch->rows[i], "_id");

		if (!is_among(known, count, &id))
			stamping->stamped->rows[stamping->stamped->count++] = stamping->batch->rows[i];
	}
	return RC_OK;
}

static enum rc write_numbers(struct conn *conn, const struct stamped *stamped, struct fault *fault)
{
	BULK(bulk, conn, "events");
	int64_t matched = 0;

	for (size_t i = 0; i < stamped->count; i++) {
		BSON(filter);
		BSON(fields);
		BSON(update);
		struct id id = wire_get_id(stamped->rows[i], "_id");

		wire_put_id(&filter, "_id", &id);
		wire_put_int(&fields, "seq", stamped->first_seq + (int64_t)i);
		wire_put_document(&update, "$set", &fields);
		bulk_update(&bulk, &filter, &update, false);
	}
	TRY(bulk_run(&bulk, &matched, fault));
	if (matched != (int64_t)stamped->count)
		return fault_set(fault, RC_BROKEN, "event_gone", "an event was deleted before it had its number");
	return RC_OK;
}

static void fold(const struct stamped *stamped, struct tally *tally)
{
	struct counted entries[COUNTED_MAX];

	tally_reset(tally);
	for (size_t i = 0; i < stamped->count; i++) {
		size_t count = counted_of_event(stamped->rows[i], entries);

		for (size_t j = 0; j < count; j++)
			tally_add(tally, &entries[j]);
	}
}

static void put_position(bson_t *update, const bson_t *token, int64_t seq, int64_t published, int64_t epoch)
{
	BSON(fields);

	if (token)
		wire_put_document(&fields, "token", token);
	wire_put_int(&fields, "seq", seq);
	wire_put_int(&fields, "published", published);
	wire_put_int(&fields, "epoch", epoch);
	wire_put_document(update, "$set", &fields);
}

/* Onto the position as it was read: another that moved it meanwhile makes this match nothing, or a duplicate. */
static enum rc write_position(struct conn *conn, const struct stamping *stamping, struct fault *fault)
{
	const struct stamp_position *before = stamping->position;
	BSON(filter);
	BSON(update);
	int64_t matched = 0;
	bool is_first = before->seq == 0 && before->epoch == 0;
	enum rc rc;

	wire_put_text(&filter, "_id", "relay");
	wire_put_int(&filter, "seq", before->seq);
	wire_put_int(&filter, "epoch", before->epoch);
	put_position(&update, stamping->batch->token, before->seq + (int64_t)stamping->stamped->count,
	             before->published, stamping->lease->epoch);
	rc = conn_update(conn, "relay", &filter, &update, is_first, &matched, fault);
	if (rc == RC_CONFLICT || (rc == RC_OK && !matched && !is_first))
		return fault_set(fault, RC_STALE, "position_moved", "another relay has gone on");
	return rc;
}

static enum rc stamp_once(struct conn *conn, void *context, struct fault *fault)
{
	struct stamping *stamping = context;

	TRY(lease_fence(conn, stamping->lease, fault));
	TRY(choose(conn, stamping, fault));
	TRY(write_numbers(conn, stamping->stamped, fault));
	fold(stamping->stamped, stamping->tally);
	TRY(counters_add(conn, stamping->tally, fault));
	return write_position(conn, stamping, fault);
}

enum rc stamp_batch(struct store *store, const struct lease *lease, const struct event_batch *batch,
                    struct stamp_position *position, struct tally *tally, struct stamped *stamped,
                    struct fault *fault)
{
	struct stamping stamping = {
		.lease = lease, .batch = batch, .position = position, .tally = tally, .stamped = stamped};

	TRY(txn_run(store, stamp_once, &stamping, fault));
	position->seq += (int64_t)stamped->count;
	position->epoch = lease->epoch;
	return RC_OK;
}

enum rc stamp_rest(struct conn *conn, const struct lease *lease, const struct stamp_position *position,
                   struct fault *fault)
{
	BSON(filter);
	BSON(update);

	wire_put_text(&filter, "_id", "relay");
	wire_put_int(&filter, "seq", position->seq);
	wire_put_int(&filter, "epoch", lease->epoch);
	put_position(&update, position->token, position->seq, position->published, lease->epoch);
	return conn_update(conn, "relay", &filter, &update, false, NULL, fault);
}
