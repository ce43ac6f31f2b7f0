/*
 * sound — what recorder sessions of a call become: one seekable WebM with its true duration, peaks and levels.
 *
 * Promises: sessions are decoded one by one and encoded as one stream (Opus, stereo, 32 kb/s), so a session that
 * cannot be read loses itself alone; the agent is left, the customer right. ffmpeg works in a sandbox: a process
 * without network and environment, with limits of time, memory and size, that reads and writes anonymous memory only:
 * no sound touches a disk unencrypted. Peaks are one value 0..255 per channel and SOUND_STEP_MS; the level is the
 * mean power of what is louder than a murmur.
 * Refuses: sessions that give no sound at all (RC_INVALID "no_audio"); an ffmpeg that fails (RC_UNAVAILABLE
 * "ffmpeg"). Owns: a struct sound until sound_free(). Threads: one per sound.
 */
#pragma once

#include "base/buf.h"
#include "base/fault.h"

#include <stddef.h>
#include <stdint.h>

enum { SOUND_STEP_MS = 50, SOUND_RATE = 48000, SOUND_SESSIONS_MAX = 20, SOUND_BYTES_MAX = 256 * 1024 * 1024 };

#define SOUND_SILENCE_DBFS (-120.0)

struct sound;

struct sound *sound_new(void);

/* Anonymous memory to write a session's bytes into; sound_add_session() takes it over. -1: none could be had. */
int sound_memory(void);

/* Begins the encoder; before the first session. */
enum rc sound_begin(struct sound *sound, struct fault *fault) MUST_CHECK;

/* Decodes the session and appends it. */
enum rc sound_add_session(struct sound *sound, int memory, struct fault *fault) MUST_CHECK;

/* Ends the file. */
enum rc sound_end(struct sound *sound, struct fault *fault) MUST_CHECK;

/* How loud each voice is where it speaks; SOUND_SILENCE_DBFS where it never does. */
struct sound_level {
	double agent_dbfs, customer_dbfs;
};

struct sound_facts {
	int file; /* the finished WebM, anonymous memory, owned by the sound */
	int64_t size;
	int64_t duration_ms;
	int64_t offsets_ms[SOUND_SESSIONS_MAX]; /* where each session begins */
	size_t sessions_count;
	struct sound_level level; /* of the whole */
};
void sound_facts(const struct sound *sound, struct sound_facts *facts);

/* Of a part of the finished file. */
struct sound_level sound_level(const struct sound *sound, int64_t from_ms, int64_t to_ms);

/* {"step_ms":50,"agent":[…],"customer":[…]} */
void sound_write_peaks(const struct sound *sound, struct buf *out);

void sound_free(struct sound *sound);
