#include "translate/operand_classes.h"

#include <string.h>

/* What arithmetic makes of unknown types: for SQLite a number, which in
 * PostgreSQL may have been a time or an interval. */
static const struct value_type computed = {
    .codec = &codecs[CODEC_ANY], .class = CLASS_ANY, .declared = ""};

const struct value_type *operand_computed_type(void)
{
    return &computed;
}

/* By its address: other types of CLASS_ANY look the same. */
bool operand_is_computed(const struct fragment *fragment)
{
    return fragment->type == &computed;
}

/* ---- of one operand: the predicates of grammar/operand_classes.def ---- */

/* A literal without a type is one of this type, if it can be. */
static bool take_literal(struct translator *translator,
                         struct fragment *fragment, const char *type)
{
    struct translator trial = *translator;
    struct fragment typed;
    if (!fragment->text)
        return false;
    trial.reason = NULL;
    typed = translate_constant(&trial, translator_type(translator, type),
                               fragment->text);
    if (typed.sql)
        *fragment = typed;
    return typed.sql != NULL;
}

static bool is_anything(struct translator *translator,
                        struct fragment *fragment)
{
    (void)translator;
    (void)fragment;
    return true;
}

/* A numeric that is kept as text is a number once it is cast; PostgreSQL's
 * digits may be lost. */
static bool is_number(struct translator *translator, struct fragment *fragment)
{
    if (fragment->is_exact && translator->context->use == USE_QUERY) {
        *fragment = fragment_make(translator, CLASS_NUMERIC, PRECEDENCE_PRIMARY,
                                  "CAST(%s AS REAL)", fragment->sql);
        translator_note(translator, NOTE_NUMERIC);
        return true;
    }
    return class_is_number(fragment->class) ||
           take_literal(translator, fragment, "numeric");
}

