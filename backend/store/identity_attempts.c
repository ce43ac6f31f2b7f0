#include "store/identity_attempts.h"

#include "base/civil.h"
#include "store/call_facts.h"
#include "store/calls.h"
#include "store/campaigns.h"
#include "store/outbox.h"

#include <string.h>

#define ATTEMPTS "identity_attempts"
#define PERSONS  "identity_persons"

static const struct scope_rule attempt_rule = {.own = "agent_id"};

/* ---- the person ---- */

struct person_row {
	struct keyed_hash key;
	struct identity_person known;
	struct id attempt_id; /* the one under way, or the last */
	int64_t version;      /* 0: never seen */
};

static enum rc find_person(struct conn *conn, const struct keyed_hash *key, struct person_row *person,
                           struct fault *fault)
{
	ARENA(arena, 1024, 1 << 16);
	BSON(filter);
	const bson_t *row;

	wire_put_binary(&filter, "_id", key->bytes, sizeof key->bytes);
	TRY(conn_find_one(conn, PERSONS, &filter, NULL, arena, &row, fault));
	*person = (struct person_row){.key = *key};
	if (!row)
		return RC_OK;
	person->known = (struct identity_person){.failures = (uint8_t)wire_get_int(row, "failures", 0),
	                                         .failed_at_ms = wire_get_ms(row, "failed_at", 0),
	                                         .reserved_until_ms = wire_get_ms(row, "reserved_until", 0)};
	person->attempt_id = wire_get_id(row, "attempt_id");
	person->version = wire_get_int(row, "version", 1);
	return RC_OK;
}

static void put_person(bson_t *set, bson_t *unset, const struct person_row *person)
{
	wire_put_int(set, "version", person->version + 1);
	wire_put_int(set, "failures", person->known.failures);
	wire_put_id(set, "attempt_id", &person->attempt_id);
	if (person->known.failures)
		wire_put_ms(set, "failed_at", person->known.failed_at_ms);
	else
		wire_put_int(unset, "failed_at", 1);
	if (person->known.reserved_until_ms)
		wire_put_ms(set, "reserved_until", person->known.reserved_until_ms);
	else
		wire_put_int(unset, "reserved_until", 1);
}

/* Onto what was read; who comes second looks again. */
static enum rc write_person(struct conn *conn, const struct person_row *person, struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(set);
	BSON(unset);
	int64_t matched = 0;
	enum rc rc;

	wire_put_binary(&filter, "_id", person->key.bytes, sizeof person->key.bytes);
	put_person(&set, &unset, person);
	if (person->version == 0) {
		bson_concat(&filter, &set);
		rc = conn_insert(conn, PERSONS, &filter, fault);
		conn->redo = conn->redo || rc == RC_CONFLICT;
		return rc;
	}
	wire_put_int(&filter, "version", person->version);
	wire_put_document(&update, "$set", &set);
	if (bson_count_keys(&unset) > 0)
		wire_put_document(&update, "$unset", &unset);
	TRY(conn_update(conn, PERSONS, &filter, &update, false, &matched, fault));
	if (matched == 1)
		return RC_OK;
	conn->redo = true;
	return fault_set(fault, RC_STALE, "stale", "identity_persons: the row changed meanwhile");
}

static enum rc refuse(enum identity_verdict verdict, int64_t from_ms, struct fault *fault)
{
	enum rc rc =
		fault_set(fault, RC_CONFLICT, identity_verdict_name(verdict), "identity: no attempt may start now");

	fault->until_ms = from_ms;
	return rc;
}

/* ---- the attempt ---- */

static void read_attempt(const bson_t *row, struct arena *arena, struct identity_attempt *attempt)
{
	const char *method = wire_get_text(row, "method"), *state = wire_get_text(row, "state");
	const uint8_t *person;
	size_t length = 0;

	*attempt = (struct identity_attempt){.id = wire_get_id(row, "_id"),
	                                     .sale_id = wire_get_id(row, "sale_id"),
	                                     .call_id = wire_get_id(row, "call_id"),
	                                     .agent_id = wire_get_id(row, "agent_id"),
	                                     .number = wire_get_int(row, "number", 1),
	                                     .questions_count = wire_get_int(row, "questions_count", 0),
	                                     .questions_from_ms = wire_get_ms(row, "questions_from", 0),
	                                     .reference = wire_keep_text(row, "provider_reference", arena),
	                                     .version = wire_get_int(row, "version", 0)};
	person = wire_get_binary(row, "person_id", &length);
	if (person && length == sizeof attempt->person.bytes)
		memcpy(attempt->person.bytes, person, length);
	if (method)
		(void)identity_method_parse(method, &attempt->method);
	if (state)
		(void)identity_state_parse(state, &attempt->state);
}

