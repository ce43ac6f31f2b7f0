#include "ports/registry.h"

#include "ports/remote/registry_remote.h"
#include "ports/simulator/registry_simulator.h"

#include <string.h>

static const struct registry_adapter *const adapters[] = {&registry_simulator, &registry_remote};

static enum rc find(const struct config *config, const struct registry_adapter **adapter, struct fault *fault)
{
	for (size_t i = 0; i < sizeof adapters / sizeof *adapters; i++) {
		if (strcmp(adapters[i]->name, config->registry) == 0) {
			*adapter = adapters[i];
			return RC_OK;
		}
	}
	return fault_set(fault, RC_INVALID, "registry", "the setting registry names no adapter of this program");
}

enum rc registry_ask(const struct config *config, const char *phone_e164, bool *excluded, struct fault *fault)
{
	const struct registry_adapter *adapter = NULL;

	TRY(find(config, &adapter, fault));
	return adapter->ask(config, phone_e164, excluded, fault);
}

enum rc registry_check(const struct config *config, struct fault *fault)
{
	const struct registry_adapter *adapter = NULL;

	TRY(find(config, &adapter, fault));
	return adapter->check ? adapter->check(config, fault) : RC_OK;
}
