#include "daemons/registry_import.h"

#include "wire/lead_rows.h"
#include "wire/lead_text.h"

#include <string.h>

enum { ROWS_MAX = 500, NO_COLUMN = -1 };

struct run {
	const struct registry_import *import;
	struct registry_file file;
	struct lead_rows *reader;
	int channel_columns[CONTACT_CHANNEL_COUNT]; /* NO_COLUMN: the file has none */
	bool knows_columns, has_channels;
	char phones[ROWS_MAX * LEAD_PHONES_MAX][PHONE_SIZE];
	size_t phones_count;
	struct registry_answer answers[ROWS_MAX * LEAD_PHONES_MAX * CONTACT_CHANNEL_COUNT];
	struct registry_batch batch;
};

/* What a channel's column is called, as lead_text_word() writes it. */
static const struct {
	const char *word;
	enum contact_channel channel;
} channel_words[] = {
	{"llamada", CONTACT_CALL}, {"voz", CONTACT_CALL},    {"call", CONTACT_CALL},
	{"sms", CONTACT_SMS},      {"mensaje", CONTACT_SMS}, {"correo", CONTACT_EMAIL},
	{"email", CONTACT_EMAIL},  {"chat", CONTACT_CHAT},   {"aplicacion", CONTACT_CHAT},
};

static enum rc find_columns(struct run *run, struct fault *fault)
{
	char word[LEAD_WORD_SIZE];

	run->knows_columns = true;
	if (!lead_rows_has_phone(run->reader))
		return fault_set(fault, RC_INVALID, "no_phone_column", "no column of the first line is a phone");
	for (int channel = 0; channel < CONTACT_CHANNEL_COUNT; channel++)
		run->channel_columns[channel] = NO_COLUMN;
	for (size_t n = 0; n < lead_rows_titles(run->reader); n++) {
		lead_text_word(word, lead_rows_title(run->reader, n));
		for (size_t i = 0; i < sizeof channel_words / sizeof *channel_words; i++) {
			if (strncmp(word, channel_words[i].word, strlen(channel_words[i].word)) != 0)
				continue;
			run->channel_columns[channel_words[i].channel] = (int)n;
			run->has_channels = true;
		}
	}
	return RC_OK;
}

static bool says_excluded(const char *text)
{
	static const char *const words[] = {"s", "si", "x", "excluido", "excluida", "true", "yes", "y", "verdadero"};
	char word[LEAD_WORD_SIZE];

	lead_text_word(word, text);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return strcmp(text, "1") == 0;
}

/* What the row says of a channel: nothing when the file has columns, but none for it. */
static bool answers_for(const struct run *run, enum contact_channel channel, bool *excluded)
{
	int column = run->channel_columns[channel];

	*excluded = !run->has_channels;
	if (!run->has_channels)
		return true;
	if (column == NO_COLUMN || (size_t)column >= lead_rows_fields(run->reader))
		return false;
	*excluded = says_excluded(lead_rows_field(run->reader, (size_t)column));
	return true;
}

static void add_number(struct run *run, const char *phone)
{
	char *kept = run->phones[run->phones_count++];

	(void)memcpy(kept, phone, PHONE_SIZE);
	for (int channel = 0; channel < CONTACT_CHANNEL_COUNT; channel++) {
		bool excluded;
		if (!answers_for(run, (enum contact_channel)channel, &excluded))
			continue;
		run->batch.excluded += channel == CONTACT_CALL && excluded;
		run->answers[run->batch.count++] = (struct registry_answer){.phone = kept,
		                                                            .channel = (enum contact_channel)channel,
		                                                            .excluded = excluded,
		                                                            .at_ms = run->file.at_ms,
		                                                            .file_id = run->file.id};
	}
}

static enum rc flush(struct run *run, struct fault *fault)
{
	struct registry_batch *batch = &run->batch;

	if (batch->rows == 0)
		return RC_OK;
	batch->now_ms = clock_service_ms(run->import->clock);
	TRY(registry_file_import_batch(run->import->store, batch, fault));
	run->file.imported_to = batch->next_line;
	run->phones_count = 0;
	*batch =
		(struct registry_batch){.file = &run->file, .answers = run->answers, .read_bytes = batch->read_bytes};
	return RC_OK;
}

static enum rc take_row(void *context, const struct lead_row *row, struct fault *fault)
{
	struct run *run = context;

	if (run->import->stop && atomic_load(run->import->stop))
		return fault_set(fault, RC_UNAVAILABLE, "stopped", "the import was stopped and can be resumed");
	if (row->line < run->file.imported_to)
		return RC_OK;
	if (!run->knows_columns)
		TRY(find_columns(run, fault));
	for (size_t n = 0; !row->refusal && n < row->phones_count; n++)
		add_number(run, row->phones[n]);
	run->batch.refused += row->refusal != NULL;
	run->batch.next_line = row->line + 1;
	return ++run->batch.rows < ROWS_MAX ? RC_OK : flush(run, fault);
}

static enum rc take_bytes(void *context, const uint8_t *bytes, size_t length, struct fault *fault)
{
	struct run *run = context;

	run->batch.read_bytes += (int64_t)length;
	return lead_rows_feed(run->reader, bytes, length, fault);
}

static enum rc read_file(struct run *run, struct fault *fault)
{
	CONN(conn);

	TRY(conn_open(run->import->store, STORE_BRISK, &conn, fault));
	TRY(blob_read(&conn, run->import->vault, &run->file.id, 0, -1, take_bytes, run, fault));
	TRY(lead_rows_end(run->reader, fault));
	if (run->batch.rows == 0 && run->file.imported_to == 2 && !run->knows_columns)
		return fault_set(fault, RC_INVALID, "csv", "the file has no rows");
	return flush(run, fault);
}

static enum rc find_file(const struct registry_import *import, const struct id *id, struct arena *arena,
                         struct registry_file *file, struct fault *fault)
{
	CONN(conn);

	TRY(conn_open(import->store, STORE_BRISK, &conn, fault));
	return registry_file_get(&conn, id, arena, file, fault);
}

enum rc registry_import_run(const struct registry_import *import, const struct id *file_id, struct fault *fault)
{
	ARENA(arena, 64 * 1024, 4 << 20);
	struct run *run = arena_alloc(arena, sizeof *run);
	enum rc rc;

	*run = (struct run){.import = import};
	TRY(find_file(import, file_id, arena, &run->file, fault));
	run->batch = (struct registry_batch){.file = &run->file, .answers = run->answers};
	run->reader = lead_rows_new(NULL, take_row, run);
	lead_rows_keep_fields(run->reader);
	rc = read_file(run, fault);
	lead_rows_free(run->reader);
	if (rc == RC_OK || rc == RC_INVALID)
		rc = registry_file_finish(import->store, file_id, rc == RC_INVALID ? fault->code : NULL,
		                          clock_service_ms(import->clock), fault);
	return rc == RC_CONFLICT ? RC_OK : rc; /* another run is at it, or has finished it */
}
