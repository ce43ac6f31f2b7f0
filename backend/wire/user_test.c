/* A user goes into a document and comes back; what the API shows of one. */
#include "wire/user.h"

#include "wire/bson.h"
#include "wire/json_in.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static const struct id teams[] = {{{1}}, {{2}}}, campaign = {{3}};

static struct user some_user(void)
{
	return (struct user){.id = {{9}},
	                     .username = "laura.ejemplo",
	                     .name = "Laura \"Lau\" Ejemplo",
	                     .role = ROLE_SUPERVISOR,
	                     .team_ids = teams,
	                     .teams_count = 2,
	                     .campaign_ids = &campaign,
	                     .campaigns_count = 1,
	                     .active = true,
	                     .password_hash = "$argon2id$secret",
	                     .password_changed_at_ms = 5,
	                     .version = 3,
	                     .session_epoch = 2,
	                     .preferences = {USER_LANGUAGE_EN, USER_THEME_DARK, USER_DENSITY_COMPACT},
	                     .created_at_ms = 4};
}

static void test_there_and_back(void **state)
{
	ARENA(arena, 4096, 1 << 20);
	BSON(document);
	struct user user = some_user(), read;
	struct fault fault = {0};

	(void)state;
	wire_user_write(&document, &user);
	assert_int_equal(wire_user_read(&document, arena, &read, &fault), RC_OK);
	assert_true(id_equal(&read.id, &user.id));
	assert_string_equal(read.username, user.username);
	assert_string_equal(read.name, user.name);
	assert_int_equal(read.role, ROLE_SUPERVISOR);
	assert_int_equal(read.teams_count, 2);
	assert_true(id_equal(&read.team_ids[1], &teams[1]));
	assert_int_equal(read.campaigns_count, 1);
	assert_true(read.active);
	assert_string_equal(read.password_hash, user.password_hash);
	assert_int_equal(read.password_changed_at_ms, 5);
	assert_int_equal(read.version, 3);
	assert_int_equal(read.session_epoch, 2);
	assert_int_equal(read.preferences.theme, USER_THEME_DARK);
	assert_int_equal(read.created_at_ms, 4);
}

static void test_what_is_shown(void **state)
{
	BUF(out, 4096);
	struct user user = some_user();

	(void)state;
	wire_user_json(&out, &user);
	assert_string_equal(out.data,
	                    "{\"id\":\"090000000000000000000000\",\"username\":\"laura.ejemplo\","
	                    "\"name\":\"Laura \\\"Lau\\\" Ejemplo\",\"role\":\"supervisor\","
	                    "\"team_ids\":[\"010000000000000000000000\",\"020000000000000000000000\"],"
	                    "\"preferences\":{\"language\":\"en\",\"theme\":\"dark\",\"density\":\"compact\"}}");
	assert_null(strstr(out.data, "argon2id"));
}

static void test_preferences_from_json(void **state)
{
	static const char good[] = "{\"language\":\"es\",\"theme\":\"light\",\"density\":\"auto\"}";
	static const char bad[] = "{\"language\":\"fr\",\"theme\":{\"$ne\":1}}";
	ARENA(arena, 4096, 1 << 20);
	struct user_preferences preferences;
	struct fault fault = {0};

	(void)state;
	assert_int_equal(wire_json_read(good, sizeof good - 1, &wire_preferences_shape, arena, &preferences, &fault),
	                 RC_OK);
	assert_int_equal(preferences.theme, USER_THEME_LIGHT);
	assert_int_equal(wire_json_read(bad, sizeof bad - 1, &wire_preferences_shape, arena, &preferences, &fault),
	                 RC_INVALID);
	assert_int_equal(fault.fields_count, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_what_is_shown),
		cmocka_unit_test(test_preferences_from_json),
	};
	return cmocka_run_group_tests_name("user", tests, NULL, NULL);
}
