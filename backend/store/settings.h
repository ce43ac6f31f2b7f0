/*
 * settings — small values of the programs, one document per name in `settings`; and dense numbers for people.
 *
 * Promises: setting_put() replaces a value as a whole; sequence_next() gives 1, 2, 3 … per name; inside a transaction
 * a number that is rolled back is given again, so sequences have no gaps.
 * Refuses: nothing.
 * Owns: collections `settings` and `sequences`.
 * Threads: any. A sequence is one hot document: take the number as the last step of a transaction.
 */
#pragma once

#include "store/conn.h"

enum rc setting_get_int(struct conn *conn, const char *name, int64_t fallback, int64_t *value,
                        struct fault *fault) MUST_CHECK;
enum rc setting_put_int(struct conn *conn, const char *name, int64_t value, struct fault *fault) MUST_CHECK;
enum rc sequence_next(struct conn *conn, const char *name, int64_t *number, struct fault *fault) MUST_CHECK;
