#include "ports/remote/remote.h"

#include "base/clock.h"
#include "ports/remote/signature.h"
#include "wire/json_in.h"

#include <assert.h>
#include <curl/curl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { CONNECT_TIMEOUT_MS = 3000, URL_MAX = 500, HEADER_MAX = 200 };

static const char signature_header[] = "Cierre-Signature";

/* ---- one handle per thread ---- */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t handle_key;

static void close_handle(void *handle)
{
	curl_easy_cleanup(handle);
}

static void make_key(void)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0 || pthread_key_create(&handle_key, close_handle) != 0)
		abort();
}

/* Without the options of the question before, with its connections. */
static CURL *handle_of_thread(void)
{
	CURL *handle;

	(void)pthread_once(&once, make_key);
	handle = pthread_getspecific(handle_key);
	if (!handle) {
		handle = curl_easy_init();
		if (!handle || pthread_setspecific(handle_key, handle) != 0)
			abort();
	}
	curl_easy_reset(handle);
	return handle;
}

/* ---- what makes a system usable ---- */

static bool is_allowed(const char *url)
{
	static const char *const beginnings[] = {"https://",
	                                         "http://127.0.0.1:", "http://localhost:", "http://[::1]:"};

	for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
		if (strncmp(url, beginnings[i], strlen(beginnings[i])) == 0)
			return strlen(url) < URL_MAX && url[strlen(url) - 1] != '/';
	return false;
}

static enum rc read_key(const struct config *config, const struct remote_system *system,
                        uint8_t key[SIGNATURE_KEY_BYTES], struct fault *fault)
{
	char name[64];

	(void)snprintf(name, sizeof name, "%s.key", system->name);
	return config_key_read(config, name, key, SIGNATURE_KEY_BYTES, fault);
}

static enum rc check_url(const struct remote_system *system, struct fault *fault)
{
	if (is_allowed(system->url))
		return RC_OK;
	return fault_set(fault, RC_INVALID, "config",
	                 "%s = http needs %s_url: https://… (or http:// on loopback), without a slash at its end",
	                 system->name, system->name);
}

enum rc remote_check(const struct config *config, const struct remote_system *system, struct fault *fault)
{
	uint8_t key[SIGNATURE_KEY_BYTES];

	TRY(check_url(system, fault));
	TRY(read_key(config, system, key, fault));
	sodium_memzero(key, sizeof key);
	return RC_OK;
}

/* ---- asking ---- */

static enum rc silent(const struct remote_system *system, const char *what, struct fault *fault)
{
	return fault_set(fault, RC_UNAVAILABLE, system->silent, "the outside system for %s %s", system->name, what);
}

static size_t collect(char *bytes, size_t size, size_t count, void *context)
{
	struct buf *body = context;

	buf_append(body, bytes, size * count);
	return body->overflowed ? 0 : size * count;
}

static struct curl_slist *with_header(struct curl_slist *headers, const char *name, const char *value)
{
	char line[HEADER_MAX];
	int length = snprintf(line, sizeof line, "%s: %s", name, value);
	struct curl_slist *longer;

	assert(length > 0 && (size_t)length < sizeof line);
	longer = curl_slist_append(headers, line);
	if (!longer)
		abort();
	return longer;
}

static struct curl_slist *headers_of(const struct signature_question *signed_, const char *hex)
{
	struct curl_slist *headers = NULL;
	char seconds[24];

	(void)snprintf(seconds, sizeof seconds, "%lld", (long long)signed_->unix_seconds);
	headers = with_header(headers, "Content-Type", "application/json");
	headers = with_header(headers, "Cierre-Timestamp", seconds);
	headers = with_header(headers, signature_header, hex);
	if (*signed_->key)
		headers = with_header(headers, "Idempotency-Key", signed_->key);
	return curl_slist_append(headers, "Expect:");
}

static CURLcode perform(CURL *curl, const struct remote_system *system, const struct remote_question *question,
                        struct curl_slist *headers, struct buf *body)
{
	char url[URL_MAX + HEADER_MAX];

	(void)snprintf(url, sizeof url, "%s/%s", system->url, question->operation);
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, question->body->data);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)question->body->length);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, collect);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, body);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_TIMEOUT_MS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)system->timeout_ms);
	return curl_easy_perform(curl);
}

static bool is_signed(CURL *curl, const uint8_t *key, const char *question_hex, long status, const struct buf *body)
{
	const struct signature_answer answer = {
		.status = status, .question_hex = question_hex, .body = body->data, .body_length = body->length};
	char hex[SIGNATURE_HEX_SIZE];
	struct curl_header *header;

	if (curl_easy_header(curl, signature_header, 0, CURLH_HEADER, -1, &header) != CURLHE_OK ||
	    header->amount != 1)
		return false;
	signature_of_answer(key, &answer, hex);
	return signature_fits(header->value, hex);
}

