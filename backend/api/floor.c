#include "api/floor.h"

#include "api/app.h"
#include "api/reply.h"
#include "domain/role.h"
#include "store/floor.h"

static const struct id no_team;

enum rc floor_get(struct request *request)
{
	const struct caller *caller = &request->caller;
	struct floor_query query = {.now_ms = request->now_ms};

	TRY(query_id(request, "campaign_id", &query.campaign_id));
	if (role_may_see((enum role)caller->role, SUBJECT_REPORTS) != REACH_ALL) {
		query.team_ids = caller->team_ids_count ? caller->team_ids : &no_team;
		query.teams_count = caller->team_ids_count;
	}
	TRY(floor_json(store_of(request), &query, reply_buf(request), request->fault));
	return reply_json(request, HTTP_OK);
}
