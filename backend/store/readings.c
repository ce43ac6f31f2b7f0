#include "store/readings.h"

#include "store/call_facts.h"
#include "store/calls.h"
#include "store/cas.h"
#include "store/notifications.h"
#include "store/outbox.h"
#include "store/reading_text.h"
#include "store/recordings.h"
#include "store/tasks.h"

#include <string.h>

#define READINGS "readings"

static const char *const reading_mark_kind_names[] = {
	[READING_MARK_START] = "start", [READING_MARK_END] = "end", [READING_MARK_ANSWER] = "answer"};
NAMES_DEFINE(reading_mark_kind);

static void reached(const struct scope *scope, bson_t *filter)
{
	if (strcmp(scope->role, role_name(ROLE_AGENT)) == 0)
		wire_put_id(filter, "agent_id", &scope->user_id);
	else
		wire_put_text(filter, "state", reading_state_name(READING_ACCEPTED));
}

static const struct scope_rule reading_rule = {.own = "agent_id", .reached = reached};

/* ---- a take as it is stored ---- */

struct take_row {
	struct id id, sale_id, call_id, recording_id, campaign_id, team_id, agent_id;
	struct reading_take take;
	enum reading_clause_kind kinds[READING_CLAUSES_MAX];
	int64_t asked[READING_CLAUSES_MAX];
	int64_t lengths[READING_CLAUSES_MAX]; /* characters of the text, for who must listen to it */
	size_t clauses_count;
	int64_t version;
	const bson_t *document;
};

static int64_t characters(const char *utf8)
{
	int64_t count = 0;

	for (; *utf8; utf8++)
		count += ((unsigned char)*utf8 & 0xc0) != 0x80;
	return count;
}

static void read_clauses(const bson_t *row, struct take_row *take)
{
	bson_t clauses, clause;
	bson_iter_t at;

	if (!wire_get_document(row, "clauses", &clauses) || !bson_iter_init(&at, &clauses))
		return;
	while (bson_iter_next(&at) && take->clauses_count < READING_CLAUSES_MAX) {
		size_t i = take->clauses_count++;
		const char *text;

		if (!wire_bson_inner(&at, &clause))
			continue;
		text = wire_get_text(&clause, "text");
		(void)reading_clause_kind_parse(wire_get_text(&clause, "kind"), &take->kinds[i]);
		take->asked[i] = wire_get_int(&clause, "asked", 0);
		take->lengths[i] = text ? characters(text) : 0;
	}
}

static void read_take(const bson_t *row, struct take_row *take)
{
	*take = (struct take_row){.id = wire_get_id(row, "_id"),
	                          .sale_id = wire_get_id(row, "sale_id"),
	                          .call_id = wire_get_id(row, "call_id"),
	                          .recording_id = wire_get_id(row, "recording_id"),
	                          .campaign_id = wire_get_id(row, "campaign_id"),
	                          .team_id = wire_get_id(row, "team_id"),
	                          .agent_id = wire_get_id(row, "agent_id"),
	                          .version = wire_get_int(row, "version", 1),
	                          .document = row};
	(void)reading_state_parse(wire_get_text(row, "state"), &take->take.state);
	read_clauses(row, take);
	take->take.clause = (uint16_t)wire_get_int(row, "next_clause", 0);
	take->take.refused = wire_get_bool(row, "refused", false);
	take->take.begun = wire_get_bool(row, "begun", false);
	if (take->take.clause < take->clauses_count)
		take->take.times_asked = (uint8_t)take->asked[take->take.clause];
}

static enum rc find_take(struct conn *conn, const struct id *id, const struct scope *scope, struct arena *arena,
                         struct take_row *take, struct fault *fault)
{
	const struct rows_query query = {.collection = READINGS, .scope = scope, .rule = &reading_rule};
	const bson_t *row;

	TRY(rows_one(conn, &query, id, arena, &row, fault));
	read_take(row, take);
	return RC_OK;
}

