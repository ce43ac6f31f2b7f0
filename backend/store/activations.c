#include "store/activations.h"

#include "store/activation_rows.h"
#include "store/dispatches.h"
#include "store/outbox.h"
#include "store/sale_submission.h"
#include "store/sale_withdrawal.h"

#include <inttypes.h>
#include <string.h>

enum { ANSWER_GRACE_MS = 10000 };

/* ---- opening ---- */

static enum rc open_any(struct conn *conn, const struct sale_target *target, struct arena *arena,
                        struct activation_case *work, struct fault *fault)
{
	TRY(sale_case_open(conn, target, arena, &work->sale, fault));
	TRY(activation_find(conn, &work->sale.sale, arena, &work->activation, fault));
	TRY(operator_name_of(conn, &work->sale.sale.campaign_id, arena, &work->operator_name, fault));
	return operator_find(conn, work->operator_name, &work->operator_state, fault);
}

enum rc activation_case_open(struct conn *conn, const struct sale_target *target, struct arena *arena,
                             struct activation_case *work, struct fault *fault)
{
	TRY(open_any(conn, target, arena, work, fault));
	if (work->sale.sale.state != SALE_ACTIVATING)
		return sale_refuse(SALE_WRONG_STATE, fault);
	if (work->sale.facts.reversing)
		return sale_refuse(SALE_REVERSING, fault);
	return sale_case_in_time(&work->sale, fault);
}

/* Services are taken off now, instead of loaded. */
static bool takes_off(const struct sale_case *sale)
{
	return sale->sale.state == SALE_WITHDRAWN || (sale->sale.state == SALE_ACTIVATING && sale->facts.reversing);
}

static enum rc open_removal(struct conn *conn, const struct sale_target *target, struct arena *arena,
                            struct activation_case *work, struct fault *fault)
{
	TRY(open_any(conn, target, arena, work, fault));
	return takes_off(&work->sale) ? RC_OK : sale_refuse(SALE_WRONG_STATE, fault);
}

static const struct activation_policy *policy_of(const struct activation_case *work)
{
	return &work->sale.campaign.policy.activation;
}

static enum activation_step step_of(const struct activation *activation)
{
	if (!activation->line_reference)
		return ACTIVATION_LINE;
	if (!activation->rate_code)
		return ACTIVATION_RATE;
	return activation->has_person ? ACTIVATION_SERVICES : ACTIVATION_PERSONAL;
}

/* The one call that a down operator gets. */
static bool may_probe(const struct activation_case *work)
{
	return activation_operator_is_down(&work->operator_state) &&
	       work->sale.actor->now_ms >= activation_probe_at(policy_of(work), &work->operator_state);
}

static enum rc refuse(const struct activation_case *work, enum activation_verdict verdict, struct fault *fault)
{
	enum rc rc = fault_set(fault, RC_CONFLICT, activation_verdict_name(verdict),
	                       "activations: the rules do not allow this now");

	if (verdict == ACTIVATION_OPERATOR_DOWN)
		fault->until_ms = activation_probe_at(policy_of(work), &work->operator_state);
	return rc;
}

/* ---- writing ---- */

static enum rc tell(struct conn *conn, const struct activation_case *work, struct fault *fault)
{
	BSON(data);
	const struct sale *sale = &work->sale.sale;
	const struct event event = {.type = "activation.changed",
	                            .at_ms = work->sale.actor->now_ms,
	                            .campaign_id = sale->campaign_id,
	                            .team_id = sale->team_id,
	                            .agent_id = sale->agent_id,
	                            .subject_kind = "activation",
	                            .subject_id = sale->id,
	                            .channels = {"backoffice"},
	                            .data = &data};

	wire_put_id(&data, "sale_id", &sale->id);
	wire_put_int(&data, "version", work->activation.version);
	return event_append(conn, &event, fault);
}

static enum rc write_all(struct conn *conn, struct activation_case *work, const bson_t *set, struct fault *fault)
{
	TRY(activation_write(conn, &work->sale.sale.id, &work->activation, set, work->sale.arena,
	                     work->sale.actor->now_ms, fault));
	return tell(conn, work, fault);
}

/* What the operator's answer says of itself; written only when it changes something. */
static enum rc fold_operator(struct conn *conn, struct activation_case *work, enum activation_answer answer,
                             struct fault *fault)
{
	struct activation_operator after = work->operator_state;

