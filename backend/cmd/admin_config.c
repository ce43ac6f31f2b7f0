#include "cmd/admin.h"

#include <stdio.h>

static void print_type(const struct config_key *key)
{
	switch (key->type) {
	case CONFIG_TEXT:
		(void)fputs("text", stdout);
		break;
	case CONFIG_NUMBER:
		if (key->max == INT64_MAX)
			(void)printf("number from %lld", (long long)key->min);
		else
			(void)printf("number from %lld to %lld", (long long)key->min, (long long)key->max);
		break;
	case CONFIG_CHOICE:
		(void)printf("one of %s", key->choices);
		break;
	}
}

static enum rc run(struct admin *admin, int argc, char **argv)
{
	(void)argv;
	if (argc != 1)
		return admin_misused(admin, "config takes no argument");
	for (size_t i = 0; i < config_table_count; i++) {
		const struct config_key *key = &config_table[i];

		(void)printf("%s = %s\n    # %s; ", key->name, key->fallback ? key->fallback : "(must be given)",
		             key->meaning);
		print_type(key);
		(void)putchar('\n');
	}
	return RC_OK;
}

const struct admin_command admin_config = {
	.name = "config",
	.arguments = "",
	.summary = "prints every key of the configuration file with its default and meaning",
	.needs = ADMIN_NOTHING,
	.run = run,
};
