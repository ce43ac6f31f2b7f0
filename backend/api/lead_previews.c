#include "api/lead_previews.h"

#include "api/app.h"
#include "api/body.h"
#include "api/command.h"
#include "api/lead_lists.h"
#include "api/reply.h"
#include "store/lead_lists.h"

#include <string.h>

WIRE_WORDS(lead_encoding);
WIRE_WORDS(lead_delimiter);

enum { READ_BYTES = 64 * 1024, FIELD_SHOWN = 160 };

/* What is read of a file, and the parts of the answer that are written on the way. */
struct preview {
	struct lead_list list;
	struct lead_rows *reader;
	int64_t read_rows, refused_rows;
	struct buf rows, refused; /* the members of the two lists */
};

static void put_fields(const struct preview *preview, struct buf *out)
{
	buf_text(out, ",\"fields\":[");
	for (size_t n = 0; n < lead_rows_fields(preview->reader); n++) {
		const char *field = lead_rows_field(preview->reader, n);
		if (n)
			buf_char(out, ',');
		buf_json_string(out, field, strnlen(field, FIELD_SHOWN));
	}
	buf_text(out, "]}");
}

static void put_row(const struct preview *preview, const struct lead_row *row, struct buf *out)
{
	buf_printf(out, "%s{\"line\":%lld", out->length ? "," : "", (long long)row->line);
	if (row->refusal)
		buf_printf(out, ",\"refusal\":\"%s\"", row->refusal);
	put_fields(preview, out);
}

static enum rc take_row(void *context, const struct lead_row *row, struct fault *fault)
{
	struct preview *preview = context;

	(void)fault;
	if (preview->read_rows++ < PREVIEW_ROWS)
		put_row(preview, row, &preview->rows);
	if (row->refusal && preview->refused_rows++ < PREVIEW_REFUSED)
		put_row(preview, row, &preview->refused);
	return RC_OK;
}

/* Feeds the file's beginning; *whole tells whether that was all of it. */
static enum rc read_beginning(struct request *request, struct preview *preview, bool *whole)
{
	struct blob_stream *stream;
	uint8_t *bytes = arena_alloc(request->arena, READ_BYTES);
	int64_t at = 0;
	size_t got = 1;

	TRY(blob_stream_open(store_of(request), app_of(request)->vault, &preview->list.blob_id, &stream,
	                     request->fault));
	arena_defer(request->arena, blob_stream_close, stream);
	while (at < PREVIEW_BYTES && got > 0) {
		TRY(blob_pull(stream, at, bytes, READ_BYTES, &got, request->fault));
		TRY(lead_rows_feed(preview->reader, bytes, got, request->fault));
		at += (int64_t)got;
	}
	*whole = at >= blob_stream_blob(stream)->size;
	return *whole ? lead_rows_end(preview->reader, request->fault) : RC_OK;
}

static void put_columns(const struct preview *preview, const struct lead_format *format, struct buf *out)
{
	for (size_t n = 0; n < lead_rows_titles(preview->reader); n++) {
		const char *title = lead_rows_title(preview->reader, n);
		enum lead_column column = n < format->columns_count ? format->columns[n] : LEAD_COLUMN_OTHER;

		buf_text(out, n ? ",{\"title\":" : "{\"title\":");
		buf_json_string(out, title, strlen(title));
		buf_printf(out, ",\"column\":\"%s\"}", lead_column_name(column));
	}
}

static void put_preview(const struct preview *preview, bool whole, struct buf *out)
{
	const struct lead_format format = lead_rows_format(preview->reader);

	buf_printf(out, "{\"encoding\":\"%s\",\"bom\":%s,\"delimiter\":\"%s\",\"columns\":[",
	           lead_encoding_name(format.encoding), lead_rows_has_bom(preview->reader) ? "true" : "false",
	           lead_delimiter_name(format.delimiter));
	put_columns(preview, &format, out);
	buf_printf(out, "],\"whole\":%s,\"read_rows\":%lld,\"refused_rows\":%lld,\"version\":%lld,\"rows\":[",
	           whole ? "true" : "false", (long long)preview->read_rows, (long long)preview->refused_rows,
	           (long long)preview->list.version);
	buf_append(out, preview->rows.data, preview->rows.length);
	buf_text(out, "],\"refused\":[");
	buf_append(out, preview->refused.data, preview->refused.length);
	buf_text(out, "]}");
}

