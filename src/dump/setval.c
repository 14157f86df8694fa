/* SELECT setval(...): where a sequence goes on. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "dump/head.h"
#include "dump/reader_internal.h"
#include "postgres/literal.h"

/* 'public.users_id_seq' is a text with a name in it. */
static void split_name(struct pg_reader *reader, const char *text,
                       struct pg_sequence *sequence)
{
    sequence->schema = reader->search_schema;
    sequence->name = qualified_split(&reader->names, text, &sequence->schema);
}

/* ---- the largest id that is there ---- */

/* The table of FROM, whose name a sequence begins with. */
static bool is_of_sequence(const struct pg_reader *reader, size_t from,
                           const char *sequence)
{
    size_t at = from + 1;
    const char *table;
    at += head_is_word(reader, at, "only");
    at += head_is_byte(reader, at + 1, '.') ? 2 : 0;
    if (at >= reader->n_head)
        return false;
    table = reader->head[at].text;
    return !strncmp(table, sequence, strlen(table));
}

/* (SELECT max(id) FROM t), coalesce((SELECT max(id) + 1 FROM t), 1), false: no
 * number in it but those. */
static bool names_max(const struct pg_reader *reader, size_t from,
                      const char *sequence)
{
    bool has_max = false, has_table = false;
    for (size_t at = from; at < reader->n_head; at++) {
        const struct pg_token_text *token = &reader->head[at];
        if (head_is_word(reader, at, "max") &&
            head_is_byte(reader, at + 1, '('))
            has_max = true;
        if (head_is_word(reader, at, "from"))
            has_table = is_of_sequence(reader, at, sequence);
        if (token->kind == PG_TOKEN_NUMBER || token->kind == PG_TOKEN_STRING ||
            token->kind == PG_TOKEN_OPERATOR ||
            (token->kind == PG_TOKEN_INTEGER && strcmp(token->text, "0") != 0 &&
             strcmp(token->text, "1") != 0) ||
            (token->kind == PG_TOKEN_SELF && strchr("-*/%^", *token->text)))
            return false;
    }
    return has_max && has_table && reader->n_head < STATEMENT_HEAD;
}

/* ---- a number ---- */

static bool setval_fail(struct pg_reader *reader)
{
    return lexer_fail(&reader->lexer, reader->lexer.retain_from,
                      "a setval that says more than a sequence, a number and "
                      "whether it is used; write the number");
}

/* is_called false: the next value is this one, so the last was one less. */
static bool add_sequence(struct pg_reader *reader, struct pg_sequence sequence,
                         const char *number, const char *called)
{
    char *end;
    long long value;
    bool is_not_called =
        !strcasecmp(called, "false") || !strcasecmp(called, "f");
    errno = 0;
    value = strtoll(number, &end, 10);
    if (errno || *end || end == number)
        return lexer_fail(&reader->lexer, reader->lexer.retain_from,
                          "setval with '%s', which is no number", number);
    if (!is_not_called && strcasecmp(called, "true") != 0 &&
        strcasecmp(called, "t") != 0)
        return setval_fail(reader);
    sequence.last = is_not_called && value > LLONG_MIN ? value - 1 : value;
    sequence.location =
        pg_batch_location(reader->lexer.batch, reader->lexer.retain_from);
    grow_array(&reader->sequences, &reader->sequences_capacity,
               reader->n_sequences + 1, sizeof *reader->sequences);
    reader->sequences[reader->n_sequences++] = sequence;
    return true;
}

/* ---- the call ---- */

/* setval(pg_get_serial_sequence('t', 'c'), ...), as up to 8.1 and as people
 * write it; returns where the comma behind it stands, or 0. */
static size_t take_serial(struct pg_reader *reader, size_t at,
                          struct pg_sequence *sequence)
{
    const char *arguments[2];
    size_t count;
    at = head_call(reader, at, arguments, 2, &count);
    if (!at || count != 2)
        return 0;
    split_name(reader, arguments[0], sequence);
    sequence->column =
        arena_copy(&reader->names, arguments[1], strlen(arguments[1]));
    return at;
}

/* The sequence; returns where the comma behind it stands, or 0. */
static size_t take_sequence(struct pg_reader *reader, size_t open,
                            struct pg_sequence *sequence)
{
    size_t at = open + 1;
    at += head_is_word(reader, at, "pg_catalog") ? 2 : 0;
    if (head_is_word(reader, at, "pg_get_serial_sequence"))
        return take_serial(reader, at + 1, sequence);
    if (at >= reader->n_head || reader->head[at].kind != PG_TOKEN_STRING)
        return 0;
    split_name(reader, reader->head[at].text, sequence);
    while (at < reader->n_head && !head_is_byte(reader, at, ','))
        at++;
    return at;
}

/* SELECT setval('s', 5, true). */
bool setval_read(struct pg_reader *reader)
{
    const char *arguments[2];
    struct pg_sequence sequence = {0};
    size_t at = take_sequence(reader, head_find_open(reader), &sequence);
    size_t end, count;
    if (!at || !head_is_byte(reader, at, ','))
        return setval_fail(reader);
    end = head_call(reader, at, arguments, 2, &count);
    if (end && end == reader->n_head)
        return add_sequence(reader, sequence, arguments[0],
                            count > 1 ? arguments[1] : "true");
    /* The largest that is there: so SQLite counts by itself. */
    return names_max(reader, at, sequence.name) || setval_fail(reader);
}
