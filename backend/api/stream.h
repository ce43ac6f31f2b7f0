/*
 * stream — who may listen to which live events: nginx asks before it opens a stream, and tells when one has ended.
 *
 * Promises: X-Channels lists the channels of the caller: the session's and the user's own, and those of the role
 * (db/EVENTS.md). X-Stream names this one stream, `<user>.<session>.<stream>`, so that its end can be told from that
 * of another tab. Opening and ending are an agent's presence (store/presence.h).
 * Refuses: a stream without a valid token.
 */
#pragma once

#include "http/request.h"

enum { STREAM_CHANNELS_MAX = 16 };

/* The caller's channels, as names in the arena; answers how many. */
size_t stream_channels(const struct caller *caller, struct arena *arena, const char *channels[STREAM_CHANNELS_MAX]);

/* GET /internal/stream-authorize */
enum rc stream_authorize(struct request *request);

/* POST /internal/stream-closed, with X-Stream of the one that ended. */
enum rc stream_closed(struct request *request);
