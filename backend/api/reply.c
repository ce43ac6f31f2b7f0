#include "api/reply.h"

#include <string.h>

struct buf *reply_buf(struct request *request)
{
	return &request->response.body;
}

enum rc reply_json(struct request *request, int status)
{
	request->response.status = status;
	request->response.content_type = "application/json";
	return RC_OK;
}

enum rc reply_document(struct request *request, int status, int64_t version)
{
	response_version(request, version);
	return reply_json(request, status);
}

static void locate(struct request *request, const char *collection, const struct id *id)
{
	response_header(request, "Location", "%s/%s", collection, ID_TEXT(id));
}

enum rc reply_created(struct request *request, const char *collection, const struct id *id, int64_t version)
{
	locate(request, collection, id);
	return reply_document(request, HTTP_CREATED, version);
}

enum rc reply_nothing(struct request *request)
{
	buf_reset(reply_buf(request));
	request->response.status = HTTP_NO_CONTENT;
	return RC_OK;
}

/* The same list from the cursor on: path and query of this request with another `after`. */
static void link_next(struct request *request, const char *next)
{
	char memory[900];
	struct buf link = BUF_ON(memory);

	buf_printf(&link, "%s?after=", request->path);
	query_escape(&link, next);
	for (size_t i = 0; i < request->query.count; i++) {
		const struct query_pair *pair = &request->query.pairs[i];
		if (strcmp(pair->name, "after") == 0)
			continue;
		buf_char(&link, '&');
		query_escape(&link, pair->name);
		buf_char(&link, '=');
		query_escape(&link, pair->value);
	}
	if (!link.overflowed)
		response_header(request, "Link", "<%s>; rel=\"next\"", link.data);
}

/* The cursor that rows_page_json() wrote last, as `"next":"…"}`; NULL after `"next":null}`. */
static const char *next_of(struct request *request)
{
	const struct buf *body = reply_buf(request);
	const char *end, *from;

	if (body->length < 2 || body->data[body->length - 2] != '"')
		return NULL;
	from = end = body->data + body->length - 2;
	while (from > body->data && from[-1] != '"')
		from--;
	return arena_strndup(request->arena, from, (size_t)(end - from));
}

enum rc reply_page(struct request *request)
{
	const char *next = next_of(request);

	if (next)
		link_next(request, next);
	return reply_json(request, HTTP_OK);
}
