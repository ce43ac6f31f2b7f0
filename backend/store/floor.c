#include "store/floor.h"

#include "base/civil.h"
#include "domain/contact_hours.h"
#include "domain/policy.h"
#include "store/counters.h"
#include "store/events.h"
#include "store/txn.h"

#include <stdlib.h>
#include <string.h>

enum { AGENTS_FIRST = 64 };

struct agent_line {
	struct id id, team_id, campaign_id;
	const char *name, *state, *reason;
	int64_t since_ms;
	int64_t break_until_ms;
	struct kpi_counters today;
	bool worked; /* today: by the counters, or just now */
};

struct team_name {
	struct id id;
	const char *name;
};

/* One reading; filled anew when the transaction runs again. */
struct floor {
	const struct floor_query *query;
	struct arena *arena;
	int64_t seq;
	struct agent_line *agents; /* by id */
	size_t agents_count, agents_room;
	struct team_name *teams;
	size_t teams_count;
	struct kpi_counters today;
	bool dialing_known, dialing_open;
	const char *dialing_reason;
	int64_t dialing_from_ms;
};

static int compare_agents(const void *left, const void *right)
{
	return memcmp(&((const struct agent_line *)left)->id, &((const struct agent_line *)right)->id, ID_BYTES);
}

static void add_agent(struct floor *floor, const bson_t *row)
{
	struct agent_line *agent;
	enum agent_state state;

	if (floor->agents_count == floor->agents_room) {
		size_t room = floor->agents_room ? floor->agents_room * 2 : AGENTS_FIRST;
		struct agent_line *more = arena_array(floor->arena, room, sizeof *more);

		if (floor->agents_count)
			memcpy(more, floor->agents, floor->agents_count * sizeof *more);
		floor->agents = more;
		floor->agents_room = room;
	}
	agent = &floor->agents[floor->agents_count++];
	*agent = (struct agent_line){
		.id = wire_get_id(row, "_id"),
		.team_id = wire_get_id(row, "team_id"),
		.campaign_id = wire_get_id(row, "campaign_id"),
		.name = wire_keep_text(row, "name", floor->arena),
		.state = wire_keep_text(row, "state", floor->arena),
		.reason = wire_keep_text(row, "reason", floor->arena),
		.since_ms = wire_get_ms(row, "since", 0),
		.break_until_ms = wire_get_ms(row, "break_until", 0),
	};
	agent->worked = agent->state && agent_state_parse(agent->state, &state) && agent_state_is_productive(state);
}

static enum rc read_agents(struct conn *conn, struct floor *floor, struct fault *fault)
{
	const struct floor_query *query = floor->query;
	const bson_oid_t first = {{0}};
	BSON(filter);
	const bson_t *row;
	enum rc rc;

	if (query->team_ids)
		wire_put_in_ids(&filter, "team_id", query->team_ids, query->teams_count);
	else
		BCON_APPEND(&filter, "_id", "{", "$gt", BCON_OID(&first), "}"); /* all, by an index */
	if (!id_is_none(&query->campaign_id))
		wire_put_id(&filter, "campaign_id", &query->campaign_id);
	CURSOR(cursor) = conn_find(conn, "agent_states", &filter, NULL);
	while (conn_next(conn, cursor, &row, &rc, fault))
		add_agent(floor, row);
	if (floor->agents_count)
		qsort(floor->agents, floor->agents_count, sizeof *floor->agents, compare_agents);
	return rc;
}

static struct agent_line *agent_of(struct floor *floor, const struct id *id)
{
	const struct agent_line wanted = {.id = *id};

	return floor->agents_count
	               ? bsearch(&wanted, floor->agents, floor->agents_count, sizeof wanted, compare_agents)
	               : NULL;
}

static bool has_worked(const struct kpi_counters *sums)
{
	for (int state = 0; state < AGENT_STATE_COUNT; state++)
		if (agent_state_is_productive((enum agent_state)state) &&
		    sums->value[kpi_state_counter((enum agent_state)state)] > 0)
			return true;
	return false;
}

static void add_counters(void *context, const struct tally_row *row)
{
	struct floor *floor = context;
	struct agent_line *agent = agent_of(floor, &row->key.agent_id);

	for (size_t i = 0; i < KPI_ALL_COUNTERS; i++)
		floor->today.value[i] += row->sums.value[i];
	if (!agent)
		return;
	for (size_t i = 0; i < KPI_ALL_COUNTERS; i++)
		agent->today.value[i] += row->sums.value[i];
	agent->worked = agent->worked || has_worked(&row->sums);
}

