/* cierre-admin — what operators do by hand; see cmd/admin.h for how a command is added. */
#include "cmd/admin.h"

#include "base/id.h"
#include "base/log.h"
#include "store/migrate.h"
#include "store/service_clock.h"
#include "wire/json_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_MISUSE = 2, ARENA_FIRST = 64 * 1024, ARENA_CEILING = 256 * 1024 * 1024 };

static const struct admin_command *const commands[] = {
	&admin_config,      &admin_ping,     &admin_migrate, &admin_clock,  &admin_user,   &admin_leads,
	&admin_may_contact, &admin_holidays, &admin_demo,    &admin_voices, &admin_verify, &admin_rebuild,
};

/* Static: a fault's code is compared by address. */
static const char misuse[] = "misuse";

enum rc admin_misused(struct admin *admin, const char *sentence)
{
	return fault_set(admin->fault, RC_INVALID, misuse, "%s", sentence);
}

static int usage(FILE *out, int status)
{
	(void)fputs("usage: cierre-admin [--config FILE] COMMAND [ARGUMENT…]\n\n", out);
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		(void)fprintf(out, "  %s %s\n      %s\n", commands[i]->name, commands[i]->arguments,
		              commands[i]->summary);
	return status;
}

static const struct admin_command *command_named(const char *name)
{
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static enum rc prepare(struct admin *admin, enum admin_needs needs)
{
	if (needs == ADMIN_NOTHING)
		return RC_OK;
	if (!admin->config_path)
		return admin_misused(admin, "this command needs --config FILE");
	TRY(config_load(admin->config_path, admin->arena, &admin->config, admin->fault));
	if (needs == ADMIN_CONFIG)
		return RC_OK;
	TRY(store_open_config(&admin->config, "cierre-admin", 1, 1, &admin->store, admin->fault));
	if (needs == ADMIN_STORE)
		return RC_OK;
	TRY(migrate_check(admin->store, admin->fault));
	return service_clock_load(admin->store, &admin->config, &admin->clock, admin->fault);
}

static int run(struct admin *admin, const struct admin_command *command, int argc, char **argv)
{
	enum rc rc = prepare(admin, command->needs);

	if (rc == RC_OK)
		rc = command->run(admin, argc, argv);
	store_close(admin->store);
	if (rc == RC_OK)
		return EXIT_SUCCESS;
	(void)fprintf(stderr, "cierre-admin: %s\n", admin->fault->detail);
	for (size_t i = 0; i < admin->fault->fields_count; i++)
		(void)fprintf(stderr, "  %s: %s\n", admin->fault->fields[i].name, admin->fault->fields[i].code);
	if (admin->fault->code != misuse)
		return EXIT_FAILURE;
	(void)fprintf(stderr, "usage: cierre-admin --config FILE %s %s\n", command->name, command->arguments);
	return EXIT_MISUSE;
}

int main(int argc, char **argv)
{
	ARENA(arena, ARENA_FIRST, ARENA_CEILING);
	struct fault fault = {0};
	struct admin admin = {.arena = arena, .fault = &fault};
	const struct admin_command *command;
	int at = 1;

	if (argc > at + 1 && strcmp(argv[at], "--config") == 0) {
		admin.config_path = argv[at + 1];
		at += 2;
	}
	if (at >= argc)
		return usage(stderr, EXIT_MISUSE);
	if (strcmp(argv[at], "--help") == 0 || strcmp(argv[at], "help") == 0)
		return usage(stdout, EXIT_SUCCESS);
	command = command_named(argv[at]);
	if (!command) {
		(void)fprintf(stderr, "cierre-admin: there is no command %.40s\n", argv[at]);
		return usage(stderr, EXIT_MISUSE);
	}
	id_init();
	wire_json_init();
	log_init("cierre-admin", LOG_WARN);
	return run(&admin, command, argc - at, argv + at);
}
