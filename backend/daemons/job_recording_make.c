/* Closed recordings become one file, with its peaks, level and the sessions' places in it. */
#include "base/log.h"
#include "daemons/jobs.h"
#include "daemons/sound.h"
#include "store/campaigns.h"
#include "store/reading_audio.h"
#include "store/recordings.h"
#include "store/txn.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

enum { PEAKS_MAX = 32 * 1024 * 1024, TRIES_MAX = 5 };

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

/* The recording's end with what it means for the readings in it. sound is NULL when there is none. */
struct settling {
	const struct jobs *jobs;
	const struct sound *sound;
	struct sound_facts facts;
	struct recording_result result;
};

static int64_t centibel(double dbfs)
{
	return (int64_t)lround(dbfs * 100);
}

static enum rc judge_reading(struct conn *conn, const struct settling *settling, struct reading_audio *audio,
                             const struct review_policy *policy, struct fault *fault)
{
	struct sound_level level = {SOUND_SILENCE_DBFS, SOUND_SILENCE_DBFS};

	if (settling->sound)
		level = sound_level(settling->sound, audio->from_ms, audio->to_ms);
	audio->facts.agent_cdb = centibel(level.agent_dbfs);
	audio->facts.customer_cdb = centibel(level.customer_dbfs);
	return reading_audio_write(conn, audio, policy, fault);
}

static enum rc judge_readings(struct conn *conn, const struct settling *settling, struct fault *fault)
{
	ARENA(arena, 16 * 1024, 4 << 20);
	const struct reading_sound sound = {.offsets_ms = settling->facts.offsets_ms,
	                                    .sessions_count = settling->facts.sessions_count,
	                                    .duration_ms = settling->facts.duration_ms};
	struct reading_audio audios[READING_AUDIO_MAX];
	struct recording recording;
	struct campaign campaign;
	size_t count;

	TRY(recording_get(conn, &settling->result.recording_id, &scope_all, arena, &recording, fault));
	TRY(campaign_get(conn, &recording.campaign_id, arena, &campaign, fault));
	TRY(reading_audio_place(conn, &recording.id, &sound, audios, &count, fault));
	for (size_t i = 0; i < count; i++)
		TRY(judge_reading(conn, settling, &audios[i], &campaign.policy.review, fault));
	return RC_OK;
}

static enum rc settle_body(struct conn *conn, void *context, struct fault *fault)
{
	const struct settling *settling = context;

	TRY(judge_readings(conn, settling, fault));
	return recording_settle(conn, &settling->result, fault);
}

static enum rc settle(struct settling *settling, struct fault *fault)
{
	settling->result.now_ms = clock_service_ms(settling->jobs->clock);
	return txn_run(settling->jobs->store, settle_body, settling, fault);
}

static enum rc keep(struct settling *settling, struct fault *fault)
{
	struct recording_result *result = &settling->result;
	CONN(conn);
	BUF(peaks, PEAKS_MAX);

	sound_facts(settling->sound, &settling->facts);
	sound_write_peaks(settling->sound, &peaks);
	TRY(conn_open(settling->jobs->store, STORE_BRISK, &conn, fault));
	TRY(put_file(settling->jobs, &conn, &settling->facts, &result->file_id, fault));
	TRY(put_bytes(settling->jobs, &conn, "peaks", (const uint8_t *)peaks.data, peaks.length, &result->peaks_id,
	              fault));
	conn_close(&conn);
	result->duration_ms = settling->facts.duration_ms;
	result->size = settling->facts.size;
	result->agent_dbfs = settling->facts.level.agent_dbfs;
	result->customer_dbfs = settling->facts.level.customer_dbfs;
	result->offsets_ms = settling->facts.offsets_ms;
	return settle(settling, fault);
}

/* Nothing was heard, or no sound can be made of it: quality is told, and the reading must be recorded again. */
static enum rc fail(struct settling *settling, const char *why, struct fault *fault)
{
	settling->sound = NULL;
	settling->facts = (struct sound_facts){0};
	settling->result.failure = why;
	return settle(settling, fault);
}

/* ffmpeg came to a bad end: its time or memory was too short, or it was killed. Not for ever. */
static enum rc try_again(struct settling *settling, struct fault *fault)
{
	const struct fault why = *fault;
	int64_t tries = 0;
	CONN(conn);

	TRY(conn_open(settling->jobs->store, STORE_BRISK, &conn, fault));
	TRY(recording_tried(&conn, &settling->result.recording_id, &tries, fault));
	conn_close(&conn);
	if (tries >= TRIES_MAX)
		return fail(settling, "ffmpeg", fault);
	*fault = why;
	return why.rc;
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
	struct settling settling = {.jobs = jobs, .sound = sound, .result = {.recording_id = *id}};
	enum rc rc = make(jobs, id, sound, fault);

	if (rc == RC_OK)
		rc = keep(&settling, fault);
	else if (rc == RC_INVALID)
		rc = fail(&settling, "no_audio", fault);
	else if (strcmp(fault->code, "ffmpeg") == 0)
		rc = try_again(&settling, fault);
	sound_free(sound);
	return rc;
}

const struct job_kind job_recording_make = {
	.name = "recording_make", .collections = {"recordings"}, .due = due, .run = run};