	activation_operator_fold(policy_of(work), &after, answer, work->sale.actor->now_ms);
	if (after.timeouts == work->operator_state.timeouts && after.down_ms == work->operator_state.down_ms &&
	    after.probed_ms == work->operator_state.probed_ms)
		return RC_OK;
	work->operator_state = after;
	return operator_write(conn, work->operator_name, &after, fault);
}

/* ---- line, rate, personal data ---- */

static bool has_begun(const struct activation *activation)
{
	for (size_t i = 0; i < activation->services_count; i++)
		if (activation->services[i].state != ACTIVATION_TO_LOAD)
			return true;
	return false;
}

static enum rc refuse_hand(bool by_hand, struct fault *fault)
{
	return by_hand ? fault_set(fault, RC_CONFLICT, "by_hand",
	                           "activations: this campaign's services are loaded by hand")
	               : fault_set(fault, RC_CONFLICT, "not_by_hand",
	                           "activations: this campaign's services are loaded by the port");
}

static enum rc check_order(const struct activation_case *work, enum activation_step step, struct fault *fault)
{
	if (step_of(&work->activation) < step)
		return refuse(work, ACTIVATION_STEP_BEFORE, fault);
	if (has_begun(&work->activation))
		return fault_set(fault, RC_CONFLICT, "services_begun",
		                 "activations: services are being loaded with what was found");
	return RC_OK;
}

enum rc activation_check_step(const struct activation_case *work, enum activation_step step, struct fault *fault)
{
	if (policy_of(work)->by_hand)
		return refuse_hand(true, fault);
	TRY(check_order(work, step, fault));
	if (activation_operator_is_down(&work->operator_state) && !may_probe(work))
		return refuse(work, ACTIVATION_OPERATOR_DOWN, fault);
	return RC_OK;
}

static void put_done(bson_t *set, const struct activation_done *done, int64_t now_ms)
{
	BSON(inner);

	switch (done->step) {
	case ACTIVATION_LINE:
		wire_put_text(&inner, "found_by", done->found_by);
		wire_put_text(&inner, "reference", done->reference);
		wire_put_ms(&inner, "at", now_ms);
		wire_put_document(set, "line", &inner);
		return;
	case ACTIVATION_RATE:
		wire_put_text(&inner, "code", done->reference);
		wire_put_ms(&inner, "at", now_ms);
		wire_put_document(set, "rate", &inner);
		return;
	default:
		wire_put_ms(set, "personal_data_at", now_ms);
	}
}

static enum rc write_step_done(struct conn *conn, struct activation_case *work, const struct activation_done *done,
                               struct fault *fault)
{
	const struct sale_note note = {
		.action = arena_printf(work->sale.arena, "activation_%s", activation_step_name(done->step))};
	BSON(set);

	put_done(&set, done, work->sale.actor->now_ms);
	TRY(write_all(conn, work, &set, fault));
	return sale_case_note(conn, &work->sale, &note, fault);
}

enum rc activation_step_done(struct conn *conn, const struct sale_target *target, const struct activation_done *done,
                             struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	struct activation_case *work = arena_alloc(arena, sizeof *work);

	TRY(activation_case_open(conn, target, arena, work, fault));
	TRY(activation_check_step(work, done->step, fault));
	TRY(fold_operator(conn, work, ACTIVATION_SAID_LOADED, fault)); /* it answered */
	return write_step_done(conn, work, done, fault);
}

enum rc activation_operator_silent(struct conn *conn, const struct sale_target *target, struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	struct activation_case *work = arena_alloc(arena, sizeof *work);

	TRY(open_any(conn, target, arena, work, fault));
	return fold_operator(conn, work, ACTIVATION_TIMED_OUT, fault);
}

/* ---- services ---- */

static struct service *service_of(struct activation *activation, int64_t n)
{
	for (size_t i = 0; i < activation->services_count; i++)
		if (activation->services[i].n == n)
			return &activation->services[i];
	return NULL;
}

static enum rc find_service(struct activation_case *work, int64_t n, struct service **service, struct fault *fault)
{
	*service = service_of(&work->activation, n);
	return *service ? RC_OK
	                : fault_set(fault, RC_NOT_FOUND, "not_found", "activations: the sale has no such service");
}

/* Whoever sent it is gone: nobody knows what became of it. */
static void give_up_waiting(struct service *service, int64_t real_ms)
{
	if (service->state == ACTIVATION_LOADING && real_ms >= service->loading_until_ms)
		service->state = ACTIVATION_UNCONFIRMED;
}

