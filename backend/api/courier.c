#include "api/courier.h"

#include "api/app.h"
#include "api/body.h"
#include "api/reply.h"
#include "api/sales.h"
#include "base/civil.h"
#include "http/response.h"
#include "store/dispatches.h"
#include "store/txn.h"
#include "wire/courier_rows.h"

#include <inttypes.h>
#include <string.h>

enum { ROWS_MAX = 1000, LIST_MAX_BYTES = 4 << 20 };

/* ---- out ---- */

static enum rc read_date(struct request *request, const char **date)
{
	struct civil_date day;

	TRY(query_text(request, "date", CIVIL_DATE_SIZE, date));
	if (!*date)
		return fault_field(request->fault, "date", field_verdict_name(FIELD_REQUIRED));
	if (!civil_date_parse(*date, &day))
		return fault_field(request->fault, "date", field_verdict_name(FIELD_BAD_FORMAT));
	return RC_OK;
}

static enum rc pull_text(void *source, int64_t offset, void *out, size_t room, size_t *got, struct fault *fault)
{
	const struct buf *text = source;
	size_t left = text->length - (size_t)offset;

	(void)fault;
	*got = left < room ? left : room;
	memcpy(out, text->data + offset, *got);
	return RC_OK;
}

static void free_text(void *text)
{
	buf_free(text);
}

enum rc courier_list(struct request *request)
{
	CONN(conn);
	const struct sale_actor actor = sales_actor(request);
	const struct id whole_day = {0};
	struct buf *text = arena_alloc(request->arena, sizeof *text);
	struct download download = {.content_type = "text/csv; charset=utf-8", .source = text, .pull = pull_text};
	const char *date;

	*text = BUF_INIT(LIST_MAX_BYTES);
	arena_defer(request->arena, free_text, text);
	TRY(read_date(request, &date));
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(dispatches_day_csv(&conn, date, text, request->fault));
	TRY(sale_audit(&conn, &actor, "dispatch", &whole_day, request->fault));
	download.size = (int64_t)text->length;
	download.filename = arena_printf(request->arena, "despachos-%s.csv", date);
	return response_download(request, &download);
}

/* ---- in ---- */

struct import {
	struct request *request;
	struct sale_actor actor;
	int64_t rows, applied, unchanged;
	struct buf *refused;
	/* the row under way */
	const struct courier_row *row;
	bool changed;
};

static void refuse_row(struct import *import, const struct courier_row *row, const char *field, const char *code)
{
	buf_printf(import->refused, "%s{\"line\":%" PRId64 ",\"code\":\"%s\"", import->refused->length ? "," : "",
	           row->line, code);
	if (field)
		buf_printf(import->refused, ",\"field\":\"%s\"", field);
	if (row->sale_number) {
		buf_text(import->refused, ",\"sale_number\":");
		buf_json_string(import->refused, row->sale_number, strlen(row->sale_number));
	}
	buf_char(import->refused, '}');
}

static enum rc take_body(struct conn *conn, void *context, struct fault *fault)
{
	struct import *import = context;
	const struct courier_row *row = import->row;
	const struct dispatch_report report = {.result = row->result,
	                                       .tracking = row->tracking,
	                                       .has_reason = row->has_reason,
	                                       .reason = row->reason,
	                                       .note = row->note};

	return dispatch_take_row(conn, &import->actor, row->sale_number, &report, &import->changed, fault);
}

/* One row's refusal is no other's; only the database's silence ends the reading. */
static enum rc take_row(void *context, const struct courier_row *row, struct fault *fault)
{
	struct import *import = context;
	struct fault why = {0};
	enum rc rc;

	if (++import->rows > ROWS_MAX)
		return fault_set(fault, RC_TOO_LARGE, "too_many_rows", "a courier's file has at most %d rows",
		                 ROWS_MAX);
	if (row->refusal) {
		refuse_row(import, row, NULL, row->refusal);
		return RC_OK;
	}
	import->row = row;
	rc = txn_run(store_of(import->request), take_body, import, &why);
	if (rc == RC_OK)
		*(import->changed ? &import->applied : &import->unchanged) += 1;
	else if (rc == RC_UNAVAILABLE || rc == RC_BROKEN)
		*fault = why;
	else
		refuse_row(import, row, why.fields_count ? why.fields[0].name : NULL,
		           why.fields_count ? why.fields[0].code : why.code);
	return rc == RC_UNAVAILABLE || rc == RC_BROKEN ? rc : RC_OK;
}

enum rc courier_import(struct request *request)
{
	BUF(refused, 256 * 1024);
	struct import import = {.request = request, .actor = sales_actor(request), .refused = &refused};
	struct bytes bytes;

	TRY(body_raw(request, "text/csv", &bytes));
	TRY(courier_rows_read(bytes.data, bytes.length, take_row, &import, request->fault));
	buf_printf(reply_buf(request),
	           "{\"rows\":%" PRId64 ",\"applied\":%" PRId64 ",\"unchanged\":%" PRId64 ",\"refused\":[",
	           import.rows, import.applied, import.unchanged);
	buf_append(reply_buf(request), refused.data, refused.length);
	buf_text(reply_buf(request), "]}");
	return reply_json(request, HTTP_OK);
}
