#include "translate/expression.h"

#include <string.h>

#include "sqlite/quote.h"
#include "translate/operand_classes.h"
#include "translate/query.h"
#include "translate/translator.h"

/* SQLite 3.40 parses some 30 nested calls and 18 nested CASE, and takes trees
 * 1,000 levels deep; a chain of ANDs is as deep as it is long. */
enum { MAX_NESTING = 16, MAX_CHAIN = 500 };

/* ---- leaves ---- */

/* Of digits: does it fit 32 bits? */
static bool is_small(const char *digits)
{
    size_t length = strlen(digits);
    return length < 10 || (length == 10 && strcmp(digits, "2147483647") <= 0);
}

static struct fragment expression_number(struct translator *translator,
                                         const char *text)
{
    bool is_integer = strspn(text, "0123456789") == strlen(text);
    struct fragment fragment = fragment_make_typed(
        translator,
        translator_type(translator, !is_integer      ? "numeric"
                                    : is_small(text) ? "integer"
                                                     : "bigint"),
        PRECEDENCE_PRIMARY, "%s", text);
    fragment.is_not_null = true;
    fragment.digits = is_integer ? fragment.sql : NULL;
    fragment.number = fragment_number(fragment.sql);
    return fragment;
}

/* Its text is kept: what stands beside it may say its type. */
static struct fragment string(struct translator *translator, const char *text)
{
    struct fragment fragment = translate_constant(
        translator, translator_type(translator, "text"), text);
    fragment.text = text;
    return fragment;
}

/* char(n) is compared without the blanks at its end. */
static struct fragment without_blanks(struct translator *translator,
                                      struct fragment fragment)
{
    size_t length = strlen(fragment.text);
    while (length && fragment.text[length - 1] == ' ')
        length--;
    fragment.text =
        arena_copy(translator->context->arena, fragment.text, length);
    fragment.sql =
        translate_constant(translator, translator_type(translator, "text"),
                           fragment.text)
            .sql;
    return fragment;
}

static bool is_of_same_type(const struct value_type *a,
                            const struct value_type *b)
{
    return a->source && b->source && !b->source->dimensions &&
           !strcmp(a->source->name.name, b->source->name.name);
}

/* A moment with an offset from UTC, as '2024-03-31 02:30:00+02'. */
static bool has_offset(const char *text)
{
    static const size_t minutes = sizeof "2024-03-31 02:30" - 1;
    return strlen(text) > minutes && text[4] == '-' && text[7] == '-' &&
           text[13] == ':' && strpbrk(text + minutes, "+-Zz");
}

/* Whether it counts is for the column's type to say. */
static void note_offset(struct translator *translator, const char *text,
                        const struct fragment *beside)
{
    bool is_declared = translator_catalog(translator)->is_declared;
    bool is_unknown = beside->class == CLASS_ANY && !beside->is_parameter;
    if (has_offset(text) &&
        (is_unknown || (is_declared && beside->class == CLASS_TIMESTAMP)))
        translator_note(translator,
                        "whether times with an offset from UTC are compared as "
                        "such, the types of a dump tell (--types-from=DUMP)");
}

/* PostgreSQL's rule: a literal without a type is of the type of what it is
 * compared with. */
struct fragment fragment_typed_as(struct translator *translator,
                                  struct fragment fragment,
                                  const struct fragment *beside)
{
    if (fragment.text)
        note_offset(translator, fragment.text, beside);
    if (fragment.is_parameter && beside->type)
        return fragment_bound(translator, fragment, beside->type);
    if (fragment.class == CLASS_DATE && beside->class == CLASS_TIMESTAMP)
        return fragment_cast(translator, fragment, beside->type);
    if (fragment.constant && beside->type && beside->type->codec->computed &&
        is_of_same_type(fragment.type, beside->type))
        return fragment_stored(translator, fragment, beside->type);
    if (fragment.text && fragment_is_type(beside, "character"))
        return without_blanks(translator, fragment);
    if (!fragment.text || !beside->type || beside->text ||
        (beside->class == CLASS_TEXT && !fragment_is_type(beside, "uuid")))
        return fragment;
    return translate_constant(translator, beside->type, fragment.text);
}

