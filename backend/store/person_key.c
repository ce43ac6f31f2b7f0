#include "store/person_key.h"

#include <sodium.h>
#include <string.h>

_Static_assert(PERSON_KEY_BYTES >= crypto_generichash_KEYBYTES_MIN, "long enough for BLAKE2b");
_Static_assert(KEYED_HASH_BYTES <= crypto_generichash_BYTES_MAX, "no longer than BLAKE2b gives");

enum rc person_key_load(const struct config *config, struct person_key *key, struct fault *fault)
{
	return config_key_read(config, "ports.key", key->bytes, sizeof key->bytes, fault);
}

/* purpose, a NUL, kind, a NUL, text: no two of them give the same bytes. */
static struct keyed_hash hash(const struct person_key *key, const char *purpose, const char *kind, const char *text)
{
	struct keyed_hash made;
	crypto_generichash_state state;

	(void)crypto_generichash_init(&state, key->bytes, sizeof key->bytes, sizeof made.bytes);
	(void)crypto_generichash_update(&state, (const uint8_t *)purpose, strlen(purpose) + 1);
	(void)crypto_generichash_update(&state, (const uint8_t *)kind, strlen(kind) + 1);
	(void)crypto_generichash_update(&state, (const uint8_t *)text, strlen(text));
	(void)crypto_generichash_final(&state, made.bytes, sizeof made.bytes);
	return made;
}

struct keyed_hash person_key_document(const struct person_key *key, enum document_type type, const char *number)
{
	return hash(key, "document", document_type_name(type), number);
}

struct keyed_hash person_key_line(const struct person_key *key, const char *number)
{
	return hash(key, "line", "", number);
}

struct keyed_hash person_key_secret(const struct person_key *key, const char *text)
{
	return hash(key, "secret", "", text);
}
