/* Fuzz target: any bytes as the text of a comment. Behind the comment stands a
 * statement, and nothing else of it may be live: for SQLite, which prepares it,
 * and for its shell, which takes lines that begin with a dot. */
#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "sqlite/comment.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* One statement, which gives 42, and nothing behind it. */
static void check_sql(sqlite3 *database, struct buffer *sql)
{
    sqlite3_stmt *statement = NULL;
    const char *rest = "";
    buffer_add_text(sql, "\nSELECT 42");
    if (strlen(buffer_text(sql)) != sql->size ||
        sqlite3_prepare_v2(database, buffer_text(sql), -1, &statement, &rest) !=
            SQLITE_OK ||
        !statement || *rest || sqlite3_step(statement) != SQLITE_ROW ||
        sqlite3_column_int(statement, 0) != 42)
        abort();
    sqlite3_finalize(statement);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static sqlite3 *database;
    struct buffer line = {0}, block = {0};
    char *text = xstrndup((const char *)data, size);
    if (!database && sqlite3_open(":memory:", &database))
        abort();
    comment_add_line(&line, text, size);
    if (memchr(line.bytes, '\n', line.size) ||
        memchr(line.bytes, '\r', line.size))
        abort();
    check_sql(database, &line);
    comment_add_block(&block, text);
    /* At the beginning of a statement the shell would take a dot. */
    if (block.bytes[0] != '/')
        abort();
    check_sql(database, &block);
    buffer_release(&line);
    buffer_release(&block);
    free(text);
    return 0;
}
