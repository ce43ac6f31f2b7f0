#include "api/withdrawal.h"

#include "api/app.h"
#include "api/back_office.h"
#include "api/body.h"
#include "api/command.h"
#include "api/sales.h"
#include "store/sale_withdrawal.h"

enum { REASON_MIN = 3, REASON_MAX = 300 };

struct reason_body {
	const char *reason;
};

#define REASON(required_)                                                                                            \
	{                                                                                                            \
		.name = "reason", .type = WIRE_TEXT, .offset = offsetof(struct reason_body, reason),                 \
		.required = (required_), .min = REASON_MIN, .max = REASON_MAX                                        \
	}

static const struct wire_field decision_fields[] = {REASON(true)};
static const struct wire_shape decision_shape = WIRE_SHAPE(struct reason_body, decision_fields);
static const struct wire_field withdrawal_fields[] = {REASON(false)};
static const struct wire_shape withdrawal_shape = WIRE_SHAPE(struct reason_body, withdrawal_fields);

struct reason_run {
	struct sale_command command;
	struct reason_body body;
	enum rc (*act)(struct conn *conn, const struct sale_target *target, const char *reason, struct fault *fault);
};

static enum rc act_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct reason_run *run = context;

	return run->act(conn, &run->command.target, run->body.reason, fault);
}

static enum rc act(struct request *request, struct reason_run *run, const struct wire_shape *shape)
{
	TRY(sale_command_read(request, &run->command));
	TRY(if_match(request, &run->command.target.version));
	TRY(body_read(request, shape, &run->body));
	TRY(command_run(request, HTTP_OK, &run->command.target.sale_id, act_body, run, NULL));
	return sales_reply(request, &run->command.target.sale_id);
}

enum rc withdrawal_extend(struct request *request)
{
	struct reason_run run = {.act = sale_extend};

	return act(request, &run, &decision_shape);
}

enum rc withdrawal_reverse(struct request *request)
{
	struct reason_run run = {.act = sale_reverse};

	return act(request, &run, &decision_shape);
}

enum rc withdrawal_withdraw(struct request *request)
{
	struct reason_run run = {.act = sale_withdraw};

	return act(request, &run, &withdrawal_shape);
}

static enum rc sim_back_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct sale_command *command = context;

	return sale_withdrawal_sim_back(conn, &command->target, fault);
}

enum rc withdrawal_sim_back(struct request *request)
{
	struct sale_command command;

	TRY(sale_command_read(request, &command));
	TRY(if_match(request, &command.target.version));
	TRY(command_run(request, HTTP_OK, &command.target.sale_id, sim_back_body, &command, NULL));
	return sales_reply(request, &command.target.sale_id);
}
