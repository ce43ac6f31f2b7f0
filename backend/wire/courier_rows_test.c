/* Read each row as a sentence: such a line of a courier's file is this report, or refused for that. */
#include "wire/courier_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define NONE "-"

struct seen {
	char text[4096];
	size_t length;
};

static const char *or_none(const char *text)
{
	return text ? text : NONE;
}

/* "line sale tracking result reason note" or "line refusal", one a row. */
static enum rc keep(void *context, const struct courier_row *row, struct fault *fault)
{
	struct seen *seen = context;
	char *at = seen->text + seen->length;
	size_t room = sizeof seen->text - seen->length;

	(void)fault;
	if (row->refusal)
		seen->length += (size_t)snprintf(at, room, "%lld %s\n", (long long)row->line, row->refusal);
	else
		seen->length += (size_t)snprintf(
			at, room, "%lld %s %s %s %s %s\n", (long long)row->line, or_none(row->sale_number),
			or_none(row->tracking), dispatch_result_name(row->result),
			row->has_reason ? dispatch_return_reason_name(row->reason) : NONE, or_none(row->note));
	return RC_OK;
}

static void check(const char *file, const char *expected)
{
	struct seen seen = {.length = 0};
	struct fault fault = {0};

	assert_int_equal(courier_rows_read(file, strlen(file), keep, &seen, &fault), RC_OK);
	assert_string_equal(seen.text, expected);
}

static void test_rows(void **state)
{
	(void)state;
	check("Venta;Guía;Resultado;Motivo;Observación\n"
	      "V-000001;GUIA-1;;;\n"
	      "V-000002;GUIA-2;En camino;;\n"
	      "V-000003;;Entregado;;\n"
	      "V-000004;;DEVUELTO;Dirección errada;casa azul\n"
	      "V-000005;;devolución;perro bravo;\n"
	      "V-000006;;devuelto;;\n"
	      ";GUIA-7;Entregada;;\n"
	      "V-000008;;perdido;;\n"
	      "V-000009;;;;\n"
	      ";;Entregado;;\n",
	      "2 V-000001 GUIA-1 in_transit - -\n"
	      "3 V-000002 GUIA-2 in_transit - -\n"
	      "4 V-000003 - delivered - -\n"
	      "5 V-000004 - returned address_wrong casa azul\n"
	      "6 V-000005 - returned other perro bravo\n"
	      "7 V-000006 - returned - -\n"
	      "8 - GUIA-7 delivered - -\n"
	      "9 result_unknown\n"
	      "10 no_result\n"
	      "11 row_unnamed\n");
}

static void test_any_order_and_latin1(void **state)
{
	(void)state;
	check("estado,n\xfamero de gu\xed"
	      "a,pedido\nentregado,G-1,V-1\n",
	      "2 V-1 G-1 delivered - -\n");
}

static void test_other_files(void **state)
{
	static const char *const files[][2] = {
		{"nombre;ciudad\nAna;Cali\n", "courier_columns"}, {"", "courier_columns"}, {"guia\n", NULL}};
	struct seen seen = {.length = 0};

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct fault fault = {0};

		assert_int_equal(courier_rows_read(files[i][0], strlen(files[i][0]), keep, &seen, &fault),
		                 files[i][1] ? RC_INVALID : RC_OK);
		if (files[i][1])
			assert_string_equal(fault.code, files[i][1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_any_order_and_latin1),
		cmocka_unit_test(test_other_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
