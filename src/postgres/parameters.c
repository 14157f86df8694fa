#include "postgres/parameters.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "postgres/lexer.h"

#define NAME "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

struct joining {
    struct arena *arena;
    const char *text;
    const struct pg_token_text *tokens;
    size_t n, at;
    struct pg_token_text *out;
    size_t n_out;
    size_t brackets;
    unsigned long greatest;
    unsigned n_positional;
    bool has_numbers; /* ?3 */
    bool is_format;   /* %s: then %% is a single one */
};

/* ---- what stands where ---- */

/* Words after which an expression begins, and what must stand before those
 * that may be names, too. */
static bool is_opening_word(const char *word, const char *before)
{
    static const struct opening {
        const char *word, *before;
    } words[] = {
        {"select", NULL},   {"distinct", NULL},   {"all", NULL},
        {"where", NULL},    {"and", NULL},        {"or", NULL},
        {"not", NULL},      {"limit", NULL},      {"offset", NULL},
        {"in", NULL},       {"like", NULL},       {"ilike", NULL},
        {"values", NULL},   {"between", NULL},    {"then", NULL},
        {"when", NULL},     {"else", NULL},       {"case", NULL},
        {"on", NULL},       {"having", NULL},     {"by", NULL},
        {"from", NULL},     {"for", NULL},        {"any", NULL},
        {"some", NULL},     {"escape", NULL},     {"using", NULL},
        {"to", NULL},       {"similar", NULL},    {"returning", NULL},
        {"overlaps", NULL}, {"placing", NULL},    {"symmetric", NULL},
        {"variadic", NULL}, {"asymmetric", NULL}, {"both", NULL},
        {"leading", NULL},  {"trailing", NULL},   {"zone", "time"},
        {"first", "fetch"}, {"next", "fetch"},
    };
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (!strcmp(words[i].word, word))
            return !words[i].before || !strcmp(words[i].before, before);
    return false;
}

/* Does a value begin after the last token, and not an operator? */
static bool expects_value(const struct joining *joining)
{
    const struct pg_token_text *last =
        joining->n_out ? &joining->out[joining->n_out - 1] : NULL;
    if (!last)
        return false;
    switch (last->kind) {
    /* After a closing bracket comes an operator. */
    case PG_TOKEN_SELF: return strchr(")].;", *last->text) == NULL;
    case PG_TOKEN_OPERATOR:
    case PG_TOKEN_COMPARE:
    case PG_TOKEN_ARROW:
    case PG_TOKEN_ASSIGN: return true;
    case PG_TOKEN_IDENTIFIER:
        return is_opening_word(last->text,
                               joining->n_out > 1 ? last[-1].text : "");
    default: return false;
    }
}

/* Does the next token follow without a blank, and is it of the kind? */
static bool is_joined(const struct joining *joining, enum pg_token kind)
{
    const struct pg_token_text *token = &joining->tokens[joining->at];
    return joining->at + 1 < joining->n && token[1].kind == kind &&
           token[1].at == token->at + strlen(token->text);
}

/* One of the last tokens that were given out, counted from the end. */
static bool last_is(const struct joining *joining, size_t back, char byte)
{
    const struct pg_token_text *token;
    if (joining->n_out < back)
        return false;
    token = &joining->out[joining->n_out - back];
    return token_is_byte(token, byte);
}

/* a[:n] is a slice without a lower bound, ARRAY[:n] has an element. */
static bool begins_slice(const struct joining *joining)
{
    const struct pg_token_text *before =
        joining->n_out > 1 ? &joining->out[joining->n_out - 2] : NULL;
    if (!joining->brackets || !last_is(joining, 1, '['))
        return false;
    return before &&
           !(before->kind == PG_TOKEN_IDENTIFIER &&
             !strcmp(before->text, "array")) &&
           !last_is(joining, 2, '[') && !last_is(joining, 2, ',');
}

/* ---- making them ---- */

/* Adds a token that was put together or split off here; `at` is where it begins
 * in the text. */
static void parameter_add(struct joining *joining, enum pg_token kind,
                          uint32_t at, const char *text)
{
    joining->out[joining->n_out++] = (struct pg_token_text){kind, at, text};
}

/* The bytes from `at` on that make a name, case and all: drivers bind by it. */
static const char *name_at(const struct joining *joining, uint32_t at)
{
    const char *text = joining->text + at;
    size_t length = 0;
    while (isalnum((unsigned char)text[length]) || text[length] == '_' ||
           text[length] == '$' || (unsigned char)text[length] >= 0x80)
        length++;
    return arena_copy(joining->arena, text, length);
}

