/*
 * contact_hours — when customers may be called.
 *
 * Promises: the law's windows per weekday, narrowed by the campaign's and never widened, none on Sundays and
 * holidays; from them: open at an instant, when next, how much contact time lies between two instants, and when a
 * contact day closes. Windows are whole minutes of the local day, from inclusive, until exclusive. Pure: the time is
 * an argument; safe from any thread.
 * Refuses: a window outside the law's (contact_hours_narrows); given one all the same, only what both allow is open.
 * Owns: nothing; the holidays are borrowed.
 * Source: rules-co.md rule 1, Ley 2300 de 2023 art. 3: Mon-Fri 07:00-19:00, Sat 08:00-15:00.
 */
#pragma once

#include "base/civil.h"
#include "domain/holidays.h"

#include <stdbool.h>

enum { CONTACT_HOURS_HORIZON_DAYS = 400 }; /* how far contact_hours_next() looks */

/* Minutes after local midnight; closed all day when from >= until. */
struct contact_window {
	int16_t from_min;
	int16_t until_min;
};

struct contact_hours {
	struct contact_window week[7];   /* by enum civil_weekday: the campaign's, as stored */
	const struct holidays *holidays; /* may be NULL */
};

/* What the law allows. */
extern const struct contact_window contact_hours_law[7];

/* The law's hours, as a campaign that narrows nothing has them. */
struct contact_hours contact_hours_legal(const struct holidays *holidays);

/* Whether a campaign's window lies within the law's for that weekday. A closed day always does. */
bool contact_hours_narrows(enum civil_weekday weekday, struct contact_window window);

bool contact_hours_is_day(const struct contact_hours *hours, struct civil_date date); /* open at some minute of it */
bool contact_hours_is_open(const struct contact_hours *hours, int64_t at_ms);

/* The first open instant at or after at_ms. False when there is none within the horizon. */
bool contact_hours_next(const struct contact_hours *hours, int64_t at_ms, int64_t *open_ms);

/* When the window open at at_ms closes, or the next one to open. False as above. */
bool contact_hours_close(const struct contact_hours *hours, int64_t at_ms, int64_t *close_ms);

/* Open milliseconds between two instants; 0 when the second is not later. */
int64_t contact_hours_between(const struct contact_hours *hours, int64_t from_ms, int64_t until_ms);

/* The instant at which `open_ms` of contact time have gone since at_ms. False when beyond the horizon. */
bool contact_hours_add(const struct contact_hours *hours, int64_t at_ms, int64_t open_ms, int64_t *reached_ms);

/* Contact days whose close lies after from_ms and not after until_ms. */
int contact_hours_days_between(const struct contact_hours *hours, int64_t from_ms, int64_t until_ms);

/* The close of the n-th contact day (n >= 1) after the local day of at_ms. */
bool contact_hours_nth_close(const struct contact_hours *hours, int64_t at_ms, int n, int64_t *close_ms);
