#include "translate/scope.h"

#include <string.h>
#include <strings.h>

#include "sqlite/quote.h"
#include "translate/translator.h"

/* The array may move: pointers to relations do not survive this. */
struct relation *scope_add(struct translator *translator, struct scope *scope)
{
    arena_grow(translator->context->arena, &scope->relations, &scope->capacity,
               scope->n + 1, sizeof *scope->relations);
    scope->relations[scope->n] = (struct relation){.name = NULL};
    return &scope->relations[scope->n++];
}

/* From the inside out. */
const struct relation *scope_relation(const struct scope *scope,
                                      const char *name)
{
    for (; scope; scope = scope->outer)
        for (size_t i = 0; i < scope->n; i++)
            if (scope->relations[i].name &&
                !strcmp(scope->relations[i].name, name))
                return &scope->relations[i];
    return NULL;
}

/* Names of WITH are seen inside of it and after it. */
const struct named_query *scope_query(const struct scope *scope,
                                      const char *name)
{
    for (; scope; scope = scope->outer)
        for (const struct named_query *query = scope->queries; query;
             query = query->next)
            if (!strcmp(query->name, name))
                return query;
    return NULL;
}

/* ---- columns ---- */

const struct expression_column *scope_column_of(const struct relation *relation,
                                                const char *name)
{
    for (size_t i = 0; i < relation->n; i++)
        if (!strcmp(relation->columns[i].name, name))
            return &relation->columns[i];
    return NULL;
}

const char *scope_rowid(struct translator *translator,
                        const struct relation *relation)
{
    static const char *const names[] = {"rowid", "_rowid_", "oid"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        bool is_column = false;
        for (size_t j = 0; j < relation->n; j++)
            is_column |= !strcasecmp(relation->columns[j].name, names[i]);
        if (!is_column)
            return names[i];
    }
    translator_refuse(translator,
                      "a table whose columns are called rowid, oid and "
                      "_rowid_: SQLite's own cannot be named");
    return names[0];
}

bool scope_has_column(const struct scope *scope, const char *name)
{
    for (size_t i = 0; i < scope->n; i++)
        if (scope_column_of(&scope->relations[i], name))
            return true;
    return false;
}

/* Is it this scope's own? */
static bool is_in_scope(const struct scope *scope,
                        const struct relation *relation)
{
    for (size_t i = 0; i < scope->n; i++)
        if (&scope->relations[i] == relation)
            return true;
    return false;
}

const char *scope_name_of(const struct translator *translator,
                          const struct relation *relation)
{
    return relation->is_returned && is_in_scope(translator->scope, relation)
               ? NULL
               : relation->sql;
}

/* Only where something else could be meant. */
static const char *qualified(struct translator *translator,
                             const struct relation *relation,
                             const struct expression_column *column,
                             bool with_table)
{
    const char *name = scope_name_of(translator, relation);
    if (!with_table || column->is_expression || !name)
        return column->sql;
    return arena_printf(translator->context->arena, "%s.%s", name, column->sql);
}

/* How it is compared. What it is as it stands is kept beside it. */
void scope_note_empty(struct translator *translator,
                      const struct expression_column *column)
{
    if (column->is_left_empty)
        translator_note(translator,
                        "a generated column that is empty in SQLite, since its "
                        "expression could not be translated");
}

static struct fragment known_column(struct translator *translator,
                                    const char *sql,
                                    const struct expression_column *column)
{
    const struct value_type *type = column->type;
    struct fragment fragment =
        fragment_make_typed(translator, type, PRECEDENCE_PRIMARY, "%s", sql);
    fragment.is_not_null = column->is_not_null;
    scope_note_empty(translator, column);
    if (column->is_exact_text) {
        /* Opaque: its text is never compared. Where a number is wanted, a query
         * casts it to REAL. */
        fragment.class = CLASS_OPAQUE;
        fragment.is_exact = true;
    } else if (type->class == CLASS_BOOLEAN_TEXT) {
        fragment = fragment_make(translator, CLASS_BOOLEAN, PRECEDENCE_EQUALITY,
                                 "%s = '%s'", sql, type->words[1]);
        fragment.as_stored = sql;
    } else if (fragment_is_type(&fragment, "character")) {
        /* PostgreSQL does not look at the blanks that fill a char(n). */
        fragment = fragment_make_typed(translator, type, PRECEDENCE_PRIMARY,
                                       "rtrim(%s, ' ')", sql);
        fragment.as_stored = sql;
    }
    fragment.column = column->is_expression ? NULL : column->sql;
    return fragment;
}

