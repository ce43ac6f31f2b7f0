#include "ports/remote/signature.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

static_assert(SIGNATURE_KEY_BYTES == crypto_auth_hmacsha256_KEYBYTES, "HMAC-SHA256's key");

static void sign(const uint8_t *key, const char *lines, const void *body, size_t body_length,
                 char hex[SIGNATURE_HEX_SIZE])
{
	crypto_auth_hmacsha256_state state;
	uint8_t bytes[crypto_auth_hmacsha256_BYTES];

	crypto_auth_hmacsha256_init(&state, key, SIGNATURE_KEY_BYTES);
	crypto_auth_hmacsha256_update(&state, (const uint8_t *)lines, strlen(lines));
	crypto_auth_hmacsha256_update(&state, body, body_length);
	crypto_auth_hmacsha256_final(&state, bytes);
	sodium_memzero(&state, sizeof state);
	(void)sodium_bin2hex(hex, SIGNATURE_HEX_SIZE, bytes, sizeof bytes);
}

void signature_of_question(const uint8_t key[SIGNATURE_KEY_BYTES], const struct signature_question *question,
                           char hex[SIGNATURE_HEX_SIZE])
{
	char lines[300];
	int length = snprintf(lines, sizeof lines, "v1\n%lld\n%s\n%s\n", (long long)question->unix_seconds,
	                      question->operation, question->key);

	assert(length > 0 && (size_t)length < sizeof lines);
	sign(key, lines, question->body, question->body_length, hex);
}

void signature_of_answer(const uint8_t key[SIGNATURE_KEY_BYTES], const struct signature_answer *answer,
                         char hex[SIGNATURE_HEX_SIZE])
{
	char lines[128];
	int length = snprintf(lines, sizeof lines, "v1-answer\n%ld\n%s\n", answer->status, answer->question_hex);

	assert(length > 0 && (size_t)length < sizeof lines);
	sign(key, lines, answer->body, answer->body_length, hex);
}

bool signature_fits(const char *text, const char hex[SIGNATURE_HEX_SIZE])
{
	return strlen(text) == SIGNATURE_HEX_SIZE - 1 && sodium_memcmp(text, hex, SIGNATURE_HEX_SIZE - 1) == 0;
}
