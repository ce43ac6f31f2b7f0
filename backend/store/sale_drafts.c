#include "store/sale_drafts.h"

#include "base/clock.h"
#include "domain/role.h"
#include "domain/sale.h"
#include "store/settings.h"

#define SALES "sales"

static void put_product(bson_t *document, int64_t n, const struct product *product)
{
	wire_put_int(document, "n", n);
	wire_put_id(document, "product_id", &product->id);
	wire_put_text(document, "family", product->family);
	wire_put_text(document, "name", product->name);
	wire_put_int(document, "price_cop", product->price_cop);
	wire_put_text(document, "sim", line_sim_name(product->sim));
}

static void put_history(bson_t *document, const struct call *call, const char *action, const char *to, int64_t now_ms)
{
	wire_put_ms(document, "at", now_ms);
	wire_put_id(document, "by", &call->agent_id);
	wire_put_text(document, "role", role_name(ROLE_AGENT));
	wire_put_text(document, "action", action);
	wire_put_text(document, "to", to);
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

static enum rc open_draft(struct conn *conn, const struct call *call, const struct product *product, int64_t now_ms,
                          struct arena *arena, struct id *sale_id, struct fault *fault)
{
	BSON(document);
	BSON(first);
	BSON(opened);
	int64_t number;

	*sale_id = id_new(clock_real_ms());
	put_product(&first, 1, product);
	put_history(&opened, call, "open", sale_state_name(SALE_DRAFT), now_ms);
	wire_put_id(&document, "_id", sale_id);
	wire_put_int(&document, "version", 1);
	wire_put_ms(&document, "created_at", now_ms);
	wire_put_id(&document, "campaign_id", &call->campaign_id);
	put_known_id(&document, "lead_list_id", &call->lead_list_id);
	put_known_id(&document, "lead_id", &call->lead_id);
	wire_put_id(&document, "call_id", &call->id);
	wire_put_id(&document, "agent_id", &call->agent_id);
	wire_put_id(&document, "team_id", &call->team_id);
	wire_put_text(&document, "state", sale_state_name(SALE_DRAFT));
	wire_put_text(&document, "step", "line");
	put_customer(&document, call);
	put_list(&document, "products", &first);
	put_list(&document, "history", &opened);
	TRY(sequence_next(conn, "sale_number", &number, fault));
	wire_put_text(&document, "number", arena_printf(arena, "V-%06lld", (long long)number));
	return conn_insert(conn, SALES, &document, fault);
}

static enum rc add_product(struct conn *conn, const struct call *call, const struct product *product, int64_t now_ms,
                           struct arena *arena, struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(push);
	BSON(added);
	BSON(entry);
	BSON(inc);
	BSON(set);
	const bson_t *sale;
	bson_t products;
	int64_t matched, n = 1;

	wire_put_id(&filter, "_id", &call->sale_id);
	wire_put_text(&filter, "state", sale_state_name(SALE_DRAFT));
	TRY(conn_find_one(conn, SALES, &filter, NULL, arena, &sale, fault));
	if (!sale)
		return fault_set(fault, RC_CONFLICT, "sale_state", "sales: the call's sale is no draft any more");
	if (wire_get_document(sale, "products", &products))
		n += (int64_t)bson_count_keys(&products);
	put_product(&added, n, product);
	put_history(&entry, call, "add_product", sale_state_name(SALE_DRAFT), now_ms);
	wire_put_int(&filter, "version", wire_get_int(sale, "version", 0));
	wire_put_document(&push, "products", &added);
	wire_put_document(&push, "history", &entry);
	wire_put_document(&update, "$push", &push);
	wire_put_text(&set, "step", "line");
	wire_put_document(&update, "$set", &set);
	wire_put_int(&inc, "version", 1);
	wire_put_document(&update, "$inc", &inc);
	TRY(conn_update(conn, SALES, &filter, &update, false, &matched, fault));
	if (matched == 1)
		return RC_OK;
	conn->redo = true;
	return fault_set(fault, RC_STALE, "stale", "sales: the row changed meanwhile");
}

enum rc sale_draft_add(struct conn *conn, const struct call *call, const struct product *product, int64_t now_ms,
                       struct arena *arena, struct id *sale_id, struct fault *fault)
{
	if (id_is_none(&call->sale_id))
		return open_draft(conn, call, product, now_ms, arena, sale_id, fault);
	*sale_id = call->sale_id;
	return add_product(conn, call, product, now_ms, arena, fault);
}
