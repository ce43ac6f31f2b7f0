#include "api/back_office.h"

#include "api/app.h"
#include "api/body.h"
#include "api/command.h"
#include "api/sales.h"
#include "store/sale_claims.h"
#include "store/sale_desk.h"
#include "store/txn.h"

#include <string.h>

WIRE_WORDS(sale_field);
WIRE_WORDS(data_request_reason);
WIRE_WORDS(confirmation_outcome);

enum {
	NOTE_MIN = 3,
	REASON_MIN = 3,
	REASON_MAX = 300,
	ADDRESS_MAX = 120,
	CITY_MAX = 60,
	PHONE_MAX = 20,
	ITEMS_MAX = 12,
	ACTION_MAX = 10,
};

enum rc sale_command_read(struct request *request, struct sale_command *command)
{
	*command = (struct sale_command){.scope = command_scope(request), .actor = sales_actor(request)};
	command->target.scope = &command->scope;
	command->target.actor = &command->actor;
	return path_id(request, "id", &command->target.sale_id);
}

static enum rc run(struct request *request, const struct sale_command *command, txn_body *body, void *context)
{
	TRY(command_run(request, HTTP_OK, &command->target.sale_id, body, context, NULL));
	return sales_reply(request, &command->target.sale_id);
}

/* ---- claims ---- */

struct next_run {
	struct sale_command command;
	struct idempotency once;
};

static enum rc next_body(struct conn *conn, void *context, struct fault *fault)
{
	struct next_run *next = context;
	struct id sale_id;

	TRY(sale_claim_next(conn, &next->command.scope, &next->command.actor, &sale_id, fault));
	return idempotency_settle(conn, &next->once, HTTP_OK, &sale_id, fault);
}

enum rc back_office_next(struct request *request)
{
	struct next_run next = {.command = {.scope = command_scope(request), .actor = sales_actor(request)}};
	struct id none = {0};
	struct idempotency_answer answer;

	TRY(command_once(request, HTTP_OK, &none, &next.once));
	TRY(idempotency_run(store_of(request), &next.once, next_body, &next, &answer, request->fault));
	return sales_reply(request, &answer.resource_id);
}

static enum rc claim_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct sale_command *command = context;

	return sale_claim_take(conn, &command->target, fault);
}

enum rc back_office_claim(struct request *request)
{
	struct sale_command command;

	TRY(sale_command_read(request, &command));
	return run(request, &command, claim_body, &command);
}

static enum rc release_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct sale_command *command = context;

	return sale_claim_release(conn, &command->target, fault);
}

enum rc back_office_release(struct request *request)
{
	struct sale_command command;

	TRY(sale_command_read(request, &command));
	TRY(txn_run(store_of(request), release_body, &command, request->fault));
	return sales_reply(request, &command.target.sale_id);
}

struct reason_body {
	const char *reason;
};

static const struct wire_field reason_fields[] = {
	{.name = "reason",
         .type = WIRE_TEXT,
         .offset = offsetof(struct reason_body, reason),
         .required = true,
         .min = REASON_MIN,
         .max = REASON_MAX},
};
static const struct wire_shape reason_shape = WIRE_SHAPE(struct reason_body, reason_fields);

struct free_run {
	struct sale_command command;
	struct reason_body body;
};

static enum rc free_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct free_run *freeing = context;

	return sale_claim_free(conn, &freeing->command.target, freeing->body.reason, fault);
}

enum rc back_office_free(struct request *request)
{
	struct free_run freeing = {0};

	TRY(sale_command_read(request, &freeing.command));
	TRY(body_read(request, &reason_shape, &freeing.body));
	return run(request, &freeing.command, free_body, &freeing);
}

/* ---- data requests ---- */

static const struct wire_field item_fields[] = {
	{.name = "name",
         .type = WIRE_ENUM,
         .offset = offsetof(struct data_request_item, field),
         .required = true,
         .words = &sale_field_words},
	{.name = "reason",
         .type = WIRE_ENUM,
         .offset = offsetof(struct data_request_item, reason),
         .required = true,
         .words = &data_request_reason_words},
	{.name = "note",
         .type = WIRE_TEXT,
         .offset = offsetof(struct data_request_item, note),
         .min = NOTE_MIN,
         .max = DATA_REQUEST_NOTE_MAX},
};
static const struct wire_shape item_shape = WIRE_SHAPE(struct data_request_item, item_fields);

struct request_body {
	struct wire_list items;
};

static const struct wire_field request_fields[] = {
	{.name = "fields",
         .type = WIRE_OBJECTS,
         .offset = offsetof(struct request_body, items),
         .required = true,
         .min = 1,
         .max = ITEMS_MAX,
         .shape = &item_shape},
};
static const struct wire_shape request_shape = WIRE_SHAPE(struct request_body, request_fields);

static struct sale_request request_of(const struct wire_list *items)
{
	return (struct sale_request){.items = items->items, .count = items->count};
}

