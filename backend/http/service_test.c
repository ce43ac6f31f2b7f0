/*
 * Whole requests through the service, with an exchange in memory: parameters and body in, the CGI answer out. The
 * rows at the top are the application under test; each test then reads as: asked like this, answered like that.
 */
#include "http/service.h"

#include "base/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

/* ---- the application ---- */

static enum rc answer_text(struct request *request, const char *text)
{
	buf_text(&request->response.body, text);
	request->response.status = HTTP_OK;
	request->response.content_type = "text/plain";
	return RC_OK;
}

static enum rc plain(struct request *request)
{
	return answer_text(request, "hello");
}

static enum rc by_id(struct request *request)
{
	struct id id;

	TRY(path_id(request, "id", &id));
	response_version(request, 7);
	return answer_text(request, ID_TEXT(&id));
}

static enum rc by_number(struct request *request)
{
	int64_t number;

	TRY(path_int(request, "n", 0, 100, &number));
	return answer_text(request, arena_printf(request->arena, "%d", (int)number));
}

static enum rc search(struct request *request)
{
	struct page page = {0};
	const char *text = NULL;
	struct id id;
	bool flag = false;
	int64_t number = 0;
	enum rc wrong = query_int(request, "n", 1, 9, 5, &number);

	wrong |= query_text(request, "q", 5, &text);
	wrong |= query_id(request, "id", &id);
	wrong |= query_flag(request, "open", &flag);
	wrong |= query_page(request, &page);
	if (wrong)
		return RC_INVALID;
	return answer_text(request, arena_printf(request->arena, "%d %s %d %s %d", (int)number, text ? text : "-",
	                                         flag, page.after ? page.after : "-", (int)page.limit));
}

static enum rc create(struct request *request)
{
	struct bytes body;
	const char *key;

	TRY(idempotency_key(request, &key));
	TRY(request_body(request, &body));
	assert_int_equal(strlen((const char *)body.data), body.length);
	return answer_text(request, arena_printf(request->arena, "%s:%s", key, (const char *)body.data));
}

static enum rc edit(struct request *request)
{
	int64_t version;

	TRY(if_match(request, &version));
	return version == 7 ? plain(request) : fault_set(request->fault, RC_STALE, "stale", "changed meanwhile");
}

static enum rc in_pieces(struct request *request)
{
	char piece[3];
	size_t got, pieces = 0;

	do {
		TRY(request_body_next(request, piece, sizeof piece, &got));
		pieces += got > 0;
	} while (got > 0);
	return answer_text(request, arena_printf(request->arena, "%zu", pieces));
}

static enum rc fails(struct request *request)
{
	response_header(request, "X-Half-Done", "yes");
	buf_text(&request->response.body, "half an answer");
	(void)fault_field(request->fault, "phone", "format");
	return fault_field(request->fault, "email", "required");
}

static enum rc breaks(struct request *request)
{
	return fault_set(request->fault, RC_BROKEN, "bug", "a secret of ours");
}

static enum rc throttles(struct request *request)
{
	(void)fault_set(request->fault, RC_THROTTLED, "throttled", "too many");
	request->fault->until_ms = request->real_ms + 12345;
	request->fault->missing = 2;
	return RC_THROTTLED;
}

static enum rc lies(struct request *request)
{
	(void)request;
	return RC_CONFLICT; /* without filling the fault */
}

static enum rc says_nothing(struct request *request)
{
	(void)request;
	return RC_OK;
}

static enum rc greedy(struct request *request)
{
	(void)arena_alloc(request->arena, 20 << 20);
	return plain(request);
}

static enum rc endless(struct request *request)
{
	for (int i = 0; i < RESPONSE_MAX_BYTES / 1024 + 1; i++)
		buf_printf(&request->response.body, "%1024d", i);
	return answer_text(request, "");
}

static enum rc headers(struct request *request)
{
	response_header(request, "X-Name", "%s", "a\r\nX-Evil: 1");
	response_cookie(request, "__Host-sid", "abc", 60);
	response_header(request, "Cache-Control", "private");
	return plain(request);
}

enum { FILE_BYTES = 200000, BREAKS_AT = 150000 };
static bool file_breaks, file_is_gone;
static size_t largest_pull;

