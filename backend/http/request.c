#include "http/request.h"

#include "http/cookie.h"
#include "http/etag.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static enum rc no_such(struct request *request)
{
	return fault_set(request->fault, RC_NOT_FOUND, "not_found", "no such resource");
}

static const struct route_param *path_param(struct request *request, const char *name)
{
	const struct route_param *param = route_param(&request->match, name);

	assert(param); /* the handler and its row disagree */
	return param;
}

const char *path_text(struct request *request, const char *name)
{
	const struct route_param *param = path_param(request, name);

	return arena_strndup(request->arena, param->text, param->length);
}

enum rc path_id(struct request *request, const char *name, struct id *id)
{
	const struct route_param *param = path_param(request, name);
	char text[ID_HEX + 1] = {0};

	if (param->length != ID_HEX)
		return no_such(request);
	memcpy(text, param->text, ID_HEX);
	return id_parse(text, id) ? RC_OK : no_such(request);
}

/* Reads a whole number without blanks, plus sign or leading zeros. */
static bool parse_int(const char *text, int64_t min, int64_t max, int64_t *number)
{
	const char *digits = text + (*text == '-');
	char *end;
	long long parsed;

	if (*digits < '0' || *digits > '9' || (*digits == '0' && text[1] != '\0') || strlen(digits) > 18)
		return false;
	parsed = strtoll(text, &end, 10);
	if (*end || parsed < min || parsed > max)
		return false;
	*number = parsed;
	return true;
}

enum rc path_int(struct request *request, const char *name, int64_t min, int64_t max, int64_t *number)
{
	return parse_int(path_text(request, name), min, max, number) ? RC_OK : no_such(request);
}

enum rc query_int(struct request *request, const char *name, int64_t min, int64_t max, int64_t fallback,
                  int64_t *number)
{
	const char *text = query_find(&request->query, name);

	if (!text) {
		*number = fallback;
		return RC_OK;
	}
	return parse_int(text, min, max, number) ? RC_OK : fault_field(request->fault, name, "range");
}

enum rc query_text(struct request *request, const char *name, size_t max_bytes, const char **text)
{
	const char *found = query_find(&request->query, name);

	if (found && strlen(found) > max_bytes)
		return fault_field(request->fault, name, "too_long");
	*text = found;
	return RC_OK;
}

enum rc query_id(struct request *request, const char *name, struct id *id)
{
	const char *text = query_find(&request->query, name);

	if (!text) {
		*id = (struct id){0};
		return RC_OK;
	}
	return id_parse(text, id) ? RC_OK : fault_field(request->fault, name, "format");
}

enum rc query_flag(struct request *request, const char *name, bool *flag)
{
	const char *text = query_find(&request->query, name);

	if (text && strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
		return fault_field(request->fault, name, "format");
	*flag = text && strcmp(text, "true") == 0;
	return RC_OK;
}

enum rc query_page(struct request *request, struct page *page)
{
	struct page asked = {0};
	enum rc limit = query_int(request, "limit", 1, PAGE_LIMIT_MAX, PAGE_LIMIT_DEFAULT, &asked.limit);

	TRY(query_text(request, "after", PAGE_CURSOR_MAX, &asked.after));
	TRY(limit);
	*page = asked;
	return RC_OK;
}

const char *request_param(const struct request *request, const char *name)
{
	size_t length = strlen(name);

	for (char **param = request->exchange->params; *param; param++)
		if (strncmp(*param, name, length) == 0 && (*param)[length] == '=')
			return *param + length + 1;
	return NULL;
}

/* The value when this parameter is the header of that CGI name. */
static const char *header_value(const char *param, const char *name)
{
	size_t length = strlen(name);

	if (strncmp(param, "HTTP_", 5) != 0 || strncmp(param + 5, name, length) != 0 || param[5 + length] != '=')
		return NULL;
	return param + 5 + length + 1;
}

enum rc request_header(struct request *request, const char *name, const char **value)
{
	const char *found = NULL;

