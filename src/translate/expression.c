#include "translate/expression.h"

#include <string.h>

#include "sqlite/quote.h"
#include "translate/query.h"
#include "translate/translator.h"

/* SQLite 3.40 parses some 30 nested calls and 18 nested CASE, and takes trees
 * 1,000 levels deep; a chain of ANDs is as deep as it is long. */
enum { MAX_NESTING = 16, MAX_CHAIN = 500 };

/* ---- leaves ---- */

static struct piece number(struct walk *walk, const char *text)
{
    bool is_integer = strspn(text, "0123456789") == strlen(text);
    struct piece piece =
        walk_typed(walk, walk_type(walk, is_integer ? "bigint" : "numeric"),
                   LEVEL_PRIMARY, "%s", text);
    piece.is_not_null = true;
    return piece;
}

static struct piece string(struct walk *walk, const char *text)
{
    struct piece piece = walk_constant(walk, walk_type(walk, "text"), text);
    piece.text = text;
    return piece;
}

/* char(n) is compared without the blanks at its end. */
static struct piece without_blanks(struct walk *walk, struct piece piece)
{
    size_t length = strlen(piece.text);
    while (length && piece.text[length - 1] == ' ')
        length--;
    piece.text = arena_copy(walk->place->arena, piece.text, length);
    piece.sql = walk_constant(walk, walk_type(walk, "text"), piece.text).sql;
    return piece;
}

struct piece walk_typed_as(struct walk *walk, struct piece piece,
                           const struct piece *beside)
{
    if (piece.kind == CLASS_DATE && beside->kind == CLASS_TIMESTAMP)
        return walk_cast_to(walk, piece, beside->type);
    if (piece.text && walk_is_type(beside, "character"))
        return without_blanks(walk, piece);
    if (!piece.text || !beside->type || beside->text ||
        (beside->kind == CLASS_TEXT && !walk_is_type(beside, "uuid")))
        return piece;
    return walk_constant(walk, beside->type, piece.text);
}

static struct piece null(struct walk *walk)
{
    struct piece piece = walk_make(walk, CLASS_ANY, LEVEL_PRIMARY, "NULL");
    piece.is_parameter = true;
    return piece;
}

static struct piece truth(struct walk *walk, const char *sql)
{
    struct piece piece =
        walk_typed(walk, walk_type(walk, "boolean"), LEVEL_PRIMARY, "%s", sql);
    piece.is_not_null = true;
    return piece;
}

/* ---- logic ---- */

static struct piece chain(struct walk *walk, const struct pg_node *node)
{
    bool is_and = node->kind == NODE_AND;
    enum piece_level level = is_and ? LEVEL_AND : LEVEL_OR;
    struct buffer sql = {0};
    struct piece piece = WALK_NOTHING;
    if (node->n_items > MAX_CHAIN)
        return walk_refuse(walk, "%u parts are too many for SQLite",
                           node->n_items);
    for (uint32_t i = 0; i < node->n_items; i++) {
        piece = walk_translate(walk, node->items[i]);
        if (!piece.sql)
            break;
        buffer_printf(&sql, "%s%s", i ? (is_and ? " AND " : " OR ") : "",
                      walk_within(walk, piece, level + 1));
    }
    if (piece.sql)
        piece = walk_make(walk, CLASS_BOOLEAN, level, "%s", buffer_text(&sql));
    buffer_release(&sql);
    return piece;
}

static struct piece negation(struct walk *walk, const struct pg_node *node)
{
    struct piece piece = walk_translate(walk, node->left);
    if (!piece.sql)
        return piece;
    return walk_make(walk, CLASS_BOOLEAN, LEVEL_NOT, "NOT %s",
                     walk_within(walk, piece, LEVEL_NOT));
}

