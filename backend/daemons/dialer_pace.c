/* Who is called next: pacing, picking, the gate. */
#include "daemons/dialer_state.h"

#include "daemons/contact_check.h"
#include "store/agents.h"
#include "store/leads.h"

#include <string.h>

enum {
	REFUSED_MAX = 200, /* leads that the gate may refuse in one look */
	LATER_MS = 60000,  /* a lead whose registry kept silent */
	OWED_MAX = 256,    /* callbacks near their time, of one campaign */
};

/* Where a lead goes that may not be called now. */
struct putting {
	struct id lead_id;
	enum lead_state state;
	int64_t next_ms;
};

static struct putting place_of(const struct lead *lead, const struct contact_verdict *verdict, int64_t now_ms)
{
	enum contact_reason registry = verdict->lines[CONTACT_RULE_REGISTRY].reason;

	if (registry == CONTACT_EXCLUDED || verdict->lines[CONTACT_RULE_OPT_OUT].reason != CONTACT_ALLOWED)
		return (struct putting){lead->id, LEAD_SUPPRESSED, 0};
	if (registry == CONTACT_REGISTRY_SILENT)
		return (struct putting){lead->id, lead->state, now_ms + LATER_MS};
	if (verdict->from_ms)
		return (struct putting){lead->id, lead->state, verdict->from_ms};
	return (struct putting){lead->id, LEAD_CLOSED, 0};
}

static enum rc put_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct putting *putting = context;

	return lead_put_back(conn, &putting->lead_id, putting->state, putting->next_ms, fault);
}

static enum rc put_back(struct dialer *dialer, const struct lead *lead, const struct contact_verdict *verdict,
                        struct fault *fault)
{
	struct putting putting = place_of(lead, verdict, dialer_now(dialer));

	return dialer_txn(dialer, put_body, &putting, fault);
}

/* ---- one call ---- */

struct making {
	int64_t epoch;
	const struct lead *lead;
	struct call_new call;
};

static enum rc make_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct making *making = context;

	TRY(call_insert(conn, &making->call, fault));
	return lead_count_attempt(conn, making->lead, making->epoch, making->call.now_ms, fault);
}

static enum rc read_call(struct dialer *dialer, const struct id *id, struct call *call, struct fault *fault)
{
	CONN(conn);

	TRY(conn_open(dialer->store, STORE_BRISK, &conn, fault));
	return call_get(&conn, id, dialer->scratch, call, fault);
}

static enum contact_purpose purpose_of(const struct lead *lead)
{
	return lead->agreed ? CONTACT_CUSTOMER_REQUESTED : CONTACT_COMMERCIAL;
}

static struct call_new call_of(const struct campaign *campaign, const struct lead *lead, int64_t now_ms)
{
	const struct id nobody = {0};
	bool is_owed = pacing_is_owners_callback(&campaign->policy.pacing, lead->next_ms, now_ms);

	return (struct call_new){.id = id_new(clock_real_ms()),
	                         .campaign_id = campaign->id,
	                         .campaign_name = campaign->name,
	                         .lead_list_id = lead->lead_list_id,
	                         .lead_id = lead->id,
	                         .sale_id = lead->sale_id,
	                         .owner_agent_id = is_owed ? lead->callback_agent_id : nobody,
	                         .kind = CALL_DIALED,
	                         .purpose = purpose_of(lead),
	                         .phone = lead->phone,
	                         .customer_name = lead->name,
	                         .city = lead->city,
	                         .attempt = lead->attempts_total + 1,
	                         .offers = lead->ladder,
	                         .rebuttals = lead->rebuttals,
	                         .note = lead->note,
	                         .now_ms = now_ms};
}

static enum rc dial(struct dialer *dialer, const struct campaign *campaign, const struct lead *lead,
                    struct fault *fault)
{
	struct making making = {
		.epoch = dialer->lease.epoch, .lead = lead, .call = call_of(campaign, lead, dialer_now(dialer))};
	struct call call;

