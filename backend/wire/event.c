#include "wire/event.h"

#include "base/id.h"
#include "wire/bson.h"
#include "wire/json_out.h"

#include <string.h>

static const char *const own_ids[] = {"campaign_id", "lead_list_id", "team_id", "agent_id", "user_id"};

static bool write_member(struct buf *out, const bson_t *event, const char *name)
{
	bson_iter_t iter;

	if (!bson_iter_init_find(&iter, event, name))
		return true;
	buf_printf(out, ",\"%s\":", name);
	return wire_json_value(out, &iter, NULL);
}

static bool write_data(struct buf *out, const bson_t *event)
{
	bson_t data = BSON_INITIALIZER;
	bool first = true;

	buf_text(out, ",\"data\":{");
	(void)wire_get_document(event, "data", &data); /* without one it stays empty */
	if (!wire_json_members(out, &data, NULL, &first))
		return false;
	for (size_t i = 0; i < sizeof own_ids / sizeof *own_ids; i++) {
		struct id id = wire_get_id(event, own_ids[i]);

		if (id_is_none(&id) || bson_has_field(&data, own_ids[i]))
			continue;
		buf_printf(out, "%s\"%s\":\"%s\"", first ? "" : ",", own_ids[i], ID_TEXT(&id));
		first = false;
	}
	buf_char(out, '}');
	return true;
}

bool wire_event_members(struct buf *out, const bson_t *event)
{
	const char *type = wire_get_text(event, "type");

	buf_text(out, "\"type\":");
	buf_json_string(out, type ? type : "", type ? strlen(type) : 0);
	buf_text(out, ",\"at\":");
	buf_int(out, wire_get_ms(event, "at", 0));
	return write_member(out, event, "subject") && write_data(out, event);
}
