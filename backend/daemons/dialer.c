#include "daemons/dialer.h"

#include "base/log.h"
#include "daemons/dialer_state.h"

#include <stdlib.h>

enum {
	IDLE_MS = 1000, /* at most between two looks at the lease */
	RETRY_MS = 250,
	SCRATCH_FIRST = 256 * 1024,
};

int64_t dialer_now(const struct dialer *dialer)
{
	return clock_service_ms(dialer->clock);
}

void dialer_look_in(struct dialer *dialer, int64_t wait_ms)
{
	int64_t at_ms = clock_steady_ms() + (wait_ms > 0 ? wait_ms : 0);

	if (at_ms < dialer->look_ms)
		dialer->look_ms = at_ms;
}

enum rc dialer_note(const char *step, enum rc rc, const struct fault *fault)
{
	if (rc != RC_OK)
		log_event(LOG_WARN, "dialer", LOG_STR("step", step), LOG_STR("code", fault->code),
		          LOG_STR("detail", fault->detail));
	return rc;
}

struct fenced {
	const struct lease *lease;
	txn_body *body;
	void *context;
};

static enum rc fenced_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct fenced *fenced = context;

	TRY(lease_fence(conn, fenced->lease, fault));
	return fenced->body(conn, fenced->context, fault);
}

enum rc dialer_txn(struct dialer *dialer, txn_body *body, void *context, struct fault *fault)
{
	struct fenced fenced = {.lease = &dialer->lease, .body = body, .context = context};

	return txn_run(dialer->store, fenced_body, &fenced, fault);
}

enum rc dialer_open(const struct config *config, struct store *store, const struct clock *clock,
                    struct dialer **dialer, struct fault *fault)
{
	struct dialer *opened = calloc(1, sizeof *opened);
	enum rc rc;

	if (!opened)
		abort();
	opened->config = config;
	opened->store = store;
	opened->clock = clock;
	opened->lease =
		(struct lease){.name = "dialer", .holder = id_new(clock_real_ms()), .ttl_ms = DIALER_LEASE_MS};
	opened->scratch = arena_new(SCRATCH_FIRST, SIZE_MAX);
	rc = telephony_open(config, &opened->telephony, fault);
	if (rc != RC_OK) {
		dialer_close(opened);
		return rc;
	}
	opened->inbox = inbox_open(store, telephony_descriptor(opened->telephony));
	*dialer = opened;
	return RC_OK;
}

void dialer_close(struct dialer *dialer)
{
	if (!dialer)
		return;
	inbox_close(dialer->inbox);
	telephony_close(dialer->telephony);
	arena_free(dialer->scratch);
	free(dialer);
}

void dialer_stop(struct dialer *dialer)
{
	atomic_store(&dialer->stop, true);
	inbox_wake(dialer->inbox);
}

void dialer_wake(void *dialer)
{
	inbox_wake(((struct dialer *)dialer)->inbox);
}

/* ---- the lease ---- */

static enum rc take_lease(struct dialer *dialer, bool *held, struct fault *fault)
{
	CONN(conn);

	TRY(conn_open(dialer->store, STORE_BRISK, &conn, fault));
	TRY(lease_take(&conn, &dialer->lease, held, fault));
	dialer->renewed_ms = clock_steady_ms();
	return RC_OK;
}

static void release_lease(struct dialer *dialer)
{
	CONN(conn);
	struct fault fault;
	enum rc rc = conn_open(dialer->store, STORE_BRISK, &conn, &fault);

	if (rc == RC_OK)
		rc = lease_release(&conn, &dialer->lease, &fault);
	(void)dialer_note("release", rc, &fault);
}

/* A dialer that lost its lease forgets its calls: they are its successor's. */
static enum rc step_down(struct dialer *dialer, struct fault *fault)
{
	for (size_t i = 0; i < LIVE_MAX; i++) {
		if (dialer->live[i].phase != LIVE_FREE)
			telephony_hang_up(dialer->telephony, &dialer->live[i].call_id, clock_steady_ms());
		dialer->live[i] = (struct live){0};
	}
	dialer->pending_count = 0;
	dialer->active = false;
	log_event(LOG_INFO, "standby");
	(void)fault;
	return RC_OK;
}

static enum rc step_up(struct dialer *dialer, struct fault *fault)
{
	dialer->active = true;
	dialer->line_failures = 0;
	dialer->probe_ms = 0;
	dialer->line_is_known = false;
	log_event(LOG_INFO, "active", LOG_INT("epoch", dialer->lease.epoch));
	return live_take_over(dialer, fault);
}

static enum rc keep_lease(struct dialer *dialer, struct fault *fault)
{
	bool held = false;

	if (dialer->active && clock_steady_ms() - dialer->renewed_ms < DIALER_LEASE_MS / 3)
		return RC_OK;
	TRY(take_lease(dialer, &held, fault));
	if (held == dialer->active)
		return RC_OK;
	return held ? step_up(dialer, fault) : step_down(dialer, fault);
}

/* ---- the loop ---- */

static void keep_event(void *context, const struct telephony_event *event)
{
	struct dialer *dialer = context;

	if (dialer->pending_count < PENDING_MAX)
		dialer->pending[dialer->pending_count++] = *event;
	else
		log_event(LOG_ERROR, "line_events_full");
}

static void read_inbox(struct dialer *dialer)
{
	struct inbox_message message;

	while (inbox_take(dialer->inbox, &message)) {
		if (dialer->active)
			live_told(dialer, &message);
	}
}

/* Everything that a change or the time may have made possible. */
static enum rc look(struct dialer *dialer, struct fault *fault)
{
	dialer->look_ms = INT64_MAX;
	TRY(due_all(dialer, fault));
	return pace_campaigns(dialer, fault);
}

static int64_t wait_ms(struct dialer *dialer)
{
	int64_t now_ms = clock_steady_ms(), next_ms = now_ms + IDLE_MS;
	const int64_t dues[] = {telephony_due(dialer->telephony), live_next_ms(dialer), dialer->look_ms};

	for (size_t i = 0; dialer->active && i < sizeof dues / sizeof *dues; i++) {
		if (dues[i] < next_ms)
			next_ms = dues[i];
	}
	return next_ms - now_ms;
}

static void work(struct dialer *dialer)
{
	struct fault fault;

	read_inbox(dialer);
	telephony_step(dialer->telephony, clock_steady_ms(), keep_event, dialer);
	live_reported(dialer);
	live_due(dialer);
	if (!inbox_changed(dialer->inbox) && clock_steady_ms() < dialer->look_ms)
		return;
	arena_reset(dialer->scratch);
	if (dialer_note("look", look(dialer, &fault), &fault) != RC_OK)
		dialer_look_in(dialer, RETRY_MS);
}

void dialer_run(struct dialer *dialer)
{
	struct fault fault;

	while (!atomic_load(&dialer->stop)) {
		if (dialer_note("lease", keep_lease(dialer, &fault), &fault) != RC_OK)
			inbox_wait(dialer->inbox, RETRY_MS);
		else if (dialer->active)
			work(dialer);
		else
			read_inbox(dialer);
		inbox_wait(dialer->inbox, wait_ms(dialer));
	}
	if (dialer->active)
		release_lease(dialer);
}
