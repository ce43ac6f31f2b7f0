/*
 * throttle — counts of what may be tried only so often, in the database, so that they hold over all workers.
 *
 * Promises: a window begins with the first hit and ends window_ms later; within it `limit` hits are free and further
 * ones are refused with the window's end. Documents leave by TTL. Who is counted stands there as a keyed hash:
 * neither user names nor addresses are kept. Refuses: RC_THROTTLED "throttled", with until_ms. Owns: collection
 * `throttles`. Threads: any. A hit is one atomic update.
 */
#pragma once

#include "store/conn.h"

enum { THROTTLE_SECRET_BYTES = 32, THROTTLE_KEY_SIZE = 64 };

struct throttle {
	const char *kind; /* static, at most 20 characters: "login_account" */
	int64_t limit;
	int64_t window_ms;
};

/* Writes the document's _id for somebody: kind and hash. */
void throttle_key(const struct throttle *throttle, const uint8_t secret[THROTTLE_SECRET_BYTES], const char *who,
                  char key[THROTTLE_KEY_SIZE]);

/* Counts one hit; refused when there were more than the limit. real_ms is real time. */
enum rc throttle_hit(struct conn *conn, const struct throttle *throttle, const char *key, int64_t real_ms,
                     struct fault *fault) MUST_CHECK;

/* Counts nothing; refused when the limit is reached. */
enum rc throttle_check(struct conn *conn, const struct throttle *throttle, const char *key, int64_t real_ms,
                       struct fault *fault) MUST_CHECK;

/* Forgets the hits. */
enum rc throttle_clear(struct conn *conn, const char *key, struct fault *fault) MUST_CHECK;
