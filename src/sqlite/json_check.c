#include "sqlite/json_check.h"

#include <string.h>

#include "sqlite/sql_tokens.h"

/* A walk over the text of a CREATE TABLE. */
struct check_scan {
    struct sql_tokens tokens;
    size_t depth, check_depth; /* of parentheses; 0: in no CHECK */
};

static bool check_next(struct check_scan *scan, struct sql_token *token)
{
    if (!sql_next_token(&scan->tokens, token))
        return false;
    if (sql_token_is(token, "("))
        scan->depth++;
    if (sql_token_is(token, ")") && scan->depth &&
        scan->depth-- == scan->check_depth)
        scan->check_depth = 0;
    return true;
}

/* The column between the parentheses after json_valid. SQLite 3.45 and later
 * know a second argument, for other forms of JSON. */
static bool take_column(struct check_scan *scan, struct buffer *name)
{
    struct sql_token token;
    if (!check_next(scan, &token) || !sql_token_is(&token, "(") ||
        !check_next(scan, &token) || !sql_token_is_name(&token))
        return false;
    name->size = 0;
    sql_token_add_name(name, &token);
    return check_next(scan, &token) &&
           (sql_token_is(&token, ")") || sql_token_is(&token, ","));
}

/* The next column that is JSON; false at the end. */
static bool next_json(struct check_scan *scan, struct buffer *name)
{
    struct sql_token token;
    bool check_begins = false; /* the word was the last token */
    while (check_next(scan, &token)) {
        if (check_begins && !scan->check_depth && sql_token_is(&token, "("))
            scan->check_depth = scan->depth;
        if (scan->check_depth && sql_token_is(&token, "json_valid") &&
            take_column(scan, name))
            return true;
        check_begins = sql_token_is(&token, "check");
    }
    return false;
}

static void mark_columns(struct lite_table *table, const char *sql)
{
    struct check_scan scan = {.tokens = {sql, sql + strlen(sql)}};
    struct buffer name = {0};
    while (next_json(&scan, &name))
        for (size_t i = 0; i < table->n_columns; i++)
            if (!sqlite3_stricmp(table->columns[i].name, buffer_text(&name)))
                table->columns[i].is_json = true;
    buffer_release(&name);
}

static void mark_table(struct lite_schema *schema, const char *name,
                       const char *sql)
{
    for (size_t i = 0; i < schema->n_tables; i++)
        if (!strcmp(schema->tables[i].name, name))
            mark_columns(&schema->tables[i], sql);
}

bool json_check_read(struct lite_schema *schema, sqlite3 *database)
{
    sqlite3_stmt *query = NULL;
    int status = sqlite3_prepare_v2(database,
                                    "SELECT name, sql FROM sqlite_master WHERE "
                                    "type = 'table' AND sql LIKE "
                                    "'%json_valid%'",
                                    -1, &query, NULL);
    while (status == SQLITE_OK || status == SQLITE_ROW) {
        status = sqlite3_step(query);
        if (status == SQLITE_ROW)
            mark_table(schema, (const char *)sqlite3_column_text(query, 0),
                       (const char *)sqlite3_column_text(query, 1));
    }
    sqlite3_finalize(query);
    return status == SQLITE_DONE;
}
