#include "wire/bson.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* libbson refuses only a document beyond 2 GiB; no ceiling of ours lets one come near. */
static void must(bool appended)
{
	if (!appended)
		abort();
}

static bson_oid_t oid_of(const struct id *id)
{
	bson_oid_t oid;

	memcpy(oid.bytes, id->bytes, ID_BYTES);
	return oid;
}

static struct id id_of(const bson_oid_t *oid)
{
	struct id id;

	memcpy(id.bytes, oid->bytes, ID_BYTES);
	return id;
}

void wire_put_text(bson_t *document, const char *key, const char *text)
{
	if (text)
		must(bson_append_utf8(document, key, -1, text, -1));
}

void wire_put_int(bson_t *document, const char *key, int64_t number)
{
	must(bson_append_int64(document, key, -1, number));
}

void wire_put_bool(bson_t *document, const char *key, bool value)
{
	must(bson_append_bool(document, key, -1, value));
}

void wire_put_ms(bson_t *document, const char *key, int64_t at_ms)
{
	must(bson_append_date_time(document, key, -1, at_ms));
}

void wire_put_id(bson_t *document, const char *key, const struct id *id)
{
	bson_oid_t oid = oid_of(id);

	must(bson_append_oid(document, key, -1, &oid));
}

void wire_put_null(bson_t *document, const char *key)
{
	must(bson_append_null(document, key, -1));
}

void wire_put_document(bson_t *document, const char *key, const bson_t *inner)
{
	must(bson_append_document(document, key, -1, inner));
}

void wire_put_array(bson_t *document, const char *key, const bson_t *inner)
{
	must(bson_append_array(document, key, -1, inner));
}

void wire_put_binary(bson_t *document, const char *key, const void *bytes, size_t length)
{
	if (length > INT32_MAX)
		abort();
	must(bson_append_binary(document, key, -1, BSON_SUBTYPE_BINARY, bytes, (uint32_t)length));
}

/* The key of an array's member. */
static const char *index_key(size_t index, char text[24])
{
	const char *key;

	(void)bson_uint32_to_string((uint32_t)index, &key, text, 24);
	return key;
}

void wire_put_ids(bson_t *document, const char *key, const struct id *ids, size_t count)
{
	bson_t array;
	char text[24];

	must(bson_append_array_begin(document, key, -1, &array));
	for (size_t i = 0; i < count; i++)
		wire_put_id(&array, index_key(i, text), &ids[i]);
	must(bson_append_array_end(document, &array));
}

void wire_put_texts(bson_t *document, const char *key, const char *const *texts, size_t count)
{
	bson_t array;
	char text[24];

	must(bson_append_array_begin(document, key, -1, &array));
	for (size_t i = 0; i < count; i++)
		wire_put_text(&array, index_key(i, text), texts[i]);
	must(bson_append_array_end(document, &array));
}

void wire_put_in_texts(bson_t *filter, const char *key, const char *const *texts, size_t count)
{
	BSON(in);

	wire_put_texts(&in, "$in", texts, count);
	wire_put_document(filter, key, &in);
}

void wire_put_in_ids(bson_t *filter, const char *key, const struct id *ids, size_t count)
{
	BSON(in);

	wire_put_ids(&in, "$in", ids, count);
	wire_put_document(filter, key, &in);
}

void wire_put_op_ms(bson_t *filter, const char *key, const char *op, int64_t at_ms)
{
	BSON(condition);

	wire_put_ms(&condition, op, at_ms);
	wire_put_document(filter, key, &condition);
}

void wire_put_op_int(bson_t *filter, const char *key, const char *op, int64_t number)
{
	BSON(condition);

	wire_put_int(&condition, op, number);
	wire_put_document(filter, key, &condition);
}

static bool find(const bson_t *document, const char *path, bson_iter_t *found)
{
	bson_iter_t iter;

	return bson_iter_init(&iter, document) && bson_iter_find_descendant(&iter, path, found);
}

bool wire_has(const bson_t *document, const char *path)
{
	bson_iter_t iter;

	return find(document, path, &iter) && !BSON_ITER_HOLDS_NULL(&iter);
}

int64_t wire_get_int(const bson_t *document, const char *path, int64_t fallback)
{
	bson_iter_t iter;

	if (!find(document, path, &iter) || !BSON_ITER_HOLDS_NUMBER(&iter))
		return fallback;
	return bson_iter_as_int64(&iter);
}

bool wire_get_bool(const bson_t *document, const char *path, bool fallback)
{
	bson_iter_t iter;

	return find(document, path, &iter) && BSON_ITER_HOLDS_BOOL(&iter) ? bson_iter_bool(&iter) : fallback;
}

int64_t wire_get_ms(const bson_t *document, const char *path, int64_t fallback)
{
	bson_iter_t iter;

	return find(document, path, &iter) && BSON_ITER_HOLDS_DATE_TIME(&iter) ? bson_iter_date_time(&iter)
	                                                                       : fallback;
}

struct id wire_get_id(const bson_t *document, const char *path)
{
	bson_iter_t iter;

	if (!find(document, path, &iter) || !BSON_ITER_HOLDS_OID(&iter))
		return (struct id){0};
	return id_of(bson_iter_oid(&iter));
}

const char *wire_get_text(const bson_t *document, const char *path)
{
	bson_iter_t iter;

	return find(document, path, &iter) && BSON_ITER_HOLDS_UTF8(&iter) ? bson_iter_utf8(&iter, NULL) : NULL;
}

bool wire_bson_inner(const bson_iter_t *iter, bson_t *inner)
{
	const uint8_t *bytes;
	uint32_t length;

	if (BSON_ITER_HOLDS_DOCUMENT(iter))
		bson_iter_document(iter, &length, &bytes);
	else if (BSON_ITER_HOLDS_ARRAY(iter))
		bson_iter_array(iter, &length, &bytes);
	else
		return false;
	return bson_init_static(inner, bytes, length);
}

bool wire_get_document(const bson_t *document, const char *path, bson_t *inner)
{
	bson_iter_t iter;

	return find(document, path, &iter) && wire_bson_inner(&iter, inner);
}

const uint8_t *wire_get_binary(const bson_t *document, const char *path, size_t *length)
{
	bson_iter_t iter;
	const uint8_t *bytes = NULL;
	uint32_t size = 0;

	if (!find(document, path, &iter) || !BSON_ITER_HOLDS_BINARY(&iter))
		return NULL;
	bson_iter_binary(&iter, NULL, &size, &bytes);
	*length = size;
	return bytes;
}

static void release_bson(void *document)
{
	bson_destroy(document);
}

const char *wire_keep_text(const bson_t *document, const char *path, struct arena *arena)
{
	const char *text = wire_get_text(document, path);

	return text ? arena_strdup(arena, text) : NULL;
}

bson_t *wire_bson_keep(struct arena *arena, const bson_t *document)
{
	bson_t *copy = bson_copy(document);

	arena_defer(arena, release_bson, copy);
	return copy;
}
