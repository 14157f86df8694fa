/* COPY ... FROM stdin: its rows are lines, up to a line "\." */
#include <string.h>

#include "dump/reader_internal.h"

/* ---- the statement ---- */

/* CSV and other delimiters would be read wrongly without a sign of it. */
static bool refuse_options(struct pg_reader *reader)
{
    return reader_unexpected(
        reader, "';' behind COPY ... FROM stdin (pg_dump writes no options, "
                "and CSV is not read)");
}

static bool read_word(struct pg_reader *reader, const char *word,
                      const char *wanted)
{
    if (!reader_is_word(reader, word))
        return reader_unexpected(reader, wanted);
    return reader_advance(reader);
}

/* COPY ... WITH OIDS, of servers before 12: one more value in front of each
 * row. */
static bool read_oids(struct pg_reader *reader)
{
    reader->copies_oids = reader_is_word(reader, "with");
    return !reader->copies_oids ||
           (reader_advance(reader) && read_word(reader, "oids", "OIDS"));
}

/* The rows begin after the line's end. */
static bool skip_line_end(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    for (;;) {
        /* The line's end may be in the next piece. */
        if (lexer->cursor == lexer->limit && !lexer_fill(lexer))
            return lexer->stop == LEXER_END &&
                   reader_truncated(reader, "COPY", lexer->retain_from);
        if (*lexer->cursor == '\n')
            break;
        if (!strchr(" \t\r", *lexer->cursor))
            return lexer_fail(lexer, lexer->cursor,
                              "the rows of COPY begin on a line of their own");
        lexer->cursor++;
    }
    lexer->cursor++;
    return true;
}

/* Up to the first row; copy_row reads the rows, one a call. */
bool copy_statement(struct pg_reader *reader)
{
    struct pg_target target = {0};
    if (!reader_advance(reader) || !reader_read_table(reader, &target))
        return false;
    if (reader_is(reader, '(') && !reader_read_columns(reader, &target))
        return false;
    if (!read_oids(reader) ||
        !read_word(reader, "from", "FROM stdin (COPY TO is no row)") ||
        !read_word(reader, "stdin", "stdin (files are not read)"))
        return false;
    if (!reader_is(reader, ';'))
        return refuse_options(reader);
    /* Kept as a location, since the text is gone when the last row is read. */
    reader->copy_opened =
        pg_batch_location(reader->lexer.batch, reader->lexer.retain_from);
    reader->copy_lines = 0;
    if (!skip_line_end(reader) || !reader_check_database(reader))
        return false;
    reader->target = reader_intern(reader, &target);
    reader->header.size = 0;
    reader->state = AT_COPY_ROW;
    reader->has_copied = false;
    reader->lexer.soft_limit = 0;
    reader->lexer.retain_from = reader->lexer.cursor;
    return true;
}

/* ---- rows ---- */

/* A line end after an odd number of backslashes is part of the row. */
static bool is_escaped(const char *start, const char *at)
{
    const char *slash = at;
    while (slash > start && slash[-1] == '\\')
        slash--;
    return (at - slash) % 2 != 0;
}

/* Finds the end of the line at `keep`; the cursor goes there. */
static bool find_line_end(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    lexer->cursor = lexer->retain_from;
    for (;;) {
        size_t length = (size_t)(lexer->limit - lexer->cursor);
        const char *end = memchr(lexer->cursor, '\n', length);
        if (!end) {
            lexer->cursor = lexer->limit;
            if (lexer_fill(lexer))
                continue;
            return lexer->stop == LEXER_END &&
                   reader_truncated_since(reader, "COPY", reader->copy_opened);
        }
        lexer->cursor = end;
        if (!is_escaped(lexer->retain_from, end))
            return true;
        lexer->cursor++;
    }
}

/* Values are put after the last row's, and count once the row is whole. */
static struct pg_value *copy_add_value(struct pg_batch *batch, uint32_t count)
{
    grow_array(&batch->values, &batch->values_capacity,
               batch->n_values + count + 1, sizeof *batch->values);
    return &batch->values[batch->n_values + count];
}

/* \N is NULL only when it is the whole field. */
static void set_value(struct pg_value *value, const char *row,
                      const char *field, const char *end, bool has_escapes)
{
    size_t length = (size_t)(end - field);
    value->start = (uint32_t)(field - row);
    value->length = (uint32_t)length;
    value->kind = PG_COPY;
    value->flags = 0;
    if (!has_escapes || !memchr(field, '\\', length))
        return;
    value->flags = PG_ESCAPED;
    if (length == 2 && field[1] == 'N')
        value->kind = PG_NULL;
}