/* Its name is all there is. */
static struct fragment unknown_column(struct translator *translator,
                                      const struct relation *relation,
                                      const char *name)
{
    const char *table = relation ? scope_name_of(translator, relation) : NULL;
    const char *column = quoted_identifier(translator->context->arena, name);
    struct fragment fragment =
        fragment_make(translator, CLASS_ANY, PRECEDENCE_PRIMARY, "%s%s%s",
                      table ? table : "", table ? "." : "", column);
    fragment.column = column;
    return fragment;
}

/* Is it of a query around the one that is the bound? */
static bool is_beyond(const struct translator *translator,
                      const struct relation *relation)
{
    const struct scope *scope = translator->scope;
    if (!translator->bound || relation->is_trigger_row)
        return false;
    for (; scope; scope = scope->outer) {
        if (is_in_scope(scope, relation))
            return false;
        if (scope == translator->bound)
            return true;
    }
    return false;
}

/* t.a: the table is named, so only it is asked. */
static struct fragment in_relation(struct translator *translator,
                                   const struct pg_node *node,
                                   const struct relation *relation)
{
    const struct expression_column *column =
        scope_column_of(relation, node->name.name);
    if (relation->is_hidden_sibling)
        return translator_refuse(translator,
                                 "LATERAL: SQLite's subqueries in FROM do not "
                                 "see what stands beside them; join on it, or "
                                 "put the subquery into the SELECT list");
    if (is_beyond(translator, relation))
        return translator_refuse(translator,
                                 "ORDER BY, GROUP BY, LIMIT or OFFSET by a "
                                 "column of the query around: SQLite does not "
                                 "see it there; make it a column of a SELECT "
                                 "in FROM");
    if (column)
        return known_column(
            translator, qualified(translator, relation, column, true), column);
    if (relation->has_unknown_columns)
        return unknown_column(translator, relation, node->name.name);
    return translator_refuse(translator, "there is no column %s.%s",
                             node->name.schema, node->name.name);
}

/* A function's alias is the value that it gives. */
static const struct relation *
rows_of_function(const struct translator *translator, const char *name)
{
    const struct relation *relation = scope_relation(translator->scope, name);
    return relation && relation->n == 1 && relation->columns[0].is_expression
               ? relation
               : NULL;
}

/* The only relation an unresolved column can belong to; NULL if there are
 * several, or nothing has to be qualified. */
static const struct relation *only_relation(const struct translator *translator)
{
    const struct scope *scope = translator->scope;
    const struct relation *open = NULL;
    size_t n = 0;
    if (!translator->qualifies && !scope->qualifies)
        return NULL;
    for (size_t i = 0; i < scope->n; i++)
        if (scope->relations[i].has_unknown_columns) {
            open = &scope->relations[i];
            n++;
        }
    return n == 1 ? open : NULL;
}

/* A row as one value is JSON, with the columns' names as keys. */
static struct fragment whole_row(struct translator *translator,
                                 const struct relation *relation)
{
    struct buffer sql = {0};
    struct fragment fragment;
    bool guards = relation->is_nullable;
    if (relation->has_unknown_columns)
        return translator_refuse(translator,
                                 "a whole row of a table whose columns are not "
                                 "known (--types-from)");
    if (relation->n > SQLITE_ARGUMENTS / 2)
        return translator_refuse(
            translator,
            "a whole row of more than %d columns: SQLite's "
            "functions take no more arguments",
            SQLITE_ARGUMENTS / 2);
    if (relation->is_hidden_sibling || (guards && !relation->is_table))
        return translator_refuse(translator, "%s as a whole row, here",
                                 relation->name);
    if (guards)
        buffer_printf(&sql, "CASE WHEN %s.rowid IS NOT NULL THEN ",
                      relation->sql);
    buffer_add_text(&sql, "json_object(");
    for (size_t i = 0; i < relation->n; i++) {
        const struct expression_column *column = &relation->columns[i];
        fragment = known_column(
            translator, qualified(translator, relation, column, true), column);
        fragment = fragment_plain(translator, fragment);
        if (!fragment.sql)
            break;
        buffer_add_text(&sql, i ? ", " : "");
        quote_text(&sql, column->name, strlen(column->name));
        buffer_printf(&sql, ", %s", fragment_as_json(translator, &fragment));
    }
    buffer_add_text(&sql, guards ? ") END" : ")");
    fragment =
        fragment_make_typed(translator, translator_type(translator, "jsonb"),
                            PRECEDENCE_PRIMARY, "%s", buffer_text(&sql));
    fragment.is_not_null = !guards;
    buffer_release(&sql);
    return translator->reason ? NO_FRAGMENT : fragment;
}

