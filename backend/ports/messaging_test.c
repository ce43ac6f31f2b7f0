/* Messages are checked before they leave; the same key is the same message. */
#include "ports/messaging.h"

#include "ports/simulator/messaging_simulator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static const struct config config = {.messaging = "simulator", .simulator_seed = 1};

static enum rc send(const char *key, const char *to, const char *text, struct arena *arena, const char **receipt,
                    struct fault *fault)
{
	const struct message message = {.key = key, .to = to, .text = text};

	*fault = (struct fault){0};
	return messaging_send(&config, &message, arena, receipt, fault);
}

static void a_repeat_gives_the_same_receipt(void **state)
{
	ARENA(arena, 256, 1 << 14);
	const char *first, *again, *other;
	struct fault fault;

	(void)state;
	assert_int_equal(send("k1", "+573000000101", "Hola", arena, &first, &fault), RC_OK);
	assert_int_equal(send("k1", "+573000000101", "Hola", arena, &again, &fault), RC_OK);
	assert_int_equal(send("k2", "+573000000101", "Hola", arena, &other, &fault), RC_OK);
	assert_string_equal(first, again);
	assert_string_not_equal(first, other);
}

static void wrong_messages_never_leave(void **state)
{
	ARENA(arena, 256, 1 << 14);
	const char *receipt = NULL;
	char text[MESSAGING_TEXT_MAX + 2];
	struct fault fault;

	(void)state;
	memset(text, 'a', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	assert_int_equal(send("k", "+576010000000", text, arena, &receipt, &fault), RC_INVALID);
	assert_int_equal(fault.fields_count, 2);
	assert_int_equal(send("k", "+573000000101", "", arena, &receipt, &fault), RC_INVALID);
	assert_null(receipt);
}

static void a_silent_provider_is_no_receipt(void **state)
{
	static const struct config wrong = {.messaging = "none"};
	static const struct message message = {"k", "+573000000101", "Hola"};
	ARENA(arena, 256, 1 << 14);
	const char *receipt = NULL;
	struct fault fault;

	(void)state;
	assert_int_equal(send("k", MESSAGING_SIMULATOR_SILENT, "Hola", arena, &receipt, &fault), RC_UNAVAILABLE);
	assert_string_equal(fault.code, "messaging_silent");
	assert_int_equal(messaging_send(&wrong, &message, arena, &receipt, &fault), RC_INVALID);
	assert_null(receipt);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_repeat_gives_the_same_receipt),
		cmocka_unit_test(wrong_messages_never_leave),
		cmocka_unit_test(a_silent_provider_is_no_receipt),
	};
	return cmocka_run_group_tests_name("messaging", tests, NULL, NULL);
}