static enum rc pull_file(void *source, int64_t offset, void *out, size_t room, size_t *got, struct fault *fault)
{
	char *bytes = out;

	if (file_is_gone || (file_breaks && offset + (int64_t)room > BREAKS_AT))
		return fault_set(fault, RC_UNAVAILABLE, "blob", "the pieces cannot be read");
	largest_pull = room > largest_pull ? room : largest_pull;
	for (size_t i = 0; i < room; i++)
		bytes[i] = (char)((offset + (int64_t)i) % 251);
	*got = room;
	return *(int *)source == 42 ? RC_OK : RC_BROKEN;
}

static enum rc file(struct request *request)
{
	static int source = 42;
	const struct download download = {.size = FILE_BYTES,
	                                  .content_type = "audio/webm",
	                                  .filename = "c\"all 1.webm",
	                                  .etag = "\"sha\"",
	                                  .source = &source,
	                                  .pull = pull_file};

	return response_download(request, &download);
}

static enum rc empty_file(struct request *request)
{
	const struct download download = {.content_type = "text/csv", .pull = pull_file};

	return response_download(request, &download);
}

static const struct route rows[] = {
	{"GET", "/plain", "plain", 0, 0, 0, 0, plain},
	{"GET", "/ids/{id}", "by_id", 0, 0, 0, 0, by_id},
	{"GET", "/numbers/{n}", "by_number", 0, 0, 0, 0, by_number},
	{"GET", "/search", "search", 0, 0, 0, 0, search},
	{"POST", "/things", "create", 0, 0, ROUTE_CREATES, 10, create},
	{"PUT", "/things", "edit", 0, 0, ROUTE_EDITS, 0, edit},
	{"PUT", "/pieces", "in_pieces", 0, 0, 0, 100, in_pieces},
	{"GET", "/fails", "fails", 0, 0, 0, 0, fails},
	{"GET", "/breaks", "breaks", 0, 0, 0, 0, breaks},
	{"GET", "/throttles", "throttles", 0, 0, 0, 0, throttles},
	{"GET", "/lies", "lies", 0, 0, 0, 0, lies},
	{"GET", "/silent", "says_nothing", 0, 0, 0, 0, says_nothing},
	{"GET", "/greedy", "greedy", 0, 0, 0, 0, greedy},
	{"GET", "/endless", "endless", 0, 0, 0, 0, endless},
	{"GET", "/headers", "headers", 0, 0, 0, 0, headers},
	{"GET", "/file", "file", 0, 0, 0, 0, file},
	{"GET", "/empty", "empty_file", 0, 0, 0, 0, empty_file},
	{"GET", "/guarded", "guarded", 0, 0, 0, 0, plain},
};

static enum rc guard(struct request *request)
{
	if (strcmp(request->route->operation_id, "guarded") == 0)
		return fault_set(request->fault, RC_UNAUTHENTICATED, "token", "no token");
	return RC_OK;
}

/* ---- the peer in memory ---- */

struct peer {
	const char *body;
	size_t body_length, body_read;
	size_t body_withheld; /* bytes that are announced and never come */
	struct buf out;
	size_t breaks_after; /* bytes after which writes fail; 0: never */
	bool abandoned;
};

struct fixture {
	struct arena *arena;
	struct worker *worker;
	struct clock clock;
	struct service service;
	struct peer peer;
};

static size_t peer_read(void *context, void *room, size_t bytes)
{
	struct peer *peer = context;
	size_t left = peer->body_length - peer->body_read, step = bytes < left ? bytes : left;

	if (step)
		(void)memcpy(room, peer->body + peer->body_read, step);
	peer->body_read += step;
	return step;
}

static bool peer_write(void *context, const void *bytes, size_t length)
{
	struct peer *peer = context;

	if (peer->breaks_after && peer->out.length + length > peer->breaks_after)
		return false;
	buf_append(&peer->out, bytes, length);
	return true;
}

static void peer_abandon(void *context)
{
	((struct peer *)context)->abandoned = true;
}

