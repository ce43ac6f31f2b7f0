#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *buf_reserve(struct buf *buf, size_t length)
{
	size_t need, size;
	char *data;

	if (buf->overflowed || length >= buf->ceiling || buf->length > buf->ceiling - length) {
		buf->overflowed = true;
		return NULL;
	}
	need = buf->length + length + 1;
	if (need > buf->size) {
		size = buf->size ? buf->size : 256;
		while (size < need)
			size *= 2;
		data = realloc(buf->data, size);
		if (!data)
			abort();
		buf->data = data;
		buf->size = size;
	}
	return buf->data + buf->length;
}

void buf_append(struct buf *buf, const void *bytes, size_t length)
{
	char *room = buf_reserve(buf, length);

	if (!room)
		return;
	if (length)
		memcpy(room, bytes, length);
	buf->length += length;
	buf->data[buf->length] = '\0';
}

void buf_text(struct buf *buf, const char *text)
{
	buf_append(buf, text, strlen(text));
}

void buf_char(struct buf *buf, char c)
{
	buf_append(buf, &c, 1);
}

void buf_int(struct buf *buf, int64_t number)
{
	char digits[24];
	char *end = digits + sizeof digits, *p = end;
	uint64_t rest = number < 0 ? (uint64_t)0 - (uint64_t)number : (uint64_t)number;

	do
		*--p = (char)('0' + rest % 10);
	while ((rest /= 10) != 0);
	if (number < 0)
		*--p = '-';
	buf_append(buf, p, (size_t)(end - p));
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list args, again;
	int length;
	char *room;

	va_start(args, format);
	va_copy(again, args);
	length = vsnprintf(NULL, 0, format, args);
	room = length >= 0 ? buf_reserve(buf, (size_t)length) : NULL;
	if (room) {
		(void)vsnprintf(room, (size_t)length + 1, format, again);
		buf->length += (size_t)length;
	}
	va_end(again);
	va_end(args);
}

/* Length of the valid UTF-8 sequence at text, 0 when there is none. */
static size_t utf8_length(const unsigned char *text, size_t left)
{
	unsigned char lead = text[0];
	size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;

	if (lead < 0xc2 || lead > 0xf4 || left < length)
		return 0;
	for (size_t i = 1; i < length; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	if ((lead == 0xe0 && text[1] < 0xa0) || (lead == 0xed && text[1] > 0x9f) ||
	    (lead == 0xf0 && text[1] < 0x90) || (lead == 0xf4 && text[1] > 0x8f))
		return 0;
	return length;
}

static void json_escape(struct buf *buf, unsigned char c)
{
	static const char *const shorts[0x20] = {
		['\b'] = "\\b", ['\f'] = "\\f", ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t"};

	if (c == '"' || c == '\\')
		buf_append(buf, (const char[]){'\\', (char)c}, 2);
	else if (shorts[c])
		buf_text(buf, shorts[c]);
	else
		buf_printf(buf, "\\u%04x", c);
}

void buf_json_string(struct buf *buf, const char *text, size_t length)
{
	const unsigned char *bytes = (const unsigned char *)text;
	size_t plain = 0;

	buf_char(buf, '"');
	for (size_t i = 0; i < length;) {
		size_t step = 1;
		if (bytes[i] >= 0x20 && bytes[i] < 0x80 && bytes[i] != '"' && bytes[i] != '\\') {
			i++;
			continue;
		}
		if (bytes[i] >= 0x80 && (step = utf8_length(bytes + i, length - i)) != 0) {
			i += step;
			continue;
		}
		buf_append(buf, text + plain, i - plain);
		if (bytes[i] >= 0x80)
			buf_text(buf, "\xef\xbf\xbd");
		else
			json_escape(buf, bytes[i]);
		plain = ++i;
	}
	buf_append(buf, text + plain, length - plain);
	buf_char(buf, '"');
}

void buf_reset(struct buf *buf)
{
	buf->length = 0;
	buf->overflowed = false;
	if (buf->data)
		buf->data[0] = '\0';
}

void buf_free(struct buf *buf)
{
	free(buf->data);
	*buf = BUF_INIT(buf->ceiling);
}
