/* identity_remote — the row of ports/identity for a system that speaks our signed HTTP contract (docs/ports.md). */
#pragma once

#include "ports/identity.h"

extern const struct identity_adapter identity_remote;
