#include "base/config.h"

#include <ctype.h>
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LINE_MAX_BYTES = 1024 };

#define TEXT(field, fallback_, meaning_)                                                                             \
	{                                                                                                            \
		.name = #field, .type = CONFIG_TEXT, .offset = offsetof(struct config, field),                       \
		.fallback = (fallback_), .meaning = (meaning_)                                                       \
	}
#define NUMBER(field, fallback_, min_, max_, meaning_)                                                               \
	{                                                                                                            \
		.name = #field, .type = CONFIG_NUMBER, .offset = offsetof(struct config, field),                     \
		.fallback = (fallback_), .min = (min_), .max = (max_), .meaning = (meaning_)                         \
	}
#define CHOICE(field, choices_, fallback_, meaning_)                                                                 \
	{                                                                                                            \
		.name = #field, .type = CONFIG_CHOICE, .offset = offsetof(struct config, field),                     \
		.fallback = (fallback_), .choices = (choices_), .meaning = (meaning_)                                \
	}

const struct config_key config_table[] = {
	TEXT(mongodb_uri, NULL, "replica set to use, e.g. mongodb://127.0.0.1:27017/?replicaSet=rs0"),
	TEXT(database, "cierre", "database name"),
	TEXT(api_socket, "var/run/api.sock", "Unix socket of the worker"),
	NUMBER(api_threads, "4", 1, 64, "threads of one worker process"),
	NUMBER(http_port, "8480", 1, 65535, "nginx's port, part of the cookie's name"),
	TEXT(public_origin_suffix, "localhost", "host name that the per-role addresses end with"),
	TEXT(keys_dir, "var/keys", "directory of the key files"),
	TEXT(voices_dir, "var/voices", "directory of the simulated customers' voices"),
	TEXT(nchan_publish_url, "http://127.0.0.1:8482/publish", "nginx's internal publisher location"),
	CHOICE(clock, "real|movable", "real", "whether cierre-admin clock may move the service clock"),
	CHOICE(telephony, "simulator", "simulator", "telephony adapter"),
	CHOICE(identity, "simulator|http", "simulator", "identity provider adapter"),
	CHOICE(activation, "simulator|http", "simulator", "operator activation adapter"),
	CHOICE(messaging, "simulator|http", "simulator", "messaging adapter"),
	CHOICE(registry, "simulator|http|file", "simulator",
               "excluded-numbers registry; file: imported files alone answer"),
	TEXT(identity_url, "", "address of the identity bureau's gateway (docs/ports.md), for identity = http"),
	TEXT(activation_url, "", "address of the operator's gateway, for activation = http"),
	TEXT(messaging_url, "", "address of the messaging gateway, for messaging = http"),
	TEXT(registry_url, "", "address of the registry's gateway, for registry = http"),
	NUMBER(simulator_seed, "1", 0, INT64_MAX, "seed of all simulators: same seed, same customers"),
	TEXT(simulator_line_cut, "", "while this file exists, the simulated telephone line is cut"),
	NUMBER(login_second_factor, "0", 0, 1, "one-time codes for back office, quality, supervisor, admin"),
	CHOICE(log_level, "debug|info|warn|error", "info", "lowest level that is logged"),
};
const size_t config_table_count = sizeof config_table / sizeof *config_table;

static char *trimmed(char *text)
{
	char *end;

	while (isspace((unsigned char)*text))
		text++;
	end = text + strlen(text);
	while (end > text && isspace((unsigned char)end[-1]))
		*--end = '\0';
	return text;
}

/* A comment begins with # at the line's start or after a blank, so that passwords in a URI may hold one. */
static char *without_comment(char *text)
{
	for (char *at = strchr(text, '#'); at; at = strchr(at + 1, '#'))
		if (at == text || isspace((unsigned char)at[-1])) {
			*at = '\0';
			break;
		}
	return text;
}

static bool is_choice(const char *choices, const char *value)
{
	size_t length = strlen(value);

	for (const char *at = choices; at; at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL)
		if (strncmp(at, value, length) == 0 && (at[length] == '|' || at[length] == '\0'))
			return true;
	return false;
}

static enum rc assign(struct config *config, const struct config_key *key, const char *value, struct arena *arena,
                      struct fault *fault)
{
	void *field = (char *)config + key->offset;
	char *end = NULL;
	long long number;

