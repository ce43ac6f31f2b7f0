#include "wire/csv_out.h"

#include <string.h>

static void begin_cell(struct csv_out *out)
{
	if (out->in_row)
		buf_char(out->buf, out->delimiter);
	out->in_row = true;
}

/* Spreadsheets pass over blanks and control characters before they look for a formula's sign. */
static bool is_formula(const char *text)
{
	while (*text && (unsigned char)*text <= ' ')
		text++;
	return *text && strchr("=+-@", *text) != NULL;
}

void csv_text(struct csv_out *out, const char *text)
{
	bool quoted = strpbrk(text, "\",;\t\r\n") != NULL;

	begin_cell(out);
	if (quoted)
		buf_char(out->buf, '"');
	if (is_formula(text))
		buf_char(out->buf, '\'');
	for (; *text; text++) {
		if (*text == '"')
			buf_char(out->buf, '"');
		buf_char(out->buf, *text);
	}
	if (quoted)
		buf_char(out->buf, '"');
}

void csv_number(struct csv_out *out, int64_t number)
{
	begin_cell(out);
	buf_int(out->buf, number);
}

void csv_end_row(struct csv_out *out)
{
	buf_text(out->buf, "\r\n");
	out->in_row = false;
}
