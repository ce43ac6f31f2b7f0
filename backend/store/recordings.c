#include "store/recordings.h"

#include "domain/role.h"
#include "store/cas.h"
#include "store/outbox.h"
#include "store/reviews.h"
#include "store/rows.h"

#include <string.h>

#define RECORDINGS "recordings"

/* ---- whose ---- */

static const char *const desk_fields[] = {
	[RECORDING_FOR_QUALITY] = "for_quality", [RECORDING_FOR_BACKOFFICE] = "for_backoffice"};

/* What quality and back office reach is decided where their work comes from: a reading that was accepted, or passed.
 */
static void reached(const struct scope *scope, bson_t *filter)
{
	bool quality = strcmp(scope->role, role_name(ROLE_QUALITY)) == 0;

	if (strcmp(scope->role, role_name(ROLE_AGENT)) == 0) {
		wire_put_id(filter, "agent_id", &scope->user_id);
		return;
	}
	wire_put_bool(filter, desk_fields[quality ? RECORDING_FOR_QUALITY : RECORDING_FOR_BACKOFFICE], true);
}

static const struct scope_rule recording_rule = {.own = "agent_id", .reached = reached};

/* ---- reading ---- */

static const char *keep_text(const bson_t *row, const char *path, struct arena *arena)
{
	const char *text = wire_get_text(row, path);

	return text ? arena_strdup(arena, text) : "";
}

static void read_session(const bson_t *row, struct arena *arena, struct recording_session *session)
{
	*session = (struct recording_session){.n = wire_get_int(row, "n", 0),
	                                      .blob_id = wire_get_id(row, "blob_id"),
	                                      .mime = keep_text(row, "mime", arena),
	                                      .started_ms = wire_get_ms(row, "started_at", 0),
	                                      .pieces = wire_get_int(row, "pieces", 0),
	                                      .ended = wire_has(row, "ended_at")};
}

static void read_recording(const bson_t *row, struct arena *arena, struct recording *recording)
{
	bson_t sessions, session;
	bson_iter_t at;

	*recording = (struct recording){.id = wire_get_id(row, "_id"),
	                                .call_id = wire_get_id(row, "call_id"),
	                                .agent_id = wire_get_id(row, "agent_id"),
	                                .campaign_id = wire_get_id(row, "campaign_id"),
	                                .file_id = wire_get_id(row, "file_id"),
	                                .state = keep_text(row, "state", arena),
	                                .version = wire_get_int(row, "version", 1),
	                                .document = row};
	if (!wire_get_document(row, "sessions", &sessions) || !bson_iter_init(&at, &sessions))
		return;
	while (bson_iter_next(&at) && recording->sessions_count < RECORDING_SESSIONS_MAX)
		if (wire_bson_inner(&at, &session))
			read_session(&session, arena, &recording->sessions[recording->sessions_count++]);
}

enum rc recording_get(struct conn *conn, const struct id *id, const struct scope *scope, struct arena *arena,
                      struct recording *recording, struct fault *fault)
{
	const struct rows_query query = {.collection = RECORDINGS, .scope = scope, .rule = &recording_rule};
	const bson_t *row;

	TRY(rows_one(conn, &query, id, arena, &row, fault));
	read_recording(row, arena, recording);
	return RC_OK;
}

enum rc recording_of_call(struct conn *conn, const struct id *call_id, struct arena *arena,
                          struct recording *recording, bool *found, struct fault *fault)
{
	BSON(filter);
	const bson_t *row;

	wire_put_id(&filter, "call_id", call_id);
	TRY(conn_find_one(conn, RECORDINGS, &filter, NULL, arena, &row, fault));
	*found = row != NULL;
	if (row)
		read_recording(row, arena, recording);
	return RC_OK;
}

bool recording_runs(const struct recording *recording)
{
	const struct recording_session *last;

	if (strcmp(recording->state, "open") != 0 || recording->sessions_count == 0)
		return false;
	last = &recording->sessions[recording->sessions_count - 1];
	return !last->ended && last->pieces > 0;
}