/* One of the values that an expression may give: of the type of them all. A
 * number among numerics that are kept as text is a text as well, or SQLite
 * would order it before them. */
struct fragment fragment_as_branch(struct translator *translator,
                                   struct fragment fragment,
                                   const struct fragment *all)
{
    struct fragment branch = fragment_typed_as(translator, fragment, all);
    if (!all->is_exact || branch.is_exact || !branch.sql || branch.is_null ||
        !class_is_number(branch.class))
        return branch;
    fragment = branch.number
                   ? fragment_make(translator, CLASS_OPAQUE, PRECEDENCE_PRIMARY,
                                   "'%s'", branch.number)
                   : fragment_make(translator, CLASS_OPAQUE, PRECEDENCE_PRIMARY,
                                   "CAST(%s AS TEXT)", branch.sql);
    fragment.type = all->type;
    fragment.is_exact = true;
    fragment.is_not_null = branch.is_not_null;
    return fragment;
}

/* SQLite's TRUE is 1; versions before 3.23 have no word for it. */
static struct fragment truth(struct translator *translator, const char *sql)
{
    struct fragment fragment =
        fragment_make_typed(translator, translator_type(translator, "boolean"),
                            PRECEDENCE_PRIMARY, "%s", sql);
    fragment.is_not_null = true;
    return fragment;
}

/* ---- logic ---- */

/* One flat list here, but in SQLite's tree it is as deep as it is long: see
 * MAX_CHAIN. */
static struct fragment chain(struct translator *translator,
                             const struct pg_node *node)
{
    bool is_and = node->kind == NODE_AND;
    enum precedence precedence = is_and ? PRECEDENCE_AND : PRECEDENCE_OR;
    struct buffer sql = {0};
    struct fragment fragment = NO_FRAGMENT;
    if (node->n_items > MAX_CHAIN)
        return translator_refuse(translator, "%u parts are too many for SQLite",
                                 node->n_items);
    for (uint32_t i = 0; i < node->n_items; i++) {
        fragment = translate_node(translator, node->items[i]);
        if (!fragment.sql)
            break;
        buffer_printf(&sql, "%s%s", i ? (is_and ? " AND " : " OR ") : "",
                      fragment_within(translator, fragment, precedence + 1));
    }
    if (fragment.sql)
        fragment = fragment_make(translator, CLASS_BOOLEAN, precedence, "%s",
                                 buffer_text(&sql));
    buffer_release(&sql);
    return fragment;
}

static struct fragment negation(struct translator *translator,
                                const struct pg_node *node)
{
    struct fragment fragment = translate_node(translator, node->left);
    if (!fragment.sql)
        return fragment;
    return fragment_make(translator, CLASS_BOOLEAN, PRECEDENCE_NOT, "NOT %s",
                         fragment_within(translator, fragment, PRECEDENCE_NOT));
}

/* IS compares NULLs in SQLite. */
static struct fragment distinct(struct translator *translator,
                                const struct pg_node *node,
                                struct fragment left)
{
    struct fragment right = translate_node(translator, node->right);
    bool is_not = !strncmp(node->text, "not", 3);
    if (!right.sql)
        return right;
    left = fragment_typed_as(translator, left, &right);
    right = fragment_typed_as(translator, right, &left);
    if (!left.sql || !right.sql || !operands_are_equal_classes(&left, &right))
        return translator_refuse(translator,
                                 "IS DISTINCT FROM of these operands");
    return fragment_make(
        translator, CLASS_BOOLEAN, PRECEDENCE_EQUALITY, "%s %s %s",
        fragment_within(translator, left, PRECEDENCE_COMPARISON),
        is_not ? "IS" : "IS NOT",
        fragment_within(translator, right, PRECEDENCE_COMPARISON));
}

