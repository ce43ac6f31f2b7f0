/*
 * sale — what may be done with a sale, by whom, when, and where it leads.
 *
 * Promises: one const table of transitions: action, states it starts from, state it leads to, who may, what must be
 * true, whether a reason or a claim is needed. sale_ask() answers for the facts of one sale; expiry is checked here,
 * so that nothing before activation moves after it whether or not the expiry job has run. Pure: now is an argument;
 * safe from any thread.
 * Refuses: everything the table does not name. Two people who act at once are kept apart by the store, which writes
 * onto the version it read.
 * Source: process.md 6 and 7; proceso-de-venta, "este proceso puede tardar hasta 3 dias, antes de que la venta pierda
 * su vigencia".
 */
#pragma once

#include "domain/contact_hours.h"
#include "domain/names.h"
#include "domain/role.h"
#include "domain/sale_state.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum sale_action {
	SALE_SUBMIT,            /* the agent hands the form in */
	SALE_START_REVIEW,      /* the back office takes it up */
	SALE_REQUEST_DATA,      /* fields marked missing or wrong */
	SALE_ANSWER_DATA,       /* the agent answered: back to where it was */
	SALE_REQUEST_RECORDING, /* complete: ask quality for the reading */
	SALE_RELEASE_RECORDING, /* the reading passed */
	SALE_FAULT_RECORDING,   /* the reading is faulty */
	SALE_REQUIRE_RERECORD,  /* a change after the reading wants a new one */
	SALE_RERECORD,          /* a new reading was accepted */
	SALE_CONFIRM,           /* the customer agrees */
	SALE_START_ACTIVATION,  /* papers accepted */
	SALE_ACTIVATE,          /* services settled, at least one loaded */
	SALE_DISPATCH,          /* SIMs on their way */
	SALE_RETURN,            /* the courier brings it back */
	SALE_DELIVER,           /* in the customer's hands */
	SALE_FINISH,            /* nothing to send: activated is delivered */
	SALE_GIVE_UP,           /* a third return */
	SALE_CANCEL,            /* by the customer */
	SALE_REJECT,            /* by the back office */
	SALE_EXPIRE,            /* the time is over */
	SALE_EXTEND,            /* half loaded: the supervisor lets the back office finish */
	SALE_REVERSE,           /* half loaded: confirmed services reversed */
	SALE_WITHDRAW,          /* retracto */
	SALE_AMEND,             /* a correction after activation: old, new, reason */
};

enum { SALE_ACTION_COUNT = SALE_AMEND + 1 };

NAMES_DECLARE(sale_action);

/* Who acts: one bit per role, and the system itself (daemons, or the effect of another's act). */
enum { SALE_BY_SYSTEM = 1 << ROLE_COUNT };
#define SALE_BY(role) (1U << (role))

struct sale_policy {
	int64_t validity_ms;     /* 72 h after submission */
	int64_t validity_days;   /* † 0: calendar hours; n: the close of the n-th contact day instead */
	int64_t warn_first_ms;   /* † 24 h */
	int64_t warn_last_ms;    /* † 4 h */
	int64_t extension_ms;    /* † 24 h to finish a half-loaded sale, once */
	int64_t returns_max;     /* † 2 */
	int64_t withdrawal_days; /* 5 business days */
};

struct sale_facts {
	enum sale_state state;
	enum sale_state return_state; /* where SALE_DATA_REQUESTED goes back to */
	int64_t expires_ms;           /* from sale_expires_at(); 0 while a draft */
	int64_t extended_until_ms;    /* by a supervisor; 0 when never */
	int services;                 /* to load, of all products */
	int services_confirmed;
	int services_settled; /* confirmed, or refused for good */
	int services_unknown; /* sent, and nobody knows yet whether they are loaded */
	bool reversing;       /* a supervisor lets the confirmed ones be reversed */
	int sims_needed;
	int sims_assigned;
	int returns;                 /* so far */
	int64_t withdrawal_until_ms; /* 0 when not running yet */
	bool form_complete;          /* sale_form_check() finds nothing missing */
	bool identity_approved;      /* and usable */
	bool reading_accepted;
	bool recording_passed;   /* the accepted reading's review */
	bool addresses_complete; /* residence, delivery, city */
	bool documents_accepted; /* id front, id back, utility bill */
	bool lines_complete;     /* NIPs of ported numbers included */
	bool open_elsewhere;     /* the same document or line has another open sale */
	bool is_owner;           /* the agent's own sale or task, or the pool's */
	bool holds_claim;
};

