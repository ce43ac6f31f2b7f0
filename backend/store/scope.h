/*
 * scope — whose rows a caller may see, merged into the query itself.
 *
 * Promises: the same filter that finds the row also decides whether the caller may know of it, so there is no gap
 * between check and use, and a foreign row is RC_NOT_FOUND like one that does not exist.
 * Refuses: a kind of ownership that the collection has no rule for (RC_BROKEN): forgetting closes, never opens.
 * Owns: nothing.
 * Threads: any.
 */
#pragma once

#include "base/fault.h"
#include "base/id.h"

#include <bson/bson.h>

enum scope_kind {
	SCOPE_UNSET,   /* forgotten: refused */
	SCOPE_ALL,     /* the route says ownership none: role alone decides */
	SCOPE_OWN,     /* the caller's own rows */
	SCOPE_TEAM,    /* rows of the caller's teams */
	SCOPE_REACHED, /* rows that have reached the caller's desk (back office, quality) */
	SCOPE_CLAIMED, /* rows the caller holds a claim on */
};

struct scope {
	enum scope_kind kind;
	struct id user_id;
	const struct id *team_ids;
	size_t teams_count;
	const char *role; /* the word, for rules that differ by role */
	int64_t now_ms;   /* service time, for claims that run out */
};

/* How one collection answers each kind; a NULL member refuses it. */
struct scope_rule {
	const char *own;  /* field that holds the user's id: "agent_id" */
	const char *team; /* field that holds the team's id: "team_id" */
	void (*own_rows)(const struct scope *scope,
	                 bson_t *filter); /* instead of own, where one field does not say it */
	void (*reached)(const struct scope *scope, bson_t *filter);
	void (*claimed)(const struct scope *scope, bson_t *filter);
};

/* Everything, for programs and for collections without owners. */
extern const struct scope scope_all;

/* Appends the condition to filter as a member of $and, so that it never collides with the filter's own members. */
enum rc scope_apply(const struct scope *scope, const struct scope_rule *rule, bson_t *filter,
                    struct fault *fault) MUST_CHECK;
