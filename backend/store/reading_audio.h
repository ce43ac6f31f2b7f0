/*
 * reading_audio — what was kept of the sound of a contract's reading: whether quality can hear it at all.
 *
 * Promises: for every accepted take of a recording, where it lies in the finished file, how loud both voices are
 * between its first mark and its last, and by domain/review whether its audio is missing or silent. Written with the
 * recording's end, in one transaction, as the reading's `audio`.
 * Refuses: nothing: a take whose sound is not there at all is a missing one.
 * Owns: nothing.
 * Threads: any.
 */
#pragma once

#include "domain/review.h"
#include "store/recordings.h"

enum { READING_AUDIO_MAX = 16 };

/* The finished file, as far as it concerns readings. duration_ms 0: there is none. */
struct reading_sound {
	const int64_t *offsets_ms; /* of each session */
	size_t sessions_count;
	int64_t duration_ms;
};

struct reading_audio {
	struct id reading_id;
	int64_t from_ms, to_ms;    /* in the file: first mark, last mark */
	struct review_audio facts; /* levels are filled in by who knows the sound */
};

/* Places the accepted takes of a recording, at most READING_AUDIO_MAX. */
enum rc reading_audio_place(struct conn *conn, const struct id *recording_id, const struct reading_sound *sound,
                            struct reading_audio audios[READING_AUDIO_MAX], size_t *count,
                            struct fault *fault) MUST_CHECK;

/* In a transaction. */
enum rc reading_audio_write(struct conn *conn, const struct reading_audio *audio, const struct review_policy *policy,
                            struct fault *fault) MUST_CHECK;