static enum rc append_bytes(void *context, const uint8_t *bytes, size_t length, struct fault *fault)
{
	(void)fault;
	buf_append(context, bytes, length);
	return RC_OK;
}

enum rc recording_json(struct conn *conn, const struct recording *recording, const struct blob_vault *vault,
                       bool peaks, struct buf *out, struct fault *fault)
{
	static const char *const hidden[] = {"agent_id",  "campaign_id", "team_id",        "file_id",
	                                     "peaks_id",  "created_at",  "for_backoffice", "for_quality",
	                                     "closed_at", "failure",     "tries",          "version"};
	BSON(fields);
	const struct id peaks_id = wire_get_id(recording->document, "peaks_id");
	const struct rows_query query = {.collection = RECORDINGS, .scope = &scope_all, .fields = &fields};

	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
		wire_put_int(&fields, hidden[i], 0);
	wire_put_int(&fields, "sessions.blob_id", 0);
	TRY(rows_one_json(conn, &query, &recording->id, out, NULL, fault));
	if (!peaks || id_is_none(&peaks_id))
		return RC_OK;
	out->length--; /* the closing brace */
	buf_text(out, ",\"peaks\":");
	TRY(blob_read(conn, vault, &peaks_id, 0, -1, append_bytes, out, fault));
	buf_char(out, '}');
	return RC_OK;
}

/* ---- a session ---- */

static bson_t *session_document(struct arena *arena, const struct recording_start *start, int64_t n,
                                const struct id *blob_id)
{
	BSON(session);

	wire_put_int(&session, "n", n);
	wire_put_text(&session, "mime", start->mime);
	wire_put_ms(&session, "started_at", start->real_ms);
	wire_put_int(&session, "pieces", 0);
	wire_put_id(&session, "blob_id", blob_id);
	return wire_bson_keep(arena, &session);
}

static enum rc insert_recording(struct conn *conn, const struct recording_start *start, const struct call *call,
                                struct arena *arena, struct fault *fault)
{
	BSON(row);
	BSON(sessions);
	BSON(set);

	wire_put_document(&sessions, "0", session_document(arena, start, 1, &start->recording_id));
	wire_put_id(&row, "_id", &start->recording_id);
	wire_put_id(&row, "call_id", &call->id);
	wire_put_id(&row, "agent_id", &start->user_id);
	wire_put_id(&row, "campaign_id", &call->campaign_id);
	wire_put_text(&row, "state", "open");
	wire_put_array(&row, "sessions", &sessions);
	wire_put_ms(&row, "created_at", start->now_ms);
	wire_put_int(&row, "version", 1);
	TRY(conn_insert(conn, RECORDINGS, &row, fault));
	wire_put_id(&set, "recording_id", &start->recording_id);
	return call_write(conn, call, &set, NULL, fault);
}

static enum rc push_session(struct conn *conn, const struct recording_start *start, const struct recording *recording,
                            const struct id *blob_id, struct arena *arena, struct fault *fault)
{
	BSON(push);
	BSON(update);
	BSON(when);
	const struct cas cas = {.collection = RECORDINGS,
	                        .id = recording->id,
	                        .version = recording->version,
	                        .when = &when,
	                        .update = &update,
	                        .scope = &scope_all,
	                        .conflict = "recording_closed"};

	if (recording->sessions_count == RECORDING_SESSIONS_MAX)
		return fault_set(fault, RC_CONFLICT, "recorder_sessions", "the recorder was begun too often");
	wire_put_text(&when, "state", "open");
	wire_put_document(&push, "sessions",
	                  session_document(arena, start, (int64_t)recording->sessions_count + 1, blob_id));
	wire_put_document(&update, "$push", &push);
	return cas_update(conn, &cas, arena, NULL, fault);
}

enum rc recording_start(struct conn *conn, const struct recording_start *start, struct id *recording_id,
                        struct fault *fault)
{
	ARENA(arena, 4096, 1 << 20);
	struct blob_new blob = {.id = start->recording_id,
	                        .kind = "recorder",
	                        .uneven = true,
	                        .owner_id = start->user_id,
	                        .now_ms = start->real_ms};
	struct recording recording;
	struct call call;
	bool found;

