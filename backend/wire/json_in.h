/*
 * json_in — the one door by which JSON enters: bytes to a C struct by its field table.
 *
 * Promises: after RC_OK every field of the record is what its table says, strings are UTF-8, trimmed (unless
 * verbatim) and live in the arena. Otherwise the record is untouched and every wrong field is named in the fault,
 * nested ones as `products[2].price_cop`, with one of the codes of domain/field or `type` (another JSON type; so an
 * object like {"$ne":1} where a value belongs) or `unexpected` (no such field).
 * Refuses: more than 64 KiB (RC_TOO_LARGE); more than 8 levels, duplicate members, NUL, invalid UTF-8, trailing
 * bytes (RC_MALFORMED, with line and column, never with the text itself).
 * Owns: nothing after the call.
 * Threads: any; wire_json_init() once before threads start, so that hash tables are seeded.
 * Source: jansson takes 16 to 79 times a document's size in heap, hence the ceilings.
 */
#pragma once

#include "base/arena.h"
#include "base/fault.h"
#include "wire/shape.h"

enum { WIRE_JSON_MAX = 64 * 1024, WIRE_JSON_DEPTH = 8 };

/* Seeds jansson's hash tables from the system's randomness. */
void wire_json_init(void);

/* Reads one JSON object into *record, which is overwritten as a whole on success. */
enum rc wire_json_read(const char *bytes, size_t length, const struct wire_shape *shape, struct arena *arena,
                       void *record, struct fault *fault) MUST_CHECK;
