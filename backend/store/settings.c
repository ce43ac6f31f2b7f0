#include "store/settings.h"

enum rc setting_get_int(struct conn *conn, const char *name, int64_t fallback, int64_t *value, struct fault *fault)
{
	ARENA(arena, 512, 1 << 16);
	BSON(filter);
	const bson_t *row;

	wire_put_text(&filter, "_id", name);
	TRY(conn_find_one(conn, "settings", &filter, NULL, arena, &row, fault));
	*value = row ? wire_get_int(row, "value", fallback) : fallback;
	return RC_OK;
}

enum rc setting_put_int(struct conn *conn, const char *name, int64_t value, struct fault *fault)
{
	BSON(filter);
	BSON(fields);
	BSON(update);

	wire_put_text(&filter, "_id", name);
	wire_put_int(&fields, "value", value);
	wire_put_document(&update, "$set", &fields);
	return conn_update(conn, "settings", &filter, &update, true, NULL, fault);
}

enum rc sequence_next(struct conn *conn, const char *name, int64_t *number, struct fault *fault)
{
	ARENA(arena, 512, 1 << 16);
	BSON(filter);
	BSON(fields);
	BSON(update);
	const struct conn_modify modify = {
		.collection = "sequences", .filter = &filter, .update = &update, .upsert = true};
	const bson_t *row;

	wire_put_text(&filter, "_id", name);
	wire_put_int(&fields, "value", 1);
	wire_put_document(&update, "$inc", &fields);
	TRY(conn_modify(conn, &modify, arena, &row, fault));
	*number = row ? wire_get_int(row, "value", 0) : 0;
	return RC_OK;
}
