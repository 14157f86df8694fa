#include "translate/expression.h"

#include <stdarg.h>
#include <string.h>

#include "sqlite/quote.h"
#include "translate/constant.h"
#include "translate/expression_walk.h"

/* SQLite 3.40 parses some 30 nested calls and 18 nested CASE, and takes trees
 * 1,000 levels deep; a chain of ANDs is as deep as it is long. */
enum { MAX_NESTING = 16, MAX_CHAIN = 500 };

struct piece walk_refuse(struct walk *walk, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (!walk->reason)
        walk->reason = arena_vprintf(walk->place->arena, format, args);
    va_end(args);
    return WALK_NOTHING;
}

struct piece walk_make(struct walk *walk, enum conversion kind,
                       enum piece_level level, const char *format, ...)
{
    struct piece piece = {.kind = kind, .level = level};
    va_list args;
    va_start(args, format);
    piece.sql = arena_vprintf(walk->place->arena, format, args);
    va_end(args);
    return piece;
}

/* The piece's SQL, in parentheses if it binds less than `level`. */
const char *walk_within(struct walk *walk, struct piece piece,
                        enum piece_level level)
{
    if (piece.level >= level)
        return piece.sql;
    return arena_printf(walk->place->arena, "(%s)", piece.sql);
}

/* ---- leaves ---- */

static struct piece column(struct walk *walk, const struct pg_node *node)
{
    const struct expression_place *place = walk->place;
    for (size_t i = 0; i < place->n_columns; i++) {
        const struct expression_column *column = &place->columns[i];
        const struct pg_type *source = column->type->source;
        if (strcmp(column->name, node->name.name) != 0)
            continue;
        if (column->is_exact_text)
            return walk_make(walk, AS_OTHER, LEVEL_PRIMARY, "%s", column->sql);
        if (column->type->conversion == AS_WORD)
            return walk_make(walk, AS_BOOLEAN, LEVEL_EQUALITY, "%s = '%s'",
                             column->sql, column->type->words[1]);
        /* PostgreSQL does not look at the blanks that fill a char(n). */
        if (source && !strcmp(source->name.name, "character"))
            return walk_make(walk, AS_TEXT, LEVEL_PRIMARY, "rtrim(%s, ' ')",
                             column->sql);
        return walk_make(walk, column->type->conversion, LEVEL_PRIMARY, "%s",
                         column->sql);
    }
    return walk_refuse(walk, "it names %s, which is no column of the table",
                       node->name.name);
}

static struct piece number(struct walk *walk, const char *text)
{
    bool is_integer = strspn(text, "0123456789") == strlen(text);
    return walk_make(walk, is_integer ? AS_INTEGER : AS_NUMERIC, LEVEL_PRIMARY,
                     "%s", text);
}

struct piece walk_constant(struct walk *walk, const struct value_type *type,
                           const char *text)
{
    struct piece piece = {.kind = type->conversion, .level = LEVEL_PRIMARY};
    piece.sql = constant_to_sql(walk->place->arena, type, text);
    if (!piece.sql)
        return walk_refuse(walk, "SQLite has nothing for the constant '%s'",
                           text);
    piece.is_constant = true;
    piece.is_volatile = !strncmp(piece.sql, "CURRENT_", 8);
    return piece;
}

static struct piece string(struct walk *walk, const char *text)
{
    static const struct value_type plain = {.conversion = AS_TEXT,
                                            .declared = "TEXT"};
    return walk_constant(walk, &plain, text);
}

/* ---- casts ---- */

bool walk_is_number(enum conversion kind)
{
    return kind == AS_INTEGER || kind == AS_REAL || kind == AS_NUMERIC;
}

bool walk_is_text(enum conversion kind)
{
    return kind == AS_TEXT || kind == AS_ENUM;
}

static struct piece retyped(struct piece piece, enum conversion kind)
{
    piece.kind = kind;
    return piece;
}

