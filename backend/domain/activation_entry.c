#include "domain/activation_entry.h"

#include <assert.h>
#include <string.h>

static const char *const activation_entry_field_names[] = {
	[ACTIVATION_ENTRY_BY] = "by",
	[ACTIVATION_ENTRY_REFERENCE] = "reference",
	[ACTIVATION_ENTRY_N] = "n",
	[ACTIVATION_ENTRY_STATE] = "state",
};
NAMES_DEFINE(activation_entry_field);

/* What a step needs; nothing else may be there. */
static const bool needed[ACTIVATION_DONE][ACTIVATION_ENTRY_FIELD_COUNT] = {
	[ACTIVATION_LINE] = {[ACTIVATION_ENTRY_BY] = true, [ACTIVATION_ENTRY_REFERENCE] = true},
	[ACTIVATION_RATE] = {[ACTIVATION_ENTRY_REFERENCE] = true},
	[ACTIVATION_PERSONAL] = {false},
	[ACTIVATION_SERVICES] = {[ACTIVATION_ENTRY_N] = true, [ACTIVATION_ENTRY_STATE] = true},
};

static const struct {
	enum activation_service state;
	enum activation_answer answer;
} seen[] = {
	{ACTIVATION_LOADED, ACTIVATION_SAID_LOADED},
	{ACTIVATION_NOT_LOADED, ACTIVATION_SAID_NOT_LOADED},
	{ACTIVATION_UNCONFIRMED, ACTIVATION_TIMED_OUT},
};

static bool find_answer(const char *state, enum activation_answer *answer)
{
	for (size_t i = 0; i < sizeof seen / sizeof *seen; i++) {
		if (state && strcmp(activation_service_name(seen[i].state), state) == 0) {
			*answer = seen[i].answer;
			return true;
		}
	}
	return false;
}

static enum field_verdict check_presence(bool is_needed, bool is_there)
{
	if (is_needed == is_there)
		return FIELD_OK;
	return is_needed ? FIELD_REQUIRED : FIELD_NOT_ALLOWED;
}

int activation_entry_check(const struct activation_entry *entry,
                           enum field_verdict verdicts[ACTIVATION_ENTRY_FIELD_COUNT])
{
	const bool there[ACTIVATION_ENTRY_FIELD_COUNT] = {
		[ACTIVATION_ENTRY_BY] = entry->found_by,
		[ACTIVATION_ENTRY_REFERENCE] = entry->reference,
		[ACTIVATION_ENTRY_N] = entry->n > 0,
		[ACTIVATION_ENTRY_STATE] = entry->state,
	};
	enum activation_answer answer = ACTIVATION_ERRED;
	int wrong = 0;

	assert(entry->step < ACTIVATION_DONE);
	for (int i = 0; i < ACTIVATION_ENTRY_FIELD_COUNT; i++)
		verdicts[i] = check_presence(needed[entry->step][i], there[i]);
	if (entry->step == ACTIVATION_SERVICES && entry->state) {
		if (!find_answer(entry->state, &answer))
			verdicts[ACTIVATION_ENTRY_STATE] = FIELD_UNKNOWN;
		/* A refusal may carry the operator's reference; a loaded one must. */
		verdicts[ACTIVATION_ENTRY_REFERENCE] =
			answer == ACTIVATION_SAID_LOADED && !entry->reference ? FIELD_REQUIRED : FIELD_OK;
	}
	for (int i = 0; i < ACTIVATION_ENTRY_FIELD_COUNT; i++)
		wrong += verdicts[i] != FIELD_OK;
	return wrong;
}

enum activation_answer activation_entry_answer(const struct activation_entry *entry)
{
	enum activation_answer answer = ACTIVATION_ERRED;
	bool was_checked = find_answer(entry->state, &answer);

	assert(was_checked);
	return answer;
}
