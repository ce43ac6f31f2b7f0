/* A verdict, and all that follows from it. */
#include "store/cas.h"
#include "store/notifications.h"
#include "store/recordings.h"
#include "store/reviews.h"
#include "store/tasks.h"

#include <math.h>
#include <string.h>

enum { CENTIBEL_PER_DB = 100, SILENCE_DB = -120 };

/* A review being decided. */
struct deciding {
	const struct review_command *command;
	struct review_case review;
	struct sale_case sale;
	const bson_t *recording;                        /* NULL: there is none */
	struct review_span clauses[REVIEW_CLAUSES_MAX]; /* where each lies */
	int64_t last_mark_ms;
	struct task_fault fault; /* of a faulty one */
	struct arena *arena;
};

/* ---- what is known ---- */

/* A clause lies from its first mark to the next one's; the last to the last mark of all. */
static void place_clauses(struct deciding *deciding)
{
	size_t count = deciding->review.clauses_count, next = 0;
	bson_t marks, mark;
	bson_iter_t at;

	if (!wire_get_document(deciding->review.reading, "marks", &marks) || !bson_iter_init(&at, &marks))
		return;
	while (bson_iter_next(&at)) {
		if (!wire_bson_inner(&at, &mark))
			continue;
		deciding->last_mark_ms = review_place_of(deciding->recording, &mark);
		for (; next < count && (int64_t)next <= wire_get_int(&mark, "clause", 0); next++)
			deciding->clauses[next].from_ms = deciding->last_mark_ms;
	}
	for (size_t i = 0; i < count; i++)
		deciding->clauses[i].to_ms =
			i + 1 < count ? deciding->clauses[i + 1].from_ms : deciding->last_mark_ms;
}

static int64_t centibels(const bson_t *recording, const char *path)
{
	double level = SILENCE_DB;
	bson_iter_t root, at;

	if (bson_iter_init(&root, recording) && bson_iter_find_descendant(&root, path, &at) &&
	    BSON_ITER_HOLDS_DOUBLE(&at) && isfinite(bson_iter_double(&at)))
		level = bson_iter_double(&at);
	return llround(level * CENTIBEL_PER_DB);
}

static bool audio_is_good(const struct deciding *deciding, enum review_fault *why)
{
	const bson_t *recording = deciding->recording;
	const char *word = wire_get_text(deciding->review.reading, "audio.fault");
	const char *state = recording ? wire_get_text(recording, "state") : NULL;
	struct review_audio audio = {.exists = state && strcmp(state, "ready") == 0};

	if (wire_has(deciding->review.reading, "audio")) /* judged between its own marks: store/reading_audio */
		return !word || !review_fault_parse(word, why);
	if (audio.exists) {
		audio.duration_ms = wire_get_int(recording, "duration_ms", 0);
		audio.last_mark_ms = deciding->last_mark_ms;
		audio.agent_cdb = centibels(recording, "levels.agent_dbfs");
		audio.customer_cdb = centibels(recording, "levels.customer_dbfs");
	}
	return review_audio_is_good(&deciding->sale.campaign.policy.review, &audio, why);
}

static size_t read_heard(const bson_t *review, struct review_span *spans)
{
	bson_t heard, row;
	bson_iter_t at;
	size_t count = 0;

	if (!wire_get_document(review, "heard", &heard) || !bson_iter_init(&at, &heard))
		return 0;
	while (count < REVIEW_SPANS_MAX && bson_iter_next(&at))
		if (wire_bson_inner(&at, &row))
			spans[count++] = (struct review_span){wire_get_int(&row, "from_ms", 0),
			                                      wire_get_int(&row, "to_ms", 0)};
	return count;
}

static void fold_heard(struct deciding *deciding)
{
	struct review_span *spans = arena_array(deciding->arena, REVIEW_SPANS_MAX, sizeof *spans);
	size_t count = read_heard(deciding->review.review, spans);

	for (size_t i = 0; i < deciding->review.clauses_count; i++)
		deciding->review.clauses[i].heard =
			review_is_heard(spans, count, deciding->clauses[i].from_ms, deciding->clauses[i].to_ms);
}

