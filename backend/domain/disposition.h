/*
 * disposition — how a call ended, what must be true of it, and what becomes of the lead.
 *
 * Promises: one const table with a row per disposition; from a call's facts says whether a disposition may be
 * recorded and, if not, why and how much is missing; says when the lead is called again; and until when the record
 * may be undone or corrected. Pure: now and the contact hours are arguments; safe from any thread.
 * Refuses: not interested before three rebuttals; what the records of identity, contract, sale or line do not bear
 * out; a callback outside the contact hours, too far off, or one too many after a rejection.
 * Source: process.md 2 and its table; proceso-de-venta, "contrargumentar al menos en 3 ocasiones".
 */
#pragma once

#include "domain/contact_hours.h"
#include "domain/lead.h"
#include "domain/names.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum disposition {
	DISPOSITION_SALE,
	DISPOSITION_NOT_INTERESTED,
	DISPOSITION_CALLBACK,
	DISPOSITION_DO_NOT_CALL,
	DISPOSITION_IDENTITY_RETRY,
	DISPOSITION_IDENTITY_CLOSED,
	DISPOSITION_CONTRACT_NOT_ACCEPTED,
	DISPOSITION_EXISTING_CUSTOMER,
	DISPOSITION_DECEASED,
	DISPOSITION_SOMEONE_ELSE, /* someone else answered, or not the line holder */
	DISPOSITION_MINOR,
	DISPOSITION_WRONG_NUMBER,
	DISPOSITION_NO_ANSWER,
	DISPOSITION_BUSY,
	DISPOSITION_MACHINE,
	DISPOSITION_HUNG_UP_BEFORE_OFFER,
	DISPOSITION_HUNG_UP_AFTER_OFFER,
	DISPOSITION_DROPPED,
	DISPOSITION_TECHNICAL,
	DISPOSITION_LINE_FAILURE,
};

enum { DISPOSITION_COUNT = DISPOSITION_LINE_FAILURE + 1 };

NAMES_DECLARE(disposition);

/* Whether the customer was spoken to, in the law's sense. */
enum disposition_contact {
	DISPOSITION_CONTACT_NO,
	DISPOSITION_CONTACT_YES,
	DISPOSITION_CONTACT_AS_IT_WAS, /* as the call's facts say */
};

/* The screen's groups, by what happens next. */
enum disposition_group {
	DISPOSITION_GROUP_NO_CONTACT,
	DISPOSITION_GROUP_OTHER_PERSON,
	DISPOSITION_GROUP_INTERRUPTED,
	DISPOSITION_GROUP_CALL_AGAIN,
	DISPOSITION_GROUP_EFFECTIVE,
	DISPOSITION_GROUP_NON_EFFECTIVE,
};

NAMES_DECLARE(disposition_group);

/* What the telephony port said of the line, at the latest. */
enum line_report {
	LINE_REPORT_NONE, /* nothing yet: the line is open */
	LINE_REPORT_NO_ANSWER,
	LINE_REPORT_BUSY,
	LINE_REPORT_MACHINE,
	LINE_REPORT_CUSTOMER_HUNG_UP,
	LINE_REPORT_AGENT_HUNG_UP,
	LINE_REPORT_DROPPED, /* fell between the two */
	LINE_REPORT_FAILURE, /* our own line */
};

enum { LINE_REPORT_COUNT = LINE_REPORT_FAILURE + 1 };

NAMES_DECLARE(line_report);

struct disposition_policy {
	int64_t rebuttals_least;           /* 3 */
	int64_t closed_ms;                 /* † 90 days: not interested, identity closed, contract not accepted */
	int64_t callback_within_ms;        /* † 7 days */
	int64_t callbacks_after_rejection; /* † 2 */
	int64_t someone_else_ms;           /* † 4 h */
	int64_t minor_ms;                  /* † 4 h: later the same day, or the next */
	int64_t no_answer_ms;              /* † 4 h */
	int64_t busy_ms;                   /* † 15 min */
	int64_t technical_ms;              /* † 15 min */
	int64_t undo_ms;                   /* 5 s, where there was a contact */
	int64_t correct_ms;                /* † 10 min */
};

