/*
 * cierre-admin may-contact: what the gate says of a number, one line per rule, as of now or of another time. Status
 * 0: it may be contacted; 1: it may not.
 */
#include "cmd/admin.h"

#include "base/civil.h"
#include "daemons/contact_check.h"
#include "domain/phone.h"
#include "store/leads.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

struct question {
	char phone[PHONE_SIZE];
	const char *campaign; /* code; NULL: none */
	enum contact_purpose purpose;
	enum contact_channel channel;
	int64_t at_ms; /* 0: now */
};

/* RFC 3339; without a zone it is the time in Bogotá, the seconds may be left out. */
static bool read_time(const char *text, int64_t *at_ms)
{
	static const char *const endings[] = {"", "-05:00", ":00-05:00"};
	char whole[64];

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		(void)snprintf(whole, sizeof whole, "%.40s%s", text, endings[i]);
		if (civil_rfc3339_parse(whole, at_ms))
			return true;
	}
	return false;
}

static bool take_option(struct question *question, int option, const char *value)
{
	switch (option) {
	case 't':
		return read_time(value, &question->at_ms);
	case 'p':
		return contact_purpose_parse(value, &question->purpose);
	case 'h':
		return contact_channel_parse(value, &question->channel);
	case 'c':
		question->campaign = value;
		return true;
	default:
		return false;
	}
}

static enum rc read_question(struct admin *admin, int argc, char **argv, struct question *question)
{
	static const struct option known[] = {{"at", required_argument, NULL, 't'},
	                                      {"purpose", required_argument, NULL, 'p'},
	                                      {"channel", required_argument, NULL, 'h'},
	                                      {"campaign", required_argument, NULL, 'c'},
	                                      {0}};
	int option;

	optind = 1;
	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1)
		if (!take_option(question, option, optarg))
			return admin_misused(admin,
			                     "not understood: a time is like 2026-01-31T15:00 (in Bogota), a purpose "
			                     "commercial, contract_execution or customer_requested");
	if (optind + 1 != argc || phone_normalise(argv[optind], question->phone) != FIELD_OK)
		return admin_misused(admin, "one Colombian number is needed");
	return RC_OK;
}

/* The number's lead in the campaign, if it is one: its attempts and whether it is closed. */
static enum rc add_lead(struct admin *admin, struct conn *conn, const struct id *campaign_id,
                        struct contact_check *check)
{
	struct lead lead;
	bool found;

	TRY(lead_find(conn, campaign_id, check->phone, check->at_ms, admin->arena, &lead, &found, admin->fault));
	if (!found)
		return RC_OK;
	check->lead_closed = lead.state == LEAD_CLOSED || lead.closed_until_ms > check->at_ms;
	check->attempts_today = lead.attempts_today;
	check->attempts_total = lead.attempts_total;
	return RC_OK;
}

static enum rc add_campaign(struct admin *admin, struct conn *conn, const char *code, struct campaign *campaign,
                            struct contact_check *check)
{
	BSON(filter);
	const bson_t *row;
	struct id id;

	wire_put_text(&filter, "code", code);
	TRY(conn_find_one(conn, "campaigns", &filter, NULL, admin->arena, &row, admin->fault));
	if (!row)
		return fault_set(admin->fault, RC_NOT_FOUND, "campaign", "there is no campaign %.60s", code);
	id = wire_get_id(row, "_id");
	TRY(campaign_get(conn, &id, admin->arena, campaign, admin->fault));
	check->campaign = campaign;
	return add_lead(admin, conn, &id, check);
}

static void print_time(int64_t at_ms)
{
	struct civil_time local = civil_time_at(at_ms);

	(void)printf("%04d-%02u-%02u %02u:%02u", (int)local.date.year, local.date.month, local.date.day, local.hour,
	             local.minute);
}

/* "hours	outside_hours	from 2026-11-25 07:00" */
static void print_line(enum contact_rule rule, const struct contact_line *line)
{
	(void)printf("%s\t%s", contact_rule_name(rule), contact_reason_name(line->reason));
	if (line->from_ms) {
		(void)fputs("\tfrom ", stdout);
		print_time(line->from_ms);
	}
	(void)putchar('\n');
}

static enum rc answer(struct admin *admin, const struct contact_verdict *verdict)
{
	for (int rule = 0; rule < CONTACT_RULE_COUNT; rule++)
		print_line((enum contact_rule)rule, &verdict->lines[rule]);
	if (verdict->allowed)
		return RC_OK;
	return fault_set(admin->fault, RC_CONFLICT, "refused",
	                 verdict->from_ms ? "the number may not be contacted before the latest of these times"
	                                  : "the number may not be contacted, and waiting does not help");
}

static enum rc run(struct admin *admin, int argc, char **argv)
{
	CONN(conn);
	struct question question = {0};
	struct contact_check check = {.config = &admin->config, .phone = question.phone};
	struct contact_verdict verdict;
	struct campaign campaign;

	TRY(read_question(admin, argc, argv, &question));
	check.purpose = question.purpose;
	check.channel = question.channel;
	check.is_foreign = question.at_ms != 0;
	check.at_ms = question.at_ms ? question.at_ms : clock_service_ms(&admin->clock);
	TRY(conn_open(admin->store, STORE_BRISK, &conn, admin->fault));
	if (question.campaign)
		TRY(add_campaign(admin, &conn, question.campaign, &campaign, &check));
	TRY(contact_check(&conn, &check, &verdict, admin->fault));
	return answer(admin, &verdict);
}

const struct admin_command admin_may_contact = {
	.name = "may-contact",
	.arguments = "PHONE [--at TIME] [--purpose PURPOSE] [--channel call|sms|email|chat] [--campaign CODE]",
	.summary = "what the gate says, one line per rule; status 0: may be contacted, 1: may not",
	.needs = ADMIN_SCHEMA,
	.run = run,
};
