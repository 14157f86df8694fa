/* Operators, LIKE, IN, ANY and ALL. */
#include <string.h>

#include "sqlite/quote.h"
#include "translate/patterns.h"
#include "translate/signature.h"
#include "types/constant.h"

#define NOTE_JSON_TEXT                                                         \
    "JSON is compared as text: 1.0 and 1 differ, and so does the order of "    \
    "keys"
#define NOTE_CASES      "LIKE knows the two cases of ASCII letters only"
#define NOTE_NULL_ARRAY "for an array that is NULL SQLite's answer is not NULL"

static const struct operator_row {
    struct signature signature;
    enum piece_level level;
    const char *note;
} operators[] = {
#define OPERATOR(name, takes, gives, level, where, since, sql, note)           \
    {{name, takes, gives, WHERE_##where, since, sql}, LEVEL_##level, note},
#include "operators.def"
#undef OPERATOR
};

/* ---- enums are ordered by their labels' places ---- */

static struct piece rank_of(struct walk *walk, struct piece piece)
{
    const struct pg_type_definition *type =
        piece.type ? piece.type->definition : NULL;
    struct buffer sql = {0};
    if (piece.kind != CLASS_ENUM || !type)
        return piece;
    buffer_printf(&sql, "CASE %s", piece.sql);
    for (size_t i = 0; i < type->labels.n; i++) {
        buffer_add_text(&sql, " WHEN ");
        quote_text(&sql, type->labels.items[i], strlen(type->labels.items[i]));
        buffer_printf(&sql, " THEN %zu", i + 1);
    }
    piece = walk_typed(walk, walk_type(walk, "integer"), LEVEL_PRIMARY,
                       "%s END", buffer_text(&sql));
    buffer_release(&sql);
    return piece;
}

struct piece walk_sort_key(struct walk *walk, struct piece piece)
{
    bool is_not_null = piece.is_not_null;
    if (!piece.sql)
        return piece;
    if (piece.is_exact)
        signature_takes(walk, "number", &piece, 1);
    else if (walk_is_text(piece.kind) && piece.kind != CLASS_ENUM &&
             !walk_is_type(&piece, "uuid") && !piece.is_collated)
        walk_note(walk, NOTE_COLLATION);
    else if (piece.kind == CLASS_ENUM)
        piece = rank_of(walk, piece);
    else if (piece.kind == CLASS_ARRAY || piece.kind == CLASS_COMPOSITE ||
             piece.kind == CLASS_JSON || walk_is_interval(&piece))
        return walk_refuse(walk, "SQLite does not sort values of this type as "
                                 "PostgreSQL does");
    piece.is_not_null = is_not_null;
    return piece;
}

/* ---- from the table ---- */

/* A value of which nothing is known; a parameter is what it is bound to. */
static bool is_any_column(const struct piece *piece)
{
    return piece->kind == CLASS_ANY && !piece->is_parameter;
}

/* A text, but for literals that could be arrays or JSON. */
static bool says_text(const struct piece *piece)
{
    return walk_is_text(piece->kind) &&
           !(piece->text && strchr("{[", *piece->text));
}

/* What is joined or divided may be of other types than it is taken for. */
static void note_unknown(struct walk *walk, const char *name,
                         const struct piece *operands)
{
    const struct piece *a = &operands[0], *b = &operands[1];
    if (strchr("/%", *name) && (a->kind == CLASS_ANY || b->kind == CLASS_ANY))
        walk_note(walk, "what is divided has no type that is known: integers "
                        "are divided as integers (--types-from tells)");
    if (strchr("+-", *name) && is_any_column(a) && is_any_column(b))
        walk_note(walk, "what is added or subtracted has no type that is "
                        "known: it is taken for numbers (--types-from tells)");
    if (!strcmp(name, "||") && is_any_column(a) + is_any_column(b) > 0 &&
        !says_text(a) && !says_text(b))
        walk_note(walk, "values whose types are not known are joined as texts "
                        "(--types-from tells)");
}

static struct piece apply(struct walk *walk, const struct operator_row *row,
                          const struct piece *operands)
{
    const struct signature *signature = &row->signature;
    struct piece piece = {
        .level = row->level,
        .type = signature_gives(walk, signature->gives, operands, 2)};
    piece.kind = piece.type ? piece.type->class : CLASS_ANY;
    walk_use(walk, signature->name, signature->takes, signature->sql);
    if (row->note)
        walk_note(walk, row->note);
    note_unknown(walk, signature->name, operands);
    if (strchr(signature->sql, '$'))
        piece.sql = signature_expand(walk, signature->sql, operands, 2, "", "");
    else
        piece = walk_typed(walk, piece.type, row->level, "%s %s %s",
                           walk_within(walk, operands[0], row->level),
                           signature->sql,
                           walk_within(walk, operands[1], row->level + 1));
    piece.is_not_null = operands[0].is_not_null && operands[1].is_not_null &&
                        *signature->name != '/' && *signature->name != '%';
    return piece;
}

/* $1 + a: PostgreSQL takes the parameter for what stands beside it. */
static void take_type_beside(struct piece *piece, const struct piece *beside)
{
    if (!piece->is_parameter || beside->kind == CLASS_ANY || beside->text)
        return;
    piece->kind = beside->is_exact ? CLASS_NUMERIC : beside->kind;
    piece->type = beside->type;
}

/* ts + ? would be a number for SQLite. */
static bool compares_reckoned(const struct piece *one,
                              const struct piece *other)
{
    return signature_is_reckoned(one) &&
           (walk_is_time(other->kind) || walk_is_interval(other));
}

static bool is_arithmetic(const char *name)
{
    return (strchr("+-*/%^&|#", *name) && !name[1]) || !strcmp(name, "<<") ||
           !strcmp(name, ">>");
}

struct piece walk_operation(struct walk *walk, const char *name,
                            struct piece left, struct piece right)
{
    bool needs_extension;
    struct piece operands[2];
    const struct signature *found;
    bool orders = strchr("<>", *name) && strcmp(name, "<>") != 0;
    bool has_enum = left.kind == CLASS_ENUM || right.kind == CLASS_ENUM;
    if (is_arithmetic(name) || (orders && has_enum)) {
        take_type_beside(&left, &right);
        take_type_beside(&right, &left);
    }
    if (orders && left.kind == CLASS_ENUM && right.kind == CLASS_ENUM) {
        left = rank_of(walk, left);
        right = rank_of(walk, right);
    }
    if (compares_reckoned(&left, &right) || compares_reckoned(&right, &left))
        return walk_refuse(walk, "a time beside what is reckoned of values "
                                 "whose types are not known (--types-from "
                                 "tells)");
    operands[0] = left;
    operands[1] = right;
    found = signature_choose(walk, operators, COUNT_OF(operators),
                             sizeof *operators, name, operands, 2,
                             &needs_extension);
    if (found)
        return apply(walk, (const struct operator_row *)found, operands);
    return walk_refuse(walk,
                       "the operator %s has no equal in SQLite for these "
                       "types%s%s",
                       name, needs_extension ? " without --extension=yes" : "",
                       is_any_column(&left) || is_any_column(&right)
                           ? " (--types-from tells the types of columns)"
                           : "");
}

/* ---- before one operand ---- */

static struct piece prefix(struct walk *walk, const struct pg_node *node)
{
    struct piece right = walk_translate(walk, node->right), one;
    const char *name = node->name.name;
    bool is_sign = !strcmp(name, "-");
    if (!right.sql)
        return right;
    one = right;
    if (!strcmp(name, "@"))
        return signature_takes(walk, "number", &one, 1)
                   ? walk_typed(walk, one.type, LEVEL_PRIMARY, "abs(%s)",
                                one.sql)
                   : walk_refuse(walk, "the operator @ of no number");
    if (!strcmp(name, "~") && right.kind == CLASS_INTEGER)
        return walk_typed(walk, right.type, LEVEL_SIGN, "~%s",
                          walk_within(walk, right, LEVEL_PRIMARY));
    if ((!is_sign && strcmp(name, "+") != 0) ||
        !signature_takes(walk, "number", &one, 1))
        return walk_refuse(walk, "the operator %s has no equal in SQLite",
                           name);
    right = walk_make(walk, one.kind, LEVEL_SIGN, "%s%s", is_sign ? "-" : "",
                      walk_within(walk, one, LEVEL_PRIMARY));
    right.type = one.type;
    right.is_not_null = one.is_not_null;
    return right;
}

/* ---- LIKE ---- */

/* LIKE x ESCAPE 'c' is like_escape(x, 'c'); only the usual backslash is
 * kept. */
static const struct pg_node *pattern_of(const struct pg_node *node,
                                        char *escape)
{
    const struct pg_node *sign;
    *escape = '\\';
    node = walk_uncast(node);
    if (node->kind != NODE_CALL || strcmp(node->name.name, "like_escape") != 0)
        return node;
    sign = walk_uncast(node->items[1]);
    if (sign->kind == NODE_STRING && strlen(sign->text) <= 1)
        *escape = *sign->text;
    return walk_uncast(node->items[0]);
}

/* A pattern that is known at run time only: SQLite's LIKE for ILIKE, and GLOB
 * of the pattern with its signs replaced for LIKE. */
static struct piece like_at_run_time(struct walk *walk, struct piece left,
                                     struct piece right, bool any_case,
                                     bool negated)
{
    const char *value = walk_within(walk, left, LEVEL_COMPARISON);
    const char *word = negated ? "NOT " : "";
    if (any_case) {
        walk_note(walk, NOTE_CASES);
        return walk_typed(walk, walk_type(walk, "boolean"), LEVEL_EQUALITY,
                          "%s %sLIKE %s ESCAPE '\\'", value, word,
                          walk_within(walk, right, LEVEL_COMPARISON));
    }
    walk_note(walk, "a backslash in the pattern of LIKE does not escape "
                    "(--extension=yes)");
    return walk_typed(walk, walk_type(walk, "boolean"), LEVEL_EQUALITY,
                      "%s %sGLOB replace(replace(replace(replace(replace(%s, "
                      "'[', '[[]'), '*', '[*]'), '?', '[?]'), '%%', '*'), '_', "
                      "'?')",
                      value, word, right.sql);
}

static struct piece like_function(struct walk *walk, struct piece left,
                                  const struct pg_node *node, bool any_case,
                                  bool negated)
{
    const struct pg_node *pattern = walk_uncast(node);
    struct piece right;
    if (walk->place->use != USE_QUERY)
        return walk_refuse(walk, "a LIKE that SQLite cannot say");
    if (!walk_is_text(left.kind) && left.kind != CLASS_ANY)
        return walk_refuse(walk, "LIKE of what is no text");
    if (pattern->kind == NODE_CALL &&
        !strcmp(pattern->name.name, "like_escape"))
        return walk_refuse(walk, "LIKE ... ESCAPE with a pattern that is no "
                                 "literal");
    right = walk_translate(walk, node);
    if (!right.sql)
        return right;
    if (!walk->place->dialect.extension)
        return like_at_run_time(walk, left, right, any_case, negated);
    return walk_typed(walk, walk_type(walk, "boolean"),
                      negated ? LEVEL_NOT : LEVEL_PRIMARY, "%s%s(%s, %s)",
                      negated ? "NOT " : "", any_case ? "pg_ilike" : "pg_like",
                      left.sql, right.sql);
}

static struct piece like(struct walk *walk, const struct pg_node *node,
                         struct piece left)
{
    bool negated = *node->name.name == '!';
    bool any_case = strchr(node->name.name, '*') != NULL;
    char escape;
    const struct pg_node *pattern = pattern_of(node->right, &escape);
    const char *sql = NULL;
    if (walk_is_type(&left, "character")) { /* its blanks count here */
        left.sql = walk_as_stored(&left);
        left.level = LEVEL_PRIMARY;
    }
    if (pattern->kind == NODE_STRING &&
        (walk_is_text(left.kind) || left.kind == CLASS_ANY))
        sql = any_case
                  ? pattern_to_like(walk->place->arena, pattern->text, escape)
                  : pattern_to_glob(walk->place->arena, pattern->text, escape);
    if (!sql)
        return like_function(walk, left, node->right, any_case, negated);
    if (any_case && walk->place->use == USE_QUERY)
        walk_note(walk, NOTE_CASES);
    return walk_typed(walk, walk_type(walk, "boolean"), LEVEL_EQUALITY,
                      "%s%s%s", walk_within(walk, left, LEVEL_COMPARISON),
                      negated ? " NOT " : " ", sql);
}

static bool is_like(const char *name)
{
    return !strcmp(name, "~~") || !strcmp(name, "~~*") ||
           !strcmp(name, "!~~") || !strcmp(name, "!~~*");
}

/* ---- between two operands ---- */

static bool is_null(const struct piece *piece)
{
    return piece->kind == CLASS_ANY && !strcmp(piece->sql, "NULL");
}

/* Anything but arrays and JSON joins a text as text. */
static struct piece beside_text(struct walk *walk, struct piece piece,
                                const struct piece *beside)
{
    bool is_plain = piece.kind == CLASS_NUMERIC || piece.kind == CLASS_REAL ||
                    piece.is_exact || piece.kind == CLASS_BOOLEAN ||
                    walk_is_time(piece.kind);
    if (walk->place->use != USE_QUERY || !is_plain ||
        (!walk_is_text(beside->kind) && beside->kind != CLASS_ANY))
        return piece;
    return walk_cast_to(walk, piece, walk_type(walk, "text"));
}

struct piece walk_operator(struct walk *walk, const struct pg_node *node)
{
    const char *name = node->name.name;
    struct piece left, right, time;
    if (!node->left)
        return prefix(walk, node);
    left = walk_translate(walk, node->left);
    if (!left.sql)
        return left;
    if (is_like(name))
        return like(walk, node, left);
    if (!strncmp(name, "#>", 2))
        return walk_json_at(walk, left, node->right, name[2] == '>');
    right = walk_translate(walk, node->right);
    if (!right.sql)
        return right;
    if (strchr("+-", *name) && !name[1]) {
        time = walk_time_arithmetic(walk, node, left, right);
        if (time.sql || walk->reason)
            return time;
    }
    if (!strcmp(name, "||") && (is_null(&left) || is_null(&right)))
        return walk_make(walk, CLASS_ANY, LEVEL_PRIMARY, "NULL");
    if (!strcmp(name, "||")) {
        left = beside_text(walk, left, &right);
        right = beside_text(walk, right, &left);
        if (left.kind == CLASS_ARRAY)
            right = walk_typed_as(walk, right, &left);
        if (right.kind == CLASS_ARRAY)
            left = walk_typed_as(walk, left, &right);
    }
    if (strcmp(name, "||") != 0 && strncmp(name, "->", 2) != 0 &&
        strncmp(name, "#>", 2) != 0 && *name != '?') {
        left = walk_typed_as(walk, left, &right);
        right = walk_typed_as(walk, right, &left);
    }
    if (walk->reason)
        return WALK_NOTHING;
    return walk_operation(walk, name, left, right);
}

/* ---- IN ---- */

static struct piece in_list(struct walk *walk, struct piece left,
                            const struct pg_node *const *items, size_t n,
                            bool negated)
{
    struct buffer sql = {0};
    bool good = true;
    for (size_t i = 0; i < n && good; i++) {
        struct piece item = walk_translate(walk, items[i]);
        if (item.sql)
            item = walk_typed_as(walk, item, &left);
        good = item.sql && (walk_are_equal_kinds(&left, &item) ||
                            items[i]->kind == NODE_NULL);
        if (good)
            buffer_printf(&sql, "%s%s", i ? ", " : "", item.sql);
    }
    if (good && left.is_row)
        left =
            walk_make(walk, CLASS_BOOLEAN, LEVEL_EQUALITY, "%s %s (VALUES %s)",
                      left.sql, negated ? "NOT IN" : "IN", buffer_text(&sql));
    else if (good)
        left = walk_make(walk, CLASS_BOOLEAN, LEVEL_EQUALITY, "%s %s (%s)",
                         walk_within(walk, left, LEVEL_COMPARISON),
                         negated ? "NOT IN" : "IN", buffer_text(&sql));
    else
        left = walk_refuse(walk, "IN of values that SQLite compares otherwise");
    left.type = walk_type(walk, "boolean");
    buffer_release(&sql);
    return left;
}

struct piece walk_in(struct walk *walk, const struct pg_node *node)
{
    struct piece left = walk_translate(walk, node->left);
    if (!left.sql)
        return left;
    if (node->right)
        return walk_in_subquery(walk, left, node->right,
                                node->flags & NODE_NEGATED);
    return in_list(walk, left, node->items, node->n_items,
                   node->flags & NODE_NEGATED);
}

/* x = ANY (an array that is no list): its elements as rows. NULL for an array
 * gives NULL in PostgreSQL, no rows here. */
static struct piece in_array(struct walk *walk, struct piece left,
                             const struct pg_node *node, bool negated)
{
    struct piece array = walk_translate(walk, node), piece;
    const char *guard;
    if (!array.sql)
        return array;
    if (walk->place->use != USE_QUERY ||
        (array.kind != CLASS_ARRAY && array.kind != CLASS_ANY))
        return walk_refuse(walk, "ANY or ALL of what is no array");
    walk->needs_qualifying = true;
    guard = array.is_not_null
                ? ""
                : arena_printf(walk->place->arena, "%s IS NOT NULL",
                               walk_within(walk, array, LEVEL_COMPARISON));
    piece = walk_typed(walk, walk_type(walk, "boolean"), LEVEL_EQUALITY,
                       "%s %s (SELECT value FROM json_each(%s))",
                       walk_within(walk, left, LEVEL_COMPARISON),
                       negated ? "NOT IN" : "IN", array.sql);
    if (!*guard)
        return piece;
    return walk_typed(walk, piece.type, LEVEL_PRIMARY,
                      "CASE WHEN %s THEN %s END", guard, piece.sql);
}

/* x = ANY (ARRAY[...]), as PostgreSQL writes IN, behind casts perhaps. */
struct piece walk_any(struct walk *walk, const struct pg_node *node)
{
    bool is_in = node->kind == NODE_ANY && !strcmp(node->name.name, "=");
    bool is_not_in = node->kind == NODE_ALL && !strcmp(node->name.name, "<>");
    const struct pg_node *array = walk_uncast(node->right);
    struct piece left;
    if (!is_in && !is_not_in)
        return walk_refuse(walk, "%s ANY or ALL of an array", node->name.name);
    left = walk_translate(walk, node->left);
    if (!left.sql)
        return left;
    if (array->kind == NODE_QUERY)
        return walk_in_subquery(walk, left, array, is_not_in);
    if (array->kind != NODE_ARRAY)
        return in_array(walk, left, node->right, is_not_in);
    return in_list(walk, left, array->items, array->n_items, is_not_in);
}
