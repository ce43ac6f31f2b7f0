#include "ports/publish.h"

#include "base/clock.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { URL_MAX = 400, CONNECT_TIMEOUT_MS = 300 };

struct publisher {
	CURL *curl;
	struct curl_slist *headers;
	char base[URL_MAX];     /* http://…/publish, without a slash at its end */
	int64_t pause_until_ms; /* steady time */
};

void publish_init(void)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
		abort();
}

static size_t drop(char *bytes, size_t size, size_t count, void *context)
{
	(void)bytes;
	(void)context;
	return size * count;
}

/* unix:/PATH:/publish becomes the socket's path and a URL on a host that is not looked up. */
static bool set_address(struct publisher *publisher, const char *url)
{
	static const char unix_prefix[] = "unix:", http_prefix[] = "http://";
	const char *path = url + strlen(unix_prefix), *colon;
	char socket_path[URL_MAX];

	if (strlen(url) >= URL_MAX - strlen("http://localhost"))
		return false;
	if (strncmp(url, http_prefix, strlen(http_prefix)) == 0) {
		strcpy(publisher->base, url);
		return true;
	}
	colon = strncmp(url, unix_prefix, strlen(unix_prefix)) == 0 ? strchr(path, ':') : NULL;
	if (!colon || colon[1] != '/')
		return false;
	snprintf(socket_path, sizeof socket_path, "%.*s", (int)(colon - path), path);
	snprintf(publisher->base, sizeof publisher->base, "http://localhost%s", colon + 1);
	return curl_easy_setopt(publisher->curl, CURLOPT_UNIX_SOCKET_PATH, socket_path) == CURLE_OK;
}

static void set_options(struct publisher *publisher)
{
	CURL *curl = publisher->curl;

	publisher->headers = curl_slist_append(publisher->headers, "Content-Type: application/json");
	publisher->headers = curl_slist_append(publisher->headers, "Expect:");
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, publisher->headers);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_TIMEOUT_MS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)PUBLISH_TIMEOUT_MS);
	curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
}

enum rc publisher_open(const char *url, struct publisher **publisher, struct fault *fault)
{
	struct publisher *opened = calloc(1, sizeof *opened);

	if (!opened || !(opened->curl = curl_easy_init()))
		abort();
	set_options(opened);
	if (!set_address(opened, url)) {
		publisher_close(opened);
		return fault_set(fault, RC_INVALID, "config",
		                 "nchan_publish_url must be http://HOST:PORT/publish or unix:/SOCKET:/publish");
	}
	*publisher = opened;
	return RC_OK;
}

void publisher_close(struct publisher *publisher)
{
	if (!publisher)
		return;
	curl_easy_cleanup(publisher->curl);
	curl_slist_free_all(publisher->headers);
	free(publisher);
}

static enum rc set_channel(struct publisher *publisher, const char *channel, struct fault *fault)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.";
	char url[URL_MAX + PUBLISH_CHANNEL_MAX + 1];
	size_t length = strlen(channel);

	if (length == 0 || length > PUBLISH_CHANNEL_MAX || strspn(channel, allowed) != length)
		return fault_set(fault, RC_BROKEN, "channel", "a channel's name has other characters than it may");
	snprintf(url, sizeof url, "%s/%s", publisher->base, channel);
	curl_easy_setopt(publisher->curl, CURLOPT_URL, url);
	return RC_OK;
}

/* A kept connection that the server has closed meanwhile is made anew by libcurl itself. */
static enum rc perform(struct publisher *publisher, long *status, struct fault *fault)
{
	CURLcode code;

	if (clock_steady_ms() < publisher->pause_until_ms)
		return fault_set(fault, RC_UNAVAILABLE, "publish",
		                 "the publishing server did not answer a moment ago");
	code = curl_easy_perform(publisher->curl);
	if (code != CURLE_OK) {
		publisher->pause_until_ms = clock_steady_ms() + PUBLISH_PAUSE_MS;
		return fault_set(fault, RC_UNAVAILABLE, "publish", "the publishing server does not answer: %s",
		                 curl_easy_strerror(code));
	}
	curl_easy_getinfo(publisher->curl, CURLINFO_RESPONSE_CODE, status);
	return RC_OK;
}

enum rc publish_message(struct publisher *publisher, const char *channel, const char *bytes, size_t length,
                        struct fault *fault)
{
	long status = 0;

	TRY(set_channel(publisher, channel, fault));
	curl_easy_setopt(publisher->curl, CURLOPT_CUSTOMREQUEST, NULL);
	curl_easy_setopt(publisher->curl, CURLOPT_POST, 1L);
	curl_easy_setopt(publisher->curl, CURLOPT_POSTFIELDS, bytes);
	curl_easy_setopt(publisher->curl, CURLOPT_POSTFIELDSIZE, (long)length);
	TRY(perform(publisher, &status, fault));
	if (status < 200 || status > 299)
		return fault_set(fault, RC_UNAVAILABLE, "publish", "the publishing server answered %ld", status);
	return RC_OK;
}

enum rc publish_end(struct publisher *publisher, const char *channel, struct fault *fault)
{
	long status = 0;

	TRY(set_channel(publisher, channel, fault));
	curl_easy_setopt(publisher->curl, CURLOPT_HTTPGET, 1L);
	curl_easy_setopt(publisher->curl, CURLOPT_CUSTOMREQUEST, "DELETE");
	TRY(perform(publisher, &status, fault));
	if ((status < 200 || status > 299) && status != 404) /* 404: nobody ever listened */
		return fault_set(fault, RC_UNAVAILABLE, "publish", "the publishing server answered %ld", status);
	return RC_OK;
}
