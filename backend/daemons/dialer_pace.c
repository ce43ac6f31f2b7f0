/* Who is called next: pacing, picking, the gate. */
#include "daemons/dialer_state.h"

#include "ports/registry.h"
#include "store/agents.h"
#include "store/leads.h"

enum {
	REFUSED_MAX = 200, /* leads that the gate may refuse in one look */
	LEASE_MS = 60000,  /* of a picked lead, until its call is made */
	LATER_MS = 60000,  /* a lead whose registry kept silent */
};

/* ---- the gate ---- */

struct asked {
	const struct campaign *campaign;
	const char *phone;
	enum contact_purpose purpose;
	bool lead_closed;
	bool same_contact; /* a redial goes on with a contact already made */
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
	if (asked->same_contact)
		facts.last_direct_ms = 0;
	*verdict = contact_gate_ask(&asked->campaign->policy.contact, &asked->campaign->hours, &facts, asked->now_ms);
	return RC_OK;
}

/* Where a lead goes that may not be called now. */
static enum rc put_back(struct conn *conn, const struct lead *lead, const struct contact_verdict *verdict,
                        int64_t now_ms, struct fault *fault)
{
	enum contact_reason registry = verdict->lines[CONTACT_RULE_REGISTRY].reason;

	if (registry == CONTACT_EXCLUDED || verdict->lines[CONTACT_RULE_OPT_OUT].reason != CONTACT_ALLOWED)
		return lead_put_back(conn, &lead->id, LEAD_SUPPRESSED, 0, fault);
	if (registry == CONTACT_REGISTRY_SILENT)
		return lead_put_back(conn, &lead->id, LEAD_RETRY, now_ms + LATER_MS, fault);
	if (verdict->from_ms)
		return lead_put_back(conn, &lead->id, lead->state, verdict->from_ms, fault);
	return lead_put_back(conn, &lead->id, LEAD_CLOSED, 0, fault);
}

/* ---- one call ---- */

struct making {
	const struct campaign *campaign;
	const struct lead *lead;
	struct call_new call;
};

static enum rc make_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct making *making = context;

	TRY(call_insert(conn, &making->call, fault));
	return lead_count_attempt(conn, making->lead, making->call.now_ms, fault);
}

static enum rc read_call(struct dialer *dialer, const struct id *id, struct call *call, struct fault *fault)
{
	CONN(conn);

	TRY(conn_open(dialer->store, STORE_BRISK, &conn, fault));
	return call_get(&conn, id, dialer->scratch, call, fault);
}

static enum rc dial(struct dialer *dialer, const struct campaign *campaign, const struct lead *lead,
                    struct fault *fault)
{
	bool agreed = lead->state == LEAD_CALLBACK;
	struct making making = {.campaign = campaign,
	                        .lead = lead,
	                        .call = {.id = id_new(clock_real_ms()),
	                                 .campaign_id = campaign->id,
	                                 .campaign_name = campaign->name,
	                                 .lead_list_id = lead->lead_list_id,
	                                 .lead_id = lead->id,
	                                 .owner_agent_id = lead->callback_agent_id,
	                                 .kind = CALL_DIALED,
	                                 .purpose = agreed ? CONTACT_CUSTOMER_REQUESTED : CONTACT_COMMERCIAL,
	                                 .phone = lead->phone,
	                                 .customer_name = lead->name,
	                                 .city = lead->city,
	                                 .attempt = lead->attempts_total + 1,
	                                 .offers = agreed ? lead->ladder : NULL,
	                                 .note = lead->note,
	                                 .now_ms = dialer_now(dialer)}};
	struct call call;

	TRY(dialer_txn(dialer, make_body, &making, fault));
	TRY(read_call(dialer, &making.call.id, &call, fault));
	return live_place(dialer, &call, campaign, fault);
}

