/* registry_remote — the row of ports/registry for a system that speaks our signed HTTP contract (docs/ports.md). */
#pragma once

#include "ports/registry.h"

extern const struct registry_adapter registry_remote;
