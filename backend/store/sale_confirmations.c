/* sale_confirmations — does the customer agree? (sale_desk.h) */
#include "domain/phone.h"
#include "store/sale_desk.h"
#include "store/sale_edits.h"
#include "store/sale_submission.h"

/* ---- the tries so far ---- */

/* Those that cost one; what is later than today's start counts for today. */
static struct confirmation_tries read_tries(const struct sale_case *work)
{
	struct confirmation_tries tries = {0};
	bson_t rows, row;
	bson_iter_t iter;

	if (!wire_get_document(work->sale.document, "confirmation.tries", &rows) || !bson_iter_init(&iter, &rows))
		return tries;
	while (bson_iter_next(&iter)) {
		enum confirmation_outcome outcome;
		const char *word = wire_bson_inner(&iter, &row) ? wire_get_text(&row, "outcome") : NULL;

		if (word && confirmation_outcome_parse(word, &outcome))
			confirmation_record(&tries, outcome, 0, wire_get_ms(&row, "at", 0));
	}
	tries.booked_ms = wire_get_ms(work->sale.document, "confirmation_booked_at", 0);
	return tries;
}

static void copy_tries(const struct sale_case *work, bson_t *tries, uint32_t *count)
{
	bson_t rows;

	*count = 0;
	if (!wire_get_document(work->sale.document, "confirmation.tries", &rows))
		return;
	(void)bson_concat(tries, &rows);
	*count = bson_count_keys(&rows);
}

/* The whole of the sale's `confirmation` with this outcome. */
static void put_confirmation(const struct sale_case *work, enum confirmation_outcome outcome, bson_t *set)
{
	BSON(document);
	BSON(tries);
	BSON(entry);
	char key[16];
	const char *name;
	uint32_t count;

	copy_tries(work, &tries, &count);
	wire_put_ms(&entry, "at", work->actor->now_ms);
	wire_put_text(&entry, "outcome", confirmation_outcome_name(outcome));
	wire_put_id(&entry, "by", &work->actor->user_id);
	(void)bson_uint32_to_string(count, &name, key, sizeof key);
	wire_put_document(&tries, name, &entry);
	wire_put_text(&document, "outcome", confirmation_outcome_name(outcome));
	wire_put_ms(&document, "at", work->actor->now_ms);
	wire_put_id(&document, "by", &work->actor->user_id);
	wire_put_array(&document, "tries", &tries);
	wire_put_document(set, "confirmation", &document);
}

/* ---- the call it is about ---- */

/* The latest call of this person about this sale since the last outcome; NULL when there is none. */
static enum rc find_call(struct conn *conn, const struct sale_case *work, const bson_t **call, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	BSON(sort);
	const bson_t *row;
	enum rc rc;

	*call = NULL;
	wire_put_id(&filter, "sale_id", &work->sale.id);
	wire_put_op_ms(&filter, "dialed_at", "$gt", wire_get_ms(work->sale.document, "confirmation.at", 0));
	wire_put_id(&filter, "agent_id", &work->actor->user_id);
	wire_put_int(&sort, "dialed_at", -1);
	wire_put_document(&opts, "sort", &sort);
	CURSOR(cursor) = conn_find(conn, "calls", &filter, &opts);
	while (conn_next(conn, cursor, &row, &rc, fault)) {
		if (!*call || wire_has(row, "connected_at"))
			*call = wire_bson_keep(work->arena, row);
		if (wire_has(row, "connected_at"))
			break;
	}
	return rc;
}

static enum rc check_call(struct conn *conn, const struct sale_case *work, const struct confirmation_rule *rule,
                          struct fault *fault)
{
	const struct confirmation_tries tries = read_tries(work);
	const bson_t *call;
	int64_t from_ms = 0;
	enum rc rc;

	TRY(find_call(conn, work, &call, fault));
	if (!call)
		return fault_set(fault, RC_CONFLICT, "no_call", "sales: the customer was not called for this");
	if (rule->needs_connection && !wire_has(call, "connected_at"))
		return fault_set(fault, RC_CONFLICT, "no_connection", "sales: nobody answered the call");
	if (!rule->costs_try || confirmation_may_try(&work->campaign.policy.confirmation, &work->campaign.hours,
	                                             &tries, wire_get_ms(call, "dialed_at", 0), &from_ms))
		return RC_OK;
	rc = fault_set(fault, RC_CONFLICT, "too_soon", "sales: the next try may not be made yet");
	fault->until_ms = from_ms;
	return rc;
}

/* ---- the outcomes ---- */

static bool is_empty(const char *text)
{
	return !text || !*text;
}

static enum rc check_addresses(const struct sale_case *work, struct sale *sale, enum field_verdict phone,
                               struct fault *fault)
{
	static const enum sale_field taken[] = {SALE_FIELD_RESIDENCE_ADDRESS, SALE_FIELD_DELIVERY_ADDRESS,
	                                        SALE_FIELD_CITY, SALE_FIELD_ALTERNATE_PHONE};
	const struct sale_form form = sale_form_of(sale);
	enum field_verdict all[SALE_FIELD_COUNT], verdicts[SALE_FIELD_COUNT] = {FIELD_OK};

	(void)sale_form_check(&form, SALE_FORM_ACTIVATION, civil_date_at(work->actor->now_ms), all);
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		verdicts[taken[i]] = all[taken[i]];
	if (phone != FIELD_OK)
		verdicts[SALE_FIELD_ALTERNATE_PHONE] = phone;
	return sale_name_wrong_fields(verdicts, fault);
}

