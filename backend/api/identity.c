#include "api/identity.h"

#include "api/app.h"
#include "api/body.h"
#include "api/command.h"
#include "api/reply.h"
#include "api/sales.h"
#include "base/clock.h"
#include "ports/identity.h"
#include "store/idempotency.h"
#include "store/identity_attempts.h"
#include "store/txn.h"

#include <string.h>

enum { CODE_MIN = 4, CODE_MAX = 8 };

/* ---- the answer ---- */

static struct identity_case case_of(const struct identity_attempt *attempt, struct arena *arena)
{
	return (struct identity_case){.key = arena_strdup(arena, ID_TEXT(&attempt->id)),
	                              .applicant = attempt->applicant,
	                              .number = attempt->number,
	                              .questions = attempt->questions_count,
	                              .reference = attempt->reference};
}

static void write_text(struct buf *out, const char *text)
{
	buf_json_string(out, text, strlen(text));
}

static void write_questions(struct buf *out, const struct identity_questionnaire *questionnaire)
{
	buf_text(out, ",\"questions\":[");
	for (size_t i = 0; i < questionnaire->count; i++) {
		const struct identity_question *question = &questionnaire->questions[i];

		buf_text(out, i ? ",{\"text\":" : "{\"text\":");
		write_text(out, question->text);
		buf_text(out, ",\"options\":[");
		for (size_t option = 0; option < question->options_count; option++) {
			buf_text(out, option ? "," : "");
			write_text(out, question->options[option]);
		}
		buf_text(out, "]}");
	}
	buf_char(out, ']');
}

static enum rc read_attempt(struct request *request, const struct id *id, struct identity_attempt *attempt)
{
	CONN(conn);

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	return identity_attempt_get(&conn, id, &request->caller.user_id, request->arena, attempt, request->fault);
}

enum rc identity_write(struct request *request, struct conn *conn, const struct id *attempt_id, struct buf *out)
{
	struct identity_questionnaire *questionnaire = arena_alloc(request->arena, sizeof *questionnaire);
	struct identity_attempt attempt;
	struct identity_case about;

	TRY(identity_attempt_get(conn, attempt_id, &request->caller.user_id, request->arena, &attempt,
	                         request->fault));
	about = case_of(&attempt, request->arena);
	if (attempt.state == IDENTITY_STATE_QUESTIONS)
		TRY(identity_provider_ask(app_of(request)->config, &about, request->arena, questionnaire,
		                          request->fault));
	TRY(identity_attempt_json(conn, attempt_id, &request->caller.user_id, out, request->fault));
	if (questionnaire->count)
		write_questions(out, questionnaire);
	buf_char(out, '}');
	return RC_OK;
}

static enum rc reply(struct request *request, int status, const struct id *id)
{
	CONN(conn);

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(identity_write(request, &conn, id, reply_buf(request)));
	return reply_json(request, status);
}

/* ---- what commands share ---- */

struct commanding {
	struct sale_actor actor;
	struct identity_command command;
	enum identity_method method;
	int64_t number; /* of the question, or of the answers */
};

static void command_attempt(struct request *request, const struct id *id, struct commanding *commanding)
{
	*commanding = (struct commanding){.actor = sales_actor(request)};
	commanding->command = (struct identity_command){.attempt_id = *id, .actor = &commanding->actor};
}

struct settling {
	const struct identity_command *command;
	struct identity_settlement settlement;
};

static enum rc settle_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct settling *settling = context;

	return identity_attempt_settle(conn, settling->command, &settling->settlement, fault);
}

/* Writes what the bureau found. When it did not answer, the attempt does not count. */
static enum rc settle(struct request *request, const struct commanding *commanding, enum rc answered,
                      const struct identity_finding *finding)
{
	struct settling settling = {
		.command = &commanding->command,
		.settlement = {.outcome = IDENTITY_VOID, .reason = "provider_silent"},
	};

	if (answered == RC_OK)
		settling.settlement = (struct identity_settlement){.outcome = finding->outcome,
		                                                   .approval_number = finding->approval_number,
		                                                   .reason = finding->reason};
	*request->fault = (struct fault){0};
	return txn_run(store_of(request), settle_body, &settling, request->fault);
}

/* ---- beginning ---- */

struct reserving {
	struct scope scope;
	struct sale_actor actor;
	struct sale_edit edit;
	struct id attempt_id;
};

static enum rc reserve_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct reserving *reserving = context;

	return identity_attempt_reserve(conn, &reserving->edit, &reserving->attempt_id, fault);
}

