/*
 * lead — the states of a lead between its calls.
 *
 * Source: process.md 1 and 2, the last column of the table of dispositions.
 */
#pragma once

#include "domain/names.h"

enum lead_state {
	LEAD_NEW,        /* never called */
	LEAD_CALLING,    /* an attempt is under way */
	LEAD_RETRY,      /* again at its time */
	LEAD_CALLBACK,   /* agreed with the customer, or booked for the identity check */
	LEAD_LINE_BACK,  /* interrupted by our line: first when it is back */
	LEAD_CLOSED,     /* until its time, or for good */
	LEAD_SUPPRESSED, /* asked not to be called, or excluded */
};

enum { LEAD_STATE_COUNT = LEAD_SUPPRESSED + 1 };

NAMES_DECLARE(lead_state);
