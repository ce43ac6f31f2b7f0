/* What a token is, and the tokens that must not pass: each row is somebody's attempt. */
#include "auth/token.h"

#include "base/buf.h"

#include <jwt.h>
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define NOW_MS INT64_C(1767225600123) /* 2026-01-01T00:00:00.123Z */
#define USER   "0123456789abcdef01234567"
#define SID    "89abcdef0123456701234567"

static const uint8_t key_now[TOKEN_KEY_BYTES] = "the current key, 32 bytes long!!";
static const uint8_t key_before[TOKEN_KEY_BYTES] = "the previous key, 32 bytes long!";
static const uint8_t key_foreign[TOKEN_KEY_BYTES] = "somebody else's key of 32 bytes!";

static const char rsa_public_pem[] = "-----BEGIN PUBLIC KEY-----\n"
				     "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAJ/V1SyKzHV0cEfsMVcIlgKNgzSkJX9R\n"
				     "Zq4w2mXJZzv0S8VJsxL3sNWQxKOIqDqjZB2ZQZ2l7mJ7cJgM3aUCAwEAAQ==\n"
				     "-----END PUBLIC KEY-----\n";

static struct token_gate gate_of(const uint8_t *current, const uint8_t *previous)
{
	struct token_gate gate;
	struct fault fault = {0};

	assert_int_equal(
		token_gate_init(&gate, current, TOKEN_KEY_BYTES, previous, previous ? TOKEN_KEY_BYTES : 0, &fault),
		RC_OK);
	return gate;
}

static struct token_claims some_claims(void)
{
	struct token_claims claims = {.role = ROLE_BACKOFFICE, .epoch = 7};

	assert_true(id_parse(USER, &claims.user_id));
	assert_true(id_parse(SID, &claims.session_id));
	return claims;
}

static void encode(struct buf *buf, const void *bytes, size_t length)
{
	size_t size = sodium_base64_encoded_len(length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *room = buf_reserve(buf, size);

	(void)sodium_bin2base64(room, size, bytes, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	buf->length += size - 1;
}

/* Signs header and claims as they are given with HMAC-SHA-256. */
static void forge(struct buf *buf, const char *header, const char *claims, const void *key, size_t key_bytes)
{
	crypto_auth_hmacsha256_state state;
	uint8_t mac[crypto_auth_hmacsha256_BYTES];

	encode(buf, header, strlen(header));
	buf_char(buf, '.');
	encode(buf, claims, strlen(claims));
	(void)crypto_auth_hmacsha256_init(&state, key, key_bytes);
	(void)crypto_auth_hmacsha256_update(&state, (const uint8_t *)buf->data, buf->length);
	(void)crypto_auth_hmacsha256_final(&state, mac);
	buf_char(buf, '.');
	encode(buf, mac, sizeof mac);
}

static const char *header_of(const struct token_key *key)
{
	static char header[128];

	(void)snprintf(header, sizeof header, "{\"alg\":\"HS256\",\"kid\":\"%s\",\"typ\":\"JWT\"}", key->kid);
	return header;
}

static enum rc verify(const struct token_gate *gate, const char *token, int64_t now_ms)
{
	struct token_claims claims = {.epoch = -5};
	struct fault fault = {0};
	enum rc rc = token_verify(gate, token, now_ms, &claims, &fault);

	if (rc != RC_OK) {
		assert_int_equal(rc, RC_UNAUTHENTICATED);
		assert_string_equal(fault.code, "token");
		assert_int_equal(claims.epoch, -5); /* untouched */
	}
	return rc;
}

static void test_what_we_issue_comes_back(void **state)
{
	struct token_gate gate = gate_of(key_now, NULL);
	struct token_claims issued = some_claims(), read;
	struct fault fault;
	char token[TOKEN_SIZE];

	(void)state;
	token_issue(&gate, &issued, NOW_MS, token);
	assert_int_equal(token_verify(&gate, token, NOW_MS, &read, &fault), RC_OK);
	assert_true(id_equal(&read.user_id, &issued.user_id));
	assert_true(id_equal(&read.session_id, &issued.session_id));
	assert_int_equal(read.role, ROLE_BACKOFFICE);
	assert_int_equal(read.epoch, 7);
	assert_int_equal(read.issued_at_ms, NOW_MS - 123);
	assert_int_equal(read.expires_at_ms, NOW_MS - 123 + 600000);
}

static void test_its_time(void **state)
{
	static const struct {
		const char *when;
		int64_t after_ms;
		enum rc rc;
	} rows[] = {
		{"31 s before it was issued", -31000, RC_UNAUTHENTICATED},
		{"29 s before, on a slow clock", -29000, RC_OK},
		{"the moment it was issued", 0, RC_OK},
		{"in its last second", 599000, RC_OK},
		{"after ten minutes", 600000, RC_UNAUTHENTICATED},
		{"a year later", INT64_C(31536000000), RC_UNAUTHENTICATED},
	};
	struct token_gate gate = gate_of(key_now, NULL);
	struct token_claims issued = some_claims();
	char token[TOKEN_SIZE];

	(void)state;
	token_issue(&gate, &issued, NOW_MS, token);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		print_message("  %s\n", rows[i].when);
		assert_int_equal(verify(&gate, token, NOW_MS + rows[i].after_ms), rows[i].rc);
	}
}

static void test_replacing_the_key(void **state)
{
	struct token_gate before = gate_of(key_before, NULL), both = gate_of(key_now, key_before),
			  after = gate_of(key_now, NULL);
	struct token_claims claims = some_claims();
	char old[TOKEN_SIZE], new[TOKEN_SIZE];

	(void)state;
	token_issue(&before, &claims, NOW_MS, old);
	token_issue(&both, &claims, NOW_MS, new);
	assert_int_equal(verify(&both, old, NOW_MS), RC_OK);
	assert_int_equal(verify(&both, new, NOW_MS), RC_OK);
	assert_int_equal(verify(&after, new, NOW_MS), RC_OK);
	assert_int_equal(verify(&after, old, NOW_MS), RC_UNAUTHENTICATED);
	assert_int_equal(verify(&before, new, NOW_MS), RC_UNAUTHENTICATED);
}

static void test_keys_have_32_bytes(void **state)
{
	static const size_t wrong[] = {0, 1, 16, 31, 33, 64};
	static const uint8_t long_key[64] = {1};
	struct token_gate gate;
	struct fault fault;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_int_equal(token_gate_init(&gate, long_key, wrong[i], NULL, 0, &fault), RC_INVALID);
		assert_int_equal(token_gate_init(&gate, key_now, 32, long_key, wrong[i], &fault), RC_INVALID);
	}
	assert_string_equal(fault.code, "key");
}

