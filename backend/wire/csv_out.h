/*
 * csv_out — tables for spreadsheets.
 *
 * Promises: cells with delimiters, quotes or line breaks are quoted (RFC 4180); a text that a spreadsheet would run
 * as a formula (= + − @ at its beginning) gets an apostrophe before it, so that a customer's name cannot act on the
 * computer of whoever opens the file. Numbers are written by csv_number() as they are. Lines end in CR LF.
 * Refuses: nothing.
 * Owns: nothing; writes into the caller's buffer.
 * Threads: any.
 */
#pragma once

#include "base/buf.h"

#include <stdbool.h>

/* U+FEFF as a file's first character, by which spreadsheets know UTF-8. */
#define CSV_BOM "\xef\xbb\xbf"

struct csv_out {
	struct buf *buf;
	char delimiter; /* ',', ';' or '\t' */
	bool in_row;
};

void csv_text(struct csv_out *out, const char *text);
void csv_number(struct csv_out *out, int64_t number);
void csv_end_row(struct csv_out *out);
