/*
 * correction — what the back office puts right itself, and what proves it.
 *
 * Promises: one table of fields and the papers that prove them. Pure; safe from any thread.
 * Refuses: every other field (the agent is asked), a paper that does not show the field, one that is not on file.
 * Source: process.md 6: "What a document on file proves (place of issue, birthplace) and the other-operator value
 * back office corrects itself, with the document as the reason."
 */
#pragma once

#include "domain/document.h"
#include "domain/names.h"
#include "domain/sale_form.h"

enum correction_verdict {
	CORRECTION_ALLOWED,
	CORRECTION_NOT_CORRECTABLE, /* the agent is asked */
	CORRECTION_NOT_PROVED,      /* such a paper does not show the field */
	CORRECTION_NOT_ON_FILE,     /* it is missing, or was refused */
};

enum { CORRECTION_VERDICT_COUNT = CORRECTION_NOT_ON_FILE + 1 };

NAMES_DECLARE(correction_verdict);

enum correction_verdict correction_ask(enum sale_field field, enum document_kind proof, enum document_state on_file);
