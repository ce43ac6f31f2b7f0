/*
 * bulk — many updates of one collection in one round trip, in or out of a transaction.
 *
 * Promises: bulk_run() does all of them in order and stops at the first that fails. An empty bulk is RC_OK.
 * Refuses: what conn refuses.
 * Owns: its copies of filters and updates.
 * Threads: one thread at a time.
 */
#pragma once

#include "store/conn.h"

struct bulk {
	struct conn *conn;
	const char *collection;
	mongoc_bulk_operation_t *operation;
	size_t count;
};

/* `BULK(bulk, conn, "events");` is freed when the scope is left. */
#define BULK(name, conn_, collection_)                                                                               \
	__attribute__((cleanup(bulk_free))) struct bulk name = bulk_begin(conn_, collection_)

struct bulk bulk_begin(struct conn *conn, const char *collection);
void bulk_free(struct bulk *bulk);

void bulk_update(struct bulk *bulk, const bson_t *filter, const bson_t *update, bool upsert);

/* *matched (may be NULL): rows that were found. */
enum rc bulk_run(struct bulk *bulk, int64_t *matched, struct fault *fault) MUST_CHECK;
