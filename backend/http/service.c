#include "http/service.h"

#include "base/log.h"
#include "http/problem.h"

#include <stdlib.h>
#include <string.h>

enum {
	ARENA_FIRST_BYTES = 128 << 10,
	ARENA_CEILING_BYTES = 16 << 20,
	BODY_CEILING_BYTES = 64 << 20,
	BODY_KEPT_BYTES = 2 << 20, /* a larger buffer is given back after its request */
};

struct worker {
	const struct service *service;
	struct arena *arena;
	struct buf body;
	struct fault fault;
	struct request request;
};

struct worker *worker_new(const struct service *service)
{
	struct worker *worker = calloc(1, sizeof *worker);

	if (!worker)
		abort();
	worker->service = service;
	worker->arena = arena_new(ARENA_FIRST_BYTES, ARENA_CEILING_BYTES);
	worker->body = BUF_INIT(BODY_CEILING_BYTES);
	return worker;
}

void worker_free(struct worker *worker)
{
	if (!worker)
		return;
	response_free(&worker->request.response);
	buf_free(&worker->body);
	arena_free(worker->arena);
	free(worker);
}

static const char *text_or(const char *text, const char *fallback)
{
	return text ? text : fallback;
}

/* nginx's id (it overwrites the client's) when it is one, so that its log and ours can be joined; else one of our
 * own. */
static const char *pick_request_id(struct request *request)
{
	const char *given = request_param(request, "HTTP_X_REQUEST_ID");
	size_t length = given ? strspn(given, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_") : 0;
	struct id own;

	if (length >= 8 && length <= REQUEST_ID_MAX && given[length] == '\0')
		return given;
	own = id_new(request->real_ms);
	return id_format(&own, arena_alloc(request->arena, ID_HEX + 1));
}

/* Content-Length, -1 without one. False when it is not a number. */
static bool read_length(const char *text, int64_t *length)
{
	size_t digits;

	*length = -1;
	if (!text || !*text)
		return true;
	digits = strspn(text, "0123456789");
	if (digits > 15 || text[digits])
		return false;
	*length = strtoll(text, NULL, 10);
	return true;
}

static void prepare(struct worker *worker, struct exchange *exchange)
{
	struct response response = worker->request.response;
	struct request *request = &worker->request;

	response_reset(&response);
	worker->fault = (struct fault){0};
	*request = (struct request){
		.arena = worker->arena,
		.fault = &worker->fault,
		.app = worker->service->app,
		.exchange = exchange,
		.body_buf = &worker->body,
		.response = response,
		.real_ms = clock_real_ms(),
		.now_ms = clock_service_ms(worker->service->clock),
	};
	request->request_id = pick_request_id(request);
	request->method = text_or(request_param(request, "REQUEST_METHOD"), "");
	request->path = text_or(request_param(request, "DOCUMENT_URI"), "");
	request->remote_address = text_or(request_param(request, "REMOTE_ADDR"), "");
}

static enum rc read_parameters(struct request *request)
{
	const char *query = text_or(request_param(request, "QUERY_STRING"), "");

	if (!query_parse(query, request->arena, &request->query))
		return fault_set(request->fault, RC_MALFORMED, "query", "the query string cannot be decoded");
	if (!read_length(request_param(request, "CONTENT_LENGTH"), &request->body_length))
		return fault_set(request->fault, RC_MALFORMED, "content_length", "Content-Length is not a number");
	return RC_OK;
}

static enum rc find_route(struct request *request, const struct router *router)
{
	bool found = router_find(router, request->method, request->path, &request->match);

	request->route = request->match.route;
	if (found)
		return RC_OK;
	if (request->match.allowed)
		return fault_set(request->fault, RC_MALFORMED, "method_not_allowed", "the path has no such method");
	return fault_set(request->fault, RC_NOT_FOUND, "not_found", "no such resource");
}

/* What the row says of every request of its kind. */
static enum rc check_row(struct request *request)
{
	int64_t version;
	const char *key;

	if (request->body_length > request->route->body_max_bytes)
		return fault_set(request->fault, RC_TOO_LARGE, "body_too_large",
		                 "the body may have at most %lld bytes", (long long)request->route->body_max_bytes);
	if (request->route->flags & ROUTE_CREATES)
		TRY(idempotency_key(request, &key));
	if (request->route->flags & ROUTE_EDITS)
		TRY(if_match(request, &version));
	return RC_OK;
}

static enum rc run(struct request *request, const struct service *service)
{
	TRY(read_parameters(request));
	TRY(find_route(request, service->router));
	TRY(service->guard(request));
	TRY(check_row(request));
	TRY(request->route->handler(request));
	if (arena_spent(request->arena))
		return fault_set(request->fault, RC_TOO_LARGE, "request_too_large",
		                 "the request needs too much memory");
	if (request->response.status == 0)
		return fault_set(request->fault, RC_BROKEN, "no_answer", "the handler gave no answer");
	return RC_OK;
}

static void answer_fault(struct request *request, enum rc rc)
{
	if (request->fault->rc != rc)
		(void)fault_set(request->fault, RC_BROKEN, "fault_mismatch", "rc %d came with the fault of rc %d",
		                (int)rc, (int)request->fault->rc);
	problem_respond(request);
	(void)response_send(request);
}

/* Anything but the known methods would let a caller write into the log. */
static const char *loggable_method(const struct request *request)
{
	static const char *const known[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i], request->method) == 0)
			return known[i];
	return "other";
}

static void log_request(const struct request *request, int64_t ms)
{
	const struct response *response = &request->response;
	bool ours = response->status >= HTTP_BROKEN || (response->cut && request->fault->rc != RC_OK);
	char user_id[ID_HEX + 1];
	struct log_pair pairs[12], *end = pairs;

	*end++ = LOG_STR("request_id", request->request_id);
	*end++ = LOG_STR("method", loggable_method(request));
	*end++ = LOG_STR("route", request->route ? request->route->pattern : "");
	*end++ = LOG_INT("status", response->status);
	*end++ = LOG_INT("ms", ms);
	*end++ = LOG_INT("bytes", response->sent_bytes);
	if (!id_is_none(&request->caller.user_id))
		*end++ = LOG_STR("user_id", id_format(&request->caller.user_id, user_id));
	if (response->cut)
		*end++ = LOG_INT("cut", 1);
	if (response->status >= HTTP_BAD_REQUEST)
		*end++ = LOG_STR("code", request->fault->code);
	if (ours)
		*end++ = LOG_STR("detail", request->fault->detail);
	*end = (struct log_pair){.kind = LOG_END};
	log_write(ours ? LOG_ERROR : LOG_INFO, "request", pairs);
}

void worker_serve(struct worker *worker, struct exchange *exchange)
{
	int64_t started_ms = clock_steady_ms();
	enum rc rc;

	prepare(worker, exchange);
	rc = run(&worker->request, worker->service);
	if (rc == RC_OK)
		rc = response_send(&worker->request);
	if (rc != RC_OK)
		answer_fault(&worker->request, rc);
	log_request(&worker->request, clock_steady_ms() - started_ms);
	arena_reset(worker->arena);
	if (worker->body.size > BODY_KEPT_BYTES)
		buf_free(&worker->body);
	if (worker->request.response.body.size > BODY_KEPT_BYTES)
		buf_free(&worker->request.response.body);
}
