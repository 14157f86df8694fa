/* Statements that are no rows: of which kind is it, where does it end, and who
 * takes it. */
#include <string.h>

#include "dump/beginning.h"
#include "dump/head.h"
#include "dump/reader_internal.h"

/* ---- kinds of statements ---- */

static const struct kind {
    const char *words, *name;
    enum pg_statement_class class;
} kinds[] = {
#define STATEMENT(words, name, class) {words, name, PG_##class},
#include "statements.def"
#undef STATEMENT
};

/* A counter for each kind, for the summary. */
void statement_kinds_init(struct pg_reader *reader)
{
    reader->n_notes = COUNT_OF(kinds);
    reader->notes = xreallocarray(NULL, COUNT_OF(kinds), sizeof *reader->notes);
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        reader->notes[i] =
            (struct pg_note){kinds[i].name, kinds[i].class, 0, {0}};
}

/* Where the object's name begins: after the kind's words. */
static size_t count_words(const char *words)
{
    size_t count = 1;
    for (; *words && *words != '*'; words++)
        count += *words == ' ' && words[1] != '*';
    return count;
}

/* Behind ALTER TABLE and the like: the object's name, and ALTER with a
 * column's. */
static size_t behind_name(const struct pg_reader *reader, size_t at)
{
    if (head_is_word(reader, at, "if"))
        at += 2;
    at += head_is_word(reader, at, "only");
    at++;
    while (head_is_byte(reader, at, '.'))
        at += 2;
    at += head_is_byte(reader, at, '*');
    if (head_is_word(reader, at, "alter")) {
        at++;
        at += 1 + (size_t)head_is_word(reader, at, "column");
    }
    return at;
}

/* A column may be called owner, and be renamed to something. */
static bool gives_owner(const struct pg_reader *reader)
{
    for (size_t at = 1; at < reader->n_head; at++)
        if (head_words_stand(reader, at, "owner to") &&
            !head_is_word(reader, at - 1, "rename") &&
            !head_is_word(reader, at - 1, "column") &&
            !head_is_word(reader, at - 1, "attribute"))
            return true;
    return false;
}

/* The star of "alter table * add constraint" is a name; arguments of a function
 * are anything. */
static bool kind_fits(const struct pg_reader *reader, const struct kind *kind)
{
    const char *rest = strchr(kind->words, '*');
    size_t named = count_words(kind->words);
    if (!head_words_stand(reader, 0, kind->words))
        return false;
    if (!rest)
        return true;
    if (named == 1)
        return gives_owner(reader);
    if (!strncmp(kind->words, "alter", 5))
        return head_words_stand(reader, behind_name(reader, named), rest + 2);
    for (size_t at = 0; at < reader->n_head; at++)
        if (head_words_stand(reader, at, rest + 2))
            return true;
    return false;
}

/* ALTER TABLE with several actions: what one of them is says nothing of the
 * others, so the grammar reads them all. */
static bool alters_several(const struct pg_reader *reader)
{
    return reader->has_list &&
           (head_words_stand(reader, 0, "alter table") ||
            head_words_stand(reader, 0, "alter foreign table"));
}

/* The table's order decides: special kinds stand before general ones. */
static const struct kind *find_kind(const struct pg_reader *reader)
{
    bool several = alters_several(reader);
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (kind_fits(reader, &kinds[i]) &&
            (!several || !strchr(kinds[i].words, '*')))
            return &kinds[i];
    return NULL;
}

/* Of words that may go on with GRANT, REVOKE and CREATE TABLE as well, such as
 * "cluster", one alone says nothing. */
static bool begins_statement(const struct pg_reader *reader, size_t at)
{
    static const char *const firm[] = {"insert into", "copy",  "set",
                                       "reset",       "grant", "revoke"};
    if (head_words_stand(reader, at, "grant option"))
        return false;
    for (size_t i = 0; i < COUNT_OF(firm); i++)
        if (head_words_stand(reader, at, firm[i]))
            return true;
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (count_words(kinds[i].words) > 1 &&
            head_words_stand(reader, at, kinds[i].words))
            return true;
    return false;
}

/* psql answers a statement with its words on a line of their own: "SET",
 * "CREATE TABLE". In a file they would swallow the statement after them. */
static const struct kind *find_answer(const struct pg_reader *reader)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        size_t n = count_words(kinds[i].words);
        bool fits = !strchr(kinds[i].words, '*') && n < reader->n_head &&
                    head_words_stand(reader, 0, kinds[i].words) &&
                    reader->begins_line[n];
        for (size_t at = 1; at < n && fits; at++)
            fits = !reader->begins_line[at];
        if (fits && strcmp(kinds[i].words, "alter default privileges") != 0 &&
            begins_statement(reader, n))
            return &kinds[i];
    }
    return NULL;
}

