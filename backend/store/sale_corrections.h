/*
 * sale_corrections — what the back office puts right itself: with a paper on file as the reason before activation, as
 * an amendment (old, new, reason) after it.
 *
 * Promises: the value is checked as the form checks it, and nothing else of the sale changes: a correction needs no
 * new reading, a sale that waits goes on waiting. History and audit hold the field's name and the reason; the values
 * of an amendment stand in the sale, in `amendments`, in their order. Refuses: fields that domain/correction does not
 * name (RC_INVALID, the field's name), a wrong value (likewise), an amendment without a reason or before activation,
 * a correction after it (RC_CONFLICT "wrong_state"). Owns: field `amendments` of `sales`. Threads: any. In a
 * transaction.
 */
#pragma once

#include "domain/document.h"
#include "store/sale_changes.h"
#include "store/sale_values.h"

struct sale_correction {
	enum sale_field field;
	const char *value; /* NULL for the other operator */
	bool other_given;
	struct sale_other_operator other;
	enum document_kind proof; /* of a correction */
	const char *reason;       /* of an amendment */
};

/* target: claimed. */
enum rc sale_correct(struct conn *conn, const struct sale_target *target, const struct sale_correction *correction,
                     struct fault *fault) MUST_CHECK;

/* target: reached. */
enum rc sale_amend(struct conn *conn, const struct sale_target *target, const struct sale_correction *correction,
                   struct fault *fault) MUST_CHECK;

/* Within an act that has opened the sale: the changed values as entries of `amendments`, among the fields it sets. */
void sale_put_amendments(bson_t *set, const struct sale_case *work, const struct sale_values *values,
                         const char *reason);
