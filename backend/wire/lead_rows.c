#include "wire/lead_rows.h"

#include "base/buf.h"
#include "domain/field.h"
#include "wire/lead_text.h"

#include <assert.h>
#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEADER_MAX = 8192, FIELD_MAX = 1024, OPEN_FIELD_MAX = 256 * 1024, FIELDS_TEXT_MAX = 256 * 1024 };

struct lead_rows {
	lead_row_sink *sink;
	void *context;
	struct csv_parser parser;
	struct fault *fault;
	enum rc rc;

	char header[HEADER_MAX]; /* until its line break is there */
	size_t header_length;
	bool is_headed, in_header, has_bom;
	size_t titles_count;
	char titles[LEAD_COLUMNS_MAX][LEAD_TEXT_SIZE];

	struct lead_format format;
	bool saw_latin1; /* a value was no UTF-8 */

	size_t column;
	int64_t line;      /* of the byte being read */
	int64_t breaks;    /* line breaks inside quotes, of the row being read */
	bool row_is_blank; /* no field had a character */
	bool row_too_long;
	const char *phone_refusal;
	struct lead_row row;

	bool keeps_fields;
	size_t fields_count;
	size_t fields_at[LEAD_COLUMNS_MAX]; /* where each begins in the text */
	struct buf fields_text;             /* each with its NUL */
};

/* What a column's title begins with, as lead_text_word() writes it, and what the column then is. */
static const struct {
	const char *word;
	enum lead_column column;
} title_words[] = {
	{"telefono", LEAD_COLUMN_PHONE}, {"tel", LEAD_COLUMN_PHONE},     {"celular", LEAD_COLUMN_PHONE},
	{"movil", LEAD_COLUMN_PHONE},    {"phone", LEAD_COLUMN_PHONE},   {"numero", LEAD_COLUMN_PHONE},
	{"mobile", LEAD_COLUMN_PHONE},   {"linea", LEAD_COLUMN_PHONE},   {"fijo", LEAD_COLUMN_PHONE},
	{"contacto", LEAD_COLUMN_PHONE}, {"msisdn", LEAD_COLUMN_PHONE},  {"whatsapp", LEAD_COLUMN_PHONE},
	{"nombre", LEAD_COLUMN_NAME},    {"name", LEAD_COLUMN_NAME},     {"cliente", LEAD_COLUMN_NAME},
	{"titular", LEAD_COLUMN_NAME},   {"apellido", LEAD_COLUMN_NAME}, {"ciudad", LEAD_COLUMN_CITY},
	{"municipio", LEAD_COLUMN_CITY}, {"city", LEAD_COLUMN_CITY},
};

/* The same for what looks like a phone and is none. */
static const char *const other_words[] = {"numerodedocumento", "numerodocumento", "numerodecedula",
                                          "numerocedula",      "numeroid",        "numerodecuenta",
                                          "numerocuenta",      "clienteid",       "telefonia"};

static enum lead_column column_of(const char *title)
{
	char word[LEAD_WORD_SIZE];

	lead_text_word(word, title);
	for (size_t i = 0; i < sizeof other_words / sizeof *other_words; i++)
		if (strncmp(word, other_words[i], strlen(other_words[i])) == 0)
			return LEAD_COLUMN_OTHER;
	for (size_t i = 0; i < sizeof title_words / sizeof *title_words; i++)
		if (strncmp(word, title_words[i].word, strlen(title_words[i].word)) == 0)
			return title_words[i].column;
	return LEAD_COLUMN_OTHER;
}

/* ---- fields and rows, as libcsv finds them ---- */

static void append_text(const struct lead_rows *rows, char *out, const unsigned char *text, size_t length)
{
	size_t used = strlen(out);

	if (used && used + 1 < LEAD_TEXT_SIZE) {
		out[used++] = ' ';
		out[used] = '\0';
	}
	(void)lead_text_copy(out + used, LEAD_TEXT_SIZE - used, text, length, rows->format.encoding);
}

static const char *phone_refusal_word(enum field_verdict verdict)
{
	static const char *const words[] = {
		[FIELD_REQUIRED] = "phone_missing",      [FIELD_TOO_SHORT] = "phone_too_short",
		[FIELD_TOO_LONG] = "phone_too_long",     [FIELD_BAD_CHARACTER] = "phone_bad_character",
		[FIELD_BAD_FORMAT] = "phone_bad_format", [FIELD_FOREIGN] = "phone_foreign"};
	const char *word = (size_t)verdict < sizeof words / sizeof *words ? words[verdict] : NULL;

	return word ? word : "phone_bad_format";
}

/* "3,00E+09": a spreadsheet has thrown the digits away. */
static bool is_scientific(const char *text)
{
	size_t mantissa = strspn(text, "0123456789.,");
	const char *exponent = text + mantissa + 1;

	if (mantissa == 0 || (text[mantissa] | 0x20) != 'e')
		return false;
	exponent += *exponent == '+';
	return *exponent && exponent[strspn(exponent, "0123456789")] == '\0';
}

