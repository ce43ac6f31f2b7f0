#include "store/sale_submission.h"

#include "base/civil.h"
#include "store/campaigns.h"
#include "store/outbox.h"
#include "store/reviews.h"
#include "store/settings.h"

#include <string.h>

enum rc sale_refuse(enum sale_verdict verdict, struct fault *fault)
{
	enum rc rc = verdict == SALE_WRONG_ROLE ? RC_FORBIDDEN : RC_CONFLICT;

	return fault_set(fault, rc, sale_verdict_name(verdict), "sales: the rules do not allow this now");
}

/* The fields stay named beside a refusal that comes before them. */
static enum rc refuse_naming_fields(enum sale_verdict verdict, const enum field_verdict fields[SALE_FIELD_COUNT],
                                    struct fault *fault)
{
	struct fault named = {0};
	enum rc rc;

	if (verdict == SALE_FORM_INCOMPLETE)
		return sale_name_wrong_fields(fields, fault);
	rc = sale_refuse(verdict, fault);
	if (sale_name_wrong_fields(fields, &named) == RC_OK)
		return rc;
	fault->fields_count = named.fields_count;
	memcpy(fault->fields, named.fields, sizeof named.fields);
	return rc;
}

static enum rc check(struct conn *conn, const struct sale_edit *edit, const struct sale *sale,
                     const struct sale_policy *policy, struct fault *fault)
{
	const struct sale_form form = sale_form_of(sale);
	int64_t now_ms = edit->actor->now_ms;
	struct sale_facts facts = {.state = sale->state,
	                           .identity_approved = sale_is_approved(sale, now_ms),
	                           .reading_accepted = !id_is_none(&sale->reading_id),
	                           .is_owner = true};
	enum field_verdict fields[SALE_FIELD_COUNT];
	struct sale_clash clash;
	enum sale_verdict verdict;
	enum sale_state to;

	facts.form_complete = sale_form_check(&form, SALE_FORM_SUBMISSION, civil_date_at(now_ms), fields) == 0;
	TRY(sale_find_clash(conn, edit->key, sale, &sale->person, &clash, fault));
	facts.open_elsewhere = clash.document || clash.line;
	verdict = sale_ask(policy, &facts, SALE_SUBMIT, SALE_BY(edit->actor->role), false, now_ms, &to);
	return verdict == SALE_ALLOWED ? RC_OK : refuse_naming_fields(verdict, fields, fault);
}

static enum rc tell(struct conn *conn, const struct sale *sale, int64_t expires_ms, int64_t now_ms,
                    struct arena *arena, struct fault *fault)
{
	BSON(data);
	const struct event event = {
		.type = "sale.submitted",
		.at_ms = now_ms,
		.campaign_id = sale->campaign_id,
		.lead_list_id = sale->lead_list_id,
		.team_id = sale->team_id,
		.agent_id = sale->agent_id,
		.subject_kind = "sale",
		.subject_id = sale->id,
		.channels = {"backoffice", "floor", event_channel(arena, "user", &sale->agent_id)},
		.data = &data};

	wire_put_id(&data, "sale_id", &sale->id);
	wire_put_int(&data, "products", (int64_t)sale->products_count);
	wire_put_ms(&data, "expires_at", expires_ms);
	return event_append(conn, &event, fault);
}

/* The reading is reviewed by the sale's end. */
static enum rc mark_reading(struct conn *conn, const struct sale *sale, const char *number, int64_t expires_ms,
                            struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(set);

	wire_put_id(&filter, "_id", &sale->reading_id);
	wire_put_ms(&set, "sale_expires_at", expires_ms);
	wire_put_text(&set, "sale_number", number);
	review_put_rank(&set, false, expires_ms);
	wire_put_document(&update, "$set", &set);
	return conn_update(conn, "readings", &filter, &update, false, NULL, fault);
}

static enum rc write_submission(struct conn *conn, const struct sale_edit *edit, struct sale *sale,
                                const char *number, int64_t expires_ms, struct fault *fault)
{
	static const struct sale_entry entry = {.action = "submit", .from = SALE_DRAFT, .to = SALE_SUBMITTED};
	BSON(set);
	BSON(unset);
	const struct sale_write write = {.set = &set, .unset = &unset, .entry = &entry};
	enum rc rc;

	wire_put_text(&set, "state", sale_state_name(SALE_SUBMITTED));
	wire_put_text(&set, "number", number);
	wire_put_ms(&set, "submitted_at", edit->actor->now_ms);
	wire_put_ms(&set, "expires_at", expires_ms);
	wire_put_bool(&set, "ready", true);
	wire_put_text(&set, "recording_state", "none");
	wire_put_int(&unset, "step", 1);
	rc = sale_write(conn, sale, edit->actor, &write, fault);
	if (rc == RC_CONFLICT && strcmp(fault->code, "duplicate") == 0)
		return sale_refuse(SALE_OPEN_ELSEWHERE, fault);
	return rc;
}

enum rc sale_submit(struct conn *conn, const struct sale_edit *edit, struct fault *fault)
{
	ARENA(arena, 32768, 1 << 20);
	struct sale sale;
	struct campaign campaign;
	int64_t expires_ms, number;
	const char *text;

	TRY(sale_open_draft(conn, edit, arena, &sale, fault));
	TRY(campaign_get(conn, &sale.campaign_id, arena, &campaign, fault));
	TRY(check(conn, edit, &sale, &campaign.policy.sale, fault));
	if (!sale_expires_at(&campaign.policy.sale, &campaign.hours, edit->actor->now_ms, &expires_ms))
		return fault_set(fault, RC_CONFLICT, "no_contact_day", "campaigns: its hours name no day of contact");
	TRY(tell(conn, &sale, expires_ms, edit->actor->now_ms, arena, fault));
	TRY(sequence_next(conn, "sale_number", &number, fault));
	text = arena_printf(arena, "V-%06lld", (long long)number);
	TRY(mark_reading(conn, &sale, text, expires_ms, fault));
	return write_submission(conn, edit, &sale, text, expires_ms, fault);
}
