/* What becomes of a lead after a call, of leads.h. */
#include "base/civil.h"
#include "store/call_offers.h"
#include "store/leads.h"

#include <string.h>

#define LEADS "leads"

/* One update, made up by the parts below. */
struct change {
	bson_t *set, *unset, *inc;
	bson_t *push; /* whole operators on the lists of numbers */
};

static bool is_dialed_again(enum lead_state state)
{
	return state == LEAD_RETRY || state == LEAD_CALLBACK || state == LEAD_LINE_BACK;
}

static void put_next(const struct lead_outcome *outcome, const struct change *change)
{
	const struct lead_next *next = &outcome->next;

	bool closed_a_while = next->state == LEAD_CLOSED && next->at_ms;

	wire_put_text(change->set, "state", lead_state_name(next->state));
	if (next->state != LEAD_CLOSED)
		wire_put_ms(change->set, "next_at", next->at_ms ? next->at_ms : outcome->now_ms);
	if (closed_a_while)
		wire_put_ms(change->set, "closed_until", next->at_ms);
	else
		wire_put_int(change->unset, "closed_until", 1);
}

/* Booked, or still owed when our own line cut it off: then its time begins anew. */
static void put_callback(const struct lead *lead, const struct lead_outcome *outcome, const struct change *change)
{
	bool was_owed = outcome->next.state == LEAD_LINE_BACK && lead->agreed;
	const struct id *agent_id = was_owed ? &lead->callback_agent_id : &outcome->agent_id;
	BSON(callback);

	if (outcome->next.state != LEAD_CALLBACK && !was_owed) {
		wire_put_int(change->unset, "callback", 1);
		return;
	}
	wire_put_ms(&callback, "at", outcome->next.at_ms ? outcome->next.at_ms : outcome->now_ms);
	if (!id_is_none(agent_id))
		wire_put_id(&callback, "agent_id", agent_id);
	wire_put_document(change->set, "callback", &callback);
}

/* Where the next talk opens: the last note, the ladder, the rebuttals, the draft; gone when nobody is to call again.
 */
static void put_thread(const struct lead_outcome *outcome, const struct change *change)
{
	static const char *const thread[] = {"ladder", "rebuttals", "sale_id", "fell_day"};

	if (outcome->note)
		wire_put_text(change->set, "note", outcome->note);
	if (!is_dialed_again(outcome->next.state)) {
		for (size_t i = 0; i < sizeof thread / sizeof *thread; i++)
			wire_put_int(change->unset, thread[i], 1);
		return;
	}
	if (outcome->talked && outcome->ladder)
		wire_put_array(change->set, "ladder", outcome->ladder);
	if (outcome->talked && outcome->rebuttals)
		wire_put_array(change->set, "rebuttals", outcome->rebuttals);
	if (!id_is_none(&outcome->sale_id))
		wire_put_id(change->set, "sale_id", &outcome->sale_id);
	if (outcome->interrupted)
		wire_put_ms(change->set, "fell_day", civil_day_start(outcome->now_ms));
	else if (outcome->talked)
		wire_put_int(change->unset, "fell_day", 1);
}

/* Only callbacks after a rejection are limited, so only those are counted; a failure of our line was no attempt. */
static void put_counts(const struct lead *lead, const struct lead_outcome *outcome, const struct change *change)
{
	bool rejected = outcome->rejected || lead->rejections > 0;

	if (outcome->rejected)
		wire_put_int(change->inc, "rejections", 1);
	if (outcome->disposition == DISPOSITION_CALLBACK && rejected)
		wire_put_int(change->inc, "callbacks_since_rejection", 1);
	if (outcome->disposition == DISPOSITION_HUNG_UP_AFTER_OFFER)
		wire_put_int(change->inc, "hung_up_after_offer", 1);
	if (outcome->no_attempt && lead->attempts_total > 0)
		wire_put_int(change->inc, "attempts_total", -1);
	if (outcome->no_attempt && lead->attempts_today > 0)
		wire_put_int(change->inc, "attempts_today", -1);
}

