#include "store/cas.h"

/* The caller's operators, with the version's growth among them. */
static void grow_version(bson_t *update, const bson_t *operators)
{
	bson_iter_t iter;
	bson_t inner, inc;
	bool has_inc = false;

	if (!bson_iter_init(&iter, operators))
		return;
	while (bson_iter_next(&iter)) {
		if (!BSON_ITER_IS_KEY(&iter, "$inc") || !wire_bson_inner(&iter, &inner)) {
			bson_append_iter(update, NULL, -1, &iter);
			continue;
		}
		has_inc = true;
		bson_append_document_begin(update, "$inc", -1, &inc);
		bson_concat(&inc, &inner);
		wire_put_int(&inc, "version", 1);
		bson_append_document_end(update, &inc);
	}
	if (has_inc)
		return;
	bson_append_document_begin(update, "$inc", -1, &inc);
	wire_put_int(&inc, "version", 1);
	bson_append_document_end(update, &inc);
}

/* Nothing matched: says which of the conditions it was. */
static enum rc tell_why(struct conn *conn, const struct cas *cas, struct fault *fault)
{
	ARENA(arena, 512, 1 << 16);
	BSON(filter);
	BSON(fields);
	const bson_t *row;

	wire_put_id(&filter, "_id", &cas->id);
	TRY(scope_apply(cas->scope, cas->rule, &filter, fault));
	wire_put_int(&fields, "version", 1);
	TRY(conn_find_one(conn, cas->collection, &filter, &fields, arena, &row, fault));
	if (!row)
		return fault_set(fault, RC_NOT_FOUND, "not_found", "%s: no such row for this caller",
		                 cas->collection);
	if (cas->version && wire_get_int(row, "version", 0) != cas->version)
		return fault_set(fault, RC_STALE, "stale", "%s: the row changed meanwhile", cas->collection);
	return fault_set(fault, RC_CONFLICT, cas->conflict ? cas->conflict : "state",
	                 "%s: the row's state does not allow this", cas->collection);
}

enum rc cas_update(struct conn *conn, const struct cas *cas, struct arena *arena, const bson_t **after,
                   struct fault *fault)
{
	BSON(filter);
	BSON(update);
	const struct conn_modify modify = {
		.collection = cas->collection, .filter = &filter, .update = &update, .fields = cas->fields};
	const bson_t *row;

	wire_put_id(&filter, "_id", &cas->id);
	if (cas->version)
		wire_put_int(&filter, "version", cas->version);
	if (cas->when)
		bson_concat(&filter, cas->when);
	TRY(scope_apply(cas->scope, cas->rule, &filter, fault));
	grow_version(&update, cas->update);
	TRY(conn_modify(conn, &modify, arena, &row, fault));
	if (!row)
		return tell_why(conn, cas, fault);
	if (after)
		*after = row;
	return RC_OK;
}
