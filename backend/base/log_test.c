/* One line of JSON per fact, whatever the strings hold. */
#include "base/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char line[20000];

/* Runs write_lines with standard error in a file, and gives back what was written. */
static const char *captured(void (*write_lines)(void))
{
	FILE *file = tmpfile();
	int before = dup(STDERR_FILENO);
	ssize_t length;

	assert_non_null(file);
	(void)dup2(fileno(file), STDERR_FILENO);
	write_lines();
	(void)dup2(before, STDERR_FILENO);
	(void)close(before);
	length = pread(fileno(file), line, sizeof line - 1, 0);
	assert_true(length >= 0);
	line[length] = '\0';
	(void)fclose(file);
	return line;
}

static void write_hostile(void)
{
	log_event(LOG_WARN, "event", LOG_STR("text", "a\"}\n{\"level\":\"x"), LOG_INT("n", -7),
	          LOG_STR("none", NULL));
}

static void write_bare(void)
{
	log_event(LOG_INFO, "bare");
}

static void write_low(void)
{
	log_event(LOG_DEBUG, "unseen");
}

static void write_huge(void)
{
	static char huge[3000];
	struct log_pair pairs[11] = {0};

	(void)memset(huge, '\n', sizeof huge - 1);
	for (int i = 0; i < 10; i++)
		pairs[i] = LOG_STR("huge", huge);
	log_write(LOG_INFO, "huge", pairs);
}

static void test_lines(void **state)
{
	const char *text = captured(write_hostile);

	(void)state;
	assert_non_null(strstr(text, "\"program\":\"log_test\",\"level\":\"warn\",\"event\":\"event\","
	                             "\"text\":\"a\\\"}\\n{\\\"level\\\":\\\"x\",\"n\":-7,\"none\":\"\"}\n"));
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
	assert_non_null(strstr(captured(write_bare), "\"event\":\"bare\"}\n"));
	assert_string_equal(captured(write_low), "");
}

static void test_a_line_too_long_is_told(void **state)
{
	(void)state;
	assert_string_equal(captured(write_huge), "{\"level\":\"error\",\"event\":\"log_line_too_long\"}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_lines),
	                                   cmocka_unit_test(test_a_line_too_long_is_told)};

	log_init("log_test", LOG_INFO);
	return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
