#include "functions/functions.h"

#include <setjmp.h>

#include "functions/decimal.h"
#include "functions/function.h"

SQLITE_EXTENSION_INIT1

/* ---- calls, from which the host comes back whatever happens ---- */

/* What the guard's escape has brought. */
static void tell_escape(sqlite3_context *context, int why)
{
    memory_guard = NULL;
    if (why == MEMORY_TOO_LONG)
        sqlite3_result_error_toobig(context);
    else
        sqlite3_result_error_nomem(context);
}

static size_t longest_value(sqlite3_context *context)
{
    return (size_t)sqlite3_limit(sqlite3_context_db_handle(context),
                                 SQLITE_LIMIT_LENGTH, -1);
}

typedef void row_call(sqlite3_context *context, int n, sqlite3_value **values);
typedef void end_call(sqlite3_context *context);

/* Of a row, or of what comes behind all rows. */
static void call_guarded(sqlite3_context *context, int n,
                         sqlite3_value **values, row_call *row, end_call *end)
{
    struct memory_guard guard = {.most = longest_value(context)};
    int why = setjmp(guard.escape);
    if (why) {
        tell_escape(context, why);
        return;
    }
    memory_guard = &guard;
    if (row)
        row(context, n, values);
    else if (end)
        end(context);
    memory_guard = NULL;
}

/* NULL in, NULL out, for strict functions: they need not ask. */
static void call(sqlite3_context *context, int n, sqlite3_value **values)
{
    const struct function *function = sqlite3_user_data(context);
    for (int i = 0; function->is_strict && i < n; i++)
        if (argument_is_null(values[i]))
            return;
    call_guarded(context, n, values, function->call, NULL);
}

static const struct aggregate *aggregate_of(sqlite3_context *context)
{
    return sqlite3_user_data(context);
}

static void call_step(sqlite3_context *context, int n, sqlite3_value **values)
{
    call_guarded(context, n, values, aggregate_of(context)->step, NULL);
}

static void call_inverse(sqlite3_context *context, int n,
                         sqlite3_value **values)
{
    call_guarded(context, n, values, aggregate_of(context)->inverse, NULL);
}

static void call_value(sqlite3_context *context)
{
    call_guarded(context, 0, NULL, NULL, aggregate_of(context)->value);
}

static void call_finish(sqlite3_context *context)
{
    call_guarded(context, 0, NULL, NULL, aggregate_of(context)->finish);
}

/* ---- registering ---- */

/* A function without arguments is not deterministic: it is a UUID. */
static int register_functions(sqlite3 *database, const struct function *rows)
{
    int result = SQLITE_OK;
    for (; rows->name && result == SQLITE_OK; rows++)
        result = sqlite3_create_function_v2(
            database, rows->name, rows->n_arguments,
            SQLITE_UTF8 | SQLITE_INNOCUOUS |
                (rows->n_arguments ? SQLITE_DETERMINISTIC : 0),
            (void *)(uintptr_t)rows, call, NULL, NULL, NULL);
    return result;
}

static int register_aggregates(sqlite3 *database, const struct aggregate *rows)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    int result = SQLITE_OK;
    for (; rows->name && result == SQLITE_OK; rows++)
        result = sqlite3_create_window_function(
            database, rows->name, rows->n_arguments, flags,
            (void *)(uintptr_t)rows, call_step, call_finish,
            rows->value ? call_value : NULL,
            rows->inverse ? call_inverse : NULL, NULL);
    return result;
}

/* Numbers as text, in their order. */
static int compare_numeric(void *unused, int a_length, const void *a,
                           int b_length, const void *b)
{
    (void)unused;
    return decimal_compare((struct slice){a, (size_t)a_length},
                           (struct slice){b, (size_t)b_length});
}

/* All or an error: a library that is half there helps nobody. */
int functions_register(sqlite3 *database)
{
    const struct function *const tables[] = {
        text_functions,       format_functions,         regexp_functions,
        digest_functions,     number_functions,         array_functions,
        array_form_functions, json_functions,           json_path_functions,
        time_functions,       zone_functions,           interval_functions,
        to_char_functions,    number_pattern_functions, numeric_functions};
    const struct aggregate *const aggregates[] = {
        statistics_aggregates, list_aggregates, interval_aggregates,
        numeric_aggregates, window_text_aggregates};
    int result = series_register(database);
    for (size_t i = 0; i < COUNT_OF(tables) && result == SQLITE_OK; i++)
        result = register_functions(database, tables[i]);
    if (result == SQLITE_OK)
        result = unnest_register(database);
    for (size_t i = 0; i < COUNT_OF(aggregates) && result == SQLITE_OK; i++)
        result = register_aggregates(database, aggregates[i]);
    if (result == SQLITE_OK)
        result = sqlite3_create_collation_v2(
            database, "pg_numeric", SQLITE_UTF8, NULL, compare_numeric, NULL);
    return result;
}

#ifndef SQLITE_CORE
__attribute__((visibility("default"))) int
sqlite3_pgdecantfunctions_init(sqlite3 *database, char **message,
                               const sqlite3_api_routines *api);
int sqlite3_pgdecantfunctions_init(sqlite3 *database, char **message,
                                   const sqlite3_api_routines *api)
{
    SQLITE_EXTENSION_INIT2(api)
    (void)message;
    return functions_register(database);
}
#endif
