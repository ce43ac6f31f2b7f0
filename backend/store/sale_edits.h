/*
 * sale_edits — what an agent types into a draft: lines, the applicant, the form.
 *
 * Promises: each edit takes what was given and leaves the rest as it is (an empty text empties its field), checks
 * every given field, brings document and telephone numbers to their written form, and writes nothing when one is
 * wrong. What an approval or a reading was given for does not change under it: another name, document, date or place
 * ends the approval, another name, document or line wants a new reading. When all lines are said, the line of the
 * call hears that the identity data is asked for. Refuses: a sale that is no draft (RC_CONFLICT "sale_state"); wrong
 * fields (RC_INVALID, all named); an old version. Owns: nothing. Threads: any. The edits run in a transaction.
 */
#pragma once

#include "store/sales.h"

/* Which draft, as its agent read it, and who edits it. */
struct sale_edit {
	struct id sale_id;
	int64_t version; /* the If-Match */
	const struct scope *scope;
	const struct sale_actor *actor;
	const struct person_key *key;
};

/* NULL: not given; "": to be emptied. */
struct sale_line_given {
	int64_t n; /* of the product */
	struct line line;
};
enum rc sale_set_line(struct conn *conn, const struct sale_edit *edit, const struct sale_line_given *given,
                      struct fault *fault) MUST_CHECK;

enum rc sale_set_applicant(struct conn *conn, const struct sale_edit *edit, const struct person *given,
                           struct fault *fault) MUST_CHECK;

struct sale_form_given {
	bool other_given, other_value_given;
	enum other_operator_kind other_kind;
	const char *other_name;
	int64_t other_value;
	const char *alternate_phone;
	const char *best_hour;
};
enum rc sale_set_form(struct conn *conn, const struct sale_edit *edit, const struct sale_form_given *given,
                      struct fault *fault) MUST_CHECK;

/* A draft for its own agent, at that version; RC_CONFLICT "sale_state" when it is none any more. */
enum rc sale_open_draft(struct conn *conn, const struct sale_edit *edit, struct arena *arena, struct sale *sale,
                        struct fault *fault) MUST_CHECK;

/* The wrong fields of a form, by the names under which the API takes them. RC_INVALID when there is one. */
enum rc sale_name_wrong_fields(const enum field_verdict verdicts[SALE_FIELD_COUNT], struct fault *fault) MUST_CHECK;

/* The keyed hashes that other sales of the same document and lines are found by, among the fields that change. */
void sale_put_document_key(bson_t *set, bson_t *unset, const struct person_key *key, const struct person *person);
void sale_put_line_keys(bson_t *set, bson_t *unset, const struct person_key *key, const struct sale *sale);
