/* Values with parts: arrays, rows and composite values, which are JSON. */
#include <stdlib.h>
#include <string.h>

#include "sqlite/quote.h"
#include "translate/signature.h"

/* JSON within JSON: without json() it would become a quoted text. */
const char *fragment_as_element(struct translator *translator,
                                const struct fragment *fragment)
{
    struct arena *arena = translator->context->arena;
    switch (fragment->class) {
    case CLASS_BOOLEAN:
        return arena_printf(
            arena, "json(CASE %s WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)",
            fragment->sql);
    case CLASS_ARRAY:
    case CLASS_COMPOSITE:
    case CLASS_HSTORE:
    case CLASS_JSON: return arena_printf(arena, "json(%s)", fragment->sql);
    case CLASS_BYTES:
        return arena_printf(
            arena, "CASE WHEN %s IS NOT NULL THEN '\\x' || lower(hex(%s)) END",
            fragment_within(translator, *fragment, PRECEDENCE_COMPARISON),
            fragment->sql);
    default:
        return fragment->is_exact
                   ? arena_printf(arena, "json(%s)", fragment->sql)
                   : fragment_as_stored(fragment);
    }
}

/* PostgreSQL writes times into JSON as ISO 8601 has them. Infinity, which is
 * none, stays a word; digits are less than a colon. */
const char *fragment_as_json(struct translator *translator,
                             const struct fragment *fragment)
{
    const char *sql = fragment->sql, *zone;
    if (fragment->class != CLASS_TIMESTAMP)
        return fragment_as_element(translator, fragment);
    zone = fragment_is_type(fragment, "timestamp with time zone")
               ? " || '+00:00'"
               : "";
    return signature_expand(
        translator,
        arena_printf(translator->context->arena,
                     "CASE WHEN $1 BETWEEN '0' AND ':' THEN substr($1, 1, 10) "
                     "|| 'T' || substr($1, 12, 8) || rtrim(substr($1, 20), "
                     "'0')%s ELSE $1 END",
                     zone),
        &(struct fragment){.sql = sql, .precedence = fragment->precedence}, 1,
        "", "");
}

/* bytea is its hex digits in an array. */
const char *element_as_value(struct translator *translator,
                             const struct value_type *type, const char *sql)
{
    if (type->class != CLASS_BYTES)
        return sql;
    if (translator->context->dialect.extension)
        return arena_printf(translator->context->arena, "text_to_bytea(%s)",
                            sql);
    if (translator_has_version(translator, 341))
        return arena_printf(translator->context->arena, "unhex(substr(%s, 3))",
                            sql);
    translator_refuse(translator, "a bytea of an array needs SQLite 3.41 "
                                  "(--sqlite-version=3.41) or "
                                  "--extension=yes");
    return sql;
}

/* A key as the right side of -> and ->>. One that begins with $ would be a
 * path. */
static const char *json_key(struct translator *translator, const char *key)
{
    struct buffer sql = {0}, path = {0};
    const char *copy;
    if (strpbrk(key, "\"\\"))
        translator_refuse(translator,
                          "a key with a quote or a backslash in it");
    if (*key == '$' || *key == '[' || !*key)
        buffer_printf(&path, "$.\"%s\"", key);
    else
        buffer_add_text(&path, key);
    quote_text(&sql, path.bytes, path.size);
    copy = arena_copy(translator->context->arena, sql.bytes, sql.size);
    buffer_release(&sql);
    buffer_release(&path);
    return copy;
}

/* ARRAY[...] is JSON. */
struct fragment translate_array(struct translator *translator,
                                const struct pg_node *node)
{
    struct buffer sql = {0};
    struct fragment element = {.class = CLASS_ANY}, fragment;
    struct value_type *type =
        arena_alloc(translator->context->arena, sizeof *type);
    if (translator->context->use != USE_QUERY)
        return translator_refuse(translator, "SQLite has no arrays");
    if (node->n_items > SQLITE_ARGUMENTS)
        return translator_refuse(translator,
                                 "an array of more than %d parts: SQLite's "
                                 "functions take no more arguments",
                                 SQLITE_ARGUMENTS);
    buffer_add_text(&sql, "json_array(");
    for (uint32_t i = 0; i < node->n_items; i++) {
        fragment = translate_node(translator, node->items[i]);
        if (!fragment.sql)
            break;
        fragment_join_types(&element, &fragment);
        buffer_printf(&sql, "%s%s", i ? ", " : "",
                      fragment_as_element(translator, &fragment));
    }
    *type = (struct value_type){
        .codec = &codecs[CODEC_ARRAY],
        .class = CLASS_ARRAY,
        .declared = "text",
        .element =
            element.type ? element.type : translator_type(translator, "text")};
    fragment = fragment_make_typed(translator, type, PRECEDENCE_PRIMARY, "%s)",
                                   buffer_text(&sql));
    fragment.is_not_null = true;
    buffer_release(&sql);
    return translator->reason ? NO_FRAGMENT : fragment;
}

