/*
 * config — the one table of settings that every program reads once at start.
 *
 * Promises: the file is `key = value` lines with `#` comments; each key stands in config_table with its type,
 * default, bounds and meaning; docs/operations.md and `cierre-admin config` print that table.
 * Refuses: unknown keys, duplicates, values out of bounds: fault detail is one sentence with file and line.
 * Owns: strings live in the arena given.
 * Threads: read-only after config_load().
 */
#pragma once

#include "base/arena.h"
#include "base/fault.h"
#include "base/log.h"

struct config {
	const char *mongodb_uri;
	const char *database;
	const char *api_socket; /* cierre-api listens here; --socket overrides it per process */
	int64_t api_threads;
	int64_t http_port; /* of nginx, part of the cookie's name */
	const char *public_origin_suffix;
	const char *keys_dir;   /* jwt.key, refresh.key, master.key, ports.key (persons, lines), and NAME.key of a
	                         * system behind the adapter http: hex, mode 0600 */
	const char *voices_dir; /* the simulated customers' rendered voices */
	const char *nchan_publish_url;
	const char *clock;     /* real | movable */
	const char *telephony; /* which adapter serves each port */
	const char *identity;
	const char *activation;
	const char *messaging;
	const char *registry;
	const char *identity_url; /* of the systems behind the adapter http; "": none */
	const char *activation_url;
	const char *messaging_url;
	const char *registry_url;
	int64_t simulator_seed;
	const char *simulator_line_cut; /* a file; "": never cut */
	int64_t login_second_factor;    /* 0 off, 1 on for the roles that handle documents */
	const char *log_level;          /* debug | info | warn | error */
};

enum config_type { CONFIG_TEXT, CONFIG_NUMBER, CONFIG_CHOICE };

struct config_key {
	const char *name;
	enum config_type type;
	size_t offset;
	const char *fallback; /* as text; NULL: must be given */
	int64_t min, max;     /* CONFIG_NUMBER */
	const char *choices;  /* CONFIG_CHOICE: "real|movable" */
	const char *meaning;
};

extern const struct config_key config_table[];
extern const size_t config_table_count;

/* Reads path into *config. RC_INVALID or RC_NOT_FOUND with one sentence in fault->detail. */
enum rc config_load(const char *path, struct arena *arena, struct config *config, struct fault *fault) MUST_CHECK;

enum log_level config_log_level(const struct config *config);

/* Reads a hex key file of exactly `bytes` bytes; refuses one that others may read, or of another length. */
enum rc config_key_read(const struct config *config, const char *name, uint8_t *key, size_t bytes,
                        struct fault *fault) MUST_CHECK;
