#include "api/calls.h"

#include "api/app.h"
#include "api/command.h"
#include "api/reply.h"
#include "domain/role.h"
#include "ports/telephony.h"
#include "store/sale_calls.h"
#include "store/txn.h"

#define V1_CALLS "/api/v1/calls"

enum { UTTERANCES_MAX = 100000 };

enum rc calls_command(struct request *request, struct call_command *command)
{
	TRY(path_id(request, "id", &command->call_id));
	command->user_id = request->caller.user_id;
	command->is_agent = request->caller.role == ROLE_AGENT;
	command->now_ms = request->now_ms;
	return RC_OK;
}

enum rc calls_reply(struct request *request, const struct id *call_id)
{
	CONN(conn);
	int64_t version;

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(call_json(&conn, call_id, reply_buf(request), &version, request->fault));
	return reply_document(request, HTTP_OK, version);
}

enum rc calls_run(struct request *request, const struct call_command *command, txn_body *body, void *context)
{
	const struct audit_entry audit = command_audit(request, "call", &command->call_id);

	TRY(command_run_audited(request, &audit, HTTP_OK, body, context, NULL));
	return calls_reply(request, &command->call_id);
}

/* The caller's own call, or none. */
static enum rc read_own(struct request *request, struct call *call)
{
	CONN(conn);
	struct id id;

	TRY(path_id(request, "id", &id));
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	return call_get_own(&conn, &id, &request->caller.user_id, request->arena, call, request->fault);
}

enum rc calls_list_own(struct request *request)
{
	CONN(conn);
	const struct scope scope = {.kind = SCOPE_OWN, .user_id = request->caller.user_id};
	struct call_page list = {.scope = &scope, .now_ms = request->now_ms};
	struct page page;

	TRY(query_page(request, &page));
	list.after = page.after;
	list.limit = page.limit;
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(calls_page_json(&conn, &list, reply_buf(request), request->fault));
	return reply_page(request);
}

enum rc calls_get(struct request *request)
{
	struct call call;

	TRY(read_own(request, &call));
	return calls_reply(request, &call.id);
}

static enum rc connect_body(struct conn *conn, void *context, struct fault *fault)
{
	return call_connect(conn, context, fault);
}

enum rc calls_connect(struct request *request)
{
	struct call_command command;

	TRY(calls_command(request, &command));
	return calls_run(request, &command, connect_body, &command);
}

static enum rc hangup_body(struct conn *conn, void *context, struct fault *fault)
{
	return call_hang_up(conn, context, fault);
}

enum rc calls_hangup(struct request *request)
{
	struct call_command command;

	TRY(calls_command(request, &command));
	return calls_run(request, &command, hangup_body, &command);
}

static enum rc compose(struct request *request, const struct call *call, int64_t n, struct buf *wav)
{
	struct call_speech speech;
	const struct telephony_call whom = {.call_id = call->id,
	                                    .phone = call->phone,
	                                    .attempt = call->attempt,
	                                    .is_contract = call->purpose == CONTACT_CONTRACT_EXECUTION};
	struct telephony_utterance said;

	TRY(call_speech_get(call, n, &speech, request->fault));
	said = (struct telephony_utterance){.fact = speech.fact, .n = speech.n, .take = speech.take};
	return telephony_sound(app_of(request)->config, &whom, &said, wav, request->fault);
}

enum rc calls_line(struct request *request)
{
	struct call call;
	int64_t n;

	TRY(path_int(request, "n", 1, UTTERANCES_MAX, &n));
	TRY(read_own(request, &call));
	TRY(compose(request, &call, n, reply_buf(request)));
	TRY(reply_json(request, HTTP_OK));
	request->response.content_type = "audio/wav";
	return RC_OK;
}

static enum rc place_body(struct conn *conn, void *context, struct fault *fault)
{
	return sale_call_place(conn, context, fault);
}

enum rc calls_from_sale(struct request *request)
{
	struct sale_call place = {.call_id = id_new(request->real_ms),
	                          .user_id = request->caller.user_id,
	                          .is_agent = request->caller.role == ROLE_AGENT,
	                          .now_ms = request->now_ms};
	const struct audit_entry audit = command_audit(request, "call", &place.call_id);
	struct idempotency_answer answer;
	CONN(conn);
	int64_t version;

	TRY(path_id(request, "id", &place.sale_id));
	TRY(command_run_audited(request, &audit, HTTP_CREATED, place_body, &place, &answer));
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(call_json(&conn, &answer.resource_id, reply_buf(request), &version, request->fault));
	return reply_created(request, V1_CALLS, &answer.resource_id, version);
}
