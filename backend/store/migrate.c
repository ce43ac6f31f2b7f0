#include "store/migrate.h"

#include "base/clock.h"
#include "store/conn.h"
#include "store/schema_files.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum {
	HASH_BYTES = crypto_hash_sha256_BYTES,
	CODE_NAMESPACE_EXISTS = 48,
	CODE_INDEX_OPTIONS_CONFLICT = 85,
	CODE_INDEX_KEY_CONFLICT = 86,
};

struct run {
	struct conn *conn;
	struct fault *fault;
	void (*say)(void *context, const char *line);
	void *context;
	int changes;
};

/* One file: its name without folder and ".json", and its content, borrowed from the whole. */
struct schema_file {
	char name[64];
	bson_t content;
	uint8_t hash[HASH_BYTES];
};

static void said(struct run *run, const char *name, const char *what, const char *which)
{
	char line[256];

	run->changes++;
	if (!run->say)
		return;
	(void)snprintf(line, sizeof line, "%s: %s%s%s", name, what, *which ? " " : "", which);
	run->say(run->context, line);
}

static enum rc files_parse(bson_t **files, struct fault *fault)
{
	bson_error_t error;

	*files = bson_new_from_json((const uint8_t *)schema_files_json, schema_files_json_end - schema_files_json,
	                            &error);
	if (!*files)
		return fault_set(fault, RC_BROKEN, "schema", "a file of db/ is not JSON: %.120s", error.message);
	return RC_OK;
}

static void free_bson(bson_t **document)
{
	bson_destroy(*document);
}

#define FILES(name) __attribute__((cleanup(free_bson))) bson_t *name = NULL

/* The next file of a folder ("collections/"); false at the end. */
static bool next_file(bson_iter_t *iter, const char *folder, struct schema_file *file)
{
	size_t prefix = strlen(folder);

	while (bson_iter_next(iter)) {
		const char *key = bson_iter_key(iter);
		size_t length = strlen(key);

		if (strncmp(key, folder, prefix) != 0 || !wire_bson_inner(iter, &file->content))
			continue;
		(void)snprintf(file->name, sizeof file->name, "%.*s", (int)(length - prefix - strlen(".json")),
		               key + prefix);
		(void)crypto_hash_sha256(file->hash, bson_get_data(&file->content), file->content.len);
		return true;
	}
	return false;
}

/* *same: the file was applied in just this form; *known: in some form. */
static enum rc ask_applied(struct conn *conn, const char *folder, const struct schema_file *file, bool *known,
                           bool *same, struct fault *fault)
{
	ARENA(arena, 512, 1 << 16);
	BSON(filter);
	char key[80];
	const uint8_t *hash;
	const bson_t *row;
	size_t length = 0;

	(void)snprintf(key, sizeof key, "%s%s", folder, file->name);
	wire_put_text(&filter, "_id", key);
	TRY(conn_find_one(conn, "migrations", &filter, NULL, arena, &row, fault));
	hash = row ? wire_get_binary(row, "hash", &length) : NULL;
	*known = row != NULL;
	*same = hash && length == HASH_BYTES && memcmp(hash, file->hash, length) == 0;
	return RC_OK;
}

static enum rc record_applied(struct conn *conn, const char *folder, const struct schema_file *file,
                              struct fault *fault)
{
	BSON(filter);
	BSON(fields);
	BSON(update);
	char key[80];

	(void)snprintf(key, sizeof key, "%s%s", folder, file->name);
	wire_put_text(&filter, "_id", key);
	wire_put_binary(&fields, "hash", file->hash, HASH_BYTES);
	wire_put_ms(&fields, "applied_at", clock_real_ms());
	wire_put_document(&update, "$set", &fields);
	return conn_update(conn, "migrations", &filter, &update, true, NULL, fault);
}

static enum rc command(struct run *run, const bson_t *document)
{
	return conn_command(run->conn, document, NULL, NULL, run->fault);
}

static enum rc create_collection(struct run *run, const char *name)
{
	BSON(create);
	enum rc rc;