	TRY(call_get_own(conn, &start->call_id, &start->user_id, arena, &call, fault));
	if (call.state != CALL_TALKING)
		return fault_set(fault, RC_CONFLICT, "call_state", "nothing is recorded on a line that is not up");
	TRY(recording_of_call(conn, &call.id, arena, &recording, &found, fault));
	if (found) {
		blob.id = id_new(start->real_ms);
		TRY(push_session(conn, start, &recording, &blob.id, arena, fault));
	} else {
		TRY(insert_recording(conn, start, &call, arena, fault));
	}
	*recording_id = found ? recording.id : start->recording_id;
	return blob_begin(conn, start->vault, &blob, fault);
}

static enum rc find_session(const struct recording *recording, int64_t n, const struct recording_session **session,
                            struct fault *fault)
{
	if (n < 1 || n > (int64_t)recording->sessions_count)
		return fault_set(fault, RC_NOT_FOUND, "not_found", "the recording has no such session");
	*session = &recording->sessions[n - 1];
	return RC_OK;
}

/* `sessions.<n - 1>.<field>`, in the arena. */
static const char *session_path(struct arena *arena, int64_t n, const char *field)
{
	return arena_printf(arena, "sessions.%lld.%s", (long long)(n - 1), field);
}

enum rc recording_put(struct conn *conn, const struct recording_piece *piece, struct arena *arena,
                      struct fault *fault)
{
	BSON(filter);
	BSON(most);
	BSON(inc);
	BSON(update);
	const struct recording_session *session = NULL;
	struct recording recording;

	TRY(recording_get(conn, &piece->recording_id, piece->scope, arena, &recording, fault));
	if (strcmp(recording.state, "open") != 0)
		return fault_set(fault, RC_CONFLICT, "recording_closed", "the recording takes no more pieces");
	TRY(find_session(&recording, piece->session, &session, fault));
	TRY(blob_put(conn, piece->vault, &session->blob_id, piece->n, piece->bytes, piece->length, fault));
	if (piece->n < session->pieces)
		return RC_OK;
	wire_put_id(&filter, "_id", &recording.id);
	wire_put_int(&most, session_path(arena, piece->session, "pieces"), piece->n + 1);
	wire_put_int(&inc, "version", 1);
	wire_put_document(&update, "$max", &most);
	wire_put_document(&update, "$inc", &inc);
	return conn_update(conn, RECORDINGS, &filter, &update, false, NULL, fault);
}

/* Nothing more comes: the last session has ended, or ends now; those before it went with their pages. */
static bool is_done(const struct recording *recording, int64_t ending)
{
	const struct recording_session *last;

	if (recording->sessions_count == 0)
		return false;
	last = &recording->sessions[recording->sessions_count - 1];
	return last->ended || last->n == ending;
}

enum rc recording_finish(struct conn *conn, const struct recording_finish *finish, struct fault *fault)
{
	ARENA(arena, 4096, 1 << 20);
	BSON(set);
	BSON(update);
	const struct recording_session *session = NULL;
	struct recording recording;
	struct call call;
	int64_t stored;

	TRY(recording_get(conn, &finish->recording_id, finish->scope, arena, &recording, fault));
	TRY(find_session(&recording, finish->session, &session, fault));
	if (session->ended || strcmp(recording.state, "open") != 0)
		return RC_OK;
	TRY(blob_received(conn, &session->blob_id, &stored, fault));
	if (stored < finish->pieces) {
		(void)fault_set(fault, RC_CONFLICT, "pieces_missing", "not all pieces of the session are stored");
		fault->missing = finish->pieces - stored;
		return RC_CONFLICT;
	}
	TRY(call_get(conn, &recording.call_id, arena, &call, fault));
	wire_put_ms(&set, session_path(arena, finish->session, "ended_at"), finish->real_ms);
	if (call.state == CALL_ENDED && is_done(&recording, finish->session))
		wire_put_text(&set, "state", "closed");
	wire_put_document(&update, "$set", &set);
	return cas_update(conn,
	                  &(struct cas){.collection = RECORDINGS,
	                                .id = recording.id,
	                                .version = recording.version,
	                                .update = &update,
	                                .scope = &scope_all},
	                  arena, NULL, fault);
}