/* A wrong number gives way to the lead's next one, for which attempts count anew. */
static enum rc put_number(struct conn *conn, const struct lead *lead, const struct lead_outcome *outcome,
                          const struct change *change, struct arena *arena, struct fault *fault)
{
	BSON(closed);
	BSON(pull);
	const char *phone = NULL;

	if (!outcome->next.closes_number)
		return RC_OK;
	wire_put_text(&closed, "closed_phones", lead->phone);
	wire_put_document(change->push, "$addToSet", &closed);
	TRY(lead_further_phone(conn, lead, arena, &phone, fault));
	if (!phone)
		return RC_OK;
	wire_put_text(change->set, "phone", phone);
	wire_put_int(change->set, "attempts_today", 0);
	wire_put_int(change->set, "attempts_total", 0);
	wire_put_text(&pull, "phones", phone);
	wire_put_document(change->push, "$pull", &pull);
	return RC_OK;
}

static enum rc write_lead(struct conn *conn, const struct id *id, const struct change *change, struct fault *fault)
{
	BSON(filter);
	BSON(update);

	wire_put_id(&filter, "_id", id);
	wire_put_int(change->inc, "version", 1);
	wire_put_int(change->unset, "lease", 1);
	wire_put_int(change->unset, "held_until", 1);
	wire_put_document(&update, "$set", change->set);
	wire_put_document(&update, "$inc", change->inc);
	wire_put_document(&update, "$unset", change->unset);
	bson_concat(&update, change->push);
	return conn_update(conn, LEADS, &filter, &update, false, NULL, fault);
}

enum rc lead_apply(struct conn *conn, const struct lead_outcome *outcome, struct fault *fault)
{
	ARENA(arena, 16384, 1 << 20);
	BSON(set);
	BSON(inc);
	BSON(unset);
	BSON(push);
	const struct change change = {&set, &unset, &inc, &push};
	struct lead lead;

	TRY(lead_get(conn, &outcome->lead_id, outcome->now_ms, arena, &lead, fault));
	put_next(outcome, &change);
	put_callback(&lead, outcome, &change);
	put_thread(outcome, &change);
	put_counts(&lead, outcome, &change);
	TRY(put_number(conn, &lead, outcome, &change, arena, fault));
	wire_put_text(&set, "last_disposition", disposition_name(outcome->disposition));
	return write_lead(conn, &lead.id, &change, fault);
}

/* ---- taking back ---- */

static int64_t less_one(int64_t count)
{
	return count > 0 ? count - 1 : 0;
}

/* The number that was wrong is the lead's again, before the one it gave way to. */
static void put_number_back(const struct lead *lead, const struct call *call, bson_t *set, bson_t *lists)
{
	BSON(pull);
	BSON(push);
	BSON(first);
	BSON(each);

	wire_put_text(&pull, "closed_phones", call->phone);
	wire_put_document(lists, "$pull", &pull);
	if (strcmp(lead->phone, call->phone) == 0)
		return;
	wire_put_text(set, "phone", call->phone);
	wire_put_text(&each, "0", lead->phone);
	wire_put_array(&first, "$each", &each);
	wire_put_int(&first, "$position", 0);
	wire_put_document(&push, "phones", &first);
	wire_put_document(lists, "$push", &push);
}

enum rc lead_take_back(struct conn *conn, const struct call *call, struct fault *fault)
{
	ARENA(arena, 16384, 1 << 20);
	BSON(filter);
	BSON(update);
	BSON(set);
	struct lead lead;

	if (id_is_none(&call->lead_id))
		return RC_OK;
	TRY(lead_get(conn, &call->lead_id, call->disposed_ms, arena, &lead, fault));
	wire_put_int(&set, "rejections", call_was_rejected(call) ? less_one(lead.rejections) : lead.rejections);
	if (call->disposition == DISPOSITION_CALLBACK)
		wire_put_int(&set, "callbacks_since_rejection", less_one(lead.callbacks_since_rejection));
	if (call->disposition == DISPOSITION_HUNG_UP_AFTER_OFFER)
		wire_put_int(&set, "hung_up_after_offer", less_one(lead.hung_up_after_offer));
	if (call->disposition == DISPOSITION_WRONG_NUMBER)
		put_number_back(&lead, call, &set, &update);
	wire_put_id(&filter, "_id", &lead.id);
	wire_put_document(&update, "$set", &set);
	return conn_update(conn, LEADS, &filter, &update, false, NULL, fault);
}
