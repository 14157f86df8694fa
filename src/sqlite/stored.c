#include "sqlite/stored.h"

#include <string.h>

/* ---- what SQLite says ---- */

/* A database in memory, asked what SQLite makes of a value: INSERT with this
 * library would do the same, other versions may not. */
static void open_echo(struct stored *stored)
{
    if (sqlite3_open(":memory:", &stored->handle) != SQLITE_OK ||
        sqlite3_prepare_v2(stored->handle, "SELECT ?1", -1, &stored->echo,
                           NULL) != SQLITE_OK)
        fatal("cannot open SQLite: %s", sqlite3_errmsg(stored->handle));
}

/* SQLite's own conversion, on a copy: sqlite3_value_numeric_type takes no
 * column's value as it is. */
static struct lite_value as_number(struct stored *stored,
                                   struct lite_value value)
{
    sqlite3_value *copy;
    sqlite3_bind_text64(stored->echo, 1, value.bytes, value.length,
                        SQLITE_STATIC, SQLITE_UTF8);
    sqlite3_step(stored->echo);
    copy = sqlite3_value_dup(sqlite3_column_value(stored->echo, 0));
    if (!copy)
        fatal("out of memory");
    switch (sqlite3_value_numeric_type(copy)) {
    case SQLITE_INTEGER:
        value = (struct lite_value){.kind = LITE_INTEGER,
                                    .integer = sqlite3_value_int64(copy)};
        break;
    case SQLITE_FLOAT:
        value = (struct lite_value){.kind = LITE_REAL,
                                    .real = sqlite3_value_double(copy)};
        break;
    default: break;
    }
    sqlite3_value_free(copy);
    return value;
}

/* A number in a TEXT column is stored in SQLite's spelling. */
static struct lite_value as_text(struct stored *stored, struct arena *arena,
                                 struct lite_value value)
{
    const char *text;
    size_t length;
    if (value.kind == LITE_INTEGER)
        sqlite3_bind_int64(stored->echo, 1, value.integer);
    else
        sqlite3_bind_double(stored->echo, 1, value.real);
    sqlite3_step(stored->echo);
    text = (const char *)sqlite3_column_text(stored->echo, 0);
    length = (size_t)sqlite3_column_bytes(stored->echo, 0);
    return (struct lite_value){.kind = LITE_TEXT,
                               .length = (uint32_t)length,
                               .bytes = arena_copy(arena, text, length)};
}

/* ---- affinity ---- */

/* The bytes that a number in a text may have. */
enum { DIGIT = 1, POINT = 2, SIGN = 4, EXPONENT = 8, SPACE = 16 };

static const unsigned char CLASSES[256] = {
    ['0'] = DIGIT,  ['1'] = DIGIT,    ['2'] = DIGIT,    ['3'] = DIGIT,
    ['4'] = DIGIT,  ['5'] = DIGIT,    ['6'] = DIGIT,    ['7'] = DIGIT,
    ['8'] = DIGIT,  ['9'] = DIGIT,    ['.'] = POINT,    ['+'] = SIGN,
    ['-'] = SIGN,   ['e'] = EXPONENT, ['E'] = EXPONENT, [' '] = SPACE,
    ['\t'] = SPACE, ['\n'] = SPACE,   ['\v'] = SPACE,   ['\f'] = SPACE,
    ['\r'] = SPACE};

/* Signs stand in front, or after an exponent's e: a date has others. */
static bool may_be_number(const struct lite_value *value)
{
    unsigned before = SPACE;
    if (value->kind != LITE_TEXT || value->length == 0 ||
        (CLASSES[(unsigned char)*value->bytes] & EXPONENT))
        return false;
    for (uint32_t i = 0; i < value->length; i++) {
        unsigned class = CLASSES[(unsigned char)value->bytes[i]];
        if (class == 0 || (class == SIGN && !(before & (EXPONENT | SPACE))))
            return false;
        before = class;
    }
    return true;
}

static bool stored_is_number(const struct lite_value *value)
{
    return value->kind == LITE_INTEGER || value->kind == LITE_REAL;
}

static struct lite_value as_real(struct lite_value value)
{
    if (value.kind == LITE_INTEGER)
        return (struct lite_value){.kind = LITE_REAL,
                                   .real = (double)value.integer};
    return value;
}

struct lite_value stored_value(struct stored *stored, struct arena *arena,
                               enum lite_affinity affinity,
                               struct lite_value value)
{
    bool makes_text = affinity == AFFINITY_TEXT && stored_is_number(&value);
    bool makes_number = affinity != AFFINITY_TEXT &&
                        affinity != AFFINITY_BLOB && may_be_number(&value);
    /* Rare: most values have their column's kind already. */
    if (makes_text || makes_number) {
        if (!stored->handle)
            open_echo(stored);
        value = makes_text ? as_text(stored, arena, value)
                           : as_number(stored, value);
        sqlite3_reset(stored->echo);
        sqlite3_clear_bindings(stored->echo);
    }
    return affinity == AFFINITY_REAL ? as_real(value) : value;
}

void stored_release(struct stored *stored)
{
    sqlite3_finalize(stored->echo);
    sqlite3_close(stored->handle);
}

/* ANY means what it says only in STRICT tables; elsewhere it is NUMERIC. */
enum lite_affinity stored_affinity(const struct lite_table *table,
                                   const struct lite_column *column)
{
    if (table->is_strict && !sqlite3_stricmp(column->type, "ANY"))
        return AFFINITY_BLOB;
    return column->affinity;
}

struct lite_value stored_argument(sqlite3_value *argument)
{
    struct lite_value value = {.kind = LITE_NULL};
    switch (sqlite3_value_type(argument)) {
    case SQLITE_INTEGER:
        value.kind = LITE_INTEGER;
        value.integer = sqlite3_value_int64(argument);
        break;
    case SQLITE_FLOAT:
        value.kind = LITE_REAL;
        value.real = sqlite3_value_double(argument);
        break;
    case SQLITE_TEXT:
        value.kind = LITE_TEXT;
        value.bytes = (const char *)sqlite3_value_text(argument);
        value.length = (uint32_t)sqlite3_value_bytes(argument);
        break;
    case SQLITE_BLOB:
        value.kind = LITE_BLOB;
        value.bytes = sqlite3_value_blob(argument);
        value.length = (uint32_t)sqlite3_value_bytes(argument);
        break;
    default: break;
    }
    return value;
}

/* Points into the statement, until its next step. */
struct lite_value stored_read(sqlite3_stmt *row, int column)
{
    struct lite_value value = {.kind = LITE_NULL};
    switch (sqlite3_column_type(row, column)) {
    case SQLITE_INTEGER:
        value.kind = LITE_INTEGER;
        value.integer = sqlite3_column_int64(row, column);
        break;
    case SQLITE_FLOAT:
        value.kind = LITE_REAL;
        value.real = sqlite3_column_double(row, column);
        break;
    case SQLITE_TEXT:
        value.kind = LITE_TEXT;
        value.bytes = (const char *)sqlite3_column_text(row, column);
        value.length = (uint32_t)sqlite3_column_bytes(row, column);
        break;
    case SQLITE_BLOB:
        value.kind = LITE_BLOB;
        value.bytes = sqlite3_column_blob(row, column);
        value.length = (uint32_t)sqlite3_column_bytes(row, column);
        break;
    default: break;
    }
    return value;
}
