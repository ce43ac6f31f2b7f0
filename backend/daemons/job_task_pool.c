/* Tasks that nobody took up in time become their team's. */
#include "daemons/jobs.h"
#include "store/task_pool.h"
#include "store/txn.h"

struct falling {
	const struct id *id;
	struct sale_actor actor;
};

static enum rc due_tasks(const struct jobs *jobs, int64_t now_ms, struct job_due *due, struct fault *fault)
{
	CONN(conn);

	TRY(conn_open(jobs->store, STORE_BRISK, &conn, fault));
	return tasks_due(&conn, now_ms, due->ids, JOBS_DUE_MAX, &due->count, &due->next_ms, fault);
}

static enum rc task_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct falling *falling = context;

	return task_fall_due(conn, falling->id, &falling->actor, fault);
}

static enum rc run_task(const struct jobs *jobs, const struct id *id, struct fault *fault)
{
	struct falling falling = {.id = id,
	                          .actor = {.name = "jobs",
	                                    .operation = "task_pool",
	                                    .now_ms = clock_service_ms(jobs->clock),
	                                    .real_ms = clock_real_ms()}};

	return txn_run(jobs->store, task_body, &falling, fault);
}

const struct job_kind job_task_pool = {
	.name = "task_pool", .collections = {"tasks"}, .due = due_tasks, .run = run_task};
