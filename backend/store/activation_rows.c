#include "store/activation_rows.h"

#include "store/cas.h"

#include <stdio.h>
#include <string.h>

#define ACTIVATIONS "activations"

/* ---- an activation ---- */

static void read_service(const bson_t *row, struct service *service)
{
	const char *state = wire_get_text(row, "state");

	*service = (struct service){.n = wire_get_int(row, "n", 0),
	                            .product_id = wire_get_id(row, "product_id"),
	                            .name = wire_get_text(row, "name"),
	                            .price_cop = wire_get_int(row, "price_cop", 0),
	                            .tries = wire_get_int(row, "tries", 0),
	                            .sent = wire_get_int(row, "sent", 0),
	                            .asks = wire_get_int(row, "asks", 0),
	                            .loading_until_ms = wire_get_ms(row, "loading_until", 0),
	                            .reference = wire_get_text(row, "reference"),
	                            .reason = wire_get_text(row, "reason"),
	                            .at_ms = wire_get_ms(row, "at", 0)};
	if (state)
		(void)activation_service_parse(state, &service->state);
}

static void read_services(const bson_t *document, struct activation *activation)
{
	bson_t rows, row;
	bson_iter_t at;

	if (!wire_get_document(document, "services", &rows) || !bson_iter_init(&at, &rows))
		return;
	while (activation->services_count < OFFER_PRODUCTS_MAX && bson_iter_next(&at))
		if (wire_bson_inner(&at, &row))
			read_service(&row, &activation->services[activation->services_count++]);
}

static void take_products(const struct sale *sale, struct arena *arena, struct activation *activation)
{
	for (size_t i = 0; i < sale->products_count; i++) {
		const struct sale_product *product = &sale->products[i];
		const char *path = arena_printf(arena, "products.%zu.product_id", i);

		activation->services[activation->services_count++] =
			(struct service){.n = product->n,
		                         .product_id = wire_get_id(sale->document, path),
		                         .name = product->name,
		                         .price_cop = product->price_cop,
		                         .state = ACTIVATION_TO_LOAD};
	}
}

enum rc activation_find(struct conn *conn, const struct sale *sale, struct arena *arena,
                        struct activation *activation, struct fault *fault)
{
	BSON(filter);

	*activation = (struct activation){0};
	wire_put_id(&filter, "_id", &sale->id);
	TRY(conn_find_one(conn, ACTIVATIONS, &filter, NULL, arena, &activation->document, fault));
	if (!activation->document) {
		take_products(sale, arena, activation);
		return RC_OK;
	}
	activation->version = wire_get_int(activation->document, "version", 0);
	activation->line_reference = wire_get_text(activation->document, "line.reference");
	activation->rate_code = wire_get_text(activation->document, "rate.code");
	activation->has_person = wire_has(activation->document, "personal_data_at");
	read_services(activation->document, activation);
	return RC_OK;
}

static void put_service(bson_t *rows, size_t i, const struct service *service)
{
	char key[16];
	const char *name;
	BSON(row);

	(void)bson_uint32_to_string((uint32_t)i, &name, key, sizeof key);
	wire_put_int(&row, "n", service->n);
	wire_put_id(&row, "product_id", &service->product_id);
	wire_put_text(&row, "name", service->name);
	wire_put_int(&row, "price_cop", service->price_cop);
	wire_put_text(&row, "state", activation_service_name(service->state));
	wire_put_int(&row, "tries", service->tries);
	wire_put_int(&row, "sent", service->sent);
	wire_put_int(&row, "asks", service->asks);
	if (service->loading_until_ms)
		wire_put_ms(&row, "loading_until", service->loading_until_ms);
	wire_put_text(&row, "reference", service->reference);
	wire_put_text(&row, "reason", service->reason);
	if (service->at_ms)
		wire_put_ms(&row, "at", service->at_ms);
	wire_put_document(rows, name, &row);
}

static enum rc insert(struct conn *conn, const struct id *sale_id, const bson_t *set, int64_t now_ms,
                      struct fault *fault)
{
	BSON(row);
	enum rc rc;

	wire_put_id(&row, "_id", sale_id);
	wire_put_int(&row, "version", 1);
	wire_put_ms(&row, "created_at", now_ms);
	(void)bson_concat(&row, set);
	rc = conn_insert(conn, ACTIVATIONS, &row, fault);
	conn->redo = conn->redo || rc == RC_CONFLICT; /* another was first: read again */
	return rc;
}

static enum rc update(struct conn *conn, const struct id *sale_id, int64_t version, const bson_t *set,
                      struct arena *arena, struct fault *fault)
{
	BSON(operators);
	const struct cas cas = {.collection = ACTIVATIONS,
	                        .id = *sale_id,
	                        .version = version,
	                        .update = &operators,
	                        .scope = &scope_all};
	enum rc rc;

	wire_put_document(&operators, "$set", set);
	rc = cas_update(conn, &cas, arena, NULL, fault);
	conn->redo = conn->redo || rc == RC_STALE;
	return rc;
}

enum rc activation_write(struct conn *conn, const struct id *sale_id, struct activation *activation,
                         const bson_t *set, struct arena *arena, int64_t now_ms, struct fault *fault)
{
	BSON(all);
	BSON(rows);

	if (set)
		(void)bson_concat(&all, set);
	for (size_t i = 0; i < activation->services_count; i++)
		put_service(&rows, i, &activation->services[i]);
	wire_put_array(&all, "services", &rows);
	TRY(activation->version ? update(conn, sale_id, activation->version, &all, arena, fault)
	                        : insert(conn, sale_id, &all, now_ms, fault));
	activation->version++;
	return RC_OK;
}

/* ---- the operator ---- */

enum rc operator_name_of(struct conn *conn, const struct id *campaign_id, struct arena *arena, const char **name,
                         struct fault *fault)
{
	BSON(filter);
	BSON(fields);
	const bson_t *row;
	const char *found;

	wire_put_id(&filter, "_id", campaign_id);
	wire_put_int(&fields, "operator", 1);
	TRY(conn_find_one(conn, "campaigns", &filter, &fields, arena, &row, fault));
	found = row ? wire_get_text(row, "operator") : NULL;
	*name = found ? found : "";
	return RC_OK;
}

static void put_operator_id(bson_t *filter, const char *name)
{
	char id[160];

	(void)snprintf(id, sizeof id, "operator:%s", name);
	wire_put_text(filter, "_id", id);
}

enum rc operator_find(struct conn *conn, const char *name, struct activation_operator *state, struct fault *fault)
{
	ARENA(arena, 512, 1 << 16);
	BSON(filter);
	const bson_t *row;

	*state = (struct activation_operator){0};
	put_operator_id(&filter, name);
	TRY(conn_find_one(conn, "settings", &filter, NULL, arena, &row, fault));
	if (!row)
		return RC_OK;
	*state = (struct activation_operator){.timeouts = (int)wire_get_int(row, "timeouts", 0),
	                                      .down_ms = wire_get_ms(row, "down_at", 0),
	                                      .probed_ms = wire_get_ms(row, "probed_at", 0)};
	return RC_OK;
}

enum rc operator_write(struct conn *conn, const char *name, const struct activation_operator *state,
                       struct fault *fault)
{
	BSON(filter);
	BSON(set);
	BSON(update);

	put_operator_id(&filter, name);
	wire_put_int(&set, "timeouts", state->timeouts);
	wire_put_ms(&set, "down_at", state->down_ms);
	wire_put_ms(&set, "probed_at", state->probed_ms);
	wire_put_document(&update, "$set", &set);
	return conn_update(conn, "settings", &filter, &update, true, NULL, fault);
}
