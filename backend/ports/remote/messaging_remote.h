/* messaging_remote — the row of ports/messaging for a system that speaks our signed HTTP contract (docs/ports.md). */
#pragma once

#include "ports/messaging.h"

extern const struct messaging_adapter messaging_remote;