/* The marks of a clause, or all with clause -1: into the clauses' bits; the deciding one of a clause into *fault. */
static void fold_marks(struct deciding *deciding, int64_t clause, struct task_fault *fault)
{
	struct review_clause *clauses = deciding->review.clauses;
	bson_t marks, row;
	bson_iter_t at;
	bool found = false;

	if (!wire_get_document(deciding->review.review, "exceptions", &marks) || !bson_iter_init(&at, &marks))
		return;
	while (bson_iter_next(&at)) {
		enum review_exception kind = REVIEW_NOT_LITERAL;
		const char *word = wire_bson_inner(&at, &row) ? wire_get_text(&row, "kind") : NULL;
		int64_t n = wire_get_int(&row, "clause", 0);

		if (!word || !review_exception_parse(word, &kind) || n >= (int64_t)deciding->review.clauses_count)
			continue;
		clauses[n].exceptions |= (uint8_t)(1U << kind);
		if (n != clause || (found && !review_exception_is_fatal(&clauses[n], kind)))
			continue;
		found = true;
		*fault = (struct task_fault){.why = REVIEW_FAULT_CLAUSE,
		                             .has_clause = true,
		                             .clause = n,
		                             .kind = kind,
		                             .at_ms = wire_get_int(&row, "at_ms", 0),
		                             .note = wire_get_text(&row, "note")};
	}
}

static enum rc read_all(struct conn *conn, struct deciding *deciding, struct fault *fault)
{
	struct sale_target about = {.scope = &scope_all, .actor = deciding->command->actor};
	BSON(filter);

	TRY(review_case_open(conn, deciding->command, deciding->arena, &deciding->review, fault));
	about.sale_id = deciding->review.sale_id;
	TRY(sale_case_open(conn, &about, deciding->arena, &deciding->sale, fault));
	wire_put_id(&filter, "_id", &deciding->review.recording_id);
	TRY(conn_find_one(conn, "recordings", &filter, NULL, deciding->arena, &deciding->recording, fault));
	if (deciding->recording)
		place_clauses(deciding);
	fold_heard(deciding);
	fold_marks(deciding, -1, NULL);
	return RC_OK;
}

/* ---- may it be so? ---- */

static enum rc refuse(enum review_verdict verdict, struct fault *fault)
{
	return fault_set(fault, RC_CONFLICT, review_verdict_name(verdict), "reviews: the rules of quality say no");
}

static enum rc check_pass(const struct deciding *deciding, struct fault *fault)
{
	enum review_fault why;
	enum review_verdict verdict;

	if (!audio_is_good(deciding, &why))
		return fault_set(fault, RC_CONFLICT, why == REVIEW_FAULT_SILENT ? "audio_silent" : "audio_missing",
		                 "reviews: what cannot be heard cannot pass");
	verdict = review_check_pass(deciding->review.clauses, deciding->review.clauses_count, false);
	return verdict == REVIEW_ALLOWED ? RC_OK : refuse(verdict, fault);
}

static enum rc check_fault(struct deciding *deciding, struct fault *fault)
{
	enum review_verdict verdict;
	size_t clause;

	if (!audio_is_good(deciding, &deciding->fault.why)) {
		deciding->fault.at_ms = wire_get_int(deciding->review.review, "span.from_ms", 0);
		return RC_OK;
	}
	verdict = review_check_fault(deciding->review.clauses, deciding->review.clauses_count, &clause);
	if (verdict != REVIEW_ALLOWED)
		return refuse(verdict, fault);
	fold_marks(deciding, (int64_t)clause, &deciding->fault);
	return RC_OK;
}

/* ---- what follows ---- */

static void put_fault(bson_t *set, const struct task_fault *why)
{
	BSON(row);

	wire_put_text(&row, "why", review_fault_name(why->why));
	if (why->has_clause) {
		wire_put_int(&row, "clause", why->clause);
		wire_put_text(&row, "kind", review_exception_name(why->kind));
	}
	wire_put_int(&row, "at_ms", why->at_ms);
	wire_put_text(&row, "note", why->note);
	wire_put_document(set, "review_fault", &row);
}

static struct task_fault stored_fault(const bson_t *reading)
{
	struct task_fault why = {.why = REVIEW_FAULT_MISSING,
	                         .has_clause = wire_has(reading, "review_fault.clause"),
	                         .clause = wire_get_int(reading, "review_fault.clause", 0),
	                         .at_ms = wire_get_int(reading, "review_fault.at_ms", 0),
	                         .note = wire_get_text(reading, "review_fault.note"),
	                         .reading_id = wire_get_id(reading, "_id")};
	const char *word = wire_get_text(reading, "review_fault.why");
	const char *kind = wire_get_text(reading, "review_fault.kind");

	if (word)
		(void)review_fault_parse(word, &why.why);
	if (kind)
		(void)review_exception_parse(kind, &why.kind);
	return why;
}

