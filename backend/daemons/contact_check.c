#include "daemons/contact_check.h"

#include "base/log.h"
#include "ports/registry.h"
#include "store/leads.h"
#include "store/registry_answers.h"

static enum rc keep(struct conn *conn, const struct contact_check *check, bool excluded, struct fault *fault)
{
	const struct registry_answer answer = {
		.phone = check->phone, .channel = check->channel, .excluded = excluded, .at_ms = check->at_ms};

	if (check->is_foreign || registry_is_local(check->config))
		return RC_OK;
	return registry_answers_put(conn, &answer, 1, fault);
}

static enum rc ask_registry(struct conn *conn, const struct contact_check *check, struct contact_registry *registry,
                            struct fault *fault)
{
	const struct registry_question question = {
		.phone = check->phone, .channel = check->channel, .at_ms = check->at_ms};
	struct fault silent = {0};
	bool excluded = false;

	/* A contract's calls are not stopped by the registry. */
	if (check->purpose == CONTACT_CONTRACT_EXECUTION)
		return RC_OK;
	TRY(registry_answer_get(conn, check->phone, check->channel, check->at_ms, registry, fault));
	if (registry->answered)
		return RC_OK;
	if (registry_ask(check->config, &question, &excluded, &silent) != RC_OK) {
		log_event(LOG_WARN, "registry", LOG_STR("code", silent.code), LOG_STR("detail", silent.detail));
		return RC_OK;
	}
	*registry = (struct contact_registry){
		.answered = true, .excluded = excluded, .good_until_ms = contact_registry_good_until(check->at_ms)};
	return keep(conn, check, excluded, fault);
}

enum rc contact_check(struct conn *conn, const struct contact_check *check, struct contact_verdict *verdict,
                      struct fault *fault)
{
	const struct policy defaults = policy_defaults();
	const struct policy *policy = check->campaign ? &check->campaign->policy : &defaults;
	const struct contact_hours legal = contact_hours_legal(NULL);
	const struct contact_hours *hours = check->campaign ? &check->campaign->hours : &legal;
	struct contact_facts facts = {.purpose = check->purpose,
	                              .channel = check->channel,
	                              .campaign_runs = !check->campaign || check->campaign->runs,
	                              .lead_closed = check->lead_closed,
	                              .same_contact = check->same_contact,
	                              .predictive = check->predictive,
	                              .attempts_today = (int)check->attempts_today,
	                              .attempts_total = (int)check->attempts_total};

	TRY(ask_registry(conn, check, &facts.registry, fault));
	TRY(contact_facts_of(conn, check->phone, &facts, fault));
	if (check->goes_on)
		facts.last_direct_ms = 0;
	*verdict = contact_gate_ask(&policy->contact, hours, &facts, check->at_ms);
	return RC_OK;
}