/* The claims of a good token, as libjwt writes them; every hostile one is a small step away. */
#define GOOD                                                                                                         \
	"{\"aud\":\"cierre-api\",\"exp\":1767226200,\"iat\":1767225600,\"iss\":\"cierre\",\"nbf\":1767225600,"       \
	"\"role\":\"backoffice\",\"sid\":\"" SID "\",\"sub\":\"" USER "\",\"ver\":7}"
#define CLAIMS(aud, exp, iat, iss, nbf, role, sid, sub, ver)                                                         \
	"{\"aud\":" aud ",\"exp\":" exp ",\"iat\":" iat ",\"iss\":" iss ",\"nbf\":" nbf ",\"role\":" role            \
	",\"sid\":" sid ",\"sub\":" sub ",\"ver\":" ver "}"
#define AUD  "\"cierre-api\""
#define ISS  "\"cierre\""
#define EXP  "1767226200"
#define IAT  "1767225600"
#define ROLE "\"backoffice\""
#define QSID "\"" SID "\""
#define QSUB "\"" USER "\""

/* Signed with our own current key under our own header: even the key's owner cannot make these pass. */
static void test_hostile_claims(void **state)
{
	static const struct {
		const char *what, *claims;
	} rows[] = {
		{"no claims", "{}"},
		{"not an object", "[]"},
		{"not JSON", "backoffice"},
		{"empty", ""},
		{"another audience", CLAIMS("\"other\"", EXP, IAT, ISS, IAT, ROLE, QSID, QSUB, "7")},
		{"a list of audiences", CLAIMS("[" AUD "]", EXP, IAT, ISS, IAT, ROLE, QSID, QSUB, "7")},
		{"another issuer", CLAIMS(AUD, EXP, IAT, "\"cierre2\"", IAT, ROLE, QSID, QSUB, "7")},
		{"an issuer with a NUL", CLAIMS(AUD, EXP, IAT, "\"cierre\\u0000x\"", IAT, ROLE, QSID, QSUB, "7")},
		{"expired", CLAIMS(AUD, "1767225600", "1767225000", ISS, "1767225000", ROLE, QSID, QSUB, "7")},
		{"issued tomorrow",
	         CLAIMS(AUD, "1767312600", "1767312000", ISS, "1767312000", ROLE, QSID, QSUB, "7")},
		{"valid for a year", CLAIMS(AUD, "1798761600", IAT, ISS, IAT, ROLE, QSID, QSUB, "7")},
		{"valid for ever", CLAIMS(AUD, "9223372036854775807", IAT, ISS, IAT, ROLE, QSID, QSUB, "7")},
		{"end as text", CLAIMS(AUD, "\"1767226200\"", IAT, ISS, IAT, ROLE, QSID, QSUB, "7")},
		{"end as a fraction", CLAIMS(AUD, "1767226200.0", IAT, ISS, IAT, ROLE, QSID, QSUB, "7")},
		{"end as a power", CLAIMS(AUD, "17672262e2", IAT, ISS, IAT, ROLE, QSID, QSUB, "7")},
		{"a negative end", CLAIMS(AUD, "-1", "-601", ISS, "-601", ROLE, QSID, QSUB, "7")},
		{"an end beyond 64 bits", CLAIMS(AUD, "18446744073709551616", IAT, ISS, IAT, ROLE, QSID, QSUB, "7")},
		{"no end", "{\"aud\":" AUD ",\"iat\":" IAT ",\"iss\":" ISS ",\"nbf\":" IAT ",\"role\":" ROLE
	                   ",\"sid\":" QSID ",\"sub\":" QSUB ",\"ver\":7}"},
		{"not before later", CLAIMS(AUD, EXP, IAT, ISS, "1767225900", ROLE, QSID, QSUB, "7")},
		{"an unknown role", CLAIMS(AUD, EXP, IAT, ISS, IAT, "\"root\"", QSID, QSUB, "7")},
		{"a role in capitals", CLAIMS(AUD, EXP, IAT, ISS, IAT, "\"BACKOFFICE\"", QSID, QSUB, "7")},
		{"a role as a number", CLAIMS(AUD, EXP, IAT, ISS, IAT, "4", QSID, QSUB, "7")},
		{"a list of roles", CLAIMS(AUD, EXP, IAT, ISS, IAT, "[\"admin\"]", QSID, QSUB, "7")},
		{"no user", CLAIMS(AUD, EXP, IAT, ISS, IAT, ROLE, QSID, "null", "7")},
		{"the zero user", CLAIMS(AUD, EXP, IAT, ISS, IAT, ROLE, QSID, "\"000000000000000000000000\"", "7")},
		{"an operator as user", CLAIMS(AUD, EXP, IAT, ISS, IAT, ROLE, QSID, "{\"$ne\":\"\"}", "7")},
		{"a user in capitals",
	         CLAIMS(AUD, EXP, IAT, ISS, IAT, ROLE, QSID, "\"0123456789ABCDEF01234567\"", "7")},
		{"a user one digit short",
	         CLAIMS(AUD, EXP, IAT, ISS, IAT, ROLE, QSID, "\"0123456789abcdef0123456\"", "7")},
		{"no session", CLAIMS(AUD, EXP, IAT, ISS, IAT, ROLE, "\"\"", QSUB, "7")},
		{"version as text", CLAIMS(AUD, EXP, IAT, ISS, IAT, ROLE, QSID, QSUB, "\"7\"")},
		{"version true", CLAIMS(AUD, EXP, IAT, ISS, IAT, ROLE, QSID, QSUB, "true")},
		{"a negative version", CLAIMS(AUD, EXP, IAT, ISS, IAT, ROLE, QSID, QSUB, "-1")},
		{"a version with a zero in front", CLAIMS(AUD, EXP, IAT, ISS, IAT, ROLE, QSID, QSUB, "07")},
		{"a duplicate role, admin last",
	         CLAIMS(AUD, EXP, IAT, ISS, IAT, ROLE ",\"role\":\"admin\"", QSID, QSUB, "7")},
		{"a duplicate role, admin first",
	         CLAIMS(AUD, EXP, IAT, ISS, IAT, "\"admin\",\"role\":" ROLE, QSID, QSUB, "7")},
		{"the same claim twice alike",
	         CLAIMS(AUD, EXP, IAT, ISS, IAT, ROLE ",\"role\":" ROLE, QSID, QSUB, "7")},
		{"a duplicate end", CLAIMS(AUD, "1,\"exp\":" EXP, IAT, ISS, IAT, ROLE, QSID, QSUB, "7")},
		{"a duplicate under an escape",
	         CLAIMS(AUD, EXP, IAT, ISS, IAT, ROLE ",\"r\\u006fle\":\"admin\"", QSID, QSUB, "7")},
		{"a claim too many", CLAIMS(AUD, EXP, IAT, ISS, IAT, ROLE ",\"scope\":\"all\"", QSID, QSUB, "7")},
		{"blanks", " " GOOD},
		{"a line break at the end", GOOD "\n"},
		{"something behind", GOOD "{}"},
		{"another order", "{\"ver\":7,\"aud\":" AUD ",\"exp\":" EXP ",\"iat\":" IAT ",\"iss\":" ISS
	                          ",\"nbf\":" IAT ",\"role\":" ROLE ",\"sid\":" QSID ",\"sub\":" QSUB "}"},
		{"an escaped letter", CLAIMS(AUD, EXP, IAT, "\"ci\\u0065rre\"", IAT, ROLE, QSID, QSUB, "7")},
	};
	struct token_gate gate = gate_of(key_now, key_before);
	BUF(token, 1 << 20);

	(void)state;
	forge(&token, header_of(&gate.keys[0]), GOOD, key_now, sizeof key_now);
	assert_int_equal(verify(&gate, token.data, NOW_MS), RC_OK); /* the forge itself works */
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		print_message("  %s\n", rows[i].what);
		buf_reset(&token);
		forge(&token, header_of(&gate.keys[0]), rows[i].claims, key_now, sizeof key_now);
		assert_int_equal(verify(&gate, token.data, NOW_MS), RC_UNAUTHENTICATED);
	}
}

