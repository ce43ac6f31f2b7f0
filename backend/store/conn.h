/*
 * conn — one borrowed connection, in or out of a transaction, and the few operations everything is made of.
 *
 * Promises: every operation carries the transaction's session (when there is one), turns driver errors into an rc
 * and a fault (duplicate key: RC_CONFLICT "duplicate"; no primary, time-out: RC_UNAVAILABLE; a document that its
 * validator refuses: RC_BROKEN naming collection and fields), and remembers whether the transaction may be redone.
 * Refuses: values in faults: server messages can hold them, so only codes and our own field names pass.
 * Owns: the client until conn_close(). Inside txn_run() the conn belongs to the runner.
 * Threads: one thread at a time. A thread holds one conn at most: functions that take a struct store open their own,
 * so inside a transaction's body call only functions that take a struct conn.
 */
#pragma once

#include "base/arena.h"
#include "base/fault.h"
#include "store/store.h"
#include "wire/bson.h"

#include <mongoc/mongoc.h>

struct conn {
	struct store *store;
	enum store_pace pace;
	mongoc_client_t *client;
	mongoc_client_session_t *session; /* NULL outside a transaction */
	bool redo;                        /* the last failure may pass when the whole transaction is run again */
	uint32_t code;                    /* of the server, of the last failure; 0: none */
	char duplicate[64];               /* name of the index that the last RC_CONFLICT "duplicate" was about */
};

/* `CONN(conn);` then TRY(conn_open(store, STORE_BRISK, &conn, fault)): closed when the scope is left. */
#define CONN(name) __attribute__((cleanup(conn_close))) struct conn name = {0}

enum rc conn_open(struct store *store, enum store_pace pace, struct conn *conn, struct fault *fault) MUST_CHECK;
void conn_close(struct conn *conn);

enum rc conn_insert(struct conn *conn, const char *collection, const bson_t *document,
                    struct fault *fault) MUST_CHECK;

/* Unordered; at most 1,000 documents. *duplicates (may be NULL) counts those refused by a unique index: no fault.
 * Not in a transaction when duplicates are to be expected: there a duplicate ends the transaction. */
enum rc conn_insert_many(struct conn *conn, const char *collection, const bson_t *const *documents, size_t count,
                         size_t *duplicates, struct fault *fault) MUST_CHECK;

/* update: operators, or a pipeline as an array document. upsert where asked. *matched (may be NULL): rows found. */
enum rc conn_update(struct conn *conn, const char *collection, const bson_t *filter, const bson_t *update,
                    bool upsert, int64_t *matched, struct fault *fault) MUST_CHECK;
enum rc conn_update_many(struct conn *conn, const char *collection, const bson_t *filter, const bson_t *update,
                         int64_t *matched, struct fault *fault) MUST_CHECK;
enum rc conn_delete_many(struct conn *conn, const char *collection, const bson_t *filter, int64_t *deleted,
                         struct fault *fault) MUST_CHECK;

/* What find-and-modify does; update may be a pipeline. *found is NULL when no row matched (that is RC_OK). */
struct conn_modify {
	const char *collection;
	const bson_t *filter;
	const bson_t *update;
	const bson_t *sort;   /* NULL: none */
	const bson_t *fields; /* projection; NULL: the whole document */
	bool before;          /* answer the row as it was, not as it became */
	bool upsert;
};
enum rc conn_modify(struct conn *conn, const struct conn_modify *modify, struct arena *arena, const bson_t **found,
                    struct fault *fault) MUST_CHECK;

/* The first row, kept in the arena; *found is NULL when there is none (that is RC_OK). fields may be NULL. */
enum rc conn_find_one(struct conn *conn, const char *collection, const bson_t *filter, const bson_t *fields,
                      struct arena *arena, const bson_t **found, struct fault *fault) MUST_CHECK;

/*
 * Rows one by one:
 *	CURSOR(cursor) = conn_find(conn, "leads", &filter, &opts);
 *	while (conn_next(conn, cursor, &row, &rc, fault)) …   // row is borrowed until the next call
 *	TRY(rc);
 * opts: sort, limit, projection, hint, batchSize; not the session, which is added here.
 */
#define CURSOR(name) __attribute__((cleanup(conn_cursor_close))) mongoc_cursor_t *name
mongoc_cursor_t *conn_find(struct conn *conn, const char *collection, const bson_t *filter, const bson_t *opts);
mongoc_cursor_t *conn_aggregate(struct conn *conn, const char *collection, const bson_t *pipeline,
                                const bson_t *opts);
bool conn_next(struct conn *conn, mongoc_cursor_t *cursor, const bson_t **row, enum rc *rc, struct fault *fault);
void conn_cursor_close(mongoc_cursor_t **cursor);

/* A command on our database; *reply (may be NULL) is kept in the arena. */
enum rc conn_command(struct conn *conn, const bson_t *command, struct arena *arena, const bson_t **reply,
                     struct fault *fault) MUST_CHECK;

/* Turns a driver error into a fault; for the few files that call libmongoc themselves. reply may be NULL. */
enum rc conn_fault(struct conn *conn, const char *collection, const bson_error_t *error, const bson_t *reply,
                   struct fault *fault);
