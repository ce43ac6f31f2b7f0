/*
 * jobs — long work, and what falls due: one table of kinds, each with a thread of its own.
 *
 * Promises: a kind says which rows are due now and when the next one will be; the thread runs them one by one, woken
 * by changes of the collections it names, by its own timer, and by a jump of the service clock. Nothing polls, and
 * nothing is remembered in the process: what was due when it died is due for the next one. One process is active at a
 * time (lease "jobs"); a job that is run twice all the same changes nothing twice, by its own store function.
 * Refuses: nothing; a job that fails is logged and tried again after a minute, or at once when something changes.
 * Owns: its threads from jobs_run() to its return.
 * Threads: jobs_run() blocks until *stop.
 *
 * To add a kind: a file job_<name>.c with `const struct job_kind job_<name>`, a row in the table of jobs.c.
 */
#pragma once

#include "base/clock.h"
#include "base/config.h"
#include "store/blob.h"
#include "store/store.h"

#include <stdatomic.h>

struct jobs {
	struct store *store;
	const struct config *config;
	const struct blob_vault *vault;
	struct clock *clock;
	_Atomic bool *stop;
};

enum { JOBS_DUE_MAX = 50 };

/* What is due at now_ms (service time). */
struct job_due {
	struct id ids[JOBS_DUE_MAX];
	size_t count;
	int64_t next_ms; /* when the next one will be; INT64_MAX: only a change can make one due */
};

struct job_kind {
	const char *name;
	const char *collections[4]; /* whose changes can make one due; ends with NULL */
	enum rc (*due)(const struct jobs *jobs, int64_t now_ms, struct job_due *due, struct fault *fault);
	enum rc (*run)(const struct jobs *jobs, const struct id *id, struct fault *fault);
};

extern const struct job_kind job_lead_import;
extern const struct job_kind job_recording_close;
extern const struct job_kind job_recording_make;
extern const struct job_kind job_sale_due;
extern const struct job_kind job_document_final;
extern const struct job_kind job_task_pool;
extern const struct job_kind job_registry_import;
extern const struct job_kind job_claim_call;

void jobs_run(const struct jobs *jobs);

/* The service clock jumped: every timer is looked at again. */
void jobs_clock_moved(void);
