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

/* Up to the first row; copy_lines reads the rows. */
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
    reader->state = AT_COPY_LINES;
    reader->has_copied = false;
    reader->lexer.soft_limit = 0;
    reader->lexer.retain_from = reader->lexer.cursor;
    return true;
}

/* ---- lines ---- */

/* Whole lines from `retain_from` on, more or fewer: behind the last of them, or
 * NULL. Before the cursor none ends. */
static const char *fill_lines(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    const char *end;
    lexer->cursor = lexer->retain_from;
    while (!(end = scan_last_line_end(lexer->retain_from, lexer->cursor,
                                      lexer->limit))) {
        lexer->cursor = lexer->limit;
        if (lexer_fill(lexer))
            continue;
        if (lexer->stop == LEXER_END)
            reader_truncated_since(reader, "COPY", reader->copy_opened);
        return NULL;
    }
    return end;
}

static bool is_line(const char *line, const char *row, const char *end)
{
    size_t length = strlen(line);
    const char *newline = row + length;
    if ((size_t)(end - row) <= length || memcmp(row, line, length) != 0)
        return false;
    return *newline == '\n' ||
           (*newline == '\r' && end - newline > 1 && newline[1] == '\n');
}

/* A dump that was cut off here, and another after it: its first three lines
 * would be rows of a column of text. */
static bool check_beginning(struct pg_reader *reader, const char *row,
                            const char *end)
{
    static const char *const lines[] = {"--", "-- PostgreSQL database dump",
                                        "--"};
    const struct pg_batch *batch = reader->lexer.batch;
    uint64_t at = batch->bytes_before + (uint64_t)(row - batch->text);
    if (at != reader->copy_lines_end ||
        !is_line(lines[reader->copy_lines], row, end))
        reader->copy_lines = 0;
    if (!is_line(lines[reader->copy_lines], row, end))
        return true;
    reader->copy_lines_end =
        at + (uint64_t)((const char *)memchr(row, '\n', (size_t)(end - row)) +
                        1 - row);
    if (++reader->copy_lines < COUNT_OF(lines))
        return true;
    return lexer_fail(&reader->lexer, row,
                      "a dump begins here, inside of the COPY opened at line "
                      "%llu: the one before it is cut off",
                      (unsigned long long)reader->copy_opened.line);
}

/* Only lines that begin with one of two bytes are looked at. False if a dump
 * begins there; else `end_of_data` is the line that ends the rows, or NULL. */
static bool look_at_lines(struct pg_reader *reader, const char *end,
                          const char **end_of_data)
{
    const char *first = reader->lexer.retain_from, *line = first;
    *end_of_data = NULL;
    for (; line; line = scan_line(line + 1, end, '\\', '-')) {
        if (line > first && scan_is_escaped(first, line - 1))
            continue;
        if (is_line("\\.", line, end)) {
            *end_of_data = line;
            return true;
        }
        if (!check_beginning(reader, line, end))
            return false;
    }
    return true;
}

/* A survey of definitions needs one row only, to know that there are any. */
static const char *copy_sample(struct pg_reader *reader, const char *end)
{
    const char *first = reader->lexer.retain_from, *at = first;
    if (reader->has_copied)
        return first;
    do
        at = (const char *)memchr(at, '\n', (size_t)(end - at)) + 1;
    while (at < end && scan_is_escaped(first, at - 1));
    return at;
}

/* A pipe may give them one by one: those that follow each other are one piece.
 */
static bool extend_lines(const struct pg_reader *reader, size_t text,
                         size_t length)
{
    struct pg_batch *batch = reader->lexer.batch;
    struct pg_lines *last;
    if (!reader->has_copied || !batch->n_lines)
        return false;
    last = &batch->lines[batch->n_lines - 1];
    if (last->header || last->target != reader->target ||
        last->text + last->length != text)
        return false;
    last->length += length;
    return true;
}

static void copy_add_lines(struct pg_reader *reader, const char *end)
{
    struct lexer *lexer = &reader->lexer;
    struct pg_batch *batch = lexer->batch;
    size_t text = (size_t)(lexer->retain_from - batch->text), length;
    if (end > lexer->retain_from && reader->samples_rows)
        end = copy_sample(reader, end);
    length = (size_t)(end - lexer->retain_from);
    if (length == 0 || extend_lines(reader, text, length))
        return;
    reader->has_copied = true;
    grow_array(&batch->lines, &batch->lines_capacity, batch->n_lines + 1,
               sizeof *batch->lines);
    batch->lines[batch->n_lines++] = (struct pg_lines){
        .target = reader->target,
        .text = text,
        .length = length,
        .has_oids = reader->copies_oids,
        .flags =
            PG_FROM_COPY | (reader->has_zone ? (unsigned)PG_OTHER_ZONE : 0)};
}

/* Nobody looks at more rows of this COPY now, and the batch has none, so that
 * no text before the lines is wanted. */
static bool skips_lines(const struct pg_reader *reader)
{
    const struct pg_batch *batch = reader->lexer.batch;
    return reader->samples_rows && reader->has_copied && !batch->n_rows &&
           !batch->n_lines;
}

bool copy_lines(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    const char *end, *end_of_data;
    if (skips_lines(reader) && lexer_skip_lines(lexer))
        return false;
    end = fill_lines(reader);
    if (!end || !look_at_lines(reader, end, &end_of_data))
        return false;
    copy_add_lines(reader, end_of_data ? end_of_data : end);
    if (end_of_data) {
        end = (const char *)memchr(end_of_data, '\n',
                                   (size_t)(end - end_of_data)) +
              1;
        reader->state = AT_STATEMENT;
    }
    lexer->retain_from = lexer->cursor = end;
    return true;
}