static enum rc agree(struct conn *conn, struct sale_case *work, const struct sale_confirmation *given, bson_t *set,
                     struct fault *fault)
{
	static const char *const fields[] = {"residence_address", "delivery_address", "city", "alternate_phone"};
	const struct sale_act act = {.action = SALE_CONFIRM, .fields = fields, .fields_count = 4, .set = set};
	struct sale sale = work->sale;
	enum field_verdict phone = FIELD_OK;
	char e164[PHONE_SIZE];

	sale.residence_address = given->residence_address;
	sale.delivery_address = given->delivery_address;
	sale.city = given->city;
	if (!is_empty(given->alternate_phone)) {
		phone = phone_normalise(given->alternate_phone, e164);
		sale.alternate_phone = phone == FIELD_OK ? e164 : NULL;
		wire_put_text(set, "customer.alternate_phone", sale.alternate_phone);
	}
	TRY(check_addresses(work, &sale, phone, fault));
	wire_put_text(set, "customer.residence_address", given->residence_address);
	wire_put_text(set, "customer.delivery_address", given->delivery_address);
	wire_put_text(set, "customer.city", given->city);
	work->facts.addresses_complete = true;
	return sale_case_apply(conn, work, &act, fault);
}

static enum rc disagree(struct conn *conn, struct sale_case *work, const struct sale_confirmation *given, bson_t *set,
                        struct fault *fault)
{
	const struct sale_act act = {.action = SALE_CANCEL, .reason = given->reason, .set = set};

	if (is_empty(given->reason))
		return fault_field(fault, "reason", field_verdict_name(FIELD_REQUIRED));
	return sale_case_apply(conn, work, &act, fault);
}

/* The outcome is written first: the request for data lets go of the sale. */
static enum rc ask_again(struct conn *conn, struct sale_case *work, const struct sale_confirmation *given,
                         bson_t *set, struct fault *fault)
{
	const struct sale_note note = {.action = "confirmation_value_wrong", .set = set};

	TRY(sale_case_note(conn, work, &note, fault));
	return sale_ask_agent(conn, work, &given->wrong, fault);
}

static enum field_verdict check_hour(const struct sale_case *work, int64_t at_ms)
{
	if (at_ms == 0)
		return FIELD_REQUIRED;
	if (at_ms <= work->actor->now_ms)
		return FIELD_TOO_SMALL;
	if (at_ms >= work->sale.expires_ms)
		return FIELD_TOO_LARGE; /* the sale is over by then */
	return contact_hours_is_open(&work->campaign.hours, at_ms) ? FIELD_OK : FIELD_NOT_ALLOWED;
}

static enum rc book(struct conn *conn, struct sale_case *work, const struct sale_confirmation *given, bson_t *set,
                    struct fault *fault)
{
	const struct sale_note note = {.action = "confirmation_other_hour",
	                               .set = set,
	                               .wait = SALE_WAIT_UNTIL,
	                               .wait_until_ms = given->at_ms};
	enum field_verdict verdict = check_hour(work, given->at_ms);

	if (verdict != FIELD_OK)
		return fault_field(fault, "at", field_verdict_name(verdict));
	wire_put_ms(set, "confirmation_booked_at", given->at_ms);
	return sale_case_note(conn, work, &note, fault);
}

/* A try that failed: the sale waits until the next may be made. */
static enum rc fail_try(struct conn *conn, struct sale_case *work, enum confirmation_outcome outcome, bson_t *set,
                        struct fault *fault)
{
	BSON(unset);
	struct sale_note note = {.action = outcome == CONFIRMATION_SOMEONE_ELSE ? "confirmation_someone_else"
	                                                                        : "confirmation_not_reached",
	                         .set = set,
	                         .unset = &unset};
	struct confirmation_tries tries = read_tries(work);
	int64_t from_ms = 0;

	confirmation_record(&tries, outcome, 0, work->actor->now_ms);
	if (!confirmation_may_try(&work->campaign.policy.confirmation, &work->campaign.hours, &tries,
	                          work->actor->now_ms, &from_ms) &&
	    from_ms) {
		note.wait = SALE_WAIT_UNTIL;
		note.wait_until_ms = from_ms;
	}
	wire_put_int(&unset, "confirmation_booked_at", 1);
	return sale_case_note(conn, work, &note, fault);
}

enum rc sale_confirm(struct conn *conn, const struct sale_target *target, const struct sale_confirmation *given,
                     struct fault *fault)
{
	ARENA(arena, 65536, 1 << 20);
	BSON(set);
	struct sale_case work;

	TRY(sale_case_open(conn, target, arena, &work, fault));
	TRY(sale_case_in_time(&work, fault));
	if (work.sale.state != SALE_CONFIRMING)
		return sale_refuse(SALE_WRONG_STATE, fault);
	TRY(check_call(conn, &work, confirmation_rule_of(given->outcome), fault));
	put_confirmation(&work, given->outcome, &set);
	switch (given->outcome) {
	case CONFIRMATION_AGREES:
		return agree(conn, &work, given, &set, fault);
	case CONFIRMATION_DISAGREES:
		return disagree(conn, &work, given, &set, fault);
	case CONFIRMATION_VALUE_WRONG:
		return ask_again(conn, &work, given, &set, fault);
	case CONFIRMATION_OTHER_HOUR:
		return book(conn, &work, given, &set, fault);
	case CONFIRMATION_SOMEONE_ELSE:
	case CONFIRMATION_NOT_REACHED:
		break;
	}
	return fail_try(conn, &work, given->outcome, &set, fault);
}
