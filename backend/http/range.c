#include "http/range.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Digits as a number, at most INT64_MAX; false when there are none. */
static bool take_number(const char **at, int64_t *number)
{
	if (**at < '0' || **at > '9')
		return false;
	for (*number = 0; **at >= '0' && **at <= '9'; (*at)++)
		if (__builtin_mul_overflow(*number, 10, number) ||
		    __builtin_add_overflow(*number, **at - '0', number))
			*number = INT64_MAX / 16; /* further than any file; more digits overflow again */
	return true;
}

enum range_verdict range_parse(const char *header, int64_t size, int64_t *first, int64_t *last)
{
	int64_t from, to = INT64_MAX;
	const char *at = header;

	if (!at || strncmp(at, "bytes=", 6) != 0)
		return RANGE_WHOLE;
	at += 6;
	if (*at == '-') {
		at++;
		if (!take_number(&at, &to) || *at)
			return RANGE_WHOLE;
		if (to == 0 || size == 0)
			return RANGE_UNSATISFIABLE;
		*first = to < size ? size - to : 0;
		*last = size - 1;
		return RANGE_PART;
	}
	if (!take_number(&at, &from) || *at++ != '-')
		return RANGE_WHOLE;
	if (*at && !take_number(&at, &to))
		return RANGE_WHOLE;
	if (*at || to < from)
		return RANGE_WHOLE;
	if (from >= size)
		return RANGE_UNSATISFIABLE;
	*first = from;
	*last = to < size ? to : size - 1;
	return RANGE_PART;
}
