#include "api/desk.h"

#include "store/calls.h"

static enum rc write_call(struct request *request, struct conn *conn, const struct agent_row *agent, struct buf *out,
                          bool *there)
{
	int64_t version;

	if (id_is_none(&agent->call_id))
		return RC_OK;
	*there = true;
	return call_json(conn, &agent->call_id, out, &version, request->fault);
}

const struct desk_part desk_parts[] = {
	{"call", write_call},
};
const size_t desk_parts_count = sizeof desk_parts / sizeof *desk_parts;