static enum rc send_back(struct conn *conn, struct sale_case *work, const struct task_fault *why, struct fault *fault)
{
	const struct task_ask ask = {.kind = TASK_RERECORD, .fault = why};
	BSON(set);
	const struct sale_act act = {.action = SALE_FAULT_RECORDING,
	                             .by_system = true,
	                             .reason = why->has_clause ? review_exception_name(why->kind)
	                                                       : review_fault_name(why->why),
	                             .set = &set};

	TRY(task_open(conn, work, &ask, &set, fault));
	return sale_case_apply(conn, work, &act, fault);
}

enum rc review_send_back(struct conn *conn, struct sale_case *work, const bson_t *reading, struct fault *fault)
{
	const struct task_fault why = stored_fault(reading);

	return send_back(conn, work, &why, fault);
}

static enum rc tell_owner(struct conn *conn, const struct sale_case *work, bool passed, struct fault *fault)
{
	const struct notification notification = {.user_id = work->sale.owner_id,
	                                          .kind = passed ? "recording_passed" : "recording_faulty",
	                                          .sale_id = work->sale.id,
	                                          .sale_number = work->sale.number,
	                                          .at_ms = work->actor->now_ms};

	return id_is_none(&work->sale.owner_id) ? RC_OK : notification_append(conn, &notification, fault);
}

/* The sale waits for this very reading, and may still move. */
static bool waits(const struct deciding *deciding)
{
	const struct sale *sale = &deciding->sale.sale;
	enum sale_state state = sale->state == SALE_DATA_REQUESTED ? sale->return_state : sale->state;
	enum sale_validity validity = sale_validity_at(&deciding->sale.campaign.policy.sale, &deciding->sale.facts,
	                                               deciding->command->actor->now_ms);

	return state == SALE_RECORDING_REQUESTED && id_equal(&sale->reading_id, &deciding->review.reading_id) &&
	       validity != SALE_VALIDITY_OVER && validity != SALE_VALIDITY_FROZEN;
}

static enum rc move_sale(struct conn *conn, struct deciding *deciding, bool passed, struct fault *fault)
{
	static const struct sale_act release = {.action = SALE_RELEASE_RECORDING, .by_system = true};
	struct sale_case *work = &deciding->sale;

	if (waits(deciding)) {
		work->facts.recording_passed = passed;
		deciding->fault.reading_id = deciding->review.reading_id;
		TRY(passed ? sale_case_apply(conn, work, &release, fault)
		           : send_back(conn, work, &deciding->fault, fault));
	}
	return sale_state_is_end(work->sale.state) ? RC_OK : tell_owner(conn, work, passed, fault);
}

static enum rc write_reading(struct conn *conn, const struct deciding *deciding, enum review_state state,
                             struct fault *fault)
{
	BSON(set);
	BSON(unset);
	BSON(update);
	const struct cas cas = {
		.collection = "readings", .id = deciding->review.reading_id, .update = &update, .scope = &scope_all};

	wire_put_text(&set, "review_state", review_state_name(state));
	if (state == REVIEW_FAULTY)
		put_fault(&set, &deciding->fault);
	wire_put_int(&unset, "queued", 1);
	wire_put_document(&update, "$set", &set);
	wire_put_document(&update, "$unset", &unset);
	TRY(cas_update(conn, &cas, deciding->arena, NULL, fault));
	if (state == REVIEW_PASSED)
		return recording_release(conn, &deciding->review.recording_id, RECORDING_FOR_BACKOFFICE, fault);
	return RC_OK;
}

enum rc review_decide(struct conn *conn, const struct review_command *command, bool passed, struct fault *fault)
{
	ARENA(arena, 64 * 1024, 8 << 20);
	struct deciding *deciding = arena_alloc(arena, sizeof *deciding);
	enum review_state state = passed ? REVIEW_PASSED : REVIEW_FAULTY;
	BSON(set);

	*deciding = (struct deciding){.command = command, .arena = arena};
	TRY(read_all(conn, deciding, fault));
	TRY(passed ? check_pass(deciding, fault) : check_fault(deciding, fault));
	wire_put_text(&set, "state", review_state_name(state));
	wire_put_ms(&set, "decided_at", command->actor->now_ms);
	TRY(review_write(conn, &deciding->review, &set, arena, fault));
	TRY(write_reading(conn, deciding, state, fault));
	TRY(review_tell(conn, deciding->review.reading, &command->review_id, state, command->actor->now_ms, fault));
	TRY(move_sale(conn, deciding, passed, fault));
	return sale_audit(conn, command->actor, "review", &command->review_id, fault);
}
