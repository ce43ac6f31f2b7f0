/*
 * buf — bytes that grow: where replies, log lines and messages are built.
 *
 * Promises: data is NUL-terminated after every call and may hold NULs inside. Growth doubles, so appending is cheap.
 * Refuses: to grow past its ceiling: `overflowed` turns true, what does not fit is dropped, and the edge that sends
 * the buffer must ask. Out of memory aborts.
 * Owns: its memory until buf_free(); a buffer may be kept and reset to avoid malloc on hot paths.
 * Threads: one thread at a time.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
	char *data;
	size_t length;
	size_t size;
	size_t ceiling;
	bool overflowed;
};

/* An empty buffer with a ceiling in bytes; allocates at the first append. */
#define BUF_INIT(ceiling_bytes) ((struct buf){.ceiling = (ceiling_bytes)})

/* A buffer on an array of the caller's: never allocates, and must not go to buf_free(). */
#define BUF_ON(array) ((struct buf){.data = (array), .size = sizeof(array), .ceiling = sizeof(array) - 1})

void buf_append(struct buf *buf, const void *bytes, size_t length);
void buf_text(struct buf *buf, const char *text);
void buf_char(struct buf *buf, char c);
void buf_int(struct buf *buf, int64_t number);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Appends text as a JSON string with its quotes: control characters escaped, invalid UTF-8 replaced by U+FFFD. */
void buf_json_string(struct buf *buf, const char *text, size_t length);

/* Room for `length` more bytes; write there and add to ->length. NULL when the ceiling forbids. */
char *buf_reserve(struct buf *buf, size_t length);

void buf_reset(struct buf *buf);
void buf_free(struct buf *buf);
#define BUF(name, ceiling_bytes) __attribute__((cleanup(buf_free))) struct buf name = BUF_INIT(ceiling_bytes)
