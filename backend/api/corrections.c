#include "api/corrections.h"

#include "api/app.h"
#include "api/back_office.h"
#include "api/body.h"
#include "api/command.h"
#include "api/sales.h"
#include "store/sale_corrections.h"

WIRE_WORDS(sale_field);
WIRE_WORDS(document_kind);
WIRE_WORDS(other_operator_kind);

enum {
	VALUE_TEXT_MAX = 160,
	OPERATOR_TEXT_MAX = 40,
	OPERATOR_VALUE_MAX = 100000000,
	REASON_MIN = 3,
	REASON_MAX = 300,
};

static const struct wire_field operator_fields[] = {
	{.name = "kind",
         .type = WIRE_ENUM,
         .offset = offsetof(struct sale_other_operator, kind),
         .required = true,
         .words = &other_operator_kind_words},
	{.name = "name",
         .type = WIRE_TEXT,
         .offset = offsetof(struct sale_other_operator, name),
         .max = OPERATOR_TEXT_MAX},
	{.name = "value",
         .type = WIRE_INT,
         .offset = offsetof(struct sale_other_operator, value),
         .max = OPERATOR_VALUE_MAX},
};
static const struct wire_shape operator_shape = WIRE_SHAPE(struct sale_other_operator, operator_fields);

struct correction_body {
	enum sale_field field;
	const char *value, *reason;
	struct sale_other_operator other;
	enum document_kind proof;
	struct wire_given given;
};

#define NAME                                                                                                         \
	{                                                                                                            \
		.name = "name", .type = WIRE_ENUM, .offset = offsetof(struct correction_body, field),                \
		.required = true, .words = &sale_field_words                                                         \
	}
#define VALUE                                                                                                        \
	{                                                                                                            \
		.name = "value", .type = WIRE_TEXT, .offset = offsetof(struct correction_body, value),               \
		.max = VALUE_TEXT_MAX                                                                                \
	}
#define OTHER                                                                                                        \
	{                                                                                                            \
		.name = "other_operator", .type = WIRE_OBJECT, .offset = offsetof(struct correction_body, other),    \
		.shape = &operator_shape                                                                             \
	}

static const struct wire_field correction_fields[] = {
	NAME,
	VALUE,
	OTHER,
	{.name = "document",
         .type = WIRE_ENUM,
         .offset = offsetof(struct correction_body, proof),
         .required = true,
         .words = &document_kind_words},
};
static const struct wire_shape correction_shape = WIRE_SHAPE_GIVEN(struct correction_body, correction_fields, given);

static const struct wire_field amendment_fields[] = {
	NAME,
	VALUE,
	OTHER,
	{.name = "reason",
         .type = WIRE_TEXT,
         .offset = offsetof(struct correction_body, reason),
         .required = true,
         .min = REASON_MIN,
         .max = REASON_MAX},
};
static const struct wire_shape amendment_shape = WIRE_SHAPE_GIVEN(struct correction_body, amendment_fields, given);

struct correction_run {
	struct sale_command command;
	struct sale_correction correction;
	enum rc (*act)(struct conn *conn, const struct sale_target *target, const struct sale_correction *correction,
	               struct fault *fault);
};

static enum rc act_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct correction_run *run = context;

	return run->act(conn, &run->command.target, &run->correction, fault);
}

static enum rc act(struct request *request, struct correction_run *run, const struct wire_shape *shape)
{
	struct correction_body body = {0};

	TRY(sale_command_read(request, &run->command));
	TRY(if_match(request, &run->command.target.version));
	TRY(body_read(request, shape, &body));
	run->correction = (struct sale_correction){.field = body.field,
	                                           .value = body.value,
	                                           .other_given = wire_was_given(shape, &body, "other_operator"),
	                                           .other = body.other,
	                                           .proof = body.proof,
	                                           .reason = body.reason};
	TRY(command_run(request, HTTP_OK, &run->command.target.sale_id, act_body, run, NULL));
	return sales_reply(request, &run->command.target.sale_id);
}

enum rc corrections_correct(struct request *request)
{
	struct correction_run run = {.act = sale_correct};

	return act(request, &run, &correction_shape);
}

enum rc corrections_amend(struct request *request)
{
	struct correction_run run = {.act = sale_amend};

	return act(request, &run, &amendment_shape);
}