/* The first relation that has it, from the inside out. */
static struct fragment in_any(struct translator *translator,
                              const struct pg_node *node)
{
    bool has_unknown_columns = false;
    const struct relation *rows = rows_of_function(translator, node->name.name);
    for (const struct scope *scope = translator->scope; scope;
         scope = scope->outer)
        for (size_t i = 0; i < scope->n; i++) {
            const struct relation *relation = &scope->relations[i];
            const struct expression_column *column =
                scope_column_of(relation, node->name.name);
            if (relation->is_trigger_row)
                continue;
            has_unknown_columns |= relation->has_unknown_columns;
            if (column && (relation->is_hidden_sibling ||
                           is_beyond(translator, relation)))
                return in_relation(translator, node, relation);
            if (column)
                return known_column(
                    translator,
                    qualified(translator, relation, column,
                              scope->qualifies || translator->qualifies),
                    column);
        }
    if (rows)
        return known_column(translator, rows->columns[0].sql,
                            &rows->columns[0]);
    if (has_unknown_columns)
        return unknown_column(translator, only_relation(translator),
                              node->name.name);
    if (translator->context->use == USE_QUERY &&
        scope_relation(translator->scope, node->name.name))
        return whole_row(translator,
                         scope_relation(translator->scope, node->name.name));
    return translator_refuse(
        translator,
        translator->context->use == USE_QUERY
            ? "there is no column %s"
            : "it names %s, which is no column of the table",
        node->name.name);
}

/* ctid says where a row is; so does the rowid. */
static struct fragment row_place(struct translator *translator,
                                 const struct pg_node *node,
                                 const struct relation *relation)
{
    const char *name = scope_name_of(translator, relation);
    struct fragment fragment =
        fragment_make_typed(translator, translator_type(translator, "bigint"),
                            PRECEDENCE_PRIMARY, "%s%s%s", name ? name : "",
                            name ? "." : "", scope_rowid(translator, relation));
    fragment.is_not_null = true;
    fragment.is_place = !(node->flags & NODE_ROWID);
    if (fragment.is_place)
        translator_note(translator, "ctid is taken as SQLite's rowid, which is "
                                    "another value for the same row");
    return fragment;
}

/* The table whose ctid is meant, if it is no column's name; else NULL. */
static const struct relation *
table_of_place(const struct translator *translator, const struct pg_node *node)
{
    const struct scope *scope = translator->scope;
    const struct relation *relation = NULL;
    if (translator->context->use != USE_QUERY ||
        (!(node->flags & NODE_ROWID) && strcmp(node->name.name, "ctid") != 0))
        return NULL;
    if (node->name.schema)
        relation = scope_relation(scope, node->name.schema);
    else if (scope->n == 1)
        relation = &scope->relations[0];
    return relation && relation->is_table && !relation->is_hidden_sibling &&
                   !scope_column_of(relation, "ctid")
               ? relation
               : NULL;
}

/* A whole row is no column; what is qualified is looked up there. */
struct fragment scope_column(struct translator *translator,
                             const struct pg_node *node)
{
    const struct relation *relation;
    if (node->flags & NODE_CURRENT)
        return translator_refuse(translator,
                                 "WHERE CURRENT OF: SQLite has no cursors");
    if (!strcmp(node->name.name, "*")) {
        relation = scope_relation(translator->scope, node->name.schema);
        return relation && translator->context->use == USE_QUERY
                   ? whole_row(translator, relation)
                   : translator_refuse(translator, "a whole row as one value");
    }
    relation = table_of_place(translator, node);
    if (relation)
        return row_place(translator, node, relation);
    if (!node->name.schema || translator->context->use != USE_QUERY)
        return in_any(translator, node);
    relation = scope_relation(translator->scope, node->name.schema);
    if (relation)
        return in_relation(translator, node, relation);
    return translator_refuse(translator, "there is no table %s in FROM",
                             node->name.schema);
}

/* Siblings in FROM, while one of them is translated. */
void scope_hide(struct scope *scope, bool is_hidden)
{
    for (size_t i = 0; i < scope->n; i++)
        scope->relations[i].is_hidden_sibling = is_hidden;
}
