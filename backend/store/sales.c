#include "store/sales.h"

#include "domain/identity.h"
#include "store/audit.h"
#include "store/calls.h"
#include "store/sale_warnings.h"
#include "store/tasks.h"

#include <stdio.h>
#include <string.h>

#define SALES "sales"

static const char *const sale_step_names[] = {
	[SALE_STEP_LINE] = "line",
	[SALE_STEP_IDENTITY] = "identity",
	[SALE_STEP_READING] = "reading",
	[SALE_STEP_FORM] = "form",
};

NAMES_DEFINE(sale_step);

static bool is_role(const struct scope *scope, enum role role)
{
	return strcmp(scope->role, role_name(role)) == 0;
}

static void put_not_draft(bson_t *filter)
{
	BSON(other);

	wire_put_text(&other, "$ne", sale_state_name(SALE_DRAFT));
	wire_put_document(filter, "state", &other);
}

/* The credited agent's, and as long as a task is open whoever works at it. */
static void put_own(const struct scope *scope, bson_t *filter)
{
	sale_put_agent(filter, &scope->user_id);
}

void sale_put_agent(bson_t *filter, const struct id *agent_id)
{
	BSON(either);
	BSON(credited);
	BSON(working);

	wire_put_id(&credited, "agent_id", agent_id);
	wire_put_id(&working, "task_agent_id", agent_id);
	wire_put_document(&either, "0", &credited);
	wire_put_document(&either, "1", &working);
	wire_put_array(filter, "$or", &either);
}

static void put_reached(const struct scope *scope, bson_t *filter)
{
	if (is_role(scope, ROLE_AGENT))
		put_own(scope, filter);
	else if (is_role(scope, ROLE_SUPERVISOR))
		wire_put_in_ids(filter, "team_id", scope->team_ids, scope->teams_count);
	else if (is_role(scope, ROLE_BACKOFFICE) || is_role(scope, ROLE_QUALITY))
		put_not_draft(filter);
}

static void put_claimed(const struct scope *scope, bson_t *filter)
{
	wire_put_id(filter, "claim.by", &scope->user_id);
	wire_put_op_ms(filter, "claim.until", "$gt", scope->now_ms);
}

const struct scope_rule sale_rule = {
	.own_rows = put_own, .team = "team_id", .reached = put_reached, .claimed = put_claimed};

/* ---- reading ---- */

static const char *keep_text(const bson_t *document, const char *path, struct arena *arena)
{
	const char *text = wire_get_text(document, path);

	return text && *text ? arena_strdup(arena, text) : NULL;
}

static void read_line(const bson_t *row, struct arena *arena, struct sale_product *product)
{
	const char *purpose = wire_get_text(row, "line.purpose");

	product->has_line = purpose && line_purpose_parse(purpose, &product->line.purpose);
	product->line.number = keep_text(row, "line.number", arena);
	product->line.operator_name = keep_text(row, "line.operator", arena);
	product->line.nip = keep_text(row, "line.nip", arena);
	product->line.address = keep_text(row, "line.address", arena);
	product->line.city = keep_text(row, "line.city", arena);
}

static void read_products(const bson_t *document, struct arena *arena, struct sale *sale)
{
	bson_t rows, row;
	bson_iter_t iter;

	if (!wire_get_document(document, "products", &rows) || !bson_iter_init(&iter, &rows))
		return;
	while (bson_iter_next(&iter) && sale->products_count < OFFER_PRODUCTS_MAX) {
		struct sale_product *product = &sale->products[sale->products_count];
		const char *kind, *sim;

		if (!wire_bson_inner(&iter, &row))
			continue;
		*product = (struct sale_product){.n = wire_get_int(&row, "n", 0),
		                                 .name = keep_text(&row, "name", arena),
		                                 .price_cop = wire_get_int(&row, "price_cop", 0)};
		kind = wire_get_text(&row, "kind");
		sim = wire_get_text(&row, "sim");
		if (kind)
			(void)line_kind_parse(kind, &product->kind);
		if (sim)
			(void)line_sim_parse(sim, &product->sim);
		read_line(&row, arena, product);
		sale->products_count++;
	}
}

static void read_customer(const bson_t *document, struct arena *arena, struct sale *sale)
{
	sale->person = (struct person){.full_name = keep_text(document, "customer.full_name", arena),
	                               .document_type = keep_text(document, "customer.document_type", arena),
	                               .document_number = keep_text(document, "customer.document_number", arena),
	                               .phone = keep_text(document, "customer.phone", arena),
	                               .issue_date = keep_text(document, "customer.issue_date", arena),
	                               .place_of_issue = keep_text(document, "customer.place_of_issue", arena),
	                               .birthplace = keep_text(document, "customer.birthplace", arena)};
	sale->alternate_phone = keep_text(document, "customer.alternate_phone", arena);
	sale->best_hour = keep_text(document, "customer.best_hour", arena);
	sale->residence_address = keep_text(document, "customer.residence_address", arena);
	sale->delivery_address = keep_text(document, "customer.delivery_address", arena);
	sale->city = keep_text(document, "customer.city", arena);
}

