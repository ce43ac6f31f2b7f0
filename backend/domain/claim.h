/*
 * claim — who works a sale: a lease that goes back when idle, and an owner preferred when the sale returns.
 *
 * Promises: says whether someone may take a sale now, and how long the preference and the lease last. The claim's
 * holder and the owner are told apart by the caller; two people never hold the same because the store writes onto the
 * version it read. Pure; safe from any thread.
 * Source: process.md 6: "A claim is a lease (idle 15 min it goes back); the owner ... is preferred for 15 contact
 * minutes when it returns, then anyone."
 */
#pragma once

#include "domain/contact_hours.h"
#include "domain/names.h"

#include <stdbool.h>
#include <stdint.h>

struct claim_policy {
	int64_t idle_ms;      /* † 15 min */
	int64_t preferred_ms; /* † 15 contact minutes */
};

struct claim {
	bool is_held;
	int64_t active_ms; /* the holder's last act on it */
	bool has_owner;
	int64_t returned_ms; /* when it came back to its owner, ready to work; 0 when it never waited */
};

enum claim_verdict {
	CLAIM_FREE,
	CLAIM_MINE,      /* the caller holds it already */
	CLAIM_HELD,      /* by another; from_ms: when the lease ends if idle */
	CLAIM_PREFERRED, /* kept for its owner; from_ms: until then */
};

NAMES_DECLARE(claim_verdict);

/* *from_ms is written for HELD and PREFERRED only. */
enum claim_verdict claim_ask(const struct claim_policy *policy, const struct contact_hours *hours,
                             const struct claim *claim, bool by_holder, bool by_owner, int64_t now_ms,
                             int64_t *from_ms);

bool claim_is_held(const struct claim_policy *policy, const struct claim *claim, int64_t now_ms);
int64_t claim_ends_at(const struct claim_policy *policy, const struct claim *claim); /* if idle */
