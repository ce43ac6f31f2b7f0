#include "store/sale_drafts.h"

#include "base/clock.h"
#include "domain/role.h"
#include "domain/sale.h"
#include "store/agents.h"
#include "store/sales.h"

#define SALES "sales"

static void put_purposes(bson_t *document, enum line_kind kind)
{
	const char *purposes[LINE_PURPOSE_COUNT];
	size_t count = 0;

	for (int purpose = 0; purpose < LINE_PURPOSE_COUNT; purpose++)
		if (line_purpose_fits((enum line_purpose)purpose, kind))
			purposes[count++] = line_purpose_name((enum line_purpose)purpose);
	wire_put_texts(document, "line_purposes", purposes, count);
}

static void put_product(bson_t *document, int64_t n, const struct sale_acceptance *acceptance)
{
	const struct product *product = acceptance->product;

	wire_put_int(document, "n", n);
	wire_put_id(document, "product_id", &product->id);
	wire_put_text(document, "family", product->family);
	wire_put_text(document, "name", product->name);
	wire_put_int(document, "price_cop", product->price_cop);
	wire_put_text(document, "kind", line_kind_name(acceptance->kind));
	wire_put_text(document, "sim", line_sim_name(product->sim));
	wire_put_bool(document, "needs_sim", product->sim == LINE_SIM_ALWAYS);
	put_purposes(document, acceptance->kind);
}

static void put_history(bson_t *document, const struct call *call, const char *agent_name, const char *action,
                        int64_t now_ms)
{
	wire_put_ms(document, "at", now_ms);
	wire_put_id(document, "by", &call->agent_id);
	wire_put_text(document, "role", role_name(ROLE_AGENT));
	wire_put_text(document, "by_name", agent_name);
	wire_put_text(document, "action", action);
	wire_put_text(document, "to", sale_state_name(SALE_DRAFT));
}

static void put_known_id(bson_t *document, const char *key, const struct id *id)
{
	if (!id_is_none(id))
		wire_put_id(document, key, id);
}

static void put_list(bson_t *document, const char *key, const bson_t *only)
{
	BSON(list);

	wire_put_document(&list, "0", only);
	wire_put_array(document, key, &list);
}

static void put_customer(bson_t *document, const struct call *call)
{
	BSON(customer);

	wire_put_text(&customer, "phone", call->phone);
	wire_put_document(document, "customer", &customer);
}

/* NULL when the agent was never at work here. */
static enum rc name_of(struct conn *conn, const struct id *agent_id, struct arena *arena, const char **name,
                       struct fault *fault)
{
	struct agent_row agent;
	bool found;

	TRY(agent_look(conn, agent_id, arena, &agent, &found, fault));
	*name = found ? agent.name : NULL;
	return RC_OK;
}

static enum rc open_draft(struct conn *conn, const struct sale_acceptance *acceptance, struct arena *arena,
                          struct id *sale_id, struct fault *fault)
{
	const struct call *call = acceptance->call;
	BSON(document);
	BSON(first);
	BSON(opened);
	const char *agent_name;

	TRY(name_of(conn, &call->agent_id, arena, &agent_name, fault));
	*sale_id = id_new(clock_real_ms());
	put_product(&first, 1, acceptance);
	put_history(&opened, call, agent_name, "open", acceptance->now_ms);
	wire_put_id(&document, "_id", sale_id);
	wire_put_int(&document, "version", 1);
	wire_put_ms(&document, "created_at", acceptance->now_ms);
	wire_put_id(&document, "campaign_id", &call->campaign_id);
	put_known_id(&document, "lead_list_id", &call->lead_list_id);
	put_known_id(&document, "lead_id", &call->lead_id);
	wire_put_id(&document, "call_id", &call->id);
	wire_put_id(&document, "agent_id", &call->agent_id);
	wire_put_text(&document, "agent_name", agent_name);
	wire_put_id(&document, "team_id", &call->team_id);
	wire_put_text(&document, "state", sale_state_name(SALE_DRAFT));
	wire_put_text(&document, "step", sale_step_name(SALE_STEP_LINE));
	put_customer(&document, call);
	put_list(&document, "products", &first);
	put_list(&document, "history", &opened);
	return conn_insert(conn, SALES, &document, fault);
}

