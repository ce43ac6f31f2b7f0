/*
 * merge — the fields of a contract's clauses: {{full_name}} and the like.
 *
 * Promises: checks a template when a version is published, and renders a clause literally into the caller's buffer.
 * Pure; safe from any thread.
 * Refuses: a field outside the table, a brace that opens no field, a field without a value, a text that does not fit.
 * Owns: nothing.
 * Source: process.md 4, "each a statement or a question, with merge fields (name, document, services, prices ...)".
 */
#pragma once

#include "domain/names.h"

#include <stdbool.h>
#include <stddef.h>

enum merge_field {
	MERGE_FULL_NAME,
	MERGE_DOCUMENT_TYPE,
	MERGE_DOCUMENT_NUMBER,
	MERGE_PHONE,
	MERGE_SERVICES,    /* names of the products, with their lines */
	MERGE_PRICES,      /* their prices, in the same order */
	MERGE_TOTAL_PRICE, /* per month */
	MERGE_AGENT_NAME,
	MERGE_DATE,     /* of the reading */
	MERGE_OPERATOR, /* ours */
	MERGE_CONTRACT_VERSION,
};

enum { MERGE_FIELD_COUNT = MERGE_CONTRACT_VERSION + 1, MERGE_FIELD_NAME_MAX = 40 };

NAMES_DECLARE(merge_field);

enum merge_verdict {
	MERGE_OK,
	MERGE_UNKNOWN_FIELD,
	MERGE_UNCLOSED_FIELD, /* "{{" without its "}}" */
	MERGE_STRAY_BRACE,    /* "}}" without its "{{" */
	MERGE_MISSING_VALUE,
	MERGE_NO_ROOM,
};

NAMES_DECLARE(merge_verdict);

/* A part of a template: literal text, or a field. */
struct merge_piece {
	const char *text;
	size_t length; /* of literal text */
	bool is_field;
	enum merge_field field;
};

/* The piece that begins at *text, which moves past it; not at the end of the text. On refusal *text stays. */
enum merge_verdict merge_next(const char **text, struct merge_piece *piece);

/* Checks a template; on refusal *at is the byte at which the trouble starts. */
enum merge_verdict merge_check(const char *text, size_t *at);

/*
 * Renders the text with values[field] (NULL where there is none) into out, NUL-terminated; *length without the NUL.
 * out is unspecified unless MERGE_OK. Values are put in as they are: a brace in one opens no field.
 */
enum merge_verdict merge_render(const char *text, const char *const values[MERGE_FIELD_COUNT], char *out, size_t size,
                                size_t *length, size_t *at);
