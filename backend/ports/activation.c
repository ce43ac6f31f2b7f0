#include "ports/activation.h"

#include "ports/simulator/activation_simulator.h"

#include <string.h>

static const char *const activation_search_names[] = {
	[ACTIVATION_BY_PHONE] = "phone", [ACTIVATION_BY_ADDRESS] = "address"};
NAMES_DEFINE(activation_search);

static const struct activation_adapter *const adapters[] = {&activation_simulator};

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
