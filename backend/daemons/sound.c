#include "daemons/sound.h"

#include "daemons/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	CHANNELS = 2,
	FRAME_BYTES = CHANNELS * 2, /* one sample of each, 16 bit */
	STEP_FRAMES = SOUND_RATE * SOUND_STEP_MS / 1000,
	CHUNK_BYTES = STEP_FRAMES * FRAME_BYTES,
	FULL_SCALE = 32768,
};

/* Quieter steps are a murmur, not speech: −50 dBFS. */
#define SPEECH_POWER 1e-5

/* One channel as it was heard. */
struct track {
	struct buf peaks;  /* a byte per step */
	struct buf powers; /* a float per step: mean of the squared samples, 1 is full scale */
};

struct sound {
	int file, to_encoder;
	pid_t encoder;
	int64_t frames;
	int64_t offsets[SOUND_SESSIONS_MAX];
	size_t sessions;
	struct track tracks[CHANNELS];
	uint8_t chunk[CHUNK_BYTES];
	size_t filled;
};

struct sound *sound_new(void)
{
	struct sound *sound = calloc(1, sizeof *sound);

	if (!sound)
		abort();
	sound->file = sound->to_encoder = -1;
	for (size_t i = 0; i < CHANNELS; i++)
		sound->tracks[i] = (struct track){BUF_INIT(SOUND_BYTES_MAX), BUF_INIT(SOUND_BYTES_MAX)};
	return sound;
}

int sound_memory(void)
{
	return memfd_create("sound", MFD_CLOEXEC);
}

enum rc sound_begin(struct sound *sound, struct fault *fault)
{
	static const char *const argv[] = {"ffmpeg",
	                                   "-nostdin",
	                                   "-loglevel",
	                                   "quiet",
	                                   "-protocol_whitelist",
	                                   "file,pipe",
	                                   "-f",
	                                   "s16le",
	                                   "-ar",
	                                   "48000",
	                                   "-ac",
	                                   "2",
	                                   "-i",
	                                   "pipe:0",
	                                   "-c:a",
	                                   "libopus",
	                                   "-b:a",
	                                   "32k",
	                                   "-application",
	                                   "voip",
	                                   "-f",
	                                   "webm",
	                                   "-cues_to_front",
	                                   "1",
	                                   "-y",
	                                   "/proc/self/fd/3",
	                                   NULL};
	int ends[2];
	enum rc rc;

	sound->file = sound_memory();
	if (sound->file < 0 || pipe2(ends, O_CLOEXEC) != 0)
		return fault_set(fault, RC_UNAVAILABLE, "ffmpeg", "no memory for the file: %s", strerror(errno));
	rc = sandbox_start(&(struct sandbox_child){.in = ends[0], .out = -1, .extra = sound->file, .argv = argv},
	                   &sound->encoder, fault);
	(void)close(ends[0]);
	sound->to_encoder = ends[1];
	return rc;
}

/* ---- what is heard ---- */

static void measure(struct sound *sound, size_t channel)
{
	struct track *track = &sound->tracks[channel];
	size_t frames = sound->filled / FRAME_BYTES;
	int peak = 0;
	double power = 0;
	float mean;

	for (size_t i = 0; i < frames; i++) {
		const uint8_t *at = sound->chunk + i * FRAME_BYTES + channel * 2;
		int sample = (int16_t)(uint16_t)(at[0] | at[1] << 8);
		double scaled = (double)sample / FULL_SCALE;

		power += scaled * scaled;
		if (abs(sample) > peak)
			peak = abs(sample);
	}
	buf_char(&track->peaks, (char)(peak >= FULL_SCALE ? 255 : peak * 255 / FULL_SCALE));
	mean = (float)(power / (double)frames);
	buf_append(&track->powers, &mean, sizeof mean);
}

static void end_step(struct sound *sound)
{
	if (sound->filled == 0)
		return;
	for (size_t channel = 0; channel < CHANNELS; channel++)
		measure(sound, channel);
	sound->frames += (int64_t)(sound->filled / FRAME_BYTES);
	sound->filled = 0;
}

static void hear(struct sound *sound, const uint8_t *bytes, size_t length)
{
	while (length > 0) {
		size_t room = CHUNK_BYTES - sound->filled, part = length < room ? length : room;

		memcpy(sound->chunk + sound->filled, bytes, part);
		sound->filled += part;
		bytes += part;
		length -= part;
		if (sound->filled == CHUNK_BYTES)
			end_step(sound);
	}
}