static enum rc refuse(enum reading_verdict verdict, struct fault *fault)
{
	return fault_set(fault, RC_CONFLICT, reading_verdict_name(verdict), "readings: the contract's rules say no");
}

/* ---- events ---- */

static enum rc tell_ended(struct conn *conn, const struct take_row *take, enum reading_state from, int64_t now_ms,
                          struct arena *arena, struct fault *fault)
{
	BSON(data);
	const struct event event = {.type = "reading.ended",
	                            .at_ms = now_ms,
	                            .campaign_id = take->campaign_id,
	                            .team_id = take->team_id,
	                            .agent_id = take->agent_id,
	                            .subject_kind = "reading",
	                            .subject_id = take->id,
	                            .channels = {"quality", event_channel(arena, "user", &take->agent_id)},
	                            .data = &data};

	wire_put_id(&data, "reading_id", &take->id);
	wire_put_id(&data, "sale_id", &take->sale_id);
	wire_put_text(&data, "state", reading_state_name(take->take.state));
	if (from != READING_OPEN)
		wire_put_text(&data, "from", reading_state_name(from));
	return event_append(conn, &event, fault);
}

/* ---- beginning ---- */

static enum rc count_takes(struct conn *conn, const struct id *call_id, const struct id *sale_id,
                           struct reading_start *start, struct fault *fault)
{
	BSON(filter);
	const bson_t *row;
	enum rc rc;

	wire_put_id(&filter, "call_id", call_id);
	wire_put_id(&filter, "sale_id", sale_id);
	CURSOR(cursor) = conn_find(conn, READINGS, &filter, NULL);
	while (conn_next(conn, cursor, &row, &rc, fault)) {
		struct take_row take;

		read_take(row, &take);
		start->takes++;
		start->open = start->open || take.take.state == READING_OPEN;
	}
	return rc;
}

static bool lines_are_complete(const struct sale *sale)
{
	for (size_t i = 0; i < sale->products_count; i++)
		if (!sale->products[i].has_line)
			return false;
	return true;
}

/* A draft's own reading, or one that a fault or a change wants anew. */
static bool may_be_read(const struct sale *sale)
{
	return sale->state == SALE_DRAFT || sale->state == SALE_RERECORD_REQUESTED ||
	       sale->state == SALE_DATA_REQUESTED;
}

static enum rc collect_start(struct conn *conn, const struct sale *sale, const struct recording *recording,
                             const struct id *call_id, int64_t now_ms, struct reading_start *start,
                             struct fault *fault)
{
	bool draft = sale->state == SALE_DRAFT;

	*start = (struct reading_start){.recording = recording_runs(recording),
	                                /* The approval that the sale was submitted with stands. */
	                                .identity_approved = draft ? sale_is_approved(sale, now_ms)
	                                                           : sale->approval_number != NULL,
	                                .lines_complete = lines_are_complete(sale),
	                                .products = sale->products_count,
	                                .accepted = draft && !id_is_none(&sale->reading_id)};
	return count_takes(conn, call_id, &sale->id, start, fault);
}

static void put_clauses(bson_t *row, const struct reading_text *text, struct arena *arena)
{
	BSON(clauses);

	for (size_t i = 0; i < text->count; i++) {
		const struct reading_clause *clause = &text->clauses[i];
		BSON(member);

		wire_put_text(&member, "title", clause->title);
		wire_put_text(&member, "kind", reading_clause_kind_name(clause->kind));
		wire_put_text(&member, "text", clause->text);
		wire_put_int(&member, "asked", 0);
		if (clause->accepts)
			wire_put_array(&member, "accepts", clause->accepts);
		if (clause->never)
			wire_put_array(&member, "never", clause->never);
		wire_put_document(&clauses, arena_printf(arena, "%zu", i), &member);
	}
	wire_put_array(row, "clauses", &clauses);
}

