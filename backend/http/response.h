/*
 * response — what a request is answered with: status, headers, a body in memory or one pulled piece by piece.
 *
 * Promises: nothing is sent before the handler returned RC_OK, so a handler that fails half-way answers a clean
 * problem. Bodies in memory live in a buffer that is reused; downloads take one piece of memory however large they
 * are, and answer Range and If-None-Match. Control characters in header values are replaced, so no value starts
 * a header of its own. Every answer says `Cache-Control: no-store` unless the handler says otherwise.
 * Refuses: bodies beyond RESPONSE_MAX_BYTES: 413.
 * Owns: its buffers, from thread start to thread end.
 * Threads: belongs to the thread that serves the request.
 *
 * Handlers in api/ use reply.h, which stands on this.
 */
#pragma once

#include "base/buf.h"
#include "base/fault.h"
#include "http/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	RESPONSE_MAX_BYTES = 8 << 20,
	RESPONSE_HEADERS_MAX_BYTES = 16 << 10,
	RESPONSE_PIECE_BYTES = 64 << 10,
	RESPONSE_TAG_MAX = 80,
};

struct request;

/* A body that is pulled while it is sent. */
struct download {
	int64_t size;             /* bytes, known beforehand */
	const char *content_type; /* e.g. "audio/webm" */
	const char *filename;     /* NULL: shown in the page; else offered for saving. Static or in the arena */
	const char *etag;         /* with its quotes; NULL: none */
	void *source;
	/* Puts up to `room` bytes from `offset` on into out, at least one; *got says how many. */
	enum rc (*pull)(void *source, int64_t offset, void *out, size_t room, size_t *got, struct fault *fault);
};

struct response {
	int status;
	struct buf headers; /* complete lines, CRLF at each end */
	struct buf body;
	const char *content_type;
	char etag[RESPONSE_TAG_MAX]; /* with its quotes; "" when there is none */
	bool cacheable;              /* the handler set a Cache-Control of its own */
	bool is_download;
	struct download download;
	int64_t sent_bytes;
	bool cut; /* the answer could not be finished */
};

/* Adds a header line. */
void response_header(struct request *request, const char *name, const char *format, ...) PRINTF_LIKE(3, 4);

/* Sets or deletes (max_age_s 0) a `__Host-` cookie. */
void response_cookie(struct request *request, const char *name, const char *value, int64_t max_age_s);

/* The ETag of the document in the body. */
void response_version(struct request *request, int64_t version);

/* Answers with a download; RC_OK always, so that handlers end in `return response_download(…)`. */
enum rc response_download(struct request *request, const struct download *download);

/* Empties it for the next request. */
void response_reset(struct response *response);

/* Sends it. Pull failures before the first byte are given back and nothing was sent; later ones cut the answer. */
enum rc response_send(struct request *request);

void response_free(struct response *response);
