/*
 * phone — Colombian telephone numbers.
 *
 * Promises: turns what people and spreadsheets write into E.164 (+57 and ten digits), or says why not; knows mobile
 * numbers (3...) from landlines (60x...) and the demo range. A landline in the numbering before September 2021
 * (area digit and seven digits) is brought to today's. Pure; safe from any thread.
 * Refuses: short and service numbers, extensions, foreign numbers, and ten digits of no Colombian range.
 * Source: rules-co.md, "300 000 0000-0999 is the demo range"; process.md 1, "normalises phones to E.164 (+57)";
 * CRC Resolución 5967 de 2020 for the ten-digit plan.
 */
#pragma once

#include "domain/field.h"

#include <stdbool.h>

enum { PHONE_SIZE = 14 }; /* "+573000000101" and its NUL */

/*
 * Writes the number as E.164. FIELD_REQUIRED when there is no digit, FIELD_BAD_CHARACTER for what is no part of a
 * number, FIELD_TOO_SHORT and FIELD_TOO_LONG, FIELD_FOREIGN for another country's code, FIELD_BAD_FORMAT for ten
 * digits that are no number here. e164 stays untouched unless FIELD_OK.
 */
enum field_verdict phone_normalise(const char *text, char e164[PHONE_SIZE]);

/* These take E.164 as phone_normalise() writes it; phone_is_valid() takes anything, NULL too. */
bool phone_is_valid(const char *e164);
bool phone_is_mobile(const char *e164);
bool phone_is_demo(const char *e164);         /* +57 300 000 0000 to 0999: no real adapter may dial it */
const char *phone_national(const char *e164); /* the ten digits, inside e164 */