static void put_add(bson_t *update, const bson_t *product, const bson_t *entry)
{
	BSON(push);
	BSON(set);
	BSON(unset);
	BSON(inc);

	wire_put_document(&push, "products", product);
	wire_put_document(&push, "history", entry);
	wire_put_document(update, "$push", &push);
	wire_put_text(&set, "step", sale_step_name(SALE_STEP_LINE));
	wire_put_document(update, "$set", &set);
	wire_put_int(&unset, "reading_id", 1);
	wire_put_document(update, "$unset", &unset);
	wire_put_int(&inc, "version", 1);
	wire_put_document(update, "$inc", &inc);
}

static enum rc add_product(struct conn *conn, const struct sale_acceptance *acceptance, struct arena *arena,
                           struct fault *fault)
{
	const struct call *call = acceptance->call;
	BSON(filter);
	BSON(update);
	BSON(added);
	BSON(entry);
	const bson_t *row;
	struct sale sale;
	int64_t matched;

	wire_put_id(&filter, "_id", &call->sale_id);
	wire_put_text(&filter, "state", sale_state_name(SALE_DRAFT));
	TRY(conn_find_one(conn, SALES, &filter, NULL, arena, &row, fault));
	if (!row)
		return fault_set(fault, RC_CONFLICT, "sale_state", "sales: the call's sale is no draft any more");
	sale_read(row, arena, &sale);
	if (sale.products_count == OFFER_PRODUCTS_MAX)
		return fault_set(fault, RC_CONFLICT, offer_verdict_name(OFFER_TOO_MANY_PRODUCTS),
		                 "sales: the sale is full");
	put_product(&added, (int64_t)sale.products_count + 1, acceptance);
	put_history(&entry, call, wire_get_text(row, "agent_name"), "add_product", acceptance->now_ms);
	wire_put_int(&filter, "version", sale.version);
	put_add(&update, &added, &entry);
	TRY(conn_update(conn, SALES, &filter, &update, false, &matched, fault));
	if (matched == 1)
		return RC_OK;
	conn->redo = true;
	return fault_set(fault, RC_STALE, "stale", "sales: the row changed meanwhile");
}

enum rc sale_draft_add(struct conn *conn, const struct sale_acceptance *acceptance, struct arena *arena,
                       struct id *sale_id, struct fault *fault)
{
	if (id_is_none(&acceptance->call->sale_id))
		return open_draft(conn, acceptance, arena, sale_id, fault);
	*sale_id = acceptance->call->sale_id;
	return add_product(conn, acceptance, arena, fault);
}

/* ---- a later call ---- */

static enum rc hand_over(struct conn *conn, struct sale *sale, const struct id *agent_id, int64_t now_ms,
                         struct arena *arena, struct fault *fault)
{
	static const struct sale_entry entry = {.action = "take_over", .from = SALE_DRAFT, .to = SALE_DRAFT};
	BSON(set);
	const struct sale_write write = {.set = &set, .entry = &entry};
	struct agent_row agent;

	TRY(agent_get(conn, agent_id, arena, &agent, fault));
	const struct sale_actor actor = {.user_id = *agent_id,
	                                 .name = agent.name,
	                                 .role = ROLE_AGENT,
	                                 .operation = "call_connect",
	                                 .now_ms = now_ms,
	                                 .real_ms = clock_real_ms()};
	wire_put_id(&set, "agent_id", agent_id);
	wire_put_text(&set, "agent_name", agent.name);
	wire_put_id(&set, "team_id", &agent.team_id);
	return sale_write(conn, sale, &actor, &write, fault);
}

enum rc sale_draft_resume(struct conn *conn, const struct call *call, const struct id *agent_id, int64_t now_ms,
                          struct arena *arena, const char **step, bool *is_draft, struct fault *fault)
{
	struct sale sale;

	*is_draft = false;
	if (id_is_none(&call->sale_id))
		return RC_OK;
	TRY(sale_get(conn, &call->sale_id, &scope_all, arena, &sale, fault));
	*is_draft = sale.state == SALE_DRAFT;
	if (!*is_draft)
		return RC_OK;
	*step = sale_step_name(sale_step_of(&sale, now_ms));
	return id_equal(&sale.agent_id, agent_id) ? RC_OK : hand_over(conn, &sale, agent_id, now_ms, arena, fault);
}

enum rc sale_draft_put_aside(struct conn *conn, const struct id *sale_id, bool aside, int64_t now_ms,
                             struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(members);

	if (id_is_none(sale_id))
		return RC_OK;
	wire_put_id(&filter, "_id", sale_id);
	wire_put_text(&filter, "state", sale_state_name(SALE_DRAFT));
	wire_put_ms(&members, "aside_at", now_ms);
	wire_put_document(&update, aside ? "$set" : "$unset", &members);
	return conn_update(conn, SALES, &filter, &update, false, NULL, fault);
}