struct beginning {
	const struct reading_begin *begin;
	const struct sale *sale;
	const struct campaign *campaign;
	struct id call_id, recording_id;
	int takes;
};

static enum rc insert_take(struct conn *conn, const struct beginning *beginning, const struct reading_text *text,
                           struct arena *arena, struct fault *fault)
{
	const struct sale_actor *actor = beginning->begin->actor;
	BSON(row);
	BSON(marks);

	wire_put_id(&row, "_id", &beginning->begin->reading_id);
	wire_put_id(&row, "sale_id", &beginning->sale->id);
	wire_put_id(&row, "call_id", &beginning->call_id);
	wire_put_id(&row, "recording_id", &beginning->recording_id);
	wire_put_id(&row, "campaign_id", &beginning->sale->campaign_id);
	wire_put_id(&row, "agent_id", &actor->user_id);
	wire_put_text(&row, "agent_name", actor->name);
	wire_put_id(&row, "team_id", &beginning->sale->team_id);
	wire_put_id(&row, "contract_id", &text->contract_id);
	wire_put_int(&row, "contract_number", text->contract_number);
	wire_put_int(&row, "take", beginning->takes + 1);
	wire_put_int(&row, "takes_max", beginning->campaign->policy.reading.takes_per_call_max);
	wire_put_text(&row, "state", reading_state_name(READING_OPEN));
	put_clauses(&row, text, arena);
	wire_put_text(&row, "sha256", text->sha256);
	wire_put_int(&row, "next_clause", 0);
	wire_put_array(&row, "marks", &marks);
	wire_put_ms(&row, "started_at", actor->now_ms);
	wire_put_ms(&row, "created_at", actor->now_ms);
	wire_put_int(&row, "version", 1);
	TRY(conn_insert(conn, READINGS, &row, fault));
	return sale_audit(conn, actor, "reading", &beginning->begin->reading_id, fault);
}

static enum rc find_moment(struct conn *conn, const struct reading_begin *begin, const struct id *call_id,
                           struct arena *arena, struct reading_moment *moment, struct fault *fault)
{
	struct call call;

	TRY(call_get(conn, call_id, arena, &call, fault));
	*moment = (struct reading_moment){.agent_name = begin->actor->name,
	                                  .answered_ms = call.answered_ms ? call.answered_ms : call.dialed_ms,
	                                  .now_ms = begin->actor->now_ms};
	return RC_OK;
}

enum rc reading_begin(struct conn *conn, const struct reading_begin *begin, struct fault *fault)
{
	ARENA(arena, 64 * 1024, 16 << 20);
	struct reading_text *text = arena_alloc(arena, sizeof *text);
	struct campaign campaign;
	struct recording recording = {.state = ""};
	struct reading_start start;
	struct sale sale;
	struct beginning beginning = {.begin = begin, .sale = &sale, .campaign = &campaign};
	struct reading_moment moment;
	enum reading_verdict verdict;
	bool found;

	TRY(sale_get(conn, &begin->sale_id, begin->scope, arena, &sale, fault));
	if (!may_be_read(&sale))
		return fault_set(fault, RC_CONFLICT, "sale_state", "the sale wants no reading now");
	TRY(sale_live_call(conn, &sale, arena, &beginning.call_id, fault));
	if (id_is_none(&beginning.call_id))
		return fault_set(fault, RC_CONFLICT, "no_call", "the customer is not on the line");
	TRY(recording_of_call(conn, &beginning.call_id, arena, &recording, &found, fault));
	TRY(campaign_get(conn, &sale.campaign_id, arena, &campaign, fault));
	TRY(collect_start(conn, &sale, &recording, &beginning.call_id, begin->actor->now_ms, &start, fault));
	verdict = reading_start_check(&campaign.policy.reading, &start);
	if (verdict != READING_ALLOWED)
		return refuse(verdict, fault);
	beginning.recording_id = recording.id;
	beginning.takes = start.takes;
	TRY(find_moment(conn, begin, &beginning.call_id, arena, &moment, fault));
	TRY(reading_text_render(conn, &sale, &campaign, &moment, arena, text, fault));
	return insert_take(conn, &beginning, text, arena, fault);
}

