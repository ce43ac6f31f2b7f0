/*
 * activation_entry — what a person enters who works in the operator's own program.
 *
 * Promises: says of each field of an entry whether it belongs to its step, and is there. The rules of order, tries
 * and history are domain/activation's, whoever does the work. Pure; safe from any thread. Refuses: a loaded service
 * without the operator's reference; states that no person can see (loading, reversed). Source: process.md 6, "Outside
 * systems": the result entered by hand, per service, with the operator's reference.
 */
#pragma once

#include "domain/activation.h"
#include "domain/field.h"

struct activation_entry {
	enum activation_step step; /* below ACTIVATION_DONE */
	const char *found_by;      /* of the line: phone or address; NULL: not given */
	const char *reference;     /* line, rate and service; NULL: not given */
	int64_t n;                 /* of the service, from 1; 0: not given */
	const char *state;         /* of the service, its word; NULL: not given */
};

enum activation_entry_field {
	ACTIVATION_ENTRY_BY,
	ACTIVATION_ENTRY_REFERENCE,
	ACTIVATION_ENTRY_N,
	ACTIVATION_ENTRY_STATE,
};

enum { ACTIVATION_ENTRY_FIELD_COUNT = ACTIVATION_ENTRY_STATE + 1 };

NAMES_DECLARE(activation_entry_field); /* by, reference, n, state */

/* All of them; answers how many are not FIELD_OK. */
int activation_entry_check(const struct activation_entry *entry,
                           enum field_verdict verdicts[ACTIVATION_ENTRY_FIELD_COUNT]);

/* What the operator said, in the words of domain/activation; only of an entry without a wrong field. */
enum activation_answer activation_entry_answer(const struct activation_entry *entry);
