#include "store/txn.h"

#include "base/clock.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

enum { ALL_MS = 25000, BACKOFF_FIRST_MS = 5, BACKOFF_MAX_MS = 500 };

struct attempt {
	int64_t until_ms; /* steady time */
	int64_t wait_ms;
};

static void free_session(mongoc_client_session_t **session)
{
	if (*session)
		mongoc_client_session_destroy(*session);
}

/* Waits half to all of the present back-off, then doubles it; false when the time is over. */
static bool back_off(struct attempt *attempt)
{
	int64_t wait_ms = attempt->wait_ms / 2 + random() % (attempt->wait_ms / 2 + 1);
	struct timespec pause = {.tv_sec = wait_ms / 1000, .tv_nsec = wait_ms % 1000 * 1000000};

	if (clock_steady_ms() + wait_ms >= attempt->until_ms)
		return false;
	while (nanosleep(&pause, &pause) != 0 && errno == EINTR)
		;
	attempt->wait_ms = attempt->wait_ms * 2 < BACKOFF_MAX_MS ? attempt->wait_ms * 2 : BACKOFF_MAX_MS;
	return true;
}

static enum rc commit(struct conn *conn, struct attempt *attempt, struct fault *fault)
{
	for (;;) {
		bson_error_t error;
		bson_t reply;
		bool done = mongoc_client_session_commit_transaction(conn->session, &reply, &error);
		bool unknown = !done && mongoc_error_has_label(&reply, "UnknownTransactionCommitResult");
		enum rc rc = done ? RC_OK : conn_fault(conn, "transaction", &error, &reply, fault);

		bson_destroy(&reply);
		if (!unknown || !back_off(attempt))
			return rc;
	}
}

static enum rc run_once(struct conn *conn, txn_body *body, void *context, struct attempt *attempt,
                        struct fault *fault)
{
	bson_error_t error;
	enum rc rc;

	conn->redo = false;
	if (!mongoc_client_session_start_transaction(conn->session, NULL, &error))
		return conn_fault(conn, "transaction", &error, NULL, fault);
	rc = body(conn, context, fault);
	if (rc == RC_OK)
		return commit(conn, attempt, fault);
	(void)mongoc_client_session_abort_transaction(conn->session, NULL); /* what it says changes nothing */
	return rc;
}

enum rc txn_run(struct store *store, txn_body *body, void *context, struct fault *fault)
{
	struct attempt attempt = {.until_ms = clock_steady_ms() + ALL_MS, .wait_ms = BACKOFF_FIRST_MS};
	bson_error_t error;
	enum rc rc;

	CONN(conn);
	TRY(conn_open(store, STORE_BRISK, &conn, fault));
	__attribute__((cleanup(free_session))) mongoc_client_session_t *session =
		mongoc_client_start_session(conn.client, NULL, &error);
	if (!session)
		return conn_fault(&conn, "transaction", &error, NULL, fault);
	conn.session = session;
	do
		rc = run_once(&conn, body, context, &attempt, fault);
	while (rc != RC_OK && conn.redo && back_off(&attempt));
	return rc;
}
