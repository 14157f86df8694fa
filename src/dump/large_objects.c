/* Large objects: SELECT lo_open(...), lowrite(...) for each piece, lo_close
 * are one row of a table pg_largeobject (loid oid PRIMARY KEY, data bytea).
 *
 * The row's text goes from the first SELECT to the last semicolon; its data are
 * the slice from the first piece's literal to the last one's (PG_PIECES). */
#include <stdlib.h>
#include <string.h>

#include "dump/reader_internal.h"
#include "postgres/parser.h"

static const char TABLE[] = "pg_largeobject";

/* ---- the table ---- */

static const char DEFINITION[] =
    "create table public . pg_largeobject ( loid oid not null , data bytea "
    "not null , primary key ( loid ) )";

/* Words apart by blanks. */
static size_t large_object_split(struct arena *arena,
                                 struct pg_token_text *tokens,
                                 const char *words)
{
    size_t n = 0;
    while (*words) {
        size_t length = strcspn(words, " ");
        bool is_self = length == 1 && strchr(".(),", *words);
        tokens[n++] = (struct pg_token_text){
            is_self ? PG_TOKEN_SELF : PG_TOKEN_IDENTIFIER, 0,
            arena_copy(arena, words, length)};
        words += length + (words[length] == ' ');
    }
    return n;
}

/* A dump with definitions gets this one, too, unless it has its own. */
static void define_table(struct pg_reader *reader)
{
    struct pg_token_text tokens[sizeof DEFINITION];
    struct pg_catalog *catalog = reader->catalog;
    struct pg_parser parser = {.text = reader->lexer.retain_from};
    if (!catalog || catalog->n_tables == 0 ||
        catalog_table(catalog, (struct pg_name){"public", TABLE}))
        return;
    parser.arena = &catalog->arena;
    parser.catalog = catalog;
    parser.search_schema = "public";
    parser.location =
        pg_batch_location(reader->lexer.batch, reader->lexer.retain_from);
    parser_statement(&parser, tokens,
                     large_object_split(&catalog->arena, tokens, DEFINITION));
}

/* ---- reading ---- */

/* Comments may hold quotes, and pg_dump writes none here. */
static bool large_object_next(struct pg_reader *reader)
{
    reader->token = lexer_next(&reader->lexer);
    return reader->lexer.stop <= LEXER_END;
}

/* Each byte of these statements is pg_dump's, so anything else is an error. */
static bool expect(struct pg_reader *reader, char byte)
{
    char wanted[] = {'\'', byte, '\'', '\0'};
    if (!large_object_next(reader))
        return false;
    return reader_is(reader, byte) || reader_unexpected(reader, wanted);
}

static bool expect_value(struct pg_reader *reader, enum pg_kind kind,
                         struct pg_value *value)
{
    if (lexer_value(&reader->lexer, value) && reader->lexer.stop <= LEXER_END &&
        (value->kind == kind ||
         (kind == PG_NUMBER && value->kind == PG_STRING)))
        return true;
    if (reader->lexer.stop > LEXER_END)
        return false;
    return large_object_next(reader) &&
           reader_unexpected(reader, kind == PG_NUMBER
                                         ? "the number of a large object"
                                         : "a piece of a large object");
}

/* [pg_catalog.]NAME( */
static bool large_object_read_name(struct pg_reader *reader,
                                   const char *const names[2], size_t *which)
{
    if (!large_object_next(reader))
        return false;
    if (reader_is_word(reader, "pg_catalog") &&
        (!expect(reader, '.') || !large_object_next(reader)))
        return false;
    *which = reader_is_word(reader, names[0]) ? 0 : 1;
    if (*which == 1 && !reader_is_word(reader, names[1]))
        return reader_unexpected(reader, names[1]);
    return expect(reader, '(');
}

/* Each piece is a SELECT of its own. */
static bool read_select(struct pg_reader *reader)
{
    if (!large_object_next(reader))
        return false;
    return reader_is_word(reader, "select") ||
           reader_unexpected(reader, "SELECT lowrite or lo_close");
}

