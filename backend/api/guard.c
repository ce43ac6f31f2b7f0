#include "api/guard.h"

#include "api/access.h"
#include "api/app.h"
#include "api/routes.h"

#include <assert.h>
#include <string.h>

/* "Bearer <token>"; anything else gives an empty token, which the gate refuses like any other. */
static const char *bearer_of(const char *authorization)
{
	static const char scheme[] = "Bearer ";

	if (!authorization || strncmp(authorization, scheme, sizeof scheme - 1) != 0)
		return "";
	return authorization + sizeof scheme - 1;
}

static void fill_caller(struct request *request, const struct session_view *view)
{
	struct id *team_ids = arena_array(request->arena, view->teams_count + 1, sizeof *team_ids);

	memcpy(team_ids, view->team_ids, view->teams_count * sizeof *team_ids);
	request->caller = (struct caller){.user_id = view->user_id,
	                                  .session_id = view->session_id,
	                                  .team_ids = team_ids,
	                                  .team_ids_count = view->teams_count,
	                                  .role = view->role,
	                                  .name = arena_strdup(request->arena, view->name)};
}

static enum rc need_store(struct request *request)
{
	if (store_of(request))
		return RC_OK;
	return fault_set(request->fault, RC_UNAVAILABLE, "store", "the database has not answered yet");
}

enum rc guard_identify(struct request *request)
{
	struct access *access = app_of(request)->access;
	struct access_sessions sessions = {.store = store_of(request), .now_ms = request->now_ms};
	struct session_source source = access_session_source(&sessions);
	struct token_claims claims;
	struct session_view view;
	const char *header;

	TRY(need_store(request));
	TRY(request_header(request, "AUTHORIZATION", &header));
	TRY(token_verify(&access->gate, bearer_of(header), request->real_ms, &claims, request->fault));
	TRY(session_cache_get(access->sessions, &source, &claims.session_id, &view, request->fault));
	TRY(session_check(&view, &claims, request->real_ms, request->fault));
	fill_caller(request, &view);
	if (view.must_change_password && !(request->route->flags & ROUTE_EARLY))
		return fault_set(request->fault, RC_FORBIDDEN, "password_change_required",
		                 "the password is a temporary one: choose another first");
	return RC_OK;
}

enum rc guard(struct request *request)
{
	if (request->route->ownership == OWNERSHIP_INTERNAL)
		return RC_OK;
	if (request->route->ownership == OWNERSHIP_PUBLIC)
		return need_store(request);
	TRY(guard_identify(request));
	if (!(request->route->roles & 1u << request->caller.role))
		return fault_set(request->fault, RC_FORBIDDEN, "forbidden", "the caller's role may not do this");
	return RC_OK;
}