	TRY(dialer_txn(dialer, make_body, &making, fault));
	TRY(read_call(dialer, &making.call.id, &call, fault));
	return live_place(dialer, &call, campaign, fault);
}

struct picking {
	struct lead_pick pick;
	struct arena *arena;
	struct lead *lead;
	bool found;
};

static enum rc pick_body(struct conn *conn, void *context, struct fault *fault)
{
	struct picking *picking = context;

	return lead_pick(conn, &picking->pick, picking->arena, picking->lead, &picking->found, fault);
}

static enum rc ask_about(struct dialer *dialer, const struct campaign *campaign, const struct lead *lead,
                         struct contact_verdict *verdict, struct fault *fault)
{
	CONN(conn);
	const struct contact_check check = {.config = dialer->config,
	                                    .campaign = campaign,
	                                    .phone = lead->phone,
	                                    .purpose = purpose_of(lead),
	                                    .lead_closed = lead->closed_until_ms > dialer_now(dialer),
	                                    .goes_on = lead->same_contact,
	                                    .predictive = campaign->mode == PACING_PREDICTIVE,
	                                    .attempts_today = lead->attempts_today,
	                                    .attempts_total = lead->attempts_total,
	                                    .at_ms = dialer_now(dialer)};

	TRY(conn_open(dialer->store, STORE_BRISK, &conn, fault));
	return contact_check(&conn, &check, verdict, fault);
}

/* Takes a lead, the owner's own callback or (owner NULL) what is anyone's; *allowed says whether it may be called. */
static enum rc pick(struct dialer *dialer, const struct campaign *campaign, const struct id *owner, struct lead *lead,
                    bool *found, bool *allowed, struct fault *fault)
{
	struct contact_verdict verdict;
	struct picking picking = {.pick = {.campaign_id = campaign->id,
	                                   .now_ms = dialer_now(dialer),
	                                   .epoch = dialer->lease.epoch,
	                                   .owner_ms = campaign->policy.pacing.callback_owner_ms,
	                                   .owner = owner},
	                          .arena = dialer->scratch,
	                          .lead = lead};

	TRY(dialer_txn(dialer, pick_body, &picking, fault));
	*found = picking.found;
	if (!*found)
		return RC_OK;
	TRY(ask_about(dialer, campaign, lead, &verdict, fault));
	*allowed = verdict.allowed;
	return verdict.allowed ? RC_OK : put_back(dialer, lead, &verdict, fault);
}

/* ---- a campaign ---- */

static enum rc say_body(struct conn *conn, void *context, struct fault *fault)
{
	return campaign_set_dialing(conn, context, fault);
}

/* Only a change is written: the campaign was read a moment ago. */
static enum rc say(struct dialer *dialer, const struct campaign *campaign, const char *reason, int64_t from_ms,
                   struct fault *fault)
{
	struct campaign_dialing dialing = {.campaign_id = campaign->id,
	                                   .open = reason == NULL,
	                                   .reason = reason,
	                                   .from_ms = from_ms,
	                                   .now_ms = dialer_now(dialer)};

	if (reason == NULL && campaign->dialing_open)
		return RC_OK;
	return dialer_txn(dialer, say_body, &dialing, fault);
}

/* The campaign, who is free in it, and which callbacks are near. */
struct floor_now {
	struct campaign campaign;
	struct agent_row *agents; /* available */
	size_t agents_count;
	struct agent_row *waiting; /* for our line */
	size_t waiting_count;
	struct lead_owed owed[OWED_MAX];
	size_t owed_count;
	int64_t due_ms;
};

static enum rc read_floor(struct dialer *dialer, const struct id *id, struct floor_now *floor, struct fault *fault)
{
	CONN(conn);
	int64_t now_ms = dialer_now(dialer);
	const struct pacing_policy *policy = &floor->campaign.policy.pacing;

