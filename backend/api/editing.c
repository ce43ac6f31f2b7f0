#include "api/editing.h"

#include "api/app.h"
#include "api/command.h"
#include "api/reply.h"

void editing_begin(struct editing *editing, struct request *request, const struct catalogue_kind *kind,
                   const void *record)
{
	*editing = (struct editing){.request = request, .edit = {.kind = kind, .record = record}};
	editing->audit = command_audit(request, kind->subject, NULL);
	editing->edit.audit = &editing->audit;
}

static enum rc write_body(struct conn *conn, void *context, struct fault *fault)
{
	struct editing *editing = context;

	editing->audit.subject_id = editing->edit.id;
	if (editing->check)
		TRY(editing->check(conn, editing, fault));
	return editing->edit.version ? catalogue_replace(conn, &editing->edit, fault)
	                             : catalogue_insert(conn, &editing->edit, fault);
}

static enum rc answer(struct request *request, const struct catalogue_kind *kind, const struct id *id,
                      const char *collection)
{
	CONN(conn);
	int64_t version;

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(catalogue_json(&conn, kind, id, reply_buf(request), &version, request->fault));
	return collection ? reply_created(request, collection, id, version)
	                  : reply_document(request, HTTP_OK, version);
}

/* A new document; a repeat shows what the first one made. */
enum rc editing_create(struct editing *editing, const char *collection)
{
	struct request *request = editing->request;
	struct idempotency_answer made;

	editing->edit.id = id_new(request->real_ms);
	TRY(catalogue_fault(editing->edit.kind,
	                    command_run(request, HTTP_CREATED, &editing->edit.id, write_body, editing, &made),
	                    request->fault));
	return answer(request, editing->edit.kind, &made.resource_id, collection);
}

enum rc editing_replace(struct editing *editing)
{
	struct request *request = editing->request;

	TRY(path_id(request, "id", &editing->edit.id));
	TRY(if_match(request, &editing->edit.version));
	TRY(catalogue_fault(editing->edit.kind, txn_run(store_of(request), write_body, editing, request->fault),
	                    request->fault));
	return answer(request, editing->edit.kind, &editing->edit.id, NULL);
}
