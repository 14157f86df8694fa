/* DEFAULT: a constant of the column's type, or an expression. */
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "translate/translator.h"

/* An element as it stands in PostgreSQL's text for an array. */
static void default_add_element(struct buffer *out, const char *text)
{
    bool plain = *text && !strpbrk(text, "{},\"\\ \t\n\r\v\f") &&
                 strcasecmp(text, "null") != 0;
    if (plain) {
        buffer_add_text(out, text);
        return;
    }
    buffer_add_byte(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            buffer_add_byte(out, '\\');
        buffer_add_byte(out, *text);
    }
    buffer_add_byte(out, '"');
}

/* ARRAY['a'::text, NULL] as {a,NULL}; the grammar bounds how deep it goes. */
static bool add_array(struct buffer *out, const struct pg_node *array)
{
    bool good = true;
    buffer_add_byte(out, '{');
    for (uint32_t i = 0; good && i < array->n_items; i++) {
        const struct pg_node *item = array->items[i];
        while (item->kind == NODE_CAST)
            item = item->left;
        buffer_add_text(out, i ? "," : "");
        if (item->kind == NODE_ARRAY)
            good = add_array(out, item);
        else if (item->kind == NODE_STRING)
            default_add_element(out, item->text);
        else if (item->kind == NODE_NUMBER)
            buffer_add_text(out, item->text);
        else if (item->kind == NODE_NULL)
            buffer_add_text(out, "NULL");
        else if (item->kind == NODE_TRUE || item->kind == NODE_FALSE)
            buffer_add_text(out, item->kind == NODE_TRUE ? "t" : "f");
        else
            good = false;
    }
    buffer_add_byte(out, '}');
    return good;
}

/* Back to PostgreSQL's text, since its codec reads that. */
static struct fragment array_constant(struct translator *translator,
                                      const struct pg_node *array,
                                      const struct value_type *type)
{
    struct buffer text = {0};
    bool good = type->element && add_array(&text, array);
    struct fragment fragment =
        good ? translate_constant(translator, type, buffer_text(&text))
             : translator_refuse(translator, "SQLite has no arrays");
    buffer_release(&text);
    return fragment;
}

/* A few bytes of a dump must not make millions. */
enum { MOST_BLANKS = 100000 };

/* What PostgreSQL fills with blanks, alone or in arrays. */
static bool is_char_or_array(const struct value_type *type)
{
    return type->source && !strcmp(type->source->name.name, "character");
}

static bool default_is_char(const struct value_type *type)
{
    return is_char_or_array(type) && !type->source->dimensions;
}

static struct fragment constant(struct translator *translator,
                                const struct value_type *type, const char *text)
{
    struct buffer padded = {0};
    struct fragment fragment;
    long wanted = type->source && type->source->n_modifiers
                      ? type->source->modifiers[0]
                      : 1;
    if (!default_is_char(type))
        return translate_constant(translator, type, text);
    if (wanted > MOST_BLANKS)
        return translator_refuse(translator,
                                 "filled up with blanks it would be too long");
    buffer_add_text(&padded, text);
    /* Characters count, not bytes. */
    for (const char *at = text; *at; at++)
        wanted -= (*at & 0xC0) != 0x80;
    while (wanted-- > 0)
        buffer_add_byte(&padded, ' ');
    fragment = translate_constant(translator, type, buffer_text(&padded));
    buffer_release(&padded);
    return fragment;
}

/* ---- literals of other types ---- */

static const char *name_of_type(const struct value_type *type)
{
    return type->source ? type->source->name.name : "";
}

static bool default_is_named(const char *name, const char *const names[],
                             size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(name, names[i]))
            return true;
    return false;
}

static bool is_text_name(const char *name)
{
    static const char *const texts[] = {
        "text", "character varying", "name", "citext", "character", "bpchar"};
    return default_is_named(name, texts, COUNT_OF(texts));
}

static bool is_whole_name(const char *name)
{
    static const char *const wholes[] = {"smallint", "integer", "bigint"};
    return default_is_named(name, wholes, COUNT_OF(wholes));
}

/* A whole number is one in any type of numbers, and a numeric's digits are read
 * as a double at once. */
