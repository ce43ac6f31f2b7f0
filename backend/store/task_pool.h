/*
 * task_pool — whose a task is: of the agent who is asked, of the team when nobody took it up, of who took it then.
 *
 * Promises: a task of an agent who is offline, or that was not acknowledged for 15 contact minutes, stands in the
 * team's pool, where its own agent sees it, too. Whoever takes it works on with the sale: reads it, calls from it,
 * records the contract, answers; the agent credited with the sale never changes. A supervisor gives a task, or all of
 * an absent person's, to somebody of the same team or to the pool, with a reason. Each of these is an entry of the
 * sale's history and an audit entry.
 * Refuses: a task of another team (RC_NOT_FOUND), one that somebody works at (RC_CONFLICT "task_taken", with who),
 * one that is over ("task_state"), a sale that has run out ("sale_expired"); a new worker who is no active agent of
 * the task's team (RC_INVALID, field agent_id).
 * Owns: nothing; the collection is tasks.h's.
 * Threads: any. All in a transaction, but for tasks_due().
 */
#pragma once

#include "store/tasks.h"

/* The tasks that are due for the pool at now_ms; *next_ms: when the next will be, INT64_MAX when none. */
enum rc tasks_due(struct conn *conn, int64_t now_ms, struct id *ids, size_t max, size_t *count, int64_t *next_ms,
                  struct fault *fault) MUST_CHECK;

/* One of them; nothing happens when it is not due any more. */
enum rc task_fall_due(struct conn *conn, const struct id *task_id, const struct sale_actor *actor,
                      struct fault *fault) MUST_CHECK;

/* The agent is gone: what is open of theirs is due for the pool now. */
enum rc tasks_let_go(struct conn *conn, const struct id *agent_id, int64_t now_ms, struct fault *fault) MUST_CHECK;

/* The agent takes it from the pool; their own they take up. scope: reached. */
enum rc task_take(struct conn *conn, const struct id *task_id, const struct scope *scope,
                  const struct sale_actor *actor, struct fault *fault) MUST_CHECK;

/* scope: team. */
struct task_assignment {
	struct id worker_id; /* none: the team's pool */
	const char *reason;
	const struct scope *scope;
	const struct sale_actor *actor;
};
enum rc task_assign(struct conn *conn, const struct id *task_id, const struct task_assignment *to,
                    struct fault *fault) MUST_CHECK;

/* All open ones of that person that can still be worked; *count: how many. */
enum rc tasks_assign_all(struct conn *conn, const struct id *agent_id, const struct task_assignment *to,
                         int64_t *count, struct fault *fault) MUST_CHECK;
