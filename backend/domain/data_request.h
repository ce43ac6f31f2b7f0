/*
 * data_request — missing or wrong data, asked of the agent and answered.
 *
 * Promises: which reasons and answers there are, whether a request or an answer is complete, and when an unseen task
 * goes to the team's pool. Pure; safe from any thread.
 * Source: process.md 6, "Missing or wrong data", "Absence"; proceso-de-venta, "le informara al asesor a la
 * inmediatez".
 */
#pragma once

#include "domain/contact_hours.h"
#include "domain/names.h"
#include "domain/sale_form.h"

#include <stdbool.h>
#include <stddef.h>

enum { DATA_REQUEST_FIELDS_MAX = SALE_FIELD_COUNT, DATA_REQUEST_NOTE_MAX = 500 };

enum data_request_reason {
	DATA_REQUEST_MISSING,
	DATA_REQUEST_PENDING, /* handed in as pending */
	DATA_REQUEST_WRONG,   /* differs from the document, or from what the customer says */
	DATA_REQUEST_UNREADABLE,
	DATA_REQUEST_INCONSISTENT, /* contradicts another field */
	DATA_REQUEST_OTHER,        /* with a note */
};

enum { DATA_REQUEST_REASON_COUNT = DATA_REQUEST_OTHER + 1 };

NAMES_DECLARE(data_request_reason);

enum data_request_answer {
	DATA_REQUEST_VALUE,       /* the new value */
	DATA_REQUEST_CORRECT,     /* correct as it is */
	DATA_REQUEST_NOT_REACHED, /* the customer was not reached */
};

enum { DATA_REQUEST_ANSWER_COUNT = DATA_REQUEST_NOT_REACHED + 1 };

NAMES_DECLARE(data_request_answer);

struct data_request_item {
	enum sale_field field;
	enum data_request_reason reason;
	const char *note; /* borrowed; needed with DATA_REQUEST_OTHER */
};

enum data_request_verdict {
	DATA_REQUEST_ALLOWED,
	DATA_REQUEST_NO_FIELD,
	DATA_REQUEST_TWICE, /* a field named twice */
	DATA_REQUEST_NOTE_MISSING,
	DATA_REQUEST_NOTE_TOO_LONG,
	DATA_REQUEST_NOT_ASKABLE, /* a field nobody may change */
	DATA_REQUEST_VALUE_MISSING,
	DATA_REQUEST_VALUE_UNWANTED, /* a value with another answer */
};

NAMES_DECLARE(data_request_verdict);

/* On refusal *at is the item. */
enum data_request_verdict data_request_check(const struct data_request_item *items, size_t count, size_t *at);

enum data_request_verdict data_request_answer_check(enum data_request_answer answer, const char *value);

/* An answer of "not reached" leaves the task open; the others close the item. */
bool data_request_answer_closes(enum data_request_answer answer);

/* When an unacknowledged task goes to the pool: 15 contact minutes after it was sent, at once if the agent is away.
 */
bool data_request_pool_at(int64_t unseen_ms, const struct contact_hours *hours, int64_t sent_ms, bool agent_offline,
                          int64_t *pool_ms);