static enum rc find_attempt(struct conn *conn, const struct id *id, const struct id *agent_id, struct arena *arena,
                            struct identity_attempt *attempt, struct fault *fault)
{
	const struct scope scope = {.kind = SCOPE_OWN, .user_id = *agent_id};
	const struct rows_query query = {.collection = ATTEMPTS, .scope = &scope, .rule = &attempt_rule};
	const bson_t *row;

	TRY(rows_one(conn, &query, id, arena, &row, fault));
	read_attempt(row, arena, attempt);
	return RC_OK;
}

enum rc identity_attempt_get(struct conn *conn, const struct id *id, const struct id *agent_id, struct arena *arena,
                             struct identity_attempt *attempt, struct fault *fault)
{
	struct sale sale;

	TRY(find_attempt(conn, id, agent_id, arena, attempt, fault));
	TRY(sale_get(conn, &attempt->sale_id, &scope_all, arena, &sale, fault));
	attempt->applicant = sale.person;
	return RC_OK;
}

enum rc identity_attempt_json(struct conn *conn, const struct id *id, const struct id *agent_id, struct buf *out,
                              struct fault *fault)
{
	static const char *const shown[] = {"sale_id",      "number",      "method",         "state",
	                                    "code_sent_at", "next",        "code_length",    "questions_from",
	                                    "next_at",      "void_reason", "approval_number"};
	const struct scope scope = {.kind = SCOPE_OWN, .user_id = *agent_id};
	BSON(fields);
	const struct rows_query query = {
		.collection = ATTEMPTS, .fields = &fields, .scope = &scope, .rule = &attempt_rule};

	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
		wire_put_int(&fields, shown[i], 1);
	TRY(rows_one_json(conn, &query, id, out, NULL, fault));
	out->length--; /* the closing brace */
	return RC_OK;
}

enum rc identity_attempt_latest(struct conn *conn, const struct id *sale_id, const struct id *agent_id, struct id *id,
                                struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	BSON(sort);
	const bson_t *row;
	enum rc rc;

	*id = (struct id){0};
	wire_put_id(&filter, "sale_id", sale_id);
	wire_put_id(&filter, "agent_id", agent_id);
	wire_put_int(&sort, "_id", -1);
	wire_put_document(&opts, "sort", &sort);
	wire_put_int(&opts, "limit", 1);
	CURSOR(cursor) = conn_find(conn, ATTEMPTS, &filter, &opts);
	if (conn_next(conn, cursor, &row, &rc, fault))
		*id = wire_get_id(row, "_id");
	return rc;
}

static enum rc write_attempt(struct conn *conn, const struct identity_attempt *attempt, const bson_t *set,
                             struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(inc);
	int64_t matched;

	wire_put_id(&filter, "_id", &attempt->id);
	wire_put_int(&filter, "version", attempt->version);
	wire_put_document(&update, "$set", set);
	wire_put_int(&inc, "version", 1);
	wire_put_document(&update, "$inc", &inc);
	TRY(conn_update(conn, ATTEMPTS, &filter, &update, false, &matched, fault));
	if (matched == 1)
		return RC_OK;
	conn->redo = true;
	return fault_set(fault, RC_STALE, "stale", "identity_attempts: the row changed meanwhile");
}

static enum rc wrong_state(struct fault *fault)
{
	return fault_set(fault, RC_CONFLICT, "attempt_state", "identity: the attempt's state does not allow this");
}

static enum rc say(struct conn *conn, const struct identity_attempt *attempt, enum call_fact fact, int64_t n,
                   int64_t now_ms, struct fault *fault)
{
	const struct call_fact_note note = {.call_id = attempt->call_id, .fact = fact, .n = n, .now_ms = now_ms};

	return call_fact_append(conn, &note, fault);
}

