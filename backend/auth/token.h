/*
 * token — the access token: a JWT (HS256) that lives ten minutes in the memory of a page.
 *
 * Promises: one gate for everything that comes back. A token is accepted only when its header is, byte for byte, one
 * of the two we write (current key, previous key), its signature fits that key, its claims have the types and values
 * we give them, it is not yet used up, and writing its claims again gives the very same bytes. The last condition
 * refuses duplicate claims, extra claims, other spellings of numbers, blanks and every other freedom of JSON and
 * base64 at once, without a second parser.
 * Refuses: keys of any length but 32 bytes; tokens beyond TOKEN_SIZE; everything else with the one answer
 * RC_UNAUTHENTICATED, "token", so that nobody learns what was nearly right. Whether the session or the user's rights
 * have ended is not known here: see session_cache.h.
 * Why one gate: libjwt 1.10, used in token.c alone, by itself accepts `none` without a key, other algorithms, PEM
 * texts as secrets, short keys, expired tokens and duplicate claims.
 * Owns: a token gate is a plain value that holds keys; token_gate_wipe() when the program ends.
 * Threads: any, after token_gate_init().
 */
#pragma once

#include "base/fault.h"
#include "base/id.h"
#include "domain/role.h"

#include <stdint.h>

enum {
	TOKEN_KEY_BYTES = 32,
	TOKEN_KID_SIZE = 17,
	TOKEN_SIZE = 512, /* a token and its NUL; ours have about 400 characters */
	TOKEN_LIFE_S = 600,
	TOKEN_SKEW_S = 30, /* how far the clocks of two machines may be apart */
};

struct token_key {
	uint8_t bytes[TOKEN_KEY_BYTES];
	char kid[TOKEN_KID_SIZE]; /* a fingerprint of the key, so it needs no configuration */
	char header[96];          /* the encoded header of every token signed with it */
};

struct token_gate {
	struct token_key keys[2]; /* the current one signs; both are accepted */
	size_t keys_count;
};

struct token_claims {
	struct id user_id;
	struct id session_id;
	enum role role;
	int64_t epoch;         /* of the user's rights when it was issued; claim `ver` */
	int64_t issued_at_ms;  /* whole seconds */
	int64_t expires_at_ms; /* whole seconds */
};

/* previous may be NULL when no key was replaced lately. RC_INVALID, "key", unless both are of TOKEN_KEY_BYTES. */
enum rc token_gate_init(struct token_gate *gate, const uint8_t *current, size_t current_bytes,
                        const uint8_t *previous, size_t previous_bytes, struct fault *fault) MUST_CHECK;
void token_gate_wipe(struct token_gate *gate);

/* Writes a token for user, session, role and epoch of *claims, and fills its times. now_ms is real time. */
void token_issue(const struct token_gate *gate, struct token_claims *claims, int64_t now_ms, char token[TOKEN_SIZE]);

/* Reads a token into *claims, or RC_UNAUTHENTICATED, "token". now_ms is real time. */
enum rc token_verify(const struct token_gate *gate, const char *token, int64_t now_ms, struct token_claims *claims,
                     struct fault *fault) MUST_CHECK;
