/*
 * dialer_inbox — what the dialer's follower learns, brought to its loop.
 *
 * Promises: follows agents, calls, campaigns and the facts of calls by one change stream; each becomes a message, or
 * just the wish to look again. Waiting ends as soon as there is something, or when the time given is over.
 * Refuses: nothing; a full box (the loop hangs) drops the wish to look, never a message: the follower waits.
 * Owns: its thread and its queue.
 * Threads: put from the follower, taken by the loop.
 */
#pragma once

#include "domain/call_fact.h"
#include "store/calls.h"

#include <stdbool.h>

enum inbox_kind {
	INBOX_HEARD,     /* a fact for the line */
	INBOX_PLACED,    /* a call from a sale waits to be dialed */
	INBOX_CONNECTED, /* an agent has the line */
	INBOX_ENDED,     /* our side is done with the call */
};

struct inbox_message {
	enum inbox_kind kind;
	struct id call_id;
	enum call_fact fact;
	int64_t n;
	int64_t text_length;
};

struct inbox;

/* descriptor (may be -1): a further one that ends the waiting. */
struct inbox *inbox_open(struct store *store, int descriptor);
void inbox_close(struct inbox *inbox);

/* The next message; false when there is none. *look is set when something changed since it was last asked. */
bool inbox_take(struct inbox *inbox, struct inbox_message *message);
bool inbox_changed(struct inbox *inbox);

void inbox_wait(struct inbox *inbox, int64_t wait_ms);
void inbox_wake(struct inbox *inbox);
