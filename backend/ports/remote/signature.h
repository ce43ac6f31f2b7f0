/*
 * signature — what is signed of a question and of an answer, and how.
 *
 * Promises: HMAC-SHA256 in lower-case hex over lines that end in '\n' and the body as sent; comparing takes the same
 * time wherever the two differ. A question's lines: "v1", Unix seconds, operation, idempotency key. An answer's:
 * "v1-answer", status, the question's signature; so an answer fits no other question.
 * Refuses: nothing. Owns: nothing. Threads: any.
 * Source: docs/ports.md.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SIGNATURE_KEY_BYTES = 32, SIGNATURE_HEX_SIZE = 65 };

struct signature_question {
	int64_t unix_seconds;
	const char *operation, *key;
	const void *body;
	size_t body_length;
};

void signature_of_question(const uint8_t key[SIGNATURE_KEY_BYTES], const struct signature_question *question,
                           char hex[SIGNATURE_HEX_SIZE]);

struct signature_answer {
	long status;
	const char *question_hex;
	const void *body;
	size_t body_length;
};

void signature_of_answer(const uint8_t key[SIGNATURE_KEY_BYTES], const struct signature_answer *answer,
                         char hex[SIGNATURE_HEX_SIZE]);

/* Whether the header's text is that signature. */
bool signature_fits(const char *text, const char hex[SIGNATURE_HEX_SIZE]);
