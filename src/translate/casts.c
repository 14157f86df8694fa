/* Casts: a value as another type. */
#include <string.h>

#include "translate/signature.h"
#include "types/constant.h"

#define NOTE_UNKNOWN                                                           \
    "the text of a value whose type is not known (--types-from tells)"

static const struct cast_row {
    const char *from, *to;
    enum allowed_in allowed_in;
    const char *sql, *note;
} casts[] = {
#define CAST(from, to, allowed_in, sql, note)                                  \
    {from, to, WHERE_##allowed_in, sql, note},
#include "casts.def"
#undef CAST
};

/* Between equal classes, and to what a value is said to be. */
static const struct cast_row as_it_is = {"any", "any", WHERE_STORED, "$1",
                                         NULL};

/* The names that casts.def has for classes. */
static const char *class_of(const struct value_type *type)
{
    switch (type->class) {
    case CLASS_INTEGER: return "integer";
    case CLASS_REAL: return "real";
    case CLASS_NUMERIC: return "numeric";
    case CLASS_BOOLEAN: return "boolean";
    case CLASS_DATE: return "date";
    case CLASS_TIMESTAMP: return "timestamp";
    case CLASS_TEXT: return "text";
    case CLASS_ENUM: return "enum";
    case CLASS_JSON: return "json";
    case CLASS_BYTES: return "bytea";
    case CLASS_ARRAY: return "array";
    case CLASS_OPAQUE:
        return type->source && !type->source->dimensions
                   ? type->source->name.name
                   : "";
    default: return "";
    }
}

/* A class, or one type of it by its name. */
static bool is_target(const char *to, const struct value_type *type)
{
    return !strcmp(to, class_of(type)) || type_is_named(type, to);
}

/* "other": texts of types that SQLite knows nothing of. */
static bool is_class(struct translator *translator, const char *class,
                     struct fragment *fragment)
{
    if (!strcmp(class, "other"))
        return fragment->class == CLASS_OPAQUE && !fragment->is_exact;
    return fragment_is_type(fragment, class) ||
           signature_matches(translator, class, fragment, 1);
}

/* A cast that needs no SQL leaves the fragment what it was, under another type.
 */
static struct fragment cast_apply(struct translator *translator,
                                  const struct cast_row *row,
                                  struct fragment fragment,
                                  const struct value_type *type)
{
    struct fragment result = {.precedence = PRECEDENCE_PRIMARY,
                              .class = type->class,
                              .type = type,
                              .is_not_null = fragment.is_not_null,
                              .is_volatile = fragment.is_volatile};
    translator_note_use(translator, row->from, row->to, row->sql);
    if (row->note && translator->context->use == USE_QUERY)
        translator_note(translator, row->note);
    if (!strcmp(row->sql, "$1")) {
        result.sql = fragment.sql;
        result.precedence = fragment.precedence;
        result.digits = fragment.digits;
        result.number = fragment.number;
        result.is_null = fragment.is_null;
        result.is_keyword = fragment.is_keyword;
        result.is_call = fragment.is_call;
    } else {
        result.sql =
            signature_expand(translator, row->sql, &fragment, 1, "", "");
    }
    return result;
}

/* Half a digit goes away from zero in PostgreSQL's decimals. SQLite's round(x,
 * n) looks at the double, which is below 1.005 there, and its versions differ;
 * with no digits it is the same in all of them. So the digits go before the
 * point, and a double is made greater by two units, which is more than what it
 * may lack (its own half, one of each product) and less than the fifteenth
 * digit counts. From 10^14 on nothing stands after the point. */
struct fragment fragment_round(struct translator *translator,
                               struct fragment fragment,
                               const struct value_type *type, long digits)
{
    const struct pg_type *source = fragment.type ? fragment.type->source : NULL;
    bool is_small = type_has_scale(source) &&
                    source->modifiers[0] - type_scale(source) + digits <= 14;
    const char *number =
        fragment_within(translator, fragment, PRECEDENCE_PRODUCT);
    const char *rounded =
        digits ? arena_printf(translator->context->arena,
                              "round(%s * 1.0000000000000004e%ld) / 1e%ld",
                              number, digits, digits)
               : arena_printf(translator->context->arena, "round(%s)",
                              fragment.sql);
    if (is_small || !digits)
        return fragment_make_typed(
            translator, type, digits ? PRECEDENCE_PRODUCT : PRECEDENCE_PRIMARY,
            "%s", rounded);
    return fragment_make_typed(translator, type, PRECEDENCE_PRIMARY,
                               "iif(abs(%s) < 1e%ld, %s, %s)", fragment.sql,
                               14 - digits, rounded, fragment.sql);
}

/* numeric(10,2) has its zeros, and rounds what comes in. */
static struct fragment cast_with_scale(struct translator *translator,
                                       struct fragment fragment,
                                       const struct value_type *type)
{
    const struct pg_type *source = type->source;
    if (!type_has_scale(source) || translator->context->use != USE_QUERY ||
        fragment.class == CLASS_INTEGER)
        return fragment;
    return fragment_round(translator, fragment, type, type_scale(source));
}

/* One that is kept as text: it is rounded digit by digit, or as a double. */
static struct fragment exact_with_scale(struct translator *translator,
                                        struct fragment fragment,
                                        const struct value_type *type)
{
    if (!type_has_scale(type->source))
        return fragment;
    if (!translator->context->dialect.extension)
        return signature_matches(translator, "number", &fragment, 1)
                   ? cast_with_scale(translator, fragment, type)
                   : fragment;
    fragment = fragment_make_typed(translator, type, PRECEDENCE_PRIMARY,
                                   "numeric_round(%s, %ld)", fragment.sql,
                                   type_scale(type->source));
    fragment.class = CLASS_OPAQUE;
    fragment.is_exact = true;
    return fragment;
}

/* 1.50 is 1.5 as a double: only the type can give the zero back. */
static struct fragment numeric_text(struct translator *translator,
                                    struct fragment fragment)
{
    const struct pg_type *source = fragment.type ? fragment.type->source : NULL;
    bool has_scale = type_has_scale(source);
    /* A column whose values all have few digits holds numbers. */
    if (fragment.is_exact && has_scale && fragment.column)
        return fragment_make_typed(
            translator, translator_type(translator, "text"), PRECEDENCE_PRIMARY,
            "CASE typeof(%s) WHEN 'text' THEN %s WHEN 'null' THEN NULL ELSE "
            "printf('%%.%ldf', %s) END",
            fragment.sql, fragment.sql, type_scale(source), fragment.sql);
    if (fragment.is_exact && !has_scale)
        translator_note(translator, NOTE_LOST_ZEROS);
    if (fragment.is_exact)
        return fragment_make_typed(
            translator, translator_type(translator, "text"),
            fragment.precedence, "CAST(%s AS TEXT)", fragment.sql);
    if (!has_scale)
        return translator_refuse(translator,
                                 "a numeric as text: its zeros at the end are "
                                 "lost; cast it to numeric(p,s) before");
    if (fragment.is_not_null)
        return fragment_make_typed(
            translator, translator_type(translator, "text"), PRECEDENCE_PRIMARY,
            "printf('%%.%ldf', %s)", type_scale(source), fragment.sql);
    return fragment_make_typed(
        translator, translator_type(translator, "text"), PRECEDENCE_PRIMARY,
        "CASE WHEN %s IS NOT NULL THEN printf('%%.%ldf', %s) END",
        fragment_within(translator, fragment, PRECEDENCE_COMPARISON),
        type_scale(source), fragment.sql);
}

/* A cast to varchar(n) cuts silently in PostgreSQL. */
static struct fragment limited_text(struct translator *translator,
                                    struct fragment fragment,
                                    const struct value_type *type)
{
    return fragment_make_typed(translator, type, PRECEDENCE_PRIMARY,
                               "substr(%s, 1, %ld)", fragment.sql,
                               type->source->modifiers[0]);
}

/* INTERVAL DAY TO HOUR drops what is below hours. */
static bool is_cut_interval(const struct value_type *type)
{
    const struct pg_type *source = type->source;
    return source && !source->dimensions &&
           !strcmp(source->name.name, "interval") &&
           (source->fields || source->n_modifiers);
}

/* One by one, where the cast is more than another name. */
static struct fragment cast_elements(struct translator *translator,
                                     struct fragment array,
                                     const struct value_type *type)
{
    struct fragment element = {.sql = "value",
                               .precedence = PRECEDENCE_PRIMARY,
                               .class = array.type->element->class,
                               .type = array.type->element};
    const char *guard;
    if (element.class == CLASS_ARRAY || element.class == CLASS_BYTES ||
        type->element->class == CLASS_ARRAY ||
        type->element->class == CLASS_BYTES)
        return translator_refuse(translator, "a cast of an array's elements");
    element = fragment_cast(translator, element, type->element);
    if (!element.sql)
        return element;
    if (!strcmp(element.sql, "value") && element.class != CLASS_BOOLEAN)
        return cast_apply(translator, &as_it_is, array, type);
    translator->needs_qualifying = true;
    guard = fragment_within(translator, array, PRECEDENCE_COMPARISON);
    return fragment_make_typed(
        translator, type, PRECEDENCE_PRIMARY,
        "CASE WHEN %s IS NOT NULL THEN (SELECT json_group_array(%s) FROM "
        "json_each(%s)) END",
        guard, fragment_as_element(translator, &element), array.sql);
}

/* Six digits are the same in a real and in a double. */
static void note_cast_of_real(struct translator *translator,
                              const struct fragment *fragment,
                              const struct value_type *type)
{
    bool was_real = fragment_is_type(fragment, "real");
    bool is_real = type_is_named(type, "real");
    if (translator->context->use == USE_QUERY && was_real != is_real &&
        (is_real || type->class == CLASS_REAL) &&
        !(fragment->number && strlen(fragment->number) <= 7))
        translator_note(translator, NOTE_REAL);
}

/* From the special to the general; the table last. */
struct fragment fragment_cast(struct translator *translator,
                              struct fragment fragment,
                              const struct value_type *type)
{
    enum type_class to = type->class;
    fragment = fragment_bound(translator, fragment, type);
    note_cast_of_real(translator, &fragment, type);
    if (to == CLASS_BYTES && fragment_is_type(&fragment, "character"))
        fragment.sql = fragment_as_stored(&fragment);
    if (fragment_is_form(&fragment) &&
        !types_are_stored_alike(fragment.type, type))
        return fragment_plain(translator, fragment);
    if (to == CLASS_TEXT && type->source && type->source->n_modifiers == 1 &&
        class_is_text(fragment.class))
        return limited_text(translator, fragment, type);
    if (to == CLASS_TEXT && type->source && type->source->n_modifiers == 1 &&
        fragment.class != CLASS_ANY && translator->context->use == USE_QUERY) {
        fragment = fragment_cast(translator, fragment,
                                 translator_type(translator, "text"));
        return fragment.sql ? limited_text(translator, fragment, type)
                            : fragment;
    }
    if (to == CLASS_TEXT && translator->context->use == USE_QUERY &&
        (fragment.class == CLASS_NUMERIC || fragment.is_exact))
        return numeric_text(translator, fragment);
    if (to == CLASS_ARRAY && fragment.class == CLASS_ARRAY && fragment.type &&
        fragment.type->element && type->element &&
        fragment.type->element->class != type->element->class &&
        fragment.type->element->class != CLASS_ANY)
        return cast_elements(translator, fragment, type);
    if (class_is_time(to) && type->source && type->source->n_modifiers &&
        translator->context->use == USE_QUERY)
        return translator_refuse(translator,
                                 "a time with fewer digits than it has");
    if (is_cut_interval(type))
        return translator_refuse(translator,
                                 "an interval with some of its fields or "
                                 "digits only, of what is no literal");
    if (to == CLASS_NUMERIC && fragment.is_exact &&
        translator->context->use == USE_QUERY)
        return exact_with_scale(translator, fragment, type);
    if (to == CLASS_NUMERIC &&
        (class_is_number(fragment.class) || fragment.is_exact))
        return cast_with_scale(
            translator, cast_apply(translator, &as_it_is, fragment, type),
            type);
    if (class_is_text(fragment.class) && type_is_named(type, "uuid") &&
        !fragment_is_type(&fragment, "uuid"))
        return fragment_make_typed(translator, type, PRECEDENCE_PRIMARY,
                                   "lower(%s)", fragment.sql);
    if (fragment.class == to && to != CLASS_COMPOSITE && to != CLASS_OPAQUE)
        return cast_apply(translator, &as_it_is, fragment, type);
    for (size_t i = 0; i < COUNT_OF(casts); i++) {
        const struct cast_row *row = &casts[i];
        bool is_unknown = fragment.class == CLASS_ANY && !fragment.is_null;
        if (!is_target(row->to, type) ||
            is_unknown != !strcmp(row->from, "unknown") ||
            !is_class(translator, row->from, &fragment))
            continue;
        if (signature_is_allowed(translator, row->allowed_in, 0))
            return cast_apply(translator, row, fragment, type);
    }
    if (fragment.class == CLASS_ANY) /* taken for what it is said to be */
        return cast_apply(translator, &as_it_is, fragment, type);
    return translator_refuse(
        translator, "a cast to %s that SQLite does otherwise",
        type->source ? type->source->name.name : type->declared);
}

/* With its length or scale, which in a dump it has already. */
static struct fragment constant_of(struct translator *translator,
                                   const struct value_type *type,
                                   const char *text)
{
    struct fragment fragment = translate_constant(translator, type, text);
    const struct pg_type *source = type->source;
    if (is_cut_interval(type))
        return translator_refuse(translator, "'%s' is no such interval", text);
    if (!fragment.sql || translator->context->use != USE_QUERY || !source ||
        !source->n_modifiers || source->dimensions)
        return fragment;
    if (class_is_time(type->class) || fragment_is_interval(&fragment))
        return translator_refuse(translator,
                                 "a time with fewer digits than it has");
    if (type->class == CLASS_TEXT)
        return limited_text(translator, fragment, type);
    return type->class == CLASS_NUMERIC
               ? cast_with_scale(translator, fragment, type)
               : fragment;
}

/* A literal is read as the type at once; it is not a text that is then cast. */
struct fragment translate_cast(struct translator *translator,
                               const struct pg_node *node)
{
    const struct expression_context *context = translator->context;
    const struct value_type *type = type_resolve(
        context->arena, context->catalog, context->schema, NULL, node->type);
    struct fragment fragment;
    if (node->left->kind == NODE_STRING)
        return constant_of(translator, type, node->left->text);
    if (node->left->kind == NODE_NULL) {
        fragment =
            fragment_make_typed(translator, type, PRECEDENCE_PRIMARY, "NULL");
        fragment.is_null = true;
        return fragment;
    }
    /* 'now'::text::date: PostgreSQL 9.6 wrote CURRENT_DATE so */
    if (node->left->kind == NODE_CAST &&
        node->left->left->kind == NODE_STRING && context->use != USE_QUERY)
        return translate_constant(translator, type, node->left->left->text);
    fragment = translate_node(translator, node->left);
    return fragment.sql ? fragment_cast(translator, fragment, type) : fragment;
}
