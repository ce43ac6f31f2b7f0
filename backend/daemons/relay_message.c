#include "daemons/relay_message.h"

#include "wire/event.h"

#include <string.h>

static void begin(struct buf *out, const char *channel)
{
	buf_reset(out);
	buf_text(out, "{\"channel\":");
	buf_json_string(out, channel, strlen(channel));
	buf_char(out, ',');
}

bool relay_message_event(struct buf *out, const bson_t *event, int64_t seq, const char *channel, int64_t prev)
{
	begin(out, channel);
	buf_printf(out, "\"seq\":%lld,\"prev\":%lld,", (long long)seq, (long long)prev);
	if (!wire_event_members(out, event))
		return false;
	buf_char(out, '}');
	return !out->overflowed;
}

static void write_id(struct buf *out, const char *name, const struct id *id)
{
	if (!id_is_none(id))
		buf_printf(out, ",\"%s\":\"%s\"", name, ID_TEXT(id));
}

void relay_message_figures(struct buf *out, const struct tally_row *row, int64_t seq, const char *channel,
                           int64_t now_ms)
{
	bool first = true;

	begin(out, channel);
	buf_printf(out, "\"type\":\"kpi.changed\",\"at\":%lld,\"data\":{\"seq\":%lld", (long long)now_ms,
	           (long long)seq);
	write_id(out, "campaign_id", &row->key.campaign_id);
	write_id(out, "team_id", &row->key.team_id);
	write_id(out, "agent_id", &row->key.agent_id);
	buf_text(out, ",\"n\":{");
	for (size_t i = 0; i < KPI_ALL_COUNTERS; i++) {
		if (!row->sums.value[i])
			continue;
		buf_printf(out, "%s\"%s\":%lld", first ? "" : ",", kpi_counter_field(i),
		           (long long)row->sums.value[i]);
		first = false;
	}
	buf_text(out, "}}}");
}

void relay_message_heartbeat(struct buf *out, int64_t seq, const char *channel, int64_t now_ms)
{
	begin(out, channel);
	buf_printf(out, "\"seq\":%lld,\"type\":\"heartbeat\",\"at\":%lld,\"data\":{\"service_now\":%lld}}",
	           (long long)seq, (long long)now_ms, (long long)now_ms);
}
