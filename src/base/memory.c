#include "base/memory.h"

#include <stdint.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/failure.h"

enum { BLOCK_SIZE = 64 * 1024 };

_Thread_local struct memory_guard *memory_guard;

_Noreturn static void run_out(int why)
{
    if (memory_guard)
        longjmp(memory_guard->escape, why);
    fatal("out of memory");
}

static void *memory_check(void *memory)
{
    if (!memory)
        run_out(MEMORY_SHORT);
    return memory;
}

/* 0 bytes are one, so that NULL always means failure. */
void *xmalloc(size_t size)
{
    return memory_check(malloc(size ? size : 1));
}

void *xrealloc(void *memory, size_t size)
{
    return memory_check(realloc(memory, size ? size : 1));
}

void *xreallocarray(void *memory, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        run_out(MEMORY_SHORT);
    return xrealloc(memory, count * size);
}

char *xstrndup(const char *text, size_t length)
{
    char *copy = xmalloc(length + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

/* The array's type is not known here; memcpy reads its pointer without breaking
 * the rules of aliasing. */
void extend_array(void *array, size_t *capacity, size_t needed, size_t size)
{
    void *memory;
    size_t wanted = *capacity ? *capacity : 16;
    while (wanted < needed) {
        if (wanted > SIZE_MAX / 2)
            run_out(MEMORY_SHORT);
        wanted *= 2;
    }
    memcpy(&memory, array, sizeof memory);
    memory = xreallocarray(memory, wanted, size);
    memcpy(array, &memory, sizeof memory);
    *capacity = wanted;
}

struct arena_block {
    struct arena_block *next;
    size_t size;
    _Alignas(max_align_t) char bytes[];
};

static void memory_add_block(struct arena *arena, size_t size)
{
    struct arena_block *block;
    if (size > SIZE_MAX - sizeof *block)
        run_out(MEMORY_SHORT);
    block = xmalloc(sizeof *block + size);
    block->next = arena->blocks;
    block->size = size;
    arena->blocks = block;
    arena->free = block->bytes;
    arena->left = size;
}

/* No free: an arena goes as a whole. Never NULL, also for 0 bytes. */
void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t align = _Alignof(max_align_t);
    void *memory;
    if (size > SIZE_MAX - align)
        run_out(MEMORY_SHORT);
    size = (size + !size + align - 1) / align * align;
    if (size > arena->left)
        memory_add_block(arena, size > BLOCK_SIZE ? size : BLOCK_SIZE);
    memory = arena->free;
    arena->free += size;
    arena->left -= size;
    return memory;
}

/* With a zero after it, which `length` does not count. */
char *arena_copy(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);
    if (length)
        memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    struct buffer text = {0};
    char *copy;
    buffer_vprintf(&text, format, args);
    copy = arena_copy(arena, text.bytes, text.size);
    buffer_release(&text);
    return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    char *text;
    va_list args;
    va_start(args, format);
    text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

static int any_is_it(const void *one, const void *other)
{
    (void)one;
    (void)other;
    return 0;
}

/* tdestroy is not everywhere. */
void tree_release(void **root)
{
    while (*root)
        tdelete("", root, any_is_it);
}

/* The old array stays in the arena: doubling bounds that to as much again. */
void arena_grow(struct arena *arena, void *array, size_t *capacity,
                size_t needed, size_t size)
{
    void *old, *new;
    size_t wanted = *capacity ? *capacity : 4;
    if (needed <= *capacity)
        return;
    while (wanted < needed)
        wanted *= 2;
    if (wanted > SIZE_MAX / size)
        run_out(MEMORY_SHORT);
    memcpy(&old, array, sizeof old);
    new = arena_alloc(arena, wanted * size);
    if (*capacity)
        memcpy(new, old, *capacity * size);
    memcpy(array, &new, sizeof new);
    *capacity = wanted;
}

/* One ordinary block is kept for reuse; larger ones are freed. */
void arena_reset(struct arena *arena)
{
    struct arena_block *keep = NULL;
    while (arena->blocks) {
        struct arena_block *block = arena->blocks;
        arena->blocks = block->next;
        if (!keep && block->size == BLOCK_SIZE)
            keep = block;
        else
            free(block);
    }
    if (keep)
        keep->next = NULL;
    arena->blocks = keep;
    arena->free = keep ? keep->bytes : NULL;
    arena->left = keep ? keep->size : 0;
}

void arena_release(struct arena *arena)
{
    arena_reset(arena);
    free(arena->blocks);
    *arena = (struct arena){0};
}

void buffer_reserve(struct buffer *buffer, size_t extra)
{
    if (extra > SIZE_MAX - buffer->size)
        run_out(MEMORY_SHORT);
    if (memory_guard && buffer->size + extra > memory_guard->most) {
        buffer_release(buffer);
        run_out(MEMORY_TOO_LONG);
    }
    grow_array(&buffer->bytes, &buffer->capacity, buffer->size + extra, 1);
}

void buffer_add(struct buffer *buffer, const char *bytes, size_t size)
{
    if (!size)
        return;
    buffer_reserve(buffer, size);
    memcpy(buffer->bytes + buffer->size, bytes, size);
    buffer->size += size;
}

void buffer_add_text(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

void buffer_add_byte(struct buffer *buffer, char byte)
{
    buffer_add(buffer, &byte, 1);
}

/* Twice: the first time only to learn the length. */
void buffer_vprintf(struct buffer *buffer, const char *format, va_list args)
{
    va_list again;
    int length;
    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        fatal("cannot format a message");
    buffer_reserve(buffer, (size_t)length + 1);
    vsnprintf(buffer->bytes + buffer->size, (size_t)length + 1, format, args);
    buffer->size += (size_t)length;
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buffer_vprintf(buffer, format, args);
    va_end(args);
}

/* The zero is not part of the buffer: adding goes on over it. */
const char *buffer_text(struct buffer *buffer)
{
    buffer_reserve(buffer, 1);
    buffer->bytes[buffer->size] = '\0';
    return buffer->bytes;
}

void buffer_release(struct buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (struct buffer){0};
}
