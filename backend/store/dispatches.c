#include "store/dispatches.h"

#include "base/civil.h"
#include "store/cas.h"
#include "store/notifications.h"
#include "store/outbox.h"
#include "store/rows.h"
#include "store/sale_submission.h"
#include "store/tasks.h"

#include <string.h>

#define DISPATCHES "dispatches"

enum { ADDRESS_MIN = 5, ADDRESS_MAX = 120, CITY_MIN = 2, CITY_MAX = 60 };

static const char *const dispatch_state_names[] = {
	[DISPATCH_SCHEDULED] = "scheduled", [DISPATCH_ON_ITS_WAY] = "dispatched", [DISPATCH_ARRIVED] = "delivered",
	[DISPATCH_CAME_BACK] = "returned",  [DISPATCH_GIVEN_UP] = "undelivered",
};

NAMES_DEFINE(dispatch_state);

void dispatch_put_withdrawal(bson_t *set, const struct sale_case *work)
{
	wire_put_ms(set, "withdrawal_until",
	            sale_withdrawal_until(&work->campaign.policy.sale, work->campaign.hours.holidays,
	                                  work->sale.submitted_ms, work->actor->now_ms));
}

/* ---- as stored ---- */

struct dispatch {
	int64_t version; /* 0: none is stored yet */
	enum dispatch_state state;
	int64_t returns;
};

static enum rc find(struct conn *conn, const struct sale_case *work, struct dispatch *dispatch, struct fault *fault)
{
	BSON(filter);
	const bson_t *row;
	const char *state;

	*dispatch = (struct dispatch){0};
	wire_put_id(&filter, "_id", &work->sale.id);
	TRY(conn_find_one(conn, DISPATCHES, &filter, NULL, work->arena, &row, fault));
	if (!row)
		return RC_OK;
	state = wire_get_text(row, "state");
	if (state)
		(void)dispatch_state_parse(state, &dispatch->state);
	dispatch->version = wire_get_int(row, "version", 1);
	dispatch->returns = wire_get_int(row, "returns", 0);
	return RC_OK;
}

static enum rc tell(struct conn *conn, const struct sale_case *work, enum dispatch_state state, struct fault *fault)
{
	BSON(data);
	const struct sale *sale = &work->sale;
	const struct event event = {
		.type = "dispatch.changed",
		.at_ms = work->actor->now_ms,
		.campaign_id = sale->campaign_id,
		.team_id = sale->team_id,
		.agent_id = sale->agent_id,
		.subject_kind = "dispatch",
		.subject_id = sale->id,
		.channels = {"backoffice", "floor", event_channel(work->arena, "user", &sale->agent_id)},
		.data = &data};

	wire_put_id(&data, "sale_id", &sale->id);
	wire_put_text(&data, "state", dispatch_state_name(state));
	return event_append(conn, &event, fault);
}

static enum rc update(struct conn *conn, const struct sale_case *work, const struct dispatch *dispatch,
                      const bson_t *set, const bson_t *unset, struct fault *fault)
{
	BSON(operators);
	const struct cas cas = {.collection = DISPATCHES,
	                        .id = work->sale.id,
	                        .version = dispatch->version,
	                        .update = &operators,
	                        .scope = &scope_all};

	wire_put_document(&operators, "$set", set);
	if (unset)
		wire_put_document(&operators, "$unset", unset);
	return cas_update(conn, &cas, work->arena, NULL, fault);
}

/* ---- scheduling ---- */

/* A plan whose texts were checked. */
struct checked {
	char iccids[OFFER_PRODUCTS_MAX][ICCID_SIZE];
	struct civil_date date;
	const char *address, *city;
};

static enum rc name_field(const char *name, enum field_verdict verdict, struct fault *fault)
{
	return verdict == FIELD_OK ? RC_OK : fault_field(fault, name, field_verdict_name(verdict));
}

static const struct sale_product *product_of(const struct sale *sale, int64_t n)
{
	for (size_t i = 0; i < sale->products_count; i++)
		if (sale->products[i].n == n)
			return &sale->products[i];
	return NULL;
}

