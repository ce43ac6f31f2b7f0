/*
 * leads — collections `leads`, `suppressions`, `contacts`: who is called next, who must not be, who was spoken to.
 *
 * Promises: lead_pick() takes the next lead that is due in one atomic step and marks it with the dialer's epoch, so
 * that two dialers never call the same; lead_count_attempt() writes only onto that mark. What a dialer took and never
 * called is given back as it was by leads_reclaim(). A callback is its own agent's first. What becomes of a lead
 * after a call (lead_outcomes.c) follows domain/disposition, in the call's own transaction. Refuses: an attempt on a
 * lead that is not this epoch's any more: RC_STALE "lease_lost". Owns: nothing; texts live in the arena given.
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
	int64_t next_ms;        /* when it was due */
	int64_t attempts_today; /* on the service day of the pick */
	int64_t attempts_total;
	int64_t closed_until_ms;     /* 0: not closed */
	bool agreed;                 /* a callback the customer knows of */
	bool same_contact;           /* a talk of this day fell, and this call goes on with it */
	struct id callback_agent_id; /* whose callback it is; none: anyone's */
	int64_t rejections;
	const char *note;                 /* of the last call; NULL: none */
	const bson_t *ladder, *rebuttals; /* of the talks before, where the next one opens; NULL: none */
	struct id sale_id;                /* the draft begun with this customer; none */
	int64_t callbacks_since_rejection;
	int64_t hung_up_after_offer;
	const bson_t *phones; /* further numbers, in order; NULL: none */
};

struct lead_pick {
	struct id campaign_id;
	int64_t now_ms;         /* service time */
	int64_t epoch;          /* of the dialer's lease: whose it is now */
	int64_t owner_ms;       /* how long a callback is its owner's alone */
	const struct id *owner; /* only callbacks of this agent; NULL: what is anyone's */
};

/* In a transaction. First what our line interrupted, then callbacks, then the rest by priority. *found is false when
 * none is due. */
enum rc lead_pick(struct conn *conn, const struct lead_pick *pick, struct arena *arena, struct lead *lead,
                  bool *found, struct fault *fault) MUST_CHECK;

enum rc lead_get(struct conn *conn, const struct id *id, int64_t now_ms, struct arena *arena, struct lead *lead,
                 struct fault *fault) MUST_CHECK;

/* The campaign's lead of that number; *found is false when there is none. */
enum rc lead_find(struct conn *conn, const struct id *campaign_id, const char *phone, int64_t now_ms,
                  struct arena *arena, struct lead *lead, bool *found, struct fault *fault) MUST_CHECK;

/* The next number of the lead that is no other lead's of the campaign; *phone is NULL when there is none. */
enum rc lead_further_phone(struct conn *conn, const struct lead *lead, struct arena *arena, const char **phone,
                           struct fault *fault) MUST_CHECK;

/* When the next one of the campaign is due, INT64_MAX when none waits. */
enum rc lead_next_due(struct conn *conn, const struct id *campaign_id, int64_t *due_ms,
                      struct fault *fault) MUST_CHECK;

/* Callbacks due after from_ms and until until_ms that wait for their own agent, first first; at most `max`. */
struct lead_owed {
	struct id agent_id;
	int64_t at_ms;
};
enum rc leads_owed(struct conn *conn, const struct id *campaign_id, int64_t from_ms, int64_t until_ms,
                   struct lead_owed *owed, size_t max, size_t *count, struct fault *fault) MUST_CHECK;

/* Gives a picked lead back without a call: with a state and a time (0: as it was). */
enum rc lead_put_back(struct conn *conn, const struct id *id, enum lead_state state, int64_t next_ms,
                      struct fault *fault) MUST_CHECK;

/* Counts an attempt, in the transaction that makes the call; the lead must still be that epoch's. */
enum rc lead_count_attempt(struct conn *conn, const struct lead *lead, int64_t epoch, int64_t now_ms,
                           struct fault *fault) MUST_CHECK;

/* What the call's final disposition makes of it; in a transaction. */
struct lead_outcome {
	struct id lead_id;
	enum disposition disposition;
	struct lead_next next;
	bool rejected;    /* a rejection is recorded in the call */
	bool talked;      /* the call was connected: what was said in it is kept for the next */
	bool interrupted; /* and fell: the next call of the day goes on with the same contact */
	bool no_attempt;  /* our own line failed: what was counted is taken back */
	struct id agent_id;
	struct id sale_id;                /* the draft the call worked on; none */
	const char *note;                 /* NULL: none */
	const bson_t *ladder, *rebuttals; /* NULL: none */
	int64_t now_ms;
};
enum rc lead_apply(struct conn *conn, const struct lead_outcome *outcome, struct fault *fault) MUST_CHECK;

/* Takes back what the call's final disposition counted on its lead, before another is said of it. */
struct call;
enum rc lead_take_back(struct conn *conn, const struct call *call, struct fault *fault) MUST_CHECK;

/* Leads that a dialer of an earlier epoch took and never called (and, when `own`, of this one): as they were. */
enum rc leads_reclaim(struct conn *conn, int64_t epoch, bool own, struct fault *fault) MUST_CHECK;

/* Our line works again: what it interrupted is due from now on. In a transaction. */
enum rc leads_line_back(struct conn *conn, const struct id *campaign_id, int64_t now_ms,
                        struct fault *fault) MUST_CHECK;

/* ---- our own do-not-call list, and contacts made ---- */

struct suppression {
	enum suppression_reason reason;
	const char *note;  /* NULL: none */
	struct id call_id; /* none: not on a call */
	struct id user_id; /* none: nobody's */
	int64_t now_ms;
};
/* What is on the list already stays as it was. */
enum rc suppression_add(struct conn *conn, const char *phone, const struct suppression *why,
                        struct fault *fault) MUST_CHECK;
/* The number and all that leads have beside it: a person asked, not a number. */
enum rc suppression_add_person(struct conn *conn, const char *phone, const struct suppression *why,
                               struct fault *fault) MUST_CHECK;
struct contact {
	const char *phone;
	enum contact_purpose purpose;
	bool direct;
	struct id call_id;
	int64_t at_ms;
};
enum rc contact_add(struct conn *conn, const struct contact *contact, struct fault *fault) MUST_CHECK;
/* The call's contact was, or was not, a direct one after all. */
enum rc contact_correct(struct conn *conn, const struct id *call_id, bool direct, struct fault *fault) MUST_CHECK;

/* What stands against calling a person, into the gate's facts: the own list, the last direct contact, and for
 * predictive dialing the last call that was dropped. A person is the number and those that leads have beside it. */
enum rc contact_facts_of(struct conn *conn, const char *phone, struct contact_facts *facts,
                         struct fault *fault) MUST_CHECK;
