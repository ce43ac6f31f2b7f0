/*
 * messaging — short messages to customers, behind one function.
 *
 * Promises: hands a message over once per key: an adapter sends the key as the provider's idempotency token, so a
 * repeat gives the same receipt and no second message.
 * Refuses: a text longer than MESSAGING_TEXT_MAX characters or a number that is no mobile one (RC_INVALID, fields
 * named); a provider that does not answer is RC_UNAVAILABLE "messaging_silent": the caller repeats with the same key.
 * Never logs numbers or texts. Owns: nothing; texts live in the arena given. Threads: any.
 *
 * An adapter is one row of messaging.c's table, chosen by the setting `messaging`.
 */
#pragma once

#include "base/arena.h"
#include "base/config.h"
#include "base/fault.h"

enum { MESSAGING_TEXT_MAX = 480 };

struct message {
	const char *key; /* of the fact it tells: makes it one */
	const char *to;  /* E.164 */
	const char *text;
};

struct messaging_adapter {
	const char *name; /* as in the setting */
	/* Whether its settings will do, with one sentence; NULL: nothing to set. */
	enum rc (*check)(const struct config *config, struct fault *fault);
	enum rc (*send)(const struct config *config, const struct message *message, struct arena *arena,
	                const char **receipt, struct fault *fault);
};

/* *receipt: the provider's reference. */
enum rc messaging_send(const struct config *config, const struct message *message, struct arena *arena,
                       const char **receipt, struct fault *fault) MUST_CHECK;

/* At start: whether the adapter of the setting can be used. RC_INVALID with one sentence. */
enum rc messaging_check(const struct config *config, struct fault *fault) MUST_CHECK;
