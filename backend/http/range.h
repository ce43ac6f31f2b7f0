/*
 * range — the Range header of a download.
 *
 * Promises: one range of bytes, in each of its three forms, cut to the size. Several ranges, other units and what is
 * malformed are ignored, as RFC 9110 14.2 allows: the answer is then the whole.
 * Owns: nothing. Pure.
 */
#pragma once

#include <stdint.h>

enum range_verdict {
	RANGE_WHOLE,         /* no header, or one to ignore */
	RANGE_PART,          /* *first and *last are set, last included */
	RANGE_UNSATISFIABLE, /* begins at or beyond the size: 416 */
};

enum range_verdict range_parse(const char *header, int64_t size, int64_t *first, int64_t *last);
