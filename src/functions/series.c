/* generate_series(start, stop[, step]): integers as the rows of a table. */
#include "functions/table_function.h"

struct series_cursor {
    sqlite3_vtab_cursor base;
    int64_t start, stop, step, value;
    bool at_end;
};

enum { COLUMN_VALUE, COLUMN_START, COLUMN_STOP, COLUMN_STEP };

static const char DECLARATION[] =
    "CREATE TABLE series(value INTEGER, start HIDDEN, stop "
    "HIDDEN, step HIDDEN)";

static int series_open(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor)
{
    (void)table;
    return table_function_open(sizeof(struct series_cursor), cursor);
}

static int series_close(sqlite3_vtab_cursor *cursor)
{
    sqlite3_free(cursor);
    return SQLITE_OK;
}

/* The arguments come as conditions on the hidden columns; all of them have to
 * be there. */
static int series_best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
    int places[4] = {-1, -1, -1, -1}, next = 1;
    (void)table;
    for (int i = 0; i < info->nConstraint; i++) {
        int column = info->aConstraint[i].iColumn;
        if (column < COLUMN_START ||
            info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ)
            continue;
        if (!info->aConstraint[i].usable)
            return SQLITE_CONSTRAINT;
        places[column] = i;
    }
    if (places[COLUMN_START] < 0 || places[COLUMN_STOP] < 0)
        return SQLITE_CONSTRAINT;
    for (int column = COLUMN_START; column <= COLUMN_STEP; column++)
        if (places[column] >= 0) {
            info->aConstraintUsage[places[column]].argvIndex = next++;
            info->aConstraintUsage[places[column]].omit = 1;
        }
    info->idxNum = places[COLUMN_STEP] >= 0;
    info->estimatedCost = 1000;
    info->estimatedRows = 1000;
    return SQLITE_OK;
}

static bool series_is_behind(const struct series_cursor *series)
{
    return series->step > 0 ? series->value > series->stop
                            : series->value < series->stop;
}

/* NULL anywhere gives no rows, as in PostgreSQL. */
static int series_filter(sqlite3_vtab_cursor *cursor, int has_step,
                         const char *unused, int n, sqlite3_value **values)
{
    struct series_cursor *series = (struct series_cursor *)cursor;
    bool has_null = false;
    (void)unused;
    for (int i = 0; i < n; i++)
        has_null |= sqlite3_value_type(values[i]) == SQLITE_NULL;
    series->start = sqlite3_value_int64(values[0]);
    series->stop = sqlite3_value_int64(values[1]);
    series->step = has_step ? sqlite3_value_int64(values[2]) : 1;
    series->value = series->start;
    if (series->step == 0 && !has_null) {
        cursor->pVtab->zErrMsg =
            sqlite3_mprintf("generate_series: a step of 0");
        return SQLITE_ERROR;
    }
    series->at_end = has_null || series_is_behind(series);
    return SQLITE_OK;
}

/* At the end of 64 bits it ends, rather than going round. */
static int series_next(sqlite3_vtab_cursor *cursor)
{
    struct series_cursor *series = (struct series_cursor *)cursor;
    bool overflows =
        __builtin_add_overflow(series->value, series->step, &series->value);
    series->at_end = overflows || series_is_behind(series);
    return SQLITE_OK;
}

static int series_at_end(sqlite3_vtab_cursor *cursor)
{
    return ((struct series_cursor *)cursor)->at_end;
}

static int series_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context,
                         int which)
{
    const struct series_cursor *series = (struct series_cursor *)cursor;
    const int64_t columns[] = {series->value, series->start, series->stop,
                               series->step};
    sqlite3_result_int64(context, columns[which]);
    return SQLITE_OK;
}

/* Unique as long as the step is not 0. */
static int series_row_id(sqlite3_vtab_cursor *cursor, sqlite3_int64 *id)
{
    *id = ((struct series_cursor *)cursor)->value;
    return SQLITE_OK;
}

static const sqlite3_module module = {.xConnect = table_function_connect,
                                      .xBestIndex = series_best_index,
                                      .xDisconnect = table_function_disconnect,
                                      .xOpen = series_open,
                                      .xClose = series_close,
                                      .xFilter = series_filter,
                                      .xNext = series_next,
                                      .xEof = series_at_end,
                                      .xColumn = series_column,
                                      .xRowid = series_row_id};

int series_register(sqlite3 *database)
{
    return table_function_register(database, "generate_series", &module,
                                   DECLARATION);
}
