#include "wire/bson.h"
#include "wire/json_out.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static void expect(const bson_t *document, const struct wire_view *view, const char *json)
{
	BUF(out, 1 << 16);

	assert_true(wire_json_document(&out, document, view));
	assert_string_equal(out.data, json);
}

static void scalars_are_written_as_the_contract_says(void **state)
{
	BSON(document);
	struct id id;

	(void)state;
	assert_true(id_parse("0123456789abcdef01234567", &id));
	wire_put_id(&document, "_id", &id);
	wire_put_ms(&document, "sent_at", 1700000000123);
	wire_put_int(&document, "price_cop", INT64_MIN);
	bson_append_int32(&document, "n", -1, -7);
	bson_append_double(&document, "level", -1, -23.5);
	bson_append_double(&document, "third", -1, 1.0 / 3);
	bson_append_double(&document, "nan", -1, NAN);
	wire_put_bool(&document, "ready", true);
	wire_put_null(&document, "owner_id");
	wire_put_text(&document, "name", "Ana \"Ñ\"\n\x01");
	expect(&document, NULL,
	       "{\"id\":\"0123456789abcdef01234567\",\"sent_at\":1700000000123,\"price_cop\":-9223372036854775808,"
	       "\"n\":-7,\"level\":-23.5,\"third\":0.33333333333333331,\"nan\":null,\"ready\":true,\"owner_id\":null,"
	       "\"name\":\"Ana \\\"Ñ\\\"\\n\\u0001\"}");
}

static void nested_documents_and_arrays_keep_their_shape(void **state)
{
	bson_error_t error;
	bson_t *document = bson_new_from_json(
		(const uint8_t *)"{\"a\":{\"_id\":1,\"b\":[{\"c\":[]},2,null,\"x\"]},\"d\":{}}", -1, &error);

	(void)state;
	assert_non_null(document);
	expect(document, NULL, "{\"a\":{\"id\":1,\"b\":[{\"c\":[]},2,null,\"x\"]},\"d\":{}}");
	bson_destroy(document);
}

static void binary_never_leaves(void **state)
{
	BSON(document);
	BSON(list);

	(void)state;
	wire_put_binary(&document, "password_hash", "secret", 6);
	wire_put_int(&document, "a", 1);
	wire_put_binary(&list, "0", "secret", 6);
	wire_put_int(&list, "1", 2);
	wire_put_array(&document, "list", &list);
	bson_append_regex(&document, "r", -1, "a", "i");
	bson_append_timestamp(&document, "t", -1, 1, 2);
	expect(&document, NULL, "{\"a\":1,\"list\":[null,2]}");
}

static void a_view_hides_and_masks_at_every_level(void **state)
{
	static const char *const hidden[] = {"password_hash", NULL};
	static const char *const masked[] = {"document_number", NULL};
	const struct wire_view view = {.hidden = hidden, .masked = masked};
	BSON(document);
	BSON(customer);

	(void)state;
	wire_put_text(&document, "password_hash", "x");
	wire_put_text(&customer, "document_number", "1000000101");
	wire_put_text(&customer, "password_hash", "x");
	wire_put_document(&document, "customer", &customer);
	wire_put_text(&document, "document_number", "añ\"1");
	expect(&document, &view, "{\"customer\":{\"document_number\":\"••••••0101\"},\"document_number\":\"••••\"}");
	bson_reinit(&document);
	wire_put_text(&document, "document_number", "1é34\"");
	expect(&document, &view, "{\"document_number\":\"•é34\\\"\"}");
	bson_reinit(&document);
	wire_put_text(&document, "document_number", "");
	expect(&document, &view, "{\"document_number\":\"\"}");
}

static void what_is_too_deep_is_left_out(void **state)
{
	BSON(document);
	BUF(out, 1 << 16);

	(void)state;
	for (int i = 0; i < WIRE_OUT_DEPTH + 5; i++) {
		BSON(inner);
		wire_put_document(&inner, "a", &document);
		bson_destroy(&document);
		bson_copy_to(&inner, &document);
	}
	assert_true(wire_json_document(&out, &document, NULL));
	assert_int_equal(out.length, (size_t)WIRE_OUT_DEPTH * strlen("{\"a\":}") + strlen("{}"));
}

/* Every cut and every flipped byte of a document is either refused or written, never read beyond its end (ASan). */
static void corrupt_bytes_do_no_harm(void **state)
{
	BSON(document);
	BSON(inner);
	BSON(list);

	(void)state;
	wire_put_text(&inner, "text", "value");
	wire_put_int(&inner, "n", 3);
	wire_put_document(&document, "d", &inner);
	wire_put_document(&list, "0", &inner);
	wire_put_array(&document, "a", &list);
	wire_put_binary(&document, "b", "xyz", 3);
	bson_append_regex(&document, "r", -1, "a", "i");
	for (uint32_t at = 0; at < document.len; at++) {
		for (int flip = 0; flip < 256; flip += 17) {
			uint8_t *bytes = malloc(document.len);
			bson_t corrupt;
			BUF(out, 1 << 16);

			assert_non_null(bytes);
			memcpy(bytes, bson_get_data(&document), document.len);
			bytes[at] = (uint8_t)(bytes[at] ^ flip);
			if (bson_init_static(&corrupt, bytes, document.len))
				(void)wire_json_document(&out, &corrupt, NULL);
			free(bytes);
		}
	}
	assert_false(bson_empty(&document));
}

static void members_can_be_joined_with_others(void **state)
{
	BSON(document);
	BUF(out, 1024);
	bool first = true;

	(void)state;
	wire_put_int(&document, "a", 1);
	buf_char(&out, '{');
	assert_true(wire_json_members(&out, &document, NULL, &first));
	assert_false(first);
	buf_text(&out, ",\"b\":2}");
	assert_string_equal(out.data, "{\"a\":1,\"b\":2}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scalars_are_written_as_the_contract_says),
		cmocka_unit_test(nested_documents_and_arrays_keep_their_shape),
		cmocka_unit_test(binary_never_leaves),
		cmocka_unit_test(a_view_hides_and_masks_at_every_level),
		cmocka_unit_test(what_is_too_deep_is_left_out),
		cmocka_unit_test(corrupt_bytes_do_no_harm),
		cmocka_unit_test(members_can_be_joined_with_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
