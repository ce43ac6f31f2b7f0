#include "auth/password.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

/* The lowest cost that OWASP recommends: 13 ms of one core. libsodium's own 64 MiB would let two cores do 17 a
 * second. */
#define OPS_LIMIT    2ULL
#define MEMORY_LIMIT ((size_t)19 * 1024 * 1024)

_Static_assert(PASSWORD_HASH_SIZE >= crypto_pwhash_STRBYTES, "an encoded hash must fit");

enum { DIFFERENT_CHARACTERS = 5, RUN_MAX = 6, SHORT_NAME = 4 };

static void take_turn(struct passwords *passwords)
{
	while (sem_wait(&passwords->turns) != 0)
		assert(errno == EINTR);
}

static void give_turn(struct passwords *passwords)
{
	int given = sem_post(&passwords->turns);

	assert(given == 0);
	(void)given;
}

void passwords_init(struct passwords *passwords, unsigned parallel)
{
	char random[32];

	if (sodium_init() < 0)
		abort();
	if (sem_init(&passwords->turns, 0, parallel > 0 ? parallel : 1) != 0)
		abort();
	randombytes_buf(random, sizeof random);
	for (size_t i = 0; i < sizeof random - 1; i++)
		random[i] = (char)('a' + (unsigned char)random[i] % 26);
	random[sizeof random - 1] = '\0';
	password_hash(passwords, random, passwords->nobody);
	sodium_memzero(random, sizeof random);
}

void passwords_destroy(struct passwords *passwords)
{
	(void)sem_destroy(&passwords->turns);
}

void password_make_temporary(char password[PASSWORD_TEMPORARY_SIZE])
{
	static const char signs[] = "abcdefghjkmnpqrstuvwxyz23456789";
	enum { GROUP = 5 }; /* with its hyphen */

	for (size_t i = 0; i + 1 < PASSWORD_TEMPORARY_SIZE; i++)
		password[i] = i % GROUP == GROUP - 1 ? '-' : signs[randombytes_uniform(sizeof signs - 1)];
	password[PASSWORD_TEMPORARY_SIZE - 1] = '\0';
}

void password_hash(struct passwords *passwords, const char *password, char hash[PASSWORD_HASH_SIZE])
{
	int failed;

	take_turn(passwords);
	failed = crypto_pwhash_str_alg(hash, password, strlen(password), OPS_LIMIT, MEMORY_LIMIT,
	                               crypto_pwhash_ALG_ARGON2ID13);
	give_turn(passwords);
	if (failed) {
		log_event(LOG_ERROR, "out_of_memory", LOG_STR("where", "password"));
		abort();
	}
}

bool password_matches(struct passwords *passwords, const char *password, const char *hash)
{
	const char *compared = hash ? hash : passwords->nobody;
	size_t bytes = strlen(password);
	bool same;

	if (bytes > PASSWORD_MAX_BYTES)
		bytes = 0; /* never stored, so it cannot match, and hashing megabytes is nobody's right */
	take_turn(passwords);
	same = crypto_pwhash_str_verify(compared, password, bytes) == 0;
	give_turn(passwords);
	return same && hash;
}

/* Characters of UTF-8: every byte that does not continue one. */
static size_t count_characters(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += ((unsigned char)*text & 0xC0) != 0x80;
	return count;
}

static size_t count_different(const char *text)
{
	bool seen[256] = {false};
	size_t count = 0;

	for (; *text; text++) {
		count += !seen[(unsigned char)*text];
		seen[(unsigned char)*text] = true;
	}
	return count;
}

/* The longest stretch that counts up or down by one: 1234, dcba. */
static size_t longest_run(const char *text)
{
	size_t longest = 1, up = 1, down = 1;

	for (; text[0] && text[1]; text++) {
		up = text[1] - text[0] == 1 ? up + 1 : 1;
		down = text[0] - text[1] == 1 ? down + 1 : 1;
		longest = up > longest ? up : longest;
		longest = down > longest ? down : longest;
	}
	return longest;
}

static bool holds_well_known(const char *password)
{
	static const char *const words[] = {"password",  "contrase", "qwertyuiop", "asdfghjkl", "bienvenid",
	                                    "123123123", "iloveyou", "teamomucho", "colombia20"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasestr(password, words[i]) && strlen(password) < strlen(words[i]) + 8)
			return true;
	return false;
}

const char *password_check_policy(const char *password, const char *username)
{
	if (!*password)
		return "required";
	if (strlen(password) > PASSWORD_MAX_BYTES)
		return "too_long";
	for (const char *at = password; *at; at++)
		if (iscntrl((unsigned char)*at))
			return "bad_character";
	if (count_characters(password) < PASSWORD_MIN_CHARACTERS)
		return "too_short";
	if (strlen(username) >= SHORT_NAME && strcasestr(password, username))
		return "like_username";
	if (strcasestr(username, password))
		return "like_username";
	if (count_different(password) < DIFFERENT_CHARACTERS || longest_run(password) > RUN_MAX ||
	    holds_well_known(password))
		return "too_simple";
	return NULL;
}
