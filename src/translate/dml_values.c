/* Values for columns: what PostgreSQL does silently when one is assigned. */
#include <string.h>

#include "translate/query_internal.h"
#include "types/canonical.h"
#include "translate/signature.h"

#define NOTE_FEWER_DIGITS                                                      \
    "a value for a time with fewer digits is stored with those that it has"

/* timestamp(3) */
static bool has_fewer_digits(const struct value_type *type)
{
    const struct pg_type *source = type->source;
    return (class_is_time(type->class) ||
            type_is_named(type, "time without time zone")) &&
           source && source->n_modifiers && source->modifiers[0] < 6;
}

/* printf makes a text of NULL. */
static struct fragment filled_up(struct translator *translator,
                                 struct fragment fragment,
                                 const struct value_type *type)
{
    const char *sql =
        arena_printf(translator->context->arena, "printf('%%-!%lds', %s)",
                     type->source->modifiers[0], fragment.sql);
    if (!fragment.is_not_null && !fragment.text)
        sql = arena_printf(
            translator->context->arena, "CASE WHEN %s IS NOT NULL THEN %s END",
            fragment_within(translator, fragment, PRECEDENCE_COMPARISON), sql);
    return fragment_make_typed(translator, type, PRECEDENCE_PRIMARY, "%s", sql);
}

/* PostgreSQL rounds to the column's digits and fills up char(n). */
static struct fragment fitted(struct translator *translator,
                              struct fragment fragment,
                              const struct expression_column *column)
{
    const struct pg_type *source = column->type->source;
    if (type_is_named(column->type, "character") && source->n_modifiers)
        return filled_up(translator, fragment, column->type);
    if (type_is_named(column->type, "numeric") && type_has_scale(source) &&
        fragment.class != CLASS_INTEGER && !column->is_exact_text)
        return fragment_round(translator, fragment, column->type,
                              type_scale(source));
    if (type_is_named(column->type, "real") &&
        !fragment_is_type(&fragment, "real") && !fragment.is_null &&
        !(fragment.number && strlen(fragment.number) <= 7))
        translator_note(translator, NOTE_REAL);
    if (!fragment.is_parameter && has_fewer_digits(column->type))
        translator_note(translator, NOTE_FEWER_DIGITS);
    return fragment;
}

static struct fragment assigned_as(struct translator *translator,
                                   struct fragment fragment,
                                   const struct value_type *type)
{
    const struct value_type *plain = type_as_computed(translator, type);
    if (fragment.class != plain->class &&
        !(class_is_text(fragment.class) && class_is_text(plain->class)))
        fragment = fragment_cast(translator, fragment, plain);
    return fragment_stored(translator, fragment, type);
}

/* Nobody knows what it will be bound to: what the column's type would do to it
 * is done, or said. */
static struct fragment fitted_parameter(struct translator *translator,
                                        struct fragment fragment,
                                        const struct expression_column *column)
{
    const struct value_type *type = column->type;
    const struct pg_type *source = type->source;
    fragment = fragment_bound(translator, fragment, type);
    if (type_is_named(type, "interval"))
        translator_note(translator,
                        "a parameter for an interval has to be bound as it is "
                        "stored: 1 year 2 mons 3 days 04:05:06");
    if (!source || !source->n_modifiers || source->dimensions)
        return fragment;
    if (type_is_named(type, "numeric") && column->is_exact_text)
        translator_note(translator, "a parameter for a column of numeric(p,s) "
                                    "is stored with the digits that it has");
    if (has_fewer_digits(type))
        translator_note(translator, NOTE_FEWER_DIGITS);
    return fitted(translator, fragment, column);
}

/* A number that is written out, with the digits of numeric(p,s): half a digit
 * goes up. */
