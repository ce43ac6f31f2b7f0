#include "daemons/relay_sender.h"

#include "base/civil.h"
#include "base/log.h"
#include "daemons/relay_channels.h"
#include "daemons/relay_message.h"
#include "store/events.h"

#include <stdlib.h>
#include <string.h>

enum { MESSAGE_MAX_BYTES = 60 * 1024 }; /* under nginx's client_max_body_size of the publisher */

struct relay_sender {
	struct store *store;
	struct publisher *publisher;
	struct relay_channels *channels;
	struct buf message;
	int64_t failed; /* in a row */
};

struct relay_sender *relay_sender_new(struct store *store, struct publisher *publisher)
{
	struct relay_sender *sender = calloc(1, sizeof *sender);

	if (!sender)
		abort();
	sender->store = store;
	sender->publisher = publisher;
	sender->channels = relay_channels_new();
	sender->message = BUF_INIT(MESSAGE_MAX_BYTES);
	return sender;
}

void relay_sender_free(struct relay_sender *sender)
{
	if (!sender)
		return;
	relay_channels_free(sender->channels);
	buf_free(&sender->message);
	free(sender);
}

void relay_sender_reset(struct relay_sender *sender)
{
	relay_channels_reset(sender->channels);
}

/* One line when sending begins to fail, and one when it works again. */
static void note(struct relay_sender *sender, enum rc rc, const struct fault *fault)
{
	if (rc == RC_OK) {
		if (sender->failed)
			log_event(LOG_INFO, "publishing_again", LOG_INT("dropped", sender->failed));
		sender->failed = 0;
		return;
	}
	if (sender->failed++ == 0)
		log_event(LOG_WARN, "publishing_failed", LOG_STR("code", fault->code),
		          LOG_STR("detail", fault->detail));
}

static void deliver(struct relay_sender *sender, const char *channel)
{
	struct fault fault = {0};
	enum rc rc =
		publish_message(sender->publisher, channel, sender->message.data, sender->message.length, &fault);

	note(sender, rc, &fault);
}

static bool is_session(const char *channel)
{
	return strncmp(channel, "session.", strlen("session.")) == 0;
}

/* Kept in memory while this relay is the active one; looked up once per channel. An unreadable one shows no gap. */
static int64_t before(struct relay_sender *sender, const char *channel, int64_t seq)
{
	struct fault fault = {0};
	int64_t prev = 0;

	if (is_session(channel) || relay_channels_find(sender->channels, channel, &prev))
		return prev;
	CONN(conn);
	if (conn_open(sender->store, STORE_BRISK, &conn, &fault) != RC_OK ||
	    events_before(&conn, channel, seq, &prev, &fault) != RC_OK)
		log_event(LOG_WARN, "previous_unknown", LOG_STR("code", fault.code));
	return prev;
}

static void send_to(struct relay_sender *sender, const bson_t *event, int64_t seq, const char *channel)
{
	if (!relay_message_event(&sender->message, event, seq, channel, before(sender, channel, seq))) {
		log_event(LOG_ERROR, "event_unreadable", LOG_INT("seq", seq));
		return;
	}
	deliver(sender, channel);
	if (!is_session(channel))
		relay_channels_set(sender->channels, channel, seq);
}

static void end_channel(struct relay_sender *sender, const char *channel)
{
	struct fault fault = {0};
	enum rc rc = publish_end(sender->publisher, channel, &fault);

	note(sender, rc, &fault);
}

void relay_send_event(struct relay_sender *sender, const bson_t *event, int64_t seq)
{
	const char *type = wire_get_text(event, "type");
	bool ends = type && strcmp(type, "session.ended") == 0;
	bson_iter_t iter;
	bson_t channels;

	if (!wire_get_document(event, "channels", &channels) || !bson_iter_init(&iter, &channels))
		return;
	while (bson_iter_next(&iter)) {
		const char *channel = BSON_ITER_HOLDS_UTF8(&iter) ? bson_iter_utf8(&iter, NULL) : "";

		if (!*channel)
			continue;
		send_to(sender, event, seq, channel);
		if (ends && is_session(channel))
			end_channel(sender, channel);
	}
}

void relay_send_figures(struct relay_sender *sender, const struct tally *tally, int64_t seq, int64_t now_ms)
{
	int64_t today_ms = civil_day_start(now_ms);

	for (size_t i = 0; i < tally_count(tally); i++) {
		const struct tally_row *row = tally_row(tally, i);
		char own[RELAY_CHANNEL_SIZE] = "user.";

		if (row->key.period != TALLY_DAY || row->key.at_ms != today_ms)
			continue;
		relay_message_figures(&sender->message, row, seq, "floor", now_ms);
		deliver(sender, "floor");
		if (id_is_none(&row->key.agent_id))
			continue;
		id_format(&row->key.agent_id, own + strlen(own));
		relay_message_figures(&sender->message, row, seq, own, now_ms);
		deliver(sender, own);
	}
}

void relay_send_heartbeat(struct relay_sender *sender, int64_t seq, int64_t now_ms)
{
	relay_message_heartbeat(&sender->message, seq, "all", now_ms);
	deliver(sender, "all");
}
