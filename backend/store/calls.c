#include "store/calls.h"

#include "store/agents.h"
#include "store/call_facts.h"
#include "store/call_offers.h"
#include "store/outbox.h"
#include "store/rows.h"
#include "store/sale_drafts.h"

#include <assert.h>
#include <string.h>

#define CALLS "calls"

static const char *const call_state_names[] = {
	[CALL_DIALING] = "dialing",
	[CALL_OFFERED] = "offered",
	[CALL_TALKING] = "talking",
	[CALL_ENDED] = "ended",
};

static const char *const call_kind_names[] = {
	[CALL_DIALED] = "dialed",
	[CALL_TASK] = "task",
	[CALL_MANUAL] = "manual",
	[CALL_REDIAL] = "redial",
};

NAMES_DEFINE(call_state);
NAMES_DEFINE(call_kind);

static void read_words(const bson_t *document, struct call *call)
{
	const char *kind = wire_get_text(document, "kind"), *state = wire_get_text(document, "state");
	const char *purpose = wire_get_text(document, "purpose"), *report = wire_get_text(document, "end_reason");
	const char *code = wire_get_text(document, "disposition.code");

	if (kind)
		(void)call_kind_parse(kind, &call->kind);
	if (state)
		(void)call_state_parse(state, &call->state);
	if (purpose)
		(void)contact_purpose_parse(purpose, &call->purpose);
	if (report)
		(void)line_report_parse(report, &call->report);
	call->has_disposition = code && disposition_parse(code, &call->disposition);
}

void call_read(const bson_t *document, struct arena *arena, struct call *call)
{
	const char *phone = wire_get_text(document, "phone");

	*call = (struct call){.id = wire_get_id(document, "_id"),
	                      .campaign_id = wire_get_id(document, "campaign_id"),
	                      .lead_list_id = wire_get_id(document, "lead_list_id"),
	                      .lead_id = wire_get_id(document, "lead_id"),
	                      .sale_id = wire_get_id(document, "sale_id"),
	                      .agent_id = wire_get_id(document, "agent_id"),
	                      .team_id = wire_get_id(document, "team_id"),
	                      .owner_agent_id = wire_get_id(document, "owner_agent_id"),
	                      .phone = arena_strdup(arena, phone ? phone : ""),
	                      .attempt = wire_get_int(document, "attempt", 1),
	                      .same_contact = wire_get_bool(document, "same_contact", false),
	                      .dialed_ms = wire_get_ms(document, "dialed_at", 0),
	                      .answered_ms = wire_get_ms(document, "answered_at", 0),
	                      .connected_ms = wire_get_ms(document, "connected_at", 0),
	                      .ended_ms = wire_get_ms(document, "ended_at", 0),
	                      .disposed_ms = wire_get_ms(document, "disposition.at", 0),
	                      .final_ms = wire_get_ms(document, "disposition.final_at", 0),
	                      .is_final = !wire_has(document, "final_due_at"),
	                      .version = wire_get_int(document, "version", 0),
	                      .document = wire_bson_keep(arena, document)};
	read_words(document, call);
}

enum rc call_get_own(struct conn *conn, const struct id *id, const struct id *agent_id, struct arena *arena,
                     struct call *call, struct fault *fault)
{
	BSON(filter);
	const bson_t *document;

	wire_put_id(&filter, "_id", id);
	if (!id_is_none(agent_id))
		wire_put_id(&filter, "agent_id", agent_id);
	TRY(conn_find_one(conn, CALLS, &filter, NULL, arena, &document, fault));
	if (!document)
		return fault_set(fault, RC_NOT_FOUND, "not_found", "calls: no such call for this caller");
	call_read(document, arena, call);
	return RC_OK;
}

enum rc call_get(struct conn *conn, const struct id *id, struct arena *arena, struct call *call, struct fault *fault)
{
	const struct id anyone = {0};

	return call_get_own(conn, id, &anyone, arena, call, fault);
}

