#include "http/response.h"

#include "http/cookie.h"
#include "http/etag.h"
#include "http/range.h"
#include "http/request.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Ends a header line that began at `from`, making harmless what could end it early. */
static void end_line(struct buf *headers, size_t from)
{
	for (size_t i = from; i < headers->length; i++)
		if ((unsigned char)headers->data[i] < 0x20 || headers->data[i] == 0x7f)
			headers->data[i] = '_';
	buf_text(headers, "\r\n");
}

void response_header(struct request *request, const char *name, const char *format, ...)
{
	struct buf *headers = &request->response.headers;
	size_t from = headers->length;
	va_list args;
	char value[1024];

	va_start(args, format);
	(void)vsnprintf(value, sizeof value, format, args);
	va_end(args);
	buf_text(headers, name);
	buf_text(headers, ": ");
	buf_text(headers, value);
	end_line(headers, from);
	if (strcmp(name, "Cache-Control") == 0)
		request->response.cacheable = true;
}

void response_cookie(struct request *request, const char *name, const char *value, int64_t max_age_s)
{
	struct buf *headers = &request->response.headers;
	size_t from = headers->length;

	buf_text(headers, "Set-Cookie: ");
	cookie_write(headers, name, value, max_age_s);
	end_line(headers, from);
}

void response_version(struct request *request, int64_t version)
{
	_Static_assert((int)ETAG_SIZE <= (int)RESPONSE_TAG_MAX, "a version fits");
	(void)etag_format(version, request->response.etag);
}

enum rc response_download(struct request *request, const struct download *download)
{
	struct response *response = &request->response;

	assert(download->pull && download->size >= 0 && download->content_type);
	response->status = HTTP_OK;
	response->is_download = true;
	response->download = *download;
	response->content_type = download->content_type;
	if (download->etag)
		(void)snprintf(response->etag, sizeof response->etag, "%s", download->etag);
	return RC_OK;
}

void response_reset(struct response *response)
{
	struct buf headers = response->headers, body = response->body;

	buf_reset(&headers);
	buf_reset(&body);
	*response = (struct response){.headers = headers, .body = body};
	response->headers.ceiling = RESPONSE_HEADERS_MAX_BYTES;
	response->body.ceiling = RESPONSE_MAX_BYTES;
}

void response_free(struct response *response)
{
	buf_free(&response->headers);
	buf_free(&response->body);
}

static bool put(struct request *request, const void *bytes, size_t length)
{
	struct response *response = &request->response;

	if (response->cut || !request->exchange->write(request->exchange->peer, bytes, length))
		response->cut = true;
	return !response->cut;
}

static bool is_head(const struct request *request)
{
	return strcmp(request->method, "HEAD") == 0;
}

/* Sends status and headers; length below 0: the status has no body. */
static void put_head(struct request *request, int64_t length)
{
	struct response *response = &request->response;
	char memory[1024];
	struct buf head = BUF_ON(memory);

	buf_printf(&head, "Status: %d\r\nX-Request-Id: %s\r\n", response->status, request->request_id);
	if (length >= 0)
		buf_printf(&head, "Content-Type: %s\r\nContent-Length: %" PRId64 "\r\n",
		           response->content_type ? response->content_type : "application/octet-stream", length);
	if (response->etag[0])
		buf_printf(&head, "ETag: %s\r\n", response->etag);
	if (!response->cacheable)
		buf_text(&head, "Cache-Control: no-store\r\n");
	assert(!head.overflowed);
	(void)put(request, head.data, head.length);
	if (response->headers.length)
		(void)put(request, response->headers.data, response->headers.length);
	(void)put(request, "\r\n", 2);
}

static bool is_unchanged(struct request *request)
{
	const char *listed = request_param(request, "HTTP_IF_NONE_MATCH");

	return request->response.status == HTTP_OK && request->response.etag[0] && listed &&
	       (strcmp(request->method, "GET") == 0 || is_head(request)) &&
	       etag_listed(listed, request->response.etag);
}

