/*
 * courier_rows — a courier's file: which SIM left with which number, and what became of it.
 *
 * Promises: reads what spreadsheets and couriers write (encodings, delimiters, quotes: wire/lead_rows.h), finds the
 * columns by their titles in any order, and gives every row once: a report, or a refusal with its line and why. A row
 * with a tracking number and no result is under way.
 * Refuses: a file that names neither sale nor tracking number (RC_INVALID "courier_columns").
 * Owns: nothing; a row's texts live until the sink returns. Threads: any.
 */
#pragma once

#include "base/fault.h"
#include "domain/dispatch.h"

#include <stddef.h>

struct courier_row {
	int64_t line;        /* from 1; the header is 1 */
	const char *refusal; /* NULL: a report; else "row_too_long", "result_unknown", "no_result", "row_unnamed" */
	const char *sale_number, *tracking; /* NULL: none; one of them is there */
	enum dispatch_result result;
	bool has_reason;
	enum dispatch_return_reason reason; /* of a return: "other", with the file's word as the note, if unknown */
	const char *note;
};

/* Another rc than RC_OK ends the reading and is returned. */
typedef enum rc courier_row_sink(void *context, const struct courier_row *row, struct fault *fault);

enum rc courier_rows_read(const void *bytes, size_t length, courier_row_sink *sink, void *context,
                          struct fault *fault) MUST_CHECK;
