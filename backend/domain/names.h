/*
 * names — the written form of every enum: the snake_case word used in JSON, in BSON and in the catalogue of texts.
 *
 * Promises: for an enum `tag` declared here with NAMES_DECLARE and defined with NAMES_DEFINE there are
 * tag_name(value), a constant word, and tag_parse(word, &value), which answers false for an unknown word and then
 * leaves the value alone. One table per enum, indexed by its values, so a word stands in one place.
 * Refuses: a value outside the enum is our own mistake and asserted.
 * Owns: nothing; all words are constants. Safe from any thread.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define NAMES_DECLARE(tag)                                                                                           \
	const char *tag##_name(enum tag value);                                                                      \
	bool tag##_parse(const char *word, enum tag *value)

/* Defines both from a table `static const char *const tag_names[]`. */
#define NAMES_DEFINE(tag)                                                                                            \
	const char *tag##_name(enum tag value)                                                                       \
	{                                                                                                            \
		return names_of(tag##_names, sizeof tag##_names / sizeof *tag##_names, (size_t)value);               \
	}                                                                                                            \
	bool tag##_parse(const char *word, enum tag *value)                                                          \
	{                                                                                                            \
		size_t found = names_find(tag##_names, sizeof tag##_names / sizeof *tag##_names, word);              \
		if (found == NAMES_NONE)                                                                             \
			return false;                                                                                \
		*value = (enum tag)found;                                                                            \
		return true;                                                                                         \
	}                                                                                                            \
	bool tag##_parse(const char *word, enum tag *value)

#define NAMES_NONE ((size_t)-1)

/* What the macros stand on. */
const char *names_of(const char *const *names, size_t count, size_t value);
size_t names_find(const char *const *names, size_t count, const char *word); /* the index, or NAMES_NONE */
