/*
 * log — one JSON line per fact on standard error, for people who operate the system.
 *
 * Promises: one write(2) per line, so lines of several threads and processes do not mix; every string is escaped, so
 * no input forges a line.
 * Refuses: personal data: callers pass ids, codes, counts and durations, never names, phones, documents or bodies.
 * Only edges log (http/, daemons/, cmd/); inside, faults are returned.
 * Threads: any. log_init() once before threads start.
 */
#pragma once

#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* program: static name that stands in each line. */
void log_init(const char *program, enum log_level lowest);

enum log_kind { LOG_END, LOG_TEXT, LOG_NUMBER };

struct log_pair {
	enum log_kind kind;
	const char *key;
	const char *text;
	int64_t number;
};

#define LOG_STR(key_, text_)   ((struct log_pair){.kind = LOG_TEXT, .key = (key_), .text = (text_)})
#define LOG_INT(key_, number_) ((struct log_pair){.kind = LOG_NUMBER, .key = (key_), .number = (number_)})

void log_write(enum log_level level, const char *event, const struct log_pair *pairs);

/* log_event(LOG_INFO, "request", LOG_STR("id", id), LOG_INT("ms", 3)); */
#define log_event(level, event, ...)                                                                                 \
	log_write(level, event, (const struct log_pair[]){__VA_ARGS__ __VA_OPT__(, ){.kind = LOG_END}})
