/*
 * app — what all requests of one worker process share.
 *
 * Owns: nothing; cmd/cierre-api.c fills it before the loop starts. The store alone comes later, since a worker starts
 * without its database and says so on /readyz.
 * Threads: read-only but for what its members say of themselves.
 */
#pragma once

#include "base/clock.h"
#include "base/config.h"
#include "http/request.h"
#include "store/person_key.h"

#include <stdatomic.h>

struct access;
struct blob_vault;
struct store;

struct app {
	const struct config *config;
	struct clock clock;           /* follows the offset that is kept in the store */
	struct store *_Atomic store;  /* NULL until the database answered for the first time */
	struct blob_vault *vault;     /* the master key that files are kept under */
	struct person_key person_key; /* of documents and lines */
	struct access *access;        /* keys, passwords, and what is known of those who ask */
};

static inline struct app *app_of(const struct request *request)
{
	return request->app;
}

/* Never NULL behind the guard, which turns requests away until there is one. */
static inline struct store *store_of(const struct request *request)
{
	return atomic_load_explicit(&app_of(request)->store, memory_order_acquire);
}
