/*
 * user — users in JSON and BSON.
 *
 * Promises: one table for a stored user, one for the preferences a user sends, and the one JSON form in which the
 * API shows a user.
 * Refuses: to show a password's hash: the JSON form names its members one by one.
 * Owns: nothing. Threads: any.
 */
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"
#include "domain/user.h"
#include "wire/shape.h"

#include <bson/bson.h>

extern const struct wire_shape wire_preferences_shape; /* struct user_preferences */

/* All members, for an insert. */
void wire_user_write(bson_t *document, const struct user *user);

/* A stored user; texts and lists live in the arena. */
enum rc wire_user_read(const bson_t *document, struct arena *arena, struct user *user,
                       struct fault *fault) MUST_CHECK;

/* {"id":…,"username":…,"name":…,"role":…,"team_ids":[…],"preferences":{…}}; "must_change_password" when it is so */
void wire_user_json(struct buf *out, const struct user *user);
