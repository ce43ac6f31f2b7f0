#include "store/holiday_overrides.h"

#define SETTINGS "settings"

static void by_name(bson_t *filter)
{
	wire_put_text(filter, "_id", "holidays");
}

static bool read_day(const bson_iter_t *iter, struct holiday_override *day)
{
	const char *date;
	bson_t row;

	if (!wire_bson_inner(iter, &row))
		return false;
	date = wire_get_text(&row, "date");
	day->is_holiday = wire_get_bool(&row, "is_holiday", true);
	return date && civil_date_parse(date, &day->date);
}

enum rc holiday_overrides_get(struct conn *conn, struct arena *arena, const struct holidays **holidays,
                              struct fault *fault)
{
	struct holiday_override *days;
	struct holidays *found;
	BSON(filter);
	const bson_t *row;
	bson_t list;
	bson_iter_t iter;

	*holidays = NULL;
	by_name(&filter);
	TRY(conn_find_one(conn, SETTINGS, &filter, NULL, arena, &row, fault));
	if (!row || !wire_get_document(row, "days", &list) || !bson_iter_init(&iter, &list))
		return RC_OK;
	days = arena_array(arena, HOLIDAY_OVERRIDES_MAX, sizeof *days);
	found = arena_alloc(arena, sizeof *found);
	*found = (struct holidays){.overrides = days};
	while (found->override_count < HOLIDAY_OVERRIDES_MAX && bson_iter_next(&iter))
		if (read_day(&iter, &days[found->override_count]))
			found->override_count++;
	*holidays = found;
	return RC_OK;
}

enum rc holiday_override_drop(struct conn *conn, struct civil_date date, struct fault *fault)
{
	char text[CIVIL_DATE_SIZE];
	BSON(filter);
	BSON(day);
	BSON(pull);
	BSON(update);

	civil_date_format(date, text);
	by_name(&filter);
	wire_put_text(&day, "date", text);
	wire_put_document(&pull, "days", &day);
	wire_put_document(&update, "$pull", &pull);
	return conn_update(conn, SETTINGS, &filter, &update, false, NULL, fault);
}

enum rc holiday_override_put(struct conn *conn, const struct holiday_override *day, const char *source,
                             struct fault *fault)
{
	char text[CIVIL_DATE_SIZE];
	BSON(filter);
	BSON(row);
	BSON(push);
	BSON(update);

	TRY(holiday_override_drop(conn, day->date, fault));
	civil_date_format(day->date, text);
	by_name(&filter);
	wire_put_text(&row, "date", text);
	wire_put_bool(&row, "is_holiday", day->is_holiday);
	wire_put_text(&row, "source", source);
	wire_put_document(&push, "days", &row);
	wire_put_document(&update, "$push", &push);
	return conn_update(conn, SETTINGS, &filter, &update, true, NULL, fault);
}
