/*
 * admin — the sub-commands of cierre-admin: one file each, one row in the table of cierre-admin.c.
 *
 * Promises: the command finds configuration, store and service clock ready as its row asks; what it prints on
 * standard output is its result, one fact a line; what goes wrong is one sentence on standard error and status 1; a
 * wrong use prints the usage and status 2.
 * Refuses: secrets on the command line (they show in process lists): passwords are read from standard input.
 * Owns: nothing; struct admin and its arena live as long as the command runs.
 * Threads: one.
 *
 * To add one: write admin_NAME.c with `const struct admin_command admin_NAME = {…}`, declare it below, and name it in
 * the table.
 */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "store/store.h"

#include <stdbool.h>

enum admin_needs {
	ADMIN_NOTHING,
	ADMIN_CONFIG, /* --config FILE was read */
	ADMIN_STORE,  /* … and the database is open; its form may be old */
	ADMIN_SCHEMA, /* … and it is migrated */
};

struct admin {
	const char *config_path; /* NULL when not given */
	struct config config;
	struct store *store;
	struct clock clock;
	struct arena *arena;
	struct fault *fault;
};

struct admin_command {
	const char *name;
	const char *arguments; /* as shown in the usage: "[show | advance DURATION]"; "" when there are none */
	const char *summary;
	enum admin_needs needs;
	/* argv[0] is the command's name. admin_misused() for wrong arguments. */
	enum rc (*run)(struct admin *admin, int argc, char **argv);
};

/* Wrong arguments: the usage follows the sentence. */
enum rc admin_misused(struct admin *admin, const char *sentence);

extern const struct admin_command admin_clock;
extern const struct admin_command admin_config;
extern const struct admin_command admin_demo;
extern const struct admin_command admin_holidays;
extern const struct admin_command admin_leads;
extern const struct admin_command admin_may_contact;
extern const struct admin_command admin_migrate;
extern const struct admin_command admin_ping;
extern const struct admin_command admin_rebuild;
extern const struct admin_command admin_user;
extern const struct admin_command admin_verify;
extern const struct admin_command admin_voices;
