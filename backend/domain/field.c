#include "domain/field.h"

static const char *const field_verdict_names[] = {
	[FIELD_OK] = "ok",
	[FIELD_REQUIRED] = "required",
	[FIELD_TOO_SHORT] = "too_short",
	[FIELD_TOO_LONG] = "too_long",
	[FIELD_BAD_CHARACTER] = "bad_character",
	[FIELD_BAD_FORMAT] = "bad_format",
	[FIELD_IN_FUTURE] = "in_future",
	[FIELD_TOO_OLD] = "too_old",
	[FIELD_TOO_SMALL] = "too_small",
	[FIELD_TOO_LARGE] = "too_large",
	[FIELD_NOT_ALLOWED] = "not_allowed",
	[FIELD_DUPLICATE] = "duplicate",
	[FIELD_FOREIGN] = "foreign",
	[FIELD_UNKNOWN] = "unknown",
};

NAMES_DEFINE(field_verdict);

/* Bytes of the character that starts here, 0 when it is no UTF-8 (overlong and surrogates included). */
static size_t character_bytes(const unsigned char *at)
{
	size_t bytes = at[0] < 0x80   ? 1
	               : at[0] < 0xC2 ? 0
	               : at[0] < 0xE0 ? 2
	               : at[0] < 0xF0 ? 3
	               : at[0] < 0xF5 ? 4
	                              : 0;

	for (size_t i = 1; i < bytes; i++) {
		if ((at[i] & 0xC0) != 0x80)
			return 0;
	}
	if ((at[0] == 0xE0 && at[1] < 0xA0) || (at[0] == 0xED && at[1] >= 0xA0) || (at[0] == 0xF0 && at[1] < 0x90) ||
	    (at[0] == 0xF4 && at[1] >= 0x90))
		return 0;
	return bytes;
}

size_t field_characters(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;
	size_t count = 0;

	for (; *at != '\0'; count++) {
		size_t bytes = character_bytes(at);

		if (bytes == 0)
			return NAMES_NONE;
		at += bytes;
	}
	return count;
}

enum field_verdict field_check_text(const char *text, size_t min, size_t max)
{
	size_t count;
	bool blank = true;

	if (text == NULL || *text == '\0')
		return FIELD_REQUIRED;
	count = field_characters(text);
	if (count == NAMES_NONE)
		return FIELD_BAD_CHARACTER;
	for (const char *at = text; *at != '\0'; at++) {
		if ((unsigned char)*at < 0x20 || *at == 0x7F)
			return FIELD_BAD_CHARACTER;
		blank = blank && *at == ' ';
	}
	if (blank)
		return FIELD_REQUIRED;
	return count < min ? FIELD_TOO_SHORT : count > max ? FIELD_TOO_LONG : FIELD_OK;
}
