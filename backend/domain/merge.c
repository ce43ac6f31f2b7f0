#include "domain/merge.h"

#include <string.h>

static const char *const merge_field_names[] = {
	[MERGE_FULL_NAME] = "full_name",
	[MERGE_DOCUMENT_TYPE] = "document_type",
	[MERGE_DOCUMENT_NUMBER] = "document_number",
	[MERGE_PHONE] = "phone",
	[MERGE_SERVICES] = "services",
	[MERGE_PRICES] = "prices",
	[MERGE_TOTAL_PRICE] = "total_price",
	[MERGE_AGENT_NAME] = "agent_name",
	[MERGE_DATE] = "date",
	[MERGE_OPERATOR] = "operator",
	[MERGE_CONTRACT_VERSION] = "contract_version",
};

static const char *const merge_verdict_names[] = {
	[MERGE_OK] = "ok",
	[MERGE_UNKNOWN_FIELD] = "unknown_field",
	[MERGE_UNCLOSED_FIELD] = "unclosed_field",
	[MERGE_STRAY_BRACE] = "stray_brace",
	[MERGE_MISSING_VALUE] = "missing_value",
	[MERGE_NO_ROOM] = "no_room",
};

NAMES_DEFINE(merge_field);
NAMES_DEFINE(merge_verdict);

static enum merge_verdict take_field(const char *open, struct merge_piece *piece, const char **rest)
{
	const char *name = open + 2, *close = strstr(name, "}}");
	char word[MERGE_FIELD_NAME_MAX + 1];
	size_t length;

	if (close == NULL)
		return MERGE_UNCLOSED_FIELD;
	length = (size_t)(close - name);
	if (length > MERGE_FIELD_NAME_MAX)
		return MERGE_UNKNOWN_FIELD;
	memcpy(word, name, length);
	word[length] = '\0';
	if (!merge_field_parse(word, &piece->field))
		return MERGE_UNKNOWN_FIELD;
	piece->is_field = true;
	*rest = close + 2;
	return MERGE_OK;
}

static enum merge_verdict take_piece(const char *text, struct merge_piece *piece, const char **rest)
{
	const char *open = strstr(text, "{{"), *stray = strstr(text, "}}");

	*piece = (struct merge_piece){.text = text};
	if (open == text)
		return take_field(text, piece, rest);
	if (stray != NULL && (open == NULL || stray < open))
		return MERGE_STRAY_BRACE;
	piece->length = open != NULL ? (size_t)(open - text) : strlen(text);
	*rest = text + piece->length;
	return MERGE_OK;
}

enum merge_verdict merge_next(const char **text, struct merge_piece *piece)
{
	return take_piece(*text, piece, text);
}

enum merge_verdict merge_check(const char *text, size_t *at)
{
	const char *rest = text;
	struct merge_piece piece;

	while (*rest != '\0') {
		const char *here = rest;
		enum merge_verdict verdict = take_piece(here, &piece, &rest);

		if (verdict != MERGE_OK) {
			*at = (size_t)((verdict == MERGE_STRAY_BRACE ? strstr(here, "}}") : here) - text);
			return verdict;
		}
	}
	return MERGE_OK;
}

enum merge_verdict merge_render(const char *text, const char *const values[MERGE_FIELD_COUNT], char *out, size_t size,
                                size_t *length, size_t *at)
{
	enum merge_verdict verdict = merge_check(text, at);
	size_t used = 0;

	if (verdict != MERGE_OK)
		return verdict;
	for (const char *rest = text; *rest != '\0';) {
		const char *here = rest;
		struct merge_piece piece;

		take_piece(here, &piece, &rest);
		*at = (size_t)(here - text);
		if (piece.is_field) {
			piece.text = values[piece.field];
			if (piece.text == NULL || *piece.text == '\0')
				return MERGE_MISSING_VALUE;
			piece.length = strlen(piece.text);
		}
		if (size - used <= piece.length)
			return MERGE_NO_ROOM;
		memcpy(out + used, piece.text, piece.length);
		used += piece.length;
	}
	if (size == 0)
		return MERGE_NO_ROOM;
	out[used] = '\0';
	*length = used;
	return MERGE_OK;
}