/* IS UNKNOWN is IS NULL of a boolean. */
static struct fragment is_test(struct translator *translator,
                               const struct pg_node *node)
{
    static const char *const words[][2] = {
        {"null", "IS NULL"},    {"not null", "IS NOT NULL"},
        {"unknown", "IS NULL"}, {"not unknown", "IS NOT NULL"},
        {"true", "IS TRUE"},    {"not true", "IS NOT TRUE"},
        {"false", "IS FALSE"},  {"not false", "IS NOT FALSE"},
    };
    struct fragment left = translate_node(translator, node->left);
    if (!left.sql)
        return left;
    if (left.is_row)
        return translator_refuse(translator, "IS of a row");
    if (node->right)
        return distinct(translator, node, left);
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (!strcmp(words[i][0], node->text))
            return fragment_make(
                translator, CLASS_BOOLEAN, PRECEDENCE_EQUALITY, "%s %s",
                fragment_within(translator, left, PRECEDENCE_COMPARISON),
                words[i][1]);
    return translator_refuse(translator, "IS %s", node->text);
}

/* The bounds in either order. */
static struct fragment symmetric(struct translator *translator,
                                 struct fragment left, struct fragment low,
                                 struct fragment high, bool negated)
{
    const char *value =
        fragment_within(translator, left, PRECEDENCE_COMPARISON);
    const char *one = fragment_within(translator, low, PRECEDENCE_COMPARISON);
    const char *other =
        fragment_within(translator, high, PRECEDENCE_COMPARISON);
    return fragment_make(translator, CLASS_BOOLEAN, PRECEDENCE_NOT,
                         "%s(%s BETWEEN %s AND %s OR %s BETWEEN %s AND %s)",
                         negated ? "NOT " : "", value, one, other, value, other,
                         one);
}

/* Two comparisons, each with its types; the left side is written twice where
 * they cannot share it. */
static struct fragment between(struct translator *translator,
                               const struct pg_node *node)
{
    bool negated = node->flags & NODE_NEGATED;
    struct fragment left = translate_node(translator, node->left);
    struct fragment low = translate_node(translator, node->items[0]);
    struct fragment high = translate_node(translator, node->items[1]);
    struct fragment from, to;
    if (!left.sql || !low.sql || !high.sql)
        return NO_FRAGMENT;
    left = fragment_typed_as(translator, left, &low);
    left = fragment_typed_as(translator, left, &high);
    low = fragment_typed_as(translator, low, &left);
    high = fragment_typed_as(translator, high, &left);
    if (translator->reason)
        return NO_FRAGMENT;
    from = translate_operation(translator, negated ? "<" : ">=", left, low);
    to = translate_operation(translator, negated ? ">" : "<=", left, high);
    if (!from.sql || !to.sql)
        return NO_FRAGMENT;
    if (node->flags & NODE_SYMMETRIC)
        return symmetric(translator, left, low, high, negated);
    if (left.class == CLASS_ENUM || left.is_exact || low.is_exact ||
        high.is_exact || fragment_is_interval(&left))
        return fragment_make(
            translator, CLASS_BOOLEAN, negated ? PRECEDENCE_OR : PRECEDENCE_AND,
            "%s %s %s", from.sql, negated ? "OR" : "AND", to.sql);
    return fragment_make(
        translator, CLASS_BOOLEAN, PRECEDENCE_EQUALITY, "%s %s %s AND %s",
        fragment_within(translator, left, PRECEDENCE_COMPARISON),
        negated ? "NOT BETWEEN" : "BETWEEN",
        fragment_within(translator, low, PRECEDENCE_COMPARISON),
        fragment_within(translator, high, PRECEDENCE_COMPARISON));
}

/* ---- CASE ---- */

/* CASE x WHEN y compares x with y. */
static struct fragment when(struct translator *translator,
                            const struct pg_node *node,
                            const struct fragment *left)
{
    struct fragment fragment = translate_node(translator, node);
    if (!left->sql || !fragment.sql)
        return fragment;
    fragment = fragment_typed_as(translator, fragment, left);
    if (fragment.sql && !operands_are_equal_classes(left, &fragment))
        return translator_refuse(translator,
                                 "CASE of values that SQLite compares "
                                 "otherwise");
    return fragment;
}

