#include "api/dispatch.h"

#include "api/app.h"
#include "api/back_office.h"
#include "api/body.h"
#include "api/command.h"
#include "api/reply.h"
#include "base/civil.h"
#include "store/dispatches.h"

WIRE_WORDS(dispatch_result);
WIRE_WORDS(dispatch_return_reason);

enum { ICCID_TEXT_MAX = 26, ADDRESS_TEXT_MAX = 120, CITY_TEXT_MAX = 60, TRACKING_TEXT_MAX = 40, STATE_TEXT_MAX = 16 };

static enum rc answer(struct request *request, int status, const struct id *sale_id)
{
	CONN(conn);
	struct scope scope = command_scope(request);
	int64_t version;

	scope.kind = SCOPE_REACHED; /* the act itself may have let go of it */
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(dispatch_json(&conn, sale_id, &scope, reply_buf(request), &version, request->fault));
	return reply_document(request, status, version);
}

enum rc dispatches_get(struct request *request)
{
	struct id sale_id;

	TRY(path_id(request, "id", &sale_id));
	return answer(request, HTTP_OK, &sale_id);
}

/* ---- scheduling ---- */

static const struct wire_field sim_fields[] = {
	{.name = "product",
         .type = WIRE_INT,
         .offset = offsetof(struct dispatch_sim, product),
         .required = true,
         .min = 1,
         .max = OFFER_PRODUCTS_MAX},
	{.name = "iccid",
         .type = WIRE_TEXT,
         .offset = offsetof(struct dispatch_sim, iccid),
         .required = true,
         .max = ICCID_TEXT_MAX},
};
static const struct wire_shape sim_shape = WIRE_SHAPE(struct dispatch_sim, sim_fields);

struct plan_body {
	struct wire_list sims;
	const char *date, *courier, *address, *city;
};

static const struct wire_field plan_fields[] = {
	{.name = "sims",
         .type = WIRE_OBJECTS,
         .offset = offsetof(struct plan_body, sims),
         .required = true,
         .min = 0,
         .max = OFFER_PRODUCTS_MAX,
         .shape = &sim_shape},
	{.name = "date", .type = WIRE_DATE, .offset = offsetof(struct plan_body, date), .required = true},
	{.name = "courier",
         .type = WIRE_TEXT,
         .offset = offsetof(struct plan_body, courier),
         .required = true,
         .max = DISPATCH_COURIER_MAX},
	{.name = "address",
         .type = WIRE_TEXT,
         .offset = offsetof(struct plan_body, address),
         .max = ADDRESS_TEXT_MAX},
	{.name = "city", .type = WIRE_TEXT, .offset = offsetof(struct plan_body, city), .max = CITY_TEXT_MAX},
};
static const struct wire_shape plan_shape = WIRE_SHAPE(struct plan_body, plan_fields);

struct schedule_run {
	struct sale_command command;
	struct dispatch_plan plan;
};

static enum rc schedule_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct schedule_run *run = context;

	return dispatch_schedule(conn, &run->command.target, &run->plan, fault);
}

enum rc dispatches_schedule(struct request *request)
{
	struct schedule_run run;
	struct plan_body body = {0};

	TRY(sale_command_read(request, &run.command));
	TRY(if_match(request, &run.command.target.version));
	TRY(body_read(request, &plan_shape, &body));
	run.plan = (struct dispatch_plan){.sims = body.sims.items,
	                                  .sims_count = body.sims.count,
	                                  .date = body.date,
	                                  .courier = body.courier,
	                                  .address = body.address,
	                                  .city = body.city,
	                                  .arena = request->arena};
	TRY(command_run(request, HTTP_CREATED, &run.command.target.sale_id, schedule_body, &run, NULL));
	return answer(request, HTTP_CREATED, &run.command.target.sale_id);
}

/* ---- what the courier reports ---- */

struct report_body {
	enum dispatch_result result;
	enum dispatch_return_reason reason;
	const char *tracking, *note;
	struct wire_given given;
};

static const struct wire_field report_fields[] = {
	{.name = "result",
         .type = WIRE_ENUM,
         .offset = offsetof(struct report_body, result),
         .required = true,
         .words = &dispatch_result_words},
	{.name = "tracking",
         .type = WIRE_TEXT,
         .offset = offsetof(struct report_body, tracking),
         .max = TRACKING_TEXT_MAX},
	{.name = "reason",
         .type = WIRE_ENUM,
         .offset = offsetof(struct report_body, reason),
         .words = &dispatch_return_reason_words},
	{.name = "note", .type = WIRE_TEXT, .offset = offsetof(struct report_body, note), .max = DISPATCH_NOTE_MAX},
};
static const struct wire_shape report_shape = WIRE_SHAPE_GIVEN(struct report_body, report_fields, given);

struct report_run {
	struct sale_command command;
	struct dispatch_report report;
};

static enum rc report_run_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct report_run *run = context;

	return dispatch_take_report(conn, &run->command.target, &run->report, fault);
}

enum rc dispatches_report(struct request *request)
{
	struct report_run run;
	struct report_body body = {0};
	int64_t version;

	TRY(sale_command_read(request, &run.command));
	TRY(if_match(request, &version));
	TRY(body_read(request, &report_shape, &body));
	run.report = (struct dispatch_report){.version = version,
	                                      .result = body.result,
	                                      .tracking = body.tracking,
	                                      .has_reason = wire_was_given(&report_shape, &body, "reason"),
	                                      .reason = body.reason,
	                                      .note = body.note};
	TRY(command_run(request, HTTP_OK, &run.command.target.sale_id, report_run_body, &run, NULL));
	return answer(request, HTTP_OK, &run.command.target.sale_id);
}

/* ---- the list ---- */

static enum rc read_filter(struct request *request, struct dispatch_list *list)
{
	struct civil_date date;
	const char *state;

	TRY(query_text(request, "state", STATE_TEXT_MAX, &state));
	TRY(query_text(request, "date", CIVIL_DATE_SIZE, &list->date));
	list->has_state = state && *state;
	if (list->has_state && !dispatch_state_parse(state, &list->state))
		return fault_field(request->fault, "state", field_verdict_name(FIELD_UNKNOWN));
	if (list->date && !civil_date_parse(list->date, &date))
		return fault_field(request->fault, "date", field_verdict_name(FIELD_BAD_FORMAT));
	return RC_OK;
}

enum rc dispatches_list(struct request *request)
{
	CONN(conn);
	struct dispatch_list list = {0};
	struct page page;

	TRY(read_filter(request, &list));
	TRY(query_page(request, &page));
	list.after = page.after;
	list.limit = page.limit;
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(dispatches_page_json(&conn, &list, reply_buf(request), request->fault));
	return reply_page(request);
}
