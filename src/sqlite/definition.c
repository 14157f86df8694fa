#include "sqlite/definition.h"

#include <stdlib.h>
#include <string.h>

#include "sqlite/sql_tokens.h"

const char *const definition_many[DEFINITION_KINDS + 1] = {
#define DEFINITION(kind, many, one) many,
#include "definitions.def"
#undef DEFINITION
    NULL};
const char *const definition_one[DEFINITION_KINDS] = {
#define DEFINITION(kind, many, one) one,
#include "definitions.def"
#undef DEFINITION
};

/* Tokens from one to another. */
struct token_range {
    size_t from, to;
};

/* A statement on its way into parts. What the next part says is collected
 * twice, for comparing and for people. */
struct definition_reader {
    struct lite_definitions *out;
    struct sql_token *tokens;
    size_t n, at;
    const char *table, *table_label;
    struct buffer says, text;
    const char *said_to; /* the end of the token that was said last */
};

/* ---- tokens ---- */

static bool token_at_is(const struct definition_reader *reader, size_t at,
                        const char *word)
{
    return at < reader->n && sql_token_is(&reader->tokens[at], word);
}

static bool stands_at(const struct definition_reader *reader, const char *word)
{
    return token_at_is(reader, reader->at, word);
}

static bool definition_take(struct definition_reader *reader, const char *word)
{
    if (!stands_at(reader, word))
        return false;
    reader->at++;
    return true;
}

/* Both, or none. */
static bool definition_take_both(struct definition_reader *reader,
                                 const char *first, const char *second)
{
    if (!stands_at(reader, first) ||
        !token_at_is(reader, reader->at + 1, second))
        return false;
    reader->at += 2;
    return true;
}

/* Moves past a token, or past parentheses and what is in them. */
static void definition_skip(struct definition_reader *reader)
{
    size_t depth = 0;
    do {
        depth += stands_at(reader, "(");
        depth -= depth && stands_at(reader, ")");
        reader->at++;
    } while (depth && reader->at < reader->n);
    if (reader->at > reader->n)
        reader->at = reader->n;
}

/* ---- what a part says ---- */

/* As SQLite compares names: only of ASCII. */
static void definition_fold_case(char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] >= 'A' && text[i] <= 'Z')
            text[i] = (char)(text[i] - 'A' + 'a');
}

static void add_folded(struct buffer *out, const struct sql_token *token)
{
    size_t from;
    if (out->size)
        buffer_add_byte(out, ' ');
    from = out->size;
    if (sql_token_is_name(token)) {
        sql_token_add_name(out, token);
        definition_fold_case(out->bytes + from, out->size - from);
    } else {
        buffer_add(out, token->text, token->length);
    }
}

/* In one line, with blanks where the source has any. */
static void add_readable(struct definition_reader *reader,
                         const struct sql_token *token)
{
    struct buffer *out = &reader->text;
    bool is_close = out->size == 0 || reader->said_to == token->text ||
                    out->bytes[out->size - 1] == '(' ||
                    memchr("),", *token->text, 2);
    if (!is_close)
        buffer_add_byte(out, ' ');
    buffer_add(out, token->text, token->length);
    reader->said_to = token->text + token->length;
}

/* An ASC says nothing. */
static void say_token(struct definition_reader *reader,
                      const struct sql_token *token)
{
    add_readable(reader, token);
    if (!sql_token_is(token, "asc"))
        add_folded(&reader->says, token);
}

static void say_word(struct definition_reader *reader, const char *word)
{
    say_token(reader, &(struct sql_token){word, strlen(word)});
}

static void say_range(struct definition_reader *reader,
                      struct token_range range)
{
    for (size_t i = range.from; i < range.to && i < reader->n; i++)
        say_token(reader, &reader->tokens[i]);
}

static const char *definition_fold(struct definition_reader *reader,
                                   const struct sql_token *name)
{
    struct buffer folded = {0};
    const char *copy;
    add_folded(&folded, name);
    copy = arena_copy(&reader->out->arena, folded.bytes, folded.size);
    buffer_release(&folded);
    return copy;
}

