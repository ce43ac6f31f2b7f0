/* A hash is found again by the same key and value, and by nothing else. */
#include "store/person_key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static const struct person_key key = {{1}}, other_key = {{2}};

static bool is_same(struct keyed_hash left, struct keyed_hash right)
{
	return memcmp(left.bytes, right.bytes, sizeof left.bytes) == 0;
}

static void the_same_gives_the_same(void **state)
{
	(void)state;
	assert_true(is_same(person_key_document(&key, DOCUMENT_CC, "1000000101"),
	                    person_key_document(&key, DOCUMENT_CC, "1000000101")));
	assert_true(is_same(person_key_line(&key, "+573000000101"), person_key_line(&key, "+573000000101")));
}

static void anything_else_gives_another(void **state)
{
	const struct keyed_hash hash = person_key_document(&key, DOCUMENT_CC, "1000000101");

	(void)state;
	assert_false(is_same(hash, person_key_document(&key, DOCUMENT_CC, "1000000102")));
	assert_false(is_same(hash, person_key_document(&key, DOCUMENT_PPT, "1000000101")));
	assert_false(is_same(hash, person_key_document(&other_key, DOCUMENT_CC, "1000000101")));
	assert_false(is_same(person_key_line(&key, "1000000101"), person_key_secret(&key, "1000000101")));
	assert_false(is_same(hash, person_key_line(&key, "1000000101")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_gives_the_same),
		cmocka_unit_test(anything_else_gives_another),
	};
	return cmocka_run_group_tests_name("person key", tests, NULL, NULL);
}
