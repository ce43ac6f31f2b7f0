/*
 * frame — looks at the first bytes of a FastCGI request before anybody acts on them.
 *
 * Promises: says whether the begin record and the whole of the parameters are there and are what a web server would
 * send: version 1, a responder, one request id, name and value lengths within their records. libfcgi then finds them
 * complete, never waits for them and never allocates by a length that a peer made up.
 * Refuses: management records, multiplexing, other roles, more than FRAME_MAX_BYTES of parameters.
 * Owns: nothing. Pure.
 * Source: FastCGI Specification 1.0, sections 3.3, 3.4 and 5.1.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { FRAME_MAX_BYTES = 64 << 10 };

enum frame_verdict {
	FRAME_COMPLETE, /* hand it over */
	FRAME_PARTIAL,  /* well-formed so far, more must come */
	FRAME_BAD,      /* close the connection */
};

/* bytes: what waits in the socket's queue, up to FRAME_MAX_BYTES of it. */
enum frame_verdict frame_inspect(const uint8_t *bytes, size_t length);
