/* Aggregates that make lists, in an order if one is asked for, and those of
 * booleans. */
#include <stdlib.h>
#include <string.h>

#include "functions/json_text.h"

/* ---- values with their keys ---- */

struct entry {
    sqlite3_value *value, *key;
    size_t at; /* rows of equal keys stay in their order */
};

struct list {
    struct entry *entries;
    size_t n, capacity;
    char *separator; /* of the first row */
};

/* SQLite makes it zeroed with the first row. */
static struct list *list_of(sqlite3_context *context)
{
    return sqlite3_aggregate_context(context, sizeof(struct list));
}

/* A copy: the argument is gone with its row. */
static void list_add_value(struct list *list, sqlite3_value *value,
                           sqlite3_value *key)
{
    grow_array(&list->entries, &list->capacity, list->n + 1,
               sizeof *list->entries);
    list->entries[list->n] =
        (struct entry){.value = sqlite3_value_dup(value),
                       .key = key ? sqlite3_value_dup(key) : NULL,
                       .at = list->n};
    list->n++;
}

/* Numbers before texts; NULL after everything, as in PostgreSQL. */
static int compare_values(sqlite3_value *a, sqlite3_value *b)
{
    bool a_null = argument_is_null(a), b_null = argument_is_null(b);
    bool a_text = sqlite3_value_type(a) == SQLITE_TEXT;
    bool b_text = sqlite3_value_type(b) == SQLITE_TEXT;
    double x, y;
    if (a_null || b_null)
        return a_null - b_null;
    if (a_text != b_text)
        return a_text - b_text;
    if (a_text)
        return strcmp(argument_text(a).bytes, argument_text(b).bytes);
    x = sqlite3_value_double(a);
    y = sqlite3_value_double(b);
    return (x > y) - (x < y);
}

/* qsort is not stable, so the row's number decides. */
static int list_compare(const void *one, const void *other)
{
    const struct entry *a = one, *b = other;
    int order = a->key && b->key ? compare_values(a->key, b->key) : 0;
    return order ? order : (a->at > b->at) - (a->at < b->at);
}

/* NULL if there were no rows, which is SQL's NULL. */
static struct list *list_sorted(sqlite3_context *context)
{
    struct list *list = sqlite3_aggregate_context(context, 0);
    if (list && list->n > 1)
        qsort(list->entries, list->n, sizeof *list->entries, list_compare);
    return list && list->n ? list : NULL;
}

/* SQLite frees the struct itself. */
static void list_release(struct list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        sqlite3_value_free(list->entries[i].value);
        sqlite3_value_free(list->entries[i].key);
    }
    free(list->entries);
    free(list->separator);
}

/* ---- string_agg(value, separator, key) ---- */

/* Only the first row's separator is kept. PostgreSQL uses each row's, but they
 * are usually the same. */
static void list_add_text(sqlite3_context *context, int n,
                          sqlite3_value **values)
{
    struct list *list = list_of(context);
    if (!list || argument_is_null(values[0]))
        return;
    if (!list->separator)
        list->separator = strdup(argument_text(values[1]).bytes);
    list_add_value(list, values[0], n > 2 ? values[2] : NULL);
}

static void string_agg(sqlite3_context *context)
{
    struct list *list = list_sorted(context);
    struct buffer out = {0};
    if (!list)
        return;
    for (size_t i = 0; i < list->n; i++) {
        struct slice text = argument_text(list->entries[i].value);
        if (i && list->separator)
            buffer_add_text(&out, list->separator);
        buffer_add(&out, text.bytes, text.length);
    }
    list_release(list);
    result_buffer(context, &out);
}

/* ---- array_agg(value[, key]) ---- */

/* NULLs are elements. */
static void list_add_element(sqlite3_context *context, int n,
                             sqlite3_value **values)
{
    struct list *list = list_of(context);
    if (list)
        list_add_value(list, values[0], n > 1 ? values[1] : NULL);
}

static void array_agg(sqlite3_context *context)
{
    struct list *list = list_sorted(context);
    struct buffer out = {0};
    if (!list)
        return;
    for (size_t i = 0; i < list->n; i++) {
        buffer_add_byte(&out, i ? ',' : '[');
        json_text_add_value(&out, list->entries[i].value);
    }
    buffer_add_byte(&out, ']');
    list_release(list);
    result_buffer(context, &out);
}

/* ---- booleans ---- */

struct truth {
    bool any, all, one;
};

/* NULLs do not count. */
static void add_truth(sqlite3_context *context, int n, sqlite3_value **values)
{
    struct truth *truth = sqlite3_aggregate_context(context, sizeof *truth);
    bool is_true;
    (void)n;
    if (!truth || argument_is_null(values[0]))
        return;
    is_true = sqlite3_value_int(values[0]) != 0;
    truth->all = is_true && (truth->all || !truth->any);
    truth->one |= is_true;
    truth->any = true;
}

static void bool_and(sqlite3_context *context)
{
    const struct truth *truth = sqlite3_aggregate_context(context, 0);
    if (truth && truth->any)
        sqlite3_result_int(context, truth->all);
}

static void bool_or(sqlite3_context *context)
{
    const struct truth *truth = sqlite3_aggregate_context(context, 0);
    if (truth && truth->any)
        sqlite3_result_int(context, truth->one);
}

const struct aggregate list_aggregates[] = {
    {"string_agg", 3, list_add_text, string_agg, NULL, NULL},
    {"array_agg", 1, list_add_element, array_agg, NULL, NULL},
    {"array_agg", 2, list_add_element, array_agg, NULL, NULL},
    {"bool_and", 1, add_truth, bool_and, NULL, NULL},
    {"bool_or", 1, add_truth, bool_or, NULL, NULL},
    {"every", 1, add_truth, bool_and, NULL, NULL},
    {NULL, 0, NULL, NULL, NULL, NULL}};
