/* How a column stores what an expression gives. */
#include <string.h>

#include "translate/translator.h"
#include "types/names.h"

static bool is_of_date(const struct value_type *type)
{
    return type->source && !strcmp(type->source->name.name, "date");
}

/* A date among timestamps is the moment with which it begins. */
bool types_are_stored_alike(const struct value_type *a,
                            const struct value_type *b)
{
    return a->codec == b->codec && is_of_date(a) == is_of_date(b);
}

bool fragment_is_form(const struct fragment *fragment)
{
    return fragment->sql && fragment->type && fragment->type->codec->computed &&
           !fragment->is_null;
}

struct fragment fragment_plain(struct translator *translator,
                               struct fragment fragment)
{
    return fragment_is_form(&fragment)
               ? translator_refuse(translator,
                                   "an expression of what is stored as %s",
                                   fragment.type->codec->stored)
               : fragment;
}

/* A boolean that is kept as words. */
static struct fragment stored_word(struct translator *translator,
                                   struct fragment fragment,
                                   const struct value_type *type)
{
    return fragment_make_typed(
        translator, type, PRECEDENCE_PRIMARY,
        "CASE (%s) WHEN 1 THEN '%s' WHEN 0 THEN '%s' END", fragment.sql,
        type->words[1], type->words[0]);
}

/* By the row of codecs.def. */
static struct fragment stored_by_rule(struct translator *translator,
                                      struct fragment fragment,
                                      const struct value_type *type)
{
    const char *rule = type->codec->computed;
    const char *place = strstr(rule, "$1");
    if (!place)
        return translator_refuse(translator,
                                 "an expression for a column that stores %s",
                                 type->codec->stored);
    return fragment_make_typed(
        translator, type, PRECEDENCE_CONCATENATION, "%.*s%s%s",
        (int)(place - rule), rule,
        fragment_within(translator, fragment, PRECEDENCE_CONCATENATION),
        place + strlen("$1"));
}

/* A constant of the type is stored so already, unless it is 'now'. */
struct fragment fragment_stored(struct translator *translator,
                                struct fragment fragment,
                                const struct value_type *type)
{
    if (!fragment.sql || fragment.is_null ||
        (fragment.type && types_are_stored_alike(fragment.type, type) &&
         !fragment.is_keyword))
        return fragment;
    if (type->class == CLASS_BOOLEAN_TEXT && fragment.class == CLASS_BOOLEAN)
        return stored_word(translator, fragment, type);
    if (!type->codec->computed)
        return fragment;
    if (fragment.constant && !fragment.is_volatile)
        return translate_constant(translator, type, fragment.constant);
    return stored_by_rule(translator, fragment, type);
}

static bool is_stored_moment(const struct value_type *type)
{
    return type->class == CLASS_TIMESTAMP && type->source &&
           !type->codec->computed;
}

void translator_note_bound(struct translator *translator,
                           const struct value_type *type)
{
    if (is_stored_moment(type))
        translator_note(translator,
                        "a parameter that is a time has to be bound as it is "
                        "stored: 2024-02-29 23:59:59 or 2024-02-29 "
                        "23:59:59.500000, in UTC (--extension=yes takes other "
                        "forms, but in arrays)");
    else if (type->class == CLASS_DATE && !type->codec->computed)
        translator_note(translator,
                        "a parameter that is a date has to be bound as it is "
                        "stored: 2024-02-29 (--extension=yes takes other "
                        "forms, but in arrays)");
    else if (type_is_named(type, "time without time zone"))
        translator_note(translator,
                        "a parameter that is a time of the day has to be bound "
                        "as it is stored: 23:59:59 or 23:59:59.5");
}

/* Programs bind times in many forms, and SQLite compares texts. */
struct fragment fragment_bound(struct translator *translator,
                               struct fragment fragment,
                               const struct value_type *type)
{
    if (!fragment.is_parameter || fragment.is_null ||
        fragment.class != CLASS_ANY || translator->context->use != USE_QUERY)
        return fragment;
    if (type->class == CLASS_DATE && !type->codec->computed &&
        translator->context->dialect.extension)
        return fragment_make_typed(translator, type, PRECEDENCE_PRIMARY,
                                   "substr(to_timestamp_text(%s), 1, 10)",
                                   fragment.sql);
    if (is_stored_moment(type) && translator->context->dialect.extension)
        return fragment_make_typed(
            translator, type, PRECEDENCE_PRIMARY, "%s(%s)",
            type_is_named(type, "timestamp with time zone")
                ? "to_timestamptz_text"
                : "to_timestamp_text",
            fragment.sql);
    translator_note_bound(
        translator,
        type->class == CLASS_ARRAY && type->element ? type->element : type);
    return fragment;
}

/* As PostgreSQL's type, not as the column's: an expression gives the former. */
const struct value_type *type_as_computed(struct translator *translator,
                                          const struct value_type *type)
{
    return type->codec->computed && type->source
               ? translator_type(translator, type->source->name.name)
               : type;
}
