/* unnest(array): the elements of a JSON array as the rows of a table. */
#include <stdlib.h>
#include <string.h>

#include "functions/json_text.h"
#include "functions/table_function.h"

struct unnest_cursor {
    sqlite3_vtab_cursor base;
    char *text; /* the array's, its own copy */
    struct json_walk walk;
    int64_t at;
    bool at_end;
};

enum { COLUMN_VALUE, COLUMN_ORDINALITY, COLUMN_ARRAY };

static const char DECLARATION[] =
    "CREATE TABLE unnest(value, ordinality INTEGER, array HIDDEN)";

static int unnest_open(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor)
{
    (void)table;
    return table_function_open(sizeof(struct unnest_cursor), cursor);
}

static int unnest_close(sqlite3_vtab_cursor *cursor)
{
    free(((struct unnest_cursor *)cursor)->text);
    sqlite3_free(cursor);
    return SQLITE_OK;
}

/* Without the array there is nothing to give. */
static int unnest_best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    for (int i = 0; i < info->nConstraint; i++) {
        if (info->aConstraint[i].iColumn != COLUMN_ARRAY ||
            info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ)
            continue;
        if (!info->aConstraint[i].usable)
            return SQLITE_CONSTRAINT;
        info->aConstraintUsage[i].argvIndex = 1;
        info->aConstraintUsage[i].omit = 1;
        info->estimatedCost = 100;
        info->estimatedRows = 100;
        return SQLITE_OK;
    }
    return SQLITE_CONSTRAINT;
}

/* The ordinality counts from 1. */
static int unnest_next(sqlite3_vtab_cursor *cursor)
{
    struct unnest_cursor *unnest = (struct unnest_cursor *)cursor;
    unnest->at++;
    unnest->at_end = !json_next(&unnest->walk);
    if (!unnest->at_end || !unnest->walk.is_wrong)
        return SQLITE_OK;
    cursor->pVtab->zErrMsg = sqlite3_mprintf("unnest: this is no array");
    return SQLITE_ERROR;
}

/* Copied: the argument may change before the rows are read. */
static int unnest_filter(sqlite3_vtab_cursor *cursor, int unused,
                         const char *plan, int n, sqlite3_value **values)
{
    struct unnest_cursor *unnest = (struct unnest_cursor *)cursor;
    struct slice text = argument_text(values[0]);
    (void)unused, (void)plan, (void)n;
    free(unnest->text);
    unnest->text = malloc(text.length + 1);
    if (!unnest->text)
        return SQLITE_NOMEM;
    memcpy(unnest->text, text.bytes, text.length);
    unnest->at = 0;
    unnest->at_end = argument_is_null(values[0]);
    if (unnest->at_end)
        return SQLITE_OK;
    if (json_enter(&unnest->walk, (struct slice){unnest->text, text.length}) &&
        !unnest->walk.is_object)
        return unnest_next(cursor);
    cursor->pVtab->zErrMsg = sqlite3_mprintf("unnest: this is no array");
    return SQLITE_ERROR;
}

static int unnest_at_end(sqlite3_vtab_cursor *cursor)
{
    return ((struct unnest_cursor *)cursor)->at_end;
}

/* As json_each gives it: 1 and 0 for booleans, JSON for what has parts. */
static void unnest_give(sqlite3_context *context, struct slice value)
{
    struct buffer text = {0};
    char *end;
    switch (*value.bytes) {
    case 'n': return;
    case 't':
    case 'f': sqlite3_result_int(context, *value.bytes == 't'); return;
    case '[':
    case '{': break;
    case '"':
        json_text_add_decoded(&text, value);
        result_buffer(context, &text);
        return;
    default:
        buffer_add(&text, value.bytes, value.length);
        if (strpbrk(buffer_text(&text), ".eE"))
            sqlite3_result_double(context, strtod(buffer_text(&text), &end));
        else
            sqlite3_result_int64(context,
                                 strtoll(buffer_text(&text), &end, 10));
        buffer_release(&text);
        return;
    }
    result_slice(context, value);
}

/* The hidden column is an argument, and has no value. */
static int unnest_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context,
                         int which)
{
    const struct unnest_cursor *unnest = (struct unnest_cursor *)cursor;
    if (which == COLUMN_VALUE)
        unnest_give(context, unnest->walk.value);
    else if (which == COLUMN_ORDINALITY)
        sqlite3_result_int64(context, unnest->at);
    return SQLITE_OK;
}

static int unnest_row_id(sqlite3_vtab_cursor *cursor, sqlite3_int64 *id)
{
    *id = ((struct unnest_cursor *)cursor)->at;
    return SQLITE_OK;
}

static const sqlite3_module module = {.xConnect = table_function_connect,
                                      .xBestIndex = unnest_best_index,
                                      .xDisconnect = table_function_disconnect,
                                      .xOpen = unnest_open,
                                      .xClose = unnest_close,
                                      .xFilter = unnest_filter,
                                      .xNext = unnest_next,
                                      .xEof = unnest_at_end,
                                      .xColumn = unnest_column,
                                      .xRowid = unnest_row_id};

int unnest_register(sqlite3 *database)
{
    return table_function_register(database, "unnest", &module, DECLARATION);
}
