/*
 * shape — field tables: how the members of a C struct are called and bounded in JSON and in BSON.
 *
 * Promises: one const table per struct serves json_in (every wrong field named at once), bson_out and bson_in. Names
 * are the same in both formats; only the id differs (`_id` in BSON, `id` in JSON, written so by json_out).
 * Refuses: nothing by itself; the tables are ours, so mistakes in them are asserted.
 * Owns: nothing; tables are constants. Safe from any thread.
 *
 * Members of the struct, by type:
 *   WIRE_TEXT, WIRE_DATE  const char *          NULL when absent
 *   WIRE_INT, WIRE_TIME   int64_t               WIRE_TIME: UTC ms, 0 when absent; a BSON date, a JSON integer
 *   WIRE_BOOL             bool
 *   WIRE_ID               struct id             all zeros when absent
 *   WIRE_ENUM             enum tag              0 when absent
 *   WIRE_OBJECT           the inner struct itself
 *   WIRE_OBJECTS          struct wire_list      of inner structs
 *   WIRE_TEXTS, WIRE_IDS  struct wire_list      of const char *, of struct id
 *   WIRE_INTS             struct wire_list      of int64_t
 */
#pragma once

#include "base/id.h"
#include "domain/field.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum wire_type {
	WIRE_TEXT,
	WIRE_INT,
	WIRE_BOOL,
	WIRE_ID,
	WIRE_ENUM,
	WIRE_DATE, /* YYYY-MM-DD, a text in both formats */
	WIRE_TIME,
	WIRE_OBJECT,
	WIRE_OBJECTS,
	WIRE_TEXTS,
	WIRE_IDS,
	WIRE_INTS,
};

enum {
	WIRE_TEXT_MAX = 1000, /* characters of a text whose field gives no max */
	WIRE_LIST_MAX = 100,  /* members of a list whose field gives no max */
};

#define WIRE_TIME_MAX INT64_C(253402300799999) /* the end of the year 9999 */

struct wire_list {
	size_t count;
	void *items; /* an array of what the field's type says; NULL when count is 0 */
};

/* Which fields were there (bit n: field n of the table), and which of those were null. */
struct wire_given {
	uint64_t set;
	uint64_t null;
};

/* The words of an enum; made by WIRE_WORDS(tag) from domain/names. */
struct wire_words {
	bool (*parse)(const char *word, int *value);
	const char *(*name)(int value);
};

struct wire_field {
	const char *name;
	enum wire_type type;
	size_t offset;
	bool required;
	bool nullable;    /* null is a value of its own: it empties the field */
	bool verbatim;    /* WIRE_TEXT: spaces around it count and line breaks may be in it (passwords, notes) */
	int64_t min, max; /* INT, TIME: bounds; TEXT: characters; lists: members. Both 0: the default bounds */
	enum field_verdict (*check)(const char *text); /* TEXT, DATE, members of TEXTS; NULL: none */
	const struct wire_words *words;                /* ENUM */
	const struct wire_shape *shape;                /* OBJECT, OBJECTS */
};

struct wire_shape {
	const struct wire_field *fields;
	size_t count; /* at most 64 */
	size_t size;  /* of the struct */
	bool has_given;
	size_t given_offset; /* of its struct wire_given, when has_given */
};

/* const struct wire_shape login_shape = WIRE_SHAPE(struct login, login_fields); */
#define WIRE_SHAPE(type_, fields_)                                                                                   \
	{                                                                                                            \
		.fields = (fields_), .count = sizeof(fields_) / sizeof *(fields_), .size = sizeof(type_)             \
	}

/* The same for a struct with a member `struct wire_given given`: needed where absent and empty differ (drafts). */
#define WIRE_SHAPE_GIVEN(type_, fields_, given_)                                                                     \
	{                                                                                                            \
		.fields = (fields_), .count = sizeof(fields_) / sizeof *(fields_), .size = sizeof(type_),            \
		.has_given = true, .given_offset = offsetof(type_, given_)                                           \
	}

/* Defines `static const struct wire_words tag_words` for an enum of domain/ that has names. */
#define WIRE_WORDS(tag)                                                                                              \
	static_assert(sizeof(enum tag) == sizeof(int), "an enum is stored as an int");                               \
	static bool tag##_of_word(const char *word, int *value)                                                      \
	{                                                                                                            \
		enum tag parsed;                                                                                     \
		if (!tag##_parse(word, &parsed))                                                                     \
			return false;                                                                                \
		*value = (int)parsed;                                                                                \
		return true;                                                                                         \
	}                                                                                                            \
	static const char *tag##_word(int value)                                                                     \
	{                                                                                                            \
		return tag##_name((enum tag)value);                                                                  \
	}                                                                                                            \
	static const struct wire_words tag##_words = {.parse = tag##_of_word, .name = tag##_word}

/* Whether the field of that name was in the input (and was not null, where null is allowed). */
bool wire_was_given(const struct wire_shape *shape, const void *record, const char *name);

/* The size of one member of a list field. */
size_t wire_item_size(const struct wire_field *field);

/* Where the field stands in the record. */
static inline void *wire_member(const struct wire_field *field, void *record)
{
	return (char *)record + field->offset;
}

static inline const void *wire_member_const(const struct wire_field *field, const void *record)
{
	return (const char *)record + field->offset;
}

/* The record's given mask, or NULL when its shape has none. */
struct wire_given *wire_given_of(const struct wire_shape *shape, void *record);
const struct wire_given *wire_given_of_const(const struct wire_shape *shape, const void *record);
