/* Values with parts: arrays, rows and composite values, which are JSON. */
#include <stdlib.h>
#include <string.h>

#include "sqlite/quote.h"
#include "translate/translator.h"

const char *walk_json_value(struct walk *walk, const struct piece *piece)
{
    struct arena *arena = walk->place->arena;
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
        walk_refuse(walk, "bytea inside of JSON");
        return piece->sql;
    default:
        return piece->is_exact ? arena_printf(arena, "json(%s)", piece->sql)
                               : walk_as_stored(piece);
    }
}

/* A key as the right side of -> and ->>. One that begins with $ would be a
 * path. */
static const char *json_key(struct walk *walk, const char *key)
{
    struct buffer sql = {0}, path = {0};
    const char *copy;
    if (strpbrk(key, "\"\\"))
        walk_refuse(walk, "a key with a quote or a backslash in it");
    if (*key == '$' || *key == '[' || !*key)
        buffer_printf(&path, "$.\"%s\"", key);
    else
        buffer_add_text(&path, key);
    quote_text(&sql, path.bytes, path.size);
    copy = arena_copy(walk->place->arena, sql.bytes, sql.size);
    buffer_release(&sql);
    buffer_release(&path);
    return copy;
}

/* ARRAY[...] is JSON. */
struct piece walk_array(struct walk *walk, const struct pg_node *node)
{
    struct buffer sql = {0};
    struct piece element = {.kind = CLASS_ANY}, piece;
    struct value_type *type = arena_alloc(walk->place->arena, sizeof *type);
    if (walk->place->use != USE_QUERY)
        return walk_refuse(walk, "SQLite has no arrays");
    buffer_add_text(&sql, "json_array(");
    for (uint32_t i = 0; i < node->n_items; i++) {
        piece = walk_translate(walk, node->items[i]);
        if (!piece.sql)
            break;
        walk_join_types(&element, &piece);
        buffer_printf(&sql, "%s%s", i ? ", " : "",
                      walk_json_value(walk, &piece));
    }
    *type = (struct value_type){
        .codec = &codecs[CODEC_ARRAY],
        .class = CLASS_ARRAY,
        .declared = "TEXT",
        .element = element.type ? element.type : walk_type(walk, "text")};
    piece = walk_typed(walk, type, LEVEL_PRIMARY, "%s)", buffer_text(&sql));
    piece.is_not_null = true;
    buffer_release(&sql);
    return walk->reason ? WALK_NOTHING : piece;
}

struct piece walk_row(struct walk *walk, const struct pg_node *node)
{
    struct buffer sql = {0};
    struct piece piece;
    if (walk->place->use != USE_QUERY || node->n_items < 2)
        return walk_refuse(walk, "SQLite has no composite values");
    for (uint32_t i = 0; i < node->n_items; i++) {
        piece = walk_translate(walk, node->items[i]);
        if (!piece.sql)
            break;
        buffer_printf(&sql, "%s%s", i ? ", " : "", piece.sql);
    }
    piece = walk_make(walk, CLASS_COMPOSITE, LEVEL_PRIMARY, "(%s)",
                      buffer_text(&sql));
    piece.is_row = true;
    buffer_release(&sql);
    return walk->reason ? WALK_NOTHING : piece;
}

/* a[i:j] of numbers and texts; both bounds have to be there. */
static struct piece slice(struct walk *walk, const struct pg_node *node)
{
    struct piece left = walk_translate(walk, node->left);
    struct piece from = walk_translate(walk, node->items[0]);
    struct piece to = walk_translate(walk, node->items[1]);
    enum type_class element;
    if (!left.sql || !from.sql || !to.sql || left.kind != CLASS_ARRAY)
        return walk_refuse(walk, "a slice of an array");
    element = left.type->element->class;
    if (!walk_is_number(element) && !walk_is_text(element))
        return walk_refuse(walk, "a slice of an array of this type");
    return walk_typed(walk, left.type, LEVEL_PRIMARY,
                      "CASE WHEN %s IS NOT NULL THEN (SELECT "
                      "json_group_array(value) FROM json_each(%s) WHERE key "
                      "BETWEEN %s - 1 AND %s - 1) END",
                      walk_within(walk, left, LEVEL_COMPARISON), left.sql,
                      walk_within(walk, from, LEVEL_SUM),
                      walk_within(walk, to, LEVEL_SUM));
}

/* a[i] counts from 1, SQLite's JSON from 0. */
struct piece walk_subscript(struct walk *walk, const struct pg_node *node)
{
    struct piece left, index;
    const struct value_type *element;
    if (walk->place->use != USE_QUERY)
        return walk_refuse(walk, "SQLite has no arrays");
    if (node->n_items != 1)
        return slice(walk, node);
    left = walk_translate(walk, node->left);
    index = walk_translate(walk, node->items[0]);
    if (!left.sql || !index.sql)
        return WALK_NOTHING;
    if (left.kind != CLASS_ARRAY || index.kind != CLASS_INTEGER)
        return walk_refuse(walk, "a subscript of what is no array");
    element = left.type->element;
    if (element->class == CLASS_ARRAY || node->left->kind == NODE_SUBSCRIPT)
        return walk_refuse(walk, "an array of more than one dimension");
    if (node->items[0]->kind == NODE_NUMBER && strcmp(index.sql, "0") != 0)
        return walk_typed(walk, element, LEVEL_CONCATENATION, "%s ->> %ld",
                          walk_within(walk, left, LEVEL_CONCATENATION),
                          strtol(index.sql, NULL, 10) - 1);
    return walk_typed(walk, element, LEVEL_PRIMARY,
                      "CASE WHEN %s > 0 THEN %s ->> (%s - 1) END",
                      walk_within(walk, index, LEVEL_BITWISE),
                      walk_within(walk, left, LEVEL_CONCATENATION),
                      walk_within(walk, index, LEVEL_SUM));
}

struct piece walk_field(struct walk *walk, const struct pg_node *node)
{
    struct piece left;
    const struct pg_type_definition *definition;
    if (walk->place->use != USE_QUERY)
        return walk_refuse(walk, "SQLite has no composite values");
    left = walk_translate(walk, node->left);
    if (!left.sql)
        return left;
    definition = left.type ? left.type->definition : NULL;
    for (size_t i = 0; definition && left.kind == CLASS_COMPOSITE &&
                       i < definition->n_attributes;
         i++)
        if (!strcmp(definition->attributes[i].name, node->text))
            return walk_typed(walk, left.type->attributes[i],
                              LEVEL_CONCATENATION, "%s ->> %s",
                              walk_within(walk, left, LEVEL_CONCATENATION),
                              json_key(walk, node->text));
    return walk_refuse(walk, "a field of what is no composite value");
}
