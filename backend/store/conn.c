#include "store/conn.h"

#include "base/buf.h"
#include "store/store_pool.h"

#include <string.h>

/* Codes of the server, from its error_codes.yml. */
enum {

	CODE_VALIDATION = 121,
	CODE_NO_QUERY_PLANS = 291,
	CODE_DUPLICATE = 11000,
};

static void free_collection(mongoc_collection_t **collection)
{
	mongoc_collection_destroy(*collection);
}

static void free_modify(mongoc_find_and_modify_opts_t **opts)
{
	mongoc_find_and_modify_opts_destroy(*opts);
}

#define COLLECTION(name, conn, of)                                                                                   \
	__attribute__((cleanup(free_collection))) mongoc_collection_t *name = collection_of(conn, of)

static mongoc_collection_t *collection_of(struct conn *conn, const char *name)
{
	return mongoc_client_get_collection(conn->client, store_database(conn->store), name);
}

enum rc conn_open(struct store *store, enum store_pace pace, struct conn *conn, struct fault *fault)
{
	mongoc_client_t *client = mongoc_client_pool_pop(store_pool(store, pace));

	if (!client)
		return fault_set(fault, RC_UNAVAILABLE, "store_busy", "no free database connection in time");
	*conn = (struct conn){.store = store, .pace = pace, .client = client};
	return RC_OK;
}

void conn_close(struct conn *conn)
{
	if (conn->client)
		mongoc_client_pool_push(store_pool(conn->store, conn->pace), conn->client);
	conn->client = NULL;
}

/* Every operation's opts begin with the session, so that none is left outside its transaction. */
static void join_session(struct conn *conn, bson_t *opts)
{
	bson_error_t error;

	if (conn->session && !mongoc_client_session_append(conn->session, opts, &error))
		abort(); /* a session of another client: our own mistake */
}

static bool is_unavailable(const bson_error_t *error)
{
	static const uint32_t codes[] = {6,   7,   24,  46,   50,    63,    64,    89,    91,    112,
	                                 150, 189, 251, 9001, 10107, 11600, 11602, 13388, 13435, 13436};

	if (error->domain == MONGOC_ERROR_SERVER_SELECTION || error->domain == MONGOC_ERROR_STREAM ||
	    error->domain == MONGOC_ERROR_WRITE_CONCERN || error->domain == MONGOC_ERROR_CLIENT)
		return true;
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (error->code == codes[i])
			return true;
	return false;
}

/* The index's name out of the server's message; the rest of that message holds the values. */
static void note_duplicate(struct conn *conn, const char *message)
{
	const char *from = strstr(message, " index: ");
	size_t length;

	conn->duplicate[0] = '\0';
	if (!from)
		return;
	from += strlen(" index: ");
	length = strcspn(from, " ");
	if (length >= sizeof conn->duplicate)
		return;
	memcpy(conn->duplicate, from, length);
	conn->duplicate[length] = '\0';
}

/* Gathers the names (never values) that a validator's answer complains about. */
static void gather_names(const bson_t *document, struct buf *names, int depth)
{
	bson_iter_t iter;
	bson_t inner;

	if (depth > 12 || !bson_iter_init(&iter, document))
		return;
	while (bson_iter_next(&iter)) {
		const char *key = bson_iter_key(&iter);

		if (strcmp(key, "consideredValue") == 0 || strcmp(key, "specifiedAs") == 0)
			continue;
		if (strcmp(key, "missingProperties") == 0 || strcmp(key, "additionalProperties") == 0)
			buf_printf(names, " %s", key);
		if (BSON_ITER_HOLDS_UTF8(&iter) && (strcmp(key, "propertyName") == 0 ||
		                                    strcmp(key, "operatorName") == 0 || (*key >= '0' && *key <= '9')))
			buf_printf(names, " %s", bson_iter_utf8(&iter, NULL));
		if (wire_bson_inner(&iter, &inner))
			gather_names(&inner, names, depth + 1);
	}
}

static enum rc validation_fault(const char *collection, const bson_t *reply, struct fault *fault)
{
	BUF(names, 150);
	bson_t info;

	if (reply &&
	    (wire_get_document(reply, "writeErrors.0.errInfo", &info) || wire_get_document(reply, "errInfo", &info)))
		gather_names(&info, &names, 0);
	return fault_set(fault, RC_BROKEN, "validation", "%s: its validator refuses a document:%s", collection,
	                 names.length ? names.data : " (no details)");
}

