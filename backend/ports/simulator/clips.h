/*
 * clips — the pieces of speech that the simulated customers' sentences are made of.
 *
 * Promises: one table of phrases and a few families of clips (digits, numbers, months, years, names, cities) cover
 * everything any customer can say, so nothing secret is ever rendered as a whole: a code is five digit clips.
 * `dev/voices` renders each clip once per voice; CLIPS in voices_dir are <voice>/<id>.wav, 16 kHz mono 16 bit.
 * Refuses: nothing.
 * Owns: nothing. Safe from any thread.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { CLIP_ID_SIZE = 16, CLIP_TEXT_SIZE = 160 };

enum phrase {
	PHRASE_HELLO,
	PHRASE_TOO_EXPENSIVE,
	PHRASE_HAVE_ENOUGH,
	PHRASE_WILL_THINK,
	PHRASE_NOT_INTERESTED,
	PHRASE_REALLY_NOT,
	PHRASE_SAID_NO,
	PHRASE_CALL_BACK,
	PHRASE_OPT_OUT,
	PHRASE_NOT_HERE,
	PHRASE_HANGING_UP,
	PHRASE_ACCEPT_OFFER,
	PHRASE_ACCEPT_REBUTTAL,
	PHRASE_THIS_NUMBER,
	PHRASE_MY_NAME,
	PHRASE_MY_DOCUMENT,
	PHRASE_ISSUED,
	PHRASE_OF,
	PHRASE_IN,
	PHRASE_BORN_IN,
	PHRASE_GO_ON,
	PHRASE_CODE_IS,
	PHRASE_OPTION,
	PHRASE_YES_ACCEPT,
	PHRASE_YES_OF_COURSE,
	PHRASE_AHA,
	PHRASE_AGREE,
	PHRASE_ADDRESS_IS,
	PHRASE_CALLE,
	PHRASE_CARRERA,
	PHRASE_NUMBER,
	PHRASE_SAME_ADDRESS,
	PHRASE_SEND_PHOTOS,
	PHRASE_GOODBYE,
	PHRASE_COUNT,
};

/* Families beside the phrases: the id is the prefix and the number. */
enum clip_family {
	CLIP_PHRASE,
	CLIP_DIGIT,    /* 0 to 9, said apart */
	CLIP_CARDINAL, /* 0 to 99 */
	CLIP_MONTH,    /* 1 to 12 */
	CLIP_YEAR,
	CLIP_GIVEN_NAME, /* index in customer_given_names */
	CLIP_SURNAME,
	CLIP_CITY,
	CLIP_FAMILY_COUNT,
};

/* The clip's name in voices_dir. Returns out. */
char *clip_id(enum clip_family family, int number, char out[CLIP_ID_SIZE]);

/* Every clip of every family, in a fixed order. */
size_t clip_count(void);
void clip_at(size_t index, char id[CLIP_ID_SIZE], char text[CLIP_TEXT_SIZE]);

/* How a voice (below CUSTOMER_VOICES) is asked of espeak-ng. */
const char *clip_voice_name(int voice);
const char *clip_voice_arguments(int voice);