static bool is_number_alike(const char *from, const char *to)
{
    if (is_whole_name(from))
        return is_whole_name(to) || !strcmp(to, "numeric") ||
               !strcmp(to, "real") || !strcmp(to, "double precision");
    return !strcmp(from, "numeric") &&
           (!strcmp(to, "real") || !strcmp(to, "double precision"));
}

static size_t default_characters(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += (*text & 0xC0) != 0x80;
    return n;
}

static bool is_cut(const struct value_type *type, const char *text)
{
    return is_text_name(name_of_type(type)) && type->source->n_modifiers &&
           !type->source->dimensions &&
           default_characters(text) > (size_t)type->source->modifiers[0];
}

/* A literal of these is what PostgreSQL writes of the value, as a dump has it.
 */
static bool is_written_out(const char *name)
{
    static const char *const names[] = {"numeric",
                                        "date",
                                        "timestamp without time zone",
                                        "time without time zone",
                                        "interval",
                                        "uuid",
                                        "json",
                                        "jsonb",
                                        "char",
                                        "oid"};
    return is_whole_name(name) ||
           default_is_named(name, names, COUNT_OF(names));
}

static bool is_bits_name(const char *name)
{
    return !strcmp(name, "bit") || !strcmp(name, "bit varying");
}

/* Does a literal of the one type say the same as one of the other? */
static bool leaves_literal(const struct value_type *from,
                           const struct value_type *to, const char *literal)
{
    const char *one = name_of_type(from), *other = name_of_type(to);
    if (!from->source || !to->source ||
        !from->source->dimensions != !to->source->dimensions)
        return false;
    if (literal && is_cut(from, literal))
        return false;
    if (!strcmp(from->source->name.name, "json") && literal &&
        !strcmp(other, "jsonb"))
        return !strcmp(literal, "{}") || !strcmp(literal, "[]");
    if (is_text_name(other) && is_written_out(one))
        return !from->source->n_modifiers && !from->source->dimensions;
    return !strcmp(one, other) || (is_text_name(one) && is_text_name(other)) ||
           (is_bits_name(one) && is_bits_name(other)) ||
           (!strcmp(one, "jsonb") && !strcmp(other, "json")) ||
           is_number_alike(one, other);
}

static const struct value_type *
default_resolve(const struct translator *translator, const struct pg_type *type)
{
    const struct expression_context *context = translator->context;
    return type_resolve(context->arena, context->catalog, context->schema, NULL,
                        type);
}

/* The usual case, for which no type has to be made. */
static bool is_cast_to(const struct pg_type *cast,
                       const struct value_type *type)
{
    return type->source && !cast->name.schema && !cast->n_modifiers &&
           !cast->dimensions == !type->source->dimensions &&
           !strcmp(cast->name.name, type->source->name.name);
}

/* What is below casts that change nothing of a literal of the column's type, or
 * the node itself. 'now'::text::date is how PostgreSQL 9.6 wrote CURRENT_DATE.
 */
static const struct pg_node *
default_literal(const struct translator *translator, const struct pg_node *node,
                const struct value_type *type)
{
    const struct pg_node *inner = node_without_casts(node);
    const char *text = inner->kind == NODE_STRING ? inner->text : NULL;
    for (const struct pg_node *at = node; at != inner; at = at->left)
        if (!is_cast_to(at->type, type) &&
            !leaves_literal(default_resolve(translator, at->type), type, text))
            return node;
    return inner;
}

/* A text that PostgreSQL would cut, or a time that it would round. */
static bool has_too_much(const struct value_type *type, const char *text)
{
    const char *dot = strrchr(text, '.');
    size_t digits = dot ? strspn(dot + 1, "0123456789") : 0;
    if (is_cut(type, text))
        return true;
    return class_is_time(type->class) && type->source &&
           type->source->n_modifiers && !type->source->dimensions &&
           digits > (size_t)type->source->modifiers[0];
}