	wire_put_text(&create, "create", name);
	rc = command(run, &create);
	if (rc != RC_OK && run->conn->code == CODE_NAMESPACE_EXISTS)
		return RC_OK;
	if (rc == RC_OK)
		said(run, name, "collection", "");
	return rc;
}

static enum rc set_validator(struct run *run, const struct schema_file *file)
{
	BSON(modify);
	bson_t validator;

	if (!wire_get_document(&file->content, "validator", &validator))
		return RC_OK;
	wire_put_text(&modify, "collMod", file->name);
	wire_put_document(&modify, "validator", &validator);
	wire_put_text(&modify, "validationLevel", "strict");
	wire_put_text(&modify, "validationAction", "error");
	TRY(command(run, &modify));
	said(run, file->name, "validator", "");
	return RC_OK;
}

static enum rc drop_index(struct run *run, const char *collection, const char *index)
{
	BSON(drop);

	wire_put_text(&drop, "dropIndexes", collection);
	wire_put_text(&drop, "index", index);
	TRY(command(run, &drop));
	said(run, collection, "dropped index", index);
	return RC_OK;
}

static enum rc try_index(struct run *run, const char *collection, const bson_t *index)
{
	BSON(create);
	BSON(indexes);

	wire_put_document(&indexes, "0", index);
	wire_put_text(&create, "createIndexes", collection);
	wire_put_array(&create, "indexes", &indexes);
	return command(run, &create);
}

/* An index of the same name in another form is made anew. */
static enum rc make_index(struct run *run, const char *collection, const bson_t *index)
{
	const char *name = wire_get_text(index, "name");
	enum rc rc;

	if (!name)
		return fault_set(run->fault, RC_BROKEN, "schema", "%s: an index has no name", collection);
	rc = try_index(run, collection, index);
	if (rc != RC_OK &&
	    (run->conn->code == CODE_INDEX_OPTIONS_CONFLICT || run->conn->code == CODE_INDEX_KEY_CONFLICT)) {
		TRY(drop_index(run, collection, name));
		rc = try_index(run, collection, index);
	}
	if (rc == RC_OK)
		said(run, collection, "index", name);
	return rc;
}

static bool is_wanted(const bson_t *indexes, const char *name)
{
	bson_iter_t iter;
	bson_t index;

	if (strcmp(name, "_id_") == 0)
		return true;
	if (!bson_iter_init(&iter, indexes))
		return false;
	while (bson_iter_next(&iter)) {
		const char *own = wire_bson_inner(&iter, &index) ? wire_get_text(&index, "name") : NULL;

		if (own && strcmp(own, name) == 0)
			return true;
	}
	return false;
}

static enum rc drop_unwanted(struct run *run, const char *collection, const bson_t *indexes)
{
	ARENA(arena, 4096, 1 << 20);
	BSON(list);
	const bson_t *reply;
	bson_t batch, index;
	bson_iter_t iter;

	wire_put_text(&list, "listIndexes", collection);
	TRY(conn_command(run->conn, &list, arena, &reply, run->fault));
	if (!wire_get_document(reply, "cursor.firstBatch", &batch) || !bson_iter_init(&iter, &batch))
		return RC_OK;
	while (bson_iter_next(&iter)) {
		const char *name = wire_bson_inner(&iter, &index) ? wire_get_text(&index, "name") : NULL;

		if (name && !is_wanted(indexes, name))
			TRY(drop_index(run, collection, name));
	}
	return RC_OK;
}

static enum rc apply_collection(struct run *run, const struct schema_file *file)
{
	BSON(none);
	bson_t indexes, index;
	bson_iter_t iter;
	bool has_indexes;

	TRY(create_collection(run, file->name));
	TRY(set_validator(run, file));
	has_indexes = wire_get_document(&file->content, "indexes", &indexes);
	TRY(drop_unwanted(run, file->name, has_indexes ? &indexes : &none));
	if (!has_indexes || !bson_iter_init(&iter, &indexes))
		return RC_OK;
	while (bson_iter_next(&iter))
		if (wire_bson_inner(&iter, &index))
			TRY(make_index(run, file->name, &index));
	return RC_OK;
}

static enum rc run_collections(struct run *run, const bson_t *files)
{
	struct schema_file file;
	bson_iter_t iter;
	bool known, same;