static bool needs_sim(const struct sale_product *product)
{
	return product->has_line && line_needs_sim(product->line.purpose, product->sim);
}

static bool is_planned(const struct dispatch_plan *plan, size_t before, int64_t product)
{
	for (size_t i = 0; i < before; i++)
		if (plan->sims[i].product == product)
			return true;
	return false;
}

static enum field_verdict check_product(const struct sale *sale, const struct dispatch_plan *plan, size_t i)
{
	const struct sale_product *product = product_of(sale, plan->sims[i].product);

	if (!product)
		return FIELD_UNKNOWN;
	if (!needs_sim(product))
		return FIELD_NOT_ALLOWED;
	return is_planned(plan, i, product->n) ? FIELD_DUPLICATE : FIELD_OK;
}

static enum field_verdict check_iccid(const struct dispatch_plan *plan, size_t i, struct checked *checked)
{
	enum field_verdict verdict = dispatch_normalise_iccid(plan->sims[i].iccid, checked->iccids[i]);

	for (size_t before = 0; verdict == FIELD_OK && before < i; before++)
		if (strcmp(checked->iccids[before], checked->iccids[i]) == 0)
			verdict = FIELD_DUPLICATE;
	return verdict;
}

static enum rc check_sims(const struct sale_case *work, const struct dispatch_plan *plan, struct checked *checked,
                          struct fault *fault)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < plan->sims_count; i++) {
		checked->iccids[i][0] = '\0';
		if (name_field(arena_printf(plan->arena, "sims[%zu].product", i), check_product(&work->sale, plan, i),
		               fault) != RC_OK)
			rc = RC_INVALID;
		if (name_field(arena_printf(plan->arena, "sims[%zu].iccid", i), check_iccid(plan, i, checked),
		               fault) != RC_OK)
			rc = RC_INVALID;
	}
	for (size_t i = 0; i < work->sale.products_count; i++) {
		const struct sale_product *product = &work->sale.products[i];

		if (needs_sim(product) && !is_planned(plan, plan->sims_count, product->n))
			rc = name_field("sims", FIELD_REQUIRED, fault);
	}
	return rc;
}

static enum rc check_texts(const struct sale_case *work, const struct dispatch_plan *plan, struct checked *checked,
                           struct fault *fault)
{
	enum field_verdict date = FIELD_BAD_FORMAT;
	enum rc rc = RC_OK;

	checked->address = plan->address ? plan->address : work->sale.delivery_address;
	checked->city = plan->city ? plan->city : work->sale.city;
	if (civil_date_parse(plan->date, &checked->date))
		date = dispatch_check_date(work->campaign.hours.holidays, checked->date,
		                           civil_date_at(work->actor->now_ms));
	if (name_field("date", date, fault) != RC_OK)
		rc = RC_INVALID;
	if (name_field("courier", field_check_text(plan->courier, DISPATCH_COURIER_MIN, DISPATCH_COURIER_MAX),
	               fault) != RC_OK)
		rc = RC_INVALID;
	if (name_field("address", field_check_text(checked->address, ADDRESS_MIN, ADDRESS_MAX), fault) != RC_OK)
		rc = RC_INVALID;
	if (name_field("city", field_check_text(checked->city, CITY_MIN, CITY_MAX), fault) != RC_OK)
		rc = RC_INVALID;
	return rc;
}

static enum rc find_elsewhere(struct conn *conn, const struct sale_case *work, const char *iccid, bool *found,
                              struct fault *fault)
{
	BSON(filter);
	BSON(other);
	BSON(fields);
	const bson_t *row;

	*found = false;
	if (!*iccid)
		return RC_OK;
	wire_put_text(&filter, "sims.iccid", iccid);
	wire_put_id(&other, "$ne", &work->sale.id);
	wire_put_document(&filter, "_id", &other);
	wire_put_int(&fields, "_id", 1);
	TRY(conn_find_one(conn, DISPATCHES, &filter, &fields, work->arena, &row, fault));
	*found = row != NULL;
	return RC_OK;
}