/* A default goes through the column's type: '{}' is an array's. */
static struct fragment default_piece(struct translator *translator,
                                     const struct pg_node *node,
                                     const struct value_type *type)
{
    const struct pg_node *literal = default_literal(translator, node, type);
    if (literal->kind == NODE_ARRAY)
        return array_constant(translator, literal, type);
    if (literal->kind == NODE_STRING && has_too_much(type, literal->text))
        return translator_refuse(translator, "PostgreSQL shortens it as it "
                                             "goes into the column");
    if (literal->kind == NODE_STRING ||
        (literal->kind == NODE_NUMBER && type->class == CLASS_REAL))
        return constant(translator, type, literal->text);
    return translate_node(translator, literal);
}

/* ---- values of other types ---- */

static bool is_truth(const struct pg_node *node)
{
    return node->kind == NODE_TRUE || node->kind == NODE_FALSE;
}

/* float4 has fewer digits than float8, which shows in either. */
static bool is_other_float(const struct translator *translator,
                           const struct pg_node *node,
                           const struct value_type *type)
{
    const struct value_type *from =
        node->kind == NODE_CAST && !is_cast_to(node->type, type)
            ? default_resolve(translator, node->type)
            : NULL;
    return from && (type_is_named(from, "real")
                        ? !type_is_named(type, "real")
                        : type_is_named(from, "double precision") &&
                              type_is_named(type, "real"));
}

/* A literal of a type that is not the column's. */
static bool is_of_another_type(const struct translator *translator,
                               const struct pg_node *node,
                               const struct value_type *type)
{
    return node->kind == NODE_CAST &&
           node_without_casts(node)->kind == NODE_STRING &&
           default_literal(translator, node, type)->kind == NODE_CAST;
}

/* A number or a boolean as PostgreSQL writes it out. */
static struct fragment default_as_text(struct translator *translator,
                                       const struct pg_node *node,
                                       struct fragment fragment)
{
    static const char reason[] =
        "PostgreSQL makes a text of it in a way that SQLite does not";
    const struct value_type *text;
    if (fragment.is_null || fragment.class == CLASS_INTEGER ||
        class_is_text(fragment.class) || fragment.class == CLASS_ANY)
        return fragment;
    text = translator_type(translator, "text");
    if (is_truth(node))
        return translate_constant(translator, text,
                                  node->kind == NODE_TRUE ? "true" : "false");
    if (node->kind == NODE_NUMBER)
        return translate_constant(translator, text, node->text);
    if (class_is_time(fragment.class) &&
        (fragment.is_volatile || fragment.class == CLASS_DATE))
        return fragment;
    return translator_refuse(translator, "%s", reason);
}

static struct fragment default_converted(struct translator *translator,
                                         const struct pg_node *node,
                                         struct fragment fragment,
                                         const struct value_type *type)
{
    const struct value_type *plain = type_as_computed(translator, type);
    if (!fragment.sql || fragment.is_null)
        return fragment;
    if (is_other_float(translator, node, type))
        return translator_refuse(translator, "PostgreSQL rounds it as it goes "
                                             "from one float to another");
    if (class_is_time(plain->class) && class_is_time(fragment.class) &&
        fragment.class != plain->class)
        return fragment_cast(translator, fragment, plain);
    if (is_of_another_type(translator, node, type))
        return translator_refuse(translator,
                                 "it is of another type than the column");
    if (is_text_name(name_of_type(type)) && !type->source->dimensions)
        return default_as_text(translator, node, fragment);
    return fragment;
}

/* timestamptz: with --timestamps=keep a time of now, which SQLite gives in UTC,
 * gets "+00" at its end. */
static bool has_zone(const struct value_type *type)
{
    return type->source &&
           !strcmp(type->source->name.name, "timestamp with time zone");
}

/* Decimals of a number that is written out; the most for anything else. */
static size_t decimals(const char *number)
{
    const char *dot = number ? strchr(number, '.') : NULL;
    size_t n = dot ? strlen(dot + 1) : 0;
    if (!number)
        return SIZE_MAX;
    while (n && dot[n] == '0')
        n--;
    return n;
}

