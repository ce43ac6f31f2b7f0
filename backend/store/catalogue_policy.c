/* A campaign's own numbers: read against the one table of domain/policy, replaced as a whole, with what changed kept
 * in the audit. */
#include "store/catalogue.h"

#include "domain/policy.h"
#include "store/cas.h"

#include <string.h>

static const struct scope_rule by_team = {.team = "team_ids"};

/* The campaign's own value of that name. Names have points in them, so no path reaches them. */
static bool find_own(const bson_t *campaign, const char *name, int64_t *value)
{
	bson_iter_t iter;
	bson_t own;

	if (!wire_get_document(campaign, "policy", &own) || !bson_iter_init_find(&iter, &own, name))
		return false;
	if (!BSON_ITER_HOLDS_INT32(&iter) && !BSON_ITER_HOLDS_INT64(&iter))
		return false;
	*value = bson_iter_as_int64(&iter);
	return true;
}

static bool find_edit(const struct catalogue_policy *policy, const char *name, int64_t *value)
{
	for (size_t i = 0; i < policy->count; i++) {
		if (strcmp(policy->values[i].name, name) == 0) {
			*value = policy->values[i].value;
			return true;
		}
	}
	return false;
}

/* [{name, from, to}]: a value that is not there is the default. */
static void put_changes(bson_t *changes, const bson_t *before, const struct catalogue_policy *policy)
{
	uint32_t n = 0;
	char key[16];

	for (size_t i = 0; i < policy_entry_count; i++) {
		const char *name = policy_entries[i].name, *index;
		int64_t from = 0, to = 0;
		bool had = find_own(before, name, &from), has = find_edit(policy, name, &to);
		BSON(change);

		if (had == has && from == to)
			continue;
		wire_put_text(&change, "name", name);
		if (had)
			wire_put_int(&change, "from", from);
		if (has)
			wire_put_int(&change, "to", to);
		bson_uint32_to_string(n++, &index, key, sizeof key);
		wire_put_document(changes, index, &change);
	}
}

static enum rc find_campaign(struct conn *conn, const struct scope *scope, const struct id *id, struct arena *arena,
                             const bson_t **row, struct fault *fault)
{
	BSON(fields);
	const struct rows_query query = {
		.collection = "campaigns", .fields = &fields, .scope = scope, .rule = &by_team};

	wire_put_int(&fields, "policy", 1);
	wire_put_int(&fields, "version", 1);
	return rows_one(conn, &query, id, arena, row, fault);
}

enum rc catalogue_set_policy(struct conn *conn, const struct catalogue_policy *policy, struct fault *fault)
{
	ARENA(arena, 8192, 1 << 20);
	BSON(own);
	BSON(set);
	BSON(update);
	BSON(changes);
	const struct cas cas = {.collection = "campaigns",
	                        .id = policy->campaign_id,
	                        .version = policy->version,
	                        .update = &update,
	                        .scope = &scope_all};
	struct audit_entry audit = *policy->audit;
	const bson_t *before;

	TRY(find_campaign(conn, &scope_all, &policy->campaign_id, arena, &before, fault));
	put_changes(&changes, before, policy);
	for (size_t i = 0; i < policy->count; i++)
		wire_put_int(&own, policy->values[i].name, policy->values[i].value);
	wire_put_document(&set, "policy", &own);
	wire_put_document(&update, "$set", &set);
	TRY(cas_update(conn, &cas, arena, NULL, fault));
	audit.changes = &changes;
	return audit_append(conn, &audit, fault);
}

static void write_entry(struct buf *out, const struct policy_entry *entry, const bson_t *campaign)
{
	struct policy probe = policy_defaults();
	int64_t value = entry->value;
	bool own = find_own(campaign, entry->name, &value) && policy_set(&probe, entry->name, value) == POLICY_OK;

	buf_printf(out,
	           "{\"name\":\"%s\",\"unit\":\"%s\",\"default\":%lld,\"least\":%lld,\"most\":%lld,\"source\":\"%s\","
	           "\"value\":%lld,\"own\":%s}",
	           entry->name, policy_unit_name(entry->unit), (long long)entry->value, (long long)entry->least,
	           (long long)entry->most, entry->source, (long long)(own ? value : entry->value),
	           own ? "true" : "false");
}

enum rc catalogue_policy_json(struct conn *conn, const struct scope *scope, const struct id *campaign_id,
                              struct buf *out, int64_t *version, struct fault *fault)
{
	ARENA(arena, 8192, 1 << 20);
	const bson_t *campaign;

	TRY(find_campaign(conn, scope, campaign_id, arena, &campaign, fault));
	*version = wire_get_int(campaign, "version", 0);
	buf_printf(out, "{\"campaign_id\":\"%s\",\"version\":%lld,\"entries\":[", ID_TEXT(campaign_id),
	           (long long)*version);
	for (size_t i = 0; i < policy_entry_count; i++) {
		if (i > 0)
			buf_char(out, ',');
		write_entry(out, &policy_entries[i], campaign);
	}
	buf_text(out, "]}");
	return RC_OK;
}
