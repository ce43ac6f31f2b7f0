#include "ports/simulator/messaging_simulator.h"

#include "ports/simulator/draw.h"

#include <string.h>

enum { RECEIPTS = 1000000000 };

static enum rc take(const struct config *config, const struct message *message, struct arena *arena,
                    const char **receipt, struct fault *fault)
{
	if (strcmp(message->to, MESSAGING_SIMULATOR_SILENT) == 0)
		return fault_set(fault, RC_UNAVAILABLE, "messaging_silent", "the message provider does not answer");
	*receipt = arena_printf(arena, "SMS-%09u",
	                        draw_below(config->simulator_seed, "message", message->key, 0, RECEIPTS));
	return RC_OK;
}

const struct messaging_adapter messaging_simulator = {.name = "simulator", .send = take};
