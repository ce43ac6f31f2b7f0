#include "store/rows.h"

#include <sodium.h>
#include <string.h>

enum { CURSOR_BYTES_MAX = 192 };

/* Where a page ended: the sort field's value and the id of its last row. */
struct mark {
	bson_value_t value; /* owned; type EOD when the order is by _id alone */
	bson_oid_t id;
};

static void free_mark(struct mark *mark)
{
	if (mark->value.value_type != BSON_TYPE_EOD)
		bson_value_destroy(&mark->value);
}

/* The filter with the ownership in it. */
static enum rc full_filter(const struct rows_query *query, const struct id *id, bson_t *filter, struct fault *fault)
{
	if (id)
		wire_put_id(filter, "_id", id);
	if (query->filter)
		bson_concat(filter, query->filter);
	return scope_apply(query->scope, query->rule, filter, fault);
}

static void put_order(bson_t *opts, const struct rows_query *query)
{
	BSON(sort);
	int direction = query->descending ? -1 : 1;

	if (query->sort)
		wire_put_int(&sort, query->sort, direction);
	wire_put_int(&sort, "_id", direction);
	wire_put_document(opts, "sort", &sort);
}

static void put_fields(bson_t *opts, const struct rows_query *query)
{
	if (query->fields)
		wire_put_document(opts, "projection", query->fields);
}

static enum rc not_found(const struct rows_query *query, struct fault *fault)
{
	return fault_set(fault, RC_NOT_FOUND, "not_found", "%s: no such row for this caller", query->collection);
}

enum rc rows_one(struct conn *conn, const struct rows_query *query, const struct id *id, struct arena *arena,
                 const bson_t **row, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	const bson_t *found;
	enum rc rc;

	TRY(full_filter(query, id, &filter, fault));
	wire_put_int(&opts, "limit", 1);
	wire_put_bool(&opts, "singleBatch", true);
	if (!id && query->sort)
		put_order(&opts, query);
	put_fields(&opts, query);
	CURSOR(cursor) = conn_find(conn, query->collection, &filter, &opts);
	if (!conn_next(conn, cursor, &found, &rc, fault))
		return rc == RC_OK ? not_found(query, fault) : rc;
	*row = wire_bson_keep(arena, found);
	return RC_OK;
}

static enum rc write_row(struct buf *out, const struct rows_query *query, const bson_t *row, struct fault *fault)
{
	bool first = true;

	buf_char(out, '{');
	if (!wire_json_members(out, row, query->view, &first))
		return fault_set(fault, RC_BROKEN, "stored_document", "%s: a stored document is corrupt",
		                 query->collection);
	if (query->extra)
		query->extra(out, row, query->context);
	buf_char(out, '}');
	return RC_OK;
}

static enum rc one_json(struct conn *conn, const struct rows_query *query, const struct id *id, struct buf *out,
                        int64_t *version, struct fault *fault)
{
	ARENA(arena, 1024, 1 << 24);
	const bson_t *row;

	TRY(rows_one(conn, query, id, arena, &row, fault));
	TRY(write_row(out, query, row, fault));
	if (version)
		*version = wire_get_int(row, "version", 0);
	return RC_OK;
}

enum rc rows_one_json(struct conn *conn, const struct rows_query *query, const struct id *id, struct buf *out,
                      int64_t *version, struct fault *fault)
{
	return one_json(conn, query, id, out, version, fault);
}

enum rc rows_first_json(struct conn *conn, const struct rows_query *query, struct buf *out, int64_t *version,
                        struct fault *fault)
{
	return one_json(conn, query, NULL, out, version, fault);
}

static enum rc bad_cursor(struct fault *fault)
{
	return fault_set(fault, RC_MALFORMED, "cursor", "`after` is not a cursor of this list");
}