struct disposition_facts {
	enum line_report line;
	bool direct_contact; /* the customer was spoken to, as far as the call's records show */
	bool offer_made;     /* an offer was served and answered, or said */
	bool rejected;       /* a rejection is recorded, in this call or an earlier one of the lead */
	bool sale_submitted;
	bool identity_failed;          /* an attempt of this call failed and another is left */
	bool identity_closed;          /* the person's third failure stands */
	bool reading_not_accepted;     /* a reading of this call ended void or unaccepted, none accepted */
	int rebuttals;                 /* recorded in this call */
	int callbacks_since_rejection; /* already booked */
	int hung_up_after_offer;       /* earlier calls of the lead that ended so */
	int64_t callback_ms;           /* the time agreed; 0 when none */
	int64_t named_ms;              /* the hour someone else named; 0 when none */
	int64_t identity_from_ms;      /* when the last attempt is allowed, or the closing ends; 0 when at once */
	bool has_other_number;         /* the lead has a number not yet closed */
};

enum disposition_verdict {
	DISPOSITION_ALLOWED,
	DISPOSITION_REBUTTALS_MISSING, /* *missing says how many */
	DISPOSITION_NO_SALE,           /* no sale was submitted */
	DISPOSITION_SALE_SUBMITTED,    /* the call made a sale: only that can be said of it */
	DISPOSITION_TIME_MISSING,      /* a callback without its time */
	DISPOSITION_TIME_PAST,
	DISPOSITION_TIME_TOO_FAR,
	DISPOSITION_TIME_CLOSED,      /* outside the contact hours */
	DISPOSITION_CALLBACKS_SPENT,  /* refused before, and called back twice since */
	DISPOSITION_IDENTITY_DIFFERS, /* the attempts' records say otherwise */
	DISPOSITION_READING_DIFFERS,  /* no reading ended so */
	DISPOSITION_LINE_DIFFERS,     /* the line reported otherwise */
	DISPOSITION_OFFER_MADE,       /* there was an offer already */
	DISPOSITION_NO_OFFER,         /* there was none yet */
};

enum { DISPOSITION_VERDICT_COUNT = DISPOSITION_NO_OFFER + 1 };

NAMES_DECLARE(disposition_verdict);

/* A row of the table. */
struct disposition_rule {
	enum disposition_group group;
	enum disposition_contact contact;
	bool is_effective;  /* a sale */
	bool from_the_line; /* the line's report alone can record it */
};

const struct disposition_rule *disposition_rule_of(enum disposition disposition);

/* Whether the call was a direct contact, given how it ended. */
bool disposition_is_contact(enum disposition disposition, const struct disposition_facts *facts);

/* Whether it may be recorded. *missing is the number of missing rebuttals, else 0. */
enum disposition_verdict disposition_check(const struct disposition_policy *policy, const struct contact_hours *hours,
                                           enum disposition disposition, const struct disposition_facts *facts,
                                           int64_t now_ms, int *missing);

/* What becomes of the lead. */
struct lead_next {
	enum lead_state state;
	int64_t at_ms;      /* RETRY, CALLBACK: when; CLOSED: until when, 0 for good; others 0 */
	bool closes_number; /* this number is not dialed again for this lead */
	bool suppresses;    /* this number goes on our do-not-call list, all campaigns */
};

/* Times are moved to the next contact minute. */
struct lead_next disposition_lead_next(const struct disposition_policy *policy, const struct contact_hours *hours,
                                       enum disposition disposition, const struct disposition_facts *facts,
                                       int64_t now_ms);

/* When the record becomes final: now + undo where there was a contact, else now. */
int64_t disposition_final_at(const struct disposition_policy *policy, enum disposition disposition,
                             const struct disposition_facts *facts, int64_t now_ms);

bool disposition_may_undo(int64_t final_at_ms, int64_t now_ms);

/* A new entry may name an old one until then; a sale, and what suppressed the customer, is never taken back so: 0. */
int64_t disposition_correct_until(const struct disposition_policy *policy, enum disposition disposition,
                                  int64_t recorded_ms);
bool disposition_may_correct(const struct disposition_policy *policy, enum disposition disposition,
                             int64_t recorded_ms, int64_t now_ms);
