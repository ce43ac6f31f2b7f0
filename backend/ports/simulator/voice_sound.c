#include "ports/simulator/voice.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

enum { HEADER_BYTES = 44, CLIP_MAX_BYTES = 4 << 20 };

static uint32_t read_u32(const uint8_t *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static void write_u32(uint8_t *at, uint32_t number)
{
	for (int i = 0; i < 4; i++)
		at[i] = (uint8_t)(number >> (8 * i));
}

/* Our own files: a plain header, then samples. Whatever else is no clip of dev/voices. */
static bool header_is_ours(const uint8_t *header, uint32_t *bytes)
{
	if (memcmp(header, "RIFF", 4) != 0 || memcmp(header + 8, "WAVEfmt ", 8) != 0 ||
	    memcmp(header + 36, "data", 4) != 0)
		return false;
	*bytes = read_u32(header + 40);
	return read_u32(header + 24) == VOICE_RATE_HZ && header[22] == 1 && header[34] == 16 &&
	       *bytes < CLIP_MAX_BYTES;
}

static enum rc append_clip(const char *path, struct buf *wav, struct fault *fault)
{
	uint8_t header[HEADER_BYTES];
	uint32_t bytes = 0;
	char *room;
	FILE *file = fopen(path, "rbe");
	bool good = false;

	if (file == NULL)
		return fault_set(fault, RC_UNAVAILABLE, "voices_missing", "a voice is not rendered; run dev/voices");
	if (fread(header, 1, sizeof header, file) == sizeof header && header_is_ours(header, &bytes)) {
		room = buf_reserve(wav, bytes);
		good = room != NULL && fread(room, 1, bytes, file) == bytes;
		wav->length += good ? bytes : 0;
	}
	fclose(file);
	if (!good)
		return fault_set(fault, RC_UNAVAILABLE, "voices_broken",
		                 "a voice file is damaged; run dev/voices again");
	return RC_OK;
}

static void append_pause(struct buf *wav, int pause_ms)
{
	size_t bytes = (size_t)pause_ms * VOICE_RATE_HZ / 1000 * 2;
	char *room = buf_reserve(wav, bytes);

	if (room == NULL)
		return;
	memset(room, 0, bytes);
	wav->length += bytes;
}

/* 16 kHz, one channel, 16 bit; sizes follow once the samples are there. */
static const uint8_t blank_header[HEADER_BYTES] = {
	'R', 'I', 'F',  'F',  0, 0, 0, 0,    'W', 'A', 'V', 'E', 'f', 'm', 't', ' ', 16,  0,   0, 0, 1, 0,
	1,   0,   0x80, 0x3e, 0, 0, 0, 0x7d, 0,   0,   2,   0,   16,  0,   'd', 'a', 't', 'a', 0, 0, 0, 0,
};

enum rc voice_sound(const char *voices_dir, const struct voice_script *script, struct buf *wav, struct fault *fault)
{
	char path[PATH_MAX];
	size_t start = wav->length, bytes;

	buf_append(wav, blank_header, sizeof blank_header);
	for (size_t i = 0; i < script->count; i++) {
		snprintf(path, sizeof path, "%s/%s/%s.wav", voices_dir, clip_voice_name(script->voice),
		         script->parts[i].clip);
		TRY(append_clip(path, wav, fault));
		append_pause(wav, script->parts[i].pause_ms);
	}
	if (wav->overflowed)
		return fault_set(fault, RC_TOO_LARGE, "sound", "the utterance does not fit");
	bytes = wav->length - start - HEADER_BYTES;
	write_u32((uint8_t *)wav->data + start + 4, (uint32_t)bytes + HEADER_BYTES - 8);
	write_u32((uint8_t *)wav->data + start + 40, (uint32_t)bytes);
	return RC_OK;
}