/* ---- the end ---- */

static enum rc tell_end(struct conn *conn, const struct identity_attempt *attempt, enum identity_outcome outcome,
                        int64_t now_ms, struct arena *arena, struct fault *fault)
{
	BSON(data);
	struct call call;
	struct event event = {.type = "identity.ended",
	                      .at_ms = now_ms,
	                      .subject_kind = "identity_attempt",
	                      .subject_id = attempt->id,
	                      .channels = {event_channel(arena, "user", &attempt->agent_id), "floor"},
	                      .data = &data};

	TRY(call_get(conn, &attempt->call_id, arena, &call, fault));
	event.campaign_id = call.campaign_id;
	event.lead_list_id = call.lead_list_id;
	event.team_id = call.team_id;
	event.agent_id = call.agent_id;
	wire_put_id(&data, "attempt_id", &attempt->id);
	wire_put_text(&data, "outcome", identity_outcome_name(outcome));
	return event_append(conn, &event, fault);
}

/* Void: the attempt does not count. The person is free again when the reservation was this attempt's. */
static enum rc make_void(struct conn *conn, const struct identity_attempt *attempt, const char *reason,
                         int64_t now_ms, struct arena *arena, struct fault *fault)
{
	BSON(set);
	struct person_row person;

	wire_put_text(&set, "state", identity_state_name(IDENTITY_STATE_VOID));
	wire_put_text(&set, "void_reason", reason);
	wire_put_ms(&set, "ended_at", now_ms);
	TRY(write_attempt(conn, attempt, &set, fault));
	TRY(find_person(conn, &attempt->person, &person, fault));
	if (id_equal(&person.attempt_id, &attempt->id) && person.known.reserved_until_ms) {
		identity_record(&person.known, IDENTITY_VOID, now_ms);
		TRY(write_person(conn, &person, fault));
	}
	return tell_end(conn, attempt, IDENTITY_VOID, now_ms, arena, fault);
}

static bool is_unanswered(enum identity_state state)
{
	return state == IDENTITY_STATE_RESERVED || state == IDENTITY_STATE_CODE_SENT ||
	       state == IDENTITY_STATE_QUESTIONS || state == IDENTITY_STATE_BY_HAND;
}

/* The attempt before, on which nobody reported back in time. */
static enum rc end_lapsed(struct conn *conn, const struct person_row *person, int64_t now_ms, struct arena *arena,
                          struct fault *fault)
{
	BSON(filter);
	BSON(set);
	const bson_t *row;
	struct identity_attempt lapsed;

	if (id_is_none(&person->attempt_id) || !person->known.reserved_until_ms)
		return RC_OK;
	wire_put_id(&filter, "_id", &person->attempt_id);
	TRY(conn_find_one(conn, ATTEMPTS, &filter, NULL, arena, &row, fault));
	if (!row || wire_has(row, "ended_at"))
		return RC_OK;
	read_attempt(row, arena, &lapsed);
	wire_put_text(&set, "state", identity_state_name(IDENTITY_STATE_VOID));
	wire_put_text(&set, "void_reason", "lapsed");
	wire_put_ms(&set, "ended_at", now_ms);
	TRY(write_attempt(conn, &lapsed, &set, fault));
	return tell_end(conn, &lapsed, IDENTITY_VOID, now_ms, arena, fault);
}

/* ---- reserving ---- */

static enum rc insert_attempt(struct conn *conn, const struct sale_edit *edit, const struct identity_attempt *attempt,
                              struct fault *fault)
{
	BSON(document);

	wire_put_id(&document, "_id", &attempt->id);
	wire_put_int(&document, "version", 1);
	wire_put_ms(&document, "created_at", edit->actor->now_ms);
	wire_put_id(&document, "sale_id", &attempt->sale_id);
	wire_put_id(&document, "call_id", &attempt->call_id);
	wire_put_binary(&document, "person_id", attempt->person.bytes, sizeof attempt->person.bytes);
	wire_put_id(&document, "agent_id", &attempt->agent_id);
	wire_put_int(&document, "number", attempt->number);
	wire_put_text(&document, "method", identity_method_name(attempt->method));
	wire_put_text(&document, "state", identity_state_name(attempt->state));
	wire_put_int(&document, "questions_count", attempt->questions_count);
	TRY(conn_insert(conn, ATTEMPTS, &document, fault));
	TRY(sale_audit(conn, edit->actor, "identity_attempt", &attempt->id, fault));
	return say(conn, attempt, CALL_FACT_IDENTITY, attempt->number, edit->actor->now_ms, fault);
}