/* ---- marks ---- */

/* Where the recorder was, against when the mark came. */
static enum rc check_position(struct conn *conn, const struct take_row *take, const struct reading_mark_new *mark,
                              const struct reading_policy *policy, struct arena *arena, struct fault *fault)
{
	struct reading_time previous = {0}, now = {mark->position_ms, mark->actor->real_ms};
	struct recording recording;
	bson_t marks, last;
	bson_iter_t at;
	int64_t session = 0;

	TRY(recording_get(conn, &take->recording_id, &scope_all, arena, &recording, fault));
	if (mark->session < 1 || mark->session > (int64_t)recording.sessions_count)
		return fault_field(fault, "session", "unknown");
	if (wire_get_document(take->document, "marks", &marks) && bson_iter_init(&at, &marks)) {
		while (bson_iter_next(&at)) {
			if (!wire_bson_inner(&at, &last))
				continue;
			session = wire_get_int(&last, "session", 0);
			previous = (struct reading_time){wire_get_int(&last, "position_ms", 0),
			                                 wire_get_ms(&last, "at", 0)};
		}
	}
	/* A recorder that was begun anew counts from 0, and the one before it is no more. */
	if (mark->session < session ||
	    !reading_time_is_possible(policy, recording.sessions[mark->session - 1].started_ms,
	                              mark->session == session ? &previous : NULL, &now))
		return refuse(READING_MARK_IMPOSSIBLE, fault);
	return RC_OK;
}

static enum reading_verdict fold(const struct reading_policy *policy, struct take_row *take,
                                 const struct reading_mark_new *mark)
{
	size_t clause = (size_t)mark->clause;

	switch (mark->kind) {
	case READING_MARK_START:
		return reading_begin_clause(policy, take->kinds, take->clauses_count, &take->take, clause);
	case READING_MARK_END:
		return reading_mark(policy, take->kinds, take->clauses_count, &take->take, clause, READING_READ);
	case READING_MARK_ANSWER:
		break;
	}
	return reading_mark(policy, take->kinds, take->clauses_count, &take->take, clause, mark->answer);
}

static void put_mark(bson_t *update, const struct reading_mark_new *mark, int64_t asked)
{
	BSON(member);
	BSON(push);

	wire_put_int(&member, "clause", mark->clause);
	wire_put_text(&member, "kind", reading_mark_kind_name(mark->kind));
	if (mark->has_answer)
		wire_put_text(&member, "answer", reading_answer_name(mark->answer));
	wire_put_int(&member, "asked", asked);
	wire_put_int(&member, "session", mark->session);
	wire_put_int(&member, "position_ms", mark->position_ms);
	wire_put_ms(&member, "at", mark->actor->real_ms);
	wire_put_document(&push, "marks", &member);
	wire_put_document(update, "$push", &push);
}

static enum rc write_take(struct conn *conn, const struct take_row *take, bson_t *update, const bson_t *set,
                          struct arena *arena, struct fault *fault)
{
	const struct cas cas = {.collection = READINGS,
	                        .id = take->id,
	                        .version = take->version,
	                        .update = update,
	                        .scope = &scope_all};
	enum rc rc;

	wire_put_document(update, "$set", set);
	rc = cas_update(conn, &cas, arena, NULL, fault);
	conn->redo = conn->redo || rc == RC_STALE; /* not the caller's version: read again */
	return rc;
}

