/* Calls on the line: what the line reports becomes facts, answered calls find agents, deadlines end the waiting. */
#include "daemons/dialer.h"
#include "daemons/dialer_state.h"

#include "store/agents.h"

enum { HEARD_MAX = 512, CONTRACT_WAIT_MS = 30000, AGAIN_MS = 250 };

struct live *live_find(struct dialer *dialer, const struct id *call_id)
{
	for (size_t i = 0; i < LIVE_MAX; i++) {
		if (dialer->live[i].phase != LIVE_FREE && id_equal(&dialer->live[i].call_id, call_id))
			return &dialer->live[i];
	}
	return NULL;
}

/* NULL when every place is taken. */
struct live *live_add(struct dialer *dialer, const struct call *call, const struct campaign *campaign)
{
	for (size_t i = 0; i < LIVE_MAX; i++) {
		struct live *live = &dialer->live[i];

		if (live->phase != LIVE_FREE)
			continue;
		*live = (struct live){.phase = LIVE_DIALING,
		                      .call_id = call->id,
		                      .campaign_id = call->campaign_id,
		                      .owner_agent_id = call->owner_agent_id,
		                      .connect_ms = campaign->policy.agent.connect_ms,
		                      .abandon_ms = campaign->policy.pacing.abandon_after_ms,
		                      .callback_lead_ms = campaign->policy.pacing.callback_lead_ms,
		                      .callback_owner_ms = campaign->policy.pacing.callback_owner_ms};
		if (call->kind != CALL_DIALED)
			live->fixed_agent_id = call->agent_id;
		return live;
	}
	return NULL;
}

static bool is_under_way(const struct live *live)
{
	return (live->phase == LIVE_DIALING || live->phase == LIVE_ANSWERED) && id_is_none(&live->fixed_agent_id);
}

bool live_is_awaited(const struct dialer *dialer, const struct id *agent_id)
{
	for (size_t i = 0; i < LIVE_MAX; i++)
		if (is_under_way(&dialer->live[i]) && id_equal(&dialer->live[i].owner_agent_id, agent_id))
			return true;
	return false;
}

size_t live_under_way(const struct dialer *dialer, const struct id *campaign_id)
{
	size_t count = 0;

	for (size_t i = 0; i < LIVE_MAX; i++) {
		const struct live *live = &dialer->live[i];

		count += is_under_way(live) && id_is_none(&live->owner_agent_id) &&
		         id_equal(&live->campaign_id, campaign_id);
	}
	return count;
}

int64_t live_next_ms(const struct dialer *dialer)
{
	int64_t next_ms = dialer->pending_count ? 0 : INT64_MAX;

	for (size_t i = 0; i < LIVE_MAX; i++) {
		const struct live *live = &dialer->live[i];

		if ((live->phase == LIVE_ANSWERED || live->phase == LIVE_OFFERED) && live->deadline_ms < next_ms)
			next_ms = live->deadline_ms;
	}
	return next_ms;
}

/* ---- the end ---- */

static enum rc end_body(struct conn *conn, void *context, struct fault *fault)
{
	return call_end(conn, context, fault);
}

static enum rc end_call(struct dialer *dialer, const struct id *call_id, enum line_report report, bool abandoned,
                        struct fault *fault)
{
	struct call_end end = {
		.call_id = *call_id, .report = report, .abandoned = abandoned, .now_ms = dialer_now(dialer)};

	return dialer_txn(dialer, end_body, &end, fault);
}

enum rc live_place(struct dialer *dialer, const struct call *call, const struct campaign *campaign,
                   struct fault *fault)
{
	const struct telephony_call whom = {.call_id = call->id,
	                                    .phone = call->phone,
	                                    .attempt = call->attempt,
	                                    .is_contract = call->purpose == CONTACT_CONTRACT_EXECUTION};
	struct live *live = live_add(dialer, call, campaign);

	if (live && telephony_originate(dialer->telephony, &whom, clock_steady_ms(), fault) == RC_OK)
		return RC_OK;
	if (live)
		live->phase = LIVE_FREE;
	dialer->line_failures++;
	return end_call(dialer, &call->id, LINE_REPORT_FAILURE, false, fault);
}

/* ---- an agent for an answered call ---- */

struct offering {
	struct id call_id;
	struct id agent_id;
	int64_t now_ms;
};

static enum rc offer_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct offering *offering = context;

	return call_offer(conn, &offering->call_id, &offering->agent_id, offering->now_ms, fault);
}

