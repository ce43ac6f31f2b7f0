/*
 * lead — the words of leads: their states between calls, and what a file of them is made of.
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

/* What a column of a lead list holds. */
enum lead_column {
	LEAD_COLUMN_OTHER, /* not imported */
	LEAD_COLUMN_PHONE, /* several: the first good one is called first */
	LEAD_COLUMN_NAME,  /* several are put together: names, surnames */
	LEAD_COLUMN_CITY,
};

enum { LEAD_COLUMN_COUNT = LEAD_COLUMN_CITY + 1 };

enum lead_delimiter {
	LEAD_DELIMITER_COMMA,
	LEAD_DELIMITER_SEMICOLON,
	LEAD_DELIMITER_TAB,
};

enum { LEAD_DELIMITER_COUNT = LEAD_DELIMITER_TAB + 1 };

char lead_delimiter_sign(enum lead_delimiter delimiter); /* ',', ';' or a tab */

enum lead_encoding {
	LEAD_ENCODING_UTF8,   /* a value that is no UTF-8 is read as Latin-1 all the same */
	LEAD_ENCODING_LATIN1, /* with the signs that Windows adds to it (1252) */
};

enum { LEAD_ENCODING_COUNT = LEAD_ENCODING_LATIN1 + 1 };

/* How a number came onto our own list of those not to be called. */
enum suppression_reason {
	SUPPRESSION_DISPOSITION, /* how the call ended */
	SUPPRESSION_ASKED,       /* on a call, while it went on */
	SUPPRESSION_COMPLAINT,
	SUPPRESSION_WRITTEN, /* a letter, a form, a message */
	SUPPRESSION_OTHER,
};

enum { SUPPRESSION_REASON_COUNT = SUPPRESSION_OTHER + 1 };

NAMES_DECLARE(suppression_reason);
NAMES_DECLARE(lead_column);
NAMES_DECLARE(lead_delimiter);
NAMES_DECLARE(lead_encoding);
