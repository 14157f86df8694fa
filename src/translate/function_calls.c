/* Functions of PostgreSQL, and words that call like them. */
#include <string.h>

#include "translate/signature.h"

static const struct signature functions[] = {
#define FUNCTION(name, takes, gives, where, since, sql)                        \
    {name, takes, gives, WHERE_##where, since, sql},
#include "functions.def"
};

/* A random UUID of version 4. */
#define UUID                                                                   \
    "lower(hex(randomblob(4))) || '-' || lower(hex(randomblob(2))) || '-4' "   \
    "|| substr(lower(hex(randomblob(2))), 2) || '-' || "                       \
    "substr('89ab', 1 + (abs(random()) % 4), 1) || "                           \
    "substr(lower(hex(randomblob(2))), 2) || '-' || "                          \
    "lower(hex(randomblob(6)))"

static const struct volatile_row {
    const char *name, *gives, *sql;
} volatiles[] = {
#define VOLATILE(name, gives, sql) {name, gives, sql},
#include "functions.def"
};

static const struct difference_row {
    const char *name, *text;
} differences[] = {
#define DIFFERENCE(name, text) {name, text},
#include "functions.def"
};

struct piece walk_value(struct walk *walk, const char *name)
{
    for (size_t i = 0; i < COUNT_OF(volatiles); i++) {
        const struct volatile_row *row = &volatiles[i];
        struct piece piece = {.sql = row->sql,
                              .level = LEVEL_PRIMARY,
                              .is_volatile = true,
                              .is_not_null = true};
        if (strcmp(row->name, name) != 0)
            continue;
        if (walk->place->use == USE_STORED)
            return walk_refuse(walk, "%s changes with time", name);
        if (strstr(row->sql, "||"))
            piece.level = LEVEL_CONCATENATION;
        walk_use(walk, row->name, "", row->sql);
        piece.type = walk_type(walk, row->gives);
        piece.kind = piece.type->class;
        return piece;
    }
    return walk_refuse(walk, "%s has no equal in SQLite", name);
}

/* ---- functions that look at more than their arguments' types ---- */

/* Timestamps with zone are kept in UTC, so UTC is all that can be asked for. */
static struct piece at_time_zone(struct walk *walk, const struct pg_node *node)
{
    const struct pg_node *zone = walk_uncast(node->items[0]);
    if (node->n_items == 2 && zone->kind == NODE_STRING &&
        (!strcmp(zone->text, "UTC") || !strcmp(zone->text, "utc")))
        return walk_translate(walk, node->items[1]);
    return walk_refuse(walk, "SQLite knows no time zones");
}

/* date_trunc('month', x) of a time has a row of its own for each unit. */
static const char *name_of(struct walk *walk, const struct pg_node *node,
                           const struct piece *arguments, uint32_t *skipped)
{
    const struct pg_node *unit =
        node->n_items == 2 ? walk_uncast(node->items[0]) : NULL;
    const char *name;
    *skipped = 0;
    if (strcmp(node->name.name, "date_trunc") != 0 || !unit ||
        unit->kind != NODE_STRING || walk_is_interval(&arguments[1]))
        return node->name.name;
    name = arena_printf(walk->place->arena, "date_trunc_%s", unit->text);
    for (size_t i = 0; i < COUNT_OF(functions); i++)
        if (!strcmp(functions[i].name, name)) {
            *skipped = 1;
            return functions[i].name;
        }
    return node->name.name;
}

static bool translate_all(struct walk *walk, const struct pg_node *node,
                          struct piece *arguments)
{
    for (uint32_t i = 0; i < node->n_items; i++) {
        if (node->items[i]->kind == NODE_NAMED)
            walk_refuse(walk, "arguments by name");
        arguments[i] = walk_translate(walk, node->items[i]);
        if (!arguments[i].sql)
            return false;
    }
    return true;
}

/* The arguments of one type: literals take that of the others. */
static struct piece unify(struct walk *walk, struct piece *arguments,
                          uint32_t n)
{
    struct piece all = {.kind = CLASS_ANY};
    for (uint32_t i = 0; i < n; i++)
        walk_join_types(&all, &arguments[i]);
    for (uint32_t i = 0; i < n; i++) {
        arguments[i] = walk_typed_as(walk, arguments[i], &all);
        all.is_not_null |= arguments[i].is_not_null;
    }
    return all;
}

/* A numeric that is kept as text, beside numbers. */
static void make_numbers(struct walk *walk, struct piece *arguments, uint32_t n)
{
    bool has_number = false;
    for (uint32_t i = 0; i < n; i++)
        has_number |= walk_is_number(arguments[i].kind);
    for (uint32_t i = 0; i < n && has_number; i++)
        if (arguments[i].is_exact)
            signature_takes(walk, "number", &arguments[i], 1);
}

static struct piece coalesce(struct walk *walk, const struct pg_node *node)
{
    struct piece *arguments =
        arena_alloc(walk->place->arena, node->n_items * sizeof *arguments);
    struct piece all;
    if (!translate_all(walk, node, arguments))
        return WALK_NOTHING;
    make_numbers(walk, arguments, node->n_items);
    all = unify(walk, arguments, node->n_items);
    if (walk->reason)
        return WALK_NOTHING;
    for (uint32_t i = 0; i < node->n_items; i++)
        if (walk->place->use == USE_QUERY &&
            !walk_are_equal_kinds(&all, &arguments[i]) &&
            all.kind != arguments[i].kind)
            return walk_refuse(walk, "coalesce() of values of several types");
    all.level = LEVEL_PRIMARY;
    all.sql = signature_expand(walk, node->n_items > 1 ? "coalesce($*)" : "$*",
                               arguments, node->n_items, "", "");
    all.text = NULL;
    return all;
}

/* What concat(), concat_ws() and format() make of a value: its text. */
static struct piece as_output(struct walk *walk, struct piece piece)
{
    if (walk_is_type(&piece, "character"))
        piece.sql = walk_as_stored(&piece);
    if (piece.kind == CLASS_BOOLEAN)
        return walk_typed(walk, walk_type(walk, "text"), LEVEL_PRIMARY,
                          "CASE %s WHEN 1 THEN 't' WHEN 0 THEN 'f' END",
                          piece.sql);
    if (walk_is_text(piece.kind) || piece.kind == CLASS_INTEGER ||
        piece.kind == CLASS_ANY)
        return piece;
    return walk_cast_to(walk, piece, walk_type(walk, "text"));
}

/* concat() and concat_ws() take NULLs for nothing; every SQLite can do that
 * for texts and integers. */
static struct piece concat(struct walk *walk, const struct pg_node *node)
{
    struct buffer sql = {0};
    struct piece piece;
    for (uint32_t i = 0; i < node->n_items; i++) {
        piece = walk_translate(walk, node->items[i]);
        if (!piece.sql)
            break;
        piece = as_output(walk, piece);
        if (!piece.sql)
            break;
        buffer_printf(&sql, piece.is_not_null ? "%s%s" : "%sifnull(%s, '')",
                      i ? " || " : "",
                      piece.is_not_null
                          ? walk_within(walk, piece, LEVEL_CONCATENATION)
                          : piece.sql);
    }
    piece =
        walk_typed(walk, walk_type(walk, "text"), LEVEL_CONCATENATION, "%s%s",
                   buffer_text(&sql), node->n_items == 1 ? " || ''" : "");
    piece.is_not_null = true;
    buffer_release(&sql);
    return walk->reason ? WALK_NOTHING : piece;
}

/* json_build_object('k', v, ...) and json_build_array(v, ...) */
static struct piece json_build(struct walk *walk, const struct pg_node *node)
{
    bool is_object = strstr(node->name.name, "object") != NULL;
    struct buffer sql = {0};
    struct piece piece;
    buffer_add_text(&sql, is_object ? "json_object(" : "json_array(");
    for (uint32_t i = 0; i < node->n_items; i++) {
        piece = walk_translate(walk, node->items[i]);
        if (!piece.sql)
            break;
        buffer_printf(&sql, "%s%s", i ? ", " : "",
                      is_object && i % 2 == 0 ? piece.sql
                                              : walk_json_value(walk, &piece));
    }
    if (is_object && node->n_items % 2)
        walk_refuse(walk, "json_build_object() of an odd number of arguments");
    piece = walk_typed(walk, walk_type(walk, "jsonb"), LEVEL_PRIMARY, "%s)",
                       buffer_text(&sql));
    piece.is_not_null = true;
    buffer_release(&sql);
    return walk->reason ? WALK_NOTHING : piece;
}

static struct piece to_json(struct walk *walk, const struct pg_node *node)
{
    struct piece piece = walk_translate(walk, node->items[0]);
    if (!piece.sql)
        return piece;
    if (piece.kind == CLASS_ARRAY || piece.kind == CLASS_JSON ||
        piece.kind == CLASS_COMPOSITE || piece.kind == CLASS_BOOLEAN ||
        piece.is_exact)
        return walk_typed(walk, walk_type(walk, "jsonb"), LEVEL_PRIMARY, "%s",
                          walk_json_value(walk, &piece));
    return walk_typed(walk, walk_type(walk, "jsonb"), LEVEL_PRIMARY,
                      piece.is_not_null
                          ? "json_quote(%s)"
                          : "CASE WHEN %s IS NOT NULL THEN json_quote(%s) END",
                      walk_within(walk, piece, LEVEL_COMPARISON), piece.sql);
}

/* '{a,b}' as '$.a.b'; NULL where a part is a number: that may be a key or a
 * place in an array. */
static const char *json_path(struct walk *walk, const char *array)
{
    struct buffer path = {0};
    const char *sql = NULL;
    bool good = *array == '{' && !strpbrk(array, "\"\\");
    buffer_add_byte(&path, '$');
    for (const char *at = array + 1; good && *at && *at != '}';) {
        size_t length = strcspn(at, ",}");
        good = length && strspn(at, "0123456789") < length && *at != ' ';
        buffer_printf(&path, ".\"%.*s\"", (int)length, at);
        at += length + (at[length] == ',');
    }
    if (good)
        sql = arena_printf(walk->place->arena, "%s", buffer_text(&path));
    buffer_release(&path);
    return sql;
}

static struct piece json_extract(struct walk *walk, struct piece json,
                                 const char *path, bool as_text)
{
    const char *sql = walk_constant(walk, walk_type(walk, "text"), path).sql;
    const char *value = walk_within(walk, json, LEVEL_CONCATENATION);
    if (!as_text)
        return walk_typed(walk, walk_type(walk, "jsonb"), LEVEL_CONCATENATION,
                          "%s -> %s", value, sql);
    return walk_typed(walk, walk_type(walk, "text"), LEVEL_PRIMARY,
                      "CASE json_type(%s, %s) WHEN 'text' THEN %s ->> %s WHEN "
                      "'null' THEN NULL ELSE %s -> %s END",
                      json.sql, sql, value, sql, value, sql);
}

struct piece walk_json_at(struct walk *walk, struct piece json,
                          const struct pg_node *path, bool as_text)
{
    const char *sql = NULL;
    path = walk_uncast(path);
    if (path->kind == NODE_STRING)
        sql = json_path(walk, path->text);
    if (!sql)
        return walk_refuse(walk, "a path into JSON with numbers in it, or that "
                                 "is no literal; write -> for each step");
    return json_extract(walk, json, sql, as_text);
}

/* SIMILAR TO's pattern as a regular expression, where it is a literal. */
static struct piece similar_pattern(struct walk *walk,
                                    const struct pg_node *node)
{
    const struct pg_node *pattern = walk_uncast(node->items[0]);
    struct buffer regexp = {0};
    struct piece piece;
    if (pattern->kind != NODE_STRING || node->n_items > 1)
        return walk_refuse(walk, "SIMILAR TO a pattern that is no literal");
    buffer_add_text(&regexp, "^(?:");
    for (const char *at = pattern->text; *at; at++) {
        if (*at == '\\' && at[1])
            buffer_printf(&regexp, "\\%c", *++at);
        else if (*at == '%')
            buffer_add_text(&regexp, ".*");
        else if (*at == '_')
            buffer_add_byte(&regexp, '.');
        else if (strchr(".^$", *at))
            buffer_printf(&regexp, "\\%c", *at);
        else
            buffer_add_byte(&regexp, *at);
    }
    buffer_add_text(&regexp, ")$");
    piece = walk_constant(walk, walk_type(walk, "text"), buffer_text(&regexp));
    buffer_release(&regexp);
    return piece;
}

static const struct special_row {
    const char *name;
    uint32_t least, most;
    struct piece (*translate)(struct walk *walk, const struct pg_node *node);
} specials[] = {
    {"coalesce", 1, 100, coalesce},
    {"extract", 2, 2, walk_extract},
    {"date_part", 2, 2, walk_extract},
    {"timezone", 2, 2, at_time_zone},
    {"to_char", 2, 2, walk_to_char},
    {"concat", 1, 100, concat},
    {"json_build_object", 0, 100, json_build},
    {"jsonb_build_object", 0, 100, json_build},
    {"json_build_array", 0, 100, json_build},
    {"jsonb_build_array", 0, 100, json_build},
    {"similar_to_escape", 1, 2, similar_pattern},
    {"to_json", 1, 1, to_json},
    {"to_jsonb", 1, 1, to_json},
};

/* ---- from the table ---- */

static void note_difference(struct walk *walk, const struct signature *row)
{
    for (size_t i = 0; i < COUNT_OF(differences); i++)
        if (!strcmp(differences[i].name, row->name) &&
            row->where != WHERE_EXTENSION)
            walk_note(walk, differences[i].text);
}

static struct piece apply(struct walk *walk, const struct signature *row,
                          const struct piece *arguments, uint32_t n)
{
    struct piece piece = {
        .level = LEVEL_PRIMARY,
        .type = signature_gives(walk, row->gives, arguments, n),
        .sql = signature_expand(walk, row->sql, arguments, n, "", "")};
    piece.kind = piece.type ? piece.type->class
                 : n        ? arguments[0].kind
                            : CLASS_ANY;
    if (!strcmp(row->sql, "$1"))
        piece.level = arguments[0].level;
    note_difference(walk, row);
    walk_use(walk, row->name, row->takes, row->sql);
    return piece;
}

static bool has_unknown(const struct piece *arguments, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (arguments[i].kind == CLASS_ANY &&
            strcmp(arguments[i].sql, "NULL") != 0)
            return true;
    return false;
}

static bool has_one_type(const char *name)
{
    return !strcmp(name, "greatest") || !strcmp(name, "least") ||
           !strcmp(name, "nullif");
}

static bool makes_text(const char *name)
{
    return !strcmp(name, "format") || !strcmp(name, "concat_ws");
}

static struct piece refuse_function(struct walk *walk,
                                    const struct pg_node *node,
                                    const char *name,
                                    const struct piece *arguments, uint32_t n)
{
    bool known = false;
    for (size_t i = 0; i < COUNT_OF(functions); i++)
        known |= !strcmp(functions[i].name, name);
    return walk_refuse(walk, "the function %s has no equal in SQLite%s%s",
                       node->name.name, known ? " for these types" : "",
                       known && has_unknown(arguments, n) &&
                               walk->place->use == USE_QUERY
                           ? " (--types-from tells the types of columns)"
                           : "");
}

static struct piece function(struct walk *walk, const struct pg_node *node)
{
    struct piece *arguments = arena_alloc(
        walk->place->arena, (node->n_items + 1) * sizeof *arguments);
    const struct signature *row;
    uint32_t skipped, n;
    const char *name;
    bool needs_extension;
    if (!translate_all(walk, node, arguments))
        return WALK_NOTHING;
    name = name_of(walk, node, arguments, &skipped);
    if (has_one_type(name))
        unify(walk, arguments, node->n_items);
    for (uint32_t i = 0; makes_text(name) && i < node->n_items; i++)
        arguments[i] = as_output(walk, arguments[i]);
    if (walk->reason)
        return WALK_NOTHING;
    arguments += skipped;
    n = node->n_items - skipped;
    row = signature_choose(walk, functions, COUNT_OF(functions),
                           sizeof *functions, name, arguments, n,
                           &needs_extension);
    if (row)
        return apply(walk, row, arguments, n);
    if (needs_extension)
        return walk_refuse(walk, "the function %s needs --extension=yes", name);
    return refuse_function(walk, node, name, arguments, n);
}

static bool is_ours(const struct pg_node *node)
{
    return !node->name.schema || !strcmp(node->name.name, "uuid_generate_v4") ||
           !strcmp(node->name.name, "gen_random_uuid");
}

struct piece walk_call(struct walk *walk, const struct pg_node *node)
{
    const char *name = node->name.name;
    if (!is_ours(node))
        return walk_refuse(walk, "the function %s.%s is not in SQLite",
                           node->name.schema, name);
    if (walk->place->use == USE_QUERY && !strcmp(name, "grouping"))
        return grouping_call(walk, node);
    if (walk->place->use == USE_QUERY && walk_is_aggregate(name))
        return walk_aggregate(walk, node);
    if (node->call || node->flags & (NODE_DISTINCT | NODE_VARIADIC))
        return walk_refuse(walk, "SQLite cannot call %s this way", name);
    for (size_t i = 0; i < COUNT_OF(specials); i++)
        if (!strcmp(specials[i].name, name) &&
            node->n_items >= specials[i].least &&
            node->n_items <= specials[i].most)
            return specials[i].translate(walk, node);
    for (size_t i = 0; node->n_items == 0 && i < COUNT_OF(volatiles); i++)
        if (!strcmp(volatiles[i].name, name))
            return walk_value(walk, name);
    return function(walk, node);
}
