/*
 * registry — the national registry of excluded numbers (RNE), behind one function.
 *
 * Promises: says whether a number is excluded for calls. The caller keeps the answer as long as
 * domain/contact_gate.h says it is good, and a missing answer blocks the call.
 * Refuses: to guess: a registry that does not answer is RC_UNAVAILABLE "registry_silent".
 * Owns: nothing.
 * Threads: any.
 * An adapter is a row of registry.c's table, chosen by the setting `registry`.
 */
#pragma once

#include "base/config.h"
#include "base/fault.h"

#include <stdbool.h>

struct registry_adapter {
	const char *name;
	/* Whether its settings will do, with one sentence; NULL: nothing to set. */
	enum rc (*check)(const struct config *config, struct fault *fault);
	enum rc (*ask)(const struct config *config, const char *phone_e164, bool *excluded, struct fault *fault);
};

enum rc registry_ask(const struct config *config, const char *phone_e164, bool *excluded,
                     struct fault *fault) MUST_CHECK;

/* At start: whether the adapter of the setting can be used. RC_INVALID with one sentence. */
enum rc registry_check(const struct config *config, struct fault *fault) MUST_CHECK;
