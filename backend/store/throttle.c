#include "store/throttle.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define THROTTLES "throttles"

enum { HASH_BYTES = 16, SCRATCH_BYTES = 2048, SCRATCH_CEILING = 1 << 16 };

void throttle_key(const struct throttle *throttle, const uint8_t secret[THROTTLE_SECRET_BYTES], const char *who,
                  char key[THROTTLE_KEY_SIZE])
{
	uint8_t hash[HASH_BYTES];
	char hex[2 * HASH_BYTES + 1];

	(void)crypto_generichash(hash, sizeof hash, (const uint8_t *)who, strlen(who), secret, THROTTLE_SECRET_BYTES);
	(void)sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
	(void)snprintf(key, THROTTLE_KEY_SIZE, "%.20s:%s", throttle->kind, hex);
}

static enum rc refused(const bson_t *row, struct fault *fault)
{
	(void)fault_set(fault, RC_THROTTLED, "throttled", "too many tries; wait a little");
	fault->until_ms = wire_get_ms(row, "expires_at", 0);
	return RC_THROTTLED;
}

/* {$cond: [{$gt: ["$expires_at", now]}, within, anew]} under a name. */
static void put_if_open(bson_t *set, const char *name, int64_t real_ms, const bson_t *within, const bson_t *anew)
{
	BSON(operands);
	BSON(open);
	BSON(branches);
	BSON(cond);

	wire_put_text(&operands, "0", "$expires_at");
	wire_put_ms(&operands, "1", real_ms);
	wire_put_array(&open, "$gt", &operands);
	wire_put_document(&branches, "0", &open);
	bson_concat(&branches, within);
	bson_concat(&branches, anew);
	wire_put_array(&cond, "$cond", &branches);
	wire_put_document(set, name, &cond);
}

/* A pipeline, since the count begins anew when the window is over. */
static void put_hit(bson_t *pipeline, int64_t real_ms, int64_t window_ms)
{
	BSON(set);
	BSON(stage);
	BSON(terms);
	BSON(sum);
	BSON(more);
	BSON(one);
	BSON(same_end);
	BSON(new_end);

	wire_put_text(&terms, "0", "$count");
	wire_put_int(&terms, "1", 1);
	wire_put_array(&sum, "$add", &terms);
	wire_put_document(&more, "1", &sum);
	wire_put_int(&one, "2", 1);
	put_if_open(&set, "count", real_ms, &more, &one);
	wire_put_text(&same_end, "1", "$expires_at");
	wire_put_ms(&new_end, "2", real_ms + window_ms);
	put_if_open(&set, "expires_at", real_ms, &same_end, &new_end);
	wire_put_document(&stage, "$set", &set);
	wire_put_document(pipeline, "0", &stage);
}

enum rc throttle_hit(struct conn *conn, const struct throttle *throttle, const char *key, int64_t real_ms,
                     struct fault *fault)
{
	ARENA(scratch, SCRATCH_BYTES, SCRATCH_CEILING);
	BSON(filter);
	BSON(pipeline);
	struct conn_modify modify = {.collection = THROTTLES, .filter = &filter, .update = &pipeline, .upsert = true};
	const bson_t *row;
	enum rc rc;

	wire_put_text(&filter, "_id", key);
	put_hit(&pipeline, real_ms, throttle->window_ms);
	rc = conn_modify(conn, &modify, scratch, &row, fault);
	if (rc == RC_CONFLICT) /* another made the document at this moment: now it is there */
		rc = conn_modify(conn, &modify, scratch, &row, fault);
	TRY(rc);
	return wire_get_int(row, "count", 0) > throttle->limit ? refused(row, fault) : RC_OK;
}

enum rc throttle_check(struct conn *conn, const struct throttle *throttle, const char *key, int64_t real_ms,
                       struct fault *fault)
{
	ARENA(scratch, SCRATCH_BYTES, SCRATCH_CEILING);
	BSON(filter);
	const bson_t *row;

	wire_put_text(&filter, "_id", key);
	TRY(conn_find_one(conn, THROTTLES, &filter, NULL, scratch, &row, fault));
	if (row && wire_get_ms(row, "expires_at", 0) > real_ms && wire_get_int(row, "count", 0) >= throttle->limit)
		return refused(row, fault);
	return RC_OK;
}

enum rc throttle_clear(struct conn *conn, const char *key, struct fault *fault)
{
	BSON(filter);

	wire_put_text(&filter, "_id", key);
	return conn_delete_many(conn, THROTTLES, &filter, NULL, fault);
}