/* lo_open('1', 131072), or lo_open(lo_create('1'), 131072) as up to 9.0 */
static bool read_open(struct pg_reader *reader, struct pg_value *id)
{
    static const char *const open[] = {"lo_open", "lo_open"};
    static const char *const create[] = {"lo_create", "lo_create"};
    struct pg_value mode;
    size_t which;
    const char *at;
    if (!read_select(reader) || !large_object_read_name(reader, open, &which))
        return false;
    for (at = reader->lexer.cursor; *at == ' '; at++)
        ;
    if (*at >= 'A' &&
        (!large_object_read_name(reader, create, &which) ||
         !expect_value(reader, PG_NUMBER, id) || !expect(reader, ')')))
        return false;
    if (*at < 'A' && !expect_value(reader, PG_NUMBER, id))
        return false;
    return expect(reader, ',') && expect_value(reader, PG_NUMBER, &mode) &&
           expect(reader, ')') && expect(reader, ';');
}

/* From the first to the last piece: one slice, which rows/large_object.c takes
 * apart. */
static void large_object_add_piece(struct pg_value *data,
                                   const struct pg_value *piece)
{
    if (data->length == 0)
        data->start = piece->start;
    data->length = piece->start + piece->length - data->start;
}

/* pg_dump has one large object open at a time, so its handle is 0. */
static bool check_handle(struct pg_reader *reader,
                         const struct pg_value *handle)
{
    const char *text = reader->lexer.retain_from + handle->start;
    return (handle->length == 1 && *text == '0') ||
           lexer_fail(&reader->lexer, text,
                      "a handle of a large object that is not open");
}

/* The pieces up to lo_close. */
static bool read_pieces(struct pg_reader *reader, struct pg_value *data)
{
    static const char *const names[] = {"lo_close", "lowrite"};
    struct pg_value handle, piece;
    size_t which;
    do {
        if (!read_select(reader) ||
            !large_object_read_name(reader, names, &which) ||
            !expect_value(reader, PG_NUMBER, &handle) ||
            !check_handle(reader, &handle))
            return false;
        if (which == 1) {
            if (!expect(reader, ',') ||
                !expect_value(reader, PG_STRING, &piece))
                return false;
            large_object_add_piece(data, &piece);
        }
        if (!expect(reader, ')') || !expect(reader, ';'))
            return false;
    } while (which == 1);
    return true;
}

/* As if an INSERT had been read. */
static void commit(struct pg_reader *reader, struct pg_value id,
                   struct pg_value data)
{
    struct lexer *lexer = &reader->lexer;
    struct pg_batch *batch = lexer->batch;
    const char *columns[] = {"loid", "data"};
    struct pg_target target = {.schema = "public",
                               .table = TABLE,
                               .is_qualified = true,
                               .n_columns = 2,
                               .columns = columns};
    grow_array(&batch->values, &batch->values_capacity, batch->n_values + 2,
               sizeof *batch->values);
    grow_array(&batch->rows, &batch->rows_capacity, batch->n_rows + 1,
               sizeof *batch->rows);
    batch->rows[batch->n_rows++] = (struct pg_row){
        .target = reader_intern(reader, &target),
        .text = (size_t)(lexer->retain_from - batch->text),
        .first_value = batch->n_values,
        .n_values = 2,
        .length = (uint32_t)(lexer->cursor - lexer->retain_from),
        .flags = lexer->backslash ? (unsigned)PG_BACKSLASH : 0};
    batch->values[batch->n_values++] = id;
    batch->values[batch->n_values++] = data;
    lexer->retain_from = lexer->cursor;
}

/* 'N' is N: the text of the literal is the number's. */
static bool large_object_take_number(struct pg_reader *reader,
                                     struct pg_value *id)
{
    const char *text = reader->lexer.retain_from + id->start;
    if (id->kind == PG_STRING) {
        id->start++;
        id->length -= 2;
        text++;
    }
    id->kind = PG_NUMBER;
    id->flags = PG_SMALL;
    if (id->length > 0 && id->length <= 10 &&
        strspn(text, "0123456789") == id->length)
        return true;
    return lexer_fail(&reader->lexer, text,
                      "'%.*s' is no number of a large object",
                      id->length < 60 ? (int)id->length : 60, text);
}

/* The first statement has been read; it is read again. */
bool large_object_row(struct pg_reader *reader)
{
    struct pg_value id = {0}, data = {.kind = PG_PIECES};
    reader->lexer.cursor = reader->lexer.retain_from;
    if (!reader_check_database(reader) || !read_open(reader, &id) ||
        !large_object_take_number(reader, &id) || !read_pieces(reader, &data) ||
        !reader_settle_lines(reader))
        return false;
    define_table(reader);
    commit(reader, id, data);
    return true;
}
