/*
 * call_facts — tells a line without media what it hears: events `call.fact`.
 *
 * Promises: the fact is written with the change it belongs to, in its transaction; the dialer passes it to the
 * telephony port. A line with media of its own never needs it, and nobody else reads it.
 * Refuses: words: only what domain/call_fact.h names.
 * Owns: nothing.
 * Threads: any.
 */
#pragma once

#include "domain/call_fact.h"
#include "store/conn.h"

struct call_fact_note {
	struct id call_id; /* none: there is no call under way, nothing is written */
	enum call_fact fact;
	int64_t n;           /* see enum call_fact */
	int64_t text_length; /* characters that are read aloud now; 0: none */
	int64_t now_ms;      /* service time */
};

enum rc call_fact_append(struct conn *conn, const struct call_fact_note *note, struct fault *fault) MUST_CHECK;