/* Both can compare (a, b); only PostgreSQL has it as a single value. */
struct fragment translate_row(struct translator *translator,
                              const struct pg_node *node)
{
    struct buffer sql = {0};
    struct fragment fragment;
    if (translator->context->use != USE_QUERY || node->n_items < 2)
        return translator_refuse(translator, "SQLite has no composite values");
    for (uint32_t i = 0; i < node->n_items; i++) {
        fragment = fragment_plain(translator,
                                  translate_node(translator, node->items[i]));
        if (!fragment.sql)
            break;
        buffer_printf(&sql, "%s%s", i ? ", " : "", fragment.sql);
    }
    fragment = fragment_make(translator, CLASS_COMPOSITE, PRECEDENCE_PRIMARY,
                             "(%s)", buffer_text(&sql));
    fragment.is_row = true;
    buffer_release(&sql);
    return translator->reason ? NO_FRAGMENT : fragment;
}

/* a[i:j] of numbers and texts; both bounds have to be there. */
static struct fragment slice(struct translator *translator,
                             const struct pg_node *node)
{
    struct fragment left = translate_node(translator, node->left);
    struct fragment from = translate_node(translator, node->items[0]);
    struct fragment to = translate_node(translator, node->items[1]);
    enum type_class element;
    if (!left.sql || !from.sql || !to.sql || left.class != CLASS_ARRAY)
        return translator_refuse(translator, "a slice of an array");
    element = left.type->element->class;
    if (!class_is_number(element) && !class_is_text(element))
        return translator_refuse(translator,
                                 "a slice of an array of this type");
    return fragment_make_typed(
        translator, left.type, PRECEDENCE_PRIMARY,
        "CASE WHEN %s IS NOT NULL THEN (SELECT "
        "json_group_array(value) FROM json_each(%s) WHERE key "
        "BETWEEN %s - 1 AND %s - 1) END",
        fragment_within(translator, left, PRECEDENCE_COMPARISON), left.sql,
        fragment_within(translator, from, PRECEDENCE_SUM),
        fragment_within(translator, to, PRECEDENCE_SUM));
}

/* a[i] counts from 1, SQLite's JSON from 0. */
struct fragment translate_subscript(struct translator *translator,
                                    const struct pg_node *node)
{
    struct fragment left, index;
    const struct value_type *element;
    if (translator->context->use != USE_QUERY)
        return translator_refuse(translator, "SQLite has no arrays");
    if (node->n_items != 1)
        return slice(translator, node);
    left = translate_node(translator, node->left);
    index = translate_node(translator, node->items[0]);
    if (!left.sql || !index.sql)
        return NO_FRAGMENT;
    if (left.class != CLASS_ARRAY || index.class != CLASS_INTEGER)
        return translator_refuse(translator, "a subscript of what is no array");
    element = left.type->element;
    /* PostgreSQL's a[1] of two dimensions is NULL, JSON's is a list. */
    if (element->class == CLASS_ARRAY || node->left->kind == NODE_SUBSCRIPT)
        return translator_refuse(translator,
                                 "an array of more than one dimension");
    if (element->class == CLASS_BYTES)
        return translator_refuse(translator, "an element of a bytea[]");
    if (index.digits && strcmp(index.digits, "0") != 0)
        return fragment_make_typed(
            translator, element, PRECEDENCE_CONCATENATION, "%s ->> %ld",
            fragment_within(translator, left, PRECEDENCE_CONCATENATION),
            strtol(index.digits, NULL, 10) - 1);
    return fragment_make_typed(
        translator, element, PRECEDENCE_PRIMARY,
        "CASE WHEN %s > 0 THEN %s ->> (%s - 1) END",
        fragment_within(translator, index, PRECEDENCE_BITWISE),
        fragment_within(translator, left, PRECEDENCE_CONCATENATION),
        fragment_within(translator, index, PRECEDENCE_SUM));
}

/* (value).name of a composite value, which is a JSON object. */
struct fragment translate_field(struct translator *translator,
                                const struct pg_node *node)
{
    struct fragment left;
    const struct pg_type_definition *definition;
    if (translator->context->use != USE_QUERY)
        return translator_refuse(translator, "SQLite has no composite values");
    left = translate_node(translator, node->left);
    if (!left.sql)
        return left;
    definition = left.type ? left.type->definition : NULL;
    for (size_t i = 0; definition && left.class == CLASS_COMPOSITE &&
                       i < definition->n_attributes;
         i++)
        if (!strcmp(definition->attributes[i].name, node->text))
            return fragment_make_typed(
                translator, left.type->attributes[i], PRECEDENCE_CONCATENATION,
                "%s ->> %s",
                fragment_within(translator, left, PRECEDENCE_CONCATENATION),
                json_key(translator, node->text));
    return translator_refuse(translator,
                             "a field of what is no composite value");
}