	if (!bson_iter_init(&iter, files))
		return RC_OK;
	while (next_file(&iter, "collections/", &file)) {
		TRY(ask_applied(run->conn, "collections/", &file, &known, &same, run->fault));
		if (same)
			continue;
		TRY(apply_collection(run, &file));
		TRY(record_applied(run->conn, "collections/", &file, run->fault));
	}
	return RC_OK;
}

static enum rc apply_commands(struct run *run, const struct schema_file *file)
{
	bson_t commands, one;
	bson_iter_t iter;

	if (!wire_get_document(&file->content, "commands", &commands) || !bson_iter_init(&iter, &commands))
		return fault_set(run->fault, RC_BROKEN, "schema", "migration %s has no commands", file->name);
	while (bson_iter_next(&iter))
		if (wire_bson_inner(&iter, &one))
			TRY(command(run, &one));
	said(run, file->name, "migrated", "");
	return RC_OK;
}

static enum rc run_migrations(struct run *run, const bson_t *files, bool before)
{
	struct schema_file file;
	bson_iter_t iter;
	bool known, same;

	if (!bson_iter_init(&iter, files))
		return RC_OK;
	while (next_file(&iter, "migrations/", &file)) {
		if (wire_get_bool(&file.content, "before", false) != before)
			continue;
		TRY(ask_applied(run->conn, "migrations/", &file, &known, &same, run->fault));
		if (known)
			continue;
		TRY(apply_commands(run, &file));
		TRY(record_applied(run->conn, "migrations/", &file, run->fault));
	}
	return RC_OK;
}

/* What is recorded and not known here was applied by a newer program. */
static enum rc refuse_newer(struct conn *conn, const bson_t *files, struct fault *fault)
{
	BSON(filter);
	BSON(least);
	const bson_t *row;
	bson_iter_t iter;
	enum rc rc;

	wire_put_text(&least, "$gte", "");
	wire_put_document(&filter, "_id", &least);
	CURSOR(cursor) = conn_find(conn, "migrations", &filter, NULL);
	while (conn_next(conn, cursor, &row, &rc, fault)) {
		char name[80];
		const char *key = wire_get_text(row, "_id");

		(void)snprintf(name, sizeof name, "%s.json", key ? key : "");
		if (!bson_iter_init_find(&iter, files, name))
			return fault_set(fault, RC_CONFLICT, "newer_database",
			                 "the database was migrated by a newer program (%s): install that one", name);
	}
	return rc;
}

enum rc migrate_run(struct store *store, void (*say)(void *context, const char *line), void *context, int *changes,
                    struct fault *fault)
{
	CONN(conn);
	FILES(files);
	struct run run = {.conn = &conn, .fault = fault, .say = say, .context = context};

	TRY(files_parse(&files, fault));
	TRY(conn_open(store, STORE_PATIENT, &conn, fault));
	TRY(refuse_newer(&conn, files, fault));
	TRY(run_migrations(&run, files, true));
	TRY(run_collections(&run, files));
	TRY(run_migrations(&run, files, false));
	*changes = run.changes;
	return RC_OK;
}

static enum rc check_folder(struct conn *conn, const bson_t *files, const char *folder, struct fault *fault)
{
	struct schema_file file;
	bson_iter_t iter;
	bool known, same;

	if (!bson_iter_init(&iter, files))
		return RC_OK;
	while (next_file(&iter, folder, &file)) {
		TRY(ask_applied(conn, folder, &file, &known, &same, fault));
		if (!known || (!same && strcmp(folder, "collections/") == 0))
			return fault_set(
				fault, RC_CONFLICT, "not_migrated",
				"the database is not in this program's form (%s%s): run cierre-admin migrate", folder,
				file.name);
	}
	return RC_OK;
}

enum rc migrate_check(struct store *store, struct fault *fault)
{
	CONN(conn);
	FILES(files);

	TRY(files_parse(&files, fault));
	TRY(conn_open(store, STORE_BRISK, &conn, fault));
	TRY(refuse_newer(&conn, files, fault));
	TRY(check_folder(&conn, files, "collections/", fault));
	return check_folder(&conn, files, "migrations/", fault);
}
