#include "domain/holidays.h"

#include <assert.h>

/* How a holiday's date is found. */
enum holiday_rule {
	HOLIDAY_FIXED,
	HOLIDAY_MONDAY, /* moved to the next Monday unless it is one: Ley Emiliani */
	HOLIDAY_EASTER, /* days after Easter Sunday */
};

struct holiday {
	enum holiday_rule rule;
	uint8_t month, day;
	int16_t after_easter;
	int16_t since_year; /* 0: always */
};

static const struct holiday table[] = {
	{HOLIDAY_FIXED, 1, 1, 0, 0},   {HOLIDAY_FIXED, 5, 1, 0, 0},
	{HOLIDAY_FIXED, 7, 20, 0, 0},  {HOLIDAY_FIXED, 8, 7, 0, 0},
	{HOLIDAY_FIXED, 12, 8, 0, 0},  {HOLIDAY_FIXED, 12, 25, 0, 0},
	{HOLIDAY_MONDAY, 1, 6, 0, 0},  {HOLIDAY_MONDAY, 3, 19, 0, 0},
	{HOLIDAY_MONDAY, 6, 29, 0, 0}, {HOLIDAY_MONDAY, 7, 9, 0, 2026},
	{HOLIDAY_MONDAY, 8, 15, 0, 0}, {HOLIDAY_MONDAY, 10, 12, 0, 0},
	{HOLIDAY_MONDAY, 11, 1, 0, 0}, {HOLIDAY_MONDAY, 11, 11, 0, 0},
	{HOLIDAY_EASTER, 0, 0, -3, 0}, /* Maundy Thursday */
	{HOLIDAY_EASTER, 0, 0, -2, 0}, /* Good Friday */
	{HOLIDAY_EASTER, 0, 0, 43, 0}, /* Ascension, Corpus Christi and Sacred Heart, on their Mondays */
	{HOLIDAY_EASTER, 0, 0, 64, 0}, {HOLIDAY_EASTER, 0, 0, 71, 0},
};

/* The anonymous Gregorian computation (Meeus, Jones, Butcher). */
struct civil_date holidays_easter(int32_t year)
{
	int32_t golden = year % 19, century = year / 100, of_century = year % 100;
	int32_t moon = (century - (century + 8) / 25 + 1) / 3;
	int32_t epact = (19 * golden + century - century / 4 - moon + 15) % 30;
	int32_t to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
	int32_t late = (golden + 11 * epact + 22 * to_sunday) / 451;
	int32_t days = epact + to_sunday - 7 * late + 114;

	return (struct civil_date){.year = year, .month = (uint8_t)(days / 31), .day = (uint8_t)(days % 31 + 1)};
}

static struct civil_date date_in(const struct holiday *holiday, int32_t year)
{
	struct civil_date date = {.year = year, .month = holiday->month, .day = holiday->day};

	switch (holiday->rule) {
	case HOLIDAY_FIXED:
		return date;
	case HOLIDAY_MONDAY:
		return civil_date_add_days(date, (7 - (int)civil_weekday_of(date)) % 7);
	case HOLIDAY_EASTER:
		return civil_date_add_days(holidays_easter(year), holiday->after_easter);
	}
	assert(false); /* a holiday without a rule */
	return date;
}

bool holidays_include(const struct holidays *holidays, struct civil_date date)
{
	for (size_t i = 0; holidays != NULL && i < holidays->override_count; i++) {
		if (civil_date_compare(holidays->overrides[i].date, date) == 0)
			return holidays->overrides[i].is_holiday;
	}
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		if (date.year >= table[i].since_year && civil_date_compare(date_in(&table[i], date.year), date) == 0)
			return true;
	}
	return false;
}

struct civil_date holidays_add_business_days(const struct holidays *holidays, struct civil_date date, int n)
{
	assert(n >= 0);
	while (n > 0) {
		date = civil_date_add_days(date, 1);
		if (civil_weekday_of(date) < CIVIL_SATURDAY && !holidays_include(holidays, date))
			n--;
	}
	return date;
}
