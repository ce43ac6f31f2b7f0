#include "domain/role.h"

static const char *const role_names[] = {
	[ROLE_AGENT] = "agent",           [ROLE_BACKOFFICE] = "backoffice", [ROLE_QUALITY] = "quality",
	[ROLE_SUPERVISOR] = "supervisor", [ROLE_ADMIN] = "admin",
};

static const char *const role_subject_names[] = {
	[SUBJECT_CALLS] = "calls",
	[SUBJECT_LEADS] = "leads",
	[SUBJECT_SALES] = "sales",
	[SUBJECT_DOCUMENTS] = "documents",
	[SUBJECT_RECORDINGS] = "recordings",
	[SUBJECT_REVIEWS] = "reviews",
	[SUBJECT_FLOOR] = "floor",
	[SUBJECT_REPORTS] = "reports",
	[SUBJECT_CONFIGURATION] = "configuration",
};

static const char *const role_reach_names[] = {
	[REACH_NONE] = "none",       [REACH_OWN] = "own", [REACH_TEAM] = "team",
	[REACH_REACHED] = "reached", [REACH_ALL] = "all",
};

NAMES_DEFINE(role);
NAMES_DEFINE(role_subject);
NAMES_DEFINE(role_reach);

/* What a row does not name is REACH_NONE. */
static const enum role_reach may_see[ROLE_COUNT][SUBJECT_COUNT] = {
	[ROLE_AGENT] = {[SUBJECT_CALLS] = REACH_OWN,
                        [SUBJECT_LEADS] = REACH_OWN,
                        [SUBJECT_SALES] = REACH_OWN,
                        [SUBJECT_REPORTS] = REACH_OWN},
	[ROLE_BACKOFFICE] = {[SUBJECT_CALLS] = REACH_OWN,
                             [SUBJECT_SALES] = REACH_REACHED,
                             [SUBJECT_DOCUMENTS] = REACH_REACHED,
                             [SUBJECT_RECORDINGS] = REACH_REACHED,
                             [SUBJECT_REVIEWS] = REACH_REACHED,
                             [SUBJECT_REPORTS] = REACH_OWN},
	[ROLE_QUALITY] = {[SUBJECT_SALES] = REACH_REACHED,
                          [SUBJECT_RECORDINGS] = REACH_REACHED,
                          [SUBJECT_REVIEWS] = REACH_REACHED,
                          [SUBJECT_REPORTS] = REACH_OWN},
	[ROLE_SUPERVISOR] = {[SUBJECT_CALLS] = REACH_TEAM,
                             [SUBJECT_LEADS] = REACH_TEAM,
                             [SUBJECT_SALES] = REACH_TEAM,
                             [SUBJECT_DOCUMENTS] = REACH_TEAM,
                             [SUBJECT_RECORDINGS] = REACH_TEAM,
                             [SUBJECT_REVIEWS] = REACH_TEAM,
                             [SUBJECT_FLOOR] = REACH_TEAM,
                             [SUBJECT_REPORTS] = REACH_TEAM},
	[ROLE_ADMIN] =
		{[SUBJECT_LEADS] = REACH_ALL, [SUBJECT_REPORTS] = REACH_ALL, [SUBJECT_CONFIGURATION] = REACH_ALL},
};

static const enum role_reach may_change[ROLE_COUNT][SUBJECT_COUNT] = {
	[ROLE_AGENT] = {[SUBJECT_CALLS] = REACH_OWN, [SUBJECT_LEADS] = REACH_OWN, [SUBJECT_SALES] = REACH_OWN},
	[ROLE_BACKOFFICE] =
		{[SUBJECT_CALLS] = REACH_OWN, [SUBJECT_SALES] = REACH_REACHED, [SUBJECT_DOCUMENTS] = REACH_REACHED},
	[ROLE_QUALITY] = {[SUBJECT_REVIEWS] = REACH_REACHED},
	[ROLE_SUPERVISOR] = {[SUBJECT_FLOOR] = REACH_TEAM},
	[ROLE_ADMIN] = {[SUBJECT_CONFIGURATION] = REACH_ALL},
};

enum role_reach role_may_see(enum role role, enum role_subject subject)
{
	return may_see[role][subject];
}

enum role_reach role_may_change(enum role role, enum role_subject subject)
{
	return may_change[role][subject];
}

bool role_is_reached(enum role role, enum sale_state state)
{
	switch (role) {
	case ROLE_BACKOFFICE:
	case ROLE_QUALITY: /* readings are reviewed beforehand, from the submission on */
		return state != SALE_DRAFT;
	case ROLE_SUPERVISOR:
		return true;
	case ROLE_AGENT:
	case ROLE_ADMIN:
		return false;
	}
	return false;
}

bool role_teams_are_valid(enum role role, size_t teams)
{
	switch (role) {
	case ROLE_AGENT:
		return teams == 1;
	case ROLE_SUPERVISOR:
		return teams >= 1;
	case ROLE_BACKOFFICE:
	case ROLE_QUALITY:
	case ROLE_ADMIN:
		return teams == 0;
	}
	return false;
}
