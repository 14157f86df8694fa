/* Rows of INSERT: values in parentheses, token by token. */
#include <assert.h>
#include <string.h>

#include "dump/reader_internal.h"

/* UESCAPE 'c' after a U&'...' belongs to it. */
static bool reader_take_uescape(struct pg_reader *reader,
                                struct pg_value *value)
{
    struct lexer *lexer = &reader->lexer;
    const char *text = lexer->retain_from + value->start;
    if (value->kind != PG_STRING || (*text != 'u' && *text != 'U'))
        return reader_unexpected(reader, "',' or ')' after a value");
    if (!reader_advance(reader))
        return false;
    if (reader->token != PG_TOKEN_STRING || reader_token_length(reader) != 3)
        return reader_unexpected(reader, "a quoted character");
    value->length = (uint32_t)(lexer->cursor - lexer->retain_from -
                               (ptrdiff_t)value->start);
    return reader_advance(reader);
}

/* Reads what stands after a value when it is not a bare ',' or ')'. */
static bool read_separator(struct pg_reader *reader, struct pg_value *value,
                           bool *last)
{
    if (!reader_advance(reader))
        return false;
    if (reader_is_word(reader, "uescape") &&
        !reader_take_uescape(reader, value))
        return false;
    while (reader_is_cast(reader))
        if (!reader_take_cast(reader, value))
            return false;
    *last = reader_is(reader, ')');
    if (*last || reader_is(reader, ','))
        return true;
    return reader_unexpected(reader,
                             "',' or ')' after a value (expressions are not "
                             "read; pg_dump writes none)");
}

/* Reads one value, comments before it skipped. */
static bool read_value(struct pg_reader *reader, struct pg_value *value)
{
    struct lexer *lexer = &reader->lexer;
    while (!lexer_value(lexer, value)) {
        /* No value begins here, so the token is asked for what it is. */
        lexer->cursor = lexer->token; /* also of an unterminated string */
        reader->token = lexer_next(lexer);
        if (lexer->stop > LEXER_END)
            return false;
        if (reader_is_written_value(reader))
            return reader_take_written_value(reader, value);
        if (reader->token != PG_TOKEN_COMMENT &&
            reader->token != PG_TOKEN_BLOCK_COMMENT)
            return reader_refuse_value(reader);
    }
    return lexer->stop <= LEXER_END;
}

/* True if only ',' or ', ' stands between the values `value[-1]` and
 * `value[0]`. */
static bool is_regular(const char *row, const struct pg_value *value)
{
    size_t end = value[-1].start + value[-1].length;
    size_t gap = value->start - end;
    return gap == 1 || (gap == 2 && row[end + 1] == ' ');
}

/* Reads values up to ')'. `even` tells whether the layout is pg_dump's. */
static bool read_values(struct pg_reader *reader, uint32_t *count,
                        bool *regular)
{
    struct lexer *lexer = &reader->lexer;
    struct pg_batch *batch = lexer->batch;
    bool last = false;
    for (*count = 0; !last; ++*count) {
        struct pg_value *value;
        if (*count == READER_MAX_COLUMNS)
            return lexer_fail(lexer, lexer->cursor,
                              "a row with more than 1664 values");
        grow_array(&batch->values, &batch->values_capacity,
                   batch->n_values + *count + 1, sizeof *batch->values);
        value = &batch->values[batch->n_values + *count];
        if (!read_value(reader, value))
            return false;
        if (*count > 0)
            *regular &= is_regular(lexer->retain_from, value);
        /* The usual separators without the lexer. */
        last = *lexer->cursor == ')';
        if (last || *lexer->cursor == ',')
            lexer->cursor++;
        else if (!read_separator(reader, value, &last))
            return false;
    }
    *regular &= batch->values[batch->n_values].start == 1;
    return true;
}

/* The row is whole: now it counts, and its text may be let go with the batch.
 */
