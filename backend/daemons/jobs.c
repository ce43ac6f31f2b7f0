#include "daemons/jobs.h"

#include "base/log.h"
#include "store/conn.h"
#include "store/follow.h"
#include "store/lease.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LEASE_TTL_MS = 9000, AGAIN_MS = 60000, WAIT_MAX_MS = 3600000, COLLECTIONS_MAX = 16 };

static const struct job_kind *const kinds[] = {
	&job_lead_import,    &job_recording_close, &job_recording_make,  &job_sale_due,
	&job_document_final, &job_task_pool,       &job_registry_import, &job_claim_call,
};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* A bell per kind: rung by changes, waited for with a time-out. One per process, since the clock rings them too. */
static struct bell {
	pthread_mutex_t mutex;
	pthread_cond_t rings;
	bool rung;
} bells[KINDS];

static _Atomic bool is_active; /* this process holds the lease */

struct worker {
	const struct jobs *jobs;
	const struct job_kind *kind;
	struct bell *bell;
	pthread_t thread;
};

/* ---- bells ---- */

static void ring(struct bell *bell)
{
	(void)pthread_mutex_lock(&bell->mutex);
	bell->rung = true;
	(void)pthread_cond_signal(&bell->rings);
	(void)pthread_mutex_unlock(&bell->mutex);
}

static void ring_all(void)
{
	for (size_t i = 0; i < KINDS; i++)
		ring(&bells[i]);
}

void jobs_clock_moved(void)
{
	ring_all();
}

/* Until the bell rings, or for wait_ms of real time. */
static void await(struct bell *bell, int64_t wait_ms)
{
	struct timespec until;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += wait_ms / 1000;
	until.tv_nsec += wait_ms % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_nsec -= 1000000000;
		until.tv_sec++;
	}
	(void)pthread_mutex_lock(&bell->mutex);
	while (!bell->rung && pthread_cond_timedwait(&bell->rings, &bell->mutex, &until) == 0)
		;
	bell->rung = false;
	(void)pthread_mutex_unlock(&bell->mutex);
}

