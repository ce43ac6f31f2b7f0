/* Recordings that nobody closed after the call: all was done before, or the page never said so in a while. */
#include "daemons/jobs.h"
#include "store/recordings.h"

static enum rc due(const struct jobs *jobs, int64_t now_ms, struct job_due *due, struct fault *fault)
{
	CONN(conn);

	TRY(conn_open(jobs->store, STORE_BRISK, &conn, fault));
	TRY(recordings_overdue(&conn, now_ms - RECORDING_LATE_MS, due->ids, JOBS_DUE_MAX, &due->count, &due->next_ms,
	                       fault));
	if (due->next_ms != INT64_MAX)
		due->next_ms += RECORDING_LATE_MS;
	return RC_OK;
}

static enum rc run(const struct jobs *jobs, const struct id *id, struct fault *fault)
{
	CONN(conn);

	TRY(conn_open(jobs->store, STORE_BRISK, &conn, fault));
	return recording_close(&conn, id, clock_service_ms(jobs->clock), fault);
}

const struct job_kind job_recording_close = {
	.name = "recording_close", .collections = {"recordings", "calls"}, .due = due, .run = run};
