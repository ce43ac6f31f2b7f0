/* Each row reads: this file is refused with this sentence, or gives these settings. */
#include "base/config.h"

#include "base/id.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/config_test_XXXXXX";

static const char *write_file(const char *name, const char *text, mode_t mode)
{
	static char path[200];
	FILE *file;

	(void)snprintf(path, sizeof path, "%s/%s", folder, name);
	(void)unlink(path);
	file = fopen(path, "w");
	assert_non_null(file);
	(void)fputs(text, file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, mode), 0);
	return path;
}

static void test_settings(void **state)
{
	static const char text[] = "# a comment\n"
				   "mongodb_uri = mongodb://u:p#x@127.0.0.1/?replicaSet=rs0 # another\n"
				   "\n"
				   "  api_threads=8  \n"
				   "clock = movable\n"
				   "log_level = warn";
	ARENA(arena, 4096, 1 << 20);
	struct config config;
	struct fault fault;

	(void)state;
	assert_int_equal(config_load(write_file("good", text, 0600), arena, &config, &fault), RC_OK);
	assert_string_equal(config.mongodb_uri, "mongodb://u:p#x@127.0.0.1/?replicaSet=rs0");
	assert_int_equal(config.api_threads, 8);
	assert_string_equal(config.clock, "movable");
	assert_string_equal(config.database, "cierre"); /* the table's own */
	assert_int_equal(config_log_level(&config), LOG_WARN);
}

static void test_refused(void **state)
{
	static const struct {
		const char *text, *said;
	} rows[] = {
		{"", "mongodb_uri must be given"},
		{"mongodb_uri = a\nnonsense = 1\n", ":2: unknown key nonsense"},
		{"mongodb_uri = a\nmongodb_uri = b\n", ":2: mongodb_uri is given twice"},
		{"mongodb_uri\n", ":1: expected `key = value`"},
		{"mongodb_uri = a\napi_threads = 0\n", "api_threads must be a number from 1 to 64"},
		{"mongodb_uri = a\napi_threads = 65\n", "api_threads must be a number"},
		{"mongodb_uri = a\napi_threads = 4x\n", "api_threads must be a number"},
		{"mongodb_uri = a\napi_threads =\n", "api_threads must be a number"},
		{"mongodb_uri = a\nclock = mov\n", "clock must be one of real|movable"},
		{"mongodb_uri = a\nclock =\n", "clock must be one of"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ARENA(arena, 4096, 1 << 20);
		struct config config = {.api_threads = 77};
		struct fault fault = {0};
		print_message("  %s\n", rows[i].said);
		assert_int_equal(config_load(write_file("bad", rows[i].text, 0600), arena, &config, &fault),
		                 RC_INVALID);
		assert_non_null(strstr(fault.detail, rows[i].said));
		assert_int_equal(config.api_threads, 77);
	}
}

static void test_absent_file_and_long_line(void **state)
{
	ARENA(arena, 4096, 1 << 20);
	char text[2001] = "mongodb_uri = a\n# ";
	struct config config;
	struct fault fault;

	(void)state;
	assert_int_equal(config_load("/nowhere/at/all", arena, &config, &fault), RC_NOT_FOUND);
	(void)memset(text + 18, 'x', sizeof text - 19);
	assert_int_equal(config_load(write_file("long", text, 0600), arena, &config, &fault), RC_INVALID);
	assert_non_null(strstr(fault.detail, ":2: the line is too long"));
}

static void test_keys(void **state)
{
	static const struct {
		const char *what, *text;
		mode_t mode;
		enum rc rc;
	} rows[] = {
		{"hex of the right length", "00ff10ab\n", 0600, RC_OK},
		{"too short", "00ff10\n", 0600, RC_INVALID},
		{"too long", "00ff10ab00\n", 0600, RC_INVALID},
		{"not hex", "00ff10zz\n", 0600, RC_INVALID},
		{"readable by others", "00ff10ab\n", 0644, RC_INVALID},
		{"readable by the group", "00ff10ab\n", 0640, RC_INVALID},
	};
	static const uint8_t expected[] = {0x00, 0xff, 0x10, 0xab};
	const struct config config = {.keys_dir = folder};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		uint8_t key[4] = {0};
		struct fault fault;
		print_message("  %s\n", rows[i].what);
		(void)write_file("key", rows[i].text, rows[i].mode);
		assert_int_equal(config_key_read(&config, "key", key, sizeof key, &fault), rows[i].rc);
		if (rows[i].rc == RC_OK)
			assert_memory_equal(key, expected, sizeof key);
		else
			assert_null(strstr(fault.detail, "00ff")); /* a key is never shown */
	}
}

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
	static const char *const names[] = {"good", "bad", "long", "key"};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		(void)unlink(write_file(names[i], "", 0600));
	return rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_settings),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_absent_file_and_long_line),
		cmocka_unit_test(test_keys),
	};
	id_init();
	return cmocka_run_group_tests_name("config", tests, make_folder, remove_folder);
}
