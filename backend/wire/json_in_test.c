#include "wire/json_in.h"

#include "base/buf.h"
#include "domain/role.h"
#include "wire/bson.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

WIRE_WORDS(role);

struct item {
	const char *name;
	int64_t price_cop;
};

struct form {
	const char *name;
	const char *secret;
	const char *born_on;
	const char *note;
	int64_t count;
	int64_t due_at_ms;
	bool active;
	struct id team_id;
	enum role role;
	struct item main;
	struct wire_list products; /* struct item */
	struct wire_list tags;     /* const char * */
	struct wire_list ids;      /* struct id */
	struct wire_list numbers;  /* int64_t */
	struct wire_given given;
};

static enum field_verdict refuse_xyz(const char *text)
{
	return strcmp(text, "xyz") == 0 ? FIELD_FOREIGN : FIELD_OK;
}

static const struct wire_field item_fields[] = {
	{.name = "name", .type = WIRE_TEXT, .offset = offsetof(struct item, name), .required = true, .min = 1},
	{.name = "price_cop", .type = WIRE_INT, .offset = offsetof(struct item, price_cop), .min = 1, .max = 1000},
};
static const struct wire_shape item_shape = WIRE_SHAPE(struct item, item_fields);

#define AT(member) .offset = offsetof(struct form, member)
static const struct wire_field form_fields[] = {
	{.name = "name", .type = WIRE_TEXT, AT(name), .required = true, .min = 2, .max = 5, .check = refuse_xyz},
	{.name = "secret", .type = WIRE_TEXT, AT(secret), .verbatim = true},
	{.name = "born_on", .type = WIRE_DATE, AT(born_on)},
	{.name = "note", .type = WIRE_TEXT, AT(note), .nullable = true},
	{.name = "count", .type = WIRE_INT, AT(count), .min = -3, .max = 3},
	{.name = "due_at", .type = WIRE_TIME, AT(due_at_ms)},
	{.name = "active", .type = WIRE_BOOL, AT(active)},
	{.name = "team_id", .type = WIRE_ID, AT(team_id)},
	{.name = "role", .type = WIRE_ENUM, AT(role), .words = &role_words},
	{.name = "main", .type = WIRE_OBJECT, AT(main), .shape = &item_shape},
	{.name = "products", .type = WIRE_OBJECTS, AT(products), .shape = &item_shape, .max = 3},
	{.name = "tags", .type = WIRE_TEXTS, AT(tags), .min = 1, .max = 2},
	{.name = "ids", .type = WIRE_IDS, AT(ids)},
	{.name = "numbers", .type = WIRE_INTS, AT(numbers), .max = 3},
};
static const struct wire_shape form_shape = WIRE_SHAPE_GIVEN(struct form, form_fields, given);

struct reading {
	struct arena *arena;
	struct form form;
	struct fault fault;
};

static enum rc read_text(struct reading *reading, const char *json)
{
	return wire_json_read(json, strlen(json), &form_shape, reading->arena, &reading->form, &reading->fault);
}

static void a_good_form_fills_the_struct(void **state)
{
	ARENA(arena, 4096, 1 << 20);
	struct reading r = {.arena = arena};

	(void)state;
	assert_int_equal(
		read_text(&r, "{\"name\":\"  Añá \",\"secret\":\" a\\nb \",\"born_on\":\"2000-02-29\",\"note\":null,"
	                      "\"count\":-3,\"due_at\":1700000000000,\"active\":true,"
	                      "\"team_id\":\"0123456789abcdef01234567\",\"role\":\"quality\","
	                      "\"main\":{\"name\":\"x\",\"price_cop\":5},"
	                      "\"products\":[{\"name\":\"a\"},{\"name\":\"b\",\"price_cop\":1000}],\"tags\":[\"t\"],"
	                      "\"ids\":[\"0123456789abcdef01234567\"],\"numbers\":[4,-5]}"),
		RC_OK);
	assert_string_equal(r.form.name, "Añá");
	assert_string_equal(r.form.secret, " a\nb ");
	assert_string_equal(r.form.born_on, "2000-02-29");
	assert_null(r.form.note);
	assert_false(wire_was_given(&form_shape, &r.form, "note"));
	assert_true(wire_was_given(&form_shape, &r.form, "name"));
	assert_int_equal(r.form.count, -3);
	assert_int_equal(r.form.due_at_ms, 1700000000000);
	assert_true(r.form.active);
	assert_int_equal(r.form.role, ROLE_QUALITY);
	assert_int_equal(r.form.main.price_cop, 5);
	assert_int_equal(r.form.products.count, 2);
	assert_int_equal(((struct item *)r.form.products.items)[1].price_cop, 1000);
	assert_string_equal(((const char **)r.form.tags.items)[0], "t");
	assert_int_equal(((struct id *)r.form.ids.items)[0].bytes[0], 0x01);
	assert_int_equal(r.form.numbers.count, 2);
	assert_int_equal(((int64_t *)r.form.numbers.items)[1], -5);
}

