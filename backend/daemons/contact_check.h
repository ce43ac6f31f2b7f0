/*
 * contact_check — puts the gate's question with all its facts: the registry's answer, the own list, past contacts.
 *
 * Promises: the one way to the gate (domain/contact_gate) for everything that calls or writes to a customer; it
 * answers as of the time asked. The registry is asked only where no answer that holds is kept; what it then says is
 * kept. Refuses: nothing: a registry that keeps silent is a reason of the verdict. Owns: nothing. Threads: any.
 */
#pragma once

#include "base/config.h"
#include "domain/contact_gate.h"
#include "store/campaigns.h"
#include "store/conn.h"

struct contact_check {
	const struct config *config;
	const struct campaign *campaign; /* NULL: the law and our defaults, no campaign's state */
	const char *phone;
	enum contact_channel channel;
	enum contact_purpose purpose;
	bool lead_closed;
	bool same_contact; /* a redial goes on with a contact already made */
	bool goes_on;      /* so does the call after one that fell; it is an attempt all the same */
	bool predictive;
	int64_t attempts_today, attempts_total;
	int64_t at_ms;   /* service time for which the question is put */
	bool is_foreign; /* at_ms is not now: what the registry says is not kept */
};

enum rc contact_check(struct conn *conn, const struct contact_check *check, struct contact_verdict *verdict,
                      struct fault *fault) MUST_CHECK;
