/*
 * policy — every number of the rules, in one table: name, default, least, most, unit, source.
 *
 * Promises: the defaults, all of them and nowhere else; a campaign's overrides by name within their bounds. Numbers
 * the law sets can only be made stricter. Pure; safe from any thread.
 * Refuses: an unknown name, a value out of its bounds.
 * Owns: nothing; the structs are the caller's.
 */
#pragma once

#include "domain/activation.h"
#include "domain/agent_state.h"
#include "domain/claim.h"
#include "domain/confirmation.h"
#include "domain/contact_gate.h"
#include "domain/disposition.h"
#include "domain/document.h"
#include "domain/identity.h"
#include "domain/kpi.h"
#include "domain/pacing.h"
#include "domain/reading.h"
#include "domain/review.h"
#include "domain/sale.h"

#include <stddef.h>
#include <stdint.h>

struct policy_task {
	int64_t unseen_ms; /* † 15 contact minutes: a task nobody acknowledged goes to the pool */
};

struct policy {
	struct contact_policy contact;
	struct disposition_policy disposition;
	struct identity_policy identity;
	struct reading_policy reading;
	struct sale_policy sale;
	struct claim_policy claim;
	struct policy_task task;
	struct confirmation_policy confirmation;
	struct document_policy document;
	struct activation_policy activation;
	struct review_policy review;
	struct agent_policy agent;
	struct pacing_policy pacing;
	struct kpi_policy kpi;
};

enum policy_unit {
	POLICY_MS,
	POLICY_COUNT,
	POLICY_BASIS_POINTS, /* 1/100 % */
	POLICY_CENTIBEL,     /* 1/100 dB */
	POLICY_BYTES,
	POLICY_SWITCH, /* 0 no, 1 yes */
};

NAMES_DECLARE(policy_unit);

struct policy_entry {
	const char *name; /* "identity.closed_ms" */
	size_t offset;    /* of an int64_t in struct policy */
	int64_t value;    /* the default */
	int64_t least;
	int64_t most;
	enum policy_unit unit;
	const char *source; /* "customer", "law", or "ours" († in process.md) */
};

extern const struct policy_entry policy_entries[];
extern const size_t policy_entry_count;

enum policy_verdict {
	POLICY_OK,
	POLICY_UNKNOWN,
	POLICY_TOO_SMALL,
	POLICY_TOO_LARGE,
};

NAMES_DECLARE(policy_verdict);

struct policy policy_defaults(void);

/* The entry of that name, or NULL. */
const struct policy_entry *policy_find(const char *name);

/* Untouched unless POLICY_OK. */
enum policy_verdict policy_set(struct policy *policy, const char *name, int64_t value);

int64_t policy_get(const struct policy *policy, const struct policy_entry *entry);
