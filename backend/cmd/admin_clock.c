#include "cmd/admin.h"

#include "base/civil.h"
#include "domain/contact_hours.h"
#include "store/service_clock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_clock(int64_t offset_ms)
{
	int64_t service_ms = clock_real_ms() + offset_ms;
	struct civil_time local = civil_time_at(service_ms);
	char utc[CIVIL_RFC3339_SIZE];

	civil_rfc3339_format(service_ms, utc);
	(void)printf("service time %s, in Bogota %04d-%02u-%02u %02u:%02u:%02u, offset %lld s\n", utc,
	             (int)local.date.year, local.date.month, local.date.day, local.hour, local.minute, local.second,
	             (long long)(offset_ms / CIVIL_SECOND_MS));
}

static enum rc move(struct admin *admin, int64_t offset_ms)
{
	TRY(service_clock_set(admin->store, &admin->config, offset_ms, admin->fault));
	print_clock(offset_ms);
	return RC_OK;
}

/* "90s", "15m", "24h", "3d", "250ms"; a minus sign goes back. */
static bool parse_duration(const char *text, int64_t *ms)
{
	static const struct {
		const char *unit;
		int64_t ms;
	} units[] = {
		{"ms", 1}, {"s", CIVIL_SECOND_MS}, {"m", CIVIL_MINUTE_MS}, {"h", CIVIL_HOUR_MS}, {"d", CIVIL_DAY_MS}};
	const int64_t most = INT64_C(100000);
	char *end;
	long long number;

	errno = 0;
	number = strtoll(text, &end, 10);
	if (errno || end == text)
		return false;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		if (strcmp(units[i].unit, end) != 0)
			continue;
		if (number < -most * CIVIL_DAY_MS / units[i].ms || number > most * CIVIL_DAY_MS / units[i].ms)
			return false;
		*ms = number * units[i].ms;
		return true;
	}
	return false;
}

static enum rc to_contact_hours(struct admin *admin)
{
	struct contact_hours hours = contact_hours_legal(NULL);
	int64_t service_ms = clock_service_ms(&admin->clock), open_ms;

	if (!contact_hours_next(&hours, service_ms, &open_ms))
		return fault_set(admin->fault, RC_BROKEN, "clock", "no contact hours ahead");
	if (open_ms == service_ms) {
		print_clock(atomic_load(&admin->clock.offset_ms));
		return RC_OK;
	}
	return move(admin, open_ms - clock_real_ms());
}

static enum rc run(struct admin *admin, int argc, char **argv)
{
	int64_t offset_ms = atomic_load(&admin->clock.offset_ms), number;

	if (argc == 1 || (argc == 2 && strcmp(argv[1], "show") == 0)) {
		print_clock(offset_ms);
		return RC_OK;
	}
	if (argc == 2 && strcmp(argv[1], "real") == 0)
		return move(admin, 0);
	if (argc == 2 && strcmp(argv[1], "to-contact-hours") == 0)
		return to_contact_hours(admin);
	if (argc == 3 && strcmp(argv[1], "set") == 0 && civil_rfc3339_parse(argv[2], &number))
		return move(admin, number - clock_real_ms());
	if (argc == 3 && strcmp(argv[1], "advance") == 0 && parse_duration(argv[2], &number))
		return move(admin, offset_ms + number);
	return admin_misused(
		admin, "not understood: a time is like 2026-01-31T15:00:00Z, a duration like 90s, 15m, 24h or 3d");
}

const struct admin_command admin_clock = {
	.name = "clock",
	.arguments = "[show | set TIME | advance DURATION | to-contact-hours | real]",
	.summary = "shows or moves the service clock; moving needs `clock = movable`",
	.needs = ADMIN_SCHEMA,
	.run = run,
};