static void put_progress(bson_t *set, const struct take_row *take, const struct reading_mark_new *mark, int64_t asked,
                         struct arena *arena)
{
	wire_put_int(set, "next_clause", take->take.clause);
	wire_put_bool(set, "refused", take->take.refused);
	wire_put_bool(set, "begun", take->take.begun);
	wire_put_text(set, "state", reading_state_name(take->take.state));
	wire_put_int(set, arena_printf(arena, "clauses.%lld.asked", (long long)mark->clause), asked);
	if (take->take.state == READING_OPEN)
		return;
	wire_put_ms(set, "ended_at", mark->actor->now_ms);
	if (take->take.state == READING_VOID)
		wire_put_ms(set, "voided_at", mark->actor->now_ms);
	if (take->take.state == READING_ACCEPTED)
		wire_put_text(set, "review_state", review_state_name(REVIEW_WAITING));
}

/* ---- an accepted take ---- */

static void put_into_sale(bson_t *set, const struct take_row *take)
{
	const struct id contract_id = wire_get_id(take->document, "contract_id");

	wire_put_id(set, "reading_id", &take->id);
	wire_put_text(set, "reading_sha256", wire_get_text(take->document, "sha256"));
	wire_put_id(set, "contract_id", &contract_id);
	wire_put_int(set, "contract_number", wire_get_int(take->document, "contract_number", 0));
}

static enum rc accept_in_draft(struct conn *conn, const struct take_row *take, struct sale *sale,
                               const struct sale_actor *actor, struct arena *arena, struct fault *fault)
{
	const struct sale_entry entry = {.action = "reading_accepted", .from = SALE_DRAFT, .to = SALE_DRAFT};
	BSON(set);
	const struct sale_write write = {.set = &set, .entry = &entry};

	put_into_sale(&set, take);
	wire_put_text(&set, "step", sale_step_name(SALE_STEP_FORM));
	TRY(sale_write(conn, sale, actor, &write, fault));
	return sale_show_step(conn, sale, SALE_STEP_FORM, arena, fault);
}

/* What quality asked for has come: it is reviewed first. */
static enum rc ask_review(struct conn *conn, const struct take_row *take, const struct sale *sale,
                          const struct sale_actor *actor, struct fault *fault)
{
	BSON(filter);
	BSON(set);
	BSON(update);

	wire_put_id(&filter, "_id", &take->id);
	wire_put_ms(&set, "review_requested_at", actor->now_ms);
	wire_put_ms(&set, "sale_expires_at", sale->expires_ms);
	wire_put_text(&set, "sale_number", sale->number);
	wire_put_document(&update, "$set", &set);
	return conn_update(conn, READINGS, &filter, &update, false, NULL, fault);
}

/* Who has the sale in hand knows that its contract was read again. */
static enum rc tell_owner(struct conn *conn, const struct sale *sale, const struct id *task_id, int64_t now_ms,
                          struct fault *fault)
{
	const struct notification notification = {.user_id = sale->owner_id,
	                                          .kind = "answered",
	                                          .task_id = *task_id,
	                                          .sale_id = sale->id,
	                                          .sale_number = sale->number,
	                                          .at_ms = now_ms};

	return id_is_none(&sale->owner_id) ? RC_OK : notification_append(conn, &notification, fault);
}

static enum rc accept_again(struct conn *conn, const struct take_row *take, const struct reading_mark_new *mark,
                            struct arena *arena, struct fault *fault)
{
	const struct sale_target target = {.sale_id = take->sale_id, .scope = mark->scope, .actor = mark->actor};
	BSON(set);
	BSON(unset);
	struct sale_case work;
	struct sale_act act = {.action = SALE_RERECORD, .set = &set};
	bool done;

	TRY(sale_case_open(conn, &target, arena, &work, fault));
	work.facts.reading_accepted = true;
	work.facts.recording_passed = false;
	TRY(task_reread(conn, &work, &done, fault));
	put_into_sale(&set, take);
	if (done) {
		task_put_none(&unset);
		act.unset = &unset;
	}
	TRY(sale_case_apply(conn, &work, &act, fault));
	TRY(tell_owner(conn, &work.sale, &work.sale.task_id, mark->actor->now_ms, fault));
	return ask_review(conn, take, &work.sale, mark->actor, fault);
}

