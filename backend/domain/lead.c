#include "domain/lead.h"

static const char *const lead_state_names[] = {
	[LEAD_NEW] = "new",
	[LEAD_CALLING] = "calling",
	[LEAD_RETRY] = "retry",
	[LEAD_CALLBACK] = "callback",
	[LEAD_LINE_BACK] = "line_back",
	[LEAD_CLOSED] = "closed",
	[LEAD_SUPPRESSED] = "suppressed",
};

static const char *const lead_column_names[] = {
	[LEAD_COLUMN_OTHER] = "other",
	[LEAD_COLUMN_PHONE] = "phone",
	[LEAD_COLUMN_NAME] = "name",
	[LEAD_COLUMN_CITY] = "city",
};

static const char *const lead_delimiter_names[] = {
	[LEAD_DELIMITER_COMMA] = "comma",
	[LEAD_DELIMITER_SEMICOLON] = "semicolon",
	[LEAD_DELIMITER_TAB] = "tab",
};

static const char *const lead_encoding_names[] = {
	[LEAD_ENCODING_UTF8] = "utf8",
	[LEAD_ENCODING_LATIN1] = "latin1",
};

static const char *const suppression_reason_names[] = {
	[SUPPRESSION_DISPOSITION] = "disposition",
	[SUPPRESSION_ASKED] = "asked",
	[SUPPRESSION_COMPLAINT] = "complaint",
	[SUPPRESSION_WRITTEN] = "written",
	[SUPPRESSION_OTHER] = "other",
};

NAMES_DEFINE(suppression_reason);
NAMES_DEFINE(lead_state);
NAMES_DEFINE(lead_column);
NAMES_DEFINE(lead_delimiter);
NAMES_DEFINE(lead_encoding);

char lead_delimiter_sign(enum lead_delimiter delimiter)
{
	static const char signs[LEAD_DELIMITER_COUNT] = {
		[LEAD_DELIMITER_COMMA] = ',', [LEAD_DELIMITER_SEMICOLON] = ';', [LEAD_DELIMITER_TAB] = '\t'};

	return signs[delimiter];
}
