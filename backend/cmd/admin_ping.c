#include "cmd/admin.h"

#include <stdio.h>

static enum rc run(struct admin *admin, int argc, char **argv)
{
	int64_t began_ms = clock_steady_ms();

	(void)argv;
	if (argc != 1)
		return admin_misused(admin, "ping takes no argument");
	TRY(store_ping(admin->store, admin->fault));
	(void)printf("database %s answers in %lld ms\n", store_database(admin->store),
	             (long long)(clock_steady_ms() - began_ms));
	return RC_OK;
}

const struct admin_command admin_ping = {
	.name = "ping",
	.arguments = "",
	.summary = "asks the database for an answer",
	.needs = ADMIN_STORE,
	.run = run,
};
