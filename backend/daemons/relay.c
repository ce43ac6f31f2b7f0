#include "daemons/relay.h"

#include "base/log.h"
#include "daemons/relay_sender.h"
#include "store/events.h"

#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum {
	RETRY_MS = 250,
	REST_MS = 60000,   /* a quiet position is written down this often */
	RESEND_MAX = 1000, /* after a crash: the latest of what may not have been sent */
	SCRATCH_FIRST = 256 * 1024,
};

struct relay {
	struct store *store;
	struct relay_sender *sender;
	const struct clock *clock;
	struct lease lease;
	struct event_tail *tail;
	struct stamp_position position; /* its token lives in token_arena */
	struct tally *tally;
	struct arena *scratch; /* one batch */
	struct arena *token_arena;
	int64_t renewed_ms, beaten_ms, rested_ms; /* steady time */
	bool scan_due;                            /* look once more for events that were committed while we joined */
	bool rest_due;                            /* something was sent since the position was written */
	atomic_bool stop;
	int wake_fd;
};

struct relay *relay_new(struct store *store, struct publisher *publisher, const struct clock *clock)
{
	struct relay *relay = calloc(1, sizeof *relay);

	if (!relay || (relay->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) < 0)
		abort();
	relay->store = store;
	relay->clock = clock;
	relay->sender = relay_sender_new(store, publisher);
	relay->lease = (struct lease){.name = "relay", .holder = id_new(clock_real_ms()), .ttl_ms = RELAY_LEASE_MS};
	relay->tally = tally_new();
	relay->scratch = arena_new(SCRATCH_FIRST, SIZE_MAX);
	relay->token_arena = arena_new(1024, SIZE_MAX);
	return relay;
}

void relay_free(struct relay *relay)
{
	if (!relay)
		return;
	event_tail_close(relay->tail);
	relay_sender_free(relay->sender);
	tally_free(relay->tally);
	arena_free(relay->scratch);
	arena_free(relay->token_arena);
	close(relay->wake_fd);
	free(relay);
}

void relay_stop(struct relay *relay)
{
	const uint64_t one = 1;

	atomic_store(&relay->stop, true);
	if (write(relay->wake_fd, &one, sizeof one) != sizeof one)
		return; /* it is awake already */
}

static void pause_ms(struct relay *relay, int wait_ms)
{
	struct pollfd wake = {.fd = relay->wake_fd, .events = POLLIN};

	(void)poll(&wake, 1, wait_ms);
}

static void keep_token(struct relay *relay, const bson_t *token)
{
	if (!token)
		return;
	arena_reset(relay->token_arena);
	relay->position.token = wire_bson_keep(relay->token_arena, token);
}

/* ---- the lease ---- */

static enum rc take_lease(struct relay *relay, bool *held, struct fault *fault)
{
	CONN(conn);

	TRY(conn_open(relay->store, STORE_BRISK, &conn, fault));
	TRY(lease_take(&conn, &relay->lease, held, fault));
	relay->renewed_ms = clock_steady_ms();
	return RC_OK;
}

static enum rc renew_lease(struct relay *relay, struct fault *fault)
{
	bool held = false;

	if (clock_steady_ms() - relay->renewed_ms < RELAY_LEASE_MS / 3)
		return RC_OK;
	TRY(take_lease(relay, &held, fault));
	return held ? RC_OK : fault_set(fault, RC_STALE, "lease_lost", "another relay has taken over");
}

static enum rc release_lease(struct relay *relay, struct fault *fault)
{
	CONN(conn);

	TRY(conn_open(relay->store, STORE_BRISK, &conn, fault));
	return lease_release(&conn, &relay->lease, fault);
}

/* ---- batches ---- */

static enum rc relay_batch(struct relay *relay, const struct event_batch *batch, struct fault *fault)
{
	struct stamped stamped;

	TRY(stamp_batch(relay->store, &relay->lease, batch, &relay->position, relay->tally, &stamped, fault));
	keep_token(relay, batch->token);
	for (size_t i = 0; i < stamped.count; i++)
		relay_send_event(relay->sender, stamped.rows[i], stamped.first_seq + (int64_t)i);
	relay_send_figures(relay->sender, relay->tally, relay->position.seq, clock_service_ms(relay->clock));
	relay->position.published = relay->position.seq;
	relay->rest_due = true;
	return RC_OK;
}

/* Events that no tail tells any more, or that were committed while it was being opened. */
static enum rc relay_unstamped(struct relay *relay, struct fault *fault)
{
	struct event_batch batch;

	do {
		CONN(conn);

		TRY(conn_open(relay->store, STORE_BRISK, &conn, fault));
		arena_reset(relay->scratch);
		TRY(events_unstamped(&conn, relay->scratch, &batch, fault));
		conn_close(&conn);
		if (batch.count)
			TRY(relay_batch(relay, &batch, fault));
		TRY(renew_lease(relay, fault));
	} while (batch.count && !atomic_load(&relay->stop));
	return RC_OK;
}