enum rc call_json(struct conn *conn, const struct id *id, struct buf *out, int64_t *version, struct fault *fault)
{
	static const char *const shown[] = {"campaign_id",
	                                    "lead_id",
	                                    "sale_id",
	                                    "agent_id",
	                                    "kind",
	                                    "purpose",
	                                    "phone",
	                                    "customer_name",
	                                    "city",
	                                    "campaign_name",
	                                    "state",
	                                    "step",
	                                    "dialed_at",
	                                    "answered_at",
	                                    "offered_at",
	                                    "connected_at",
	                                    "ended_at",
	                                    "end_reason",
	                                    "family",
	                                    "ladder_length",
	                                    "offers.n",
	                                    "offers.product_id",
	                                    "offers.family",
	                                    "offers.name",
	                                    "offers.price_cop",
	                                    "offers.features",
	                                    "offers.pitch",
	                                    "offers.state",
	                                    "offers.reason",
	                                    "offers.at",
	                                    "rebuttals.offer",
	                                    "rebuttals.rebuttal_id",
	                                    "rebuttals.text",
	                                    "rebuttals.at",
	                                    "recording_id",
	                                    "line_speech",
	                                    "note",
	                                    "opted_out_at",
	                                    "disposition.code",
	                                    "disposition.at",
	                                    "disposition.final_at",
	                                    "disposition.correct_until",
	                                    "disposition.corrects",
	                                    "disposition.corrected_at",
	                                    "disposition.note",
	                                    "disposition.callback_at",
	                                    "disposition.by",
	                                    "version",
	                                    NULL};
	BSON(fields);
	const struct rows_query query = {.collection = CALLS, .fields = &fields, .scope = &scope_all};

	for (size_t i = 0; shown[i]; i++)
		wire_put_int(&fields, shown[i], 1);
	return rows_one_json(conn, &query, id, out, version, fault);
}

enum rc call_write(struct conn *conn, const struct call *call, const bson_t *set, const bson_t *unset,
                   struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(inc);
	int64_t matched;

	wire_put_id(&filter, "_id", &call->id);
	wire_put_int(&filter, "version", call->version);
	if (set && bson_count_keys(set) > 0)
		wire_put_document(&update, "$set", set);
	if (unset && bson_count_keys(unset) > 0)
		wire_put_document(&update, "$unset", unset);
	wire_put_int(&inc, "version", 1);
	wire_put_document(&update, "$inc", &inc);
	TRY(conn_update(conn, CALLS, &filter, &update, false, &matched, fault));
	if (matched == 1)
		return RC_OK;
	conn->redo = true;
	return fault_set(fault, RC_STALE, "stale", "calls: the row changed meanwhile");
}

static enum rc wrong_state(struct fault *fault)
{
	return fault_set(fault, RC_CONFLICT, "call_state", "calls: the call's state does not allow this");
}

/* ---- events ---- */

static enum rc tell(struct conn *conn, const struct call *call, const char *type, const char *const channels[3],
                    const bson_t *data, int64_t now_ms, struct fault *fault)
{
	const struct event event = {.type = type,
	                            .at_ms = now_ms,
	                            .campaign_id = call->campaign_id,
	                            .lead_list_id = call->lead_list_id,
	                            .team_id = call->team_id,
	                            .agent_id = call->agent_id,
	                            .subject_kind = "call",
	                            .subject_id = call->id,
	                            .channels = {channels[0], channels[1], channels[2]},
	                            .data = data};

	return event_append(conn, &event, fault);
}

enum rc call_tell(struct conn *conn, const struct call *call, const char *type, const bson_t *extra, bool to_floor,
                  int64_t now_ms, struct fault *fault)
{
	ARENA(arena, 512, 1 << 16);
	BSON(data);
	const char *channels[3] = {NULL};
	size_t count = 0;

	wire_put_id(&data, "call_id", &call->id);
	wire_put_text(&data, "kind", call_kind_name(call->kind));
	if (extra)
		bson_concat(&data, extra);
	if (to_floor)
		channels[count++] = "floor";
	if (!id_is_none(&call->agent_id))
		channels[count++] = event_channel(arena, "user", &call->agent_id);
	return tell(conn, call, type, channels, &data, now_ms, fault);
}

/* ---- the dialer's part ---- */

static void put_known_id(bson_t *document, const char *key, const struct id *id)
{
	if (!id_is_none(id))
		wire_put_id(document, key, id);
}

enum rc call_insert(struct conn *conn, const struct call_new *call, struct fault *fault)
{
	BSON(document);
	BSON(none);