static const struct {
	const char *json;
	const char *fields; /* "name code, name code" */
} wrong[] = {
	{"{}", "name required"},
	{"{\"name\":null}", "name type"},
	{"{\"name\":{\"$ne\":1}}", "name type"},
	{"{\"name\":[\"Ana\"]}", "name type"},
	{"{\"name\":7}", "name type"},
	{"{\"name\":\"   \"}", "name required"},
	{"{\"name\":\"a\"}", "name too_short"},
	{"{\"name\":\"ñañañañ\"}", "name too_long"},
	{"{\"name\":\"a\\u0007b\"}", "name bad_character"},
	{"{\"name\":\"xyz\"}", "name foreign"},
	{"{\"name\":\"Ana\",\"nombre\":1}", "nombre unexpected"},
	{"{\"name\":\"Ana\",\"$where\":1}", "? unexpected"},
	{"{\"name\":\"Ana\",\"count\":4}", "count too_large"},
	{"{\"name\":\"Ana\",\"count\":-4}", "count too_small"},
	{"{\"name\":\"Ana\",\"count\":1.0}", "count type"},
	{"{\"name\":\"Ana\",\"count\":\"1\"}", "count type"},
	{"{\"name\":\"Ana\",\"due_at\":-1}", "due_at too_small"},
	{"{\"name\":\"Ana\",\"due_at\":9000000000000000}", "due_at too_large"},
	{"{\"name\":\"Ana\",\"born_on\":\"2001-02-29\"}", "born_on bad_format"},
	{"{\"name\":\"Ana\",\"active\":1}", "active type"},
	{"{\"name\":\"Ana\",\"numbers\":[1,\"2\",3.0]}", "numbers[1] type, numbers[2] type"},
	{"{\"name\":\"Ana\",\"numbers\":[1,2,3,4]}", "numbers too_large"},
	{"{\"name\":\"Ana\",\"team_id\":\"0123\"}", "team_id bad_format"},
	{"{\"name\":\"Ana\",\"team_id\":{\"$gt\":\"\"}}", "team_id type"},
	{"{\"name\":\"Ana\",\"role\":\"root\"}", "role unknown"},
	{"{\"name\":\"Ana\",\"main\":[]}", "main type"},
	{"{\"name\":\"Ana\",\"main\":{\"price_cop\":0,\"x\":1}}",
         "main.name required, main.price_cop too_small, main.x unexpected"},
	{"{\"name\":\"Ana\",\"products\":{}}", "products type"},
	{"{\"name\":\"Ana\",\"products\":[{\"name\":\"a\"},3,{\"name\":\"b\",\"price_cop\":1001}]}",
         "products[1] type, products[2].price_cop too_large"},
	{"{\"name\":\"Ana\",\"products\":[{},{},{},{}]}", "products too_large"},
	{"{\"name\":\"Ana\",\"tags\":[]}", "tags required"},
	{"{\"name\":\"Ana\",\"tags\":[\"a\",5]}", "tags[1] type"},
	{"{\"name\":\"Ana\",\"ids\":[\"zz\"]}", "ids[0] bad_format"},
	{"{\"count\":9,\"active\":0,\"extra\":1}", "name required, count too_large, active type, extra unexpected"},
};

static void every_wrong_field_is_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		ARENA(arena, 4096, 1 << 20);
		struct reading r = {.arena = arena, .form.count = 77};
		BUF(named, 4096);

		assert_int_equal(read_text(&r, wrong[i].json), RC_INVALID);
		for (size_t n = 0; n < r.fault.fields_count; n++)
			buf_printf(&named, "%s%s %s", n ? ", " : "", r.fault.fields[n].name, r.fault.fields[n].code);
		assert_string_equal(named.data, wrong[i].fields);
		assert_int_equal(r.form.count, 77);
	}
}

