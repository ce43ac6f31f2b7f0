/*
 * router — finds the row of a const table that answers a method and a path.
 *
 * Promises: the table is built once into a tree; a look-up allocates nothing and costs the path's length. A literal
 * segment is preferred to a parameter, and when the rest of the path does not fit below it the parameter is tried.
 * HEAD is answered by the row of GET. What a path's row may be asked is known, for 405 and its Allow header.
 * Refuses: at start: duplicate rows or operation ids, incomplete rows, malformed patterns, more than ROUTE_PARAMS_MAX
 * parameters; one sentence says which row. In a request: empty segments ("//", a trailing "/").
 * Owns: the tree lives in the arena given; rows and patterns are static.
 * Threads: read-only after router_new().
 */
#pragma once

#include "base/arena.h"
#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct request;

enum { ROUTE_PARAMS_MAX = 4 };

enum route_flags {
	ROUTE_CREATES = 1 << 0, /* needs an Idempotency-Key */
	ROUTE_EDITS = 1 << 1,   /* needs an If-Match */
	ROUTE_EARLY = 1 << 2,   /* also for who must choose a password first */
};

/* One row. The router reads the first three and the handler; what roles and ownership mean is api/'s business. */
struct route {
	const char *method;       /* GET POST PUT PATCH DELETE */
	const char *pattern;      /* "/api/v1/sales/{id}/claim" */
	const char *operation_id; /* as in openapi.yaml */
	uint32_t roles;           /* bit mask of enum role */
	uint32_t ownership;       /* enum ownership of api/routes.h; 0 is "forgotten" and refused */
	uint32_t flags;           /* enum route_flags */
	int64_t body_max_bytes;   /* 0: no body is read */
	enum rc (*handler)(struct request *request);
};

/* A parameter's text in the path: not NUL-terminated. */
struct route_param {
	const char *text;
	size_t length;
};

struct route_match {
	const struct route *route;
	size_t params_count;
	struct route_param params[ROUTE_PARAMS_MAX]; /* in the pattern's order */
	uint32_t allowed; /* bit mask of methods when the path is known and the method not */
};

struct router;

/* RC_INVALID with one sentence when the table is wrong. */
enum rc router_new(struct arena *arena, const struct route *rows, size_t count, struct router **router,
                   struct fault *fault) MUST_CHECK;

/* True and *match filled; false with match->allowed 0 (no such path) or not (405). */
bool router_find(const struct router *router, const char *method, const char *path, struct route_match *match);

/* "GET, HEAD, POST" for the Allow header. */
enum { ROUTER_ALLOW_SIZE = 48 };
char *router_allow(uint32_t allowed, char out[ROUTER_ALLOW_SIZE]);

/* The matched parameter of that name; NULL when the pattern has none so named. */
const struct route_param *route_param(const struct route_match *match, const char *name);
