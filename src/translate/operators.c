/* Operators. */
#include <string.h>

#include "sqlite/quote.h"
#include "translate/operand_classes.h"
#include "translate/signature.h"

#define NOTE_JSON_TEXT                                                         \
    "JSON is compared as text: 1.0 and 1 differ, and so does the order of "    \
    "keys"
#define NOTE_SHIFT                                                             \
    "a shift is one of 64 bits, and by less than nothing the other way"
#define NOTE_NULL_ARRAY "for an array that is NULL SQLite's answer is not NULL"

/* SQLite takes trees 1,000 levels deep, and parses some 30 nested calls. */
enum { MAX_LINKS = 500, MAX_CALLS = 25 };

static const struct operator_row {
    struct signature signature;
    enum precedence precedence;
    const char *note;
} operators[] = {
#define OPERATOR(name, arguments, result, precedence, allowed_in, min_version, \
                 sql, note)                                                    \
    {{name, arguments, result, WHERE_##allowed_in, min_version, sql},          \
     PRECEDENCE_##precedence,                                                  \
     note},
#include "operators.def"
#undef OPERATOR
};

/* ---- enums are ordered by their labels' places ---- */

static struct fragment operator_rank_of(struct translator *translator,
                                        struct fragment fragment)
{
    const struct pg_type_definition *type =
        fragment.type ? fragment.type->definition : NULL;
    struct buffer sql = {0};
    if (fragment.class != CLASS_ENUM || !type)
        return fragment;
    buffer_printf(&sql, "CASE %s", fragment.sql);
    for (size_t i = 0; i < type->labels.n; i++) {
        buffer_add_text(&sql, " WHEN ");
        quote_text(&sql, type->labels.items[i], strlen(type->labels.items[i]));
        buffer_printf(&sql, " THEN %zu", i + 1);
    }
    fragment =
        fragment_make_typed(translator, translator_type(translator, "integer"),
                            PRECEDENCE_PRIMARY, "%s END", buffer_text(&sql));
    buffer_release(&sql);
    return fragment;
}

/* By the extension: what sorts as PostgreSQL sorts the value. */
static struct fragment key_of(struct translator *translator,
                              struct fragment fragment, const char *function)
{
    /* A COLLATE inside of it would be that of the key. */
    return fragment_make(
        translator, CLASS_REAL, PRECEDENCE_PRIMARY,
        strstr(fragment.sql, " COLLATE ") ? "%s(%s) COLLATE BINARY" : "%s(%s)",
        function, fragment.sql);
}

struct fragment fragment_sort_key(struct translator *translator,
                                  struct fragment fragment)
{
    bool is_not_null = fragment.is_not_null;
    if (!fragment.sql)
        return fragment;
    if (fragment.is_exact && translator->context->dialect.extension)
        fragment = key_of(translator, fragment, "numeric_key");
    else if (fragment.is_exact)
        signature_matches(translator, "number", &fragment, 1);
    else if (class_is_text(fragment.class) && fragment.class != CLASS_ENUM &&
             !fragment_is_type(&fragment, "uuid") && !fragment.is_collated)
        translator_note(translator, NOTE_COLLATION);
    else if (fragment.class == CLASS_ENUM)
        fragment = operator_rank_of(translator, fragment);
    else if (fragment_is_interval(&fragment) &&
             translator->context->dialect.extension)
        fragment = key_of(translator, fragment, "interval_seconds");
    else if (fragment.class == CLASS_ARRAY &&
             translator->context->dialect.extension)
        fragment = key_of(translator, fragment, "array_key");
    else if (fragment.class == CLASS_ARRAY ||
             fragment.class == CLASS_COMPOSITE ||
             fragment.class == CLASS_JSON || fragment.class == CLASS_UNSORTED ||
             fragment_is_interval(&fragment))
        return translator_refuse(translator,
                                 "SQLite does not sort values of this type as "
                                 "PostgreSQL does");
    fragment.is_not_null = is_not_null;
    return fragment;
}

/* ---- from the table ---- */

/* A value of which nothing is known; a parameter is what it is bound to. */
static bool is_any_column(const struct fragment *fragment)
{
    return fragment->class == CLASS_ANY && !fragment->is_parameter;
}

/* A text, but for literals that could be arrays or JSON. */
static bool says_text(const struct fragment *fragment)
{
    return class_is_text(fragment->class) &&
           !(fragment->text && strchr("{[", *fragment->text));
}

