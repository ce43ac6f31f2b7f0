#include "domain/identity.h"

#include <assert.h>
#include <string.h>

enum { FREE_ATTEMPTS = 2, ALL_ATTEMPTS = 3 };

static const char *const identity_verdict_names[] = {
	[IDENTITY_MAY_TRY] = "may_try",
	[IDENTITY_BUSY] = "identity_busy",
	[IDENTITY_TOO_SOON] = "identity_too_soon",
	[IDENTITY_CLOSED] = "identity_closed",
};

static const char *const identity_method_names[] = {
	[IDENTITY_SMS] = "sms",
	[IDENTITY_QUESTIONS] = "questions",
	[IDENTITY_BY_HAND] = "by_hand",
};

static const char *const identity_outcome_names[] = {
	[IDENTITY_APPROVED] = "approved",
	[IDENTITY_FAILED] = "failed",
	[IDENTITY_VOID] = "void",
};

static const char *const identity_state_names[] = {
	[IDENTITY_STATE_RESERVED] = "reserved",   [IDENTITY_STATE_CODE_SENT] = "code_sent",
	[IDENTITY_STATE_QUESTIONS] = "questions", [IDENTITY_STATE_BY_HAND] = "by_hand",
	[IDENTITY_STATE_CHECKING] = "checking",   [IDENTITY_STATE_APPROVED] = "approved",
	[IDENTITY_STATE_FAILED] = "failed",       [IDENTITY_STATE_VOID] = "void",
};

static const char *const identity_next_names[] = {
	[IDENTITY_NEXT_AGAIN] = "again",
	[IDENTITY_NEXT_WAIT] = "wait",
	[IDENTITY_NEXT_CLOSED] = "closed",
};

NAMES_DEFINE(identity_verdict);
NAMES_DEFINE(identity_method);
NAMES_DEFINE(identity_outcome);
NAMES_DEFINE(identity_state);
NAMES_DEFINE(identity_next);

enum identity_verdict identity_ask(const struct identity_policy *policy, const struct identity_person *person,
                                   int64_t now_ms, int64_t *from_ms)
{
	enum identity_verdict verdict = IDENTITY_MAY_TRY;
	int64_t until_ms = now_ms;

	/* The reservation comes first: the attempt under way may still change the rest. */
	if (now_ms < person->reserved_until_ms) {
		verdict = IDENTITY_BUSY;
		until_ms = person->reserved_until_ms;
	} else if (person->failures >= ALL_ATTEMPTS) {
		verdict = IDENTITY_CLOSED;
		until_ms = person->failed_at_ms + policy->closed_ms;
	} else if (person->failures == FREE_ATTEMPTS) {
		verdict = IDENTITY_TOO_SOON;
		until_ms = person->failed_at_ms + policy->wait_before_last_ms;
	}
	if (now_ms >= until_ms)
		return IDENTITY_MAY_TRY;
	*from_ms = until_ms;
	return verdict;
}

void identity_reserve(const struct identity_policy *policy, struct identity_person *person, int64_t now_ms)
{
	assert(now_ms >= person->reserved_until_ms);
	if (person->failures >= ALL_ATTEMPTS)
		person->failures = 0; /* the closing period is over: a fresh start */
	person->reserved_until_ms = now_ms + policy->reservation_ms;
}

void identity_record(struct identity_person *person, enum identity_outcome outcome, int64_t now_ms)
{
	person->reserved_until_ms = 0;
	switch (outcome) {
	case IDENTITY_APPROVED:
		person->failures = 0;
		break;
	case IDENTITY_FAILED:
		assert(person->failures < ALL_ATTEMPTS);
		person->failures++;
		person->failed_at_ms = now_ms;
		break;
	case IDENTITY_VOID:
		break;
	}
}

bool identity_approval_is_usable(const struct identity_policy *policy, int64_t approved_ms, int64_t now_ms)
{
	return now_ms >= approved_ms && now_ms < approved_ms + policy->approval_life_ms;
}

bool identity_approval_is_valid(const char *number)
{
	size_t length = strlen(number);

	return length >= 1 && length < IDENTITY_APPROVAL_SIZE &&
	       strspn(number, "0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == length;
}

bool identity_may_ask_questions(const struct identity_policy *policy, int64_t sent_ms, int64_t now_ms)
{
	return now_ms >= sent_ms + policy->code_wait_ms;
}

bool identity_book_callback(const struct identity_policy *policy, const struct contact_hours *hours,
                            const struct identity_person *person, int64_t *callback_ms)
{
	if (person->failures != FREE_ATTEMPTS)
		return false;
	return contact_hours_next(hours, person->failed_at_ms + policy->wait_before_last_ms, callback_ms);
}

bool identity_callback_fits(const struct identity_policy *policy, const struct contact_hours *hours,
                            const struct identity_person *person, int64_t callback_ms)
{
	return person->failures == FREE_ATTEMPTS &&
	       callback_ms >= person->failed_at_ms + policy->wait_before_last_ms &&
	       callback_ms <= person->failed_at_ms + policy->callback_within_ms &&
	       contact_hours_is_open(hours, callback_ms);
}

enum identity_next identity_after_failure(const struct identity_policy *policy, const struct identity_person *person,
                                          int64_t now_ms, int64_t *from_ms)
{
	*from_ms = now_ms;
	switch (identity_ask(policy, person, now_ms, from_ms)) {
	case IDENTITY_TOO_SOON:
		return IDENTITY_NEXT_WAIT;
	case IDENTITY_CLOSED:
		return IDENTITY_NEXT_CLOSED;
	case IDENTITY_MAY_TRY:
	case IDENTITY_BUSY:
		break;
	}
	return IDENTITY_NEXT_AGAIN;
}
