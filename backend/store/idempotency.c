#include "store/idempotency.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

struct run {
	struct idempotency *once;
	struct idempotency asked; /* as it came: each run of body begins with it */
	txn_body *body;
	void *context;
	bool repeated;
};

static void put_key(bson_t *document, const struct idempotency *once)
{
	char key[160];

	(void)snprintf(key, sizeof key, "%s %s %s", ID_TEXT(&once->user_id), once->operation, once->key);
	wire_put_text(document, "_id", key);
}

static void hash_body(const struct idempotency *once, uint8_t hash[crypto_hash_sha256_BYTES])
{
	(void)crypto_hash_sha256(hash, once->body, once->body_length);
}

static enum rc note_key(struct conn *conn, const struct idempotency *once, struct fault *fault)
{
	BSON(document);
	uint8_t hash[crypto_hash_sha256_BYTES];

	hash_body(once, hash);
	put_key(&document, once);
	wire_put_ms(&document, "created_at", once->real_ms);
	wire_put_binary(&document, "request_hash", hash, sizeof hash);
	wire_put_int(&document, "status", once->status);
	wire_put_id(&document, "resource_id", &once->resource_id);
	return conn_insert(conn, "idempotency", &document, fault);
}

/* The key goes first: whoever comes second learns it before body can stumble over what the first one wrote. */
static enum rc run_body(struct conn *conn, void *context, struct fault *fault)
{
	struct run *run = context;
	enum rc rc;

	*run->once = run->asked;
	rc = note_key(conn, run->once, fault);
	run->repeated = rc == RC_CONFLICT;
	TRY(rc);
	return run->body(conn, run->context, fault);
}

/* *known stays false when there is no such key. */
static enum rc recall(struct store *store, const struct idempotency *once, struct idempotency_answer *answer,
                      bool *known, struct fault *fault)
{
	ARENA(arena, 1024, 1 << 16);
	BSON(filter);
	uint8_t hash[crypto_hash_sha256_BYTES];
	const uint8_t *stored;
	const bson_t *row;
	size_t length = 0;

	CONN(conn);
	TRY(conn_open(store, STORE_BRISK, &conn, fault));
	put_key(&filter, once);
	TRY(conn_find_one(&conn, "idempotency", &filter, NULL, arena, &row, fault));
	*known = row != NULL;
	if (!row)
		return RC_OK;
	hash_body(once, hash);
	stored = wire_get_binary(row, "request_hash", &length);
	if (!stored || length != sizeof hash || memcmp(stored, hash, sizeof hash) != 0)
		return fault_set(fault, RC_CONFLICT, "idempotency_key_reused",
		                 "the Idempotency-Key was used for another request");
	answer->status = wire_get_int(row, "status", 0);
	answer->resource_id = wire_get_id(row, "resource_id");
	return RC_OK;
}

enum rc idempotency_run(struct store *store, struct idempotency *once, txn_body *body, void *context,
                        struct idempotency_answer *answer, struct fault *fault)
{
	struct run run = {.once = once, .asked = *once, .body = body, .context = context};
	struct idempotency_answer found = {.repeated = true};
	struct fault body_fault;
	bool known = false;
	enum rc rc = txn_run(store, run_body, &run, fault);

	if (rc == RC_OK)
		found = (struct idempotency_answer){.status = once->status, .resource_id = once->resource_id};
	if (rc != RC_OK && !run.repeated)
		return rc;
	if (rc != RC_OK) {
		body_fault = *fault;
		TRY(recall(store, once, &found, &known, fault));
		if (!known) { /* it expired in between */
			*fault = body_fault;
			return rc;
		}
	}
	*answer = found;
	return RC_OK;
}

enum rc idempotency_settle(struct conn *conn, struct idempotency *once, int64_t status, const struct id *resource_id,
                           struct fault *fault)
{
	BSON(filter);
	BSON(fields);
	BSON(update);

	put_key(&filter, once);
	wire_put_int(&fields, "status", status);
	wire_put_id(&fields, "resource_id", resource_id);
	wire_put_document(&update, "$set", &fields);
	once->status = status;
	once->resource_id = *resource_id;
	return conn_update(conn, "idempotency", &filter, &update, false, NULL, fault);
}
