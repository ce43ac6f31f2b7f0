#include "daemons/lead_refused_file.h"

#include "store/lead_batches.h"
#include "wire/csv_out.h"

#include <string.h>

struct making {
	const struct lead_import *import;
	const struct lead_list *list;
	struct conn *conn;
	mongoc_cursor_t *refusals;
	const bson_t *refusal; /* the next one; NULL: none is left */
	struct lead_rows *reader;
	struct id file_id;
	int64_t pieces;
	bool is_titled;
	struct buf buf; /* what is not stored yet */
	struct csv_out out;
};

/* The words of lead_rows and lead_batches, for the person who mends the file. */
static const struct {
	const char *word;
	const char *text;
} reasons[] = {
	{"duplicate", "El número ya está en la campaña"},
	{"opted_out", "Pidió no ser llamado"},
	{"excluded", "Excluido por el RNE"},
	{"phone_missing", "No tiene teléfono"},
	{"phone_too_short", "Al teléfono le faltan dígitos"},
	{"phone_too_long", "Al teléfono le sobran dígitos"},
	{"phone_bad_character", "El teléfono tiene letras o signos"},
	{"phone_bad_format", "No es un número de Colombia"},
	{"phone_foreign", "Es un número de otro país"},
	{"phone_scientific", "La hoja de cálculo cambió el número a notación científica"},
	{"row_too_long", "La fila es demasiado larga"},
};

static const char *reason_text(const char *word)
{
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (strcmp(reasons[i].word, word) == 0)
			return reasons[i].text;
	return word;
}

static enum rc store_piece(struct making *making, size_t length, struct fault *fault)
{
	TRY(blob_put(making->conn, making->import->vault, &making->file_id, making->pieces++, making->buf.data,
	             length, fault));
	memmove(making->buf.data, making->buf.data + length, making->buf.length - length);
	making->buf.length -= length;
	return RC_OK;
}

static enum rc next_refusal(struct making *making, struct fault *fault)
{
	enum rc rc = RC_OK;

	if (!conn_next(making->conn, making->refusals, &making->refusal, &rc, fault))
		making->refusal = NULL;
	return rc;
}

static void write_titles(struct making *making)
{
	making->is_titled = true;
	making->out.delimiter = lead_delimiter_sign(lead_rows_format(making->reader).delimiter);
	buf_text(&making->buf, CSV_BOM);
	csv_text(&making->out, "Fila");
	csv_text(&making->out, "Motivo");
	for (size_t n = 0; n < lead_rows_titles(making->reader); n++)
		csv_text(&making->out, lead_rows_title(making->reader, n));
	csv_end_row(&making->out);
}

static enum rc take_row(void *context, const struct lead_row *row, struct fault *fault)
{
	struct making *making = context;

	if (!making->refusal || row->line != wire_get_int(making->refusal, "line", 0))
		return RC_OK;
	if (!making->is_titled)
		write_titles(making);
	csv_number(&making->out, row->line);
	csv_text(&making->out, reason_text(wire_get_text(making->refusal, "reason")));
	for (size_t n = 0; n < lead_rows_fields(making->reader); n++)
		csv_text(&making->out, lead_rows_field(making->reader, n));
	csv_end_row(&making->out);
	if (making->buf.length >= BLOB_PIECE_BYTES)
		TRY(store_piece(making, BLOB_PIECE_BYTES, fault));
	return next_refusal(making, fault);
}

static enum rc take_bytes(void *context, const uint8_t *bytes, size_t length, struct fault *fault)
{
	struct making *making = context;

	return lead_rows_feed(making->reader, bytes, length, fault);
}

static enum rc read_again(struct making *making, struct fault *fault)
{
	TRY(blob_read(making->conn, making->import->vault, &making->list->blob_id, 0, -1, take_bytes, making, fault));
	return lead_rows_end(making->reader, fault);
}

static enum rc write_file(struct making *making, struct fault *fault)
{
	ARENA(arena, 1024, 1 << 16);
	const struct blob_new blob = {.id = making->file_id, .kind = "lead_refusals", .now_ms = clock_real_ms()};
	struct blob stored;
	enum rc rc;

	TRY(blob_begin(making->conn, making->import->vault, &blob, fault));
	making->reader = lead_rows_new(&making->list->format, take_row, making);
	lead_rows_keep_fields(making->reader);
	rc = read_again(making, fault);
	lead_rows_free(making->reader);
	TRY(rc);
	if (making->buf.length)
		TRY(store_piece(making, making->buf.length, fault));
	return blob_complete(making->conn, making->import->vault, &making->file_id, making->pieces, NULL, arena,
	                     &stored, fault);
}

enum rc lead_refused_file_make(const struct lead_import *import, const struct lead_list *list, struct id *file_id,
                               struct fault *fault)
{
	CONN(conn);
	struct making making = {.import = import,
	                        .list = list,
	                        .conn = &conn,
	                        .file_id = id_new(clock_real_ms()),
	                        .buf = BUF_INIT(2 * BLOB_PIECE_BYTES)};
	enum rc rc;

	*file_id = (struct id){0};
	TRY(conn_open(import->store, STORE_BRISK, &conn, fault));
	CURSOR(refusals) = lead_refusals_find(&conn, &list->id);
	making.refusals = refusals;
	making.out.buf = &making.buf;
	TRY(next_refusal(&making, fault));
	if (!making.refusal)
		return RC_OK;
	rc = write_file(&making, fault);
	buf_free(&making.buf);
	if (rc == RC_OK)
		*file_id = making.file_id;
	return rc;
}
