/*
 * id — the 12 bytes that name a document: seconds since 1970, then eight random bytes.
 *
 * Promises: ids made in different processes do not collide and sort by the second they were made in. The bytes are
 * a BSON ObjectId; the text is its 24 lower-case hex digits.
 * Refuses: to be a secret. Who may see a row is decided by the row's ownership; links and tokens have their own
 * 128 random bits.
 * Threads: any. id_init() (libsodium) once at start.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { ID_BYTES = 12, ID_HEX = 24 };

struct id {
	uint8_t bytes[ID_BYTES];
};

/* Prepares the random source; aborts when the system has none. */
void id_init(void);

/* A new id; now_ms is real time, UTC. */
struct id id_new(int64_t now_ms);

/* True and *id filled when text is exactly 24 lower-case hex digits; else *id is untouched. */
bool id_parse(const char *text, struct id *id);

/* Writes 24 hex digits and a NUL. Returns out. */
char *id_format(const struct id *id, char out[ID_HEX + 1]);

bool id_equal(const struct id *a, const struct id *b);

/* The all-zero id stands for "none" inside the programs; it is never stored. */
bool id_is_none(const struct id *id);

/* `log_…("%s", ID_TEXT(&sale.id))`: text that lives until the end of the enclosing block. */
#define ID_TEXT(id) id_format((id), (char[ID_HEX + 1]){0})
