#include "store/suppressions.h"

#include "store/registry_answers.h"
#include "store/rows.h"

#define SUPPRESSIONS "suppressions"
#define ANSWERS      "registry_answers"

static const char *const phones[] = {"phone", NULL};
static const struct wire_view masked = {.masked = phones};

static void shown_fields(bson_t *fields)
{
	static const char *const shown[] = {"phone", "reason", "note", "created_at", "version"};

	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
		wire_put_int(fields, shown[i], 1);
}

enum rc suppressions_json(struct conn *conn, const char *after, int64_t limit, struct buf *out, struct fault *fault)
{
	BSON(filter);
	BSON(fields);
	const struct rows_query query = {.collection = SUPPRESSIONS,
	                                 .filter = &filter,
	                                 .fields = &fields,
	                                 .scope = &scope_all,
	                                 .view = &masked,
	                                 .sort = "created_at",
	                                 .descending = true,
	                                 .after = after,
	                                 .limit = limit};

	wire_put_text(&filter, "origin", "own");
	shown_fields(&fields);
	return rows_page_json(conn, &query, out, fault);
}

enum rc suppression_json(struct conn *conn, const char *phone, struct buf *out, int64_t *version, struct fault *fault)
{
	BSON(filter);
	BSON(fields);
	const struct rows_query query = {.collection = SUPPRESSIONS,
	                                 .filter = &filter,
	                                 .fields = &fields,
	                                 .scope = &scope_all,
	                                 .view = &masked};

	wire_put_text(&filter, "phone", phone);
	wire_put_text(&filter, "origin", "own");
	shown_fields(&fields);
	return rows_first_json(conn, &query, out, version, fault);
}

static void put_answer(const bson_t *row, bool first, struct buf *out)
{
	buf_printf(out, "%s{\"channel\":\"%s\",\"excluded\":%s,\"at\":%lld,\"valid_until\":%lld}", first ? "" : ",",
	           wire_get_text(row, "channel"), wire_get_bool(row, "excluded", true) ? "true" : "false",
	           (long long)wire_get_ms(row, "at", 0), (long long)wire_get_ms(row, "valid_until", 0));
}

static enum rc put_answers(struct conn *conn, const char *phone, int64_t now_ms, struct buf *out, struct fault *fault)
{
	BSON(filter);
	enum rc rc = RC_OK;
	const bson_t *row;

	wire_put_text(&filter, "phone", phone);
	wire_put_op_ms(&filter, "valid_until", "$gt", now_ms);
	CURSOR(cursor) = conn_find(conn, ANSWERS, &filter, NULL);
	for (bool first = true; conn_next(conn, cursor, &row, &rc, fault); first = false)
		put_answer(row, first, out);
	return rc;
}

enum rc suppression_find_json(struct conn *conn, const char *phone, int64_t now_ms, struct buf *out,
                              struct fault *fault)
{
	BUF(own, 4096);
	struct fault missing = {0};
	enum rc rc = suppression_json(conn, phone, &own, NULL, &missing);

	if (rc != RC_OK && rc != RC_NOT_FOUND) {
		*fault = missing;
		return rc;
	}
	buf_char(out, '{');
	if (rc == RC_OK) {
		buf_text(out, "\"own\":");
		buf_append(out, own.data, own.length);
		buf_char(out, ',');
	}
	buf_text(out, "\"registry\":[");
	TRY(put_answers(conn, phone, now_ms, out, fault));
	buf_text(out, "]}");
	return RC_OK;
}

static enum rc count(struct conn *conn, const char *collection, const bson_t *query, int64_t *n, struct fault *fault)
{
	ARENA(arena, 512, 1 << 16);
	BSON(command);
	const bson_t *reply;

	wire_put_text(&command, "count", collection);
	wire_put_document(&command, "query", query);
	TRY(conn_command(conn, &command, arena, &reply, fault));
	*n = wire_get_int(reply, "n", 0);
	return RC_OK;
}

enum rc suppression_counts_json(struct conn *conn, int64_t now_ms, struct buf *out, struct fault *fault)
{
	BSON(own);
	BSON(excluding);
	BSON(answering);
	int64_t own_count, excluded, answers;

	wire_put_text(&own, "origin", "own");
	registry_put_excluding(&excluding, CONTACT_CALL, now_ms);
	wire_put_text(&answering, "channel", contact_channel_name(CONTACT_CALL));
	wire_put_op_ms(&answering, "valid_until", "$gt", now_ms);
	TRY(count(conn, SUPPRESSIONS, &own, &own_count, fault));
	TRY(count(conn, ANSWERS, &excluding, &excluded, fault));
	TRY(count(conn, ANSWERS, &answering, &answers, fault));
	buf_printf(out, "{\"own\":%lld,\"registry_excluded\":%lld,\"registry_answers\":%lld}", (long long)own_count,
	           (long long)excluded, (long long)answers);
	return RC_OK;
}