static struct piece distinct(struct walk *walk, const struct pg_node *node,
                             struct piece left)
{
    struct piece right = walk_translate(walk, node->right);
    bool is_not = !strncmp(node->text, "not", 3);
    if (!right.sql)
        return right;
    left = walk_typed_as(walk, left, &right);
    right = walk_typed_as(walk, right, &left);
    if (!left.sql || !right.sql || !walk_are_equal_kinds(&left, &right))
        return walk_refuse(walk, "IS DISTINCT FROM of these operands");
    return walk_make(walk, CLASS_BOOLEAN, LEVEL_EQUALITY, "%s %s %s",
                     walk_within(walk, left, LEVEL_COMPARISON),
                     is_not ? "IS" : "IS NOT",
                     walk_within(walk, right, LEVEL_COMPARISON));
}

static struct piece is_test(struct walk *walk, const struct pg_node *node)
{
    static const char *const words[][2] = {
        {"null", "IS NULL"},    {"not null", "IS NOT NULL"},
        {"unknown", "IS NULL"}, {"not unknown", "IS NOT NULL"},
        {"true", "IS TRUE"},    {"not true", "IS NOT TRUE"},
        {"false", "IS FALSE"},  {"not false", "IS NOT FALSE"},
    };
    struct piece left = walk_translate(walk, node->left);
    if (!left.sql)
        return left;
    if (left.is_row)
        return walk_refuse(walk, "IS of a row");
    if (node->right)
        return distinct(walk, node, left);
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (!strcmp(words[i][0], node->text))
            return walk_make(walk, CLASS_BOOLEAN, LEVEL_EQUALITY, "%s %s",
                             walk_within(walk, left, LEVEL_COMPARISON),
                             words[i][1]);
    return walk_refuse(walk, "IS %s", node->text);
}

/* The bounds in either order. */
static struct piece symmetric(struct walk *walk, struct piece left,
                              struct piece low, struct piece high, bool negated)
{
    const char *value = walk_within(walk, left, LEVEL_COMPARISON);
    const char *one = walk_within(walk, low, LEVEL_COMPARISON);
    const char *other = walk_within(walk, high, LEVEL_COMPARISON);
    return walk_make(walk, CLASS_BOOLEAN, LEVEL_NOT,
                     "%s(%s BETWEEN %s AND %s OR %s BETWEEN %s AND %s)",
                     negated ? "NOT " : "", value, one, other, value, other,
                     one);
}

/* Two comparisons, each with its types; the left side is written twice where
 * they cannot share it. */
static struct piece between(struct walk *walk, const struct pg_node *node)
{
    bool negated = node->flags & NODE_NEGATED;
    struct piece left = walk_translate(walk, node->left);
    struct piece low = walk_translate(walk, node->items[0]);
    struct piece high = walk_translate(walk, node->items[1]);
    struct piece from, to;
    if (!left.sql || !low.sql || !high.sql)
        return WALK_NOTHING;
    left = walk_typed_as(walk, left, &low);
    left = walk_typed_as(walk, left, &high);
    low = walk_typed_as(walk, low, &left);
    high = walk_typed_as(walk, high, &left);
    if (walk->reason)
        return WALK_NOTHING;
    from = walk_operation(walk, negated ? "<" : ">=", left, low);
    to = walk_operation(walk, negated ? ">" : "<=", left, high);
    if (!from.sql || !to.sql)
        return WALK_NOTHING;
    if (node->flags & NODE_SYMMETRIC)
        return symmetric(walk, left, low, high, negated);
    if (left.kind == CLASS_ENUM || left.is_exact || low.is_exact ||
        high.is_exact)
        return walk_make(walk, CLASS_BOOLEAN, negated ? LEVEL_OR : LEVEL_AND,
                         "%s %s %s", from.sql, negated ? "OR" : "AND", to.sql);
    return walk_make(walk, CLASS_BOOLEAN, LEVEL_EQUALITY, "%s %s %s AND %s",
                     walk_within(walk, left, LEVEL_COMPARISON),
                     negated ? "NOT BETWEEN" : "BETWEEN",
                     walk_within(walk, low, LEVEL_COMPARISON),
                     walk_within(walk, high, LEVEL_COMPARISON));
}