	if (key->type == CONFIG_NUMBER) {
		errno = 0;
		number = strtoll(value, &end, 10);
		if (errno || end == value || *end || number < key->min || number > key->max)
			return fault_set(fault, RC_INVALID, "config", "%s must be a number from %lld to %lld",
			                 key->name, (long long)key->min, (long long)key->max);
		*(int64_t *)field = number;
		return RC_OK;
	}
	if (key->type == CONFIG_CHOICE && !is_choice(key->choices, value))
		return fault_set(fault, RC_INVALID, "config", "%s must be one of %s", key->name, key->choices);
	*(const char **)field = arena_strdup(arena, value);
	return RC_OK;
}

static enum rc read_line(const char *path, int line, char *text, bool *seen, struct config *config,
                         struct arena *arena, struct fault *fault)
{
	char *equals, *name;

	if (!strchr(text, '\n') && strlen(text) == LINE_MAX_BYTES - 1)
		return fault_set(fault, RC_INVALID, "config", "%s:%d: the line is too long", path, line);
	name = trimmed(without_comment(text));
	if (!*name)
		return RC_OK;
	equals = strchr(name, '=');
	if (!equals)
		return fault_set(fault, RC_INVALID, "config", "%s:%d: expected `key = value`", path, line);
	*equals = '\0';
	name = trimmed(name);
	for (size_t i = 0; i < config_table_count; i++) {
		if (strcmp(config_table[i].name, name) != 0)
			continue;
		if (seen[i])
			return fault_set(fault, RC_INVALID, "config", "%s:%d: %s is given twice", path, line, name);
		seen[i] = true;
		return assign(config, &config_table[i], trimmed(equals + 1), arena, fault);
	}
	return fault_set(fault, RC_INVALID, "config",
	                 "%s:%d: unknown key %.40s; `cierre-admin config` lists the keys", path, line, name);
}

enum rc config_load(const char *path, struct arena *arena, struct config *config, struct fault *fault)
{
	bool seen[sizeof config_table / sizeof *config_table] = {false};
	struct config loaded = {0};
	char text[LINE_MAX_BYTES];
	int line = 0;
	FILE *file = fopen(path, "re");
	enum rc rc = RC_OK;

	if (!file)
		return fault_set(fault, RC_NOT_FOUND, "config", "cannot read the configuration %s: %s", path,
		                 strerror(errno));
	while (rc == RC_OK && fgets(text, sizeof text, file))
		rc = read_line(path, ++line, text, seen, &loaded, arena, fault);
	(void)fclose(file);
	TRY(rc);
	for (size_t i = 0; i < config_table_count; i++) {
		if (seen[i])
			continue;
		if (!config_table[i].fallback)
			return fault_set(fault, RC_INVALID, "config", "%s: %s must be given", path,
			                 config_table[i].name);
		TRY(assign(&loaded, &config_table[i], config_table[i].fallback, arena, fault));
	}
	*config = loaded;
	return RC_OK;
}

enum log_level config_log_level(const struct config *config)
{
	static const char *const names[] = {"debug", "info", "warn", "error"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], config->log_level) == 0)
			return (enum log_level)i;
	return LOG_INFO;
}

static enum rc key_fault(struct fault *fault, const char *path, const char *what)
{
	return fault_set(fault, RC_INVALID, "key", "%s %s", path, what);
}

enum rc config_key_read(const struct config *config, const char *name, uint8_t *key, size_t bytes,
                        struct fault *fault)
{
	char path[512], hex[256];
	struct stat status;
	size_t length = 0, got;
	FILE *file;

	(void)snprintf(path, sizeof path, "%s/%s", config->keys_dir, name);
	file = fopen(path, "re");
	if (!file)
		return key_fault(fault, path, "cannot be read: make the keys with `make run` or dev/keys");
	if (fstat(fileno(file), &status) != 0 || (status.st_mode & 077) != 0) {
		(void)fclose(file);
		return key_fault(fault, path, "may be read by others: chmod 600 it");
	}
	got = fread(hex, 1, sizeof hex - 1, file);
	(void)fclose(file);
	while (got > 0 && isspace((unsigned char)hex[got - 1]))
		got--;
	if (got != bytes * 2 || sodium_hex2bin(key, bytes, hex, got, NULL, &length, NULL) != 0 || length != bytes) {
		sodium_memzero(hex, sizeof hex);
		return key_fault(fault, path,
		                 "is not a key of the expected length in hex: restore it from the backup");
	}
	sodium_memzero(hex, sizeof hex);
	return RC_OK;
}
