#include "store/dispositions.h"

#include "store/agents.h"
#include "store/call_offers.h"
#include "store/campaigns.h"
#include "store/outbox.h"
#include "store/readings.h"
#include "store/redials.h"
#include "store/rows.h"
#include "store/sale_drafts.h"

#include <string.h>

#define CALLS "calls"

/* ---- the facts ---- */

/* The first row of a collection whose `key` is the call, with further conditions. */
static enum rc has_row(struct conn *conn, const char *collection, const bson_t *filter, bool *has,
                       struct fault *fault)
{
	ARENA(arena, 4096, 1 << 20);
	const bson_t *row;

	TRY(conn_find_one(conn, collection, filter, NULL, arena, &row, fault));
	*has = row != NULL;
	return RC_OK;
}

static enum rc sale_fact(struct conn *conn, const struct call *call, bool *submitted, struct fault *fault)
{
	BSON(filter);
	BSON(other);

	*submitted = false;
	if (id_is_none(&call->sale_id))
		return RC_OK;
	wire_put_id(&filter, "_id", &call->sale_id);
	wire_put_text(&other, "$ne", "draft");
	wire_put_document(&filter, "state", &other);
	return has_row(conn, "sales", &filter, submitted, fault);
}

/* The latest attempt of the call and what its person still has. */
static enum rc identity_facts(struct conn *conn, const struct call *call, const struct policy *policy, int64_t now_ms,
                              struct disposition_facts *facts, struct fault *fault)
{
	ARENA(arena, 8192, 1 << 20);
	BSON(filter);
	BSON(by_person);
	const bson_t *attempt, *person;
	struct identity_person known;

	wire_put_id(&filter, "call_id", &call->id);
	wire_put_text(&filter, "state", "failed");
	TRY(conn_find_one(conn, "identity_attempts", &filter, NULL, arena, &attempt, fault));
	if (!attempt)
		return RC_OK;
	if (!bson_has_field(attempt, "person_id"))
		return RC_OK;
	bson_iter_t iter;
	if (bson_iter_init_find(&iter, attempt, "person_id"))
		bson_append_iter(&by_person, "_id", -1, &iter);
	TRY(conn_find_one(conn, "identity_persons", &by_person, NULL, arena, &person, fault));
	if (!person)
		return RC_OK;
	known = (struct identity_person){.failures = (uint8_t)wire_get_int(person, "failures", 0),
	                                 .failed_at_ms = wire_get_ms(person, "failed_at", 0)};
	switch (identity_ask(&policy->identity, &known, now_ms, &facts->identity_from_ms)) {
	case IDENTITY_CLOSED:
		facts->identity_closed = true;
		break;
	default:
		facts->identity_failed = known.failures > 0;
	}
	return RC_OK;
}

static enum rc reading_fact(struct conn *conn, const struct call *call, bool *not_accepted, struct fault *fault)
{
	static const char *const ended_badly[] = {"void", "unaccepted"};
	BSON(bad);
	BSON(good);
	bool has_bad, has_good;

	wire_put_id(&bad, "call_id", &call->id);
	wire_put_in_texts(&bad, "state", ended_badly, 2);
	TRY(has_row(conn, "readings", &bad, &has_bad, fault));
	wire_put_id(&good, "call_id", &call->id);
	wire_put_text(&good, "state", "accepted");
	TRY(has_row(conn, "readings", &good, &has_good, fault));
	*not_accepted = has_bad && !has_good;
	return RC_OK;
}

static int count_rebuttals(const struct call *call)
{
	bson_t list;

	return wire_get_document(call->document, "rebuttals", &list) ? (int)bson_count_keys(&list) : 0;
}

static enum rc lead_facts(struct conn *conn, const struct call *call, int64_t now_ms, struct disposition_facts *facts,
                          struct fault *fault)
{
	ARENA(arena, 16384, 1 << 20);
	const char *further;
	struct lead lead;

	if (id_is_none(&call->lead_id))
		return RC_OK;
	TRY(lead_get(conn, &call->lead_id, now_ms, arena, &lead, fault));
	TRY(lead_further_phone(conn, &lead, arena, &further, fault));
	facts->has_other_number = further != NULL;
	facts->rejected = facts->rejected || lead.rejections > 0;
	facts->callbacks_since_rejection = (int)lead.callbacks_since_rejection;
	facts->hung_up_after_offer = (int)lead.hung_up_after_offer;
	return RC_OK;
}

