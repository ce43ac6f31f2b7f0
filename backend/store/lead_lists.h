/*
 * lead_lists — collection `lead_lists`: files of potential customers and how far their import is.
 *
 * Promises: a list is announced with its origin and its consent basis, its file comes in pieces, a person confirms
 * how it is to be read, then it is imported batch by batch (store/lead_batches). Every change is told as an event
 * `lead_list.progress`. A cancelled or failed list goes on where it stopped when its import is begun again.
 * Refuses: a change that the list's state does not allow (RC_CONFLICT "state").
 * Owns: nothing.
 * Threads: any.
 */
#pragma once

#include "base/buf.h"
#include "store/blob.h"
#include "store/conn.h"
#include "wire/lead_rows.h"

enum { LEAD_LIST_FIRST_LINE = 2 }; /* of the rows: line 1 is the header */

struct lead_list {
	struct id id;
	struct id campaign_id;
	struct id blob_id;
	const char *state;
	int64_t imported_to; /* the first line not imported yet */
	int64_t version;
	int64_t size;              /* bytes of the file, as announced */
	const char *sha256;        /* hex */
	struct lead_format format; /* as a person confirmed it; not given: guess */
	struct id refused_id;      /* the file of the rows that were left out; none: not made */
};

struct lead_list_new {
	struct id id;
	struct id campaign_id;
	const char *name;
	const char *origin;
	const char *consent_basis;
	struct id blob_id;
	int64_t size;
	const char *sha256; /* hex */
	struct id created_by;
	int64_t now_ms; /* service time */
};

/* RC_INVALID names `campaign_id` when there is no such campaign. Repeatable in a transaction. */
enum rc lead_list_insert(struct conn *conn, const struct lead_list_new *list, struct fault *fault) MUST_CHECK;

enum rc lead_list_get(struct conn *conn, const struct id *id, struct arena *arena, struct lead_list *list,
                      struct fault *fault) MUST_CHECK;

/* As the API shows it. */
enum rc lead_list_json(struct conn *conn, const struct id *id, struct buf *out, int64_t *version,
                       struct fault *fault) MUST_CHECK;
enum rc lead_lists_json(struct conn *conn, const char *after, int64_t limit, struct buf *out,
                        struct fault *fault) MUST_CHECK;
/* The rows that were left out, by line; reason NULL: all. */
enum rc lead_list_refusals_json(struct conn *conn, const struct id *id, const char *reason, const char *after,
                                int64_t limit, struct buf *out, struct fault *fault) MUST_CHECK;

/* The pieces that came are the file that was announced: their number and hash agree. Repeatable. */
enum rc lead_list_complete_file(struct conn *conn, const struct blob_vault *vault, const struct lead_list *list,
                                struct arena *arena, struct fault *fault) MUST_CHECK;

/* How the file is to be read, as a person confirmed it; before its import. version as in struct cas. */
enum rc lead_list_set_format(struct conn *conn, const struct id *id, int64_t version,
                             const struct lead_format *format, int64_t now_ms, struct fault *fault) MUST_CHECK;

/* uploading, cancelled, failed → importing, from where it stands; in a transaction. held_ms: until then (real time) a
 * terminal is at it, and no daemon; 0: the daemon's. */
enum rc lead_list_begin_import(struct conn *conn, const struct id *id, int64_t held_ms, int64_t now_ms,
                               struct fault *fault) MUST_CHECK;

/* uploading, importing → cancelled. What was imported stays; the run that is at it stops at its next batch. */
enum rc lead_list_cancel(struct conn *conn, const struct id *id, int64_t now_ms, struct fault *fault) MUST_CHECK;

/* Those that are importing and that no terminal is at, at most max; *free_ms: when the next of the others would be
 * let go by one that died (real time), INT64_MAX when there is none. */
enum rc lead_lists_importing(struct conn *conn, int64_t real_ms, struct id *ids, size_t max, size_t *count,
                             int64_t *free_ms, struct fault *fault) MUST_CHECK;

/* importing → ready, or failed with a code. */
struct lead_list_end {
	struct id id;
	const char *error;    /* NULL: ready */
	struct id refused_id; /* a blob; none: nothing was left out */
	int64_t now_ms;
};
enum rc lead_list_finish(struct store *store, const struct lead_list_end *end, struct fault *fault) MUST_CHECK;

/* The event of a list as it became; for changes of lead_batches. */
enum rc lead_list_tell(struct conn *conn, const bson_t *list, int64_t now_ms, struct fault *fault) MUST_CHECK;