	floor->agents = arena_array(dialer->scratch, AGENTS_MAX, sizeof *floor->agents);
	floor->waiting = arena_array(dialer->scratch, AGENTS_MAX, sizeof *floor->waiting);
	TRY(conn_open(dialer->store, STORE_BRISK, &conn, fault));
	TRY(campaign_get(&conn, id, dialer->scratch, &floor->campaign, fault));
	TRY(agents_in_state(&conn, id, AGENT_AVAILABLE, dialer->scratch, floor->agents, AGENTS_MAX,
	                    &floor->agents_count, fault));
	TRY(agents_in_state(&conn, id, AGENT_NO_LINE, dialer->scratch, floor->waiting, AGENTS_MAX,
	                    &floor->waiting_count, fault));
	TRY(leads_owed(&conn, id, now_ms - policy->callback_owner_ms, now_ms + policy->callback_lead_ms, floor->owed,
	               OWED_MAX, &floor->owed_count, fault));
	return lead_next_due(&conn, id, &floor->due_ms, fault);
}

static bool is_owed_one(const struct floor_now *floor, const struct id *agent_id)
{
	for (size_t i = 0; i < floor->owed_count; i++)
		if (id_equal(&floor->owed[i].agent_id, agent_id))
			return true;
	return false;
}

static struct pacing_facts facts_of(const struct dialer *dialer, const struct floor_now *floor)
{
	struct pacing_facts facts = {.mode = floor->campaign.mode,
	                             .calls_under_way = (int)live_under_way(dialer, &floor->campaign.id),
	                             .line_failures = dialer->line_failures};

	for (size_t i = 0; i < floor->agents_count; i++) {
		const struct id *agent_id = &floor->agents[i].id;

		facts.agents_available += !is_owed_one(floor, agent_id) && !live_is_awaited(dialer, agent_id);
	}
	return facts;
}

/* Dials so many calls, or until nobody is left to call. */
static enum rc dial_some(struct dialer *dialer, const struct campaign *campaign, const struct id *owner, int calls,
                         struct fault *fault)
{
	struct lead lead;
	bool found = true, allowed = false;

	for (int refused = 0; calls > 0 && found && refused < REFUSED_MAX;) {
		TRY(pick(dialer, campaign, owner, &lead, &found, &allowed, fault));
		if (!found)
			break;
		refused += allowed ? 0 : 1;
		if (!allowed)
			continue;
		TRY(dial(dialer, campaign, &lead, fault));
		calls--;
	}
	return RC_OK;
}

static bool is_free(const struct dialer *dialer, const struct floor_now *floor, const struct id *agent_id)
{
	for (size_t i = 0; i < floor->agents_count; i++)
		if (id_equal(&floor->agents[i].id, agent_id))
			return !live_is_awaited(dialer, agent_id);
	return false;
}

/* Callbacks whose time has come, each to its own agent; the time of the others is looked for. */
static enum rc dial_owed(struct dialer *dialer, const struct floor_now *floor, struct fault *fault)
{
	int64_t now_ms = dialer_now(dialer);

	for (size_t i = 0; i < floor->owed_count; i++) {
		const struct lead_owed *owed = &floor->owed[i];

		if (owed->at_ms > now_ms) {
			dialer_look_in(dialer, owed->at_ms - now_ms);
			continue;
		}
		dialer_look_in(dialer, owed->at_ms + floor->campaign.policy.pacing.callback_owner_ms - now_ms);
		if (is_free(dialer, floor, &owed->agent_id))
			TRY(dial_some(dialer, &floor->campaign, &owed->agent_id, 1, fault));
	}
	return RC_OK;
}

/* ---- our own line ---- */

static enum rc move_body(struct conn *conn, void *context, struct fault *fault)
{
	ARENA(arena, 1024, 1 << 16);

	return agent_move(conn, context, arena, NULL, fault);
}