/* Picks a lead that may be called now; *found is false when none is due. */
static enum rc pick(struct dialer *dialer, const struct campaign *campaign, struct lead *lead, bool *found,
                    bool *allowed, struct fault *fault)
{
	CONN(conn);
	int64_t now_ms = dialer_now(dialer);
	const struct lead_pick pick = {
		.campaign_id = campaign->id, .now_ms = now_ms, .lease_ms = clock_real_ms() + LEASE_MS};
	struct asked asked = {.campaign = campaign, .now_ms = now_ms};
	struct contact_verdict verdict;

	TRY(conn_open(dialer->store, STORE_BRISK, &conn, fault));
	TRY(lead_pick(&conn, &pick, dialer->scratch, lead, found, fault));
	if (!*found)
		return RC_OK;
	asked.phone = lead->phone;
	asked.purpose = lead->state == LEAD_CALLBACK ? CONTACT_CUSTOMER_REQUESTED : CONTACT_COMMERCIAL;
	asked.lead_closed = lead->closed_until_ms > now_ms;
	asked.attempts_today = lead->attempts_today;
	asked.attempts_total = lead->attempts_total;
	TRY(ask_gate(dialer, &conn, &asked, &verdict, fault));
	*allowed = verdict.allowed;
	return verdict.allowed ? RC_OK : put_back(&conn, lead, &verdict, now_ms, fault);
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

static enum rc read_state(struct dialer *dialer, const struct id *id, struct campaign *campaign,
                          struct pacing_facts *facts, int64_t *due_ms, struct fault *fault)
{
	CONN(conn);
	struct agent_row *agents = arena_array(dialer->scratch, AGENTS_MAX, sizeof *agents);
	size_t available;

	TRY(conn_open(dialer->store, STORE_BRISK, &conn, fault));
	TRY(campaign_get(&conn, id, dialer->scratch, campaign, fault));
	TRY(agents_available(&conn, id, dialer->scratch, agents, AGENTS_MAX, &available, fault));
	TRY(lead_next_due(&conn, id, due_ms, fault));
	*facts = (struct pacing_facts){.mode = campaign->mode,
	                               .agents_available = (int)available,
	                               .calls_under_way = (int)live_under_way(dialer, id),
	                               .line_failures = dialer->line_failures};
	return RC_OK;
}

/* Dials until as many calls are under way as there are agents for, or nobody is left to call. */
static enum rc dial_some(struct dialer *dialer, const struct campaign *campaign, int calls, struct fault *fault)
{
	struct lead lead;
	bool found = true, allowed = false;

	for (int refused = 0; calls > 0 && found && refused < REFUSED_MAX;) {
		TRY(pick(dialer, campaign, &lead, &found, &allowed, fault));
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

static enum rc pace(struct dialer *dialer, const struct id *id, struct fault *fault)
{
	int64_t now_ms = dialer_now(dialer), due_ms, opens_ms = 0;
	struct pacing_facts facts;
	struct campaign campaign;

	TRY(read_state(dialer, id, &campaign, &facts, &due_ms, fault));
	if (!contact_hours_is_open(&campaign.hours, now_ms)) {
		if (contact_hours_next(&campaign.hours, now_ms, &opens_ms))
			dialer_look_in(dialer, opens_ms - now_ms);
		return say(dialer, &campaign, "outside_hours", opens_ms, fault);
	}
	if (contact_hours_close(&campaign.hours, now_ms, &opens_ms))
		dialer_look_in(dialer, opens_ms - now_ms);
	if (pacing_line_is_down(&campaign.policy.pacing, dialer->line_failures))
		return say(dialer, &campaign, "line_down", 0, fault);
	if (due_ms > now_ms) {
		if (due_ms != INT64_MAX)
			dialer_look_in(dialer, due_ms - now_ms);
		return say(dialer, &campaign, "no_leads", due_ms == INT64_MAX ? 0 : due_ms, fault);
	}
	TRY(say(dialer, &campaign, NULL, 0, fault));
	return dial_some(dialer, &campaign, pacing_calls(&campaign.policy.pacing, &facts), fault);
}

static enum rc list_running(struct dialer *dialer, struct id *ids, size_t *count, struct fault *fault)
{
	CONN(conn);

	TRY(conn_open(dialer->store, STORE_BRISK, &conn, fault));
	return campaigns_running(&conn, ids, CAMPAIGNS_MAX, count, fault);
}

enum rc pace_campaigns(struct dialer *dialer, struct fault *fault)
{
	struct id ids[CAMPAIGNS_MAX];
	size_t count;

	TRY(list_running(dialer, ids, &count, fault));
	for (size_t i = 0; i < count; i++)
		TRY(pace(dialer, &ids[i], fault));
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
	                      .same_contact = call->kind == CALL_REDIAL,
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