	for (char **param = request->exchange->params; *param; param++) {
		const char *here = header_value(*param, name);
		if (here && found && strcmp(here, found) != 0)
			return fault_set(request->fault, RC_MALFORMED, "header_twice", "%s is given twice", name);
		if (here)
			found = here;
	}
	*value = found;
	return RC_OK;
}

const char *request_cookie(struct request *request, const char *name)
{
	const char *found = NULL;

	for (char **param = request->exchange->params; *param; param++) {
		const char *header = header_value(*param, "COOKIE"), *value;
		size_t length;
		if (!header || !cookie_find(header, name, &value, &length))
			continue;
		if (found)
			return NULL;
		found = arena_strndup(request->arena, value, length);
	}
	return found;
}

const char *request_content_type(struct request *request)
{
	const char *given = request_param(request, "CONTENT_TYPE");
	size_t length = given ? strcspn(given, "; \t") : 0;
	char *type = arena_strndup(request->arena, given ? given : "", length);

	for (char *c = type; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return type;
}

enum rc if_match(struct request *request, int64_t *version)
{
	const char *header;

	TRY(request_header(request, "IF_MATCH", &header));
	if (!header)
		return fault_set(request->fault, RC_MALFORMED, "version_required",
		                 "If-Match must name the version that was edited");
	if (!etag_parse(header, version))
		return fault_set(request->fault, RC_MALFORMED, "if_match",
		                 "If-Match must be one entity tag that we gave, such as \"7\"");
	return RC_OK;
}

enum rc idempotency_key(struct request *request, const char **key)
{
	const char *header;
	size_t length;

	TRY(request_header(request, "IDEMPOTENCY_KEY", &header));
	length = header ? strlen(header) : 0;
	for (size_t i = 0; i < length; i++)
		if (header[i] <= 0x20 || header[i] >= 0x7f)
			length = 0;
	if (length < REQUEST_KEY_MIN || length > REQUEST_KEY_MAX)
		return fault_set(request->fault, RC_MALFORMED, "idempotency_key",
		                 "Idempotency-Key must be %d to %d visible ASCII characters", REQUEST_KEY_MIN,
		                 REQUEST_KEY_MAX);
	*key = header;
	return RC_OK;
}

static enum rc check_body(struct request *request)
{
	if (request->body_length < 0)
		return fault_set(request->fault, RC_MALFORMED, "length_required", "Content-Length must be given");
	if (request->body_length > request->route->body_max_bytes)
		return fault_set(request->fault, RC_TOO_LARGE, "body_too_large",
		                 "the body may have at most %" PRId64 " bytes", request->route->body_max_bytes);
	return RC_OK;
}

enum rc request_body_next(struct request *request, void *room, size_t bytes, size_t *got)
{
	size_t left, wanted, taken;

	TRY(check_body(request));
	left = (size_t)(request->body_length - request->body_taken);
	wanted = bytes < left ? bytes : left;
	taken = wanted ? request->exchange->read(request->exchange->peer, room, wanted) : 0;
	request->body_taken += (int64_t)taken;
	if (taken < wanted)
		return fault_set(request->fault, RC_MALFORMED, "body_short",
		                 "the body ended before its announced end");
	*got = taken;
	return RC_OK;
}

enum rc request_body(struct request *request, struct bytes *body)
{
	size_t got = 0;
	char *room;

	TRY(check_body(request));
	assert(request->body_taken == 0);
	buf_reset(request->body_buf);
	room = buf_reserve(request->body_buf, (size_t)request->body_length);
	assert(room); /* a row's ceiling is beyond the buffer's */
	TRY(request_body_next(request, room, (size_t)request->body_length, &got));
	room[got] = '\0';
	request->body_buf->length = got;
	*body = (struct bytes){.data = (const uint8_t *)room, .length = got};
	return RC_OK;
}