/* Good claims under a header or with a key that is not ours. KID stands for our current key's name. */
static void test_hostile_headers_and_keys(void **state)
{
	static const struct {
		const char *what, *header; /* with %s for our kid */
		const void *key;
		size_t key_bytes;
	} rows[] = {
		{"somebody else's key", "{\"alg\":\"HS256\",\"kid\":\"%s\",\"typ\":\"JWT\"}", key_foreign, 32},
		{"the previous key under the current name", "{\"alg\":\"HS256\",\"kid\":\"%s\",\"typ\":\"JWT\"}",
	         key_before, 32},
		{"a key of one byte", "{\"alg\":\"HS256\",\"kid\":\"%s\",\"typ\":\"JWT\"}", key_now, 1},
		{"a key of 31 bytes", "{\"alg\":\"HS256\",\"kid\":\"%s\",\"typ\":\"JWT\"}", key_now, 31},
		{"an empty key", "{\"alg\":\"HS256\",\"kid\":\"%s\",\"typ\":\"JWT\"}", "", 0},
		{"a public RSA key as secret", "{\"alg\":\"HS256\",\"kid\":\"%s\",\"typ\":\"JWT\"}", rsa_public_pem,
	         sizeof rsa_public_pem - 1},
		{"a public RSA key under RS256", "{\"alg\":\"RS256\",\"kid\":\"%s\",\"typ\":\"JWT\"}", rsa_public_pem,
	         sizeof rsa_public_pem - 1},
		{"no key name", "{\"alg\":\"HS256\",\"typ\":\"JWT\"}", key_now, 32},
		{"an unknown key name", "{\"alg\":\"HS256\",\"kid\":\"0000000000000000\",\"typ\":\"JWT\"}", key_now,
	         32},
		{"a path as key name", "{\"alg\":\"HS256\",\"kid\":\"../../dev/null\",\"typ\":\"JWT\"}", "", 0},
		{"alg none", "{\"alg\":\"none\",\"kid\":\"%s\",\"typ\":\"JWT\"}", key_now, 32},
		{"alg None", "{\"alg\":\"None\",\"kid\":\"%s\",\"typ\":\"JWT\"}", key_now, 32},
		{"alg in small letters", "{\"alg\":\"hs256\",\"kid\":\"%s\",\"typ\":\"JWT\"}", key_now, 32},
		{"alg HS512", "{\"alg\":\"HS512\",\"kid\":\"%s\",\"typ\":\"JWT\"}", key_now, 32},
		{"alg ES256", "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"JWT\"}", key_now, 32},
		{"two algs", "{\"alg\":\"HS256\",\"alg\":\"none\",\"kid\":\"%s\",\"typ\":\"JWT\"}", key_now, 32},
		{"a key in the header",
	         "{\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"},\"kid\":\"%s\","
	         "\"typ\":\"JWT\"}",
	         key_now, 32},
		{"a key's address in the header",
	         "{\"alg\":\"HS256\",\"jku\":\"http://127.0.0.1/\",\"kid\":\"%s\","
	         "\"typ\":\"JWT\"}",
	         key_now, 32},
		{"critical extensions", "{\"alg\":\"HS256\",\"crit\":[\"exp\"],\"kid\":\"%s\",\"typ\":\"JWT\"}",
	         key_now, 32},
		{"blanks in the header", "{\"alg\": \"HS256\", \"kid\": \"%s\", \"typ\": \"JWT\"}", key_now, 32},
		{"another order of the header", "{\"typ\":\"JWT\",\"alg\":\"HS256\",\"kid\":\"%s\"}", key_now, 32},
		{"another type", "{\"alg\":\"HS256\",\"kid\":\"%s\",\"typ\":\"JOSE\"}", key_now, 32},
		{"an empty header", "", key_now, 32},
	};
	struct token_gate gate = gate_of(key_now, key_before);
	BUF(token, 1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char header[256];
		const char *at = strstr(rows[i].header, "%s");

		print_message("  %s\n", rows[i].what);
		if (at)
			(void)snprintf(header, sizeof header, "%.*s%s%s", (int)(at - rows[i].header), rows[i].header,
			               gate.keys[0].kid, at + 2);
		else
			(void)snprintf(header, sizeof header, "%s", rows[i].header);
		buf_reset(&token);
		forge(&token, header, GOOD, rows[i].key, rows[i].key_bytes);
		assert_int_equal(verify(&gate, token.data, NOW_MS), RC_UNAUTHENTICATED);
	}
}

