#include "store/outbox.h"

#include "base/clock.h"

#include <assert.h>

static void put_known_id(bson_t *document, const char *key, const struct id *id)
{
	if (!id_is_none(id))
		wire_put_id(document, key, id);
}

static void put_subject(bson_t *document, const struct event *event)
{
	BSON(subject);

	if (!event->subject_kind)
		return;
	wire_put_text(&subject, "kind", event->subject_kind);
	wire_put_id(&subject, "id", &event->subject_id);
	wire_put_document(document, "subject", &subject);
}

static void put_amounts(bson_t *document, const struct event *event)
{
	BSON(amounts);

	for (size_t i = 0; i < event->amounts_count; i++)
		wire_put_int(&amounts, event->amounts[i].name, event->amounts[i].amount);
	if (event->amounts_count)
		wire_put_document(document, "amounts", &amounts);
}

enum rc event_append(struct conn *conn, const struct event *event, struct fault *fault)
{
	BSON(document);
	struct id id = id_new(clock_real_ms());
	size_t channels = 0;

	assert(conn->session); /* a fact and its event appear together */
	while (channels < EVENT_CHANNELS_MAX && event->channels[channels])
		channels++;
	wire_put_id(&document, "_id", &id);
	wire_put_text(&document, "type", event->type);
	wire_put_ms(&document, "at", event->at_ms);
	put_known_id(&document, "campaign_id", &event->campaign_id);
	put_known_id(&document, "lead_list_id", &event->lead_list_id);
	put_known_id(&document, "team_id", &event->team_id);
	put_known_id(&document, "agent_id", &event->agent_id);
	put_known_id(&document, "user_id", &event->user_id);
	put_subject(&document, event);
	wire_put_texts(&document, "channels", event->channels, channels);
	put_amounts(&document, event);
	if (event->data)
		wire_put_document(&document, "data", event->data);
	return conn_insert(conn, "events", &document, fault);
}

const char *event_channel(struct arena *arena, const char *kind, const struct id *id)
{
	return arena_printf(arena, "%s.%s", kind, ID_TEXT(id));
}
