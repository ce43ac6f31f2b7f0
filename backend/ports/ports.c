#include "ports/ports.h"

#include "ports/activation.h"
#include "ports/identity.h"
#include "ports/messaging.h"
#include "ports/registry.h"

enum rc ports_check(const struct config *config, struct fault *fault)
{
	TRY(identity_provider_check(config, fault));
	TRY(activation_adapter_check(config, fault));
	TRY(messaging_check(config, fault));
	return registry_check(config, fault);
}