enum rc conn_fault(struct conn *conn, const char *collection, const bson_error_t *error, const bson_t *reply,
                   struct fault *fault)
{
	conn->code = error->code;
	conn->redo = conn->session && reply && mongoc_error_has_label(reply, "TransientTransactionError");
	if (error->code == CODE_DUPLICATE) {
		note_duplicate(conn, error->message);
		return fault_set(fault, RC_CONFLICT, "duplicate", "%s: a row with the same %s exists", collection,
		                 *conn->duplicate ? conn->duplicate : "key");
	}
	if (error->code == CODE_VALIDATION && error->domain != MONGOC_ERROR_STREAM)
		return validation_fault(collection, reply, fault);
	if (error->code == CODE_NO_QUERY_PLANS)
		return fault_set(fault, RC_BROKEN, "no_index", "%s: a query has no index", collection);
	if (conn->redo || is_unavailable(error))
		return fault_set(fault, RC_UNAVAILABLE, "store", "%s: the database did not answer (%u/%u)",
		                 collection, error->domain, error->code);
	return fault_set(fault, RC_BROKEN, "store", "%s: the database refused an operation (%u/%u)", collection,
	                 error->domain, error->code);
}

enum rc conn_insert(struct conn *conn, const char *collection, const bson_t *document, struct fault *fault)
{
	COLLECTION(rows, conn, collection);
	BSON(opts);
	bson_error_t error;
	bson_t reply;
	enum rc rc = RC_OK;

	join_session(conn, &opts);
	if (!mongoc_collection_insert_one(rows, document, &opts, &reply, &error))
		rc = conn_fault(conn, collection, &error, &reply, fault);
	bson_destroy(&reply);
	return rc;
}

/* True when every write error is a duplicate; *count says how many there were. */
static bool only_duplicates(const bson_t *reply, size_t *count)
{
	bson_t errors, one;
	bson_iter_t iter;

	*count = 0;
	if (wire_has(reply, "writeConcernErrors.0") || !wire_get_document(reply, "writeErrors", &errors) ||
	    !bson_iter_init(&iter, &errors))
		return false;
	while (bson_iter_next(&iter)) {
		if (!wire_bson_inner(&iter, &one) || wire_get_int(&one, "code", 0) != CODE_DUPLICATE)
			return false;
		++*count;
	}
	return *count > 0;
}

enum rc conn_insert_many(struct conn *conn, const char *collection, const bson_t *const *documents, size_t count,
                         size_t *duplicates, struct fault *fault)
{
	COLLECTION(rows, conn, collection);
	BSON(opts);
	bson_error_t error;
	bson_t reply;
	size_t refused = 0;
	enum rc rc = RC_OK;

	if (count == 0)
		return RC_OK;
	join_session(conn, &opts);
	wire_put_bool(&opts, "ordered", false);
	if (!mongoc_collection_insert_many(rows, (const bson_t **)documents, count, &opts, &reply, &error) &&
	    !(duplicates && !conn->session && only_duplicates(&reply, &refused)))
		rc = conn_fault(conn, collection, &error, &reply, fault);
	bson_destroy(&reply);
	if (rc == RC_OK && duplicates)
		*duplicates = refused;
	return rc;
}

enum rc conn_update(struct conn *conn, const char *collection, const bson_t *filter, const bson_t *update,
                    bool upsert, int64_t *matched, struct fault *fault)
{
	COLLECTION(rows, conn, collection);
	BSON(opts);
	bson_error_t error;
	bson_t reply;
	enum rc rc = RC_OK;

	join_session(conn, &opts);
	if (upsert)
		wire_put_bool(&opts, "upsert", true);
	if (!mongoc_collection_update_one(rows, filter, update, &opts, &reply, &error))
		rc = conn_fault(conn, collection, &error, &reply, fault);
	else if (matched)
		*matched = wire_get_int(&reply, "matchedCount", 0);
	bson_destroy(&reply);
	return rc;
}

enum rc conn_update_many(struct conn *conn, const char *collection, const bson_t *filter, const bson_t *update,
                         int64_t *matched, struct fault *fault)
{
	COLLECTION(rows, conn, collection);
	BSON(opts);
	bson_error_t error;
	bson_t reply;
	enum rc rc = RC_OK;

	join_session(conn, &opts);
	if (!mongoc_collection_update_many(rows, filter, update, &opts, &reply, &error))
		rc = conn_fault(conn, collection, &error, &reply, fault);
	else if (matched)
		*matched = wire_get_int(&reply, "matchedCount", 0);
	bson_destroy(&reply);
	return rc;
}

enum rc conn_delete_many(struct conn *conn, const char *collection, const bson_t *filter, int64_t *deleted,
                         struct fault *fault)
{
	COLLECTION(rows, conn, collection);
	BSON(opts);
	bson_error_t error;
	bson_t reply;
	enum rc rc = RC_OK;

