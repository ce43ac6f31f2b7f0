/*
 * lead_lists — collection `lead_lists`: files of potential customers, and their import batch by batch.
 *
 * Promises: a batch's leads, refusals, progress and event are one transaction, taken once: it holds only while the
 * list stands where the batch begins, so a job that is repeated or resumed, or two that race, import nothing twice.
 * Within a campaign a phone is one lead. Refused rows are kept with line and reason.
 * Refuses: a list that is not importing (RC_CONFLICT "state"), a batch that another run has done (RC_CONFLICT
 * "superseded").
 * Owns: nothing.
 * Threads: any.
 */
#pragma once

#include "base/buf.h"
#include "store/blob.h"
#include "store/conn.h"
#include "wire/lead_rows.h"

enum { LEAD_BATCH_MAX = 1000 };

struct lead_list {
	struct id id;
	struct id campaign_id;
	struct id blob_id;
	const char *state;
	int64_t imported_to; /* the first line not imported yet; the header is line 1 */
	int64_t version;
	int64_t size;       /* bytes of the file, as announced */
	const char *sha256; /* hex */
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
enum rc lead_list_refusals_json(struct conn *conn, const struct id *id, const char *after, int64_t limit,
                                struct buf *out, struct fault *fault) MUST_CHECK;

/* The pieces that came are the file that was announced: their number and hash agree. Repeatable. */
enum rc lead_list_complete_file(struct conn *conn, const struct blob_vault *vault, const struct lead_list *list,
                                struct arena *arena, struct fault *fault) MUST_CHECK;

/* uploading → importing, from the first line; in a transaction. */
enum rc lead_list_begin_import(struct conn *conn, const struct id *id, int64_t now_ms,
                               struct fault *fault) MUST_CHECK;

/* Those that are importing, at most max. */
enum rc lead_lists_importing(struct conn *conn, struct id *ids, size_t max, size_t *count,
                             struct fault *fault) MUST_CHECK;

/* Rows in the order of the file; excluded[i] (may be NULL): the registry excludes row i's first phone. */
struct lead_batch {
	const struct lead_list *list; /* imported_to is where the batch begins */
	const struct lead_row *rows;
	const bool *excluded;
	size_t count;
	int64_t now_ms;
};
/* On RC_OK list->imported_to stands after the batch in the database, not in the struct. */
enum rc lead_list_import_batch(struct store *store, const struct lead_batch *batch, struct fault *fault) MUST_CHECK;

/* importing → ready, or failed with a code. */
enum rc lead_list_finish(struct store *store, const struct id *id, const char *error, int64_t now_ms,
                         struct fault *fault) MUST_CHECK;
