#include "api/desk.h"

#include "api/app.h"
#include "api/command.h"
#include "api/identity.h"
#include "store/calls.h"
#include "store/identity_attempts.h"
#include "store/readings.h"
#include "store/recordings.h"
#include "store/sales.h"

static enum rc write_call(struct request *request, struct conn *conn, const struct agent_row *agent, struct buf *out,
                          bool *there)
{
	int64_t version;

	if (id_is_none(&agent->call_id))
		return RC_OK;
	*there = true;
	return call_json(conn, &agent->call_id, out, &version, request->fault);
}

/* The sale being worked on, when it is the agent's own. */
static enum rc write_sale(struct request *request, struct conn *conn, const struct agent_row *agent, struct buf *out,
                          bool *there)
{
	const struct scope scope = command_scope(request);
	enum rc rc;

	if (id_is_none(&agent->sale_id))
		return RC_OK;
	rc = sale_json(conn, &agent->sale_id, &scope, out, NULL, request->fault);
	*there = rc == RC_OK;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Its latest identity attempt. */
static enum rc write_attempt(struct request *request, struct conn *conn, const struct agent_row *agent,
                             struct buf *out, bool *there)
{
	struct id attempt_id;

	if (id_is_none(&agent->sale_id))
		return RC_OK;
	TRY(identity_attempt_latest(conn, &agent->sale_id, &agent->id, &attempt_id, request->fault));
	*there = !id_is_none(&attempt_id);
	return *there ? identity_write(request, conn, &attempt_id, out) : RC_OK;
}

/* The latest take of the call under way. */
static enum rc write_reading(struct request *request, struct conn *conn, const struct agent_row *agent,
                             struct buf *out, bool *there)
{
	const struct scope scope = command_scope(request);
	struct id reading_id;

	if (id_is_none(&agent->sale_id) || id_is_none(&agent->call_id))
		return RC_OK;
	TRY(reading_latest(conn, &agent->sale_id, &agent->call_id, &reading_id, request->fault));
	*there = !id_is_none(&reading_id);
	return *there ? reading_json(conn, &reading_id, &scope, out, request->fault) : RC_OK;
}

static enum rc write_recording(struct request *request, struct conn *conn, const struct agent_row *agent,
                               struct buf *out, bool *there)
{
	struct recording recording;

	if (id_is_none(&agent->call_id))
		return RC_OK;
	TRY(recording_of_call(conn, &agent->call_id, request->arena, &recording, there, request->fault));
	return *there ? recording_json(conn, &recording, app_of(request)->vault, false, out, request->fault) : RC_OK;
}

const struct desk_part desk_parts[] = {
	{"call", write_call},       {"sale", write_sale},           {"attempt", write_attempt},
	{"reading", write_reading}, {"recording", write_recording},
};
const size_t desk_parts_count = sizeof desk_parts / sizeof *desk_parts;
