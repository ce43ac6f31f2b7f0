/* Read each row as a sentence: this template renders so, or is refused at this byte. */
#include "domain/merge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const char *const values[MERGE_FIELD_COUNT] = {
	[MERGE_FULL_NAME] = "Marina Ejemplo",
	[MERGE_TOTAL_PRICE] = "$ 109.800",
	[MERGE_SERVICES] = "{{full_name}}", /* what a value says opens no field */
	[MERGE_AGENT_NAME] = "",
};

static void test_render(void **state)
{
	static const struct {
		const char *text;
		enum merge_verdict verdict;
		const char *out;
		size_t at;
	} rows[] = {
		{"¿Acepta usted?", MERGE_OK, "¿Acepta usted?", 0},
		{"", MERGE_OK, "", 0},
		{"Señora {{full_name}}, son {{total_price}} al mes.", MERGE_OK,
	         "Señora Marina Ejemplo, son $ 109.800 al mes.", 0},
		{"{{full_name}}{{full_name}}", MERGE_OK, "Marina EjemploMarina Ejemplo", 0},
		{"{{services}}", MERGE_OK, "{{full_name}}", 0},
		{"{una llave} sola", MERGE_OK, "{una llave} sola", 0},
		{"Don {{nombre}}", MERGE_UNKNOWN_FIELD, NULL, 4},
		{"Don {{ full_name }}", MERGE_UNKNOWN_FIELD, NULL, 4},
		{"Don {{}}", MERGE_UNKNOWN_FIELD, NULL, 4},
		{"{{aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}}", MERGE_UNKNOWN_FIELD, NULL,
	         0},
		{"Don {{full_name", MERGE_UNCLOSED_FIELD, NULL, 4},
		{"Don full_name}}", MERGE_STRAY_BRACE, NULL, 13},
		{"{{full_name}} }}", MERGE_STRAY_BRACE, NULL, 14},
		{"Don {{phone}}", MERGE_MISSING_VALUE, NULL, 4},
		{"La asesora {{agent_name}}", MERGE_MISSING_VALUE, NULL, 11},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char out[100];
		size_t length = 0, at = 0;

		print_message("  \"%s\" is %s\n", rows[i].text, merge_verdict_name(rows[i].verdict));
		assert_int_equal(merge_render(rows[i].text, values, out, sizeof out, &length, &at), rows[i].verdict);
		if (rows[i].verdict != MERGE_OK) {
			assert_int_equal(at, rows[i].at);
			continue;
		}
		assert_string_equal(out, rows[i].out);
		assert_int_equal(length, strlen(rows[i].out));
	}
}

/* A text that does not fit is refused whole; one byte more and it is rendered whole. */
static void test_room(void **state)
{
	const char *text = "{{full_name}}.";
	char out[32];
	size_t length = 0, at = 0, needed = strlen("Marina Ejemplo.") + 1;

	(void)state;
	for (size_t size = 0; size < needed; size++)
		assert_int_equal(merge_render(text, values, out, size, &length, &at), MERGE_NO_ROOM);
	assert_int_equal(merge_render(text, values, out, needed, &length, &at), MERGE_OK);
	assert_string_equal(out, "Marina Ejemplo.");
}

static void test_check(void **state)
{
	size_t at = 0;

	(void)state;
	assert_int_equal(merge_check("{{phone}} {{date}}", &at), MERGE_OK);
	assert_int_equal(merge_check("{{phone}} {{fecha}}", &at), MERGE_UNKNOWN_FIELD);
	assert_int_equal(at, 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_render),
		cmocka_unit_test(test_room),
		cmocka_unit_test(test_check),
	};
	return cmocka_run_group_tests_name("merge", tests, NULL, NULL);
}
