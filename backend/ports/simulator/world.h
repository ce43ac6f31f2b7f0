/*
 * world — what is true outside of us, on which the simulators must agree: the bureau sends a code, the customer reads
 * it out; the bureau asks questions, the customer knows the options.
 *
 * Promises: pure functions of (seed, document, attempt) and (seed, phone); the identity simulator and the customer's
 * voice call the same ones, so that nothing secret is stored or passed between them.
 * Refuses: nothing.
 * Owns: nothing. Safe from any thread.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
	WORLD_CODE_SIZE = 9,
	WORLD_CODE_DIGITS = 5, /* of this bureau */
	WORLD_OPTIONS = 4,
	WORLD_QUESTION_KINDS = 12,
};

/* The code the bureau sends in that attempt (1 to 3) of the person. Returns out. */
char *world_code(int64_t seed, const char *document_number, int64_t attempt, char out[WORLD_CODE_SIZE]);

/* The code the customer of that phone reads out: wrong as often as their behaviour says, else the bureau's. */
char *world_code_said(int64_t seed, const char *phone_e164, int64_t attempt, char out[WORLD_CODE_SIZE]);

/* Whether the bureaus know the phone: a code by SMS, else questions. */
bool world_bureau_knows(int64_t seed, const char *phone_e164);

/* The right option (1 to WORLD_OPTIONS) of the n-th question (from 1) of that attempt. */
int world_option(int64_t seed, const char *document_number, int64_t attempt, int question);

/* Which of WORLD_QUESTION_KINDS texts the n-th question is; the questions of an attempt differ. */
int world_question_kind(int64_t seed, const char *document_number, int64_t attempt, int question);
