#include "domain/reading.h"

#include <assert.h>

static const char *const reading_clause_kind_names[] = {
	[READING_STATEMENT] = "statement",
	[READING_QUESTION] = "question",
};

static const char *const reading_answer_names[] = {
	[READING_READ] = "read",
	[READING_YES] = "yes",
	[READING_UNCLEAR] = "unclear",
	[READING_NO] = "no",
};

static const char *const reading_state_names[] = {
	[READING_OPEN] = "open",
	[READING_ACCEPTED] = "accepted",
	[READING_VOID] = "void",
	[READING_INTERRUPTED] = "interrupted",
	[READING_UNACCEPTED] = "unaccepted",
};

static const char *const reading_verdict_names[] = {
	[READING_ALLOWED] = "allowed",
	[READING_NOT_RECORDED] = "not_recorded",
	[READING_NO_IDENTITY] = "identity_missing",
	[READING_NO_PRODUCT] = "no_product",
	[READING_LINE_MISSING] = "line_missing",
	[READING_TAKES_SPENT] = "takes_spent",
	[READING_ALREADY_ACCEPTED] = "already_accepted",
	[READING_OPEN_ALREADY] = "reading_open",
	[READING_ENDED] = "reading_ended",
	[READING_OUT_OF_ORDER] = "out_of_order",
	[READING_NOT_BEGUN] = "not_begun",
	[READING_ANSWER_DUE] = "answer_due",
	[READING_NO_QUESTION] = "no_question",
	[READING_MARK_IMPOSSIBLE] = "mark_impossible",
};

NAMES_DEFINE(reading_clause_kind);
NAMES_DEFINE(reading_answer);
NAMES_DEFINE(reading_state);
NAMES_DEFINE(reading_verdict);

enum reading_verdict reading_start_check(const struct reading_policy *policy, const struct reading_start *start)
{
	if (start->accepted)
		return READING_ALREADY_ACCEPTED;
	if (start->open)
		return READING_OPEN_ALREADY;
	if (start->products == 0)
		return READING_NO_PRODUCT;
	if (!start->lines_complete)
		return READING_LINE_MISSING;
	if (!start->identity_approved)
		return READING_NO_IDENTITY;
	if (start->takes >= policy->takes_per_call_max)
		return READING_TAKES_SPENT;
	return start->recording ? READING_ALLOWED : READING_NOT_RECORDED;
}

static enum reading_verdict check_mark(const struct reading_take *take, enum reading_clause_kind kind, size_t clause,
                                       enum reading_answer answer)
{
	if (take->state != READING_OPEN)
		return READING_ENDED;
	if (clause != take->clause)
		return READING_OUT_OF_ORDER;
	if (kind == READING_QUESTION && answer == READING_READ)
		return READING_ANSWER_DUE;
	if (kind == READING_STATEMENT && answer != READING_READ)
		return READING_NO_QUESTION;
	return take->begun ? READING_ALLOWED : READING_NOT_BEGUN;
}

static void go_on(struct reading_take *take, size_t clause_count)
{
	take->clause++;
	take->times_asked = 0;
	take->refused = take->begun = false;
	if (take->clause == clause_count)
		take->state = READING_ACCEPTED;
}

enum reading_verdict reading_begin_clause(const struct reading_policy *policy,
                                          const enum reading_clause_kind *clauses, size_t clause_count,
                                          struct reading_take *take, size_t clause)
{
	struct reading_take next = *take;
	bool ends_statement = next.begun && next.clause < clause_count && clauses[next.clause] == READING_STATEMENT &&
	                      clause == (size_t)next.clause + 1 && clause < clause_count;
	enum reading_verdict verdict = READING_ALLOWED;

	if (take->state != READING_OPEN)
		return READING_ENDED;
	if (ends_statement)
		verdict = reading_mark(policy, clauses, clause_count, &next, next.clause, READING_READ);
	if (verdict != READING_ALLOWED || clause != next.clause || clause >= clause_count)
		return READING_OUT_OF_ORDER;
	next.begun = true;
	*take = next;
	return READING_ALLOWED;
}

enum reading_verdict reading_mark(const struct reading_policy *policy, const enum reading_clause_kind *clauses,
                                  size_t clause_count, struct reading_take *take, size_t clause,
                                  enum reading_answer answer)
{
	enum reading_verdict verdict;

	assert(clause_count > 0 && clause_count <= READING_CLAUSES_MAX);
	if (clause >= clause_count)
		return take->state == READING_OPEN ? READING_OUT_OF_ORDER : READING_ENDED;
	verdict = check_mark(take, clauses[clause], clause, answer);
	if (verdict != READING_ALLOWED)
		return verdict;
	if (answer == READING_READ || answer == READING_YES) {
		go_on(take, clause_count);
		return READING_ALLOWED;
	}
	take->times_asked++;
	take->begun = false;
	take->refused = answer == READING_NO;
	if (take->times_asked >= policy->times_asked_max)
		take->state = READING_VOID;
	return READING_ALLOWED;
}

enum reading_verdict reading_interrupt(struct reading_take *take)
{
	if (take->state != READING_OPEN)
		return READING_ENDED;
	take->state = READING_INTERRUPTED;
	return READING_ALLOWED;
}

enum reading_verdict reading_refuse(struct reading_take *take)
{
	if (take->state != READING_OPEN && take->state != READING_VOID)
		return READING_ENDED;
	take->state = READING_UNACCEPTED;
	return READING_ALLOWED;
}

int reading_repeats_left(const struct reading_policy *policy, const struct reading_take *take)
{
	int64_t left = policy->times_asked_max - 1 - take->times_asked;

	return take->state == READING_OPEN && left > 0 ? (int)left : 0;
}

bool reading_time_is_possible(const struct reading_policy *policy, int64_t began_ms,
                              const struct reading_time *previous, const struct reading_time *mark)
{
	if (mark->position_ms < 0 || mark->position_ms > mark->arrived_ms - began_ms + policy->mark_tolerance_ms)
		return false;
	return previous == NULL ||
	       (mark->position_ms >= previous->position_ms && mark->arrived_ms >= previous->arrived_ms);
}
