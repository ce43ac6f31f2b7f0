/*
 * line — what an accepted product is for: the number or the address it is put on.
 *
 * Promises: says of each purpose which facts it needs and whether they are right, whether two products of one sale
 * want the same line, and whether a product needs a SIM. Pure; safe from any thread.
 * Refuses: a number where there is none yet (a new line), a NIP where nothing is ported, a home product on a number.
 * Source: process.md 2, "this number, another number, a new line, a number ported from another operator (operator,
 * and its 5-digit NIP, which may follow until activation), or an address for home services".
 */
#pragma once

#include "domain/field.h"

#include <stdbool.h>

enum line_purpose {
	LINE_THIS_NUMBER,  /* the one of this call, already with our operator */
	LINE_OTHER_NUMBER, /* another one with our operator */
	LINE_NEW_LINE,     /* a number the operator gives */
	LINE_PORTED,       /* one of another operator's */
	LINE_HOME_ADDRESS, /* home services */
};

enum { LINE_PURPOSE_COUNT = LINE_HOME_ADDRESS + 1, LINE_NIP_DIGITS = 5 };

/* What a family of products is put on. */
enum line_kind {
	LINE_KIND_MOBILE,
	LINE_KIND_HOME,
};

/* When a product brings a SIM: a fact of the catalogue. */
enum line_sim {
	LINE_SIM_NEVER,
	LINE_SIM_NEW_NUMBER, /* for a new or a ported line */
	LINE_SIM_ALWAYS,
};

NAMES_DECLARE(line_purpose);
NAMES_DECLARE(line_kind);
NAMES_DECLARE(line_sim);

enum line_field {
	LINE_FIELD_PURPOSE,
	LINE_FIELD_NUMBER,
	LINE_FIELD_OPERATOR,
	LINE_FIELD_NIP,
	LINE_FIELD_ADDRESS,
	LINE_FIELD_CITY,
};

enum { LINE_FIELD_COUNT = LINE_FIELD_CITY + 1 };

NAMES_DECLARE(line_field);

/* All text borrowed; NULL or empty where missing. */
struct line {
	enum line_purpose purpose;
	const char *number;        /* E.164 */
	const char *operator_name; /* of whom it is ported from */
	const char *nip;
	const char *address;
	const char *city;
};

bool line_purpose_fits(enum line_purpose purpose, enum line_kind kind);

/*
 * verdicts[f] for each field; answers how many are not FIELD_OK. call_number is the number of the call, E.164: what
 * LINE_THIS_NUMBER must equal and LINE_OTHER_NUMBER must not. with_nip: the NIP may no longer be missing
 * (activation).
 */
int line_check(const struct line *line, enum line_kind kind, const char *call_number, bool with_nip,
               enum field_verdict verdicts[LINE_FIELD_COUNT]);

/* Whether two products of one kind would be put on the same number. */
bool line_conflicts(const struct line *left, const struct line *right);

bool line_needs_sim(enum line_purpose purpose, enum line_sim sim);