static enum rc read_counters(struct conn *conn, struct floor *floor, struct fault *fault)
{
	const struct floor_query *query = floor->query;
	const struct counters_filter filter = {
		.period = TALLY_DAY,
		.at_ms = civil_day_start(query->now_ms),
		.campaign_id = query->campaign_id,
		.team_ids = query->team_ids,
		.teams_count = query->teams_count,
	};

	return counters_each(conn, &filter, add_counters, floor, fault);
}

static enum rc read_teams(struct conn *conn, struct floor *floor, struct fault *fault)
{
	struct id *ids = arena_array(floor->arena, floor->agents_count + 1, sizeof *ids);
	BSON(filter);
	const bson_t *row;
	size_t count = 0;
	enum rc rc;

	for (size_t i = 0; i < floor->agents_count; i++)
		if (count == 0 || !id_equal(&ids[count - 1], &floor->agents[i].team_id))
			ids[count++] = floor->agents[i].team_id;
	floor->teams = arena_array(floor->arena, count + 1, sizeof *floor->teams);
	wire_put_in_ids(&filter, "_id", ids, count);
	CURSOR(cursor) = conn_find(conn, "teams", &filter, NULL);
	while (conn_next(conn, cursor, &row, &rc, fault) && floor->teams_count < count)
		floor->teams[floor->teams_count++] =
			(struct team_name){wire_get_id(row, "_id"), wire_keep_text(row, "name", floor->arena)};
	return rc;
}

/* Open when any campaign in sight is; else the reason of the one that opens first. */
static void add_dialing(struct floor *floor, const bson_t *campaign)
{
	bool open = wire_get_bool(campaign, "dialing.open", false);
	int64_t from_ms = wire_get_ms(campaign, "dialing.from", 0);
	bool sooner = from_ms && (!floor->dialing_from_ms || from_ms < floor->dialing_from_ms);

	if (!wire_has(campaign, "dialing.open"))
		return;
	if (!floor->dialing_known || (open && !floor->dialing_open) || (sooner && !floor->dialing_open)) {
		floor->dialing_reason = open ? NULL : wire_keep_text(campaign, "dialing.reason", floor->arena);
		floor->dialing_from_ms = open ? 0 : from_ms;
	}
	floor->dialing_open = floor->dialing_open || open;
	floor->dialing_known = true;
}

static enum rc read_dialing(struct conn *conn, struct floor *floor, struct fault *fault)
{
	const struct floor_query *query = floor->query;
	BSON(filter);
	const bson_t *row;
	enum rc rc;

	if (!id_is_none(&query->campaign_id))
		wire_put_id(&filter, "_id", &query->campaign_id);
	if (query->team_ids)
		wire_put_in_ids(&filter, "team_ids", query->team_ids, query->teams_count);
	wire_put_text(&filter, "state", "running");
	CURSOR(cursor) = conn_find(conn, "campaigns", &filter, NULL);
	while (conn_next(conn, cursor, &row, &rc, fault))
		add_dialing(floor, row);
	return rc;
}

static enum rc read_all(struct conn *conn, void *context, struct fault *fault)
{
	struct floor *floor = context;

	*floor = (struct floor){.query = floor->query, .arena = floor->arena};
	TRY(events_latest(conn, &floor->seq, fault));
	TRY(read_agents(conn, floor, fault));
	TRY(read_counters(conn, floor, fault));
	TRY(read_teams(conn, floor, fault));
	return read_dialing(conn, floor, fault);
}

/* ---- writing ---- */

static void write_text(struct buf *out, const char *name, const char *text)
{
	if (!text)
		return;
	buf_printf(out, ",\"%s\":", name);
	buf_json_string(out, text, strlen(text));
}

static void write_id(struct buf *out, const char *name, const struct id *id)
{
	if (!id_is_none(id))
		buf_printf(out, ",\"%s\":\"%s\"", name, ID_TEXT(id));
}

static const char *team_name(const struct floor *floor, const struct id *id)
{
	for (size_t i = 0; i < floor->teams_count; i++)
		if (id_equal(&floor->teams[i].id, id))
			return floor->teams[i].name;
	return NULL;
}

/* Those that are not 0. */
static void write_counters(struct buf *out, const struct kpi_counters *sums)
{
	const char *separator = "";

	buf_text(out, "\"n\":{");
	for (size_t i = 0; i < KPI_ALL_COUNTERS; i++) {
		if (!sums->value[i])
			continue;
		buf_printf(out, "%s\"%s\":%lld", separator, kpi_counter_field(i), (long long)sums->value[i]);
		separator = ",";
	}
	buf_char(out, '}');
}

