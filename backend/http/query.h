/*
 * query — the name=value pairs of a query string, decoded.
 *
 * Promises: percent escapes and "+" are decoded; order is kept; the first of several equal names counts.
 * Refuses: broken escapes, control characters (NUL among them), more than QUERY_PAIRS_MAX pairs.
 * Owns: names and values live in the arena given. Pure.
 */
#pragma once

#include "base/arena.h"
#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

enum { QUERY_PAIRS_MAX = 32 };

struct query_pair {
	const char *name;
	const char *value;
};

struct query {
	size_t count;
	struct query_pair pairs[QUERY_PAIRS_MAX];
};

/* False when the text is not a query string; *query is then empty. */
bool query_parse(const char *text, struct arena *arena, struct query *query);

/* The value, "" for a bare name, NULL when the name is not there. */
const char *query_find(const struct query *query, const char *name);

/* Appends text with everything but unreserved characters escaped (RFC 3986). */
void query_escape(struct buf *buf, const char *text);
