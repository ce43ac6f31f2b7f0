#include "store/sale_warnings.h"

#include <inttypes.h>

static size_t remember(struct sale_warnings *warnings, const struct id *campaign_id)
{
	size_t at = warnings->count < SALE_WARNINGS_CAMPAIGNS ? warnings->count++ : SALE_WARNINGS_CAMPAIGNS - 1;
	struct campaign campaign;
	struct fault unread;

	if (campaign_get(warnings->conn, campaign_id, warnings->arena, &campaign, &unread) != RC_OK)
		campaign.policy = policy_defaults();
	warnings->known[at].campaign_id = *campaign_id;
	warnings->known[at].first_ms = campaign.policy.sale.warn_first_ms;
	warnings->known[at].last_ms = campaign.policy.sale.warn_last_ms;
	return at;
}

static size_t find(struct sale_warnings *warnings, const struct id *campaign_id)
{
	for (size_t i = 0; i < warnings->count; i++)
		if (id_equal(&warnings->known[i].campaign_id, campaign_id))
			return i;
	return remember(warnings, campaign_id);
}

void sale_warnings_put(struct sale_warnings *warnings, const struct id *campaign_id, enum sale_state state,
                       int64_t expires_ms, struct buf *out)
{
	size_t at;

	if (expires_ms == 0 || !sale_state_expires(state))
		return;
	at = find(warnings, campaign_id);
	buf_printf(out, ",\"validity\":{\"warn_at\":%" PRId64 ",\"urgent_at\":%" PRId64 ",\"ends_at\":%" PRId64 "}",
	           expires_ms - warnings->known[at].first_ms, expires_ms - warnings->known[at].last_ms, expires_ms);
}
