/* The do-not-call list and the contacts made, of leads.h. */
#include "store/leads.h"

#include "domain/phone.h"

#include <string.h>

#define SUPPRESSIONS "suppressions"
#define CONTACTS     "contacts"

static void put_own(bson_t *filter, const char *phone)
{
	wire_put_text(filter, "phone", phone);
	wire_put_text(filter, "origin", "own");
}

enum rc suppression_add(struct conn *conn, const char *phone, const struct suppression *why, struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(first);

	put_own(&filter, phone);
	wire_put_ms(&first, "created_at", why->now_ms);
	wire_put_int(&first, "version", 1);
	wire_put_text(&first, "reason", suppression_reason_name(why->reason));
	wire_put_text(&first, "note", why->note);
	if (!id_is_none(&why->call_id))
		wire_put_id(&first, "call_id", &why->call_id);
	if (!id_is_none(&why->user_id))
		wire_put_id(&first, "user_id", &why->user_id);
	wire_put_document(&update, "$setOnInsert", &first);
	return conn_update(conn, SUPPRESSIONS, &filter, &update, true, NULL, fault);
}

enum rc contact_add(struct conn *conn, const struct contact *contact, struct fault *fault)
{
	BSON(document);
	struct id id = id_new(contact->at_ms);

	wire_put_id(&document, "_id", &id);
	wire_put_text(&document, "phone", contact->phone);
	wire_put_ms(&document, "at", contact->at_ms);
	wire_put_text(&document, "purpose", contact_purpose_name(contact->purpose));
	wire_put_text(&document, "channel", contact_channel_name(CONTACT_CALL));
	wire_put_bool(&document, "direct", contact->direct);
	wire_put_id(&document, "call_id", &contact->call_id);
	return conn_insert(conn, CONTACTS, &document, fault);
}

enum rc contact_correct(struct conn *conn, const struct id *call_id, bool direct, struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(set);

	wire_put_id(&filter, "call_id", call_id);
	wire_put_bool(&set, "direct", direct);
	wire_put_document(&update, "$set", &set);
	return conn_update(conn, CONTACTS, &filter, &update, false, NULL, fault);
}

/* ---- a person's numbers ---- */

enum { PERSON_PHONES_MAX = 16 };

struct person {
	const char *phones[PERSON_PHONES_MAX];
	size_t count;
};

static void add_phone(struct person *person, struct arena *arena, const char *phone)
{
	for (size_t i = 0; i < person->count; i++)
		if (strcmp(person->phones[i], phone) == 0)
			return;
	if (phone_is_valid(phone) && person->count < PERSON_PHONES_MAX)
		person->phones[person->count++] = arena_strdup(arena, phone);
}

/* The numbers that leads have beside this one. */
static enum rc add_beside(struct conn *conn, const char *field, const char *phone, struct arena *arena,
                          struct person *person, struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	enum rc rc = RC_OK;
	const bson_t *row;

	wire_put_text(&filter, field, phone);
	wire_put_int(&opts, "limit", PERSON_PHONES_MAX);
	CURSOR(cursor) = conn_find(conn, "leads", &filter, &opts);
	while (conn_next(conn, cursor, &row, &rc, fault)) {
		bson_t further;
		bson_iter_t iter;

		add_phone(person, arena, wire_get_text(row, "phone"));
		if (!wire_get_document(row, "phones", &further) || !bson_iter_init(&iter, &further))
			continue;
		while (bson_iter_next(&iter))
			if (BSON_ITER_HOLDS_UTF8(&iter))
				add_phone(person, arena, bson_iter_utf8(&iter, NULL));
	}
	return rc;
}

static enum rc find_person(struct conn *conn, const char *phone, struct arena *arena, struct person *person,
                           struct fault *fault)
{
	*person = (struct person){.phones = {phone}, .count = 1};
	TRY(add_beside(conn, "phone", phone, arena, person, fault));
	return add_beside(conn, "phones", phone, arena, person, fault);
}

enum rc suppression_add_person(struct conn *conn, const char *phone, const struct suppression *why,
                               struct fault *fault)
{
	ARENA(arena, 2048, 1 << 18);
	struct person person;

	TRY(find_person(conn, phone, arena, &person, fault));
	for (size_t i = 0; i < person.count; i++)
		TRY(suppression_add(conn, person.phones[i], why, fault));
	return RC_OK;
}

/* ---- what stands against a contact ---- */

/* The latest row of the filter, by a time. */
static enum rc latest(struct conn *conn, const char *collection, const bson_t *filter, const char *by,
                      struct arena *arena, const bson_t **row, struct fault *fault)
{
	BSON(opts);
	BSON(sort);
	const bson_t *found;
	enum rc rc = RC_OK;

	wire_put_int(&sort, by, -1);
	wire_put_document(&opts, "sort", &sort);
	wire_put_int(&opts, "limit", 1);
	CURSOR(cursor) = conn_find(conn, collection, filter, &opts);
	*row = conn_next(conn, cursor, &found, &rc, fault) ? wire_bson_keep(arena, found) : NULL;
	return rc;
}

/* Contacts that executed a contract are no commercial ones. */
static enum rc last_direct(struct conn *conn, const struct person *person, struct arena *arena,
                           struct contact_facts *facts, struct fault *fault)
{
	BSON(filter);
	BSON(other);
	const bson_t *row;
	const char *channel;

	wire_put_in_texts(&filter, "phone", person->phones, person->count);
	wire_put_bool(&filter, "direct", true);
	wire_put_text(&other, "$ne", contact_purpose_name(CONTACT_CONTRACT_EXECUTION));
	wire_put_document(&filter, "purpose", &other);
	TRY(latest(conn, CONTACTS, &filter, "at", arena, &row, fault));
	if (!row)
		return RC_OK;
	facts->last_direct_ms = wire_get_ms(row, "at", 0);
	channel = wire_get_text(row, "channel");
	if (channel)
		(void)contact_channel_parse(channel, &facts->last_channel);
	return RC_OK;
}

static enum rc last_dropped(struct conn *conn, const char *phone, struct arena *arena, struct contact_facts *facts,
                            struct fault *fault)
{
	BSON(filter);
	const bson_t *row;

	wire_put_text(&filter, "phone", phone);
	wire_put_text(&filter, "end_reason", "abandoned");
	TRY(latest(conn, "calls", &filter, "dialed_at", arena, &row, fault));
	facts->last_dropped_ms = row ? wire_get_ms(row, "ended_at", 0) : 0;
	return RC_OK;
}

static enum rc is_opted_out(struct conn *conn, const struct person *person, struct arena *arena, bool *opted_out,
                            struct fault *fault)
{
	BSON(filter);
	const bson_t *row;

	wire_put_in_texts(&filter, "phone", person->phones, person->count);
	wire_put_text(&filter, "origin", "own");
	TRY(conn_find_one(conn, SUPPRESSIONS, &filter, NULL, arena, &row, fault));
	*opted_out = row != NULL;
	return RC_OK;
}

enum rc contact_facts_of(struct conn *conn, const char *phone, struct contact_facts *facts, struct fault *fault)
{
	ARENA(arena, 4096, 1 << 20);
	struct person person;

	TRY(find_person(conn, phone, arena, &person, fault));
	TRY(is_opted_out(conn, &person, arena, &facts->opted_out, fault));
	if (facts->predictive)
		TRY(last_dropped(conn, phone, arena, facts, fault));
	return last_direct(conn, &person, arena, facts, fault);
}
