/*
 * etag — versions of documents as entity tags: version 7 is "7".
 *
 * Promises: If-Match with exactly one strong tag of ours gives its version; If-None-Match may be a list, weak tags
 * included (weak comparison, RFC 9110 13.1.2).
 * Owns: nothing. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { ETAG_SIZE = 24 };

/* Writes the version as a tag with its quotes; returns out. */
char *etag_format(int64_t version, char out[ETAG_SIZE]);

/* True and *version filled when text is one strong tag of a version from 1 on. No "*", no list, no W/. */
bool etag_parse(const char *text, int64_t *version);

/* Whether an If-None-Match header names that tag (with its quotes), or is "*". */
bool etag_listed(const char *header, const char *tag);
