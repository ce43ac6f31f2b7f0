/* Lead lists that are importing: those just begun, and those that a crash cut off. */
#include "daemons/jobs.h"
#include "daemons/lead_import.h"

static enum rc due(const struct jobs *jobs, int64_t now_ms, struct job_due *due, struct fault *fault)
{
	CONN(conn);

	(void)now_ms;
	TRY(conn_open(jobs->store, STORE_BRISK, &conn, fault));
	return lead_lists_importing(&conn, due->ids, JOBS_DUE_MAX, &due->count, fault);
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
