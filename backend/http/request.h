/*
 * request — what a handler is given: who asks, for what, with which body; and where its answer is put.
 *
 * Promises: everything is read through accessors that check, and that fill request->fault with every wrong name, so
 * that a handler is a row of TRY()s. All text lives in request->arena, until the answer is sent. Before the handler
 * runs: the route is found, the caller passed the guard, the body is within the row's ceiling, and the headers that
 * the row's flags ask for are there and well-formed.
 * Refuses: parameters and headers that are malformed, repeated or too long. Never trusts the raw URI: routes on
 * DOCUMENT_URI, which nginx decoded and normalised.
 * Owns: nothing that outlives the request.
 * Threads: a request belongs to the thread that serves it.
 */
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"
#include "base/id.h"
#include "http/query.h"
#include "http/response.h"
#include "http/router.h"
#include "http/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	REQUEST_KEY_MIN = 8, /* Idempotency-Key: visible ASCII */
	REQUEST_KEY_MAX = 64,
	REQUEST_ID_MAX = 64,
	PAGE_LIMIT_DEFAULT = 25,
	PAGE_LIMIT_MAX = 200,
	PAGE_CURSOR_MAX = 200,
};

/* Who asks. The guard fills it from the token; all zeros on public and internal rows. */
struct caller {
	struct id user_id;
	struct id session_id;
	const struct id *team_ids;
	size_t team_ids_count;
	uint32_t role;    /* enum role */
	const char *name; /* shown to colleagues; never logged */
};

struct bytes {
	const uint8_t *data;
	size_t length;
};

/* What is asked of a list. */
struct page {
	const char *after; /* cursor of the last item seen, NULL for the first page; the store checks its form */
	int64_t limit;     /* 1 to PAGE_LIMIT_MAX */
};

/* Where a request comes from and its answer goes to: the FastCGI connection, or a test's memory. */
struct exchange {
	void *peer;
	char **params;                                               /* "NAME=value", NULL at the end */
	size_t (*read)(void *peer, void *room, size_t bytes);        /* fewer than asked: the end, or an error */
	bool (*write)(void *peer, const void *bytes, size_t length); /* false: the peer is gone */
	void (*abandon)(void *peer); /* the answer cannot be finished: cut the connection so that it shows */
};

struct request {
	struct arena *arena;
	struct fault *fault;
	void *app; /* struct app of api/app.h */
	const struct route *route;
	const char *method;
	const char *path;           /* DOCUMENT_URI */
	const char *request_id;     /* nginx's, or one of our own */
	const char *remote_address; /* as nginx says */
	int64_t now_ms;             /* service clock */
	int64_t real_ms;            /* real time: tokens, leases */
	struct caller caller;
	struct route_match match;
	struct query query;
	int64_t body_length; /* Content-Length; 0 when there is no body */
	int64_t body_taken;  /* how much of it was read */
	struct exchange *exchange;
	struct buf *body_buf; /* reused from request to request */
	struct response response;
};

/* {name} of the pattern as an id. A text that is no id names nothing: RC_NOT_FOUND. */
enum rc path_id(struct request *request, const char *name, struct id *id) MUST_CHECK;

/* {name} of the pattern as a whole number from min to max; else RC_NOT_FOUND. */
enum rc path_int(struct request *request, const char *name, int64_t min, int64_t max, int64_t *number) MUST_CHECK;

/* {name} of the pattern as text. */
const char *path_text(struct request *request, const char *name);

/* Query parameters. Wrong ones are named in the fault: RC_INVALID. Absent ones give the fallback. */
enum rc query_int(struct request *request, const char *name, int64_t min, int64_t max, int64_t fallback,
                  int64_t *number) MUST_CHECK;
enum rc query_text(struct request *request, const char *name, size_t max_bytes, const char **text) MUST_CHECK;
enum rc query_id(struct request *request, const char *name, struct id *id) MUST_CHECK; /* absent: none */
enum rc query_flag(struct request *request, const char *name, bool *flag) MUST_CHECK;  /* true | false */
enum rc query_page(struct request *request, struct page *page) MUST_CHECK;             /* after, limit */

/*
 * The version the caller edited, from If-Match. Absent: 428 `version_required`; not one strong tag of ours:
 * 400 `if_match`. That it is out of date only the store can say: RC_STALE, 412.
 */
enum rc if_match(struct request *request, int64_t *version) MUST_CHECK;

/* The Idempotency-Key: REQUEST_KEY_MIN to REQUEST_KEY_MAX visible ASCII characters. Absent or malformed:
 * 400 `idempotency_key`. */
enum rc idempotency_key(struct request *request, const char **key) MUST_CHECK;

/* A FastCGI parameter, NULL when it is not there. */
const char *request_param(const struct request *request, const char *name);

/*
 * A header by its CGI name ("IF_MATCH"): *value is NULL when it is absent. RC_MALFORMED `header_twice` when it comes
 * twice with different values, since which one a proxy before us looked at cannot be known.
 */
enum rc request_header(struct request *request, const char *name, const char **value) MUST_CHECK;

/* A cookie's value; NULL when it is absent, malformed or there twice. */
const char *request_cookie(struct request *request, const char *name);

/* The media type, lower case, without parameters; "" when there is none. */
const char *request_content_type(struct request *request);

/*
 * The whole body. No Content-Length: 411; more than the row's ceiling: 413; fewer bytes than announced:
 * 400 `body_short`. The bytes are NUL-terminated and live until the answer is sent.
 */
enum rc request_body(struct request *request, struct bytes *body) MUST_CHECK;

/* The body piece by piece, in constant memory: *got is 0 at its end. Errors as request_body(). */
enum rc request_body_next(struct request *request, void *room, size_t bytes, size_t *got) MUST_CHECK;
