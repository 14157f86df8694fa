/* Fuzz target: any arguments to any of the functions. The first byte chooses
 * the function, and each argument has a byte for its kind before it. What comes
 * out is a value or an error; a text is UTF-8 where all that went in was. */
#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "functions/functions.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A call that is given up because its result would be too long loses what it
 * had (base/memory.h's guard), so leaks are not looked for here. */
int __lsan_is_turned_off(void); /* NOLINT(bugprone-reserved-identifier) */
int __lsan_is_turned_off(void)  /* NOLINT(bugprone-reserved-identifier) */
{
    return 1;
}

enum { MOST_ARGUMENTS = 4, MOST_FUNCTIONS = 400 };

/* A call of each function with each number of arguments, prepared. */
static sqlite3_stmt *calls[MOST_FUNCTIONS];
static size_t n_calls;

static void add_call(sqlite3 *database, const char *name, int n)
{
    struct buffer sql = {0};
    buffer_printf(&sql, "SELECT \"%s\"(", name);
    for (int i = 0; i < n; i++)
        buffer_printf(&sql, "%s?", i ? ", " : "");
    buffer_add_text(&sql, ")");
    if (n_calls < MOST_FUNCTIONS &&
        sqlite3_prepare_v2(database, buffer_text(&sql), -1, &calls[n_calls],
                           NULL) == SQLITE_OK)
        n_calls++;
    buffer_release(&sql);
}

/* Those that SQLite does not have without the library. */
static void find_functions(void)
{
    static const char query[] =
        "SELECT name, narg FROM pragma_function_list WHERE NOT builtin";
    sqlite3 *database = NULL;
    sqlite3_stmt *list = NULL;
    if (sqlite3_open(":memory:", &database) || functions_register(database) ||
        sqlite3_prepare_v2(database, query, -1, &list, NULL))
        abort();
    sqlite3_limit(database, SQLITE_LIMIT_LENGTH, 1000000);
    while (sqlite3_step(list) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(list, 0);
        int n = sqlite3_column_int(list, 1);
        for (int i = n < 0 ? 1 : n; i <= (n < 0 ? MOST_ARGUMENTS : n); i++)
            add_call(database, name, i);
    }
    sqlite3_finalize(list);
}

/* Takes the next argument off the bytes; false if it is no UTF-8. */
static bool bind_next(sqlite3_stmt *call, int at, const uint8_t **data,
                      size_t *size)
{
    uint8_t kind = *size ? **data : 0;
    size_t length = *size > 1 ? (*data)[1] % 64 : 0;
    const char *bytes = (const char *)*data + 2;
    int64_t integer = 0;
    double real = 0;
    if (*size < 2 + length)
        length = *size > 2 ? *size - 2 : 0;
    memcpy(&integer, bytes, length < 8 ? length : 8);
    memcpy(&real, bytes, length < 8 ? length : 8);
    switch (kind % 6) {
    case 0: sqlite3_bind_null(call, at); break;
    case 1: sqlite3_bind_int64(call, at, integer); break;
    case 2: sqlite3_bind_double(call, at, real); break;
    case 3:
        sqlite3_bind_blob(call, at, bytes, (int)length, SQLITE_TRANSIENT);
        break;
    case 4: sqlite3_bind_int64(call, at, integer % 100); break;
    default: sqlite3_bind_text(call, at, bytes, (int)length, SQLITE_TRANSIENT);
    }
    *data += *size < 2 + length ? *size : 2 + length;
    *size -= *size < 2 + length ? *size : 2 + length;
    return kind % 6 != 3 && (kind % 6 < 5 || utf8_is_valid(bytes, length));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sqlite3_stmt *call;
    bool is_valid = true;
    if (!n_calls)
        find_functions();
    if (size < 2 || !n_calls)
        return 0;
    call = calls[(data[0] | (size_t)data[1] << 8) % n_calls];
    data += 2;
    size -= 2;
    for (int i = 1; i <= sqlite3_bind_parameter_count(call); i++)
        is_valid &= bind_next(call, i, &data, &size);
    if (sqlite3_step(call) == SQLITE_ROW && is_valid &&
        sqlite3_column_type(call, 0) == SQLITE_TEXT) {
        const char *text = (const char *)sqlite3_column_text(call, 0);
        if (!utf8_is_valid(text, (size_t)sqlite3_column_bytes(call, 0)))
            abort();
    }
    sqlite3_reset(call);
    sqlite3_clear_bindings(call);
    return 0;
}