/* ---- CASE ---- */

/* CASE x WHEN y compares x with y. */
static struct piece when(struct walk *walk, const struct pg_node *node,
                         const struct piece *left)
{
    struct piece piece = walk_translate(walk, node);
    if (!left->sql || !piece.sql)
        return piece;
    piece = walk_typed_as(walk, piece, left);
    if (piece.sql && !walk_are_equal_kinds(left, &piece))
        return walk_refuse(walk, "CASE of values that SQLite compares "
                                 "otherwise");
    return piece;
}

/* The parts in order, and the type of the results among them. */
static struct piece *case_parts(struct walk *walk, const struct pg_node *node,
                                const struct piece *left, struct piece *all)
{
    uint32_t n = node->n_items;
    struct piece *parts =
        arena_alloc(walk->place->arena, (n + 1) * sizeof *parts);
    for (uint32_t i = 0; i < n; i++) {
        parts[i] = i % 2 ? walk_translate(walk, node->items[i])
                         : when(walk, node->items[i], left);
        if (i % 2)
            walk_join_types(all, &parts[i]);
    }
    parts[n] = walk_translate(walk, node->right);
    if (node->right)
        walk_join_types(all, &parts[n]);
    return parts;
}

static struct piece case_when(struct walk *walk, const struct pg_node *node)
{
    struct buffer sql = {0};
    struct piece all = {.kind = CLASS_ANY}, *parts;
    struct piece left = walk_translate(walk, node->left);
    parts = case_parts(walk, node, &left, &all);
    buffer_printf(&sql, "CASE%s%s", left.sql ? " " : "",
                  left.sql ? left.sql : "");
    for (uint32_t i = 0; i <= node->n_items && !walk->reason; i++) {
        struct piece part = parts[i];
        bool is_else = i == node->n_items;
        if (is_else && !node->right)
            break;
        if (i % 2 || is_else)
            part = walk_typed_as(walk, part, &all);
        buffer_printf(&sql, " %s %s",
                      is_else ? "ELSE"
                      : i % 2 ? "THEN"
                              : "WHEN",
                      part.sql ? part.sql : "");
    }
    left =
        walk_make(walk, all.kind, LEVEL_PRIMARY, "%s END", buffer_text(&sql));
    left.type = all.type;
    buffer_release(&sql);
    return walk->reason ? WALK_NOTHING : left;
}

/* ---- collations, parameters ---- */

static struct piece collate(struct walk *walk, const struct pg_node *node)
{
    struct piece left;
    const char *name = node->name.name;
    bool by_bytes = !strcmp(name, "C") || !strcmp(name, "POSIX") ||
                    !strcmp(name, "ucs_basic") || !strcmp(name, "default");
    if (walk->place->use != USE_QUERY)
        return walk_refuse(walk, "SQLite has no collation %s", name);
    left = walk_translate(walk, node->left);
    if (!left.sql)
        return left;
    if (!by_bytes)
        walk_note(walk, NOTE_COLLATION);
    left = walk_typed(walk, left.type ? left.type : walk_type(walk, "text"),
                      LEVEL_SIGN, "%s COLLATE BINARY",
                      walk_within(walk, left, LEVEL_SIGN));
    left.is_collated = by_bytes;
    return left;
}

/* SQLite knows $1, ?1, @name and :name. */
static struct piece parameter(struct walk *walk, const struct pg_node *node)
{
    bool renumbers = *node->text == '$' && walk->place->dialect.numbered != 0;
    struct piece piece;
    if (walk->place->use != USE_QUERY)
        return walk_refuse(walk, "a parameter");
    piece = walk_make(walk, CLASS_ANY, LEVEL_PRIMARY, "%c%s",
                      renumbers ? '?' : *node->text, node->text + 1);
    piece.is_parameter = true;
    return piece;
}

/* ---- all of it ---- */

