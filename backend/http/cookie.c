#include "http/cookie.h"

#include <assert.h>
#include <string.h>

static bool is_octet(char c)
{
	return c > 0x20 && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
}

/* Shrinks the value to what is within its quotes; false when it holds what no cookie may. */
static bool clean_value(const char **value, size_t *length)
{
	if (*length >= 2 && (*value)[0] == '"' && (*value)[*length - 1] == '"') {
		(*value)++;
		*length -= 2;
	}
	for (size_t i = 0; i < *length; i++)
		if (!is_octet((*value)[i]))
			return false;
	return true;
}

bool cookie_find(const char *header, const char *name, const char **value, size_t *length)
{
	size_t name_length = strlen(name), found_length = 0;
	const char *found = NULL;

	for (const char *at = header; *at;) {
		size_t pair;
		at += strspn(at, " \t;");
		pair = strcspn(at, ";");
		if (pair > name_length && strncmp(at, name, name_length) == 0 && at[name_length] == '=') {
			if (found)
				return false;
			found = at + name_length + 1;
			found_length = pair - name_length - 1;
			while (found_length > 0 && strchr(" \t", found[found_length - 1]))
				found_length--;
		}
		at += pair;
	}
	if (!found || !clean_value(&found, &found_length))
		return false;
	*value = found;
	*length = found_length;
	return true;
}

void cookie_write(struct buf *buf, const char *name, const char *value, int64_t max_age_s)
{
	assert(strncmp(name, "__Host-", 7) == 0);
	for (const char *c = value; *c; c++)
		assert(is_octet(*c));
	buf_text(buf, name);
	buf_char(buf, '=');
	buf_text(buf, value);
	buf_text(buf, "; Max-Age=");
	buf_int(buf, max_age_s);
	buf_text(buf, "; Path=/; Secure; HttpOnly; SameSite=Strict");
}
