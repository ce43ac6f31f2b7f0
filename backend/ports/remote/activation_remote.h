/* activation_remote — the row of ports/activation for a system that speaks our signed HTTP contract (docs/ports.md).
 */
#pragma once

#include "ports/activation.h"

extern const struct activation_adapter activation_remote;
