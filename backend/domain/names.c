#include "domain/names.h"

#include <assert.h>
#include <string.h>

const char *names_of(const char *const *names, size_t count, size_t value)
{
	assert(value < count && names[value] != NULL);
	return names[value];
}

size_t names_find(const char *const *names, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++) {
		if (names[i] != NULL && strcmp(names[i], word) == 0)
			return i;
	}
	return NAMES_NONE;
}
