#include "api/events.h"

#include "api/app.h"
#include "api/reply.h"
#include "api/stream.h"
#include "store/events.h"

enum rc events_after(struct request *request)
{
	const char *channels[STREAM_CHANNELS_MAX];
	size_t count = stream_channels(&request->caller, request->arena, channels);
	int64_t after;
	CONN(conn);

	TRY(query_int(request, "after", 0, INT64_MAX, -1, &after));
	if (after < 0)
		return fault_field(request->fault, "after", "required");
	TRY(conn_open(store_of(request), STORE_BRISK, &conn, request->fault));
	TRY(events_after_json(&conn, channels, count, after, reply_buf(request), request->fault));
	return reply_json(request, HTTP_OK);
}
