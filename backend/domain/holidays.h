/*
 * holidays — the public holidays of Colombia.
 *
 * Promises: says whether a local date is one, from the law's table and Easter; days added or taken away by law come
 * in an override table. Right for 1984 (Ley 51 de 1983, "Ley Emiliani") to 2299. Pure; safe from any thread.
 * Refuses: nothing.
 * Owns: nothing; the overrides are borrowed.
 * Source: rules-co.md, "Public holidays"; Ley 51 de 1983; 9 July from 2026.
 */
#pragma once

#include "base/civil.h"

#include <stdbool.h>
#include <stddef.h>

/* A day that is, or is not, a holiday whatever the table says. */
struct holiday_override {
	struct civil_date date;
	bool is_holiday;
};

struct holidays {
	const struct holiday_override *overrides;
	size_t override_count;
};

/* holidays may be NULL: no overrides. */
bool holidays_include(const struct holidays *holidays, struct civil_date date);

struct civil_date holidays_easter(int32_t year); /* Easter Sunday, Gregorian */

/* The n-th business day (Monday to Friday, no holiday) after the date; n = 0 is the date itself. */
struct civil_date holidays_add_business_days(const struct holidays *holidays, struct civil_date date, int n);
