#include "store/event_tail.h"

#include <stdlib.h>

struct event_tail {
	struct conn conn;
	mongoc_client_session_t *session;
	int64_t cursor;
	struct arena *first_arena; /* what opening the stream already brought, until it is asked for */
	const bson_t *first;
};

static enum rc run(struct event_tail *tail, const bson_t *command, struct arena *arena, const bson_t **reply,
                   struct fault *fault)
{
	BSON(opts);
	bson_error_t error;
	bson_t answer;
	enum rc rc = RC_OK;

	if (!mongoc_client_session_append(tail->session, &opts, &error))
		abort(); /* a session of another client: our own mistake */
	if (mongoc_client_command_with_opts(tail->conn.client, store_database(tail->conn.store), command, NULL, &opts,
	                                    &answer, &error))
		*reply = wire_bson_keep(arena, &answer);
	else
		rc = conn_fault(&tail->conn, "events", &error, &answer, fault);
	bson_destroy(&answer);
	return rc;
}

static void put_pipeline(bson_t *command, const bson_t *token)
{
	BSON(pipeline);
	BSON(stream);
	BSON(options);
	BSON(match);
	BSON(insert);

	if (token)
		wire_put_document(&options, "resumeAfter", token);
	wire_put_document(&stream, "$changeStream", &options);
	wire_put_document(&pipeline, "0", &stream);
	wire_put_text(&insert, "operationType", "insert");
	wire_put_document(&match, "$match", &insert);
	wire_put_document(&pipeline, "1", &match);
	wire_put_array(command, "pipeline", &pipeline);
}

static enum rc begin(struct event_tail *tail, const bson_t *token, struct fault *fault)
{
	BSON(command);
	BSON(cursor);
	BSON(concern);

	wire_put_text(&command, "aggregate", "events");
	put_pipeline(&command, token);
	wire_put_int(&cursor, "batchSize", EVENT_BATCH_MAX);
	wire_put_document(&command, "cursor", &cursor);
	wire_put_text(&concern, "level", "majority");
	wire_put_document(&command, "readConcern", &concern);
	TRY(run(tail, &command, tail->first_arena, &tail->first, fault));
	tail->cursor = wire_get_int(tail->first, "cursor.id", 0);
	return RC_OK;
}

static enum rc open_session(struct event_tail *tail, struct fault *fault)
{
	mongoc_session_opt_t *opts = mongoc_session_opts_new();
	bson_error_t error;

	/* Causal consistency would add members to readConcern, which the cursor's later commands must not have. */
	mongoc_session_opts_set_causal_consistency(opts, false);
	tail->session = mongoc_client_start_session(tail->conn.client, opts, &error);
	mongoc_session_opts_destroy(opts);
	return tail->session ? RC_OK : conn_fault(&tail->conn, "events", &error, NULL, fault);
}

static enum rc open_tail(struct event_tail *tail, struct store *store, const bson_t *token, bool *from_now,
                         struct fault *fault)
{
	enum rc rc;

	tail->first_arena = arena_new(4096, SIZE_MAX);
	TRY(conn_open(store, STORE_PATIENT, &tail->conn, fault));
	TRY(open_session(tail, fault));
	*from_now = !token;
	rc = begin(tail, token, fault);
	if (rc != RC_BROKEN || !token)
		return rc;
	*from_now =
		true; /* the server answers, and refuses the position: its history no longer reaches back so far */
	return begin(tail, NULL, fault);
}

enum rc event_tail_open(struct store *store, const bson_t *token, struct event_tail **tail, bool *from_now,
                        struct fault *fault)
{
	struct event_tail *opened = calloc(1, sizeof *opened);
	enum rc rc;

	if (!opened)
		abort();
	rc = open_tail(opened, store, token, from_now, fault);
	if (rc == RC_OK)
		*tail = opened;
	else
		event_tail_close(opened);
	return rc;
}

static void read_rows(const bson_t *changes, struct arena *arena, struct event_batch *batch)
{
	bson_iter_t iter;
	bson_t change, row;

	if (!bson_iter_init(&iter, changes))
		return;
	while (bson_iter_next(&iter) && batch->count < EVENT_BATCH_MAX)
		if (wire_bson_inner(&iter, &change) && wire_get_document(&change, "fullDocument", &row))
			batch->rows[batch->count++] = wire_bson_keep(arena, &row);
}

static void read_reply(const bson_t *reply, struct arena *arena, struct event_batch *batch)
{
	bson_t inner;

	if (wire_get_document(reply, "cursor.firstBatch", &inner) ||
	    wire_get_document(reply, "cursor.nextBatch", &inner))
		read_rows(&inner, arena, batch);
	if (wire_get_document(reply, "cursor.postBatchResumeToken", &inner))
		batch->token = wire_bson_keep(arena, &inner);
}

enum rc event_tail_next(struct event_tail *tail, int64_t wait_ms, struct arena *arena, struct event_batch *batch,
                        struct fault *fault)
{
	BSON(command);
	const bson_t *reply = tail->first;
	bool is_open;

	*batch = (struct event_batch){0};
	if (!reply) {
		BSON_APPEND_INT64(&command, "getMore", tail->cursor);
		wire_put_text(&command, "collection", "events");
		wire_put_int(&command, "batchSize", EVENT_BATCH_MAX);
		wire_put_int(&command, "maxTimeMS", wait_ms);
		TRY(run(tail, &command, arena, &reply, fault));
	}
	read_reply(reply, arena, batch);
	is_open = wire_get_int(reply, "cursor.id", 0) != 0;
	tail->first = NULL;
	arena_reset(tail->first_arena);
	if (!is_open)
		return fault_set(fault, RC_UNAVAILABLE, "stream_ended", "the server closed the stream of events");
	return RC_OK;
}

static void kill_cursor(struct event_tail *tail)
{
	ARENA(arena, 512, SIZE_MAX);
	BSON(command);
	BSON(cursors);
	const bson_t *reply;
	struct fault ignored;

	wire_put_text(&command, "killCursors", "events");
	BSON_APPEND_INT64(&cursors, "0", tail->cursor);
	wire_put_array(&command, "cursors", &cursors);
	(void)!run(tail, &command, arena, &reply, &ignored); /* else it goes with the session */
}

void event_tail_close(struct event_tail *tail)
{
	if (!tail)
		return;
	if (tail->session) {
		if (tail->cursor)
			kill_cursor(tail);
		mongoc_client_session_destroy(tail->session);
	}
	conn_close(&tail->conn);
	arena_free(tail->first_arena);
	free(tail);
}
