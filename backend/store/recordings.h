/*
 * recordings — collection `recordings`: the sound of one call, from the recorder's pieces to one file.
 *
 * Promises: a call has one recording; a recorder session is what one page sent (a reload begins another), an uneven
 * blob of its own, its pieces idempotent. The recording counts as running once a piece of its last session is stored,
 * which is what the screen shows. It closes when the call is over and its last session has ended (an earlier one's
 * page is gone), or by the jobs daemon a while after the call; then it takes no more. What becomes of it is one file
 * with peaks, level and offsets. Refuses: a session on a call that is not talking (RC_CONFLICT "call_state"), a piece
 * after the closing (RC_CONFLICT "recording_closed"), another's recording (RC_NOT_FOUND). Owns: nothing; texts live
 * in the arena given. Threads: any.
 */
#pragma once

#include "base/buf.h"
#include "store/blob.h"
#include "store/calls.h"
#include "store/scope.h"

enum { RECORDING_SESSIONS_MAX = 20, RECORDING_SILENCES_MAX = 200, RECORDING_LATE_MS = 30000 };

struct recording_session {
	int64_t n; /* from 1 */
	struct id blob_id;
	const char *mime;
	int64_t started_ms; /* real time */
	int64_t pieces;     /* stored so far: the highest number and one */
	bool ended;
};

struct recording {
	struct id id, call_id, agent_id, campaign_id, file_id;
	const char *state; /* open, closed, processing, ready, failed */
	struct recording_session sessions[RECORDING_SESSIONS_MAX];
	size_t sessions_count;
	int64_t version;
	const bson_t *document;
};

/* Own: who held the line. Reached: quality once a reading of it is accepted, back office once that reading passed. */
enum rc recording_get(struct conn *conn, const struct id *id, const struct scope *scope, struct arena *arena,
                      struct recording *recording, struct fault *fault) MUST_CHECK;

/* The one of a call; *found is false when there is none. */
enum rc recording_of_call(struct conn *conn, const struct id *call_id, struct arena *arena,
                          struct recording *recording, bool *found, struct fault *fault) MUST_CHECK;

/* The reply of the API. peaks: with those of the finished file. */
enum rc recording_json(struct conn *conn, const struct recording *recording, const struct blob_vault *vault,
                       bool peaks, struct buf *out, struct fault *fault) MUST_CHECK;

/* Whether sound is being kept now: the last session has not ended and a piece of it is stored. */
bool recording_runs(const struct recording *recording);

struct recording_start {
	struct id call_id, user_id;
	const char *mime;
	struct id recording_id; /* of a new one, made beforehand */
	int64_t now_ms, real_ms;
	const struct blob_vault *vault;
};
/* Begins a session; opens the call's recording at the first. *recording_id is the call's. In a transaction. */
enum rc recording_start(struct conn *conn, const struct recording_start *start, struct id *recording_id,
                        struct fault *fault) MUST_CHECK;

struct recording_piece {
	struct id recording_id;
	const struct scope *scope;
	int64_t session, n;
	const void *bytes;
	size_t length;
	const struct blob_vault *vault;
};
enum rc recording_put(struct conn *conn, const struct recording_piece *piece, struct arena *arena,
                      struct fault *fault) MUST_CHECK;

struct recording_finish {
	struct id recording_id;
	const struct scope *scope;
	int64_t session, pieces; /* all that were sent */
	int64_t now_ms, real_ms;
};
/* RC_CONFLICT "pieces_missing" when fewer are stored than were sent. In a transaction. */
enum rc recording_finish(struct conn *conn, const struct recording_finish *finish, struct fault *fault) MUST_CHECK;

struct recording_silence {
	struct id recording_id;
	const struct scope *scope;
	int64_t session, from_ms, to_ms;
};
enum rc recording_add_silence(struct conn *conn, const struct recording_silence *silence,
                              struct fault *fault) MUST_CHECK;

/* From now on that desk reaches it. In the transaction that makes it so. */
enum recording_desk { RECORDING_FOR_QUALITY, RECORDING_FOR_BACKOFFICE };
enum rc recording_release(struct conn *conn, const struct id *id, enum recording_desk desk,
                          struct fault *fault) MUST_CHECK;

/* ---- what the jobs daemon does with them ---- */

/* Those in a state; at most max, oldest first. */
enum rc recordings_in(struct conn *conn, const char *state, struct id *ids, size_t max, size_t *count,
                      struct fault *fault) MUST_CHECK;

/*
 * Open ones whose call ended: at once when the last session is done, else by ended_before_ms (service time);
 * *next_ms: the end of the next call whose grace still runs.
 */
enum rc recordings_overdue(struct conn *conn, int64_t ended_before_ms, struct id *ids, size_t max, size_t *count,
                           int64_t *next_ms, struct fault *fault) MUST_CHECK;

/* open → closed, whatever has come. */
enum rc recording_close(struct conn *conn, const struct id *id, int64_t now_ms, struct fault *fault) MUST_CHECK;

/* One more try to make its file failed; *tries: how many by now. */
enum rc recording_tried(struct conn *conn, const struct id *id, int64_t *tries, struct fault *fault) MUST_CHECK;

struct recording_result {
	struct id recording_id;
	struct id file_id, peaks_id;
	int64_t duration_ms, size;
	double agent_dbfs, customer_dbfs;
	const int64_t *offsets_ms; /* of each session in the file */
	const char *failure;       /* NULL: ready; else failed, and why */
	int64_t now_ms;
};
/* In a transaction, with event `recording.ready` or `recording.failed`. */
enum rc recording_settle(struct conn *conn, const struct recording_result *result, struct fault *fault) MUST_CHECK;
