#include "store/agents.h"

#include "store/campaigns.h"
#include "store/outbox.h"
#include "store/rows.h"
#include "store/task_pool.h"
#include "store/txn.h"

#include <assert.h>
#include <string.h>

#define AGENTS  "agent_states"
#define CHANGES "agent_state_changes"

static void read_agent(const bson_t *document, struct agent *agent)
{
	const char *state = wire_get_text(document, "state"), *reason = wire_get_text(document, "reason");
	const char *asked = wire_get_text(document, "pending_break");

	if (state)
		(void)agent_state_parse(state, &agent->state);
	if (reason)
		(void)agent_break_parse(reason, &agent->break_reason);
	agent->since_ms = wire_get_ms(document, "since", 0);
	agent->break_asked = asked && agent_break_parse(asked, &agent->asked_reason);
	agent->task_asked = wire_get_bool(document, "pending_task", false);
}

void agent_row_read(const bson_t *document, struct arena *arena, struct agent_row *row)
{
	const char *name = wire_get_text(document, "name");

	*row = (struct agent_row){.id = wire_get_id(document, "_id"),
	                          .name = arena_strdup(arena, name ? name : ""),
	                          .team_id = wire_get_id(document, "team_id"),
	                          .campaign_id = wire_get_id(document, "campaign_id"),
	                          .call_id = wire_get_id(document, "call_id"),
	                          .sale_id = wire_get_id(document, "sale_id"),
	                          .wrap_up_until_ms = wire_get_ms(document, "wrap_up_until", 0),
	                          .break_until_ms = wire_get_ms(document, "break_until", 0),
	                          .stream_lost_ms = wire_get_ms(document, "stream_lost_at", 0),
	                          .version = wire_get_int(document, "version", 0)};
	read_agent(document, &row->agent);
	row->agent.has_open_call = !id_is_none(&row->call_id);
}

enum rc agent_look(struct conn *conn, const struct id *agent_id, struct arena *arena, struct agent_row *row,
                   bool *found, struct fault *fault)
{
	BSON(filter);
	const bson_t *document;

	wire_put_id(&filter, "_id", agent_id);
	TRY(conn_find_one(conn, AGENTS, &filter, NULL, arena, &document, fault));
	*found = document != NULL;
	if (document)
		agent_row_read(document, arena, row);
	return RC_OK;
}

enum rc agent_get(struct conn *conn, const struct id *agent_id, struct arena *arena, struct agent_row *row,
                  struct fault *fault)
{
	bool found;

	TRY(agent_look(conn, agent_id, arena, row, &found, fault));
	return found ? RC_OK : fault_set(fault, RC_NOT_FOUND, "not_found", "agent_states: no such agent");
}

/* ---- one move ---- */

static void put_state(bson_t *document, const struct agent *agent)
{
	wire_put_text(document, "state", agent_state_name(agent->state));
	if (agent->state == AGENT_BREAK)
		wire_put_text(document, "reason", agent_break_name(agent->break_reason));
}

static void put_or_drop_id(bson_t *set, bson_t *unset, const char *key, const struct id *id)
{
	if (id_is_none(id))
		wire_put_int(unset, key, 1);
	else
		wire_put_id(set, key, id);
}