static void open_bells(void)
{
	pthread_condattr_t attributes;

	(void)pthread_condattr_init(&attributes);
	(void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	for (size_t i = 0; i < KINDS; i++) {
		(void)pthread_mutex_init(&bells[i].mutex, NULL);
		(void)pthread_cond_init(&bells[i].rings, &attributes);
		bells[i].rung = true; /* look once at the start */
	}
	(void)pthread_condattr_destroy(&attributes);
}

/* ---- a kind's thread ---- */

static void log_failure(const struct job_kind *kind, const struct id *id, const struct fault *fault)
{
	log_event(LOG_WARN, "job_failed", LOG_STR("kind", kind->name), LOG_STR("id", id ? ID_TEXT(id) : ""),
	          LOG_STR("code", fault->code), LOG_STR("detail", fault->detail));
}

/* Runs what is due; answers how long nothing will be. */
static int64_t run_due(const struct worker *worker)
{
	const struct jobs *jobs = worker->jobs;
	int64_t now_ms = clock_service_ms(jobs->clock), wait_ms;
	struct job_due due = {.next_ms = INT64_MAX};
	struct fault fault = {0};
	bool failed = false;

	if (worker->kind->due(jobs, now_ms, &due, &fault) != RC_OK) {
		log_failure(worker->kind, NULL, &fault);
		return AGAIN_MS;
	}
	for (size_t i = 0; i < due.count && !atomic_load(jobs->stop) && atomic_load(&is_active); i++) {
		fault = (struct fault){0};
		if (worker->kind->run(jobs, &due.ids[i], &fault) != RC_OK) {
			log_failure(worker->kind, &due.ids[i], &fault);
			failed = true;
		}
	}
	if (failed)
		return AGAIN_MS;
	if (due.count == JOBS_DUE_MAX)
		return 0;
	wait_ms = due.next_ms == INT64_MAX ? WAIT_MAX_MS : due.next_ms - clock_service_ms(jobs->clock) + 1;
	return wait_ms < 0 ? 0 : wait_ms > WAIT_MAX_MS ? WAIT_MAX_MS : wait_ms;
}

static void *work(void *context)
{
	const struct worker *worker = context;
	int64_t wait_ms = 0;

	while (!atomic_load(worker->jobs->stop)) {
		await(worker->bell, wait_ms);
		wait_ms = atomic_load(&is_active) && !atomic_load(worker->jobs->stop) ? run_due(worker) : WAIT_MAX_MS;
	}
	return NULL;
}

/* ---- what wakes them ---- */

static enum rc on_change(void *context, const struct follow_change *change, struct fault *fault)
{
	(void)context;
	(void)fault;
	for (size_t i = 0; i < KINDS; i++)
		for (size_t k = 0; kinds[i]->collections[k]; k++)
			if (strcmp(kinds[i]->collections[k], change->collection) == 0)
				ring(&bells[i]);
	return RC_OK;
}

static enum rc on_join(void *context, struct fault *fault)
{
	(void)context;
	(void)fault;
	ring_all();
	return RC_OK;
}

static size_t collect_collections(const char *collections[COLLECTIONS_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < KINDS; i++) {
		for (size_t k = 0; kinds[i]->collections[k]; k++) {
			bool known = false;
			for (size_t j = 0; j < count; j++)
				known = known || strcmp(collections[j], kinds[i]->collections[k]) == 0;
			if (!known && count < COLLECTIONS_MAX - 1)
				collections[count++] = kinds[i]->collections[k];
		}
	}
	collections[count] = NULL;
	return count;
}

static void *follow_changes(void *context)
{
	const struct jobs *jobs = context;
	const char *collections[COLLECTIONS_MAX];
	const struct follow follow = {
		.collections = collections, .on_change = on_change, .on_join = on_join, .stop = jobs->stop};

	(void)collect_collections(collections);
	follow_run(jobs->store, &follow);
	return NULL;
}

/* ---- the lease ---- */

static bool renew(const struct jobs *jobs, struct lease *lease)
{
	CONN(conn);
	struct fault fault = {0};
	bool held = false;

	if (conn_open(jobs->store, STORE_BRISK, &conn, &fault) != RC_OK ||
	    lease_take(&conn, lease, &held, &fault) != RC_OK) {
		log_event(LOG_WARN, "lease", LOG_STR("code", fault.code), LOG_STR("detail", fault.detail));
		return false;
	}
	return held;
}

static void give_back(const struct jobs *jobs, const struct lease *lease)
{
	CONN(conn);
	struct fault fault = {0};

	if (conn_open(jobs->store, STORE_BRISK, &conn, &fault) != RC_OK ||
	    lease_release(&conn, lease, &fault) != RC_OK)
		log_event(LOG_WARN, "lease", LOG_STR("code", fault.code));
}

/* Holds the lease, or waits for it, until the stop. */
static void hold_lease(const struct jobs *jobs)
{
	struct lease lease = {.name = "jobs", .holder = id_new(clock_real_ms()), .ttl_ms = LEASE_TTL_MS};
	const struct timespec pause = {.tv_sec = 0, .tv_nsec = 250000000};
	int64_t renewed_ms = 0;

	while (!atomic_load(jobs->stop)) {
		if (clock_steady_ms() - renewed_ms >= LEASE_TTL_MS / 3) {
			bool held = renew(jobs, &lease), was = atomic_exchange(&is_active, held);
			renewed_ms = clock_steady_ms();
			if (held && !was) {
				log_event(LOG_INFO, "active", LOG_INT("epoch", lease.epoch));
				ring_all();
			}
		}
		(void)nanosleep(&pause, NULL);
	}
	if (atomic_exchange(&is_active, false))
		give_back(jobs, &lease);
}

void jobs_run(const struct jobs *jobs)
{
	struct worker workers[KINDS];
	pthread_t follower;

	open_bells();
	if (pthread_create(&follower, NULL, follow_changes, (void *)(uintptr_t)jobs) != 0)
		abort();
	for (size_t i = 0; i < KINDS; i++) {
		workers[i] = (struct worker){.jobs = jobs, .kind = kinds[i], .bell = &bells[i]};
		if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0)
			abort();
	}
	hold_lease(jobs);
	ring_all();
	for (size_t i = 0; i < KINDS; i++)
		(void)pthread_join(workers[i].thread, NULL);
	(void)pthread_join(follower, NULL);
}
