/*
 * cookie — reads one cookie out of a Cookie header, and writes Set-Cookie.
 *
 * Promises: the name is compared exactly; quotes around a value are kept out. What is written is always
 * `__Host-` (so Secure, Path=/, no Domain), HttpOnly, SameSite=Strict.
 * Refuses: values with characters outside RFC 6265's cookie-octet; those cookies count as absent. Two cookies of one
 * name: absent too, since which one is ours cannot be known.
 * Owns: nothing. Pure.
 */
#pragma once

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True and *value (not terminated) within the header when exactly one good cookie has that name. */
bool cookie_find(const char *header, const char *name, const char **value, size_t *length);

/* `name=value; Max-Age=…; Path=/; Secure; HttpOnly; SameSite=Strict`. max_age_s 0 deletes the cookie. */
void cookie_write(struct buf *buf, const char *name, const char *value, int64_t max_age_s);
