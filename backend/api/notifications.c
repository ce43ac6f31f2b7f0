#include "api/notifications.h"

#include "api/app.h"
#include "api/command.h"
#include "api/reply.h"
#include "store/notifications.h"

enum rc notifications_list(struct request *request)
{
	struct page page;
	CONN(conn);

	TRY(query_page(request, &page));
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(notifications_page_json(&conn, &request->caller.user_id, page.after, page.limit, reply_buf(request),
	                            request->fault));
	return reply_page(request);
}

struct acknowledgement {
	const struct request *request;
	struct id id;
};

static enum rc acknowledge(struct conn *conn, void *context, struct fault *fault)
{
	const struct acknowledgement *acknowledgement = context;
	const struct request *request = acknowledgement->request;

	return notification_acknowledge(conn, &request->caller.user_id, &acknowledgement->id, request->now_ms, fault);
}

enum rc notification_acknowledge_post(struct request *request)
{
	struct acknowledgement acknowledgement = {.request = request};
	struct audit_entry audit;
	CONN(conn);

	TRY(path_id(request, "id", &acknowledgement.id));
	audit = command_audit(request, "notification", &acknowledgement.id);
	TRY(command_run_audited(request, &audit, HTTP_OK, acknowledge, &acknowledgement, NULL));
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(notification_json(&conn, &request->caller.user_id, &acknowledgement.id, reply_buf(request),
	                      request->fault));
	return reply_json(request, HTTP_OK);
}