/* Other algorithms, truly signed by the library itself. */
static void test_other_algorithms_of_libjwt(void **state)
{
	static const jwt_alg_t algorithms[] = {JWT_ALG_NONE, JWT_ALG_HS384, JWT_ALG_HS512};
	struct token_gate gate = gate_of(key_now, NULL);

	(void)state;
	for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++) {
		bool is_none = algorithms[i] == JWT_ALG_NONE;
		jwt_t *jwt = NULL;
		char *text;

		assert_int_equal(jwt_new(&jwt), 0);
		assert_int_equal(
			jwt_set_alg(jwt, algorithms[i], is_none ? NULL : key_now, is_none ? 0 : (int)sizeof key_now),
			0);
		assert_int_equal(jwt_add_header(jwt, "kid", gate.keys[0].kid), 0);
		assert_int_equal(jwt_add_grants_json(jwt, GOOD), 0);
		text = jwt_encode_str(jwt);
		assert_non_null(text);
		assert_int_equal(verify(&gate, text, NOW_MS), RC_UNAUTHENTICATED);
		free(text);
		jwt_free(jwt);
	}
}

/* A good token with its bytes tampered with, wherever. */
static void test_tampered_bytes(void **state)
{
	struct token_gate gate = gate_of(key_now, NULL);
	struct token_claims claims = some_claims();
	char token[TOKEN_SIZE], copy[TOKEN_SIZE + 8];
	size_t length;

	(void)state;
	token_issue(&gate, &claims, NOW_MS, token);
	length = strlen(token);
	for (size_t i = 0; i < length; i++) {
		memcpy(copy, token, length + 1);
		copy[i] = copy[i] == 'A' ? 'B' : 'A';
		assert_int_equal(verify(&gate, copy, NOW_MS), RC_UNAUTHENTICATED); /* another letter at i */
		copy[i] = '\0';
		assert_int_equal(verify(&gate, copy, NOW_MS), RC_UNAUTHENTICATED); /* cut off at i */
	}
	/* The last letter carries two bits that base64 ignores: four spellings of one signature, one of which is
	 * ours. */
	memcpy(copy, token, length + 1);
	copy[length - 1]++;
	assert_int_equal(verify(&gate, copy, NOW_MS), RC_UNAUTHENTICATED);
}

