/*
 * registry — the national registry of excluded numbers (RNE), behind one function.
 *
 * Promises: says whether a number is excluded for a channel, as of the time asked. The caller keeps the answer as
 * long as domain/contact_gate.h says it is good, and a missing answer blocks the contact. Refuses: to guess: a
 * registry that does not answer is RC_UNAVAILABLE "registry_silent". Owns: nothing. Threads: any. An adapter is a row
 * of registry.c's table, chosen by the setting `registry`.
 */
#pragma once

#include "base/config.h"
#include "base/fault.h"
#include "domain/contact_gate.h"

#include <stdbool.h>

struct registry_question {
	const char *phone; /* E.164 */
	enum contact_channel channel;
	int64_t at_ms; /* service time */
};

struct registry_adapter {
	const char *name;
	bool is_local; /* answers cost nothing: they are asked again instead of kept */
	/* Whether its settings will do, with one sentence; NULL: nothing to set. */
	enum rc (*check)(const struct config *config, struct fault *fault);
	enum rc (*ask)(const struct config *config, const struct registry_question *question, bool *excluded,
	               struct fault *fault);
};

enum rc registry_ask(const struct config *config, const struct registry_question *question, bool *excluded,
                     struct fault *fault) MUST_CHECK;

bool registry_is_local(const struct config *config);

/* At start: whether the adapter of the setting can be used. RC_INVALID with one sentence. */
enum rc registry_check(const struct config *config, struct fault *fault) MUST_CHECK;