/* The parts in order, and the type of the results among them. */
static struct fragment *case_parts(struct translator *translator,
                                   const struct pg_node *node,
                                   const struct fragment *left,
                                   struct fragment *all)
{
    uint32_t n = node->n_items;
    struct fragment *parts =
        arena_alloc(translator->context->arena, (n + 1) * sizeof *parts);
    for (uint32_t i = 0; i < n; i++) {
        parts[i] = i % 2 ? translate_node(translator, node->items[i])
                         : when(translator, node->items[i], left);
        if (i % 2)
            fragment_join_types(all, &parts[i]);
    }
    parts[n] = translate_node(translator, node->right);
    if (node->right)
        fragment_join_types(all, &parts[n]);
    return parts;
}

/* PostgreSQL makes all results one type, so literals take that of the others.
 */
static struct fragment case_when(struct translator *translator,
                                 const struct pg_node *node)
{
    struct buffer sql = {0};
    struct fragment all = {.class = CLASS_ANY}, *parts;
    struct fragment left = translate_node(translator, node->left);
    parts = case_parts(translator, node, &left, &all);
    buffer_printf(&sql, "CASE%s%s", left.sql ? " " : "",
                  left.sql ? left.sql : "");
    for (uint32_t i = 0; i <= node->n_items && !translator->reason; i++) {
        struct fragment part = parts[i];
        bool is_else = i == node->n_items;
        if (is_else && !node->right)
            break;
        if (i % 2 || is_else)
            part = fragment_as_branch(translator, part, &all);
        buffer_printf(&sql, " %s %s",
                      is_else ? "ELSE"
                      : i % 2 ? "THEN"
                              : "WHEN",
                      part.sql ? part.sql : "");
    }
    left = fragment_make(translator, all.class, PRECEDENCE_PRIMARY, "%s END",
                         buffer_text(&sql));
    left.type = all.type;
    left.is_exact = all.is_exact;
    buffer_release(&sql);
    return translator->reason ? NO_FRAGMENT : left;
}

/* ---- collations, parameters ---- */

/* Texts are compared by bytes unless a column says otherwise. */
static struct fragment collate(struct translator *translator,
                               const struct pg_node *node)
{
    struct fragment left;
    const char *name = node->name.name;
    bool by_bytes = !strcmp(name, "C") || !strcmp(name, "POSIX") ||
                    !strcmp(name, "ucs_basic") || !strcmp(name, "default");
    if (translator->context->use != USE_QUERY)
        return translator_refuse(translator, "SQLite has no collation %s",
                                 name);
    left = translate_node(translator, node->left);
    if (!left.sql)
        return left;
    if (!by_bytes)
        translator_note(translator, NOTE_COLLATION);
    left = fragment_make_typed(
        translator, left.type ? left.type : translator_type(translator, "text"),
        PRECEDENCE_SIGN, "%s COLLATE BINARY",
        fragment_within(translator, left, PRECEDENCE_SIGN));
    left.is_collated = by_bytes;
    return left;
}

/* SQLite knows $1, ?1, @name and :name. */
static struct fragment parameter(struct translator *translator,
                                 const struct pg_node *node)
{
    bool renumbers =
        *node->text == '$' && translator->context->dialect.numbered != 0;
    struct fragment fragment;
    if (translator->context->use != USE_QUERY)
        return translator_refuse(translator, "a parameter");
    fragment = fragment_make(translator, CLASS_ANY, PRECEDENCE_PRIMARY, "%c%s",
                             renumbers ? '?' : *node->text, node->text + 1);
    fragment.is_parameter = true;
    return fragment;
}

/* ---- all of it ---- */

