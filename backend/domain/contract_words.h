/*
 * contract_words — values as they are read aloud in a contract: es-CO, with non-breaking blanks inside.
 *
 * Promises: money, dates, documents and telephone numbers in the one written form that the screens use too:
 * "$ 64.900", "24 de noviembre de 2026", "1.000.000.101", "300 000 0101". Pure; safe from any thread.
 * Refuses: nothing; a number it cannot group is written as it is.
 * Owns: nothing; all write into the caller's buffer and return it.
 * Source: design/README, "Writing (es-CO)"; process.md 4, merge fields.
 */
#pragma once

#include "base/civil.h"
#include "domain/person.h"

#include <stdint.h>

enum { CONTRACT_WORD_SIZE = 64 };

char *contract_words_cop(int64_t pesos, char out[CONTRACT_WORD_SIZE]);
char *contract_words_date(struct civil_date date, char out[CONTRACT_WORD_SIZE]);
char *contract_words_document_number(enum document_type type, const char *number, char out[CONTRACT_WORD_SIZE]);
char *contract_words_phone(const char *e164, char out[CONTRACT_WORD_SIZE]);

/* "cédula de ciudadanía"; a constant. */
const char *contract_words_document_type(enum document_type type);
