#include "domain/offer.h"

#include <assert.h>

static const char *const offer_event_names[] = {
	[OFFER_ACCEPTED] = "accepted",
	[OFFER_REJECTED] = "rejected",
	[OFFER_RECONSIDERED] = "reconsidered",
	[OFFER_TAKEN_BACK] = "taken_back",
};

static const char *const offer_reason_names[] = {
	[OFFER_TOO_EXPENSIVE] = "too_expensive", [OFFER_HAS_ENOUGH] = "has_enough", [OFFER_PERMANENCE] = "permanence",
	[OFFER_WILL_THINK] = "will_think",       [OFFER_OTHER_REASON] = "other",
};

static const char *const offer_verdict_names[] = {
	[OFFER_ALLOWED] = "allowed",
	[OFFER_UNKNOWN_PRODUCT] = "unknown_product",
	[OFFER_DEARER_FIRST] = "dearer_first",
	[OFFER_ALREADY_REJECTED] = "already_rejected",
	[OFFER_NOT_REJECTED] = "not_rejected",
	[OFFER_NOT_ACCEPTED] = "not_accepted",
	[OFFER_REASON_MISSING] = "reason_missing",
	[OFFER_TOO_MANY_PRODUCTS] = "too_many_products",
};

static const char *const offer_standing_names[] = {
	[OFFER_LOCKED] = "locked",
	[OFFER_CURRENT] = "current",
	[OFFER_PAST] = "past",
};

NAMES_DEFINE(offer_event);
NAMES_DEFINE(offer_reason);
NAMES_DEFINE(offer_verdict);
NAMES_DEFINE(offer_standing);

/* Dearer first; of equal value, the catalogue's order. */
static bool comes_before(const struct offer_ladder *ladder, size_t left, size_t right)
{
	int64_t left_cop = ladder->products[left].value_cop, right_cop = ladder->products[right].value_cop;

	return left_cop != right_cop ? left_cop > right_cop : left < right;
}

/* The family's round begins after its latest acceptance: a rejection before it no longer stands. */
static bool is_rejected(const struct offer_ladder *ladder, size_t product)
{
	bool rejected = false;

	for (size_t i = 0; i < ladder->record_count; i++) {
		const struct offer_record *record = &ladder->records[i];

		if (ladder->products[record->product].family != ladder->products[product].family)
			continue;
		if (record->event == OFFER_ACCEPTED)
			rejected = false;
		else if (record->product == product && record->event != OFFER_TAKEN_BACK)
			rejected = record->event == OFFER_REJECTED;
	}
	return rejected;
}

bool offer_next(const struct offer_ladder *ladder, uint16_t family, size_t *product, size_t *step, size_t *steps)
{
	size_t found = ladder->product_count, before = 0, total = 0;

	assert(ladder->product_count <= OFFER_CATALOGUE_MAX);
	for (size_t i = 0; i < ladder->product_count; i++) {
		if (ladder->products[i].family != family)
			continue;
		total++;
		if (!is_rejected(ladder, i) && (found == ladder->product_count || comes_before(ladder, i, found)))
			found = i;
	}
	if (found == ladder->product_count)
		return false;
	for (size_t i = 0; i < ladder->product_count; i++)
		before += ladder->products[i].family == family && comes_before(ladder, i, found);
	*product = found;
	*step = before + 1;
	*steps = total;
	return true;
}

enum offer_standing offer_standing_of(const struct offer_ladder *ladder, size_t product)
{
	size_t current, step, steps;

	if (is_rejected(ladder, product))
		return OFFER_PAST;
	if (offer_next(ladder, ladder->products[product].family, &current, &step, &steps) && current == product)
		return OFFER_CURRENT;
	return OFFER_LOCKED;
}

/* An answer is given to the current product alone. */
static enum offer_verdict check_answer(const struct offer_ladder *ladder, size_t product, size_t *first)
{
	size_t step, steps;

	switch (offer_standing_of(ladder, product)) {
	case OFFER_CURRENT:
		return OFFER_ALLOWED;
	case OFFER_PAST:
		return OFFER_ALREADY_REJECTED;
	case OFFER_LOCKED:
		break;
	}
	offer_next(ladder, ladder->products[product].family, first, &step, &steps);
	return OFFER_DEARER_FIRST;
}

enum offer_verdict offer_check(const struct offer_ladder *ladder, size_t product, enum offer_event event,
                               bool has_reason, size_t *first)
{
	enum offer_verdict verdict;

	if (product >= ladder->product_count)
		return OFFER_UNKNOWN_PRODUCT;
	switch (event) {
	case OFFER_ACCEPTED:
		verdict = check_answer(ladder, product, first);
		if (verdict == OFFER_ALLOWED && offer_accepted_count(ladder) >= OFFER_PRODUCTS_MAX)
			return OFFER_TOO_MANY_PRODUCTS;
		return verdict;
	case OFFER_REJECTED:
		verdict = check_answer(ladder, product, first);
		return verdict == OFFER_ALLOWED && !has_reason ? OFFER_REASON_MISSING : verdict;
	case OFFER_RECONSIDERED:
		return is_rejected(ladder, product) ? OFFER_ALLOWED : OFFER_NOT_REJECTED;
	case OFFER_TAKEN_BACK:
		return offer_accepted_of(ladder, product) > 0 ? OFFER_ALLOWED : OFFER_NOT_ACCEPTED;
	}
	return OFFER_UNKNOWN_PRODUCT;
}

size_t offer_accepted_of(const struct offer_ladder *ladder, size_t product)
{
	size_t count = 0;

	for (size_t i = 0; i < ladder->record_count; i++) {
		if (ladder->records[i].product != product)
			continue;
		if (ladder->records[i].event == OFFER_ACCEPTED)
			count++;
		else if (ladder->records[i].event == OFFER_TAKEN_BACK)
			count--;
	}
	return count;
}

size_t offer_accepted_count(const struct offer_ladder *ladder)
{
	size_t count = 0;

	for (size_t i = 0; i < ladder->product_count; i++)
		count += offer_accepted_of(ladder, i);
	return count;
}

bool offer_has_rejection(const struct offer_ladder *ladder)
{
	for (size_t i = 0; i < ladder->record_count; i++) {
		if (ladder->records[i].event == OFFER_REJECTED)
			return true;
	}
	return false;
}
