/*
 * lead_refused_file — the rows of a list that were left out, as a file a person can mend and load again.
 *
 * Promises: a CSV (UTF-8 with BOM, the list's own delimiter, safe for spreadsheets) with the row's line, the reason
 * in Spanish, and the row's columns as they came, in the order of the file; in constant memory, encrypted like every
 * blob. It is made by reading the file a second time beside the stored refusals, so that no copy of a row lies in the
 * database.
 * Refuses: nothing.
 * Owns: nothing.
 * Threads: one per list.
 */
#pragma once

#include "daemons/lead_import.h"

/* *file_id is none when nothing was left out. */
enum rc lead_refused_file_make(const struct lead_import *import, const struct lead_list *list, struct id *file_id,
                               struct fault *fault) MUST_CHECK;