/* A serial is on its way once. The index holds it against who is faster. */
static enum rc check_elsewhere(struct conn *conn, const struct sale_case *work, const struct dispatch_plan *plan,
                               const struct checked *checked, struct fault *fault)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < plan->sims_count; i++) {
		bool found;

		TRY(find_elsewhere(conn, work, checked->iccids[i], &found, fault));
		if (found)
			rc = fault_field(fault, arena_printf(plan->arena, "sims[%zu].iccid", i),
			                 field_verdict_name(FIELD_DUPLICATE));
	}
	return rc;
}

static void put_sims(bson_t *set, const struct dispatch_plan *plan, const struct checked *checked)
{
	BSON(rows);

	for (size_t i = 0; i < plan->sims_count; i++) {
		char key[16];
		const char *name;
		BSON(row);

		(void)bson_uint32_to_string((uint32_t)i, &name, key, sizeof key);
		wire_put_int(&row, "product", plan->sims[i].product);
		wire_put_text(&row, "iccid", checked->iccids[i]);
		wire_put_document(&rows, name, &row);
	}
	wire_put_array(set, "sims", &rows);
}

static void put_plan(bson_t *set, const struct sale_case *work, const struct dispatch_plan *plan,
                     const struct checked *checked)
{
	char date[CIVIL_DATE_SIZE];

	civil_date_format(checked->date, date);
	put_sims(set, plan, checked);
	wire_put_text(set, "sale_number", work->sale.number);
	wire_put_text(set, "date", date);
	wire_put_text(set, "courier", plan->courier);
	wire_put_text(set, "address", checked->address);
	wire_put_text(set, "city", checked->city);
	wire_put_text(set, "state", dispatch_state_name(DISPATCH_SCHEDULED));
}

static enum rc insert(struct conn *conn, const struct sale_case *work, const bson_t *set, struct fault *fault)
{
	BSON(row);

	wire_put_id(&row, "_id", &work->sale.id);
	wire_put_int(&row, "version", 1);
	wire_put_int(&row, "returns", 0);
	wire_put_ms(&row, "created_at", work->actor->now_ms);
	(void)bson_concat(&row, set);
	return conn_insert(conn, DISPATCHES, &row, fault);
}

static enum rc write_plan(struct conn *conn, const struct sale_case *work, const struct dispatch *dispatch,
                          const bson_t *set, struct fault *fault)
{
	BSON(unset);
	enum rc rc;

	wire_put_int(&unset, "tracking", 1);
	wire_put_int(&unset, "dispatched_at", 1);
	rc = dispatch->version == 0 ? insert(conn, work, set, fault)
	                            : update(conn, work, dispatch, set, &unset, fault);
	conn->redo = conn->redo || rc == RC_CONFLICT; /* another took the serial meanwhile: it is named then */
	return rc;
}

static struct sale_note scheduled(const struct sale_case *work, const struct checked *checked)
{
	int64_t from_ms = civil_instant(checked->date, 0);
	bool later = from_ms > work->actor->now_ms;

	return (struct sale_note){.action = "schedule_dispatch",
	                          .wait = later ? SALE_WAIT_UNTIL : SALE_WAIT_WAKES,
	                          .wait_until_ms = from_ms};
}

