/*
 * sale_changes — the one place where a submitted sale changes: an action of domain/sale, or an act that leaves its
 * state alone, with everything that follows from it.
 *
 * Promises: sale_case_open() reads the sale with its rules and facts; sale_case_apply() asks domain/sale and
 * writes state, return_state, ready, wait_until, the claim (renewed by each act of its holder, ended when the sale
 * goes to somebody else), history and audit entry, event `sale.changed` (and `sale.fallen`), onto the version that
 * was read, in the caller's transaction. An open task falls with its sale.
 * Refuses: what domain/sale refuses (RC_CONFLICT under its own word), among it everything before activation once the
 * validity is over, whether or not the expiry job has run; a version that is out of date (RC_STALE); with a scope
 * "claimed" what the caller does not hold (RC_CONFLICT "claim_held" with who and until, "not_claimed" when nobody
 * does).
 * Owns: nothing; what is read lives in the arena given.
 * Threads: any. In a transaction.
 *
 *	TRY(sale_case_open(conn, &target, arena, &work, fault));
 *	work.facts.recording_passed = true;   // what this transaction itself makes true
 *	TRY(sale_case_apply(conn, &work, &(struct sale_act){.action = SALE_RELEASE_RECORDING}, fault));
 */
#pragma once

#include "domain/kpi.h"
#include "store/campaigns.h"
#include "store/sales.h"

struct sale_target {
	struct id sale_id;
	int64_t version; /* the If-Match; 0: as it stands */
	const struct scope *scope;
	const struct sale_actor *actor; /* user_id none: the system */
};

/* As it is stored; it may have run out. */
struct sale_claim {
	struct id by; /* none: nobody */
	const char *by_name;
	int64_t since_ms, until_ms;
};

struct sale_case {
	struct sale sale; /* as it stands; state and version follow each write */
	struct campaign campaign;
	struct sale_claim claim;
	struct sale_facts facts; /* as stored; the caller puts right what its transaction changes */
	bool ready;
	int64_t returned_ms; /* when it came back to its owner; 0: it never waited */
	const struct sale_actor *actor;
	struct arena *arena;
};

enum rc sale_case_open(struct conn *conn, const struct sale_target *target, struct arena *arena,
                       struct sale_case *work, struct fault *fault) MUST_CHECK;

/* An action of domain/sale. */
struct sale_act {
	enum sale_action action;
	bool by_system;     /* the effect of another's act, or of time: nobody need hold it */
	bool passes;        /* another action follows at once: the claim is not ended in between */
	const char *reason; /* NULL: none */
	const char *const *fields;
	size_t fields_count;
	const bson_t *set, *unset; /* the act's own fields; NULL: none. Not state, ready, wait_until, claim */
};
enum rc sale_case_apply(struct conn *conn, struct sale_case *work, const struct sale_act *act,
                        struct fault *fault) MUST_CHECK;

/* What happens to `ready` and `wait_until`. */
enum sale_wait {
	SALE_WAIT_KEEP,  /* nothing */
	SALE_WAIT_WAKES, /* it can move now */
	SALE_WAIT_UNTIL, /* it waits for a time; the holder lets go of it */
	SALE_WAIT_OVER,  /* nothing is left to do with it */
};

/* What becomes of the claim beside what follows from the state. */
enum sale_claiming {
	SALE_CLAIM_KEEP, /* the holder's is renewed, another's stays */
	SALE_CLAIM_TAKE, /* the caller takes it; domain/claim was asked */
	SALE_CLAIM_DROP, /* it ends */
};

/* An act that leaves the state. Before activation it needs a sale that is not over. */
struct sale_note {
	const char *action; /* its word in the history; NULL: none, and no event: the claim is renewed and no more */
	const char *reason;
	const char *const *fields;
	size_t fields_count;
	const bson_t *set, *unset;
	enum sale_wait wait;
	int64_t wait_until_ms; /* with SALE_WAIT_UNTIL */
	enum sale_claiming claiming;
	bool late; /* also when the sale is over: it only lets go */
};
enum rc sale_case_note(struct conn *conn, struct sale_case *work, const struct sale_note *note,
                       struct fault *fault) MUST_CHECK;

/* An action that is also the taking of a claim: the first one begins the review. */
enum rc sale_case_take(struct conn *conn, struct sale_case *work, enum sale_action action,
                       struct fault *fault) MUST_CHECK;

/* A supervisor lets the confirmed services of a half-loaded sale be reversed. */
bool sale_is_reversing(const struct sale_case *work);

/* RC_CONFLICT under the validity's word once nothing may move the sale any more. What is being reversed is frozen,
 * and yet worked at: what may be done with it is domain/sale's. */
enum rc sale_case_in_time(const struct sale_case *work, struct fault *fault) MUST_CHECK;

/* RC_CONFLICT "claim_held" with who and until, when another holds the claim. */
enum rc sale_case_held(const struct sale_case *work, int64_t until_ms, struct fault *fault);

/* Where the back office's time at a sale goes. */
enum kpi_step sale_claim_step(enum sale_state state);

/* Whether the back office has it in hand, and may move it. */
bool sale_state_in_hand(enum sale_state state);
bool sale_state_can_move(enum sale_state state);
