/* PostgreSQL's tokens, for re2c.
 *
 * Two blocks: lexer_next knows the whole language, lexer_value only what can
 * stand in a VALUES row, because nearly all bytes of a dump go through it. What
 * has no fixed shape (strings, nested comments, dollar quotes) is read by a
 * helper that jumps from one interesting byte to the next with memchr.
 *
 * re2c ends the text with a NUL at `limit` (dumps hold none) and calls
 * lexer_fill for more; lexer_fill keeps what `keep` asks for. */
#include "postgres/lexer.h"

#include <string.h>

/* The cursor is a local variable while the rules run, for speed; the lexer has
 * it whenever anybody else looks. */
#define BYTES(text) ((const unsigned char *)(text))
#define FILL()                                                                 \
    (lexer->cursor = (const char *)cursor,                                     \
     lexer_fill(lexer) ? (cursor = BYTES(lexer->cursor), true)                 \
                       : (cursor = BYTES(lexer->cursor), false))
#define RETURN(answer)                                                         \
    do {                                                                       \
        lexer->cursor = (const char *)cursor;                                  \
        return answer;                                                         \
    } while (0)

/*!re2c
    re2c:api:style = free-form;
    re2c:define:YYCTYPE  = "unsigned char";
    re2c:define:YYCURSOR = cursor;
    re2c:define:YYMARKER = lexer->marker;
    re2c:define:YYLIMIT  = BYTES(lexer->limit);
    re2c:define:YYFILL   = "FILL()";
    re2c:eof = 0;
    re2c:tags = 0;

    end             = "\x00";
    space           = [ \t\n\r\f\v];
    digit           = [0-9];
    letter          = [A-Za-z_\x80-\xff];
    identifier      = letter (letter | digit | "$")*;
    operator        = [-+*/<>=~!@#%^&|`?];
    self            = [,()[\].;:+*/%^<>=-];

    decimal_digits  = digit ("_"? digit)*;
    hex_integer     = "0" [xX] ("_"? [0-9A-Fa-f])+;
    octal_integer   = "0" [oO] ("_"? [0-7])+;
    binary_integer  = "0" [bB] ("_"? [01])+;
    other_integer   = hex_integer | octal_integer | binary_integer;
    exponent        = [eE] [-+]? decimal_digits;
    fraction        = decimal_digits "." decimal_digits? | "." decimal_digits;
    number          = fraction exponent? | decimal_digits exponent;
    plain_number    = (digit+ "." digit* | "." digit+) ([eE] [-+]? digit+)?
                    | digit+ [eE] [-+]? digit+;
    number_junk     = (decimal_digits | other_integer | number) letter
                    | fraction [eE] [-+] | decimal_digits [eE] [-+]
                    | "0" [xXoObB] "_"?;
*/

/* ---- strings and other things without a fixed shape ---- */

static bool more(struct lexer *lexer)
{
    return lexer->cursor < lexer->limit || lexer_fill(lexer);
}

/* Moves the cursor to the next `byte`. */
static bool seek(struct lexer *lexer, char byte)
{
    while (more(lexer)) {
        const char *found = memchr(lexer->cursor, byte,
                                   (size_t)(lexer->limit - lexer->cursor));
        lexer->cursor = found ? found : lexer->limit;
        if (found)
            return true;
    }
    return false;
}

/* As seek, but stops at either of two bytes. */
static bool seek_either(struct lexer *lexer, char byte, char other)
{
    for (; more(lexer); lexer->cursor++)
        if (*lexer->cursor == byte || *lexer->cursor == other)
            return true;
    return false;
}

static bool next_is(struct lexer *lexer, char byte)
{
    return more(lexer) && *lexer->cursor == byte;
}

/* Reads to the closing `quote`, the cursor standing after the opening one. */
static bool skip_quoted(struct lexer *lexer, char quote)
{
    while (seek(lexer, quote)) {
        lexer->cursor++;
        if (!next_is(lexer, quote))
            return true;
        lexer->cursor++;
        lexer->string_flags |= PG_DOUBLED_QUOTES;
    }
    return false;
}