	join_session(conn, &opts);
	if (!mongoc_collection_delete_many(rows, filter, &opts, &reply, &error))
		rc = conn_fault(conn, collection, &error, &reply, fault);
	else if (deleted)
		*deleted = wire_get_int(&reply, "deletedCount", 0);
	bson_destroy(&reply);
	return rc;
}

enum rc conn_modify(struct conn *conn, const struct conn_modify *modify, struct arena *arena, const bson_t **found,
                    struct fault *fault)
{
	COLLECTION(rows, conn, modify->collection);
	__attribute__((cleanup(free_modify))) mongoc_find_and_modify_opts_t *opts = mongoc_find_and_modify_opts_new();
	BSON(extra);
	bson_error_t error;
	bson_t reply, value;
	enum rc rc = RC_OK;
	unsigned flags = (modify->before ? 0u : MONGOC_FIND_AND_MODIFY_RETURN_NEW) |
	                 (modify->upsert ? MONGOC_FIND_AND_MODIFY_UPSERT : 0u);

	join_session(conn, &extra);
	mongoc_find_and_modify_opts_append(opts, &extra);
	mongoc_find_and_modify_opts_set_update(opts, modify->update);
	mongoc_find_and_modify_opts_set_flags(opts, (mongoc_find_and_modify_flags_t)flags);
	if (modify->sort)
		mongoc_find_and_modify_opts_set_sort(opts, modify->sort);
	if (modify->fields)
		mongoc_find_and_modify_opts_set_fields(opts, modify->fields);
	if (!mongoc_collection_find_and_modify_with_opts(rows, modify->filter, opts, &reply, &error))
		rc = conn_fault(conn, modify->collection, &error, &reply, fault);
	else
		*found = wire_get_document(&reply, "value", &value) ? wire_bson_keep(arena, &value) : NULL;
	bson_destroy(&reply);
	return rc;
}

enum rc conn_find_one(struct conn *conn, const char *collection, const bson_t *filter, const bson_t *fields,
                      struct arena *arena, const bson_t **found, struct fault *fault)
{
	BSON(opts);
	const bson_t *row;
	enum rc rc;

	wire_put_int(&opts, "limit", 1);
	wire_put_bool(&opts, "singleBatch", true);
	if (fields)
		wire_put_document(&opts, "projection", fields);
	CURSOR(cursor) = conn_find(conn, collection, filter, &opts);
	if (conn_next(conn, cursor, &row, &rc, fault))
		*found = wire_bson_keep(arena, row);
	else if (rc == RC_OK)
		*found = NULL;
	return rc;
}

mongoc_cursor_t *conn_find(struct conn *conn, const char *collection, const bson_t *filter, const bson_t *opts)
{
	COLLECTION(rows, conn, collection);
	BSON(own);

	join_session(conn, &own);
	if (opts)
		bson_concat(&own, opts);
	return mongoc_collection_find_with_opts(rows, filter, &own, NULL);
}

mongoc_cursor_t *conn_aggregate(struct conn *conn, const char *collection, const bson_t *pipeline, const bson_t *opts)
{
	COLLECTION(rows, conn, collection);
	BSON(own);

	join_session(conn, &own);
	if (opts)
		bson_concat(&own, opts);
	return mongoc_collection_aggregate(rows, MONGOC_QUERY_NONE, pipeline, &own, NULL);
}

bool conn_next(struct conn *conn, mongoc_cursor_t *cursor, const bson_t **row, enum rc *rc, struct fault *fault)
{
	const bson_t *reply;
	bson_error_t error;

	*rc = RC_OK;
	if (mongoc_cursor_next(cursor, row))
		return true;
	if (mongoc_cursor_error_document(cursor, &error, &reply))
		*rc = conn_fault(conn, "cursor", &error, reply, fault);
	return false;
}

void conn_cursor_close(mongoc_cursor_t **cursor)
{
	mongoc_cursor_destroy(*cursor);
}

enum rc conn_command(struct conn *conn, const bson_t *command, struct arena *arena, const bson_t **reply,
                     struct fault *fault)
{
	BSON(opts);
	bson_error_t error;
	bson_t answer;
	enum rc rc = RC_OK;

	join_session(conn, &opts);
	if (!mongoc_client_command_with_opts(conn->client, store_database(conn->store), command, NULL, &opts, &answer,
	                                     &error))
		rc = conn_fault(conn, "command", &error, &answer, fault);
	else if (reply)
		*reply = wire_bson_keep(arena, &answer);
	bson_destroy(&answer);
	return rc;
}
