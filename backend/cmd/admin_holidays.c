/* cierre-admin holidays: which days they are, and days that law adds or takes away. */
#include "cmd/admin.h"

#include "base/civil.h"
#include "store/holiday_overrides.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { YEAR_FIRST = 1984, YEAR_LAST = 2299 };

static void print_days(const struct holidays *holidays, int32_t from, int32_t to)
{
	char text[CIVIL_DATE_SIZE];

	for (struct civil_date day = {from, 1, 1}; day.year <= to; day = civil_date_add_days(day, 1)) {
		if (!holidays_include(holidays, day))
			continue;
		civil_date_format(day, text);
		(void)puts(text);
	}
}

static bool read_year(const char *text, int32_t *year)
{
	char *end;
	long number = strtol(text, &end, 10);

	*year = (int32_t)number;
	return *text && *end == '\0' && number >= YEAR_FIRST && number <= YEAR_LAST;
}

static enum rc list(struct admin *admin, struct conn *conn, int argc, char **argv)
{
	int32_t from = civil_date_at(clock_service_ms(&admin->clock)).year, to = from;
	const struct holidays *holidays;
	bool understood = argc % 2 == 1;

	for (int i = 1; understood && i + 1 < argc; i += 2)
		understood = (strcmp(argv[i], "--from") == 0 && read_year(argv[i + 1], &from)) ||
		             (strcmp(argv[i], "--to") == 0 && read_year(argv[i + 1], &to));
	if (!understood)
		return admin_misused(admin, "a year lies between 1984 and 2299");
	TRY(holiday_overrides_get(conn, admin->arena, &holidays, admin->fault));
	print_days(holidays, from, to < from ? from : to);
	return RC_OK;
}

static enum rc run(struct admin *admin, int argc, char **argv)
{
	CONN(conn);
	struct holiday_override day = {.is_holiday = argc > 1 && strcmp(argv[1], "add") == 0};
	bool changes = argc > 1 && argv[1][0] != '-', drops = changes && strcmp(argv[1], "reset") == 0;

	TRY(conn_open(admin->store, STORE_BRISK, &conn, admin->fault));
	if (!changes)
		return list(admin, &conn, argc, argv);
	if (!drops && !day.is_holiday && strcmp(argv[1], "remove") != 0)
		return admin_misused(admin, "days are added, removed or reset");
	if (argc != (drops ? 3 : 4) || !civil_date_parse(argv[2], &day.date))
		return admin_misused(admin, "a day is like 2026-02-03, and the law that says so is named");
	return drops ? holiday_override_drop(&conn, day.date, admin->fault)
	             : holiday_override_put(&conn, &day, argv[3], admin->fault);
}

const struct admin_command admin_holidays = {
	.name = "holidays",
	.arguments = "[--from YEAR] [--to YEAR] | add DATE LAW | remove DATE LAW | reset DATE",
	.summary = "lists the public holidays, one a line; adds or removes a day that law has changed",
	.needs = ADMIN_SCHEMA,
	.run = run,
};