static bool is_sortable(bson_type_t type)
{
	return type == BSON_TYPE_UTF8 || type == BSON_TYPE_DATE_TIME || type == BSON_TYPE_INT64 ||
	       type == BSON_TYPE_INT32 || type == BSON_TYPE_DOUBLE || type == BSON_TYPE_BOOL ||
	       type == BSON_TYPE_OID || type == BSON_TYPE_NULL;
}

/* base64url of {v: value, i: id}. */
static enum rc cursor_read(const struct rows_query *query, struct mark *mark, struct fault *fault)
{
	uint8_t bytes[CURSOR_BYTES_MAX];
	size_t length;
	bson_iter_t iter;
	bson_t document;

	if (sodium_base642bin(bytes, sizeof bytes, query->after, strlen(query->after), NULL, &length, NULL,
	                      sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
	    !bson_init_static(&document, bytes, length) || !bson_validate(&document, BSON_VALIDATE_UTF8, NULL))
		return bad_cursor(fault);
	if (!bson_iter_init_find(&iter, &document, "i") || !BSON_ITER_HOLDS_OID(&iter))
		return bad_cursor(fault);
	bson_oid_copy(bson_iter_oid(&iter), &mark->id);
	if (!query->sort)
		return RC_OK;
	if (!bson_iter_init_find(&iter, &document, "v") || !is_sortable(bson_iter_type(&iter)))
		return bad_cursor(fault);
	bson_value_copy(bson_iter_value(&iter), &mark->value);
	return RC_OK;
}

/* {key: {op: value}} as one member of an $or. */
static void put_beyond(bson_t *filter, const char *key, const char *op, const bson_value_t *value)
{
	BSON(condition);

	bson_append_value(&condition, op, -1, value);
	wire_put_document(filter, key, &condition);
}

/* A missing sort field orders as null, and nothing is comparable to null: then only the id tells rows apart. */
static void put_after(bson_t *filter, const struct rows_query *query, const struct mark *mark)
{
	BSON(conditions);
	BSON(beyond);
	BSON(same);
	const char *op = query->descending ? "$lt" : "$gt";
	bson_value_t id = {.value_type = BSON_TYPE_OID, .value.v_oid = mark->id};
	bool is_null = mark->value.value_type == BSON_TYPE_NULL;

	if (!query->sort) {
		put_beyond(filter, "_id", op, &id);
		return;
	}
	bson_append_value(&same, query->sort, -1, &mark->value);
	put_beyond(&same, "_id", op, &id);
	if (is_null && query->descending) {
		bson_concat(filter, &same); /* null comes last: nothing but its equals follows */
		return;
	}
	put_beyond(&beyond, query->sort, is_null ? "$ne" : op, &mark->value);
	wire_put_document(&conditions, "0", &same);
	wire_put_document(&conditions, "1", &beyond);
	if (!is_null && query->descending) {
		BSON(missing);
		wire_put_null(&missing, query->sort);
		wire_put_document(&conditions, "2", &missing);
	}
	wire_put_array(filter, "$or", &conditions);
}

static void cursor_write(struct buf *out, const struct rows_query *query, const bson_t *row)
{
	BSON(document);
	char text[sodium_base64_ENCODED_LEN(CURSOR_BYTES_MAX, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
	bson_iter_t root, iter;

	if (query->sort) {
		if (bson_iter_init(&root, row) && bson_iter_find_descendant(&root, query->sort, &iter))
			bson_append_value(&document, "v", -1, bson_iter_value(&iter));
		else
			wire_put_null(&document, "v");
	}
	if (bson_iter_init_find(&iter, row, "_id") && BSON_ITER_HOLDS_OID(&iter))
		bson_append_oid(&document, "i", -1, bson_iter_oid(&iter));
	assert(document.len <= CURSOR_BYTES_MAX); /* lists sort by times, numbers and short words */
	(void)sodium_bin2base64(text, sizeof text, bson_get_data(&document), document.len,
	                        sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	buf_printf(out, "\"%s\"", text);
}

static int64_t limit_of(const struct rows_query *query)
{
	if (query->limit <= 0)
		return ROWS_LIMIT_DEFAULT;
	return query->limit < ROWS_LIMIT_MAX ? query->limit : ROWS_LIMIT_MAX;
}

static enum rc page_filter(const struct rows_query *query, bson_t *filter, struct fault *fault)
{
	__attribute__((cleanup(free_mark))) struct mark mark = {.value.value_type = BSON_TYPE_EOD};
	BSON(beyond);
	BSON(base);

	TRY(full_filter(query, NULL, &base, fault));
	if (!query->after || !*query->after) {
		bson_concat(filter, &base);
		return RC_OK;
	}
	TRY(cursor_read(query, &mark, fault));
	put_after(&beyond, query, &mark);
	if (bson_empty(&base)) {
		bson_concat(filter, &beyond);
		return RC_OK;
	}
	BSON(both);
	wire_put_document(&both, "0", &base);
	wire_put_document(&both, "1", &beyond);
	wire_put_array(filter, "$and", &both);
	return RC_OK;
}

static enum rc write_page(struct conn *conn, const struct rows_query *query, mongoc_cursor_t *cursor, struct buf *out,
                          struct fault *fault)
{
	__attribute__((cleanup(buf_free))) struct buf next = BUF_INIT(512);
	int64_t limit = limit_of(query), count = 0;
	const bson_t *row;
	bool more = false;
	enum rc rc;

	buf_text(out, "{\"items\":[");
	while (conn_next(conn, cursor, &row, &rc, fault)) {
		if (++count > limit) {
			more = true;
			break;
		}
		if (count > 1)
			buf_char(out, ',');
		TRY(write_row(out, query, row, fault));
		if (count == limit)
			cursor_write(&next, query, row);
	}
	TRY(rc);
	buf_text(out, "],\"next\":");
	if (more)
		buf_append(out, next.data, next.length);
	else
		buf_text(out, "null");
	buf_char(out, '}');
	return RC_OK;
}

enum rc rows_page_json(struct conn *conn, const struct rows_query *query, struct buf *out, struct fault *fault)
{
	BSON(filter);
	BSON(opts);

	TRY(page_filter(query, &filter, fault));
	put_order(&opts, query);
	put_fields(&opts, query);
	wire_put_int(&opts, "limit", limit_of(query) + 1);
	CURSOR(cursor) = conn_find(conn, query->collection, &filter, &opts);
	return write_page(conn, query, cursor, out, fault);
}

static mongoc_cursor_t *due_cursor(struct conn *conn, const struct rows_due *due, size_t max)
{
	BSON(filter);
	BSON(opts);
	BSON(sort);
	BSON(fields);

	if (due->filter)
		bson_concat(&filter, due->filter);
	wire_put_op_ms(&filter, due->field, "$gt", 0); /* not the rows that have no such time */
	wire_put_int(&sort, due->field, 1);
	wire_put_document(&opts, "sort", &sort);
	wire_put_int(&fields, due->field, 1);
	wire_put_document(&opts, "projection", &fields);
	wire_put_int(&opts, "limit", (int64_t)max + 1);
	return conn_find(conn, due->collection, &filter, &opts);
}

enum rc rows_due(struct conn *conn, const struct rows_due *due, struct id *ids, size_t max, size_t *count,
                 int64_t *next_ms, struct fault *fault)
{
	const bson_t *row;
	enum rc rc = RC_OK;

	*count = 0;
	*next_ms = INT64_MAX;
	CURSOR(cursor) = due_cursor(conn, due, max);
	while (*next_ms == INT64_MAX && conn_next(conn, cursor, &row, &rc, fault)) {
		int64_t at_ms = wire_get_ms(row, due->field, 0);

		if (at_ms <= due->until_ms && *count < max)
			ids[(*count)++] = wire_get_id(row, "_id");
		else
			*next_ms = at_ms;
	}
	return rc;
}
