/*
 * sale_drafts — the beginning of a sale: the draft that an acceptance opens, or adds a product to.
 *
 * Promises: a call has one draft; each acceptance is one product with its price as it was offered. In the
 * transaction of the acceptance.
 * Refuses: a product for a sale that is no draft any more (RC_CONFLICT "sale_state").
 * Owns: nothing. What follows the draft is store/sales.h's.
 * Threads: any.
 */
#pragma once

#include "store/calls.h"
#include "store/campaigns.h"

/* *sale_id is the draft's. */
enum rc sale_draft_add(struct conn *conn, const struct call *call, const struct product *product, int64_t now_ms,
                       struct arena *arena, struct id *sale_id, struct fault *fault) MUST_CHECK;
