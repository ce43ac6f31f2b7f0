#include "wire/json_out.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* BSON element types that a reply may hold; see bsonspec.org. */
enum {
	TYPE_DOUBLE = 0x01,
	TYPE_TEXT = 0x02,
	TYPE_DOCUMENT = 0x03,
	TYPE_ARRAY = 0x04,
	TYPE_BINARY = 0x05,
	TYPE_ID = 0x07,
	TYPE_BOOL = 0x08,
	TYPE_DATE = 0x09,
	TYPE_NULL = 0x0a,
	TYPE_REGEX = 0x0b,
	TYPE_INT32 = 0x10,
	TYPE_TIMESTAMP = 0x11,
	TYPE_INT64 = 0x12,
	TYPE_DECIMAL = 0x13,
	TYPE_MIN_KEY = 0xff,
	TYPE_MAX_KEY = 0x7f,
};

enum { DOCUMENT_MIN = 5, ID_SIZE = 12, DECIMAL_SIZE = 16 };

struct element {
	uint8_t type;
	const char *key;
	size_t key_length;
	const uint8_t *value;
	size_t size; /* of the value */
};

static uint32_t read_u32(const uint8_t *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static int64_t read_i64(const uint8_t *at)
{
	return (int64_t)((uint64_t)read_u32(at) | (uint64_t)read_u32(at + 4) << 32);
}

/* The size of a value whose first four bytes count some of it; extra is what they leave out. False: beyond left. */
static bool counted_size(const uint8_t *value, size_t left, size_t extra, size_t *size)
{
	if (left < 4)
		return false;
	*size = (size_t)read_u32(value) + extra;
	return *size <= left;
}

static bool regex_size(const uint8_t *value, size_t left, size_t *size)
{
	const uint8_t *pattern_end = memchr(value, 0, left);
	const uint8_t *end;

	if (!pattern_end)
		return false;
	end = memchr(pattern_end + 1, 0, left - (size_t)(pattern_end + 1 - value));
	if (!end)
		return false;
	*size = (size_t)(end + 1 - value);
	return true;
}

static bool fixed_size(size_t wanted, size_t left, size_t *size)
{
	*size = wanted;
	return wanted <= left;
}

static bool value_size(uint8_t type, const uint8_t *value, size_t left, size_t *size)
{
	switch (type) {
	case TYPE_DOUBLE:
	case TYPE_DATE:
	case TYPE_TIMESTAMP:
	case TYPE_INT64:
		return fixed_size(8, left, size);
	case TYPE_TEXT:
		return counted_size(value, left, 4, size) && *size >= 5 && value[*size - 1] == 0;
	case TYPE_DOCUMENT:
	case TYPE_ARRAY:
		return counted_size(value, left, 0, size) && *size >= DOCUMENT_MIN && value[*size - 1] == 0;
	case TYPE_BINARY:
		return counted_size(value, left, 5, size);
	case TYPE_ID:
		return fixed_size(ID_SIZE, left, size);
	case TYPE_BOOL:
		return fixed_size(1, left, size);
	case TYPE_NULL:
	case TYPE_MIN_KEY:
	case TYPE_MAX_KEY:
		return fixed_size(0, left, size);
	case TYPE_REGEX:
		return regex_size(value, left, size);
	case TYPE_INT32:
		return fixed_size(4, left, size);
	case TYPE_DECIMAL:
		return fixed_size(DECIMAL_SIZE, left, size);
	default:
		return false;
	}
}

/* The element at *at; false when it does not end before end. */
static bool next_element(const uint8_t **at, const uint8_t *end, struct element *element)
{
	const uint8_t *key = *at + 1;
	const uint8_t *key_end = key < end ? memchr(key, 0, (size_t)(end - key)) : NULL;

	if (!key_end)
		return false;
	element->type = **at;
	element->key = (const char *)key;
	element->key_length = (size_t)(key_end - key);
	element->value = key_end + 1;
	if (!value_size(element->type, element->value, (size_t)(end - element->value), &element->size))
		return false;
	*at = element->value + element->size;
	return true;
}

static bool is_listed(const char *const *names, const struct element *element)
{
	for (; names && *names; names++)
		if (strcmp(*names, element->key) == 0)
			return true;
	return false;
}

static bool is_shown(uint8_t type)
{
	switch (type) {
	case TYPE_DOUBLE:
	case TYPE_TEXT:
	case TYPE_DOCUMENT:
	case TYPE_ARRAY:
	case TYPE_ID:
	case TYPE_BOOL:
	case TYPE_DATE:
	case TYPE_NULL:
	case TYPE_INT32:
	case TYPE_INT64:
		return true;
	default:
		return false;
	}
}

static void write_id(struct buf *out, const uint8_t *bytes)
{
	static const char digits[] = "0123456789abcdef";
	char text[2 * ID_SIZE + 2];

	text[0] = text[sizeof text - 1] = '"';
	for (size_t i = 0; i < ID_SIZE; i++) {
		text[1 + 2 * i] = digits[bytes[i] >> 4];
		text[2 + 2 * i] = digits[bytes[i] & 15];
	}
	buf_append(out, text, sizeof text);
}

static void write_double(struct buf *out, const uint8_t *bytes)
{
	int64_t bits = read_i64(bytes);
	double number, again;
	char text[32];

	memcpy(&number, &bits, sizeof number);
	if (!isfinite(number)) {
		buf_text(out, "null");
		return;
	}
	(void)snprintf(text, sizeof text, "%.15g", number);
	if (sscanf(text, "%lf", &again) != 1 || memcmp(&again, &number, sizeof number) != 0)
		(void)snprintf(text, sizeof text, "%.17g", number);
	buf_text(out, text);
}

/* All characters but the last four as dots; a text of four or less wholly. */
static void write_masked(struct buf *out, const char *text, size_t length)
{
	enum { SHOWN = 4 };
	BUF(masked, 4 * length + 1);
	size_t characters = 0, n = 0;

	for (size_t i = 0; i < length; i++)
		characters += ((uint8_t)text[i] & 0xc0) != 0x80;
	for (size_t i = 0; i < length; i++) {
		bool starts = ((uint8_t)text[i] & 0xc0) != 0x80;

		n += starts;
		if (characters > SHOWN && n + SHOWN > characters)
			buf_char(&masked, text[i]);
		else if (starts)
			buf_text(&masked, "\xe2\x80\xa2");
	}
	buf_json_string(out, masked.length ? masked.data : "", masked.length);
}

static bool write_members(struct buf *out, const uint8_t *bytes, size_t size, const struct wire_view *view, int depth,
                          bool *first);
static bool write_items(struct buf *out, const uint8_t *bytes, size_t size, const struct wire_view *view, int depth);

static bool write_value(struct buf *out, const struct element *element, const struct wire_view *view, int depth)
{
	bool first = true, ok;

	switch (element->type) {
	case TYPE_DOUBLE:
		write_double(out, element->value);
		return true;
	case TYPE_TEXT:
		if (view && is_listed(view->masked, element))
			write_masked(out, (const char *)element->value + 4, element->size - 5);
		else
			buf_json_string(out, (const char *)element->value + 4, element->size - 5);
		return true;
	case TYPE_DOCUMENT:
		buf_char(out, '{');
		ok = write_members(out, element->value, element->size, view, depth + 1, &first);
		buf_char(out, '}');
		return ok;
	case TYPE_ARRAY:
		buf_char(out, '[');
		ok = write_items(out, element->value, element->size, view, depth + 1);
		buf_char(out, ']');
		return ok;
	case TYPE_ID:
		write_id(out, element->value);
		return true;
	case TYPE_BOOL:
		buf_text(out, *element->value ? "true" : "false");
		return true;
	case TYPE_INT32:
		buf_int(out, (int32_t)read_u32(element->value));
		return true;
	case TYPE_DATE:
	case TYPE_INT64:
		buf_int(out, read_i64(element->value));
		return true;
	default:
		buf_text(out, "null");
		return true;
	}
}

static bool is_too_deep(const struct element *element, int depth)
{
	return (element->type == TYPE_DOCUMENT || element->type == TYPE_ARRAY) && depth >= WIRE_OUT_DEPTH;
}

static void write_key(struct buf *out, const struct element *element)
{
	if (strcmp(element->key, "_id") == 0)
		buf_text(out, "\"id\"");
	else
		buf_json_string(out, element->key, element->key_length);
	buf_char(out, ':');
}

static bool write_members(struct buf *out, const uint8_t *bytes, size_t size, const struct wire_view *view, int depth,
                          bool *first)
{
	const uint8_t *at = bytes + 4, *end = bytes + size - 1;
	struct element element;

	while (at < end) {
		if (!next_element(&at, end, &element))
			return false;
		if (!is_shown(element.type) || is_too_deep(&element, depth) ||
		    (view && is_listed(view->hidden, &element)))
			continue;
		if (!*first)
			buf_char(out, ',');
		*first = false;
		write_key(out, &element);
		if (!write_value(out, &element, view, depth))
			return false;
	}
	return true;
}

static bool write_items(struct buf *out, const uint8_t *bytes, size_t size, const struct wire_view *view, int depth)
{
	const uint8_t *at = bytes + 4, *end = bytes + size - 1;
	struct element element;

	for (bool first = true; at < end; first = false) {
		if (!next_element(&at, end, &element))
			return false;
		if (!first)
			buf_char(out, ',');
		if (is_too_deep(&element, depth))
			buf_text(out, "null");
		else if (!write_value(out, &element, view, depth))
			return false;
	}
	return true;
}

bool wire_json_members(struct buf *out, const bson_t *document, const struct wire_view *view, bool *first)
{
	const uint8_t *bytes = bson_get_data(document);

	if (document->len < DOCUMENT_MIN || read_u32(bytes) != document->len || bytes[document->len - 1] != 0)
		return false;
	return write_members(out, bytes, document->len, view, 0, first);
}

bool wire_json_document(struct buf *out, const bson_t *document, const struct wire_view *view)
{
	bool first = true, ok;

	buf_char(out, '{');
	ok = wire_json_members(out, document, view, &first);
	buf_char(out, '}');
	return ok;
}

bool wire_json_value(struct buf *out, const bson_iter_t *iter, const struct wire_view *view)
{
	const uint8_t *at = iter->raw + iter->off;
	struct element element;

	if (!next_element(&at, iter->raw + iter->len, &element))
		return false;
	return write_value(out, &element, view, 0);
}
