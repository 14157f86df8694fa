/* INSERT statements: the hot path. Everything else is in statements.c. */
#include "dump/reader.h"

#include <stdlib.h>
#include <string.h>

#include "dump/split.h"
#include "dump/reader_internal.h"
#include "postgres/literal.h"

enum { MAX_STATEMENT_BATCH = 4 * 1024 * 1024 };

void pg_reader_init(struct pg_reader *reader, struct text_input *input)
{
    *reader = (struct pg_reader){.search_schema = "public"};
    lexer_init(&reader->lexer, input);
    statement_kinds_init(reader);
}

void pg_reader_release(struct pg_reader *reader)
{
    reader_release_targets(reader);
    arena_release(&reader->names);
    arena_release(&reader->scratch);
    buffer_release(&reader->header);
    free(reader->notes);
    free(reader->sequences);
    free(reader->databases);
    free(reader->tokens);
    *reader = (struct pg_reader){0};
}

/* ---- the header ---- */

/* pg_dump writes OVERRIDING SYSTEM VALUE for identity columns; SQLite takes
 * values there anyway. */
static bool read_overriding(struct pg_reader *reader)
{
    if (!reader_is_word(reader, "overriding"))
        return true;
    if (!reader_advance(reader))
        return false;
    if (!reader_is_word(reader, "system") && !reader_is_word(reader, "user"))
        return reader_unexpected(reader, "SYSTEM or USER");
    if (!reader_advance(reader))
        return false;
    if (!reader_is_word(reader, "value"))
        return reader_unexpected(reader, "VALUE");
    return reader_advance(reader);
}

/* Which rows belong to the statement: ON CONFLICT at its end is about all of
 * them. */
static bool begin_rows(struct pg_reader *reader, enum reader_state state)
{
    if (!reader_settle_lines(reader))
        return false;
    reader->state = state;
    reader->statement_first_row = reader->lexer.batch->n_rows;
    reader->statement_released = false;
    reader->all_defaults = false;
    return true;
}

/* DEFAULT VALUES: a row without values. */
static bool read_default_values(struct pg_reader *reader)
{
    struct pg_batch *batch = reader->lexer.batch;
    if (!reader_advance(reader))
        return false;
    if (!reader_is_word(reader, "values"))
        return reader_unexpected(reader, "VALUES");
    if (!begin_rows(reader, AFTER_ROW))
        return false;
    reader->all_defaults = true;
    grow_array(&batch->rows, &batch->rows_capacity, batch->n_rows + 1,
               sizeof *batch->rows);
    batch->rows[batch->n_rows++] = (struct pg_row){
        .target = reader->target,
        .text = (size_t)(reader->lexer.retain_from - batch->text),
        .first_value = batch->n_values,
        .length = (uint32_t)(reader->lexer.cursor - reader->lexer.retain_from),
        .flags = PG_ALL_DEFAULTS};
    reader->lexer.retain_from = reader->lexer.cursor;
    return true;
}

/* INSERT has been read; reads on to the first row. */
static bool read_insert(struct pg_reader *reader)
{
    struct pg_target target = {0};
    struct lexer *lexer = &reader->lexer;
    if (!reader_advance(reader))
        return false;
    if (!reader_is_word(reader, "into"))
        return reader_unexpected(reader, "INTO");
    if (!reader_advance(reader) || !reader_read_table(reader, &target))
        return false;
    if (reader_is(reader, '(') && !reader_read_columns(reader, &target))
        return false;
    if (!read_overriding(reader) || !reader_check_database(reader))
        return false;
    /* The first statement of a dump is read to its end before its rows go on,
     * if it is not too long: does it say ON CONFLICT? */
    if (!reader->conflicts_known)
        lexer->soft_limit = MAX_STATEMENT_BATCH;
    reader->target = reader_intern(reader, &target);
    if (reader_is_word(reader, "default"))
        return read_default_values(reader);
    if (!reader_is_word(reader, "values"))
        return reader_unexpected(
            reader, "VALUES (pgdecant reads the INSERTs that pg_dump writes)");
    reader->header_target = reader->target;
    reader->header.size = 0;
    reader->is_header_doubtful = false;
    /* Kept as bytes, for is_known_header. */
    buffer_add(&reader->header, lexer->retain_from,
               (size_t)(lexer->cursor - lexer->retain_from));
    lexer->retain_from = lexer->cursor;
    return begin_rows(reader, AT_ROW);
}

/* The same header as last time is known by its bytes. */
static bool is_known_header(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    const char *values = insert_find_values(reader, lexer->cursor);
    if (!values)
        return false;
    lexer->cursor = lexer->retain_from = values;
    reader->target = reader->header_target;
    return true;
}

/* ---- the end of a statement ---- */

/* DO UPDATE would change rows that are there: pg_dump does not write it. */
static bool read_conflict(struct pg_reader *reader)
{
    static const char *const words[] = {"conflict", "do", "nothing"};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (!reader_advance(reader))
            return false;
        if (!reader_is_word(reader, words[i]))
            return reader_unexpected(reader, "ON CONFLICT DO NOTHING (pg_dump "
                                             "writes no other form)");
    }
    return reader_advance(reader);
}

/* Rows that were handed over before the statement's end were taken for rows
 * like those of the statement before it. */
