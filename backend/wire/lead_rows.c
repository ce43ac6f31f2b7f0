#include "wire/lead_rows.h"

#include "domain/field.h"

#include <csv.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEADER_MAX = 8192, COLUMNS_MAX = 64, FIELD_MAX = 1024, OPEN_FIELD_MAX = 256 * 1024, WORD_MAX = 64 };

enum column { COLUMN_OTHER, COLUMN_PHONE, COLUMN_NAME, COLUMN_CITY };

struct lead_rows {
	lead_row_sink *sink;
	void *context;
	struct csv_parser parser;
	struct fault *fault;
	enum rc rc;

	char header[HEADER_MAX]; /* until its line break is there */
	size_t header_length;
	bool is_headed;

	enum column columns[COLUMNS_MAX];
	size_t columns_count;
	bool in_header;
	size_t column;
	int64_t line;      /* of the byte being read */
	int64_t breaks;    /* line breaks inside quotes, of the row being read */
	bool row_is_blank; /* no field had a character */
	bool row_too_long;
	const char *phone_refusal;
	struct lead_row row;
};

/* Words of the header, without accents, case, blanks and signs, and the column they mean. */
static const struct {
	const char *word;
	enum column column;
} header_words[] = {
	{"telefono", COLUMN_PHONE}, {"tel", COLUMN_PHONE},      {"celular", COLUMN_PHONE},
	{"movil", COLUMN_PHONE},    {"phone", COLUMN_PHONE},    {"numero", COLUMN_PHONE},
	{"mobile", COLUMN_PHONE},   {"linea", COLUMN_PHONE},    {"fijo", COLUMN_PHONE},
	{"contacto", COLUMN_PHONE}, {"msisdn", COLUMN_PHONE},   {"whatsapp", COLUMN_PHONE},
	{"nombre", COLUMN_NAME},    {"name", COLUMN_NAME},      {"cliente", COLUMN_NAME},
	{"titular", COLUMN_NAME},   {"apellidos", COLUMN_NAME}, {"nombrecompleto", COLUMN_NAME},
	{"nombres", COLUMN_NAME},   {"ciudad", COLUMN_CITY},    {"municipio", COLUMN_CITY},
	{"city", COLUMN_CITY},
};

/* ---- text ---- */

static bool is_utf8(const unsigned char *text, size_t length)
{
	for (size_t i = 0; i < length;) {
		size_t more = text[i] < 0x80 ? 0 : text[i] >= 0xf0 ? 3 : text[i] >= 0xe0 ? 2 : 1;

		if (text[i] >= 0x80 && (text[i] < 0xc2 || text[i] > 0xf4 || length - i <= more))
			return false;
		for (size_t k = 1; k <= more; k++)
			if ((text[i + k] & 0xc0) != 0x80)
				return false;
		i += more + 1;
	}
	return true;
}

/* Copies as UTF-8 with blanks folded and control characters dropped; what does not fit is cut at a character. */
static void copy_text(char *out, size_t size, const unsigned char *text, size_t length)
{
	bool latin = !is_utf8(text, length), blank = false;
	size_t used = 0;

	for (size_t i = 0; i < length; i++) {
		size_t need = latin && text[i] >= 0x80 ? 2 : 1;

		if (text[i] <= ' ' || text[i] == 0x7f) {
			blank = used > 0;
			continue;
		}
		if (!latin && text[i] >= 0xc0)
			need = text[i] >= 0xf0 ? 4 : text[i] >= 0xe0 ? 3 : 2;
		if (used + blank + need >= size)
			break;
		if (blank)
			out[used++] = ' ';
		blank = false;
		if (latin && text[i] >= 0x80) {
			out[used++] = (char)(0xc0 | text[i] >> 6);
			out[used++] = (char)(0x80 | (text[i] & 0x3f));
			continue;
		}
		out[used++] = (char)text[i];
	}
	out[used] = '\0';
}

/* The header's word: lower-case ASCII letters alone; accented vowels and ñ lose their sign. */
static void copy_word(char out[WORD_MAX], const unsigned char *text, size_t length)
{
	static const char *const accented[][2] = {{"áàäâÁÀÄÂ", "a"}, {"éèëêÉÈËÊ", "e"}, {"íìïîÍÌÏÎ", "i"},
	                                          {"óòöôÓÒÖÔ", "o"}, {"úùüûÚÙÜÛ", "u"}, {"ñÑ", "n"}};
	char utf8[FIELD_MAX * 2];
	size_t used = 0;

	copy_text(utf8, sizeof utf8, text, length);
	for (const char *p = utf8; *p && used < WORD_MAX - 1; p++) {
		if (isalpha((unsigned char)*p) && (unsigned char)*p < 0x80)
			out[used++] = (char)tolower((unsigned char)*p);
		else if ((unsigned char)*p == 0xc3 && p[1]) {
			for (size_t i = 0; i < sizeof accented / sizeof *accented; i++)
				for (const char *q = accented[i][0]; *q; q += 2)
					if (q[0] == p[0] && q[1] == p[1])
						out[used++] = accented[i][1][0];
			p++;
		}
	}
	out[used] = '\0';
}