static void read_other_operator(const bson_t *document, struct arena *arena, struct sale *sale)
{
	const char *kind = wire_get_text(document, "other_operator.kind");

	sale->other_answered = kind && other_operator_kind_parse(kind, &sale->other_kind);
	sale->other_name = keep_text(document, "other_operator.name", arena);
	sale->other_value = wire_get_int(document, "other_operator.value", 0);
}

void sale_read(const bson_t *document, struct arena *arena, struct sale *sale)
{
	const char *state = wire_get_text(document, "state"), *back = wire_get_text(document, "return_state");

	*sale = (struct sale){.id = wire_get_id(document, "_id"),
	                      .campaign_id = wire_get_id(document, "campaign_id"),
	                      .lead_list_id = wire_get_id(document, "lead_list_id"),
	                      .lead_id = wire_get_id(document, "lead_id"),
	                      .call_id = wire_get_id(document, "call_id"),
	                      .agent_id = wire_get_id(document, "agent_id"),
	                      .team_id = wire_get_id(document, "team_id"),
	                      .owner_id = wire_get_id(document, "owner_id"),
	                      .reading_id = wire_get_id(document, "reading_id"),
	                      .task_id = wire_get_id(document, "task_id"),
	                      .task_agent_id = wire_get_id(document, "task_agent_id"),
	                      .number = keep_text(document, "number", arena),
	                      .version = wire_get_int(document, "version", 0),
	                      .approval_number = keep_text(document, "identity.approval_number", arena),
	                      .usable_until_ms = wire_get_ms(document, "identity.usable_until", 0),
	                      .submitted_ms = wire_get_ms(document, "submitted_at", 0),
	                      .expires_ms = wire_get_ms(document, "expires_at", 0),
	                      .document = wire_bson_keep(arena, document)};
	if (state)
		(void)sale_state_parse(state, &sale->state);
	if (back)
		(void)sale_state_parse(back, &sale->return_state);
	read_customer(document, arena, sale);
	read_products(document, arena, sale);
	read_other_operator(document, arena, sale);
}

enum rc sale_get(struct conn *conn, const struct id *id, const struct scope *scope, struct arena *arena,
                 struct sale *sale, struct fault *fault)
{
	const struct rows_query query = {.collection = SALES, .scope = scope, .rule = &sale_rule};
	const bson_t *row;

	TRY(rows_one(conn, &query, id, arena, &row, fault));
	sale_read(row, arena, sale);
	return RC_OK;
}

/* Those who neither fill the form nor check it see the last digits. */
static const struct wire_view *view_for(const struct scope *scope)
{
	static const char *const numbers[] = {"document_number", NULL};
	static const struct wire_view masked = {.masked = numbers};

	return scope->role && (is_role(scope, ROLE_SUPERVISOR) || is_role(scope, ROLE_QUALITY)) ? &masked : NULL;
}

/* What is asked of the agent stands beside the sale. */
struct beside {
	struct conn *conn;
	struct sale_warnings warnings;
	enum rc rc;
	struct fault fault;
};

static void put_task(struct buf *out, const bson_t *row, void *context)
{
	struct beside *beside = context;
	struct id id = wire_get_id(row, "_id"), campaign_id = wire_get_id(row, "campaign_id");
	const char *word = wire_get_text(row, "state");
	enum sale_state state;

	if (word && sale_state_parse(word, &state))
		sale_warnings_put(&beside->warnings, &campaign_id, state, wire_get_ms(row, "expires_at", 0), out);
	beside->rc = task_latest_json(beside->conn, &id, out, &beside->fault);
}

