#include "translate/translator.h"

#include <stdarg.h>
#include <string.h>

#include "translate/query.h"
#include "types/canonical.h"
#include "types/constant.h"

/* Bytes of SQL that may be made of a statement: of any, for each node of it,
 * and for each byte of its literals, which are copied at every level. */
enum { ANY_BYTES = 1 << 20, NODE_BYTES = 1024, LITERAL_BYTES = 64 };

/* The first reason counts; it is shown at the place that is translated now. */
struct fragment translator_refuse(struct translator *translator,
                                  const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (!translator->reason) {
        translator->reason =
            arena_vprintf(translator->context->arena, format, args);
        translator->reason_at = translator->at;
    }
    va_end(args);
    return NO_FRAGMENT;
}

/* Each note is kept once per statement. */
static void add_note(struct translator *translator, const char *text,
                     bool is_use)
{
    for (size_t i = 0; i < translator->n_notes; i++)
        if (!strcmp(translator->notes[i].text, text))
            return;
    arena_grow(translator->context->arena, &translator->notes,
               &translator->notes_capacity, translator->n_notes + 1,
               sizeof *translator->notes);
    translator->notes[translator->n_notes++] =
        (struct translator_note){translator->at, text, is_use};
}

void translator_note(struct translator *translator, const char *text)
{
    add_note(translator, text, false);
}

/* For --verbose: which rows of grammar/ were used. */
void translator_note_use(struct translator *translator, const char *name,
                         const char *arguments, const char *sql)
{
    translator->is_random |= strstr(sql, "random") != NULL;
    if (translator->query_context && translator->query_context->tells_uses)
        add_note(translator,
                 arena_printf(translator->context->arena, "%s(%s): %s", name,
                              arguments, sql),
                 true);
}

void translator_allow(struct translator *translator, const struct pg_node *node)
{
    translator->allowance += NODE_BYTES;
    if (node->kind == NODE_STRING || node->kind == NODE_NUMBER)
        translator->allowance += LITERAL_BYTES * strlen(node->text);
}

/* Against a few bytes that make gigabytes: nesting multiplies. */
void translator_spend(struct translator *translator, size_t bytes)
{
    translator->written += bytes;
    if (translator->written > ANY_BYTES + translator->allowance)
        translator_refuse(translator,
                          "nested so that its translation would be very long; "
                          "compute parts of it in a subquery");
}

struct fragment fragment_make(struct translator *translator,
                              enum type_class kind, enum precedence precedence,
                              const char *format, ...)
{
    struct fragment fragment = {.class = kind, .precedence = precedence};
    va_list args;
    va_start(args, format);
    fragment.sql = arena_vprintf(translator->context->arena, format, args);
    va_end(args);
    translator_spend(translator, strlen(fragment.sql));
    return fragment;
}

struct fragment fragment_make_typed(struct translator *translator,
                                    const struct value_type *type,
                                    enum precedence precedence,
                                    const char *format, ...)
{
    struct fragment fragment = {.class = type ? type->class : CLASS_ANY,
                                .precedence = precedence,
                                .type = type};
    va_list args;
    va_start(args, format);
    fragment.sql = arena_vprintf(translator->context->arena, format, args);
    va_end(args);
    translator_spend(translator, strlen(fragment.sql));
    return fragment;
}

struct fragment fragment_null(struct translator *translator)
{
    struct fragment fragment =
        fragment_make(translator, CLASS_ANY, PRECEDENCE_PRIMARY, "NULL");
    fragment.is_parameter = fragment.is_null = true;
    return fragment;
}

const char *fragment_within(struct translator *translator,
                            struct fragment fragment,
                            enum precedence precedence)
{
    if (fragment.precedence >= precedence)
        return fragment.sql;
    return arena_printf(translator->context->arena, "(%s)", fragment.sql);
}

/* As a value; `sql` is for comparing. */
const char *fragment_as_stored(const struct fragment *fragment)
{
    return fragment->as_stored ? fragment->as_stored : fragment->sql;
}

const struct pg_catalog *translator_catalog(const struct translator *translator)
{
    static const struct pg_catalog nothing;
    const struct query_context *context = translator->query_context;
    return context && context->tables && context->tables->catalog
               ? context->tables->catalog
               : &nothing;
}

bool translator_has_version(struct translator *translator, int version)
{
    return translator->context->dialect.version >= version;
}

/* ---- types ---- */

bool class_is_number(enum type_class kind)
{
    return kind == CLASS_INTEGER || kind == CLASS_REAL || kind == CLASS_NUMERIC;
}

/* An enum is a text in SQLite. */
bool class_is_text(enum type_class kind)
{
    return kind == CLASS_TEXT || kind == CLASS_ENUM;
}

bool class_is_time(enum type_class kind)
{
    return kind == CLASS_DATE || kind == CLASS_TIMESTAMP;
}

/* Not what it would be to PostgreSQL where it is stored otherwise. */
bool fragment_is_type(const struct fragment *fragment, const char *name)
{
    return fragment->type && !fragment->type->codec->computed &&
           type_is_named(fragment->type, name);
}

bool fragment_is_interval(const struct fragment *fragment)
{
    return fragment_is_type(fragment, "interval");
}

