#include "store/reviews.h"

#include "domain/reading.h"
#include "store/cas.h"
#include "store/outbox.h"
#include "store/rows.h"

#include <stdio.h>
#include <string.h>

#define REVIEWS  "reviews"
#define READINGS "readings"

static const struct scope_rule review_rule = {.own = "analyst_id"};

/* ---- events and writing ---- */

enum rc review_tell(struct conn *conn, const bson_t *reading, const struct id *review_id, enum review_state state,
                    int64_t now_ms, struct fault *fault)
{
	BSON(data);
	const struct id reading_id = wire_get_id(reading, "_id"), sale_id = wire_get_id(reading, "sale_id");
	const struct event event = {.type = "review.changed",
	                            .at_ms = now_ms,
	                            .campaign_id = wire_get_id(reading, "campaign_id"),
	                            .team_id = wire_get_id(reading, "team_id"),
	                            .agent_id = wire_get_id(reading, "agent_id"),
	                            .subject_kind = "review",
	                            .subject_id = *review_id,
	                            .channels = {"quality", "backoffice"},
	                            .data = &data};

	wire_put_id(&data, "review_id", review_id);
	wire_put_id(&data, "reading_id", &reading_id);
	wire_put_id(&data, "sale_id", &sale_id);
	wire_put_text(&data, "state", review_state_name(state));
	return event_append(conn, &event, fault);
}

enum rc review_write(struct conn *conn, const struct review_case *work, const bson_t *set, struct arena *arena,
                     struct fault *fault)
{
	BSON(update);
	BSON(when);
	const struct cas cas = {.collection = REVIEWS,
	                        .id = work->id,
	                        .version = work->version,
	                        .when = &when,
	                        .update = &update,
	                        .scope = &scope_all,
	                        .conflict = "reviewed"};

	wire_put_text(&when, "state", review_state_name(REVIEW_HEARING));
	wire_put_document(&update, "$set", set);
	return cas_update(conn, &cas, arena, NULL, fault);
}

/* ---- opening ---- */

static enum rc find_reading(struct conn *conn, const struct id *id, struct arena *arena, const bson_t **reading,
                            struct fault *fault)
{
	BSON(filter);
	const struct rows_query query = {.collection = READINGS, .filter = &filter, .scope = &scope_all};

	wire_put_text(&filter, "state", reading_state_name(READING_ACCEPTED));
	return rows_one(conn, &query, id, arena, reading, fault);
}

static enum review_state state_of(const bson_t *reading)
{
	enum review_state state = REVIEW_WAITING;
	const char *word = wire_get_text(reading, "review_state");

	if (word)
		(void)review_state_parse(word, &state);
	return state;
}

static enum rc refuse_held(const bson_t *reading, struct fault *fault)
{
	const char *name = wire_get_text(reading, "analyst_name");
	enum rc rc = fault_set(fault, RC_CONFLICT, "review_held", "readings: another person hears it");

	(void)snprintf(fault->by_name, sizeof fault->by_name, "%s", name ? name : "");
	return rc;
}

static enum rc find_open(struct conn *conn, const struct review_opening *opening, struct arena *arena, struct id *id,
                         struct fault *fault)
{
	BSON(filter);
	const bson_t *row;

	wire_put_id(&filter, "reading_id", &opening->reading_id);
	wire_put_text(&filter, "state", review_state_name(REVIEW_HEARING));
	TRY(conn_find_one(conn, REVIEWS, &filter, NULL, arena, &row, fault));
	if (!row)
		return fault_set(fault, RC_BROKEN, "review_lost", "reviews: a reading is heard without a review");
	*id = wire_get_id(row, "_id");
	return RC_OK;
}

static enum rc take_reading(struct conn *conn, const bson_t *reading, const struct sale_actor *actor,
                            struct arena *arena, struct fault *fault)
{
	BSON(set);
	BSON(update);
	const struct cas cas = {.collection = READINGS,
	                        .id = wire_get_id(reading, "_id"),
	                        .version = wire_get_int(reading, "version", 1),
	                        .update = &update,
	                        .scope = &scope_all};
	enum rc rc;

