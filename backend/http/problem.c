#include "http/problem.h"

#include "http/request.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

struct meaning {
	int status;
	const char *title;
};

static const struct meaning by_rc[] = {
	[RC_OK] = {HTTP_BROKEN, "Internal error"}, /* a fault that says nothing is our own mistake */
	[RC_MALFORMED] = {HTTP_BAD_REQUEST, "Malformed request"},
	[RC_UNAUTHENTICATED] = {HTTP_UNAUTHORIZED, "Not logged in"},
	[RC_FORBIDDEN] = {HTTP_FORBIDDEN, "Not allowed"},
	[RC_NOT_FOUND] = {HTTP_NOT_FOUND, "Not found"},
	[RC_CONFLICT] = {HTTP_CONFLICT, "Not possible in this state"},
	[RC_STALE] = {HTTP_PRECONDITION_FAILED, "Changed meanwhile"},
	[RC_TOO_LARGE] = {HTTP_TOO_LARGE, "Too large"},
	[RC_INVALID] = {HTTP_UNPROCESSABLE, "Some fields are wrong"},
	[RC_THROTTLED] = {HTTP_TOO_MANY, "Too many requests"},
	[RC_UNAVAILABLE] = {HTTP_UNAVAILABLE, "Not available now"},
	[RC_BROKEN] = {HTTP_BROKEN, "Internal error"},
};

static const struct {
	const char *code;
	struct meaning meaning;
} by_code[] = {
	{"method_not_allowed", {HTTP_METHOD_NOT_ALLOWED, "Method not allowed"}},
	{"length_required", {HTTP_LENGTH_REQUIRED, "Length required"}},
	{"media_type", {HTTP_UNSUPPORTED_TYPE, "Unsupported media type"}},
	{"range", {HTTP_RANGE_NOT_SATISFIABLE, "Range not satisfiable"}},
	{"version_required", {HTTP_PRECONDITION_REQUIRED, "Version required"}},
};

static const struct meaning *meaning_of(const struct fault *fault)
{
	for (size_t i = 0; fault->code && i < sizeof by_code / sizeof *by_code; i++)
		if (strcmp(by_code[i].code, fault->code) == 0)
			return &by_code[i].meaning;
	assert(fault->rc >= RC_OK && fault->rc <= RC_BROKEN);
	return &by_rc[fault->rc];
}

int problem_status(const struct fault *fault)
{
	return meaning_of(fault)->status;
}

static void member(struct buf *body, const char *name, const char *text)
{
	buf_printf(body, ",\"%s\":", name);
	buf_json_string(body, text, strlen(text));
}

static void write_fields(struct buf *body, const struct fault *fault)
{
	if (fault->fields_count == 0)
		return;
	buf_text(body, ",\"errors\":[");
	for (size_t i = 0; i < fault->fields_count; i++) {
		buf_text(body, i ? ",{\"field\":" : "{\"field\":");
		buf_json_string(body, fault->fields[i].name, strlen(fault->fields[i].name));
		member(body, "code", fault->fields[i].code);
		buf_char(body, '}');
	}
	buf_char(body, ']');
}

static void write_body(struct buf *body, const struct fault *fault, const struct meaning *meaning,
                       const char *request_id)
{
	bool ours = meaning->status == HTTP_BROKEN;
	const char *code = ours || !fault->code ? "broken" : fault->code;

	buf_printf(body, "{\"type\":\"/problems/%s\",\"title\":\"%s\",\"status\":%d", code, meaning->title,
	           meaning->status);
	member(body, "code", code);
	member(body, "detail", ours ? "the request could not be served; its id is in the log" : fault->detail);
	member(body, "request_id", request_id);
	if (!ours)
		write_fields(body, fault);
	if (fault->until_ms)
		buf_printf(body, ",\"until\":%" PRId64, fault->until_ms);
	if (fault->missing)
		buf_printf(body, ",\"missing\":%" PRId64, fault->missing);
	if (*fault->by_name)
		member(body, "by_name", fault->by_name);
	buf_char(body, '}');
}

static void write_headers(struct request *request, int status)
{
	int64_t wait_s = (request->fault->until_ms - request->real_ms + 999) / 1000;
	char allow[ROUTER_ALLOW_SIZE];

	if (status == HTTP_TOO_MANY || status == HTTP_UNAVAILABLE)
		response_header(request, "Retry-After", "%" PRId64, wait_s > 1 ? wait_s : INT64_C(1));
	if (status == HTTP_UNAUTHORIZED)
		response_header(request, "WWW-Authenticate", "Bearer realm=\"cierre\"");
	if (status == HTTP_METHOD_NOT_ALLOWED)
		response_header(request, "Allow", "%s", router_allow(request->match.allowed, allow));
}

void problem_respond(struct request *request)
{
	const struct meaning *meaning = meaning_of(request->fault);
	int64_t size = request->response.download.size;
	bool was_download = request->response.is_download;

	response_reset(&request->response);
	request->response.status = meaning->status;
	request->response.content_type = "application/problem+json";
	if (was_download && meaning->status == HTTP_RANGE_NOT_SATISFIABLE)
		response_header(request, "Content-Range", "bytes */%" PRId64, size);
	write_headers(request, meaning->status);
	write_body(&request->response.body, request->fault, meaning, request->request_id);
}
