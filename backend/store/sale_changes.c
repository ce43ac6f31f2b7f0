#include "store/sale_changes.h"

#include "domain/activation.h"
#include "store/outbox.h"
#include "store/reviews.h"
#include "store/sale_submission.h"
#include "store/tasks.h"

#include <stdio.h>
#include <string.h>

#define SALES "sales"

bool sale_state_in_hand(enum sale_state state)
{
	return (state >= SALE_SUBMITTED && state <= SALE_RETURNED) || state == SALE_WITHDRAWN;
}

bool sale_state_can_move(enum sale_state state)
{
	return sale_state_in_hand(state) && !sale_state_waits_for_agent(state) &&
	       !sale_state_waits_for_quality(state) && state != SALE_DISPATCHED;
}

enum kpi_step sale_claim_step(enum sale_state state)
{
	switch (state) {
	case SALE_RECORDING_REQUESTED:
	case SALE_RERECORD_REQUESTED:
		return KPI_STEP_RECORDING;
	case SALE_CONFIRMING:
		return KPI_STEP_CONFIRMATION;
	case SALE_DOCUMENTS_PENDING:
		return KPI_STEP_DOCUMENTS;
	case SALE_ACTIVATING:
	case SALE_WITHDRAWN: /* its services are taken off */
		return KPI_STEP_ACTIVATION;
	case SALE_ACTIVATED:
	case SALE_DISPATCHED:
	case SALE_RETURNED:
		return KPI_STEP_DISPATCH;
	default:
		return KPI_STEP_REVIEW;
	}
}

/* ---- what is known ---- */

static void read_claim(struct sale_case *work)
{
	const bson_t *row = work->sale.document;

	work->claim = (struct sale_claim){.by = wire_get_id(row, "claim.by"),
	                                  .by_name = wire_get_text(row, "claim.by_name"),
	                                  .since_ms = wire_get_ms(row, "claim.since", 0),
	                                  .until_ms = wire_get_ms(row, "claim.until", 0)};
	work->ready = wire_get_bool(row, "ready", false);
	work->returned_ms = wire_get_ms(row, "returned_at", 0);
}

static bool is_empty(const char *text)
{
	return !text || !*text;
}

/* Products that miss something the operator wants; numbers to be ported come with their NIP. */
static bool has_all_lines(const struct sale *sale)
{
	for (size_t i = 0; i < sale->products_count; i++) {
		const struct sale_product *product = &sale->products[i];

		if (!product->has_line || (product->line.purpose == LINE_PORTED && is_empty(product->line.nip)))
			return false;
	}
	return sale->products_count > 0;
}

static int count_sims(const struct sale *sale)
{
	int sims = 0;

	for (size_t i = 0; i < sale->products_count; i++)
		sims += sale->products[i].has_line &&
		        line_needs_sim(sale->products[i].line.purpose, sale->products[i].sim);
	return sims;
}

/* All papers accepted, and no verdict of them can be undone any more. */
static bool has_all_documents(const struct sale *sale, int64_t now_ms)
{
	enum document_state states[DOCUMENT_KIND_COUNT] = {DOCUMENT_MISSING};
	enum document_type type = DOCUMENT_CC;

	for (int kind = 0; kind < DOCUMENT_KIND_COUNT; kind++) {
		char path[40];
		const char *word;

		(void)snprintf(path, sizeof path, "documents.%s", document_kind_name((enum document_kind)kind));
		word = wire_get_text(sale->document, path);
		if (word)
			(void)document_state_parse(word, &states[kind]);
	}
	if (sale->person.document_type)
		(void)document_type_parse(sale->person.document_type, &type);
	return document_all_accepted(type, states) && wire_get_ms(sale->document, "papers_final_at", 0) <= now_ms;
}

static void count_services(const bson_t *activation, struct sale_facts *facts)
{
	bson_t services, row;
	bson_iter_t iter;

	if (!wire_get_document(activation, "services", &services) || !bson_iter_init(&iter, &services))
		return;
	facts->services = 0;
	while (bson_iter_next(&iter)) {
		enum activation_service state = ACTIVATION_TO_LOAD;
		const char *word = wire_bson_inner(&iter, &row) ? wire_get_text(&row, "state") : NULL;

		if (word)
			(void)activation_service_parse(word, &state);
		facts->services++;
		facts->services_confirmed += state == ACTIVATION_LOADED;
		facts->services_settled += state == ACTIVATION_LOADED || state == ACTIVATION_REFUSED;
		facts->services_unknown += state == ACTIVATION_LOADING || state == ACTIVATION_UNCONFIRMED;
	}
}