/* The token's last byte and the name after it. */
static void add_named(struct joining *joining, char sign)
{
    const struct pg_token_text *name = &joining->tokens[joining->at + 1];
    parameter_add(
        joining, PG_TOKEN_PARAMETER, name->at - 1,
        arena_printf(joining->arena, "%c%s", sign, name_at(joining, name->at)));
    joining->at += 2;
}

/* As SQLite counts: a ? is the next number after the greatest so far. */
static void add_positional(struct joining *joining, uint32_t at)
{
    const struct pg_token_text *number = &joining->tokens[joining->at + 1];
    bool has_number = is_joined(joining, PG_TOKEN_INTEGER);
    unsigned long wanted =
        has_number ? strtoul(number->text, NULL, 10) : joining->greatest + 1;
    joining->has_numbers |= has_number;
    if (wanted > joining->greatest)
        joining->greatest = wanted;
    joining->n_positional++;
    parameter_add(joining, PG_TOKEN_PARAMETER, at,
                  arena_printf(joining->arena, "?%lu", wanted));
    joining->at += has_number ? 2 : 1;
}

/* %s is the next ?, %(name)s is :name. */
static bool add_formatted(struct joining *joining, uint32_t at)
{
    const struct pg_token_text *token = &joining->tokens[joining->at] + 1;
    size_t left = joining->n - joining->at - 1;
    bool is_plain = left && token->at == at + 1 && token_is_word(token, "s") &&
                    token->kind == PG_TOKEN_IDENTIFIER;
    bool is_named =
        left >= 4 && token->at == at + 1 && token_is_byte(token, '(') &&
        token[1].kind == PG_TOKEN_IDENTIFIER && token_is_byte(&token[2], ')') &&
        token_is_word(&token[3], "s") && token[3].at == token[2].at + 1;
    if (is_plain)
        parameter_add(
            joining, PG_TOKEN_PARAMETER, at,
            arena_printf(joining->arena, "?%lu", ++joining->greatest));
    else if (is_named)
        parameter_add(
            joining, PG_TOKEN_PARAMETER, at,
            arena_printf(joining->arena, ":%s", name_at(joining, token[1].at)));
    joining->n_positional += is_plain;
    joining->is_format |= is_plain || is_named;
    joining->at += is_plain ? 2 : is_named ? 5 : 0;
    return is_plain || is_named;
}

/* sqlc.arg(x) and its like stay as they are written: sqlc reads them for
 * SQLite, too. */
static bool take_macro(struct joining *joining)
{
    static const char *const names[] = {"arg", "narg", "slice", "embed"};
    const struct pg_token_text *token = &joining->tokens[joining->at];
    bool is_macro = false;
    if (joining->n - joining->at < 6 || !token_is_word(token, "sqlc") ||
        !token_is_byte(&token[1], '.') || !token_is_byte(&token[3], '(') ||
        !token_is_byte(&token[5], ')') ||
        (token[4].kind != PG_TOKEN_IDENTIFIER &&
         token[4].kind != PG_TOKEN_STRING))
        return false;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        is_macro |= token_is_word(&token[2], names[i]);
    /* Nothing but a name may come out of the text. */
    if (token[4].kind == PG_TOKEN_STRING)
        is_macro &=
            token[4].text[0] && !token[4].text[strspn(token[4].text, NAME)];
    /* Rebuilt: what stands between could be a comment. */
    if (is_macro)
        parameter_add(joining, PG_TOKEN_PARAMETER, token->at,
                      token[4].kind == PG_TOKEN_STRING
                          ? arena_printf(joining->arena, "sqlc.%s('%s')",
                                         token[2].text, token[4].text)
                          : arena_printf(joining->arena, "sqlc.%s(%s)",
                                         token[2].text,
                                         name_at(joining, token[4].at)));
    joining->at += is_macro ? 6 : 0;
    return is_macro;
}

/* '%%' and a %% b of a text with %s. */
static void undouble_percents(struct joining *joining)
{
    for (size_t i = 0; i < joining->n_out && joining->is_format; i++) {
        struct pg_token_text *token = &joining->out[i];
        struct buffer text = {0};
        if ((token->kind != PG_TOKEN_STRING &&
             token->kind != PG_TOKEN_OPERATOR) ||
            !strstr(token->text, "%%"))
            continue;
        for (const char *at = token->text; *at; at++) {
            buffer_add_byte(&text, *at);
            at += at[0] == '%' && at[1] == '%';
        }
        token->text = arena_copy(joining->arena, text.bytes, text.size);
        if (token->kind == PG_TOKEN_OPERATOR)
            token->kind = lexer_operator(token->text, text.size);
        buffer_release(&text);
    }
}