static void commit_row(struct pg_reader *reader, uint32_t count, bool regular)
{
    struct lexer *lexer = &reader->lexer;
    struct pg_batch *batch = lexer->batch;
    const struct pg_value *last = &batch->values[batch->n_values + count - 1];
    uint32_t length = (uint32_t)(lexer->cursor - lexer->retain_from);
    regular &= last->start + last->length + 1 == length;
    grow_array(&batch->rows, &batch->rows_capacity, batch->n_rows + 1,
               sizeof *batch->rows);
    batch->rows[batch->n_rows++] =
        (struct pg_row){reader->target,
                        (size_t)(lexer->retain_from - batch->text),
                        batch->n_values,
                        count,
                        length,
                        (regular ? (unsigned)PG_REGULAR_SPACING : 0) |
                            (lexer->backslash ? (unsigned)PG_BACKSLASH : 0) |
                            (reader->has_zone ? (unsigned)PG_OTHER_ZONE : 0)};
    batch->n_values += count;
    lexer->retain_from = lexer->cursor;
    reader->state = AFTER_ROW;
}

/* Nothing is committed before its last parenthesis, so a row is never half
 * there. */
bool insert_read_row(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    uint32_t count;
    bool regular = true;
    if (!reader_advance(reader))
        return false;
    if (!reader_is(reader, '('))
        return reader_unexpected(reader, "'(' before a row");
    lexer->retain_from = lexer->token;
    if (!read_values(reader, &count, &regular))
        return false;
    if (reader->target->n_columns && count != reader->target->n_columns)
        return lexer_fail(lexer, lexer->retain_from,
                          "a row of %u values for %zu columns", count,
                          reader->target->n_columns);
    commit_row(reader, count, regular);
    return true;
}

/* ---- rows of statements that are all there ---- */

static const char *skip_blanks_before(const char *at)
{
    while (*at == '\n' || *at == '\r' || *at == ' ')
        at++;
    return at;
}

const char *insert_find_values(const struct pg_reader *reader, const char *at)
{
    const struct buffer *header = &reader->header;
    const char *limit = reader->lexer.limit;
    at = skip_blanks_before(at);
    if (!header->size || (size_t)(limit - at) <= header->size ||
        memcmp(at, header->bytes, header->size) != 0 ||
        (at[header->size] != ' ' && at[header->size] != '\n'))
        return NULL;
    return at + header->size;
}

/* The header is the one that the reader knows, byte by byte. */
static void skip_header(struct lexer *lexer, size_t header)
{
    lexer->cursor = skip_blanks_before(lexer->cursor) + header;
    lexer->retain_from = lexer->cursor;
}

/* Behind a row: another one, of this statement or of the next, or the end. */
static bool insert_next_row(struct pg_reader *reader, size_t header)
{
    struct lexer *lexer = &reader->lexer;
    if (lexer->cursor == lexer->limit)
        return true;
    if (*lexer->cursor != ',' && *lexer->cursor != ';') {
        if (!reader_advance(reader))
            return false;
        if (!reader_is(reader, ',') && !reader_is(reader, ';'))
            return reader_unexpected(reader, "',' or ';' after a row");
        lexer->cursor--;
    }
    if (*lexer->cursor++ == ';')
        skip_header(lexer, header);
    lexer->retain_from = lexer->cursor;
    return true;
}

/* A reader of its own, with what matters for values. The last semicolon is no
 * part of the text. */
bool insert_rows_split(struct pg_batch *batch, const struct pg_lines *lines,
                       struct failure *failure)
{
    struct pg_reader reader = {.target = lines->target,
                               .has_zone = (lines->flags & PG_OTHER_ZONE) != 0};
    struct lexer *lexer = &reader.lexer;
    bool done = true;
    lexer_enter_piece(lexer, batch, lines->text, lines->length - 1);
    skip_header(lexer, lines->header);
    while (done && lexer->cursor < lexer->limit)
        done =
            insert_read_row(&reader) && insert_next_row(&reader, lines->header);
    lexer_leave_piece(lexer, ';');
    if (!done)
        *failure = lexer->failure;
    arena_release(&reader.names);
    arena_release(&reader.scratch);
    return done;
}
