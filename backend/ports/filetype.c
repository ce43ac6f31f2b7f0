#include "ports/filetype.h"

#include <magic.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- one cookie per thread ---- */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t cookie_key;

static void close_cookie(void *cookie)
{
	magic_close(cookie);
}

static void make_key(void)
{
	if (pthread_key_create(&cookie_key, close_cookie) != 0)
		abort();
}

/* NULL when there is no database. */
static magic_t cookie_of_thread(void)
{
	magic_t cookie;

	(void)pthread_once(&once, make_key);
	cookie = pthread_getspecific(cookie_key);
	if (cookie)
		return cookie;
	cookie = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ENCODING);
	if (!cookie)
		return NULL;
	if (magic_load(cookie, NULL) != 0 || pthread_setspecific(cookie_key, cookie) != 0) {
		magic_close(cookie);
		return NULL;
	}
	return cookie;
}

enum rc filetype_name(const struct filetype_sample *sample, char name[FILETYPE_NAME_SIZE], struct fault *fault)
{
	magic_t cookie = cookie_of_thread();
	const char *found = cookie ? magic_buffer(cookie, sample->head, sample->head_length) : NULL;

	if (!found)
		return fault_set(fault, RC_UNAVAILABLE, "filetype",
		                 "libmagic cannot look at files: is its database there?");
	(void)snprintf(name, FILETYPE_NAME_SIZE, "%s", found);
	return RC_OK;
}

/* ---- structure ---- */

static bool begins(const struct filetype_sample *sample, const void *bytes, size_t length)
{
	return sample->head_length >= length && memcmp(sample->head, bytes, length) == 0;
}

/* Whether they stand at the end, with nothing behind them but bytes of those kinds. */
static bool ends(const struct filetype_sample *sample, const void *bytes, size_t length, const char *padding,
                 size_t padding_kinds)
{
	size_t end = sample->tail_length;

	while (end > 0 && memchr(padding, sample->tail[end - 1], padding_kinds))
		end--;
	return end >= length && memcmp(sample->tail + end - length, bytes, length) == 0;
}

static bool is_jpeg(const struct filetype_sample *sample)
{
	return begins(sample, "\xff\xd8\xff", 3) && ends(sample, "\xff\xd9", 2, "\0", 1);
}

static bool is_png(const struct filetype_sample *sample)
{
	return begins(sample, "\x89PNG\r\n\x1a\n", 8) && ends(sample, "\0\0\0\0IEND\xae\x42\x60\x82", 12, "", 0);
}

static bool is_pdf(const struct filetype_sample *sample)
{
	return begins(sample, "%PDF-", 5) && ends(sample, "%%EOF", 5, "\r\n \t\0", 5);
}

/* RIFF says how long it is. */
static bool is_webp(const struct filetype_sample *sample)
{
	const uint8_t *head = sample->head;
	int64_t length;

	if (sample->head_length < 16 || !begins(sample, "RIFF", 4) || memcmp(head + 8, "WEBP", 4) != 0)
		return false;
	length = head[4] | head[5] << 8 | head[6] << 16 | (int64_t)head[7] << 24;
	return length + 8 == sample->size || length + 9 == sample->size;
}

/* A box of its brands comes first. */
static bool is_heic(const struct filetype_sample *sample)
{
	const uint8_t *head = sample->head;
	int64_t length;

	if (sample->head_length < 16 || memcmp(head + 4, "ftyp", 4) != 0)
		return false;
	length = (int64_t)head[0] << 24 | head[1] << 16 | head[2] << 8 | head[3];
	return length >= 16 && length < sample->size;
}

bool filetype_is_whole(const char *name, const struct filetype_sample *sample)
{
	static const struct {
		const char *name;
		bool (*is_whole)(const struct filetype_sample *sample);
	} rows[] = {
		{"image/jpeg", is_jpeg}, {"image/png", is_png},       {"image/webp", is_webp},
		{"image/heic", is_heic}, {"application/pdf", is_pdf},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i].name, name) == 0)
			return rows[i].is_whole(sample);
	return false;
}
