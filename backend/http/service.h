/*
 * service — the life of one request, from parameters to log line.
 *
 * Promises: exactly one answer and one log line per request. Order: parameters, route, guard, ceilings and headers of
 * the row, handler, answer, log. The log line names the request id, method, the route's pattern, status,
 * milliseconds, bytes and user id: never a path, a query, a name or a body.
 * Refuses: what router, request and guard refuse; a handler's fault becomes a problem.
 * Owns: a `struct worker` per thread: arena and buffers that are reused, so that a warm request does not call malloc.
 * Threads: the service is read-only; each worker belongs to one thread.
 */
#pragma once

#include "base/clock.h"
#include "http/request.h"
#include "http/router.h"

struct service {
	const struct router *router;
	enum rc (*guard)(struct request *request); /* fills request->caller; RC_UNAUTHENTICATED, RC_FORBIDDEN … */
	const struct clock *clock;
	void *app;
};

/* What one thread keeps from request to request. */
struct worker;

struct worker *worker_new(const struct service *service);
void worker_free(struct worker *worker);

/* Serves one request to its end. */
void worker_serve(struct worker *worker, struct exchange *exchange);