static struct piece dispatch(struct walk *walk, const struct pg_node *node)
{
    switch (node->kind) {
    case NODE_NULL: return null(walk);
    case NODE_TRUE: return truth(walk, "1");
    case NODE_FALSE: return truth(walk, "0");
    case NODE_NUMBER: return number(walk, node->text);
    case NODE_STRING:
    case NODE_BITS: return string(walk, node->text);
    case NODE_PARAMETER: return parameter(walk, node);
    case NODE_COLUMN: return scope_column(walk, node);
    case NODE_CAST: return walk_cast(walk, node);
    case NODE_OPERATOR: return walk_operator(walk, node);
    case NODE_AND:
    case NODE_OR: return chain(walk, node);
    case NODE_NOT: return negation(walk, node);
    case NODE_IS: return is_test(walk, node);
    case NODE_ANY:
    case NODE_ALL: return walk_any(walk, node);
    case NODE_IN: return walk_in(walk, node);
    case NODE_BETWEEN: return between(walk, node);
    case NODE_CASE: return case_when(walk, node);
    case NODE_CALL: return walk_call(walk, node);
    case NODE_VALUE:
        return node->call
                   ? walk_refuse(walk, "%s is no window function", node->text)
                   : walk_value(walk, node->text);
    case NODE_QUERY:
    case NODE_EXISTS:
    case NODE_ARRAY_OF: return walk_subquery(walk, node);
    case NODE_ARRAY: return walk_array(walk, node);
    case NODE_SUBSCRIPT: return walk_subscript(walk, node);
    case NODE_ROW: return walk_row(walk, node);
    case NODE_FIELD: return walk_field(walk, node);
    case NODE_COLLATE: return collate(walk, node);
    default: return walk_refuse(walk, "SQLite has nothing like it");
    }
}

/* People's own parentheses stay; those that PostgreSQL writes around
 * everything go. */
static struct piece grouped(struct walk *walk, struct piece piece)
{
    if (!walk->world || !walk->world->keeps_parentheses || !piece.sql ||
        piece.level == LEVEL_PRIMARY)
        return piece;
    piece.sql = arena_printf(walk->place->arena, "(%s)", piece.sql);
    piece.level = LEVEL_PRIMARY;
    return piece;
}

struct piece walk_translate(struct walk *walk, const struct pg_node *node)
{
    struct piece piece;
    uint32_t at = walk->at;
    if (!node || walk->reason)
        return WALK_NOTHING;
    if (walk->depth == MAX_NESTING)
        return walk_refuse(walk, "nested deeper than SQLite's parser goes");
    if (grouping_leaves_out(walk, node))
        return null(walk);
    if (node->at)
        walk->at = node->at;
    walk_allow(walk, node);
    walk->depth++;
    piece = dispatch(walk, node);
    if (node->flags & NODE_GROUPED)
        piece = grouped(walk, piece);
    walk->depth--;
    walk->at = at;
    return walk->reason ? WALK_NOTHING : piece;
}

const char *expression_for(struct arena *arena, const struct value_type *type,
                           const char *sql)
{
    if (type->class != CLASS_BOOLEAN_TEXT)
        return arena_printf(arena, "(%s)", sql);
    return arena_printf(arena,
                        "(CASE (%s) WHEN 1 THEN '%s' WHEN 0 THEN '%s' END)",
                        sql, type->words[1], type->words[0]);
}

const char *expression_translate(const struct expression_place *place,
                                 const struct pg_node *node,
                                 const char **reason)
{
    struct relation table = {.columns = place->columns, .n = place->n_columns};
    struct scope scope = {.relations = &table, .n = 1};
    struct walk walk = {.place = place, .scope = &scope};
    struct piece piece = walk_translate(&walk, node);
    *reason = walk.reason    ? walk.reason
              : walk.n_notes ? walk.notes[walk.n_notes - 1].text
                             : NULL;
    return walk.reason ? NULL : piece.sql;
}
