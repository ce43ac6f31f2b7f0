#include "store/catalogue.h"

#include "store/campaigns.h"
#include "store/cas.h"

#include <string.h>

static const char *const campaign_shown[] = {"code",     "name",       "operator",    "state",  "dial_mode",
                                             "team_ids", "families",   "hours",       "policy", "dialing",
                                             "version",  "created_at", "contract_id", NULL};
static const char *const product_shown[] = {"campaign_id", "family",       "name",    "price_cop",
                                            "sim",         "features",     "pitch",   "active",
                                            "active_from", "active_until", "version", NULL};
static const char *const rebuttal_shown[] = {"reason", "text", "active", "version", NULL};

const struct catalogue_kind catalogue_campaigns = {.collection = "campaigns",
                                                   .subject = "campaign",
                                                   .shape = &wire_campaign_shape,
                                                   .shown = campaign_shown,
                                                   .unique = "code"};
const struct catalogue_kind catalogue_products = {.collection = "products",
                                                  .subject = "product",
                                                  .shape = &wire_product_shape,
                                                  .shown = product_shown,
                                                  .unique = "name",
                                                  .of_campaign = true};
const struct catalogue_kind catalogue_rebuttals = {.collection = "rebuttals",
                                                   .subject = "rebuttal",
                                                   .shape = &wire_rebuttal_shape,
                                                   .shown = rebuttal_shown,
                                                   .unique = "text",
                                                   .of_campaign = true,
                                                   .ordered = true};

static const struct scope_rule by_team = {.team = "team_ids"};

static void put_shown(bson_t *fields, const struct catalogue_kind *kind)
{
	for (size_t i = 0; kind->shown[i]; i++)
		wire_put_int(fields, kind->shown[i], 1);
}

static enum rc count_of(struct conn *conn, const char *collection, const struct id *campaign_id, size_t *count,
                        struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	BSON(fields);
	const bson_t *row;
	enum rc rc;

	wire_put_id(&filter, "campaign_id", campaign_id);
	wire_put_int(&fields, "_id", 1);
	wire_put_document(&opts, "projection", &fields);
	CURSOR(cursor) = conn_find(conn, collection, &filter, &opts);
	for (*count = 0; conn_next(conn, cursor, &row, &rc, fault);)
		++*count;
	return rc;
}

/* ---- writing ---- */

/* What the record holds; an emptied field is one that is not there. */
static void put_record(bson_t *document, const struct wire_shape *shape, const void *record)
{
	BSON(whole);
	bson_iter_t iter;

	wire_bson_write(&whole, "", shape, record);
	if (!bson_iter_init(&iter, &whole))
		return;
	while (bson_iter_next(&iter)) {
		if (!BSON_ITER_HOLDS_NULL(&iter))
			bson_append_iter(document, NULL, -1, &iter);
	}
}

enum rc catalogue_insert(struct conn *conn, const struct catalogue_edit *edit, struct fault *fault)
{
	BSON(document);

	wire_put_id(&document, "_id", &edit->id);
	wire_put_int(&document, "version", 1);
	wire_put_ms(&document, "created_at", edit->audit->at_ms);
	if (edit->kind->of_campaign)
		wire_put_id(&document, "campaign_id", &edit->campaign_id);
	put_record(&document, edit->kind->shape, edit->record);
	if (edit->kind->ordered) {
		size_t before;

		TRY(count_of(conn, edit->kind->collection, &edit->campaign_id, &before, fault));
		wire_put_int(&document, "position", (int64_t)before);
	}
	TRY(conn_insert(conn, edit->kind->collection, &document, fault));
	return audit_append(conn, edit->audit, fault);
}

/* {$set: what the record holds, $unset: the rest of its shape} */
static void put_replacement(bson_t *update, const struct wire_shape *shape, const void *record)
{
	BSON(set);
	BSON(unset);

	put_record(&set, shape, record);
	for (size_t i = 0; i < shape->count; i++) {
		if (!bson_has_field(&set, shape->fields[i].name))
			wire_put_text(&unset, shape->fields[i].name, "");
	}
	wire_put_document(update, "$set", &set);
	if (!bson_empty(&unset))
		wire_put_document(update, "$unset", &unset);
}

enum rc catalogue_replace(struct conn *conn, const struct catalogue_edit *edit, struct fault *fault)
{
	ARENA(arena, 512, 1 << 16);
	BSON(update);
	BSON(fields);
	const struct cas cas = {.collection = edit->kind->collection,
	                        .id = edit->id,
	                        .version = edit->version,
	                        .update = &update,
	                        .scope = &scope_all,
	                        .fields = &fields};

