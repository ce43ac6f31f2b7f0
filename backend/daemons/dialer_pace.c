/* Who is called next: pacing, picking, the gate. */
#include "daemons/dialer_state.h"

#include "ports/registry.h"
#include "store/agents.h"
#include "store/leads.h"

enum {
	REFUSED_MAX = 200, /* leads that the gate may refuse in one look */
	LATER_MS = 60000,  /* a lead whose registry kept silent */
	OWED_MAX = 256,    /* callbacks near their time, of one campaign */
};

/* ---- the gate ---- */

struct asked {
	const struct campaign *campaign;
	const char *phone;
	enum contact_purpose purpose;
	bool lead_closed;
	bool same_contact; /* a redial goes on with a contact already made */
	bool goes_on;      /* so does the call after one that fell; it is an attempt all the same */
	int64_t attempts_today, attempts_total;
	int64_t now_ms;
};

/* The rules that need no registry do not ask it: contract calls are not stopped by it. */
static void ask_registry(struct dialer *dialer, const struct asked *asked, struct contact_facts *facts)
{
	struct fault fault;
	bool excluded = false;
	enum rc rc;

	if (asked->purpose == CONTACT_CONTRACT_EXECUTION)
		return;
	rc = dialer_note("registry", registry_ask(dialer->config, asked->phone, &excluded, &fault), &fault);
	facts->registry = (struct contact_registry){.answered = rc == RC_OK,
	                                            .excluded = excluded,
	                                            .good_until_ms = contact_registry_good_until(asked->now_ms)};
}

static enum rc ask_gate(struct dialer *dialer, struct conn *conn, const struct asked *asked,
                        struct contact_verdict *verdict, struct fault *fault)
{
	struct contact_facts facts = {.purpose = asked->purpose,
	                              .channel = CONTACT_CALL,
	                              .campaign_runs = asked->campaign->runs,
	                              .lead_closed = asked->lead_closed,
	                              .attempts_today = (int)asked->attempts_today,
	                              .attempts_total = (int)asked->attempts_total};

	ask_registry(dialer, asked, &facts);
	TRY(contact_facts_of(conn, asked->phone, &facts, fault));
	facts.same_contact = asked->same_contact;
	if (asked->goes_on)
		facts.last_direct_ms = 0;
	*verdict = contact_gate_ask(&asked->campaign->policy.contact, &asked->campaign->hours, &facts, asked->now_ms);
	return RC_OK;
}

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
	const struct asked asked = {.campaign = campaign,
	                            .phone = lead->phone,
	                            .purpose = purpose_of(lead),
	                            .lead_closed = lead->closed_until_ms > dialer_now(dialer),
	                            .goes_on = lead->same_contact,
	                            .attempts_today = lead->attempts_today,
	                            .attempts_total = lead->attempts_total,
	                            .now_ms = dialer_now(dialer)};

	TRY(conn_open(dialer->store, STORE_BRISK, &conn, fault));
	return ask_gate(dialer, &conn, &asked, verdict, fault);
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
	struct agent_row *agents;
	size_t agents_count;
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
	TRY(conn_open(dialer->store, STORE_BRISK, &conn, fault));
	TRY(campaign_get(&conn, id, dialer->scratch, &floor->campaign, fault));
	TRY(agents_available(&conn, id, dialer->scratch, floor->agents, AGENTS_MAX, &floor->agents_count, fault));
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
	if (pacing_line_is_down(&campaign->policy.pacing, dialer->line_failures))
		return say(dialer, campaign, "line_down", 0, fault);
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
	return RC_OK;
}

/* ---- calls from a sale ---- */

static enum rc gate_placed(struct dialer *dialer, const struct call *call, struct campaign *campaign,
                           struct contact_verdict *verdict, struct fault *fault)
{
	CONN(conn);
	struct asked asked = {.campaign = campaign,
	                      .phone = call->phone,
	                      .purpose = call->purpose,
	                      .same_contact = call->same_contact,
	                      .now_ms = dialer_now(dialer)};

	TRY(conn_open(dialer->store, STORE_BRISK, &conn, fault));
	TRY(campaign_get(&conn, &call->campaign_id, dialer->scratch, campaign, fault));
	return ask_gate(dialer, &conn, &asked, verdict, fault);
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
