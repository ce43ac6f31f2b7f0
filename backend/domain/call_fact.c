#include "domain/call_fact.h"

static const char *const call_fact_names[] = {
	[CALL_FACT_ANSWERED] = "answered", [CALL_FACT_OFFER] = "offer",         [CALL_FACT_OBJECTION] = "objection",
	[CALL_FACT_REBUTTAL] = "rebuttal", [CALL_FACT_ACCEPTED] = "accepted",   [CALL_FACT_LINE] = "line",
	[CALL_FACT_IDENTITY] = "identity", [CALL_FACT_CODE_SENT] = "code_sent", [CALL_FACT_QUESTION] = "question",
	[CALL_FACT_CLAUSE] = "clause",     [CALL_FACT_CONFIRM] = "confirm",     [CALL_FACT_DOCUMENTS] = "documents",
	[CALL_FACT_HANGUP] = "hangup",
};

NAMES_DEFINE(call_fact);
