#include "daemons/lead_import.h"

#include "ports/registry.h"
#include "wire/lead_rows.h"

#include <stdlib.h>
#include <string.h>

struct run {
	const struct lead_import *import;
	struct lead_list list;
	struct lead_rows *reader;
	struct lead_row *rows;
	bool *excluded;
	size_t count;
};

/* Another run has done this batch: what it left over stays. */
static enum rc fall_in(struct run *run, struct fault *fault)
{
	ARENA(arena, 4096, 1 << 20);
	struct lead_list now;
	size_t kept = 0;
	CONN(conn);

	TRY(conn_open(run->import->store, STORE_BRISK, &conn, fault));
	TRY(lead_list_get(&conn, &run->list.id, arena, &now, fault));
	run->list.imported_to = strcmp(now.state, "importing") == 0 ? now.imported_to : INT64_MAX;
	for (size_t i = 0; i < run->count; i++) {
		if (run->rows[i].line < run->list.imported_to)
			continue;
		run->rows[kept] = run->rows[i];
		run->excluded[kept++] = run->excluded[i];
	}
	run->count = kept;
	return RC_OK;
}

static enum rc flush(struct run *run, struct fault *fault)
{
	const struct lead_import *import = run->import;

	while (run->count > 0) {
		const struct lead_batch batch = {.list = &run->list,
		                                 .rows = run->rows,
		                                 .excluded = run->excluded,
		                                 .count = run->count,
		                                 .now_ms = clock_service_ms(import->clock)};
		enum rc rc = lead_list_import_batch(import->store, &batch, fault);

		if (rc == RC_CONFLICT && strcmp(fault->code, "superseded") == 0) {
			TRY(fall_in(run, fault));
			continue;
		}
		TRY(rc);
		run->list.imported_to = run->rows[run->count - 1].line + 1;
		run->count = 0;
		if (import->progress)
			import->progress(import->context, run->list.imported_to - 1);
	}
	return RC_OK;
}

static bool is_excluded(const struct lead_import *import, const struct lead_row *row)
{
	struct fault ignored = {0};
	bool excluded = false;

	if (row->refusal)
		return false;
	return registry_ask(import->config, row->phones[0], &excluded, &ignored) == RC_OK && excluded;
}

static enum rc take_row(void *context, const struct lead_row *row, struct fault *fault)
{
	struct run *run = context;

	if (run->import->stop && atomic_load(run->import->stop))
		return fault_set(fault, RC_UNAVAILABLE, "stopped", "the import was stopped and can be resumed");
	if (row->line < run->list.imported_to)
		return RC_OK;
	run->rows[run->count] = *row;
	run->excluded[run->count] = is_excluded(run->import, row);
	run->count++;
	return run->count < LEAD_BATCH_MAX ? RC_OK : flush(run, fault);
}

static enum rc take_bytes(void *context, const uint8_t *bytes, size_t length, struct fault *fault)
{
	struct run *run = context;

	return lead_rows_feed(run->reader, bytes, length, fault);
}

static enum rc read_file(struct run *run, struct fault *fault)
{
	const struct lead_import *import = run->import;
	CONN(conn);

	TRY(conn_open(import->store, STORE_BRISK, &conn, fault));
	TRY(blob_read(&conn, import->vault, &run->list.blob_id, 0, -1, take_bytes, run, fault));
	TRY(lead_rows_end(run->reader, fault));
	return flush(run, fault);
}

static enum rc find_list(const struct lead_import *import, const struct id *list_id, struct arena *arena,
                         struct lead_list *list, struct fault *fault)
{
	CONN(conn);

	TRY(conn_open(import->store, STORE_BRISK, &conn, fault));
	TRY(lead_list_get(&conn, list_id, arena, list, fault));
	if (strcmp(list->state, "importing") != 0)
		return fault_set(fault, RC_CONFLICT, "state", "the list is not being imported");
	return RC_OK;
}

enum rc lead_import_run(const struct lead_import *import, const struct id *list_id, struct fault *fault)
{
	ARENA(arena, 4096, 1 << 20);
	struct run run = {.import = import};
	const char *error = NULL;
	enum rc rc;

	TRY(find_list(import, list_id, arena, &run.list, fault));
	run.rows = arena_array(arena, LEAD_BATCH_MAX, sizeof *run.rows);
	run.excluded = arena_array(arena, LEAD_BATCH_MAX, sizeof *run.excluded);
	run.reader = lead_rows_new(take_row, &run);
	rc = read_file(&run, fault);
	lead_rows_free(run.reader);
	if (rc == RC_INVALID)
		error = fault->code; /* the file is wrong: the list says so, and the run itself has done its work */
	else if (rc != RC_OK)
		return rc;
	rc = lead_list_finish(import->store, list_id, error, clock_service_ms(import->clock), fault);
	return rc == RC_CONFLICT ? RC_OK : rc; /* another run has finished it */
}
