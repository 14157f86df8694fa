#include "postgres/tokens.h"

#include <string.h>

#include "postgres/keywords.h"
#include "postgres/literal.h"

/* $tag$...$tag$ */
static void undollar(struct buffer *out, const char *text, size_t length)
{
    const char *tag_end = memchr(text + 1, '$', length - 1);
    size_t tag = (size_t)(tag_end - text) + 1;
    buffer_add(out, text + tag, length - 2 * tag);
}

/* X'1F' becomes 00011111. */
static const char *decode_bits(struct buffer *out, const char *text,
                               size_t length)
{
    static const char hex[] = "0123456789abcdef";
    struct buffer digits = {0};
    const char *problem = literal_decode(&digits, text + 1, length - 1, false);
    bool is_hex = *text == 'x' || *text == 'X';
    for (size_t i = 0; i < digits.size && !problem; i++) {
        const char *digit = memchr(hex, digits.bytes[i] | 0x20, 16);
        if (!is_hex && digits.bytes[i] != '0' && digits.bytes[i] != '1')
            problem = "a bit string in B'' that is not of 0 and 1";
        else if (!is_hex)
            buffer_add_byte(out, digits.bytes[i]);
        else if (!digit)
            problem = "a bit string in X'' that is not hex";
        for (unsigned bit = 0; is_hex && digit && bit < 4; bit++)
            buffer_add_byte(out, "01"[(digit - hex) >> (3 - bit) & 1]);
    }
    buffer_release(&digits);
    return problem;
}

/* Each kind as PostgreSQL decodes it; what is left is its own text. */
static const char *token_decode(struct buffer *out, enum pg_token kind,
                                const char *text, size_t length, bool backslash)
{
    switch (kind) {
    case PG_TOKEN_STRING: return literal_decode(out, text, length, backslash);
    case PG_TOKEN_BITS: return decode_bits(out, text, length);
    case PG_TOKEN_IDENTIFIER:
    case PG_TOKEN_QUOTED:
    case PG_TOKEN_UNICODE: return identifier_decode(out, text, length);
    case PG_TOKEN_INTEGER:
    case PG_TOKEN_NUMBER: return number_decode(out, text, length);
    case PG_TOKEN_DOLLAR: undollar(out, text, length); return NULL;
    default: buffer_add(out, text, length); return NULL;
    }
}

/* Keywords and single bytes, which are most of a schema, need no copy. */
static const char *keep_text(struct arena *arena, enum pg_token kind,
                             struct buffer *text)
{
    static const char selves[] = "\0(\0)\0,\0[\0]\0.\0=";
    const struct keyword *keyword;
    const char *known = NULL;
    if (kind == PG_TOKEN_SELF && text->size == 1)
        known = memchr(selves + 1, *text->bytes, sizeof selves - 1);
    else if (kind == PG_TOKEN_IDENTIFIER &&
             (keyword = keyword_find(buffer_text(text))))
        known = keyword->word;
    return known ? known : arena_copy(arena, text->bytes, text->size);
}

/* `arena` for texts that trees keep, `scratch` for the tokens themselves. */
struct pg_token_text *tokens_decode(struct arena *arena, struct arena *scratch,
                                    const struct tokens_slices *slices,
                                    const char **problem)
{
    struct pg_token_text *tokens =
        arena_alloc(scratch, (slices->n + 1) * sizeof *tokens);
    struct buffer text = {0};
    *problem = NULL;
    for (size_t i = 0; i < slices->n && !*problem; i++) {
        struct pg_token_slice slice = slices->items[i];
        text.size = 0;
        *problem = token_decode(&text, slice.kind, slices->text + slice.start,
                                slice.length, slices->backslash);
        tokens[i] = (struct pg_token_text){slice.kind, slice.start,
                                           keep_text(arena, slice.kind, &text)};
    }
    buffer_release(&text);
    return tokens;
}

/* ---- a text of its own ---- */

/* For bodies of functions, which are texts inside of texts. */
struct pg_token_text *tokens_of_text(struct arena *arena, const char *text,
                                     size_t *n, const char **problem)
{
    size_t length = strlen(text);
    struct pg_batch batch;
    char *copy = arena_copy(arena, text, length);
    struct lexer lexer;
    struct pg_token_slice *slices =
        arena_alloc(arena, (length + 1) * sizeof *slices);
    struct tokens_slices all = {.items = slices, .text = copy};
    struct pg_token_text *tokens;
    enum pg_token kind;
    *problem = NULL;
    lexer_init_text(&lexer, &batch, copy, length);
    while ((kind = lexer_next(&lexer)) != PG_TOKEN_END) {
        if (kind == PG_TOKEN_UNTERMINATED || kind == PG_TOKEN_JUNK ||
            kind == PG_TOKEN_META)
            *problem = "it is no SQL";
        if (*problem)
            return NULL;
        if (kind != PG_TOKEN_COMMENT && kind != PG_TOKEN_BLOCK_COMMENT)
            slices[all.n++] =
                (struct pg_token_slice){kind, (uint32_t)(lexer.token - copy),
                                        (uint32_t)(lexer.cursor - lexer.token)};
    }
    *n = all.n;
    tokens = tokens_decode(arena, arena, &all, problem);
    return *problem ? NULL : tokens;
}
