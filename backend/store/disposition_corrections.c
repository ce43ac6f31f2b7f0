/* A call's disposition said again, of dispositions.h. */
#include "store/dispositions.h"

#define CALLS "calls"

static enum rc refuse(const char *code, struct fault *fault)
{
	return fault_set(fault, RC_CONFLICT, code, "calls: the disposition stands");
}

/* Whoever called the customer since has found the lead as the old disposition left it. */
static enum rc check_lead(struct conn *conn, const struct call *call, struct arena *arena, struct fault *fault)
{
	BSON(filter);
	const bson_t *later;

	if (id_is_none(&call->lead_id))
		return RC_OK;
	wire_put_id(&filter, "lead_id", &call->lead_id);
	wire_put_op_ms(&filter, "dialed_at", "$gt", call->dialed_ms);
	TRY(conn_find_one(conn, CALLS, &filter, NULL, arena, &later, fault));
	return later ? refuse("lead_moved", fault) : RC_OK;
}

static enum rc open_call(struct conn *conn, const struct call_disposal *disposal, struct arena *arena,
                         struct call *call, struct campaign *campaign, struct fault *fault)
{
	const struct call_command *command = &disposal->command;

	TRY(call_get_own(conn, &command->call_id, &command->user_id, arena, call, fault));
	if (!call->has_disposition || !call->is_final)
		return refuse("not_final", fault);
	TRY(campaign_get(conn, &call->campaign_id, arena, campaign, fault));
	if (!disposition_may_correct(&campaign->policy.disposition, call->disposition, call->disposed_ms,
	                             command->now_ms))
		return refuse("correction_late", fault);
	return check_lead(conn, call, arena, fault);
}

/* The new entry keeps the times of the old one, by which the figures know it. */
static enum rc write_entry(struct conn *conn, const struct call *call, const struct call_disposal *disposal,
                           struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(set);
	BSON(push);
	BSON(inc);
	BSON(entry);
	bson_t old;
	const struct disposition_times times = {call->disposed_ms, call->final_ms,
	                                        wire_get_ms(call->document, "disposition.correct_until", 0)};
	int64_t matched;

	disposition_put(&entry, disposal, &times);
	wire_put_text(&entry, "corrects", disposition_name(call->disposition));
	wire_put_ms(&entry, "corrected_at", disposal->command.now_ms);
	wire_put_id(&filter, "_id", &call->id);
	wire_put_int(&filter, "version", call->version);
	wire_put_document(&set, "disposition", &entry);
	wire_put_document(&update, "$set", &set);
	if (wire_get_document(call->document, "disposition", &old))
		wire_put_document(&push, "dispositions", &old);
	wire_put_document(&update, "$push", &push);
	wire_put_int(&inc, "version", 1);
	wire_put_document(&update, "$inc", &inc);
	TRY(conn_update(conn, CALLS, &filter, &update, false, &matched, fault));
	if (matched == 1)
		return RC_OK;
	conn->redo = true;
	return fault_set(fault, RC_STALE, "stale", "calls: the row changed meanwhile");
}

enum rc call_correct(struct conn *conn, const struct call_disposal *disposal, struct fault *fault)
{
	ARENA(arena, 65536, 4 << 20);
	const struct call_command *command = &disposal->command;
	struct call call;
	struct campaign campaign;
	struct disposition_facts facts;
	enum disposition_verdict verdict;
	const char *old_code;
	int missing;

	TRY(open_call(conn, disposal, arena, &call, &campaign, fault));
	old_code = disposition_name(call.disposition);
	TRY(lead_take_back(conn, &call, fault));
	TRY(disposition_facts_of(conn, &call, &campaign, disposal->disposition, disposal->callback_ms,
	                         command->now_ms, &facts, fault));
	verdict = disposition_check(&campaign.policy.disposition, &campaign.hours, disposal->disposition, &facts,
	                            command->now_ms, &missing);
	if (verdict != DISPOSITION_ALLOWED)
		return disposition_refuse(verdict, missing, fault);
	TRY(write_entry(conn, &call, disposal, fault));
	TRY(call_get(conn, &call.id, arena, &call, fault));
	TRY(disposition_apply(conn, &call, &campaign, &facts, command->now_ms, fault));
	TRY(contact_correct(conn, &call.id, disposition_is_contact(call.disposition, &facts), fault));
	return disposition_tell(conn, &call, old_code, arena, fault);
}