/* What stands at the operator and at the courier. */
static enum rc read_outside(struct conn *conn, struct sale_case *work, struct fault *fault)
{
	BSON(filter);
	const bson_t *activation, *dispatch;
	bson_t sims;

	wire_put_id(&filter, "_id", &work->sale.id);
	TRY(conn_find_one(conn, "activations", &filter, NULL, work->arena, &activation, fault));
	if (activation)
		count_services(activation, &work->facts);
	if (work->sale.state < SALE_ACTIVATED)
		return RC_OK;
	TRY(conn_find_one(conn, "dispatches", &filter, NULL, work->arena, &dispatch, fault));
	if (!dispatch)
		return RC_OK;
	work->facts.returns = (int)wire_get_int(dispatch, "returns", 0);
	if (wire_get_document(dispatch, "sims", &sims))
		work->facts.sims_assigned = (int)bson_count_keys(&sims);
	return RC_OK;
}

static bool holds_claim(const struct sale_case *work)
{
	const struct sale_actor *actor = work->actor;

	return !id_is_none(&actor->user_id) && id_equal(&work->claim.by, &actor->user_id) &&
	       actor->now_ms < work->claim.until_ms;
}

bool sale_is_reversing(const struct sale_case *work)
{
	return wire_has(work->sale.document, "reversing_at");
}

/* The credited agent, or whoever works at the open task. */
static bool is_worker(const struct sale *sale, const struct id *user_id)
{
	return id_equal(&sale->agent_id, user_id) ||
	       (!id_is_none(&sale->task_agent_id) && id_equal(&sale->task_agent_id, user_id));
}

static enum rc read_facts(struct conn *conn, struct sale_case *work, struct fault *fault)
{
	const struct sale *sale = &work->sale;
	const struct sale_form form = sale_form_of(sale);
	const char *recording = wire_get_text(sale->document, "recording_state");
	int64_t now_ms = work->actor->now_ms;
	enum field_verdict verdicts[SALE_FIELD_COUNT];

	work->facts = (struct sale_facts){
		.state = sale->state,
		.return_state = sale->return_state,
		.expires_ms = sale->expires_ms,
		.extended_until_ms = wire_get_ms(sale->document, "extended_until", 0),
		.services = (int)sale->products_count,
		.reversing = sale_is_reversing(work),
		.sims_needed = count_sims(sale),
		.withdrawal_until_ms = wire_get_ms(sale->document, "withdrawal_until", 0),
		.form_complete = sale_form_check(&form, SALE_FORM_REVIEW, civil_date_at(now_ms), verdicts) == 0,
		.identity_approved = sale->approval_number != NULL,
		.reading_accepted = !id_is_none(&sale->reading_id),
		.recording_passed = recording && strcmp(recording, "passed") == 0,
		.addresses_complete = !is_empty(sale->residence_address) && !is_empty(sale->delivery_address) &&
	                              !is_empty(sale->city),
		.documents_accepted = has_all_documents(sale, now_ms),
		.lines_complete = has_all_lines(sale),
		.is_owner = is_worker(sale, &work->actor->user_id),
		.holds_claim = holds_claim(work),
	};
	return read_outside(conn, work, fault);
}

enum rc sale_case_held(const struct sale_case *work, int64_t until_ms, struct fault *fault)
{
	const char *name = work->claim.by_name;
	enum rc rc = fault_set(fault, RC_CONFLICT, claim_verdict_name(CLAIM_HELD), "sales: another person holds it");

	fault->until_ms = until_ms;
	(void)snprintf(fault->by_name, sizeof fault->by_name, "%s", name ? name : "");
	return rc;
}

/* The sale exists for the caller, and they do not hold it: says so. */
static enum rc refuse_unclaimed(struct conn *conn, const struct sale_target *target, struct sale_case *work,
                                struct fault *fault)
{
	struct scope reached = *target->scope;

	reached.kind = SCOPE_REACHED;
	TRY(sale_get(conn, &target->sale_id, &reached, work->arena, &work->sale, fault));
	read_claim(work);
	if (!id_is_none(&work->claim.by) && target->actor->now_ms < work->claim.until_ms)
		return sale_case_held(work, work->claim.until_ms, fault);
	return sale_refuse(SALE_NOT_CLAIMED, fault);
}

