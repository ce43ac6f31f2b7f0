#include "wire/json_in.h"
#include "base/civil.h"

#include <jansson.h>
#include <string.h>

struct reader {
	struct arena *arena;
	struct fault *fault;
};

void wire_json_init(void)
{
	json_object_seed(0);
}

/* Nesting deeper than the ceiling, told before the parser takes memory. */
static bool is_too_deep(const char *bytes, size_t length)
{
	int depth = 0;
	bool in_text = false;

	for (size_t i = 0; i < length; i++) {
		if (in_text) {
			if (bytes[i] == '\\')
				i++;
			else if (bytes[i] == '"')
				in_text = false;
		} else if (bytes[i] == '"') {
			in_text = true;
		} else if (bytes[i] == '{' || bytes[i] == '[') {
			if (++depth > WIRE_JSON_DEPTH)
				return true;
		} else if (bytes[i] == '}' || bytes[i] == ']') {
			depth--;
		}
	}
	return false;
}

static const char *path_of(const struct reader *reader, const char *prefix, const char *name)
{
	return *prefix ? arena_printf(reader->arena, "%s.%s", prefix, name) : name;
}

static void wrong(const struct reader *reader, const char *path, const char *code)
{
	(void)fault_field(reader->fault, path, code);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *trimmed(const struct reader *reader, const char *text)
{
	size_t length;

	while (is_blank(*text))
		text++;
	length = strlen(text);
	while (length && is_blank(text[length - 1]))
		length--;
	return arena_strndup(reader->arena, text, length);
}

static bool has_control(const char *text, bool verbatim)
{
	for (; *text; text++) {
		if (verbatim && (*text == '\n' || *text == '\t'))
			continue;
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			return true;
	}
	return false;
}

static enum field_verdict judge_text(const struct wire_field *field, const char *text)
{
	size_t characters = field_characters(text);
	int64_t max = field->max ? field->max : WIRE_TEXT_MAX;

	if (field->type == WIRE_TEXT) {
		if (characters == 0 && field->min > 0)
			return FIELD_REQUIRED;
		if ((int64_t)characters < field->min)
			return FIELD_TOO_SHORT;
	}
	if ((int64_t)characters > max)
		return FIELD_TOO_LONG;
	if (has_control(text, field->verbatim))
		return FIELD_BAD_CHARACTER;
	return field->check ? field->check(text) : FIELD_OK;
}

static enum field_verdict judge_date(const struct wire_field *field, const char *text)
{
	struct civil_date date;

	if (!civil_date_parse(text, &date))
		return FIELD_BAD_FORMAT;
	return field->check ? field->check(text) : FIELD_OK;
}

static void read_text(const struct reader *reader, const struct wire_field *field, const char *path,
                      const json_t *value, void *member)
{
	enum field_verdict verdict;
	const char *text;

	if (!json_is_string(value)) {
		wrong(reader, path, "type");
		return;
	}
	text = field->verbatim ? arena_strdup(reader->arena, json_string_value(value))
	                       : trimmed(reader, json_string_value(value));
	verdict = field->type == WIRE_DATE ? judge_date(field, text) : judge_text(field, text);
	if (verdict != FIELD_OK)
		wrong(reader, path, field_verdict_name(verdict));
	else
		*(const char **)member = text;
}

static void read_int(const struct reader *reader, const struct wire_field *field, const char *path,
                     const json_t *value, int64_t *member)
{
	int64_t number = (int64_t)json_integer_value(value);
	bool bounded = field->min != 0 || field->max != 0;

	if (!json_is_integer(value))
		wrong(reader, path, "type");
	else if (bounded ? number < field->min : field->type == WIRE_TIME && number < 0)
		wrong(reader, path, field_verdict_name(FIELD_TOO_SMALL));
	else if (bounded ? number > field->max : field->type == WIRE_TIME && number > WIRE_TIME_MAX)
		wrong(reader, path, field_verdict_name(FIELD_TOO_LARGE));
	else
		*member = number;
}

static void read_enum(const struct reader *reader, const struct wire_field *field, const char *path,
                      const json_t *value, int *member)
{
	if (!json_is_string(value))
		wrong(reader, path, "type");
	else if (!field->words->parse(json_string_value(value), member))
		wrong(reader, path, field_verdict_name(FIELD_UNKNOWN));
}

static void read_id(const struct reader *reader, const char *path, const json_t *value, struct id *member)
{
	if (!json_is_string(value))
		wrong(reader, path, "type");
	else if (!id_parse(json_string_value(value), member))
		wrong(reader, path, field_verdict_name(FIELD_BAD_FORMAT));
}

static void read_object(const struct reader *reader, const struct wire_shape *shape, const char *prefix,
                        const json_t *object, void *record);

static void read_item(const struct reader *reader, const struct wire_field *field, const char *path,
                      const json_t *value, void *item)
{
	struct wire_field text = {.type = WIRE_TEXT, .min = 1, .verbatim = field->verbatim, .check = field->check};

	if (field->type == WIRE_TEXTS)
		read_text(reader, &text, path, value, item);
	else if (field->type == WIRE_IDS)
		read_id(reader, path, value, item);
	else if (field->type == WIRE_INTS)
		read_int(reader, &(const struct wire_field){.type = WIRE_INT}, path, value, item);
	else if (!json_is_object(value))
		wrong(reader, path, "type");
	else
		read_object(reader, field->shape, path, value, item);
}

static void read_list(const struct reader *reader, const struct wire_field *field, const char *path,
                      const json_t *value, struct wire_list *list)
{
	size_t count = json_array_size(value), size = wire_item_size(field);

	if (!json_is_array(value)) {
		wrong(reader, path, "type");
	} else if ((int64_t)count < field->min) {
		wrong(reader, path, field_verdict_name(count ? FIELD_TOO_SMALL : FIELD_REQUIRED));
	} else if ((int64_t)count > (field->max ? field->max : WIRE_LIST_MAX)) {
		wrong(reader, path, field_verdict_name(FIELD_TOO_LARGE));
	} else if (count) {
		list->items = arena_array(reader->arena, count, size);
		list->count = count;
		for (size_t i = 0; i < count; i++)
			read_item(reader, field, arena_printf(reader->arena, "%s[%zu]", path, i),
			          json_array_get(value, i), (char *)list->items + i * size);
	}
}

static void read_value(const struct reader *reader, const struct wire_field *field, const char *path,
                       const json_t *value, void *member)
{
	switch (field->type) {
	case WIRE_TEXT:
	case WIRE_DATE:
		read_text(reader, field, path, value, member);
		break;
	case WIRE_INT:
	case WIRE_TIME:
		read_int(reader, field, path, value, member);
		break;
	case WIRE_BOOL:
		if (json_is_boolean(value))
			*(bool *)member = json_is_true(value);
		else
			wrong(reader, path, "type");
		break;
	case WIRE_ID:
		read_id(reader, path, value, member);
		break;
	case WIRE_ENUM:
		read_enum(reader, field, path, value, member);
		break;
	case WIRE_OBJECT:
		if (json_is_object(value))
			read_object(reader, field->shape, path, value, member);
		else
			wrong(reader, path, "type");
		break;
	case WIRE_OBJECTS:
	case WIRE_TEXTS:
	case WIRE_IDS:
	case WIRE_INTS:
		read_list(reader, field, path, value, member);
		break;
	}
}

/* A name from outside may be long or odd: it is quoted only when it could be one of ours. */
static const char *foreign_name(const struct reader *reader, const char *name)
{
	size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return length && length <= 40 && !name[length] ? arena_strdup(reader->arena, name) : "?";
}

static void refuse_unexpected(const struct reader *reader, const struct wire_shape *shape, const char *prefix,
                              const json_t *object)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)object, name, value)
	{
		size_t i = 0;

		while (i < shape->count && strcmp(shape->fields[i].name, name) != 0)
			i++;
		if (i == shape->count)
			wrong(reader, path_of(reader, prefix, foreign_name(reader, name)), "unexpected");
	}
}

