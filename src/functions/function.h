/* What the files of functions share: tables of functions, arguments and
 * results.
 *
 * A strict function gives NULL as soon as an argument is NULL, as PostgreSQL's
 * do. Wrong arguments are errors, never a guess. */
#ifndef FUNCTIONS_FUNCTION_H
#define FUNCTIONS_FUNCTION_H

#include <sqlite3ext.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

SQLITE_EXTENSION_INIT3

enum { ANY_NUMBER = -1 };

struct function {
    const char *name;
    int n_arguments; /* or ANY_NUMBER */
    bool is_strict;
    void (*call)(sqlite3_context *context, int n, sqlite3_value **values);
};

struct aggregate {
    const char *name;
    int n_arguments;
    void (*step)(sqlite3_context *context, int n, sqlite3_value **values);
    void (*finish)(sqlite3_context *context);
    /* Of a window; NULL: it is none. */
    void (*value)(sqlite3_context *context);
    void (*inverse)(sqlite3_context *context, int n, sqlite3_value **values);
};

/* One table each, ended by a row without a name. */
extern const struct function text_functions[], format_functions[],
    regexp_functions[], digest_functions[], number_functions[],
    zone_functions[], array_functions[], array_form_functions[],
    json_functions[], json_path_functions[], time_functions[],
    interval_functions[], to_char_functions[], number_pattern_functions[],
    numeric_functions[];
extern const struct aggregate statistics_aggregates[], list_aggregates[],
    interval_aggregates[], numeric_aggregates[], window_text_aggregates[];

/* Registers the functions that give rows. */
int series_register(sqlite3 *database);
int unnest_register(sqlite3 *database);

/* ---- arguments ---- */

struct slice {
    const char *bytes;
    size_t length;
};

/* The value as text, empty for NULL. */
struct slice argument_text(sqlite3_value *value);

/* False, with an error, if it is no integer. */
bool argument_integer(sqlite3_context *context, sqlite3_value *value,
                      int64_t *integer);
bool argument_number(sqlite3_context *context, sqlite3_value *value,
                     double *number);

static inline bool argument_is_null(sqlite3_value *value)
{
    return sqlite3_value_type(value) == SQLITE_NULL;
}

/* ---- results ---- */

void result_error(sqlite3_context *context, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void result_slice(sqlite3_context *context, struct slice text);
/* Gives the buffer's bytes as text, and releases it. */
void result_buffer(sqlite3_context *context, struct buffer *buffer);

/* ---- characters ---- */

/* Adds the character of this code. */
void character_add(struct buffer *out, uint32_t code);
/* Bytes of the character there. */
size_t character_length(const char *at, const char *end);
/* Characters in all. */
size_t characters(struct slice text);
/* The byte where the character number `n` begins, counted from 0; the end if
 * there are not so many. */
size_t character_start(struct slice text, size_t n);

#endif
