/*
 * suppressions — reading the list of numbers that are not to be called: our own, and what the registry has said.
 *
 * Promises: whole numbers never leave here but by being asked for exactly; lists show the last four digits.
 * Refuses: nothing.
 * Owns: nothing. Adding is store/leads (suppression_add).
 * Threads: any.
 */
#pragma once

#include "base/buf.h"
#include "store/leads.h"

/* Our own list, newest first. */
enum rc suppressions_json(struct conn *conn, const char *after, int64_t limit, struct buf *out,
                          struct fault *fault) MUST_CHECK;

/* The one of that number. RC_NOT_FOUND when it is not on our list. */
enum rc suppression_json(struct conn *conn, const char *phone, struct buf *out, int64_t *version,
                         struct fault *fault) MUST_CHECK;

/* {"own":{…}?,"registry":[{channel, excluded, at, valid_until}…]}: what is known of a number at now_ms. */
enum rc suppression_find_json(struct conn *conn, const char *phone, int64_t now_ms, struct buf *out,
                              struct fault *fault) MUST_CHECK;

/* {"own":n,"registry_excluded":n,"registry_answers":n}: how many there are at now_ms. */
enum rc suppression_counts_json(struct conn *conn, int64_t now_ms, struct buf *out, struct fault *fault) MUST_CHECK;
