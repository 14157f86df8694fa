/* Targets: the table and the columns that rows go into, read and remembered. */
#include <search.h>
#include <string.h>

#include "dump/reader_internal.h"
#include "postgres/literal.h"

/* What is defined behind them is not in the catalog, however much is read at a
 * time. */
static void note_early_rows(struct pg_reader *reader)
{
    if (!reader->catalog || reader->catalog->n_tables)
        return;
    reader->has_early_rows = true;
    if (!reader->rows_may_come_first)
        reader->catalog = NULL;
}

/* The rows of one file come from one database. */
bool reader_check_database(struct pg_reader *reader)
{
    reader->has_rows = true;
    note_early_rows(reader);
    for (size_t i = 0; reader->database && i < reader->n_databases; i++)
        reader->databases[i].has_rows |=
            !strcmp(reader->databases[i].name, reader->database);
    if (reader->is_unwanted)
        return true;
    if (!reader->rows_database)
        reader->rows_database = reader->database ? reader->database : "";
    if (!strcmp(reader->rows_database,
                reader->database ? reader->database : ""))
        return true;
    return lexer_fail(
        &reader->lexer, reader->lexer.retain_from,
        "this file holds rows of more than one database (%s and %s, as "
        "pg_dumpall writes it): --database=NAME takes one of them, and -o with "
        "a %%d in its name makes a file of each",
        *reader->rows_database ? reader->rows_database : "the one before",
        reader->database);
}

/* Any word is taken for a name: keywords are PostgreSQL's to forbid. */
static bool target_is_name(const struct pg_reader *reader)
{
    return reader->token == PG_TOKEN_IDENTIFIER ||
           reader->token == PG_TOKEN_QUOTED ||
           reader->token == PG_TOKEN_UNICODE;
}

/* Decodes the current token, a name, and reads the next one. */
static bool target_read_name(struct pg_reader *reader, const char **name)
{
    struct buffer text = {0};
    const char *problem;
    if (!target_is_name(reader))
        return reader_unexpected(reader, "a name");
    problem = identifier_decode(&text, reader->lexer.token,
                                reader_token_length(reader));
    if (!problem && text.size == 0)
        problem = "an empty name";
    if (!problem)
        *name = arena_copy(&reader->scratch, text.bytes, text.size);
    buffer_release(&text);
    if (problem)
        return lexer_fail(&reader->lexer, reader->lexer.token, "%s", problem);
    return reader_advance(reader);
}

/* Into `scratch`; what is new is copied when it is interned. */
bool reader_read_table(struct pg_reader *reader, struct pg_target *target)
{
    target->schema = reader->search_schema;
    if (!target_read_name(reader, &target->table))
        return false;
    if (!reader_is(reader, '.'))
        return true;
    target->schema = target->table;
    target->is_qualified = true;
    return reader_advance(reader) && target_read_name(reader, &target->table);
}

/* One of two values for a column would be lost. */
static bool target_is_named_before(const struct pg_target *target)
{
    const char *last = target->columns[target->n_columns - 1];
    for (size_t i = 0; i + 1 < target->n_columns; i++)
        if (!strcmp(target->columns[i], last))
            return true;
    return false;
}

bool reader_read_columns(struct pg_reader *reader, struct pg_target *target)
{
    target->columns = arena_alloc(&reader->scratch,
                                  READER_MAX_COLUMNS * sizeof *target->columns);
    do {
        if (target->n_columns == READER_MAX_COLUMNS)
            return reader_unexpected(reader, "at most 1664 columns");
        if (!reader_advance(reader) ||
            !target_read_name(reader, &target->columns[target->n_columns++]))
            return false;
        if (target_is_named_before(target))
            return lexer_fail(&reader->lexer, reader->lexer.token,
                              "the column '%s' is named twice, and has two "
                              "values",
                              target->columns[target->n_columns - 1]);
    } while (reader_is(reader, ','));
    if (!reader_is(reader, ')'))
        return reader_unexpected(reader, "',' or ')' after a column");
    return reader_advance(reader);
}

static int compare_targets(const void *a, const void *b)
{
    const struct pg_target *one = a, *two = b;
    int order = strcmp(one->table, two->table);
    if (!order)
        order = strcmp(one->schema, two->schema);
    if (!order)
        order = one->is_qualified - two->is_qualified;
    if (!order && one->n_columns != two->n_columns)
        order = one->n_columns < two->n_columns ? -1 : 1;
    for (size_t i = 0; !order && i < one->n_columns; i++)
        order = strcmp(one->columns[i], two->columns[i]);
    return order;
}

static struct pg_target *copy_target(struct pg_reader *reader,
                                     const struct pg_target *target)
{
    struct arena *names = &reader->names;
    struct pg_target *copy = arena_alloc(names, sizeof *copy);
    *copy = *target;
    copy->id = reader->n_targets++;
    copy->schema = arena_copy(names, target->schema, strlen(target->schema));
    copy->table = arena_copy(names, target->table, strlen(target->table));
    copy->columns =
        arena_alloc(names, target->n_columns * sizeof *copy->columns);
    for (size_t i = 0; i < target->n_columns; i++)
        copy->columns[i] =
            arena_copy(names, target->columns[i], strlen(target->columns[i]));
    return copy;
}

/* One target for all rows with the same table and columns, so that later rooms
 * compare pointers. */
const struct pg_target *reader_intern(struct pg_reader *reader,
                                      const struct pg_target *target)
{
    void **found = tfind(target, &reader->targets, compare_targets);
    struct pg_table *table =
        reader->catalog ? catalog_target(reader->catalog, target) : NULL;
    if (table)
        table->has_rows = true;
    if (!found)
        found = tsearch(copy_target(reader, target), &reader->targets,
                        compare_targets);
    if (!found)
        fatal("out of memory");
    return *found;
}

void reader_release_targets(struct pg_reader *reader)
{
    tree_release(&reader->targets);
}
