/*
 * rows — reads: one row or a page of rows, as JSON straight into a reply or as a C struct.
 *
 * Promises: ownership is part of the filter; the projection is the whitelist of the reply; a page is
 * {"items":[…],"next":"cursor"|null}, ordered by one field and then by _id, so it neither repeats nor skips a row
 * that stays in order. limit + 1 rows are read to know whether there is more.
 * Refuses: a cursor that is not one of ours (RC_MALFORMED "cursor"). A cursor only narrows the filter: whoever forges
 * one sees no row that the filter and the scope do not give anyway.
 * Owns: nothing; bson arguments are borrowed for the call.
 * Threads: any.
 */
#pragma once

#include "base/buf.h"
#include "store/conn.h"
#include "store/scope.h"
#include "wire/json_out.h"

enum { ROWS_LIMIT_DEFAULT = 50, ROWS_LIMIT_MAX = 200 };

struct rows_query {
	const char *collection;
	const bson_t *filter; /* NULL: all that the scope gives */
	const bson_t *fields; /* projection; NULL: whole documents (for reads into structs, never for replies) */
	const struct scope *scope;
	const struct scope_rule *rule; /* NULL: only scope kind SCOPE_ALL passes */
	const struct wire_view *view;  /* NULL: nothing hidden or masked */
	/* Pages only: */
	const char *sort; /* field; NULL: by _id. Needs the index {…filter…, sort, _id} */
	bool descending;
	int64_t limit;     /* 0: the default; cut to the maximum */
	const char *after; /* cursor of the page before; NULL or "": the first page */
	/* Writes further members of a row, e.g. one computed from the time; NULL: none. */
	void (*extra)(struct buf *out, const bson_t *row, void *context);
	void *context;
};

/* One document by id. RC_NOT_FOUND "not_found". *version (may be NULL) is the row's, for the ETag. */
enum rc rows_one_json(struct conn *conn, const struct rows_query *query, const struct id *id, struct buf *out,
                      int64_t *version, struct fault *fault) MUST_CHECK;

/* The first row of the filter, in the sort order given, as JSON. */
enum rc rows_first_json(struct conn *conn, const struct rows_query *query, struct buf *out, int64_t *version,
                        struct fault *fault) MUST_CHECK;

enum rc rows_page_json(struct conn *conn, const struct rows_query *query, struct buf *out,
                       struct fault *fault) MUST_CHECK;

/* One document by id (or, with id NULL, the first of the filter), kept in the arena. RC_NOT_FOUND when none. */
enum rc rows_one(struct conn *conn, const struct rows_query *query, const struct id *id, struct arena *arena,
                 const bson_t **row, struct fault *fault) MUST_CHECK;

/* What falls due: rows whose time in `field` has come by until_ms. Wants an index on the filter's members and
 * `field`. */
struct rows_due {
	const char *collection;
	const char *field;
	const bson_t *filter; /* further conditions; NULL: none */
	int64_t until_ms;
};

/* At most max ids, the earliest first; *next_ms is the time of the first row that ids do not hold, INT64_MAX when
 * there is none. */
enum rc rows_due(struct conn *conn, const struct rows_due *due, struct id *ids, size_t max, size_t *count,
                 int64_t *next_ms, struct fault *fault) MUST_CHECK;
