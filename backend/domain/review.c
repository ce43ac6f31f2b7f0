#include "domain/review.h"

static const char *const review_exception_names[] = {
	[REVIEW_NOT_LITERAL] = "not_literal",
	[REVIEW_NOT_CLEAR] = "not_clear",
	[REVIEW_NO_EXPLICIT_YES] = "no_explicit_yes",
};

static const char *const review_state_names[] = {
	[REVIEW_WAITING] = "waiting",
	[REVIEW_HEARING] = "hearing",
	[REVIEW_PASSED] = "passed",
	[REVIEW_FAULTY] = "faulty",
};

static const char *const review_fault_names[] = {
	[REVIEW_FAULT_CLAUSE] = "clause",
	[REVIEW_FAULT_MISSING] = "missing",
	[REVIEW_FAULT_SILENT] = "silent",
};

static const char *const review_verdict_names[] = {
	[REVIEW_ALLOWED] = "allowed",
	[REVIEW_NOT_ALL_HEARD] = "not_all_heard",
	[REVIEW_MARKED] = "marked",
	[REVIEW_NOTHING_MARKED] = "nothing_marked",
	[REVIEW_NOT_A_QUESTION] = "not_a_question",
};

NAMES_DEFINE(review_exception);
NAMES_DEFINE(review_state);
NAMES_DEFINE(review_fault);
NAMES_DEFINE(review_verdict);

static bool is_marked(const struct review_clause *clause, enum review_exception exception)
{
	return (clause->exceptions >> exception & 1U) != 0;
}

bool review_exception_is_fatal(const struct review_clause *clause, enum review_exception exception)
{
	switch (exception) {
	case REVIEW_NO_EXPLICIT_YES:
		return true;
	case REVIEW_NOT_LITERAL:
		return clause->fatal_when_not_literal;
	case REVIEW_NOT_CLEAR:
		return false;
	}
	return false;
}

enum review_verdict review_check_mark(const struct review_clause *clause, enum review_exception exception)
{
	return exception == REVIEW_NO_EXPLICIT_YES && !clause->is_question ? REVIEW_NOT_A_QUESTION : REVIEW_ALLOWED;
}

static bool is_fatal(const struct review_clause *clause)
{
	for (int i = 0; i < REVIEW_EXCEPTION_COUNT; i++) {
		if (is_marked(clause, (enum review_exception)i) &&
		    review_exception_is_fatal(clause, (enum review_exception)i))
			return true;
	}
	return false;
}

static bool are_all_heard(const struct review_clause *clauses, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!clauses[i].heard)
			return false;
	}
	return true;
}

enum review_verdict review_check_pass(const struct review_clause *clauses, size_t count, bool with_marks)
{
	for (size_t i = 0; i < count; i++) {
		if (is_fatal(&clauses[i]) || (clauses[i].exceptions != 0 && !with_marks))
			return REVIEW_MARKED;
	}
	return are_all_heard(clauses, count) ? REVIEW_ALLOWED : REVIEW_NOT_ALL_HEARD;
}

enum review_verdict review_check_fault(const struct review_clause *clauses, size_t count, size_t *clause)
{
	size_t marked = count;

	for (size_t i = count; i-- > 0;) {
		if (clauses[i].exceptions != 0)
			marked = i;
	}
	if (marked == count)
		return REVIEW_NOTHING_MARKED;
	for (size_t i = marked; i < count; i++) {
		if (is_fatal(&clauses[i])) {
			*clause = i;
			return REVIEW_ALLOWED;
		}
	}
	if (!are_all_heard(clauses, count))
		return REVIEW_NOT_ALL_HEARD;
	*clause = marked;
	return REVIEW_ALLOWED;
}

bool review_audio_is_good(const struct review_policy *policy, const struct review_audio *audio,
                          enum review_fault *fault)
{
	if (!audio->exists || audio->duration_ms + policy->duration_slack_ms < audio->last_mark_ms) {
		*fault = REVIEW_FAULT_MISSING;
		return false;
	}
	if (audio->agent_cdb < policy->silence_cdb || audio->customer_cdb < policy->silence_cdb) {
		*fault = REVIEW_FAULT_SILENT;
		return false;
	}
	return true;
}

/* How far the span that reaches furthest from there takes the hearing. */
static int64_t heard_until(const struct review_span *spans, size_t count, int64_t at_ms)
{
	int64_t until_ms = at_ms;

	for (size_t i = 0; i < count; i++) {
		if (spans[i].from_ms <= at_ms + REVIEW_HEARD_SLACK_MS && spans[i].to_ms > until_ms)
			until_ms = spans[i].to_ms;
	}
	return until_ms;
}

bool review_is_heard(const struct review_span *spans, size_t count, int64_t from_ms, int64_t to_ms)
{
	int64_t at_ms = from_ms, until_ms;

	if (count == 0)
		return false;
	while (at_ms + REVIEW_HEARD_SLACK_MS < to_ms) {
		until_ms = heard_until(spans, count, at_ms);
		if (until_ms == at_ms)
			return false;
		at_ms = until_ms;
	}
	return true;
}

static int compare(int64_t left, int64_t right)
{
	return (left > right) - (left < right);
}

int review_compare(const struct review_rank *left, const struct review_rank *right)
{
	if (left->requested != right->requested)
		return left->requested ? -1 : 1;
	if (left->expires_ms != right->expires_ms)
		return compare(left->expires_ms, right->expires_ms);
	return compare(left->finished_ms, right->finished_ms);
}

int64_t review_queue_rank(bool requested, int64_t expires_ms)
{
	const int64_t later = INT64_C(1) << 50; /* beyond every instant */

	if (expires_ms == 0)
		return 2 * later;
	return requested ? expires_ms : later + expires_ms;
}
