/*
 * dispatch — sending the SIM, to its delivery.
 *
 * Promises: checks a SIM's serial (ICCID), the fields of a dispatch, and says what follows a courier's result. Pure;
 * safe from any thread.
 * Refuses: a serial with a wrong check digit or not beginning with 89 (telecommunication); a date in the past, on
 * a Sunday or a holiday; a third dispatch after two returns.
 * Source: process.md 6, "Dispatch", "returned -> dispatched (twice †)"; ITU-T E.118 for the ICCID.
 */
#pragma once

#include "base/civil.h"
#include "domain/field.h"
#include "domain/holidays.h"
#include "domain/names.h"
#include "domain/sale.h"

#include <stdbool.h>

enum { ICCID_SIZE = 21 };

/* Blanks and hyphens are taken out. FIELD_OK: 19 or 20 digits, 89..., the last a Luhn digit; iccid else untouched. */
enum field_verdict dispatch_normalise_iccid(const char *text, char iccid[ICCID_SIZE]);

char dispatch_iccid_check_digit(const char *digits, int count); /* Luhn over the digits before it */

enum dispatch_result {
	DISPATCH_DELIVERED,
	DISPATCH_RETURNED,
	DISPATCH_IN_TRANSIT,
};

enum { DISPATCH_RESULT_COUNT = DISPATCH_IN_TRANSIT + 1 };

NAMES_DECLARE(dispatch_result);

enum dispatch_return_reason {
	DISPATCH_NOBODY_HOME,
	DISPATCH_ADDRESS_WRONG,
	DISPATCH_REFUSED,
	DISPATCH_UNKNOWN_THERE,
	DISPATCH_OTHER_REASON, /* with free text */
};

enum { DISPATCH_RETURN_REASON_COUNT = DISPATCH_OTHER_REASON + 1 };

NAMES_DECLARE(dispatch_return_reason);

/* A day the courier goes out: today or later, Monday to Saturday, no holiday, within 30 days. */
enum field_verdict dispatch_check_date(const struct holidays *holidays, struct civil_date date,
                                       struct civil_date today);

enum field_verdict dispatch_check_tracking(const char *text); /* 4 to 40 letters, digits, hyphens */

/* What a courier's result does to the sale; false when nothing (in transit). returns: so far, before this one. */
bool dispatch_action(const struct sale_policy *policy, enum dispatch_result result, int returns,
                     enum sale_action *action);