/* The end of a field: a tab that no backslash stands before. */
static const char *field_end(const char *field, const char *end)
{
    const char *tab = field;
    while ((tab = memchr(tab, '\t', (size_t)(end - tab)))) {
        if (!is_escaped(field, tab))
            return tab;
        tab++;
    }
    return end;
}

/* Cuts the line into values; returns how many, or READER_MAX_COLUMNS + 1. */
static uint32_t copy_split(struct pg_batch *batch, const char *row,
                           const char *end)
{
    bool has_escapes = memchr(row, '\\', (size_t)(end - row)) != NULL;
    const char *field = row;
    uint32_t count = 0;
    while (count <= READER_MAX_COLUMNS) {
        const char *stop = field_end(field, end);
        set_value(copy_add_value(batch, count++), row, field, stop,
                  has_escapes);
        if (stop == end)
            return count;
        field = stop + 1;
    }
    return count;
}

/* Without a list of columns nobody knows how many there are, until the plan
 * does. */
static bool copy_check_count(struct pg_reader *reader, uint32_t count)
{
    size_t wanted = reader->target->n_columns + reader->copies_oids;
    if (reader->target->n_columns ? count == wanted
                                  : count <= READER_MAX_COLUMNS)
        return true;
    return lexer_fail(&reader->lexer, reader->lexer.retain_from,
                      "a row of %u values for the %zu columns of %s", count,
                      wanted, reader->target->table);
}

/* A table without columns has rows of no values, which are empty lines. */
static void copy_add_row(struct pg_reader *reader, uint32_t count,
                         const char *end)
{
    struct lexer *lexer = &reader->lexer;
    struct pg_batch *batch = lexer->batch;
    bool no_columns =
        reader->target->n_columns == 0 && end == lexer->retain_from;
    uint32_t skipped = reader->copies_oids || no_columns;
    grow_array(&batch->rows, &batch->rows_capacity, batch->n_rows + 1,
               sizeof *batch->rows);
    batch->rows[batch->n_rows++] = (struct pg_row){
        .target = reader->target,
        .text = (size_t)(lexer->retain_from - batch->text),
        .first_value = batch->n_values + skipped,
        .n_values = count - skipped,
        .length = (uint32_t)(end - lexer->retain_from),
        .flags = PG_FROM_COPY | (no_columns ? (unsigned)PG_ALL_DEFAULTS : 0) |
                 (reader->has_zone ? (unsigned)PG_OTHER_ZONE : 0)};
    batch->n_values += count;
}

static bool is_end_of_data(const char *row, const char *end)
{
    return end - row == 2 && row[0] == '\\' && row[1] == '.';
}

static bool is_line(const char *line, const char *row, const char *end)
{
    size_t length = strlen(line);
    return (size_t)(end - row) == length && !memcmp(row, line, length);
}

/* A dump that was cut off here, and another after it: its first three lines
 * would be rows of a column of text. */
static bool check_beginning(struct pg_reader *reader, const char *row,
                            const char *end)
{
    static const char *const lines[] = {"--", "-- PostgreSQL database dump",
                                        "--"};
    if (!is_line(lines[reader->copy_lines], row, end))
        reader->copy_lines = 0;
    reader->copy_lines += is_line(lines[reader->copy_lines], row, end);
    if (reader->copy_lines < COUNT_OF(lines))
        return true;
    return lexer_fail(&reader->lexer, row,
                      "a dump begins here, inside of the COPY opened at line "
                      "%llu: the one before it is cut off",
                      (unsigned long long)reader->copy_opened.line);
}

bool copy_row(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    const char *end;
    uint32_t count;
    if (!find_line_end(reader))
        return false;
    end = lexer->cursor;
    if (end > lexer->retain_from && end[-1] == '\r')
        end--; /* of CRLF; a carriage return in a value is \r */
    if (is_end_of_data(lexer->retain_from, end)) {
        reader->state = AT_STATEMENT;
    } else if (!check_beginning(reader, lexer->retain_from, end)) {
        return false;
        /* A survey of definitions needs one row only, to know that there are
         * any.
         */
    } else if (!reader->samples_rows || !reader->has_copied) {
        count = copy_split(lexer->batch, lexer->retain_from, end);
        if (!copy_check_count(reader, count))
            return false;
        copy_add_row(reader, count, end);
        reader->has_copied = true;
    }
    lexer->retain_from = ++lexer->cursor;
    return true;
}
