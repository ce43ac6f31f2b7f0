#include "domain/contact_hours.h"

#include <assert.h>

enum { SEVEN = 7 * 60, EIGHT = 8 * 60, FIFTEEN = 15 * 60, NINETEEN = 19 * 60 };

const struct contact_window contact_hours_law[7] = {
	[CIVIL_MONDAY] = {SEVEN, NINETEEN},
	[CIVIL_TUESDAY] = {SEVEN, NINETEEN},
	[CIVIL_WEDNESDAY] = {SEVEN, NINETEEN},
	[CIVIL_THURSDAY] = {SEVEN, NINETEEN},
	[CIVIL_FRIDAY] = {SEVEN, NINETEEN},
	[CIVIL_SATURDAY] = {EIGHT, FIFTEEN},
	[CIVIL_SUNDAY] = {0, 0},
};

/* An open stretch of one day, as instants; from_ms == until_ms when there is none. */
struct stretch {
	int64_t from_ms;
	int64_t until_ms;
};

struct contact_hours contact_hours_legal(const struct holidays *holidays)
{
	struct contact_hours hours = {.holidays = holidays};

	for (int day = CIVIL_MONDAY; day <= CIVIL_SUNDAY; day++)
		hours.week[day] = contact_hours_law[day];
	return hours;
}

bool contact_hours_narrows(enum civil_weekday weekday, struct contact_window window)
{
	const struct contact_window *law = &contact_hours_law[weekday];

	if (window.from_min < 0 || window.until_min > 24 * 60)
		return false;
	return window.from_min >= window.until_min ||
	       (window.from_min >= law->from_min && window.until_min <= law->until_min);
}

static struct stretch open_on(const struct contact_hours *hours, struct civil_date date)
{
	enum civil_weekday weekday = civil_weekday_of(date);
	const struct contact_window *law = &contact_hours_law[weekday], *own = &hours->week[weekday];
	int64_t from_min = own->from_min > law->from_min ? own->from_min : law->from_min;
	int64_t until_min = own->until_min < law->until_min ? own->until_min : law->until_min;
	int64_t midnight_ms = civil_instant(date, 0);

	if (from_min >= until_min || holidays_include(hours->holidays, date))
		return (struct stretch){midnight_ms, midnight_ms};
	return (struct stretch){midnight_ms + from_min * CIVIL_MINUTE_MS, midnight_ms + until_min * CIVIL_MINUTE_MS};
}

/* The stretch open at at_ms, from there on, or the next one. */
static bool next_stretch(const struct contact_hours *hours, int64_t at_ms, struct stretch *next)
{
	struct civil_date date = civil_date_at(at_ms);

	for (int i = 0; i < CONTACT_HOURS_HORIZON_DAYS; i++, date = civil_date_add_days(date, 1)) {
		struct stretch open = open_on(hours, date);

		if (open.from_ms < at_ms)
			open.from_ms = at_ms;
		if (open.from_ms < open.until_ms) {
			*next = open;
			return true;
		}
	}
	return false;
}

bool contact_hours_is_day(const struct contact_hours *hours, struct civil_date date)
{
	struct stretch open = open_on(hours, date);

	return open.from_ms < open.until_ms;
}

bool contact_hours_is_open(const struct contact_hours *hours, int64_t at_ms)
{
	struct stretch open = open_on(hours, civil_date_at(at_ms));

	return at_ms >= open.from_ms && at_ms < open.until_ms;
}

bool contact_hours_next(const struct contact_hours *hours, int64_t at_ms, int64_t *open_ms)
{
	struct stretch next;

	if (!next_stretch(hours, at_ms, &next))
		return false;
	*open_ms = next.from_ms;
	return true;
}

bool contact_hours_close(const struct contact_hours *hours, int64_t at_ms, int64_t *close_ms)
{
	struct stretch next;

	if (!next_stretch(hours, at_ms, &next))
		return false;
	*close_ms = next.until_ms;
	return true;
}

int64_t contact_hours_between(const struct contact_hours *hours, int64_t from_ms, int64_t until_ms)
{
	struct stretch next;
	int64_t total_ms = 0;

	while (from_ms < until_ms && next_stretch(hours, from_ms, &next) && next.from_ms < until_ms) {
		total_ms += (next.until_ms < until_ms ? next.until_ms : until_ms) - next.from_ms;
		from_ms = next.until_ms;
	}
	return total_ms;
}

bool contact_hours_add(const struct contact_hours *hours, int64_t at_ms, int64_t open_ms, int64_t *reached_ms)
{
	struct stretch next;

	assert(open_ms >= 0);
	while (next_stretch(hours, at_ms, &next)) {
		int64_t length_ms = next.until_ms - next.from_ms;

		if (open_ms <= length_ms) {
			*reached_ms = next.from_ms + open_ms;
			return true;
		}
		open_ms -= length_ms;
		at_ms = next.until_ms;
	}
	return false;
}

int contact_hours_days_between(const struct contact_hours *hours, int64_t from_ms, int64_t until_ms)
{
	struct stretch next;
	int days = 0;

	while (next_stretch(hours, from_ms, &next) && next.until_ms <= until_ms) {
		days++;
		from_ms = next.until_ms;
	}
	return days;
}

bool contact_hours_nth_close(const struct contact_hours *hours, int64_t at_ms, int n, int64_t *close_ms)
{
	struct stretch next;

	assert(n >= 1);
	at_ms = civil_day_start(at_ms) + CIVIL_DAY_MS;
	while (next_stretch(hours, at_ms, &next)) {
		if (--n == 0) {
			*close_ms = next.until_ms;
			return true;
		}
		at_ms = next.until_ms;
	}
	return false;
}
