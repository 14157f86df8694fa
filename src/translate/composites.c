/* Values with parts: arrays, rows and composite values, which are JSON. */
#include <stdlib.h>
#include <string.h>

#include "sqlite/quote.h"
#include "translate/translator.h"

const char *fragment_as_json(struct translator *translator,
                             const struct piece *piece)
{
    struct arena *arena = translator->place->arena;
    switch (piece->kind) {
    case CLASS_BOOLEAN:
        return arena_printf(
            arena,
            "json(CASE %s WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' "
            "END)",
            piece->sql);
    case CLASS_ARRAY:
    case CLASS_COMPOSITE:
    case CLASS_HSTORE:
    case CLASS_JSON: return arena_printf(arena, "json(%s)", piece->sql);
    case CLASS_BYTES:
        translator_refuse(translator, "bytea inside of JSON");
        return piece->sql;
    default:
        return piece->is_exact ? arena_printf(arena, "json(%s)", piece->sql)
                               : fragment_as_stored(piece);
    }
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
    copy = arena_copy(translator->place->arena, sql.bytes, sql.size);
    buffer_release(&sql);
    buffer_release(&path);
    return copy;
}

/* ARRAY[...] is JSON. */
struct piece translate_array(struct translator *translator,
                             const struct pg_node *node)
{
    struct buffer sql = {0};
    struct piece element = {.kind = CLASS_ANY}, piece;
    struct value_type *type =
        arena_alloc(translator->place->arena, sizeof *type);
    if (translator->place->use != USE_QUERY)
        return translator_refuse(translator, "SQLite has no arrays");
    buffer_add_text(&sql, "json_array(");
    for (uint32_t i = 0; i < node->n_items; i++) {
        piece = translate_node(translator, node->items[i]);
        if (!piece.sql)
            break;
        fragment_join_types(&element, &piece);
        buffer_printf(&sql, "%s%s", i ? ", " : "",
                      fragment_as_json(translator, &piece));
    }
    *type = (struct value_type){
        .codec = &codecs[CODEC_ARRAY],
        .class = CLASS_ARRAY,
        .declared = "TEXT",
        .element =
            element.type ? element.type : translator_type(translator, "text")};
    piece = fragment_make_typed(translator, type, LEVEL_PRIMARY, "%s)",
                                buffer_text(&sql));
    piece.is_not_null = true;
    buffer_release(&sql);
    return translator->reason ? NO_FRAGMENT : piece;
}

struct piece translate_row(struct translator *translator,
                           const struct pg_node *node)
{
    struct buffer sql = {0};
    struct piece piece;
    if (translator->place->use != USE_QUERY || node->n_items < 2)
        return translator_refuse(translator, "SQLite has no composite values");
    for (uint32_t i = 0; i < node->n_items; i++) {
        piece = translate_node(translator, node->items[i]);
        if (!piece.sql)
            break;
        buffer_printf(&sql, "%s%s", i ? ", " : "", piece.sql);
    }
    piece = fragment_make(translator, CLASS_COMPOSITE, LEVEL_PRIMARY, "(%s)",
                          buffer_text(&sql));
    piece.is_row = true;
    buffer_release(&sql);
    return translator->reason ? NO_FRAGMENT : piece;
}

/* a[i:j] of numbers and texts; both bounds have to be there. */
static struct piece slice(struct translator *translator,
                          const struct pg_node *node)
{
    struct piece left = translate_node(translator, node->left);
    struct piece from = translate_node(translator, node->items[0]);
    struct piece to = translate_node(translator, node->items[1]);
    enum type_class element;
    if (!left.sql || !from.sql || !to.sql || left.kind != CLASS_ARRAY)
        return translator_refuse(translator, "a slice of an array");
    element = left.type->element->class;
    if (!class_is_number(element) && !class_is_text(element))
        return translator_refuse(translator,
                                 "a slice of an array of this type");
    return fragment_make_typed(
        translator, left.type, LEVEL_PRIMARY,
        "CASE WHEN %s IS NOT NULL THEN (SELECT "
        "json_group_array(value) FROM json_each(%s) WHERE key "
        "BETWEEN %s - 1 AND %s - 1) END",
        fragment_within(translator, left, LEVEL_COMPARISON), left.sql,
        fragment_within(translator, from, LEVEL_SUM),
        fragment_within(translator, to, LEVEL_SUM));
}

/* a[i] counts from 1, SQLite's JSON from 0. */
struct piece translate_subscript(struct translator *translator,
                                 const struct pg_node *node)
{
    struct piece left, index;
    const struct value_type *element;
    if (translator->place->use != USE_QUERY)
        return translator_refuse(translator, "SQLite has no arrays");
    if (node->n_items != 1)
        return slice(translator, node);
    left = translate_node(translator, node->left);
    index = translate_node(translator, node->items[0]);
    if (!left.sql || !index.sql)
        return NO_FRAGMENT;
    if (left.kind != CLASS_ARRAY || index.kind != CLASS_INTEGER)
        return translator_refuse(translator, "a subscript of what is no array");
    element = left.type->element;
    if (element->class == CLASS_ARRAY || node->left->kind == NODE_SUBSCRIPT)
        return translator_refuse(translator,
                                 "an array of more than one dimension");
    if (node->items[0]->kind == NODE_NUMBER && strcmp(index.sql, "0") != 0)
        return fragment_make_typed(
            translator, element, LEVEL_CONCATENATION, "%s ->> %ld",
            fragment_within(translator, left, LEVEL_CONCATENATION),
            strtol(index.sql, NULL, 10) - 1);
    return fragment_make_typed(
        translator, element, LEVEL_PRIMARY,
        "CASE WHEN %s > 0 THEN %s ->> (%s - 1) END",
        fragment_within(translator, index, LEVEL_BITWISE),
        fragment_within(translator, left, LEVEL_CONCATENATION),
        fragment_within(translator, index, LEVEL_SUM));
}

struct piece translate_field(struct translator *translator,
                             const struct pg_node *node)
{
    struct piece left;
    const struct pg_type_definition *definition;
    if (translator->place->use != USE_QUERY)
        return translator_refuse(translator, "SQLite has no composite values");
    left = translate_node(translator, node->left);
    if (!left.sql)
        return left;
    definition = left.type ? left.type->definition : NULL;
    for (size_t i = 0; definition && left.kind == CLASS_COMPOSITE &&
                       i < definition->n_attributes;
         i++)
        if (!strcmp(definition->attributes[i].name, node->text))
            return fragment_make_typed(
                translator, left.type->attributes[i], LEVEL_CONCATENATION,
                "%s ->> %s",
                fragment_within(translator, left, LEVEL_CONCATENATION),
                json_key(translator, node->text));
    return translator_refuse(translator,
                             "a field of what is no composite value");
}
