#include "domain/data_request.h"

static const char *const data_request_reason_names[] = {
	[DATA_REQUEST_MISSING] = "missing",
	[DATA_REQUEST_PENDING] = "pending",
	[DATA_REQUEST_WRONG] = "wrong",
	[DATA_REQUEST_UNREADABLE] = "unreadable",
	[DATA_REQUEST_INCONSISTENT] = "inconsistent",
	[DATA_REQUEST_OTHER] = "other",
};

static const char *const data_request_answer_names[] = {
	[DATA_REQUEST_VALUE] = "value",
	[DATA_REQUEST_CORRECT] = "correct",
	[DATA_REQUEST_NOT_REACHED] = "not_reached",
};

static const char *const data_request_verdict_names[] = {
	[DATA_REQUEST_ALLOWED] = "allowed",
	[DATA_REQUEST_NO_FIELD] = "no_field",
	[DATA_REQUEST_TWICE] = "field_twice",
	[DATA_REQUEST_NOTE_MISSING] = "note_missing",
	[DATA_REQUEST_NOTE_TOO_LONG] = "note_too_long",
	[DATA_REQUEST_NOT_ASKABLE] = "not_askable",
	[DATA_REQUEST_VALUE_MISSING] = "value_missing",
	[DATA_REQUEST_VALUE_UNWANTED] = "value_unwanted",
};

NAMES_DEFINE(data_request_reason);
NAMES_DEFINE(data_request_answer);
NAMES_DEFINE(data_request_verdict);

static bool is_empty(const char *text)
{
	return text == NULL || *text == '\0';
}

static enum data_request_verdict check_item(const struct data_request_item *item)
{
	if (sale_field_rule_of(item->field)->change == SALE_CHANGE_NEVER)
		return DATA_REQUEST_NOT_ASKABLE;
	if (is_empty(item->note))
		return item->reason == DATA_REQUEST_OTHER ? DATA_REQUEST_NOTE_MISSING : DATA_REQUEST_ALLOWED;
	return field_characters(item->note) > DATA_REQUEST_NOTE_MAX ? DATA_REQUEST_NOTE_TOO_LONG
	                                                            : DATA_REQUEST_ALLOWED;
}

enum data_request_verdict data_request_check(const struct data_request_item *items, size_t count, size_t *at)
{
	*at = 0;
	if (count == 0)
		return DATA_REQUEST_NO_FIELD;
	for (*at = 0; *at < count; ++*at) {
		enum data_request_verdict verdict = check_item(&items[*at]);

		for (size_t i = 0; i < *at && verdict == DATA_REQUEST_ALLOWED; i++) {
			if (items[i].field == items[*at].field)
				verdict = DATA_REQUEST_TWICE;
		}
		if (verdict != DATA_REQUEST_ALLOWED)
			return verdict;
	}
	return DATA_REQUEST_ALLOWED;
}

enum data_request_verdict data_request_answer_check(enum data_request_answer answer, const char *value)
{
	if (answer == DATA_REQUEST_VALUE)
		return is_empty(value) ? DATA_REQUEST_VALUE_MISSING : DATA_REQUEST_ALLOWED;
	return is_empty(value) ? DATA_REQUEST_ALLOWED : DATA_REQUEST_VALUE_UNWANTED;
}

bool data_request_answer_closes(enum data_request_answer answer)
{
	return answer != DATA_REQUEST_NOT_REACHED;
}

bool data_request_pool_at(int64_t unseen_ms, const struct contact_hours *hours, int64_t sent_ms, bool agent_offline,
                          int64_t *pool_ms)
{
	if (!agent_offline)
		return contact_hours_add(hours, sent_ms, unseen_ms, pool_ms);
	*pool_ms = sent_ms;
	return true;
}
