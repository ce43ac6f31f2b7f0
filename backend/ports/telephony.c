#include "ports/telephony.h"

#include "ports/simulator/telephony_simulator.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char *const telephony_report_names[] = {
	[TELEPHONY_RINGING] = "ringing",     [TELEPHONY_ANSWERED] = "answered", [TELEPHONY_BUSY] = "busy",
	[TELEPHONY_NO_ANSWER] = "no_answer", [TELEPHONY_MACHINE] = "machine",   [TELEPHONY_HUNG_UP] = "hung_up",
	[TELEPHONY_DROPPED] = "dropped",     [TELEPHONY_FAILED] = "failed",     [TELEPHONY_SPOKE] = "spoke",
};

NAMES_DEFINE(telephony_report);

static const struct telephony_adapter *const adapters[] = {&telephony_simulator};

struct telephony {
	const struct telephony_adapter *adapter;
	void *line;
};

enum rc telephony_find(const struct config *config, const struct telephony_adapter **adapter, struct fault *fault)
{
	for (size_t i = 0; i < sizeof adapters / sizeof *adapters; i++) {
		if (strcmp(adapters[i]->name, config->telephony) == 0) {
			*adapter = adapters[i];
			return RC_OK;
		}
	}
	return fault_set(fault, RC_INVALID, "telephony", "the setting telephony names no adapter of this program");
}

enum rc telephony_open(const struct config *config, struct telephony **telephony, struct fault *fault)
{
	const struct telephony_adapter *adapter;
	struct telephony *made;
	void *line;

	TRY(telephony_find(config, &adapter, fault));
	TRY(adapter->open(config, &line, fault));
	made = malloc(sizeof *made);
	if (made == NULL)
		abort();
	*made = (struct telephony){.adapter = adapter, .line = line};
	*telephony = made;
	return RC_OK;
}

void telephony_close(struct telephony *telephony)
{
	if (telephony == NULL)
		return;
	telephony->adapter->close(telephony->line);
	free(telephony);
}

enum rc telephony_originate(struct telephony *telephony, const struct telephony_call *call, int64_t steady_ms,
                            struct fault *fault)
{
	return telephony->adapter->originate(telephony->line, call, steady_ms, fault);
}

bool telephony_adopt(struct telephony *telephony, const struct telephony_call *call,
                     const struct telephony_heard *heard, size_t count, int64_t steady_ms)
{
	return telephony->adapter->adopt(telephony->line, call, heard, count, steady_ms);
}

void telephony_hang_up(struct telephony *telephony, const struct id *call_id, int64_t steady_ms)
{
	telephony->adapter->hang_up(telephony->line, call_id, steady_ms);
}

void telephony_hear(struct telephony *telephony, const struct telephony_heard *heard, int64_t steady_ms)
{
	if (telephony->adapter->hear != NULL)
		telephony->adapter->hear(telephony->line, heard, steady_ms);
}

int64_t telephony_due(struct telephony *telephony)
{
	return telephony->adapter->due(telephony->line);
}

int telephony_descriptor(struct telephony *telephony)
{
	return telephony->adapter->descriptor == NULL ? -1 : telephony->adapter->descriptor(telephony->line);
}

void telephony_step(struct telephony *telephony, int64_t steady_ms, telephony_sink *sink, void *context)
{
	telephony->adapter->step(telephony->line, steady_ms, sink, context);
}

enum rc telephony_sound(const struct config *config, const struct telephony_call *call,
                        const struct telephony_utterance *said, struct buf *wav, struct fault *fault)
{
	const struct telephony_adapter *adapter;

	TRY(telephony_find(config, &adapter, fault));
	if (adapter->sound == NULL)
		return fault_set(fault, RC_NOT_FOUND, "no_sound", "this line brings its sound itself");
	return adapter->sound(config, call, said, wav, fault);
}
