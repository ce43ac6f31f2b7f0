/* What the far end of a line hears and says, of calls.h. */
#include "store/call_facts.h"
#include "store/calls.h"

#define CALLS "calls"

enum rc call_facts_of(struct conn *conn, const struct id *id, struct call_heard *heard, size_t max, size_t *count,
                      struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	BSON(sort);
	const bson_t *row;
	enum rc rc;

	*count = 0;
	wire_put_text(&filter, "type", "call.fact");
	wire_put_id(&filter, "subject.id", id);
	wire_put_int(&sort, "at", 1);
	wire_put_document(&opts, "sort", &sort);
	wire_put_int(&opts, "limit", (int64_t)max);
	CURSOR(cursor) = conn_find(conn, "events", &filter, &opts);
	while (conn_next(conn, cursor, &row, &rc, fault)) {
		const char *fact = wire_get_text(row, "data.fact");

		if (fact && call_fact_parse(fact, &heard[*count].fact))
			heard[(*count)++].n = wire_get_int(row, "data.n", 0);
	}
	return rc;
}

enum rc call_speak(struct conn *conn, const struct call_speech *speech, struct fault *fault)
{
	ARENA(arena, 16384, 1 << 20);
	BSON(filter);
	BSON(update);
	BSON(push);
	BSON(said);
	BSON(inc);
	BSON(extra);
	struct call call;
	int64_t n;

	TRY(call_get(conn, &speech->call_id, arena, &call, fault));
	if (call.state != CALL_TALKING)
		return RC_OK;
	n = wire_get_int(call.document, "line_speech", 0) + 1;
	wire_put_text(&said, "fact", call_fact_name(speech->fact));
	wire_put_int(&said, "n", speech->n);
	wire_put_int(&said, "take", speech->take);
	wire_put_document(&push, "utterances", &said);
	wire_put_id(&filter, "_id", &call.id);
	wire_put_int(&filter, "line_speech", n - 1);
	wire_put_document(&update, "$push", &push);
	wire_put_int(&inc, "line_speech", 1);
	wire_put_document(&update, "$inc", &inc);
	TRY(conn_update(conn, CALLS, &filter, &update, false, NULL, fault));
	wire_put_int(&extra, "n", n);
	return call_tell(conn, &call, "line.speech", &extra, false, speech->now_ms, fault);
}

enum rc call_speech_get(const struct call *call, int64_t n, struct call_speech *speech, struct fault *fault)
{
	char path[48];
	const char *fact;
	bson_t said;

	(void)snprintf(path, sizeof path, "utterances.%d", (int)(n - 1));
	if (n < 1 || !wire_get_document(call->document, path, &said))
		return fault_set(fault, RC_NOT_FOUND, "not_found", "calls: nothing was said under that number");
	*speech = (struct call_speech){
		.call_id = call->id, .n = wire_get_int(&said, "n", 0), .take = wire_get_int(&said, "take", 1)};
	fact = wire_get_text(&said, "fact");
	if (!fact || !call_fact_parse(fact, &speech->fact))
		return fault_set(fault, RC_BROKEN, "broken", "calls: an utterance has no known fact");
	return RC_OK;
}
