#include "base/civil.h"

#include <assert.h>
#include <stddef.h>

enum { DAYS_PER_ERA = 146097, YEARS_PER_ERA = 400, DAYS_TO_1970 = 719468 };

static int64_t floor_div(int64_t value, int64_t by)
{
	return value / by - (value % by < 0);
}

static bool is_leap(int32_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static uint8_t days_in_month(int32_t year, uint8_t month)
{
	static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool civil_date_is_valid(struct civil_date date)
{
	return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
	       date.day <= days_in_month(date.year, date.month);
}

/* Years are counted from 1 March, so that the leap day is the last of its year and months follow one formula. */
int64_t civil_days_from_date(struct civil_date date)
{
	int64_t year = date.year - (date.month <= 2);
	int64_t era = floor_div(year, YEARS_PER_ERA);
	int64_t year_of_era = year - era * YEARS_PER_ERA;
	int64_t month = date.month > 2 ? date.month - 3 : date.month + 9;
	int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;

	assert(civil_date_is_valid(date));
	return era * DAYS_PER_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
	       DAYS_TO_1970;
}

struct civil_date civil_date_from_days(int64_t days)
{
	int64_t shifted = days + DAYS_TO_1970;
	int64_t era = floor_div(shifted, DAYS_PER_ERA);
	int64_t day_of_era = shifted - era * DAYS_PER_ERA;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t month = (5 * day_of_year + 2) / 153;
	struct civil_date date = {
		.year = (int32_t)(year_of_era + era * YEARS_PER_ERA + (month >= 10)),
		.month = (uint8_t)(month < 10 ? month + 3 : month - 9),
		.day = (uint8_t)(day_of_year - (153 * month + 2) / 5 + 1),
	};

	assert(civil_date_is_valid(date));
	return date;
}

struct civil_date civil_date_add_days(struct civil_date date, int64_t days)
{
	return civil_date_from_days(civil_days_from_date(date) + days);
}

int civil_date_compare(struct civil_date left, struct civil_date right)
{
	if (left.year != right.year)
		return left.year < right.year ? -1 : 1;
	if (left.month != right.month)
		return left.month < right.month ? -1 : 1;
	return (left.day > right.day) - (left.day < right.day);
}

enum civil_weekday civil_weekday_of(struct civil_date date)
{
	int64_t since_monday = civil_days_from_date(date) + 3; /* 1970-01-01 was a Thursday */

	return (enum civil_weekday)(since_monday - 7 * floor_div(since_monday, 7));
}

struct civil_date civil_date_at(int64_t at_ms)
{
	return civil_date_from_days(floor_div(at_ms + CIVIL_OFFSET_MS, CIVIL_DAY_MS));
}

int64_t civil_ms_of_day_at(int64_t at_ms)
{
	return at_ms - civil_day_start(at_ms);
}

struct civil_time civil_time_at(int64_t at_ms)
{
	int64_t ms = civil_ms_of_day_at(at_ms);

	return (struct civil_time){
		.date = civil_date_at(at_ms),
		.hour = (uint8_t)(ms / CIVIL_HOUR_MS),
		.minute = (uint8_t)(ms / CIVIL_MINUTE_MS % 60),
		.second = (uint8_t)(ms / CIVIL_SECOND_MS % 60),
		.millisecond = (uint16_t)(ms % CIVIL_SECOND_MS),
	};
}

int64_t civil_instant(struct civil_date date, int64_t ms_of_day)
{
	return civil_days_from_date(date) * CIVIL_DAY_MS + ms_of_day - CIVIL_OFFSET_MS;
}

int64_t civil_hour_start(int64_t at_ms)
{
	return floor_div(at_ms, CIVIL_HOUR_MS) * CIVIL_HOUR_MS; /* the offset is whole hours */
}

int64_t civil_day_start(int64_t at_ms)
{
	return floor_div(at_ms + CIVIL_OFFSET_MS, CIVIL_DAY_MS) * CIVIL_DAY_MS - CIVIL_OFFSET_MS;
}

int64_t civil_month_start(int64_t at_ms)
{
	struct civil_date date = civil_date_at(at_ms);

	date.day = 1;
	return civil_instant(date, 0);
}

/* Takes exactly `digits` digits off the text; answers NULL when there are fewer, so that calls chain. */
static const char *take_number(const char *text, int digits, int *value)
{
	*value = 0;
	for (int i = 0; text != NULL && i < digits; i++, text++) {
		if (*text < '0' || *text > '9')
			return NULL;
		*value = *value * 10 + (*text - '0');
	}
	return text;
}

static const char *take_char(const char *text, char expected)
{
	return text != NULL && *text == expected ? text + 1 : NULL;
}

static const char *take_date(const char *text, struct civil_date *date)
{
	int year, month, day;

	text = take_char(take_number(text, 4, &year), '-');
	text = take_char(take_number(text, 2, &month), '-');
	text = take_number(text, 2, &day);
	*date = (struct civil_date){.year = year, .month = (uint8_t)month, .day = (uint8_t)day};
	return text != NULL && civil_date_is_valid(*date) ? text : NULL;
}

bool civil_date_parse(const char *text, struct civil_date *date)
{
	struct civil_date read;
	const char *rest = take_date(text, &read);

	if (rest == NULL || *rest != '\0')
		return false;
	*date = read;
	return true;
}

static const char *take_time(const char *text, int64_t *ms_of_day)
{
	int hour, minute, second;
	int64_t weight_ms = 100, fraction_ms = 0;

	text = take_char(take_number(text, 2, &hour), ':');
	text = take_char(take_number(text, 2, &minute), ':');
	text = take_number(text, 2, &second);
	if (text == NULL || hour > 23 || minute > 59 || second > 59)
		return NULL;
	if (*text == '.') {
		if (*++text < '0' || *text > '9')
			return NULL;
		for (; *text >= '0' && *text <= '9'; text++, weight_ms /= 10)
			fraction_ms += (*text - '0') * weight_ms;
	}
	*ms_of_day = hour * CIVIL_HOUR_MS + minute * CIVIL_MINUTE_MS + second * CIVIL_SECOND_MS + fraction_ms;
	return text;
}

static const char *take_offset(const char *text, int64_t *offset_ms)
{
	int hour, minute;
	int64_t sign;

	*offset_ms = 0;
	if (text == NULL || *text == 'Z' || *text == 'z')
		return text == NULL ? NULL : text + 1;
	if (*text != '+' && *text != '-')
		return NULL;
	sign = *text == '-' ? -1 : 1;
	text = take_number(take_char(take_number(text + 1, 2, &hour), ':'), 2, &minute);
	if (text == NULL || hour > 23 || minute > 59)
		return NULL;
	*offset_ms = sign * (hour * CIVIL_HOUR_MS + minute * CIVIL_MINUTE_MS);
	return text;
}

bool civil_rfc3339_parse(const char *text, int64_t *at_ms)
{
	struct civil_date date;
	int64_t ms_of_day, offset_ms;

	text = take_date(text, &date);
	if (text == NULL || (*text != 'T' && *text != 't' && *text != ' '))
		return false;
	text = take_time(text + 1, &ms_of_day);
	text = take_offset(text, &offset_ms);
	if (text == NULL || *text != '\0')
		return false;
	*at_ms = civil_days_from_date(date) * CIVIL_DAY_MS + ms_of_day - offset_ms;
	return true;
}

static char *put_number(char *text, int64_t value, int digits)
{
	for (int i = digits - 1; i >= 0; i--, value /= 10)
		text[i] = (char)('0' + value % 10);
	return text + digits;
}

static char *put_date(char *text, struct civil_date date)
{
	text = put_number(text, date.year, 4);
	*text++ = '-';
	text = put_number(text, date.month, 2);
	*text++ = '-';
	return put_number(text, date.day, 2);
}

void civil_date_format(struct civil_date date, char text[CIVIL_DATE_SIZE])
{
	assert(civil_date_is_valid(date));
	*put_date(text, date) = '\0';
}

void civil_rfc3339_format(int64_t at_ms, char text[CIVIL_RFC3339_SIZE])
{
	int64_t days = floor_div(at_ms, CIVIL_DAY_MS);
	int64_t ms = at_ms - days * CIVIL_DAY_MS;

	text = put_date(text, civil_date_from_days(days));
	*text++ = 'T';
	text = put_number(text, ms / CIVIL_HOUR_MS, 2);
	*text++ = ':';
	text = put_number(text, ms / CIVIL_MINUTE_MS % 60, 2);
	*text++ = ':';
	text = put_number(text, ms / CIVIL_SECOND_MS % 60, 2);
	*text++ = '.';
	text = put_number(text, ms % CIVIL_SECOND_MS, 3);
	*text++ = 'Z';
	*text = '\0';
}
