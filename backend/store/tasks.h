/*
 * tasks — what an agent must do about a sale: data asked for, a contract to be read again.
 *
 * Promises: a sale has one open task at most; what is asked while one is open is added to it, so that it becomes one
 * call to the customer. The agent is told in the same transaction: event `task.changed` and a notification that stays
 * until it is acknowledged. An answer covers every field that was asked; it is checked as the form checks it.
 * Whoever does not take it up in time shares it with the team: task_pool.h.
 * Refuses: fields that nobody may work, or that only a new offer or a new identity check could change (the field's
 * code says so); an answer that is incomplete (every missing field is named); a foreign task (RC_NOT_FOUND).
 * Owns: collection `tasks`, with store/notifications.h, which acknowledges.
 * Threads: any. Commands in a transaction.
 */
#pragma once

#include "domain/data_request.h"
#include "domain/review.h"
#include "store/sale_changes.h"

enum task_kind { TASK_DATA_REQUEST, TASK_RERECORD, TASK_CALLBACK };

NAMES_DECLARE(task_kind);

/* Why the contract must be read again. */
struct task_fault {
	enum review_fault why;
	bool has_clause;
	int64_t clause; /* 0-based */
	enum review_exception kind;
	int64_t at_ms;    /* in the finished recording */
	const char *note; /* NULL: none */
	struct id reading_id;
};

struct task_ask {
	enum task_kind kind;
	const struct data_request_item *items; /* checked by data_request_check() */
	size_t items_count;
	const struct task_fault *fault; /* with TASK_RERECORD; NULL: a change wants it */
};

/* Opens the sale's task or adds to it, and puts it among the fields of the sale that the caller's act sets. */
enum rc task_open(struct conn *conn, struct sale_case *work, const struct task_ask *ask, bson_t *set,
                  struct fault *fault) MUST_CHECK;

/* The same when the sale's task is over, among the fields that the act takes away. */
void task_put_none(bson_t *unset);

/* The contract was read again: the task is done, unless fields are still asked for. *done: then the caller's act
 * takes it from the sale. */
enum rc task_reread(struct conn *conn, struct sale_case *work, bool *done, struct fault *fault) MUST_CHECK;

/* The sale has ended: there is nothing left to do. */
enum rc task_cancel(struct conn *conn, struct sale_case *work, struct fault *fault) MUST_CHECK;

/* ---- the agent's part ---- */

struct task_answer {
	enum sale_field field;
	enum data_request_answer answer;
	const char *value; /* with DATA_REQUEST_VALUE; NULL for the other operator */
	bool other_given;
	enum other_operator_kind other_kind;
	const char *other_name;
	int64_t other_value;
};

enum { TASK_ANSWERS_MAX = SALE_FIELD_COUNT };

struct task_answering {
	struct id task_id;
	const struct scope *scope; /* own: of who works at it */
	const struct sale_actor *actor;
	const struct person_key *key; /* of documents and lines */
	const struct task_answer *answers;
	size_t answers_count;
};
/* In task_answers.c. The sale goes back to where it was and to its owner, who is told. */
enum rc task_answer(struct conn *conn, const struct task_answering *answering, struct fault *fault) MUST_CHECK;

/* What task_answer() stands on: the open task for this caller, and its end. reread: the contract must be read again.
 */
enum rc task_find(struct conn *conn, const struct scope *scope, const struct id *id, struct arena *arena,
                  const bson_t **task, struct fault *fault) MUST_CHECK;
enum rc task_end_answered(struct conn *conn, const struct sale_case *work, const bson_t *task,
                          const struct task_answer *answers, size_t count, bool reread,
                          struct fault *fault) MUST_CHECK;

/* Open ones, what expires first first. Reached: an agent's own and their teams' pools, a supervisor's teams'. */
struct task_list {
	const struct scope *scope;
	struct id agent_id; /* only theirs; none: all */
	const char *after;
	int64_t limit;
};
enum rc tasks_page_json(struct conn *conn, const struct task_list *list, struct buf *out,
                        struct fault *fault) MUST_CHECK;
enum rc task_json(struct conn *conn, const struct scope *scope, const struct id *id, struct buf *out,
                  int64_t *version, struct fault *fault) MUST_CHECK;

/* The sale's latest task as a further member `task` of its reply; nothing when it never had one. */
enum rc task_latest_json(struct conn *conn, const struct id *sale_id, struct buf *out,
                         struct fault *fault) MUST_CHECK;

/* ---- what the files of tasks share ---- */

/* A task as the words of an event name it. */
struct task_fact {
	struct id task_id;
	const char *kind, *state;
	struct id worker_id; /* who works at it */
	struct id former_id; /* who did until now; none */
	struct id asker_id;  /* none: the system */
	bool pool;
};
enum rc task_tell(struct conn *conn, const struct sale_case *work, const struct task_fact *fact,
                  struct fault *fault) MUST_CHECK;

enum rc task_notify(struct conn *conn, const struct sale_case *work, const struct id *user_id, const char *kind,
                    const struct id *task_id, struct fault *fault) MUST_CHECK;

/* Writes onto the version read. unset may be NULL. */
enum rc task_write(struct conn *conn, const bson_t *task, const bson_t *set, const bson_t *unset,
                   struct fault *fault) MUST_CHECK;

/* Among the fields of the task: when it is the team's unless its worker takes it up. */
enum rc task_put_pool_at(struct conn *conn, const struct sale_case *work, const struct id *worker_id, bson_t *set,
                         struct fault *fault) MUST_CHECK;

extern const struct scope_rule task_rule;