/* Agents who would be available are shown that there is no line, and the other way round. */
static enum rc move_all(struct dialer *dialer, const struct agent_row *agents, size_t count, enum agent_event event,
                        struct fault *fault)
{
	for (size_t i = 0; i < count; i++) {
		struct agent_move move = {.agent_id = agents[i].id,
		                          .event = event,
		                          .now_ms = dialer_now(dialer),
		                          .may_be_refused = true};

		TRY(dialer_txn(dialer, move_body, &move, fault));
	}
	return RC_OK;
}

static bool is_marked_down(const struct campaign *campaign)
{
	return campaign->dialing_reason && strcmp(campaign->dialing_reason, CAMPAIGN_LINE_DOWN) == 0;
}

static bool line_is_down(struct dialer *dialer, const struct campaign *campaign)
{
	if (!dialer->line_is_known && is_marked_down(campaign))
		dialer->line_failures = (int)campaign->policy.pacing.failures_stop;
	return pacing_line_is_down(&campaign->policy.pacing, dialer->line_failures);
}

/* While it is down, one call after a while tries it: the first of those that it interrupted. */
static enum rc probe(struct dialer *dialer, const struct floor_now *floor, struct fault *fault)
{
	int64_t now_ms = clock_steady_ms(), wait_ms = floor->campaign.policy.pacing.probe_ms;

	if (!dialer->probe_ms)
		dialer->probe_ms = now_ms + wait_ms;
	dialer_look_in(dialer, dialer->probe_ms - now_ms);
	if (now_ms < dialer->probe_ms || floor->waiting_count == 0)
		return RC_OK;
	dialer->probe_ms = now_ms + wait_ms;
	dialer_look_in(dialer, wait_ms);
	return dial_some(dialer, &floor->campaign, NULL, 1, fault);
}

static enum rc wait_for_line(struct dialer *dialer, const struct floor_now *floor, struct fault *fault)
{
	TRY(say(dialer, &floor->campaign, CAMPAIGN_LINE_DOWN, 0, fault));
	TRY(move_all(dialer, floor->agents, floor->agents_count, AGENT_LINE_LOST, fault));
	return probe(dialer, floor, fault);
}

static enum rc line_back_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct campaign_dialing *back = context;

	return leads_line_back(conn, &back->campaign_id, back->now_ms, fault);
}

/* It is back: what it interrupted is called first, and its times begin now. */
static enum rc begin_again(struct dialer *dialer, const struct floor_now *floor, struct fault *fault)
{
	struct campaign_dialing back = {.campaign_id = floor->campaign.id, .now_ms = dialer_now(dialer)};

	if (is_marked_down(&floor->campaign))
		TRY(dialer_txn(dialer, line_back_body, &back, fault));
	return move_all(dialer, floor->waiting, floor->waiting_count, AGENT_LINE_BACK, fault);
}

/* ---- pacing ---- */

/* Whether the campaign may dial at all now; what stands against it is said on its desks. */
static enum rc may_dial(struct dialer *dialer, const struct floor_now *floor, bool *may, struct fault *fault)
{
	const struct campaign *campaign = &floor->campaign;
	int64_t now_ms = dialer_now(dialer), at_ms = 0;

	*may = false;
	if (!contact_hours_is_open(&campaign->hours, now_ms)) {
		if (contact_hours_next(&campaign->hours, now_ms, &at_ms))
			dialer_look_in(dialer, at_ms - now_ms);
		return say(dialer, campaign, "outside_hours", at_ms, fault);
	}
	if (contact_hours_close(&campaign->hours, now_ms, &at_ms))
		dialer_look_in(dialer, at_ms - now_ms);
	if (line_is_down(dialer, campaign))
		return wait_for_line(dialer, floor, fault);
	if (floor->due_ms > now_ms) {
		if (floor->due_ms != INT64_MAX)
			dialer_look_in(dialer, floor->due_ms - now_ms);
		return say(dialer, campaign, "no_leads", floor->due_ms == INT64_MAX ? 0 : floor->due_ms, fault);
	}
	*may = true;
	return say(dialer, campaign, NULL, 0, fault);
}