struct request_run {
	struct sale_command command;
	struct sale_request request;
};

static enum rc request_run_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct request_run *asked = context;

	return sale_request_data(conn, &asked->command.target, &asked->request, fault);
}

enum rc back_office_request_data(struct request *request)
{
	struct request_run asked;
	struct request_body body = {0};

	TRY(sale_command_read(request, &asked.command));
	TRY(if_match(request, &asked.command.target.version));
	TRY(body_read(request, &request_shape, &body));
	asked.request = request_of(&body.items);
	return run(request, &asked.command, request_run_body, &asked);
}

/* ---- the recording ---- */

static enum rc recording_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct sale_command *command = context;

	return sale_request_recording(conn, &command->target, fault);
}

enum rc back_office_request_recording(struct request *request)
{
	struct sale_command command;

	TRY(sale_command_read(request, &command));
	TRY(if_match(request, &command.target.version));
	return run(request, &command, recording_body, &command);
}

/* ---- the confirmation ---- */

struct confirmation_body {
	enum confirmation_outcome outcome;
	const char *residence_address, *delivery_address, *city, *alternate_phone, *reason;
	int64_t at_ms;
	struct wire_list items;
};

#define TEXT(name_, member_, max_)                                                                                   \
	{                                                                                                            \
		.name = (name_), .type = WIRE_TEXT, .offset = offsetof(struct confirmation_body, member_),           \
		.max = (max_)                                                                                        \
	}

static const struct wire_field confirmation_fields[] = {
	{.name = "outcome",
         .type = WIRE_ENUM,
         .offset = offsetof(struct confirmation_body, outcome),
         .required = true,
         .words = &confirmation_outcome_words},
	TEXT("residence_address", residence_address, ADDRESS_MAX),
	TEXT("delivery_address", delivery_address, ADDRESS_MAX),
	TEXT("city", city, CITY_MAX),
	TEXT("alternate_phone", alternate_phone, PHONE_MAX),
	TEXT("reason", reason, REASON_MAX),
	{.name = "at", .type = WIRE_TIME, .offset = offsetof(struct confirmation_body, at_ms)},
	{.name = "fields",
         .type = WIRE_OBJECTS,
         .offset = offsetof(struct confirmation_body, items),
         .max = ITEMS_MAX,
         .shape = &item_shape},
};
#undef TEXT
static const struct wire_shape confirmation_shape = WIRE_SHAPE(struct confirmation_body, confirmation_fields);

struct confirmation_run {
	struct sale_command command;
	struct sale_confirmation given;
};

static enum rc confirm_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct confirmation_run *confirming = context;

	return sale_confirm(conn, &confirming->command.target, &confirming->given, fault);
}

enum rc back_office_confirm(struct request *request)
{
	struct confirmation_run confirming;
	struct confirmation_body body = {0};

	TRY(sale_command_read(request, &confirming.command));
	TRY(if_match(request, &confirming.command.target.version));
	TRY(body_read(request, &confirmation_shape, &body));
	confirming.given = (struct sale_confirmation){.outcome = body.outcome,
	                                              .residence_address = body.residence_address,
	                                              .delivery_address = body.delivery_address,
	                                              .city = body.city,
	                                              .alternate_phone = body.alternate_phone,
	                                              .at_ms = body.at_ms,
	                                              .reason = body.reason,
	                                              .wrong = request_of(&body.items)};
	return run(request, &confirming.command, confirm_body, &confirming);
}

/* ---- the end ---- */

struct end_body {
	const char *action;
	const char *reason;
};

static enum field_verdict check_action(const char *text)
{
	return strcmp(text, "cancel") == 0 || strcmp(text, "reject") == 0 ? FIELD_OK : FIELD_UNKNOWN;
}

static const struct wire_field end_fields[] = {
	{.name = "action",
         .type = WIRE_TEXT,
         .offset = offsetof(struct end_body, action),
         .required = true,
         .max = ACTION_MAX,
         .check = check_action},
	{.name = "reason",
         .type = WIRE_TEXT,
         .offset = offsetof(struct end_body, reason),
         .required = true,
         .min = REASON_MIN,
         .max = REASON_MAX},
};
static const struct wire_shape end_shape = WIRE_SHAPE(struct end_body, end_fields);

struct end_run {
	struct sale_command command;
	struct end_body body;
};

static enum rc end_run_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct end_run *ending = context;

	return sale_end(conn, &ending->command.target, strcmp(ending->body.action, "cancel") == 0,
	                ending->body.reason, fault);
}

enum rc back_office_end(struct request *request)
{
	struct end_run ending = {0};

	TRY(sale_command_read(request, &ending.command));
	TRY(if_match(request, &ending.command.target.version));
	TRY(body_read(request, &end_shape, &ending.body));
	return run(request, &ending.command, end_run_body, &ending);
}
