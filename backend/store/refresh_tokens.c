#include "store/refresh_tokens.h"

#include "store/outbox.h"
#include "store/txn.h"

#include <string.h>

#define REFRESH_TOKENS "refresh_tokens"

enum { SCRATCH_BYTES = 4096, SCRATCH_CEILING = 1 << 20 };

/* What matches sessions that live: a field that is not there equals null. */
static void put_living(bson_t *filter)
{
	wire_put_null(filter, "revoked_at");
}

enum rc refresh_tokens_insert(struct conn *conn, const struct session *session, struct fault *fault)
{
	BSON(document);

	wire_put_id(&document, "_id", &session->id);
	wire_put_id(&document, "user_id", &session->user_id);
	wire_put_int(&document, "generation", session->generation);
	wire_put_binary(&document, "token_hash", session->token_hash, sizeof session->token_hash);
	wire_put_ms(&document, "created_at", session->created_at_ms);
	wire_put_ms(&document, "rotated_at", session->rotated_at_ms);
	wire_put_ms(&document, "expires_at", session->expires_at_ms);
	return conn_insert(conn, REFRESH_TOKENS, &document, fault);
}

static enum rc read_row(const bson_t *row, struct session *session, struct fault *fault)
{
	size_t length = 0;
	const uint8_t *hash = wire_get_binary(row, "token_hash", &length);

	if (!hash || length != SESSION_HASH_BYTES)
		return fault_set(fault, RC_BROKEN, "stored_document", "a stored token_hash has another type");
	*session = (struct session){.id = wire_get_id(row, "_id"),
	                            .user_id = wire_get_id(row, "user_id"),
	                            .generation = wire_get_int(row, "generation", 0),
	                            .created_at_ms = wire_get_ms(row, "created_at", 0),
	                            .rotated_at_ms = wire_get_ms(row, "rotated_at", 0),
	                            .expires_at_ms = wire_get_ms(row, "expires_at", 0),
	                            .revoked_at_ms = wire_get_ms(row, "revoked_at", 0)};
	memcpy(session->token_hash, hash, SESSION_HASH_BYTES);
	return RC_OK;
}

enum rc refresh_tokens_read(struct conn *conn, const struct id *session_id, struct session *session,
                            struct fault *fault)
{
	ARENA(scratch, SCRATCH_BYTES, SCRATCH_CEILING);
	BSON(filter);
	const bson_t *row;

	wire_put_id(&filter, "_id", session_id);
	TRY(conn_find_one(conn, REFRESH_TOKENS, &filter, NULL, scratch, &row, fault));
	if (!row)
		return fault_set(fault, RC_NOT_FOUND, "not_found", "no such session");
	return read_row(row, session, fault);
}

enum rc refresh_tokens_rotate(struct conn *conn, const struct session *next, struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(set);
	int64_t matched = 0;

	wire_put_id(&filter, "_id", &next->id);
	wire_put_int(&filter, "generation", next->generation - 1);
	put_living(&filter);
	wire_put_int(&set, "generation", next->generation);
	wire_put_binary(&set, "token_hash", next->token_hash, sizeof next->token_hash);
	wire_put_ms(&set, "rotated_at", next->rotated_at_ms);
	wire_put_document(&update, "$set", &set);
	TRY(conn_update(conn, REFRESH_TOKENS, &filter, &update, false, &matched, fault));
	if (!matched)
		return fault_set(fault, RC_STALE, "stale", "the session went on meanwhile");
	return RC_OK;
}

/* In a transaction: ends one session if it lives, with its event. */
static enum rc revoke_one(struct conn *conn, const struct id *session_id, enum session_end why, int64_t real_ms,
                          int64_t now_ms, struct fault *fault)
{
	ARENA(scratch, SCRATCH_BYTES, SCRATCH_CEILING);
	BSON(filter);
	BSON(update);
	BSON(set);
	BSON(data);
	struct conn_modify modify = {.collection = REFRESH_TOKENS, .filter = &filter, .update = &update};
	const bson_t *row;

	wire_put_id(&filter, "_id", session_id);
	put_living(&filter);
	wire_put_ms(&set, "revoked_at", real_ms);
	wire_put_text(&set, "revoked_reason", session_end_name(why));
	wire_put_document(&update, "$set", &set);
	TRY(conn_modify(conn, &modify, scratch, &row, fault));
	if (!row)
		return RC_OK;
	wire_put_id(&data, "session_id", session_id);
	wire_put_text(&data, "reason", session_end_name(why));
	return event_append(conn,
	                    &(struct event){.type = "session.ended",
	                                    .at_ms = now_ms,
	                                    .user_id = wire_get_id(row, "user_id"),
	                                    .subject_kind = "session",
	                                    .subject_id = *session_id,
	                                    .channels = {event_channel(scratch, "session", session_id)},
	                                    .data = &data},
	                    fault);
}

struct revocation {
	struct id session_id;
	enum session_end why;
	int64_t real_ms;
	int64_t now_ms;
};

static enum rc revoke_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct revocation *revocation = context;

	return revoke_one(conn, &revocation->session_id, revocation->why, revocation->real_ms, revocation->now_ms,
	                  fault);
}

enum rc refresh_tokens_revoke(struct store *store, const struct id *session_id, enum session_end why, int64_t real_ms,
                              int64_t now_ms, struct fault *fault)
{
	struct revocation revocation = {.session_id = *session_id, .why = why, .real_ms = real_ms, .now_ms = now_ms};

	return txn_run(store, revoke_body, &revocation, fault);
}

enum rc refresh_tokens_revoke_of(struct conn *conn, const struct id *user_id, const struct id *keep,
                                 enum session_end why, int64_t real_ms, int64_t now_ms, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	BSON(fields);
	const bson_t *row;
	enum rc rc;

	wire_put_id(&filter, "user_id", user_id);
	put_living(&filter);
	wire_put_int(&fields, "_id", 1);
	wire_put_document(&opts, "projection", &fields);
	CURSOR(cursor) = conn_find(conn, REFRESH_TOKENS, &filter, &opts);
	while (conn_next(conn, cursor, &row, &rc, fault)) {
		struct id session_id = wire_get_id(row, "_id");

		if (!id_equal(&session_id, keep))
			TRY(revoke_one(conn, &session_id, why, real_ms, now_ms, fault));
	}
	return rc;
}
