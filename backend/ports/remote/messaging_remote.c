#include "ports/remote/messaging_remote.h"

#include "ports/remote/remote.h"

enum { TIMEOUT_MS = 8000, RECEIPT_CHARACTERS = 100 };

static struct remote_system system_of(const struct config *config)
{
	return (struct remote_system){.name = "messaging",
	                              .silent = "messaging_silent",
	                              .url = config->messaging_url,
	                              .timeout_ms = TIMEOUT_MS};
}

static enum rc check(const struct config *config, struct fault *fault)
{
	const struct remote_system provider = system_of(config);

	return remote_check(config, &provider, fault);
}

struct receipt_body {
	const char *receipt;
};

static const struct wire_field receipt_fields[] = {
	{.name = "receipt",
         .type = WIRE_TEXT,
         .offset = offsetof(struct receipt_body, receipt),
         .required = true,
         .min = 1,
         .max = RECEIPT_CHARACTERS},
};
static const struct wire_shape receipt_shape = WIRE_SHAPE(struct receipt_body, receipt_fields);

static enum rc send(const struct config *config, const struct message *message, struct arena *arena,
                    const char **receipt, struct fault *fault)
{
	const struct remote_system provider = system_of(config);
	struct receipt_body got;
	BUF(body, REMOTE_BODY_MAX);
	const struct remote_question question = {.operation = "messaging/send", .key = message->key, .body = &body};

	buf_char(&body, '{');
	remote_text(&body, "to", message->to);
	remote_text(&body, "text", message->text);
	buf_char(&body, '}');
	TRY(remote_get(config, &provider, &question, &receipt_shape, arena, &got, fault));
	*receipt = got.receipt;
	return RC_OK;
}

const struct messaging_adapter messaging_remote = {.name = "http", .check = check, .send = send};