/* PostgreSQL's own, so no type of the dump is meant. */
const struct value_type *translator_type(struct translator *translator,
                                         const char *name)
{
    const struct expression_context *context = translator->context;
    struct pg_type *type = arena_alloc(context->arena, sizeof *type);
    size_t length = strlen(name);
    bool is_array = length > 2 && !strcmp(name + length - 2, "[]");
    *type = (struct pg_type){
        .name = {"pg_catalog",
                 arena_copy(context->arena, name, length - (is_array ? 2 : 0))},
        .dimensions = is_array};
    return type_resolve(context->arena, context->catalog, context->schema, NULL,
                        type);
}

bool node_holds(struct translator *translator, const struct pg_node *node,
                node_test *test)
{
    bool found;
    if (!node || node->kind == NODE_QUERY || node->kind == NODE_EXISTS ||
        node->kind == NODE_ARRAY_OF)
        return false;
    found = test(translator, node) ||
            node_holds(translator, node->left, test) ||
            node_holds(translator, node->right, test);
    for (uint32_t i = 0; i < node->n_items && !found; i++)
        found = node_holds(translator, node->items[i], test);
    return found;
}

const struct pg_node *node_without_casts(const struct pg_node *node)
{
    while (node && node->kind == NODE_CAST)
        node = node->left;
    return node;
}

static bool is_digits(const char *text)
{
    return strspn(text, "0123456789") == strlen(text);
}

const char *fragment_number(const char *number)
{
    return strspn(number, "-.0123456789") == strlen(number) ? number : NULL;
}

/* Through the column's codec: a constant is stored as a value is. */
struct fragment translate_constant(struct translator *translator,
                                   const struct value_type *type,
                                   const char *text)
{
    struct fragment fragment = {
        .class = type->class, .precedence = PRECEDENCE_PRIMARY, .type = type};
    /* People write queries, and scripts; pg_dump writes its own form. */
    text = literal_canonical(translator->context->arena, type, text);
    fragment.sql =
        text ? constant_to_sql(translator->context->arena, type, text) : NULL;
    if (!fragment.sql)
        return translator_refuse(translator,
                                 "a literal that is not written as PostgreSQL "
                                 "would write it, or that SQLite has nothing "
                                 "for");
    if (class_is_number(type->class)) {
        fragment.number = fragment_number(fragment.sql);
        /* '-5'::int has a sign, and another before it begins a comment. */
        if (*fragment.sql == '-')
            fragment.precedence = PRECEDENCE_SIGN;
    }
    fragment.constant = text;
    fragment.is_constant = fragment.is_not_null = true;
    fragment.is_volatile = fragment.is_keyword = constant_is_now(type, text);
    fragment.is_call = fragment.sql && !strncmp(fragment.sql, "replace(", 8);
    if (type->class == CLASS_INTEGER && is_digits(text))
        fragment.digits = fragment.sql;
    return fragment;
}

/* The type that all branches become: a literal gives way, the wider one wins.
 */
/* Of numbers: what holds the others. */
static int number_width(const struct fragment *number)
{
    return number->class != CLASS_INTEGER         ? 4
           : fragment_is_type(number, "bigint")   ? 3
           : fragment_is_type(number, "smallint") ? 1
                                                  : 2;
}

/* Beside a numeric that is kept as text it is one as well. */
static bool is_decimal_value(const struct fragment *fragment)
{
    return fragment->is_exact || fragment->class == CLASS_INTEGER ||
           fragment->class == CLASS_NUMERIC;
}

static const struct pg_type numeric_source = {.name = {NULL, "numeric"}};

/* What PostgreSQL makes of numerics of several scales. */
static const struct value_type plain_numeric = {.codec = &codecs[CODEC_NUMERIC],
                                                .class = CLASS_NUMERIC,
                                                .declared = "numeric",
                                                .source = &numeric_source};

/* Numerics, or a numeric and whole numbers, whose scales are not one. */
static bool is_of_any_scale(const struct fragment *a, const struct fragment *b)
{
    const struct pg_type *one = a->type ? a->type->source : NULL;
    const struct pg_type *other = b->type ? b->type->source : NULL;
    if (!is_decimal_value(a) || !is_decimal_value(b) ||
        (a->class == CLASS_INTEGER && b->class == CLASS_INTEGER))
        return false;
    return a->class == CLASS_INTEGER || b->class == CLASS_INTEGER ||
           !type_has_scale(one) || !type_has_scale(other) ||
           type_scale(one) != type_scale(other);
}

void fragment_join_types(struct fragment *all, const struct fragment *branch)
{
    bool has_type = branch->class != CLASS_ANY && !branch->text;
    bool is_wider =
        (all->class == CLASS_DATE && branch->class == CLASS_TIMESTAMP) ||
        (all->class == CLASS_INTEGER && class_is_number(branch->class) &&
         number_width(branch) > number_width(all));
    if (all->class == CLASS_ANY || (all->text && has_type)) {
        all->class = branch->class;
        all->type = branch->type;
        all->text = branch->text;
        all->is_exact = branch->is_exact;
    } else if (all->is_exact != branch->is_exact && is_decimal_value(all) &&
               is_decimal_value(branch)) {
        all->class = CLASS_OPAQUE;
        all->type = &plain_numeric;
        all->is_exact = true;
    } else if (is_wider) {
        all->type =
            is_of_any_scale(all, branch) ? &plain_numeric : branch->type;
        all->class = branch->class;
    } else if (is_of_any_scale(all, branch)) {
        all->type = &plain_numeric;
    }
}
