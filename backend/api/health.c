#include "api/health.h"

#include "api/app.h"
#include "api/reply.h"
#include "store/store.h"

enum rc health_alive(struct request *request)
{
	buf_text(reply_buf(request), "{\"status\":\"alive\"}");
	return reply_json(request, HTTP_OK);
}

enum rc health_ready(struct request *request)
{
	struct store *store = store_of(request);

	if (!store)
		return fault_set(request->fault, RC_UNAVAILABLE, "store", "the database has not answered yet");
	TRY(store_ping(store, request->fault));
	buf_text(reply_buf(request), "{\"status\":\"ready\"}");
	return reply_json(request, HTTP_OK);
}