static int set_up(void **state)
{
	static struct fixture fixture;
	struct router *router;
	struct fault fault;

	fixture = (struct fixture){.arena = arena_new(4096, 1 << 20)};
	assert_int_equal(router_new(fixture.arena, rows, sizeof rows / sizeof *rows, &router, &fault), RC_OK);
	fixture.service = (struct service){.router = router, .guard = guard, .clock = &fixture.clock};
	fixture.worker = worker_new(&fixture.service);
	fixture.peer.out = BUF_INIT(32 << 20);
	file_breaks = file_is_gone = false;
	largest_pull = 0;
	*state = &fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	worker_free(fixture->worker);
	buf_free(&fixture->peer.out);
	arena_free(fixture->arena);
	return 0;
}

/* Asks "METHOD /path?query" with up to three more parameters ("HTTP_X=1"). Returns the whole answer. */
static const char *ask_with(struct fixture *fixture, const char *line, const char *body, const char *const extra[3])
{
	char method[128], path[256], query[256], length[64];
	char *params[] = {method, path, query, length, NULL, NULL, NULL, NULL};
	struct exchange exchange = {.peer = &fixture->peer,
	                            .params = params,
	                            .read = peer_read,
	                            .write = peer_write,
	                            .abandon = peer_abandon};
	size_t verb = strcspn(line, " "), bare = strcspn(line, "?") - verb - 1;
	size_t count = 4;

	(void)snprintf(method, sizeof method, "REQUEST_METHOD=%.*s", (int)verb, line);
	(void)snprintf(path, sizeof path, "DOCUMENT_URI=%.*s", (int)bare, line + verb + 1);
	(void)snprintf(query, sizeof query, "QUERY_STRING=%s", strchr(line, '?') ? strchr(line, '?') + 1 : "");
	(void)snprintf(length, sizeof length,
	               body ? "CONTENT_LENGTH=%zu" : "CONTENT_LENGTH=", body ? strlen(body) : 0);
	for (size_t i = 0; i < 3 && extra && extra[i]; i++)
		params[count++] = (char *)(uintptr_t)extra[i];
	fixture->peer.body = body;
	fixture->peer.body_length = body ? strlen(body) - fixture->peer.body_withheld : 0;
	fixture->peer.body_read = 0;
	buf_reset(&fixture->peer.out);
	worker_serve(fixture->worker, &exchange);
	return fixture->peer.out.data ? fixture->peer.out.data : "";
}

#define ASK(line, body, ...) ask_with(*state, (line), (body), (const char *const[3]){__VA_ARGS__})

static const char *body_of(const char *answer)
{
	const char *end = strstr(answer, "\r\n\r\n");

	assert_non_null(end);
	return end + 4;
}

static int status_of(const char *answer)
{
	int status = 0;

	assert_int_equal(sscanf(answer, "Status: %d\r\n", &status), 1);
	return status;
}

static void assert_has(const char *answer, const char *part)
{
	if (!strstr(answer, part))
		fail_msg("no \"%s\" in:\n%s", part, answer);
}

/* ---- the tests ---- */

