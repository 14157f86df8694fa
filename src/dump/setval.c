/* SELECT setval(...): where a sequence goes on. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

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

/* setval('t_id_seq', (SELECT max(id) FROM t)), as people write it. */
static bool names_max(const struct pg_reader *reader)
{
    for (size_t i = 0; i < reader->n_head; i++)
        if (head_is_word(reader, i, "max") && head_is_byte(reader, i + 1, '('))
            return true;
    return false;
}

/* is_called false: the next value is this one, so the last was one less. */
static bool add_sequence(struct pg_reader *reader, struct pg_sequence sequence,
                         const char *number, const char *called)
{
    char *end;
    long long value;
    /* The largest that is there: so SQLite counts by itself. */
    if (names_max(reader))
        return true;
    errno = 0;
    value = strtoll(number, &end, 10);
    if (errno || *end || end == number)
        return lexer_fail(&reader->lexer, reader->lexer.retain_from,
                          "setval with '%s', which is no number", number);
    sequence.last = strcmp(called, "false") == 0 ? value - 1 : value;
    sequence.location =
        pg_batch_location(reader->lexer.batch, reader->lexer.retain_from);
    grow_array(&reader->sequences, &reader->sequences_capacity,
               reader->n_sequences + 1, sizeof *reader->sequences);
    reader->sequences[reader->n_sequences++] = sequence;
    return true;
}

/* setval('s', 5, true), or setval(pg_get_serial_sequence('t', 'c'), 5, true)
 * as up to 8.1; a negative number is two tokens. */
bool setval_read(struct pg_reader *reader)
{
    const char *arguments[10] = {0};
    struct pg_sequence sequence = {0};
    size_t at = 0, count = head_arguments(reader, arguments, 10);
    const char *number;
    if (count && !strcmp(arguments[0], "pg_catalog"))
        at++;
    if (at < count && !strcmp(arguments[at], "pg_get_serial_sequence")) {
        if (at + 2 >= count)
            return true;
        split_name(reader, arguments[at + 1], &sequence);
        sequence.column = arena_copy(&reader->names, arguments[at + 2],
                                     strlen(arguments[at + 2]));
        at += 3;
    } else if (at < count) {
        split_name(reader, arguments[at++], &sequence);
    }
    if (at >= count)
        return lexer_fail(&reader->lexer, reader->lexer.retain_from,
                          "setval that names no number");
    number = arguments[at++];
    if (!strcmp(number, "-") && at < count)
        number = arena_printf(&reader->scratch, "-%s", arguments[at++]);
    return add_sequence(reader, sequence, number,
                        at < count ? arguments[at] : "true");
}
