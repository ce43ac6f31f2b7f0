/* The agent's own calls of a day, of calls.h. */
#include "base/civil.h"
#include "store/calls.h"
#include "store/rows.h"

static const struct scope_rule call_rule = {.own = "agent_id"};

enum rc calls_page_json(struct conn *conn, const struct call_page *page, struct buf *out, struct fault *fault)
{
	static const char *const shown[] = {
		"kind",
		"customer_name",
		"phone",
		"connected_at",
		"ended_at",
		"end_reason",
		"disposition.code",
		"disposition.at",
		"disposition.final_at",
		"disposition.correct_until",
		"disposition.corrects",
		"disposition.corrected_at",
		"disposition.note",
		"disposition.callback_at",
		"disposition.by",
		"sale_id",
		"version",
	};
	BSON(filter);
	BSON(fields);
	const struct rows_query query = {.collection = "calls",
	                                 .filter = &filter,
	                                 .fields = &fields,
	                                 .scope = page->scope,
	                                 .rule = &call_rule,
	                                 .sort = "dialed_at",
	                                 .descending = true,
	                                 .limit = page->limit,
	                                 .after = page->after};

	wire_put_op_ms(&filter, "dialed_at", "$gte", civil_day_start(page->now_ms));
	wire_put_op_ms(&filter, "connected_at", "$gt", 0);
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
		wire_put_int(&fields, shown[i], 1);
	wire_put_int(&fields, "dialed_at", 1);
	return rows_page_json(conn, &query, out, fault);
}
