/*
 * identity_attempts — collections `identity_persons` and `identity_attempts`: how often a person was checked, and
 * how.
 *
 * Promises: an attempt is reserved on the person's row before the provider is asked, by compare-and-set, so that of
 * two agents who race one is told to wait; an answer is taken before the provider checks it, so that an attempt has
 * one answer, however many are sent at once; what the provider says is written with everything that follows: count,
 * approval on the sale, history, event. A call that ends before an answer was sent releases the reservation.
 * Codes, questions and answers never come here.
 * Refuses: what domain/identity refuses, under its own words, with the time; what does not fit the attempt's state:
 * RC_CONFLICT "attempt_state"; a foreign attempt: RC_NOT_FOUND.
 * Owns: nothing; texts live in the arena given.
 * Threads: any. All commands in a transaction.
 */
#pragma once

#include "domain/identity.h"
#include "store/sale_edits.h"

struct identity_attempt {
	struct id id;
	struct id sale_id, call_id, agent_id;
	struct keyed_hash person;
	int64_t number; /* 1 to 3 */
	enum identity_method method;
	enum identity_state state;
	int64_t questions_count, questions_from_ms;
	const char *reference;   /* the provider's; NULL: none */
	struct person applicant; /* of the sale */
	int64_t version;
};

/* The agent's own. */
enum rc identity_attempt_get(struct conn *conn, const struct id *id, const struct id *agent_id, struct arena *arena,
                             struct identity_attempt *attempt, struct fault *fault) MUST_CHECK;

/* The reply of the API, without what only the provider knows: appends the members, leaves the object open. */
enum rc identity_attempt_json(struct conn *conn, const struct id *id, const struct id *agent_id, struct buf *out,
                              struct fault *fault) MUST_CHECK;

/* The latest of the sale; id none when there is none. */
enum rc identity_attempt_latest(struct conn *conn, const struct id *sale_id, const struct id *agent_id, struct id *id,
                                struct fault *fault) MUST_CHECK;

/* Checks the applicant (RC_INVALID, all wrong fields), the document (open sale, closed) and reserves. Where the
 * campaign's checks are done by hand, nobody else is asked: the attempt waits for identity_attempt_enter(). */
enum rc identity_attempt_reserve(struct conn *conn, const struct sale_edit *edit, const struct id *attempt_id,
                                 struct fault *fault) MUST_CHECK;

/* Who does something with which attempt. */
struct identity_command {
	struct id attempt_id;
	const struct sale_actor *actor;
};

/* The provider began: with a code on its way, or with questions. */
enum rc identity_attempt_begin(struct conn *conn, const struct identity_command *command, enum identity_method method,
                               const char *reference, struct fault *fault) MUST_CHECK;

/* Questions in the code's place; RC_CONFLICT "code_may_come" before their time. */
enum rc identity_attempt_switch(struct conn *conn, const struct identity_command *command,
                                struct fault *fault) MUST_CHECK;

/* The n-th question is read aloud. */
enum rc identity_attempt_ask(struct conn *conn, const struct identity_command *command, int64_t question,
                             struct fault *fault) MUST_CHECK;

/* Takes the one answer: a code, or so many options. */
enum rc identity_attempt_take(struct conn *conn, const struct identity_command *command, enum identity_method method,
                              int64_t answers, struct fault *fault) MUST_CHECK;

/* What the provider said. Nothing happens when the attempt was ended meanwhile. */
struct identity_settlement {
	enum identity_outcome outcome;
	const char *approval_number; /* IDENTITY_APPROVED */
	const char *reason;          /* IDENTITY_VOID: a slug */
};
enum rc identity_attempt_settle(struct conn *conn, const struct identity_command *command,
                                const struct identity_settlement *settlement, struct fault *fault) MUST_CHECK;

/*
 * What the bureau's own program said, entered by the agent: only while the attempt is by hand. RC_INVALID:
 * approval_number missing, ill-formed, or there without an approval.
 */
enum rc identity_attempt_enter(struct conn *conn, const struct identity_command *command,
                               const struct identity_settlement *settlement, struct fault *fault) MUST_CHECK;

/* The call is over: attempts without an answer are void. */
enum rc identity_attempts_release(struct conn *conn, const struct id *call_id, int64_t now_ms,
                                  struct fault *fault) MUST_CHECK;

/* What is known before an attempt is spent; it reveals only that something exists. Out of a transaction. */
struct document_check {
	struct sale_clash clash;
	enum identity_verdict verdict;
	int64_t from_ms;
	int64_t failures;
};
enum rc identity_check_document(struct conn *conn, const struct sale_edit *edit, enum document_type type,
                                const char *number, struct document_check *check, struct fault *fault) MUST_CHECK;