enum rc recording_add_silence(struct conn *conn, const struct recording_silence *silence, struct fault *fault)
{
	ARENA(arena, 4096, 1 << 20);
	BSON(entry);
	BSON(push);
	BSON(update);
	const struct recording_session *session = NULL;
	struct recording recording;

	TRY(recording_get(conn, &silence->recording_id, silence->scope, arena, &recording, fault));
	TRY(find_session(&recording, silence->session, &session, fault));
	if (silence->to_ms < silence->from_ms)
		return fault_field(fault, "to_ms", "too_small");
	wire_put_int(&entry, "session", silence->session);
	wire_put_int(&entry, "from_ms", silence->from_ms);
	wire_put_int(&entry, "to_ms", silence->to_ms);
	wire_put_document(&push, "silences", &entry);
	wire_put_document(&update, "$push", &push);
	return cas_update(
		conn,
		&(struct cas){.collection = RECORDINGS, .id = recording.id, .update = &update, .scope = &scope_all},
		arena, NULL, fault);
}

enum rc recording_release(struct conn *conn, const struct id *id, enum recording_desk desk, struct fault *fault)
{
	BSON(filter);
	BSON(set);
	BSON(inc);
	BSON(update);

	wire_put_id(&filter, "_id", id);
	wire_put_bool(&set, desk_fields[desk], true);
	wire_put_int(&inc, "version", 1);
	wire_put_document(&update, "$set", &set);
	wire_put_document(&update, "$inc", &inc);
	return conn_update(conn, RECORDINGS, &filter, &update, false, NULL, fault);
}

/* ---- the jobs daemon ---- */

enum rc recordings_in(struct conn *conn, const char *state, struct id *ids, size_t max, size_t *count,
                      struct fault *fault)
{
	BSON(filter);
	BSON(opts);
	BSON(sort);
	const bson_t *row;
	enum rc rc = RC_OK;

	*count = 0;
	wire_put_text(&filter, "state", state);
	wire_put_int(&sort, "_id", 1);
	wire_put_document(&opts, "sort", &sort);
	wire_put_int(&opts, "limit", (int64_t)max);
	CURSOR(cursor) = conn_find(conn, RECORDINGS, &filter, &opts);
	while (*count < max && conn_next(conn, cursor, &row, &rc, fault))
		ids[(*count)++] = wire_get_id(row, "_id");
	return rc;
}

enum rc recordings_overdue(struct conn *conn, int64_t ended_before_ms, struct id *ids, size_t max, size_t *count,
                           int64_t *next_ms, struct fault *fault)
{
	enum { OPEN_MAX = 2000 };
	ARENA(arena, 64 * 1024, 16 << 20);
	struct id *open = arena_array(arena, OPEN_MAX, sizeof *open);
	size_t open_count;

	*count = 0;
	*next_ms = INT64_MAX;
	TRY(recordings_in(conn, "open", open, OPEN_MAX, &open_count, fault));
	for (size_t i = 0; i < open_count; i++) {
		struct recording recording;
		struct call call;
		bool due;

		TRY(recording_get(conn, &open[i], &scope_all, arena, &recording, fault));
		TRY(call_get(conn, &recording.call_id, arena, &call, fault));
		if (call.state != CALL_ENDED)
			continue;
		due = call.ended_ms <= ended_before_ms || is_done(&recording, 0);
		if (due && *count < max)
			ids[(*count)++] = open[i];
		else if (!due && call.ended_ms < *next_ms)
			*next_ms = call.ended_ms;
	}
	return RC_OK;
}

enum rc recording_close(struct conn *conn, const struct id *id, int64_t now_ms, struct fault *fault)
{
	BSON(filter);
	BSON(set);
	BSON(inc);
	BSON(update);

