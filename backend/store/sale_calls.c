#include "store/sale_calls.h"

#include "store/agents.h"
#include "store/campaigns.h"
#include "store/dispositions.h"
#include "store/redials.h"
#include "store/sale_submission.h"

#include <string.h>

/* The agent's own sale, by credit or by its task, or one that was handed in. */
static bool is_reached(const struct sale_call *place, const bson_t *sale)
{
	struct id agent_id = wire_get_id(sale, "agent_id"), worker_id = wire_get_id(sale, "task_agent_id");
	const char *state = wire_get_text(sale, "state");

	if (place->is_agent)
		return id_equal(&agent_id, &place->user_id) || id_equal(&worker_id, &place->user_id);
	return state && strcmp(state, sale_state_name(SALE_DRAFT)) != 0;
}

static bool holds_claim(const struct sale_call *place, const bson_t *sale)
{
	struct id holder = wire_get_id(sale, "claim.by");

	return id_equal(&holder, &place->user_id) && wire_get_ms(sale, "claim.until", 0) > place->now_ms;
}

static enum rc find_sale(struct conn *conn, const struct sale_call *place, struct arena *arena, const bson_t **sale,
                         struct fault *fault)
{
	BSON(filter);

	wire_put_id(&filter, "_id", &place->sale_id);
	TRY(conn_find_one(conn, "sales", &filter, NULL, arena, sale, fault));
	if (!*sale || !is_reached(place, *sale))
		return fault_set(fault, RC_NOT_FOUND, "not_found", "sales: no such sale for this caller");
	return place->is_agent || holds_claim(place, *sale) ? RC_OK : sale_refuse(SALE_NOT_CLAIMED, fault);
}

static enum rc check_hours(const struct campaign *campaign, int64_t now_ms, struct fault *fault)
{
	enum rc rc;
	int64_t opens_ms = 0;

	if (contact_hours_is_open(&campaign->hours, now_ms))
		return RC_OK;
	(void)contact_hours_next(&campaign->hours, now_ms, &opens_ms);
	rc = fault_set(fault, RC_CONFLICT, "outside_hours", "customers may not be called now");
	fault->until_ms = opens_ms;
	return rc;
}

/* Nobody has two calls at a time; what an earlier call left open is looked for too. */
static enum rc check_free(struct conn *conn, const struct sale_call *place, struct arena *arena, struct fault *fault)
{
	static const char *const open_states[] = {"dialing", "offered", "talking"};
	BSON(filter);
	const bson_t *call;
	struct agent_row agent;

	wire_put_id(&filter, "agent_id", &place->user_id);
	wire_put_in_texts(&filter, "state", open_states, 3);
	TRY(conn_find_one(conn, "calls", &filter, NULL, arena, &call, fault));
	if (call)
		return fault_set(fault, RC_CONFLICT, "call_open", "another call is under way");
	if (!place->is_agent)
		return RC_OK;
	TRY(agent_get(conn, &place->user_id, arena, &agent, fault));
	if (agent.agent.state == AGENT_TASK)
		return RC_OK;
	return fault_set(fault, RC_CONFLICT, "agent_state", "calls from a sale are placed from own work");
}

static enum call_kind kind_of(const struct sale_call *place, const bson_t *sale)
{
	const char *state = wire_get_text(sale, "state");

	if (!place->is_agent)
		return CALL_MANUAL;
	return state && strcmp(state, "draft") == 0 ? CALL_REDIAL : CALL_TASK;
}

/* The call that fell gets its disposition from the line; the redial carries the talk on. */
static enum rc carry_on(struct conn *conn, const struct call *fell, int64_t now_ms, struct fault *fault)
{
	if (fell->state != CALL_ENDED || fell->has_disposition)
		return RC_OK;
	return call_dispose_by_line(conn, &fell->id, DISPOSITION_DROPPED, now_ms, fault);
}

static const bson_t *list_of(const struct call *call, const char *key, bson_t *list)
{
	return wire_get_document(call->document, key, list) ? list : NULL;
}

static enum rc place_redial(struct conn *conn, struct call_new *call, const struct redial_talk *talk,
                            const struct campaign *campaign, bool is_aside, struct fault *fault)
{
	bson_t offers, rebuttals;

	if (is_aside)
		return fault_set(fault, RC_CONFLICT, "sale_state",
		                 "the customer is not called for this draft any more");
	if (redial_left(&campaign->policy.agent, &campaign->hours, &talk->redial, call->now_ms) == 0)
		return fault_set(fault, RC_CONFLICT, "redials_spent",
		                 "the customer was redialed as often as is allowed");
	TRY(redial_take_lead(conn, &call->lead_id, fault));
	if (!talk->found)
		return call_insert(conn, call, fault);
	TRY(carry_on(conn, &talk->latest, call->now_ms, fault));
	TRY(redial_take_lead(conn, &call->lead_id, fault));
	call->offers = list_of(&talk->latest, "offers", &offers);
	call->rebuttals = list_of(&talk->latest, "rebuttals", &rebuttals);
	return call_insert(conn, call, fault);
}

static void fill_call(struct call_new *call, const bson_t *sale, const struct campaign *campaign,
                      const struct redial_talk *talk)
{
	/* A redial is the same contact as the call that fell; everything later serves the contract. */
	call->purpose = call->kind == CALL_REDIAL ? CONTACT_COMMERCIAL : CONTACT_CONTRACT_EXECUTION;
	call->campaign_id = campaign->id;
	call->campaign_name = campaign->name;
	call->lead_list_id = wire_get_id(sale, "lead_list_id");
	call->lead_id = wire_get_id(sale, "lead_id");
	call->team_id = wire_get_id(sale, "team_id");
	call->phone = wire_get_text(sale, "customer.phone");
	call->customer_name = wire_get_text(sale, "customer.full_name");
	call->attempt = talk->found ? talk->latest.attempt : 1;
	call->step = wire_get_text(sale, "step");
	call->same_contact = call->kind == CALL_REDIAL && redial_is_same_contact(&talk->redial, call->now_ms);
}

enum rc sale_call_place(struct conn *conn, const struct sale_call *place, struct fault *fault)
{
	ARENA(arena, 65536, 4 << 20);
	struct redial_talk talk;
	struct campaign campaign;
	const bson_t *sale;
	struct id campaign_id;
	struct call_new call = {
		.id = place->call_id, .sale_id = place->sale_id, .agent_id = place->user_id, .now_ms = place->now_ms};

	TRY(find_sale(conn, place, arena, &sale, fault));
	campaign_id = wire_get_id(sale, "campaign_id");
	TRY(campaign_get(conn, &campaign_id, arena, &campaign, fault));
	TRY(check_hours(&campaign, place->now_ms, fault));
	TRY(check_free(conn, place, arena, fault));
	TRY(redial_talk(conn, &place->sale_id, place->now_ms, arena, &talk, fault));
	call.kind = kind_of(place, sale);
	fill_call(&call, sale, &campaign, &talk);
	if (!call.phone)
		return fault_set(fault, RC_CONFLICT, "no_phone", "the sale has no number to call");
	if (call.kind == CALL_REDIAL)
		return place_redial(conn, &call, &talk, &campaign, wire_has(sale, "aside_at"), fault);
	return call_insert(conn, &call, fault);
}
