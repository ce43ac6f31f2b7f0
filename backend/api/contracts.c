#include "api/contracts.h"

#include "api/app.h"
#include "api/body.h"
#include "api/campaigns.h"
#include "api/command.h"
#include "api/reply.h"
#include "store/contracts.h"

#include <string.h>

/* ---- reading ---- */

enum rc contracts_list(struct request *request)
{
	CONN(conn);
	const struct scope scope = campaigns_scope(request);
	struct page page;
	struct id id;

	TRY(path_id(request, "id", &id));
	TRY(query_page(request, &page));
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(contracts_page_json(&conn, &scope, &id, page.after, page.limit, reply_buf(request), request->fault));
	return reply_page(request);
}

/* The version as it stands; made: it is new. */
static enum rc answer(struct request *request, const struct scope *scope, const struct id *id, bool made)
{
	CONN(conn);
	int64_t version;

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(contract_json(&conn, scope, id, reply_buf(request), &version, request->fault));
	return made ? reply_created(request, "/api/v1/contracts", id, version)
	            : reply_document(request, HTTP_OK, version);
}

enum rc contracts_get(struct request *request)
{
	const struct scope scope = campaigns_scope(request);
	struct id id;

	TRY(path_id(request, "id", &id));
	return answer(request, &scope, &id, false);
}

enum rc contracts_preview(struct request *request)
{
	CONN(conn);
	const struct scope scope = campaigns_scope(request);
	struct id id;

	TRY(path_id(request, "id", &id));
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(contract_preview_json(&conn, &scope, &id, reply_buf(request), request->fault));
	return reply_page(request);
}

/* ---- changing ---- */

typedef enum rc contract_act(struct conn *conn, const struct contract_command *command, struct fault *fault);

struct work {
	contract_act *act;
	struct contract_command command;
};

static enum rc run_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct work *work = context;

	return work->act(conn, &work->command, fault);
}

/* The version in the path, as the editor saw it. */
static enum rc begin(struct request *request, contract_act *act, struct work *work)
{
	struct contract_command *command = &work->command;

	*work = (struct work){.act = act, .command = {.arena = request->arena}};
	TRY(path_id(request, "id", &command->id));
	TRY(if_match(request, &command->version));
	command->audit = command_audit(request, "contract", &command->id);
	return RC_OK;
}

/* Two drafts at once: the second meets the index. */
static enum rc draft_fault(enum rc rc, struct fault *fault)
{
	if (rc == RC_CONFLICT && strcmp(fault->code, "duplicate") == 0)
		return fault_set(fault, RC_CONFLICT, "draft_exists", "contracts: the campaign has a draft already");
	return rc;
}

enum rc contracts_create(struct request *request)
{
	struct work work = {.act = contract_draft, .command = {.id = id_new(request->real_ms)}};
	struct contract_command *command = &work.command;
	struct idempotency_answer made;

	TRY(path_id(request, "id", &command->campaign_id));
	command->audit = command_audit(request, "contract", &command->id);
	TRY(draft_fault(command_run(request, HTTP_CREATED, &command->id, run_body, &work, &made), request->fault));
	return answer(request, &scope_all, &made.resource_id, true);
}

enum rc contracts_put(struct request *request)
{
	struct contract_edit edit;
	struct work work;

	TRY(begin(request, contract_save, &work));
	TRY(body_read(request, &wire_contract_shape, &edit));
	work.command.edit = &edit;
	TRY(txn_run(store_of(request), run_body, &work, request->fault));
	return answer(request, &scope_all, &work.command.id, false);
}

enum rc contracts_discard(struct request *request)
{
	struct work work;

	TRY(begin(request, contract_discard, &work));
	TRY(txn_run(store_of(request), run_body, &work, request->fault));
	return reply_nothing(request);
}

enum rc contracts_publish(struct request *request)
{
	struct work work;

	TRY(begin(request, contract_publish, &work));
	TRY(command_run(request, HTTP_OK, &work.command.id, run_body, &work, NULL));
	return answer(request, &scope_all, &work.command.id, false);
}
