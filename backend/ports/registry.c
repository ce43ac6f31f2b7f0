#include "ports/registry.h"

#include "ports/remote/registry_remote.h"
#include "ports/simulator/registry_simulator.h"

#include <string.h>

/* Only files that a person imports answer: what no file has said is not known. */
static enum rc know_nothing(const struct config *config, const struct registry_question *question, bool *excluded,
                            struct fault *fault)
{
	(void)config;
	(void)question;
	(void)excluded;
	return fault_set(fault, RC_UNAVAILABLE, "registry_silent", "no imported file answers for the number");
}

static const struct registry_adapter registry_files = {.name = "file", .is_local = true, .ask = know_nothing};

static const struct registry_adapter *const adapters[] = {&registry_simulator, &registry_remote, &registry_files};

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

enum rc registry_ask(const struct config *config, const struct registry_question *question, bool *excluded,
                     struct fault *fault)
{
	const struct registry_adapter *adapter = NULL;

	TRY(find(config, &adapter, fault));
	return adapter->ask(config, question, excluded, fault);
}

enum rc registry_check(const struct config *config, struct fault *fault)
{
	const struct registry_adapter *adapter = NULL;

	TRY(find(config, &adapter, fault));
	return adapter->check ? adapter->check(config, fault) : RC_OK;
}

bool registry_is_local(const struct config *config)
{
	const struct registry_adapter *adapter = NULL;
	struct fault ignored = {0};

	return find(config, &adapter, &ignored) == RC_OK && adapter->is_local;
}
