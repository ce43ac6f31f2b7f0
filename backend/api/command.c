#include "api/command.h"

#include "api/routes.h"

#include <string.h>

struct scope command_scope(const struct request *request)
{
	static const enum scope_kind kinds[] = {
		[OWNERSHIP_MISSING] = SCOPE_UNSET,   [OWNERSHIP_NONE] = SCOPE_ALL,
		[OWNERSHIP_OWN] = SCOPE_OWN,         [OWNERSHIP_TEAM] = SCOPE_TEAM,
		[OWNERSHIP_REACHED] = SCOPE_REACHED, [OWNERSHIP_CLAIMED] = SCOPE_CLAIMED,
		[OWNERSHIP_PUBLIC] = SCOPE_UNSET,    [OWNERSHIP_INTERNAL] = SCOPE_UNSET,
	};

	return (struct scope){.kind = kinds[request->route->ownership],
	                      .user_id = request->caller.user_id,
	                      .team_ids = request->caller.team_ids,
	                      .teams_count = request->caller.team_ids_count,
	                      .role = role_name((enum role)request->caller.role),
	                      .now_ms = request->now_ms};
}

struct audit_entry command_audit(const struct request *request, const char *subject_kind, const struct id *subject_id)
{
	static const struct id none;

	return (struct audit_entry){.at_ms = request->now_ms,
	                            .real_ms = request->real_ms,
	                            .user_id = request->caller.user_id,
	                            .role = role_name((enum role)request->caller.role),
	                            .operation = request->route->operation_id,
	                            .subject_kind = subject_kind,
	                            .subject_id = subject_id ? *subject_id : none,
	                            .request_id = request->request_id};
}

enum rc command_once(struct request *request, int status, const struct id *resource_id, struct idempotency *once)
{
	*once = (struct idempotency){.user_id = request->caller.user_id,
	                             .operation = request->route->operation_id,
	                             .real_ms = request->real_ms,
	                             .status = status,
	                             .resource_id = *resource_id};
	TRY(idempotency_key(request, &once->key));
	/* The same key for another resource is another request: the path is part of what is compared. What
	 * body_read() took is still in its buffer. */
	once->body = arena_printf(request->arena, "%s %s", request->path,
	                          request->body_taken > 0 ? request->body_buf->data : "");
	once->body_length = strlen(once->body);
	return RC_OK;
}

enum rc command_run(struct request *request, int status, const struct id *resource_id, txn_body *body, void *context,
                    struct idempotency_answer *answer)
{
	struct idempotency_answer own;
	struct idempotency once;

	TRY(command_once(request, status, resource_id, &once));
	return idempotency_run(store_of(request), &once, body, context, answer ? answer : &own, request->fault);
}

struct audited {
	const struct audit_entry *entry;
	txn_body *body;
	void *context;
};

static enum rc audited_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct audited *audited = context;

	TRY(audited->body(conn, audited->context, fault));
	return audit_append(conn, audited->entry, fault);
}

enum rc command_run_audited(struct request *request, const struct audit_entry *entry, int status, txn_body *body,
                            void *context, struct idempotency_answer *answer)
{
	struct audited audited = {.entry = entry, .body = body, .context = context};

	return command_run(request, status, &entry->subject_id, audited_body, &audited, answer);
}

enum rc command_do_audited(struct request *request, const struct audit_entry *entry, txn_body *body, void *context)
{
	struct audited audited = {.entry = entry, .body = body, .context = context};

	return txn_run(store_of(request), audited_body, &audited, request->fault);
}
