/*
 * demo_files — the JSON files of db/demo as they were when the program was built.
 *
 * Promises: db/demo/catalogue.json (collections with their documents, MongoDB extended JSON) and db/demo/users.json.
 * Threads: any; constant.
 */
#pragma once

extern const char demo_catalogue_json[];
extern const char demo_catalogue_json_end[];
extern const char demo_users_json[];
extern const char demo_users_json_end[];
