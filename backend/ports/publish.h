/*
 * publish — the port to the server that holds the live streams open: a message to a channel, the end of a channel.
 *
 * Promises: one kept connection, TCP on loopback or a Unix socket; a message is delivered or refused within
 * PUBLISH_TIMEOUT_MS. While the server does not answer, publish_message() fails at once and tries again only after
 * PUBLISH_PAUSE_MS, so that whoever publishes is not held up; nobody listens then, and who comes back asks the API.
 * Refuses: channels with other characters than A-Z a-z 0-9 _ - . (our own mistake: RC_BROKEN).
 * Owns: its connection, until publisher_close().
 * Threads: one thread at a time. publish_init() once before threads start.
 * The adapter speaks nchan's publisher location: POST and DELETE /publish/CHANNEL.
 */
#pragma once

#include "base/fault.h"

#include <stddef.h>

enum { PUBLISH_TIMEOUT_MS = 1000, PUBLISH_PAUSE_MS = 500, PUBLISH_CHANNEL_MAX = 100 };

struct publisher;

void publish_init(void);

/* url: http://HOST:PORT/publish, or unix:/PATH/OF/SOCKET:/publish. RC_INVALID when it is neither. */
enum rc publisher_open(const char *url, struct publisher **publisher, struct fault *fault) MUST_CHECK;

/* NULL is allowed. */
void publisher_close(struct publisher *publisher);

/* To all who listen to the channel now. RC_UNAVAILABLE when the server does not take it. */
enum rc publish_message(struct publisher *publisher, const char *channel, const char *bytes, size_t length,
                        struct fault *fault) MUST_CHECK;

/* Ends the channel: who listens to it, among others or alone, is cut off with 410. */
enum rc publish_end(struct publisher *publisher, const char *channel, struct fault *fault) MUST_CHECK;
