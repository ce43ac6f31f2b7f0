#include "store/campaigns.h"

#include "domain/campaign.h"
#include "store/holiday_overrides.h"
#include "store/outbox.h"
#include "store/rows.h"

#include <string.h>

#define CAMPAIGNS "campaigns"

static const struct scope_rule by_team = {.team = "team_ids"};

/* A campaign's own numbers; names are those of domain/policy. */
static void read_policy(const bson_t *row, struct policy *policy)
{
	bson_t own;
	bson_iter_t iter;

	*policy = policy_defaults();
	if (!wire_get_document(row, "policy", &own) || !bson_iter_init(&iter, &own))
		return;
	while (bson_iter_next(&iter)) {
		if (BSON_ITER_HOLDS_INT32(&iter) || BSON_ITER_HOLDS_INT64(&iter))
			(void)policy_set(policy, bson_iter_key(&iter), bson_iter_as_int64(&iter));
	}
}

/* hours[]{weekday 0..6 (Monday first), from, to: minutes of the day}; no rows: the law's. */
static void read_hours(const bson_t *row, struct contact_hours *hours)
{
	bson_t rows, one;
	bson_iter_t iter;

	*hours = contact_hours_legal(NULL);
	if (!wire_get_document(row, "hours", &rows) || !bson_iter_init(&iter, &rows))
		return;
	while (bson_iter_next(&iter)) {
		struct contact_window window;
		int64_t weekday;

		if (!wire_bson_inner(&iter, &one))
			continue;
		weekday = wire_get_int(&one, "weekday", -1);
		window.from_min = (int16_t)wire_get_int(&one, "from", 0);
		window.until_min = (int16_t)wire_get_int(&one, "to", 0);
		if (weekday >= 0 && weekday <= CIVIL_SUNDAY &&
		    contact_hours_narrows((enum civil_weekday)weekday, window))
			hours->week[weekday] = window;
	}
}

static enum line_kind kind_of_family(const bson_t *row)
{
	const char *word = wire_get_text(row, "kind");
	enum line_kind kind = LINE_KIND_MOBILE;

	if (word)
		(void)line_kind_parse(word, &kind);
	return kind;
}

static void read_families(const bson_t *row, struct arena *arena, struct campaign *campaign)
{
	bson_t rows, one;
	bson_iter_t iter;

	if (!wire_get_document(row, "families", &rows) || !bson_iter_init(&iter, &rows))
		return;
	while (bson_iter_next(&iter) && campaign->families_count < CAMPAIGN_FAMILIES_MAX) {
		if (!wire_bson_inner(&iter, &one) || !wire_has(&one, "family"))
			continue;
		campaign->families[campaign->families_count].kind = kind_of_family(&one);
		campaign->families[campaign->families_count].family = wire_keep_text(&one, "family", arena);
		campaign->families[campaign->families_count++].name = wire_keep_text(&one, "name", arena);
	}
}

static void read_campaign(const bson_t *row, struct arena *arena, struct campaign *campaign)
{
	const char *state = wire_get_text(row, "state"), *mode = wire_get_text(row, "dial_mode");

	*campaign = (struct campaign){.id = wire_get_id(row, "_id"),
	                              .name = wire_keep_text(row, "name", arena),
	                              .runs = state && strcmp(state, "running") == 0,
	                              .mode = PACING_PROGRESSIVE,
	                              .contract_id = wire_get_id(row, "contract_id"),
	                              .dialing_open = wire_get_bool(row, "dialing.open", false),
	                              .dialing_reason = wire_keep_text(row, "dialing.reason", arena),
	                              .dialing_from_ms = wire_get_ms(row, "dialing.from", 0)};
	if (mode)
		(void)pacing_mode_parse(mode, &campaign->mode);
	read_policy(row, &campaign->policy);
	read_hours(row, &campaign->hours);
	read_families(row, arena, campaign);
}

enum rc campaign_get(struct conn *conn, const struct id *id, struct arena *arena, struct campaign *campaign,
                     struct fault *fault)
{
	const struct rows_query query = {.collection = CAMPAIGNS, .scope = &scope_all};
	const bson_t *row;

	TRY(rows_one(conn, &query, id, arena, &row, fault));
	read_campaign(row, arena, campaign);
	return holiday_overrides_get(conn, arena, &campaign->hours.holidays, fault);
}

enum rc campaigns_running(struct conn *conn, struct id *ids, size_t max, size_t *count, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	const bson_t *row;
	enum rc rc;

	*count = 0;
	wire_put_text(&filter, "state", "running");
	wire_put_int(&opts, "limit", (int64_t)max);
	CURSOR(cursor) = conn_find(conn, CAMPAIGNS, &filter, &opts);
	while (conn_next(conn, cursor, &row, &rc, fault))
		ids[(*count)++] = wire_get_id(row, "_id");
	return rc;
}

size_t campaign_family_index(const struct campaign *campaign, const char *family)
{
	size_t i = 0;

	while (i < campaign->families_count && strcmp(campaign->families[i].family, family) != 0)
		i++;
	return i;
}

