/*
 * field — what may be said of one field a person typed; the codes that problem+json and the SPA's texts use.
 *
 * Promises: one enum for all forms, so that a screen has one text per code, and the few checks of text that all
 * fields share (UTF-8, length in characters, no control characters). Pure; safe from any thread.
 * Refuses: nothing by itself.
 */
#pragma once

#include "domain/names.h"

#include <stdbool.h>
#include <stddef.h>

enum field_verdict {
	FIELD_OK,
	FIELD_REQUIRED,      /* nothing there */
	FIELD_TOO_SHORT,     /* fewer characters than such a value has */
	FIELD_TOO_LONG,      /* more of them */
	FIELD_BAD_CHARACTER, /* a character such a value never has */
	FIELD_BAD_FORMAT,    /* right characters in the wrong form */
	FIELD_IN_FUTURE,     /* a date after today */
	FIELD_TOO_OLD,       /* a date before such a thing existed */
	FIELD_TOO_SMALL,     /* a number under its range */
	FIELD_TOO_LARGE,     /* a number over its range */
	FIELD_NOT_ALLOWED,   /* the field must stay empty here, or may not be pending */
	FIELD_DUPLICATE,     /* the same value stands elsewhere in the same form */
	FIELD_FOREIGN,       /* not a Colombian number */
	FIELD_UNKNOWN,       /* no such value in its list */
};

NAMES_DECLARE(field_verdict);

/* Characters (code points) of a UTF-8 text; NAMES_NONE when it is not UTF-8. */
size_t field_characters(const char *text);

/* A line of free text: UTF-8, no control characters, not only blanks, min to max characters. NULL is empty. */
enum field_verdict field_check_text(const char *text, size_t min, size_t max);
