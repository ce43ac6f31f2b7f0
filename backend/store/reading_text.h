/*
 * reading_text — a contract's clauses with a sale's values in their fields: the text that is read aloud.
 *
 * Promises: literal: what is not a field stays byte by byte; the same sale on the same day gives the same bytes. The
 * SHA-256 is over the clauses' texts, each followed by a line feed.
 * Refuses: a campaign without a published contract (RC_CONFLICT "contract_missing"); a field without a value
 * (RC_CONFLICT "contract_field").
 * Owns: nothing; everything lives in the arena given.
 * Threads: any.
 */
#pragma once

#include "domain/reading.h"
#include "store/campaigns.h"
#include "store/sales.h"

struct reading_clause {
	const char *title;
	enum reading_clause_kind kind;
	const char *text;
	const bson_t *accepts, *never; /* arrays; NULL: none */
};

struct reading_text {
	struct id contract_id;
	int64_t contract_number;
	struct reading_clause clauses[READING_CLAUSES_MAX];
	size_t count;
	char sha256[65]; /* hex */
};

/* Who reads it, when, and since when the customer is on the line: the call keeps the version of that time. */
struct reading_moment {
	const char *agent_name;
	int64_t answered_ms;
	int64_t now_ms;
};

enum rc reading_text_render(struct conn *conn, const struct sale *sale, const struct campaign *campaign,
                            const struct reading_moment *moment, struct arena *arena, struct reading_text *text,
                            struct fault *fault) MUST_CHECK;
