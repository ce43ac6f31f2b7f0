/*
 * confirmation — the back office's call: does the customer agree with what was contracted?
 *
 * Promises: the outcomes and what each does to the sale, and whether another try may be made now. Pure; safe from any
 * thread.
 * Source: process.md 6, "Back office confirms: agrees / does not agree (cancelled) / a value is wrong (task) / asked
 * for another hour (booked, costs no try) / someone else answered / not reached (3 tries a day, 2 h apart †)".
 */
#pragma once

#include "domain/contact_hours.h"
#include "domain/names.h"
#include "domain/sale.h"

#include <stdbool.h>

enum confirmation_outcome {
	CONFIRMATION_AGREES,
	CONFIRMATION_DISAGREES,
	CONFIRMATION_VALUE_WRONG,
	CONFIRMATION_OTHER_HOUR,
	CONFIRMATION_SOMEONE_ELSE,
	CONFIRMATION_NOT_REACHED,
};

enum { CONFIRMATION_OUTCOME_COUNT = CONFIRMATION_NOT_REACHED + 1 };

NAMES_DECLARE(confirmation_outcome);

enum confirmation_disagreement {
	CONFIRMATION_PRICE_DIFFERS,
	CONFIRMATION_OTHER_PLAN,
	CONFIRMATION_CHANGED_MIND,
	CONFIRMATION_SALE_UNKNOWN, /* does not recognise the sale */
	CONFIRMATION_OTHER_REASON, /* with free text */
};

enum { CONFIRMATION_DISAGREEMENT_COUNT = CONFIRMATION_OTHER_REASON + 1 };

NAMES_DECLARE(confirmation_disagreement);

/* What an outcome does. */
struct confirmation_rule {
	enum sale_action action; /* CONFIRM, CANCEL or REQUEST_DATA; meaningless unless acts */
	bool acts;
	bool costs_try;
	bool needs_connection; /* someone answered */
	bool books;            /* with the time the customer named */
};

const struct confirmation_rule *confirmation_rule_of(enum confirmation_outcome outcome);

struct confirmation_policy {
	int64_t tries_per_day; /* † 3 */
	int64_t apart_ms;      /* † 2 h */
};

struct confirmation_tries {
	int today;         /* on the local day of last_ms that cost a try */
	int64_t last_ms;   /* the last of them; 0 when none */
	int64_t booked_ms; /* the hour the customer asked for; 0 when none */
};

/* Whether a try may be made now; unless so, *from_ms is when (UTC), 0 when the calendar has no such time. */
bool confirmation_may_try(const struct confirmation_policy *policy, const struct contact_hours *hours,
                          const struct confirmation_tries *tries, int64_t now_ms, int64_t *from_ms);

/* Folds an outcome at now_ms in; booked_ms is the hour named, 0 without. */
void confirmation_record(struct confirmation_tries *tries, enum confirmation_outcome outcome, int64_t booked_ms,
                         int64_t now_ms);