static void put_row(bson_t *update, const struct agent_row *row)
{
	const struct agent *agent = &row->agent;
	BSON(set);
	BSON(unset);
	BSON(inc);

	put_state(&set, agent);
	wire_put_ms(&set, "since", agent->since_ms);
	put_or_drop_id(&set, &unset, "campaign_id", &row->campaign_id);
	put_or_drop_id(&set, &unset, "call_id", &row->call_id);
	put_or_drop_id(&set, &unset, "sale_id", &row->sale_id);
	if (agent->state != AGENT_BREAK)
		wire_put_int(&unset, "reason", 1);
	if (row->wrap_up_until_ms)
		wire_put_ms(&set, "wrap_up_until", row->wrap_up_until_ms);
	else
		wire_put_int(&unset, "wrap_up_until", 1);
	if (row->break_until_ms)
		wire_put_ms(&set, "break_until", row->break_until_ms);
	else
		wire_put_int(&unset, "break_until", 1);
	if (agent->break_asked)
		wire_put_text(&set, "pending_break", agent_break_name(agent->asked_reason));
	else
		wire_put_int(&unset, "pending_break", 1);
	wire_put_bool(&set, "pending_task", agent->task_asked);
	wire_put_document(update, "$set", &set);
	wire_put_document(update, "$unset", &unset);
	wire_put_int(&inc, "version", 1);
	wire_put_document(update, "$inc", &inc);
}

static enum rc write_row(struct conn *conn, const struct agent_row *before, const struct agent_row *after,
                         struct fault *fault)
{
	BSON(filter);
	BSON(update);
	int64_t matched;

	wire_put_id(&filter, "_id", &before->id);
	wire_put_int(&filter, "version", before->version);
	put_row(&update, after);
	TRY(conn_update(conn, AGENTS, &filter, &update, false, &matched, fault));
	if (matched == 1)
		return RC_OK;
	conn->redo = true; /* someone moved the agent since it was read: look again */
	return fault_set(fault, RC_STALE, "stale", "agent_states: the row changed meanwhile");
}

static enum rc keep_interval(struct conn *conn, const struct agent_row *before, int64_t now_ms, struct fault *fault)
{
	BSON(change);
	struct id id = id_new(now_ms);

	wire_put_id(&change, "_id", &id);
	wire_put_id(&change, "agent_id", &before->id);
	if (!id_is_none(&before->team_id))
		wire_put_id(&change, "team_id", &before->team_id);
	if (!id_is_none(&before->campaign_id))
		wire_put_id(&change, "campaign_id", &before->campaign_id);
	put_state(&change, &before->agent);
	wire_put_ms(&change, "from", before->agent.since_ms);
	wire_put_ms(&change, "to", now_ms);
	if (!id_is_none(&before->call_id))
		wire_put_id(&change, "call_id", &before->call_id);
	return conn_insert(conn, CHANGES, &change, fault);
}

/* The interval that ended belongs to the campaign it was worked in. */
static enum rc tell_state(struct conn *conn, const struct agent_row *before, const struct agent_row *after,
                          struct arena *arena, struct fault *fault)
{
	BSON(data);
	const struct event event = {.type = "agent.state",
	                            .at_ms = after->agent.since_ms,
	                            .campaign_id = before->campaign_id,
	                            .team_id = after->team_id,
	                            .agent_id = after->id,
	                            .subject_kind = "agent",
	                            .subject_id = after->id,
	                            .channels = {event_channel(arena, "user", &after->id), "floor"},
	                            .data = &data};

	put_state(&data, &after->agent);
	wire_put_ms(&data, "since", after->agent.since_ms);
	if (after->break_until_ms)
		wire_put_ms(&data, "break_until", after->break_until_ms);
	if (!id_is_none(&after->call_id))
		wire_put_id(&data, "call_id", &after->call_id);
	wire_put_text(&data, "from_state", agent_state_name(before->agent.state));
	wire_put_ms(&data, "from_since", before->agent.since_ms);
	return event_append(conn, &event, fault);
}

/* What the move brings beside the state. */
static void apply_move(const struct agent_move *move, const struct agent_row *before, struct agent_row *after)
{
	if (move->event == AGENT_CALL_RINGS) {
		after->call_id = move->call_id;
		after->agent.task_asked = before->agent.state == AGENT_TASK; /* own work goes on afterwards */
	}
	if (!id_is_none(&move->campaign_id))
		after->campaign_id = move->campaign_id;
	if (!id_is_none(&move->sale_id))
		after->sale_id = move->sale_id;
	if (move->event == AGENT_DISPOSES || move->event == AGENT_MISSES_CALL || move->event == AGENT_CALL_WITHDRAWN)
		after->call_id = after->sale_id = (struct id){0};
	after->wrap_up_until_ms =
		after->agent.state == AGENT_WRAP_UP
			? (move->wrap_up_until_ms ? move->wrap_up_until_ms : before->wrap_up_until_ms)
			: 0;
}