static void take_phone(struct lead_rows *rows, const unsigned char *text, size_t length)
{
	struct lead_row *row = &rows->row;
	char copy[LEAD_TEXT_SIZE];
	enum field_verdict verdict;

	(void)lead_text_copy(copy, sizeof copy, text, length, rows->format.encoding);
	if (row->phones_count == LEAD_PHONES_MAX || !*copy)
		return;
	verdict = phone_normalise(copy, row->phones[row->phones_count]);
	if (verdict != FIELD_OK) {
		if (!rows->phone_refusal)
			rows->phone_refusal = is_scientific(copy) ? "phone_scientific" : phone_refusal_word(verdict);
		return;
	}
	for (size_t i = 0; i < row->phones_count; i++)
		if (strcmp(row->phones[i], row->phones[row->phones_count]) == 0)
			return;
	row->phones_count++;
}

static void count_breaks(struct lead_rows *rows, const unsigned char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		rows->breaks += text[i] == '\n';
}

static void keep_field(struct lead_rows *rows, const unsigned char *text, size_t length)
{
	enum { ROOM = FIELD_MAX * 3 + 1 }; /* a byte of Latin-1 becomes three at most */
	size_t kept = length < FIELD_MAX ? length : FIELD_MAX;

	if (rows->fields_count == LEAD_COLUMNS_MAX)
		return;
	rows->fields_at[rows->fields_count++] = rows->fields_text.length;
	rows->fields_text.length +=
		1 + lead_text_copy(buf_reserve(&rows->fields_text, ROOM), ROOM, text, kept, rows->format.encoding);
}

static void take_title(struct lead_rows *rows, const unsigned char *text, size_t length)
{
	char *title;

	if (rows->titles_count == LEAD_COLUMNS_MAX)
		return;
	title = rows->titles[rows->titles_count];
	(void)lead_text_copy(title, LEAD_TEXT_SIZE, text, length, rows->format.encoding);
	if (!rows->format.is_given)
		rows->format.columns[rows->format.columns_count++] = column_of(title);
	rows->titles_count++;
}

static void take_value(struct lead_rows *rows, enum lead_column column, const unsigned char *text, size_t length)
{
	switch (column) {
	case LEAD_COLUMN_PHONE:
		take_phone(rows, text, length);
		return;
	case LEAD_COLUMN_NAME:
		append_text(rows, rows->row.name, text, length);
		return;
	case LEAD_COLUMN_CITY:
		(void)lead_text_copy(rows->row.city, sizeof rows->row.city, text, length, rows->format.encoding);
		return;
	case LEAD_COLUMN_OTHER:
		return;
	}
}

static void on_field(void *field, size_t length, void *context)
{
	struct lead_rows *rows = context;
	size_t n = rows->column++;

	rows->saw_latin1 = rows->saw_latin1 || !lead_text_is_utf8(field, length);
	if (rows->in_header) {
		take_title(rows, field, length);
		return;
	}
	count_breaks(rows, field, length);
	rows->row_is_blank &= length == 0;
	if (rows->keeps_fields)
		keep_field(rows, field, length);
	if (length > FIELD_MAX || n >= LEAD_COLUMNS_MAX)
		rows->row_too_long = true;
	else if (n < rows->format.columns_count)
		take_value(rows, rows->format.columns[n], field, length);
}

static void begin_row(struct lead_rows *rows)
{
	rows->row = (struct lead_row){.line = rows->line};
	rows->column = 0;
	rows->breaks = 0;
	rows->row_is_blank = true;
	rows->row_too_long = false;
	rows->phone_refusal = NULL;
	rows->fields_count = 0;
	buf_reset(&rows->fields_text);
}

static void on_row(int end, void *context)
{
	struct lead_rows *rows = context;
	int64_t lines = 1 + rows->breaks;

	(void)end;
	if (rows->in_header) {
		rows->in_header = false;
	} else if (!rows->row_is_blank && rows->rc == RC_OK) {
		if (rows->row_too_long)
			rows->row.refusal = "row_too_long";
		else if (rows->row.phones_count == 0)
			rows->row.refusal = rows->phone_refusal ? rows->phone_refusal : "phone_missing";
		rows->rc = rows->sink(rows->context, &rows->row, rows->fault);
	}
	rows->line += lines;
	begin_row(rows);
}

/* Other blanks are the rows' own business: folded in texts, ignored by the phone rule. Tabs may part the columns. */
static int is_carriage_return(unsigned char c)
{
	return c == CSV_CR;
}

/* libcsv passes over blank lines by itself; a line feed alone ends a row, so that each is counted. */
static int is_line_feed(unsigned char c)
{
	return c == CSV_LF;
}

/* ---- the file ---- */

struct lead_rows *lead_rows_new(const struct lead_format *format, lead_row_sink *sink, void *context)
{
	struct lead_rows *rows = calloc(1, sizeof *rows);

	if (!rows || csv_init(&rows->parser, CSV_REPALL_NL) != 0)
		abort();
	rows->sink = sink;
	rows->context = context;
	rows->line = 1;
	rows->fields_text = BUF_INIT(FIELDS_TEXT_MAX);
	if (format)
		rows->format = *format;
	csv_set_space_func(&rows->parser, is_carriage_return);
	csv_set_term_func(&rows->parser, is_line_feed);
	return rows;
}

