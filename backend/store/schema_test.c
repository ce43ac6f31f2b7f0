/* The words that validators allow are those of the domain's enums, neither more nor fewer; indexes are well named. */
#include "domain/agent_state.h"
#include "domain/identity.h"
#include "domain/lead.h"
#include "domain/reading.h"
#include "domain/role.h"
#include "domain/sale_state.h"
#include "store/schema_files.h"
#include "wire/bson.h"
#include "wire/shape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

WIRE_WORDS(agent_state);
WIRE_WORDS(identity_method);
WIRE_WORDS(identity_next);
WIRE_WORDS(identity_state);
WIRE_WORDS(lead_state);
WIRE_WORDS(reading_clause_kind);
WIRE_WORDS(reading_state);
WIRE_WORDS(role);
WIRE_WORDS(sale_state);

#define STORED(file, property) file ".json", "validator.$jsonSchema.properties." property ".enum"

static const struct {
	const char *file;
	const char *path;
	const struct wire_words *words;
	int count;
} stored[] = {
	{STORED("sales", "state"), &sale_state_words, SALE_STATE_COUNT},
	{STORED("users", "role"), &role_words, ROLE_COUNT},
	{STORED("leads", "state"), &lead_state_words, LEAD_STATE_COUNT},
	{STORED("agent_states", "state"), &agent_state_words, AGENT_STATE_COUNT},
	{STORED("agent_state_changes", "state"), &agent_state_words, AGENT_STATE_COUNT},
	{STORED("readings", "state"), &reading_state_words, READING_STATE_COUNT},
	{STORED("readings", "clauses.items.properties.kind"), &reading_clause_kind_words, READING_QUESTION + 1},
	{STORED("contracts", "clauses.items.properties.kind"), &reading_clause_kind_words, READING_QUESTION + 1},
	{STORED("identity_attempts", "method"), &identity_method_words, IDENTITY_BY_HAND + 1},
	{STORED("identity_attempts", "state"), &identity_state_words, IDENTITY_STATE_COUNT},
	{STORED("identity_attempts", "next"), &identity_next_words, IDENTITY_NEXT_CLOSED + 1},
};

static bson_t *files;

static int read_files(void **state)
{
	bson_error_t error;

	(void)state;
	files = bson_new_from_json((const uint8_t *)schema_files_json, schema_files_json_end - schema_files_json,
	                           &error);
	return files ? 0 : -1;
}

static int free_files(void **state)
{
	(void)state;
	bson_destroy(files);
	return 0;
}

/* File names hold a dot, so they are no step of a path. */
static bool file_named(const char *name, bson_t *content)
{
	char key[80];
	bson_iter_t iter;

	(void)snprintf(key, sizeof key, "collections/%s", name);
	return bson_iter_init_find(&iter, files, key) && wire_bson_inner(&iter, content);
}

static bool is_listed(const bson_t *list, const char *word)
{
	bson_iter_t iter;

	assert_true(bson_iter_init(&iter, list));
	while (bson_iter_next(&iter))
		if (strcmp(bson_iter_utf8(&iter, NULL), word) == 0)
			return true;
	return false;
}

static void stored_words_are_the_domains(void **state)
{
	bson_t file, list;

	(void)state;
	for (size_t i = 0; i < sizeof stored / sizeof *stored; i++) {
		assert_true(file_named(stored[i].file, &file));
		if (!wire_get_document(&file, stored[i].path, &list))
			fail_msg("%s has no %s", stored[i].file, stored[i].path);
		for (int n = 0; n < stored[i].count; n++)
			if (!is_listed(&list, stored[i].words->name(n)))
				fail_msg("%s %s lacks %s", stored[i].file, stored[i].path, stored[i].words->name(n));
		assert_int_equal(bson_count_keys(&list), stored[i].count);
	}
}

/* The unique indexes that keep one open sale per document and line name exactly the domain's open states. */
static void an_open_sale_is_one_that_the_domain_calls_open(void **state)
{
	bson_t file, list;
	uint32_t open = 0;
	const char *at = NULL;

	(void)state;
	assert_true(file_named("sales.json", &file));
	for (int i = 0; !at && i < 10; i++) {
		char path[80];
		(void)snprintf(path, sizeof path, "indexes.%d.name", i);
		at = wire_get_text(&file, path);
		if (!at || strcmp(at, "open_document") != 0) {
			at = NULL;
			continue;
		}
		(void)snprintf(path, sizeof path, "indexes.%d.partialFilterExpression.state.$in", i);
		assert_true(wire_get_document(&file, path, &list));
	}
	assert_non_null(at);
	for (int n = 0; n < SALE_STATE_COUNT; n++) {
		bool is_open = sale_state_is_open((enum sale_state)n);

		open += is_open;
		assert_int_equal(is_listed(&list, sale_state_name((enum sale_state)n)), is_open);
	}
	assert_int_equal(bson_count_keys(&list), open);
}

static void every_collection_has_a_validator_and_named_indexes(void **state)
{
	bson_iter_t iter, index;
	bson_t content, indexes, one;
	int collections = 0;

	(void)state;
	assert_true(bson_iter_init(&iter, files));
	while (bson_iter_next(&iter)) {
		if (strncmp(bson_iter_key(&iter), "collections/", strlen("collections/")) != 0)
			continue;
		collections++;
		assert_true(wire_bson_inner(&iter, &content));
		assert_true(wire_has(&content, "validator.$jsonSchema.properties._id"));
		assert_true(wire_get_document(&content, "indexes", &indexes));
		assert_true(bson_iter_init(&index, &indexes));
		while (bson_iter_next(&index)) {
			assert_true(wire_bson_inner(&index, &one));
			assert_non_null(wire_get_text(&one, "name"));
		}
	}
	assert_true(collections >= 39);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stored_words_are_the_domains),
		cmocka_unit_test(an_open_sale_is_one_that_the_domain_calls_open),
		cmocka_unit_test(every_collection_has_a_validator_and_named_indexes),
	};

	return cmocka_run_group_tests(tests, read_files, free_files);
}