static enum rc accept_take(struct conn *conn, const struct take_row *take, const struct reading_mark_new *mark,
                           struct arena *arena, struct fault *fault)
{
	struct sale sale;

	TRY(recording_release(conn, &take->recording_id, RECORDING_FOR_QUALITY, fault));
	TRY(sale_get(conn, &take->sale_id, mark->scope, arena, &sale, fault));
	if (sale.state == SALE_DRAFT)
		return accept_in_draft(conn, take, &sale, mark->actor, arena, fault);
	return accept_again(conn, take, mark, arena, fault);
}

/* A question that begins to be read is heard at the far end. */
static enum rc tell_question(struct conn *conn, const struct take_row *take, const struct reading_mark_new *mark,
                             struct fault *fault)
{
	const struct call_fact_note note = {.call_id = take->call_id,
	                                    .fact = CALL_FACT_CLAUSE,
	                                    .n = mark->clause,
	                                    .text_length = take->lengths[mark->clause],
	                                    .now_ms = mark->actor->now_ms};

	if (mark->kind != READING_MARK_START || take->kinds[mark->clause] != READING_QUESTION)
		return RC_OK;
	return call_fact_append(conn, &note, fault);
}

enum rc reading_add_mark(struct conn *conn, const struct reading_mark_new *mark, struct fault *fault)
{
	ARENA(arena, 16 * 1024, 4 << 20);
	struct campaign campaign;
	enum reading_verdict verdict;
	struct take_row take;
	int64_t asked;
	BSON(set);
	BSON(update);

	TRY(find_take(conn, &mark->reading_id, mark->scope, arena, &take, fault));
	if (mark->clause < 0 || mark->clause >= (int64_t)take.clauses_count)
		return fault_field(fault, "clause", "unknown");
	TRY(campaign_get(conn, &take.campaign_id, arena, &campaign, fault));
	TRY(check_position(conn, &take, mark, &campaign.policy.reading, arena, fault));
	verdict = fold(&campaign.policy.reading, &take, mark);
	if (verdict != READING_ALLOWED)
		return refuse(verdict, fault);
	asked = take.asked[mark->clause] + (mark->kind == READING_MARK_ANSWER);
	put_mark(&update, mark, asked);
	put_progress(&set, &take, mark, asked, arena);
	TRY(write_take(conn, &take, &update, &set, arena, fault));
	TRY(tell_question(conn, &take, mark, fault));
	if (take.take.state == READING_OPEN)
		return RC_OK;
	TRY(tell_ended(conn, &take, READING_OPEN, mark->actor->now_ms, arena, fault));
	return take.take.state == READING_ACCEPTED ? accept_take(conn, &take, mark, arena, fault) : RC_OK;
}

/* ---- ends without an acceptance ---- */

static enum rc end_take(struct conn *conn, struct take_row *take, enum reading_state from, const char *reason,
                        int64_t now_ms, struct arena *arena, struct fault *fault)
{
	BSON(set);
	BSON(update);

	wire_put_text(&set, "state", reading_state_name(take->take.state));
	wire_put_ms(&set, "ended_at", now_ms);
	wire_put_text(&set, "stop_reason", reason);
	TRY(write_take(conn, take, &update, &set, arena, fault));
	return tell_ended(conn, take, from, now_ms, arena, fault);
}

enum rc reading_stop(struct conn *conn, const struct reading_stop *stop, struct fault *fault)
{
	ARENA(arena, 16 * 1024, 4 << 20);
	enum reading_verdict verdict;
	struct take_row take;