enum rc sale_case_open(struct conn *conn, const struct sale_target *target, struct arena *arena,
                       struct sale_case *work, struct fault *fault)
{
	enum rc rc;

	*work = (struct sale_case){.actor = target->actor, .arena = arena};
	rc = sale_get(conn, &target->sale_id, target->scope, arena, &work->sale, fault);
	if (rc == RC_NOT_FOUND && target->scope->kind == SCOPE_CLAIMED)
		return refuse_unclaimed(conn, target, work, fault);
	TRY(rc);
	TRY(sale_check_version(&work->sale, target->version, fault));
	TRY(campaign_get(conn, &work->sale.campaign_id, arena, &work->campaign, fault));
	read_claim(work);
	return read_facts(conn, work, fault);
}

enum rc sale_case_in_time(const struct sale_case *work, struct fault *fault)
{
	switch (sale_validity_at(&work->campaign.policy.sale, &work->facts, work->actor->now_ms)) {
	case SALE_VALIDITY_OVER:
		return sale_refuse(SALE_TIME_OVER, fault);
	case SALE_VALIDITY_FROZEN:
		return work->facts.reversing ? RC_OK : sale_refuse(SALE_FROZEN, fault);
	default:
		return RC_OK;
	}
}

/* ---- writing ---- */

/* One write being prepared. */
struct step {
	struct sale_entry entry;
	const bson_t *set, *unset; /* the act's own */
	enum sale_state return_state;
	bool moves;  /* an action of domain/sale: what it leads to decides who has the sale in hand */
	bool passes; /* at once to the next state */
	enum sale_wait wait;
	int64_t wait_until_ms;
	enum sale_claiming claiming;
	/* worked out */
	bool ready;
	struct sale_claim claim;
	int64_t returned_ms;
};

static void put_state(const struct step *step, bson_t *set, bson_t *unset)
{
	if (!step->moves)
		return;
	wire_put_text(set, "state", sale_state_name(step->entry.to));
	if (step->entry.to == SALE_DATA_REQUESTED)
		wire_put_text(set, "return_state", sale_state_name(step->return_state));
	else
		wire_put_int(unset, "return_state", 1);
}

static void put_wait(const struct sale_case *work, struct step *step, bson_t *set, bson_t *unset)
{
	enum sale_state to = step->entry.to;

	step->ready = work->ready;
	step->returned_ms = work->returned_ms;
	if (!step->moves && step->wait == SALE_WAIT_KEEP)
		return;
	step->ready = sale_state_can_move(to) && step->wait != SALE_WAIT_UNTIL && step->wait != SALE_WAIT_OVER;
	if (sale_state_in_hand(to) && step->wait != SALE_WAIT_OVER)
		wire_put_bool(set, "ready", step->ready);
	else
		wire_put_int(unset, "ready", 1);
	if (step->wait == SALE_WAIT_UNTIL)
		wire_put_ms(set, "wait_until", step->wait_until_ms);
	else
		wire_put_int(unset, "wait_until", 1);
	if (!step->ready || work->ready)
		return;
	step->returned_ms = work->actor->now_ms;
	wire_put_ms(set, "returned_at", step->returned_ms);
}

/* The time under the claim, into the entry that ends it or its step. */
static void count_claim(const struct sale_case *work, struct step *step)
{
	int64_t now_ms = work->actor->now_ms;
	int64_t end_ms = now_ms < work->claim.until_ms ? now_ms : work->claim.until_ms;

	step->entry.claimed_ms = end_ms > work->claim.since_ms ? end_ms - work->claim.since_ms : 0;
	step->entry.step = kpi_step_name(sale_claim_step(work->sale.state));
}

static void put_taken(const struct sale_case *work, struct step *step, bson_t *set)
{
	const struct sale_actor *actor = work->actor;
	BSON(claim);

	step->claim = (struct sale_claim){.by = actor->user_id,
	                                  .by_name = actor->name,
	                                  .since_ms = actor->now_ms,
	                                  .until_ms = actor->now_ms + work->campaign.policy.claim.idle_ms};
	wire_put_id(&claim, "by", &step->claim.by);
	wire_put_text(&claim, "by_name", step->claim.by_name);
	wire_put_ms(&claim, "since", step->claim.since_ms);
	wire_put_ms(&claim, "until", step->claim.until_ms);
	wire_put_document(set, "claim", &claim);
	wire_put_id(set, "owner_id", &actor->user_id);
	wire_put_text(set, "owner_name", actor->name);
}

