#include "daemons/lead_import.h"

#include "daemons/lead_refused_file.h"
#include "ports/registry.h"
#include "store/lead_batches.h"
#include "wire/lead_rows.h"

#include <stdlib.h>
#include <string.h>

enum { SILENCES_MAX = 3 };

struct run {
	const struct lead_import *import;
	struct lead_list list;
	struct lead_rows *reader;
	struct lead_row *rows;
	uint8_t *excluded; /* bit n of [i]: phone n of row i */
	size_t count;
	int64_t read_bytes;
	int silences; /* of the registry, in a row */
};

/* Another run has done this batch: what it left over stays. Or the list was cancelled. */
static enum rc fall_in(struct run *run, struct fault *fault)
{
	ARENA(arena, 4096, 1 << 20);
	struct lead_list now;
	size_t kept = 0;
	CONN(conn);

	TRY(conn_open(run->import->store, STORE_BRISK, &conn, fault));
	TRY(lead_list_get(&conn, &run->list.id, arena, &now, fault));
	if (strcmp(now.state, "importing") != 0)
		return fault_set(fault, RC_CONFLICT, "state", "the list is not being imported any more");
	run->list.imported_to = now.imported_to;
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
		const struct lead_batch batch = {
			.list = &run->list,
			.rows = run->rows,
			.excluded = run->excluded,
			.count = run->count,
			.read_bytes = run->read_bytes,
			.held_ms = import->is_terminal ? clock_real_ms() + LEAD_IMPORT_HOLD_MS : 0,
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
			import->progress(import->context, &run->list, run->read_bytes);
	}
	return RC_OK;
}

/* Whether the registry excludes a number. One that keeps silent is not asked for ever: the gate asks again. */
static bool is_excluded(struct run *run, const char *phone)
{
	const struct registry_question question = {
		.phone = phone, .channel = CONTACT_CALL, .at_ms = clock_service_ms(run->import->clock)};
	struct fault silent = {0};
	bool excluded = false;

	if (run->silences == SILENCES_MAX)
		return false;
	run->silences =
		registry_ask(run->import->config, &question, &excluded, &silent) == RC_OK ? 0 : run->silences + 1;
	return excluded;
}

/* Which of the row's numbers the registry excludes, as bits. */
static uint8_t excluded_phones(struct run *run, const struct lead_row *row)
{
	uint8_t bits = 0;

	for (size_t n = 0; !row->refusal && n < row->phones_count; n++)
		if (is_excluded(run, row->phones[n]))
			bits |= (uint8_t)(1 << n);
	return bits;
}

static enum rc take_row(void *context, const struct lead_row *row, struct fault *fault)
{
	struct run *run = context;

	if (run->import->stop && atomic_load(run->import->stop))
		return fault_set(fault, RC_UNAVAILABLE, "stopped", "the import was stopped and can be resumed");
	if (row->line < run->list.imported_to)
		return RC_OK;
	run->rows[run->count] = *row;
	run->excluded[run->count] = excluded_phones(run, row);
	run->count++;
	return run->count < LEAD_BATCH_MAX ? RC_OK : flush(run, fault);
}

static enum rc take_bytes(void *context, const uint8_t *bytes, size_t length, struct fault *fault)
{
	struct run *run = context;

	run->read_bytes += (int64_t)length;
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

static enum rc read_rows(struct run *run, struct fault *fault)
{
	enum rc rc;

	run->reader = lead_rows_new(&run->list.format, take_row, run);
	rc = read_file(run, fault);
	lead_rows_free(run->reader);
	return rc;
}

static enum rc finish(const struct lead_import *import, const struct lead_list *list, const char *error,
                      struct fault *fault)
{
	struct lead_list_end end = {.id = list->id, .error = error, .now_ms = clock_service_ms(import->clock)};

	if (!error)
		TRY(lead_refused_file_make(import, list, &end.refused_id, fault));
	return lead_list_finish(import->store, &end, fault);
}

enum rc lead_import_run(const struct lead_import *import, const struct id *list_id, struct fault *fault)
{
	ARENA(arena, 4096, 1 << 20);
	struct run run = {.import = import};
	enum rc rc;

	TRY(find_list(import, list_id, arena, &run.list, fault));
	run.rows = arena_array(arena, LEAD_BATCH_MAX, sizeof *run.rows);
	run.excluded = arena_array(arena, LEAD_BATCH_MAX, sizeof *run.excluded);
	rc = read_rows(&run, fault);
	/* A wrong file: the list says so, and the run itself has done its work. */
	if (rc == RC_OK || rc == RC_INVALID)
		rc = finish(import, &run.list, rc == RC_INVALID ? fault->code : NULL, fault);
	/* Another run has finished it, or somebody has cancelled it. */
	return rc == RC_CONFLICT && strcmp(fault->code, "state") == 0 ? RC_OK : rc;
}
