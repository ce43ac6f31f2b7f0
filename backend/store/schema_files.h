/*
 * schema_files — the JSON files of db/collections and db/migrations as they were when the program was built.
 *
 * Promises: one JSON object whose members are named by file ("collections/users.json"), in the order of their names.
 * Threads: any; constant.
 */
#pragma once

extern const char schema_files_json[];
extern const char schema_files_json_end[];