static bool end_insert(struct pg_reader *reader, bool skip_conflicts)
{
    struct pg_batch *batch = reader->lexer.batch;
    bool assumed = reader->conflicts_known && reader->skip_conflicts;
    if (reader->statement_released && assumed != skip_conflicts)
        return lexer_fail(&reader->lexer, reader->lexer.token,
                          "ON CONFLICT DO NOTHING on some INSERTs only, and "
                          "this one is too long to look ahead; dump again "
                          "with fewer --rows-per-insert");
    for (size_t i = reader->statement_first_row; i < batch->n_rows; i++)
        if (skip_conflicts)
            batch->rows[i].flags |= PG_SKIP_CONFLICTS;
    if (!reader->all_defaults) {
        reader->skip_conflicts = skip_conflicts;
        reader->conflicts_known = true;
        reader->lexer.soft_limit = 0;
    }
    reader->state = AT_STATEMENT;
    reader->lexer.retain_from = reader->lexer.cursor;
    return true;
}

/* A comma: another row. Everything else ends the statement. */
static bool read_after_row(struct pg_reader *reader)
{
    bool skip_conflicts;
    if (!reader_advance(reader))
        return false;
    if (reader_is(reader, ',')) {
        reader->lexer.retain_from = reader->lexer.cursor;
        reader->state = AT_ROW;
        return true;
    }
    skip_conflicts = reader_is_word(reader, "on");
    if (skip_conflicts && !read_conflict(reader))
        return false;
    if (!reader_is(reader, ';'))
        return reader_unexpected(reader, "',' or ';' after a row");
    return end_insert(reader, skip_conflicts);
}

/* ---- statements ---- */

/* Files that were joined may have one each. */
static bool reader_skip_mark(struct pg_reader *reader)
{
    bool is_mark = reader_token_length(reader) >= 3 &&
                   !memcmp(reader->lexer.token, "\xef\xbb\xbf", 3);
    if (is_mark)
        reader->lexer.cursor = reader->lexer.token + 3;
    return is_mark;
}

/* What most statements are is tried first. */
static bool read_statement(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    bool taken;
    lexer->retain_from = lexer->cursor;
    if (is_known_header(reader))
        return insert_take_lines(reader, &taken) &&
               (taken || begin_rows(reader, AT_ROW));
    reader->token = lexer_next(lexer);
    if (lexer->stop > LEXER_END)
        return false;
    arena_reset(&reader->scratch);
    lexer->retain_from = lexer->token;
    switch (reader->token) {
    case PG_TOKEN_END: return marks_end(reader);
    case PG_TOKEN_COMMENT: return marks_comment(reader);
    case PG_TOKEN_BLOCK_COMMENT: return true;
    case PG_TOKEN_META: return psql_command(reader);
    default: break;
    }
    if (reader_is(reader, ';'))
        return true;
    if (reader_skip_mark(reader))
        return true;
    reader->has_statements = true;
    if (reader_is_word(reader, "insert"))
        return read_insert(reader);
    if (reader_is_word(reader, "copy"))
        return copy_statement(reader);
    return statement_read(reader);
}

/* By state, so that a batch can end between any two rows. */
static bool read_on(struct pg_reader *reader)
{
    switch (reader->state) {
    case AT_ROW: return insert_read_row(reader);
    case AFTER_ROW: return read_after_row(reader);
    case AT_COPY_LINES: return copy_lines(reader);
    default: return read_statement(reader);
    }
}

/* Rows leave before their statement ends, so what its end will say is assumed.
 */
static void release_statement(struct pg_reader *reader)
{
    struct pg_batch *batch = reader->lexer.batch;
    bool inside = reader->state == AT_ROW || reader->state == AFTER_ROW;
    if (!inside)
        return;
    if (reader->conflicts_known && reader->skip_conflicts)
        for (size_t i = reader->statement_first_row; i < batch->n_rows; i++)
            batch->rows[i].flags |= PG_SKIP_CONFLICTS;
    reader->statement_released |= reader->statement_first_row < batch->n_rows;
    reader->statement_first_row = 0;
}

/* Rows of a database that is not wanted. */
static void drop_unwanted(struct pg_reader *reader)
{
    struct pg_batch *batch = reader->lexer.batch;
    if (reader->is_unwanted) {
        batch->n_rows = reader->wanted_rows;
        batch->n_values = reader->wanted_values;
        batch->n_lines = reader->wanted_lines;
    }
}

/* A line that is no row stands before whatever came behind it. */
static enum pg_read fail_reading(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    struct failure earlier = {0};
    if (!rows_split_at_once(lexer->batch, &earlier))
        lexer->failure = earlier;
    return PG_READ_FAILED;
}

/* Reads until the batch is full. What was begun is read again from retain_from
 * on, in the next batch. */
enum pg_read pg_reader_next(struct pg_reader *reader, struct pg_batch *batch)
{
    struct lexer *lexer = &reader->lexer;
    lexer_enter(lexer, batch);
    reader->wanted_rows = reader->wanted_values = reader->wanted_lines = 0;
    while (reader->state != AT_END) {
        if (read_on(reader)) {
            drop_unwanted(reader);
            continue;
        }
        if (lexer->stop == LEXER_TRUNCATED)
            break;
        if (lexer->stop != LEXER_FULL)
            return fail_reading(reader);
        lexer->cursor = lexer->retain_from;
        release_statement(reader);
        return PG_READ_BATCH;
    }
    release_statement(reader);
    return PG_READ_END;
}
