#include "store/follow.h"

#include "base/clock.h"
#include "store/store_pool.h"

#include <string.h>
#include <time.h>

enum {
	AWAIT_MS = 1000,
	BACKOFF_FIRST_MS = 100,
	BACKOFF_MAX_MS = 5000,
	SLICE_MS = 50,          /* of a back-off, between two looks at *stop */
	CHANGES_PER_SAVE = 100, /* of the position, while changes keep coming; also saved when it gets quiet */
	CODE_HISTORY_LOST = 286,
	CODE_NOT_RESUMABLE = 280,
};

struct follower {
	struct store *store;
	const struct follow *follow;
	bson_t token; /* resume position, empty: none */
	bool joins;   /* the next connection continues nothing: on_join is due */
	int unsaved;  /* changes since the position was saved */
	int64_t wait_ms;
};

static bool must_stop(const struct follower *follower)
{
	return atomic_load(follower->follow->stop);
}

static void set_token(struct follower *follower, const bson_t *token)
{
	if (!token)
		return;
	bson_destroy(&follower->token);
	bson_copy_to(token, &follower->token);
}

static void forget_token(struct follower *follower)
{
	bson_reinit(&follower->token);
	follower->joins = true;
}

static void back_off(struct follower *follower)
{
	struct timespec slice = {.tv_nsec = SLICE_MS * 1000000L};

	for (int64_t waited_ms = 0; waited_ms < follower->wait_ms && !must_stop(follower); waited_ms += SLICE_MS)
		(void)nanosleep(&slice, NULL);
	follower->wait_ms = follower->wait_ms * 2 < BACKOFF_MAX_MS ? follower->wait_ms * 2 : BACKOFF_MAX_MS;
}

static void put_name(bson_t *filter, const struct follower *follower)
{
	char name[96] = "follow.";

	strncat(name, follower->follow->token_key, sizeof name - strlen(name) - 1);
	wire_put_text(filter, "_id", name);
}

/* The position kept by an earlier run, or the one the caller keeps. */
static enum rc recall_token(struct follower *follower, struct fault *fault)
{
	ARENA(arena, 1024, 1 << 16);
	BSON(filter);
	const bson_t *row;
	bson_t token;

	CONN(conn);
	set_token(follower, follower->follow->token);
	follower->joins = bson_empty(&follower->token);
	if (!follower->follow->token_key)
		return RC_OK;
	TRY(conn_open(follower->store, STORE_BRISK, &conn, fault));
	put_name(&filter, follower);
	TRY(conn_find_one(&conn, "settings", &filter, NULL, arena, &row, fault));
	if (row && wire_get_document(row, "token", &token)) {
		set_token(follower, &token);
		follower->joins = false;
	}
	return RC_OK;
}

static enum rc save_token(struct follower *follower, struct fault *fault)
{
	BSON(filter);
	BSON(fields);
	BSON(update);

	CONN(conn);
	if (!follower->follow->token_key || !follower->unsaved)
		return RC_OK;
	TRY(conn_open(follower->store, STORE_BRISK, &conn, fault));
	put_name(&filter, follower);
	wire_put_document(&fields, "token", &follower->token);
	wire_put_document(&update, "$set", &fields);
	TRY(conn_update(&conn, "settings", &filter, &update, true, NULL, fault));
	follower->unsaved = 0;
	return RC_OK;
}

static void put_pipeline(bson_t *pipeline, const struct follow *follow)
{
	static const char *const kinds[] = {"insert", "update", "replace", "delete"};
	BSON(match);
	BSON(stage);
	size_t count = 0;

	while (follow->collections[count])
		count++;
	wire_put_in_texts(&match, "ns.coll", follow->collections, count);
	wire_put_in_texts(&match, "operationType", kinds, sizeof kinds / sizeof *kinds);
	if (follow->match)
		bson_concat(&match, follow->match);
	wire_put_document(&stage, "$match", &match);
	wire_put_document(pipeline, "0", &stage);
}

static void free_database(mongoc_database_t **database)
{
	mongoc_database_destroy(*database);
}

static mongoc_change_stream_t *open_stream(struct follower *follower, struct conn *conn)
{
	__attribute__((cleanup(free_database))) mongoc_database_t *database =
		mongoc_client_get_database(conn->client, store_database(follower->store));
	BSON(pipeline);
	BSON(opts);

	put_pipeline(&pipeline, follower->follow);
	wire_put_int(&opts, "maxAwaitTimeMS", AWAIT_MS);
	if (follower->follow->full)
		wire_put_text(&opts, "fullDocument", "updateLookup");
	if (!bson_empty(&follower->token))
		wire_put_document(&opts, "resumeAfter", &follower->token);
	return mongoc_database_watch(database, &pipeline, &opts);
}