	put_replacement(&update, edit->kind->shape, edit->record);
	wire_put_int(&fields, "version", 1);
	TRY(cas_update(conn, &cas, arena, NULL, fault));
	return audit_append(conn, edit->audit, fault);
}

enum rc catalogue_fault(const struct catalogue_kind *kind, enum rc rc, struct fault *fault)
{
	if (rc != RC_CONFLICT || strcmp(fault->code, "duplicate") != 0)
		return rc;
	*fault = (struct fault){0};
	return fault_field(fault, kind->unique, field_verdict_name(FIELD_DUPLICATE));
}

/* ---- reading ---- */

enum rc catalogue_campaign_of(struct conn *conn, const struct catalogue_kind *kind, const struct id *id,
                              struct id *campaign_id, struct fault *fault)
{
	ARENA(arena, 512, 1 << 16);
	BSON(fields);
	const struct rows_query query = {.collection = kind->collection, .fields = &fields, .scope = &scope_all};
	const bson_t *row;

	wire_put_int(&fields, "campaign_id", 1);
	TRY(rows_one(conn, &query, id, arena, &row, fault));
	*campaign_id = wire_get_id(row, "campaign_id");
	return RC_OK;
}

enum rc catalogue_json(struct conn *conn, const struct catalogue_kind *kind, const struct id *id, struct buf *out,
                       int64_t *version, struct fault *fault)
{
	BSON(fields);
	const struct rows_query query = {.collection = kind->collection, .fields = &fields, .scope = &scope_all};

	put_shown(&fields, kind);
	return rows_one_json(conn, &query, id, out, version, fault);
}

enum rc catalogue_campaign_json(struct conn *conn, const struct scope *scope, const struct id *id, struct buf *out,
                                int64_t *version, struct fault *fault)
{
	BSON(fields);
	const struct rows_query query = {
		.collection = "campaigns", .fields = &fields, .scope = scope, .rule = &by_team};

	put_shown(&fields, &catalogue_campaigns);
	return rows_one_json(conn, &query, id, out, version, fault);
}

/* Whether the scope reaches the campaign. */
static enum rc reach_campaign(struct conn *conn, const struct scope *scope, const struct id *id, struct arena *arena,
                              const bson_t **row, struct fault *fault)
{
	const struct rows_query query = {.collection = "campaigns", .scope = scope, .rule = &by_team};

	return rows_one(conn, &query, id, arena, row, fault);
}

enum rc catalogue_products_json(struct conn *conn, const struct scope *scope, const struct id *campaign_id,
                                struct buf *out, struct fault *fault)
{
	ARENA(arena, 4096, 1 << 20);
	BSON(filter);
	BSON(opts);
	BSON(sort);
	BSON(fields);
	const bson_t *row;
	enum rc rc;
	bool first = true;

	TRY(reach_campaign(conn, scope, campaign_id, arena, &row, fault));
	wire_put_id(&filter, "campaign_id", campaign_id);
	wire_put_int(&sort, "family", 1);
	wire_put_int(&sort, "price_cop", -1);
	wire_put_int(&sort, "_id", 1);
	put_shown(&fields, &catalogue_products);
	wire_put_document(&opts, "sort", &sort);
	wire_put_document(&opts, "projection", &fields);
	CURSOR(cursor) = conn_find(conn, "products", &filter, &opts);
	buf_text(out, "{\"items\":[");
	while (conn_next(conn, cursor, &row, &rc, fault)) {
		if (!first)
			buf_char(out, ',');
		first = false;
		if (!wire_json_document(out, row, NULL))
			return fault_set(fault, RC_BROKEN, "stored_document", "products: a stored one is corrupt");
	}
	buf_text(out, "],\"next\":null}");
	return rc;
}

/* ---- what must fit ---- */

enum rc catalogue_check_teams(struct conn *conn, const struct wire_list *team_ids, struct fault *fault)
{
	const struct id *ids = team_ids->items;
	BSON(filter);
	BSON(opts);
	BSON(fields);
	const bson_t *row;
	size_t found = 0;
	enum rc rc;

	wire_put_in_ids(&filter, "_id", ids, team_ids->count);
	wire_put_int(&fields, "_id", 1);
	wire_put_document(&opts, "projection", &fields);
	CURSOR(cursor) = conn_find(conn, "teams", &filter, &opts);
	while (conn_next(conn, cursor, &row, &rc, fault))
		found++;
	TRY(rc);
	return found == team_ids->count ? RC_OK : fault_field(fault, "team_ids", field_verdict_name(FIELD_UNKNOWN));
}

