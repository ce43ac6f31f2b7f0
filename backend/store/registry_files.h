/*
 * registry_files — collection `registry_files`: batches of the registry's answers that came as a file.
 *
 * Promises: a file is announced, its pieces come, its import is begun; a batch's answers, progress and event are one
 * transaction, taken once, so a run that is repeated or resumed counts nothing twice. All answers of a file hold from
 * when it was announced until 03:00 of the next day.
 * Refuses: a change that the file's state does not allow (RC_CONFLICT "state"), a batch that another run has done
 * (RC_CONFLICT "superseded").
 * Owns: nothing.
 * Threads: any.
 */
#pragma once

#include "base/buf.h"
#include "store/blob.h"
#include "store/registry_answers.h"

struct registry_file {
	struct id id;      /* also its blob's */
	const char *state; /* uploading, importing, ready, failed */
	int64_t size;
	const char *sha256;
	int64_t at_ms; /* when its answers were given */
	int64_t imported_to;
};

struct registry_file_new {
	struct id id;
	int64_t size;
	const char *sha256; /* hex */
	struct id created_by;
	int64_t now_ms; /* service time */
};

enum rc registry_file_insert(struct conn *conn, const struct registry_file_new *file, struct fault *fault) MUST_CHECK;
enum rc registry_file_get(struct conn *conn, const struct id *id, struct arena *arena, struct registry_file *file,
                          struct fault *fault) MUST_CHECK;
enum rc registry_file_json(struct conn *conn, const struct id *id, struct buf *out, int64_t *version,
                           struct fault *fault) MUST_CHECK;
enum rc registry_files_json(struct conn *conn, const char *after, int64_t limit, struct buf *out,
                            struct fault *fault) MUST_CHECK;

/* The pieces that came are the file that was announced: their number and hash agree. Repeatable. */
enum rc registry_file_complete(struct conn *conn, const struct blob_vault *vault, const struct registry_file *file,
                               struct arena *arena, struct fault *fault) MUST_CHECK;

/* uploading → importing; in a transaction. */
enum rc registry_file_begin_import(struct conn *conn, const struct id *id, int64_t now_ms,
                                   struct fault *fault) MUST_CHECK;

/* Those that are importing, at most max. */
enum rc registry_files_importing(struct conn *conn, struct id *ids, size_t max, size_t *count,
                                 struct fault *fault) MUST_CHECK;

struct registry_batch {
	const struct registry_file *file; /* imported_to is where the batch begins */
	const struct registry_answer *answers;
	size_t count;
	int64_t rows, excluded,
		refused;   /* rows of the batch; numbers that are excluded from calls; rows without number */
	int64_t next_line; /* after the batch */
	int64_t read_bytes;
	int64_t now_ms;
};
enum rc registry_file_import_batch(struct store *store, const struct registry_batch *batch,
                                   struct fault *fault) MUST_CHECK;

/* importing → ready, or failed with a code. */
enum rc registry_file_finish(struct store *store, const struct id *id, const char *error, int64_t now_ms,
                             struct fault *fault) MUST_CHECK;
