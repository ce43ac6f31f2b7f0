#include "store/lead_lists.h"

#include "store/cas.h"
#include "store/outbox.h"
#include "store/rows.h"
#include "store/txn.h"

#include <string.h>

#define LISTS "lead_lists"

/* Of rows: all, and by what became of them. */
static const char *const counts[] = {"rows", "accepted", "duplicates", "suppressed", "refused"};

static void shown_fields(bson_t *fields)
{
	static const char *const hidden[] = {"blob_id",     "refused_id", "sha256",
	                                     "imported_to", "held_until", "created_by"};

	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
		wire_put_int(fields, hidden[i], 0);
}

enum rc lead_list_insert(struct conn *conn, const struct lead_list_new *list, struct fault *fault)
{
	ARENA(arena, 1024, 1 << 16);
	BSON(campaign);
	BSON(row);
	const bson_t *found;

	wire_put_id(&campaign, "_id", &list->campaign_id);
	TRY(conn_find_one(conn, "campaigns", &campaign, NULL, arena, &found, fault));
	if (!found)
		return fault_field(fault, "campaign_id", "unknown");
	wire_put_id(&row, "_id", &list->id);
	wire_put_id(&row, "campaign_id", &list->campaign_id);
	wire_put_text(&row, "name", list->name);
	wire_put_text(&row, "origin", list->origin);
	wire_put_text(&row, "consent_basis", list->consent_basis);
	wire_put_text(&row, "state", "uploading");
	wire_put_id(&row, "blob_id", &list->blob_id);
	wire_put_int(&row, "size", list->size);
	wire_put_text(&row, "sha256", list->sha256);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		wire_put_int(&row, counts[i], 0);
	wire_put_int(&row, "read_bytes", 0);
	wire_put_int(&row, "imported_to", LEAD_LIST_FIRST_LINE);
	wire_put_id(&row, "created_by", &list->created_by);
	wire_put_ms(&row, "created_at", list->now_ms);
	wire_put_int(&row, "version", 1);
	return conn_insert(conn, LISTS, &row, fault);
}

static void read_format(const bson_t *row, struct lead_format *format)
{
	const char *encoding = wire_get_text(row, "format.encoding"),
		   *delimiter = wire_get_text(row, "format.delimiter");
	bson_t columns;
	bson_iter_t iter;

	if (!encoding || !delimiter || !wire_get_document(row, "format.columns", &columns) ||
	    !bson_iter_init(&iter, &columns))
		return;
	format->is_given = lead_encoding_parse(encoding, &format->encoding) &&
	                   lead_delimiter_parse(delimiter, &format->delimiter);
	while (format->columns_count < LEAD_COLUMNS_MAX && bson_iter_next(&iter)) {
		enum lead_column *column = &format->columns[format->columns_count++];
		if (!BSON_ITER_HOLDS_UTF8(&iter) || !lead_column_parse(bson_iter_utf8(&iter, NULL), column))
			*column = LEAD_COLUMN_OTHER;
	}
}

enum rc lead_list_get(struct conn *conn, const struct id *id, struct arena *arena, struct lead_list *list,
                      struct fault *fault)
{
	const struct rows_query query = {.collection = LISTS, .scope = &scope_all};
	const bson_t *row;

	TRY(rows_one(conn, &query, id, arena, &row, fault));
	*list = (struct lead_list){
		.id = *id,
		.campaign_id = wire_get_id(row, "campaign_id"),
		.blob_id = wire_get_id(row, "blob_id"),
		.state = wire_get_text(row, "state"),
		.imported_to = wire_get_int(row, "imported_to", LEAD_LIST_FIRST_LINE),
		.version = wire_get_int(row, "version", 1),
		.size = wire_get_int(row, "size", 0),
		.sha256 = wire_get_text(row, "sha256"),
		.refused_id = wire_get_id(row, "refused_id"),
	};
	read_format(row, &list->format);
	return RC_OK;
}

enum rc lead_list_json(struct conn *conn, const struct id *id, struct buf *out, int64_t *version, struct fault *fault)
{
	BSON(fields);
	const struct rows_query query = {.collection = LISTS, .scope = &scope_all, .fields = &fields};

	shown_fields(&fields);
	return rows_one_json(conn, &query, id, out, version, fault);
}

enum rc lead_lists_json(struct conn *conn, const char *after, int64_t limit, struct buf *out, struct fault *fault)
{
	BSON(fields);
	const struct rows_query query = {.collection = LISTS,
	                                 .scope = &scope_all,
	                                 .fields = &fields,
	                                 .descending = true,
	                                 .after = after,
	                                 .limit = limit};

	shown_fields(&fields);
	return rows_page_json(conn, &query, out, fault);
}

enum rc lead_list_refusals_json(struct conn *conn, const struct id *id, const char *reason, const char *after,
                                int64_t limit, struct buf *out, struct fault *fault)
{
	BSON(filter);
	BSON(fields);
	const struct rows_query query = {.collection = "lead_refusals",
	                                 .scope = &scope_all,
	                                 .filter = &filter,
	                                 .fields = &fields,
	                                 .sort = "line",
	                                 .after = after,
	                                 .limit = limit};

	wire_put_id(&filter, "lead_list_id", id);
	wire_put_text(&filter, "reason", reason);
	wire_put_int(&fields, "line", 1);
	wire_put_int(&fields, "reason", 1);
	return rows_page_json(conn, &query, out, fault);
}

enum rc lead_list_complete_file(struct conn *conn, const struct blob_vault *vault, const struct lead_list *list,
                                struct arena *arena, struct fault *fault)
{
	if (!list->sha256) /* a demo's, or one that a terminal is reading */
		return fault_set(fault, RC_CONFLICT, "blob_incomplete", "lead_lists: the list came without a file");
	return blob_complete_announced(conn, vault, &list->blob_id, list->size, list->sha256, arena, fault);
}