static void put_dialing(bson_t *document, const struct campaign_dialing *dialing)
{
	wire_put_bool(document, "open", dialing->open);
	wire_put_text(document, "reason", dialing->reason);
	if (dialing->from_ms)
		wire_put_ms(document, "from", dialing->from_ms);
}

enum rc campaign_set_dialing(struct conn *conn, const struct campaign_dialing *dialing, struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(set);
	BSON(state);
	BSON(other);
	BSON(data);
	int64_t matched;
	const struct event event = {.type = "dialer.state",
	                            .at_ms = dialing->now_ms,
	                            .campaign_id = dialing->campaign_id,
	                            .subject_kind = "campaign",
	                            .subject_id = dialing->campaign_id,
	                            .channels = {"all", "floor"},
	                            .data = &data};

	put_dialing(&state, dialing);
	wire_put_id(&filter, "_id", &dialing->campaign_id);
	wire_put_document(&other, "$ne", &state);
	wire_put_document(&filter, "dialing", &other);
	wire_put_document(&set, "dialing", &state);
	wire_put_document(&update, "$set", &set);
	TRY(conn_update(conn, CAMPAIGNS, &filter, &update, false, &matched, fault));
	if (matched == 0)
		return RC_OK;
	wire_put_id(&data, "campaign_id", &dialing->campaign_id);
	put_dialing(&data, dialing);
	return event_append(conn, &event, fault);
}

static void read_product(const bson_t *row, const char *today, struct arena *arena, struct product *product)
{
	const char *sim = wire_get_text(row, "sim");
	bson_t features;

	*product = (struct product){.id = wire_get_id(row, "_id"),
	                            .family = wire_keep_text(row, "family", arena),
	                            .name = wire_keep_text(row, "name", arena),
	                            .pitch = wire_keep_text(row, "pitch", arena),
	                            .price_cop = wire_get_int(row, "price_cop", 0),
	                            .sim = LINE_SIM_NEVER,
	                            .on_sale = wire_get_bool(row, "active", true) &&
	                                       campaign_day_is_within(today, wire_get_text(row, "active_from"),
	                                                              wire_get_text(row, "active_until"))};
	if (!product->pitch)
		product->pitch = "";
	if (sim)
		(void)line_sim_parse(sim, &product->sim);
	if (wire_get_document(row, "features", &features))
		product->features = wire_bson_keep(arena, &features);
}

enum rc products_of(struct conn *conn, const struct id *campaign_id, int64_t now_ms, struct arena *arena,
                    struct product **products, size_t *count, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	BSON(sort);
	struct product *list = arena_array(arena, OFFER_CATALOGUE_MAX, sizeof *list);
	char today[CIVIL_DATE_SIZE];
	size_t found = 0;
	const bson_t *row;
	enum rc rc;

	civil_date_format(civil_date_at(now_ms), today);
	wire_put_id(&filter, "campaign_id", campaign_id);
	wire_put_int(&sort, "_id", 1);
	wire_put_document(&opts, "sort", &sort);
	wire_put_int(&opts, "limit", OFFER_CATALOGUE_MAX);
	CURSOR(cursor) = conn_find(conn, "products", &filter, &opts);
	while (conn_next(conn, cursor, &row, &rc, fault))
		read_product(row, today, arena, &list[found++]);
	TRY(rc);
	*products = list;
	*count = found;
	return RC_OK;
}

static void put_fields(bson_t *fields, const char *const *names)
{
	for (size_t i = 0; names[i]; i++)
		wire_put_int(fields, names[i], 1);
}

enum rc campaigns_page_json(struct conn *conn, const struct scope *scope, const char *after, int64_t limit,
                            struct buf *out, struct fault *fault)
{
	static const char *const shown[] = {"code",          "name",          "state",   "families.family",
	                                    "families.name", "families.kind", "version", NULL};
	BSON(fields);
	const struct rows_query query = {.collection = CAMPAIGNS,
	                                 .fields = &fields,
	                                 .scope = scope,
	                                 .rule = &by_team,
	                                 .after = after,
	                                 .limit = limit};

	put_fields(&fields, shown);
	return rows_page_json(conn, &query, out, fault);
}

enum rc rebuttals_json(struct conn *conn, const struct scope *scope, const struct id *campaign_id, bool withdrawn,
                       struct buf *out, struct fault *fault)
{
	static const char *const shown[] = {"reason", "text", "active", "version", NULL};
	ARENA(arena, 4096, 1 << 20);
	BSON(filter);
	BSON(not_active);
	BSON(fields);
	const struct rows_query campaign = {.collection = CAMPAIGNS, .scope = scope, .rule = &by_team};
	const struct rows_query query = {.collection = "rebuttals",
	                                 .filter = &filter,
	                                 .fields = &fields,
	                                 .scope = &scope_all,
	                                 .sort = "position",
	                                 .limit = ROWS_LIMIT_MAX};
	const bson_t *row;

	TRY(rows_one(conn, &campaign, campaign_id, arena, &row, fault));
	wire_put_id(&filter, "campaign_id", campaign_id);
	wire_put_bool(&not_active, "$ne", false);
	if (!withdrawn)
		wire_put_document(&filter, "active", &not_active);
	put_fields(&fields, shown);
	return rows_page_json(conn, &query, out, fault);
}
