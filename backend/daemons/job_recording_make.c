/* Closed recordings become one file, with its peaks, level and the sessions' places in it. */
#include "base/log.h"
#include "daemons/jobs.h"
#include "daemons/sound.h"
#include "store/recordings.h"
#include "store/txn.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { PEAKS_MAX = 32 * 1024 * 1024 };

static enum rc due(const struct jobs *jobs, int64_t now_ms, struct job_due *due, struct fault *fault)
{
	CONN(conn);

	(void)now_ms;
	TRY(conn_open(jobs->store, STORE_BRISK, &conn, fault));
	return recordings_in(&conn, "closed", due->ids, JOBS_DUE_MAX, &due->count, fault);
}

/* ---- a session out of the store ---- */

static enum rc append(void *context, const uint8_t *bytes, size_t length, struct fault *fault)
{
	const int *file = context;

	while (length > 0) {
		ssize_t written = write(*file, bytes, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return fault_set(fault, RC_UNAVAILABLE, "memory", "no memory for the session");
		bytes += written;
		length -= (size_t)written;
	}
	return RC_OK;
}

static enum rc add_session(const struct jobs *jobs, struct conn *conn, const struct recording_session *session,
                           struct sound *sound, struct fault *fault)
{
	int memory = sound_memory();
	enum rc rc;

	if (memory < 0)
		return fault_set(fault, RC_UNAVAILABLE, "memory", "no memory for the session");
	rc = blob_read_pieces(conn, jobs->vault, &session->blob_id, append, &memory, fault);
	if (rc == RC_OK)
		return sound_add_session(sound, memory, fault);
	(void)close(memory);
	return rc;
}

static enum rc make_sound(const struct jobs *jobs, struct conn *conn, const struct recording *recording,
                          struct sound *sound, struct fault *fault)
{
	TRY(sound_begin(sound, fault));
	for (size_t i = 0; i < recording->sessions_count; i++)
		TRY(add_session(jobs, conn, &recording->sessions[i], sound, fault));
	return sound_end(sound, fault);
}

/* ---- what it became, into the store ---- */

static enum rc put_bytes(const struct jobs *jobs, struct conn *conn, const char *kind, const uint8_t *bytes,
                         size_t length, struct id *id, struct fault *fault)
{
	const struct blob_new fresh = {
		.id = id_new(clock_real_ms()), .kind = kind, .mime = "audio/webm", .now_ms = clock_real_ms()};
	ARENA(arena, 4096, 1 << 20);
	struct blob blob;
	int64_t n = 0;

	TRY(blob_begin(conn, jobs->vault, &fresh, fault));
	for (size_t at = 0; at < length; at += BLOB_PIECE_BYTES) {
		size_t part = length - at < BLOB_PIECE_BYTES ? length - at : BLOB_PIECE_BYTES;
		TRY(blob_put(conn, jobs->vault, &fresh.id, n++, bytes + at, part, fault));
	}
	*id = fresh.id;
	return blob_complete(conn, jobs->vault, &fresh.id, n, NULL, arena, &blob, fault);
}

static enum rc put_file(const struct jobs *jobs, struct conn *conn, const struct sound_facts *facts, struct id *id,
                        struct fault *fault)
{
	const struct blob_new fresh = {
		.id = id_new(clock_real_ms()), .kind = "recording", .mime = "audio/webm", .now_ms = clock_real_ms()};
	ARENA(arena, BLOB_PIECE_BYTES + 4096, 4 << 20);
	uint8_t *piece = arena_alloc(arena, BLOB_PIECE_BYTES);
	struct blob blob;
	off_t at = 0;
	int64_t n = 0;
	ssize_t got;

	TRY(blob_begin(conn, jobs->vault, &fresh, fault));
	while ((got = pread(facts->file, piece, BLOB_PIECE_BYTES, at)) > 0) {
		TRY(blob_put(conn, jobs->vault, &fresh.id, n++, piece, (size_t)got, fault));
		at += got;
	}
	if (got < 0)
		return fault_set(fault, RC_UNAVAILABLE, "memory", "the file cannot be read back");
	*id = fresh.id;
	return blob_complete(conn, jobs->vault, &fresh.id, n, NULL, arena, &blob, fault);
}

static enum rc settle_body(struct conn *conn, void *context, struct fault *fault)
{
	return recording_settle(conn, context, fault);
}

static enum rc settle(const struct jobs *jobs, struct recording_result *result, struct fault *fault)
{
	result->now_ms = clock_service_ms(jobs->clock);
	return txn_run(jobs->store, settle_body, result, fault);
}

static enum rc keep(const struct jobs *jobs, const struct id *id, const struct sound *sound, struct fault *fault)
{
	struct sound_facts facts;
	struct recording_result result = {.recording_id = *id};
	CONN(conn);
	BUF(peaks, PEAKS_MAX);

	sound_facts(sound, &facts);
	sound_write_peaks(sound, &peaks);
	TRY(conn_open(jobs->store, STORE_BRISK, &conn, fault));
	TRY(put_file(jobs, &conn, &facts, &result.file_id, fault));
	TRY(put_bytes(jobs, &conn, "peaks", (const uint8_t *)peaks.data, peaks.length, &result.peaks_id, fault));
	conn_close(&conn);
	result.duration_ms = facts.duration_ms;
	result.size = facts.size;
	result.agent_dbfs = facts.agent_dbfs;
	result.customer_dbfs = facts.customer_dbfs;
	result.offsets_ms = facts.offsets_ms;
	return settle(jobs, &result, fault);
}

static enum rc make(const struct jobs *jobs, const struct id *id, struct sound *sound, struct fault *fault)
{
	ARENA(arena, 16 * 1024, 4 << 20);
	struct recording recording;
	CONN(conn);

	TRY(conn_open(jobs->store, STORE_BRISK, &conn, fault));
	TRY(recording_get(&conn, id, &scope_all, arena, &recording, fault));
	return make_sound(jobs, &conn, &recording, sound, fault);
}

static enum rc run(const struct jobs *jobs, const struct id *id, struct fault *fault)
{
	struct sound *sound = sound_new();
	struct recording_result failed = {.recording_id = *id, .failure = "no_audio"};
	enum rc rc = make(jobs, id, sound, fault);

	if (rc == RC_OK)
		rc = keep(jobs, id, sound, fault);
	else if (rc == RC_INVALID) /* nothing was heard: quality is told, and the reading must be recorded again */
		rc = settle(jobs, &failed, fault);
	sound_free(sound);
	return rc;
}

const struct job_kind job_recording_make = {
	.name = "recording_make", .collections = {"recordings"}, .due = due, .run = run};
