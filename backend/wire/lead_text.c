#include "wire/lead_text.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

/* What Windows-1252 has where Latin-1 has control characters; 0: nothing. */
static const uint16_t windows_1252[32] = {
	0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
	0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
	0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

/* Bytes that a UTF-8 character has after its first; 4: none begins so. */
static size_t continuation_bytes(unsigned char first)
{
	if (first < 0x80)
		return 0;
	if (first < 0xc2 || first > 0xf4)
		return 4;
	return first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
}

/* The second byte tells overlong forms, surrogates and what lies beyond U+10FFFF. */
static bool second_byte_fits(unsigned char first, unsigned char second)
{
	unsigned char least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
	unsigned char most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;

	return second >= least && second <= most;
}

bool lead_text_is_utf8(const unsigned char *text, size_t length)
{
	for (size_t i = 0; i < length;) {
		size_t more = continuation_bytes(text[i]);

		if (more == 4 || length - i <= more || (more > 0 && !second_byte_fits(text[i], text[i + 1])))
			return false;
		for (size_t k = 2; k <= more; k++)
			if ((text[i + k] & 0xc0) != 0x80)
				return false;
		i += more + 1;
	}
	return true;
}

/* One character of a single-byte text as UTF-8; answers its bytes, 0 for a control character. */
static size_t encode_latin(unsigned char byte, char out[3])
{
	uint16_t point = byte >= 0x80 && byte < 0xa0 ? windows_1252[byte - 0x80] : byte;

	if (point <= ' ' || point == 0x7f)
		return 0;
	if (point < 0x80) {
		out[0] = (char)point;
		return 1;
	}
	if (point < 0x800) {
		out[0] = (char)(0xc0 | point >> 6);
		out[1] = (char)(0x80 | (point & 0x3f));
		return 2;
	}
	out[0] = (char)(0xe0 | point >> 12);
	out[1] = (char)(0x80 | (point >> 6 & 0x3f));
	out[2] = (char)(0x80 | (point & 0x3f));
	return 3;
}

/* The character at text as UTF-8; *bytes says how many of the text it took. 0: a blank or a control character. */
static size_t take_character(const unsigned char *text, bool latin, char out[4], size_t *bytes)
{
	*bytes = 1;
	if (latin)
		return encode_latin(*text, out);
	*bytes = 1 + continuation_bytes(*text);
	if (*text <= ' ' || *text == 0x7f || (*text == 0xc2 && text[1] < 0xa0))
		return 0;
	memcpy(out, text, *bytes);
	return *bytes;
}

size_t lead_text_copy(char *out, size_t size, const unsigned char *text, size_t length, enum lead_encoding encoding)
{
	bool latin = encoding == LEAD_ENCODING_LATIN1 || !lead_text_is_utf8(text, length), blank = false;
	size_t used = 0, bytes;
	char character[4];

	for (size_t i = 0; i < length; i += bytes) {
		size_t need = take_character(text + i, latin, character, &bytes);

		if (need == 0) {
			blank = used > 0;
			continue;
		}
		if (used + blank + need >= size)
			break;
		if (blank)
			out[used++] = ' ';
		blank = false;
		memcpy(out + used, character, need);
		used += need;
	}
	out[used] = '\0';
	return used;
}

/* The letter without its sign of a two-byte character that begins with 0xc3; 0: none of Spanish. */
static char plain_letter(unsigned char second)
{
	static const char plain[] = "aaaaaa ceeeeiiii nooooo  uuuuy  ";
	char letter = plain[(second - 0x80) % 32];

	return letter == ' ' ? '\0' : letter;
}

void lead_text_word(char out[LEAD_WORD_SIZE], const char *utf8)
{
	const unsigned char *at = (const unsigned char *)utf8;
	size_t used = 0;

	for (; *at && used < LEAD_WORD_SIZE - 1; at++) {
		char letter = 0;

		if (*at < 0x80 && isalpha(*at))
			letter = (char)tolower(*at);
		else if (*at == 0xc3 && at[1])
			letter = plain_letter(*++at);
		if (letter)
			out[used++] = letter;
	}
	out[used] = '\0';
}