static struct piece cast_value(struct walk *walk, struct piece piece,
                               const struct value_type *type)
{
    enum conversion from = piece.kind, to = type->conversion;
    if (walk_is_text(from) && to == AS_TEXT && type->source &&
        type->source->n_modifiers == 1)
        return walk_make(walk, to, LEVEL_PRIMARY, "substr(%s, 1, %ld)",
                         piece.sql, type->source->modifiers[0]);
    if (from == to && to != AS_ARRAY && to != AS_COMPOSITE)
        return piece;
    if ((walk_is_number(from) && (to == AS_NUMERIC || to == AS_REAL)) ||
        (from == AS_BOOLEAN && to == AS_INTEGER) ||
        (from == AS_ENUM && to == AS_TEXT) || from == AS_ANY)
        return retyped(piece, to);
    if (from == AS_INTEGER && to == AS_TEXT)
        return walk_make(walk, to, LEVEL_PRIMARY, "CAST(%s AS TEXT)",
                         piece.sql);
    if (from == AS_TIMESTAMP && to == AS_DATE) {
        struct piece date =
            walk_make(walk, to, LEVEL_PRIMARY, "date(%s)", piece.sql);
        date.is_volatile = piece.is_volatile;
        return date;
    }
    if (from == AS_ARRAY && to == AS_ARRAY)
        return piece;
    return walk_refuse(walk, "a cast to %s that SQLite does otherwise",
                       type->source ? type->source->name.name : type->declared);
}

static struct piece cast(struct walk *walk, const struct pg_node *node)
{
    const struct expression_place *place = walk->place;
    const struct value_type *type = type_resolve(
        place->arena, place->catalog, place->schema, NULL, node->type);
    struct piece piece;
    if (node->left->kind == NODE_STRING)
        return walk_constant(walk, type, node->left->text);
    if (node->left->kind == NODE_NULL)
        return walk_make(walk, type->conversion, LEVEL_PRIMARY, "NULL");
    /* 'now'::text::date: PostgreSQL 9.6 wrote CURRENT_DATE so */
    if (node->left->kind == NODE_CAST && node->left->left->kind == NODE_STRING)
        return walk_constant(walk, type, node->left->left->text);
    piece = walk_translate(walk, node->left);
    return piece.sql ? cast_value(walk, piece, type) : piece;
}

/* ---- operators ---- */

enum operands { EQUAL, ORDERED, INTEGERS, REALS, TEXTS };

