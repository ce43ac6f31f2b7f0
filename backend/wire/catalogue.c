#include "wire/catalogue.h"

#include "domain/user.h"

WIRE_WORDS(campaign_state);
WIRE_WORDS(pacing_mode);
WIRE_WORDS(line_kind);
WIRE_WORDS(line_sim);
WIRE_WORDS(offer_reason);
WIRE_WORDS(reading_clause_kind);
WIRE_WORDS(role);

enum { MINUTES_OF_DAY = 24 * 60, NAME_MIN = 2, REBUTTAL_MIN = 10 };

/* The place of a member, and that it must be there. */
#define AT(type_, member_)   .offset = offsetof(struct type_, member_)
#define NEED(type_, member_) AT(type_, member_), .required = true

#define SLUG  .type = WIRE_TEXT, .min = CAMPAIGN_SLUG_MIN, .max = CAMPAIGN_SLUG_MAX, .check = campaign_slug_check
#define LABEL .type = WIRE_TEXT, .min = NAME_MIN, .max = CATALOGUE_NAME_MAX

static const struct wire_field family_fields[] = {
	{.name = "family", SLUG, NEED(family_edit, family)},
	{.name = "name", LABEL, NEED(family_edit, name)},
	{.name = "kind", .type = WIRE_ENUM, NEED(family_edit, kind), .words = &line_kind_words},
};
static const struct wire_shape family_shape = WIRE_SHAPE(struct family_edit, family_fields);

static const struct wire_field window_fields[] = {
	{.name = "weekday", .type = WIRE_INT, NEED(campaign_window, weekday), .min = 0, .max = CIVIL_SUNDAY},
	{.name = "from", .type = WIRE_INT, NEED(campaign_window, from), .min = 0, .max = MINUTES_OF_DAY},
	{.name = "to", .type = WIRE_INT, NEED(campaign_window, to), .min = 0, .max = MINUTES_OF_DAY},
};
static const struct wire_shape window_shape = WIRE_SHAPE(struct campaign_window, window_fields);

static const struct wire_field campaign_fields[] = {
	{.name = "code", SLUG, NEED(campaign_edit, code)},
	{.name = "name", LABEL, NEED(campaign_edit, name)},
	{.name = "operator", LABEL, NEED(campaign_edit, operator_name)},
	{.name = "state", .type = WIRE_ENUM, NEED(campaign_edit, state), .words = &campaign_state_words},
	{.name = "dial_mode", .type = WIRE_ENUM, NEED(campaign_edit, dial_mode), .words = &pacing_mode_words},
	{.name = "team_ids", .type = WIRE_IDS, NEED(campaign_edit, team_ids)},
	{.name = "families",
         .type = WIRE_OBJECTS,
         NEED(campaign_edit, families),
         .min = 1,
         .max = CATALOGUE_FAMILIES_MAX,
         .shape = &family_shape},
	{.name = "hours",
         .type = WIRE_OBJECTS,
         NEED(campaign_edit, hours),
         .max = CIVIL_SUNDAY + 1,
         .shape = &window_shape},
};
const struct wire_shape wire_campaign_shape = WIRE_SHAPE(struct campaign_edit, campaign_fields);

static const struct wire_field policy_value_fields[] = {
	{.name = "name", .type = WIRE_TEXT, NEED(policy_edit, name), .min = 1, .max = CATALOGUE_NAME_MAX},
	{.name = "value", .type = WIRE_INT, NEED(policy_edit, value)},
};
static const struct wire_shape policy_value_shape = WIRE_SHAPE(struct policy_edit, policy_value_fields);

static const struct wire_field policy_fields[] = {
	{.name = "values", .type = WIRE_OBJECTS, NEED(policy_edits, values), .shape = &policy_value_shape},
};
const struct wire_shape wire_policy_shape = WIRE_SHAPE(struct policy_edits, policy_fields);