/* The sale is one for which a person may be checked now. */
static enum rc check_sale(struct conn *conn, const struct sale_edit *edit, const struct sale *sale,
                          struct fault *fault)
{
	enum field_verdict verdicts[PERSON_FIELD_COUNT];
	struct sale_clash clash;
	bool wrong;

	if (sale_is_approved(sale, edit->actor->now_ms))
		return fault_set(fault, RC_CONFLICT, "identity_approved", "sales: the approval still serves");
	if (sale_step_of(sale, edit->actor->now_ms) == SALE_STEP_LINE)
		return fault_set(fault, RC_CONFLICT, sale_verdict_name(SALE_LINES_INCOMPLETE),
		                 "sales: a product does not say yet what it is for");
	wrong = person_check(&sale->person, civil_date_at(edit->actor->now_ms), verdicts) > 0;
	for (int i = 0; wrong && i < PERSON_FIELD_COUNT; i++)
		if (verdicts[i] != FIELD_OK)
			(void)fault_field(fault, person_field_name((enum person_field)i),
			                  field_verdict_name(verdicts[i]));
	if (wrong)
		return RC_INVALID;
	TRY(sale_find_clash(conn, edit->key, sale, &sale->person, &clash, fault));
	if (clash.document || clash.line)
		return fault_set(fault, RC_CONFLICT, sale_verdict_name(SALE_OPEN_ELSEWHERE),
		                 "sales: the document or the line has another open sale");
	return RC_OK;
}

static struct keyed_hash key_of(const struct person_key *key, const struct person *person)
{
	enum document_type type = DOCUMENT_CC;

	(void)document_type_parse(person->document_type, &type);
	return person_key_document(key, type, person->document_number);
}

static enum rc reserve_person(struct conn *conn, const struct policy *policy, const struct keyed_hash *key,
                              const struct id *attempt_id, int64_t now_ms, struct arena *arena, int64_t *number,
                              struct fault *fault)
{
	struct person_row person;
	enum identity_verdict verdict;
	int64_t from_ms = 0;

	TRY(find_person(conn, key, &person, fault));
	verdict = identity_ask(&policy->identity, &person.known, now_ms, &from_ms);
	if (verdict != IDENTITY_MAY_TRY)
		return refuse(verdict, from_ms, fault);
	TRY(end_lapsed(conn, &person, now_ms, arena, fault));
	identity_reserve(&policy->identity, &person.known, now_ms);
	person.attempt_id = *attempt_id;
	*number = person.known.failures + 1;
	return write_person(conn, &person, fault);
}

enum rc identity_attempt_reserve(struct conn *conn, const struct sale_edit *edit, const struct id *attempt_id,
                                 struct fault *fault)
{
	ARENA(arena, 32768, 1 << 20);
	struct sale sale;
	struct campaign campaign;
	struct identity_attempt attempt = {
		.id = *attempt_id, .agent_id = edit->actor->user_id, .state = IDENTITY_STATE_RESERVED};

	TRY(sale_open_draft(conn, edit, arena, &sale, fault));
	TRY(check_sale(conn, edit, &sale, fault));
	TRY(sale_live_call(conn, &sale, arena, &attempt.call_id, fault));
	if (id_is_none(&attempt.call_id))
		return fault_set(fault, RC_CONFLICT, "call_state", "calls: nobody is on the line");
	TRY(campaign_get(conn, &sale.campaign_id, arena, &campaign, fault));
	attempt.sale_id = sale.id;
	attempt.person = key_of(edit->key, &sale.person);
	attempt.questions_count = campaign.policy.identity.questions;
	if (campaign.policy.identity.by_hand) {
		attempt.method = IDENTITY_BY_HAND;
		attempt.state = IDENTITY_STATE_BY_HAND;
	}
	TRY(reserve_person(conn, &campaign.policy, &attempt.person, attempt_id, edit->actor->now_ms, arena,
	                   &attempt.number, fault));
	return insert_attempt(conn, edit, &attempt, fault);
}

