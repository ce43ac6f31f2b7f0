#include "auth/refresh.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

enum { GENERATION_BYTES = 4, BODY_BYTES = ID_BYTES + GENERATION_BYTES, RACES_MAX = 4 };

_Static_assert(crypto_auth_KEYBYTES == REFRESH_KEY_BYTES, "libsodium's HMAC takes our key");
_Static_assert(sodium_base64_ENCODED_LEN(BODY_BYTES + crypto_auth_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING) ==
                       REFRESH_TOKEN_SIZE,
               "a token fits exactly");

void refresh_write(const struct refresh_key *key, const struct id *family_id, int64_t generation,
                   char token[REFRESH_TOKEN_SIZE])
{
	uint8_t bytes[BODY_BYTES + crypto_auth_BYTES];

	assert(generation >= 0 && generation <= UINT32_MAX);
	memcpy(bytes, family_id->bytes, ID_BYTES);
	for (int i = 0; i < GENERATION_BYTES; i++)
		bytes[ID_BYTES + i] = (uint8_t)(generation >> (8 * (GENERATION_BYTES - 1 - i)));
	(void)crypto_auth(bytes + BODY_BYTES, bytes, BODY_BYTES, key->bytes);
	(void)sodium_bin2base64(token, REFRESH_TOKEN_SIZE, bytes, sizeof bytes,
	                        sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool refresh_read(const struct refresh_key *key, const char *token, struct id *family_id, int64_t *generation)
{
	uint8_t bytes[BODY_BYTES + crypto_auth_BYTES];
	size_t length = 0;

	if (strnlen(token, REFRESH_TOKEN_SIZE) != REFRESH_TOKEN_SIZE - 1 ||
	    sodium_base642bin(bytes, sizeof bytes, token, REFRESH_TOKEN_SIZE - 1, NULL, &length, NULL,
	                      sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
	    length != sizeof bytes || crypto_auth_verify(bytes + BODY_BYTES, bytes, BODY_BYTES, key->bytes) != 0)
		return false;
	memcpy(family_id->bytes, bytes, ID_BYTES);
	*generation = 0;
	for (int i = 0; i < GENERATION_BYTES; i++)
		*generation = *generation << 8 | bytes[ID_BYTES + i];
	return true;
}

void refresh_derive(const struct refresh_key *key, const char *purpose, uint8_t secret[REFRESH_KEY_BYTES])
{
	(void)crypto_generichash(secret, REFRESH_KEY_BYTES, (const uint8_t *)purpose, strlen(purpose), key->bytes,
	                         REFRESH_KEY_BYTES);
}

static void hash_token(const char *token, uint8_t hash[SESSION_HASH_BYTES])
{
	(void)crypto_generichash(hash, SESSION_HASH_BYTES, (const uint8_t *)token, strlen(token), NULL, 0);
}

enum rc refresh_begin(const struct token_store *store, const struct refresh_key *key, const struct id *user_id,
                      int64_t now_ms, struct session *family, char token[REFRESH_TOKEN_SIZE], struct fault *fault)
{
	struct session begun = {.id = id_new(now_ms),
	                        .user_id = *user_id,
	                        .created_at_ms = now_ms,
	                        .rotated_at_ms = now_ms,
	                        .expires_at_ms = now_ms + REFRESH_LIFE_MS};
	char first[REFRESH_TOKEN_SIZE];

	refresh_write(key, &begun.id, begun.generation, first);
	hash_token(first, begun.token_hash);
	TRY(store->insert(store->context, &begun, fault));
	*family = begun;
	memcpy(token, first, sizeof first);
	return RC_OK;
}

static enum rc ended(struct fault *fault)
{
	return fault_set(fault, RC_UNAUTHENTICATED, "session_ended", "the session has ended");
}

/* Moves the family on by one generation; RC_STALE when another request was faster. */
static enum rc rotate(const struct token_store *store, const struct refresh_key *key, int64_t now_ms,
                      struct session *family, char next[REFRESH_TOKEN_SIZE], struct fault *fault)
{
	struct session rotated = *family;
	char token[REFRESH_TOKEN_SIZE];

	rotated.generation++;
	rotated.rotated_at_ms = now_ms;
	refresh_write(key, &rotated.id, rotated.generation, token);
	hash_token(token, rotated.token_hash);
	TRY(store->rotate(store->context, &rotated, fault));
	*family = rotated;
	memcpy(next, token, sizeof token);
	return RC_OK;
}

static bool is_latest(const struct session *family, int64_t generation, const char *token)
{
	uint8_t hash[SESSION_HASH_BYTES];

	hash_token(token, hash);
	return generation == family->generation && sodium_memcmp(hash, family->token_hash, sizeof hash) == 0;
}

enum rc refresh_continue(const struct token_store *store, const struct refresh_key *key, const char *token,
                         int64_t now_ms, struct session *family, char next[REFRESH_TOKEN_SIZE], struct fault *fault)
{
	struct session stored;
	struct id family_id;
	int64_t generation;
	enum rc rc = RC_STALE;

	if (!refresh_read(key, token, &family_id, &generation))
		return fault_set(fault, RC_UNAUTHENTICATED, "token", "the refresh token is not one of ours");
	for (int race = 0; rc == RC_STALE && race < RACES_MAX; race++) {
		rc = store->read(store->context, &family_id, &stored, fault);
		if (rc == RC_NOT_FOUND)
			return ended(fault);
		TRY(rc);
		if (stored.revoked_at_ms || now_ms >= stored.expires_at_ms)
			return ended(fault);
		if (generation + 1 == stored.generation && now_ms < stored.rotated_at_ms + REFRESH_GRACE_MS) {
			refresh_write(key, &family_id, stored.generation, next);
			*family = stored;
			return RC_OK;
		}
		if (!is_latest(&stored, generation, token)) {
			TRY(store->revoke(store->context, &stored, SESSION_END_REUSED, now_ms, fault));
			return ended(fault);
		}
		rc = rotate(store, key, now_ms, &stored, next, fault);
	}
	TRY(rc);
	*family = stored;
	return RC_OK;
}
