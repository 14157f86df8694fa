/* A database as text: its schema and every row with the types of its values,
 * for fuzz targets that make one database in two ways. Aborts where SQLite
 * finds anything wrong with it. */
#ifndef DATABASE_TEXT_H
#define DATABASE_TEXT_H

#include <sqlite3.h>
#include <stdlib.h>

#include "base/memory.h"

static void text_add_rows(sqlite3 *database, const char *sql,
                          struct buffer *text)
{
    sqlite3_stmt *rows;
    if (sqlite3_prepare_v2(database, sql, -1, &rows, NULL) != SQLITE_OK)
        abort();
    while (sqlite3_step(rows) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(rows); i++) {
            buffer_printf(text, "%d|", sqlite3_column_type(rows, i));
            buffer_add(text, sqlite3_column_blob(rows, i),
                       (size_t)sqlite3_column_bytes(rows, i));
            buffer_add_byte(text, '|');
        }
        buffer_add_byte(text, '\n');
    }
    if (sqlite3_finalize(rows) != SQLITE_OK)
        abort();
}

static void text_add_tables(sqlite3 *database, struct buffer *text)
{
    sqlite3_stmt *tables;
    if (sqlite3_prepare_v2(database,
                           "SELECT format('SELECT * FROM \"%w\"', name) || "
                           "iif(name = 'sqlite_stat1', ' ORDER BY 1, 2', '') "
                           "FROM sqlite_schema "
                           "WHERE type = 'table' ORDER BY name",
                           -1, &tables, NULL) != SQLITE_OK)
        abort();
    while (sqlite3_step(tables) == SQLITE_ROW) {
        const char *sql = (const char *)sqlite3_column_text(tables, 0);
        buffer_add_text(text, sql);
        text_add_rows(database, sql, text);
    }
    sqlite3_finalize(tables);
}

static bool text_is_found(sqlite3 *database, const char *sql)
{
    struct buffer found = {0};
    bool is_found;
    text_add_rows(database, sql, &found);
    is_found = found.size > 0;
    buffer_release(&found);
    return is_found;
}

#define FORBIDDEN "integrity_check LIKE 'CHECK constraint failed in %'"

/* True if no CHECK forbids a row. Pages are written without asking: that rows
 * pass PostgreSQL has proven, but of dumps that nobody changed. */
static bool database_text(const char *path, struct buffer *text)
{
    sqlite3 *database;
    bool passes;
    if (sqlite3_open(path, &database) != SQLITE_OK)
        abort();
    if (text_is_found(database, "SELECT 1 FROM pragma_integrity_check WHERE "
                                "integrity_check <> 'ok' AND NOT " FORBIDDEN))
        abort();
    passes = !text_is_found(
        database, "SELECT 1 FROM pragma_integrity_check WHERE " FORBIDDEN);
    text_add_rows(database, "PRAGMA page_size", text);
    text_add_rows(database,
                  "SELECT type, name, tbl_name, sql FROM sqlite_schema "
                  "ORDER BY name",
                  text);
    text_add_tables(database, text);
    sqlite3_close(database);
    return passes;
}

/* In memory where there is such a folder. */
static const char *folder_of_databases(void)
{
    static char path[] = "/dev/shm/pgdecant-fuzz.XXXXXX",
                fallback[] = "/tmp/pgdecant-fuzz.XXXXXX";
    static const char *folder;
    if (!folder)
        folder = mkdtemp(path);
    if (!folder)
        folder = mkdtemp(fallback);
    if (!folder)
        abort();
    return folder;
}

#endif
