/* The end of a line: what it does to call, agent and lead, of calls.h. */
#include "store/agents.h"
#include "store/calls.h"
#include "store/campaigns.h"
#include "store/dispositions.h"
#include "store/identity_attempts.h"
#include "store/readings.h"
#include "store/redials.h"

static const char *reason_of(const struct call_end *end)
{
	return end->abandoned ? "abandoned" : line_report_name(end->report);
}

static enum rc tell_end(struct conn *conn, const struct call *call, const struct call_end *end, struct fault *fault)
{
	BSON(extra);

	wire_put_text(&extra, "end_reason", reason_of(end));
	wire_put_int(&extra, "talk_ms", call->connected_ms ? end->now_ms - call->connected_ms : 0);
	TRY(call_tell(conn, call, "call.ended", &extra, true, end->now_ms, fault));
	return end->abandoned ? call_tell(conn, call, "call.abandoned", NULL, true, end->now_ms, fault) : RC_OK;
}

/* Talks that sell end with a disposition; other calls from a sale with the work they are part of. */
static bool wants_disposition(const struct call *call)
{
	return call->kind == CALL_DIALED || call->kind == CALL_REDIAL;
}

/* What the end does to the agent: wrap-up; own work when it fell after an acceptance; free when it only rang. */
static enum rc end_for_agent(struct conn *conn, const struct call *call, const struct call_end *end,
                             struct arena *arena, struct fault *fault)
{
	bool fell = end->report == LINE_REPORT_CUSTOMER_HUNG_UP || end->report == LINE_REPORT_DROPPED ||
	            end->report == LINE_REPORT_FAILURE;
	bool accepted = !id_is_none(&call->sale_id) && wants_disposition(call);
	struct agent_move move = {.agent_id = call->agent_id, .now_ms = end->now_ms, .may_be_refused = true};
	struct campaign campaign;
	struct agent_row agent;
	bool found = false;

	if (!id_is_none(&call->agent_id))
		TRY(agent_look(conn, &call->agent_id, arena, &agent, &found, fault));
	if (!found)
		return RC_OK;
	TRY(campaign_get(conn, &call->campaign_id, arena, &campaign, fault));
	move.event = call->state == CALL_OFFERED ? AGENT_CALL_WITHDRAWN
	             : fell && accepted          ? AGENT_CALL_DROPS_ACCEPTED
	                                         : AGENT_CALL_ENDS;
	move.wrap_up_until_ms = end->now_ms + (id_is_none(&call->sale_id) ? campaign.policy.agent.wrap_up_ms
	                                                                  : campaign.policy.agent.wrap_up_sale_ms);
	TRY(agent_move(conn, &move, arena, NULL, fault));
	if (move.event == AGENT_CALL_DROPS_ACCEPTED)
		return redial_hold(conn, call, &campaign, fault);
	if (wants_disposition(call) || call->state == CALL_OFFERED)
		return RC_OK;
	move.event = AGENT_DISPOSES;
	return agent_move(conn, &move, arena, NULL, fault);
}

/* What the line alone says of a call that no agent took. */
static enum disposition disposition_of(const struct call_end *end)
{
	static const enum disposition by_report[LINE_REPORT_COUNT] = {
		[LINE_REPORT_NONE] = DISPOSITION_LINE_FAILURE,
		[LINE_REPORT_NO_ANSWER] = DISPOSITION_NO_ANSWER,
		[LINE_REPORT_BUSY] = DISPOSITION_BUSY,
		[LINE_REPORT_MACHINE] = DISPOSITION_MACHINE,
		[LINE_REPORT_CUSTOMER_HUNG_UP] = DISPOSITION_HUNG_UP_BEFORE_OFFER,
		[LINE_REPORT_AGENT_HUNG_UP] = DISPOSITION_HUNG_UP_BEFORE_OFFER, /* abandoned by us */
		[LINE_REPORT_DROPPED] = DISPOSITION_DROPPED,
		[LINE_REPORT_FAILURE] = DISPOSITION_LINE_FAILURE,
	};

	return by_report[end->report];
}

enum rc call_end(struct conn *conn, const struct call_end *end, struct fault *fault)
{
	ARENA(arena, 16384, 1 << 20);
	BSON(set);
	struct call call;

	TRY(call_get(conn, &end->call_id, arena, &call, fault));
	if (call.state == CALL_ENDED)
		return RC_OK;
	if (end->abandoned && call.connected_ms)
		return fault_set(fault, RC_CONFLICT, "call_state", "calls: somebody has taken the call");
	wire_put_text(&set, "state", call_state_name(CALL_ENDED));
	wire_put_ms(&set, "ended_at", end->now_ms);
	wire_put_text(&set, "end_reason", reason_of(end));
	if (call.connected_ms && !call.has_disposition && wants_disposition(&call))
		wire_put_text(&set, "step", "disposition");
	TRY(call_write(conn, &call, &set, NULL, fault));
	TRY(tell_end(conn, &call, end, fault));
	TRY(identity_attempts_release(conn, &call.id, end->now_ms, fault));
	TRY(readings_end_with_call(conn, &call.id, end->now_ms, fault));
	call.ended_ms = end->now_ms;
	TRY(end_for_agent(conn, &call, end, arena, fault));
	if (call.connected_ms || !wants_disposition(&call))
		return RC_OK;
	return call_dispose_by_line(conn, &call.id, disposition_of(end), end->now_ms, fault);
}

enum rc call_agent_gone(struct conn *conn, const struct agent_gone *gone, int64_t *wait_ms, struct fault *fault)
{
	ARENA(arena, 32768, 4 << 20);
	const struct agent_move move = {.agent_id = gone->agent_id,
	                                .event = AGENT_PRESENCE_LOST,
	                                .now_ms = gone->now_ms,
	                                .may_be_refused = true};
	struct call_end end = {.report = LINE_REPORT_DROPPED, .now_ms = gone->now_ms};
	struct campaign campaign = {.policy = policy_defaults()};
	struct agent_row agent;
	int64_t left_ms;

	TRY(agent_get(conn, &gone->agent_id, arena, &agent, fault));
	if (!id_is_none(&agent.campaign_id))
		TRY(campaign_get(conn, &agent.campaign_id, arena, &campaign, fault));
	left_ms = agent.stream_lost_ms + campaign.policy.agent.presence_ms - gone->real_ms;
	*wait_ms = agent.stream_lost_ms && left_ms > 0 ? left_ms : 0;
	if (!agent.stream_lost_ms || left_ms > 0)
		return RC_OK;
	end.call_id = agent.call_id;
	if (agent.agent.state == AGENT_TALKING)
		TRY(call_end(conn, &end, fault));
	return agent_move(conn, &move, arena, NULL, fault);
}
