/*
 * lead_text — the bytes of a lead list's fields into clean UTF-8.
 *
 * Promises: what comes out is UTF-8 with blanks folded to one, none at the ends, and no control characters, whatever
 * went in; what does not fit is cut at a character. Pure; safe from any thread.
 * Refuses: nothing.
 * Owns: nothing.
 */
#pragma once

#include "domain/lead.h"

#include <stddef.h>

enum { LEAD_WORD_SIZE = 64 };

/* UTF-8 as RFC 3629 has it. */
bool lead_text_is_utf8(const unsigned char *text, size_t length);

/* Into out, at most size − 1 bytes and a NUL; answers how many. A text that is no UTF-8 is read as Latin-1. */
size_t lead_text_copy(char *out, size_t size, const unsigned char *text, size_t length, enum lead_encoding encoding);

/* A column's title as a word to be found: lower-case ASCII letters alone; accented vowels and ñ lose their sign. */
void lead_text_word(char out[LEAD_WORD_SIZE], const char *utf8);
