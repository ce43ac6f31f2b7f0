/* verify and rebuild: the KPI counters against the facts. */
#include "cmd/admin.h"

#include "base/civil.h"
#include "store/counters.h"
#include "store/events.h"
#include "store/lease.h"
#include "store/recount.h"

#include <stdio.h>
#include <string.h>

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

static enum rc compare(struct admin *admin, struct conn *conn, struct tally *tally)
{
	int64_t differences = 0;

	TRY(recount(conn, tally, admin->fault));
	TRY(counters_compare(conn, tally, print_difference, NULL, &differences, admin->fault));
	if (differences)
		return fault_set(admin->fault, RC_CONFLICT, "counters_differ",
		                 "%lld counters differ from the facts; `cierre-admin rebuild` makes them anew",
		                 (long long)differences);
	(void)printf("counters: %zu rows, all as the facts say\n", tally_count(tally));
	return RC_OK;
}

/* Events that are written and not yet folded would show as differences that are none. */
static enum rc refuse_unfolded(struct admin *admin, struct conn *conn)
{
	ARENA(scratch, 64 * 1024, SIZE_MAX);
	struct event_batch batch;

	TRY(events_unstamped(conn, scratch, &batch, admin->fault));
	if (batch.count)
		return fault_set(admin->fault, RC_CONFLICT, "events_waiting",
		                 "events are still waiting to be folded; is cierre-relay running? Try again then");
	return RC_OK;
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
	TRY(refuse_unfolded(admin, &conn));
	tally = tally_new();
	rc = compare(admin, &conn, tally);
	tally_free(tally);
	return rc;
}

static enum rc make_anew(struct admin *admin, struct conn *conn, struct tally *tally)
{
	TRY(recount(conn, tally, admin->fault));
	TRY(counters_replace(conn, tally, admin->fault));
	(void)printf("counters: %zu rows made anew\n", tally_count(tally));
	return RC_OK;
}

/* Holds the relay's lease meanwhile, so that no relay adds in between. */
static enum rc rebuild(struct admin *admin, int argc, char **argv)
{
	struct lease lease = {.name = "relay", .holder = id_new(clock_real_ms()), .ttl_ms = INT64_C(600000)};
	struct tally *tally;
	bool held = false;
	enum rc rc;
	CONN(conn);

	(void)argv;
	if (argc != 1)
		return admin_misused(admin, "rebuild takes no arguments");
	TRY(conn_open(admin->store, STORE_PATIENT, &conn, admin->fault));
	TRY(lease_take(&conn, &lease, &held, admin->fault));
	if (!held)
		return fault_set(admin->fault, RC_CONFLICT, "relay_running",
		                 "a relay is active; stop every cierre-relay first");
	rc = refuse_unfolded(admin, &conn);
	if (rc == RC_OK) {
		tally = tally_new();
		rc = make_anew(admin, &conn, tally);
		tally_free(tally);
	}
	if (rc != RC_OK) {
		struct fault ignored;

		(void)!lease_release(&conn, &lease, &ignored); /* the first failure is the one to tell */
		return rc;
	}
	return lease_release(&conn, &lease, admin->fault);
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
