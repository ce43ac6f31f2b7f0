#include "store/call_facts.h"

#include "store/outbox.h"

enum rc call_fact_append(struct conn *conn, const struct call_fact_note *note, struct fault *fault)
{
	BSON(data);
	const struct event event = {.type = "call.fact",
	                            .at_ms = note->now_ms,
	                            .subject_kind = "call",
	                            .subject_id = note->call_id,
	                            .data = &data};

	if (id_is_none(&note->call_id))
		return RC_OK;
	wire_put_id(&data, "call_id", &note->call_id);
	wire_put_text(&data, "fact", call_fact_name(note->fact));
	wire_put_int(&data, "n", note->n);
	wire_put_int(&data, "text_length", note->text_length);
	return event_append(conn, &event, fault);
}