enum rc disposition_facts_of(struct conn *conn, const struct call *call, const struct campaign *campaign,
                             enum disposition disposition, int64_t callback_ms, int64_t now_ms,
                             struct disposition_facts *facts, struct fault *fault)
{
	/* What was offered in a talk before is not this one's; a redial goes on with the same. */
	bool answered = call_offer_was_made(call, call->kind == CALL_REDIAL ? 0 : call->connected_ms);

	*facts = (struct disposition_facts){.line = call->report,
	                                    .direct_contact = call->connected_ms != 0,
	                                    .rejected = call_was_rejected(call),
	                                    .rebuttals = count_rebuttals(call),
	                                    .callback_ms = callback_ms,
	                                    .named_ms = callback_ms};
	/* An offer being said when they left: only the agent heard how far it came. */
	facts->offer_made = answered || disposition == DISPOSITION_HUNG_UP_AFTER_OFFER;
	TRY(sale_fact(conn, call, &facts->sale_submitted, fault));
	TRY(identity_facts(conn, call, &campaign->policy, now_ms, facts, fault));
	TRY(reading_fact(conn, call, &facts->reading_not_accepted, fault));
	return lead_facts(conn, call, now_ms, facts, fault);
}

/* ---- recording ---- */

enum rc disposition_refuse(enum disposition_verdict verdict, int missing, struct fault *fault)
{
	enum rc rc = fault_set(fault, RC_CONFLICT, disposition_verdict_name(verdict),
	                       "calls: the call's records do not allow this disposition");

	fault->missing = missing;
	return rc;
}

void disposition_put(bson_t *entry, const struct call_disposal *disposal, const struct disposition_times *times)
{
	wire_put_text(entry, "code", disposition_name(disposal->disposition));
	wire_put_ms(entry, "at", times->at_ms);
	wire_put_ms(entry, "final_at", times->final_ms);
	if (times->correct_until_ms)
		wire_put_ms(entry, "correct_until", times->correct_until_ms);
	wire_put_text(entry, "note", disposal->note);
	if (disposal->callback_ms)
		wire_put_ms(entry, "callback_at", disposal->callback_ms);
	if (!id_is_none(&disposal->command.user_id))
		wire_put_id(entry, "by", &disposal->command.user_id);
}

static enum rc write_disposition(struct conn *conn, const struct call *call, const struct call_disposal *disposal,
                                 int64_t final_ms, int64_t correct_until_ms, struct fault *fault)
{
	const struct disposition_times times = {disposal->command.now_ms, final_ms, correct_until_ms};
	BSON(set);
	BSON(disposition);

	disposition_put(&disposition, disposal, &times);
	wire_put_document(&set, "disposition", &disposition);
	wire_put_ms(&set, "final_due_at", final_ms);
	return call_write(conn, call, &set, NULL, fault);
}

/* The customer asked not to be called: stored with the disposition, in all campaigns at once. */
static enum rc suppress(struct conn *conn, const struct call *call, const struct id *user_id, int64_t now_ms,
                        struct fault *fault)
{
	const struct suppression why = {
		.reason = SUPPRESSION_DISPOSITION, .call_id = call->id, .user_id = *user_id, .now_ms = now_ms};

	return suppression_add_person(conn, call->phone, &why, fault);
}

enum rc call_dispose(struct conn *conn, const struct call_disposal *disposal, struct fault *fault)
{
	ARENA(arena, 32768, 4 << 20);
	const struct call_command *command = &disposal->command;
	const struct call_end end = {
		.call_id = command->call_id, .report = LINE_REPORT_AGENT_HUNG_UP, .now_ms = command->now_ms};
	struct call call;
	struct campaign campaign;
	struct disposition_facts facts;
	enum disposition_verdict verdict;
	int64_t final_ms;
	int missing;

	TRY(call_get_own(conn, &command->call_id, &command->user_id, arena, &call, fault));
	if (!call.connected_ms)
		return fault_set(fault, RC_CONFLICT, "call_state", "calls: the call was never connected");
	if (call.has_disposition)
		return fault_set(fault, RC_CONFLICT, "disposed", "calls: the call has its disposition");
	TRY(campaign_get(conn, &call.campaign_id, arena, &campaign, fault));
	if (disposal->disposition == DISPOSITION_CONTRACT_NOT_ACCEPTED)
		TRY(readings_refuse(conn, &call.id, command->now_ms, fault));
	TRY(disposition_facts_of(conn, &call, &campaign, disposal->disposition, disposal->callback_ms,
	                         command->now_ms, &facts, fault));
	verdict = disposition_check(&campaign.policy.disposition, &campaign.hours, disposal->disposition, &facts,
	                            command->now_ms, &missing);
	if (verdict != DISPOSITION_ALLOWED)
		return disposition_refuse(verdict, missing, fault);
	TRY(call_end(conn, &end, fault));
	TRY(call_get(conn, &command->call_id, arena, &call, fault));
	final_ms = disposition_final_at(&campaign.policy.disposition, disposal->disposition, &facts, command->now_ms);
	TRY(write_disposition(
		conn, &call, disposal, final_ms,
		disposition_correct_until(&campaign.policy.disposition, disposal->disposition, command->now_ms),
		fault));
	if (disposal->disposition == DISPOSITION_DO_NOT_CALL)
		TRY(suppress(conn, &call, &command->user_id, command->now_ms, fault));
	return final_ms <= command->now_ms ? call_finalise(conn, &call.id, command->now_ms, fault) : RC_OK;
}

