/*
 * lead_batches — a lead list's rows into `leads` and `lead_refusals`, a thousand at a time.
 *
 * Promises: a batch's leads, refusals, counts and event are one transaction, taken once: it holds only while the list
 * stands where the batch begins, so a job that is repeated or resumed, or two that race, import nothing twice. A
 * number that is excluded or asked not to be called is left out of its row, and the row with its last number; within
 * a campaign a number is one lead's. What is left out is kept with line and reason: "duplicate", "opted_out",
 * "excluded", or the row's own refusal.
 * Refuses: a batch that another run has done, or whose list is not importing any more (RC_CONFLICT "superseded").
 * Owns: nothing.
 * Threads: any.
 */
#pragma once

#include "store/lead_lists.h"

enum { LEAD_BATCH_MAX = 1000 };

/* Rows in the order of the file. */
struct lead_batch {
	const struct lead_list *list; /* imported_to is where the batch begins */
	const struct lead_row *rows;
	const uint8_t *excluded; /* bit n of [i]: the registry excludes phone n of row i; NULL: none */
	size_t count;
	int64_t read_bytes; /* of the file, up to about the last row */
	int64_t held_ms;    /* until then (real time) the terminal that runs this has the list; 0: no terminal */
	int64_t now_ms;
};
/* On RC_OK list->imported_to stands after the batch in the database, not in the struct. */
enum rc lead_list_import_batch(struct store *store, const struct lead_batch *batch, struct fault *fault) MUST_CHECK;

/* What was left out of a list, in the order of its lines: rows {line, reason} for conn_next(). */
mongoc_cursor_t *lead_refusals_find(struct conn *conn, const struct id *list_id);
