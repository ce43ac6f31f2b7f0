/*
 * catalogue — what an admin edits, as it comes in and as it is stored: campaigns, their policy, products, rebuttals,
 * contracts.
 *
 * Promises: one table per document, for the body of its operations and for the stored form. What needs other
 * documents to be judged (a family of this campaign, a team) is left to the caller.
 * Refuses: what the tables bound.
 * Owns: nothing. Threads: any.
 */
#pragma once

#include "domain/campaign.h"
#include "domain/line.h"
#include "domain/offer.h"
#include "domain/reading.h"
#include "domain/role.h"
#include "wire/shape.h"

enum {
	CATALOGUE_NAME_MAX = 80,
	CATALOGUE_TEXT_MAX = 600,
	CATALOGUE_FAMILIES_MAX = 16,
	CATALOGUE_FEATURES_MAX = 12,
	CATALOGUE_PRICE_MAX = 100000000,
	CATALOGUE_REBUTTALS_MAX = 200,
	CATALOGUE_CLAUSE_MAX = 4000,
	CATALOGUE_ANSWERS_MAX = 12,
	STAFF_TEAMS_MAX = 32, /* as many as a session knows */
};

struct family_edit {
	const char *family; /* slug */
	const char *name;
	enum line_kind kind;
};

struct campaign_edit {
	const char *code; /* slug */
	const char *name;
	const char *operator_name; /* whose services are sold */
	enum campaign_state state;
	enum pacing_mode dial_mode;
	struct wire_list team_ids; /* struct id */
	struct wire_list families; /* struct family_edit, in the order in which they are offered */
	struct wire_list hours;    /* struct campaign_window; a weekday that is not named has the law's */
};

/* One of a campaign's own numbers; what is not named has its default. */
struct policy_edit {
	const char *name; /* of domain/policy */
	int64_t value;
};

struct policy_edits {
	struct wire_list values;
};

struct product_edit {
	const char *family; /* of the campaign's */
	const char *name;
	int64_t price_cop;
	enum line_sim sim;
	struct wire_list features; /* const char * */
	const char *pitch;         /* NULL: none */
	bool active;
	const char *active_from, *active_until; /* YYYY-MM-DD, both included; NULL: without end */
};

struct rebuttal_edit {
	enum offer_reason reason; /* unless not given: then for any */
	const char *text;
	bool active;
	struct wire_given given;
};

/* The library's order: all its ids. */
struct rebuttal_order {
	struct wire_list ids; /* struct id */
};

/* A draft is kept as it is typed; domain/contract says what it lacks. */
struct clause_edit {
	const char *title;
	enum reading_clause_kind kind;
	const char *text;
	bool fatal_when_not_literal;
	struct wire_list accepts; /* const char *: examples of an explicit yes */
	struct wire_list never;   /* const char *: what is none */
};

struct contract_edit {
	struct wire_list clauses;
};

struct team_edit {
	const char *name;
};

/* A person, but for the user name, which stays. */
struct staff_edit {
	const char *username; /* of a new one */
	const char *name;
	enum role role;
	struct wire_list team_ids; /* struct id */
};

extern const struct wire_shape wire_campaign_shape;       /* struct campaign_edit */
extern const struct wire_shape wire_policy_shape;         /* struct policy_edits */
extern const struct wire_shape wire_product_shape;        /* struct product_edit */
extern const struct wire_shape wire_rebuttal_shape;       /* struct rebuttal_edit */
extern const struct wire_shape wire_rebuttal_order_shape; /* struct rebuttal_order */
extern const struct wire_shape wire_contract_shape;       /* struct contract_edit */
extern const struct wire_shape wire_team_shape;           /* struct team_edit */
extern const struct wire_shape wire_staff_new_shape;      /* struct staff_edit */
extern const struct wire_shape wire_staff_shape;          /* the same without the user name */