static void read_object(const struct reader *reader, const struct wire_shape *shape, const char *prefix,
                        const json_t *object, void *record)
{
	struct wire_given *given = wire_given_of(shape, record);

	assert(shape->count <= 64);
	for (size_t i = 0; i < shape->count; i++) {
		const struct wire_field *field = &shape->fields[i];
		const json_t *value = json_object_get(object, field->name);
		const char *path = path_of(reader, prefix, field->name);

		if (value && json_is_null(value) && field->nullable) {
			if (given) {
				given->set |= UINT64_C(1) << i;
				given->null |= UINT64_C(1) << i;
			}
			continue;
		}
		if (!value) {
			if (field->required)
				wrong(reader, path, field_verdict_name(FIELD_REQUIRED));
			continue;
		}
		if (given)
			given->set |= UINT64_C(1) << i;
		read_value(reader, field, path, value, wire_member(field, record));
	}
	refuse_unexpected(reader, shape, prefix, object);
}

static void release_json(void *object)
{
	json_decref(object);
}

static enum rc parse(const char *bytes, size_t length, json_t **root, struct fault *fault)
{
	json_error_t error;

	if (length > WIRE_JSON_MAX)
		return fault_set(fault, RC_TOO_LARGE, "too_large", "a JSON body has at most %d bytes", WIRE_JSON_MAX);
	if (is_too_deep(bytes, length))
		return fault_set(fault, RC_MALFORMED, "malformed", "JSON nested deeper than %d levels",
		                 WIRE_JSON_DEPTH);
	*root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &error);
	if (!*root)
		return fault_set(fault, RC_MALFORMED, "malformed", "not readable as JSON at line %d, column %d",
		                 error.line, error.column);
	return RC_OK;
}

enum rc wire_json_read(const char *bytes, size_t length, const struct wire_shape *shape, struct arena *arena,
                       void *record, struct fault *fault)
{
	struct reader reader = {.arena = arena, .fault = fault};
	void *read = arena_alloc(arena, shape->size);
	json_t *root;

	*fault = (struct fault){0};
	TRY(parse(bytes, length, &root, fault));
	arena_defer(arena, release_json, root);
	if (!json_is_object(root))
		return fault_set(fault, RC_MALFORMED, "malformed", "a JSON object is expected");
	read_object(&reader, shape, "", root, read);
	if (fault->rc != RC_OK)
		return fault->rc;
	memcpy(record, read, shape->size);
	return RC_OK;
}
