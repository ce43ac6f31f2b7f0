/*
 * offer — the ladder: products of a family are offered in descending value.
 *
 * Promises: from the catalogue and the records of one customer says which product comes next in a family, and whether
 * an answer may be recorded. An acceptance ends a round; the family's next round begins again at its dearest. A
 * rejected product opens again only when the customer reconsiders, and that is recorded. Pure; safe from any thread.
 * Refuses: a cheaper product before a dearer one was rejected, a rejection without its reason, an eleventh product.
 * Owns: nothing; products and records are the caller's arrays, records in the order they were made.
 * Source: proceso-de-venta, "ofrecimiento de productos en orden descendente por valor de producto"; process.md 2.
 */
#pragma once

#include "domain/names.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	OFFER_PRODUCTS_MIN = 1,    /* of one sale */
	OFFER_PRODUCTS_MAX = 10,   /* of one sale */
	OFFER_CATALOGUE_MAX = 200, /* products of a campaign */
};

struct offer_product {
	int64_t value_cop; /* per month; equal values keep the catalogue's order */
	uint16_t family;   /* any number that tells families apart */
};

enum offer_event {
	OFFER_ACCEPTED,     /* ends the family's round */
	OFFER_REJECTED,     /* with a reason */
	OFFER_RECONSIDERED, /* the customer takes a rejection back: open again */
	OFFER_TAKEN_BACK,   /* the customer takes an acceptance back */
};

enum { OFFER_EVENT_COUNT = OFFER_TAKEN_BACK + 1 };

NAMES_DECLARE(offer_event);

enum offer_reason {
	OFFER_TOO_EXPENSIVE,
	OFFER_HAS_ENOUGH,
	OFFER_PERMANENCE,
	OFFER_WILL_THINK,
	OFFER_OTHER_REASON, /* with free text */
};

enum { OFFER_REASON_COUNT = OFFER_OTHER_REASON + 1 };

NAMES_DECLARE(offer_reason);

struct offer_record {
	uint16_t product; /* index into the catalogue */
	enum offer_event event;
};

struct offer_ladder {
	const struct offer_product *products;
	size_t product_count; /* at most OFFER_CATALOGUE_MAX */
	const struct offer_record *records;
	size_t record_count;
};

enum offer_verdict {
	OFFER_ALLOWED,
	OFFER_UNKNOWN_PRODUCT,
	OFFER_DEARER_FIRST,     /* a dearer product of the family is not rejected yet */
	OFFER_ALREADY_REJECTED, /* only after the customer reconsiders */
	OFFER_NOT_REJECTED,     /* nothing to reconsider */
	OFFER_NOT_ACCEPTED,     /* nothing to take back */
	OFFER_REASON_MISSING,
	OFFER_TOO_MANY_PRODUCTS,
};

NAMES_DECLARE(offer_verdict);

/* Where a product of the catalogue stands in its family's round. */
enum offer_standing {
	OFFER_LOCKED,  /* a dearer one comes first */
	OFFER_CURRENT, /* the one to offer */
	OFFER_PAST,    /* rejected in this round */
};

NAMES_DECLARE(offer_standing);

/* The family's next product, and its step (1..*steps) in the ladder. False when every one was rejected in this round.
 */
bool offer_next(const struct offer_ladder *ladder, uint16_t family, size_t *product, size_t *step, size_t *steps);

enum offer_standing offer_standing_of(const struct offer_ladder *ladder, size_t product);

/* Whether the event may be recorded now. On OFFER_DEARER_FIRST *first is the product that must be offered before. */
enum offer_verdict offer_check(const struct offer_ladder *ladder, size_t product, enum offer_event event,
                               bool has_reason, size_t *first);

size_t offer_accepted_count(const struct offer_ladder *ladder); /* acceptances that stand */
size_t offer_accepted_of(const struct offer_ladder *ladder, size_t product);
bool offer_has_rejection(const struct offer_ladder *ladder); /* a callback is now limited */
