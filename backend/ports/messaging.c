#include "ports/messaging.h"

#include "domain/field.h"
#include "domain/phone.h"
#include "ports/remote/messaging_remote.h"
#include "ports/simulator/messaging_simulator.h"

#include <string.h>

static const struct messaging_adapter *const adapters[] = {&messaging_simulator, &messaging_remote};

static enum rc find(const struct config *config, const struct messaging_adapter **adapter, struct fault *fault)
{
	for (size_t i = 0; i < sizeof adapters / sizeof *adapters; i++) {
		if (strcmp(adapters[i]->name, config->messaging) == 0) {
			*adapter = adapters[i];
			return RC_OK;
		}
	}
	return fault_set(fault, RC_INVALID, "messaging", "the setting messaging names no adapter of this program");
}

static enum rc check(const struct message *message, struct fault *fault)
{
	enum field_verdict text = field_check_text(message->text, 1, MESSAGING_TEXT_MAX);
	enum rc rc = RC_OK;

	if (!phone_is_valid(message->to) || !phone_is_mobile(message->to))
		rc = fault_field(fault, "to", field_verdict_name(FIELD_BAD_FORMAT));
	if (text != FIELD_OK)
		rc = fault_field(fault, "text", field_verdict_name(text));
	return rc;
}

enum rc messaging_send(const struct config *config, const struct message *message, struct arena *arena,
                       const char **receipt, struct fault *fault)
{
	const struct messaging_adapter *adapter = NULL;

	TRY(check(message, fault));
	TRY(find(config, &adapter, fault));
	return adapter->send(config, message, arena, receipt, fault);
}

enum rc messaging_check(const struct config *config, struct fault *fault)
{
	const struct messaging_adapter *adapter = NULL;

	TRY(find(config, &adapter, fault));
	return adapter->check ? adapter->check(config, fault) : RC_OK;
}
