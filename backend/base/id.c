#include "base/id.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

void id_init(void)
{
	if (sodium_init() < 0)
		abort();
}

struct id id_new(int64_t now_ms)
{
	struct id id;
	uint32_t seconds = (uint32_t)(now_ms / 1000);

	for (int i = 0; i < 4; i++)
		id.bytes[i] = (uint8_t)(seconds >> (24 - 8 * i));
	randombytes_buf(id.bytes + 4, ID_BYTES - 4);
	return id;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

bool id_parse(const char *text, struct id *id)
{
	struct id parsed;

	if (!text || strnlen(text, ID_HEX + 1) != ID_HEX)
		return false;
	for (int i = 0; i < ID_BYTES; i++) {
		int high = hex_value(text[2 * i]), low = hex_value(text[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		parsed.bytes[i] = (uint8_t)(high << 4 | low);
	}
	*id = parsed;
	return true;
}

char *id_format(const struct id *id, char out[ID_HEX + 1])
{
	return sodium_bin2hex(out, ID_HEX + 1, id->bytes, ID_BYTES);
}

bool id_equal(const struct id *a, const struct id *b)
{
	return memcmp(a->bytes, b->bytes, ID_BYTES) == 0;
}

bool id_is_none(const struct id *id)
{
	static const struct id none;

	return id_equal(id, &none);
}