static void begin(const struct activation_case *work, struct service *service, enum activation_act act)
{
	if (act == ACTIVATION_ASK) {
		service->asks++;
		return;
	}
	service->state = ACTIVATION_LOADING;
	service->sent += act == ACTIVATION_LOAD;
	service->asks = 0;
	service->reason = NULL;
	service->loading_until_ms = work->sale.actor->real_ms + policy_of(work)->timeout_ms + ANSWER_GRACE_MS;
}

/* A probe under way: the next one later. */
static enum rc note_probe(struct conn *conn, struct activation_case *work, struct fault *fault)
{
	if (!activation_operator_is_down(&work->operator_state))
		return RC_OK;
	work->operator_state.probed_ms = work->sale.actor->now_ms;
	return operator_write(conn, work->operator_name, &work->operator_state, fault);
}

static enum rc reserve(struct conn *conn, struct activation_case *work, int64_t n, enum activation_act wanted,
                       struct activation_reserved *reserved, struct fault *fault)
{
	static const struct sale_note renews = {.action = NULL};
	enum activation_verdict verdict;
	struct service *service;
	enum activation_act act;

	if (policy_of(work)->by_hand && wanted == ACTIVATION_LOAD)
		return refuse_hand(true, fault);
	TRY(find_service(work, n, &service, fault));
	give_up_waiting(service, work->sale.actor->real_ms);
	act = service->state == ACTIVATION_UNCONFIRMED ? ACTIVATION_ASK : wanted;
	verdict = activation_ask(policy_of(work), &work->operator_state, step_of(&work->activation), service->state,
	                         act, (int)service->tries, may_probe(work));
	if (verdict != ACTIVATION_ALLOWED)
		return refuse(work, verdict, fault);
	begin(work, service, act);
	TRY(write_all(conn, work, NULL, fault));
	TRY(note_probe(conn, work, fault));
	*reserved = (struct activation_reserved){.sale_id = work->sale.sale.id,
	                                         .act = act,
	                                         .service = *service,
	                                         .by_hand = policy_of(work)->by_hand,
	                                         .work = work};
	return sale_case_note(conn, &work->sale, &renews, fault);
}

enum rc activation_reserve(struct conn *conn, const struct sale_target *target, int64_t n, struct arena *arena,
                           struct activation_reserved *reserved, struct fault *fault)
{
	struct activation_case *work = arena_alloc(arena, sizeof *work);

	TRY(activation_case_open(conn, target, arena, work, fault));
	return reserve(conn, work, n, ACTIVATION_LOAD, reserved, fault);
}

enum rc activation_reserve_removal(struct conn *conn, const struct sale_target *target, int64_t n,
                                   struct arena *arena, struct activation_reserved *reserved, struct fault *fault)
{
	struct activation_case *work = arena_alloc(arena, sizeof *work);

	TRY(open_removal(conn, target, arena, work, fault));
	return reserve(conn, work, n, ACTIVATION_TAKE_OFF, reserved, fault);
}

static void fold(struct service *service, const struct activation_outcome *outcome)
{
	service->state = activation_fold(service->state, outcome->act, outcome->answer);
	service->tries += activation_costs_try(outcome->act, outcome->answer);
	service->loading_until_ms = 0;
	service->reference = outcome->reference;
	service->reason = outcome->reason;
	service->at_ms = outcome->actor->now_ms;
}

/* All settled: what comes next is the sale's. */
static enum rc move_on(struct conn *conn, struct activation_case *work, struct fault *fault)
{
	struct sale_case *sale = &work->sale;
	const struct sale_act activate = {
		.action = SALE_ACTIVATE, .by_system = true, .passes = sale->facts.sims_needed == 0};
	BSON(set);
	const struct sale_act finish = {.action = SALE_FINISH, .by_system = true, .set = &set};

	if (sale->facts.services_settled < sale->facts.services || sale->facts.services_confirmed == 0)
		return RC_OK;
	TRY(sale_case_apply(conn, sale, &activate, fault));
	if (!activate.passes)
		return RC_OK;
	dispatch_put_withdrawal(&set, sale);
	return sale_case_apply(conn, sale, &finish, fault);
}