/* What is joined or divided may be of other types than it is taken for. */
static void note_unknown(struct translator *translator, const char *name,
                         const struct fragment *operands)
{
    const struct fragment *a = &operands[0], *b = &operands[1];
    if (strchr("/%", *name) && (a->class == CLASS_ANY || b->class == CLASS_ANY))
        translator_note(translator,
                        "what is divided has no type that is known: integers "
                        "are divided as integers (--types-from tells)");
    if (strchr("+-", *name) && is_any_column(a) && is_any_column(b))
        translator_note(translator,
                        "what is added or subtracted has no type that is "
                        "known: it is taken for numbers (--types-from tells)");
    if (!strcmp(name, "||") && is_any_column(a) + is_any_column(b) > 0 &&
        !says_text(a) && !says_text(b))
        translator_note(translator,
                        "values whose types are not known are joined as texts "
                        "(--types-from tells)");
}

/* A chain of calls is nested in SQL, too. Quotes are not looked at: what they
 * hold is balanced, or makes the depth greater. */
static bool is_nested_deeply(const char *sql)
{
    size_t depth = 0, deepest = 0;
    for (; *sql; sql++) {
        depth += *sql == '(';
        depth -= *sql == ')' && depth;
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest > MAX_CALLS;
}

/* Either a template with $1 and $2, or an operator between both. */
static struct fragment operator_apply(struct translator *translator,
                                      const struct operator_row *row,
                                      const struct fragment *operands)
{
    const struct signature *signature = &row->signature;
    struct fragment fragment =
        signature_result(translator, signature, operands, 2);
    fragment.precedence = row->precedence;
    translator_note_use(translator, signature->name, signature->arguments,
                        signature->sql);
    if (row->note)
        translator_note(translator, row->note);
    note_unknown(translator, signature->name, operands);
    if (!strncmp(signature->result, "same", 4) &&
        (fragment_is_type(&operands[0], "character") ||
         fragment_is_type(&operands[1], "character")))
        translator_note(translator, NOTE_BLANKS);
    if (strchr(signature->sql, '$'))
        fragment.sql =
            signature_expand(translator, signature->sql, operands, 2, "", "");
    if (fragment.sql && is_nested_deeply(fragment.sql))
        return translator_refuse(translator,
                                 "nested deeper than SQLite's parser goes");
    if (!fragment.sql)
        fragment = fragment_make_typed(
            translator, fragment.type, row->precedence, "%s %s %s",
            fragment_within(translator, operands[0], row->precedence),
            signature->sql,
            fragment_within(translator, operands[1], row->precedence + 1));
    fragment.is_not_null = operands[0].is_not_null && operands[1].is_not_null &&
                           /* By zero: an error in PostgreSQL, NULL in SQLite.
                            */
                           *signature->name != '/' && *signature->name != '%';
    return fragment;
}

/* $1 + a: PostgreSQL takes the parameter for what stands beside it. */
static void take_type_beside(struct fragment *fragment,
                             const struct fragment *beside)
{
    if (!fragment->is_parameter || beside->class == CLASS_ANY || beside->text)
        return;
    fragment->class = beside->is_exact ? CLASS_NUMERIC : beside->class;
    fragment->type = beside->type;
}

/* ts + ? would be a number for SQLite. */
static bool compares_computed(const struct fragment *one,
                              const struct fragment *other)
{
    return operand_is_computed(one) &&
           (class_is_time(other->class) || fragment_is_interval(other));
}

/* What is bound for an array or JSON may have blanks. */
static struct fragment as_json_beside(struct translator *translator,
                                      struct fragment fragment,
                                      const struct fragment *beside)
{
    /* Under a cast it is one still. */
    bool is_bound = fragment.is_parameter ||
                    (fragment.sql && strchr("?$@:", *fragment.sql));
    if (!is_bound || fragment.is_null ||
        (beside->class != CLASS_ARRAY && beside->class != CLASS_JSON))
        return fragment;
    return fragment_make_typed(translator, beside->type, PRECEDENCE_PRIMARY,
                               "json(%s)", fragment.sql);
}

/* text || 1.5: what is no text becomes one. */
static struct fragment joined_as_text(struct translator *translator,
                                      struct fragment fragment,
                                      const struct fragment *beside)
{
    bool is_other =
        fragment.class == CLASS_NUMERIC || fragment.is_exact ||
        fragment.class == CLASS_REAL || fragment.class == CLASS_BOOLEAN ||
        fragment.class == CLASS_OPAQUE || class_is_time(fragment.class);
    bool is_text = (says_text(beside) && !beside->is_exact &&
                    beside->class != CLASS_OPAQUE) ||
                   (beside->is_parameter && beside->class == CLASS_ANY &&
                    !beside->is_null);
    return is_other && is_text
               ? fragment_cast(translator, fragment,
                               translator_type(translator, "text"))
               : fragment;
}

/* Arithmetic: a parameter takes the type of the other operand, whatever that
 * is. */
static bool is_arithmetic(const char *name)
{
    return (strchr("+-*/%^&|#", *name) && !name[1]) || !strcmp(name, "<<") ||
           !strcmp(name, ">>");
}

/* Both operands are translated already; BETWEEN calls it twice with one of
 * them. */
struct fragment translate_operation(struct translator *translator,
                                    const char *name, struct fragment left,
                                    struct fragment right)
{
    bool needs_extension;
    struct fragment operands[2];
    const struct signature *found;
    bool orders = strchr("<>", *name) && strcmp(name, "<>") != 0;
    bool has_enum = left.class == CLASS_ENUM || right.class == CLASS_ENUM;
    if ((is_arithmetic(name) &&
         !(strchr("*/", *name) &&
           (fragment_is_interval(&left) || fragment_is_interval(&right)))) ||
        (orders && has_enum) || left.is_exact || right.is_exact) {
        take_type_beside(&left, &right);
        take_type_beside(&right, &left);
    }
    /* Labels are texts in SQLite, and would be sorted as such. */
    if (orders && left.class == CLASS_ENUM && right.class == CLASS_ENUM) {
        left = operator_rank_of(translator, left);
        right = operator_rank_of(translator, right);
    }
    if (compares_computed(&left, &right) || compares_computed(&right, &left))
        return translator_refuse(translator,
                                 "a time beside what is reckoned of values "
                                 "whose types are not known (--types-from "
                                 "tells)");
    if (!strcmp(name, "=") || !strcmp(name, "<>")) {
        left = as_json_beside(translator, left, &right);
        right = as_json_beside(translator, right, &left);
    }
    operands[0] = left;
    operands[1] = right;
    if (!strcmp(name, "||")) {
        operands[0] = joined_as_text(translator, left, &right);
        operands[1] = joined_as_text(translator, right, &left);
    }
    if (!operands[0].sql || !operands[1].sql)
        return NO_FRAGMENT;
    found = signature_choose(translator, operators, COUNT_OF(operators),
                             sizeof *operators, name, operands, 2,
                             &needs_extension);
    if (found)
        return operator_apply(translator, (const struct operator_row *)found,
                              operands);
    return translator_refuse(translator,
                             "the operator %s has no equal in SQLite for these "
                             "types%s%s",
                             name,
                             needs_extension ? " without --extension=yes" : "",
                             is_any_column(&left) || is_any_column(&right)
                                 ? " (--types-from tells the types of columns)"
                                 : "");
}

/* ---- before one operand ---- */

/* -x, +x, @x and ~x. */
static struct fragment prefix(struct translator *translator,
                              const struct pg_node *node)
{
    struct fragment right = translate_node(translator, node->right), one;
    const char *name = node->name.name;
    bool is_sign = !strcmp(name, "-");
    if (!right.sql)
        return right;
    one = right;
    if (is_sign && right.is_exact && translator->context->dialect.extension)
        return translate_operation(
            translator, "-",
            fragment_make_typed(translator,
                                translator_type(translator, "integer"),
                                PRECEDENCE_PRIMARY, "0"),
            right);
    if (!strcmp(name, "@"))
        return signature_matches(translator, "number", &one, 1)
                   ? fragment_make_typed(translator, one.type,
                                         PRECEDENCE_PRIMARY, "abs(%s)", one.sql)
                   : translator_refuse(translator,
                                       "the operator @ of no number");
    if (!strcmp(name, "~") && right.class == CLASS_INTEGER)
        return fragment_make_typed(
            translator, right.type, PRECEDENCE_SIGN, "~%s",
            fragment_within(translator, right, PRECEDENCE_PRIMARY));
    if (is_sign && fragment_is_interval(&right) &&
        translator->context->dialect.extension)
        return fragment_make_typed(translator, right.type, PRECEDENCE_PRIMARY,
                                   "interval_multiply(%s, -1)", right.sql);
    if ((!is_sign && strcmp(name, "+") != 0) ||
        !signature_matches(translator, "number", &one, 1))
        return translator_refuse(
            translator, "the operator %s has no equal in SQLite", name);
    right = fragment_make(translator, one.class, PRECEDENCE_SIGN, "%s%s",
                          is_sign ? "-" : "",
                          fragment_within(translator, one, PRECEDENCE_PRIMARY));
    if (one.number && one.precedence == PRECEDENCE_PRIMARY)
        right.number = right.sql;
    right.type = one.type;
    right.is_not_null = one.is_not_null;
    return right;
}

/* ---- between two operands ---- */

/* NULL || a scalar is NULL, NULL || an array the array. */
static bool operator_is_null(const struct fragment *fragment)
{
    return fragment->class == CLASS_ANY && fragment->is_null;
}

/* Anything but arrays and JSON joins a text as text. */
static struct fragment beside_text(struct translator *translator,
                                   struct fragment fragment,
                                   const struct fragment *beside)
{
    bool is_plain = fragment.class == CLASS_NUMERIC ||
                    fragment.class == CLASS_REAL || fragment.is_exact ||
                    fragment.class == CLASS_BOOLEAN ||
                    class_is_time(fragment.class);
    if (translator->context->use != USE_QUERY || !is_plain ||
        (!class_is_text(beside->class) && beside->class != CLASS_ANY))
        return fragment;
    return fragment_cast(translator, fragment,
                         translator_type(translator, "text"));
}

/* Types settle between the two sides before a row is chosen. */
/* Between JSON and an array of texts. */
static bool takes_array(const char *name)
{
    return !strcmp(name, "?|") || !strcmp(name, "?&") ||
           (*name == '#' && name[1]);
}

static bool compares_order(const char *name)
{
    return strchr("=<>", *name) && (!name[1] || !strcmp(name, "<=") ||
                                    !strcmp(name, ">=") || !strcmp(name, "<>"));
}

/* a || b || c is a tree as deep as it is long, and flat in SQL. */
static struct fragment first_operand(struct translator *translator,
                                     const struct pg_node *node)
{
    const struct pg_node *left = node->left;
    struct fragment fragment;
    if (left->kind != NODE_OPERATOR || !left->left ||
        left->flags & NODE_GROUPED)
        return translate_node(translator, left);
    if (++translator->links > MAX_LINKS)
        return translator_refuse(translator, "too many operands for SQLite");
    translator->depth--;
    fragment = translate_node(translator, left);
    translator->depth++;
    translator->links--;
    return fragment;
}

struct fragment translate_operator(struct translator *translator,
                                   const struct pg_node *node)
{
    const char *name = node->name.name;
    struct fragment left, right, done;
    if (!node->left)
        return prefix(translator, node);
    if (node->left->kind == NODE_ROW && node->right->kind == NODE_ROW &&
        translator->context->use == USE_QUERY && compares_order(name))
        return translate_row_comparison(translator, name, node->left,
                                        node->right);
    if ((node->left->kind == NODE_ROW &&
         !row_is_plain(translator, node->left)) ||
        (node->right->kind == NODE_ROW &&
         !row_is_plain(translator, node->right)))
        return translator_refuse(translator,
                                 "a row of such types beside what is no row");
    left = first_operand(translator, node);
    if (!left.sql)
        return left;
    if (like_is_operator(name))
        return translate_like(translator, name, left, node->right);
    if (!strncmp(name, "#>", 2) || !strcmp(name, "#-")) {
        right = name[1] == '-'
                    ? translate_json_delete(translator, left, node->right)
                    : translate_json_path(translator, left, node->right,
                                          name[2] == '>');
        if (right.sql || translator->reason)
            return right;
    }
    right = translate_node(translator, node->right);
    if (!right.sql)
        return right;
    if (right.text && takes_array(name))
        right = translate_constant(
            translator, translator_type(translator, "text[]"), right.text);
    if (strchr("+-", *name) && !name[1]) {
        done = translate_time_arithmetic(translator, node, left, right);
        if (done.sql || translator->reason)
            return done;
    }
    if (!strcmp(name, "||") &&
        (operator_is_null(&left) || operator_is_null(&right)))
        return left.class == CLASS_ARRAY    ? left
               : right.class == CLASS_ARRAY ? right
                                            : fragment_null(translator);
    if (!strcmp(name, "||")) {
        left = beside_text(translator, left, &right);
        right = beside_text(translator, right, &left);
        if (left.class == CLASS_ARRAY)
            right = fragment_typed_as(translator, right, &left);
        if (right.class == CLASS_ARRAY)
            left = fragment_typed_as(translator, left, &right);
    }
    if (strcmp(name, "||") != 0 && strncmp(name, "->", 2) != 0 &&
        !takes_array(name) && *name != '?' &&
        !(left.class == CLASS_JSON && !strcmp(name, "-"))) {
        left = fragment_typed_as(translator, left, &right);
        right = fragment_typed_as(translator, right, &left);
    }
    if (translator->reason)
        return NO_FRAGMENT;
    done = translator->context->use == USE_QUERY
               ? fragment_computed(translator, name, &left, &right)
               : NO_FRAGMENT;
    return done.sql ? done : translate_operation(translator, name, left, right);
}
