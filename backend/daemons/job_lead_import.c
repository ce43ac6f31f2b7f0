/* Lead lists that are importing: those just begun, and those that a crash cut off, of a daemon or of a terminal. */
#include "daemons/jobs.h"
#include "daemons/lead_import.h"

static enum rc due(const struct jobs *jobs, int64_t now_ms, struct job_due *due, struct fault *fault)
{
	CONN(conn);
	int64_t real_ms = clock_real_ms(), free_ms;

	TRY(conn_open(jobs->store, STORE_BRISK, &conn, fault));
	TRY(lead_lists_importing(&conn, real_ms, due->ids, JOBS_DUE_MAX, &due->count, &free_ms, fault));
	if (free_ms != INT64_MAX)
		due->next_ms = now_ms + free_ms - real_ms;
	return RC_OK;
}

static enum rc run(const struct jobs *jobs, const struct id *id, struct fault *fault)
{
	const struct lead_import import = {.store = jobs->store,
	                                   .vault = jobs->vault,
	                                   .config = jobs->config,
	                                   .clock = jobs->clock,
	                                   .stop = jobs->stop};

	return lead_import_run(&import, id, fault);
}

const struct job_kind job_lead_import = {
	.name = "lead_import", .collections = {"lead_lists"}, .due = due, .run = run};
