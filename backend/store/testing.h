/*
 * testing — for *_test.c of store/, api/ and daemons/ alone: a store on the real test mongod.
 *
 * Promises: testing_open() gives a migrated database of this program's own; testing_close() drops it. A test without
 * CIERRE_TEST_MONGODB_URI (tests/run sets it) aborts: it is never skipped.
 * Threads: one.
 */
#pragma once

#include "store/conn.h"
#include "store/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static inline const char *testing_uri(void)
{
	const char *uri = getenv("CIERRE_TEST_MONGODB_URI");

	if (!uri) {
		(void)fprintf(stderr, "CIERRE_TEST_MONGODB_URI is not set: run `make unit`\n");
		abort();
	}
	return uri;
}

static inline void testing_must(enum rc rc, const struct fault *fault)
{
	if (rc == RC_OK)
		return;
	(void)fprintf(stderr, "rc %d, %s: %s\n", rc, fault->code, fault->detail);
	abort();
}

/* name: of the test program; its database is name_PID. */
static inline struct store *testing_open(const char *name)
{
	char database[64];
	struct store_options options = {
		.mongodb_uri = testing_uri(), .database = database, .program = name, .threads = 8, .followers = 4};
	struct store *store;
	struct fault fault;
	int changes;

	id_init();
	(void)snprintf(database, sizeof database, "%s_%d", name, (int)getpid());
	testing_must(store_open(&options, &store, &fault), &fault);
	testing_must(migrate_run(store, NULL, NULL, &changes, &fault), &fault);
	return store;
}

static inline void testing_close(struct store *store)
{
	struct fault fault;
	CONN(conn);
	BSON(drop);

	testing_must(conn_open(store, STORE_PATIENT, &conn, &fault), &fault);
	wire_put_int(&drop, "dropDatabase", 1);
	testing_must(conn_command(&conn, &drop, NULL, NULL, &fault), &fault);
	conn_close(&conn);
	store_close(store);
}
