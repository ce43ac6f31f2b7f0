/*
 * civil — calendar dates and the clock on the wall, in America/Bogota.
 *
 * Promises: turns UTC milliseconds into local dates and times and back, names weekdays, finds the start of an hour,
 * day or month, and reads and writes YYYY-MM-DD and RFC 3339. This is the one place that knows the zone: UTC-5, and
 * no daylight saving time since 1993. Pure: no clock, no allocation, no locale; safe from any thread.
 * Refuses: dates outside the years 1 to 9999 and text that is not exactly in the format.
 * Owns: nothing.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define CIVIL_SECOND_MS INT64_C(1000)
#define CIVIL_MINUTE_MS (60 * CIVIL_SECOND_MS)
#define CIVIL_HOUR_MS   (60 * CIVIL_MINUTE_MS)
#define CIVIL_DAY_MS    (24 * CIVIL_HOUR_MS)
#define CIVIL_OFFSET_MS (-5 * CIVIL_HOUR_MS) /* America/Bogota: local = UTC + offset */

enum {
	CIVIL_DATE_SIZE = 11,    /* "2026-01-31" and its NUL */
	CIVIL_RFC3339_SIZE = 25, /* "2026-01-31T12:00:00.000Z" and its NUL */
};

enum civil_weekday {
	CIVIL_MONDAY,
	CIVIL_TUESDAY,
	CIVIL_WEDNESDAY,
	CIVIL_THURSDAY,
	CIVIL_FRIDAY,
	CIVIL_SATURDAY,
	CIVIL_SUNDAY,
};

struct civil_date {
	int32_t year; /* 1 to 9999, Gregorian */
	uint8_t month;
	uint8_t day;
};

struct civil_time {
	struct civil_date date;
	uint8_t hour;
	uint8_t minute;
	uint8_t second;
	uint16_t millisecond;
};

/* Dates. Those taken must be valid, except by civil_date_is_valid(). */
bool civil_date_is_valid(struct civil_date date);
int64_t civil_days_from_date(struct civil_date date); /* since 1970-01-01; negative before */
struct civil_date civil_date_from_days(int64_t days);
struct civil_date civil_date_add_days(struct civil_date date, int64_t days);
int civil_date_compare(struct civil_date left, struct civil_date right); /* <0, 0, >0 */
enum civil_weekday civil_weekday_of(struct civil_date date);

/* Local date and time of an instant, UTC milliseconds. */
struct civil_date civil_date_at(int64_t at_ms);
struct civil_time civil_time_at(int64_t at_ms);
int64_t civil_ms_of_day_at(int64_t at_ms); /* 0 to CIVIL_DAY_MS - 1, since local midnight */

/* The instant at which it is ms_of_day after midnight on that local date. */
int64_t civil_instant(struct civil_date date, int64_t ms_of_day);

/* The instant at which the local hour, day or month that holds at_ms began. */
int64_t civil_hour_start(int64_t at_ms);
int64_t civil_day_start(int64_t at_ms);
int64_t civil_month_start(int64_t at_ms);

/* Reads exactly YYYY-MM-DD. Leaves *date untouched and answers false when it is not that or not a date. */
bool civil_date_parse(const char *text, struct civil_date *date);
void civil_date_format(struct civil_date date, char text[CIVIL_DATE_SIZE]);

/*
 * Reads an RFC 3339 instant with Z or a numeric offset and any number of decimals (cut to milliseconds). A leap
 * second is refused. Leaves *at_ms untouched and answers false when the text is not one.
 */
bool civil_rfc3339_parse(const char *text, int64_t *at_ms);

/* Writes an instant in UTC, as 2026-01-31T12:00:00.000Z. */
void civil_rfc3339_format(int64_t at_ms, char text[CIVIL_RFC3339_SIZE]);