void lead_rows_free(struct lead_rows *rows)
{
	if (!rows)
		return;
	csv_free(&rows->parser);
	buf_free(&rows->fields_text);
	free(rows);
}

/* The sign that parts the header's columns: the most frequent one outside quotes. */
static enum lead_delimiter delimiter_of(const char *header, size_t length)
{
	size_t counts[LEAD_DELIMITER_COUNT] = {0}, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < length; i++) {
		quoted ^= header[i] == '"';
		for (size_t k = 0; k < LEAD_DELIMITER_COUNT && !quoted; k++)
			counts[k] += header[i] == lead_delimiter_sign((enum lead_delimiter)k);
	}
	for (size_t i = 1; i < LEAD_DELIMITER_COUNT; i++)
		if (counts[i] > counts[best])
			best = i;
	return (enum lead_delimiter)best;
}

static enum rc parse(struct lead_rows *rows, const char *bytes, size_t length, struct fault *fault)
{
	rows->fault = fault;
	if (csv_parse(&rows->parser, bytes, length, on_field, on_row, rows) != length && rows->rc == RC_OK)
		rows->rc = fault_set(fault, RC_INVALID, "csv", "line %lld cannot be read", (long long)rows->line);
	if (csv_get_buffer_size(&rows->parser) > OPEN_FIELD_MAX && rows->rc == RC_OK)
		rows->rc = fault_set(fault, RC_INVALID, "csv", "a quote opened in line %lld is not closed",
		                     (long long)rows->line);
	return rows->rc;
}

bool lead_rows_has_phone(const struct lead_rows *rows)
{
	for (size_t i = 0; i < rows->format.columns_count; i++)
		if (rows->format.columns[i] == LEAD_COLUMN_PHONE)
			return true;
	return false;
}

static enum rc parse_header(struct lead_rows *rows, struct fault *fault)
{
	const char *header = rows->header;
	size_t length = rows->header_length;

	if (length >= 2 && (memcmp(header, "\xff\xfe", 2) == 0 || memcmp(header, "\xfe\xff", 2) == 0))
		return rows->rc = fault_set(fault, RC_INVALID, "utf16", "the file is UTF-16: save it as CSV UTF-8");
	rows->has_bom = length >= 3 && memcmp(header, "\xef\xbb\xbf", 3) == 0;
	if (rows->has_bom) {
		header += 3;
		length -= 3;
	}
	rows->is_headed = true;
	rows->in_header = true;
	if (!rows->format.is_given)
		rows->format.delimiter = delimiter_of(header, length);
	csv_set_delim(&rows->parser, (unsigned char)lead_delimiter_sign(rows->format.delimiter));
	TRY(parse(rows, header, length, fault));
	if (lead_rows_has_phone(rows) || rows->keeps_fields)
		return RC_OK;
	return rows->rc = fault_set(fault, RC_INVALID, "no_phone_column",
	                            "no column of the first line is a phone (telefono, celular, phone …)");
}

enum rc lead_rows_feed(struct lead_rows *rows, const void *bytes, size_t length, struct fault *fault)
{
	const char *at = bytes, *line_feed;
	size_t part;

	if (!rows->is_headed) {
		line_feed = memchr(at, '\n', length);
		part = line_feed ? (size_t)(line_feed - at) + 1 : length;
		if (rows->header_length + part > HEADER_MAX)
			return rows->rc = fault_set(fault, RC_INVALID, "header", "the first line is too long");
		memcpy(rows->header + rows->header_length, at, part);
		rows->header_length += part;
		at += part;
		length -= part;
		if (!line_feed)
			return RC_OK;
		TRY(parse_header(rows, fault));
	}
	return parse(rows, at, length, fault);
}

enum rc lead_rows_end(struct lead_rows *rows, struct fault *fault)
{
	if (!rows->is_headed)
		TRY(lead_rows_feed(rows, "\n", 1, fault));
	rows->fault = fault;
	(void)csv_fini(&rows->parser, on_field, on_row, rows);
	return rows->rc;
}

/* ---- what was found ---- */

void lead_rows_keep_fields(struct lead_rows *rows)
{
	rows->keeps_fields = true;
}

struct lead_format lead_rows_format(const struct lead_rows *rows)
{
	struct lead_format format = rows->format;

	if (rows->saw_latin1)
		format.encoding = LEAD_ENCODING_LATIN1;
	format.is_given = true;
	return format;
}

bool lead_rows_has_bom(const struct lead_rows *rows)
{
	return rows->has_bom;
}

size_t lead_rows_titles(const struct lead_rows *rows)
{
	return rows->titles_count;
}

const char *lead_rows_title(const struct lead_rows *rows, size_t n)
{
	assert(n < rows->titles_count);
	return rows->titles[n];
}

size_t lead_rows_fields(const struct lead_rows *rows)
{
	return rows->fields_count;
}

const char *lead_rows_field(const struct lead_rows *rows, size_t n)
{
	assert(n < rows->fields_count);
	return rows->fields_text.data + rows->fields_at[n];
}