static enum rc refuse(enum agent_verdict verdict, struct fault *fault)
{
	static const char *const codes[] = {
		[AGENT_NOT_NOW] = "agent_state",
		[AGENT_DISPOSITION_DUE] = "disposition_due",
		[AGENT_REASON_UNKNOWN] = "break_reason",
	};

	return fault_set(fault, RC_CONFLICT, codes[verdict], "the agent's state does not allow this");
}

static bool is_same_state(const struct agent *left, const struct agent *right)
{
	return left->state == right->state &&
	       (left->state != AGENT_BREAK || left->break_reason == right->break_reason);
}

/* What the agent's campaign says: whether the line works, as the dialer last saw it, and how long breaks may be. */
struct rules {
	bool line_is_up;
	struct agent_policy policy;
};

static enum rc read_rules(struct conn *conn, const struct id *campaign_id, struct rules *rules, struct fault *fault)
{
	ARENA(arena, 16384, 1 << 20);
	struct campaign campaign;

	*rules = (struct rules){.line_is_up = true, .policy = policy_defaults().agent};
	if (id_is_none(campaign_id))
		return RC_OK;
	TRY(campaign_get(conn, campaign_id, arena, &campaign, fault));
	rules->policy = campaign.policy.agent;
	rules->line_is_up = !campaign.dialing_reason || strcmp(campaign.dialing_reason, CAMPAIGN_LINE_DOWN) != 0;
	return RC_OK;
}

static int64_t break_until(const struct agent_policy *policy, const struct agent *agent)
{
	int64_t limit_ms = agent->state == AGENT_BREAK ? agent_break_limit_ms(policy, agent->break_reason) : 0;

	return limit_ms ? agent->since_ms + limit_ms : 0;
}

enum rc agent_move(struct conn *conn, const struct agent_move *move, struct arena *arena, struct agent_row *row,
                   struct fault *fault)
{
	struct agent_row before, after;
	enum agent_verdict verdict;
	struct rules rules;

	assert(conn->session);
	TRY(agent_get(conn, &move->agent_id, arena, &before, fault));
	after = before;
	TRY(read_rules(conn, id_is_none(&move->campaign_id) ? &before.campaign_id : &move->campaign_id, &rules,
	               fault));
	verdict = agent_state_fold(&after.agent, move->event, move->reason, rules.line_is_up, move->now_ms);
	if (verdict != AGENT_ALLOWED && verdict != AGENT_LATER) {
		if (row)
			*row = before;
		return move->may_be_refused ? RC_OK : refuse(verdict, fault);
	}
	apply_move(move, &before, &after);
	after.break_until_ms = break_until(&rules.policy, &after.agent);
	TRY(write_row(conn, &before, &after, fault));
	after.version++;
	if (row)
		*row = after;
	if (is_same_state(&before.agent, &after.agent))
		return RC_OK;
	TRY(keep_interval(conn, &before, move->now_ms, fault));
	if (after.agent.state == AGENT_OFFLINE)
		TRY(tasks_let_go(conn, &after.id, move->now_ms, fault));
	return tell_state(conn, &before, &after, arena, fault);
}

/* ---- coming to work ---- */

struct coming {
	const struct agent_log_in *log_in;
	struct arena *arena;
	struct agent_row row;
};

/* The campaign that the agent's team works in; none when there is none. */
static enum rc find_campaign(struct conn *conn, const struct id *team_id, struct arena *arena, struct id *campaign_id,
                             struct fault *fault)
{
	BSON(filter);
	const bson_t *campaign;

