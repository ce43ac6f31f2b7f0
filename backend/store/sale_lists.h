/*
 * sale_lists — pages of sales: an agent's own, the back office's queue, what waits, and all.
 *
 * Promises: one query per page, each with its index; the ownership is in the query.
 * Refuses: a view that is not the role's (RC_INVALID, `view` `not_allowed`).
 * Owns: nothing. Threads: any.
 */
#pragma once

#include "domain/names.h"
#include "store/sales.h"

enum sale_view {
	SALE_VIEW_MINE,       /* the agent's submitted ones, newest first */
	SALE_VIEW_UNFINISHED, /* the agent's drafts, newest first */
	SALE_VIEW_QUEUE,      /* what can move now, what expires first first */
	SALE_VIEW_WAITING,    /* what waits for someone or for a time, likewise */
	SALE_VIEW_ALL,        /* submitted, newest first; of one state: what expires first first */
	SALE_VIEW_FROZEN,     /* half loaded and over: a supervisor decides, or did */
	SALE_VIEW_HELD,       /* under somebody's claim */
};

NAMES_DECLARE(sale_view);

struct sale_list {
	enum sale_view view;
	enum role role;
	const struct scope *scope;
	bool has_state;
	enum sale_state state;
	const char *number; /* exactly; NULL: any */
	const char *after;
	int64_t limit;
	int64_t now_ms;
};

enum rc sale_list_json(struct conn *conn, const struct sale_list *list, struct buf *out,
                       struct fault *fault) MUST_CHECK;
