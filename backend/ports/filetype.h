/*
 * filetype — what a file is, by its content and never by its name.
 *
 * Promises: names the media type by libmagic, and says whether the file begins and ends as such a file does, since
 * libmagic looks at its beginning alone: what was cut short, or has another file behind its end, is not whole.
 * Refuses: to know about types nobody uploads: they are never whole.
 * Owns: one libmagic cookie per thread, freed with the thread.
 * Threads: any.
 */
#pragma once

#include "base/fault.h"

#include <stdint.h>

enum {
	FILETYPE_HEAD_BYTES = 64 * 1024, /* as much of the beginning as is looked at */
	FILETYPE_TAIL_BYTES = 1024,
	FILETYPE_NAME_SIZE = 80,
};

/* The beginning and the end of a file; they overlap in a small one. */
struct filetype_sample {
	const uint8_t *head, *tail;
	size_t head_length, tail_length;
	int64_t size; /* of the whole */
};

/* "image/jpeg", "application/octet-stream" … RC_UNAVAILABLE "filetype" when libmagic has no database. */
enum rc filetype_name(const struct filetype_sample *sample, char name[FILETYPE_NAME_SIZE],
                      struct fault *fault) MUST_CHECK;

/* Whether a file of that type begins and ends so: JPEG, PNG, WebP, HEIC, PDF. */
bool filetype_is_whole(const char *name, const struct filetype_sample *sample);
