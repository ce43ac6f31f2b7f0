#include "domain/policy.h"

#include <string.h>

#define SECOND CIVIL_SECOND_MS
#define MINUTE CIVIL_MINUTE_MS
#define HOUR   CIVIL_HOUR_MS
#define DAY    CIVIL_DAY_MS

static const char *const policy_unit_names[] = {
	[POLICY_MS] = "ms",
	[POLICY_COUNT] = "count",
	[POLICY_BASIS_POINTS] = "basis_points",
	[POLICY_CENTIBEL] = "centibel",
	[POLICY_BYTES] = "bytes",
	[POLICY_SWITCH] = "switch",
};

static const char *const policy_verdict_names[] = {
	[POLICY_OK] = "ok",
	[POLICY_UNKNOWN] = "unknown",
	[POLICY_TOO_SMALL] = "too_small",
	[POLICY_TOO_LARGE] = "too_large",
};

NAMES_DEFINE(policy_unit);
NAMES_DEFINE(policy_verdict);

#define ROW(part, field, value, least, most, unit, source)                                                           \
	{                                                                                                            \
#part "." #field, offsetof(struct policy, part.field), value, least, most, POLICY_##unit, source     \
	}
#define CUSTOMER "customer"
#define LAW      "law"
#define OURS     "ours"

/* name, default, least, most, unit, source. What the law or the customer sets cannot be made laxer: its bound. */
const struct policy_entry policy_entries[] = {
	ROW(contact, attempts_per_day, 3, 1, 20, COUNT, OURS),
	ROW(contact, attempts_total, 10, 1, 100, COUNT, OURS),
	ROW(contact, one_channel_ms, 7 * DAY, 7 * DAY, 30 * DAY, MS, LAW),
	ROW(contact, dropped_ms, 72 * HOUR, 72 * HOUR, 30 * DAY, MS, OURS),
	ROW(contact, same_day_callback, 0, 0, 1, COUNT, OURS),

	ROW(disposition, rebuttals_least, 3, 3, 10, COUNT, CUSTOMER),
	ROW(disposition, closed_ms, 90 * DAY, DAY, 730 * DAY, MS, OURS),
	ROW(disposition, callback_within_ms, 7 * DAY, DAY, 30 * DAY, MS, OURS),
	ROW(disposition, callbacks_after_rejection, 2, 0, 5, COUNT, OURS),
	ROW(disposition, someone_else_ms, 4 * HOUR, 15 * MINUTE, 7 * DAY, MS, OURS),
	ROW(disposition, minor_ms, 4 * HOUR, HOUR, 7 * DAY, MS, OURS),
	ROW(disposition, no_answer_ms, 4 * HOUR, 15 * MINUTE, 7 * DAY, MS, OURS),
	ROW(disposition, busy_ms, 15 * MINUTE, MINUTE, DAY, MS, OURS),
	ROW(disposition, technical_ms, 15 * MINUTE, MINUTE, DAY, MS, OURS),
	ROW(disposition, undo_ms, 5 * SECOND, 0, 30 * SECOND, MS, OURS),
	ROW(disposition, correct_ms, 10 * MINUTE, 0, HOUR, MS, OURS),

	ROW(identity, wait_before_last_ms, DAY, DAY, 7 * DAY, MS, CUSTOMER),
	ROW(identity, reservation_ms, 10 * MINUTE, MINUTE, HOUR, MS, OURS),
	ROW(identity, closed_ms, 90 * DAY, DAY, 730 * DAY, MS, OURS),
	ROW(identity, approval_life_ms, DAY, HOUR, 3 * DAY, MS, OURS),
	ROW(identity, callback_within_ms, 7 * DAY, DAY, 30 * DAY, MS, OURS),
	ROW(identity, code_wait_ms, MINUTE, 0, 10 * MINUTE, MS, OURS),
	ROW(identity, code_digits, 5, 4, 8, COUNT, CUSTOMER),
	ROW(identity, questions, 5, 3, 10, COUNT, CUSTOMER),
	ROW(identity, by_hand, 0, 0, 1, SWITCH, OURS),

	ROW(reading, times_asked_max, 3, 1, 3, COUNT, CUSTOMER),
	ROW(reading, takes_per_call_max, 3, 1, 10, COUNT, OURS),
	ROW(reading, mark_tolerance_ms, 3 * SECOND, 0, 30 * SECOND, MS, OURS),

	ROW(sale, validity_ms, 72 * HOUR, HOUR, 72 * HOUR, MS, CUSTOMER),
	ROW(sale, validity_days, 0, 0, 3, COUNT, OURS),
	ROW(sale, warn_first_ms, 24 * HOUR, 0, 72 * HOUR, MS, OURS),
	ROW(sale, warn_last_ms, 4 * HOUR, 0, 72 * HOUR, MS, OURS),
	ROW(sale, extension_ms, 24 * HOUR, HOUR, 72 * HOUR, MS, OURS),
	ROW(sale, returns_max, 2, 0, 5, COUNT, OURS),
	ROW(sale, withdrawal_days, 5, 5, 30, COUNT, LAW),

	ROW(claim, idle_ms, 15 * MINUTE, MINUTE, 4 * HOUR, MS, OURS),
	ROW(claim, preferred_ms, 15 * MINUTE, 0, 4 * HOUR, MS, OURS),
	ROW(task, unseen_ms, 15 * MINUTE, MINUTE, 12 * HOUR, MS, OURS),

	ROW(confirmation, tries_per_day, 3, 1, 10, COUNT, OURS),
	ROW(confirmation, apart_ms, 2 * HOUR, 0, 12 * HOUR, MS, OURS),

	ROW(document, bytes_max, INT64_C(15) << 20, INT64_C(1) << 20, INT64_C(50) << 20, BYTES, OURS),
	ROW(document, undo_ms, 5 * SECOND, 0, 30 * SECOND, MS, OURS),
	ROW(document, link_life_ms, 72 * HOUR, HOUR, 72 * HOUR, MS, OURS),

	ROW(activation, timeouts_down, 3, 1, 20, COUNT, OURS),
	ROW(activation, probe_after_ms, MINUTE, SECOND, HOUR, MS, OURS),
	ROW(activation, tries_max, 5, 1, 20, COUNT, OURS),
	ROW(activation, timeout_ms, 20 * SECOND, SECOND, 2 * MINUTE, MS, OURS),
	ROW(activation, by_hand, 0, 0, 1, SWITCH, OURS),

	ROW(review, warn_ms, 2 * HOUR, MINUTE, 24 * HOUR, MS, OURS),
	ROW(review, silence_cdb, -5000, -9000, -2000, CENTIBEL, OURS),
	ROW(review, duration_slack_ms, 2 * SECOND, 0, 30 * SECOND, MS, OURS),

	ROW(agent, wrap_up_ms, 60 * SECOND, 5 * SECOND, 30 * MINUTE, MS, OURS),
	ROW(agent, wrap_up_sale_ms, 180 * SECOND, 5 * SECOND, 30 * MINUTE, MS, OURS),
	ROW(agent, connect_ms, 5 * SECOND, SECOND, MINUTE, MS, OURS),
	ROW(agent, presence_ms, 30 * SECOND, 5 * SECOND, 5 * MINUTE, MS, OURS),
	ROW(agent, long_call_ms, 600 * SECOND, MINUTE, 2 * HOUR, MS, OURS),
	ROW(agent, target_ms, 350 * SECOND, MINUTE, HOUR, MS, CUSTOMER),
	ROW(agent, redials_max, 4, 0, 10, COUNT, OURS),
	ROW(agent, break_rest_ms, 15 * MINUTE, MINUTE, 2 * HOUR, MS, OURS),
	ROW(agent, break_lunch_ms, 60 * MINUTE, MINUTE, 4 * HOUR, MS, OURS),
	ROW(agent, break_restroom_ms, 10 * MINUTE, MINUTE, HOUR, MS, OURS),

	ROW(pacing, abandon_ceiling_bp, 300, 0, 300, BASIS_POINTS, OURS),
	ROW(pacing, judged_after, 200, 200, 100000, COUNT, OURS),
	ROW(pacing, abandon_after_ms, 2 * SECOND, 0, 2 * SECOND, MS, OURS),
	ROW(pacing, failures_stop, 5, 1, 100, COUNT, OURS),
	ROW(pacing, probe_ms, 15 * SECOND, SECOND, HOUR, MS, OURS),
	ROW(pacing, lines_max, 3, 1, 10, COUNT, OURS),
	ROW(pacing, dropped_rest_ms, 72 * HOUR, 72 * HOUR, 30 * DAY, MS, OURS),
	ROW(pacing, callback_lead_ms, 3 * MINUTE, 0, 30 * MINUTE, MS, OURS),
	ROW(pacing, callback_owner_ms, 10 * MINUTE, 0, HOUR, MS, OURS),

	ROW(kpi, products_per_day, 4, 1, 100, COUNT, CUSTOMER),
	ROW(kpi, aht_ms, 350 * SECOND, MINUTE, HOUR, MS, CUSTOMER),
};