enum rc call_opt_out(struct conn *conn, const struct call_command *command, struct fault *fault)
{
	ARENA(arena, 8192, 1 << 20);
	struct suppression why = {
		.reason = SUPPRESSION_ASKED, .user_id = command->user_id, .now_ms = command->now_ms};
	BSON(set);
	struct call call;

	TRY(call_get_own(conn, &command->call_id, &command->user_id, arena, &call, fault));
	if (!call.connected_ms)
		return fault_set(fault, RC_CONFLICT, "call_state", "calls: nobody was spoken to");
	why.call_id = call.id;
	TRY(suppression_add_person(conn, call.phone, &why, fault));
	if (wire_has(call.document, "opted_out_at"))
		return RC_OK;
	wire_put_ms(&set, "opted_out_at", command->now_ms);
	return call_write(conn, &call, &set, NULL, fault);
}

enum rc call_undo_disposition(struct conn *conn, const struct call_command *command, struct fault *fault)
{
	ARENA(arena, 8192, 1 << 20);
	BSON(unset);
	struct call call;

	TRY(call_get_own(conn, &command->call_id, &command->user_id, arena, &call, fault));
	if (!call.has_disposition)
		return fault_set(fault, RC_CONFLICT, "not_disposed", "calls: there is no disposition to undo");
	if (call.is_final || !disposition_may_undo(call.final_ms, command->now_ms))
		return fault_set(fault, RC_CONFLICT, "final", "calls: the disposition is final");
	wire_put_int(&unset, "disposition", 1);
	wire_put_int(&unset, "final_due_at", 1);
	return call_write(conn, &call, NULL, &unset, fault);
}

enum rc call_dispose_by_line(struct conn *conn, const struct id *id, enum disposition disposition, int64_t now_ms,
                             struct fault *fault)
{
	ARENA(arena, 8192, 1 << 20);
	const struct call_disposal disposal = {.command = {.call_id = *id, .now_ms = now_ms},
	                                       .disposition = disposition};
	struct call call;

	TRY(call_get(conn, id, arena, &call, fault));
	if (call.has_disposition)
		return RC_OK;
	TRY(write_disposition(conn, &call, &disposal, now_ms, 0, fault));
	return call_finalise(conn, id, now_ms, fault);
}

/* ---- becoming final ---- */

static int64_t at_least_zero(int64_t number)
{
	return number > 0 ? number : 0;
}

enum rc disposition_tell(struct conn *conn, const struct call *call, const char *old_code, struct arena *arena,
                         struct fault *fault)
{
	BSON(data);
	struct event event = {.type = "call.disposition",
	                      .at_ms = call->final_ms,
	                      .campaign_id = call->campaign_id,
	                      .lead_list_id = call->lead_list_id,
	                      .team_id = call->team_id,
	                      .agent_id = call->agent_id,
	                      .subject_kind = "call",
	                      .subject_id = call->id,
	                      .channels = {"floor"},
	                      .data = &data};
	bool answered = call->connected_ms != 0;

	wire_put_id(&data, "call_id", &call->id);
	wire_put_text(&data, "kind", call_kind_name(call->kind));
	wire_put_text(&data, "code", disposition_name(call->disposition));
	wire_put_text(&data, "old_code", old_code);
	wire_put_bool(&data, "answered", answered);
	wire_put_int(&data, "talk_ms", answered ? at_least_zero(call->ended_ms - call->connected_ms) : 0);
	wire_put_int(&data, "wrap_up_ms", answered ? at_least_zero(call->disposed_ms - call->ended_ms) : 0);
	wire_put_bool(&data, "effective", disposition_rule_of(call->disposition)->is_effective);
	if (!id_is_none(&call->agent_id))
		event.channels[1] = event_channel(arena, "user", &call->agent_id);
	return event_append(conn, &event, fault);
}

