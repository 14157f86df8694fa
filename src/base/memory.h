/* Memory: allocation that cannot fail, arenas, growable byte buffers.
 *
 * Every x-function ends the program through fatal() when memory runs out, so
 * callers never test for NULL; where the program is somebody else's, a guard
 * says where to go instead. Sizes are bytes; a count times a size is checked
 * for overflow here and nowhere else. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* A guard of the thread. What goes wrong below it jumps to `escape`; memory
 * that was had below it and is nobody's yet stays lost. */
enum { MEMORY_SHORT = 1, MEMORY_TOO_LONG };
struct memory_guard {
    jmp_buf escape;
    size_t most; /* bytes of a buffer; more is MEMORY_TOO_LONG */
};
extern _Thread_local struct memory_guard *memory_guard; /* NULL: none */

void *xmalloc(size_t size);
void *xrealloc(void *memory, size_t size);
char *xstrndup(const char *text, size_t length);

/* Memory for `count` elements of `size` bytes each. */
void *xreallocarray(void *memory, size_t count, size_t size);

/* Makes room for at least `needed` elements of `size` bytes in the array that
 * the pointer at `array` points to, doubling *capacity. */
void extend_array(void *array, size_t *capacity, size_t needed, size_t size);
static inline void grow_array(void *array, size_t *capacity, size_t needed,
                              size_t size)
{
    if (needed > *capacity)
        extend_array(array, capacity, needed, size);
}

/* An arena hands out memory that lives until the arena is reset or released.
 * Zero-initialise it. Resetting keeps the first ordinary block for reuse. */
struct arena_block;
struct arena {
    struct arena_block *blocks; /* newest first; private */
    char *free;                 /* next free byte; private */
    size_t left;                /* bytes after `free`; private */
};

void *arena_alloc(struct arena *arena, size_t size);

/* A copy with a NUL after it; `text` may be NULL if `length` is 0. */
char *arena_copy(struct arena *arena, const char *text, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/* Ends a tree of tsearch's whose objects live in an arena. */
void tree_release(void **root);

/* Like grow_array for an array that lives in the arena: doubles by copying. */
void arena_grow(struct arena *arena, void *array, size_t *capacity,
                size_t needed, size_t size);
void arena_reset(struct arena *arena);
void arena_release(struct arena *arena);

/* A growable run of bytes. Zero-initialise it; `bytes` is its own until
 * buffer_release. Not NUL-terminated unless buffer_text made it so. */
struct buffer {
    char *bytes;
    size_t size;
    size_t capacity;
};

void buffer_reserve(struct buffer *buffer, size_t extra);
void buffer_add(struct buffer *buffer, const char *bytes, size_t size);
void buffer_add_text(struct buffer *buffer, const char *text);
void buffer_add_byte(struct buffer *buffer, char byte);
void buffer_printf(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buffer_vprintf(struct buffer *buffer, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
const char *buffer_text(struct buffer *buffer); /* NUL-terminated view */
void buffer_release(struct buffer *buffer);

#endif