static bool write_all(int file, const uint8_t *bytes, size_t length)
{
	while (length > 0) {
		ssize_t written = write(file, bytes, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		bytes += written;
		length -= (size_t)written;
	}
	return true;
}

/* ---- a session ---- */

static enum rc pass_on(struct sound *sound, int decoded, struct fault *fault)
{
	uint8_t bytes[CHUNK_BYTES];
	ssize_t got;

	while ((got = read(decoded, bytes, sizeof bytes)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fault_set(fault, RC_UNAVAILABLE, "ffmpeg", "reading decoded sound: %s",
			                 strerror(errno));
		hear(sound, bytes, (size_t)got);
		if (!write_all(sound->to_encoder, bytes, (size_t)got))
			return fault_set(fault, RC_UNAVAILABLE, "ffmpeg", "the encoder ended early");
	}
	return RC_OK;
}

static enum rc decode(struct sound *sound, int memory, struct fault *fault)
{
	static const char *const argv[] = {"ffmpeg",
	                                   "-nostdin",
	                                   "-loglevel",
	                                   "quiet",
	                                   "-protocol_whitelist",
	                                   "file,pipe",
	                                   "-i",
	                                   "/proc/self/fd/3",
	                                   "-map",
	                                   "0:a:0",
	                                   "-af",
	                                   "aresample=48000:async=1:first_pts=0",
	                                   "-ac",
	                                   "2",
	                                   "-ar",
	                                   "48000",
	                                   "-f",
	                                   "s16le",
	                                   "pipe:1",
	                                   NULL};
	pid_t decoder;
	int ends[2];
	enum rc rc;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return fault_set(fault, RC_UNAVAILABLE, "ffmpeg", "no pipe: %s", strerror(errno));
	rc = sandbox_start(&(struct sandbox_child){.in = -1, .out = ends[1], .extra = memory, .argv = argv}, &decoder,
	                   fault);
	(void)close(ends[1]);
	if (rc == RC_OK) {
		rc = pass_on(sound, ends[0], fault);
		(void)close(ends[0]);
		/* A session cut off in mid-piece decodes up to there; its decoder's complaint changes nothing. */
		sandbox_forget(decoder);
		return rc;
	}
	(void)close(ends[0]);
	return rc;
}

enum rc sound_add_session(struct sound *sound, int memory, struct fault *fault)
{
	enum rc rc;

	if (sound->sessions == SOUND_SESSIONS_MAX) {
		(void)close(memory);
		return fault_set(fault, RC_TOO_LARGE, "recorder_sessions", "too many sessions");
	}
	sound->offsets[sound->sessions++] = sound->frames + (int64_t)(sound->filled / FRAME_BYTES);
	rc = decode(sound, memory, fault);
	(void)close(memory);
	return rc;
}

enum rc sound_end(struct sound *sound, struct fault *fault)
{
	enum rc rc;

	end_step(sound);
	(void)close(sound->to_encoder);
	sound->to_encoder = -1;
	rc = sandbox_wait(sound->encoder, fault);
	sound->encoder = 0;
	if (sound->frames == 0)
		return fault_set(fault, RC_INVALID, "no_audio", "the sessions hold no sound");
	return rc;
}

/* ---- what is known of it ---- */

static int64_t ms_of(int64_t frames)
{
	return frames * 1000 / SOUND_RATE;
}

static double level_of(const struct track *track, size_t first, size_t last)
{
	size_t steps = track->powers.length / sizeof(float), heard = 0;
	double sum = 0;

	for (size_t i = first; i <= last && i < steps; i++) {
		float mean;

		memcpy(&mean, track->powers.data + i * sizeof mean, sizeof mean);
		if ((double)mean < SPEECH_POWER)
			continue;
		sum += (double)mean;
		heard++;
	}
	return heard ? 10 * log10(sum / (double)heard) : SOUND_SILENCE_DBFS;
}

struct sound_level sound_level(const struct sound *sound, int64_t from_ms, int64_t to_ms)
{
	size_t first = from_ms < 0 ? 0 : (size_t)(from_ms / SOUND_STEP_MS);
	size_t last = to_ms < 0 ? 0 : (size_t)(to_ms / SOUND_STEP_MS);

	return (struct sound_level){level_of(&sound->tracks[0], first, last),
	                            level_of(&sound->tracks[1], first, last)};
}

void sound_facts(const struct sound *sound, struct sound_facts *facts)
{
	struct stat status;

	*facts = (struct sound_facts){.file = sound->file,
	                              .duration_ms = ms_of(sound->frames),
	                              .sessions_count = sound->sessions,
	                              .level = sound_level(sound, 0, ms_of(sound->frames))};
	if (fstat(sound->file, &status) == 0)
		facts->size = status.st_size;
	for (size_t i = 0; i < sound->sessions; i++)
		facts->offsets_ms[i] = ms_of(sound->offsets[i]);
}

static void write_track(const struct track *track, const char *name, struct buf *out)
{
	buf_printf(out, ",\"%s\":[", name);
	for (size_t i = 0; i < track->peaks.length; i++) {
		if (i)
			buf_char(out, ',');
		buf_int(out, (uint8_t)track->peaks.data[i]);
	}
	buf_char(out, ']');
}

void sound_write_peaks(const struct sound *sound, struct buf *out)
{
	buf_printf(out, "{\"step_ms\":%d", SOUND_STEP_MS);
	write_track(&sound->tracks[0], "agent", out);
	write_track(&sound->tracks[1], "customer", out);
	buf_char(out, '}');
}

void sound_free(struct sound *sound)
{
	if (!sound)
		return;
	if (sound->to_encoder >= 0)
		(void)close(sound->to_encoder);
	if (sound->encoder > 0)
		sandbox_forget(sound->encoder);
	if (sound->file >= 0)
		(void)close(sound->file);
	for (size_t i = 0; i < CHANNELS; i++)
		buf_free(&sound->tracks[i].peaks), buf_free(&sound->tracks[i].powers);
	free(sound);
}