/* Rings at that agent; false when they are not free any more. */
static bool ring(struct dialer *dialer, struct live *live, const struct id *agent_id)
{
	struct offering offering = {.call_id = live->call_id, .agent_id = *agent_id, .now_ms = dialer_now(dialer)};
	struct fault fault;
	enum rc rc = dialer_txn(dialer, offer_body, &offering, &fault);

	if (rc != RC_OK) {
		if (rc != RC_CONFLICT)
			(void)dialer_note("offer", rc, &fault);
		return false;
	}
	live->phase = LIVE_OFFERED;
	live->deadline_ms = clock_steady_ms() + live->connect_ms;
	return true;
}

/* Whether the agent's own callback is near or being dialed: then they get no other call. */
static bool is_kept(const struct dialer *dialer, const struct live *live, const struct agent_row *agent,
                    const struct lead_owed *owed, size_t owed_count)
{
	if (id_equal(&agent->id, &live->owner_agent_id))
		return false;
	for (size_t i = 0; i < owed_count; i++)
		if (id_equal(&owed[i].agent_id, &agent->id))
			return true;
	return live_is_awaited(dialer, &agent->id);
}

static enum rc list_agents(struct dialer *dialer, const struct live *live, struct agent_row *agents, size_t *count,
                           struct fault *fault)
{
	CONN(conn);
	struct lead_owed *owed = arena_array(dialer->scratch, AGENTS_MAX, sizeof *owed);
	int64_t now_ms = dialer_now(dialer);
	size_t all, owed_count;

	TRY(conn_open(dialer->store, STORE_BRISK, &conn, fault));
	TRY(agents_in_state(&conn, &live->campaign_id, AGENT_AVAILABLE, dialer->scratch, agents, AGENTS_MAX, &all,
	                    fault));
	TRY(leads_owed(&conn, &live->campaign_id, now_ms - live->callback_owner_ms, now_ms + live->callback_lead_ms,
	               owed, AGENTS_MAX, &owed_count, fault));
	*count = 0;
	for (size_t i = 0; i < all; i++)
		if (!is_kept(dialer, live, &agents[i], owed, owed_count))
			agents[(*count)++] = agents[i];
	return RC_OK;
}

/* Whose callback it is comes first, then who is free longest. */
static void find_agent(struct dialer *dialer, struct live *live)
{
	struct agent_row *agents = arena_array(dialer->scratch, AGENTS_MAX, sizeof *agents);
	struct fault fault;
	size_t count = 0;

	if (!id_is_none(&live->fixed_agent_id)) {
		(void)ring(dialer, live, &live->fixed_agent_id);
		return;
	}
	if (dialer_note("agents", list_agents(dialer, live, agents, &count, &fault), &fault) != RC_OK)
		return;
	for (size_t i = 0; i < count; i++) {
		if (id_equal(&agents[i].id, &live->owner_agent_id) && ring(dialer, live, &agents[i].id))
			return;
	}
	for (size_t i = 0; i < count; i++) {
		if (ring(dialer, live, &agents[i].id))
			return;
	}
}

struct missing {
	struct id call_id;
	int64_t now_ms;
	bool missed;
};

static enum rc missed_body(struct conn *conn, void *context, struct fault *fault)
{
	struct missing *missing = context;

	return call_missed(conn, &missing->call_id, missing->now_ms, &missing->missed, fault);
}

static int64_t wait_for_agent_ms(const struct live *live)
{
	return id_is_none(&live->fixed_agent_id) ? live->abandon_ms : CONTRACT_WAIT_MS;
}

/* The agent did not connect: the call looks for the next one, and a sale's for its own again while there is time. */
static void give_to_next(struct dialer *dialer, struct live *live)
{
	struct missing missing = {.call_id = live->call_id, .now_ms = dialer_now(dialer)};
	int64_t now_ms = clock_steady_ms();
	struct fault fault;

	live->deadline_ms = now_ms + AGAIN_MS;
	if (dialer_note("missed", dialer_txn(dialer, missed_body, &missing, &fault), &fault) != RC_OK)
		return;
	live->phase = missing.missed ? LIVE_ANSWERED : LIVE_TALKING;
	live->deadline_ms = id_is_none(&live->fixed_agent_id) ? now_ms + live->abandon_ms : live->give_up_ms;
	if (missing.missed && live->deadline_ms > now_ms)
		find_agent(dialer, live);
}

