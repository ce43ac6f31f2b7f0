/* The one gate before every call. */
#include "daemons/dialer_state.h"

#include "ports/registry.h"
#include "store/leads.h"

/* The rules that need no registry do not ask it: contract calls are not stopped by it. */
static void ask_registry(struct dialer *dialer, const struct asked *asked, struct contact_facts *facts)
{
	struct fault fault;
	bool excluded = false;
	enum rc rc;

	if (asked->purpose == CONTACT_CONTRACT_EXECUTION)
		return;
	rc = dialer_note("registry", registry_ask(dialer->config, asked->phone, &excluded, &fault), &fault);
	facts->registry = (struct contact_registry){.answered = rc == RC_OK,
	                                            .excluded = excluded,
	                                            .good_until_ms = contact_registry_good_until(asked->now_ms)};
}

enum rc ask_gate(struct dialer *dialer, struct conn *conn, const struct asked *asked, struct contact_verdict *verdict,
                 struct fault *fault)
{
	struct contact_facts facts = {.purpose = asked->purpose,
	                              .channel = CONTACT_CALL,
	                              .campaign_runs = asked->campaign->runs,
	                              .lead_closed = asked->lead_closed,
	                              .attempts_today = (int)asked->attempts_today,
	                              .attempts_total = (int)asked->attempts_total};

	ask_registry(dialer, asked, &facts);
	TRY(contact_facts_of(conn, asked->phone, &facts, fault));
	facts.same_contact = asked->same_contact;
	if (asked->goes_on)
		facts.last_direct_ms = 0;
	*verdict = contact_gate_ask(&asked->campaign->policy.contact, &asked->campaign->hours, &facts, asked->now_ms);
	return RC_OK;
}