/* Kinds of one name are counted as one, with the first of them. */
static void count_statement(struct pg_reader *reader, const struct kind *kind)
{
    struct pg_note *note = reader->notes;
    while (strcmp(note->name, kind->name) != 0)
        note++;
    if (note->count++ == 0)
        note->first =
            pg_batch_location(reader->lexer.batch, reader->lexer.retain_from);
}

/* ---- reading a statement's head and skipping the rest ---- */

/* How deep the scan is in parentheses and in the body of an SQL-standard
 * function (BEGIN ATOMIC ... END), where semicolons end nothing. */
struct depth {
    size_t parentheses, blocks;
    bool is_label; /* the token after a dot or AS, where any word is a name */
    bool begins;   /* the token after BEGIN */
};

/* Only their bodies have semicolons outside of strings and parentheses. */
static bool defines_function(const struct pg_reader *reader)
{
    return head_words_stand(reader, 0, "create function") ||
           head_words_stand(reader, 0, "create procedure") ||
           head_words_stand(reader, 0, "create or replace function") ||
           head_words_stand(reader, 0, "create or replace procedure");
}

/* A body has no blocks inside but CASE ... END. */
static void track_body(const struct pg_reader *reader, struct depth *depth)
{
    if (depth->begins && !depth->blocks && reader_is_word(reader, "atomic"))
        depth->blocks = 1;
    else if (reader_is_word(reader, "case") && depth->blocks > 0)
        depth->blocks++;
    else if (reader_is_word(reader, "end") && depth->blocks > 0)
        depth->blocks--;
}

/* A comma outside of parentheses means several actions. */
static void track_depth(struct pg_reader *reader, struct depth *depth)
{
    if (reader_is(reader, '('))
        depth->parentheses++;
    else if (reader_is(reader, ')') && depth->parentheses > 0)
        depth->parentheses--;
    else if (reader_is(reader, ',') && depth->parentheses == 0)
        reader->has_list = true;
    if (depth->parentheses == 0 && !depth->is_label && defines_function(reader))
        track_body(reader, depth);
    depth->is_label = reader_is(reader, '.') || reader_is_word(reader, "as");
    depth->begins = reader_is_word(reader, "begin");
}

/* Behind the last word the line ends; a statement that is cut off has none. */
static bool words_end_line(const struct pg_reader *reader)
{
    const char *at = reader->lexer.token;
    while (at > reader->lexer.retain_from && strchr(" \t\r\n", at[-1]))
        if (*--at == '\n')
            return true;
    return false;
}

static bool fail_answer(struct pg_reader *reader, const struct kind *kind)
{
    return lexer_fail(&reader->lexer, reader->lexer.retain_from,
                      "'%s' alone on its line is what psql answers, no "
                      "statement; take psql's answers out of the file",
                      kind->name);
}

/* No statement has so few words, and it is no statement that is cut off. */
static bool fail_unended(struct pg_reader *reader)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (!strchr(kinds[i].words, '*') &&
            count_words(kinds[i].words) == reader->n_head &&
            words_end_line(reader) &&
            head_words_stand(reader, 0, kinds[i].words))
            return fail_answer(reader, &kinds[i]);
    return reader_unexpected(reader, "';'");
}

/* Reads up to the semicolon that ends the statement. */
static bool read_to_end(struct pg_reader *reader)
{
    struct depth depth = {0};
    struct last_word last = {0};
    reader->n_head = reader->n_tokens = 0;
    reader->has_list = false;
    reader->swallowed = NULL;
    for (;;) {
        switch (reader->token) {
        case PG_TOKEN_END:
        case PG_TOKEN_UNTERMINATED:
        case PG_TOKEN_META:
        case PG_TOKEN_JUNK: return fail_unended(reader);
        default: break;
        }
        if (reader_is(reader, ';') && !depth.parentheses && !depth.blocks)
            return true;
        track_depth(reader, &depth);
        if (!depth.parentheses && !depth.blocks)
            beginning_look(reader, &last);
        head_take_token(reader);
        objects_take_token(reader);
        if (!reader_advance(reader))
            return false;
    }
}

/* ---- statements ---- */

/* It is in every database, and has no tables. */
static bool names_plpgsql(const struct pg_reader *reader)
{
    for (size_t i = 0; i < reader->n_head; i++)
        if (head_is_word(reader, i, "plpgsql"))
            return true;
    return false;
}