static const struct wire_field product_fields[] = {
	{.name = "family", SLUG, NEED(product_edit, family)},
	{.name = "name", LABEL, NEED(product_edit, name)},
	{.name = "price_cop", .type = WIRE_INT, NEED(product_edit, price_cop), .min = 1, .max = CATALOGUE_PRICE_MAX},
	{.name = "sim", .type = WIRE_ENUM, NEED(product_edit, sim), .words = &line_sim_words},
	{.name = "features", .type = WIRE_TEXTS, NEED(product_edit, features), .max = CATALOGUE_FEATURES_MAX},
	{.name = "pitch", .type = WIRE_TEXT, AT(product_edit, pitch), .nullable = true, .max = CATALOGUE_TEXT_MAX},
	{.name = "active", .type = WIRE_BOOL, NEED(product_edit, active)},
	{.name = "active_from", .type = WIRE_DATE, AT(product_edit, active_from), .nullable = true},
	{.name = "active_until", .type = WIRE_DATE, AT(product_edit, active_until), .nullable = true},
};
const struct wire_shape wire_product_shape = WIRE_SHAPE(struct product_edit, product_fields);

static const struct wire_field rebuttal_fields[] = {
	{.name = "reason",
         .type = WIRE_ENUM,
         AT(rebuttal_edit, reason),
         .nullable = true,
         .words = &offer_reason_words},
	{.name = "text",
         .type = WIRE_TEXT,
         NEED(rebuttal_edit, text),
         .min = REBUTTAL_MIN,
         .max = CATALOGUE_TEXT_MAX},
	{.name = "active", .type = WIRE_BOOL, NEED(rebuttal_edit, active)},
};
const struct wire_shape wire_rebuttal_shape = WIRE_SHAPE_GIVEN(struct rebuttal_edit, rebuttal_fields, given);

static const struct wire_field order_fields[] = {
	{.name = "ids", .type = WIRE_IDS, NEED(rebuttal_order, ids), .min = 1, .max = CATALOGUE_REBUTTALS_MAX},
};
const struct wire_shape wire_rebuttal_order_shape = WIRE_SHAPE(struct rebuttal_order, order_fields);

static const struct wire_field clause_fields[] = {
	{.name = "title", .type = WIRE_TEXT, NEED(clause_edit, title), .max = CATALOGUE_NAME_MAX},
	{.name = "kind", .type = WIRE_ENUM, NEED(clause_edit, kind), .words = &reading_clause_kind_words},
	{.name = "text", .type = WIRE_TEXT, NEED(clause_edit, text), .max = CATALOGUE_CLAUSE_MAX},
	{.name = "fatal_when_not_literal", .type = WIRE_BOOL, NEED(clause_edit, fatal_when_not_literal)},
	{.name = "accepts", .type = WIRE_TEXTS, AT(clause_edit, accepts), .max = CATALOGUE_ANSWERS_MAX},
	{.name = "never", .type = WIRE_TEXTS, AT(clause_edit, never), .max = CATALOGUE_ANSWERS_MAX},
};
static const struct wire_shape clause_shape = WIRE_SHAPE(struct clause_edit, clause_fields);

static const struct wire_field contract_fields[] = {
	{.name = "clauses",
         .type = WIRE_OBJECTS,
         NEED(contract_edit, clauses),
         .max = READING_CLAUSES_MAX,
         .shape = &clause_shape},
};
const struct wire_shape wire_contract_shape = WIRE_SHAPE(struct contract_edit, contract_fields);

static const struct wire_field team_fields[] = {{.name = "name", LABEL, NEED(team_edit, name)}};
const struct wire_shape wire_team_shape = WIRE_SHAPE(struct team_edit, team_fields);

#define STAFF_FIELDS                                                                                                 \
	{.name = "name", LABEL, NEED(staff_edit, name)},                                                             \
		{.name = "role", .type = WIRE_ENUM, NEED(staff_edit, role), .words = &role_words},                   \
	{                                                                                                            \
		.name = "team_ids", .type = WIRE_IDS, NEED(staff_edit, team_ids), .max = STAFF_TEAMS_MAX             \
	}

static const struct wire_field staff_fields[] = {STAFF_FIELDS};
const struct wire_shape wire_staff_shape = WIRE_SHAPE(struct staff_edit, staff_fields);

static const struct wire_field staff_new_fields[] = {
	STAFF_FIELDS,
	{.name = "username",
         .type = WIRE_TEXT,
         NEED(staff_edit, username),
         .max = USER_NAME_MAX,
         .check = user_check_username},
};
const struct wire_shape wire_staff_new_shape = WIRE_SHAPE(struct staff_edit, staff_new_fields);