static void test_tampered_shape(void **state)
{
	static const struct {
		const char *what, *format; /* with %s for a good token */
	} rows[] = {
		{"a blank in front", " %s"}, {"a blank behind", "%s "},         {"a line break behind", "%s\n"},
		{"padding", "%s="},          {"a fourth part", "%s.AAAA"},      {"a point behind", "%s."},
		{"a point in front", ".%s"}, {"the scheme twice", "Bearer %s"}, {"two tokens", "%s,%s"},
		{"quotes", "\"%s\""},
	};
	static const char *const others[] = {"", ".", "..", "...", "null", "undefined", "{}", "\xff\xfe.\xff.\xff"};
	struct token_gate gate = gate_of(key_now, NULL);
	struct token_claims claims = some_claims();
	char token[TOKEN_SIZE], copy[3 * TOKEN_SIZE];

	(void)state;
	token_issue(&gate, &claims, NOW_MS, token);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *at = strstr(rows[i].format, "%s");

		print_message("  %s\n", rows[i].what);
		(void)snprintf(copy, sizeof copy, "%.*s%s%s", (int)(at - rows[i].format), rows[i].format, token,
		               at + 2);
		assert_int_equal(verify(&gate, copy, NOW_MS), RC_UNAUTHENTICATED);
	}
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_int_equal(verify(&gate, others[i], NOW_MS), RC_UNAUTHENTICATED);
	/* Without its signature, the header alone, and the parts of two tokens mixed. */
	(void)snprintf(copy, sizeof copy, "%.*s", (int)(strrchr(token, '.') - token), token);
	assert_int_equal(verify(&gate, copy, NOW_MS), RC_UNAUTHENTICATED);
	(void)snprintf(copy, sizeof copy, "%.*s.", (int)(strrchr(token, '.') - token), token);
	assert_int_equal(verify(&gate, copy, NOW_MS), RC_UNAUTHENTICATED);
	assert_int_equal(verify(&gate, gate.keys[0].header, NOW_MS), RC_UNAUTHENTICATED);
	claims.role = ROLE_ADMIN;
	memcpy(copy, token, sizeof token);
	token_issue(&gate, &claims, NOW_MS, token);
	(void)snprintf(strrchr(token, '.'), 64, "%s", strrchr(copy, '.'));
	assert_int_equal(verify(&gate, token, NOW_MS), RC_UNAUTHENTICATED);
}