struct refusal {
	const char *code;
};

static const struct wire_field refusal_fields[] = {
	{.name = "code",
         .type = WIRE_TEXT,
         .offset = offsetof(struct refusal, code),
         .required = true,
         .check = remote_check_slug},
};
static const struct wire_shape refusal_shape = WIRE_SHAPE(struct refusal, refusal_fields);

static enum rc believe(const struct remote_system *system, long status, const struct buf *body, struct arena *arena,
                       struct remote_answer *answer, struct fault *fault)
{
	struct remote_answer believed = {.body = arena_strndup(arena, body->length ? body->data : "", body->length),
	                                 .length = body->length};
	struct refusal refusal;

	if (status == 422) {
		TRY(remote_read(system, &believed, &refusal_shape, arena, &refusal, fault));
		believed.refused = refusal.code;
	}
	*answer = believed;
	return RC_OK;
}

/* Asks with the key read; the key is the caller's to wipe. */
static enum rc ask_signed(const struct remote_system *system, const struct remote_question *question,
                          const uint8_t *key, struct arena *arena, struct remote_answer *answer, struct fault *fault)
{
	const struct signature_question signed_ = {.unix_seconds = clock_real_ms() / 1000,
	                                           .operation = question->operation,
	                                           .key = question->key,
	                                           .body = question->body->data,
	                                           .body_length = question->body->length};
	BUF(body, REMOTE_BODY_MAX);
	char hex[SIGNATURE_HEX_SIZE];
	CURL *curl = handle_of_thread();
	struct curl_slist *headers;
	long status = 0;
	CURLcode code;

	signature_of_question(key, &signed_, hex);
	headers = headers_of(&signed_, hex);
	code = perform(curl, system, question, headers, &body);
	curl_slist_free_all(headers);
	if (code != CURLE_OK)
		return silent(system,
		              code == CURLE_OPERATION_TIMEDOUT ? "did not answer in time" : "cannot be reached",
		              fault);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	if (!is_signed(curl, key, hex, status, &body))
		return silent(system, "gave an answer without its signature", fault);
	if (status != 200 && status != 422)
		return silent(system, "gave no answer of the contract", fault);
	return believe(system, status, &body, arena, answer, fault);
}

enum rc remote_ask(const struct config *config, const struct remote_system *system,
                   const struct remote_question *question, struct arena *arena, struct remote_answer *answer,
                   struct fault *fault)
{
	uint8_t key[SIGNATURE_KEY_BYTES];
	enum rc rc;

	assert(!question->body->overflowed);
	TRY(check_url(system, fault));
	TRY(read_key(config, system, key, fault));
	rc = ask_signed(system, question, key, arena, answer, fault);
	sodium_memzero(key, sizeof key);
	return rc;
}

enum rc remote_read(const struct remote_system *system, const struct remote_answer *answer,
                    const struct wire_shape *shape, struct arena *arena, void *record, struct fault *fault)
{
	struct fault unread = {0};

	if (wire_json_read(answer->body, answer->length, shape, arena, record, &unread) != RC_OK)
		return silent(system, "gave an answer that is not as agreed", fault);
	return RC_OK;
}

enum rc remote_get(const struct config *config, const struct remote_system *system,
                   const struct remote_question *question, const struct wire_shape *shape, struct arena *arena,
                   void *record, struct fault *fault)
{
	struct remote_answer answer;

	TRY(remote_ask(config, system, question, arena, &answer, fault));
	if (answer.refused)
		return silent(system, "refused the question", fault);
	return remote_read(system, &answer, shape, arena, record, fault);
}

/* ---- bodies ---- */

static void member(struct buf *body, const char *name)
{
	if (body->length && body->data[body->length - 1] != '{')
		buf_char(body, ',');
	buf_json_string(body, name, strlen(name));
	buf_char(body, ':');
}

void remote_text(struct buf *body, const char *name, const char *text)
{
	if (!text || !*text)
		return;
	member(body, name);
	buf_json_string(body, text, strlen(text));
}

void remote_int(struct buf *body, const char *name, int64_t number)
{
	member(body, name);
	buf_int(body, number);
}

enum field_verdict remote_check_slug(const char *text)
{
	size_t length = strlen(text);

	if (length == 0 || length > REMOTE_SLUG_MAX)
		return length ? FIELD_TOO_LONG : FIELD_REQUIRED;
	return text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0' ? FIELD_OK : FIELD_BAD_CHARACTER;
}
