/*
 * sale_values — new values for fields of a submitted sale, as an answer, a correction or an amendment brings them.
 *
 * Promises: each value is brought to its written form and put where it stands in the sale, among the fields that the
 * caller's act sets; a copy of the sale has them, so that the form's own rules can look at the whole. Says what
 * changed, what stood there, and whether a changed value was read out in the contract.
 * Refuses: fields that the identity check, the offer or the reading stands on (FIELD_NOT_ALLOWED).
 * Owns: nothing; texts live in the arena given. Threads: any.
 */
#pragma once

#include "store/sales.h"

struct sale_other_operator {
	enum other_operator_kind kind;
	const char *name; /* NULL: none */
	int64_t value;
};

struct sale_value {
	enum sale_field field;
	const char *old_text, *new_text; /* NULL: none */
};

struct sale_values {
	struct sale sale; /* a copy, as it becomes */
	bson_t *set;
	struct arena *arena;
	const struct person_key *key;          /* NULL: document and line stay as they are */
	const char *changed[SALE_FIELD_COUNT]; /* names of fields */
	struct sale_value values[SALE_FIELD_COUNT];
	size_t changed_count;
	bool reread; /* a changed value was read out in the contract */
};

enum field_verdict sale_values_take_text(struct sale_values *values, enum sale_field field, const char *value);

/* The NIP of a number to be ported, which changes nothing else; or another number, where one product alone has one.
 */
enum field_verdict sale_values_take_line(struct sale_values *values, const char *value);

enum field_verdict sale_values_take_operator(struct sale_values *values, enum sale_field field,
                                             const struct sale_other_operator *other);

/* What the form's rules say of each field now. */
void sale_values_check(const struct sale_values *values, int64_t now_ms,
                       enum field_verdict verdicts[SALE_FIELD_COUNT]);