/* ---- changes of the list itself ---- */

enum rc lead_list_tell(struct conn *conn, const bson_t *list, int64_t now_ms, struct fault *fault)
{
	BSON(data);
	const struct id id = wire_get_id(list, "_id");
	const struct event event = {.type = "lead_list.progress",
	                            .at_ms = now_ms,
	                            .campaign_id = wire_get_id(list, "campaign_id"),
	                            .lead_list_id = id,
	                            .subject_kind = "lead_list",
	                            .subject_id = id,
	                            .channels = {"admin", "floor"},
	                            .data = &data};

	wire_put_id(&data, "lead_list_id", &id);
	wire_put_text(&data, "state", wire_get_text(list, "state"));
	wire_put_int(&data, "size", wire_get_int(list, "size", 0));
	wire_put_int(&data, "read_bytes", wire_get_int(list, "read_bytes", 0));
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		wire_put_int(&data, counts[i], wire_get_int(list, counts[i], 0));
	return event_append(conn, &event, fault);
}

/* The list as the change left it; told as an event. from ends with NULL. */
static enum rc change(struct conn *conn, struct cas *cas, const char *const *from, int64_t now_ms,
                      struct fault *fault)
{
	ARENA(arena, 2048, 1 << 16);
	BSON(when);
	size_t count = 0;
	const bson_t *after;

	while (from[count])
		count++;
	wire_put_in_texts(&when, "state", from, count);
	cas->collection = LISTS;
	cas->when = &when;
	cas->scope = &scope_all;
	cas->conflict = "state";
	TRY(cas_update(conn, cas, arena, &after, fault));
	return lead_list_tell(conn, after, now_ms, fault);
}

enum rc lead_list_set_format(struct conn *conn, const struct id *id, int64_t version,
                             const struct lead_format *format, int64_t now_ms, struct fault *fault)
{
	static const char *const from[] = {"uploading", "failed", NULL};
	const char *columns[LEAD_COLUMNS_MAX];
	BSON(set);
	BSON(inner);
	BSON(update);
	struct cas cas = {.id = *id, .version = version, .update = &update};

	for (size_t i = 0; i < format->columns_count; i++)
		columns[i] = lead_column_name(format->columns[i]);
	wire_put_text(&inner, "encoding", lead_encoding_name(format->encoding));
	wire_put_text(&inner, "delimiter", lead_delimiter_name(format->delimiter));
	wire_put_texts(&inner, "columns", columns, format->columns_count);
	wire_put_document(&set, "format", &inner);
	wire_put_document(&update, "$set", &set);
	return change(conn, &cas, from, now_ms, fault);
}

enum rc lead_list_begin_import(struct conn *conn, const struct id *id, int64_t held_ms, int64_t now_ms,
                               struct fault *fault)
{
	static const char *const from[] = {"uploading", "cancelled", "failed", NULL};
	BSON(set);
	BSON(unset);
	BSON(update);
	struct cas cas = {.id = *id, .update = &update};

	wire_put_text(&set, "state", "importing");
	wire_put_int(&unset, "error", 1);
	wire_put_int(&unset, "finished_at", 1);
	if (held_ms)
		wire_put_ms(&set, "held_until", held_ms);
	else
		wire_put_int(&unset, "held_until", 1);
	wire_put_document(&update, "$set", &set);
	wire_put_document(&update, "$unset", &unset);
	return change(conn, &cas, from, now_ms, fault);
}

enum rc lead_list_cancel(struct conn *conn, const struct id *id, int64_t now_ms, struct fault *fault)
{
	static const char *const from[] = {"uploading", "importing", NULL};
	BSON(set);
	BSON(update);
	struct cas cas = {.id = *id, .update = &update};

	wire_put_text(&set, "state", "cancelled");
	wire_put_ms(&set, "finished_at", now_ms);
	wire_put_document(&update, "$set", &set);
	return change(conn, &cas, from, now_ms, fault);
}

static enum rc finish_body(struct conn *conn, void *context, struct fault *fault)
{
	static const char *const from[] = {"importing", NULL};
	const struct lead_list_end *end = context;
	BSON(set);
	BSON(update);
	struct cas cas = {.id = end->id, .update = &update};

	wire_put_text(&set, "state", end->error ? "failed" : "ready");
	wire_put_text(&set, "error", end->error);
	if (!id_is_none(&end->refused_id))
		wire_put_id(&set, "refused_id", &end->refused_id);
	wire_put_ms(&set, "finished_at", end->now_ms);
	wire_put_document(&update, "$set", &set);
	return change(conn, &cas, from, end->now_ms, fault);
}

enum rc lead_list_finish(struct store *store, const struct lead_list_end *end, struct fault *fault)
{
	struct lead_list_end copy = *end;

	return txn_run(store, finish_body, &copy, fault);
}

enum rc lead_lists_importing(struct conn *conn, int64_t real_ms, struct id *ids, size_t max, size_t *count,
                             int64_t *free_ms, struct fault *fault)
{
	BSON(filter);
	const bson_t *row;
	enum rc rc = RC_OK;

	*count = 0;
	*free_ms = INT64_MAX;
	wire_put_text(&filter, "state", "importing");
	CURSOR(cursor) = conn_find(conn, LISTS, &filter, NULL);
	while (*count < max && conn_next(conn, cursor, &row, &rc, fault)) {
		int64_t held_ms = wire_get_ms(row, "held_until", 0);
		if (held_ms <= real_ms)
			ids[(*count)++] = wire_get_id(row, "_id");
		else if (held_ms < *free_ms)
			*free_ms = held_ms;
	}
	return rc;
}