enum rc dispatch_schedule(struct conn *conn, const struct sale_target *target, const struct dispatch_plan *plan,
                          struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	struct checked checked;
	struct dispatch dispatch;
	struct sale_case work;
	struct sale_note note;
	enum rc sims, texts;
	BSON(set);
	BSON(unset);

	TRY(sale_case_open(conn, target, arena, &work, fault));
	if (work.sale.state != SALE_ACTIVATED && work.sale.state != SALE_RETURNED)
		return sale_refuse(SALE_WRONG_STATE, fault);
	if (work.facts.sims_needed == 0)
		return sale_refuse(SALE_SIMS_MISSING, fault);
	sims = check_sims(&work, plan, &checked, fault);
	texts = check_texts(&work, plan, &checked, fault);
	TRY(sims);
	TRY(texts);
	TRY(check_elsewhere(conn, &work, plan, &checked, fault));
	TRY(find(conn, &work, &dispatch, fault));
	put_plan(&set, &work, plan, &checked);
	TRY(write_plan(conn, &work, &dispatch, &set, fault));
	TRY(tell(conn, &work, DISPATCH_SCHEDULED, fault));
	note = scheduled(&work, &checked);
	note.unset = &unset;
	if (!id_is_none(&work.sale.task_id)) { /* the back office asked the customer itself */
		TRY(task_cancel(conn, &work, fault));
		task_put_none(&unset);
	}
	return sale_case_note(conn, &work, &note, fault);
}

/* ---- what the courier reports ---- */

/* From where a report may come, and where it leads. */
static bool state_after(const struct dispatch *dispatch, enum dispatch_result result, enum sale_action action,
                        enum dispatch_state *state)
{
	switch (result) {
	case DISPATCH_IN_TRANSIT:
		*state = DISPATCH_ON_ITS_WAY;
		return dispatch->state == DISPATCH_SCHEDULED || dispatch->state == DISPATCH_ON_ITS_WAY;
	case DISPATCH_DELIVERED:
		*state = DISPATCH_ARRIVED;
		return dispatch->state == DISPATCH_ON_ITS_WAY;
	case DISPATCH_RETURNED:
		*state = action == SALE_GIVE_UP ? DISPATCH_GIVEN_UP : DISPATCH_CAME_BACK;
		return dispatch->state == DISPATCH_ON_ITS_WAY;
	}
	return false;
}

static enum rc check_report(const struct dispatch_report *report, struct fault *fault)
{
	if (report->result == DISPATCH_IN_TRANSIT)
		return name_field("tracking", dispatch_check_tracking(report->tracking), fault);
	if (report->result != DISPATCH_RETURNED)
		return RC_OK;
	if (!report->has_reason)
		return name_field("reason", FIELD_REQUIRED, fault);
	if (report->reason == DISPATCH_OTHER_REASON && !report->note)
		return name_field("note", FIELD_REQUIRED, fault);
	return RC_OK;
}

static void put_report(bson_t *set, const struct dispatch *dispatch, const struct dispatch_report *report,
                       enum dispatch_state state, int64_t now_ms)
{
	wire_put_text(set, "state", dispatch_state_name(state));
	if (report->result == DISPATCH_IN_TRANSIT)
		wire_put_text(set, "tracking", report->tracking);
	if (report->result == DISPATCH_IN_TRANSIT && dispatch->state == DISPATCH_SCHEDULED)
		wire_put_ms(set, "dispatched_at", now_ms);
	if (report->result == DISPATCH_DELIVERED)
		wire_put_ms(set, "delivered_at", now_ms);
	if (report->result != DISPATCH_RETURNED)
		return;
	wire_put_int(set, "returns", dispatch->returns + 1);
	wire_put_text(set, "return_reason", dispatch_return_reason_name(report->reason));
	wire_put_text(set, "note", report->note);
}

/* The agent calls the customer: to which address, and when somebody is there. */
static enum rc ask_agent(struct conn *conn, struct sale_case *work, bson_t *set, struct fault *fault)
{
	static const struct data_request_item items[] = {
		{.field = SALE_FIELD_DELIVERY_ADDRESS, .reason = DATA_REQUEST_OTHER},
		{.field = SALE_FIELD_CITY, .reason = DATA_REQUEST_OTHER},
	};
	static const struct task_ask ask = {
		.kind = TASK_CALLBACK, .items = items, .items_count = sizeof items / sizeof *items};

	return task_open(conn, work, &ask, set, fault);
}

/* Who works it knows that it came back. */
static enum rc tell_owner(struct conn *conn, const struct sale_case *work, struct fault *fault)
{
	const struct notification notification = {.user_id = work->sale.owner_id,
	                                          .kind = "callback",
	                                          .sale_id = work->sale.id,
	                                          .sale_number = work->sale.number,
	                                          .at_ms = work->actor->now_ms};

