/* LIKE and ILIKE, which SQLite has as GLOB and LIKE. */
#include <string.h>

#include "translate/patterns.h"
#include "translate/translator.h"

#define NOTE_CASES "LIKE knows the two cases of ASCII letters only"

/* LIKE x ESCAPE 'c' is like_escape(x, 'c'), which stays where it is not one
 * byte. */
static const struct pg_node *like_pattern_of(const struct pg_node *node,
                                             char *escape)
{
    const struct pg_node *sign;
    *escape = '\\';
    node = node_without_casts(node);
    if (node->kind != NODE_CALL || strcmp(node->name.name, "like_escape") != 0)
        return node;
    sign = node_without_casts(node->items[1]);
    if (sign->kind != NODE_STRING || strlen(sign->text) > 1)
        return node;
    *escape = *sign->text;
    return node_without_casts(node->items[0]);
}

/* A pattern that is known at run time only: SQLite's LIKE for ILIKE, and GLOB
 * of the pattern with its signs replaced for LIKE. */
static struct fragment like_at_run_time(struct translator *translator,
                                        struct fragment left,
                                        struct fragment right,
                                        const char *escape, bool any_case,
                                        bool negated)
{
    const char *value =
        fragment_within(translator, left, PRECEDENCE_COMPARISON);
    const char *word = negated ? "NOT " : "";
    if (any_case) {
        translator_note(translator, NOTE_CASES);
        return fragment_make_typed(
            translator, translator_type(translator, "boolean"),
            PRECEDENCE_EQUALITY, "%s %sLIKE %s ESCAPE %s", value, word,
            fragment_within(translator, right, PRECEDENCE_COMPARISON),
            escape ? escape : "'\\'");
    }
    if (escape)
        return translator_refuse(translator,
                                 "LIKE ... ESCAPE with a pattern that is no "
                                 "literal needs --extension=yes");
    translator_note(translator,
                    "a backslash in the pattern of LIKE does not escape "
                    "(--extension=yes)");
    return fragment_make_typed(
        translator, translator_type(translator, "boolean"), PRECEDENCE_EQUALITY,
        "%s %sGLOB replace(replace(replace(replace(replace(%s, "
        "'[', '[[]'), '*', '[*]'), '?', '[?]'), '%%', '*'), '_', "
        "'?')",
        value, word, right.sql);
}

/* With the extension PostgreSQL's own rules hold for any pattern. */
struct fragment fragment_like(struct translator *translator, const char *name,
                              struct fragment left, struct fragment right,
                              const char *escape)
{
    bool negated = *name == '!', any_case = strchr(name, '*') != NULL;
    if (!left.sql || !right.sql)
        return NO_FRAGMENT;
    if (translator->context->use != USE_QUERY)
        return translator_refuse(translator, "a LIKE that SQLite cannot say");
    if (!class_is_text(left.class) && left.class != CLASS_ANY)
        return translator_refuse(translator, "LIKE of what is no text");
    if (!translator->context->dialect.extension)
        return like_at_run_time(translator, left, right, escape, any_case,
                                negated);
    return fragment_make_typed(
        translator, translator_type(translator, "boolean"),
        negated ? PRECEDENCE_NOT : PRECEDENCE_PRIMARY, "%s%s(%s, %s%s%s)",
        negated ? "NOT " : "", any_case ? "pg_ilike" : "pg_like", left.sql,
        right.sql, escape ? ", " : "", escape ? escape : "");
}

/* A pattern that is known at run time only. ESCAPE '\' says nothing new. */
static struct fragment like_of_value(struct translator *translator,
                                     const char *name, struct fragment left,
                                     const struct pg_node *right)
{
    const struct pg_node *pattern = node_without_casts(right), *sign;
    struct fragment escape;
    if (pattern->kind != NODE_CALL ||
        strcmp(pattern->name.name, "like_escape") != 0)
        return fragment_like(translator, name, left,
                             translate_node(translator, right), NULL);
    sign = node_without_casts(pattern->items[1]);
    if (sign->kind != NODE_STRING || !*sign->text || sign->text[1] ||
        *sign->text & 0x80)
        return translator_refuse(translator,
                                 "LIKE ... ESCAPE by what is no ASCII "
                                 "character, with a pattern that is no "
                                 "literal");
    escape = translate_node(translator, sign);
    return fragment_like(translator, name, left,
                         translate_node(translator, pattern->items[0]),
                         strcmp(sign->text, "\\") != 0 ? escape.sql : NULL);
}

/* A literal pattern becomes GLOB, which minds case as PostgreSQL's LIKE does.
 */
struct fragment translate_like(struct translator *translator, const char *name,
                               struct fragment left,
                               const struct pg_node *right)
{
    bool negated = *name == '!', any_case = strchr(name, '*') != NULL;
    char escape;
    const struct pg_node *pattern = like_pattern_of(right, &escape);
    const char *sql = NULL;
    if (fragment_is_type(&left, "character")) { /* its blanks count here */
        left.sql = fragment_as_stored(&left);
        left.precedence = PRECEDENCE_PRIMARY;
    }
    if (pattern->kind == NODE_STRING &&
        (class_is_text(left.class) || left.class == CLASS_ANY))
        sql = any_case ? pattern_to_like(translator->context->arena,
                                         pattern->text, escape)
                       : pattern_to_glob(translator->context->arena,
                                         pattern->text, escape);
    if (!sql)
        return like_of_value(translator, name, left, right);
    if (any_case && translator->context->use == USE_QUERY)
        translator_note(translator, NOTE_CASES);
    return fragment_make_typed(
        translator, translator_type(translator, "boolean"), PRECEDENCE_EQUALITY,
        "%s%s%s", fragment_within(translator, left, PRECEDENCE_COMPARISON),
        negated ? " NOT " : " ", sql);
}

/* PostgreSQL writes LIKE as an operator. */
bool like_is_operator(const char *name)
{
    return !strcmp(name, "~~") || !strcmp(name, "~~*") ||
           !strcmp(name, "!~~") || !strcmp(name, "!~~*");
}
