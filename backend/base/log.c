#include "base/log.h"

#include "base/buf.h"
#include "base/clock.h"

#include <string.h>
#include <unistd.h>

/* Set once before threads start, read-only after. */
static const char *log_program = "cierre";
static enum log_level log_lowest = LOG_INFO;

void log_init(const char *program, enum log_level lowest)
{
	log_program = program;
	log_lowest = lowest;
}

void log_write(enum log_level level, const char *event, const struct log_pair *pairs)
{
	static const char *const names[] = {"debug", "info", "warn", "error"};
	static const char overflow[] = "{\"level\":\"error\",\"event\":\"log_line_too_long\"}\n";
	char memory[8192];
	struct buf line = BUF_ON(memory);

	if (level < log_lowest)
		return;
	buf_printf(&line, "{\"at\":%lld,\"program\":\"%s\",\"level\":\"%s\",\"event\":", (long long)clock_real_ms(),
	           log_program, names[level]);
	buf_json_string(&line, event, strlen(event));
	for (const struct log_pair *pair = pairs; pair->kind != LOG_END; pair++) {
		const char *text = pair->text ? pair->text : "";
		buf_char(&line, ',');
		buf_json_string(&line, pair->key, strlen(pair->key));
		buf_char(&line, ':');
		if (pair->kind == LOG_NUMBER)
			buf_int(&line, pair->number);
		else
			buf_json_string(&line, text, strnlen(text, 1000));
	}
	buf_text(&line, "}\n");
	if (!line.overflowed)
		(void)!write(STDERR_FILENO, line.data, line.length);
	else
		(void)!write(STDERR_FILENO, overflow, sizeof overflow - 1);
}
