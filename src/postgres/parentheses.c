#include "postgres/parentheses.h"

#include <stdlib.h>
#include <string.h>

struct search {
    const struct pg_token_text *tokens;
    size_t n;
    size_t *closing; /* of an opening parenthesis; n: it has none */
    bool *is_query;
};

static bool parenthesis_is_byte(const struct search *search, size_t at,
                                char byte)
{
    return at < search->n && token_is_byte(&search->tokens[at], byte);
}

/* In quotes it would be a name. */
static bool is_one_of(const struct search *search, size_t at,
                      const char *const *words, size_t n)
{
    if (at >= search->n || search->tokens[at].kind != PG_TOKEN_IDENTIFIER)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!strcmp(search->tokens[at].text, words[i]))
            return true;
    return false;
}

/* Those without an end have `n`. */
static void find_closing(struct search *search)
{
    size_t *open = xmalloc((search->n + 1) * sizeof *open), depth = 0;
    for (size_t at = 0; at < search->n; at++) {
        search->closing[at] = search->n;
        if (parenthesis_is_byte(search, at, '('))
            open[depth++] = at;
        else if (parenthesis_is_byte(search, at, ')') && depth > 0)
            search->closing[open[--depth]] = at;
    }
    free(open);
}

/* What a query begins with; VALUES may name a column, too, and INSERT and its
 * like are queries in a WITH. */
static bool begins_query(const struct search *search, size_t at)
{
    static const char *const words[] = {"select", "with", "table"};
    static const char *const changes[] = {"insert", "update", "delete"};
    static const char *const as[] = {"as", "materialized"};
    static const char *const values[] = {"values"};
    return is_one_of(search, at, words, COUNT_OF(words)) ||
           (at >= 2 && is_one_of(search, at - 2, as, COUNT_OF(as)) &&
            is_one_of(search, at, changes, COUNT_OF(changes))) ||
           (is_one_of(search, at, values, COUNT_OF(values)) &&
            parenthesis_is_byte(search, at + 1, '('));
}

/* What may stand before a parenthesis that holds another one with a query in
 * it, unless it is a function's name. */
static bool may_hold_query(const struct search *search, size_t at)
{
    static const char *const words[] = {
        "in",     "any",    "some",      "all",          "exists",  "array",
        "from",   "join",   "as",        "materialized", "union",   "intersect",
        "except", "and",    "or",        "not",          "where",   "on",
        "when",   "then",   "else",      "case",         "select",  "by",
        "limit",  "offset", "returning", "distinct",     "lateral", "having"};
    enum pg_token kind;
    if (at == 0)
        return true;
    kind = search->tokens[at - 1].kind;
    return (kind != PG_TOKEN_IDENTIFIER && kind != PG_TOKEN_QUOTED &&
            kind != PG_TOKEN_UNICODE) ||
           is_one_of(search, at - 1, words, COUNT_OF(words));
}

/* Behind a query, what makes it part of a larger one. */
static bool parenthesis_goes_on(const struct search *search, size_t at)
{
    static const char *const words[] = {"union", "intersect", "except", "order",
                                        "limit", "offset",    "fetch",  "for"};
    return parenthesis_is_byte(search, at, ')') ||
           is_one_of(search, at, words, COUNT_OF(words));
}

bool *parentheses_of_queries(const struct pg_token_text *tokens, size_t n)
{
    struct search search = {.tokens = tokens, .n = n};
    search.closing = xmalloc((n + 1) * sizeof *search.closing);
    search.is_query = xmalloc((n + 1) * sizeof *search.is_query);
    find_closing(&search);
    memset(search.is_query, 0, (n + 1) * sizeof *search.is_query);
    /* From the end, since an outer parenthesis depends on the inner one. */
    for (size_t at = n; at-- > 0;)
        search.is_query[at] =
            parenthesis_is_byte(&search, at, '(') &&
            (begins_query(&search, at + 1) ||
             (search.is_query[at + 1] && may_hold_query(&search, at) &&
              parenthesis_goes_on(&search, search.closing[at + 1] + 1)));
    free(search.closing);
    return search.is_query;
}