static void free_stream(mongoc_change_stream_t **stream)
{
	if (*stream)
		mongoc_change_stream_destroy(*stream);
}

static enum follow_kind kind_of(const char *operation)
{
	switch (operation ? *operation : 'd') {
	case 'i':
		return FOLLOW_INSERT;
	case 'u':
		return FOLLOW_UPDATE;
	case 'r':
		return FOLLOW_REPLACE;
	default:
		return FOLLOW_DELETE;
	}
}

static enum rc handle(struct follower *follower, const bson_t *document, struct fault *fault)
{
	bson_t row, set, token;
	struct follow_change change = {
		.kind = kind_of(wire_get_text(document, "operationType")),
		.collection = wire_get_text(document, "ns.coll"),
		.id = wire_get_id(document, "documentKey._id"),
		.key = wire_get_text(document, "documentKey._id"),
	};

	if (wire_get_document(document, "fullDocument", &row))
		change.row = &row;
	if (wire_get_document(document, "updateDescription.updatedFields", &set))
		change.set = &set;
	if (wire_get_document(document, "_id", &token))
		change.token = &token;
	TRY(follower->follow->on_change(follower->follow->context, &change, fault));
	set_token(follower, change.token);
	if (++follower->unsaved >= CHANGES_PER_SAVE)
		return save_token(follower, fault);
	return RC_OK;
}

/* No change came for a while: the stream's own position moves on, so that it does not grow too old. */
static enum rc rest(struct follower *follower, const mongoc_change_stream_t *stream, struct fault *fault)
{
	set_token(follower, mongoc_change_stream_get_resume_token((mongoc_change_stream_t *)stream));
	if (follower->follow->on_quiet)
		follower->follow->on_quiet(follower->follow->context);
	return save_token(follower, fault);
}

static enum rc stream_fault(struct follower *follower, struct conn *conn, const bson_error_t *error,
                            const bson_t *reply, struct fault *fault)
{
	if (error->code == CODE_HISTORY_LOST || error->code == CODE_NOT_RESUMABLE)
		forget_token(follower);
	return conn_fault(conn, "change stream", error, reply, fault);
}

static enum rc join(struct follower *follower, struct fault *fault)
{
	if (follower->joins && follower->follow->on_join)
		TRY(follower->follow->on_join(follower->follow->context, fault));
	follower->joins = false;
	follower->wait_ms = BACKOFF_FIRST_MS;
	return RC_OK;
}

/* One connection, until it fails or *stop. */
static enum rc follow_once(struct follower *follower, struct fault *fault)
{
	const bson_t *document, *reply;
	bson_error_t error;

	CONN(conn);
	TRY(conn_open(follower->store, STORE_PATIENT, &conn, fault));
	__attribute__((cleanup(free_stream))) mongoc_change_stream_t *stream = open_stream(follower, &conn);
	if (mongoc_change_stream_error_document(stream, &error, &reply))
		return stream_fault(follower, &conn, &error, reply, fault);
	follower->joins = follower->joins || bson_empty(&follower->token);
	set_token(follower, mongoc_change_stream_get_resume_token(stream));
	TRY(join(follower, fault));
	while (!must_stop(follower)) {
		if (mongoc_change_stream_next(stream, &document))
			TRY(handle(follower, document, fault));
		else if (mongoc_change_stream_error_document(stream, &error, &reply))
			return stream_fault(follower, &conn, &error, reply, fault);
		else
			TRY(rest(follower, stream, fault));
	}
	return save_token(follower, fault);
}

void follow_run(struct store *store, const struct follow *follow)
{
	struct follower follower = {
		.store = store, .follow = follow, .token = BSON_INITIALIZER, .wait_ms = BACKOFF_FIRST_MS};
	struct fault fault = {0};
	bool recalled = false;

	while (!must_stop(&follower)) {
		enum rc rc = recalled ? RC_OK : recall_token(&follower, &fault);

		if (rc == RC_OK) {
			recalled = true;
			rc = follow_once(&follower, &fault);
		}
		if (rc == RC_OK)
			continue;
		if (follow->on_error)
			follow->on_error(follow->context, &fault);
		back_off(&follower);
	}
	bson_destroy(&follower.token);
}
