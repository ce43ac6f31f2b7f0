/*
 * demo_files — the JSON files of db/demo as they were when the program was built.
 *
 * Promises: catalogue.json (collections with their documents, MongoDB extended JSON) and users.json, of the call
 * centre to try things in; the like of the simulated colleagues. Threads: any; constant.
 */
#pragma once

/* One of them, as a table names it. */
struct demo_file {
	const char *name, *text, *end;
};

extern const char demo_catalogue_json[];
extern const char demo_catalogue_json_end[];
extern const char demo_users_json[];
extern const char demo_users_json_end[];
extern const char demo_colleagues_json[];
extern const char demo_colleagues_json_end[];
extern const char demo_colleagues_catalogue_json[];
extern const char demo_colleagues_catalogue_json_end[];
