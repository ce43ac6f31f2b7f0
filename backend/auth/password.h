/*
 * password — how passwords are judged, hashed and checked.
 *
 * Promises: argon2id with 19 MiB and two passes, whose parameters stand in each hash, so they may be raised later.
 * Checking takes the same time whether the user exists or not. At most as many hashes run at once as were asked for
 * at the start; further ones wait their turn, so that a shift that logs in at eight does not take all memory.
 * Refuses: passwords that password_check_policy() names. A hash that is not ours simply does not match.
 * Owns: a semaphore and one hash that no password matches. Passwords are only read.
 * Threads: any, between init and destroy.
 */
#pragma once

#include "base/fault.h"

#include <semaphore.h>
#include <stdbool.h>

enum {
	PASSWORD_HASH_SIZE = 128,     /* an encoded hash and its NUL */
	PASSWORD_MIN_CHARACTERS = 10, /* † */
	PASSWORD_MAX_BYTES = 1024,    /* more than the 200 characters that the API takes */
	PASSWORD_TEMPORARY_SIZE = 20, /* four groups of four, hyphens between them, and the NUL */
};

struct passwords {
	sem_t turns;
	char nobody[PASSWORD_HASH_SIZE]; /* what a log-in of an unknown user is compared with */
};

/* parallel: how many may be hashed at once, at least 1. Aborts when the system has no randomness or memory. */
void passwords_init(struct passwords *passwords, unsigned parallel);
void passwords_destroy(struct passwords *passwords);

/*
 * Says what is wrong with a password that somebody chooses: "required", "too_short", "too_long", "bad_character",
 * "like_username" (it holds the user's name, or is a part of it) or "too_simple" (few different characters, a run
 * such as 1234567890, or one that everybody knows). NULL when it may be used.
 */
const char *password_check_policy(const char *password, const char *username);

/* A password that somebody is given to log in once: letters and digits that are not mistaken for each other when they
 * are read from a screen, 79 bits of chance. */
void password_make_temporary(char password[PASSWORD_TEMPORARY_SIZE]);

/* Writes the encoded hash of a password. */
void password_hash(struct passwords *passwords, const char *password, char hash[PASSWORD_HASH_SIZE]);

/* True when the password belongs to the hash. hash NULL stands for a user who does not exist: false, as late. */
bool password_matches(struct passwords *passwords, const char *password, const char *hash);
