/* What each channel carried last, as the relay keeps it. */
#include "daemons/relay_channels.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

static void test_a_channel_is_unknown_until_it_is_set(void **state)
{
	struct relay_channels *channels = relay_channels_new();
	int64_t seq = -1;

	(void)state;
	assert_false(relay_channels_find(channels, "floor", &seq));
	assert_int_equal(seq, -1);
	relay_channels_set(channels, "floor", 7);
	relay_channels_set(channels, "all", 8);
	relay_channels_set(channels, "floor", 9);
	assert_true(relay_channels_find(channels, "floor", &seq));
	assert_int_equal(seq, 9);
	assert_true(relay_channels_find(channels, "all", &seq));
	assert_int_equal(seq, 8);
	relay_channels_reset(channels);
	assert_false(relay_channels_find(channels, "floor", &seq));
	relay_channels_free(channels);
}

static const char *user(int n, char name[RELAY_CHANNEL_SIZE])
{
	snprintf(name, RELAY_CHANNEL_SIZE, "user.%024x", (unsigned)n * 2654435761u);
	return name;
}

static void test_thousands_are_kept_apart(void **state)
{
	struct relay_channels *channels = relay_channels_new();
	char name[RELAY_CHANNEL_SIZE];

	(void)state;
	for (int i = 0; i < 10000; i++)
		relay_channels_set(channels, user(i, name), i + 1);
	for (int i = 0; i < 10000; i++) {
		int64_t seq = 0;

		assert_true(relay_channels_find(channels, user(i, name), &seq));
		assert_int_equal(seq, i + 1);
	}
	relay_channels_free(channels);
}

static void test_beyond_the_ceiling_it_begins_anew(void **state)
{
	struct relay_channels *channels = relay_channels_new();
	char name[RELAY_CHANNEL_SIZE];
	int64_t seq = 0;

	(void)state;
	for (int i = 0; i <= RELAY_CHANNELS_MAX; i++)
		relay_channels_set(channels, user(i, name), i);
	assert_false(relay_channels_find(channels, user(0, name), &seq));
	assert_true(relay_channels_find(channels, user(RELAY_CHANNELS_MAX, name), &seq));
	assert_int_equal(seq, RELAY_CHANNELS_MAX);
	relay_channels_free(channels);
}

static void test_a_name_too_long_is_not_kept(void **state)
{
	static const char name[] = "user.0123456789012345678901234567890123456789012345678901234567890123456789";
	struct relay_channels *channels = relay_channels_new();
	int64_t seq = 0;

	(void)state;
	relay_channels_set(channels, name, 5);
	assert_false(relay_channels_find(channels, name, &seq));
	relay_channels_free(channels);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_channel_is_unknown_until_it_is_set),
		cmocka_unit_test(test_thousands_are_kept_apart),
		cmocka_unit_test(test_beyond_the_ceiling_it_begins_anew),
		cmocka_unit_test(test_a_name_too_long_is_not_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