	*campaign_id = (struct id){0};
	wire_put_id(&filter, "team_ids", team_id);
	wire_put_text(&filter, "state", "running");
	TRY(conn_find_one(conn, "campaigns", &filter, NULL, arena, &campaign, fault));
	if (campaign)
		*campaign_id = wire_get_id(campaign, "_id");
	return RC_OK;
}

static enum rc insert_agent(struct conn *conn, struct coming *coming, struct fault *fault)
{
	BSON(filter);
	BSON(document);
	const bson_t *user;
	struct id team_id, campaign_id;

	wire_put_id(&filter, "_id", &coming->log_in->user_id);
	TRY(conn_find_one(conn, "users", &filter, NULL, coming->arena, &user, fault));
	if (!user)
		return fault_set(fault, RC_NOT_FOUND, "not_found", "users: no such user");
	team_id = wire_get_id(user, "team_ids.0");
	TRY(find_campaign(conn, &team_id, coming->arena, &campaign_id, fault));
	wire_put_id(&document, "_id", &coming->log_in->user_id);
	wire_put_text(&document, "name", wire_get_text(user, "name"));
	if (!id_is_none(&team_id))
		wire_put_id(&document, "team_id", &team_id);
	if (!id_is_none(&campaign_id))
		wire_put_id(&document, "campaign_id", &campaign_id);
	wire_put_text(&document, "state", agent_state_name(AGENT_OFFLINE));
	wire_put_ms(&document, "since", coming->log_in->now_ms);
	wire_put_ms(&document, "created_at", coming->log_in->now_ms);
	wire_put_int(&document, "version", 1);
	return conn_insert(conn, AGENTS, &document, fault);
}

/* The loss that ended the work of before is none of the page that comes now. */
static enum rc renew_loss(struct conn *conn, const struct coming *coming, struct fault *fault)
{
	BSON(filter);
	BSON(set);
	BSON(update);

	wire_put_id(&filter, "_id", &coming->row.id);
	wire_put_ms(&set, "stream_lost_at", coming->log_in->real_ms);
	wire_put_document(&update, "$set", &set);
	return conn_update(conn, AGENTS, &filter, &update, false, NULL, fault);
}

static enum rc come(struct conn *conn, void *context, struct fault *fault)
{
	struct coming *coming = context;
	struct agent_move move = {.agent_id = coming->log_in->user_id,
	                          .event = AGENT_LOG_IN,
	                          .reason = AGENT_BREAK_START,
	                          .now_ms = coming->log_in->now_ms,
	                          .may_be_refused = true};
	bool found;

	TRY(agent_look(conn, &move.agent_id, coming->arena, &coming->row, &found, fault));
	if (!found)
		TRY(insert_agent(conn, coming, fault));
	else if (coming->row.agent.state == AGENT_OFFLINE && coming->row.stream_lost_ms)
		TRY(renew_loss(conn, coming, fault));
	return agent_move(conn, &move, coming->arena, &coming->row, fault);
}

enum rc agent_log_in(struct store *store, const struct agent_log_in *log_in, struct arena *arena,
                     struct agent_row *row, struct fault *fault)
{
	struct coming coming = {.log_in = log_in, .arena = arena};

	TRY(txn_run(store, come, &coming, fault));
	*row = coming.row;
	return RC_OK;
}

enum rc agent_show_sale(struct conn *conn, const struct id *agent_id, const struct id *sale_id, struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(members);
	BSON(inc);

	wire_put_id(&filter, "_id", agent_id);
	if (id_is_none(sale_id))
		wire_put_int(&members, "sale_id", 1);
	else
		wire_put_id(&members, "sale_id", sale_id);
	wire_put_document(&update, id_is_none(sale_id) ? "$unset" : "$set", &members);
	wire_put_int(&inc, "version", 1);
	wire_put_document(&update, "$inc", &inc);
	return conn_update(conn, AGENTS, &filter, &update, false, NULL, fault);
}