/* The next step's time begins; who moved it there does not matter. */
static void put_step(const struct sale_case *work, struct step *step, bson_t *set)
{
	int64_t now_ms = work->actor->now_ms;

	if (sale_claim_step(step->entry.to) == sale_claim_step(work->sale.state))
		return;
	if (now_ms > work->claim.since_ms)
		count_claim(work, step);
	step->claim.since_ms = now_ms;
	wire_put_ms(set, "claim.since", now_ms);
}

static void put_renewed(const struct sale_case *work, struct step *step, bson_t *set)
{
	step->claim.until_ms = work->actor->now_ms + work->campaign.policy.claim.idle_ms;
	wire_put_ms(set, "claim.until", step->claim.until_ms);
}

static void put_claim(const struct sale_case *work, struct step *step, bson_t *set, bson_t *unset)
{
	bool is_held = !id_is_none(&work->claim.by);
	bool waits = step->moves && !step->passes && !sale_state_can_move(step->entry.to);
	bool goes = step->wait == SALE_WAIT_UNTIL || waits;

	step->claim = work->claim;
	if (step->claiming == SALE_CLAIM_TAKE) {
		put_taken(work, step, set);
	} else if (is_held && (step->claiming == SALE_CLAIM_DROP || (goes && work->facts.holds_claim) ||
	                       !sale_state_in_hand(step->entry.to))) {
		count_claim(work, step);
		step->claim = (struct sale_claim){0};
		wire_put_int(unset, "claim", 1);
		if (step->claiming == SALE_CLAIM_DROP) { /* given up: nobody is preferred any more */
			step->returned_ms = 0;
			wire_put_int(unset, "returned_at", 1);
		}
	} else if (is_held && work->actor->now_ms < work->claim.until_ms) {
		put_step(work, step, set);
		if (work->facts.holds_claim)
			put_renewed(work, step, set);
	}
}

static struct event event_of(const struct sale_case *work, const char *type, const bson_t *data)
{
	const struct sale *sale = &work->sale;
	bool owned = !id_is_none(&sale->owner_id) && !id_equal(&sale->owner_id, &sale->agent_id);

	return (struct event){.type = type,
	                      .at_ms = work->actor->now_ms,
	                      .campaign_id = sale->campaign_id,
	                      .lead_list_id = sale->lead_list_id,
	                      .team_id = sale->team_id,
	                      .agent_id = sale->agent_id,
	                      .subject_kind = "sale",
	                      .subject_id = sale->id,
	                      .channels = {"backoffice", "floor", event_channel(work->arena, "user", &sale->agent_id),
	                                   owned ? event_channel(work->arena, "user", &sale->owner_id) : NULL},
	                      .data = data};
}

static enum rc tell(struct conn *conn, const struct sale_case *work, const struct step *step, struct fault *fault)
{
	BSON(data);
	const struct event event = event_of(work, "sale.changed", &data);

	wire_put_id(&data, "sale_id", &work->sale.id);
	wire_put_text(&data, "state", sale_state_name(step->entry.to));
	if (step->entry.from != step->entry.to)
		wire_put_text(&data, "from", sale_state_name(step->entry.from));
	wire_put_int(&data, "version", work->sale.version);
	if (step->entry.step) {
		wire_put_int(&data, "claimed_ms", step->entry.claimed_ms);
		wire_put_text(&data, "step", step->entry.step);
	}
	return event_append(conn, &event, fault);
}

static enum rc tell_fallen(struct conn *conn, const struct sale_case *work, const struct step *step,
                           struct fault *fault)
{
	BSON(data);
	const struct event event = event_of(work, "sale.fallen", &data);

	wire_put_id(&data, "sale_id", &work->sale.id);
	wire_put_text(&data, "state", sale_state_name(step->entry.to));
	wire_put_text(&data, "from", sale_state_name(step->entry.from));
	wire_put_int(&data, "products", (int64_t)work->sale.products_count);
	return event_append(conn, &event, fault);
}

static void follow(struct sale_case *work, const struct step *step)
{
	work->sale.state = work->facts.state = step->entry.to;
	if (step->moves)
		work->sale.return_state = work->facts.return_state = step->return_state;
	work->ready = step->ready;
	work->returned_ms = step->returned_ms;
	work->claim = step->claim;
	if (step->claiming == SALE_CLAIM_TAKE)
		work->sale.owner_id = work->actor->user_id;
	work->facts.holds_claim = holds_claim(work);
}

