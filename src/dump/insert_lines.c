/* Whole statements of INSERT whose ends are known by their quotes alone: their
 * values are read by whoever has the batch. */
#include <string.h>

#include "base/scan.h"
#include "dump/reader_internal.h"

/* What may end the statement, or begin a text otherwise than a single quote
 * does: dollars, double quotes, comments, escape strings, psql's commands. */
static uint64_t find_special(const char *text)
{
    return scan_three(text, ';', '$', '"') | scan_three(text, '/', '\\', '-') |
           scan_pair(text, 'e', 'E');
}

/* A minus and a letter are usual, unless what follows makes them more. */
static bool is_usual(const char *at)
{
    return (*at == '-' && at[1] != '-') ||
           ((*at == 'e' || *at == 'E') && at[1] != '\'');
}

/* The semicolon that ends the statement, or NULL: it is not there yet, or is
 * not to be told. */
static const char *find_semicolon(const char *text, const char *limit,
                                  bool *is_doubtful)
{
    bool is_inside = false;
    for (; limit - text > SCAN_BYTES; text += SCAN_BYTES) {
        uint64_t inside = scan_inside(scan_pair(text, '\'', '\''), &is_inside);
        uint64_t special = find_special(text) & ~inside;
        for (; special; special &= special - 1) {
            const char *at = text + __builtin_ctzll(special);
            *is_doubtful = *at != ';' && !is_usual(at);
            if (*is_doubtful)
                return NULL;
            if (*at == ';')
                return at;
        }
    }
    return NULL;
}

/* Behind the statement, or NULL: ON CONFLICT may stand behind its values. */
static const char *find_statement_end(const char *values, const char *limit,
                                      bool *is_doubtful)
{
    const char *end = find_semicolon(values, limit, is_doubtful);
    if (!end)
        return NULL;
    *is_doubtful = end[-1] != ')';
    return *is_doubtful ? NULL : end + 1;
}

/* Behind the last of the statements that are all there, or NULL. */
static const char *find_last_statement(const struct pg_reader *reader,
                                       const char *values, bool *is_doubtful)
{
    const char *end = NULL, *next;
    *is_doubtful = false;
    while (values && (next = find_statement_end(values, reader->lexer.limit,
                                                is_doubtful))) {
        end = next;
        values = insert_find_values(reader, end);
    }
    return end;
}

/* Rows that skip conflicts, and what is passed over, are for one statement at a
 * time. */
static bool may_take_lines(const struct pg_reader *reader)
{
    return reader->leaves_inserts && reader->conflicts_known &&
           !reader->skip_conflicts && !reader->lexer.backslash &&
           !reader->skips_unknown && !reader->is_header_doubtful;
}

static void insert_add_lines(struct pg_reader *reader, const char *start,
                             const char *end)
{
    struct pg_batch *batch = reader->lexer.batch;
    grow_array(&batch->lines, &batch->lines_capacity, batch->n_lines + 1,
               sizeof *batch->lines);
    batch->lines[batch->n_lines++] = (struct pg_lines){
        .target = reader->target,
        .text = (size_t)(start - batch->text),
        .length = (size_t)(end - start),
        .header = reader->header.size,
        .flags = reader->has_zone ? (unsigned)PG_OTHER_ZONE : 0};
    reader->lexer.retain_from = reader->lexer.cursor = end;
}

/* A statement that fills a batch alone is read row by row. */
static bool may_fill(const struct lexer *lexer)
{
    const struct pg_batch *batch = lexer->batch;
    return batch->n_rows || batch->n_lines ||
           batch->capacity - batch->size >= TEXT_INPUT_MIN_ROOM;
}

bool insert_take_lines(struct pg_reader *reader, bool *taken)
{
    struct lexer *lexer = &reader->lexer;
    size_t header = reader->header.size;
    *taken = false;
    if (!may_take_lines(reader))
        return true;
    lexer->retain_from = lexer->cursor - header;
    do {
        /* Filling moves the text. */
        const char *start = lexer->retain_from;
        const char *end = find_last_statement(reader, start + header,
                                              &reader->is_header_doubtful);
        lexer->cursor = start + header;
        if (end) {
            insert_add_lines(reader, start, end);
            *taken = true;
            return true;
        }
    } while (!reader->is_header_doubtful && may_fill(lexer) &&
             lexer_fill(lexer));
    if (lexer->stop > LEXER_END)
        return false;
    lexer->cursor = lexer->retain_from += header;
    return true;
}