enum rc sale_json(struct conn *conn, const struct id *id, const struct scope *scope, struct buf *out,
                  int64_t *version, struct fault *fault)
{
	static const char *const shown[] = {
		"number",
		"campaign_id",
		"call_id",
		"agent_id",
		"agent_name",
		"state",
		"return_state",
		"step",
		"customer",
		"products.n",
		"products.name",
		"products.product_id",
		"products.family",
		"products.price_cop",
		"products.needs_sim",
		"products.line",
		"identity",
		"products.line_purposes",
		"other_operator",
		"contract_number",
		"reading_id",
		"recording_state",
		"owner_id",
		"owner_name",
		"claim.by",
		"claim.by_name",
		"claim.since",
		"claim.until",
		"submitted_at",
		"expires_at",
		"wait_until",
		"ready",
		"confirmation",
		"frozen_at",
		"extended_until",
		"reversing_at",
		"withdrawal",
		"amendments",
		"withdrawal_until",
		"documents",
		"history.at",
		"history.by",
		"history.by_name",
		"history.role",
		"history.action",
		"history.from",
		"history.to",
		"history.reason",
		"history.fields",
		"version",
	};
	BSON(fields);
	ARENA(arena, 32768, 1 << 20);
	struct beside beside = {.conn = conn, .warnings = {.conn = conn, .arena = arena}};
	const struct rows_query query = {.collection = SALES,
	                                 .fields = &fields,
	                                 .scope = scope,
	                                 .rule = &sale_rule,
	                                 .view = view_for(scope),
	                                 .extra = put_task,
	                                 .context = &beside};

	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
		wire_put_int(&fields, shown[i], 1);
	TRY(rows_one_json(conn, &query, id, out, version, fault));
	if (beside.rc != RC_OK)
		*fault = beside.fault;
	return beside.rc;
}

/* ---- writing ---- */

static void put_entry(bson_t *push, const struct sale_actor *actor, const struct sale_entry *entry)
{
	BSON(row);

	wire_put_ms(&row, "at", actor->now_ms);
	if (!id_is_none(&actor->user_id)) {
		wire_put_id(&row, "by", &actor->user_id);
		wire_put_text(&row, "role", role_name(actor->role));
	}
	wire_put_text(&row, "by_name", actor->name);
	wire_put_text(&row, "action", entry->action);
	wire_put_text(&row, "from", sale_state_name(entry->from));
	wire_put_text(&row, "to", sale_state_name(entry->to));
	wire_put_text(&row, "reason", entry->reason);
	if (entry->fields_count)
		wire_put_texts(&row, "fields", entry->fields, entry->fields_count);
	if (entry->step) {
		wire_put_int(&row, "claimed_ms", entry->claimed_ms);
		wire_put_text(&row, "step", entry->step);
	}
	wire_put_document(push, "history", &row);
}

enum rc sale_audit(struct conn *conn, const struct sale_actor *actor, const char *subject_kind,
                   const struct id *subject_id, struct fault *fault)
{
	const struct audit_entry entry = {
		.at_ms = actor->now_ms,
		.real_ms = actor->real_ms,
		.user_id = actor->user_id,
		.role = id_is_none(&actor->user_id) ? actor->name : role_name(actor->role),
		.operation = actor->operation,
		.subject_kind = subject_kind,
		.subject_id = *subject_id,
		.request_id = actor->request_id,
	};

	return audit_append(conn, &entry, fault);
}

static void put_part(bson_t *update, const char *operator_name, const bson_t *part)
{
	if (part && bson_count_keys(part) > 0)
		wire_put_document(update, operator_name, part);
}

enum rc sale_write(struct conn *conn, struct sale *sale, const struct sale_actor *actor,
                   const struct sale_write *write, struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(push);
	BSON(inc);
	int64_t matched;

	wire_put_id(&filter, "_id", &sale->id);
	wire_put_int(&filter, "version", sale->version);
	put_part(&update, "$set", write->set);
	put_part(&update, "$unset", write->unset);
	if (write->entry)
		put_entry(&push, actor, write->entry);
	put_part(&update, "$push", &push);
	wire_put_int(&inc, "version", 1);
	wire_put_document(&update, "$inc", &inc);
	TRY(conn_update(conn, SALES, &filter, &update, false, &matched, fault));
	if (matched != 1) {
		conn->redo = true;
		return fault_set(fault, RC_STALE, "stale", "sales: the row changed meanwhile");
	}
	sale->version++;
	return sale_audit(conn, actor, "sale", &sale->id, fault);
}

enum rc sale_check_version(const struct sale *sale, int64_t version, struct fault *fault)
{
	if (version == 0 || version == sale->version)
		return RC_OK;
	return fault_set(fault, RC_STALE, "stale", "sales: the row changed meanwhile");
}

/* ---- what follows ---- */

bool sale_is_approved(const struct sale *sale, int64_t now_ms)
{
	return sale->approval_number && now_ms < sale->usable_until_ms;
}

static size_t without_line(const struct sale *sale)
{
	size_t count = 0;

	for (size_t i = 0; i < sale->products_count; i++)
		count += !sale->products[i].has_line;
	return count;
}

enum sale_step sale_step_of(const struct sale *sale, int64_t now_ms)
{
	if (without_line(sale) > 0)
		return SALE_STEP_LINE;
	if (!sale_is_approved(sale, now_ms))
		return SALE_STEP_IDENTITY;
	return id_is_none(&sale->reading_id) ? SALE_STEP_READING : SALE_STEP_FORM;
}

