/* string_agg as a window function: SQLite's group_concat loses empty texts
 * there. A value goes out of the window in the order in which it came in. */
#include <stdlib.h>
#include <string.h>

#include "functions/function.h"

struct window_text {
    char *bytes; /* the separator, then the text */
    size_t separator, length;
};

struct window_texts {
    struct window_text *items;
    size_t first, n, capacity; /* those before `first` are gone */
};

static char *copy_bytes(struct slice separator, struct slice text)
{
    char *bytes = xmalloc(separator.length + text.length + 1);
    memcpy(bytes, separator.bytes, separator.length);
    memcpy(bytes + separator.length, text.bytes, text.length);
    return bytes;
}

static void window_text_step(sqlite3_context *context, int n,
                             sqlite3_value **values)
{
    struct window_texts *texts =
        sqlite3_aggregate_context(context, sizeof *texts);
    struct slice text = argument_text(values[0]);
    struct slice separator = argument_text(values[1]);
    (void)n;
    if (!texts || argument_is_null(values[0]))
        return;
    grow_array(&texts->items, &texts->capacity, texts->n + 1,
               sizeof *texts->items);
    texts->items[texts->n++] =
        (struct window_text){.bytes = copy_bytes(separator, text),
                             .separator = separator.length,
                             .length = text.length};
}

static void window_text_inverse(sqlite3_context *context, int n,
                                sqlite3_value **values)
{
    struct window_texts *texts = sqlite3_aggregate_context(context, 0);
    (void)n;
    if (!texts || argument_is_null(values[0]) || texts->first == texts->n)
        return;
    free(texts->items[texts->first++].bytes);
    /* What stays is moved when half of the room is empty. */
    if (texts->first > 32 && texts->first * 2 > texts->n) {
        texts->n -= texts->first;
        memmove(texts->items, texts->items + texts->first,
                texts->n * sizeof *texts->items);
        texts->first = 0;
    }
}

/* The first one's separator is left out. */
static void window_text_value(sqlite3_context *context)
{
    const struct window_texts *texts = sqlite3_aggregate_context(context, 0);
    struct buffer out = {0};
    if (!texts || texts->first == texts->n)
        return;
    for (size_t i = texts->first; i < texts->n; i++) {
        const struct window_text *item = &texts->items[i];
        size_t skipped = i == texts->first ? item->separator : 0;
        buffer_add(&out, item->bytes + skipped,
                   item->separator - skipped + item->length);
    }
    result_buffer(context, &out);
}

static void window_text_finish(sqlite3_context *context)
{
    struct window_texts *texts = sqlite3_aggregate_context(context, 0);
    window_text_value(context);
    if (!texts)
        return;
    for (size_t i = texts->first; i < texts->n; i++)
        free(texts->items[i].bytes);
    free(texts->items);
}

const struct aggregate window_text_aggregates[] = {
    {"string_agg", 2, window_text_step, window_text_finish, window_text_value,
     window_text_inverse},
    {NULL, 0, NULL, NULL, NULL, NULL}};
