#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct block {
	struct block *next; /* older block */
	size_t size;
	size_t used;
	_Alignas(max_align_t) unsigned char data[];
};

struct deferred {
	struct deferred *next;
	void (*release)(void *object);
	void *object;
};

struct arena {
	struct block *first; /* kept across resets */
	struct block *current;
	struct deferred *deferred;
	size_t asked_bytes;
	size_t ceiling_bytes;
};

static _Noreturn void out_of_memory(size_t bytes)
{
	(void)fprintf(stderr, "{\"level\":\"fatal\",\"event\":\"out_of_memory\",\"bytes\":%zu}\n", bytes);
	abort();
}

static struct block *block_new(size_t size, struct block *next)
{
	struct block *block;

	if (size > SIZE_MAX / 2)
		out_of_memory(size);
	block = malloc(sizeof *block + size);
	if (!block)
		out_of_memory(size);
	block->next = next;
	block->size = size;
	block->used = 0;
	return block;
}

struct arena *arena_new(size_t first_bytes, size_t ceiling_bytes)
{
	struct arena *arena = calloc(1, sizeof *arena);

	if (!arena)
		out_of_memory(sizeof *arena);
	arena->first = block_new(first_bytes, NULL);
	arena->current = arena->first;
	arena->ceiling_bytes = ceiling_bytes;
	return arena;
}

void *arena_alloc(struct arena *arena, size_t bytes)
{
	const size_t align = _Alignof(max_align_t);
	size_t size;
	void *memory;

	if (bytes > SIZE_MAX / 4)
		out_of_memory(bytes);
	size = (bytes + align - 1) / align * align;
	if (arena->current->size - arena->current->used < size) {
		size_t grown = arena->current->size * 2;
		arena->current = block_new(grown > size ? grown : size, arena->current);
	}
	memory = arena->current->data + arena->current->used;
	arena->current->used += size;
	arena->asked_bytes += size;
	return memset(memory, 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		out_of_memory(SIZE_MAX);
	return arena_alloc(arena, bytes);
}

char *arena_strndup(struct arena *arena, const char *text, size_t bytes)
{
	char *copy = arena_alloc(arena, bytes + 1);

	return memcpy(copy, text, bytes);
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return arena_strndup(arena, text, strlen(text));
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args, again;
	char *text;
	int length;

	va_start(args, format);
	va_copy(again, args);
	length = vsnprintf(NULL, 0, format, args);
	assert(length >= 0);
	text = arena_alloc(arena, (size_t)length + 1);
	(void)vsnprintf(text, (size_t)length + 1, format, again);
	va_end(again);
	va_end(args);
	return text;
}

void arena_defer(struct arena *arena, void (*release)(void *object), void *object)
{
	struct deferred *entry = arena_alloc(arena, sizeof *entry);

	*entry = (struct deferred){.next = arena->deferred, .release = release, .object = object};
	arena->deferred = entry;
}

bool arena_spent(const struct arena *arena)
{
	return arena->asked_bytes > arena->ceiling_bytes;
}

void arena_reset(struct arena *arena)
{
	struct deferred *entry = arena->deferred;

	arena->deferred = NULL;
	for (; entry; entry = entry->next)
		entry->release(entry->object);
	while (arena->current != arena->first) {
		struct block *older = arena->current->next;
		free(arena->current);
		arena->current = older;
	}
	arena->first->used = 0;
	arena->asked_bytes = 0;
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	arena_reset(arena);
	free(arena->first);
	free(arena);
}

void arena_cleanup(struct arena **arena)
{
	arena_free(*arena);
}