/* Nobody took it in time. Whoever connected in the last moment has it: then the store refuses. */
static void abandon(struct dialer *dialer, struct live *live)
{
	struct id call_id = live->call_id;
	struct fault fault;
	enum rc rc = end_call(dialer, &call_id, LINE_REPORT_AGENT_HUNG_UP, true, &fault);

	live->deadline_ms = clock_steady_ms() + AGAIN_MS;
	if (rc == RC_CONFLICT) {
		live->phase = LIVE_TALKING;
		return;
	}
	if (dialer_note("abandon", rc, &fault) != RC_OK)
		return;
	telephony_hang_up(dialer->telephony, &call_id, clock_steady_ms());
	live->phase = LIVE_FREE;
}

void live_due(struct dialer *dialer)
{
	int64_t now_ms = clock_steady_ms();

	arena_reset(dialer->scratch);
	for (size_t i = 0; i < LIVE_MAX; i++) {
		struct live *live = &dialer->live[i];

		if (live->phase == LIVE_OFFERED && live->deadline_ms <= now_ms)
			give_to_next(dialer, live);
		else if (live->phase == LIVE_ANSWERED && live->deadline_ms <= now_ms)
			abandon(dialer, live);
		else if (live->phase == LIVE_ANSWERED)
			find_agent(dialer, live);
	}
}

/* ---- what the line reports ---- */

/* Whatever the far end does shows that our own line works: agents who waited for it are looked for. */
static void line_works(struct dialer *dialer)
{
	if (dialer->line_failures)
		dialer_look_in(dialer, 0);
	dialer->line_failures = 0;
	dialer->probe_ms = 0;
}

struct answering {
	struct id call_id;
	int64_t now_ms;
};

static enum rc answered_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct answering *answering = context;

	return call_answered(conn, &answering->call_id, answering->now_ms, fault);
}

static enum rc on_answered(struct dialer *dialer, const struct telephony_event *event, struct fault *fault)
{
	struct live *live = live_find(dialer, &event->call_id);
	struct answering answering = {.call_id = event->call_id, .now_ms = dialer_now(dialer)};

	line_works(dialer);
	if (!live)
		return RC_OK;
	TRY(dialer_txn(dialer, answered_body, &answering, fault));
	live->phase = LIVE_ANSWERED;
	live->deadline_ms = live->give_up_ms = clock_steady_ms() + wait_for_agent_ms(live);
	return RC_OK;
}

static enum rc speak_body(struct conn *conn, void *context, struct fault *fault)
{
	return call_speak(conn, context, fault);
}

static enum rc on_spoke(struct dialer *dialer, const struct telephony_event *event, struct fault *fault)
{
	struct call_speech speech = {.call_id = event->call_id,
	                             .fact = event->said.fact,
	                             .n = event->said.n,
	                             .take = event->said.take,
	                             .now_ms = dialer_now(dialer)};

	return dialer_txn(dialer, speak_body, &speech, fault);
}

static enum rc on_ended(struct dialer *dialer, const struct telephony_event *event, struct fault *fault)
{
	static const enum line_report reports[TELEPHONY_REPORT_COUNT] = {
		[TELEPHONY_BUSY] = LINE_REPORT_BUSY,       [TELEPHONY_NO_ANSWER] = LINE_REPORT_NO_ANSWER,
		[TELEPHONY_MACHINE] = LINE_REPORT_MACHINE, [TELEPHONY_HUNG_UP] = LINE_REPORT_CUSTOMER_HUNG_UP,
		[TELEPHONY_DROPPED] = LINE_REPORT_DROPPED, [TELEPHONY_FAILED] = LINE_REPORT_FAILURE,
	};
	struct live *live = live_find(dialer, &event->call_id);

	if (event->report == TELEPHONY_FAILED)
		dialer->line_failures++;
	else
		line_works(dialer);
	TRY(end_call(dialer, &event->call_id, reports[event->report], false, fault));
	if (live)
		live->phase = LIVE_FREE;
	return RC_OK;
}

static enum rc on_ringing(struct dialer *dialer, const struct telephony_event *event, struct fault *fault)
{
	line_works(dialer);
	(void)event;
	(void)fault;
	return RC_OK;
}

static enum rc (*const reactions[TELEPHONY_REPORT_COUNT])(struct dialer *, const struct telephony_event *,
                                                          struct fault *) = {
	[TELEPHONY_RINGING] = on_ringing, [TELEPHONY_ANSWERED] = on_answered, [TELEPHONY_BUSY] = on_ended,
	[TELEPHONY_NO_ANSWER] = on_ended, [TELEPHONY_MACHINE] = on_ended,     [TELEPHONY_HUNG_UP] = on_ended,
	[TELEPHONY_DROPPED] = on_ended,   [TELEPHONY_FAILED] = on_ended,      [TELEPHONY_SPOKE] = on_spoke,
};