	wire_put_id(&filter, "_id", id);
	wire_put_text(&filter, "state", "open");
	wire_put_text(&set, "state", "closed");
	wire_put_ms(&set, "closed_at", now_ms);
	wire_put_int(&inc, "version", 1);
	wire_put_document(&update, "$set", &set);
	wire_put_document(&update, "$inc", &inc);
	return conn_update(conn, RECORDINGS, &filter, &update, false, NULL, fault);
}

enum rc recording_tried(struct conn *conn, const struct id *id, int64_t *tries, struct fault *fault)
{
	ARENA(arena, 4096, 1 << 20);
	BSON(filter);
	BSON(inc);
	BSON(update);
	const bson_t *row;
	const struct conn_modify modify = {.collection = RECORDINGS, .filter = &filter, .update = &update};

	wire_put_id(&filter, "_id", id);
	wire_put_int(&inc, "tries", 1);
	wire_put_document(&update, "$inc", &inc);
	TRY(conn_modify(conn, &modify, arena, &row, fault));
	*tries = row ? wire_get_int(row, "tries", 1) : 0;
	return RC_OK;
}

static void put_levels(bson_t *set, const struct recording_result *result)
{
	BSON(levels);

	BSON_APPEND_DOUBLE(&levels, "agent_dbfs", result->agent_dbfs);
	BSON_APPEND_DOUBLE(&levels, "customer_dbfs", result->customer_dbfs);
	wire_put_document(set, "levels", &levels);
}

static void put_file(bson_t *set, const struct recording_result *result, const struct recording *recording,
                     struct arena *arena)
{
	wire_put_text(set, "state", "ready");
	wire_put_id(set, "file_id", &result->file_id);
	wire_put_id(set, "peaks_id", &result->peaks_id);
	wire_put_int(set, "duration_ms", result->duration_ms);
	wire_put_int(set, "size", result->size);
	put_levels(set, result);
	for (size_t i = 0; i < recording->sessions_count; i++)
		wire_put_int(set, session_path(arena, (int64_t)i + 1, "offset_ms"), result->offsets_ms[i]);
}

static enum rc tell_settled(struct conn *conn, const struct recording *recording, const char *type, int64_t now_ms,
                            struct arena *arena, struct fault *fault)
{
	BSON(data);
	const struct event event = {.type = type,
	                            .at_ms = now_ms,
	                            .campaign_id = recording->campaign_id,
	                            .agent_id = recording->agent_id,
	                            .subject_kind = "recording",
	                            .subject_id = recording->id,
	                            .channels = {"quality", event_channel(arena, "user", &recording->agent_id)},
	                            .data = &data};

	wire_put_id(&data, "recording_id", &recording->id);
	wire_put_id(&data, "call_id", &recording->call_id);
	return event_append(conn, &event, fault);
}

enum rc recording_settle(struct conn *conn, const struct recording_result *result, struct fault *fault)
{
	ARENA(arena, 4096, 1 << 20);
	BSON(set);
	BSON(update);
	BSON(when);
	const bson_t *settled;
	struct recording recording;

	TRY(recording_get(conn, &result->recording_id, &scope_all, arena, &recording, fault));
	wire_put_text(&when, "state", "closed");
	if (result->failure) {
		wire_put_text(&set, "state", "failed");
		wire_put_text(&set, "failure", result->failure);
	} else {
		put_file(&set, result, &recording, arena);
	}
	wire_put_document(&update, "$set", &set);
	TRY(cas_update(conn,
	               &(struct cas){.collection = RECORDINGS,
	                             .id = recording.id,
	                             .when = &when,
	                             .update = &update,
	                             .scope = &scope_all,
	                             .conflict = "recording_settled"},
	               arena, &settled, fault));
	TRY(reviews_take_up(conn, settled, fault));
	return tell_settled(conn, &recording, result->failure ? "recording.failed" : "recording.ready",
	                    result->now_ms, arena, fault);
}
