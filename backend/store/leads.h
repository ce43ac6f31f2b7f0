/*
 * leads — collections `leads`, `suppressions`, `contacts`: who is called next, who must not be, who was spoken to.
 *
 * Promises: lead_pick() takes the next lead that is due in one atomic step, so that two dialers never call the same;
 * what becomes of a lead after a call follows domain/disposition, in the call's own transaction.
 * Refuses: nothing.
 * Owns: nothing; texts live in the arena given.
 * Threads: any.
 */
#pragma once

#include "domain/contact_gate.h"
#include "domain/disposition.h"
#include "domain/lead.h"
#include "store/conn.h"

struct lead {
	struct id id;
	struct id campaign_id;
	struct id lead_list_id;
	const char *name;
	const char *city; /* NULL: unknown */
	const char *phone;
	enum lead_state state;  /* as it was before it was picked */
	int64_t attempts_today; /* on the service day of the pick */
	int64_t attempts_total;
	int64_t closed_until_ms;     /* 0: not closed */
	struct id callback_agent_id; /* whose callback it is; none: anyone's */
	int64_t rejections;
	const char *note;     /* of the last call; NULL: none */
	const bson_t *ladder; /* offers of the call before, where a callback opens; NULL: none */
	int64_t callbacks_since_rejection;
	int64_t hung_up_after_offer;
};

struct lead_pick {
	struct id campaign_id;
	int64_t now_ms;   /* service time */
	int64_t lease_ms; /* real time until which it is ours */
};

/* *found is false when none is due. */
enum rc lead_pick(struct conn *conn, const struct lead_pick *pick, struct arena *arena, struct lead *lead,
                  bool *found, struct fault *fault) MUST_CHECK;

enum rc lead_get(struct conn *conn, const struct id *id, int64_t now_ms, struct arena *arena, struct lead *lead,
                 struct fault *fault) MUST_CHECK;

/* When the next one of the campaign is due, INT64_MAX when none waits. */
enum rc lead_next_due(struct conn *conn, const struct id *campaign_id, int64_t *due_ms,
                      struct fault *fault) MUST_CHECK;

/* Gives a picked lead back without a call: with a state and a time. */
enum rc lead_put_back(struct conn *conn, const struct id *id, enum lead_state state, int64_t next_ms,
                      struct fault *fault) MUST_CHECK;

/* Counts an attempt; in the transaction that makes the call. */
enum rc lead_count_attempt(struct conn *conn, const struct lead *lead, int64_t now_ms,
                           struct fault *fault) MUST_CHECK;

/* What the call's final disposition makes of it; in a transaction. */
struct lead_outcome {
	struct id lead_id;
	enum disposition disposition;
	struct lead_next next;
	bool rejected; /* the call recorded a rejection */
	struct id callback_agent_id;
	const char *note;     /* NULL: none */
	const bson_t *ladder; /* offers, where a callback opens; NULL: none */
	int64_t now_ms;
};
enum rc lead_apply(struct conn *conn, const struct lead_outcome *outcome, struct fault *fault) MUST_CHECK;

/* Leads that a dialer took and never called: due again. */
enum rc leads_reclaim(struct conn *conn, int64_t real_ms, struct fault *fault) MUST_CHECK;

/* ---- our own do-not-call list, and contacts made ---- */

enum rc suppression_add(struct conn *conn, const char *phone, const struct id *call_id, const struct id *user_id,
                        int64_t now_ms, struct fault *fault) MUST_CHECK;
/* Takes back what that call had put there (undo). */
enum rc suppression_undo(struct conn *conn, const char *phone, const struct id *call_id,
                         struct fault *fault) MUST_CHECK;

struct contact {
	const char *phone;
	enum contact_purpose purpose;
	bool direct;
	struct id call_id;
	int64_t at_ms;
};
enum rc contact_add(struct conn *conn, const struct contact *contact, struct fault *fault) MUST_CHECK;

/* Own list and last direct contact of a number, into the gate's facts. */
enum rc contact_facts_of(struct conn *conn, const char *phone, struct contact_facts *facts,
                         struct fault *fault) MUST_CHECK;
