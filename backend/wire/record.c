/* Records into BSON and out of it; declared in wire/bson.h. */
#include "wire/bson.h"

#include <stdio.h>
#include <string.h>

static void write_list(bson_t *document, const char *key, const struct wire_field *field,
                       const struct wire_list *list)
{
	bson_t array, inner;
	char text[24];
	const char *index;

	if (field->type == WIRE_TEXTS) {
		wire_put_texts(document, key, list->items, list->count);
		return;
	}
	if (field->type == WIRE_IDS) {
		wire_put_ids(document, key, list->items, list->count);
		return;
	}
	bson_append_array_begin(document, key, -1, &array);
	for (size_t i = 0; i < list->count; i++) {
		(void)bson_uint32_to_string((uint32_t)i, &index, text, sizeof text);
		if (field->type == WIRE_INTS) {
			wire_put_int(&array, index, ((const int64_t *)list->items)[i]);
			continue;
		}
		bson_append_document_begin(&array, index, -1, &inner);
		wire_bson_write(&inner, "", field->shape, (const char *)list->items + i * field->shape->size);
		bson_append_document_end(&array, &inner);
	}
	bson_append_array_end(document, &array);
}

static void write_value(bson_t *document, const char *key, const struct wire_field *field, const void *member)
{
	bson_t inner;
	int number;

	switch (field->type) {
	case WIRE_TEXT:
	case WIRE_DATE:
		wire_put_text(document, key, *(const char *const *)member);
		break;
	case WIRE_INT:
		wire_put_int(document, key, *(const int64_t *)member);
		break;
	case WIRE_TIME:
		if (*(const int64_t *)member)
			wire_put_ms(document, key, *(const int64_t *)member);
		break;
	case WIRE_BOOL:
		wire_put_bool(document, key, *(const bool *)member);
		break;
	case WIRE_ID:
		if (!id_is_none(member))
			wire_put_id(document, key, member);
		break;
	case WIRE_ENUM:
		memcpy(&number, member, sizeof number);
		wire_put_text(document, key, field->words->name(number));
		break;
	case WIRE_OBJECT:
		bson_append_document_begin(document, key, -1, &inner);
		wire_bson_write(&inner, "", field->shape, member);
		bson_append_document_end(document, &inner);
		break;
	case WIRE_OBJECTS:
	case WIRE_TEXTS:
	case WIRE_IDS:
	case WIRE_INTS:
		write_list(document, key, field, member);
		break;
	}
}

void wire_bson_write(bson_t *document, const char *prefix, const struct wire_shape *shape, const void *record)
{
	const struct wire_given *given = wire_given_of_const(shape, record);
	char key[128];

	for (size_t i = 0; i < shape->count; i++) {
		const struct wire_field *field = &shape->fields[i];
		uint64_t bit = UINT64_C(1) << i;
		int length = snprintf(key, sizeof key, "%s%s", prefix, field->name);

		assert(length > 0 && (size_t)length < sizeof key);
		if (given && !(given->set & bit))
			continue;
		if (given && (given->null & bit))
			wire_put_null(document, key);
		else
			write_value(document, key, field, wire_member_const(field, record));
	}
}

static enum rc read_document(const bson_t *document, const struct wire_shape *shape, struct arena *arena,
                             void *record, struct fault *fault);

static enum rc odd(const struct wire_field *field, struct fault *fault)
{
	return fault_set(fault, RC_BROKEN, "stored_document", "a stored %s has another type than expected",
	                 field->name);
}

