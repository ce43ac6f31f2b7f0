#include "wire/shape.h"

#include <string.h>

struct wire_given *wire_given_of(const struct wire_shape *shape, void *record)
{
	return shape->has_given ? (struct wire_given *)(void *)((char *)record + shape->given_offset) : NULL;
}

const struct wire_given *wire_given_of_const(const struct wire_shape *shape, const void *record)
{
	if (!shape->has_given)
		return NULL;
	return (const struct wire_given *)(const void *)((const char *)record + shape->given_offset);
}

bool wire_was_given(const struct wire_shape *shape, const void *record, const char *name)
{
	const struct wire_given *given = wire_given_of_const(shape, record);

	assert(given);
	for (size_t i = 0; i < shape->count; i++)
		if (strcmp(shape->fields[i].name, name) == 0)
			return (given->set & ~given->null) >> i & 1;
	assert(false && "the shape has such a field");
	return false;
}

size_t wire_item_size(const struct wire_field *field)
{
	switch (field->type) {
	case WIRE_OBJECTS:
		return field->shape->size;
	case WIRE_TEXTS:
		return sizeof(const char *);
	case WIRE_IDS:
		return sizeof(struct id);
	case WIRE_INTS:
		return sizeof(int64_t);
	default:
		assert(false && "a list field");
		return 0;
	}
}
