/*
 * role — the five roles: how far each may see and change what, and when a sale has reached one.
 *
 * Promises: one table says for every role and subject whether it reaches nothing, one's own, one's teams', what has
 * reached it, or all. The route table of the API and the store's queries take their ownership from it. Pure; safe
 * from any thread.
 * Refuses: nothing by itself.
 * Source: process.md, Roles: "An agent sees and changes only their own calls and sales; back office and quality see
 * sales that have reached them; supervisors see all of their teams and change none of the sale's facts; admin manages
 * configuration and sees no customer documents."
 */
#pragma once

#include "domain/names.h"
#include "domain/sale_state.h"

#include <stdbool.h>
#include <stddef.h>

enum role {
	ROLE_AGENT,
	ROLE_BACKOFFICE,
	ROLE_QUALITY,
	ROLE_SUPERVISOR,
	ROLE_ADMIN,
};

enum { ROLE_COUNT = ROLE_ADMIN + 1 };

enum role_subject {
	SUBJECT_CALLS,         /* and their offers, rebuttals and identity checks */
	SUBJECT_LEADS,         /* one lead and its contacts */
	SUBJECT_SALES,         /* the form, its history and tasks */
	SUBJECT_DOCUMENTS,     /* copies of papers */
	SUBJECT_RECORDINGS,    /* and the readings marked in them */
	SUBJECT_REVIEWS,       /* quality's verdicts on readings */
	SUBJECT_FLOOR,         /* the live page and agents' states */
	SUBJECT_REPORTS,       /* figures and their exports */
	SUBJECT_CONFIGURATION, /* users, catalogue, scripts, campaigns, lead lists */
};

enum { SUBJECT_COUNT = SUBJECT_CONFIGURATION + 1 };

/* How far; each is a filter the store puts into its query. */
enum role_reach {
	REACH_NONE,
	REACH_OWN,     /* where the user is the agent */
	REACH_TEAM,    /* where the agent is of one of the user's teams */
	REACH_REACHED, /* where the sale has reached the role: role_is_reached() */
	REACH_ALL,
};

NAMES_DECLARE(role);
NAMES_DECLARE(role_subject);
NAMES_DECLARE(role_reach);

enum role_reach role_may_see(enum role role, enum role_subject subject);
enum role_reach role_may_change(enum role role, enum role_subject subject);

/* Whether a sale in this state has reached the role. An agent's own sales are a matter of ownership, not of this. */
bool role_is_reached(enum role role, enum sale_state state);

/* Agents are of one team, supervisors of one or more, the others of none. */
bool role_teams_are_valid(enum role role, size_t teams);