/* Megabytes, and JSON as deep as a well, under our header and rightly signed: refused by length alone. */
static void test_huge(void **state)
{
	struct token_gate gate = gate_of(key_now, NULL);
	BUF(claims, 8 << 20);
	BUF(token, 16 << 20);

	(void)state;
	for (size_t i = 0; i < 1 << 20; i++)
		buf_char(&claims, '[');
	forge(&token, header_of(&gate.keys[0]), claims.data, key_now, sizeof key_now);
	assert_int_equal(verify(&gate, token.data, NOW_MS), RC_UNAUTHENTICATED);
	buf_reset(&token);
	buf_reset(&claims);
	buf_text(&claims, "{\"a\":\"");
	for (size_t i = 0; i < 4 << 20; i++)
		buf_char(&claims, 'a');
	buf_text(&claims, "\"}");
	forge(&token, header_of(&gate.keys[0]), claims.data, key_now, sizeof key_now);
	assert_int_equal(verify(&gate, token.data, NOW_MS), RC_UNAUTHENTICATED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_we_issue_comes_back),
		cmocka_unit_test(test_its_time),
		cmocka_unit_test(test_replacing_the_key),
		cmocka_unit_test(test_keys_have_32_bytes),
		cmocka_unit_test(test_hostile_claims),
		cmocka_unit_test(test_hostile_headers_and_keys),
		cmocka_unit_test(test_other_algorithms_of_libjwt),
		cmocka_unit_test(test_tampered_bytes),
		cmocka_unit_test(test_tampered_shape),
		cmocka_unit_test(test_huge),
	};
	return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}
