#include "wire/courier_rows.h"

#include "wire/lead_rows.h"
#include "wire/lead_text.h"

#include <string.h>

enum column { COLUMN_SALE, COLUMN_TRACKING, COLUMN_RESULT, COLUMN_REASON, COLUMN_NOTE, COLUMN_COUNT };

/* Titles as lead_text_word() leaves them. */
static const struct {
	const char *word;
	enum column column;
} titles[] = {
	{"venta", COLUMN_SALE},        {"numerodeventa", COLUMN_SALE}, {"pedido", COLUMN_SALE},
	{"sale", COLUMN_SALE},         {"guia", COLUMN_TRACKING},      {"numerodeguia", COLUMN_TRACKING},
	{"tracking", COLUMN_TRACKING}, {"resultado", COLUMN_RESULT},   {"estado", COLUMN_RESULT},
	{"result", COLUMN_RESULT},     {"motivo", COLUMN_REASON},      {"causal", COLUMN_REASON},
	{"reason", COLUMN_REASON},     {"observacion", COLUMN_NOTE},   {"observaciones", COLUMN_NOTE},
	{"nota", COLUMN_NOTE},         {"note", COLUMN_NOTE},          {"motivodedevolucion", COLUMN_REASON},
};

static const struct {
	const char *word;
	enum dispatch_result result;
} results[] = {
	{"entregado", DISPATCH_DELIVERED},   {"entregada", DISPATCH_DELIVERED},   {"delivered", DISPATCH_DELIVERED},
	{"devuelto", DISPATCH_RETURNED},     {"devuelta", DISPATCH_RETURNED},     {"devolucion", DISPATCH_RETURNED},
	{"returned", DISPATCH_RETURNED},     {"encamino", DISPATCH_IN_TRANSIT},   {"entransito", DISPATCH_IN_TRANSIT},
	{"despachado", DISPATCH_IN_TRANSIT}, {"despachada", DISPATCH_IN_TRANSIT}, {"intransit", DISPATCH_IN_TRANSIT},
};

static const struct {
	const char *word;
	enum dispatch_return_reason reason;
} reasons[] = {
	{"nadieencasa", DISPATCH_NOBODY_HOME},
	{"noestaba", DISPATCH_NOBODY_HOME},
	{"ausente", DISPATCH_NOBODY_HOME},
	{"nobodyhome", DISPATCH_NOBODY_HOME},
	{"direccionerrada", DISPATCH_ADDRESS_WRONG},
	{"direccionincorrecta", DISPATCH_ADDRESS_WRONG},
	{"addresswrong", DISPATCH_ADDRESS_WRONG},
	{"rechazado", DISPATCH_REFUSED},
	{"rehusado", DISPATCH_REFUSED},
	{"refused", DISPATCH_REFUSED},
	{"desconocido", DISPATCH_UNKNOWN_THERE},
	{"noconocen", DISPATCH_UNKNOWN_THERE},
	{"unknownthere", DISPATCH_UNKNOWN_THERE},
};

struct reading {
	struct lead_rows *rows;
	courier_row_sink *sink;
	void *context;
	bool is_headed;
	bool has[COLUMN_COUNT];
	size_t at[COLUMN_COUNT];
};

/* Once; refuses a file that names neither sale nor tracking number. */
static enum rc find_columns(struct reading *reading, struct fault *fault)
{
	if (reading->is_headed)
		return RC_OK;
	reading->is_headed = true;
	for (size_t n = 0; n < lead_rows_titles(reading->rows); n++) {
		char word[LEAD_WORD_SIZE];

		lead_text_word(word, lead_rows_title(reading->rows, n));
		for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
			if (strcmp(titles[i].word, word) != 0 || reading->has[titles[i].column])
				continue;
			reading->has[titles[i].column] = true;
			reading->at[titles[i].column] = n;
		}
	}
	if (reading->has[COLUMN_SALE] || reading->has[COLUMN_TRACKING])
		return RC_OK;
	return fault_set(fault, RC_INVALID, "courier_columns", "no column names the sale or its tracking number");
}

/* NULL when the row has no such field, or an empty one. */
static const char *field(const struct reading *reading, enum column column)
{
	const char *text;

	if (!reading->has[column] || reading->at[column] >= lead_rows_fields(reading->rows))
		return NULL;
	text = lead_rows_field(reading->rows, reading->at[column]);
	return text && *text ? text : NULL;
}

static const char *read_result(const struct reading *reading, struct courier_row *row)
{
	const char *text = field(reading, COLUMN_RESULT);
	char word[LEAD_WORD_SIZE];

	row->result = DISPATCH_IN_TRANSIT;
	if (!text)
		return row->tracking ? NULL : "no_result";
	lead_text_word(word, text);
	for (size_t i = 0; i < sizeof results / sizeof *results; i++) {
		if (strcmp(results[i].word, word) == 0) {
			row->result = results[i].result;
			return NULL;
		}
	}
	return "result_unknown";
}

static void read_reason(const struct reading *reading, struct courier_row *row)
{
	const char *text = field(reading, COLUMN_REASON);
	char word[LEAD_WORD_SIZE];

	row->note = field(reading, COLUMN_NOTE);
	if (row->result != DISPATCH_RETURNED)
		return;
	row->has_reason = text || row->note;
	row->reason = DISPATCH_OTHER_REASON;
	if (!text)
		return;
	lead_text_word(word, text);
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (strcmp(reasons[i].word, word) == 0)
			row->reason = reasons[i].reason;
	if (row->reason == DISPATCH_OTHER_REASON && !row->note)
		row->note = text;
}

static enum rc on_row(void *context, const struct lead_row *lead, struct fault *fault)
{
	struct reading *reading = context;
	struct courier_row row = {.line = lead->line};

	TRY(find_columns(reading, fault));
	if (lead->refusal && strcmp(lead->refusal, "row_too_long") == 0) {
		row.refusal = "row_too_long";
		return reading->sink(reading->context, &row, fault);
	}
	row.sale_number = field(reading, COLUMN_SALE);
	row.tracking = field(reading, COLUMN_TRACKING);
	row.refusal = row.sale_number || row.tracking ? read_result(reading, &row) : "row_unnamed";
	if (!row.refusal)
		read_reason(reading, &row);
	return reading->sink(reading->context, &row, fault);
}

enum rc courier_rows_read(const void *bytes, size_t length, courier_row_sink *sink, void *context,
                          struct fault *fault)
{
	struct reading reading = {.sink = sink, .context = context};
	enum rc rc;

	reading.rows = lead_rows_new(NULL, on_row, &reading);
	lead_rows_keep_fields(reading.rows);
	rc = lead_rows_feed(reading.rows, bytes, length, fault);
	if (rc == RC_OK)
		rc = lead_rows_end(reading.rows, fault);
	if (rc == RC_OK)
		rc = find_columns(&reading, fault); /* also of a file without a row */
	lead_rows_free(reading.rows);
	return rc;
}
