/* The database's side of a comparison: all rows, read by SQLite. */
#include "sqlite/quote.h"
#include "verify/comparison_internal.h"

/* ---- by an aggregate ---- */

/* SQLite calls it with each row's values, which is quicker than to ask for them
 * row by row. */
static const char TAKE_ROW[] = "pgdecant_take_row";

struct taking {
    struct comparison *comparison;
    struct compared_table *table;
};

static void take_arguments(sqlite3_context *context, int n,
                           sqlite3_value **arguments)
{
    const struct taking *taking = sqlite3_user_data(context);
    struct comparison *comparison = taking->comparison;
    struct lite_value *values = comparison->values[IN_DATABASE];
    for (int i = 0; i < n; i++)
        values[i] = stored_argument(arguments[i]);
    comparison_take_row(comparison, taking->table, IN_DATABASE, values, NULL);
}

static void end_taking(sqlite3_context *context)
{
    sqlite3_result_null(context);
}

static bool has_aggregate(const struct comparison *comparison,
                          const struct compared_table *table)
{
    int most =
        sqlite3_limit(comparison->database, SQLITE_LIMIT_FUNCTION_ARG, -1);
    return table->n_columns > 0 && table->n_columns <= (size_t)most;
}

/* ---- by rows ---- */

/* Of a table that has more columns than a function may have arguments. */
static void comparison_read_row(struct comparison *comparison,
                                struct compared_table *table,
                                sqlite3_stmt *query)
{
    struct lite_value *values = comparison->values[IN_DATABASE];
    for (size_t i = 0; i < table->n_columns; i++)
        values[i] = stored_read(query, (int)i);
    comparison_take_row(comparison, table, IN_DATABASE, values, NULL);
}

/* ---- tables ---- */

/* Columns by name: SQLite's order is not the dump's. */
static void add_columns(struct buffer *sql, const struct compared_table *table)
{
    for (size_t i = 0; i < table->n_columns; i++) {
        buffer_add_text(sql, i ? ", " : "");
        if (table->columns[i].as == COMPARED)
            quote_identifier(sql, table->columns[i].column->name);
        else
            buffer_add_text(sql, "NULL");
    }
    if (!table->n_columns)
        buffer_add_text(sql, "NULL");
}

static sqlite3_stmt *select_rows(const struct comparison *comparison,
                                 const struct compared_table *table,
                                 bool by_aggregate)
{
    struct buffer sql = {0};
    sqlite3_stmt *query = NULL;
    buffer_add_text(&sql, "SELECT ");
    if (by_aggregate)
        buffer_printf(&sql, "%s(", TAKE_ROW);
    add_columns(&sql, table);
    buffer_add_text(&sql, by_aggregate ? ") FROM " : " FROM ");
    quote_identifier(&sql, table->found->name);
    sqlite3_prepare_v2(comparison->database, buffer_text(&sql), -1, &query,
                       NULL);
    buffer_release(&sql);
    return query;
}

static bool read_rows(struct comparison *comparison,
                      struct compared_table *table, struct failure *failure)
{
    bool by_aggregate = has_aggregate(comparison, table);
    sqlite3_stmt *query = select_rows(comparison, table, by_aggregate);
    comparison_room(comparison, IN_DATABASE, table->n_columns);
    while (query && sqlite3_step(query) == SQLITE_ROW)
        if (!by_aggregate)
            comparison_read_row(comparison, table, query);
    if (query && sqlite3_finalize(query) == SQLITE_OK)
        return true;
    return fail(failure, "cannot read the table %s of the database: %s",
                table->found->name, sqlite3_errmsg(comparison->database));
}

/* The function is there for this table only. */
static bool read_table(struct comparison *comparison,
                       struct compared_table *table, struct failure *failure)
{
    struct taking taking = {comparison, table};
    sqlite3 *database = comparison->database;
    bool done;
    if (sqlite3_create_function(database, TAKE_ROW, -1, SQLITE_UTF8, &taking,
                                NULL, take_arguments, end_taking) != SQLITE_OK)
        return fail(failure, "cannot read the database: %s",
                    sqlite3_errmsg(database));
    done = read_rows(comparison, table, failure);
    sqlite3_create_function(database, TAKE_ROW, -1, SQLITE_UTF8, NULL, NULL,
                            NULL, NULL);
    return done;
}

bool comparison_read(struct comparison *comparison, struct failure *failure)
{
    for (size_t i = 0; i < comparison->n_tables; i++) {
        struct compared_table *table = comparison->tables[i];
        bool takes_part = comparison->round == COUNTING || table->row_diff;
        if (table->found && takes_part &&
            !read_table(comparison, table, failure))
            return false;
    }
    return true;
}
