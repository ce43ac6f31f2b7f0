/*
 * lead_rows — a lead list's file, read as it streams in: CSV in, one lead a row out.
 *
 * Promises: takes pieces of any size in constant memory; UTF-8 (with or without BOM) or Latin-1, even mixed, decided
 * by value; comma, semicolon or tab, decided by the header line; any order of columns, found by the header's words;
 * quoted line breaks. Every row is given once: a lead, or a refusal with its line and reason.
 * Refuses: a file without a header that names a phone column, or whose header is longer than 8 KiB (RC_INVALID,
 * code "header"), and a row whose fields pass 1 KiB each or 64 columns (as a refusal).
 * Owns: its parser until lead_rows_free(); a row's texts live until the callback returns.
 * Threads: one at a time.
 */
#pragma once

#include "base/fault.h"
#include "domain/phone.h"

#include <stddef.h>
#include <stdint.h>

enum { LEAD_PHONES_MAX = 4, LEAD_TEXT_SIZE = 161 };

struct lead_row {
	int64_t line;                             /* where the row begins, from 1; the header is 1 */
	const char *refusal;                      /* NULL: a lead; else why not, one of the words below, static */
	char phones[LEAD_PHONES_MAX][PHONE_SIZE]; /* E.164, the first is dialed first */
	size_t phones_count;
	char name[LEAD_TEXT_SIZE]; /* UTF-8, blanks folded; "" where the file has none */
	char city[LEAD_TEXT_SIZE];
};

/* Refusals: "phone_missing", "phone_<verdict of domain/phone>", "row_too_long". */

/* Another rc than RC_OK stops the reading and is returned by lead_rows_feed(). */
typedef enum rc lead_row_sink(void *context, const struct lead_row *row, struct fault *fault);

struct lead_rows;

struct lead_rows *lead_rows_new(lead_row_sink *sink, void *context);

/* The next bytes of the file. */
enum rc lead_rows_feed(struct lead_rows *rows, const void *bytes, size_t length, struct fault *fault) MUST_CHECK;

/* The file is over: its last row, if it has no line break. */
enum rc lead_rows_end(struct lead_rows *rows, struct fault *fault) MUST_CHECK;

void lead_rows_free(struct lead_rows *rows);