static const struct operator_row {
    const char *name;
    enum operands operands;
    enum conversion gives;
    const char *sql;
    enum piece_level level;
} operators[] = {
#define OPERATOR(name, operands, gives, sql, level)                            \
    {name, operands, AS_##gives, sql, LEVEL_##level},
#include "operators.def"
#undef OPERATOR
};

bool walk_is_time(enum conversion kind)
{
    return kind == AS_DATE || kind == AS_TIMESTAMP;
}

static bool are_equal_kinds(enum conversion a, enum conversion b)
{
    if (a == AS_ARRAY || a == AS_COMPOSITE || a == AS_DOCUMENT ||
        a == AS_HSTORE || a == AS_OTHER || a == AS_JSON || a == AS_GEOMETRY ||
        a == AS_EWKB)
        return false;
    return a == b || (walk_is_number(a) && walk_is_number(b)) ||
           (walk_is_text(a) && walk_is_text(b));
}

static bool fit(enum operands operands, enum conversion a, enum conversion b)
{
    switch (operands) {
    case EQUAL: return are_equal_kinds(a, b);
    case ORDERED:
        return (walk_is_number(a) && walk_is_number(b)) ||
               (a == b && (walk_is_time(a) || a == AS_BOOLEAN));
    case INTEGERS: return a == AS_INTEGER && b == AS_INTEGER;
    case REALS:
        return (a == AS_REAL || b == AS_REAL) &&
               (a == AS_REAL || a == AS_INTEGER) &&
               (b == AS_REAL || b == AS_INTEGER);
    case TEXTS:
        return (walk_is_text(a) || a == AS_INTEGER) &&
               (walk_is_text(b) || b == AS_INTEGER) &&
               (walk_is_text(a) || walk_is_text(b));
    }
    return false;
}

static struct piece prefix(struct walk *walk, const struct pg_node *node)
{
    struct piece right = walk_translate(walk, node->right);
    bool is_sign = !strcmp(node->name.name, "-");
    if (!right.sql)
        return right;
    if (!walk_is_number(right.kind) ||
        (!is_sign && strcmp(node->name.name, "+") != 0))
        return walk_refuse(walk, "the operator %s has no equal in SQLite",
                           node->name.name);
    return walk_make(walk, right.kind, LEVEL_SIGN, "%s%s", is_sign ? "-" : "",
                     walk_within(walk, right, LEVEL_PRIMARY));
}

/* now() + '7 days' */
static struct piece add_interval(struct walk *walk, const struct pg_node *node,
                                 struct piece left)
{
    const struct pg_node *right = node->right;
    const char *modifiers = NULL;
    bool back = !strcmp(node->name.name, "-");
    if (left.kind == AS_TIMESTAMP && right->kind == NODE_CAST &&
        right->left->kind == NODE_STRING &&
        !strcmp(right->type->name.name, "interval"))
        modifiers =
            constant_interval(walk->place->arena, right->left->text, back);
    if (!modifiers)
        return walk_refuse(walk, "arithmetic with times");
    left = walk_make(walk, AS_TIMESTAMP, LEVEL_PRIMARY, "datetime(%s%s)",
                     left.sql, modifiers);
    left.is_volatile = true;
    return left;
}

static struct piece like(struct walk *walk, const struct pg_node *node,
                         struct piece left)
{
    const struct pg_node *pattern = node->right;
    bool negated = *node->name.name == '!';
    bool any_case = strchr(node->name.name, '*') != NULL;
    const char *sql = NULL;
    if (pattern->kind == NODE_CAST)
        pattern = pattern->left;
    if (pattern->kind == NODE_STRING && walk_is_text(left.kind))
        sql = any_case ? constant_like(walk->place->arena, pattern->text)
                       : constant_glob(walk->place->arena, pattern->text);
    if (!sql)
        return walk_refuse(walk, "a LIKE that SQLite cannot say");
    return walk_make(walk, AS_BOOLEAN, LEVEL_EQUALITY, "%s%s%s",
                     walk_within(walk, left, LEVEL_COMPARISON),
                     negated ? " NOT " : " ", sql);
}

static bool is_like(const char *name)
{
    return !strcmp(name, "~~") || !strcmp(name, "~~*") ||
           !strcmp(name, "!~~") || !strcmp(name, "!~~*");
}

static struct piece operation(struct walk *walk, const char *name,
                              struct piece left, struct piece right)
{
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        const struct operator_row *row = &operators[i];
        if (strcmp(row->name, name) != 0 ||
            !fit(row->operands, left.kind, right.kind))
            continue;
        return walk_make(walk, row->gives, row->level, "%s %s %s",
                         walk_within(walk, left, row->level), row->sql,
                         walk_within(walk, right, row->level + 1));
    }
    return walk_refuse(walk,
                       "the operator %s has no equal in SQLite for these "
                       "types",
                       name);
}

static struct piece binary(struct walk *walk, const struct pg_node *node)
{
    struct piece left, right;
    if (!node->left)
        return prefix(walk, node);
    left = walk_translate(walk, node->left);
    if (!left.sql)
        return left;
    if (is_like(node->name.name))
        return like(walk, node, left);
    if (left.is_volatile && strchr("+-", *node->name.name))
        return add_interval(walk, node, left);
    right = walk_translate(walk, node->right);
    if (!right.sql)
        return right;
    return operation(walk, node->name.name, left, right);
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
        piece = walk_make(walk, AS_BOOLEAN, level, "%s", buffer_text(&sql));
    buffer_release(&sql);
    return piece;
}

static struct piece negation(struct walk *walk, const struct pg_node *node)
{
    struct piece piece = walk_translate(walk, node->left);
    if (!piece.sql)
        return piece;
    return walk_make(walk, AS_BOOLEAN, LEVEL_NOT, "NOT %s",
                     walk_within(walk, piece, LEVEL_NOT));
}