	wire_put_text(&set, "review_state", review_state_name(REVIEW_HEARING));
	wire_put_id(&set, "analyst_id", &actor->user_id);
	wire_put_text(&set, "analyst_name", actor->name);
	wire_put_document(&update, "$set", &set);
	rc = cas_update(conn, &cas, arena, NULL, fault);
	conn->redo = conn->redo || rc == RC_STALE; /* not the caller's version: read again */
	return rc;
}

static enum rc read_clauses(struct conn *conn, struct review_case *work, struct arena *arena, struct fault *fault)
{
	const struct id contract_id = wire_get_id(work->reading, "contract_id");
	const bson_t *contract;
	bson_t clauses, clause;
	bson_iter_t at;
	BSON(filter);

	wire_put_id(&filter, "_id", &contract_id);
	TRY(conn_find_one(conn, "contracts", &filter, NULL, arena, &contract, fault));
	if (!wire_get_document(work->reading, "clauses", &clauses) || !bson_iter_init(&at, &clauses))
		return RC_OK;
	while (bson_iter_next(&at) && work->clauses_count < REVIEW_CLAUSES_MAX) {
		size_t i = work->clauses_count++;
		char path[64];
		const char *kind = wire_bson_inner(&at, &clause) ? wire_get_text(&clause, "kind") : NULL;

		(void)snprintf(path, sizeof path, "clauses.%zu.fatal_when_not_literal", i);
		work->clauses[i].is_question = kind && strcmp(kind, reading_clause_kind_name(READING_QUESTION)) == 0;
		work->clauses[i].fatal_when_not_literal = contract && wire_get_bool(contract, path, false);
	}
	return RC_OK;
}

/* Those of them that are fatal when not literal, so that the analyst knows before marking. */
static enum rc put_fatal_clauses(struct conn *conn, bson_t *row, const bson_t *reading, struct arena *arena,
                                 struct fault *fault)
{
	struct review_case *work = arena_alloc(arena, sizeof *work);
	uint32_t count = 0;
	BSON(numbers);

	*work = (struct review_case){.reading = reading};
	TRY(read_clauses(conn, work, arena, fault));
	for (size_t i = 0; i < work->clauses_count; i++) {
		char key[16];
		const char *name;

		if (!work->clauses[i].fatal_when_not_literal)
			continue;
		(void)bson_uint32_to_string(count++, &name, key, sizeof key);
		wire_put_int(&numbers, name, (int64_t)i);
	}
	wire_put_array(row, "fatal_clauses", &numbers);
	return RC_OK;
}

static enum rc insert_review(struct conn *conn, const struct review_opening *opening, const bson_t *reading,
                             struct arena *arena, struct fault *fault)
{
	const struct id sale_id = wire_get_id(reading, "sale_id"),
			recording_id = wire_get_id(reading, "recording_id");
	BSON(row);
	BSON(empty);
	bson_t span;

	wire_put_id(&row, "_id", &opening->review_id);
	wire_put_int(&row, "version", 1);
	wire_put_id(&row, "reading_id", &opening->reading_id);
	wire_put_id(&row, "sale_id", &sale_id);
	wire_put_text(&row, "sale_number", wire_get_text(reading, "sale_number"));
	wire_put_id(&row, "recording_id", &recording_id);
	wire_put_id(&row, "analyst_id", &opening->actor->user_id);
	wire_put_text(&row, "state", review_state_name(REVIEW_HEARING));
	if (wire_get_document(reading, "span", &span))
		wire_put_document(&row, "span", &span);
	wire_put_array(&row, "heard", &empty);
	wire_put_array(&row, "exceptions", &empty);
	wire_put_array(&row, "notes", &empty);
	TRY(put_fatal_clauses(conn, &row, reading, arena, fault));
	wire_put_ms(&row, "created_at", opening->actor->now_ms);
	return conn_insert(conn, REVIEWS, &row, fault);
}

enum rc review_open(struct conn *conn, const struct review_opening *opening, struct id *review_id,
                    struct fault *fault)
{
	ARENA(arena, 16 * 1024, 8 << 20);
	const struct sale_actor *actor = opening->actor;
	const bson_t *reading;
	struct id analyst_id;

