#include "auth/token.h"

#include <assert.h>
#include <errno.h>
#include <jwt.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

#define ISSUER   "cierre"
#define AUDIENCE "cierre-api"

_Static_assert(sizeof(long) >= sizeof(int64_t), "libjwt keeps numbers in a long");

static void jwt_cleanup(jwt_t **jwt)
{
	if (*jwt)
		jwt_free(*jwt);
}
#define JWT __attribute__((cleanup(jwt_cleanup))) jwt_t *

static void text_cleanup(char **text)
{
	if (*text)
		free(*text);
}

/* Writing a token fails only when memory does. */
static void must(bool done)
{
	if (done)
		return;
	log_event(LOG_ERROR, "out_of_memory", LOG_STR("where", "token"));
	abort();
}

/* The claims as a token of that key. The same claims and key always give the same bytes: libjwt sorts the names. */
static void write_token(const struct token_key *key, const struct token_claims *claims, char token[TOKEN_SIZE])
{
	JWT jwt = NULL;
	__attribute__((cleanup(text_cleanup))) char *text = NULL;
	size_t length;

	must(jwt_new(&jwt) == 0 && jwt_set_alg(jwt, JWT_ALG_HS256, key->bytes, TOKEN_KEY_BYTES) == 0 &&
	     jwt_add_header(jwt, "kid", key->kid) == 0 && jwt_add_grant(jwt, "iss", ISSUER) == 0 &&
	     jwt_add_grant(jwt, "aud", AUDIENCE) == 0 && jwt_add_grant(jwt, "sub", ID_TEXT(&claims->user_id)) == 0 &&
	     jwt_add_grant(jwt, "sid", ID_TEXT(&claims->session_id)) == 0 &&
	     jwt_add_grant(jwt, "role", role_name(claims->role)) == 0 &&
	     jwt_add_grant_int(jwt, "ver", claims->epoch) == 0 &&
	     jwt_add_grant_int(jwt, "iat", claims->issued_at_ms / 1000) == 0 &&
	     jwt_add_grant_int(jwt, "nbf", claims->issued_at_ms / 1000) == 0 &&
	     jwt_add_grant_int(jwt, "exp", claims->expires_at_ms / 1000) == 0);
	text = jwt_encode_str(jwt);
	must(text != NULL);
	length = strlen(text);
	assert(length < TOKEN_SIZE);
	memcpy(token, text, length + 1);
}

/* Learns a key's fingerprint and header by writing an empty token with it. */
static void key_init(struct token_key *key, const uint8_t *bytes)
{
	static const struct token_claims none;
	uint8_t fingerprint[(TOKEN_KID_SIZE - 1) / 2];
	char token[TOKEN_SIZE];
	size_t header;

	memcpy(key->bytes, bytes, TOKEN_KEY_BYTES);
	(void)crypto_generichash(fingerprint, sizeof fingerprint, bytes, TOKEN_KEY_BYTES, (const uint8_t *)"kid", 3);
	(void)sodium_bin2hex(key->kid, sizeof key->kid, fingerprint, sizeof fingerprint);
	write_token(key, &none, token);
	header = strcspn(token, ".") + 1;
	assert(header < sizeof key->header);
	memcpy(key->header, token, header);
	key->header[header] = '\0';
}

enum rc token_gate_init(struct token_gate *gate, const uint8_t *current, size_t current_bytes,
                        const uint8_t *previous, size_t previous_bytes, struct fault *fault)
{
	if (sodium_init() < 0)
		abort();
	if (current_bytes != TOKEN_KEY_BYTES || (previous && previous_bytes != TOKEN_KEY_BYTES))
		return fault_set(fault, RC_INVALID, "key", "keys of access tokens have %d bytes", TOKEN_KEY_BYTES);
	*gate = (struct token_gate){.keys_count = previous ? 2 : 1};
	key_init(&gate->keys[0], current);
	if (previous)
		key_init(&gate->keys[1], previous);
	return RC_OK;
}

void token_gate_wipe(struct token_gate *gate)
{
	sodium_memzero(gate, sizeof *gate);
}

void token_issue(const struct token_gate *gate, struct token_claims *claims, int64_t now_ms, char token[TOKEN_SIZE])
{
	claims->issued_at_ms = now_ms - now_ms % 1000;
	claims->expires_at_ms = claims->issued_at_ms + TOKEN_LIFE_S * INT64_C(1000);
	write_token(&gate->keys[0], claims, token);
}

static const struct token_key *key_of(const struct token_gate *gate, const char *token)
{
	for (size_t i = 0; i < gate->keys_count; i++)
		if (strncmp(token, gate->keys[i].header, strlen(gate->keys[i].header)) == 0)
			return &gate->keys[i];
	return NULL;
}

static bool says(jwt_t *jwt, const char *claim, const char *expected)
{
	const char *text = jwt_get_grant(jwt, claim);

	return text && strcmp(text, expected) == 0;
}

static bool read_id(jwt_t *jwt, const char *claim, struct id *id)
{
	const char *text = jwt_get_grant(jwt, claim);

	return text && id_parse(text, id) && !id_is_none(id);
}

static bool read_number(jwt_t *jwt, const char *claim, int64_t *number)
{
	errno = 0;
	*number = jwt_get_grant_int(jwt, claim);
	return errno == 0 && *number >= 0 && *number < INT64_MAX / 1000;
}

static bool read_claims(jwt_t *jwt, struct token_claims *claims)
{
	const char *role = jwt_get_grant(jwt, "role");
	int64_t not_before_s, issued_s, expires_s;

	if (!says(jwt, "iss", ISSUER) || !says(jwt, "aud", AUDIENCE) || !read_id(jwt, "sub", &claims->user_id) ||
	    !read_id(jwt, "sid", &claims->session_id) || !role || !role_parse(role, &claims->role) ||
	    !read_number(jwt, "ver", &claims->epoch) || !read_number(jwt, "iat", &issued_s) ||
	    !read_number(jwt, "nbf", &not_before_s) || !read_number(jwt, "exp", &expires_s))
		return false;
	claims->issued_at_ms = issued_s * 1000;
	claims->expires_at_ms = expires_s * 1000;
	return not_before_s == issued_s && expires_s == issued_s + TOKEN_LIFE_S;
}

static bool is_current(const struct token_claims *claims, int64_t now_ms)
{
	return claims->issued_at_ms <= now_ms + TOKEN_SKEW_S * INT64_C(1000) && now_ms < claims->expires_at_ms;
}

/* True when the token is exactly the one that we write for these claims. */
static bool is_ours(const struct token_key *key, const struct token_claims *claims, const char *token, size_t length)
{
	char ours[TOKEN_SIZE];

	write_token(key, claims, ours);
	return strlen(ours) == length && sodium_memcmp(ours, token, length) == 0;
}

enum rc token_verify(const struct token_gate *gate, const char *token, int64_t now_ms, struct token_claims *claims,
                     struct fault *fault)
{
	size_t length = strnlen(token, TOKEN_SIZE);
	const struct token_key *key = length < TOKEN_SIZE ? key_of(gate, token) : NULL;
	struct token_claims read = {0};
	JWT jwt = NULL;

	if (!key || jwt_decode(&jwt, token, key->bytes, TOKEN_KEY_BYTES) != 0 || !read_claims(jwt, &read) ||
	    !is_current(&read, now_ms) || !is_ours(key, &read, token, length))
		return fault_set(fault, RC_UNAUTHENTICATED, "token",
		                 "the access token is missing, used up or not ours");
	*claims = read;
	return RC_OK;
}
