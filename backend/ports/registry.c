#include "ports/registry.h"

#include "ports/simulator/registry_simulator.h"

#include <string.h>

static const struct registry_adapter *const adapters[] = {&registry_simulator};

enum rc registry_ask(const struct config *config, const char *phone_e164, bool *excluded, struct fault *fault)
{
	for (size_t i = 0; i < sizeof adapters / sizeof *adapters; i++) {
		if (strcmp(adapters[i]->name, config->registry) == 0)
			return adapters[i]->ask(config, phone_e164, excluded, fault);
	}
	return fault_set(fault, RC_INVALID, "registry", "the setting registry names no adapter of this program");
}
