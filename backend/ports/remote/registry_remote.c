#include "ports/remote/registry_remote.h"

#include "ports/remote/remote.h"

enum { TIMEOUT_MS = 3000, ARENA_BYTES = 4096, ARENA_MAX = 256 * 1024 };

static struct remote_system system_of(const struct config *config)
{
	return (struct remote_system){.name = "registry",
	                              .silent = "registry_silent",
	                              .url = config->registry_url,
	                              .timeout_ms = TIMEOUT_MS};
}

static enum rc check(const struct config *config, struct fault *fault)
{
	const struct remote_system registry = system_of(config);

	return remote_check(config, &registry, fault);
}

struct excluded_body {
	bool excluded;
};

static const struct wire_field excluded_fields[] = {
	{.name = "excluded", .type = WIRE_BOOL, .offset = offsetof(struct excluded_body, excluded), .required = true},
};
static const struct wire_shape excluded_shape = WIRE_SHAPE(struct excluded_body, excluded_fields);

static enum rc ask(const struct config *config, const struct registry_question *asked, bool *excluded,
                   struct fault *fault)
{
	const struct remote_system registry = system_of(config);
	ARENA(arena, ARENA_BYTES, ARENA_MAX);
	struct excluded_body got;
	BUF(body, REMOTE_BODY_MAX);
	const struct remote_question question = {.operation = "registry/check", .key = "", .body = &body};

	buf_char(&body, '{');
	remote_text(&body, "phone", asked->phone);
	remote_text(&body, "channel", contact_channel_name(asked->channel));
	remote_int(&body, "at", asked->at_ms);
	buf_char(&body, '}');
	TRY(remote_get(config, &registry, &question, &excluded_shape, arena, &got, fault));
	*excluded = got.excluded;
	return RC_OK;
}

const struct registry_adapter registry_remote = {.name = "http", .check = check, .ask = ask};
