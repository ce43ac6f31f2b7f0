/*
 * lead_previews — how a lead list's file will be read, before anything is imported.
 *
 * The server guesses encoding, delimiter and the meaning of each column from the file's beginning and shows the first
 * rows and those it would refuse; a person confirms or corrects, and the import reads the file so.
 *
 * Promises: looks at PREVIEW_BYTES of the file at most, in constant memory; nothing of it is stored.
 * Threads: those of the request.
 */
#pragma once

#include "http/request.h"

enum { PREVIEW_BYTES = 8 << 20, PREVIEW_ROWS = 8, PREVIEW_REFUSED = 50 };

enum rc lead_previews_get(struct request *request) MUST_CHECK;
enum rc lead_previews_put(struct request *request) MUST_CHECK; /* the format; answers as lead_previews_get() */