static const char *label_of(struct definition_reader *reader,
                            enum definition_kind kind,
                            const struct sql_token *name)
{
    struct buffer label = {0};
    const char *copy;
    if (kind == DEFINES_COLUMN || kind == DEFINES_DEFAULT)
        buffer_printf(&label, "%s.", reader->table_label);
    if (name)
        sql_token_add_name(&label, name);
    else
        buffer_add_text(&label, reader->table_label);
    copy = arena_copy(&reader->out->arena, label.bytes, label.size);
    buffer_release(&label);
    return copy;
}

static void definitions_push(struct lite_definitions *out,
                             struct lite_definition definition)
{
    grow_array(&out->items, &out->capacity, out->n + 1, sizeof *out->items);
    out->items[out->n++] = definition;
}

/* Ends the part; `name` may be NULL. */
static void end_part(struct definition_reader *reader,
                     enum definition_kind kind, const struct sql_token *name)
{
    struct arena *arena = &reader->out->arena;
    definitions_push(reader->out,
                     (struct lite_definition){
                         .kind = kind,
                         .table = reader->table,
                         .name = name ? definition_fold(reader, name) : "",
                         .says = arena_copy(arena, buffer_text(&reader->says),
                                            reader->says.size),
                         .label = label_of(reader, kind, name),
                         .text = arena_copy(arena, buffer_text(&reader->text),
                                            reader->text.size)});
    reader->says.size = reader->text.size = 0;
}

/* ---- clauses ---- */

static void skip_conflict(struct definition_reader *reader)
{
    if (definition_take_both(reader, "on", "conflict"))
        reader->at++;
}

