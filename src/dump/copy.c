/* COPY ... FROM stdin: its rows are lines, up to a line "\." */
#include <assert.h>
#include <string.h>

#include "base/scan.h"
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

/* A walk over the tabs and backslashes of a line. */
struct copy_walk {
    struct pg_value *next; /* there is room for all */
    const char *row, *field;
    const char *escaped; /* the byte behind a backslash */
    bool has_escapes;    /* the field at hand */
    uint32_t count;      /* of fields that have ended */
};

/* \N is NULL only when it is the whole field. */
static inline void end_field(struct copy_walk *walk, const char *end)
{
    size_t length = (size_t)(end - walk->field);
    bool is_null = walk->has_escapes && length == 2 && walk->field[1] == 'N';
    *walk->next++ =
        (struct pg_value){.start = (uint32_t)(walk->field - walk->row),
                          .length = (uint32_t)length,
                          .kind = is_null ? PG_NULL : PG_COPY,
                          .flags = walk->has_escapes ? PG_ESCAPED : 0};
    walk->count++;
    walk->field = end + 1;
    walk->has_escapes = false;
}

/* The bits are of the bytes from `start` on. */
static inline void walk_block(struct copy_walk *walk, const char *start,
                              uint64_t bits)
{
    for (; bits && walk->count <= READER_MAX_COLUMNS; bits &= bits - 1) {
        const char *at = start + __builtin_ctzll(bits);
        if (at == walk->escaped)
            continue;
        if (*at == '\t') {
            end_field(walk, at);
        } else {
            walk->has_escapes = true;
            walk->escaped = at + 1;
        }
    }
}

/* Behind the line's end another text begins. */
static uint64_t scan_rest(const char *at, size_t left)
{
    char rest[SCAN_BYTES] = {0};
    assert(at);
    memcpy(rest, at, left);
    return scan_pair(rest, '\t', '\\');
}

/* Cuts the line into values, which are put after the last row's and count once
 * the row is whole; returns how many, or READER_MAX_COLUMNS + 1. */
static uint32_t copy_split(struct pg_batch *batch, const char *row,
                           const char *end)
{
    struct copy_walk walk = {.row = row, .field = row};
    const char *at = row;
    grow_array(&batch->values, &batch->values_capacity,
               batch->n_values + READER_MAX_COLUMNS + 1, sizeof *batch->values);
    walk.next = &batch->values[batch->n_values];
    for (; end - at >= SCAN_BYTES; at += SCAN_BYTES)
        walk_block(&walk, at, scan_pair(at, '\t', '\\'));
    walk_block(&walk, at, scan_rest(at, (size_t)(end - at)));
    if (walk.count <= READER_MAX_COLUMNS)
        end_field(&walk, end);
    return walk.count;
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