static bool is_interrupted(enum disposition disposition)
{
	return disposition == DISPOSITION_DROPPED || disposition == DISPOSITION_TECHNICAL ||
	       disposition == DISPOSITION_LINE_FAILURE;
}

static struct lead_outcome outcome_of(const struct call *call, const struct lead_next *next, int64_t now_ms)
{
	bool talked = call->connected_ms != 0;

	return (struct lead_outcome){
		.lead_id = call->lead_id,
		.disposition = call->disposition,
		.next = *next,
		.rejected = call_was_rejected(call),
		.talked = talked,
		.interrupted = talked && is_interrupted(call->disposition),
		.no_attempt = call->disposition == DISPOSITION_LINE_FAILURE && call->kind == CALL_DIALED,
		.agent_id = call->agent_id,
		.sale_id = call->sale_id,
		.note = wire_get_text(call->document, "disposition.note"),
		.now_ms = now_ms,
	};
}

enum rc disposition_apply(struct conn *conn, const struct call *call, const struct campaign *campaign,
                          const struct disposition_facts *facts, int64_t now_ms, struct fault *fault)
{
	const struct lead_next next = disposition_lead_next(&campaign->policy.disposition, &campaign->hours,
	                                                    call->disposition, facts, now_ms);
	struct lead_outcome outcome = outcome_of(call, &next, now_ms);
	bson_t ladder, rebuttals;

	if (id_is_none(&call->lead_id))
		return RC_OK;
	if (call->kind == CALL_REDIAL && !call->connected_ms)
		return redial_missed(conn, call, campaign, now_ms, fault);
	if (wire_get_document(call->document, "offers", &ladder))
		outcome.ladder = &ladder;
	if (wire_get_document(call->document, "rebuttals", &rebuttals))
		outcome.rebuttals = &rebuttals;
	TRY(lead_apply(conn, &outcome, fault));
	TRY(sale_draft_put_aside(conn, &call->sale_id, next.state == LEAD_CLOSED || next.state == LEAD_SUPPRESSED,
	                         now_ms, fault));
	if (!next.suppresses)
		return RC_OK;
	return suppress(conn, call, &call->agent_id, now_ms, fault);
}

static enum rc keep_contact(struct conn *conn, const struct call *call, const struct disposition_facts *facts,
                            struct fault *fault)
{
	const struct contact contact = {.phone = call->phone,
	                                .purpose = call->purpose,
	                                .direct = disposition_is_contact(call->disposition, facts),
	                                .call_id = call->id,
	                                .at_ms = call->dialed_ms};

	return contact_add(conn, &contact, fault);
}

static enum rc release_agent(struct conn *conn, const struct call *call, int64_t now_ms, struct arena *arena,
                             struct fault *fault)
{
	const struct agent_move move = {
		.agent_id = call->agent_id, .event = AGENT_DISPOSES, .now_ms = now_ms, .may_be_refused = true};
	struct agent_row agent;
	bool found = false;

	if (!id_is_none(&call->agent_id))
		TRY(agent_look(conn, &call->agent_id, arena, &agent, &found, fault));
	if (!found || !id_equal(&agent.call_id, &call->id))
		return RC_OK;
	return agent_move(conn, &move, arena, NULL, fault);
}

enum rc call_finalise(struct conn *conn, const struct id *id, int64_t now_ms, struct fault *fault)
{
	ARENA(arena, 32768, 4 << 20);
	BSON(unset);
	struct call call;
	struct campaign campaign;
	struct disposition_facts facts;

	TRY(call_get(conn, id, arena, &call, fault));
	if (!call.has_disposition || call.is_final || call.final_ms > now_ms)
		return RC_OK;
	TRY(campaign_get(conn, &call.campaign_id, arena, &campaign, fault));
	TRY(disposition_facts_of(conn, &call, &campaign, call.disposition,
	                         wire_get_ms(call.document, "disposition.callback_at", 0), now_ms, &facts, fault));
	wire_put_int(&unset, "final_due_at", 1);
	TRY(call_write(conn, &call, NULL, &unset, fault));
	TRY(disposition_apply(conn, &call, &campaign, &facts, now_ms, fault));
	TRY(keep_contact(conn, &call, &facts, fault));
	TRY(release_agent(conn, &call, now_ms, arena, fault));
	return disposition_tell(conn, &call, NULL, arena, fault);
}

enum rc calls_to_finalise(struct conn *conn, int64_t now_ms, struct id *ids, size_t max, size_t *count,
                          int64_t *next_ms, struct fault *fault)
{
	const struct rows_due due = {.collection = CALLS, .field = "final_due_at", .until_ms = now_ms};

	return rows_due(conn, &due, ids, max, count, next_ms, fault);
}