struct beginning {
	const struct identity_command *command;
	struct identity_beginning begun;
};

static enum rc begin_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct beginning *beginning = context;

	return identity_attempt_begin(conn, beginning->command, beginning->begun.method, beginning->begun.reference,
	                              fault);
}

/* The attempt is reserved: asks the bureau, unless the agent does, and writes what it began. */
static enum rc ask_bureau(struct request *request, const struct id *id)
{
	struct commanding commanding;
	struct identity_attempt attempt;
	struct identity_case about;
	struct beginning beginning = {.command = &commanding.command};
	enum rc rc;

	command_attempt(request, id, &commanding);
	TRY(read_attempt(request, id, &attempt));
	if (attempt.method == IDENTITY_BY_HAND)
		return RC_OK;
	about = case_of(&attempt, request->arena);
	rc = identity_provider_begin(app_of(request)->config, &about, request->arena, &beginning.begun,
	                             request->fault);
	if (rc != RC_OK)
		return settle(request, &commanding, rc, NULL);
	return txn_run(store_of(request), begin_body, &beginning, request->fault);
}

enum rc identity_start(struct request *request)
{
	struct reserving reserving = {.scope = command_scope(request),
	                              .actor = sales_actor(request),
	                              .attempt_id = id_new(clock_real_ms())};
	struct idempotency_answer answer;

	reserving.edit =
		(struct sale_edit){.scope = &reserving.scope, .actor = &reserving.actor, .key = sales_key(request)};
	TRY(path_id(request, "id", &reserving.edit.sale_id));
	TRY(command_run(request, HTTP_CREATED, &reserving.attempt_id, reserve_body, &reserving, &answer));
	if (!answer.repeated)
		TRY(ask_bureau(request, &answer.resource_id));
	return reply(request, HTTP_CREATED, &answer.resource_id);
}

enum rc identity_get(struct request *request)
{
	struct id id;

	TRY(path_id(request, "id", &id));
	return reply(request, HTTP_OK, &id);
}

/* ---- questions ---- */

static enum rc switch_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct commanding *commanding = context;

	return identity_attempt_switch(conn, &commanding->command, fault);
}

enum rc identity_questions(struct request *request)
{
	struct commanding commanding;
	struct id id;

	TRY(path_id(request, "id", &id));
	command_attempt(request, &id, &commanding);
	TRY(command_run(request, HTTP_OK, &id, switch_body, &commanding, NULL));
	return reply(request, HTTP_OK, &id);
}

static enum rc asked_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct commanding *commanding = context;

	return identity_attempt_ask(conn, &commanding->command, commanding->number, fault);
}

static const struct wire_field question_fields[] = {
	{.name = "question",
         .type = WIRE_INT,
         .offset = offsetof(struct commanding, number),
         .required = true,
         .min = 1,
         .max = IDENTITY_QUESTIONS_MAX},
};
static const struct wire_shape question_shape = WIRE_SHAPE(struct commanding, question_fields);

enum rc identity_asked(struct request *request)
{
	struct commanding commanding, body = {0};
	struct id id;

	TRY(path_id(request, "id", &id));
	TRY(body_read(request, &question_shape, &body));
	command_attempt(request, &id, &commanding);
	commanding.number = body.number;
	TRY(command_run(request, HTTP_OK, &id, asked_body, &commanding, NULL));
	return reply(request, HTTP_OK, &id);
}

/* ---- the one answer ---- */

static enum rc take_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct commanding *commanding = context;

	return identity_attempt_take(conn, &commanding->command, commanding->method, commanding->number, fault);
}

/* As command_run(), but what is kept of the request cannot be guessed from its few possible values. */
static enum rc take_once(struct request *request, struct commanding *commanding, struct idempotency_answer *answer)
{
	const char *text = arena_printf(request->arena, "%s %s", request->path, request->body_buf->data);
	const struct keyed_hash hash = person_key_secret(sales_key(request), text);
	struct idempotency once = {.user_id = request->caller.user_id,
	                           .operation = request->route->operation_id,
	                           .body = hash.bytes,
	                           .body_length = sizeof hash.bytes,
	                           .real_ms = request->real_ms,
	                           .status = HTTP_OK,
	                           .resource_id = commanding->command.attempt_id};

	TRY(idempotency_key(request, &once.key));
	return idempotency_run(store_of(request), &once, take_body, commanding, answer, request->fault);
}

