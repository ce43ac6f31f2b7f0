/* How the call ended. */
#include "api/body.h"
#include "api/calls.h"
#include "api/command.h"
#include "store/dispositions.h"

WIRE_WORDS(disposition);

enum { NOTE_MAX = 500 };

struct disposition_body {
	enum disposition code;
	const char *note;
	int64_t callback_ms;
};

static const struct wire_field fields[] = {
	{.name = "code",
         .type = WIRE_ENUM,
         .offset = offsetof(struct disposition_body, code),
         .required = true,
         .words = &disposition_words},
	{.name = "note",
         .type = WIRE_TEXT,
         .offset = offsetof(struct disposition_body, note),
         .verbatim = true,
         .max = NOTE_MAX},
	{.name = "callback_at", .type = WIRE_TIME, .offset = offsetof(struct disposition_body, callback_ms)},
};
static const struct wire_shape shape = WIRE_SHAPE(struct disposition_body, fields);

static enum rc set_body(struct conn *conn, void *context, struct fault *fault)
{
	return call_dispose(conn, context, fault);
}

static enum rc read_disposal(struct request *request, struct call_disposal *disposal)
{
	struct disposition_body body = {0};

	TRY(calls_command(request, &disposal->command));
	TRY(body_read(request, &shape, &body));
	disposal->disposition = body.code;
	disposal->note = body.note;
	disposal->callback_ms = body.callback_ms;
	return RC_OK;
}

enum rc dispositions_set(struct request *request)
{
	struct call_disposal disposal = {0};

	TRY(read_disposal(request, &disposal));
	return calls_run(request, &disposal.command, set_body, &disposal);
}

static enum rc correct_body(struct conn *conn, void *context, struct fault *fault)
{
	return call_correct(conn, context, fault);
}

enum rc dispositions_correct(struct request *request)
{
	struct call_disposal disposal = {0};

	TRY(read_disposal(request, &disposal));
	return calls_run(request, &disposal.command, correct_body, &disposal);
}

static enum rc undo_body(struct conn *conn, void *context, struct fault *fault)
{
	return call_undo_disposition(conn, context, fault);
}

enum rc dispositions_undo(struct request *request)
{
	struct call_command command;
	struct audit_entry audit;

	TRY(calls_command(request, &command));
	audit = command_audit(request, "call", &command.call_id);
	TRY(command_do_audited(request, &audit, undo_body, &command));
	return calls_reply(request, &command.call_id);
}

static enum rc opt_out_body(struct conn *conn, void *context, struct fault *fault)
{
	return call_opt_out(conn, context, fault);
}

enum rc dispositions_opt_out(struct request *request)
{
	struct call_command command;

	TRY(calls_command(request, &command));
	return calls_run(request, &command, opt_out_body, &command);
}
