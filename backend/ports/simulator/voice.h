/*
 * voice — what a simulated customer says, and how it sounds.
 *
 * Promises: the script of an utterance is a pure function of (seed, phone, attempt, utterance): clips one after the
 * other with pauses. Its sound is one WAV file (16 kHz, mono, 16 bit) put together from the clips in voices_dir.
 * Nothing secret is stored: codes and options come from world.h at the moment of speaking.
 * Refuses: to speak without its clips: RC_UNAVAILABLE "voices_missing".
 * Owns: nothing.
 * Threads: any.
 */
#pragma once

#include "base/buf.h"
#include "base/fault.h"
#include "ports/simulator/clips.h"
#include "ports/telephony.h"

enum { VOICE_PARTS_MAX = 64, VOICE_RATE_HZ = 16000 };

struct voice_part {
	char clip[CLIP_ID_SIZE];
	int pause_ms; /* after it */
};

struct voice_script {
	int voice;
	size_t count;
	struct voice_part parts[VOICE_PARTS_MAX];
};

/* Empty when the customer keeps silent there. */
void voice_script(int64_t seed, const struct telephony_call *call, const struct telephony_utterance *said,
                  struct voice_script *script);

enum rc voice_sound(const char *voices_dir, const struct voice_script *script, struct buf *wav,
                    struct fault *fault) MUST_CHECK;
