/*
 * bson — values and records into BSON and out of it, with our own types (struct id, milliseconds).
 *
 * Promises: putters append one member (and abort when the document would pass BSON's 2 GiB: out of memory). Readers
 * by path take "customer.phone" and answer the fallback when the member is missing or of another type; a record is
 * written and read by its field table.
 * Refuses: user text as anything but a value: keys are literals of ours. A stored record whose member has another
 * type than its table says is RC_BROKEN.
 * Owns: nothing; text read out is copied into the arena given.
 * Threads: any.
 */
#pragma once

#include "base/arena.h"
#include "base/fault.h"
#include "wire/shape.h"

#include <bson/bson.h>

/* `BSON(filter);` declares an empty document that is freed when the scope is left. */
#define BSON(name) __attribute__((cleanup(bson_destroy))) bson_t name = BSON_INITIALIZER

void wire_put_text(bson_t *document, const char *key, const char *text); /* NULL: nothing is put */
void wire_put_int(bson_t *document, const char *key, int64_t number);
void wire_put_bool(bson_t *document, const char *key, bool value);
void wire_put_ms(bson_t *document, const char *key, int64_t at_ms); /* a date, also for 0 */
void wire_put_id(bson_t *document, const char *key, const struct id *id);
void wire_put_ids(bson_t *document, const char *key, const struct id *ids, size_t count); /* an array */
void wire_put_texts(bson_t *document, const char *key, const char *const *texts, size_t count);
void wire_put_null(bson_t *document, const char *key);
void wire_put_document(bson_t *document, const char *key, const bson_t *inner);
void wire_put_array(bson_t *document, const char *key, const bson_t *inner);
void wire_put_binary(bson_t *document, const char *key, const void *bytes, size_t length);

/* {key: {$in: [...]}} and its like for one operator with one value. */
void wire_put_in_texts(bson_t *filter, const char *key, const char *const *texts, size_t count);
void wire_put_in_ids(bson_t *filter, const char *key, const struct id *ids, size_t count);
void wire_put_op_ms(bson_t *filter, const char *key, const char *op, int64_t at_ms); /* "$lte", … */
void wire_put_op_int(bson_t *filter, const char *key, const char *op, int64_t number);

/* By dotted path; array positions are numbers ("products.0.line"). */
bool wire_has(const bson_t *document, const char *path); /* present and not null */
int64_t wire_get_int(const bson_t *document, const char *path, int64_t fallback);
bool wire_get_bool(const bson_t *document, const char *path, bool fallback);
int64_t wire_get_ms(const bson_t *document, const char *path, int64_t fallback);
struct id wire_get_id(const bson_t *document, const char *path);     /* none when missing */
const char *wire_get_text(const bson_t *document, const char *path); /* borrowed from the document, or NULL */
bool wire_get_document(const bson_t *document, const char *path, bson_t *inner);          /* borrowed; also arrays */
const uint8_t *wire_get_binary(const bson_t *document, const char *path, size_t *length); /* borrowed, or NULL */

/* The embedded document or array under iter, borrowed. */
bool wire_bson_inner(const bson_iter_t *iter, bson_t *inner);

/* The text under path, copied into the arena; NULL when there is none. */
const char *wire_keep_text(const bson_t *document, const char *path, struct arena *arena);

/* A copy for the life of the arena. */
bson_t *wire_bson_keep(struct arena *arena, const bson_t *document);

/*
 * Appends the record's fields to document. Absent texts, dates, times, ids are left out; with a given mask only what
 * was given is written, null as null. prefix ("" or "customer.") goes before each name: for $set of single fields.
 */
void wire_bson_write(bson_t *document, const char *prefix, const struct wire_shape *shape, const void *record);

/* Fills the record from a stored document; fields of the document that the table does not name are passed over. */
enum rc wire_bson_read(const bson_t *document, const struct wire_shape *shape, struct arena *arena, void *record,
                       struct fault *fault) MUST_CHECK;
