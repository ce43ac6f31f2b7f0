#include "store/registry_files.h"

#include "store/cas.h"
#include "store/outbox.h"
#include "store/rows.h"
#include "store/txn.h"

#include <string.h>

#define FILES "registry_files"

enum { FIRST_LINE = 2 };

static const char *const counts[] = {"rows", "excluded", "refused", "read_bytes"};

enum rc registry_file_insert(struct conn *conn, const struct registry_file_new *file, struct fault *fault)
{
	BSON(row);

	wire_put_id(&row, "_id", &file->id);
	wire_put_int(&row, "version", 1);
	wire_put_text(&row, "state", "uploading");
	wire_put_int(&row, "size", file->size);
	wire_put_text(&row, "sha256", file->sha256);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		wire_put_int(&row, counts[i], 0);
	wire_put_int(&row, "imported_to", FIRST_LINE);
	wire_put_id(&row, "created_by", &file->created_by);
	wire_put_ms(&row, "created_at", file->now_ms);
	wire_put_ms(&row, "valid_until", contact_registry_good_until(file->now_ms));
	return conn_insert(conn, FILES, &row, fault);
}

enum rc registry_file_get(struct conn *conn, const struct id *id, struct arena *arena, struct registry_file *file,
                          struct fault *fault)
{
	const struct rows_query query = {.collection = FILES, .scope = &scope_all};
	const bson_t *row;

	TRY(rows_one(conn, &query, id, arena, &row, fault));
	*file = (struct registry_file){.id = *id,
	                               .state = wire_get_text(row, "state"),
	                               .size = wire_get_int(row, "size", 0),
	                               .sha256 = wire_get_text(row, "sha256"),
	                               .at_ms = wire_get_ms(row, "created_at", 0),
	                               .imported_to = wire_get_int(row, "imported_to", FIRST_LINE)};
	return RC_OK;
}

static void shown_fields(bson_t *fields)
{
	static const char *const hidden[] = {"sha256", "imported_to", "created_by"};

	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
		wire_put_int(fields, hidden[i], 0);
}

enum rc registry_file_json(struct conn *conn, const struct id *id, struct buf *out, int64_t *version,
                           struct fault *fault)
{
	BSON(fields);
	const struct rows_query query = {.collection = FILES, .scope = &scope_all, .fields = &fields};

	shown_fields(&fields);
	return rows_one_json(conn, &query, id, out, version, fault);
}

enum rc registry_files_json(struct conn *conn, const char *after, int64_t limit, struct buf *out, struct fault *fault)
{
	BSON(fields);
	const struct rows_query query = {.collection = FILES,
	                                 .scope = &scope_all,
	                                 .fields = &fields,
	                                 .descending = true,
	                                 .after = after,
	                                 .limit = limit};

	shown_fields(&fields);
	return rows_page_json(conn, &query, out, fault);
}

enum rc registry_file_complete(struct conn *conn, const struct blob_vault *vault, const struct registry_file *file,
                               struct arena *arena, struct fault *fault)
{
	return blob_complete_announced(conn, vault, &file->id, file->size, file->sha256, arena, fault);
}

/* ---- changes ---- */

static enum rc tell(struct conn *conn, const bson_t *file, int64_t now_ms, struct fault *fault)
{
	BSON(data);
	const struct id id = wire_get_id(file, "_id");
	const struct event event = {.type = "registry_file.progress",
	                            .at_ms = now_ms,
	                            .subject_kind = "registry_file",
	                            .subject_id = id,
	                            .channels = {"admin"},
	                            .data = &data};

	wire_put_id(&data, "registry_file_id", &id);
	wire_put_text(&data, "state", wire_get_text(file, "state"));
	wire_put_int(&data, "size", wire_get_int(file, "size", 0));
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		wire_put_int(&data, counts[i], wire_get_int(file, counts[i], 0));
	return event_append(conn, &event, fault);
}

struct change {
	const struct id *id;
	const char *from;
	const char *conflict;
	int64_t now_ms;
};

static enum rc apply(struct conn *conn, const struct change *change, bson_t *when, const bson_t *update,
                     struct fault *fault)
{
	ARENA(arena, 1024, 1 << 16);
	const struct cas cas = {.collection = FILES,
	                        .id = *change->id,
	                        .when = when,
	                        .update = update,
	                        .scope = &scope_all,
	                        .conflict = change->conflict};
	const bson_t *after;

	wire_put_text(when, "state", change->from);
	TRY(cas_update(conn, &cas, arena, &after, fault));
	return tell(conn, after, change->now_ms, fault);
}

enum rc registry_file_begin_import(struct conn *conn, const struct id *id, int64_t now_ms, struct fault *fault)
{
	const struct change change = {.id = id, .from = "uploading", .conflict = "state", .now_ms = now_ms};
	BSON(when);
	BSON(set);
	BSON(update);

	wire_put_text(&set, "state", "importing");
	wire_put_document(&update, "$set", &set);
	return apply(conn, &change, &when, &update, fault);
}

enum rc registry_files_importing(struct conn *conn, struct id *ids, size_t max, size_t *count, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	const bson_t *row;
	enum rc rc = RC_OK;

	*count = 0;
	wire_put_text(&filter, "state", "importing");
	wire_put_int(&opts, "limit", (int64_t)max);
	CURSOR(cursor) = conn_find(conn, FILES, &filter, &opts);
	while (*count < max && conn_next(conn, cursor, &row, &rc, fault))
		ids[(*count)++] = wire_get_id(row, "_id");
	return rc;
}

static enum rc batch_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct registry_batch *batch = context;
	const struct change change = {
		.id = &batch->file->id, .from = "importing", .conflict = "superseded", .now_ms = batch->now_ms};
	BSON(when);
	BSON(set);
	BSON(inc);
	BSON(update);

	wire_put_int(&when, "imported_to", batch->file->imported_to);
	wire_put_int(&set, "imported_to", batch->next_line);
	wire_put_int(&set, "read_bytes", batch->read_bytes);
	wire_put_int(&inc, "rows", batch->rows);
	wire_put_int(&inc, "excluded", batch->excluded);
	wire_put_int(&inc, "refused", batch->refused);
	wire_put_document(&update, "$set", &set);
	wire_put_document(&update, "$inc", &inc);
	TRY(apply(conn, &change, &when, &update, fault));
	return registry_answers_put(conn, batch->answers, batch->count, fault);
}

enum rc registry_file_import_batch(struct store *store, const struct registry_batch *batch, struct fault *fault)
{
	struct registry_batch copy = *batch;

	return txn_run(store, batch_body, &copy, fault);
}

struct finish {
	const struct id *id;
	const char *error;
	int64_t now_ms;
};

static enum rc finish_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct finish *finish = context;
	const struct change change = {
		.id = finish->id, .from = "importing", .conflict = "state", .now_ms = finish->now_ms};
	BSON(when);
	BSON(set);
	BSON(update);

	wire_put_text(&set, "state", finish->error ? "failed" : "ready");
	wire_put_text(&set, "error", finish->error);
	wire_put_ms(&set, "finished_at", finish->now_ms);
	wire_put_document(&update, "$set", &set);
	return apply(conn, &change, &when, &update, fault);
}

enum rc registry_file_finish(struct store *store, const struct id *id, const char *error, int64_t now_ms,
                             struct fault *fault)
{
	struct finish finish = {.id = id, .error = error, .now_ms = now_ms};

	return txn_run(store, finish_body, &finish, fault);
}
