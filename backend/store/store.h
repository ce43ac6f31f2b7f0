/*
 * store — the one pool of MongoDB connections of a process.
 *
 * Promises: connections carry the options that survived failovers without losing a write (majority, journaled,
 * retryable, bounded in time); store_open() answers only when the server is reachable, a replica set, and writable,
 * else one sentence says what to do. Long reads (reports, exports, change streams) use a second, patient pool.
 * Refuses: a standalone server; fork() after store_open() (open it in each worker process).
 * Owns: both pools until store_close(); every conn must be closed before.
 * Threads: any; one conn belongs to one thread.
 * Source: style.md's URI options, measured over 51 failovers.
 */
#pragma once

#include "base/config.h"
#include "base/fault.h"

struct store;

enum store_pace {
	STORE_BRISK,   /* socketTimeoutMS 5 s: requests and daemons' commands */
	STORE_PATIENT, /* 60 s: reports, exports, followers */
};

struct store_options {
	const char *mongodb_uri; /* hosts, credentials, replica set; our options are set over its own */
	const char *database;
	const char *program; /* shown in the server's log and currentOp */
	unsigned threads;    /* that use the brisk pool: its size is threads + 2 */
	unsigned followers;  /* connections of the patient pool; 0: none is made and STORE_PATIENT means brisk */
};

/* Opens and checks. RC_UNAVAILABLE or RC_INVALID with one sentence in fault->detail. */
enum rc store_open(const struct store_options *options, struct store **store, struct fault *fault) MUST_CHECK;

/* The same from the configuration table. */
enum rc store_open_config(const struct config *config, const char *program, unsigned threads, unsigned followers,
                          struct store **store, struct fault *fault) MUST_CHECK;

/* NULL is allowed. */
void store_close(struct store *store);

/* A round trip to the primary; for /readyz and cierre-admin ping. */
enum rc store_ping(struct store *store, struct fault *fault) MUST_CHECK;

const char *store_database(const struct store *store);
