/*
 * person — who the customer is: the identity document and the fields of the identity check.
 *
 * Promises: brings a document number to its one written form, so that attempts and open sales are found by it, and
 * says of each field whether it can be right. Pure: today is an argument; safe from any thread.
 * Refuses: numbers of the wrong length or alphabet for their type; an issue date after today or before such documents
 * existed. Whether the person is who they say is for the bureau, not for this.
 * Source: process.md 3, "Applicant"; the document types on the screens; formats: Registraduría (CC, 6 to 10 digits),
 * Migración Colombia (CE, 6 or 7; PPT, up to 10 †), ICAO 9303 (passport, up to 9, national ones up to 12 †).
 */
#pragma once

#include "base/civil.h"
#include "domain/field.h"

enum document_type {
	DOCUMENT_CC,  /* cédula de ciudadanía */
	DOCUMENT_CE,  /* cédula de extranjería */
	DOCUMENT_PPT, /* permiso por protección temporal */
	DOCUMENT_PA,  /* pasaporte */
};

enum { DOCUMENT_TYPE_COUNT = DOCUMENT_PA + 1, DOCUMENT_NUMBER_SIZE = 16 };

NAMES_DECLARE(document_type); /* cc, ce, ppt, pa */

enum person_field {
	PERSON_FULL_NAME,
	PERSON_DOCUMENT_TYPE,
	PERSON_DOCUMENT_NUMBER,
	PERSON_PHONE,
	PERSON_ISSUE_DATE,
	PERSON_PLACE_OF_ISSUE,
	PERSON_BIRTHPLACE,
};

enum { PERSON_FIELD_COUNT = PERSON_BIRTHPLACE + 1 };

NAMES_DECLARE(person_field);

/* As typed or carried over; all borrowed, NULL or empty where missing. */
struct person {
	const char *full_name;
	const char *document_type; /* its name */
	const char *document_number;
	const char *phone;      /* E.164 */
	const char *issue_date; /* YYYY-MM-DD */
	const char *place_of_issue;
	const char *birthplace;
};

/* The number without dots, blanks and leading zeros (digits), or in capitals (passport). Untouched unless FIELD_OK.
 */
enum field_verdict person_normalise_number(enum document_type type, const char *text,
                                           char number[DOCUMENT_NUMBER_SIZE]);

/* One field each. */
enum field_verdict person_check_name(const char *text);  /* at least two words of letters, 5 to 120 characters */
enum field_verdict person_check_place(const char *text); /* 2 to 80 characters, letters first */
enum field_verdict person_check_issue_date(const char *text, struct civil_date today);

/* All of them: verdicts[f] for each field; answers how many are not FIELD_OK. */
int person_check(const struct person *person, struct civil_date today,
                 enum field_verdict verdicts[PERSON_FIELD_COUNT]);