static struct piece distinct(struct walk *walk, const struct pg_node *node,
                             struct piece left)
{
    struct piece right = walk_translate(walk, node->right);
    bool is_not = !strncmp(node->text, "not", 3);
    if (!right.sql)
        return right;
    if (!are_equal_kinds(left.kind, right.kind))
        return walk_refuse(walk, "IS DISTINCT FROM of these operands");
    return walk_make(walk, AS_BOOLEAN, LEVEL_EQUALITY, "%s %s %s",
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
    if (node->right)
        return distinct(walk, node, left);
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (!strcmp(words[i][0], node->text))
            return walk_make(walk, AS_BOOLEAN, LEVEL_EQUALITY, "%s %s",
                             walk_within(walk, left, LEVEL_COMPARISON),
                             words[i][1]);
    return walk_refuse(walk, "IS %s", node->text);
}

static struct piece in_list(struct walk *walk, struct piece left,
                            const struct pg_node *const *items, size_t n,
                            bool negated)
{
    struct buffer sql = {0};
    bool good = true;
    for (size_t i = 0; i < n && good; i++) {
        struct piece item = walk_translate(walk, items[i]);
        good = item.sql && (are_equal_kinds(left.kind, item.kind) ||
                            items[i]->kind == NODE_NULL);
        if (good)
            buffer_printf(&sql, "%s%s", i ? ", " : "", item.sql);
    }
    if (good)
        left = walk_make(walk, AS_BOOLEAN, LEVEL_EQUALITY, "%s %s (%s)",
                         walk_within(walk, left, LEVEL_COMPARISON),
                         negated ? "NOT IN" : "IN", buffer_text(&sql));
    else
        left = walk_refuse(walk, "IN of values that SQLite compares otherwise");
    buffer_release(&sql);
    return left;
}

/* x = ANY (ARRAY[...]), as PostgreSQL writes IN, behind casts perhaps. */
static struct piece any_of(struct walk *walk, const struct pg_node *node)
{
    bool is_in = node->kind == NODE_ANY && !strcmp(node->name.name, "=");
    bool is_not_in = node->kind == NODE_ALL && !strcmp(node->name.name, "<>");
    const struct pg_node *array = node->right;
    struct piece left;
    while (array->kind == NODE_CAST)
        array = array->left;
    if ((!is_in && !is_not_in) || array->kind != NODE_ARRAY)
        return walk_refuse(walk, "%s ANY or ALL of an array", node->name.name);
    left = walk_translate(walk, node->left);
    if (!left.sql)
        return left;
    return in_list(walk, left, array->items, array->n_items, is_not_in);
}

static struct piece in(struct walk *walk, const struct pg_node *node)
{
    struct piece left = walk_translate(walk, node->left);
    if (!left.sql)
        return left;
    if (node->right)
        return walk_refuse(walk, "a subquery, which SQLite forbids here");
    return in_list(walk, left, node->items, node->n_items,
                   node->flags & NODE_NEGATED);
}

static struct piece between(struct walk *walk, const struct pg_node *node)
{
    struct piece left = walk_translate(walk, node->left);
    struct piece low = walk_translate(walk, node->items[0]);
    struct piece high = walk_translate(walk, node->items[1]);
    if (!left.sql || !low.sql || !high.sql)
        return WALK_NOTHING;
    if (node->flags & NODE_SYMMETRIC || !fit(ORDERED, left.kind, low.kind) ||
        !fit(ORDERED, left.kind, high.kind))
        return walk_refuse(walk, "BETWEEN of these operands");
    return walk_make(walk, AS_BOOLEAN, LEVEL_EQUALITY, "%s %s %s AND %s",
                     walk_within(walk, left, LEVEL_COMPARISON),
                     node->flags & NODE_NEGATED ? "NOT BETWEEN" : "BETWEEN",
                     walk_within(walk, low, LEVEL_COMPARISON),
                     walk_within(walk, high, LEVEL_COMPARISON));
}

/* ---- CASE ---- */

static bool add_case_part(struct walk *walk, struct buffer *sql,
                          const char *word, const struct pg_node *node,
                          enum conversion *kind)
{
    struct piece piece = walk_translate(walk, node);
    if (!piece.sql)
        return false;
    buffer_printf(sql, " %s %s", word, piece.sql);
    if (kind && node->kind != NODE_NULL)
        *kind = piece.kind;
    return true;
}

static struct piece case_when(struct walk *walk, const struct pg_node *node)
{
    struct buffer sql = {0};
    enum conversion kind = AS_ANY;
    struct piece piece = WALK_NOTHING;
    bool good = true;
    buffer_add_text(&sql, "CASE");
    if (node->left)
        good = add_case_part(walk, &sql, "", node->left, NULL);
    for (uint32_t i = 0; good && i + 1 < node->n_items; i += 2)
        good = add_case_part(walk, &sql, "WHEN", node->items[i], NULL) &&
               add_case_part(walk, &sql, "THEN", node->items[i + 1], &kind);
    if (good && node->right)
        good = add_case_part(walk, &sql, "ELSE", node->right, &kind);
    if (good)
        piece =
            walk_make(walk, kind, LEVEL_PRIMARY, "%s END", buffer_text(&sql));
    buffer_release(&sql);
    return piece;
}

/* ---- all of it ---- */

static struct piece dispatch(struct walk *walk, const struct pg_node *node)
{
    switch (node->kind) {
    case NODE_NULL: return walk_make(walk, AS_ANY, LEVEL_PRIMARY, "NULL");
    case NODE_TRUE: return walk_make(walk, AS_BOOLEAN, LEVEL_PRIMARY, "1");
    case NODE_FALSE: return walk_make(walk, AS_BOOLEAN, LEVEL_PRIMARY, "0");
    case NODE_NUMBER: return number(walk, node->text);
    case NODE_STRING:
    case NODE_BITS: return string(walk, node->text);
    case NODE_COLUMN: return column(walk, node);
    case NODE_CAST: return cast(walk, node);
    case NODE_OPERATOR: return binary(walk, node);
    case NODE_AND:
    case NODE_OR: return chain(walk, node);
    case NODE_NOT: return negation(walk, node);
    case NODE_IS: return is_test(walk, node);
    case NODE_ANY:
    case NODE_ALL: return any_of(walk, node);
    case NODE_IN: return in(walk, node);
    case NODE_BETWEEN: return between(walk, node);
    case NODE_CASE: return case_when(walk, node);
    case NODE_CALL: return walk_call(walk, node);
    case NODE_VALUE: return walk_value(walk, node->text);
    case NODE_QUERY:
    case NODE_EXISTS:
    case NODE_ARRAY_OF:
        return walk_refuse(walk, "a subquery, which SQLite forbids here");
    case NODE_ARRAY:
    case NODE_SUBSCRIPT: return walk_refuse(walk, "SQLite has no arrays");
    case NODE_ROW:
    case NODE_FIELD: return walk_refuse(walk, "SQLite has no composite values");
    case NODE_COLLATE:
        return walk_refuse(walk, "SQLite has no collation %s", node->name.name);
    default: return walk_refuse(walk, "SQLite has nothing like it");
    }
}

struct piece walk_translate(struct walk *walk, const struct pg_node *node)
{
    struct piece piece;
    if (!node || walk->reason)
        return WALK_NOTHING;
    if (walk->depth == MAX_NESTING)
        return walk_refuse(walk, "nested deeper than SQLite's parser goes");
    walk->depth++;
    piece = dispatch(walk, node);
    walk->depth--;
    return piece;
}

const char *expression_for(struct arena *arena, const struct value_type *type,
                           const char *sql)
{
    if (type->conversion != AS_WORD)
        return arena_printf(arena, "(%s)", sql);
    return arena_printf(arena,
                        "(CASE (%s) WHEN 1 THEN '%s' WHEN 0 THEN '%s' END)",
                        sql, type->words[1], type->words[0]);
}

const char *expression_translate(const struct expression_place *place,
                                 const struct pg_node *node,
                                 const char **reason)
{
    struct walk walk = {.place = place};
    struct piece piece = walk_translate(&walk, node);
    *reason = walk.reason ? walk.reason : walk.difference;
    return walk.reason ? NULL : piece.sql;
}
