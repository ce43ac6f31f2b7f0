#include "domain/document.h"

#include <string.h>

static const char *const document_kind_names[] = {
	[DOCUMENT_ID_FRONT] = "id_front",
	[DOCUMENT_ID_BACK] = "id_back",
	[DOCUMENT_UTILITY_BILL] = "utility_bill",
};

static const char *const document_state_names[] = {
	[DOCUMENT_MISSING] = "missing",
	[DOCUMENT_UPLOADED] = "uploaded",
	[DOCUMENT_ACCEPTED] = "accepted",
	[DOCUMENT_REFUSED] = "refused",
};

static const char *const document_refusal_names[] = {
	[DOCUMENT_BLURRED] = "blurred",         [DOCUMENT_CROPPED] = "cropped",
	[DOCUMENT_WRONG_KIND] = "wrong_kind",   [DOCUMENT_WRONG_PERSON] = "wrong_person",
	[DOCUMENT_OUT_OF_DATE] = "out_of_date", [DOCUMENT_OTHER_REASON] = "other",
};

NAMES_DEFINE(document_kind);
NAMES_DEFINE(document_state);
NAMES_DEFINE(document_refusal);

bool document_is_needed(enum document_type type, enum document_kind kind)
{
	return !(type == DOCUMENT_PA && kind == DOCUMENT_ID_BACK);
}

bool document_media_is_allowed(const char *media_type)
{
	static const char *const allowed[] = {"image/jpeg", "image/png", "image/webp", "image/heic",
	                                      "application/pdf"};

	for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) {
		if (strcmp(allowed[i], media_type) == 0)
			return true;
	}
	return false;
}

bool document_all_accepted(enum document_type type, const enum document_state states[DOCUMENT_KIND_COUNT])
{
	for (int kind = 0; kind < DOCUMENT_KIND_COUNT; kind++) {
		if (document_is_needed(type, (enum document_kind)kind) && states[kind] != DOCUMENT_ACCEPTED)
			return false;
	}
	return true;
}

bool document_any_to_judge(const enum document_state states[DOCUMENT_KIND_COUNT])
{
	for (int kind = 0; kind < DOCUMENT_KIND_COUNT; kind++) {
		if (states[kind] == DOCUMENT_UPLOADED)
			return true;
	}
	return false;
}

bool document_may_judge(enum document_state state)
{
	return state == DOCUMENT_UPLOADED;
}
