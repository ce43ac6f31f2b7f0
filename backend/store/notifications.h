/*
 * notifications — something a person must see, kept until that person says so.
 *
 * Promises: written with its fact and its event, so it reaches the page at once and waits for who is not there.
 * Acknowledging it acknowledges the task it is about; both are repeatable.
 * Refuses: another person's: RC_NOT_FOUND.
 * Owns: collection `notifications`; `acknowledged_at` of `tasks`.
 * Threads: any.
 */
#pragma once

#include "base/buf.h"
#include "store/conn.h"

struct notification {
	struct id user_id; /* whose */
	const char
		*kind; /* data_request, rerecord, answered, recording_passed, recording_faulty, documents, callback */
	struct id task_id, sale_id; /* none: left out */
	const char *sale_number;    /* for people; NULL: none */
	int64_t at_ms;              /* service time */
};

/* In the fact's transaction. */
enum rc notification_append(struct conn *conn, const struct notification *notification,
                            struct fault *fault) MUST_CHECK;

/* A page of those the user has not acknowledged, newest first. */
enum rc notifications_page_json(struct conn *conn, const struct id *user_id, const char *after, int64_t limit,
                                struct buf *out, struct fault *fault) MUST_CHECK;

enum rc notification_json(struct conn *conn, const struct id *user_id, const struct id *id, struct buf *out,
                          struct fault *fault) MUST_CHECK;

/* In a transaction. */
enum rc notification_acknowledge(struct conn *conn, const struct id *user_id, const struct id *id, int64_t now_ms,
                                 struct fault *fault) MUST_CHECK;
