#include "api/campaigns.h"

#include "api/app.h"
#include "api/command.h"
#include "api/reply.h"
#include "domain/role.h"
#include "store/campaigns.h"

struct scope campaigns_scope(const struct request *request)
{
	return request->caller.role == ROLE_ADMIN ? scope_all : command_scope(request);
}

enum rc campaigns_list(struct request *request)
{
	CONN(conn);
	const struct scope scope = campaigns_scope(request);
	struct page page;

	TRY(query_page(request, &page));
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(campaigns_page_json(&conn, &scope, page.after, page.limit, reply_buf(request), request->fault));
	return reply_page(request);
}

enum rc campaigns_rebuttals(struct request *request)
{
	CONN(conn);
	const struct scope scope = campaigns_scope(request);
	bool withdrawn = request->caller.role != ROLE_AGENT;
	struct id id;

	TRY(path_id(request, "id", &id));
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(rebuttals_json(&conn, &scope, &id, withdrawn, reply_buf(request), request->fault));
	return reply_json(request, HTTP_OK);
}
