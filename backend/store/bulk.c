#include "store/bulk.h"

#include <stdlib.h>

struct bulk bulk_begin(struct conn *conn, const char *collection)
{
	struct bulk bulk = {.conn = conn, .collection = collection};
	BSON(opts);
	bson_error_t error;
	mongoc_collection_t *rows =
		mongoc_client_get_collection(conn->client, store_database(conn->store), collection);

	if (conn->session && !mongoc_client_session_append(conn->session, &opts, &error))
		abort(); /* a session of another client: our own mistake */
	bulk.operation = mongoc_collection_create_bulk_operation_with_opts(rows, &opts);
	mongoc_collection_destroy(rows);
	return bulk;
}

void bulk_free(struct bulk *bulk)
{
	mongoc_bulk_operation_destroy(bulk->operation);
}

void bulk_update(struct bulk *bulk, const bson_t *filter, const bson_t *update, bool upsert)
{
	BSON(opts);
	bson_error_t error;

	wire_put_bool(&opts, "upsert", upsert);
	if (!mongoc_bulk_operation_update_one_with_opts(bulk->operation, filter, update, &opts, &error))
		abort(); /* an update without operators: our own mistake */
	bulk->count++;
}

enum rc bulk_run(struct bulk *bulk, int64_t *matched, struct fault *fault)
{
	bson_error_t error;
	bson_t reply;
	enum rc rc = RC_OK;

	if (bulk->count == 0)
		return RC_OK;
	if (!mongoc_bulk_operation_execute(bulk->operation, &reply, &error))
		rc = conn_fault(bulk->conn, bulk->collection, &error, &reply, fault);
	else if (matched)
		*matched = wire_get_int(&reply, "nMatched", 0);
	bson_destroy(&reply);
	return rc;
}
