/*
 * holiday_overrides — days that law has added to the holidays, or taken away, since this program was built.
 *
 * Promises: every reader of contact hours sees them at its next look (campaign_get() asks for them); no restart.
 * Refuses: nothing.
 * Owns: the document "holidays" of `settings`.
 * Threads: any.
 */
#pragma once

#include "domain/holidays.h"
#include "store/conn.h"

enum { HOLIDAY_OVERRIDES_MAX = 200 };

/* *holidays lives in the arena; NULL when there are none. */
enum rc holiday_overrides_get(struct conn *conn, struct arena *arena, const struct holidays **holidays,
                              struct fault *fault) MUST_CHECK;

/* The day is (or is not) a holiday, whatever the table says; source: the law that says so. */
enum rc holiday_override_put(struct conn *conn, const struct holiday_override *day, const char *source,
                             struct fault *fault) MUST_CHECK;

/* The table decides again. */
enum rc holiday_override_drop(struct conn *conn, struct civil_date date, struct fault *fault) MUST_CHECK;