/* What the relay before us folded and perhaps did not send any more. Pages drop what they know. */
static enum rc send_again(struct relay *relay, struct fault *fault)
{
	int64_t after = relay->position.published, upto = relay->position.seq;
	struct event_batch batch;

	if (after < upto - RESEND_MAX)
		after = upto - RESEND_MAX;
	while (after < upto) {
		CONN(conn);

		TRY(conn_open(relay->store, STORE_BRISK, &conn, fault));
		arena_reset(relay->scratch);
		TRY(events_between(&conn, after, upto, relay->scratch, &batch, fault));
		conn_close(&conn);
		for (size_t i = 0; i < batch.count; i++)
			relay_send_event(relay->sender, batch.rows[i], wire_get_int(batch.rows[i], "seq", 0));
		after = batch.count ? wire_get_int(batch.rows[batch.count - 1], "seq", upto) : upto;
	}
	relay->position.published = upto;
	return RC_OK;
}

static enum rc load_position(struct relay *relay, struct fault *fault)
{
	CONN(conn);

	TRY(conn_open(relay->store, STORE_BRISK, &conn, fault));
	arena_reset(relay->token_arena);
	return stamp_load(&conn, relay->token_arena, &relay->position, fault);
}

static enum rc join(struct relay *relay, struct fault *fault)
{
	bool from_now = false;

	event_tail_close(relay->tail);
	relay->tail = NULL;
	relay_sender_reset(relay->sender);
	TRY(load_position(relay, fault));
	TRY(event_tail_open(relay->store, relay->position.token, &relay->tail, &from_now, fault));
	TRY(send_again(relay, fault));
	relay->scan_due = from_now;
	log_event(LOG_INFO, "relay_active", LOG_INT("epoch", relay->lease.epoch), LOG_INT("seq", relay->position.seq),
	          LOG_INT("from_now", from_now));
	return from_now ? relay_unstamped(relay, fault) : RC_OK;
}

/* ---- quiet ---- */

static void beat(struct relay *relay)
{
	int64_t now_ms = clock_steady_ms();

	if (relay->beaten_ms && now_ms - relay->beaten_ms < RELAY_HEARTBEAT_MS)
		return;
	relay_send_heartbeat(relay->sender, relay->position.seq, clock_service_ms(relay->clock));
	relay->beaten_ms = now_ms;
}

static enum rc rest(struct relay *relay, struct fault *fault)
{
	int64_t now_ms = clock_steady_ms();

	if (relay->scan_due) {
		relay->scan_due = false;
		TRY(relay_unstamped(relay, fault));
	}
	if (!relay->rest_due && now_ms - relay->rested_ms < REST_MS)
		return RC_OK;
	CONN(conn);
	TRY(conn_open(relay->store, STORE_BRISK, &conn, fault));
	TRY(stamp_rest(&conn, &relay->lease, &relay->position, fault));
	relay->rest_due = false;
	relay->rested_ms = now_ms;
	return RC_OK;
}

static enum rc step(struct relay *relay, struct fault *fault)
{
	struct event_batch batch;

	TRY(renew_lease(relay, fault));
	beat(relay);
	arena_reset(relay->scratch);
	TRY(event_tail_next(relay->tail, RELAY_WAIT_MS, relay->scratch, &batch, fault));
	if (batch.count)
		return relay_batch(relay, &batch, fault);
	keep_token(relay, batch.token);
	return rest(relay, fault);
}

/* Active until something fails, or another takes over. */
static void serve(struct relay *relay)
{
	struct fault fault = {0};
	enum rc rc = join(relay, &fault);

	while (rc == RC_OK && !atomic_load(&relay->stop))
		rc = step(relay, &fault);
	if (rc == RC_OK)
		rc = rest(relay, &fault);
	if (rc == RC_OK)
		rc = release_lease(relay, &fault);
	if (rc == RC_OK)
		return;
	log_event(rc == RC_STALE ? LOG_INFO : LOG_WARN, "relay_interrupted", LOG_STR("code", fault.code),
	          LOG_STR("detail", fault.detail));
	if (rc != RC_STALE)
		pause_ms(relay, RETRY_MS);
}

void relay_run(struct relay *relay)
{
	struct fault fault = {0};
	bool held = false;

	while (!atomic_load(&relay->stop)) {
		if (take_lease(relay, &held, &fault) != RC_OK) {
			log_event(LOG_WARN, "relay_waits", LOG_STR("code", fault.code),
			          LOG_STR("detail", fault.detail));
			pause_ms(relay, RETRY_MS);
		} else if (held) {
			serve(relay);
		} else {
			pause_ms(relay, RELAY_LEASE_MS / 3);
		}
	}
}
