/* Paths into JSON: #>, #>>, #- and jsonb_set(). PostgreSQL has arrays of texts
 * for them, SQLite texts such as $.a[0]. */
#include <string.h>

#include "sqlite/quote.h"
#include "translate/signature.h"

/* A path as SQL. Where a step is a number it may be a key or a place in an
 * array: then the value itself says which. */
struct path {
    const char *sql;    /* NULL: it is beyond this */
    const char *parent; /* without the last step, or NULL: there is one only */
    bool has_number;
};

static const char *path_quoted(struct translator *translator, const char *text)
{
    struct buffer sql = {0};
    const char *copy;
    quote_text(&sql, text, strlen(text));
    copy = arena_copy(translator->context->arena, sql.bytes, sql.size);
    buffer_release(&sql);
    return copy;
}

/* Adds a key, or the place if the step is a number. */
static void add_step(struct buffer *path, const char *step, size_t length,
                     bool as_place)
{
    bool is_back = *step == '-';
    if (as_place)
        buffer_printf(path, "[%s%.*s]", is_back ? "#" : "", (int)length, step);
    else
        buffer_printf(path, ".\"%.*s\"", (int)length, step);
}

static bool step_is_number(const char *step, size_t length)
{
    size_t sign = *step == '-';
    return length > sign && length < 10 &&
           strspn(step + sign, "0123456789") >= length - sign;
}

/* '{a,0}' of x: CASE json_type(x, '$."a"') WHEN 'array' THEN '$."a"[0]' ELSE
 * '$."a"."0"' END. More than one number is too much. */
static struct path path_of(struct translator *translator, const char *json,
                           const char *array)
{
    struct arena *arena = translator->context->arena;
    struct buffer key = {0}, place = {0}, before = {0}, parent = {0};
    struct path path = {NULL, NULL, false};
    bool good = *array == '{' && array[1] != '}' && !strpbrk(array, "\"\\");
    size_t steps = 0;
    buffer_add_byte(&key, '$');
    buffer_add_byte(&place, '$');
    for (const char *at = array + 1; good && *at && *at != '}'; steps++) {
        size_t length = strcspn(at, ",}");
        bool is_number = step_is_number(at, length);
        good = length && *at != ' ' && !(is_number && path.has_number);
        if (is_number)
            buffer_add(&before, key.bytes, key.size);
        parent.size = 0;
        buffer_add(&parent, key.bytes, key.size);
        path.has_number |= is_number;
        add_step(&key, at, length, false);
        add_step(&place, at, length, is_number);
        at += length + (at[length] == ',');
    }
    if (good && steps > 1)
        path.parent = path_quoted(translator, buffer_text(&parent));
    if (good)
        path.sql =
            path.has_number
                ? arena_printf(
                      arena,
                      "CASE json_type(%s, %s) WHEN 'array' THEN %s ELSE "
                      "%s END",
                      json, path_quoted(translator, buffer_text(&before)),
                      path_quoted(translator, buffer_text(&place)),
                      path_quoted(translator, buffer_text(&key)))
                : path_quoted(translator, buffer_text(&key));
    buffer_release(&key);
    buffer_release(&place);
    buffer_release(&before);
    buffer_release(&parent);
    return path;
}

/* The path of an array that is written out. */
static struct path path_of_node(struct translator *translator, const char *json,
                                const struct pg_node *node)
{
    node = node_without_casts(node);
    return node->kind == NODE_STRING ? path_of(translator, json, node->text)
                                     : (struct path){NULL, NULL, false};
}

/* ---- #> and #>> ---- */

/* SQLite's ->> gives numbers, and 1 or 0 for booleans; PostgreSQL's gives
 * texts. */
static struct fragment json_extract(struct translator *translator,
                                    struct fragment json,
                                    const struct path *path, bool as_text)
{
    const char *value =
        fragment_within(translator, json, PRECEDENCE_CONCATENATION);
    const char *sql =
        path->has_number
            ? arena_printf(translator->context->arena, "(%s)", path->sql)
            : path->sql;
    if (!as_text)
        return fragment_make_typed(
            translator, translator_type(translator, "jsonb"),
            PRECEDENCE_CONCATENATION, "%s -> %s", value, sql);
    translator_note(translator, NOTE_JSON_BLANKS);
    return fragment_make_typed(
        translator, translator_type(translator, "text"), PRECEDENCE_PRIMARY,
        "CASE json_type(%s, %s) WHEN 'text' THEN %s ->> %s WHEN "
        "'null' THEN NULL ELSE %s -> %s END",
        json.sql, path->sql, value, sql, value, sql);
}

struct fragment translate_json_path(struct translator *translator,
                                    struct fragment json,
                                    const struct pg_node *node, bool as_text)
{
    struct path path = path_of_node(translator, json.sql, node);
    if (path.sql)
        return json_extract(translator, json, &path, as_text);
    if (translator->context->dialect.extension)
        return NO_FRAGMENT;
    return translator_refuse(translator,
                             "a path into JSON with several numbers in it, or "
                             "that is no literal; write -> for each step, or "
                             "say --extension=yes");
}

/* ---- changes ---- */

struct fragment translate_json_delete(struct translator *translator,
                                      struct fragment json,
                                      const struct pg_node *node)
{
    struct path path = path_of_node(translator, json.sql, node);
    if (!path.sql)
        return NO_FRAGMENT;
    return fragment_make_typed(translator, translator_type(translator, "jsonb"),
                               PRECEDENCE_PRIMARY, "json_remove(%s, %s)",
                               json.sql, path.sql);
}

/* SQLite makes the objects on the way, PostgreSQL leaves the value as it is. */
struct fragment translate_jsonb_set(struct translator *translator,
                                    const struct pg_node *node)
{
    struct fragment json = translate_node(translator, node->items[0]), value;
    struct path path;
    const char *name = "json_set", *sql;
    if (!json.sql || translator->context->dialect.extension)
        return NO_FRAGMENT;
    path = path_of_node(translator, json.sql, node->items[1]);
    value = fragment_typed_as(
        translator, translate_node(translator, node->items[2]),
        &(struct fragment){.class = CLASS_JSON,
                           .type = translator_type(translator, "jsonb")});
    if (node->n_items == 4 && node->items[3]->kind == NODE_FALSE)
        name = "json_replace";
    else if (node->n_items == 4 && node->items[3]->kind != NODE_TRUE)
        return NO_FRAGMENT;
    /* What stands for a place in an array may be beyond its end. */
    if (!path.sql || !value.sql || path.has_number ||
        (value.class != CLASS_JSON && value.class != CLASS_ANY))
        return NO_FRAGMENT;
    sql = arena_printf(translator->context->arena, "%s(%s, %s, json(%s))", name,
                       json.sql, path.sql, value.sql);
    if (path.parent)
        sql = arena_printf(translator->context->arena,
                           "CASE json_type(%s, %s) WHEN 'object' THEN %s ELSE "
                           "%s END",
                           json.sql, path.parent, sql, json.sql);
    if (!value.is_not_null && !value.constant)
        sql = arena_printf(
            translator->context->arena, "CASE WHEN %s IS NOT NULL THEN %s END",
            fragment_within(translator, value, PRECEDENCE_COMPARISON), sql);
    translator_spend(translator, strlen(sql));
    return fragment_make_typed(translator, translator_type(translator, "jsonb"),
                               PRECEDENCE_PRIMARY, "%s", sql);
}