static bool skip_escaped(struct lexer *lexer)
{
    while (seek_either(lexer, '\'', '\\')) {
        if (*lexer->cursor++ == '\\') {
            lexer->string_flags |= PG_ESCAPED;
            if (!more(lexer))
                return false;
            lexer->cursor++;
        } else if (next_is(lexer, '\'')) {
            lexer->string_flags |= PG_DOUBLED_QUOTES;
            lexer->cursor++;
        } else {
            return true;
        }
    }
    return false;
}

/* White space that holds a line end joins two quoted parts into one literal.
 * Moves past the quote of the next part, or stays. */
static bool next_part_follows(struct lexer *lexer)
{
    ptrdiff_t back = lexer->cursor - lexer->retain_from;
    bool line_ended = false;
    while (more(lexer)) {
        char byte = *lexer->cursor;
        if (byte == '\n' || byte == '\r') {
            line_ended = true;
        } else if (byte == '\'' && line_ended) {
            lexer->cursor++;
            lexer->string_flags |= PG_ESCAPED;
            return true;
        } else if (byte == '-') {
            lexer->cursor++;
            if (!next_is(lexer, '-') || !seek_either(lexer, '\n', '\r'))
                break;
            continue;
        } else if (byte != ' ' && byte != '\t' && byte != '\f' &&
                   byte != '\v') {
            break;
        }
        lexer->cursor++;
    }
    lexer->cursor = lexer->retain_from + back;
    return false;
}

static bool may_continue(struct lexer *lexer)
{
    char next = more(lexer) ? *lexer->cursor : ',';
    return next != ',' && next != ')' && next_part_follows(lexer);
}

static bool holds_return(const struct lexer *lexer)
{
    return lexer->has_cr && memchr(lexer->token, '\r',
                                       (size_t)(lexer->cursor - lexer->token));
}

/* Reads a literal whose opening quote has just been read. */
static enum pg_token read_string(struct lexer *lexer, bool backslash,
                                 enum pg_token token)
{
    lexer->string_flags = 0;
    do {
        if (!(backslash ? skip_escaped(lexer) : skip_quoted(lexer, '\'')))
            return PG_TOKEN_UNTERMINATED;
    } while (may_continue(lexer));
    if (holds_return(lexer))
        lexer->string_flags |= PG_HAS_CR;
    return token;
}

/* U&'...' keeps its prefix, so it always has to be decoded. */
static enum pg_token read_unicode_string(struct lexer *lexer)
{
    enum pg_token token = read_string(lexer, false, PG_TOKEN_STRING);
    lexer->string_flags |= PG_ESCAPED;
    return token;
}

static enum pg_token read_quoted(struct lexer *lexer, enum pg_token token)
{
    return skip_quoted(lexer, '"') ? token : PG_TOKEN_UNTERMINATED;
}

static enum pg_token read_block_comment(struct lexer *lexer)
{
    size_t depth = 1; /* a counter: nesting costs no stack */
    while (depth > 0 && seek_either(lexer, '*', '/')) {
        char first = *lexer->cursor++;
        if (!next_is(lexer, first == '*' ? '/' : '*'))
            continue;
        lexer->cursor++;
        if (first == '*')
            depth--;
        else
            depth++;
    }
    return depth > 0 ? PG_TOKEN_UNTERMINATED : PG_TOKEN_BLOCK_COMMENT;
}

/* The opening tag $...$ has been read; it is the token so far. */
static enum pg_token read_dollar(struct lexer *lexer)
{
    size_t length = (size_t)(lexer->cursor - lexer->token);
    while (seek(lexer, '$')) {
        while ((size_t)(lexer->limit - lexer->cursor) < length)
            if (!lexer_fill(lexer))
                return PG_TOKEN_UNTERMINATED;
        if (!memcmp(lexer->cursor, lexer->token, length)) {
            lexer->cursor += length;
            return PG_TOKEN_DOLLAR;
        }
        lexer->cursor++;
    }
    return PG_TOKEN_UNTERMINATED;
}

/* ---- operators ---- */

