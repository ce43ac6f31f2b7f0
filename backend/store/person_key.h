/*
 * person_key — keyed hashes of identity documents and telephone lines.
 *
 * Promises: equal documents and equal lines give equal hashes, so that attempts and open sales are found by them;
 * without the key a hash gives nothing away, though the numbers behind it are short. Documents, lines and secrets of
 * requests never share a hash.
 * Refuses: a key file that is missing, too short or open to others (base/config.h).
 * Owns: nothing. The key is `ports.key` in keys_dir; it must outlive the data: with another key nobody's attempts and
 * open sales would be found again.
 * Threads: any; read-only after loading.
 */
#pragma once

#include "base/config.h"
#include "base/fault.h"
#include "domain/person.h"

enum { PERSON_KEY_BYTES = 32, KEYED_HASH_BYTES = 32 };

struct person_key {
	uint8_t bytes[PERSON_KEY_BYTES];
};

struct keyed_hash {
	uint8_t bytes[KEYED_HASH_BYTES];
};

enum rc person_key_load(const struct config *config, struct person_key *key, struct fault *fault) MUST_CHECK;

/* number: in its one written form (domain/person). */
struct keyed_hash person_key_document(const struct person_key *key, enum document_type type, const char *number);

/* number: E.164. */
struct keyed_hash person_key_line(const struct person_key *key, const char *number);

/* Bytes that must not be guessable from what is stored of them: a request that carries a code. */
struct keyed_hash person_key_secret(const struct person_key *key, const char *text);