struct sale_form sale_form_of(const struct sale *sale)
{
	struct sale_form form = {.person = sale->person,
	                         .identity_approval = sale->approval_number,
	                         .products = (int)sale->products_count,
	                         .products_without_line = (int)without_line(sale),
	                         .other_operator = sale->other_name,
	                         .other_operator_answered = sale->other_answered,
	                         .other_operator_kind = sale->other_kind,
	                         .other_operator_value = sale->other_value,
	                         .alternate_phone = sale->alternate_phone,
	                         .best_hour = sale->best_hour,
	                         .residence_address = sale->residence_address,
	                         .delivery_address = sale->delivery_address,
	                         .city = sale->city};

	for (size_t i = 0; i < sale->products_count; i++)
		form.cost_cop += sale->products[i].price_cop;
	return form;
}

/* Whether another open sale matches. */
static enum rc has_open(struct conn *conn, const struct sale *sale, bson_t *filter, bool *has, struct fault *fault)
{
	ARENA(arena, 512, 1 << 16);
	const char *open_states[SALE_STATE_COUNT];
	size_t count = 0;
	BSON(other);
	BSON(fields);
	const bson_t *row;

	for (int state = 0; state < SALE_STATE_COUNT; state++)
		if (sale_state_is_open((enum sale_state)state))
			open_states[count++] = sale_state_name((enum sale_state)state);
	wire_put_in_texts(filter, "state", open_states, count);
	wire_put_id(&other, "$ne", &sale->id);
	wire_put_document(filter, "_id", &other);
	wire_put_int(&fields, "_id", 1);
	TRY(conn_find_one(conn, SALES, filter, &fields, arena, &row, fault));
	*has = row != NULL;
	return RC_OK;
}

static enum rc has_open_document(struct conn *conn, const struct person_key *key, const struct sale *sale,
                                 const struct person *person, bool *has, struct fault *fault)
{
	BSON(filter);
	enum document_type type;
	struct keyed_hash hash;

	*has = false;
	if (!person->document_type || !person->document_number || !document_type_parse(person->document_type, &type))
		return RC_OK;
	hash = person_key_document(key, type, person->document_number);
	wire_put_binary(&filter, "document_key", hash.bytes, sizeof hash.bytes);
	return has_open(conn, sale, &filter, has, fault);
}

enum rc sale_find_clash(struct conn *conn, const struct person_key *key, const struct sale *sale,
                        const struct person *person, struct sale_clash *clash, struct fault *fault)
{
	struct sale_clash found = {0};

	TRY(has_open_document(conn, key, sale, person, &found.document, fault));
	for (size_t i = 0; i < sale->products_count && !found.line; i++) {
		BSON(filter);
		struct keyed_hash hash;

		if (!sale->products[i].line.number)
			continue;
		hash = person_key_line(key, sale->products[i].line.number);
		wire_put_binary(&filter, "line_keys", hash.bytes, sizeof hash.bytes);
		TRY(has_open(conn, sale, &filter, &found.line, fault));
	}
	*clash = found;
	return RC_OK;
}

/* ---- the call under way ---- */

static enum rc find_live_call(struct conn *conn, const struct sale *sale, struct arena *arena, const bson_t **row,
                              struct fault *fault)
{
	BSON(filter);
	const struct id agents[] = {sale->agent_id, sale->task_agent_id};

	wire_put_id(&filter, "sale_id", &sale->id);
	wire_put_in_ids(&filter, "agent_id", agents, id_is_none(&sale->task_agent_id) ? 1 : 2);
	wire_put_text(&filter, "state", call_state_name(CALL_TALKING));
	return conn_find_one(conn, "calls", &filter, NULL, arena, row, fault);
}

enum rc sale_live_call(struct conn *conn, const struct sale *sale, struct arena *arena, struct id *call_id,
                       struct fault *fault)
{
	const bson_t *row;

	TRY(find_live_call(conn, sale, arena, &row, fault));
	*call_id = row ? wire_get_id(row, "_id") : (struct id){0};
	return RC_OK;
}

enum rc sale_show_step(struct conn *conn, const struct sale *sale, enum sale_step step, struct arena *arena,
                       struct fault *fault)
{
	BSON(set);
	const bson_t *row;
	const char *shown;
	struct call call;

	TRY(find_live_call(conn, sale, arena, &row, fault));
	shown = row ? wire_get_text(row, "step") : NULL;
	if (!row || (shown && strcmp(shown, sale_step_name(step)) == 0))
		return RC_OK;
	call_read(row, arena, &call);
	wire_put_text(&set, "step", sale_step_name(step));
	return call_write(conn, &call, &set, NULL, fault);
}
