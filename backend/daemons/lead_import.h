/*
 * lead_import — a lead list's file into leads, batch by batch; what cierre-jobs does and `cierre-admin leads import`
 * does by itself.
 *
 * Promises: constant memory whatever the file's size; a run that is repeated, resumed after a crash, or raced by
 * another imports no row twice (store/lead_batches); one whose list is cancelled stops at its next batch. The
 * registry is asked here and again when the number is dialed: where it does not answer now the lead is taken, and the
 * gate blocks it until there is an answer. What was left out is made a file of its own (daemons/lead_refused_file).
 * Refuses: a file without a phone column or that is no CSV: the list ends as failed with the code.
 * Owns: nothing.
 * Threads: one per list.
 */
#pragma once

#include "base/clock.h"
#include "base/config.h"
#include "store/blob.h"
#include "store/lead_lists.h"

#include <stdatomic.h>

enum { LEAD_IMPORT_HOLD_MS = 30000 }; /* how long a terminal that died keeps a list from the daemon */

struct lead_import {
	struct store *store;
	const struct blob_vault *vault;
	const struct config *config;
	const struct clock *clock;
	bool is_terminal;         /* holds the list while it runs, so that no daemon works beside it */
	const _Atomic bool *stop; /* NULL: runs to its end. Set: RC_UNAVAILABLE "stopped", to be resumed */
	/* Told after each batch; NULL: nobody. read_bytes of list->size are done. */
	void (*progress)(void *context, const struct lead_list *list, int64_t read_bytes);
	void *context;
};

/* Imports a list that is importing, from where it stands, and finishes it. */
enum rc lead_import_run(const struct lead_import *import, const struct id *list_id, struct fault *fault) MUST_CHECK;