/* The column has fewer decimals than its default. */
static bool is_rounded(const struct fragment *fragment,
                       const struct value_type *type)
{
    const struct pg_type *source = type->source;
    size_t has;
    if (!fragment->sql || !class_is_number(fragment->class))
        return false;
    has = fragment->class == CLASS_INTEGER ? 0 : decimals(fragment->number);
    if (type->class == CLASS_INTEGER)
        return has > 0;
    if (type->class != CLASS_NUMERIC || !source || source->n_modifiers == 0)
        return false;
    if (source->n_modifiers == 1)
        return has > 0;
    return source->modifiers[1] < 0 || has > (size_t)source->modifiers[1];
}

static bool is_empty_array(struct translator *translator,
                           const struct fragment *fragment,
                           const struct value_type *type)
{
    struct fragment empty = translate_constant(translator, type, "{}");
    return empty.sql && !strcmp(fragment->sql, empty.sql);
}

/* An array would need blanks in each of its elements. */
static bool lacks_blanks(struct translator *translator,
                         const struct fragment *fragment,
                         const struct value_type *type)
{
    if (!is_char_or_array(type) || !fragment->sql || fragment->is_null)
        return false;
    return default_is_char(type) ? !fragment->is_constant
                                 : !is_empty_array(translator, fragment, type);
}

/* What PostgreSQL does to a value that goes into the column, and SQLite does
 * not. */
static void check_assignment(struct translator *translator,
                             const struct fragment *fragment,
                             const struct value_type *type)
{
    if (class_is_number(fragment->class) && type->class == CLASS_OPAQUE)
        translator_refuse(translator,
                          "a number for a type that is kept as text");
    else if (is_rounded(fragment, type))
        translator_refuse(translator,
                          "PostgreSQL rounds it as it goes into the column");
    else if (lacks_blanks(translator, fragment, type))
        translator_refuse(translator,
                          "SQLite does not fill up CHAR with blanks");
}

/* Of what changes with time: in the form that the column's values have. */
static const char *default_moment(struct arena *arena,
                                  const struct fragment *fragment,
                                  const struct value_type *type)
{
    if (fragment->is_volatile && type->class == CLASS_OPAQUE && has_zone(type))
        return arena_printf(arena, "(%s || '+00')", fragment->sql);
    if (fragment->class == CLASS_TIMESTAMP && type->class == CLASS_DATE)
        return arena_printf(arena, "(date(%s))", fragment->sql);
    return NULL;
}

/* A boolean for a column that has words for them. */
static const char *default_word(struct arena *arena, const struct pg_node *node,
                                const struct value_type *type)
{
    if (!is_truth(node) || type->class != CLASS_BOOLEAN_TEXT)
        return NULL;
    return arena_printf(arena, "'%s'", type->words[node->kind == NODE_TRUE]);
}

/* SQLite wants other defaults in parentheses. */
static bool is_bare(const struct pg_node *node, const struct fragment *fragment)
{
    return node->kind == NODE_NUMBER || node->kind == NODE_NULL ||
           is_truth(node) || fragment->is_keyword ||
           (fragment->is_constant && !fragment->is_call);
}

/* Without a scope: a default sees no columns. */
struct expression_default
expression_default(const struct expression_context *context,
                   const struct pg_node *node, const struct value_type *type)
{
    struct expression_context alone = {.arena = context->arena,
                                       .catalog = context->catalog,
                                       .schema = context->schema,
                                       .use = USE_DEFAULT};
    struct translator translator = {.context = &alone};
    struct fragment fragment = default_piece(&translator, node, type);
    struct expression_default result = {.sql = NULL};
    if (!default_word(context->arena, node, type))
        fragment = default_converted(&translator, node, fragment, type);
    check_assignment(&translator, &fragment, type);
    if (!default_word(context->arena, node, type))
        fragment = fragment_stored(&translator, fragment, type);
    result.reason = translator.reason;
    if (translator.reason || !fragment.sql)
        return result;
    result.sql = default_word(context->arena, node, type);
    if (!result.sql)
        result.sql = default_moment(context->arena, &fragment, type);
    if (!result.sql && is_bare(node, &fragment))
        result.sql = result.number = fragment.sql;
    if (!result.sql)
        result.sql = arena_printf(context->arena, "(%s)", fragment.sql);
    if (!fragment.number)
        result.number = NULL;
    return result;
}