	return id_is_none(&work->sale.owner_id) ? RC_OK : notification_append(conn, &notification, fault);
}

static enum rc move_sale(struct conn *conn, struct sale_case *work, const struct dispatch_report *report,
                         enum sale_action action, struct fault *fault)
{
	BSON(set);
	const struct sale_act act = {.action = action,
	                             .by_system = true, /* the courier's word, whoever enters it */
	                             .reason =
	                                     report->has_reason ? dispatch_return_reason_name(report->reason) : NULL,
	                             .set = &set};

	if (action == SALE_DELIVER)
		dispatch_put_withdrawal(&set, work);
	if (action == SALE_RETURN)
		TRY(ask_agent(conn, work, &set, fault));
	TRY(sale_case_apply(conn, work, &act, fault));
	return action == SALE_RETURN ? tell_owner(conn, work, fault) : RC_OK;
}

enum rc dispatch_take_report(struct conn *conn, const struct sale_target *target,
                             const struct dispatch_report *report, struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	enum sale_action action = SALE_DISPATCH;
	struct dispatch dispatch;
	enum dispatch_state state;
	struct sale_case work;
	BSON(set);

	TRY(sale_case_open(conn, target, arena, &work, fault));
	TRY(find(conn, &work, &dispatch, fault));
	if (dispatch.version == 0)
		return fault_set(fault, RC_NOT_FOUND, "not_found", "dispatches: nothing is scheduled");
	if (report->version && report->version != dispatch.version)
		return fault_set(fault, RC_STALE, "stale", "dispatches: the row changed meanwhile");
	TRY(check_report(report, fault));
	(void)dispatch_action(&work.campaign.policy.sale, report->result, (int)dispatch.returns, &action);
	if (!state_after(&dispatch, report->result, action, &state))
		return sale_refuse(SALE_WRONG_STATE, fault);
	put_report(&set, &dispatch, report, state, target->actor->now_ms);
	TRY(update(conn, &work, &dispatch, &set, NULL, fault));
	TRY(tell(conn, &work, state, fault));
	if (report->result == DISPATCH_IN_TRANSIT && dispatch.state == DISPATCH_ON_ITS_WAY)
		return sale_audit(conn, target->actor, "dispatch", &work.sale.id,
		                  fault); /* its number was put right */
	return move_sale(conn, &work, report, action, fault);
}

/* ---- reading ---- */

static void put_shown(bson_t *fields)
{
	static const char *const shown[] = {"sale_number", "sims",  "address",       "city",        "date",
	                                    "courier",     "state", "tracking",      "returns",     "dispatched_at",
	                                    "version",     "note",  "return_reason", "delivered_at"};

	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
		wire_put_int(fields, shown[i], 1);
}

enum rc dispatch_json(struct conn *conn, const struct id *sale_id, const struct scope *scope, struct buf *out,
                      int64_t *version, struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	BSON(fields);
	const struct rows_query query = {.collection = DISPATCHES, .fields = &fields, .scope = &scope_all};
	struct sale sale;

	TRY(sale_get(conn, sale_id, scope, arena, &sale, fault)); /* whose it is, the sale says */
	put_shown(&fields);
	return rows_one_json(conn, &query, sale_id, out, version, fault);
}

enum rc dispatches_page_json(struct conn *conn, const struct dispatch_list *list, struct buf *out,
                             struct fault *fault)
{
	BSON(filter);
	BSON(fields);
	const struct rows_query query = {.collection = DISPATCHES,
	                                 .filter = &filter,
	                                 .fields = &fields,
	                                 .scope = &scope_all,
	                                 .sort = "date",
	                                 .limit = list->limit,
	                                 .after = list->after};

	if (list->date)
		wire_put_text(&filter, "date", list->date);
	if (list->has_state)
		wire_put_text(&filter, "state", dispatch_state_name(list->state));
	put_shown(&fields);
	return rows_page_json(conn, &query, out, fault);
}