static void send_body(struct request *request)
{
	struct response *response = &request->response;
	bool has_body = response->status != HTTP_NO_CONTENT && response->status != HTTP_NOT_MODIFIED;

	put_head(request, has_body ? (int64_t)response->body.length : -1);
	if (has_body && response->body.length && !is_head(request) &&
	    put(request, response->body.data, response->body.length))
		response->sent_bytes = (int64_t)response->body.length;
}

/* Says what part is asked for; without one, or when it has changed since (If-Range), the whole. */
static enum range_verdict asked_range(struct request *request, int64_t *first, int64_t *last)
{
	const struct response *response = &request->response;
	const char *if_range = request_param(request, "HTTP_IF_RANGE");

	*first = 0;
	*last = response->download.size - 1;
	if (if_range && strcmp(if_range, response->etag) != 0)
		return RANGE_WHOLE;
	return range_parse(request_param(request, "HTTP_RANGE"), response->download.size, first, last);
}

/* Only what every browser reads the same way gets into the name. */
static void put_disposition(struct request *request, const char *filename)
{
	char clean[100];
	size_t length = 0;

	for (const char *c = filename; *c && length < sizeof clean - 1; c++)
		clean[length++] = *c > 0x20 && *c < 0x7f && !strchr("\"\\/;%", *c) ? *c : '_';
	clean[length] = '\0';
	response_header(request, "Content-Disposition", "attachment; filename=\"%s\"", clean);
}

static enum rc pull(struct request *request, int64_t at, int64_t last, size_t *got)
{
	const struct download *download = &request->response.download;
	int64_t left = last - at + 1;
	size_t room = left < RESPONSE_PIECE_BYTES ? (size_t)left : RESPONSE_PIECE_BYTES;
	char *memory = buf_reserve(&request->response.body, RESPONSE_PIECE_BYTES);

	assert(memory);
	TRY(download->pull(download->source, at, memory, room, got, request->fault));
	assert(*got > 0 && *got <= room);
	return RC_OK;
}

/* The rest of a download; once bytes have gone out, all that can be said of a failure is to cut the connection. */
static void put_pieces(struct request *request, int64_t at, int64_t last, size_t got)
{
	struct response *response = &request->response;

	while (put(request, response->body.data, got)) {
		at += (int64_t)got;
		response->sent_bytes += (int64_t)got;
		if (at > last)
			return;
		if (pull(request, at, last, &got) != RC_OK)
			break;
	}
	response->cut = true;
	request->exchange->abandon(request->exchange->peer);
}

static enum rc send_download(struct request *request)
{
	struct response *response = &request->response;
	int64_t size = response->download.size, first, last;
	enum range_verdict verdict = asked_range(request, &first, &last);
	size_t got = 0;

	if (verdict == RANGE_UNSATISFIABLE)
		return fault_set(request->fault, RC_MALFORMED, "range", "the range begins beyond the end");
	if (last >= first && !is_head(request))
		TRY(pull(request, first, last, &got));
	response_header(request, "Accept-Ranges", "bytes");
	if (response->download.filename)
		put_disposition(request, response->download.filename);
	if (verdict == RANGE_PART) {
		response->status = HTTP_PARTIAL;
		response_header(request, "Content-Range", "bytes %" PRId64 "-%" PRId64 "/%" PRId64, first, last,
		                size);
	}
	put_head(request, last - first + 1);
	if (got > 0)
		put_pieces(request, first, last, got);
	return RC_OK;
}

enum rc response_send(struct request *request)
{
	struct response *response = &request->response;

	if (response->body.overflowed || response->headers.overflowed)
		return fault_set(request->fault, RC_TOO_LARGE, "answer_too_large", "the answer would be too large");
	if (is_unchanged(request)) {
		response->status = HTTP_NOT_MODIFIED;
		response->is_download = false;
	}
	if (response->is_download)
		return send_download(request);
	send_body(request);
	return RC_OK;
}