/* ---- the attempt goes on ---- */

static enum rc policy_of(struct conn *conn, const struct identity_attempt *attempt, struct arena *arena,
                         struct identity_policy *policy, struct fault *fault)
{
	struct sale sale;
	struct campaign campaign;

	TRY(sale_get(conn, &attempt->sale_id, &scope_all, arena, &sale, fault));
	TRY(campaign_get(conn, &sale.campaign_id, arena, &campaign, fault));
	*policy = campaign.policy.identity;
	return RC_OK;
}

enum rc identity_attempt_begin(struct conn *conn, const struct identity_command *command, enum identity_method method,
                               const char *reference, struct fault *fault)
{
	ARENA(arena, 32768, 1 << 20);
	BSON(set);
	int64_t now_ms = command->actor->now_ms;
	bool by_code = method == IDENTITY_SMS;
	struct identity_attempt attempt;
	struct identity_policy policy;

	TRY(find_attempt(conn, &command->attempt_id, &command->actor->user_id, arena, &attempt, fault));
	if (attempt.state != IDENTITY_STATE_RESERVED)
		return RC_OK; /* the call ended meanwhile */
	TRY(policy_of(conn, &attempt, arena, &policy, fault));
	wire_put_text(&set, "method", identity_method_name(method));
	wire_put_text(&set, "state",
	              identity_state_name(by_code ? IDENTITY_STATE_CODE_SENT : IDENTITY_STATE_QUESTIONS));
	wire_put_text(&set, "provider_reference", reference);
	if (by_code) {
		wire_put_ms(&set, "code_sent_at", now_ms);
		wire_put_int(&set, "code_length", policy.code_digits);
		wire_put_ms(&set, "questions_from", now_ms + policy.code_wait_ms);
	}
	TRY(write_attempt(conn, &attempt, &set, fault));
	return by_code ? say(conn, &attempt, CALL_FACT_CODE_SENT, attempt.number, now_ms, fault) : RC_OK;
}

enum rc identity_attempt_switch(struct conn *conn, const struct identity_command *command, struct fault *fault)
{
	ARENA(arena, 8192, 1 << 20);
	BSON(set);
	struct identity_attempt attempt;
	enum rc rc;

	TRY(find_attempt(conn, &command->attempt_id, &command->actor->user_id, arena, &attempt, fault));
	if (attempt.state != IDENTITY_STATE_CODE_SENT)
		return wrong_state(fault);
	if (command->actor->now_ms < attempt.questions_from_ms) {
		rc = fault_set(fault, RC_CONFLICT, "code_may_come", "identity: the code may still arrive");
		fault->until_ms = attempt.questions_from_ms;
		return rc;
	}
	wire_put_text(&set, "method", identity_method_name(IDENTITY_QUESTIONS));
	wire_put_text(&set, "state", identity_state_name(IDENTITY_STATE_QUESTIONS));
	TRY(write_attempt(conn, &attempt, &set, fault));
	return sale_audit(conn, command->actor, "identity_attempt", &attempt.id, fault);
}

enum rc identity_attempt_ask(struct conn *conn, const struct identity_command *command, int64_t question,
                             struct fault *fault)
{
	enum { NUMBERS = 100 }; /* see CALL_FACT_QUESTION */
	ARENA(arena, 8192, 1 << 20);
	struct identity_attempt attempt;

	TRY(find_attempt(conn, &command->attempt_id, &command->actor->user_id, arena, &attempt, fault));
	if (attempt.state != IDENTITY_STATE_QUESTIONS)
		return wrong_state(fault);
	if (question > attempt.questions_count)
		return fault_field(fault, "question", field_verdict_name(FIELD_TOO_LARGE));
	return say(conn, &attempt, CALL_FACT_QUESTION, attempt.number * NUMBERS + question, command->actor->now_ms,
	           fault);
}

