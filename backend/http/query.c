#include "http/query.h"

#include <string.h>

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Decodes up to one of the `ends` characters; NULL when an escape is broken or a control character comes out. */
static const char *decode(const char **at, const char *ends, struct arena *arena)
{
	size_t length = strcspn(*at, ends);
	const char *from = *at, *stop = *at + length;
	char *decoded = arena_alloc(arena, length + 1), *to = decoded;

	while (from < stop) {
		int c = *from++;
		if (c == '+')
			c = ' ';
		if (c == '%') {
			int high = from < stop ? hex_value(from[0]) : -1;
			int low = stop - from > 1 ? hex_value(from[1]) : -1;
			if (high < 0 || low < 0)
				return NULL;
			c = high << 4 | low;
			from += 2;
		}
		if ((c >= 0 && c < 0x20) || c == 0x7f)
			return NULL;
		*to++ = (char)c;
	}
	*to = '\0';
	*at = stop;
	return decoded;
}

static bool add_pair(struct query *query, const char **at, struct arena *arena)
{
	struct query_pair pair = {.name = decode(at, "=&", arena), .value = ""};

	if (!pair.name)
		return false;
	if (**at == '=') {
		(*at)++;
		pair.value = decode(at, "&", arena);
	}
	if (!pair.value || query->count == QUERY_PAIRS_MAX)
		return false;
	query->pairs[query->count++] = pair;
	return true;
}

bool query_parse(const char *text, struct arena *arena, struct query *query)
{
	*query = (struct query){0};
	while (*text) {
		if (*text == '&') {
			text++;
			continue;
		}
		if (!add_pair(query, &text, arena)) {
			query->count = 0;
			return false;
		}
	}
	return true;
}

const char *query_find(const struct query *query, const char *name)
{
	for (size_t i = 0; i < query->count; i++)
		if (strcmp(query->pairs[i].name, name) == 0)
			return query->pairs[i].value;
	return NULL;
}

static bool is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
	       c == '_' || c == '~';
}

void query_escape(struct buf *buf, const char *text)
{
	for (; *text; text++) {
		if (is_unreserved(*text))
			buf_char(buf, *text);
		else
			buf_printf(buf, "%%%02X", (unsigned char)*text);
	}
}