enum pg_token lexer_operator(const char *text, size_t length)
{
    static const char *const comparisons[] = {"<=", ">=", "<>", "!="};
    if (length == 1 && strchr("+-*/%^<>=", *text))
        return PG_TOKEN_SELF;
    if (length == 2 && !memcmp(text, "=>", 2))
        return PG_TOKEN_ARROW;
    for (size_t i = 0; length == 2 && i < 4; i++)
        if (!memcmp(text, comparisons[i], 2))
            return PG_TOKEN_COMPARE;
    return PG_TOKEN_OPERATOR;
}

enum { MAX_OPERATOR = 63 };

/* PostgreSQL cuts an operator before a comment, and takes a trailing + or -
 * away unless a character is in it that no SQL-standard operator has. */
static enum pg_token read_operator(struct lexer *lexer)
{
    const char *text = lexer->token;
    size_t length = (size_t)(lexer->cursor - text);
    bool unusual = false;
    /* No operator of PostgreSQL's is longer. */
    if (length > MAX_OPERATOR)
        length = MAX_OPERATOR;
    for (size_t i = 1; i + 1 < length; i++)
        if (!memcmp(text + i, "--", 2) || !memcmp(text + i, "/*", 2))
            length = i;
    for (size_t i = 0; i < length; i++)
        unusual |= strchr("~!@#%^&|`?", text[i]) != NULL;
    while (length > 1 && !unusual && strchr("+-", text[length - 1]))
        length--;
    lexer->cursor = text + length;
    return lexer_operator(text, length);
}

enum pg_token lexer_next(struct lexer *lexer)
{
    const unsigned char *cursor = BYTES(lexer->cursor);
again:
    lexer->token = (const char *)cursor;
    /*!re2c
    space+                      { goto again; }
    "--" [^\n\r\x00]*           { RETURN(PG_TOKEN_COMMENT); }
    "/*" operator*              { cursor = BYTES(lexer->token) + 2;
                                  RETURN(read_block_comment(lexer)); }

    identifier                  { RETURN(PG_TOKEN_IDENTIFIER); }
    "\""                        { RETURN(read_quoted(lexer, PG_TOKEN_QUOTED)); }
    [uU] "&\""                  { RETURN(read_quoted(lexer, PG_TOKEN_UNICODE)); }

    "'"                         { RETURN(read_string(lexer, lexer->backslash,
                                                     PG_TOKEN_STRING)); }
    [nN] "'"                    { RETURN(read_string(lexer, lexer->backslash,
                                                     PG_TOKEN_STRING)); }
    [eE] "'"                    { RETURN(read_string(lexer, true,
                                                     PG_TOKEN_STRING)); }
    [uU] "&'"                   { RETURN(read_unicode_string(lexer)); }
    [bBxX] "'"                  { RETURN(read_string(lexer, false,
                                                     PG_TOKEN_BITS)); }
    "$" (letter (letter | digit)*)? "$"
                                { RETURN(read_dollar(lexer)); }

    decimal_digits | other_integer
                                { RETURN(PG_TOKEN_INTEGER); }
    number                      { RETURN(PG_TOKEN_NUMBER); }
    decimal_digits ".."         { cursor -= 2;
                                  RETURN(PG_TOKEN_INTEGER); }
    number_junk                 { RETURN(PG_TOKEN_JUNK); }
    "$" digit+                  { RETURN(PG_TOKEN_PARAMETER); }
    "$" digit+ letter           { RETURN(PG_TOKEN_JUNK); }

    "::"                        { RETURN(PG_TOKEN_CAST); }
    ".."                        { RETURN(PG_TOKEN_DOTS); }
    ":="                        { RETURN(PG_TOKEN_ASSIGN); }
    self                        { RETURN(PG_TOKEN_SELF); }
    operator+                   { RETURN(read_operator(lexer)); }

    "\\" [^\n\x00]*             { RETURN(PG_TOKEN_META); }
    end                         { RETURN(PG_TOKEN_JUNK); }
    $                           { RETURN(PG_TOKEN_END); }
    *                           { RETURN(PG_TOKEN_JUNK); }
    */
}

/* ---- values ---- */

