#include "api/activation.h"

#include "api/app.h"
#include "api/back_office.h"
#include "api/body.h"
#include "api/command.h"
#include "api/reply.h"
#include "ports/activation.h"
#include "store/activations.h"
#include "store/txn.h"

WIRE_WORDS(activation_search);

static enum rc answer(struct request *request, const struct id *sale_id)
{
	CONN(conn);
	struct scope scope = command_scope(request);
	int64_t version;

	scope.kind = SCOPE_REACHED; /* the act itself may have let go of it */
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(activation_json(&conn, sale_id, &scope, request->real_ms, reply_buf(request), &version, request->fault));
	return reply_document(request, HTTP_OK, version);
}

enum rc activation_get(struct request *request)
{
	struct id sale_id;

	TRY(path_id(request, "id", &sale_id));
	return answer(request, &sale_id);
}

/* What the operator is told: carried over, never retyped. The line is the first product's that names one. */
static struct activation_order order_of(const struct activation_case *work)
{
	const struct sale *sale = &work->sale.sale;
	struct activation_order order = {.number = sale->number,
	                                 .applicant = sale->person,
	                                 .line_address = sale->residence_address,
	                                 .residence_address = sale->residence_address,
	                                 .delivery_address = sale->delivery_address,
	                                 .city = sale->city,
	                                 .alternate_phone = sale->alternate_phone,
	                                 .line_reference = work->activation.line_reference,
	                                 .rate_code = work->activation.rate_code};

	for (size_t i = sale->products_count; i-- > 0;) {
		const struct line *line = &sale->products[i].line;

		order.line_number = line->number ? line->number : order.line_number;
		order.line_address = line->address ? line->address : order.line_address;
	}
	return order;
}

/* ---- line, rate, personal data ---- */

struct step_run {
	struct sale_command command;
	struct activation_done done;
	enum activation_search by;
};

static enum rc look(struct request *request, const struct step_run *run, struct activation_case *work)
{
	CONN(conn);

	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(activation_case_open(&conn, &run->command.target, request->arena, work, request->fault));
	return activation_check_step(work, run->done.step, request->fault);
}

static enum rc ask_step(struct request *request, const struct activation_case *work, struct step_run *run)
{
	const struct config *config = app_of(request)->config;
	const struct activation_order order = order_of(work);
	const struct activation_adapter *adapter;

	TRY(activation_adapter_find(config, &adapter, request->fault));
	switch (run->done.step) {
	case ACTIVATION_LINE:
		run->done.found_by = activation_search_name(run->by);
		return adapter->find_line(config, &order, run->by, request->arena, &run->done.reference,
		                          request->fault);
	case ACTIVATION_RATE:
		return adapter->assign_rate(config, &order, request->arena, &run->done.reference, request->fault);
	default:
		return adapter->carry_person(config, &order, request->arena, request->fault);
	}
}

static enum rc silent_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct step_run *run = context;

	return activation_operator_silent(conn, &run->command.target, fault);
}

static enum rc done_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct step_run *run = context;

	return activation_step_done(conn, &run->command.target, &run->done, fault);
}

/* A step may be done again with the same outcome, so it is asked for first and written then. */
static enum rc do_step(struct request *request, struct step_run *run)
{
	struct activation_case *work = arena_alloc(request->arena, sizeof *work);
	struct fault unheard;
	enum rc rc;

	TRY(look(request, run, work));
	rc = ask_step(request, work, run);
	if (rc == RC_UNAVAILABLE && txn_run(store_of(request), silent_body, run, &unheard) != RC_OK)
		return rc; /* the database is silent, too: what the operator did not say stays the answer */
	TRY(rc);
	TRY(command_run(request, HTTP_OK, &run->command.target.sale_id, done_body, run, NULL));
	return answer(request, &run->command.target.sale_id);
}

struct line_body {
	enum activation_search by;
};

static const struct wire_field line_fields[] = {
	{.name = "by",
         .type = WIRE_ENUM,
         .offset = offsetof(struct line_body, by),
         .required = true,
         .words = &activation_search_words},
};
static const struct wire_shape line_shape = WIRE_SHAPE(struct line_body, line_fields);

enum rc activation_line(struct request *request)
{
	struct step_run run = {.done = {.step = ACTIVATION_LINE}};
	struct line_body body;

	TRY(sale_command_read(request, &run.command));
	TRY(body_read(request, &line_shape, &body));
	run.by = body.by;
	return do_step(request, &run);
}

enum rc activation_rate(struct request *request)
{
	struct step_run run = {.done = {.step = ACTIVATION_RATE}};

	TRY(sale_command_read(request, &run.command));
	return do_step(request, &run);
}

enum rc activation_personal_data(struct request *request)
{
	struct step_run run = {.done = {.step = ACTIVATION_PERSONAL}};

	TRY(sale_command_read(request, &run.command));
	return do_step(request, &run);
}

/* ---- services ---- */

struct load_run {
	struct sale_command command;
	int64_t n;
	struct arena *arena;
	struct activation_reserved reserved;
};

static enum rc reserve_removal_body(struct conn *conn, void *context, struct fault *fault)
{
	struct load_run *run = context;

	return activation_reserve_removal(conn, &run->command.target, run->n, run->arena, &run->reserved, fault);
}

static enum rc reserve_body(struct conn *conn, void *context, struct fault *fault)
{
	struct load_run *run = context;