static const char *rounded_digits(struct translator *translator,
                                  const char *number,
                                  const struct value_type *type)
{
    struct numeric_form form = numeric_form_of(type);
    const char *written;
    if (!type_has_scale(type->source) || form.scale < 0 ||
        strpbrk(number, "eE"))
        return number;
    form.most = SIZE_MAX; /* too many are for whoever runs it */
    written = numeric_canonical(translator->context->arena, form, number);
    return written ? written : number;
}

/* With the digits of its column, or equal numbers would be different texts. */
static struct fragment fitted_exact(struct translator *translator,
                                    struct fragment fragment,
                                    const struct value_type *type)
{
    const struct pg_type *source = type->source;
    const struct pg_type *own = fragment.type ? fragment.type->source : NULL;
    bool has_scale = type_has_scale(source);
    bool is_same = type_has_scale(own) && has_scale && fragment.is_exact &&
                   type_scale(own) == type_scale(source);
    if (is_same || (fragment.is_exact && !has_scale))
        return fragment;
    if (has_scale && translator->context->dialect.extension)
        return fragment_make_typed(translator, type, PRECEDENCE_PRIMARY,
                                   "numeric_round(%s, %ld)", fragment.sql,
                                   type_scale(source));
    if (has_scale && fragment.class == CLASS_INTEGER &&
        type_scale(source) > 0 && type_scale(source) < 100)
        return fragment_make_typed(
            translator, type, PRECEDENCE_PRIMARY, "%s || '.%0*d'",
            fragment_within(translator, fragment, PRECEDENCE_PRIMARY),
            (int)type_scale(source), 0);
    if (has_scale && fragment.class != CLASS_INTEGER)
        translator_note(translator,
                        "a value for a numeric that is kept as text is stored "
                        "with the digits that it has; --extension=yes rounds "
                        "it");
    return fragment;
}

/* An assignment cast: what PostgreSQL does silently when a value goes into a
 * column. */
struct fragment dml_fit(struct translator *translator, struct fragment fragment,
                        const struct pg_node *node,
                        const struct expression_column *column)
{
    const struct value_type *type = column ? column->type : NULL;
    if (!fragment.sql || !column || type->class == CLASS_ANY)
        return fragment;
    if (fragment.class == CLASS_ANY)
        return fragment.is_parameter && !fragment.is_null
                   ? fitted_parameter(translator, fragment, column)
                   : fragment;
    if (fragment_is_interval(&fragment) &&
        type_is_named(type, "time without time zone"))
        return translator_refuse(translator,
                                 "an interval for a column of time");
    if (fragment_is_type(&fragment, "character") &&
        !type_is_named(type, "character"))
        fragment.as_stored = NULL; /* without its blanks */
    if (fragment.text && !type_is_named(type, "character")) {
        fragment = translate_constant(translator, type, fragment.text);
        return fragment.sql ? fitted(translator, fragment, column) : fragment;
    }
    if (column->is_exact_text && node->kind == NODE_NUMBER)
        return fragment_make_typed(
            translator, type, PRECEDENCE_PRIMARY, "'%s'",
            rounded_digits(translator, node->text, type));
    if (type->class == CLASS_BOOLEAN_TEXT && fragment.class == CLASS_BOOLEAN)
        return fragment_stored(translator, fragment, type);
    if (column->is_exact_text)
        return fitted_exact(translator, fragment, type);
    if (!fragment.type || !types_are_stored_alike(fragment.type, type))
        fragment = assigned_as(translator, fragment, type);
    return fragment.sql ? fitted(translator, fragment, column) : fragment;
}

struct fragment dml_default(struct translator *translator,
                            const struct expression_column *column)
{
    const char *sql = !column          ? NULL
                      : column->counts ? "NULL"
                                       : column->default_sql;
    if (!sql)
        return translator_refuse(translator,
                                 "DEFAULT of a column whose default is not "
                                 "known; leave the column out, or write the "
                                 "value");
    return fragment_make_typed(translator, column->type, PRECEDENCE_PRIMARY,
                               "%s", sql);
}