const size_t policy_entry_count = sizeof policy_entries / sizeof *policy_entries;

static int64_t *value_in(struct policy *policy, const struct policy_entry *entry)
{
	return (int64_t *)(void *)((char *)policy + entry->offset);
}

struct policy policy_defaults(void)
{
	struct policy policy;

	memset(&policy, 0, sizeof policy);
	for (size_t i = 0; i < policy_entry_count; i++)
		*value_in(&policy, &policy_entries[i]) = policy_entries[i].value;
	return policy;
}

const struct policy_entry *policy_find(const char *name)
{
	for (size_t i = 0; i < policy_entry_count; i++) {
		if (strcmp(policy_entries[i].name, name) == 0)
			return &policy_entries[i];
	}
	return NULL;
}

enum policy_verdict policy_set(struct policy *policy, const char *name, int64_t value)
{
	const struct policy_entry *entry = policy_find(name);

	if (entry == NULL)
		return POLICY_UNKNOWN;
	if (value < entry->least)
		return POLICY_TOO_SMALL;
	if (value > entry->most)
		return POLICY_TOO_LARGE;
	*value_in(policy, entry) = value;
	return POLICY_OK;
}

int64_t policy_get(const struct policy *policy, const struct policy_entry *entry)
{
	int64_t value;

	memcpy(&value, (const char *)policy + entry->offset, sizeof value);
	return value;
}