static bool has_family(const struct campaign_edit *edit, const char *family)
{
	const struct family_edit *families = edit->families.items;

	for (size_t i = 0; i < edit->families.count; i++) {
		if (strcmp(families[i].family, family) == 0)
			return true;
	}
	return false;
}

enum rc catalogue_check_campaign(struct conn *conn, const struct id *id, const struct campaign_edit *edit,
                                 struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	BSON(fields);
	const bson_t *row;
	bool lost = false;
	enum rc rc;

	TRY(catalogue_check_teams(conn, &edit->team_ids, fault));
	wire_put_id(&filter, "campaign_id", id);
	wire_put_int(&fields, "family", 1);
	wire_put_document(&opts, "projection", &fields);
	CURSOR(cursor) = conn_find(conn, "products", &filter, &opts);
	while (conn_next(conn, cursor, &row, &rc, fault))
		lost |= !has_family(edit, wire_get_text(row, "family"));
	TRY(rc);
	return lost ? fault_field(fault, "families", "in_use") : RC_OK;
}

enum rc catalogue_check_product(struct conn *conn, const struct id *campaign_id, const struct product_edit *edit,
                                bool is_new, struct fault *fault)
{
	ARENA(arena, 8192, 1 << 20);
	struct campaign campaign;
	size_t count = 0;

	TRY(campaign_get(conn, campaign_id, arena, &campaign, fault));
	if (campaign_family_index(&campaign, edit->family) == campaign.families_count)
		return fault_field(fault, "family", field_verdict_name(FIELD_UNKNOWN));
	if (is_new)
		TRY(count_of(conn, "products", campaign_id, &count, fault));
	return count < OFFER_CATALOGUE_MAX ? RC_OK
	                                   : fault_set(fault, RC_CONFLICT, "catalogue_full",
	                                               "a campaign has at most %d products", OFFER_CATALOGUE_MAX);
}

enum rc catalogue_check_rebuttal(struct conn *conn, const struct id *campaign_id, struct fault *fault)
{
	ARENA(arena, 8192, 1 << 20);
	const bson_t *row;
	size_t count;

	TRY(reach_campaign(conn, &scope_all, campaign_id, arena, &row, fault));
	TRY(count_of(conn, "rebuttals", campaign_id, &count, fault));
	return count < CATALOGUE_REBUTTALS_MAX
	               ? RC_OK
	               : fault_set(fault, RC_CONFLICT, "catalogue_full", "a library has at most %d rebuttals",
	                           CATALOGUE_REBUTTALS_MAX);
}

/* ---- the library's order ---- */

static enum rc set_position(struct conn *conn, const struct id *campaign_id, const struct id *id, size_t position,
                            struct fault *fault)
{
	ARENA(arena, 512, 1 << 16);
	BSON(when);
	BSON(update);
	BSON(set);
	const struct cas cas = {.collection = "rebuttals",
	                        .id = *id,
	                        .when = &when,
	                        .update = &update,
	                        .scope = &scope_all,
	                        .conflict = "campaign"};
	enum rc rc;

	wire_put_id(&when, "campaign_id", campaign_id);
	wire_put_int(&set, "position", (int64_t)position);
	wire_put_document(&update, "$set", &set);
	rc = cas_update(conn, &cas, arena, NULL, fault);
	if (rc != RC_NOT_FOUND && (rc != RC_CONFLICT || conn->redo))
		return rc;
	*fault = (struct fault){0};
	return fault_field(fault, "ids", field_verdict_name(FIELD_UNKNOWN));
}

static bool is_repeated(const struct id *ids, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (id_equal(&ids[i], &ids[at]))
			return true;
	}
	return false;
}

enum rc catalogue_order_rebuttals(struct conn *conn, const struct id *campaign_id, const struct id *ids, size_t count,
                                  const struct audit_entry *audit, struct fault *fault)
{
	size_t all;

	for (size_t i = 0; i < count; i++) {
		if (is_repeated(ids, i))
			return fault_field(fault, "ids", field_verdict_name(FIELD_DUPLICATE));
		TRY(set_position(conn, campaign_id, &ids[i], i, fault));
	}
	TRY(count_of(conn, "rebuttals", campaign_id, &all, fault));
	if (all != count)
		return fault_field(fault, "ids", field_verdict_name(FIELD_REQUIRED));
	return audit_append(conn, audit, fault);
}