/* An answer that is taken: what the bureau needs to check it. */
struct taking {
	enum identity_method method;
	struct id id;
	struct commanding commanding;
	struct identity_case about;
	bool repeated; /* it was taken before: only to be shown */
};

static enum rc take(struct request *request, int64_t answers, struct taking *taking)
{
	struct identity_attempt attempt;
	struct idempotency_answer answer;

	TRY(path_id(request, "id", &taking->id));
	command_attempt(request, &taking->id, &taking->commanding);
	taking->commanding.method = taking->method;
	taking->commanding.number = answers;
	TRY(read_attempt(request, &taking->id, &attempt));
	TRY(take_once(request, &taking->commanding, &answer));
	taking->about = case_of(&attempt, request->arena);
	taking->repeated = answer.repeated;
	return RC_OK;
}

struct code_body {
	const char *code;
};

static enum field_verdict check_digits(const char *text)
{
	return text[strspn(text, "0123456789")] == '\0' ? FIELD_OK : FIELD_BAD_CHARACTER;
}

static const struct wire_field code_fields[] = {
	{.name = "code",
         .type = WIRE_TEXT,
         .offset = offsetof(struct code_body, code),
         .required = true,
         .min = CODE_MIN,
         .max = CODE_MAX,
         .check = check_digits},
};
static const struct wire_shape code_shape = WIRE_SHAPE(struct code_body, code_fields);

enum rc identity_code(struct request *request)
{
	struct taking taking = {.method = IDENTITY_SMS};
	struct code_body body = {0};
	struct identity_finding finding = {0};
	enum rc rc;

	TRY(body_read(request, &code_shape, &body));
	TRY(take(request, 1, &taking));
	if (taking.repeated)
		return reply(request, HTTP_OK, &taking.id);
	rc = identity_provider_check_code(app_of(request)->config, &taking.about, body.code, request->arena, &finding,
	                                  request->fault);
	TRY(settle(request, &taking.commanding, rc, &finding));
	return reply(request, HTTP_OK, &taking.id);
}

struct answers_body {
	struct wire_list options;
};

static const struct wire_field answers_fields[] = {
	{.name = "options",
         .type = WIRE_INTS,
         .offset = offsetof(struct answers_body, options),
         .required = true,
         .min = 1,
         .max = IDENTITY_QUESTIONS_MAX},
};
static const struct wire_shape answers_shape = WIRE_SHAPE(struct answers_body, answers_fields);

enum rc identity_answers(struct request *request)
{
	struct taking taking = {.method = IDENTITY_QUESTIONS};
	struct answers_body body = {0};
	struct identity_finding finding = {0};
	enum rc rc;

	TRY(body_read(request, &answers_shape, &body));
	TRY(take(request, (int64_t)body.options.count, &taking));
	if (taking.repeated)
		return reply(request, HTTP_OK, &taking.id);
	rc = identity_provider_check_answers(app_of(request)->config, &taking.about, body.options.items,
	                                     body.options.count, request->arena, &finding, request->fault);
	TRY(settle(request, &taking.commanding, rc, &finding));
	return reply(request, HTTP_OK, &taking.id);
}

/* ---- by hand ---- */

struct result_body {
	enum identity_outcome outcome;
	const char *approval_number;
};

WIRE_WORDS(identity_outcome);

static const struct wire_field result_fields[] = {
	{.name = "outcome",
         .type = WIRE_ENUM,
         .offset = offsetof(struct result_body, outcome),
         .required = true,
         .words = &identity_outcome_words},
	{.name = "approval_number",
         .type = WIRE_TEXT,
         .offset = offsetof(struct result_body, approval_number),
         .min = 1,
         .max = IDENTITY_APPROVAL_SIZE - 1},
};
static const struct wire_shape result_shape = WIRE_SHAPE(struct result_body, result_fields);

struct entering {
	struct commanding commanding;
	struct identity_settlement settlement;
};

static enum rc enter_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct entering *entering = context;

	return identity_attempt_enter(conn, &entering->commanding.command, &entering->settlement, fault);
}

enum rc identity_result(struct request *request)
{
	struct result_body body = {0};
	struct entering entering;
	struct id id;

	TRY(path_id(request, "id", &id));
	TRY(body_read(request, &result_shape, &body));
	command_attempt(request, &id, &entering.commanding);
	entering.settlement = (struct identity_settlement){
		.outcome = body.outcome, .approval_number = body.approval_number, .reason = "by_hand"};
	TRY(command_run(request, HTTP_OK, &id, enter_body, &entering, NULL));
	return reply(request, HTTP_OK, &id);
}
