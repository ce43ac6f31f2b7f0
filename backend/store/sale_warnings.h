/*
 * sale_warnings — how near a sale's end is, as every list shows it.
 *
 * Promises: the instants from which on a row is to be warned of, by its campaign's own numbers, so that a page can
 * tell at any moment without asking again. Each campaign of a list is read once.
 * Refuses: nothing; a campaign that cannot be read warns by the defaults.
 * Owns: nothing. Threads: one list each.
 */
#pragma once

#include "base/buf.h"
#include "store/campaigns.h"

enum { SALE_WARNINGS_CAMPAIGNS = 16 };

struct sale_warnings {
	struct conn *conn;
	struct arena *arena;
	struct {
		struct id campaign_id;
		int64_t first_ms, last_ms;
	} known[SALE_WARNINGS_CAMPAIGNS];
	size_t count;
};

/* A further member `validity`: {"warn_at", "urgent_at", "ends_at"}; nothing for expires_ms 0 or a state whose
 * validity does not run. */
void sale_warnings_put(struct sale_warnings *warnings, const struct id *campaign_id, enum sale_state state,
                       int64_t expires_ms, struct buf *out);