	return activation_reserve(conn, &run->command.target, run->n, run->arena, &run->reserved, fault);
}

static enum rc settle_body(struct conn *conn, void *context, struct fault *fault)
{
	return activation_settle(conn, context, fault);
}

/* The person who does it by hand is the answer. */
static struct activation_report done_by_hand(enum activation_act act)
{
	return (struct activation_report){.answer = act == ACTIVATION_ASK ? ACTIVATION_SAID_NOT_LOADED
	                                                                  : ACTIVATION_SAID_REVERSED};
}

static struct activation_report put_to(const struct activation_adapter *adapter, enum activation_act act,
                                       const struct config *config, const struct activation_order *order,
                                       const struct activation_load *load, struct arena *arena)
{
	switch (act) {
	case ACTIVATION_ASK:
		return adapter->ask(config, order, load, arena);
	case ACTIVATION_TAKE_OFF:
		return adapter->take_off(config, order, load, arena);
	default:
		return adapter->load(config, order, load, arena);
	}
}

/* The load is reserved: asks the operator, and writes what became of it. */
static enum rc ask_operator(struct request *request, const struct load_run *run)
{
	const struct config *config = app_of(request)->config;
	const struct activation_reserved *reserved = &run->reserved;
	const struct service *service = &reserved->service;
	const struct activation_order order = order_of(reserved->work);
	const struct activation_load load = {.n = service->n,
	                                     .name = service->name,
	                                     .price_cop = service->price_cop,
	                                     .load = service->sent,
	                                     .asks = service->asks};
	const struct activation_adapter *adapter;
	struct activation_report report;
	struct activation_outcome outcome;

	TRY(activation_adapter_find(config, &adapter, request->fault));
	report = reserved->by_hand ? done_by_hand(reserved->act)
	                           : put_to(adapter, reserved->act, config, &order, &load, request->arena);
	outcome = (struct activation_outcome){.sale_id = reserved->sale_id,
	                                      .n = service->n,
	                                      .sent = service->sent,
	                                      .act = reserved->act,
	                                      .answer = report.answer,
	                                      .reference = report.reference,
	                                      .reason = report.reason,
	                                      .actor = &run->command.actor};
	return txn_run(store_of(request), settle_body, &outcome, request->fault);
}

static enum rc do_service(struct request *request, txn_body *reserve)
{
	struct load_run run = {.arena = request->arena};
	struct idempotency_answer answered;

	TRY(sale_command_read(request, &run.command));
	TRY(path_int(request, "n", 1, OFFER_PRODUCTS_MAX, &run.n));
	TRY(command_run(request, HTTP_OK, &run.command.target.sale_id, reserve, &run, &answered));
	if (!answered.repeated)
		TRY(ask_operator(request, &run));
	return answer(request, &run.command.target.sale_id);
}

enum rc activation_service_load(struct request *request)
{
	return do_service(request, reserve_body);
}

enum rc activation_service_remove(struct request *request)
{
	return do_service(request, reserve_removal_body);
}

/* ---- by hand ---- */

struct entry_body {
	enum activation_step step;
	enum activation_search by;
	const char *reference, *state;
	int64_t n;
	struct wire_given given;
};

WIRE_WORDS(activation_step);

enum { REFERENCE_CHARACTERS = 60, STATE_CHARACTERS = 20 };

static const struct wire_field entry_fields[] = {
	{.name = "step",
         .type = WIRE_ENUM,
         .offset = offsetof(struct entry_body, step),
         .required = true,
         .words = &activation_step_words},
	{.name = "by",
         .type = WIRE_ENUM,
         .offset = offsetof(struct entry_body, by),
         .words = &activation_search_words},
	{.name = "reference",
         .type = WIRE_TEXT,
         .offset = offsetof(struct entry_body, reference),
         .min = 1,
         .max = REFERENCE_CHARACTERS},
	{.name = "n",
         .type = WIRE_INT,
         .offset = offsetof(struct entry_body, n),
         .min = 1,
         .max = OFFER_PRODUCTS_MAX},
	{.name = "state",
         .type = WIRE_TEXT,
         .offset = offsetof(struct entry_body, state),
         .min = 1,
         .max = STATE_CHARACTERS},
};
static const struct wire_shape entry_shape = WIRE_SHAPE_GIVEN(struct entry_body, entry_fields, given);

struct entry_run {
	struct sale_command command;
	struct activation_entry entry;
};

static enum rc enter_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct entry_run *run = context;

	return activation_enter(conn, &run->command.target, &run->entry, fault);
}

enum rc activation_entry_add(struct request *request)
{
	struct entry_run run;
	struct entry_body body = {0};

	TRY(sale_command_read(request, &run.command));
	TRY(body_read(request, &entry_shape, &body));
	if (body.step == ACTIVATION_DONE)
		return fault_field(request->fault, "step", field_verdict_name(FIELD_UNKNOWN));
	run.entry = (struct activation_entry){
		.step = body.step, .reference = body.reference, .n = body.n, .state = body.state};
	if (wire_was_given(&entry_shape, &body, "by"))
		run.entry.found_by = activation_search_name(body.by);
	TRY(command_run(request, HTTP_OK, &run.command.target.sale_id, enter_body, &run, NULL));
	return answer(request, &run.command.target.sale_id);
}