/* Nothing is at the operator any more. */
static enum rc end_removal(struct conn *conn, struct activation_case *work, struct fault *fault)
{
	static const struct sale_act expire = {.action = SALE_EXPIRE, .by_system = true};
	struct sale_case *sale = &work->sale;

	if (sale->facts.services_confirmed > 0 || sale->facts.services_unknown > 0)
		return RC_OK;
	if (sale->sale.state == SALE_ACTIVATING)
		return sale_case_apply(conn, sale, &expire, fault);
	return sale_withdrawal_off(conn, sale, fault);
}

/* What the history says of it, and the next state. */
static enum rc follow(struct conn *conn, const struct activation_outcome *outcome, const struct service *service,
                      struct arena *arena, struct fault *fault)
{
	const struct sale_target target = {.sale_id = outcome->sale_id, .scope = &scope_all, .actor = outcome->actor};
	const char *const fields[] = {arena_printf(arena, "services.%" PRId64, service->n)};
	const struct sale_note note = {
		.action = arena_printf(arena, "service_%s", activation_service_name(service->state)),
		.reason = service->reason,
		.fields = fields,
		.fields_count = 1,
		.late = true};
	struct activation_case *work = arena_alloc(arena, sizeof *work);
	struct fault over;

	TRY(open_any(conn, &target, arena, work, fault)); /* with the facts as they are now */
	TRY(sale_case_note(conn, &work->sale, &note, fault));
	if (takes_off(&work->sale))
		return end_removal(conn, work, fault);
	if (work->sale.sale.state != SALE_ACTIVATING || sale_case_in_time(&work->sale, &over) != RC_OK)
		return RC_OK;
	return move_on(conn, work, fault);
}

enum rc activation_settle(struct conn *conn, const struct activation_outcome *outcome, struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	const struct sale_target target = {.sale_id = outcome->sale_id, .scope = &scope_all, .actor = outcome->actor};
	struct activation_case *work = arena_alloc(arena, sizeof *work);
	struct service *service;

	TRY(open_any(conn, &target, arena, work, fault));
	TRY(fold_operator(conn, work, outcome->answer, fault));
	service = service_of(&work->activation, outcome->n);
	if (!service || service->sent != outcome->sent ||
	    (service->state != ACTIVATION_LOADING && service->state != ACTIVATION_UNCONFIRMED))
		return RC_OK;
	fold(service, outcome);
	TRY(write_all(conn, work, NULL, fault));
	return follow(conn, outcome, service, arena, fault);
}

/* ---- by hand ---- */

static enum rc check_entry(const struct activation_entry *entry, struct fault *fault)
{
	enum field_verdict verdicts[ACTIVATION_ENTRY_FIELD_COUNT];

	if (activation_entry_check(entry, verdicts) == 0)
		return RC_OK;
	for (int i = 0; i < ACTIVATION_ENTRY_FIELD_COUNT; i++)
		if (verdicts[i] != FIELD_OK)
			(void)fault_field(fault, activation_entry_field_name((enum activation_entry_field)i),
			                  field_verdict_name(verdicts[i]));
	return RC_INVALID;
}

static enum rc enter_step(struct conn *conn, struct activation_case *work, const struct activation_entry *entry,
                          struct fault *fault)
{
	const struct activation_done done = {
		.step = entry->step, .found_by = entry->found_by, .reference = entry->reference};

	TRY(check_order(work, entry->step, fault));
	return write_step_done(conn, work, &done, fault);
}

/* Sent and answered in one: there is nobody to wait for. */
static enum rc enter_service(struct conn *conn, struct activation_case *work, const struct activation_entry *entry,
                             struct fault *fault)
{
	static const struct activation_operator up;
	struct activation_outcome outcome = {.sale_id = work->sale.sale.id,
	                                     .n = entry->n,
	                                     .answer = activation_entry_answer(entry),
	                                     .reference = entry->reference,
	                                     .actor = work->sale.actor};
	enum activation_verdict verdict;
	struct service *service;

	TRY(find_service(work, entry->n, &service, fault));
	outcome.act = service->state == ACTIVATION_UNCONFIRMED ? ACTIVATION_ASK : ACTIVATION_LOAD;
	if (outcome.answer == ACTIVATION_SAID_NOT_LOADED)
		outcome.reason = "operator_error";
	else if (outcome.answer == ACTIVATION_TIMED_OUT)
		outcome.reason = "timed_out";
	verdict = activation_ask(policy_of(work), &up, step_of(&work->activation), service->state, outcome.act,
	                         (int)service->tries, false);
	if (verdict != ACTIVATION_ALLOWED)
		return refuse(work, verdict, fault);
	begin(work, service, outcome.act);
	fold(service, &outcome);
	TRY(write_all(conn, work, NULL, fault));
	return follow(conn, &outcome, service, work->sale.arena, fault);
}