	TRY(find_take(conn, &stop->reading_id, stop->scope, arena, &take, fault));
	verdict = reading_interrupt(&take.take);
	if (verdict != READING_ALLOWED)
		return refuse(verdict, fault);
	TRY(end_take(conn, &take, READING_OPEN, stop->reason, stop->actor->now_ms, arena, fault));
	return sale_audit(conn, stop->actor, "reading", &take.id, fault);
}

/* The call's take in one of these states; *found is false when there is none. */
static enum rc find_of_call(struct conn *conn, const struct id *call_id, const char *const *states, size_t count,
                            struct arena *arena, struct take_row *take, bool *found, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	BSON(sort);
	const bson_t *row;
	enum rc rc;

	wire_put_id(&filter, "call_id", call_id);
	wire_put_in_texts(&filter, "state", states, count);
	wire_put_int(&sort, "take", -1);
	wire_put_document(&opts, "sort", &sort);
	wire_put_int(&opts, "limit", 1);
	CURSOR(cursor) = conn_find(conn, READINGS, &filter, &opts);
	*found = conn_next(conn, cursor, &row, &rc, fault);
	if (*found)
		read_take(wire_bson_keep(arena, row), take);
	return rc;
}

enum rc readings_end_with_call(struct conn *conn, const struct id *call_id, int64_t now_ms, struct fault *fault)
{
	ARENA(arena, 16 * 1024, 4 << 20);
	const char *const open[] = {reading_state_name(READING_OPEN)};
	struct take_row take;
	bool found;

	TRY(find_of_call(conn, call_id, open, 1, arena, &take, &found, fault));
	if (!found)
		return RC_OK;
	(void)(take.take.refused ? reading_refuse(&take.take) : reading_interrupt(&take.take));
	return end_take(conn, &take, READING_OPEN, "call_ended", now_ms, arena, fault);
}

enum rc readings_refuse(struct conn *conn, const struct id *call_id, int64_t now_ms, struct fault *fault)
{
	ARENA(arena, 16 * 1024, 4 << 20);
	const char *const states[] = {reading_state_name(READING_OPEN), reading_state_name(READING_VOID)};
	enum reading_state from;
	struct take_row take;
	bool found;

	TRY(find_of_call(conn, call_id, states, 2, arena, &take, &found, fault));
	if (!found || (take.take.state == READING_OPEN && !take.take.refused))
		return RC_OK;
	from = take.take.state;
	if (reading_refuse(&take.take) != READING_ALLOWED)
		return RC_OK;
	return end_take(conn, &take, from, "refused", now_ms, arena, fault);
}

/* ---- what is shown ---- */

enum rc reading_json(struct conn *conn, const struct id *id, const struct scope *scope, struct buf *out,
                     struct fault *fault)
{
	static const char *const shown[] = {"sale_id",      "call_id", "recording_id",    "agent_id", "take",
	                                    "takes_max",    "state",   "stop_reason",     "clauses",  "sha256",
	                                    "next_clause",  "marks",   "contract_number", "ended_at", "started_at",
	                                    "review_state", "audio"};
	BSON(fields);
	const struct rows_query query = {
		.collection = READINGS, .fields = &fields, .scope = scope, .rule = &reading_rule};

	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
		wire_put_int(&fields, shown[i], 1);
	return rows_one_json(conn, &query, id, out, NULL, fault);
}

enum rc reading_latest(struct conn *conn, const struct id *sale_id, const struct id *call_id, struct id *id,
                       struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	BSON(sort);
	const bson_t *row;
	enum rc rc;

	*id = (struct id){0};
	wire_put_id(&filter, "call_id", call_id);
	wire_put_id(&filter, "sale_id", sale_id);
	wire_put_int(&sort, "take", -1);
	wire_put_document(&opts, "sort", &sort);
	wire_put_int(&opts, "limit", 1);
	CURSOR(cursor) = conn_find(conn, READINGS, &filter, &opts);
	if (conn_next(conn, cursor, &row, &rc, fault))
		*id = wire_get_id(row, "_id");
	return rc;
}
