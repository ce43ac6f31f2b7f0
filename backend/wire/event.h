/*
 * event — an event of the outbox as pages see it, on the stream and from GET /events.
 *
 * Promises: `"type":…,"at":…,"subject":…,"data":{…}` with the event's own ids (agent, campaign …) among its data,
 * where data has none of that name. Refuses: channels and amounts, which are nobody's business outside. Owns:
 * nothing. Threads: any.
 */
#pragma once

#include "base/buf.h"

#include <bson/bson.h>

/* The members without braces; false when the document's bytes are corrupt. */
bool wire_event_members(struct buf *out, const bson_t *event);