static void write_agent(struct buf *out, const struct floor *floor, const struct agent_line *agent)
{
	buf_printf(out, "{\"id\":\"%s\"", ID_TEXT(&agent->id));
	write_text(out, "name", agent->name ? agent->name : "");
	write_id(out, "team_id", &agent->team_id);
	write_text(out, "team_name", team_name(floor, &agent->team_id));
	write_id(out, "campaign_id", &agent->campaign_id);
	write_text(out, "state", agent->state);
	write_text(out, "reason", agent->reason);
	if (agent->break_until_ms)
		buf_printf(out, ",\"break_until\":%lld", (long long)agent->break_until_ms);
	buf_printf(out, ",\"since\":%lld,", (long long)agent->since_ms);
	write_counters(out, &agent->today);
	buf_char(out, '}');
}

static void write_dialing(struct buf *out, const struct floor *floor)
{
	if (!floor->dialing_known)
		return;
	buf_printf(out, ",\"dialing\":{\"open\":%s", floor->dialing_open ? "true" : "false");
	write_text(out, "reason", floor->dialing_reason);
	if (floor->dialing_from_ms)
		buf_printf(out, ",\"from\":%lld", (long long)floor->dialing_from_ms);
	buf_char(out, '}');
}

/* What the figures are held against, now. */
static void write_targets(struct buf *out, int agents, int64_t now_ms)
{
	const struct contact_hours hours = contact_hours_legal(NULL);
	const struct policy policy = policy_defaults();

	buf_printf(out, "{\"products\":%lld,\"products_per_day\":%lld,\"aht_ms\":%lld,\"long_call_ms\":%lld}",
	           (long long)kpi_target_products(&policy.kpi, &hours, agents, now_ms),
	           (long long)policy.kpi.products_per_day, (long long)policy.kpi.aht_ms,
	           (long long)policy.agent.long_call_ms);
}

static void write_terms(struct buf *out, const char *name, const struct kpi_term *terms)
{
	buf_printf(out, ",\"%s\":{", name);
	for (size_t i = 0; i < KPI_TERMS_MAX && terms[i].weight; i++)
		buf_printf(out, "%s\"%s\":%d", i ? "," : "", kpi_counter_field(terms[i].counter), terms[i].weight);
	buf_char(out, '}');
}

/* The one definition of every figure, so that the page computes by it what it adds up from events. */
static void write_definitions(struct buf *out)
{
	buf_char(out, '{');
	for (int figure = 0; figure < KPI_FIGURE_COUNT; figure++) {
		const struct kpi_definition *definition = kpi_definition_of((enum kpi_figure)figure);

		buf_printf(out, "%s\"%s\":{\"unit\":\"%s\"", figure ? "," : "",
		           kpi_figure_name((enum kpi_figure)figure), kpi_unit_name(definition->unit));
		write_text(out, "text", definition->text);
		write_terms(out, "numerator", definition->numerator);
		write_terms(out, "denominator", definition->denominator);
		buf_char(out, '}');
	}
	buf_char(out, '}');
}

static void write_floor(struct buf *out, const struct floor *floor)
{
	size_t worked = 0;

	buf_printf(out, "{\"service_now\":%lld,\"seq\":%lld,\"agents\":[", (long long)floor->query->now_ms,
	           (long long)floor->seq);
	for (size_t i = 0; i < floor->agents_count; i++) {
		if (i)
			buf_char(out, ',');
		write_agent(out, floor, &floor->agents[i]);
		worked += floor->agents[i].worked;
	}
	buf_text(out, "],\"figures\":{");
	write_counters(out, &floor->today);
	buf_printf(out, "},\"agents_today\":%zu,\"targets\":", worked);
	write_targets(out, (int)worked, floor->query->now_ms);
	buf_text(out, ",\"definitions\":");
	write_definitions(out);
	write_dialing(out, floor);
	buf_char(out, '}');
}

enum rc floor_json(struct store *store, const struct floor_query *query, struct buf *out, struct fault *fault)
{
	ARENA(arena, 64 * 1024, SIZE_MAX);
	struct floor floor = {.query = query, .arena = arena};

	TRY(txn_run(store, read_all, &floor, fault));
	write_floor(out, &floor);
	return RC_OK;
}
