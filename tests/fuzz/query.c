/* Queries: what is printed of a tree parses to the same tree, and what is
 * translated is SQL to SQLite. */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "functions/functions.h"
#include "base/utf8.h"
#include "postgres/parameters.h"
#include "postgres/parser.h"
#include "postgres/tokens.h"
#include "postgres/tree_same.h"
#include "print/print.h"
#include "translate/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct pg_query *parse(struct arena *arena, const char *text)
{
    struct pg_catalog nothing = {.n_tables = 0};
    struct pg_parser parser = {.arena = arena,
                               .catalog = &nothing,
                               .search_schema = "public",
                               .text = text};
    const char *problem;
    unsigned n_positional;
    size_t n = 0;
    struct pg_token_text *tokens = tokens_of_text(arena, text, &n, &problem);
    if (tokens)
        tokens = parameters_join(arena, text, tokens, &n, &n_positional);
    if (tokens)
        problem = parser_statement(&parser, tokens, n);
    catalog_release(&nothing);
    return problem ? NULL : parser.query;
}

/* A statement that would define something is no query. */
static bool is_query(const char *text)
{
    static const char *const words[] = {"select", "with",   "values", "table",
                                        "insert", "update", "delete", "("};
    text += strspn(text, " \t\r\n");
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (!sqlite3_strnicmp(text, words[i], (int)strlen(words[i])))
            return true;
    return false;
}

static void check_print(struct arena *arena, const struct pg_query *query)
{
    struct buffer text = {0};
    const struct pg_query *again;
    print_query(&text, query);
    again = parse(arena, buffer_text(&text));
    if (!again || !query_is_same(query, again)) {
        fprintf(stderr, "printed: %s\n", buffer_text(&text));
        abort();
    }
    buffer_release(&text);
}

/* Tables and columns need not be there; everything else is our mistake. */
static void check_sql(sqlite3 *database, const char *sql)
{
    static const char *const fine[] = {"no such table",
                                       "no such column",
                                       "no such function",
                                       "too many",
                                       "ambiguous",
                                       "wrong number of arguments",
                                       "no such window",
                                       "circular",
                                       "no such collation",
                                       "recursive",
                                       "not the same number",
                                       "values for",
                                       "columns assigned",
                                       "has no column",
                                       "all VALUES must",
                                       "may not be used",
                                       "misuse",
                                       "nested too",
                                       "duplicate",
                                       "stack overflow",
                                       "limit",
                                       "must",
                                       "sub-select",
                                       "unsupported",
                                       "should",
                                       "no tables specified",
                                       "no query solution",
                                       "depth",
                                       "table",
                                       "cannot",
                                       "HAVING clause on",
                                       "requires"};
    sqlite3_stmt *statement = NULL;
    const char *message;
    bool good = false;
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK) {
        sqlite3_finalize(statement);
        return;
    }
    message = sqlite3_errmsg(database);
    for (size_t i = 0; i < COUNT_OF(fine); i++)
        good |= strstr(message, fine[i]) != NULL;
    if (!good || !strncmp(message, "near \"", 6)) {
        fprintf(stderr, "%s: %s\n", message, sql);
        abort();
    }
}

static void check_translation(struct arena *arena, sqlite3 *database,
                              const struct pg_query *query)
{
    for (int extension = 0; extension < 2; extension++) {
        struct query_context query_context = {
            .keeps_parentheses = true,
            .dialect = {.version = 340, .extension = extension}};
        struct query_translation translation =
            query_translate(arena, &query_context, query, NULL);
        if (translation.sql)
            check_sql(database, translation.sql);
        else if (!translation.reason)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static sqlite3 *database;
    struct arena arena = {0};
    const struct pg_query *query;
    char *text;
    if (!database) {
        sqlite3_open(":memory:", &database);
        functions_register(database);
    }
    if (memchr(data, '\0', size) || !utf8_is_valid((const char *)data, size))
        return 0;
    text = arena_copy(&arena, (const char *)data, size);
    query = is_query(text) ? parse(&arena, text) : NULL;
    if (query) {
        check_print(&arena, query);
        check_translation(&arena, database, query);
    }
    arena_release(&arena);
    return 0;
}