	TRY(find_reading(conn, &opening->reading_id, arena, &reading, fault));
	analyst_id = wire_get_id(reading, "analyst_id");
	switch (state_of(reading)) {
	case REVIEW_HEARING:
		return id_equal(&analyst_id, &actor->user_id) ? find_open(conn, opening, arena, review_id, fault)
		                                              : refuse_held(reading, fault);
	case REVIEW_PASSED:
	case REVIEW_FAULTY:
		return fault_set(fault, RC_CONFLICT, "reviewed", "readings: it has its verdict");
	case REVIEW_WAITING:
		break;
	}
	if (!wire_get_bool(reading, "queued", false))
		return fault_set(fault, RC_CONFLICT, "recording_not_ready", "readings: it is not in the queue");
	TRY(take_reading(conn, reading, actor, arena, fault));
	TRY(insert_review(conn, opening, reading, arena, fault));
	TRY(review_tell(conn, reading, &opening->review_id, REVIEW_HEARING, actor->now_ms, fault));
	*review_id = opening->review_id;
	return sale_audit(conn, actor, "review", review_id, fault);
}

/* ---- what an open one needs ---- */

enum rc review_case_open(struct conn *conn, const struct review_command *command, struct arena *arena,
                         struct review_case *work, struct fault *fault)
{
	const struct rows_query query = {.collection = REVIEWS, .scope = command->scope, .rule = &review_rule};
	const char *state;

	*work = (struct review_case){0};
	TRY(rows_one(conn, &query, &command->review_id, arena, &work->review, fault));
	work->id = command->review_id;
	work->version = wire_get_int(work->review, "version", 1);
	work->reading_id = wire_get_id(work->review, "reading_id");
	work->sale_id = wire_get_id(work->review, "sale_id");
	work->recording_id = wire_get_id(work->review, "recording_id");
	state = wire_get_text(work->review, "state");
	if (!state || strcmp(state, review_state_name(REVIEW_HEARING)) != 0)
		return fault_set(fault, RC_CONFLICT, "reviewed", "reviews: it is not open any more");
	if (command->version && command->version != work->version)
		return fault_set(fault, RC_STALE, "stale", "reviews: the row changed meanwhile");
	TRY(find_reading(conn, &work->reading_id, arena, &work->reading, fault));
	return read_clauses(conn, work, arena, fault);
}

/* ---- saving ---- */

static enum rc check_mark(const struct review_case *work, const struct review_saving *saving, size_t i,
                          struct fault *fault)
{
	const struct review_mark *mark = &saving->marks[i];

	if (mark->clause >= (int64_t)work->clauses_count)
		return fault_field(fault, arena_printf(saving->arena, "exceptions[%zu].clause", i),
		                   field_verdict_name(FIELD_UNKNOWN));
	if (review_check_mark(&work->clauses[mark->clause], mark->kind) != REVIEW_ALLOWED)
		return fault_field(fault, arena_printf(saving->arena, "exceptions[%zu].kind", i),
		                   field_verdict_name(FIELD_NOT_ALLOWED));
	return RC_OK;
}

static enum rc check_saving(const struct review_case *work, const struct review_saving *saving, struct fault *fault)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < saving->spans_count; i++)
		if (saving->spans[i].to_ms < saving->spans[i].from_ms)
			rc = fault_field(fault, arena_printf(saving->arena, "heard[%zu].to_ms", i),
			                 field_verdict_name(FIELD_TOO_SMALL));
	for (size_t i = 0; i < saving->marks_count; i++)
		if (check_mark(work, saving, i, fault) != RC_OK)
			rc = RC_INVALID;
	return rc;
}

static void put_heard(bson_t *set, const struct review_saving *saving)
{
	BSON(rows);

	for (size_t i = 0; i < saving->spans_count; i++) {
		char key[16];
		const char *name;
		BSON(row);

		(void)bson_uint32_to_string((uint32_t)i, &name, key, sizeof key);
		wire_put_int(&row, "from_ms", saving->spans[i].from_ms);
		wire_put_int(&row, "to_ms", saving->spans[i].to_ms);
		wire_put_document(&rows, name, &row);
	}
	wire_put_array(set, "heard", &rows);
}

