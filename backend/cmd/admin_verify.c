/* verify and rebuild: the KPI counters against the facts. */
#include "cmd/admin.h"

#include "base/civil.h"
#include "store/counters.h"
#include "store/events.h"
#include "store/recount.h"
#include "store/stamp.h"

#include <stdio.h>
#include <string.h>

enum { TRIES_MAX = 10, LEASE_MS = 600 * 1000 };

static const char *id_or_dash(const struct id *id, char text[ID_HEX + 1])
{
	if (id_is_none(id))
		return strcpy(text, "-");
	return id_format(id, text);
}

/* One line: period, its beginning, campaign, team, agent, counter, stored, right. */
static void print_difference(void *context, const struct counters_difference *difference)
{
	const struct tally_key *key = &difference->key;
	char at[CIVIL_RFC3339_SIZE], campaign[ID_HEX + 1], team[ID_HEX + 1], agent[ID_HEX + 1];

	(void)context;
	civil_rfc3339_format(key->at_ms, at);
	(void)printf("%s\t%s\t%s\t%s\t%s\t%s\tstored %lld\tright %lld\n", tally_period_name(key->period), at,
	             id_or_dash(&key->campaign_id, campaign), id_or_dash(&key->team_id, team),
	             id_or_dash(&key->agent_id, agent), kpi_counter_field(difference->counter),
	             (long long)difference->stored, (long long)difference->right);
}

static void print_nothing(void *context, const struct counters_difference *difference)
{
	(void)context;
	(void)difference;
}

/* Whether anything was written since the number was `seq`: then facts and counters are not of one instant. */
static enum rc is_quiet(struct admin *admin, struct conn *conn, int64_t seq, bool *quiet)
{
	ARENA(scratch, 64 * 1024, SIZE_MAX);
	struct event_batch batch;
	int64_t latest;

	TRY(events_unstamped(conn, scratch, &batch, admin->fault));
	TRY(events_latest(conn, &latest, admin->fault));
	*quiet = batch.count == 0 && latest == seq;
	return RC_OK;
}

/* One comparison; *quiet says whether it means anything. */
static enum rc compare(struct admin *admin, struct conn *conn, struct tally *tally, int64_t *differences, bool *quiet)
{
	int64_t seq;

	tally_reset(tally);
	TRY(events_latest(conn, &seq, admin->fault));
	TRY(recount(conn, tally, admin->fault));
	TRY(counters_compare(conn, tally, print_nothing, NULL, differences, admin->fault));
	return is_quiet(admin, conn, seq, quiet);
}

static enum rc compare_until_quiet(struct admin *admin, struct conn *conn, struct tally *tally)
{
	int64_t differences = 0;
	bool quiet = false;

	for (int i = 0; i < TRIES_MAX && !quiet; i++) {
		TRY(compare(admin, conn, tally, &differences, &quiet));
		if (differences == 0) {
			(void)printf("counters: %zu rows, all as the facts say\n", tally_count(tally));
			return RC_OK;
		}
	}
	if (!quiet)
		return fault_set(admin->fault, RC_CONFLICT, "not_quiet",
		                 "events are being written or wait for cierre-relay; try again at a quieter moment");
	TRY(counters_compare(conn, tally, print_difference, NULL, &differences, admin->fault));
	return fault_set(admin->fault, RC_CONFLICT, "counters_differ",
	                 "%lld counters differ from the facts; `cierre-admin rebuild` makes them anew",
	                 (long long)differences);
}

static enum rc verify(struct admin *admin, int argc, char **argv)
{
	struct tally *tally;
	enum rc rc;
	CONN(conn);

	(void)argv;
	if (argc != 1)
		return admin_misused(admin, "verify takes no arguments");
	TRY(conn_open(admin->store, STORE_PATIENT, &conn, admin->fault));
	tally = tally_new();
	rc = compare_until_quiet(admin, &conn, tally);
	tally_free(tally);
	return rc;
}

/* ---- rebuild ---- */

/* Numbers what still waits, as a relay would: its facts are there already. */
static enum rc number_waiting(struct admin *admin, struct conn *conn, const struct lease *lease, struct tally *tally,
                              int64_t *seq)
{
	ARENA(arena, 64 * 1024, SIZE_MAX);
	struct stamp_position position;
	struct event_batch batch;
	struct stamped stamped;

	TRY(stamp_load(conn, arena, &position, admin->fault));
	for (;;) {
		TRY(events_unstamped(conn, arena, &batch, admin->fault));
		*seq = position.seq;
		if (batch.count == 0)
			return RC_OK;
		TRY(stamp_batch(admin->store, lease, &batch, &position, tally, &stamped, admin->fault));
	}
}

/* Every fact that was read has its event numbered by then, and no other has: so nothing counts twice or never. */
static enum rc make_anew(struct admin *admin, struct conn *conn, const struct lease *lease, struct tally *tally)
{
	bool quiet = false;
	int64_t seq;

	for (int i = 0; i < TRIES_MAX && !quiet; i++) {
		TRY(number_waiting(admin, conn, lease, tally, &seq));
		tally_reset(tally);
		TRY(recount(conn, tally, admin->fault));
		TRY(is_quiet(admin, conn, seq, &quiet));
	}
	if (!quiet)
		return fault_set(admin->fault, RC_CONFLICT, "not_quiet",
		                 "events are being written without a pause; try again at a quieter moment");
	TRY(counters_replace(conn, tally, admin->fault));
	(void)printf("counters: %zu rows made anew\n", tally_count(tally));
	return RC_OK;
}

/* Holds the relay's lease meanwhile, so that no relay adds in between. */
static enum rc take_lease(struct admin *admin, struct conn *conn, struct lease *lease)
{
	bool held = false;

	TRY(lease_take(conn, lease, &held, admin->fault));
	if (!held)
		return fault_set(admin->fault, RC_CONFLICT, "relay_running",
		                 "a relay is active; stop every cierre-relay first");
	return RC_OK;
}

static enum rc rebuild(struct admin *admin, int argc, char **argv)
{
	struct lease lease = {.name = "relay", .holder = id_new(clock_real_ms()), .ttl_ms = LEASE_MS};
	struct fault ignored;
	struct tally *tally;
	enum rc rc;
	CONN(conn);

	(void)argv;
	if (argc != 1)
		return admin_misused(admin, "rebuild takes no arguments");
	TRY(conn_open(admin->store, STORE_PATIENT, &conn, admin->fault));
	TRY(take_lease(admin, &conn, &lease));
	tally = tally_new();
	rc = make_anew(admin, &conn, &lease, tally);
	tally_free(tally);
	if (rc == RC_OK)
		return lease_release(&conn, &lease, admin->fault);
	(void)!lease_release(&conn, &lease, &ignored); /* the first failure is the one to tell */
	return rc;
}

const struct admin_command admin_verify = {
	.name = "verify",
	.arguments = "",
	.summary = "compares the KPI counters with the facts; prints each difference",
	.needs = ADMIN_SCHEMA,
	.run = verify,
};

const struct admin_command admin_rebuild = {
	.name = "rebuild",
	.arguments = "",
	.summary = "makes the KPI counters anew from the facts; no relay may run",
	.needs = ADMIN_SCHEMA,
	.run = rebuild,
};
