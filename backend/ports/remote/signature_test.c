/* What is signed: known vectors, made by another implementation, and that each part counts. */
#include "ports/remote/signature.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static const uint8_t key[SIGNATURE_KEY_BYTES] = "0123456789abcdef0123456789abcde";

static const struct signature_question question = {.unix_seconds = 1764000000,
                                                   .operation = "activation/load",
                                                   .key = "V-000001-1-1",
                                                   .body = "{\"sale\":\"V-000001\"}",
                                                   .body_length = 19};

/* python3: hmac.new(key, b"v1\n1764000000\nactivation/load\nV-000001-1-1\n" + body, "sha256").hexdigest() */
static const char question_hex[] = "905e0a0effdbfaab280098c5796900233f54d9613eedff24797e4e53a95043c2";
/* The same over b"v1-answer\n200\n" + question_hex + b"\n" + b'{"state":"loaded"}' */
static const char answer_hex[] = "1ef5303ee00c9aacd2ae95831f19dcf1962d3a25ad2b6725a40ac2ae7bcc15b8";

static void test_the_known_vectors(void **state)
{
	const struct signature_answer answer = {
		.status = 200, .question_hex = question_hex, .body = "{\"state\":\"loaded\"}", .body_length = 18};
	char hex[SIGNATURE_HEX_SIZE];

	(void)state;
	signature_of_question(key, &question, hex);
	assert_string_equal(hex, question_hex);
	signature_of_answer(key, &answer, hex);
	assert_string_equal(hex, answer_hex);
}

static void test_every_part_counts(void **state)
{
	struct signature_question others[] = {question, question, question, question};
	uint8_t other_key[SIGNATURE_KEY_BYTES];
	char hex[SIGNATURE_HEX_SIZE];

	(void)state;
	others[0].unix_seconds++;
	others[1].operation = "activation/status";
	others[2].key = "V-000001-1-2";
	others[3].body_length--;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		signature_of_question(key, &others[i], hex);
		assert_string_not_equal(hex, question_hex);
	}
	memcpy(other_key, key, sizeof key);
	other_key[31] ^= 1;
	signature_of_question(other_key, &question, hex);
	assert_string_not_equal(hex, question_hex);
}

static void test_an_answer_fits_only_its_question(void **state)
{
	struct signature_answer answer = {
		.status = 200, .question_hex = question_hex, .body = "{\"state\":\"loaded\"}", .body_length = 18};
	char hex[SIGNATURE_HEX_SIZE], other[SIGNATURE_HEX_SIZE];

	(void)state;
	signature_of_answer(key, &answer, hex);
	assert_true(signature_fits(answer_hex, hex));
	answer.question_hex = answer_hex;
	signature_of_answer(key, &answer, other);
	assert_false(signature_fits(answer_hex, other));
	answer.question_hex = question_hex;
	answer.status = 422;
	signature_of_answer(key, &answer, other);
	assert_false(signature_fits(answer_hex, other));
}

static void test_what_is_no_signature(void **state)
{
	static const char *const texts[] = {"", "v1", "0", question_hex};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_false(signature_fits(texts[i], answer_hex));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_known_vectors),
		cmocka_unit_test(test_every_part_counts),
		cmocka_unit_test(test_an_answer_fits_only_its_question),
		cmocka_unit_test(test_what_is_no_signature),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