enum rc identity_attempt_take(struct conn *conn, const struct identity_command *command, enum identity_method method,
                              int64_t answers, struct fault *fault)
{
	ARENA(arena, 8192, 1 << 20);
	BSON(set);
	enum identity_state from = method == IDENTITY_SMS ? IDENTITY_STATE_CODE_SENT : IDENTITY_STATE_QUESTIONS;
	struct identity_attempt attempt;

	TRY(find_attempt(conn, &command->attempt_id, &command->actor->user_id, arena, &attempt, fault));
	if (attempt.state != from)
		return wrong_state(fault);
	if (method == IDENTITY_QUESTIONS && answers != attempt.questions_count)
		return fault_field(
			fault, "options",
			field_verdict_name(answers < attempt.questions_count ? FIELD_REQUIRED : FIELD_TOO_LARGE));
	wire_put_text(&set, "state", identity_state_name(IDENTITY_STATE_CHECKING));
	TRY(write_attempt(conn, &attempt, &set, fault));
	return sale_audit(conn, command->actor, "identity_attempt", &attempt.id, fault);
}

/* ---- settling ---- */

/* Says whether the outcome still is this attempt's to count. */
static enum rc count_outcome(struct conn *conn, const struct identity_attempt *attempt, enum identity_outcome outcome,
                             int64_t now_ms, struct identity_person *known, bool *counted, struct fault *fault)
{
	struct person_row person;

	TRY(find_person(conn, &attempt->person, &person, fault));
	*counted = id_equal(&person.attempt_id, &attempt->id);
	if (!*counted)
		return RC_OK;
	identity_record(&person.known, outcome, now_ms);
	*known = person.known;
	return write_person(conn, &person, fault);
}

static enum rc approve_sale(struct conn *conn, const struct identity_command *command,
                            const struct identity_attempt *attempt, const struct identity_policy *policy,
                            const char *approval_number, struct arena *arena, struct fault *fault)
{
	static const struct sale_entry entry = {.action = "identity_approved", .from = SALE_DRAFT, .to = SALE_DRAFT};
	BSON(set);
	BSON(identity);
	const struct sale_write write = {.set = &set, .entry = &entry};
	int64_t now_ms = command->actor->now_ms;
	struct sale sale;
	enum sale_step step;

	TRY(sale_get(conn, &attempt->sale_id, &scope_all, arena, &sale, fault));
	if (sale.state != SALE_DRAFT)
		return RC_OK;
	sale.approval_number = approval_number;
	sale.usable_until_ms = now_ms + policy->approval_life_ms;
	wire_put_text(&identity, "approval_number", approval_number);
	wire_put_ms(&identity, "approved_at", now_ms);
	wire_put_ms(&identity, "usable_until", sale.usable_until_ms);
	wire_put_id(&identity, "attempt_id", &attempt->id);
	wire_put_document(&set, "identity", &identity);
	step = sale_step_of(&sale, now_ms);
	wire_put_text(&set, "step", sale_step_name(step));
	TRY(sale_write(conn, &sale, command->actor, &write, fault));
	return sale_show_step(conn, &sale, step, arena, fault);
}

static void put_end(bson_t *set, const struct identity_settlement *settlement, const struct identity_policy *policy,
                    const struct identity_person *known, int64_t now_ms)
{
	int64_t next_ms;
	enum identity_next next;

	wire_put_ms(set, "ended_at", now_ms);
	wire_put_text(set, "state", identity_outcome_name(settlement->outcome));
	if (settlement->outcome == IDENTITY_APPROVED)
		wire_put_text(set, "approval_number", settlement->approval_number);
	if (settlement->outcome != IDENTITY_FAILED)
		return;
	next = identity_after_failure(policy, known, now_ms, &next_ms);
	wire_put_text(set, "next", identity_next_name(next));
	wire_put_ms(set, "next_at", next_ms);
}

static enum rc settle(struct conn *conn, const struct identity_command *command,
                      const struct identity_attempt *attempt, const struct identity_settlement *settlement,
                      struct arena *arena, struct fault *fault)
{
	BSON(set);
	int64_t now_ms = command->actor->now_ms;
	struct identity_policy policy;
	struct identity_person known = {0};
	bool counted;

	if (settlement->outcome == IDENTITY_VOID)
		return make_void(conn, attempt, settlement->reason, now_ms, arena, fault);
	TRY(policy_of(conn, attempt, arena, &policy, fault));
	TRY(count_outcome(conn, attempt, settlement->outcome, now_ms, &known, &counted, fault));
	if (!counted)
		return make_void(conn, attempt, "lapsed", now_ms, arena, fault);
	put_end(&set, settlement, &policy, &known, now_ms);
	TRY(write_attempt(conn, attempt, &set, fault));
	if (settlement->outcome == IDENTITY_APPROVED)
		TRY(approve_sale(conn, command, attempt, &policy, settlement->approval_number, arena, fault));
	return tell_end(conn, attempt, settlement->outcome, now_ms, arena, fault);
}