static bool begins_clause(const struct definition_reader *reader)
{
    static const char *const words[] = {"constraint", "primary", "not",
                                        "null",       "unique",  "check",
                                        "default",    "collate", "references",
                                        "generated",  "as",      "foreign"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (stands_at(reader, words[i]))
            return true;
    return false;
}

/* A literal may be several tokens: -1.5, x'00'. */
static void skip_default(struct definition_reader *reader)
{
    if (!definition_take(reader, "-"))
        definition_take(reader, "+");
    do
        definition_skip(reader);
    while (reader->at < reader->n && !begins_clause(reader) &&
           !stands_at(reader, ",") && !stands_at(reader, ")"));
}

/* Behind the word REFERENCES; what follows NOT may be another clause. */
static void skip_references(struct definition_reader *reader)
{
    reader->at++; /* the table */
    if (stands_at(reader, "("))
        definition_skip(reader);
    for (;;)
        if (definition_take_both(reader, "on", "delete") ||
            definition_take_both(reader, "on", "update")) {
            if (stands_at(reader, "set") || stands_at(reader, "no"))
                reader->at++;
            reader->at++;
        } else if (definition_take(reader, "match") ||
                   definition_take(reader, "initially")) {
            reader->at++;
        } else if (!definition_take(reader, "deferrable") &&
                   !definition_take_both(reader, "not", "deferrable")) {
            return;
        }
}

/* A key of one column is a key of the table. */
static void say_columns(struct definition_reader *reader,
                        const struct sql_token *column)
{
    struct token_range columns = {reader->at, reader->at};
    if (!column) {
        definition_skip(reader);
        columns.to = reader->at;
        say_range(reader, columns);
        return;
    }
    say_word(reader, "(");
    say_token(reader, column);
    if (definition_take(reader, "desc"))
        say_word(reader, "DESC");
    else
        definition_take(reader, "asc");
    say_word(reader, ")");
}

static void read_key(struct definition_reader *reader,
                     const struct sql_token *column, const char *words)
{
    struct token_range rest;
    say_word(reader, words);
    say_columns(reader, column);
    rest.from = reader->at;
    skip_conflict(reader);
    definition_take(reader, "autoincrement");
    rest.to = reader->at;
    say_range(reader, rest);
    end_part(reader, DEFINES_KEY, NULL);
}

static void read_check(struct definition_reader *reader)
{
    struct token_range check = {reader->at - 1, 0};
    definition_skip(reader);
    check.to = reader->at;
    skip_conflict(reader);
    say_range(reader, check);
    end_part(reader, DEFINES_CHECK, NULL);
}

static void read_reference(struct definition_reader *reader,
                           const struct sql_token *column)
{
    struct token_range range;
    say_word(reader, "FOREIGN KEY");
    say_columns(reader, column);
    range.from = reader->at;
    if (definition_take(reader, "references"))
        skip_references(reader);
    range.to = reader->at;
    say_range(reader, range);
    end_part(reader, DEFINES_FOREIGN_KEY, NULL);
}

/* A constraint of a column, or with NULL of the table; false if there is
 * none. */
static bool read_constraint(struct definition_reader *reader,
                            const struct sql_token *column)
{
    if (definition_take(reader, "constraint"))
        reader->at++;
    if (definition_take_both(reader, "primary", "key"))
        read_key(reader, column, "PRIMARY KEY");
    else if (definition_take(reader, "unique"))
        read_key(reader, column, "UNIQUE");
    else if (definition_take(reader, "check"))
        read_check(reader);
    else if (column ? stands_at(reader, "references")
                    : definition_take_both(reader, "foreign", "key"))
        read_reference(reader, column);
    else
        return false;
    return true;
}

/* ---- columns ---- */

/* What is said of the column itself, in whatever order it stands there. */
struct column_clauses {
    struct token_range type, not_null, collation, generated;
};

static struct token_range range_past(struct definition_reader *reader,
                                     size_t from)
{
    while (reader->at < reader->n && !begins_clause(reader) &&
           !stands_at(reader, ",") && !stands_at(reader, ")"))
        definition_skip(reader);
    return (struct token_range){from, reader->at};
}

static void read_default(struct definition_reader *reader,
                         const struct sql_token *column)
{
    struct token_range range = {reader->at, 0};
    skip_default(reader);
    range.to = reader->at;
    say_range(reader, range);
    end_part(reader, DEFINES_DEFAULT, column);
}

/* One clause behind the column's name and type. */
static void read_clause(struct definition_reader *reader,
                        const struct sql_token *column,
                        struct column_clauses *clauses)
{
    size_t from = reader->at;
    if (read_constraint(reader, column))
        return;
    if (definition_take(reader, "default")) {
        read_default(reader, column);
    } else if (definition_take_both(reader, "not", "null")) {
        skip_conflict(reader);
        clauses->not_null = (struct token_range){from, reader->at};
    } else if (definition_take(reader, "collate")) {
        reader->at++;
        clauses->collation = (struct token_range){from, reader->at};
    } else if (definition_take_both(reader, "generated", "always") ||
               stands_at(reader, "as")) {
        from = reader->at++;
        clauses->generated = range_past(reader, from);
    } else {
        reader->at++; /* NULL */
    }
}

static bool ends_part(const struct definition_reader *reader)
{
    return reader->at >= reader->n || stands_at(reader, ",") ||
           stands_at(reader, ")");
}

static void definition_read_column(struct definition_reader *reader)
{
    struct sql_token column = reader->tokens[reader->at++];
    struct column_clauses clauses = {0};
    clauses.type = range_past(reader, reader->at);
    while (!ends_part(reader))
        read_clause(reader, &column, &clauses);
    say_range(reader, clauses.type);
    say_range(reader, clauses.not_null);
    say_range(reader, clauses.collation);
    say_range(reader, clauses.generated);
    end_part(reader, DEFINES_COLUMN, &column);
}

/* ---- statements ---- */

static bool begins_constraint(const struct definition_reader *reader)
{
    return stands_at(reader, "constraint") || stands_at(reader, "primary") ||
           stands_at(reader, "unique") || stands_at(reader, "check") ||
           stands_at(reader, "foreign");
}

/* Last the table itself: its columns in their order, and its options. */
static void definition_read_table(struct definition_reader *reader)
{
    struct definition_reader order = *reader;
    order.says = order.text = (struct buffer){0};
    while (reader->at < reader->n && !stands_at(reader, ")")) {
        reader->at++; /* '(' or ',' */
        if (!begins_constraint(reader)) {
            say_word(&order, order.says.size ? "," : "(");
            if (reader->at < reader->n)
                say_token(&order, &reader->tokens[reader->at]);
            definition_read_column(reader);
        }
        while (!ends_part(reader))
            if (!read_constraint(reader, NULL))
                reader->at++;
    }
    say_range(&order, (struct token_range){reader->at, reader->n});
    end_part(&order, DEFINES_TABLE, NULL);
    buffer_release(&order.says);
    buffer_release(&order.text);
}

/* The table's name stands behind ON. */
static void read_of_table(struct definition_reader *reader,
                          enum definition_kind kind,
                          const struct sql_token *name, bool is_unique)
{
    size_t from = reader->at;
    while (reader->at < reader->n && !stands_at(reader, "on"))
        reader->at++;
    if (reader->at + 1 >= reader->n)
        return;
    reader->table = definition_fold(reader, &reader->tokens[reader->at + 1]);
    if (is_unique)
        say_word(reader, "UNIQUE");
    say_range(reader, (struct token_range){from, reader->n});
    end_part(reader, kind, name);
}

/* The name, without its schema's, is the statement's subject. */
static const struct sql_token *
definition_take_name(struct definition_reader *reader)
{
    if (definition_take_both(reader, "if", "not"))
        definition_take(reader, "exists");
    if (token_at_is(reader, reader->at + 1, "."))
        reader->at += 2;
    return reader->at < reader->n ? &reader->tokens[reader->at++] : NULL;
}

static void definition_read_statement(struct definition_reader *reader,
                                      enum definition_kind kind, bool is_unique)
{
    const struct sql_token *name = definition_take_name(reader);
    if (!name)
        return;
    reader->table = definition_fold(reader, name);
    reader->table_label = label_of(reader, DEFINES_TABLE, name);
    if (kind == DEFINES_TABLE && stands_at(reader, "(")) {
        definition_read_table(reader);
    } else if (kind == DEFINES_INDEX || kind == DEFINES_TRIGGER) {
        read_of_table(reader, kind, name, is_unique);
    } else {
        say_range(reader, (struct token_range){reader->at, reader->n});
        end_part(reader, kind, NULL);
    }
}

static void read_create(struct definition_reader *reader)
{
    bool is_unique;
    if (!definition_take(reader, "create"))
        return;
    if (!definition_take(reader, "temp") &&
        !definition_take(reader, "temporary"))
        definition_take(reader, "virtual");
    is_unique = definition_take(reader, "unique");
    for (int kind = 0; kind < DEFINITION_KINDS; kind++)
        if (definition_take(reader, definition_one[kind])) {
            definition_read_statement(reader, (enum definition_kind)kind,
                                      is_unique);
            return;
        }
}

void lite_definitions_add(struct lite_definitions *definitions, const char *sql)
{
    struct definition_reader reader = {.out = definitions};
    struct sql_tokens tokens = {sql, sql + strlen(sql)};
    struct sql_token token;
    size_t capacity = 0;
    while (sql_next_token(&tokens, &token)) {
        grow_array(&reader.tokens, &capacity, reader.n + 1,
                   sizeof *reader.tokens);
        reader.tokens[reader.n++] = token;
    }
    read_create(&reader);
    buffer_release(&reader.says);
    buffer_release(&reader.text);
    free(reader.tokens);
}

void lite_definitions_add_sequence(struct lite_definitions *definitions,
                                   const char *table, long long last)
{
    struct arena *arena = &definitions->arena;
    char *folded = arena_copy(arena, table, strlen(table));
    const char *number = arena_printf(arena, "%lld", last);
    definition_fold_case(folded, strlen(folded));
    definitions_push(definitions,
                     (struct lite_definition){
                         .kind = DEFINES_SEQUENCE,
                         .table = folded,
                         .name = "",
                         .says = number,
                         .label = arena_copy(arena, table, strlen(table)),
                         .text = number});
}

void lite_definitions_release(struct lite_definitions *definitions)
{
    free(definitions->items);
    arena_release(&definitions->arena);
    *definitions = (struct lite_definitions){0};
}
