#include "http/etag.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

char *etag_format(int64_t version, char out[ETAG_SIZE])
{
	(void)snprintf(out, ETAG_SIZE, "\"%" PRId64 "\"", version);
	return out;
}

bool etag_parse(const char *text, int64_t *version)
{
	int64_t number = 0;

	if (*text++ != '"' || *text < '1' || *text > '9')
		return false;
	for (; *text >= '0' && *text <= '9'; text++)
		if (__builtin_mul_overflow(number, 10, &number) ||
		    __builtin_add_overflow(number, *text - '0', &number))
			return false;
	if (text[0] != '"' || text[1] != '\0')
		return false;
	*version = number;
	return true;
}

/* Reads one entity tag of a list; NULL when there is none. *length counts its quotes. */
static const char *next_tag(const char **at, size_t *length)
{
	const char *tag, *end;

	*at += strspn(*at, " \t,");
	if (strncmp(*at, "W/", 2) == 0)
		*at += 2;
	tag = *at;
	end = *tag == '"' ? strchr(tag + 1, '"') : NULL;
	if (!end)
		return NULL;
	*at = end + 1;
	*length = (size_t)(*at - tag);
	return tag;
}

bool etag_listed(const char *header, const char *tag)
{
	size_t length;

	if (strcmp(header, "*") == 0)
		return true;
	for (const char *listed; (listed = next_tag(&header, &length)) != NULL;)
		if (length == strlen(tag) && memcmp(listed, tag, length) == 0)
			return true;
	return false;
}