enum rc identity_attempt_settle(struct conn *conn, const struct identity_command *command,
                                const struct identity_settlement *settlement, struct fault *fault)
{
	ARENA(arena, 32768, 1 << 20);
	struct identity_attempt attempt;

	TRY(find_attempt(conn, &command->attempt_id, &command->actor->user_id, arena, &attempt, fault));
	if (attempt.state != IDENTITY_STATE_CHECKING && attempt.state != IDENTITY_STATE_RESERVED)
		return RC_OK;
	return settle(conn, command, &attempt, settlement, arena, fault);
}

static enum rc check_entered(const struct identity_settlement *settlement, struct fault *fault)
{
	const char *number = settlement->approval_number;
	enum field_verdict verdict = FIELD_OK;

	if (settlement->outcome != IDENTITY_APPROVED)
		verdict = number ? FIELD_NOT_ALLOWED : FIELD_OK;
	else if (!number)
		verdict = FIELD_REQUIRED;
	else if (!identity_approval_is_valid(number))
		verdict = FIELD_BAD_FORMAT;
	return verdict == FIELD_OK ? RC_OK : fault_field(fault, "approval_number", field_verdict_name(verdict));
}

enum rc identity_attempt_enter(struct conn *conn, const struct identity_command *command,
                               const struct identity_settlement *settlement, struct fault *fault)
{
	ARENA(arena, 32768, 1 << 20);
	struct identity_attempt attempt;

	TRY(find_attempt(conn, &command->attempt_id, &command->actor->user_id, arena, &attempt, fault));
	if (attempt.state != IDENTITY_STATE_BY_HAND)
		return wrong_state(fault);
	TRY(check_entered(settlement, fault));
	TRY(settle(conn, command, &attempt, settlement, arena, fault));
	return sale_audit(conn, command->actor, "identity_attempt", &attempt.id, fault);
}

enum rc identity_attempts_release(struct conn *conn, const struct id *call_id, int64_t now_ms, struct fault *fault)
{
	ARENA(arena, 16384, 1 << 20);
	enum { MAX = 4 }; /* a call has one open attempt; more would be our mistake, and go at its next end */
	struct identity_attempt open[MAX];
	BSON(filter);
	const bson_t *row;
	size_t count = 0;
	enum rc rc = RC_OK;

	wire_put_id(&filter, "call_id", call_id);
	wire_put_null(&filter, "ended_at");
	CURSOR(cursor) = conn_find(conn, ATTEMPTS, &filter, NULL);
	while (count < MAX && conn_next(conn, cursor, &row, &rc, fault))
		read_attempt(row, arena, &open[count++]);
	TRY(rc);
	for (size_t i = 0; i < count; i++)
		if (is_unanswered(open[i].state))
			TRY(make_void(conn, &open[i], "call_ended", now_ms, arena, fault));
	return RC_OK;
}

/* ---- before an attempt is spent ---- */

enum rc identity_check_document(struct conn *conn, const struct sale_edit *edit, enum document_type type,
                                const char *number, struct document_check *check, struct fault *fault)
{
	ARENA(arena, 32768, 1 << 20);
	const struct keyed_hash key = person_key_document(edit->key, type, number);
	const struct person person = {.document_type = document_type_name(type), .document_number = number};
	struct sale sale;
	struct campaign campaign;
	struct person_row row;

	TRY(sale_open_draft(conn, edit, arena, &sale, fault));
	TRY(campaign_get(conn, &sale.campaign_id, arena, &campaign, fault));
	TRY(find_person(conn, &key, &row, fault));
	TRY(sale_find_clash(conn, edit->key, &sale, &person, &check->clash, fault));
	check->from_ms = 0;
	check->verdict = identity_ask(&campaign.policy.identity, &row.known, edit->actor->now_ms, &check->from_ms);
	check->failures = row.known.failures;
	return RC_OK;
}
