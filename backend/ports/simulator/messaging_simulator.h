/*
 * messaging_simulator — a provider that takes every message; its receipt is a pure function of (seed, key).
 *
 * Promises: the number MESSAGING_SIMULATOR_SILENT never gets an answer. Keeps and logs nothing. Threads: any.
 */
#pragma once

#include "ports/messaging.h"

#define MESSAGING_SIMULATOR_SILENT "+573000000998"

extern const struct messaging_adapter messaging_simulator;