/* In order; while the database does not answer, what was reported waits. */
void live_reported(struct dialer *dialer)
{
	struct fault fault;
	size_t done = 0;

	while (done < dialer->pending_count) {
		const struct telephony_event *event = &dialer->pending[done];
		enum rc rc = reactions[event->report](dialer, event, &fault);

		(void)dialer_note(telephony_report_name(event->report), rc, &fault);
		if (rc == RC_UNAVAILABLE)
			break;
		done++;
	}
	dialer->pending_count -= done;
	for (size_t i = 0; i < dialer->pending_count; i++)
		dialer->pending[i] = dialer->pending[done + i];
}

/* ---- what others did ---- */

void live_told(struct dialer *dialer, const struct inbox_message *message)
{
	const struct telephony_heard heard = {.call_id = message->call_id,
	                                      .fact = message->fact,
	                                      .n = message->n,
	                                      .text_length = message->text_length};
	struct live *live = live_find(dialer, &message->call_id);
	struct fault fault;

	switch (message->kind) {
	case INBOX_HEARD:
		telephony_hear(dialer->telephony, &heard, clock_steady_ms());
		break;
	case INBOX_PLACED:
		(void)dialer_note("placed", pace_placed(dialer, &message->call_id, &fault), &fault);
		break;
	case INBOX_CONNECTED:
		if (live)
			live->phase = LIVE_TALKING;
		break;
	case INBOX_ENDED:
		telephony_hang_up(dialer->telephony, &message->call_id, clock_steady_ms());
		if (live)
			live->phase = LIVE_FREE;
		break;
	}
}

/* ---- a predecessor's calls ---- */

static enum rc read_open(struct dialer *dialer, struct call *calls, size_t *count, struct fault *fault)
{
	CONN(conn);

	TRY(conn_open(dialer->store, STORE_BRISK, &conn, fault));
	TRY(leads_reclaim(&conn, dialer->lease.epoch, false, fault));
	return calls_open(&conn, dialer->scratch, calls, LIVE_MAX, count, fault);
}

static enum rc read_heard(struct dialer *dialer, const struct call *call, struct telephony_heard *heard,
                          size_t *count, struct campaign *campaign, struct fault *fault)
{
	CONN(conn);
	struct call_heard *facts = arena_array(dialer->scratch, HEARD_MAX, sizeof *facts);

	TRY(conn_open(dialer->store, STORE_BRISK, &conn, fault));
	TRY(campaign_get(&conn, &call->campaign_id, dialer->scratch, campaign, fault));
	TRY(call_facts_of(&conn, &call->id, facts, HEARD_MAX, count, fault));
	for (size_t i = 0; i < *count; i++)
		heard[i] = (struct telephony_heard){.call_id = call->id, .fact = facts[i].fact, .n = facts[i].n};
	return RC_OK;
}

/* A talk goes on when the line still has it; else it fell. */
static enum rc adopt(struct dialer *dialer, const struct call *call, struct fault *fault)
{
	const struct telephony_call whom = {.call_id = call->id,
	                                    .phone = call->phone,
	                                    .attempt = call->attempt,
	                                    .is_contract = call->purpose == CONTACT_CONTRACT_EXECUTION};
	struct telephony_heard *heard = arena_array(dialer->scratch, HEARD_MAX, sizeof *heard);
	struct campaign campaign;
	struct live *live;
	size_t count;

	TRY(read_heard(dialer, call, heard, &count, &campaign, fault));
	live = live_add(dialer, call, &campaign);
	if (!live || !telephony_adopt(dialer->telephony, &whom, heard, count, clock_steady_ms()))
		return end_call(dialer, &call->id, LINE_REPORT_DROPPED, false, fault);
	live->phase = LIVE_TALKING;
	return RC_OK;
}

enum rc live_take_over(struct dialer *dialer, struct fault *fault)
{
	struct call *calls;
	size_t count;

	arena_reset(dialer->scratch);
	calls = arena_array(dialer->scratch, LIVE_MAX, sizeof *calls);
	TRY(read_open(dialer, calls, &count, fault));
	for (size_t i = 0; i < count; i++) {
		if (calls[i].state == CALL_TALKING)
			TRY(adopt(dialer, &calls[i], fault));
		else if (calls[i].kind != CALL_DIALED && !calls[i].answered_ms)
			TRY(pace_placed(dialer, &calls[i].id, fault));
		else
			TRY(end_call(dialer, &calls[i].id, LINE_REPORT_FAILURE, false, fault));
	}
	dialer_wake(dialer);
	return RC_OK;
}
