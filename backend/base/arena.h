/*
 * arena — memory that lives as long as one request, job batch or program, and goes in one stroke.
 *
 * Promises: allocations never fail for the caller. They come zeroed and aligned for any type. Clean-up callbacks run
 * in reverse order of registration at reset and free, so foreign objects (bson, json, cursors) may hang on an arena.
 * Refuses: to grow past its ceiling: arena_spent() turns true and the allocation still succeeds from one last
 * overflow block, so that only the edge (http/, a job's batch loop) need ask, and answers 413. Out of memory of the
 * process aborts with one line: there is nothing sensible left to do.
 * Owns: all blocks. The first block is kept across resets, so a warm arena does not call malloc.
 * Threads: one thread at a time.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* first_bytes: size of the kept first block; ceiling_bytes: what arena_spent() measures. */
struct arena *arena_new(size_t first_bytes, size_t ceiling_bytes);

/* Zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t bytes) __attribute__((malloc, alloc_size(2), returns_nonnull));

/* A zeroed array; aborts if count × size overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size) __attribute__((malloc, returns_nonnull));

/* Copies of text, always NUL-terminated. */
char *arena_strdup(struct arena *arena, const char *text) __attribute__((returns_nonnull));
char *arena_strndup(struct arena *arena, const char *text, size_t bytes) __attribute__((returns_nonnull));
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3), returns_nonnull));

/* Calls release(object) when the arena is reset or freed. */
void arena_defer(struct arena *arena, void (*release)(void *object), void *object);

/* True once more than the ceiling has been asked for since the last reset. */
bool arena_spent(const struct arena *arena);

/* Runs the clean-ups and forgets all allocations; the first block stays. */
void arena_reset(struct arena *arena);

void arena_free(struct arena *arena);

/* `ARENA(scratch, 4096, 1 << 20);` declares an arena that is freed when the scope is left. */
void arena_cleanup(struct arena **arena);
#define ARENA(name, first_bytes, ceiling_bytes)                                                                      \
	__attribute__((cleanup(arena_cleanup))) struct arena *name = arena_new(first_bytes, ceiling_bytes)