static enum rc read_scalar(const bson_iter_t *iter, const struct wire_field *field, struct arena *arena, void *member,
                           struct fault *fault)
{
	switch (field->type) {
	case WIRE_TEXT:
	case WIRE_DATE:
		if (!BSON_ITER_HOLDS_UTF8(iter))
			return odd(field, fault);
		*(const char **)member = arena_strdup(arena, bson_iter_utf8(iter, NULL));
		return RC_OK;
	case WIRE_INT:
		if (!BSON_ITER_HOLDS_INT(iter))
			return odd(field, fault);
		*(int64_t *)member = bson_iter_as_int64(iter);
		return RC_OK;
	case WIRE_TIME:
		if (!BSON_ITER_HOLDS_DATE_TIME(iter))
			return odd(field, fault);
		*(int64_t *)member = bson_iter_date_time(iter);
		return RC_OK;
	case WIRE_BOOL:
		if (!BSON_ITER_HOLDS_BOOL(iter))
			return odd(field, fault);
		*(bool *)member = bson_iter_bool(iter);
		return RC_OK;
	case WIRE_ID:
		if (!BSON_ITER_HOLDS_OID(iter))
			return odd(field, fault);
		memcpy(member, bson_iter_oid(iter)->bytes, ID_BYTES);
		return RC_OK;
	case WIRE_ENUM:
		if (!BSON_ITER_HOLDS_UTF8(iter) || !field->words->parse(bson_iter_utf8(iter, NULL), member))
			return odd(field, fault);
		return RC_OK;
	default:
		return odd(field, fault);
	}
}

static enum rc read_item(const bson_iter_t *iter, const struct wire_field *field, struct arena *arena, void *item,
                         struct fault *fault)
{
	struct wire_field scalar = {.name = field->name,
	                            .type = field->type == WIRE_IDS    ? WIRE_ID
	                                    : field->type == WIRE_INTS ? WIRE_INT
	                                                               : WIRE_TEXT};
	bson_t inner;

	if (field->type != WIRE_OBJECTS)
		return read_scalar(iter, &scalar, arena, item, fault);
	if (!BSON_ITER_HOLDS_DOCUMENT(iter) || !wire_bson_inner(iter, &inner))
		return odd(field, fault);
	return read_document(&inner, field->shape, arena, item, fault);
}

static enum rc read_list(const bson_iter_t *iter, const struct wire_field *field, struct arena *arena,
                         struct wire_list *list, struct fault *fault)
{
	size_t size = wire_item_size(field);
	bson_iter_t items;
	bson_t array;

	if (!BSON_ITER_HOLDS_ARRAY(iter) || !wire_bson_inner(iter, &array))
		return odd(field, fault);
	list->count = bson_count_keys(&array);
	if (!list->count)
		return RC_OK;
	list->items = arena_array(arena, list->count, size);
	if (!bson_iter_init(&items, &array))
		return odd(field, fault);
	for (size_t i = 0; i < list->count && bson_iter_next(&items); i++)
		TRY(read_item(&items, field, arena, (char *)list->items + i * size, fault));
	return RC_OK;
}

static enum rc read_value(const bson_iter_t *iter, const struct wire_field *field, struct arena *arena, void *member,
                          struct fault *fault)
{
	bson_t inner;

	switch (field->type) {
	case WIRE_OBJECT:
		if (!BSON_ITER_HOLDS_DOCUMENT(iter) || !wire_bson_inner(iter, &inner))
			return odd(field, fault);
		return read_document(&inner, field->shape, arena, member, fault);
	case WIRE_OBJECTS:
	case WIRE_TEXTS:
	case WIRE_IDS:
	case WIRE_INTS:
		return read_list(iter, field, arena, member, fault);
	default:
		return read_scalar(iter, field, arena, member, fault);
	}
}

static enum rc read_document(const bson_t *document, const struct wire_shape *shape, struct arena *arena,
                             void *record, struct fault *fault)
{
	struct wire_given *given = wire_given_of(shape, record);
	bson_iter_t iter;

	if (!bson_iter_init(&iter, document))
		return fault_set(fault, RC_BROKEN, "stored_document", "a stored document is corrupt");
	while (bson_iter_next(&iter)) {
		for (size_t i = 0; i < shape->count; i++) {
			const struct wire_field *field = &shape->fields[i];

			if (strcmp(field->name, bson_iter_key(&iter)) != 0)
				continue;
			if (given)
				given->set |= UINT64_C(1) << i;
			if (!BSON_ITER_HOLDS_NULL(&iter))
				TRY(read_value(&iter, field, arena, wire_member(field, record), fault));
			else if (given)
				given->null |= UINT64_C(1) << i;
			break;
		}
	}
	return RC_OK;
}

enum rc wire_bson_read(const bson_t *document, const struct wire_shape *shape, struct arena *arena, void *record,
                       struct fault *fault)
{
	void *read = arena_alloc(arena, shape->size);

	TRY(read_document(document, shape, arena, read, fault));
	memcpy(record, read, shape->size);
	return RC_OK;
}
