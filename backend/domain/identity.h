/*
 * identity — how often a person's identity may be checked.
 *
 * Promises: given what is known of a person and the time, says whether an attempt may start, and if not, why and
 * from when; folds an attempt's outcome back into what is known. Pure: no I/O, no clock, no allocation; safe from
 * any thread.
 * Refuses: nothing by itself. Two agents who race are kept apart by the store, which writes the reservation only
 * onto the state it read (compare-and-set); a late outcome of an abandoned attempt finds its reservation gone.
 * Source: proceso-de-venta, "realizar un segundo intento ... un tercer y ultimo intento transcurridas 24 horas".
 * The closing period after the last failure is ours, as process.md marks it.
 */
#pragma once

#include "domain/contact_hours.h"
#include "domain/names.h"

#include <stdbool.h>
#include <stdint.h>

enum { IDENTITY_APPROVAL_SIZE = 41 }; /* an approval number: 1 to 40 letters, digits, '-' */

/* Configuration; all times in milliseconds. */
struct identity_policy {
	int64_t wait_before_last_ms; /* after the second failure: 24 h */
	int64_t reservation_ms;      /* an attempt nobody reports back on frees itself after this */
	int64_t closed_ms;           /* after the third failure: 90 days */
	int64_t approval_life_ms;    /* † an approval can be used for a sale: 24 h */
	int64_t callback_within_ms;  /* † the callback before the last attempt, from the failure: 7 days */
	int64_t code_wait_ms;        /* † a code that has not come: questions instead, same attempt: 60 s */
	int64_t code_digits;         /* 5 */
	int64_t questions;           /* 5 */
	int64_t by_hand;             /* † 1: the agent works in the bureau's own program and enters what it says */
};

/* What is known of one person, keyed by document type and number. All zeros: never seen. */
struct identity_person {
	uint8_t failures;          /* since the last approval, 0..3 */
	int64_t failed_at_ms;      /* the latest failure, UTC; meaningless while failures is 0 */
	int64_t reserved_until_ms; /* an attempt is under way until then, UTC; 0 when none is */
};

enum identity_verdict {
	IDENTITY_MAY_TRY,  /* an attempt may start now */
	IDENTITY_BUSY,     /* another attempt is under way */
	IDENTITY_TOO_SOON, /* the last attempt is allowed only later */
	IDENTITY_CLOSED,   /* three failures: no new sale for this document */
};

NAMES_DECLARE(identity_verdict);

/* How one attempt checks, and how it may go on. */
enum identity_method {
	IDENTITY_SMS,
	IDENTITY_QUESTIONS,
	IDENTITY_BY_HAND, /* in the bureau's own program */
};

NAMES_DECLARE(identity_method);

enum identity_outcome {
	IDENTITY_APPROVED, /* forgets the failures */
	IDENTITY_FAILED,   /* a wrong code or wrong answers */
	IDENTITY_VOID,     /* the provider erred or timed out: not an attempt */
};

enum { IDENTITY_VERDICT_COUNT = IDENTITY_CLOSED + 1, IDENTITY_OUTCOME_COUNT = IDENTITY_VOID + 1 };

NAMES_DECLARE(identity_outcome);

/* Where one attempt stands. The ends carry the words of the outcomes. */
enum identity_state {
	IDENTITY_STATE_RESERVED,  /* the provider is being asked */
	IDENTITY_STATE_CODE_SENT, /* the customer waits for the code */
	IDENTITY_STATE_QUESTIONS, /* the customer is being asked */
	IDENTITY_STATE_BY_HAND,   /* the agent is at the bureau's own program */
	IDENTITY_STATE_CHECKING,  /* an answer was sent: from here on a call that ends changes nothing */
	IDENTITY_STATE_APPROVED,
	IDENTITY_STATE_FAILED,
	IDENTITY_STATE_VOID,
};

enum { IDENTITY_STATE_COUNT = IDENTITY_STATE_VOID + 1 };

NAMES_DECLARE(identity_state);

/* What may follow a failure. */
enum identity_next {
	IDENTITY_NEXT_AGAIN, /* at once */
	IDENTITY_NEXT_WAIT,  /* the last one, later */
	IDENTITY_NEXT_CLOSED,
};

NAMES_DECLARE(identity_next);

/* Says whether an attempt may start at now_ms. Unless it may, *from_ms is when to ask again (UTC). */
enum identity_verdict identity_ask(const struct identity_policy *policy, const struct identity_person *person,
                                   int64_t now_ms, int64_t *from_ms);

/* Marks an attempt as under way. Only after identity_ask() said IDENTITY_MAY_TRY. */
void identity_reserve(const struct identity_policy *policy, struct identity_person *person, int64_t now_ms);

/* Ends the attempt under way and folds in how it went. */
void identity_record(struct identity_person *person, enum identity_outcome outcome, int64_t now_ms);

/* Whether an approval given at approved_ms still serves a sale. */
bool identity_approval_is_usable(const struct identity_policy *policy, int64_t approved_ms, int64_t now_ms);

/* 1 to 40 letters, digits and hyphens: what a person may enter by hand, or a provider answer. */
bool identity_approval_is_valid(const char *number);

/* Whether questions may take the place of a code sent at sent_ms, inside the same attempt. */
bool identity_may_ask_questions(const struct identity_policy *policy, int64_t sent_ms, int64_t now_ms);

/*
 * The callback the server books after the second failure: the first contact minute at least 24 h later. False when
 * the person has not just two failures, or no such minute exists.
 */
bool identity_book_callback(const struct identity_policy *policy, const struct contact_hours *hours,
                            const struct identity_person *person, int64_t *callback_ms);

/* Whether a time agreed instead will do: not before the last attempt is allowed, in the hours, within 7 days. */
bool identity_callback_fits(const struct identity_policy *policy, const struct contact_hours *hours,
                            const struct identity_person *person, int64_t callback_ms);

/* What follows the person's latest failure; *from_ms is when (UTC): now_ms, the last attempt's time, the closing's
 * end. */
enum identity_next identity_after_failure(const struct identity_policy *policy, const struct identity_person *person,
                                          int64_t now_ms, int64_t *from_ms);