static const struct {
	const char *json;
	enum rc rc;
} unreadable[] = {
	{"", RC_MALFORMED},
	{"[]", RC_MALFORMED},
	{"\"text\"", RC_MALFORMED},
	{"{\"name\":\"Ana\"", RC_MALFORMED},
	{"{\"name\":\"Ana\"} x", RC_MALFORMED},
	{"{\"name\":\"Ana\",\"name\":\"Eva\"}", RC_MALFORMED},
	{"{\"name\":\"A\\u0000a\"}", RC_MALFORMED},
	{"{\"name\":\"A\xff\"}", RC_MALFORMED},
	{"{\"count\":99999999999999999999}", RC_MALFORMED},
	{"{\"a\":[[[[[[[[1]]]]]]]]}", RC_MALFORMED},
};

static void what_is_no_json_is_refused_without_repeating_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof unreadable / sizeof *unreadable; i++) {
		ARENA(arena, 4096, 1 << 20);
		struct reading r = {.arena = arena};

		assert_int_equal(read_text(&r, unreadable[i].json), unreadable[i].rc);
		assert_null(strstr(r.fault.detail, "Ana"));
	}
}

static void a_body_beyond_the_ceiling_is_too_large(void **state)
{
	ARENA(arena, 4096, 1 << 20);
	static char json[WIRE_JSON_MAX + 2];
	struct reading r = {.arena = arena};

	(void)state;
	memset(json, ' ', sizeof json - 1);
	assert_int_equal(read_text(&r, json), RC_TOO_LARGE);
}

static void a_record_comes_back_from_bson_as_it_was(void **state)
{
	ARENA(arena, 4096, 1 << 20);
	struct reading r = {.arena = arena};
	struct form again = {0};
	BSON(document);
	BSON(set);

	(void)state;
	assert_int_equal(read_text(&r, "{\"name\":\"Ana\",\"note\":null,\"count\":0,\"role\":\"admin\",\"due_at\":5,"
	                               "\"products\":[{\"name\":\"a\",\"price_cop\":7}],\"tags\":[\"t\",\"u\"],"
	                               "\"ids\":[\"0123456789abcdef01234567\"],\"main\":{\"name\":\"m\"}}"),
	                 RC_OK);
	wire_bson_write(&document, "", &form_shape, &r.form);
	assert_true(bson_has_field(&document, "note"));
	assert_false(wire_has(&document, "note"));
	assert_true(bson_has_field(&document, "count"));
	assert_false(bson_has_field(&document, "active"));
	assert_int_equal(wire_get_ms(&document, "due_at", 0), 5);
	assert_string_equal(wire_get_text(&document, "role"), "admin");
	assert_int_equal(wire_bson_read(&document, &form_shape, arena, &again, &r.fault), RC_OK);
	assert_string_equal(again.name, "Ana");
	assert_int_equal(again.role, ROLE_ADMIN);
	assert_int_equal(again.products.count, 1);
	assert_int_equal(((struct item *)again.products.items)[0].price_cop, 7);
	assert_string_equal(((const char **)again.tags.items)[1], "u");
	assert_string_equal(again.main.name, "m");
	assert_int_equal(again.given.set, r.form.given.set);
	assert_int_equal(again.given.null, r.form.given.null);
	wire_bson_write(&set, "customer.", &form_shape, &r.form);
	assert_int_equal(bson_count_keys(&set), bson_count_keys(&document));
	assert_non_null(strstr((const char *)bson_get_data(&set) + 5, "customer.name"));
}

static void a_stored_document_of_another_type_is_our_mistake(void **state)
{
	ARENA(arena, 4096, 1 << 20);
	struct form form = {0};
	struct fault fault = {0};
	BSON(document);

	(void)state;
	wire_put_int(&document, "name", 3);
	assert_int_equal(wire_bson_read(&document, &form_shape, arena, &form, &fault), RC_BROKEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_form_fills_the_struct),
		cmocka_unit_test(every_wrong_field_is_named),
		cmocka_unit_test(what_is_no_json_is_refused_without_repeating_it),
		cmocka_unit_test(a_body_beyond_the_ceiling_is_too_large),
		cmocka_unit_test(a_record_comes_back_from_bson_as_it_was),
		cmocka_unit_test(a_stored_document_of_another_type_is_our_mistake),
	};

	wire_json_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