static enum rc show(struct request *request, struct preview *preview)
{
	bool whole = false;

	preview->reader = lead_rows_new(&preview->list.format, take_row, preview);
	lead_rows_keep_fields(preview->reader);
	TRY(read_beginning(request, preview, &whole));
	put_preview(preview, whole, reply_buf(request));
	return reply_document(request, HTTP_OK, preview->list.version);
}

static enum rc find_list(struct request *request, const struct id *id, struct lead_list *list)
{
	CONN(conn);

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	return lead_list_get(&conn, id, request->arena, list, request->fault);
}

static enum rc answer_preview(struct request *request, const struct id *id)
{
	struct preview preview = {.rows = BUF_INIT(RESPONSE_MAX_BYTES), .refused = BUF_INIT(RESPONSE_MAX_BYTES)};
	enum rc rc = find_list(request, id, &preview.list);

	if (rc == RC_OK)
		rc = lead_list_file_is_whole(request, &preview.list);
	if (rc == RC_OK)
		rc = show(request, &preview);
	lead_rows_free(preview.reader);
	buf_free(&preview.rows);
	buf_free(&preview.refused);
	return rc;
}

enum rc lead_previews_get(struct request *request)
{
	struct id id;

	TRY(path_id(request, "id", &id));
	return answer_preview(request, &id);
}

/* ---- what a person says ---- */

struct said {
	enum lead_encoding encoding;
	enum lead_delimiter delimiter;
	struct wire_list columns; /* of const char * */
};

static enum field_verdict check_column(const char *word)
{
	enum lead_column column;

	return lead_column_parse(word, &column) ? FIELD_OK : FIELD_UNKNOWN;
}

#define OFFSET(member) .offset = offsetof(struct said, member), .required = true
static const struct wire_field said_fields[] = {
	{.name = "encoding", .type = WIRE_ENUM, OFFSET(encoding), .words = &lead_encoding_words},
	{.name = "delimiter", .type = WIRE_ENUM, OFFSET(delimiter), .words = &lead_delimiter_words},
	{.name = "columns",
         .type = WIRE_TEXTS,
         OFFSET(columns),
         .min = 1,
         .max = LEAD_COLUMNS_MAX,
         .check = check_column},
};
#undef OFFSET
static const struct wire_shape said_shape = WIRE_SHAPE(struct said, said_fields);

static enum rc read_format(struct request *request, struct lead_format *format)
{
	struct said said = {0};
	const char *const *words;
	bool has_phone = false;

	TRY(body_read(request, &said_shape, &said));
	words = said.columns.items;
	*format = (struct lead_format){.is_given = true,
	                               .encoding = said.encoding,
	                               .delimiter = said.delimiter,
	                               .columns_count = said.columns.count};
	for (size_t n = 0; n < said.columns.count; n++) {
		(void)lead_column_parse(words[n], &format->columns[n]);
		has_phone = has_phone || format->columns[n] == LEAD_COLUMN_PHONE;
	}
	return has_phone ? RC_OK : fault_field(request->fault, "columns", "no_phone_column");
}

struct saying {
	struct id list_id;
	int64_t version, now_ms;
	struct lead_format format;
};

static enum rc say_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct saying *saying = context;

	return lead_list_set_format(conn, &saying->list_id, saying->version, &saying->format, saying->now_ms, fault);
}

enum rc lead_previews_put(struct request *request)
{
	struct saying saying = {.now_ms = request->now_ms};
	struct audit_entry audit;

	TRY(path_id(request, "id", &saying.list_id));
	TRY(if_match(request, &saying.version));
	TRY(read_format(request, &saying.format));
	audit = command_audit(request, "lead_list", &saying.list_id);
	TRY(command_do_audited(request, &audit, say_body, &saying));
	return answer_preview(request, &saying.list_id);
}
