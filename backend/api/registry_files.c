/* Files of the registry's answers. */
#include "api/app.h"
#include "api/body.h"
#include "api/command.h"
#include "api/reply.h"
#include "api/suppressions.h"
#include "store/registry_files.h"

#include <string.h>

enum { FILE_MAX = 200000000 };

struct announced {
	int64_t size;
	const char *sha256;
};

#define OFFSET(member) .offset = offsetof(struct announced, member), .required = true
static const struct wire_field announced_fields[] = {
	{.name = "size", .type = WIRE_INT, OFFSET(size), .min = 1, .max = FILE_MAX},
	{.name = "sha256", .type = WIRE_TEXT, OFFSET(sha256), .max = BODY_SHA256_HEX, .check = body_check_sha256},
};
#undef OFFSET
static const struct wire_shape announced_shape = WIRE_SHAPE(struct announced, announced_fields);

struct work {
	struct request *request;
	const struct announced *announced;
	struct id id;
};

static enum rc answer(struct request *request, int status, const struct id *id)
{
	CONN(conn);
	int64_t version;

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(registry_file_json(&conn, id, reply_buf(request), &version, request->fault));
	if (status == HTTP_CREATED)
		return reply_created(request, "/api/v1/registry-files", id, version);
	return reply_document(request, status, version);
}

enum rc registry_files_list(struct request *request)
{
	CONN(conn);
	struct page page;

	TRY(query_page(request, &page));
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(registry_files_json(&conn, page.after, page.limit, reply_buf(request), request->fault));
	return reply_page(request);
}

static enum rc create_body(struct conn *conn, void *context, struct fault *fault)
{
	struct work *work = context;
	const struct request *request = work->request;
	const struct registry_file_new file = {.id = work->id,
	                                       .size = work->announced->size,
	                                       .sha256 = work->announced->sha256,
	                                       .created_by = request->caller.user_id,
	                                       .now_ms = request->now_ms};
	const struct blob_new blob = {.id = work->id,
	                              .kind = "registry_file",
	                              .owner_id = request->caller.user_id,
	                              .now_ms = request->real_ms};

	TRY(registry_file_insert(conn, &file, fault));
	return blob_begin(conn, app_of(request)->vault, &blob, fault);
}

enum rc registry_files_create(struct request *request)
{
	struct announced announced;
	struct work work = {.request = request, .announced = &announced, .id = id_new(request->real_ms)};
	const struct audit_entry audit = command_audit(request, "registry_file", &work.id);
	struct idempotency_answer done;

	TRY(body_read(request, &announced_shape, &announced));
	TRY(command_run_audited(request, &audit, HTTP_CREATED, create_body, &work, &done));
	return answer(request, HTTP_CREATED, &done.resource_id);
}

enum rc registry_files_piece(struct request *request)
{
	CONN(conn);
	struct registry_file file;
	struct bytes bytes;
	struct id id;
	int64_t n;

	TRY(path_id(request, "id", &id));
	TRY(path_int(request, "n", 0, BLOB_PIECES_MAX - 1, &n));
	TRY(body_raw(request, "application/octet-stream", &bytes));
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(registry_file_get(&conn, &id, request->arena, &file, request->fault));
	if (strcmp(file.state, "uploading") != 0)
		return fault_set(request->fault, RC_CONFLICT, "state", "the file takes no more pieces");
	TRY(blob_put(&conn, app_of(request)->vault, &id, n, bytes.data, bytes.length, request->fault));
	return reply_nothing(request);
}

/* The file must be whole before its import begins. */
static enum rc complete_file(struct request *request, const struct id *id)
{
	CONN(conn);
	struct registry_file file;

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(registry_file_get(&conn, id, request->arena, &file, request->fault));
	return registry_file_complete(&conn, app_of(request)->vault, &file, request->arena, request->fault);
}

static enum rc import_body(struct conn *conn, void *context, struct fault *fault)
{
	struct work *work = context;

	return registry_file_begin_import(conn, &work->id, work->request->now_ms, fault);
}

enum rc registry_files_import(struct request *request)
{
	struct work work = {.request = request};
	struct idempotency_answer done;
	struct audit_entry audit;

	TRY(path_id(request, "id", &work.id));
	TRY(complete_file(request, &work.id));
	audit = command_audit(request, "registry_file", &work.id);
	TRY(command_run_audited(request, &audit, HTTP_ACCEPTED, import_body, &work, &done));
	return answer(request, HTTP_ACCEPTED, &done.resource_id);
}
