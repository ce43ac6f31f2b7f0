/*
 * contact_gate — the one gate before every outgoing call and message.
 *
 * Promises: answers each rule in its own line - hours, registry, opt-out, frequency, campaign - with the reason and,
 * where waiting helps, from when; refuses if any refuses. Calls that execute a contract the customer accepted keep
 * the hours only. Pure: the registry's answer, the contacts and the time are arguments; safe from any thread.
 * Refuses: as the rules say; no answer of the registry blocks.
 * Source: rules-co.md, by rule of the gate: hours 1 (Ley 2300 de 2023 art. 3, art. 5 par. 3); registry 3 (CRC, RNE);
 * opt-out 4 (Ley 2300 art. 5 par. 2); frequency 2 (Ley 2300 art. 3 with art. 5) and 10 (72 h after a dropped call,
 * policy); campaign: process.md 1. Rules 5 to 9 are no question of one contact: import (5), personal data (6, 8),
 * withdrawal (7), pacing (9).
 */
#pragma once

#include "domain/contact_hours.h"
#include "domain/names.h"

#include <stdbool.h>
#include <stdint.h>

enum contact_purpose {
	CONTACT_COMMERCIAL,
	CONTACT_CONTRACT_EXECUTION, /* re-recording, confirmation, documents: not stopped by registry, opt-out,
	                               frequency */
	CONTACT_CUSTOMER_REQUESTED, /* a callback asked for on the recorded call */
};

enum { CONTACT_PURPOSE_COUNT = CONTACT_CUSTOMER_REQUESTED + 1 };

enum contact_channel {
	CONTACT_CALL,
	CONTACT_SMS,
	CONTACT_EMAIL,
	CONTACT_CHAT,
};

enum { CONTACT_CHANNEL_COUNT = CONTACT_CHAT + 1 };

enum contact_rule {
	CONTACT_RULE_HOURS,
	CONTACT_RULE_REGISTRY,
	CONTACT_RULE_OPT_OUT,
	CONTACT_RULE_FREQUENCY,
	CONTACT_RULE_CAMPAIGN,
};

enum { CONTACT_RULE_COUNT = CONTACT_RULE_CAMPAIGN + 1 };

enum contact_reason {
	CONTACT_ALLOWED,
	CONTACT_OUTSIDE_HOURS,   /* from_ms: the next contact minute */
	CONTACT_EXCLUDED,        /* in the national registry */
	CONTACT_REGISTRY_SILENT, /* no answer, or one no longer good: ask again */
	CONTACT_OPTED_OUT,       /* our own do-not-call list */
	CONTACT_ALREADY_TODAY,   /* a direct contact today; from_ms: the next contact day */
	CONTACT_OTHER_CHANNEL,   /* another channel within 7 days; from_ms: when they are over */
	CONTACT_DROPPED, /* dropped by our dialer: not predictively again for 72 h; from_ms: when they are over */
	CONTACT_CAMPAIGN_PAUSED, /* or ended */
	CONTACT_ATTEMPTS_TODAY,  /* the number's attempts of the day are spent; from_ms: the next contact day */
	CONTACT_ATTEMPTS_SPENT,  /* all of them */
	CONTACT_LEAD_CLOSED,
};

enum { CONTACT_REASON_COUNT = CONTACT_LEAD_CLOSED + 1 };

NAMES_DECLARE(contact_purpose);
NAMES_DECLARE(contact_channel);
NAMES_DECLARE(contact_rule);
NAMES_DECLARE(contact_reason);

/* The registry's answer for this number and channel. */
struct contact_registry {
	bool answered;
	bool excluded;
	int64_t good_until_ms; /* contact_registry_good_until() of when it was given */
};

/* Everything the rules look at. Zero times mean never. */
struct contact_facts {
	enum contact_purpose purpose;
	enum contact_channel channel;
	struct contact_registry registry;
	bool opted_out;
	int64_t last_direct_ms;            /* the person's last direct contact, any campaign, any channel */
	enum contact_channel last_channel; /* of the last direct contact */
	int64_t last_dropped_ms; /* the number's last call that nobody took; asked of predictive dialing only */
	bool predictive;
	bool same_contact; /* a redial after a drop: neither a second contact nor an attempt more */
	bool campaign_runs;
	bool lead_closed;
	int attempts_today; /* of this number */
	int attempts_total;
};

struct contact_policy {
	int64_t attempts_per_day;  /* † 3 per number */
	int64_t attempts_total;    /* † 10 per number */
	int64_t one_channel_ms;    /* rolling 7 days */
	int64_t dropped_ms;        /* 72 h */
	int64_t same_day_callback; /* 1: a callback the customer asked for may be on the same day; off by default */
};

struct contact_line {
	enum contact_reason reason; /* CONTACT_ALLOWED, or the first that refuses */
	int64_t from_ms;            /* when it would be allowed; 0 when waiting does not help */
};

struct contact_verdict {
	bool allowed;
	int64_t from_ms; /* not allowed: the latest from_ms, 0 when waiting does not help */
	struct contact_line lines[CONTACT_RULE_COUNT];
};

struct contact_verdict contact_gate_ask(const struct contact_policy *policy, const struct contact_hours *hours,
                                        const struct contact_facts *facts, int64_t now_ms);

/* An answer of the registry is good until 03:00 local time of the day after it was given. */
int64_t contact_registry_good_until(int64_t answered_ms);