enum sale_verdict {
	SALE_ALLOWED,
	SALE_WRONG_ROLE,
	SALE_WRONG_STATE,
	SALE_NOT_OWNER,
	SALE_NOT_CLAIMED,
	SALE_REASON_MISSING,
	SALE_TIME_OVER,       /* expired, whatever its state says */
	SALE_FROZEN,          /* half loaded and expired: a supervisor decides */
	SALE_NOT_OVER,        /* it has not expired yet */
	SALE_NOT_HALF_LOADED, /* nothing confirmed at the operator */
	SALE_EXTENDED_ALREADY,
	SALE_REVERSING, /* the other way out was chosen */
	SALE_FORM_INCOMPLETE,
	SALE_IDENTITY_MISSING,
	SALE_READING_MISSING,
	SALE_OPEN_ELSEWHERE,
	SALE_RECORDING_NOT_PASSED,
	SALE_ADDRESSES_MISSING,
	SALE_DOCUMENTS_MISSING,
	SALE_LINES_INCOMPLETE,
	SALE_SERVICES_OPEN,     /* some service has no result yet */
	SALE_NOTHING_LOADED,    /* every service was refused */
	SALE_SERVICE_CONFIRMED, /* too late to cancel: something is loaded */
	SALE_SIMS_MISSING,
	SALE_SIMS_TO_SEND,  /* there is something to send */
	SALE_RETURNS_SPENT, /* it came back twice: give up */
	SALE_RETURNS_LEFT,  /* it may be sent again */
	SALE_WITHDRAWAL_OVER,
};

enum { SALE_VERDICT_COUNT = SALE_WITHDRAWAL_OVER + 1 };

NAMES_DECLARE(sale_verdict);

/* Whether the action may be done now, and into which state. *to stays untouched unless SALE_ALLOWED. */
enum sale_verdict sale_ask(const struct sale_policy *policy, const struct sale_facts *facts, enum sale_action action,
                           unsigned by, bool has_reason, int64_t now_ms, enum sale_state *to);

/*
 * What return_state becomes by an allowed action. While data is requested the reading's loop may go on: a passed, a
 * faulty or a new reading moves the state the sale returns to, so that both are one task and one call.
 */
enum sale_state sale_return_state(const struct sale_facts *facts, enum sale_action action);

bool sale_action_needs_reason(enum sale_action action);
bool sale_action_needs_claim(enum sale_action action);

/* When a sale submitted then expires. False when the contact calendar has no such day. */
bool sale_expires_at(const struct sale_policy *policy, const struct contact_hours *hours, int64_t submitted_ms,
                     int64_t *expires_ms);

/* How near the end is; what lists and warnings show. */
enum sale_validity {
	SALE_VALIDITY_NONE, /* does not run: a draft, or activated */
	SALE_VALIDITY_FINE,
	SALE_VALIDITY_WARN,   /* under 24 h */
	SALE_VALIDITY_URGENT, /* under 4 h */
	SALE_VALIDITY_OVER,
	SALE_VALIDITY_FROZEN, /* over, but half loaded */
};

enum { SALE_VALIDITY_COUNT = SALE_VALIDITY_FROZEN + 1 };

NAMES_DECLARE(sale_validity);

enum sale_validity sale_validity_at(const struct sale_policy *policy, const struct sale_facts *facts, int64_t now_ms);

/* The next instant at which sale_validity_at() changes; 0 when never. What the jobs daemon arms its timer with. */
int64_t sale_validity_changes_at(const struct sale_policy *policy, const struct sale_facts *facts, int64_t now_ms);

/* The end of the withdrawal: the close of the n-th business day after contract and delivery, the later. */
int64_t sale_withdrawal_until(const struct sale_policy *policy, const struct holidays *holidays, int64_t contract_ms,
                              int64_t delivered_ms);
