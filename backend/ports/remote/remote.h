/*
 * remote — an outside system by our signed HTTP contract, the asking half; docs/ports.md is the whole of it.
 *
 * Promises: one POST with a JSON body, signed with the system's key together with its time, its operation and its
 * idempotency key; an answer is believed only when its own signature fits this very question. What may have an
 * effect carries a key of the fact it belongs to, so that a repeat gives the first answer and no second effect.
 * Refuses: an address that is neither https nor on loopback (RC_INVALID). No answer in time, another status than 200
 * and 422, an answer that is too large, unsigned or not as agreed: RC_UNAVAILABLE under the system's `silent`;
 * nothing is known then of what happened over there. Redirects are not followed. Never logs bodies, keys or answers.
 * Owns: one libcurl handle per thread, with its kept connections, freed with the thread.
 * Threads: any.
 * The keys (NAME.key in keys_dir) are read at each question, so that one is replaced without a restart.
 */
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/config.h"
#include "base/fault.h"
#include "wire/shape.h"

enum { REMOTE_BODY_MAX = 64 * 1024, REMOTE_SLUG_MAX = 40 };

/* Whom to ask. */
struct remote_system {
	const char *name;   /* "identity": of its key file */
	const char *silent; /* the fault's code when it does not answer; static */
	const char *url;    /* of the setting, without a slash at its end */
	int64_t timeout_ms;
};

/* What to ask. */
struct remote_question {
	const char *operation; /* the path below the URL: "identity/begin" */
	const char *key;       /* 1 to 100 printable characters; "" where a repeat does no harm */
	const struct buf *body;
};

struct remote_answer {
	const char *refused; /* the code of a 422, a slug; NULL: done */
	const char *body;    /* in the arena */
	size_t length;
};

/* Whether the system can be asked at all: its URL and its key. RC_INVALID with one sentence. */
enum rc remote_check(const struct config *config, const struct remote_system *system, struct fault *fault) MUST_CHECK;

enum rc remote_ask(const struct config *config, const struct remote_system *system,
                   const struct remote_question *question, struct arena *arena, struct remote_answer *answer,
                   struct fault *fault) MUST_CHECK;

/* The answer's members. What is not as agreed is as good as no answer: RC_UNAVAILABLE. */
enum rc remote_read(const struct remote_system *system, const struct remote_answer *answer,
                    const struct wire_shape *shape, struct arena *arena, void *record,
                    struct fault *fault) MUST_CHECK;

/* remote_ask() and remote_read() in one, where nothing can be refused: a refusal is as good as no answer. */
enum rc remote_get(const struct config *config, const struct remote_system *system,
                   const struct remote_question *question, const struct wire_shape *shape, struct arena *arena,
                   void *record, struct fault *fault) MUST_CHECK;

/* For bodies: ,"name":"text" — nothing when the text is NULL or empty. */
void remote_text(struct buf *body, const char *name, const char *text);
void remote_int(struct buf *body, const char *name, int64_t number);

/* Codes and reasons from outside: 1 to 40 of a-z, 0-9 and '_', since they are shown and kept. */
enum field_verdict remote_check_slug(const char *text);