static enum rc pace(struct dialer *dialer, const struct id *id, struct fault *fault)
{
	struct floor_now *floor = arena_alloc(dialer->scratch, sizeof *floor);
	struct pacing_facts facts;
	bool may;

	TRY(read_floor(dialer, id, floor, fault));
	TRY(may_dial(dialer, floor, &may, fault));
	if (!line_is_down(dialer, &floor->campaign))
		TRY(begin_again(dialer, floor, fault));
	if (!may)
		return RC_OK;
	TRY(dial_owed(dialer, floor, fault));
	facts = facts_of(dialer, floor);
	return dial_some(dialer, &floor->campaign, NULL, pacing_calls(&floor->campaign.policy.pacing, &facts), fault);
}

static enum rc list_running(struct dialer *dialer, struct id *ids, size_t *count, struct fault *fault)
{
	CONN(conn);

	TRY(conn_open(dialer->store, STORE_BRISK, &conn, fault));
	return campaigns_running(&conn, ids, CAMPAIGNS_MAX, count, fault);
}

/* What an earlier look took and could not call. */
static enum rc give_back(struct dialer *dialer, struct fault *fault)
{
	CONN(conn);

	if (!dialer->has_leftovers)
		return RC_OK;
	TRY(conn_open(dialer->store, STORE_BRISK, &conn, fault));
	TRY(leads_reclaim(&conn, dialer->lease.epoch, true, fault));
	dialer->has_leftovers = false;
	return RC_OK;
}

enum rc pace_campaigns(struct dialer *dialer, struct fault *fault)
{
	struct id ids[CAMPAIGNS_MAX];
	size_t count;

	TRY(give_back(dialer, fault));
	TRY(list_running(dialer, ids, &count, fault));
	for (size_t i = 0; i < count; i++) {
		enum rc rc = pace(dialer, &ids[i], fault);

		if (rc != RC_OK) {
			dialer->has_leftovers = true;
			return rc;
		}
	}
	dialer->line_is_known = true;
	return RC_OK;
}

/* ---- calls from a sale ---- */

static enum rc gate_placed(struct dialer *dialer, const struct call *call, struct campaign *campaign,
                           struct contact_verdict *verdict, struct fault *fault)
{
	CONN(conn);
	const struct contact_check check = {.config = dialer->config,
	                                    .campaign = campaign,
	                                    .phone = call->phone,
	                                    .purpose = call->purpose,
	                                    .same_contact = call->same_contact,
	                                    .at_ms = dialer_now(dialer)};

	TRY(conn_open(dialer->store, STORE_BRISK, &conn, fault));
	TRY(campaign_get(&conn, &call->campaign_id, dialer->scratch, campaign, fault));
	return contact_check(&conn, &check, verdict, fault);
}

static enum rc refuse_body(struct conn *conn, void *context, struct fault *fault)
{
	return call_end(conn, context, fault);
}

enum rc pace_placed(struct dialer *dialer, const struct id *call_id, struct fault *fault)
{
	struct call_end end = {.call_id = *call_id, .report = LINE_REPORT_FAILURE, .now_ms = dialer_now(dialer)};
	struct contact_verdict verdict;
	struct campaign campaign;
	struct call call;

	if (live_find(dialer, call_id))
		return RC_OK;
	TRY(read_call(dialer, call_id, &call, fault));
	if (call.state != CALL_DIALING || call.answered_ms)
		return RC_OK;
	TRY(gate_placed(dialer, &call, &campaign, &verdict, fault));
	if (verdict.allowed)
		return live_place(dialer, &call, &campaign, fault);
	return dialer_txn(dialer, refuse_body, &end, fault);
}
