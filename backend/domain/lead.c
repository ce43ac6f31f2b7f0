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

NAMES_DEFINE(lead_state);
