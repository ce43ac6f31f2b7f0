/*
 * identity_simulator — a credit bureau for the simulated customers.
 *
 * Promises: sends the code of world.h when it knows the phone and else asks questions; whoever hears the customer has
 * the right answers. All answers must be right. Approval numbers and texts are plainly invented, and everything is
 * a pure function of (seed, document, attempt).
 * Refuses: two documents, so that both can be seen: …0998 gets no answer (RC_UNAVAILABLE), …0997 is refused for
 * a limit of the bureau's own (void, "provider_limit").
 * Threads: any.
 */
#pragma once

#include "ports/identity.h"

extern const struct identity_adapter identity_simulator;

#define IDENTITY_SIMULATOR_SILENT  "1000000998"
#define IDENTITY_SIMULATOR_LIMITED "1000000997"
