/*
 * registry_simulator — a registry that knows a short table of excluded numbers; every other is not excluded.
 *
 * Threads: any.
 */
#pragma once

#include "ports/registry.h"

extern const struct registry_adapter registry_simulator;
