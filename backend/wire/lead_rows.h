/*
 * lead_rows — a lead list's file, read as it streams in: CSV in, one lead a row out.
 *
 * Promises: takes pieces of any size in constant memory; UTF-8 (with or without BOM) or Latin-1, even mixed, decided
 * by value unless the format says Latin-1; comma, semicolon or tab and the meaning of each column, told by the format
 * or else guessed from the header line; quoted line breaks. Every row is given once: a lead, or a refusal with its
 * line and reason. Blank rows are passed over.
 * Refuses: a file without a header (RC_INVALID "header"), one of which no column is a phone ("no_phone_column"),
 * one in UTF-16 ("utf16"), one whose quotes do not close ("csv"); and a row whose fields pass 1 KiB each or 64
 * columns, as a refusal.
 * Owns: its parser until lead_rows_free(); a row's texts live until the callback returns.
 * Threads: one at a time.
 */
#pragma once

#include "base/fault.h"
#include "domain/lead.h"
#include "domain/phone.h"

#include <stddef.h>
#include <stdint.h>

enum { LEAD_PHONES_MAX = 4, LEAD_TEXT_SIZE = 161, LEAD_COLUMNS_MAX = 64 };

/* How a file is to be read. All zeros with is_given false: guess. */
struct lead_format {
	bool is_given;
	enum lead_encoding encoding;
	enum lead_delimiter delimiter;
	size_t columns_count; /* columns beyond these are not imported */
	enum lead_column columns[LEAD_COLUMNS_MAX];
};

struct lead_row {
	int64_t line;                             /* where the row begins, from 1; the header is 1 */
	const char *refusal;                      /* NULL: a lead; else why not, one of the words below, static */
	char phones[LEAD_PHONES_MAX][PHONE_SIZE]; /* E.164, the first is dialed first */
	size_t phones_count;
	char name[LEAD_TEXT_SIZE]; /* UTF-8, blanks folded; "" where the file has none */
	char city[LEAD_TEXT_SIZE];
};

/* Refusals: "phone_missing", "phone_scientific" (a spreadsheet's 3,00E+09), "phone_<verdict of domain/phone>",
 * "row_too_long". */

/* Another rc than RC_OK stops the reading and is returned by lead_rows_feed(). */
typedef enum rc lead_row_sink(void *context, const struct lead_row *row, struct fault *fault);

struct lead_rows;

/* format is copied; NULL: guess. */
struct lead_rows *lead_rows_new(const struct lead_format *format, lead_row_sink *sink, void *context);

/* Before the first byte: the sink will ask lead_rows_field(). Then a file without a phone column is read all the
 * same, each row refused as "phone_missing", so that a person may say which column it is. */
void lead_rows_keep_fields(struct lead_rows *rows);

/* The next bytes of the file. */
enum rc lead_rows_feed(struct lead_rows *rows, const void *bytes, size_t length, struct fault *fault) MUST_CHECK;

/* The file is over: its last row, if it has no line break. */
enum rc lead_rows_end(struct lead_rows *rows, struct fault *fault) MUST_CHECK;

/* Once the header was read: what is in force. The encoding is that of all values so far. */
struct lead_format lead_rows_format(const struct lead_rows *rows);
size_t lead_rows_titles(const struct lead_rows *rows);               /* how many columns the header has */
const char *lead_rows_title(const struct lead_rows *rows, size_t n); /* as the file has it, in UTF-8 */
bool lead_rows_has_bom(const struct lead_rows *rows);
bool lead_rows_has_phone(const struct lead_rows *rows); /* some column is one */

/* Within the sink: the row's fields as the file has them, in UTF-8. */
size_t lead_rows_fields(const struct lead_rows *rows);
const char *lead_rows_field(const struct lead_rows *rows, size_t n);

void lead_rows_free(struct lead_rows *rows);