static struct fragment dispatch(struct translator *translator,
                                const struct pg_node *node)
{
    switch (node->kind) {
    case NODE_NULL: return fragment_null(translator);
    case NODE_TRUE: return truth(translator, "1");
    case NODE_FALSE: return truth(translator, "0");
    case NODE_NUMBER: return expression_number(translator, node->text);
    case NODE_STRING:
    case NODE_BITS: return string(translator, node->text);
    case NODE_PARAMETER: return parameter(translator, node);
    case NODE_COLUMN: return scope_column(translator, node);
    case NODE_CAST: return translate_cast(translator, node);
    case NODE_OPERATOR: return translate_operator(translator, node);
    case NODE_AND:
    case NODE_OR: return chain(translator, node);
    case NODE_NOT: return negation(translator, node);
    case NODE_IS: return is_test(translator, node);
    case NODE_ANY:
    case NODE_ALL: return translate_any(translator, node);
    case NODE_IN: return translate_in(translator, node);
    case NODE_BETWEEN: return between(translator, node);
    case NODE_CASE: return case_when(translator, node);
    case NODE_CALL: return translate_call(translator, node);
    case NODE_VALUE:
        return node->call
                   ? translator_refuse(translator, "%s is no window function",
                                       node->text)
                   : translate_keyword(translator, node->text);
    case NODE_QUERY:
    case NODE_EXISTS:
    case NODE_ARRAY_OF: return translate_subquery(translator, node);
    case NODE_ARRAY: return translate_array(translator, node);
    case NODE_SUBSCRIPT: return translate_subscript(translator, node);
    case NODE_ROW: return translate_row(translator, node);
    case NODE_FIELD: return translate_field(translator, node);
    case NODE_COLLATE: return collate(translator, node);
    default: return translator_refuse(translator, "SQLite has nothing like it");
    }
}

/* People's own parentheses stay; those that PostgreSQL writes around
 * everything go. */
static struct fragment grouped(struct translator *translator,
                               struct fragment fragment)
{
    if (!translator->query_context ||
        !translator->query_context->keeps_parentheses || !fragment.sql ||
        fragment.precedence == PRECEDENCE_PRIMARY)
        return fragment;
    fragment.sql =
        arena_printf(translator->context->arena, "(%s)", fragment.sql);
    fragment.precedence = PRECEDENCE_PRIMARY;
    return fragment;
}

/* Every node comes through here: depth, place, and parentheses are seen to
 * once. */
struct fragment translate_node(struct translator *translator,
                               const struct pg_node *node)
{
    struct fragment fragment;
    uint32_t at = translator->at;
    if (!node || translator->reason)
        return NO_FRAGMENT;
    if (translator->depth == MAX_NESTING)
        return translator_refuse(translator,
                                 "nested deeper than SQLite's parser goes");
    /* A key that this set leaves out is NULL, except inside of an aggregate. */
    if (grouping_leaves_out(translator, node))
        return fragment_null(translator);
    if (node->at)
        translator->at = node->at;
    /* Each node allows its translation some more bytes. */
    translator_allow(translator, node);
    translator->depth++;
    if (!translator->lift || !translator->lift(translator, node, &fragment))
        fragment = dispatch(translator, node);
    if (node->flags & NODE_GROUPED)
        fragment = grouped(translator, fragment);
    translator->depth--;
    translator->at = at;
    return translator->reason ? NO_FRAGMENT : fragment;
}

/* For CHECKs, indexes and generated columns, which see one table. The last note
 * is the reason for a change. */
static struct fragment
expression_fragment(const struct expression_context *context,
                    const struct pg_node *node, const struct value_type *type,
                    const char **reason)
{
    struct relation table = {.columns = context->columns,
                             .n = context->n_columns};
    struct scope scope = {.relations = &table, .n = 1};
    struct translator translator = {.context = context, .scope = &scope};
    struct fragment fragment = translate_node(&translator, node);
    if (type)
        fragment = fragment_stored(&translator, fragment, type);
    *reason = translator.reason ? translator.reason
              : translator.n_notes
                  ? translator.notes[translator.n_notes - 1].text
                  : NULL;
    return translator.reason ? NO_FRAGMENT : fragment;
}

const char *expression_translate(const struct expression_context *context,
                                 const struct pg_node *node,
                                 const char **reason)
{
    return expression_fragment(context, node, NULL, reason).sql;
}

const char *expression_generated(const struct expression_context *context,
                                 const struct pg_node *node,
                                 const struct value_type *type,
                                 const char **reason)
{
    return expression_fragment(context, node, type, reason).sql;
}
