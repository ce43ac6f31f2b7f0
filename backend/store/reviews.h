/*
 * reviews — collection `reviews`: quality hears an accepted reading and judges it.
 *
 * Promises: a reading waits in the queue from the moment its recording is settled (one file, or failed) until its
 * verdict: requested ones first, then by the sale's expiry. One person at a time hears it. A verdict and all that
 * follows from it appear together: the reading's state, the sale's way on (released, or to be recorded again with the
 * agent's task that names clause and second), who is told. A verdict before the back office has asked is kept with
 * the reading and takes effect when it asks.
 * Refuses: a reading that another hears (RC_CONFLICT "review_held", with who), that is judged ("reviewed") or whose
 * recording is not settled ("recording_not_ready"); another's review (RC_NOT_FOUND); a verdict that domain/review
 * does not allow, under its words; passing what cannot be heard ("audio_missing", "audio_silent").
 * Owns: of `readings`: review_state, queued, queue_rank, span, audio_ready, review_warn_at, review_fault, analyst_*.
 * Threads: any. Commands in a transaction.
 */
#pragma once

#include "base/buf.h"
#include "domain/review.h"
#include "store/sale_changes.h"

enum { REVIEW_SPANS_MAX = 500, REVIEW_MARKS_MAX = 100, REVIEW_NOTE_MAX = 300, REVIEW_NOTES_MAX = 100 };

/* {"items":[…],"next":…}: rows of the queue (review_queue.c). */
enum rc reviews_queue_json(struct conn *conn, const char *after, int64_t limit, struct buf *out,
                           struct fault *fault) MUST_CHECK;

/* Given back ones are not found. */
enum rc review_json(struct conn *conn, const struct id *id, struct buf *out, int64_t *version,
                    struct fault *fault) MUST_CHECK;

struct review_opening {
	struct id reading_id;
	struct id review_id; /* made beforehand */
	const struct sale_actor *actor;
};
/* *review_id: the new one, or the caller's own that is open. */
enum rc review_open(struct conn *conn, const struct review_opening *opening, struct id *review_id,
                    struct fault *fault) MUST_CHECK;

/* One the caller has open. */
struct review_command {
	struct id review_id;
	int64_t version; /* the If-Match; 0: as it stands */
	const struct scope *scope;
	const struct sale_actor *actor;
};

struct review_mark {
	int64_t clause; /* 0-based */
	enum review_exception kind;
	int64_t at_ms;    /* in the finished recording */
	const char *note; /* NULL: none */
};

struct review_note {
	int64_t at_ms;
	const char *text;
};

/* Replaces what was saved before. arena: where the names of wrong fields live. */
struct review_saving {
	const struct review_span *spans;
	size_t spans_count;
	const struct review_mark *marks;
	size_t marks_count;
	const struct review_note *notes; /* of the analyst, at a second */
	size_t notes_count;
	struct arena *arena;
};
enum rc review_save(struct conn *conn, const struct review_command *command, const struct review_saving *saving,
                    struct fault *fault) MUST_CHECK;

/* Back to the queue; what was heard and marked counts no more. */
enum rc review_release(struct conn *conn, const struct review_command *command, struct fault *fault) MUST_CHECK;

/* In review_verdicts.c. */
enum rc review_decide(struct conn *conn, const struct review_command *command, bool passed,
                      struct fault *fault) MUST_CHECK;

/* The sale waits for the recording, and its reading is faulty: opens the agent's task, moves the sale. reading: the
 * stored one, with its review_fault. */
enum rc review_send_back(struct conn *conn, struct sale_case *work, const bson_t *reading,
                         struct fault *fault) MUST_CHECK;

/* ---- the queue, as others keep it true; in their transactions (review_queue.c) ---- */

/* The recording is settled: its accepted readings are to be heard. recording: as stored now. */
enum rc reviews_take_up(struct conn *conn, const bson_t *recording, struct fault *fault) MUST_CHECK;

/* Nobody need hear them: the sale has ended. */
enum rc reviews_withdraw(struct conn *conn, const struct id *sale_id, struct fault *fault) MUST_CHECK;

/* Puts the reading's place in the queue among members to be set; expires_ms 0: not running yet. */
void review_put_rank(bson_t *set, bool requested, int64_t expires_ms);

/* ---- what the files share ---- */

enum { REVIEW_CLAUSES_MAX = 100 };

/* A review with what it is about; rows live in the arena. */
struct review_case {
	struct id id, reading_id, sale_id, recording_id;
	int64_t version;
	const bson_t *review, *reading;
	size_t clauses_count;
	struct review_clause clauses[REVIEW_CLAUSES_MAX]; /* as the contract has them; nothing heard or marked */
};
enum rc review_case_open(struct conn *conn, const struct review_command *command, struct arena *arena,
                         struct review_case *work, struct fault *fault) MUST_CHECK;

/* Writes onto the version that was read. */
enum rc review_write(struct conn *conn, const struct review_case *work, const bson_t *set, struct arena *arena,
                     struct fault *fault) MUST_CHECK;

/* Event `review.changed`, with the reading's own ids: they are what counts. */
enum rc review_tell(struct conn *conn, const bson_t *reading, const struct id *review_id, enum review_state state,
                    int64_t now_ms, struct fault *fault) MUST_CHECK;

/* Where a mark of a reading lies in the finished recording. */
int64_t review_place_of(const bson_t *recording, const bson_t *mark);
