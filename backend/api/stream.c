#include "api/stream.h"

#include "api/app.h"
#include "api/guard.h"
#include "api/reply.h"
#include "domain/role.h"
#include "store/presence.h"

#include <string.h>

enum { TEAMS_MAX = 4 }; /* whose pools an agent hears of */

/* What each role hears beside its own and `all`. */
static const char *const role_channels[ROLE_COUNT][2] = {
	[ROLE_BACKOFFICE] = {"backoffice"},
	[ROLE_QUALITY] = {"quality"},
	[ROLE_SUPERVISOR] = {"floor"},
	[ROLE_ADMIN] = {"floor", "admin"},
};

size_t stream_channels(const struct caller *caller, struct arena *arena, const char *channels[STREAM_CHANNELS_MAX])
{
	size_t count = 0;

	channels[count++] = arena_printf(arena, "session.%s", ID_TEXT(&caller->session_id));
	channels[count++] = arena_printf(arena, "user.%s", ID_TEXT(&caller->user_id));
	for (size_t i = 0; i < 2 && role_channels[caller->role][i]; i++)
		channels[count++] = role_channels[caller->role][i];
	for (size_t i = 0; caller->role == ROLE_AGENT && i < caller->team_ids_count && i < TEAMS_MAX; i++)
		channels[count++] = arena_printf(arena, "team.%s", ID_TEXT(&caller->team_ids[i]));
	channels[count++] = "all";
	return count;
}

static const char *joined(struct request *request)
{
	const char *channels[STREAM_CHANNELS_MAX];
	size_t count = stream_channels(&request->caller, request->arena, channels);
	const char *list = channels[0];

	for (size_t i = 1; i < count; i++)
		list = arena_printf(request->arena, "%s,%s", list, channels[i]);
	return list;
}

static struct presence presence_at(const struct request *request)
{
	return (struct presence){.now_ms = request->now_ms, .real_ms = request->real_ms};
}

enum rc stream_authorize(struct request *request)
{
	struct presence presence = presence_at(request);

	TRY(guard_identify(request));
	presence.user_id = request->caller.user_id;
	presence.stream_id = id_new(request->real_ms);
	if (request->caller.role == ROLE_AGENT)
		TRY(presence_opened(store_of(request), &presence, request->fault));
	response_header(request, "X-Channels", "%s", joined(request));
	response_header(request, "X-Stream", "%s.%s.%s", ID_TEXT(&presence.user_id),
	                ID_TEXT(&request->caller.session_id), ID_TEXT(&presence.stream_id));
	return reply_nothing(request);
}

/* `<user>.<session>.<stream>`, as it was given out above. */
static bool read_stream(const char *text, struct presence *presence)
{
	char part[ID_HEX + 1] = {0};
	const size_t stream_at = 2 * (ID_HEX + 1);

	if (!text || strlen(text) != stream_at + ID_HEX)
		return false;
	memcpy(part, text, ID_HEX);
	return id_parse(part, &presence->user_id) && id_parse(text + stream_at, &presence->stream_id);
}

enum rc stream_closed(struct request *request)
{
	struct presence presence = presence_at(request);
	const char *stream;

	TRY(request_header(request, "X_STREAM", &stream));
	if (!read_stream(stream, &presence))
		return fault_set(request->fault, RC_MALFORMED, "stream", "X-Stream names no stream");
	if (!store_of(request))
		return fault_set(request->fault, RC_UNAVAILABLE, "store", "the database has not answered yet");
	TRY(presence_closed(store_of(request), &presence, request->fault));
	return reply_nothing(request);
}
