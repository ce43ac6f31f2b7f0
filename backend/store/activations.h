/*
 * activations — collection `activations`: a sale's services at the operator; and the operator as seen from here.
 *
 * Promises: line, rate and personal data in this order, then the services one by one, each with its own result. What
 * is asked of the operator is asked outside transactions, between two of them: activation_reserve() writes
 * `loading` and the load's number first, activation_settle() folds the answer in. Whoever dies in between leaves a
 * service that counts as unconfirmed after a while, and is asked about before anything is sent again; so nothing is
 * loaded twice. Once all are settled and one is loaded the sale is activated, and delivered when nothing is to be
 * sent. Three time-outs in a row show the operator as down: then one probe at a time, and no tries are spent.
 * A loaded service is taken off in the same way when a supervisor has a half-loaded sale reversed, or the customer
 * withdrew; with the last one the sale expires, or nothing is left to do at the operator.
 * Refuses: a sale that is not being activated ("wrong_state"), a step before its turn ("step_before"), and what
 * domain/activation refuses, under its words; "operator_down" says until when.
 * Owns: documents "operator:NAME" in `settings`; texts live in the arena given.
 * Threads: any. Commands in a transaction.
 */
#pragma once

#include "base/buf.h"
#include "domain/activation_entry.h"
#include "store/sale_changes.h"

/* One service of the sale. */
struct service {
	int64_t n; /* from 1 */
	struct id product_id;
	const char *name;
	int64_t price_cop;
	enum activation_service state;
	int64_t tries;                  /* loads that cost one */
	int64_t sent;                   /* loads sent */
	int64_t asks;                   /* questions about the last one */
	int64_t loading_until_ms;       /* real time; 0: not loading */
	const char *reference, *reason; /* the operator's; NULL: none */
	int64_t at_ms;                  /* of the last answer; 0: none */
};

struct activation {
	int64_t version;                        /* 0: nothing is stored yet */
	const char *line_reference, *rate_code; /* NULL: not yet */
	bool has_person;
	struct service services[OFFER_PRODUCTS_MAX];
	size_t services_count;
	const bson_t *document; /* NULL: nothing is stored yet */
};

struct activation_case {
	struct sale_case sale;
	struct activation activation;
	const char *operator_name;
	struct activation_operator operator_state;
};

/* As it stands, refused unless the sale is being activated and in time. Also outside a transaction. */
enum rc activation_case_open(struct conn *conn, const struct sale_target *target, struct arena *arena,
                             struct activation_case *work, struct fault *fault) MUST_CHECK;

/* ---- line, rate, personal data ---- */

/* Whether the step may be done now. */
enum rc activation_check_step(const struct activation_case *work, enum activation_step step,
                              struct fault *fault) MUST_CHECK;

struct activation_done {
	enum activation_step step; /* below ACTIVATION_SERVICES */
	const char *found_by;      /* of the line */
	const char *reference;     /* of the line; the code of the rate */
};
enum rc activation_step_done(struct conn *conn, const struct sale_target *target, const struct activation_done *done,
                             struct fault *fault) MUST_CHECK;

/* The operator did not answer to a step. */
enum rc activation_operator_silent(struct conn *conn, const struct sale_target *target,
                                   struct fault *fault) MUST_CHECK;

/* ---- services ---- */

/* What is to be asked of the operator now: load it, or say whether it is loaded. */
struct activation_reserved {
	struct id sale_id;
	enum activation_act act;
	struct service service;
	bool by_hand;                       /* a person has taken it off in the operator's own program, and says so */
	const struct activation_case *work; /* what the operator is told; in the arena */
};
enum rc activation_reserve(struct conn *conn, const struct sale_target *target, int64_t n, struct arena *arena,
                           struct activation_reserved *reserved, struct fault *fault) MUST_CHECK;

/* The same to take it off: of a sale that is being reversed, or that was withdrawn. */
enum rc activation_reserve_removal(struct conn *conn, const struct sale_target *target, int64_t n,
                                   struct arena *arena, struct activation_reserved *reserved,
                                   struct fault *fault) MUST_CHECK;

struct activation_outcome {
	struct id sale_id;
	int64_t n, sent; /* of which load */
	enum activation_act act;
	enum activation_answer answer;
	const char *reference, *reason; /* NULL: none */
	const struct sale_actor *actor;
};
/* An answer about a load that was settled meanwhile changes nothing. Also after the claim or the validity is over:
 * what happened at the operator happened. */
enum rc activation_settle(struct conn *conn, const struct activation_outcome *outcome,
                          struct fault *fault) MUST_CHECK;

/* ---- by hand ---- */

/*
 * What a person read in the operator's own program: the same order, tries and history; nobody is asked, so nothing is
 * learnt of the operator. RC_INVALID: wrong fields, all named. RC_CONFLICT "not_by_hand" where the campaign's
 * services are loaded by the port; there the other commands say "by_hand" instead.
 */
enum rc activation_enter(struct conn *conn, const struct sale_target *target, const struct activation_entry *entry,
                         struct fault *fault) MUST_CHECK;

/* The campaign's operator is down and no probe is due: nothing of it can be activated now. */
enum rc activation_waits(struct conn *conn, const struct id *campaign_id, int64_t now_ms, bool *waits,
                         struct fault *fault) MUST_CHECK;

/* ---- reading ---- */

/* The reply of the API; before the first step all services are to be loaded. */
enum rc activation_json(struct conn *conn, const struct id *sale_id, const struct scope *scope, int64_t real_ms,
                        struct buf *out, int64_t *version, struct fault *fault) MUST_CHECK;
