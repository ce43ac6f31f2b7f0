/*
 * migrate — brings a database to the form that this program was built for.
 *
 * Promises: every file of db/collections is a collection with its validator and its indexes: made, changed or dropped
 * so that the database is as the file says. Every file of db/migrations (NNNN-name.json: numbered commands that
 * change data) runs once, in order, before the collections take their new form when it says "before": true, else
 * after. What was applied is recorded in `migrations`, so a second run does nothing; a run that was interrupted is
 * repeated from where it stopped: commands must be idempotent.
 * Refuses: a database that a newer program has migrated (RC_CONFLICT "newer_database").
 * Owns: collection `migrations`; of each collection those indexes that it names itself.
 * Threads: one at a time (cierre-admin migrate); migrate_check() any.
 */
#pragma once

#include "store/store.h"

/* say gets one line per thing done: "users: validator", "users: index username". *changes counts them. */
enum rc migrate_run(struct store *store, void (*say)(void *context, const char *line), void *context, int *changes,
                    struct fault *fault) MUST_CHECK;

/* For programs at their start: RC_CONFLICT "not_migrated" unless the database has this program's form. */
enum rc migrate_check(struct store *store, struct fault *fault) MUST_CHECK;