	wire_put_id(&document, "_id", &call->id);
	wire_put_int(&document, "version", 1);
	wire_put_ms(&document, "created_at", call->now_ms);
	wire_put_id(&document, "campaign_id", &call->campaign_id);
	wire_put_text(&document, "campaign_name", call->campaign_name);
	put_known_id(&document, "lead_list_id", &call->lead_list_id);
	put_known_id(&document, "lead_id", &call->lead_id);
	put_known_id(&document, "sale_id", &call->sale_id);
	put_known_id(&document, "agent_id", &call->agent_id);
	put_known_id(&document, "team_id", &call->team_id);
	put_known_id(&document, "owner_agent_id", &call->owner_agent_id);
	wire_put_text(&document, "kind", call_kind_name(call->kind));
	wire_put_text(&document, "purpose", contact_purpose_name(call->purpose));
	wire_put_text(&document, "phone", call->phone);
	wire_put_text(&document, "customer_name", call->customer_name);
	wire_put_text(&document, "city", call->city);
	wire_put_text(&document, "state", call_state_name(CALL_DIALING));
	wire_put_text(&document, "step", call->step);
	wire_put_text(&document, "note", call->note);
	wire_put_int(&document, "attempt", call->attempt);
	if (call->same_contact)
		wire_put_bool(&document, "same_contact", true);
	wire_put_ms(&document, "dialed_at", call->now_ms);
	wire_put_array(&document, "offers", call->offers ? call->offers : &none);
	wire_put_array(&document, "rebuttals", call->rebuttals ? call->rebuttals : &none);
	wire_put_array(&document, "utterances", &none);
	wire_put_int(&document, "line_speech", 0);
	return conn_insert(conn, CALLS, &document, fault);
}

enum rc call_answered(struct conn *conn, const struct id *id, int64_t now_ms, struct fault *fault)
{
	ARENA(arena, 4096, 1 << 20);
	BSON(set);
	struct call call;

	TRY(call_get(conn, id, arena, &call, fault));
	if (call.state != CALL_DIALING || call.answered_ms)
		return RC_OK;
	wire_put_ms(&set, "answered_at", now_ms);
	return call_write(conn, &call, &set, NULL, fault);
}

enum rc call_offer(struct conn *conn, const struct id *id, const struct id *agent_id, int64_t now_ms,
                   struct fault *fault)
{
	ARENA(arena, 8192, 1 << 20);
	BSON(set);
	struct agent_row agent = {0};
	struct agent_move move = {.agent_id = *agent_id, .event = AGENT_CALL_RINGS, .call_id = *id, .now_ms = now_ms};
	struct call call;
	bool found;

	TRY(call_get(conn, id, arena, &call, fault));
	move.sale_id = call.sale_id;
	if (call.state != CALL_DIALING || !call.answered_ms)
		return wrong_state(fault);
	TRY(agent_look(conn, agent_id, arena, &agent, &found, fault));
	if (found)
		TRY(agent_move(conn, &move, arena, &agent, fault));
	call.agent_id = *agent_id;
	if (id_is_none(&call.team_id))
		call.team_id = agent.team_id;
	wire_put_text(&set, "state", call_state_name(CALL_OFFERED));
	wire_put_id(&set, "agent_id", agent_id);
	put_known_id(&set, "team_id", &call.team_id);
	wire_put_ms(&set, "offered_at", now_ms);
	TRY(call_write(conn, &call, &set, NULL, fault));
	return call_tell(conn, &call, "call.offered", NULL, false, now_ms, fault);
}

enum rc call_missed(struct conn *conn, const struct id *id, int64_t now_ms, bool *missed, struct fault *fault)
{
	ARENA(arena, 8192, 1 << 20);
	BSON(set);
	BSON(unset);
	struct call call;
	struct agent_row agent;
	struct agent_move move = {.event = AGENT_MISSES_CALL,
	                          .reason = AGENT_BREAK_MISSED_CALL,
	                          .now_ms = now_ms,
	                          .may_be_refused = true};
	bool found;

	TRY(call_get(conn, id, arena, &call, fault));
	*missed = call.state == CALL_OFFERED;
	if (!*missed)
		return RC_OK;
	move.agent_id = call.agent_id;
	TRY(agent_look(conn, &call.agent_id, arena, &agent, &found, fault)); /* the back office has no state */
	if (found)
		TRY(agent_move(conn, &move, arena, NULL, fault));
	wire_put_text(&set, "state", call_state_name(CALL_DIALING));
	wire_put_int(&unset, "agent_id", 1);
	wire_put_int(&unset, "team_id", 1);
	wire_put_int(&unset, "offered_at", 1);
	TRY(call_write(conn, &call, &set, &unset, fault));
	return call_tell(conn, &call, "call.changed", NULL, false, now_ms, fault);
}