/* By the name that statements.def gives the kind. */
static bool obey(struct pg_reader *reader, const struct kind *kind)
{
    if (!strcmp(kind->name, "BEGIN") || !strcmp(kind->name, "COMMIT")) {
        reader->in_transaction = *kind->name == 'B';
        reader->transaction_opened =
            pg_batch_location(reader->lexer.batch, reader->lexer.retain_from);
    }
    if (!strcmp(kind->name, "SET"))
        return settings_set(reader);
    if (!strcmp(kind->name, "CREATE EXTENSION") && reader->catalog)
        reader->catalog->has_extensions |= !names_plpgsql(reader);
    if (!strcmp(kind->name, "RESET"))
        return settings_reset(reader);
    if (!strcmp(kind->name, "set_config"))
        return settings_config(reader);
    if (!strcmp(kind->name, "setval"))
        return setval_read(reader);
    return true;
}

static void statements_collect(struct pg_reader *reader,
                               const struct kind *kind)
{
    if (kind->class == PG_DEFINES)
        objects_define(reader, kind->name, count_words(kind->words));
    else if (kind->class == PG_OBJECT)
        objects_keep(reader, kind->name, count_words(kind->words));
    else if (kind->class == PG_DROPS)
        drops_take(reader, kind->name);
}

/* ALTER [COLUMN] c [SET DATA] TYPE */
static bool alters_type(const struct pg_reader *reader)
{
    for (size_t at = 4; at < reader->n_head; at++)
        if (head_is_word(reader, at, "type") &&
            (head_words_stand(reader, at - 2, "set data") ||
             head_is_word(reader, at - 2, "column") ||
             head_is_word(reader, at - 2, "alter")))
            return true;
    return false;
}

/* Values that have been read stay as they are written. */
static bool check_alteration(struct pg_reader *reader)
{
    struct pg_target target = {.schema = reader->search_schema};
    const struct pg_table *table;
    size_t at = 2;
    if (!reader->catalog || !head_words_stand(reader, 0, "alter table") ||
        !alters_type(reader))
        return true;
    at += head_is_word(reader, at, "if") ? 2 : 0;
    at += head_is_word(reader, at, "only");
    target.is_qualified = head_is_byte(reader, at + 1, '.');
    if (target.is_qualified)
        target.schema = reader->head[at].text;
    target.table = reader->head[at + (target.is_qualified ? 2 : 0)].text;
    table = catalog_target(reader->catalog, &target);
    return !table || !table->has_rows ||
           lexer_fail(&reader->lexer, reader->lexer.retain_from,
                      "a column gets another type after rows of its table, "
                      "which PostgreSQL would convert; load the file into "
                      "PostgreSQL, and dump that");
}

/* CREATE SCHEMA s CREATE TABLE ...: names may not be these words. */
static bool has_elements(const struct pg_reader *reader)
{
    if (!head_words_stand(reader, 0, "create schema"))
        return false;
    for (size_t at = 2; at < reader->n_head; at++)
        if (head_is_word(reader, at, "create") ||
            head_is_word(reader, at, "grant"))
            return true;
    return false;
}

/* What is skipped or kept as a whole must not take another statement along.
 * Rules have statements inside of them. */
static bool check_swallowed(struct pg_reader *reader, const struct kind *kind)
{
    return !reader->swallowed || strstr(kind->name, "RULE") ||
           lexer_fail(&reader->lexer, reader->lexer.retain_from,
                      "this statement has no ';' before '%s ...'; write it "
                      "there",
                      reader->swallowed);
}

/* Everything that is neither INSERT nor COPY. What has no row in statements.def
 * is refused: it may change data. */
bool statement_read(struct pg_reader *reader)
{
    struct lexer *lexer = &reader->lexer;
    const struct kind *kind;
    if (passed_over_is_noise(reader))
        return passed_over_line(reader);
    if (!read_to_end(reader))
        return false;
    kind = find_answer(reader);
    if (kind)
        return fail_answer(reader, kind);
    if (has_elements(reader))
        return lexer_fail(lexer, lexer->retain_from,
                          "CREATE SCHEMA with tables, views or grants inside; "
                          "write each as a statement of its own, as pg_dump "
                          "does");
    kind = find_kind(reader);
    if (!kind)
        return passed_over_statement(reader);
    if (!check_swallowed(reader, kind) || !check_alteration(reader))
        return false;
    if (!strcmp(kind->name, "lo_open"))
        return large_object_row(reader);
    count_statement(reader, kind);
    if (reader->catalog)
        statements_collect(reader, kind);
    reader->header.size = 0; /* what the next names mean may have changed */
    return obey(reader, kind);
}
