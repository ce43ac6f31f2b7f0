/*
 * app — what all requests of one worker process share.
 *
 * Owns: nothing; cmd/cierre-api.c fills it once, before the loop starts.
 * Threads: read-only but for what its members say of themselves.
 */
#pragma once

#include "base/clock.h"
#include "base/config.h"
#include "http/request.h"

struct store;
struct tokens;

struct app {
	const struct config *config;
	struct clock clock;    /* follows the offset that is kept in the store */
	struct store *store;   /* pool of database connections */
	struct tokens *tokens; /* what the guard checks tokens with */
};

static inline struct app *app_of(const struct request *request)
{
	return request->app;
}

static inline struct store *store_of(const struct request *request)
{
	return app_of(request)->store;
}
