#include "store/scope.h"

#include "wire/bson.h"

#include <assert.h>

const struct scope scope_all = {.kind = SCOPE_ALL};

static enum rc no_rule(struct fault *fault)
{
	return fault_set(fault, RC_BROKEN, "ownership", "a query asks for an ownership that its rows do not have");
}

/* The condition alone. */
static enum rc condition_of(const struct scope *scope, const struct scope_rule *rule, bson_t *condition,
                            struct fault *fault)
{
	switch (scope->kind) {
	case SCOPE_OWN:
		if (!rule || (!rule->own && !rule->own_rows) || id_is_none(&scope->user_id))
			return no_rule(fault);
		if (rule->own_rows)
			rule->own_rows(scope, condition);
		else
			wire_put_id(condition, rule->own, &scope->user_id);
		return RC_OK;
	case SCOPE_TEAM:
		if (!rule || !rule->team)
			return no_rule(fault);
		wire_put_in_ids(condition, rule->team, scope->team_ids, scope->teams_count);
		return RC_OK;
	case SCOPE_REACHED:
		if (!rule || !rule->reached)
			return no_rule(fault);
		rule->reached(scope, condition);
		return RC_OK;
	case SCOPE_CLAIMED:
		if (!rule || !rule->claimed)
			return no_rule(fault);
		rule->claimed(scope, condition);
		return RC_OK;
	case SCOPE_UNSET:
	case SCOPE_ALL:
		break;
	}
	return no_rule(fault);
}

enum rc scope_apply(const struct scope *scope, const struct scope_rule *rule, bson_t *filter, struct fault *fault)
{
	BSON(condition);
	bson_t conditions;

	if (scope && scope->kind == SCOPE_ALL)
		return RC_OK;
	if (!scope)
		return no_rule(fault);
	assert(!bson_has_field(filter, "$and"));
	TRY(condition_of(scope, rule, &condition, fault));
	if (bson_empty(&condition))
		return no_rule(fault); /* a rule that adds nothing would open everything */
	bson_append_array_begin(filter, "$and", -1, &conditions);
	wire_put_document(&conditions, "0", &condition);
	bson_append_array_end(filter, &conditions);
	return RC_OK;
}