static bool take(struct lexer *lexer, struct pg_value *value,
                 enum pg_kind kind, unsigned flags)
{
    value->start = (uint32_t)(lexer->token - lexer->retain_from);
    value->length = (uint32_t)(lexer->cursor - lexer->token);
    value->kind = (uint8_t)kind;
    value->flags = (uint8_t)flags;
    return true;
}

static bool take_integer(struct lexer *lexer, struct pg_value *value)
{
    bool small = lexer->cursor - lexer->token <= 18;
    return take(lexer, value, PG_NUMBER, small ? PG_SMALL : 0);
}

/* Most strings of a dump are plain: their quotes and what they hold is all. */
static bool take_plain_string(struct lexer *lexer, struct pg_value *value)
{
    const char *quote;
    if (lexer->backslash || lexer->has_cr)
        return false;
    quote = memchr(lexer->cursor, '\'',
                   (size_t)(lexer->limit - lexer->cursor));
    if (!quote || (quote[1] != ',' && quote[1] != ')'))
        return false;
    lexer->cursor = quote + 1;
    return take(lexer, value, PG_STRING, 0);
}

/* A prefix (E, N, B, X) is left out of the slice: the quoted part is a plain
 * literal, or is marked PG_ESCAPED. */
static bool take_string(struct lexer *lexer, struct pg_value *value,
                        size_t prefix, bool backslash, enum pg_kind kind,
                        unsigned flags)
{
    if (read_string(lexer, backslash, PG_TOKEN_STRING) != PG_TOKEN_STRING)
        return false;
    flags |= lexer->string_flags;
    if (!(flags & PG_ESCAPED))
        lexer->token += prefix;
    return take(lexer, value, kind, flags);
}

static bool take_unicode(struct lexer *lexer, struct pg_value *value)
{
    return read_unicode_string(lexer) == PG_TOKEN_STRING &&
           take(lexer, value, PG_STRING, lexer->string_flags);
}

static bool refuse(struct lexer *lexer)
{
    lexer->cursor = lexer->token;
    return false;
}

bool lexer_value(struct lexer *lexer, struct pg_value *value)
{
    const unsigned char *cursor = BYTES(lexer->cursor);
again:
    lexer->token = (const char *)cursor;
    /*!re2c
    space+                      { goto again; }
    "'"                         { RETURN(take_plain_string(lexer, value) ||
                                        take_string(lexer, value, 0,
                                        lexer->backslash, PG_STRING, 0)); }
    'null'                      { RETURN(take(lexer, value, PG_NULL, 0)); }
    'true'                      { RETURN(take(lexer, value, PG_TRUE, 0)); }
    'false'                     { RETURN(take(lexer, value, PG_FALSE, 0)); }
    'default'                   { RETURN(take(lexer, value, PG_DEFAULT, 0)); }
    [-+]? digit+                { RETURN(take_integer(lexer, value)); }
    [-+]? decimal_digits        { RETURN(take(lexer, value, PG_NUMBER,
                                              PG_ESCAPED)); }
    [-+]? plain_number          { RETURN(take(lexer, value, PG_NUMBER, 0)); }
    [-+]? number                { RETURN(take(lexer, value, PG_NUMBER,
                                              PG_ESCAPED)); }
    [-+]? other_integer         { RETURN(take(lexer, value, PG_NUMBER,
                                              PG_ESCAPED)); }
    [-+]? number_junk           { RETURN(refuse(lexer)); }
    [eE] "'"                    { RETURN(take_string(lexer, value, 1, true,
                                                     PG_STRING, 0)); }
    [nN] "'"                    { RETURN(take_string(lexer, value, 1,
                                        lexer->backslash, PG_STRING, 0)); }
    [bB] "'"                    { RETURN(take_string(lexer, value, 1, false,
                                                     PG_BITS, 0)); }
    [xX] "'"                    { RETURN(take_string(lexer, value, 1, false,
                                                     PG_BITS, PG_HEX)); }
    [uU] "&'"                   { RETURN(take_unicode(lexer, value)); }
    identifier                  { RETURN(refuse(lexer)); }
    end                         { RETURN(refuse(lexer)); }
    $                           { RETURN(refuse(lexer)); }
    *                           { RETURN(refuse(lexer)); }
    */
}
