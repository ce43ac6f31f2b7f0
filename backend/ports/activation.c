#include "ports/activation.h"

#include "ports/remote/activation_remote.h"
#include "ports/simulator/activation_simulator.h"

#include <string.h>

static const char *const activation_search_names[] = {
	[ACTIVATION_BY_PHONE] = "phone", [ACTIVATION_BY_ADDRESS] = "address"};
NAMES_DEFINE(activation_search);

static const struct activation_adapter *const adapters[] = {&activation_simulator, &activation_remote};

enum rc activation_adapter_find(const struct config *config, const struct activation_adapter **adapter,
                                struct fault *fault)
{
	for (size_t i = 0; i < sizeof adapters / sizeof *adapters; i++) {
		if (strcmp(adapters[i]->name, config->activation) == 0) {
			*adapter = adapters[i];
			return RC_OK;
		}
	}
	return fault_set(fault, RC_INVALID, "activation", "the setting activation names no adapter of this program");
}

enum rc activation_adapter_check(const struct config *config, struct fault *fault)
{
	const struct activation_adapter *adapter = NULL;

	TRY(activation_adapter_find(config, &adapter, fault));
	return adapter->check ? adapter->check(config, fault) : RC_OK;
}