static enum column column_of(const unsigned char *text, size_t length)
{
	char word[WORD_MAX];

	copy_word(word, text, length);
	for (size_t i = 0; i < sizeof header_words / sizeof *header_words; i++)
		if (strncmp(word, header_words[i].word, strlen(header_words[i].word)) == 0)
			return header_words[i].column;
	return COLUMN_OTHER;
}

/* ---- fields and rows, as libcsv finds them ---- */

static void append_text(char *out, const unsigned char *text, size_t length)
{
	size_t used = strlen(out);

	if (used && used + 1 < LEAD_TEXT_SIZE) {
		out[used++] = ' ';
		out[used] = '\0';
	}
	copy_text(out + used, LEAD_TEXT_SIZE - used, text, length);
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

static void take_phone(struct lead_rows *rows, const unsigned char *text, size_t length)
{
	struct lead_row *row = &rows->row;
	char copy[LEAD_TEXT_SIZE];
	enum field_verdict verdict;

	copy_text(copy, sizeof copy, text, length);
	if (row->phones_count == LEAD_PHONES_MAX || !*copy)
		return;
	verdict = phone_normalise(copy, row->phones[row->phones_count]);
	if (verdict != FIELD_OK) {
		if (!rows->phone_refusal)
			rows->phone_refusal = phone_refusal_word(verdict);
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

static void on_field(void *field, size_t length, void *context)
{
	struct lead_rows *rows = context;
	const unsigned char *text = field;
	enum column column = rows->column < rows->columns_count ? rows->columns[rows->column] : COLUMN_OTHER;

	if (rows->in_header) {
		if (rows->column < COLUMNS_MAX)
			rows->columns[rows->columns_count++] =
				length <= FIELD_MAX ? column_of(text, length) : COLUMN_OTHER;
		rows->column++;
		return;
	}
	count_breaks(rows, text, length);
	rows->row_is_blank &= length == 0;
	rows->column++;
	if (length > FIELD_MAX || rows->column > COLUMNS_MAX)
		rows->row_too_long = true;
	else if (column == COLUMN_PHONE)
		take_phone(rows, text, length);
	else if (column == COLUMN_NAME)
		append_text(rows->row.name, text, length);
	else if (column == COLUMN_CITY)
		copy_text(rows->row.city, sizeof rows->row.city, text, length);
}

static void begin_row(struct lead_rows *rows)
{
	rows->row = (struct lead_row){.line = rows->line};
	rows->column = 0;
	rows->breaks = 0;
	rows->row_is_blank = true;
	rows->row_too_long = false;
	rows->phone_refusal = NULL;
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

struct lead_rows *lead_rows_new(lead_row_sink *sink, void *context)
{
	struct lead_rows *rows = calloc(1, sizeof *rows);

	if (!rows || csv_init(&rows->parser, CSV_REPALL_NL) != 0)
		abort();
	rows->sink = sink;
	rows->context = context;
	rows->line = 1;
	csv_set_space_func(&rows->parser, is_carriage_return);
	csv_set_term_func(&rows->parser, is_line_feed);
	return rows;
}

void lead_rows_free(struct lead_rows *rows)
{
	if (!rows)
		return;
	csv_free(&rows->parser);
	free(rows);
}

/* The sign that parts the header's columns: the most frequent one outside quotes. */
static unsigned char delimiter_of(const char *header, size_t length)
{
	static const char signs[] = ",;\t";
	size_t counts[sizeof signs] = {0}, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < length; i++) {
		const char *sign = memchr(signs, header[i], sizeof signs - 1);
		quoted ^= header[i] == '"';
		if (sign && !quoted)
			counts[sign - signs]++;
	}
	for (size_t i = 1; i < sizeof signs - 1; i++)
		if (counts[i] > counts[best])
			best = i;
	return (unsigned char)signs[best];
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

static enum rc parse_header(struct lead_rows *rows, struct fault *fault)
{
	const char *header = rows->header;
	size_t length = rows->header_length;

	if (length >= 3 && memcmp(header, "\xef\xbb\xbf", 3) == 0) {
		header += 3;
		length -= 3;
	}
	rows->is_headed = true;
	rows->in_header = true;
	csv_set_delim(&rows->parser, delimiter_of(header, length));
	TRY(parse(rows, header, length, fault));
	for (size_t i = 0; i < rows->columns_count; i++)
		if (rows->columns[i] == COLUMN_PHONE)
			return RC_OK;
	return rows->rc = fault_set(fault, RC_INVALID, "header",
	                            "no column of the first line is named like a phone (telefono, celular, phone …)");
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
