#include "api/agents.h"

#include "api/app.h"
#include "api/body.h"
#include "api/command.h"
#include "api/desk.h"
#include "api/reply.h"
#include "base/civil.h"
#include "store/agents.h"
#include "store/calls.h"
#include "store/campaigns.h"
#include "store/counters.h"
#include "store/txn.h"

WIRE_WORDS(agent_state);
WIRE_WORDS(agent_break);

/* ---- the desk ---- */

static void put_member(struct buf *out, const char *name)
{
	buf_printf(out, ",\"%s\":", name);
}

static void put_dialing(struct buf *out, const struct campaign *campaign)
{
	put_member(out, "dialing");
	buf_printf(out, "{\"open\":%s", campaign && campaign->dialing_open ? "true" : "false");
	if (campaign && campaign->dialing_reason)
		buf_printf(out, ",\"reason\":\"%s\"", campaign->dialing_reason);
	if (campaign && campaign->dialing_from_ms)
		buf_printf(out, ",\"from\":%lld", (long long)campaign->dialing_from_ms);
	buf_char(out, '}');
}

struct day {
	struct id agent_id;
	struct kpi_counters sums;
};

static void add_row(void *context, const struct tally_row *row)
{
	struct day *day = context;

	for (size_t i = 0; id_equal(&row->key.agent_id, &day->agent_id) && i < KPI_ALL_COUNTERS; i++)
		day->sums.value[i] += row->sums.value[i];
}

static enum rc put_today(struct request *request, struct conn *conn, const struct agent_row *agent, struct buf *out)
{
	const struct counters_filter filter = {.period = TALLY_DAY,
	                                       .at_ms = civil_day_start(request->now_ms),
	                                       .team_ids = &agent->team_id,
	                                       .teams_count = 1};
	struct day *day = arena_alloc(request->arena, sizeof *day);
	const char *comma = "";

	day->agent_id = agent->id;
	TRY(counters_each(conn, &filter, add_row, day, request->fault));
	put_member(out, "today");
	buf_text(out, "{\"n\":{");
	for (size_t i = 0; i < KPI_ALL_COUNTERS; i++) {
		if (day->sums.value[i] == 0)
			continue;
		buf_printf(out, "%s\"%s\":%lld", comma, kpi_counter_field(i), (long long)day->sums.value[i]);
		comma = ",";
	}
	buf_text(out, "}}");
	return RC_OK;
}

/* What lies on the desk beside the state: each part is there when the agent's row points to it. */
static enum rc put_parts(struct request *request, struct conn *conn, const struct agent_row *agent, struct buf *out)
{
	for (size_t i = 0; i < desk_parts_count; i++) {
		BUF(part, DESK_PART_MAX);
		bool there = false;

		TRY(desk_parts[i].write(request, conn, agent, &part, &there));
		if (!there)
			continue;
		put_member(out, desk_parts[i].name);
		buf_append(out, part.data, part.length);
	}
	return RC_OK;
}

static enum rc write_desk(struct request *request, const struct agent_row *agent)
{
	CONN(conn);
	struct buf *out = reply_buf(request);
	struct campaign campaign;
	bool works = !id_is_none(&agent->campaign_id);
	int64_t version;

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	if (works)
		TRY(campaign_get(&conn, &agent->campaign_id, request->arena, &campaign, request->fault));
	buf_text(out, "{\"state\":");
	TRY(agent_json(&conn, &agent->id, out, &version, request->fault));
	TRY(put_parts(request, &conn, agent, out));
	put_member(out, "service_now");
	buf_int(out, request->now_ms);
	put_dialing(out, works ? &campaign : NULL);
	TRY(put_today(request, &conn, agent, out));
	buf_char(out, '}');
	return RC_OK;
}

enum rc agents_me(struct request *request)
{
	const struct agent_log_in log_in = {
		.user_id = request->caller.user_id, .now_ms = request->now_ms, .real_ms = request->real_ms};
	struct agent_row agent;

	TRY(agent_log_in(store_of(request), &log_in, request->arena, &agent, request->fault));
	TRY(write_desk(request, &agent));
	return reply_json(request, HTTP_OK);
}

/* ---- the state ---- */

struct state_body {
	enum agent_state state;
	enum agent_break reason;
	struct id campaign_id;
	struct wire_given given;
};

static const struct wire_field state_fields[] = {
	{.name = "state",
         .type = WIRE_ENUM,
         .offset = offsetof(struct state_body, state),
         .required = true,
         .words = &agent_state_words},
	{.name = "reason",
         .type = WIRE_ENUM,
         .offset = offsetof(struct state_body, reason),
         .words = &agent_break_words},
	{.name = "campaign_id", .type = WIRE_ID, .offset = offsetof(struct state_body, campaign_id)},
};
static const struct wire_shape state_shape = WIRE_SHAPE_GIVEN(struct state_body, state_fields, given);

/* What each state that may be asked for means as an event. */
static enum rc read_wish(struct request *request, struct agent_move *move)
{
	static const struct {
		bool may;
		enum agent_event event;
	} wishes[AGENT_STATE_COUNT] = {
		[AGENT_AVAILABLE] = {true, AGENT_GO_AVAILABLE},
		[AGENT_BREAK] = {true, AGENT_GO_BREAK},
		[AGENT_TASK] = {true, AGENT_GO_TASK},
	};
	struct state_body body = {0};

	TRY(body_read(request, &state_shape, &body));
	if (!wishes[body.state].may)
		return fault_field(request->fault, "state", "not_allowed");
	if (body.state == AGENT_BREAK && !wire_was_given(&state_shape, &body, "reason"))
		return fault_field(request->fault, "reason", "required");
	move->event = wishes[body.state].event;
	move->reason = body.reason;
	move->campaign_id = body.campaign_id;
	return RC_OK;
}

struct change {
	struct agent_move move;
	struct arena *arena;
};

static enum rc change_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct change *change = context;

	return agent_move(conn, &change->move, change->arena, NULL, fault);
}

/* A campaign that the agent's team works in. */
static enum rc check_campaign(struct request *request, const struct id *campaign_id)
{
	CONN(conn);
	BSON(filter);
	const bson_t *row;

	if (id_is_none(campaign_id))
		return RC_OK;
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	wire_put_id(&filter, "_id", campaign_id);
	wire_put_in_ids(&filter, "team_ids", request->caller.team_ids, request->caller.team_ids_count);
	TRY(conn_find_one(&conn, "campaigns", &filter, NULL, request->arena, &row, request->fault));
	return row ? RC_OK : fault_field(request->fault, "campaign_id", "unknown");
}

enum rc agents_set_state(struct request *request)
{
	struct change change = {.move = {.agent_id = request->caller.user_id, .now_ms = request->now_ms},
	                        .arena = request->arena};
	const struct audit_entry audit = command_audit(request, "agent", &request->caller.user_id);
	CONN(conn);
	int64_t version;

	TRY(read_wish(request, &change.move));
	TRY(check_campaign(request, &change.move.campaign_id));
	TRY(command_do_audited(request, &audit, change_body, &change));
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(agent_json(&conn, &change.move.agent_id, reply_buf(request), &version, request->fault));
	return reply_document(request, HTTP_OK, version);
}
