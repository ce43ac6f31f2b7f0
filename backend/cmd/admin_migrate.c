#include "cmd/admin.h"

#include "store/migrate.h"

#include <stdio.h>

static void say(void *context, const char *line)
{
	(void)context;
	(void)puts(line);
}

static enum rc run(struct admin *admin, int argc, char **argv)
{
	int changes = 0;

	(void)argv;
	if (argc != 1)
		return admin_misused(admin, "migrate takes no argument");
	TRY(migrate_run(admin->store, say, NULL, &changes, admin->fault));
	if (changes)
		(void)printf("database %s: %d changes\n", store_database(admin->store), changes);
	else
		(void)printf("database %s: nothing to do\n", store_database(admin->store));
	return RC_OK;
}

const struct admin_command admin_migrate = {
	.name = "migrate",
	.arguments = "",
	.summary = "brings collections, validators, indexes and data to this program's form; repeatable",
	.needs = ADMIN_STORE,
	.run = run,
};