static void put_marks(bson_t *set, const struct review_case *work, const struct review_saving *saving)
{
	BSON(rows);

	for (size_t i = 0; i < saving->marks_count; i++) {
		const struct review_mark *mark = &saving->marks[i];
		char key[16];
		const char *name;
		BSON(row);

		(void)bson_uint32_to_string((uint32_t)i, &name, key, sizeof key);
		wire_put_int(&row, "clause", mark->clause);
		wire_put_text(&row, "kind", review_exception_name(mark->kind));
		wire_put_int(&row, "at_ms", mark->at_ms);
		wire_put_text(&row, "note", mark->note);
		wire_put_bool(&row, "fatal", review_exception_is_fatal(&work->clauses[mark->clause], mark->kind));
		wire_put_document(&rows, name, &row);
	}
	wire_put_array(set, "exceptions", &rows);
}

static void put_notes(bson_t *set, const struct review_saving *saving)
{
	BSON(rows);

	for (size_t i = 0; i < saving->notes_count; i++) {
		char key[16];
		const char *name;
		BSON(row);

		(void)bson_uint32_to_string((uint32_t)i, &name, key, sizeof key);
		wire_put_int(&row, "at_ms", saving->notes[i].at_ms);
		wire_put_text(&row, "text", saving->notes[i].text);
		wire_put_document(&rows, name, &row);
	}
	wire_put_array(set, "notes", &rows);
}

enum rc review_save(struct conn *conn, const struct review_command *command, const struct review_saving *saving,
                    struct fault *fault)
{
	ARENA(arena, 32 * 1024, 8 << 20);
	struct review_case *work = arena_alloc(arena, sizeof *work);
	BSON(set);

	TRY(review_case_open(conn, command, arena, work, fault));
	TRY(check_saving(work, saving, fault));
	put_heard(&set, saving);
	put_marks(&set, work, saving);
	put_notes(&set, saving);
	TRY(review_write(conn, work, &set, arena, fault));
	return sale_audit(conn, command->actor, "review", &work->id, fault);
}

/* ---- giving back ---- */

static enum rc give_reading_back(struct conn *conn, const struct review_case *work, struct arena *arena,
                                 struct fault *fault)
{
	BSON(set);
	BSON(unset);
	BSON(update);
	const struct cas cas = {
		.collection = READINGS, .id = work->reading_id, .update = &update, .scope = &scope_all};

	wire_put_text(&set, "review_state", review_state_name(REVIEW_WAITING));
	wire_put_int(&unset, "analyst_id", 1);
	wire_put_int(&unset, "analyst_name", 1);
	wire_put_document(&update, "$set", &set);
	wire_put_document(&update, "$unset", &unset);
	return cas_update(conn, &cas, arena, NULL, fault);
}

enum rc review_release(struct conn *conn, const struct review_command *command, struct fault *fault)
{
	ARENA(arena, 32 * 1024, 8 << 20);
	struct review_case *work = arena_alloc(arena, sizeof *work);
	BSON(set);

	TRY(review_case_open(conn, command, arena, work, fault));
	wire_put_text(&set, "state", review_state_name(REVIEW_WAITING));
	wire_put_ms(&set, "released_at", command->actor->now_ms);
	TRY(review_write(conn, work, &set, arena, fault));
	TRY(give_reading_back(conn, work, arena, fault));
	TRY(review_tell(conn, work->reading, &work->id, REVIEW_WAITING, command->actor->now_ms, fault));
	return sale_audit(conn, command->actor, "review", &work->id, fault);
}

/* ---- what is shown ---- */

enum rc review_json(struct conn *conn, const struct id *id, struct buf *out, int64_t *version, struct fault *fault)
{
	static const char *const shown[] = {
		"reading_id", "sale_id",    "sale_number", "recording_id",  "analyst_id", "state",  "span",
		"heard",      "exceptions", "notes",       "fatal_clauses", "decided_at", "version"};
	BSON(filter);
	BSON(given_back);
	BSON(fields);
	const struct rows_query query = {
		.collection = REVIEWS, .filter = &filter, .fields = &fields, .scope = &scope_all};

	wire_put_text(&given_back, "$ne", review_state_name(REVIEW_WAITING));
	wire_put_document(&filter, "state", &given_back);
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
		wire_put_int(&fields, shown[i], 1);
	return rows_one_json(conn, &query, id, out, version, fault);
}
