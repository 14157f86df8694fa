/* Functions of PostgreSQL, and words that call like them. */
#include <string.h>
#include <strings.h>

#include "translate/operand_classes.h"
#include "translate/signature.h"

static const struct signature functions[] = {
#define FUNCTION(name, arguments, result, allowed_in, min_version, sql)        \
    {name, arguments, result, WHERE_##allowed_in, min_version, sql},
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
    const char *name, *result, *sql;
    bool is_keyword; /* a DEFAULT takes it without parentheses */
} volatiles[] = {
#define VOLATILE(name, result, sql, is_keyword) {name, result, sql, is_keyword},
#include "functions.def"
};

static const struct difference_row {
    const char *name, *text;
} differences[] = {
#define DIFFERENCE(name, text) {name, text},
#include "functions.def"
};

/* now() and similar ones; a stored expression must not change with time. */
struct fragment translate_keyword(struct translator *translator,
                                  const char *name)
{
    for (size_t i = 0; i < COUNT_OF(volatiles); i++) {
        const struct volatile_row *row = &volatiles[i];
        struct fragment fragment = {.sql = row->sql,
                                    .precedence = PRECEDENCE_PRIMARY,
                                    .is_keyword = row->is_keyword,
                                    .is_volatile = true,
                                    .is_not_null = true};
        if (strcmp(row->name, name) != 0)
            continue;
        if (translator->context->use == USE_STORED)
            return translator_refuse(translator, "%s changes with time", name);
        /* What is joined binds less than a call. */
        if (strstr(row->sql, "||"))
            fragment.precedence = PRECEDENCE_CONCATENATION;
        translator_note_use(translator, row->name, "", row->sql);
        fragment.type = translator_type(translator, row->result);
        fragment.class = fragment.type->class;
        return fragment;
    }
    return translator_refuse(translator, "%s has no equal in SQLite", name);
}

/* ---- functions that look at more than their arguments' types ---- */

/* date_trunc('month', x) of a time has a row of its own for each unit. */
static const char *call_name_of(struct translator *translator,
                                const struct pg_node *node,
                                const struct fragment *arguments,
                                uint32_t *skipped)
{
    const struct pg_node *unit =
        node->n_items == 2 ? node_without_casts(node->items[0]) : NULL;
    const char *name;
    *skipped = 0;
    if (strcmp(node->name.name, "date_trunc") != 0 || !unit ||
        unit->kind != NODE_STRING || fragment_is_interval(&arguments[1]))
        return node->name.name;
    name =
        arena_printf(translator->context->arena, "date_trunc_%s", unit->text);
    for (size_t i = 0; i < COUNT_OF(functions); i++)
        if (!strcmp(functions[i].name, name)) {
            *skipped = 1;
            return functions[i].name;
        }
    return node->name.name;
}

/* The first that cannot be said ends it. */
static bool translate_all(struct translator *translator,
                          const struct pg_node *node,
                          struct fragment *arguments)
{
    for (uint32_t i = 0; i < node->n_items; i++) {
        if (node->items[i]->kind == NODE_NAMED)
            translator_refuse(translator, "arguments by name");
        arguments[i] = translate_node(translator, node->items[i]);
        if (!arguments[i].sql)
            return false;
    }
    return true;
}

/* The arguments of one type: literals take that of the others. */
static struct fragment unify(struct translator *translator,
                             struct fragment *arguments, uint32_t n)
{
    struct fragment all = {.class = CLASS_ANY};
    for (uint32_t i = 0; i < n; i++)
        fragment_join_types(&all, &arguments[i]);
    for (uint32_t i = 0; i < n; i++) {
        arguments[i] = fragment_as_branch(translator, arguments[i], &all);
        all.is_not_null |= arguments[i].is_not_null;
    }
    return all;
}

/* A numeric that is kept as text, beside numbers: the extension reckons with
 * both, but for doubles. */
static void make_numbers(struct translator *translator,
                         struct fragment *arguments, uint32_t n)
{
    bool has_extension = translator->context->dialect.extension;
    bool has_number = false;
    for (uint32_t i = 0; i < n; i++)
        has_number |= has_extension ? arguments[i].class == CLASS_REAL
                                    : class_is_number(arguments[i].class);
    for (uint32_t i = 0; i < n && has_number; i++)
        if (arguments[i].is_exact)
            signature_matches(translator, "number", &arguments[i], 1);
}

/* SQLite would mix types, PostgreSQL does not. */
static struct fragment coalesce(struct translator *translator,
                                const struct pg_node *node)
{
    struct fragment *arguments = arena_alloc(translator->context->arena,
                                             node->n_items * sizeof *arguments);
    struct fragment all;
    if (!translate_all(translator, node, arguments))
        return NO_FRAGMENT;
    make_numbers(translator, arguments, node->n_items);
    all = unify(translator, arguments, node->n_items);
    if (translator->reason)
        return NO_FRAGMENT;
    for (uint32_t i = 0; i < node->n_items; i++)
        if (translator->context->use == USE_QUERY &&
            !operands_are_equal_classes(&all, &arguments[i]) &&
            all.class != arguments[i].class &&
            !(all.is_exact && class_is_number(arguments[i].class)))
            return translator_refuse(translator,
                                     "coalesce() of values of several types");
    all.precedence = PRECEDENCE_PRIMARY;
    all.sql =
        signature_expand(translator, node->n_items > 1 ? "coalesce($*)" : "$*",
                         arguments, node->n_items, "", "");
    all.text = NULL;
    all.is_null = node->n_items == 1 && arguments[0].is_null;
    return all;
}

/* What concat(), concat_ws() and format() make of a value: its text. */
static struct fragment as_output(struct translator *translator,
                                 struct fragment fragment)
{
    if (fragment_is_type(&fragment, "character"))
        fragment.sql = fragment_as_stored(&fragment);
    if (fragment.class == CLASS_BOOLEAN)
        return fragment_make_typed(
            translator, translator_type(translator, "text"), PRECEDENCE_PRIMARY,
            "CASE %s WHEN 1 THEN 't' WHEN 0 THEN 'f' END", fragment.sql);
    if (class_is_text(fragment.class) || fragment.class == CLASS_INTEGER ||
        fragment.class == CLASS_ANY)
        return fragment;
    return fragment_cast(translator, fragment,
                         translator_type(translator, "text"));
}

/* concat() and concat_ws() take NULLs for nothing; every SQLite can do that
 * for texts and integers. */
static struct fragment call_concat(struct translator *translator,
                                   const struct pg_node *node)
{
    struct buffer sql = {0};
    struct fragment fragment;
    for (uint32_t i = 0; i < node->n_items; i++) {
        fragment = fragment_plain(translator,
                                  translate_node(translator, node->items[i]));
        if (!fragment.sql)
            break;
        fragment = as_output(translator, fragment);
        if (!fragment.sql)
            break;
        buffer_printf(&sql, fragment.is_not_null ? "%s%s" : "%sifnull(%s, '')",
                      i ? " || " : "",
                      fragment.is_not_null
                          ? fragment_within(translator, fragment,
                                            PRECEDENCE_CONCATENATION)
                          : fragment.sql);
    }
    fragment =
        fragment_make_typed(translator, translator_type(translator, "text"),
                            PRECEDENCE_CONCATENATION, "%s%s", buffer_text(&sql),
                            node->n_items == 1 ? " || ''" : "");
    fragment.is_not_null = true;
    buffer_release(&sql);
    return translator->reason ? NO_FRAGMENT : fragment;
}

/* json_build_object('k', v, ...) and json_build_array(v, ...) */
static struct fragment json_build(struct translator *translator,
                                  const struct pg_node *node)
{
    bool is_object = strstr(node->name.name, "object") != NULL;
    struct buffer sql = {0};
    struct fragment fragment;
    buffer_add_text(&sql, is_object ? "json_object(" : "json_array(");
    for (uint32_t i = 0; i < node->n_items; i++) {
        fragment = fragment_plain(translator,
                                  translate_node(translator, node->items[i]));
        if (!fragment.sql)
            break;
        buffer_printf(&sql, "%s%s", i ? ", " : "",
                      is_object && i % 2 == 0
                          ? fragment.sql
                          : fragment_as_json(translator, &fragment));
    }
    if (is_object && node->n_items % 2)
        translator_refuse(translator,
                          "json_build_object() of an odd number of arguments");
    fragment =
        fragment_make_typed(translator, translator_type(translator, "jsonb"),
                            PRECEDENCE_PRIMARY, "%s)", buffer_text(&sql));
    fragment.is_not_null = true;
    buffer_release(&sql);
    return translator->reason ? NO_FRAGMENT : fragment;
}

/* json_quote of a NULL would be the JSON null. */
static struct fragment to_json(struct translator *translator,
                               const struct pg_node *node)
{
    struct fragment fragment =
        fragment_plain(translator, translate_node(translator, node->items[0]));
    if (!fragment.sql)
        return fragment;
    if (fragment.class == CLASS_ARRAY || fragment.class == CLASS_JSON ||
        fragment.class == CLASS_COMPOSITE || fragment.class == CLASS_BOOLEAN ||
        fragment.is_exact)
        return fragment_make_typed(
            translator, translator_type(translator, "jsonb"),
            PRECEDENCE_PRIMARY, "%s", fragment_as_json(translator, &fragment));
    return fragment_make_typed(
        translator, translator_type(translator, "jsonb"), PRECEDENCE_PRIMARY,
        fragment.is_not_null
            ? "json_quote(%s)"
            : "CASE WHEN %s IS NOT NULL THEN json_quote(%s) END",
        fragment.is_not_null
            ? fragment_as_json(translator, &fragment)
            : fragment_within(translator, fragment, PRECEDENCE_COMPARISON),
        fragment_as_json(translator, &fragment));
}

/* SIMILAR TO's pattern as a regular expression, where it is a literal. */
static struct fragment similar_pattern(struct translator *translator,
                                       const struct pg_node *node)
{
    const struct pg_node *pattern = node_without_casts(node->items[0]);
    struct buffer regexp = {0};
    struct fragment fragment;
    if (pattern->kind != NODE_STRING || node->n_items > 1)
        return translator_refuse(translator,
                                 "SIMILAR TO a pattern that is no literal");
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
    fragment = translate_constant(
        translator, translator_type(translator, "text"), buffer_text(&regexp));
    buffer_release(&regexp);
    return fragment;
}

static struct fragment function(struct translator *translator,
                                const struct pg_node *node);

/* make_interval(days => 3): the parts by their places, 0 for the others. */
static struct fragment interval_of_parts(struct translator *translator,
                                         const struct pg_node *node)
{
    static const char *const names[] = {"years", "months", "weeks", "days",
                                        "hours", "mins",   "secs"};
    static const struct pg_node zero = {.kind = NODE_NUMBER, .text = "0"};
    const struct pg_node *parts[COUNT_OF(names)];
    struct pg_node call = *node;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        parts[i] = &zero;
    for (uint32_t i = 0; i < node->n_items; i++) {
        const struct pg_node *item = node->items[i];
        size_t at = i;
        for (size_t j = 0; item->kind == NODE_NAMED && j < COUNT_OF(names); j++)
            if (!strcmp(names[j], item->text))
                at = j;
        if (item->kind == NODE_NAMED && strcmp(names[at], item->text) != 0)
            return translator_refuse(translator, "make_interval(%s => ...)",
                                     item->text);
        parts[at] = item->kind == NODE_NAMED ? item->left : item;
    }
    call.items = parts;
    call.n_items = COUNT_OF(names);
    return function(translator, &call);
}

static const struct special_row {
    const char *name;
    uint32_t least, most;
    struct fragment (*translate)(struct translator *translator,
                                 const struct pg_node *node);
} specials[] = {
    {"coalesce", 1, 100, coalesce},
    {"extract", 2, 2, translate_extract},
    {"date_part", 2, 2, translate_extract},
    {"timezone", 2, 2, translate_at_time_zone},
    {"date_trunc", 3, 3, translate_trunc_in_zone},
    {"to_char", 2, 2, translate_to_char},
    {"overlaps", 2, 2, translate_overlaps},
    {"concat", 1, 100, call_concat},
    {"json_build_object", 0, 100, json_build},
    {"jsonb_build_object", 0, 100, json_build},
    {"json_build_array", 0, 100, json_build},
    {"jsonb_build_array", 0, 100, json_build},
    {"similar_to_escape", 1, 2, similar_pattern},
    {"make_interval", 0, 7, interval_of_parts},
    {"jsonb_set", 3, 4, translate_jsonb_set},
    {"to_json", 1, 1, to_json},
    {"to_jsonb", 1, 1, to_json},
};

/* ---- from the table ---- */

/* What is slightly different is said where it is used. */
void translate_note_difference(struct translator *translator, const char *name)
{
    for (size_t i = 0; i < COUNT_OF(differences); i++)
        if (!strcmp(differences[i].name, name))
            translator_note(translator, differences[i].text);
}

/* "a+?": how much a part takes, PostgreSQL decides for the whole expression. */
static bool holds_lazy_part(const char *pattern)
{
    const char *at = pattern;
    while ((at = strchr(at, '?'))) {
        if (at > pattern && strchr("*+?}", at[-1]))
            return true;
        at++;
    }
    return false;
}

/* PCRE2 takes the first alternative that fits, PostgreSQL the longest; where
 * only whether one fits is asked it is the same. */
static void note_alternatives(struct translator *translator,
                              const struct signature *row,
                              const struct fragment *arguments, uint32_t n)
{
    const char *pattern = n > 1 ? arguments[1].text : NULL;
    if (!strstr(row->sql, "regexp_") || strstr(row->sql, "regexp_like") ||
        !pattern)
        return;
    if (strchr(pattern, '|'))
        translator_note(translator,
                        "of alternatives (a|b) the first that fits is taken, "
                        "in PostgreSQL the longest");
    if (holds_lazy_part(pattern))
        translator_note(translator,
                        "each part takes as much or as little as it says "
                        "(a+?); in PostgreSQL the first such part decides for "
                        "all");
}

/* The value of an argument, or a list of such. */
static bool gives_argument(const struct signature *row)
{
    return !strncmp(row->result, "same", 4) || !strcmp(row->result, "array");
}

static struct fragment call_apply(struct translator *translator,
                                  const struct signature *row,
                                  const struct fragment *arguments, uint32_t n)
{
    struct fragment fragment = signature_result(translator, row, arguments, n);
    fragment.sql = signature_expand(translator, row->sql, arguments, n, "", "");
    if (!strcmp(row->sql, "$1"))
        fragment.precedence = arguments[0].precedence;
    if (row->allowed_in != WHERE_EXTENSION)
        translate_note_difference(translator, row->name);
    note_alternatives(translator, row, arguments, n);
    for (uint32_t i = 0; i < n; i++)
        if (gives_argument(row) && fragment_is_type(&arguments[i], "character"))
            translator_note(translator, NOTE_BLANKS);
    translator_note_use(translator, row->name, row->arguments, row->sql);
    return fragment;
}

/* Then --types-from might help, and the reason says so. */
static bool has_unknown(const struct fragment *arguments, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (arguments[i].class == CLASS_ANY && !arguments[i].is_null)
            return true;
    return false;
}

/* Their arguments become one type before the row is chosen. */
static bool has_one_type(const char *name)
{
    return !strcmp(name, "greatest") || !strcmp(name, "least") ||
           !strcmp(name, "nullif") || !strcmp(name, "overlaps");
}

/* Rows of their own are for such. */
static bool holds_exact(const struct fragment *arguments, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (arguments[i].is_exact)
            return true;
    return false;
}

/* A literal beside a date is a moment here. */
static void type_times(struct translator *translator, struct fragment *times)
{
    struct fragment moment = {
        .class = CLASS_TIMESTAMP,
        .type = translator_type(translator, "timestamp without time zone")};
    for (int i = 0; i < 2; i++)
        if (times[i].text || times[i].is_parameter)
            times[i] = fragment_typed_as(translator, times[i],
                                         class_is_time(times[!i].class) &&
                                                 times[!i].class != CLASS_DATE
                                             ? &times[!i]
                                             : &moment);
}

/* Of an array and what is or may be in it. */
static bool takes_elements(const char *name)
{
    return !strcmp(name, "array_append") || !strcmp(name, "array_prepend") ||
           !strcmp(name, "array_remove") || !strcmp(name, "array_replace") ||
           !strncmp(name, "array_position", 14);
}

/* '1' is a number beside an array of numbers. */
static void type_elements(struct translator *translator,
                          struct fragment *arguments, uint32_t n)
{
    struct fragment element = {.class = CLASS_ANY};
    for (uint32_t i = 0; i < n; i++)
        if (arguments[i].class == CLASS_ARRAY && arguments[i].type)
            element.type = arguments[i].type->element;
    if (!element.type)
        return;
    element.class = element.type->class;
    for (uint32_t i = 0; i < n; i++)
        if (arguments[i].text && *arguments[i].text != '{')
            arguments[i] =
                fragment_typed_as(translator, arguments[i], &element);
}

/* Their last two are times, of which one may be a literal. */
static bool takes_times(const char *name)
{
    return !strcmp(name, "date_bin") || !strcmp(name, "age");
}

static bool makes_text(const char *name)
{
    return !strcmp(name, "format") || !strcmp(name, "concat_ws");
}

static struct fragment
refuse_function(struct translator *translator, const struct pg_node *node,
                const char *name, const struct fragment *arguments, uint32_t n)
{
    bool known = false;
    for (size_t i = 0; i < COUNT_OF(functions); i++)
        known |= !strcmp(functions[i].name, name);
    return translator_refuse(translator,
                             "the function %s has no equal in SQLite%s%s",
                             node->name.name, known ? " for these types" : "",
                             known && has_unknown(arguments, n) &&
                                     translator->context->use == USE_QUERY
                                 ? " (--types-from tells the types of columns)"
                                 : "");
}

/* Everything that is not special: a row of functions.def. */
static struct fragment function(struct translator *translator,
                                const struct pg_node *node)
{
    struct fragment *arguments = arena_alloc(
        translator->context->arena, (node->n_items + 1) * sizeof *arguments);
    const struct signature *row;
    uint32_t skipped, n;
    const char *name;
    bool needs_extension;
    if (!translate_all(translator, node, arguments))
        return NO_FRAGMENT;
    name = call_name_of(translator, node, arguments, &skipped);
    if (!strcmp(name, "nullif") && arguments[0].class == CLASS_DATE &&
        arguments[1].class == CLASS_TIMESTAMP)
        translator_refuse(translator, "nullif() of a date and a timestamp");
    if (has_one_type(name) && !holds_exact(arguments, node->n_items))
        unify(translator, arguments, node->n_items);
    if (takes_elements(name))
        type_elements(translator, arguments, node->n_items);
    /* The blanks of a char(n) are bytes, too. */
    if (!strcmp(name, "octet_length") &&
        fragment_is_type(&arguments[0], "character"))
        arguments[0].sql = fragment_as_stored(&arguments[0]);
    if (takes_times(name) && node->n_items > 1)
        type_times(translator, arguments + node->n_items - 2);
    for (uint32_t i = 0; makes_text(name) && i < node->n_items; i++)
        arguments[i] = as_output(translator, arguments[i]);
    if (translator->reason)
        return NO_FRAGMENT;
    arguments += skipped;
    n = node->n_items - skipped;
    row = signature_choose(translator, functions, COUNT_OF(functions),
                           sizeof *functions, name, arguments, n,
                           &needs_extension);
    if (row)
        return call_apply(translator, row, arguments, n);
    if (needs_extension)
        return translator_refuse(translator,
                                 "the function %s needs --extension=yes", name);
    return refuse_function(translator, node, name, arguments, n);
}

/* Extensions' functions are qualified in a dump; two of them are known. */
static bool call_is_ours(const struct pg_node *node)
{
    return !node->name.schema || !strcmp(node->name.name, "uuid_generate_v4") ||
           !strcmp(node->name.name, "gen_random_uuid");
}

/* What is more than a function first: aggregates, specials, volatiles. */
struct fragment translate_call(struct translator *translator,
                               const struct pg_node *node)
{
    const char *name = node->name.name;
    const struct special_row *special = NULL;
    struct fragment fragment;
    if (!call_is_ours(node))
        return translator_refuse(translator,
                                 "the function %s.%s is not in SQLite",
                                 node->name.schema, name);
    if (lock_is_known(name))
        return translate_lock(translator, node);
    if (translator->context->use == USE_QUERY && !strcmp(name, "grouping"))
        return grouping_call(translator, node);
    if (translator->context->use == USE_QUERY && aggregate_is_known(name))
        return translate_aggregate(translator, node);
    if (node->call || node->flags & (NODE_DISTINCT | NODE_VARIADIC))
        return translator_refuse(translator, "SQLite cannot call %s this way",
                                 name);
    for (size_t i = 0; i < COUNT_OF(specials); i++)
        if (!strcmp(specials[i].name, name) &&
            node->n_items >= specials[i].least &&
            node->n_items <= specials[i].most)
            special = &specials[i];
    if (special) {
        fragment = special->translate(translator, node);
        if (fragment.sql || translator->reason)
            return fragment;
    }
    for (size_t i = 0; node->n_items == 0 && i < COUNT_OF(volatiles); i++)
        if (!strcmp(volatiles[i].name, name))
            return translate_keyword(translator, name);
    return function(translator, node);
}
