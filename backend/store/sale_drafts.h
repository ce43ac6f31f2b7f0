/*
 * sale_drafts — the beginning of a sale: the draft that an acceptance opens, or adds a product to.
 *
 * Promises: a call has one draft; each acceptance is one product with its price as it was offered, and with what its
 * line may be for. A product added after the contract was read wants it read again. In the transaction of the
 * acceptance.
 * Refuses: a product for a sale that is no draft any more (RC_CONFLICT "sale_state").
 * Owns: nothing. What is typed into it is sale_edits.h's, the rest store/sales.h's.
 * Threads: any.
 */
#pragma once

#include "store/calls.h"
#include "store/campaigns.h"

struct sale_acceptance {
	const struct call *call;
	const struct product *product;
	enum line_kind kind; /* of the product's family */
	int64_t now_ms;
};

/*
 * A later call opens where the talk stopped: whoever connected has the draft from now on. *step is where its work
 * stands; *is_draft is false when it became a sale, or ended, meanwhile.
 */
enum rc sale_draft_resume(struct conn *conn, const struct call *call, const struct id *agent_id, int64_t now_ms,
                          struct arena *arena, const char **step, bool *is_draft, struct fault *fault) MUST_CHECK;

/* Nobody will call for this draft again (or, after a correction, somebody will): it leaves the list of unfinished
 * ones. Nothing happens to a sale that is no draft. */
enum rc sale_draft_put_aside(struct conn *conn, const struct id *sale_id, bool aside, int64_t now_ms,
                             struct fault *fault) MUST_CHECK;

/* *sale_id is the draft's. */
enum rc sale_draft_add(struct conn *conn, const struct sale_acceptance *acceptance, struct arena *arena,
                       struct id *sale_id, struct fault *fault) MUST_CHECK;