enum rc activation_enter(struct conn *conn, const struct sale_target *target, const struct activation_entry *entry,
                         struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	struct activation_case *work = arena_alloc(arena, sizeof *work);

	TRY(activation_case_open(conn, target, arena, work, fault));
	if (!policy_of(work)->by_hand)
		return refuse_hand(false, fault);
	TRY(check_entry(entry, fault));
	return entry->step == ACTIVATION_SERVICES ? enter_service(conn, work, entry, fault)
	                                          : enter_step(conn, work, entry, fault);
}

enum rc activation_waits(struct conn *conn, const struct id *campaign_id, int64_t now_ms, bool *waits,
                         struct fault *fault)
{
	ARENA(arena, 32768, 1 << 20);
	struct activation_operator state;
	struct campaign campaign;
	const char *name;

	TRY(campaign_get(conn, campaign_id, arena, &campaign, fault));
	TRY(operator_name_of(conn, campaign_id, arena, &name, fault));
	TRY(operator_find(conn, name, &state, fault));
	*waits = !campaign.policy.activation.by_hand && activation_operator_is_down(&state) &&
	         now_ms < activation_probe_at(&campaign.policy.activation, &state);
	return RC_OK;
}

/* ---- reading ---- */

static void write_text(struct buf *out, const char *name, const char *text)
{
	if (!text)
		return;
	buf_printf(out, ",\"%s\":", name);
	buf_json_string(out, text, strlen(text));
}

static void write_service(struct buf *out, const struct service *service)
{
	buf_printf(out, "{\"n\":%" PRId64 ",\"product_id\":\"%s\",\"state\":\"%s\",\"tries\":%" PRId64, service->n,
	           ID_TEXT(&service->product_id), activation_service_name(service->state), service->tries);
	write_text(out, "name", service->name);
	write_text(out, "reference", service->reference);
	write_text(out, "reason", service->reason);
	if (service->at_ms)
		buf_printf(out, ",\"at\":%" PRId64, service->at_ms);
	buf_char(out, '}');
}

static void write_document(struct buf *out, const bson_t *document, const char *name)
{
	bson_t inner;

	if (!document || !wire_get_document(document, name, &inner))
		return;
	buf_printf(out, ",\"%s\":", name);
	(void)wire_json_document(out, &inner, NULL);
}

static void write_operator(struct buf *out, const struct activation_case *work)
{
	if (!activation_operator_is_down(&work->operator_state))
		return;
	buf_printf(out, ",\"operator_down_since\":%" PRId64 ",\"probe_at\":%" PRId64, work->operator_state.down_ms,
	           activation_probe_at(policy_of(work), &work->operator_state));
}

enum rc activation_json(struct conn *conn, const struct id *sale_id, const struct scope *scope, int64_t real_ms,
                        struct buf *out, int64_t *version, struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	const struct sale_actor reader = {.real_ms = real_ms};
	const struct sale_target target = {.sale_id = *sale_id, .scope = scope, .actor = &reader};
	struct activation_case *work = arena_alloc(arena, sizeof *work);
	struct activation *activation = &work->activation;

	TRY(open_any(conn, &target, arena, work, fault));
	buf_printf(out, "{\"id\":\"%s\",\"version\":%" PRId64, ID_TEXT(sale_id), activation->version);
	write_document(out, activation->document, "line");
	write_document(out, activation->document, "rate");
	if (activation->has_person)
		buf_printf(out, ",\"personal_data_at\":%" PRId64,
		           wire_get_ms(activation->document, "personal_data_at", 0));
	buf_printf(out, ",\"by_hand\":%s", policy_of(work)->by_hand ? "true" : "false");
	write_operator(out, work);
	buf_text(out, ",\"services\":[");
	for (size_t i = 0; i < activation->services_count; i++) {
		give_up_waiting(&activation->services[i], real_ms);
		buf_text(out, i ? "," : "");
		write_service(out, &activation->services[i]);
	}
	buf_text(out, "]}");
	*version = activation->version;
	return RC_OK;
}
