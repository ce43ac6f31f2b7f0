/* Files of the registry that are importing. */
#include "daemons/jobs.h"
#include "daemons/registry_import.h"

static enum rc due(const struct jobs *jobs, int64_t now_ms, struct job_due *due, struct fault *fault)
{
	CONN(conn);

	(void)now_ms;
	TRY(conn_open(jobs->store, STORE_BRISK, &conn, fault));
	return registry_files_importing(&conn, due->ids, JOBS_DUE_MAX, &due->count, fault);
}

static enum rc run(const struct jobs *jobs, const struct id *id, struct fault *fault)
{
	const struct registry_import import = {
		.store = jobs->store, .vault = jobs->vault, .clock = jobs->clock, .stop = jobs->stop};

	return registry_import_run(&import, id, fault);
}

const struct job_kind job_registry_import = {
	.name = "registry_import", .collections = {"registry_files"}, .due = due, .run = run};