static void test_answers(void **state)
{
	static const struct {
		const char *line;
		int status;
		const char *body; /* of a 200: all of it; of a problem: its code */
	} cases[] = {
		{"GET /plain", 200, "hello"},
		{"HEAD /plain", 200, ""},
		{"GET /ids/00112233445566778899aabb", 200, "00112233445566778899aabb"},
		{"GET /ids/00112233445566778899AABB", 404, "not_found"},
		{"GET /ids/00112233445566778899aab", 404, "not_found"},
		{"GET /ids/00112233445566778899aabb0", 404, "not_found"},
		{"GET /numbers/0", 200, "0"},
		{"GET /numbers/100", 200, "100"},
		{"GET /numbers/101", 404, "not_found"},
		{"GET /numbers/-1", 404, "not_found"},
		{"GET /numbers/07", 404, "not_found"},
		{"GET /numbers/1e1", 404, "not_found"},
		{"GET /numbers/99999999999999999999", 404, "not_found"},
		{"GET /search", 200, "5 - 0 - 25"},
		{"GET /search?n=9&q=a+b&open=true&after=xyz&limit=200", 200, "9 a b 1 xyz 200"},
		{"GET /search?n=%", 400, "query"},
		{"GET /nowhere", 404, "not_found"},
		{"GET /guarded", 401, "token"},
		{"POST /plain", 405, "method_not_allowed"},
		{"BREW /plain", 405, "method_not_allowed"},
		{"GET /breaks", 500, "broken"},
		{"GET /lies", 500, "broken"},
		{"GET /silent", 500, "broken"},
		{"GET /greedy", 413, "request_too_large"},
		{"GET /endless", 413, "answer_too_large"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *answer = ASK(cases[i].line, NULL, NULL);
		char code[64];
		print_message("  %s\n", cases[i].line);
		assert_int_equal(status_of(answer), cases[i].status);
		if (cases[i].status == 200) {
			assert_string_equal(body_of(answer), cases[i].body);
			continue;
		}
		(void)snprintf(code, sizeof code, "\"code\":\"%s\"", cases[i].body);
		assert_has(answer, "Content-Type: application/problem+json\r\n");
		assert_has(answer, code);
	}
}

static void test_every_wrong_query_parameter_is_named(void **state)
{
	const char *answer = ASK("GET /search?n=10&q=toolong&id=7&open=yes&limit=0", NULL, NULL);

	assert_int_equal(status_of(answer), 422);
	assert_has(answer, "\"errors\":[{\"field\":\"n\",\"code\":\"range\"},{\"field\":\"q\",\"code\":\"too_long\"},"
	                   "{\"field\":\"id\",\"code\":\"format\"},{\"field\":\"open\",\"code\":\"format\"},"
	                   "{\"field\":\"limit\",\"code\":\"range\"}]");
}

static void test_a_handler_that_fails_half_way_leaves_no_trace(void **state)
{
	const char *answer = ASK("GET /fails", NULL, NULL);

	assert_int_equal(status_of(answer), 422);
	assert_null(strstr(answer, "X-Half-Done"));
	assert_null(strstr(answer, "half an answer"));
	assert_has(answer, "[{\"field\":\"phone\",\"code\":\"format\"},{\"field\":\"email\",\"code\":\"required\"}]");
}

static void test_our_own_mistakes_are_not_shown(void **state)
{
	const char *answer = ASK("GET /breaks", NULL, NULL);

	assert_null(strstr(answer, "secret"));
	assert_null(strstr(answer, "bug"));
}

static void test_throttled_says_from_when(void **state)
{
	const char *answer = ASK("GET /throttles", NULL, NULL);

	assert_int_equal(status_of(answer), 429);
	assert_has(answer, "Retry-After: 13\r\n");
	assert_has(answer, "\"missing\":2");
	assert_has(answer, "\"until\":");
}

static void test_headers_of_problems(void **state)
{
	assert_has(ASK("GET /guarded", NULL, NULL), "WWW-Authenticate: Bearer realm=\"cierre\"\r\n");
	assert_has(ASK("DELETE /things", NULL, NULL), "Allow: POST, PUT\r\n");
}

static void test_creating(void **state)
{
	static const struct {
		const char *what, *body, *key;
		int status;
		const char *part;
	} cases[] = {
		{"all is well", "abc", "HTTP_IDEMPOTENCY_KEY=12345678", 200, "12345678:abc"},
		{"an empty body", "", "HTTP_IDEMPOTENCY_KEY=12345678", 200, "12345678:"},
		{"the longest body", "0123456789", "HTTP_IDEMPOTENCY_KEY=12345678", 200, "0123456789"},
		{"one byte more", "0123456789x", "HTTP_IDEMPOTENCY_KEY=12345678", 413, "body_too_large"},
		{"no length", NULL, "HTTP_IDEMPOTENCY_KEY=12345678", 411, "length_required"},
		{"no key", "abc", NULL, 400, "idempotency_key"},
		{"a short key", "abc", "HTTP_IDEMPOTENCY_KEY=1234567", 400, "idempotency_key"},
		{"a key with a blank", "abc", "HTTP_IDEMPOTENCY_KEY=1234 5678", 400, "idempotency_key"},
		{"a key beyond ASCII", "abc", "HTTP_IDEMPOTENCY_KEY=1234567\xc3\xb1", 400, "idempotency_key"},
		{"a long key", "abc",
	         "HTTP_IDEMPOTENCY_KEY=12345678901234567890123456789012345678901234567890123456789012345", 400,
	         "idempotency_key"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *answer = ASK("POST /things", cases[i].body, cases[i].key);
		print_message("  %s\n", cases[i].what);
		assert_int_equal(status_of(answer), cases[i].status);
		assert_has(answer, cases[i].part);
	}
}

static void test_a_body_shorter_than_announced(void **state)
{
	struct fixture *fixture = *state;
	const char *answer;

	fixture->peer.body_withheld = 1;
	answer = ASK("PUT /pieces", "abcde", NULL);
	assert_int_equal(status_of(answer), 400);
	assert_has(answer, "body_short");
}

static void test_a_body_in_pieces(void **state)
{
	assert_string_equal(body_of(ASK("PUT /pieces", "12345678", NULL)), "3");
	assert_string_equal(body_of(ASK("PUT /pieces", "", NULL)), "0");
}

static void test_editing(void **state)
{
	static const struct {
		const char *if_match;
		int status;
		const char *part;
	} cases[] = {
		{"HTTP_IF_MATCH=\"7\"", 200, "hello"},
		{"HTTP_IF_MATCH=\"6\"", 412, "\"code\":\"stale\""},
		{NULL, 428, "version_required"},
		{"HTTP_IF_MATCH=*", 400, "if_match"},
		{"HTTP_IF_MATCH=W/\"7\"", 400, "if_match"},
		{"HTTP_IF_MATCH=\"7\", \"8\"", 400, "if_match"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *answer = ASK("PUT /things", "", cases[i].if_match);
		print_message("  %s\n", cases[i].if_match ? cases[i].if_match : "(none)");
		assert_int_equal(status_of(answer), cases[i].status);
		assert_has(answer, cases[i].part);
	}
}

static void test_a_header_twice(void **state)
{
	const char *twice = ASK("PUT /things", "", "HTTP_IF_MATCH=\"7\"", "HTTP_IF_MATCH=\"8\"");

	assert_int_equal(status_of(twice), 400);
	assert_has(twice, "header_twice");
	assert_int_equal(status_of(ASK("PUT /things", "", "HTTP_IF_MATCH=\"7\"", "HTTP_IF_MATCH=\"7\"")), 200);
}

static void test_known_versions_are_not_sent_again(void **state)
{
	const char *line = "GET /ids/00112233445566778899aabb";
	const char *same = ASK(line, NULL, "HTTP_IF_NONE_MATCH=\"6\", \"7\"");

	assert_int_equal(status_of(same), 304);
	assert_has(same, "ETag: \"7\"\r\n");
	assert_string_equal(body_of(same), "");
	assert_int_equal(status_of(ASK(line, NULL, "HTTP_IF_NONE_MATCH=\"6\"")), 200);
	assert_int_equal(status_of(ASK("GET /plain", NULL, "HTTP_IF_NONE_MATCH=*")), 200);
}

static void test_header_values_stay_in_their_line(void **state)
{
	const char *answer = ASK("GET /headers", NULL, NULL);

	assert_has(answer, "X-Name: a__X-Evil: 1\r\n");
	assert_has(answer, "Set-Cookie: __Host-sid=abc; Max-Age=60;");
	assert_has(answer, "Cache-Control: private\r\n");
	assert_null(strstr(answer, "no-store"));
}

static void assert_is_file(const char *body, size_t length, size_t offset)
{
	for (size_t i = 0; i < length; i++)
		assert_int_equal(body[i], (char)((offset + i) % 251));
}

static void test_download(void **state)
{
	struct fixture *fixture = *state;
	const char *answer = ASK("GET /file", NULL, NULL);

	assert_has(answer, "Content-Length: 200000\r\n");
	assert_has(answer, "Accept-Ranges: bytes\r\n");
	assert_has(answer, "Content-Disposition: attachment; filename=\"c_all_1.webm\"\r\n");
	assert_int_equal(fixture->peer.out.length - (size_t)(body_of(answer) - answer), FILE_BYTES);
	assert_is_file(body_of(answer), FILE_BYTES, 0);
	assert_true(largest_pull <= RESPONSE_PIECE_BYTES);
}

static void test_ranges_of_a_download(void **state)
{
	static const struct {
		const char *range, *if_range;
		int status;
		const char *content_range;
		size_t offset, length;
	} cases[] = {
		{"HTTP_RANGE=bytes=100-199", NULL, 206, "bytes 100-199/200000", 100, 100},
		{"HTTP_RANGE=bytes=-1", NULL, 206, "bytes 199999-199999/200000", 199999, 1},
		{"HTTP_RANGE=bytes=70000-", "HTTP_IF_RANGE=\"sha\"", 206, "bytes 70000-199999/200000", 70000, 130000},
		{"HTTP_RANGE=bytes=70000-", "HTTP_IF_RANGE=\"other\"", 200, NULL, 0, FILE_BYTES},
		{"HTTP_RANGE=bytes=1-2,4-5", NULL, 200, NULL, 0, FILE_BYTES},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture *fixture = *state;
		const char *answer = ASK("GET /file", NULL, cases[i].range, cases[i].if_range);
		print_message("  %s\n", cases[i].range);
		assert_int_equal(status_of(answer), cases[i].status);
		if (cases[i].content_range)
			assert_has(answer, cases[i].content_range);
		assert_int_equal(fixture->peer.out.length - (size_t)(body_of(answer) - answer), cases[i].length);
		assert_is_file(body_of(answer), cases[i].length, cases[i].offset);
	}
}

static void test_a_range_beyond_the_end(void **state)
{
	const char *answer = ASK("GET /file", NULL, "HTTP_RANGE=bytes=200000-");

	assert_int_equal(status_of(answer), 416);
	assert_has(answer, "Content-Range: bytes */200000\r\n");
	assert_has(answer, "\"code\":\"range\"");
}

static void test_download_without_a_body(void **state)
{
	assert_has(ASK("GET /empty", NULL, NULL), "Content-Length: 0\r\n");
	assert_has(ASK("HEAD /file", NULL, NULL), "Content-Length: 200000\r\n");
	assert_int_equal(largest_pull, 0);
	assert_int_equal(status_of(ASK("GET /file", NULL, "HTTP_IF_NONE_MATCH=\"sha\"")), 304);
	assert_int_equal(largest_pull, 0);
}

static void test_download_that_cannot_begin_is_a_problem(void **state)
{
	struct fixture *fixture = *state;

	file_is_gone = true;
	assert_int_equal(status_of(ASK("GET /file", NULL, NULL)), 503);
	assert_false(fixture->peer.abandoned);
}

static void test_download_that_breaks_is_cut(void **state)
{
	struct fixture *fixture = *state;
	const char *answer;

	file_breaks = true;
	answer = ASK("GET /file", NULL, NULL);
	assert_int_equal(status_of(answer), 200);
	assert_true(fixture->peer.abandoned);
	assert_true(fixture->peer.out.length < FILE_BYTES);
}

static void test_a_peer_that_vanishes_stops_a_download(void **state)
{
	struct fixture *fixture = *state;

	fixture->peer.breaks_after = 70000;
	(void)ASK("GET /file", NULL, NULL);
	assert_true(fixture->peer.out.length <= 70000);
	assert_true(fixture->peer.abandoned);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_answers),
		TEST(test_every_wrong_query_parameter_is_named),
		TEST(test_a_handler_that_fails_half_way_leaves_no_trace),
		TEST(test_our_own_mistakes_are_not_shown),
		TEST(test_throttled_says_from_when),
		TEST(test_headers_of_problems),
		TEST(test_creating),
		TEST(test_a_body_shorter_than_announced),
		TEST(test_a_body_in_pieces),
		TEST(test_editing),
		TEST(test_a_header_twice),
		TEST(test_known_versions_are_not_sent_again),
		TEST(test_header_values_stay_in_their_line),
		TEST(test_download),
		TEST(test_ranges_of_a_download),
		TEST(test_a_range_beyond_the_end),
		TEST(test_download_without_a_body),
		TEST(test_download_that_cannot_begin_is_a_problem),
		TEST(test_download_that_breaks_is_cut),
		TEST(test_a_peer_that_vanishes_stops_a_download),
	};
	log_init("service_test", LOG_ERROR);
	id_init();
	return cmocka_run_group_tests_name("service", tests, NULL, NULL);
}
