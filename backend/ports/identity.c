#include "ports/identity.h"

#include "ports/remote/identity_remote.h"
#include "ports/simulator/identity_simulator.h"

#include <string.h>

static const struct identity_adapter *const adapters[] = {&identity_simulator, &identity_remote};

enum rc identity_provider_find(const struct config *config, const struct identity_adapter **adapter,
                               struct fault *fault)
{
	for (size_t i = 0; i < sizeof adapters / sizeof *adapters; i++) {
		if (strcmp(adapters[i]->name, config->identity) == 0) {
			*adapter = adapters[i];
			return RC_OK;
		}
	}
	return fault_set(fault, RC_INVALID, "identity", "the setting identity names no adapter of this program");
}

enum rc identity_provider_begin(const struct config *config, const struct identity_case *about, struct arena *arena,
                                struct identity_beginning *beginning, struct fault *fault)
{
	const struct identity_adapter *adapter = NULL;

	TRY(identity_provider_find(config, &adapter, fault));
	return adapter->begin(config, about, arena, beginning, fault);
}

enum rc identity_provider_ask(const struct config *config, const struct identity_case *about, struct arena *arena,
                              struct identity_questionnaire *questionnaire, struct fault *fault)
{
	const struct identity_adapter *adapter = NULL;

	TRY(identity_provider_find(config, &adapter, fault));
	return adapter->ask(config, about, arena, questionnaire, fault);
}

enum rc identity_provider_check_code(const struct config *config, const struct identity_case *about, const char *code,
                                     struct arena *arena, struct identity_finding *finding, struct fault *fault)
{
	const struct identity_adapter *adapter = NULL;

	TRY(identity_provider_find(config, &adapter, fault));
	return adapter->check_code(config, about, code, arena, finding, fault);
}

enum rc identity_provider_check_answers(const struct config *config, const struct identity_case *about,
                                        const int64_t *options, size_t count, struct arena *arena,
                                        struct identity_finding *finding, struct fault *fault)
{
	const struct identity_adapter *adapter = NULL;

	TRY(identity_provider_find(config, &adapter, fault));
	return adapter->check_answers(config, about, options, count, arena, finding, fault);
}

enum rc identity_provider_check(const struct config *config, struct fault *fault)
{
	const struct identity_adapter *adapter = NULL;

	TRY(identity_provider_find(config, &adapter, fault));
	return adapter->check ? adapter->check(config, fault) : RC_OK;
}