static void put_all(const bson_t *own, bson_t *all)
{
	if (own)
		(void)bson_concat(all, own);
}

static enum rc write_step(struct conn *conn, struct sale_case *work, struct step *step, struct fault *fault)
{
	BSON(set);
	BSON(unset);
	const struct sale_entry *entry = step->entry.action ? &step->entry : NULL;
	const struct sale_write write = {.set = &set, .unset = &unset, .entry = entry};
	bool fell = sale_state_is_fallen(step->entry.to) && step->entry.from != step->entry.to;

	put_all(step->set, &set);
	put_all(step->unset, &unset);
	put_state(step, &set, &unset);
	put_wait(work, step, &set, &unset);
	put_claim(work, step, &set, &unset);
	TRY(sale_write(conn, &work->sale, work->actor, &write, fault));
	follow(work, step);
	if (!entry)
		return RC_OK;
	TRY(tell(conn, work, step, fault));
	if (fell) {
		TRY(tell_fallen(conn, work, step, fault));
		TRY(reviews_withdraw(conn, &work->sale.id, fault));
	}
	return fell && !id_is_none(&work->sale.task_id) ? task_cancel(conn, work, fault) : RC_OK;
}

static const char *recording_state_after(const struct sale_facts *facts, enum sale_action action)
{
	switch (action) {
	case SALE_REQUEST_RECORDING:
	case SALE_RERECORD:
		return facts->recording_passed ? NULL : "requested";
	case SALE_RELEASE_RECORDING:
		return "passed";
	case SALE_FAULT_RECORDING:
		return "faulty";
	case SALE_REQUIRE_RERECORD:
		return "none";
	default:
		return NULL;
	}
}

static unsigned actor_bits(const struct sale_case *work, bool by_system)
{
	if (by_system || id_is_none(&work->actor->user_id))
		return SALE_BY_SYSTEM;
	return SALE_BY(work->actor->role);
}

enum rc sale_case_apply(struct conn *conn, struct sale_case *work, const struct sale_act *act, struct fault *fault)
{
	BSON(set);
	enum sale_state to = work->sale.state;
	enum sale_verdict verdict =
		sale_ask(&work->campaign.policy.sale, &work->facts, act->action, actor_bits(work, act->by_system),
	                 !is_empty(act->reason), work->actor->now_ms, &to);
	struct step step;

	if (verdict != SALE_ALLOWED)
		return sale_refuse(verdict, fault);
	step = (struct step){.entry = {.action = sale_action_name(act->action),
	                               .from = work->sale.state,
	                               .to = to,
	                               .reason = act->reason,
	                               .fields = act->fields,
	                               .fields_count = act->fields_count},
	                     .set = &set,
	                     .unset = act->unset,
	                     .return_state = sale_return_state(&work->facts, act->action),
	                     .moves = true,
	                     .passes = act->passes};
	put_all(act->set, &set);
	wire_put_text(&set, "recording_state", recording_state_after(&work->facts, act->action));
	return write_step(conn, work, &step, fault);
}

enum rc sale_case_note(struct conn *conn, struct sale_case *work, const struct sale_note *note, struct fault *fault)
{
	struct step step = {.entry = {.action = note->action,
	                              .from = work->sale.state,
	                              .to = work->sale.state,
	                              .reason = note->reason,
	                              .fields = note->fields,
	                              .fields_count = note->fields_count},
	                    .set = note->set,
	                    .unset = note->unset,
	                    .wait = note->wait,
	                    .wait_until_ms = note->wait_until_ms,
	                    .claiming = note->claiming};

	if (!note->late)
		TRY(sale_case_in_time(work, fault));
	return write_step(conn, work, &step, fault);
}

enum rc sale_case_take(struct conn *conn, struct sale_case *work, enum sale_action action, struct fault *fault)
{
	struct sale_facts facts = work->facts;
	enum sale_state to = work->sale.state;
	enum sale_verdict verdict;
	struct step step;

	facts.holds_claim = true; /* by the same write */
	verdict = sale_ask(&work->campaign.policy.sale, &facts, action, actor_bits(work, false), false,
	                   work->actor->now_ms, &to);
	if (verdict != SALE_ALLOWED)
		return sale_refuse(verdict, fault);
	step = (struct step){.entry = {.action = sale_action_name(action), .from = work->sale.state, .to = to},
	                     .return_state = sale_return_state(&facts, action),
	                     .moves = true,
	                     .claiming = SALE_CLAIM_TAKE};
	return write_step(conn, work, &step, fault);
}
