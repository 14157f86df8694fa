#include "sqlite/json_check.h"

#include <ctype.h>
#include <string.h>

/* A walk over the text of a CREATE TABLE. */
struct check_scan {
    const char *at;
    size_t depth, check_depth; /* of parentheses; 0: in no CHECK */
    bool check_begins;         /* the word was the last token */
};

static bool is_word_byte(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_' || byte == '$' ||
           (unsigned char)byte >= 0x80;
}

static void skip_blanks_and_comments(struct check_scan *scan)
{
    const char *end;
    for (;;) {
        scan->at += strspn(scan->at, " \t\r\n\f");
        if (!strncmp(scan->at, "--", 2))
            scan->at += strcspn(scan->at, "\n");
        else if (!strncmp(scan->at, "/*", 2))
            scan->at = (end = strstr(scan->at + 2, "*/"))
                           ? end + 2
                           : scan->at + strlen(scan->at);
        else
            return;
    }
}

/* Moves past a quoted token; its text goes into `name`, which may be NULL. */
static void take_quoted(struct check_scan *scan, struct buffer *name)
{
    char end = *scan->at == '[' ? ']' : *scan->at;
    for (scan->at++; *scan->at; scan->at++) {
        if (*scan->at == end) {
            scan->at++;
            /* doubled, it is a part of the text; but not in brackets */
            if (end == ']' || *scan->at != end)
                return;
        }
        if (name)
            buffer_add_byte(name, *scan->at);
    }
}

static size_t check_word_length(const struct check_scan *scan)
{
    size_t length = 0;
    while (is_word_byte(scan->at[length]))
        length++;
    return length;
}

/* The column between the parentheses after json_valid. */
static bool take_column(struct check_scan *scan, struct buffer *name)
{
    size_t length;
    skip_blanks_and_comments(scan);
    if (*scan->at != '(')
        return false;
    scan->at++;
    scan->depth++;
    skip_blanks_and_comments(scan);
    length = check_word_length(scan);
    if (length) {
        buffer_add(name, scan->at, length);
        scan->at += length;
    } else if (*scan->at && strchr("\"`[", *scan->at)) {
        take_quoted(scan, name);
    }
    skip_blanks_and_comments(scan);
    /* SQLite 3.45 and later know a second argument, for other forms of JSON. */
    return name->size && (*scan->at == ')' || *scan->at == ',');
}

static bool check_word_is(const struct check_scan *scan, size_t length,
                          const char *word)
{
    return strlen(word) == length &&
           !sqlite3_strnicmp(scan->at, word, (int)length);
}

/* Moves past a word; true, with a column's name, if that is JSON. */
static bool take_check_word(struct check_scan *scan, size_t length,
                            struct buffer *name)
{
    bool is_call =
        scan->check_depth && check_word_is(scan, length, "json_valid");
    scan->check_begins = check_word_is(scan, length, "check");
    scan->at += length;
    return is_call && take_column(scan, name);
}

static void take_check_byte(struct check_scan *scan)
{
    if (*scan->at == '(') {
        scan->depth++;
        if (scan->check_begins && !scan->check_depth)
            scan->check_depth = scan->depth;
    } else if (*scan->at == ')' && scan->depth) {
        if (scan->depth-- == scan->check_depth)
            scan->check_depth = 0;
    }
    scan->check_begins = false;
    scan->at++;
}

/* The next column that is JSON; false at the end. */
static bool next_json(struct check_scan *scan, struct buffer *name)
{
    for (name->size = 0;; name->size = 0) {
        size_t length;
        skip_blanks_and_comments(scan);
        if (!*scan->at)
            return false;
        length = check_word_length(scan);
        if (length) {
            if (take_check_word(scan, length, name))
                return true;
        } else if (strchr("'\"`[", *scan->at)) {
            take_quoted(scan, NULL);
        } else {
            take_check_byte(scan);
        }
    }
}

static void mark_columns(struct lite_table *table, const char *sql)
{
    struct check_scan scan = {.at = sql};
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
