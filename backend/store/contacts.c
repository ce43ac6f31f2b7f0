/* The do-not-call list and the contacts made, of leads.h. */
#include "store/leads.h"

#define SUPPRESSIONS "suppressions"
#define CONTACTS     "contacts"

static void put_own(bson_t *filter, const char *phone)
{
	wire_put_text(filter, "phone", phone);
	wire_put_text(filter, "origin", "own");
}

enum rc suppression_add(struct conn *conn, const char *phone, const struct id *call_id, const struct id *user_id,
                        int64_t now_ms, struct fault *fault)
{
	BSON(filter);
	BSON(update);
	BSON(first);

	put_own(&filter, phone);
	wire_put_ms(&first, "created_at", now_ms);
	wire_put_int(&first, "version", 1);
	if (!id_is_none(call_id))
		wire_put_id(&first, "call_id", call_id);
	if (!id_is_none(user_id))
		wire_put_id(&first, "user_id", user_id);
	wire_put_document(&update, "$setOnInsert", &first);
	return conn_update(conn, SUPPRESSIONS, &filter, &update, true, NULL, fault);
}

enum rc suppression_undo(struct conn *conn, const char *phone, const struct id *call_id, struct fault *fault)
{
	BSON(filter);

	put_own(&filter, phone);
	wire_put_id(&filter, "call_id", call_id);
	return conn_delete_many(conn, SUPPRESSIONS, &filter, NULL, fault);
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

/* Contacts that executed a contract are no commercial ones. */
static enum rc last_direct(struct conn *conn, const char *phone, struct contact_facts *facts, struct fault *fault)
{
	BSON(filter);
	BSON(other);
	BSON(opts);
	BSON(sort);
	const bson_t *row;
	const char *channel;
	enum rc rc;

	wire_put_text(&filter, "phone", phone);
	wire_put_bool(&filter, "direct", true);
	wire_put_text(&other, "$ne", contact_purpose_name(CONTACT_CONTRACT_EXECUTION));
	wire_put_document(&filter, "purpose", &other);
	wire_put_int(&sort, "at", -1);
	wire_put_document(&opts, "sort", &sort);
	wire_put_int(&opts, "limit", 1);
	CURSOR(cursor) = conn_find(conn, CONTACTS, &filter, &opts);
	if (!conn_next(conn, cursor, &row, &rc, fault))
		return rc;
	facts->last_direct_ms = wire_get_ms(row, "at", 0);
	channel = wire_get_text(row, "channel");
	if (channel)
		(void)contact_channel_parse(channel, &facts->last_channel);
	return RC_OK;
}

enum rc contact_facts_of(struct conn *conn, const char *phone, struct contact_facts *facts, struct fault *fault)
{
	ARENA(arena, 512, 1 << 16);
	BSON(filter);
	const bson_t *row;

	put_own(&filter, phone);
	TRY(conn_find_one(conn, SUPPRESSIONS, &filter, NULL, arena, &row, fault));
	facts->opted_out = row != NULL;
	return last_direct(conn, phone, facts, fault);
}