enum rc calls_open(struct conn *conn, struct arena *arena, struct call *calls, size_t max, size_t *count,
                   struct fault *fault)
{
	static const char *const open_states[] = {"dialing", "offered", "talking"};
	BSON(filter);
	BSON(opts);
	const bson_t *row;
	enum rc rc;

	*count = 0;
	wire_put_in_texts(&filter, "state", open_states, 3);
	wire_put_int(&opts, "limit", (int64_t)max);
	CURSOR(cursor) = conn_find(conn, CALLS, &filter, &opts);
	while (conn_next(conn, cursor, &row, &rc, fault))
		call_read(row, arena, &calls[(*count)++]);
	return rc;
}

/* ---- the agent's part ---- */

/* What a customer is asked at once when the call comes from a sale. */
static enum rc tell_why_we_call(struct conn *conn, const struct call *call, const struct call_command *command,
                                struct arena *arena, struct fault *fault)
{
	static const struct {
		const char *state;
		enum call_fact fact;
	} rows[] = {{"confirming", CALL_FACT_CONFIRM}, {"documents_pending", CALL_FACT_DOCUMENTS}};
	struct call_fact_note note = {.call_id = call->id, .now_ms = command->now_ms};
	BSON(filter);
	const bson_t *sale;
	const char *state;

	if (command->is_agent || id_is_none(&call->sale_id))
		return RC_OK;
	wire_put_id(&filter, "_id", &call->sale_id);
	TRY(conn_find_one(conn, "sales", &filter, NULL, arena, &sale, fault));
	state = sale ? wire_get_text(sale, "state") : NULL;
	for (size_t i = 0; state && i < sizeof rows / sizeof *rows; i++) {
		note.fact = rows[i].fact;
		if (strcmp(rows[i].state, state) == 0)
			TRY(call_fact_append(conn, &note, fault));
	}
	return RC_OK;
}

/* A dialed call opens with its next offer, or where an earlier talk with the customer left a draft. */
static enum rc open_talk(struct conn *conn, const struct call *call, const struct call_command *command,
                         struct arena *arena, bson_t *set, bson_t *unset, struct fault *fault)
{
	const char *step;
	bool is_draft;

	TRY(sale_draft_resume(conn, call, &command->user_id, command->now_ms, arena, &step, &is_draft, fault));
	if (is_draft) {
		wire_put_text(set, "step", step);
		return RC_OK;
	}
	if (!id_is_none(&call->sale_id))
		wire_put_int(unset, "sale_id", 1);
	return call_serve_first(conn, call, command->now_ms, arena, set, fault);
}

enum rc call_connect(struct conn *conn, const struct call_command *command, struct fault *fault)
{
	ARENA(arena, 65536, 4 << 20);
	BSON(set);
	BSON(unset);
	const struct call_fact_note note = {
		.call_id = command->call_id, .fact = CALL_FACT_ANSWERED, .now_ms = command->now_ms};
	const struct agent_move move = {
		.agent_id = command->user_id, .event = AGENT_CALL_CONNECTS, .now_ms = command->now_ms};
	struct call call;

	TRY(call_get_own(conn, &command->call_id, &command->user_id, arena, &call, fault));
	if (call.state == CALL_TALKING)
		return RC_OK;
	if (call.state != CALL_OFFERED)
		return wrong_state(fault);
	if (command->is_agent)
		TRY(agent_move(conn, &move, arena, NULL, fault));
	wire_put_text(&set, "state", call_state_name(CALL_TALKING));
	wire_put_ms(&set, "connected_at", command->now_ms);
	TRY(call_tell(conn, &call, "call.answered", NULL, true, command->now_ms, fault));
	TRY(call_fact_append(conn, &note, fault));
	TRY(tell_why_we_call(conn, &call, command, arena, fault));
	if (call.kind == CALL_DIALED)
		TRY(open_talk(conn, &call, command, arena, &set, &unset, fault));
	return call_write(conn, &call, &set, &unset, fault);
}

enum rc call_hang_up(struct conn *conn, const struct call_command *command, struct fault *fault)
{
	ARENA(arena, 8192, 1 << 20);
	const struct call_end end = {
		.call_id = command->call_id, .report = LINE_REPORT_AGENT_HUNG_UP, .now_ms = command->now_ms};
	struct call call;

	TRY(call_get_own(conn, &command->call_id, &command->user_id, arena, &call, fault));
	return call_end(conn, &end, fault);
}