/* ---- one token ---- */

/* The lexer takes =@ and =? for operators; what is before the sign may be one
 * by itself. <@ and similar ones are. */
static bool is_comparison(const char *text, size_t length)
{
    static const char *const words[] = {"=", "<>", "!=", ">=", "<=", ">",
                                        "+", "-",  "*",  "/",  "||", "%"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strlen(words[i]) == length && !memcmp(words[i], text, length))
            return true;
    return false;
}

/* What remains of an operator is another kind of token perhaps. */
static void add_first_part(struct joining *joining,
                           const struct pg_token_text *token, size_t length)
{
    const char *text = arena_copy(joining->arena, token->text, length);
    parameter_add(joining, lexer_operator(text, length), token->at, text);
}

/* True if the operator's last byte was a parameter's sign. */
static bool take_operator(struct joining *joining,
                          const struct pg_token_text *token)
{
    size_t before = strlen(token->text) - 1;
    char sign = token->text[before];
    /* <@ is an operator. */
    bool is_less = before == 1 && *token->text == '<' && sign != '@';
    bool is_split = before && (is_less || is_comparison(token->text, before));
    uint32_t at = token->at + (uint32_t)before;
    if (sign == '@' && (!before || is_split) &&
        is_joined(joining, PG_TOKEN_IDENTIFIER)) {
        if (before)
            add_first_part(joining, token, before);
        add_named(joining, '@');
        return true;
    }
    if (sign == '%' && (before ? is_split : expects_value(joining))) {
        size_t n_out = joining->n_out;
        if (before)
            add_first_part(joining, token, before);
        if (add_formatted(joining, at))
            return true;
        joining->n_out = n_out;
    }
    if (sign != '?' || (before ? !is_split : !expects_value(joining)))
        return false;
    if (before)
        add_first_part(joining, token, before);
    add_positional(joining, at);
    return true;
}

/* :name; a slice, a cast and JSON paths have colons, too. */
static bool take_colon(struct joining *joining)
{
    if (!is_joined(joining, PG_TOKEN_IDENTIFIER) || !expects_value(joining) ||
        begins_slice(joining))
        return false;
    add_named(joining, ':');
    return true;
}

static bool take_parameter(struct joining *joining,
                           const struct pg_token_text *token)
{
    if (token->kind == PG_TOKEN_OPERATOR || token_is_byte(token, '%'))
        return take_operator(joining, token);
    if (token->kind == PG_TOKEN_IDENTIFIER)
        return take_macro(joining);
    return token_is_byte(token, ':') && take_colon(joining);
}

/* At most two tokens come of one, hence twice the room. */
struct pg_token_text *parameters_join(struct arena *arena, const char *text,
                                      const struct pg_token_text *tokens,
                                      size_t *n, unsigned *n_positional)
{
    struct joining joining = {
        .arena = arena, .text = text, .tokens = tokens, .n = *n};
    joining.out = arena_alloc(arena, (2 * *n + 1) * sizeof *joining.out);
    while (joining.at < joining.n) {
        const struct pg_token_text *token = &tokens[joining.at];
        if (take_parameter(&joining, token))
            continue;
        joining.brackets += token_is_byte(token, '[');
        joining.brackets -= joining.brackets && token->kind == PG_TOKEN_SELF &&
                            *token->text == ']';
        joining.out[joining.n_out++] = *token;
        joining.at++;
    }
    undouble_percents(&joining);
    *n = joining.n_out;
    /* With numbers of their own they cannot be written as ? again. */
    *n_positional = joining.has_numbers ? 0 : joining.n_positional;
    return joining.out;
}

const struct pg_token_text *
parameters_find_odd(const struct pg_token_text *tokens, size_t n)
{
    const struct pg_token_text *first = NULL;
    for (size_t i = 0; i < n; i++) {
        if (tokens[i].kind != PG_TOKEN_PARAMETER)
            continue;
        if (!first)
            first = &tokens[i];
        else if ((*first->text == '?') != (*tokens[i].text == '?'))
            return &tokens[i];
    }
    return NULL;
}
