/* Read each row as a sentence: a file of these bytes is of this type, and whole or not. */
#include "ports/filetype.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#define BYTES(text) (text), sizeof(text) - 1

#define JPEG     "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0 and its picture"
#define JPEG_END "\xff\xd9"
#define PNG      "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\6\0\0\0\x1f\x15\xc4\x89"
#define PNG_END  "\0\0\0\0IEND\xae\x42\x60\x82"
#define PDF      "%PDF-1.4\n1 0 obj\n<< >>\nendobj\n"
#define ZIP      "PK\3\4\24\0\0\0\10\0"

static struct filetype_sample sample_of(const char *bytes, size_t length)
{
	return (struct filetype_sample){.head = (const uint8_t *)bytes,
	                                .tail = (const uint8_t *)bytes,
	                                .head_length = length,
	                                .tail_length = length,
	                                .size = (int64_t)length};
}

static void test_type_and_structure(void **state)
{
	static const struct {
		const char *what;
		const char *bytes;
		size_t length;
		const char *name;
		bool whole;
	} rows[] = {
		{"a JPEG", BYTES(JPEG JPEG_END), "image/jpeg", true},
		{"a JPEG with zeros behind its end", BYTES(JPEG JPEG_END "\0\0"), "image/jpeg", true},
		{"a JPEG that was cut short", BYTES(JPEG), "image/jpeg", false},
		{"a JPEG with an archive behind its end", BYTES(JPEG JPEG_END ZIP), "image/jpeg", false},
		{"a PNG", BYTES(PNG PNG_END), "image/png", true},
		{"a PNG that was cut short", BYTES(PNG "\0\0\0\0IEND"), "image/png", false},
		{"a PDF", BYTES(PDF "%%EOF\r\n"), "application/pdf", true},
		{"a PDF without its end", BYTES(PDF), "application/pdf", false},
		{"a PDF with a page of HTML behind it", BYTES(PDF "%%EOF\n<html></html>"), "application/pdf", false},
		{"a WebP", BYTES("RIFF\x0c\0\0\0WEBPVP8 \0\0\0\0"), "image/webp", true},
		{"a WebP longer than it says", BYTES("RIFF\x0c\0\0\0WEBPVP8 \0\0\0\0more"), "image/webp", false},
		{"a page of text", BYTES("Not a picture at all, only words.\n"), "text/plain", false},
		{"an archive", BYTES(ZIP "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), "application/octet-stream",
	         false},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct filetype_sample sample = sample_of(rows[i].bytes, rows[i].length);
		char name[FILETYPE_NAME_SIZE];
		struct fault fault;

		print_message("  %s\n", rows[i].what);
		assert_int_equal(filetype_name(&sample, name, &fault), RC_OK);
		assert_string_equal(name, rows[i].name);
		assert_int_equal(filetype_is_whole(name, &sample), rows[i].whole);
	}
}

static void test_heic_has_no_end_to_look_for(void **state)
{
	static const char bytes[] = "\0\0\0\x18"
				    "ftypheic\0\0\0\0mif1heic\0\0\0\x08mdat";
	const struct filetype_sample sample = sample_of(bytes, sizeof bytes - 1);
	const struct filetype_sample alone = sample_of(bytes, 12);

	(void)state;
	assert_true(filetype_is_whole("image/heic", &sample));
	assert_false(filetype_is_whole("image/heic", &alone));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_type_and_structure),
		cmocka_unit_test(test_heic_has_no_end_to_look_for),
	};
	return cmocka_run_group_tests_name("filetype", tests, NULL, NULL);
}
