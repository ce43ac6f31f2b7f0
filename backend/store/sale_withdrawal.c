#include "store/sale_withdrawal.h"

#include "store/dispatches.h"
#include "store/notifications.h"
#include "store/sale_submission.h"

#include <string.h>

/* ---- half loaded, and over ---- */

static enum rc tell_owner(struct conn *conn, const struct sale_case *work, const char *kind, struct fault *fault)
{
	const struct notification notification = {.user_id = work->sale.owner_id,
	                                          .kind = kind,
	                                          .sale_id = work->sale.id,
	                                          .sale_number = work->sale.number,
	                                          .at_ms = work->actor->now_ms};

	return id_is_none(&work->sale.owner_id) ? RC_OK : notification_append(conn, &notification, fault);
}

enum rc sale_extend(struct conn *conn, const struct sale_target *target, const char *reason, struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	BSON(set);
	BSON(unset);
	const struct sale_act act = {.action = SALE_EXTEND, .reason = reason, .set = &set, .unset = &unset};
	struct sale_case work;
	int64_t until_ms;

	TRY(sale_case_open(conn, target, arena, &work, fault));
	until_ms = target->actor->now_ms + work.campaign.policy.sale.extension_ms;
	wire_put_ms(&set, "extended_until", until_ms);
	wire_put_ms(&set, "expires_at", until_ms); /* from here on it is what runs out */
	wire_put_int(&unset, "frozen_at", 1);
	TRY(sale_case_apply(conn, &work, &act, fault));
	return tell_owner(conn, &work, "extended", fault);
}

enum rc sale_reverse(struct conn *conn, const struct sale_target *target, const char *reason, struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	BSON(set);
	const struct sale_act act = {.action = SALE_REVERSE, .reason = reason, .set = &set};
	struct sale_case work;

	TRY(sale_case_open(conn, target, arena, &work, fault));
	wire_put_ms(&set, "reversing_at", target->actor->now_ms);
	if (!wire_has(work.sale.document, "frozen_at"))
		wire_put_ms(&set, "frozen_at", target->actor->now_ms);
	TRY(sale_case_apply(conn, &work, &act, fault));
	return tell_owner(conn, &work, "reversing", fault);
}

/* ---- retracto ---- */

/* A SIM that left and did not come back. */
static enum rc find_sim(struct conn *conn, const struct sale_case *work, bool *is_out, struct fault *fault)
{
	BSON(filter);
	const bson_t *row;
	enum dispatch_state state;
	const char *word;

	wire_put_id(&filter, "_id", &work->sale.id);
	TRY(conn_find_one(conn, "dispatches", &filter, NULL, work->arena, &row, fault));
	word = row ? wire_get_text(row, "state") : NULL;
	*is_out = word && dispatch_state_parse(word, &state) &&
	          (state == DISPATCH_ON_ITS_WAY || state == DISPATCH_ARRIVED);
	return RC_OK;
}

enum rc sale_withdraw(struct conn *conn, const struct sale_target *target, const char *reason, struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	BSON(set);
	BSON(withdrawal);
	const struct sale_act act = {.action = SALE_WITHDRAW, .reason = reason, .set = &set};
	struct sale_case work;
	bool is_out;

	TRY(sale_case_open(conn, target, arena, &work, fault));
	TRY(find_sim(conn, &work, &is_out, fault));
	wire_put_ms(&withdrawal, "at", target->actor->now_ms);
	wire_put_text(&withdrawal, "services", "open");
	wire_put_text(&withdrawal, "sim", is_out ? "open" : "none");
	wire_put_document(&set, "withdrawal", &withdrawal);
	TRY(sale_case_apply(conn, &work, &act, fault));
	return RC_OK;
}

static bool is_open(const struct sale_case *work, const char *path)
{
	const char *word = wire_get_text(work->sale.document, path);

	return word && strcmp(word, "open") == 0;
}

/* One of the two things to do is done; with the other one done as well the sale leaves the desk. */
static enum rc write_done(struct conn *conn, struct sale_case *work, const char *action, const char *path,
                          const char *other, struct fault *fault)
{
	BSON(set);
	const struct sale_note note = {.action = action,
	                               .set = &set,
	                               .wait = is_open(work, other) ? SALE_WAIT_KEEP : SALE_WAIT_OVER,
	                               .claiming = is_open(work, other) ? SALE_CLAIM_KEEP : SALE_CLAIM_DROP};

	wire_put_text(&set, path, "done");
	return sale_case_note(conn, work, &note, fault);
}

enum rc sale_withdrawal_sim_back(struct conn *conn, const struct sale_target *target, struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	struct sale_case work;

	TRY(sale_case_open(conn, target, arena, &work, fault));
	if (work.sale.state != SALE_WITHDRAWN || !is_open(&work, "withdrawal.sim"))
		return sale_refuse(SALE_WRONG_STATE, fault);
	return write_done(conn, &work, "withdrawal_sim_back", "withdrawal.sim", "withdrawal.services", fault);
}

enum rc sale_withdrawal_off(struct conn *conn, struct sale_case *work, struct fault *fault)
{
	if (!is_open(work, "withdrawal.services"))
		return RC_OK;
	return write_done(conn, work, "withdrawal_services_off", "withdrawal.services", "withdrawal.sim", fault);
}