/* SQLite would read any other as a path, or as a place in an array. */
static bool is_key(struct translator *translator, struct fragment *fragment)
{
    const char *text = fragment->text;
    (void)translator;
    return text && *text &&
           strspn(text,
                  "abcdefghijklmnopqrstuvwxyz"
                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == strlen(text) &&
           (*text < '0' || *text > '9');
}

static bool is_one(struct translator *translator, struct fragment *fragment)
{
    (void)translator;
    return fragment->digits && !strcmp(fragment->digits, "1");
}

#define PREDICATE(name, condition)                                             \
    static bool name(struct translator *translator, struct fragment *fragment) \
    {                                                                          \
        (void)translator;                                                      \
        return condition;                                                      \
    }

void fragment_note_zeros(struct translator *translator,
                         const struct fragment *fragment)
{
    const struct pg_type *source =
        fragment->type ? fragment->type->source : NULL;
    if (fragment->is_exact && !type_has_scale(source))
        translator_note(translator, NOTE_ZEROS);
}

/* A number that is written out keeps its digits, which a double would not. */
static bool is_decimal(struct translator *translator, struct fragment *fragment)
{
    if (fragment->text && !take_literal(translator, fragment, "numeric"))
        return false;
    if (fragment->class == CLASS_NUMERIC && fragment->number) {
        const char *number = fragment->number;
        *fragment = fragment_make_typed(translator, fragment->type,
                                        PRECEDENCE_PRIMARY, "'%s'", number);
        fragment->number = number;
    }
    return fragment->is_exact || fragment->class == CLASS_NUMERIC ||
           fragment->class == CLASS_INTEGER;
}

PREDICATE(is_unknown, fragment->class == CLASS_ANY && !fragment->is_null)
PREDICATE(is_plain, !fragment_is_form(fragment))
PREDICATE(is_constant, fragment->text != NULL)
PREDICATE(is_row, fragment->is_row)
PREDICATE(is_count, fragment->digits && * fragment->digits != '0')
PREDICATE(is_place, fragment->digits != NULL)
PREDICATE(is_text, class_is_text(fragment->class))
PREDICATE(is_string, fragment->class == CLASS_TEXT)
PREDICATE(is_numeric, fragment->is_exact || fragment->class == CLASS_NUMERIC)
PREDICATE(is_exact, fragment->is_exact)
PREDICATE(is_real, fragment->class == CLASS_REAL)
PREDICATE(is_time, class_is_time(fragment->class))
PREDICATE(is_sortable, class_is_time(fragment->class) ||
                           fragment->class == CLASS_UNIX ||
                           fragment->class == CLASS_OFFSET ||
                           fragment->class == CLASS_CLIENT)
PREDICATE(is_clock, fragment_is_type(fragment, "time without time zone"))
PREDICATE(is_date, fragment->class == CLASS_DATE)
PREDICATE(is_array, fragment->class == CLASS_ARRAY)
PREDICATE(is_path, fragment->class == CLASS_ARRAY ||
                       take_literal(translator, fragment, "text[]"))
PREDICATE(is_bigint, fragment_is_type(fragment, "bigint"))
PREDICATE(is_item,
          fragment->class != CLASS_JSON && fragment->class != CLASS_BYTES)
PREDICATE(is_element, fragment->class != CLASS_ANY &&
                          fragment->class != CLASS_ARRAY &&
                          fragment->class != CLASS_JSON && !fragment->text)
PREDICATE(is_enum, fragment->class == CLASS_ENUM)
PREDICATE(is_integer, fragment->class == CLASS_INTEGER ||
                          take_literal(translator, fragment, "integer"))
PREDICATE(is_boolean, fragment->class == CLASS_BOOLEAN ||
                          take_literal(translator, fragment, "boolean"))
PREDICATE(is_timestamp,
          fragment->class == CLASS_TIMESTAMP ||
              take_literal(translator, fragment, "timestamp without time zone"))
PREDICATE(is_interval, fragment_is_interval(fragment) ||
                           take_literal(translator, fragment, "interval"))
PREDICATE(is_json, fragment->class == CLASS_JSON ||
                       take_literal(translator, fragment, "jsonb"))
PREDICATE(is_bytea, fragment->class == CLASS_BYTES ||
                        take_literal(translator, fragment, "bytea"))

static const struct operand_class {
    const char *name;
    enum { ASKED, MAY_BE, NO_TIME } unknown;
    unsigned column_cost, parameter_cost;
    bool (*is_one)(struct translator *translator, struct fragment *fragment);
} operand_classes[] = {
#define OPERAND_CLASS(name, unknown, column, parameter, predicate)             \
    {name, unknown, column, parameter, predicate},
#include "operand_classes.def"
};

/* A linear search will do: there are some twenty classes. */
static const struct operand_class *find_class(const char *name, size_t length)
{
    for (size_t i = 0; i < COUNT_OF(operand_classes); i++)
        if (strlen(operand_classes[i].name) == length &&
            !memcmp(operand_classes[i].name, name, length))
            return &operand_classes[i];
    return NULL;
}

/* What nothing is known of fits where the class allows it. */
bool operand_matches(struct translator *translator, const char *name,
                     size_t length, struct fragment *fragment)
{
    const struct operand_class *class = find_class(name, length);
    if (!class)
        return false;
    if (class->unknown != ASKED && fragment->class == CLASS_ANY)
        return !fragment->is_row &&
               !(operand_is_computed(fragment) && class->unknown == NO_TIME);
    return class->is_one(translator, fragment);
}

/* 0: it is of the class, or unknown and taken for a text, which PostgreSQL
 * prefers. */
unsigned operand_cost(const char *name, size_t length,
                      const struct fragment *fragment)
{
    const struct operand_class *class = find_class(name, length);
    if (!class || fragment->class != CLASS_ANY)
        return 0;
    return fragment->is_parameter ? class->parameter_cost : class->column_cost;
}

/* ---- operands that are looked at together ---- */

static bool is_composite(enum type_class kind)
{
    return kind == CLASS_ARRAY || kind == CLASS_COMPOSITE ||
           kind == CLASS_JSON || kind == CLASS_HSTORE || kind == CLASS_OPAQUE ||
           kind == CLASS_UNTYPED_ARRAY || kind == CLASS_GEOMETRY ||
           kind == CLASS_EWKB;
}

/* Arrays whose elements have one text each. */
static bool has_one_text(const struct fragment *fragment)
{
    enum type_class element = fragment->class == CLASS_ARRAY &&
                                      fragment->type && fragment->type->element
                                  ? fragment->type->element->class
                                  : CLASS_OPAQUE;
    return element == CLASS_INTEGER || class_is_text(element) ||
           element == CLASS_BOOLEAN || class_is_time(element);
}

/* Times of day, addresses and the like have one text for each value; what has
 * several is compared by PostgreSQL alone. */
static bool is_canonical(const struct fragment *fragment)
{
    return fragment_is_type(fragment, "time without time zone") ||
           fragment_is_type(fragment, "inet") ||
           fragment_is_type(fragment, "cidr") ||
           fragment_is_type(fragment, "macaddr") || has_one_text(fragment);
}

/* Forms of clients and of policies have many times in one class. */
static bool are_stored_alike(const struct fragment *a, const struct fragment *b)
{
    return a->class != b->class || !a->type || !b->type ||
           (!a->type->codec->computed && !b->type->codec->computed) ||
           types_are_stored_alike(a->type, b->type);
}

/* A time of the day and an interval are both texts. */
static bool are_of_two_types(const struct fragment *a, const struct fragment *b)
{
    const struct pg_type *one = a->type ? a->type->source : NULL;
    const struct pg_type *other = b->type ? b->type->source : NULL;
    return a->class == CLASS_OPAQUE && b->class == CLASS_OPAQUE && one &&
           other && !a->is_exact && !b->is_exact &&
           strcmp(one->name.name, other->name.name) != 0;
}

/* Would SQLite's = say what PostgreSQL's does? */
bool operands_are_equal_classes(const struct fragment *a,
                                const struct fragment *b)
{
    enum type_class one = a->class, other = b->class;
    if (a->is_row || b->is_row)
        return a->is_row && b->is_row;
    if (one == CLASS_ANY || other == CLASS_ANY)
        return true;
    if (!are_stored_alike(a, b) || are_of_two_types(a, b))
        return false;
    if (one == other && is_canonical(a) && is_canonical(b))
        return true;
    if (is_composite(one) || is_composite(other))
        return false;
    return one == other || (class_is_number(one) && class_is_number(other)) ||
           (class_is_text(one) && class_is_text(other));
}

/* Of what only PostgreSQL can compare SQLite would order the texts. */
static bool has_an_order(const struct fragment *fragment)
{
    return fragment->class != CLASS_ENUM &&
           (!is_composite(fragment->class) || is_canonical(fragment) ||
            fragment_is_type(fragment, "uuid"));
}

/* The same for <: more is asked. */
static bool are_ordered_classes(const struct fragment *a,
                                const struct fragment *b)
{
    enum type_class one = a->class, other = b->class;
    if (one == CLASS_ANY || other == CLASS_ANY)
        return has_an_order(a) && has_an_order(b);
    if (!are_stored_alike(a, b) || are_of_two_types(a, b))
        return false;
    return (class_is_number(one) && class_is_number(other)) ||
           (one == other && (class_is_time(one) || one == CLASS_UNIX ||
                             one == CLASS_OFFSET || one == CLASS_CLIENT ||
                             one == CLASS_BOOLEAN || one == CLASS_BYTES ||
                             fragment_is_type(a, "time without time zone") ||
                             fragment_is_type(a, "uuid"))) ||
           (a->is_collated && class_is_text(other)) ||
           (b->is_collated && class_is_text(one));
}

/* What is unknown is a text beside any of these. */
static bool joins_text(enum type_class kind)
{
    return class_is_text(kind) || kind == CLASS_INTEGER || kind == CLASS_ANY;
}

static bool are_texts(const struct fragment *a, const struct fragment *b)
{
    return joins_text(a->class) && joins_text(b->class) &&
           (a->class != CLASS_INTEGER || b->class != CLASS_INTEGER);
}

/* One is a double, neither numeric: SQLite would compute numerics in binary,
 * and a CHECK that held could fail. */
static bool are_doubles(const struct fragment *a, const struct fragment *b)
{
    enum type_class one = a->class, other = b->class;
    return (one == CLASS_REAL || other == CLASS_REAL) &&
           (one == CLASS_REAL || one == CLASS_INTEGER) &&
           (other == CLASS_REAL || other == CLASS_INTEGER);
}

static bool is_unknown_value(const struct fragment *fragment)
{
    return fragment->class == CLASS_ANY && !fragment->is_row;
}

/* SQLite computes with what is there; nobody knows what comes out. */
static bool are_loose(const struct fragment *a, const struct fragment *b)
{
    return (is_unknown_value(a) &&
            (is_unknown_value(b) || class_is_number(b->class))) ||
           (class_is_number(a->class) && is_unknown_value(b));
}

static const struct operand_pair {
    const char *name;
    bool (*fits)(const struct fragment *a, const struct fragment *b);
} operand_pairs[] = {
#define OPERAND_PAIR(name, predicate) {name, predicate},
#include "operand_classes.def"
};

/* Conditions on both operands at once. */
enum pair_match operand_match_pair(const char *name,
                                   const struct fragment *operands, uint32_t n)
{
    for (size_t i = 0; i < COUNT_OF(operand_pairs); i++)
        if (!strcmp(operand_pairs[i].name, name))
            return n == 2 && operand_pairs[i].fits(&operands[0], &operands[1])
                       ? PAIR_FITS
                       : PAIR_FITS_NOT;
    return NO_PAIR;
}
