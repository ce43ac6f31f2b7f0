#include "store/lease.h"

#include <assert.h>
#include <string.h>

/* Written by the server in one step: free (never taken, run out, or ours) means ours until its now + ttl. */
static bson_t *take_pipeline(const struct lease *lease)
{
	bson_oid_t me;

	memcpy(me.bytes, lease->holder.bytes, ID_BYTES);
#define OURS "{", "$eq", "[", "$holder", BCON_OID(&me), "]", "}"
#define FREE                                                                                                         \
	"{", "$or", "[", "{", "$lte", "[", "{", "$ifNull", "[", "$until", BCON_DATE_TIME(0), "]", "}", "$$NOW", "]", \
		"}", OURS, "]", "}"
	return BCON_NEW("0", "{", "$set", "{", "holder", "{", "$cond", "[", FREE, BCON_OID(&me), "$holder", "]", "}",
	                "epoch", "{", "$cond", "[", "{", "$and", "[", FREE, "{", "$not", "[", OURS, "]", "}", "]",
	                "}", "{", "$add", "[", "{", "$ifNull", "[", "$epoch", BCON_INT64(0), "]", "}", BCON_INT64(1),
	                "]", "}", "$epoch", "]", "}", "until", "{", "$cond", "[", FREE, "{", "$add", "[", "$$NOW",
	                BCON_INT64(lease->ttl_ms), "]", "}", "$until", "]", "}", "}", "}");
#undef FREE
#undef OURS
}

enum rc lease_take(struct conn *conn, struct lease *lease, bool *held, struct fault *fault)
{
	ARENA(arena, 512, 1 << 16);
	BSON(filter);
	const bson_t *row = NULL;
	bson_t *update = take_pipeline(lease);
	const struct conn_modify modify = {
		.collection = "leases", .filter = &filter, .update = update, .upsert = true};
	struct id holder;
	enum rc rc;

	wire_put_text(&filter, "_id", lease->name);
	rc = conn_modify(conn, &modify, arena, &row, fault);
	bson_destroy(update);
	if (rc == RC_CONFLICT) { /* two upserts of the first lease ever: the other one has it */
		*held = false;
		return RC_OK;
	}
	TRY(rc);
	assert(row);
	holder = wire_get_id(row, "holder");
	*held = id_equal(&holder, &lease->holder);
	if (*held) {
		lease->epoch = wire_get_int(row, "epoch", 0);
		lease->until_ms = wire_get_ms(row, "until", 0);
	}
	return RC_OK;
}

static void put_mine(bson_t *filter, const struct lease *lease)
{
	wire_put_text(filter, "_id", lease->name);
	wire_put_id(filter, "holder", &lease->holder);
	wire_put_int(filter, "epoch", lease->epoch);
}

enum rc lease_release(struct conn *conn, const struct lease *lease, struct fault *fault)
{
	BSON(filter);
	BSON(fields);
	BSON(update);

	put_mine(&filter, lease);
	wire_put_ms(&fields, "until", 0);
	wire_put_document(&update, "$set", &fields);
	return conn_update(conn, "leases", &filter, &update, false, NULL, fault);
}

enum rc lease_fence(struct conn *conn, const struct lease *lease, struct fault *fault)
{
	BSON(filter);
	BSON(fields);
	BSON(update);
	int64_t matched = 0;

	assert(conn->session);
	put_mine(&filter, lease);
	wire_put_int(&fields, "fences", 1);
	wire_put_document(&update, "$inc", &fields);
	TRY(conn_update(conn, "leases", &filter, &update, false, &matched, fault));
	if (!matched)
		return fault_set(fault, RC_STALE, "lease_lost", "another %s has taken over", lease->name);
	return RC_OK;
}
